"""What is said of record files that cannot be read: file, line, record, what is wrong, what would be right.

The ledger is made up, and each case breaks one thing in it.
"""

import contextlib
import re
import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import records
from kg.anchor import anchor
from kg.claims import ENTITY_TYPES
from kg.errors import AnchorError, OutputError, RecordError
from kg.records.places import locate

GOOD = {
    "ledger.toml": '[ledger]\ntitle = "Made up"\n',
    "entities.toml": """\
[[entity]]
id = "acme"
label = "Acme"
type = "Organization"

[[entity]]
id = "ada"
label = "Ada"
type = "Person"
""",
    "predicates.toml": """\
[[predicate]]
id = "revenue"
label = "has revenue of"
definition = "Money taken in."
expects = "measure"

[[predicate]]
id = "leads"
label = "leads"
definition = "Is at the head of."
expects = "entity"

[[predicate]]
id = "motto"
label = "has the motto"
definition = "Words to live by."
expects = "text"

[[predicate]]
id = "says"
label = "says"
definition = "Anything."
""",
    "topics.toml": '[[topic]]\nid = "results"\nlabel = "Results"\n',
    "units.toml": '[[unit]]\nid = "CCY_USD"\nlabel = "US dollar"\nsymbol = "$"\n',
    "events.toml": '[[event]]\nid = "call"\nlabel = "The call"\ndate = 2024-07-31\n',
    "documents/report.toml": """\
[document]
id = "report"
title = "A report"
published = 2024-08-01

[[claim]]
id = "sales"
subject = "acme"
predicate = "revenue"
label = "Sales"
text = "Acme took in 8 to 9 billion US dollars in the second quarter of 2024."
kind = "figure"
commitment = "firm"
claimant = "acme"
made_at = "call"
measure = "$8-9 billion"
period = "Q2 2024"
topic = "results"

[[claim.appearance]]
fragment = "eight to nine billion"
zone = "body"
mode = "unattributed"
confidence = 0.5
start = 10
end = 31

[[claim.appearance]]
fragment = "billions for Acme"
zone = "headline"
mode = "agentless"
via = "sales@report:10-31"

[[claim]]
id = "head"
subject = "ada"
predicate = "leads"
object = "acme"
label = "Head"
text = "Ada leads Acme."
kind = "role"
commitment = "firm"
claimant = "acme"

[[link]]
subject = "head"
predicate = "supports"
object = "sales"
asserted_by = "document:report"
""",
    "resolutions/report.toml": """\
[[resolution]]
resolves = "sales"
outcome = "fulfilled"
criterion = "The next report."
evidence = "report"
actual = { value = 1.0, unit = "CCY_USD" }
known_on = 2024-10-30
recorded_on = 2024-11-01
""",
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(RecordError) as caught:
        records.read(folder)
    with pytest.raises(RecordError) as streamed:
        list(records.stream(folder))
    assert streamed.value.problems == caught.value.problems
    return [str(problem).removeprefix(f"{folder}/") for problem in caught.value.problems]


REPORT, RESOLUTIONS = "documents/report.toml", "resolutions/report.toml"
LEDGER, ENTITIES, PREDICATES, UNITS = "ledger.toml", "entities.toml", "predicates.toml", "units.toml"

NOT_TOML = 'see that text stands in "…", with \\" for a quotation mark inside it, and each key on its own line'
ONCE = "write each key once in a table, and each table once unless it is written [[…]]"
QUOTE = "write it in quotation marks"
AS_A_DAY = "write a day of the calendar as in 2024-07-31, without quotation marks"
SLUG = "use lower case letters, digits and single hyphens, as in meta-ai"
ANCHOR = "let kg anchor write both"
NO_DOCUMENT = 'there is no document "report"; declare it in a file of its own in documents/'
KINDS = "figure, fact, event, relation, forecast, plan, goal, guidance, opinion, cause, role"

# what is broken: file, text in it, what stands there instead, what is said of it
CASES = {
    # TOML
    "a word without quotation marks": (
        REPORT,
        'label = "Head"',
        "label = Head",
        f"39: this is not TOML (column 9): Invalid value; {NOT_TOML}",
    ),
    "a quotation mark inside text": (
        REPORT,
        "Ada leads Acme.",
        'Ada "leads" Acme.',
        f"40: this is not TOML (column 14): Expected newline or end of document after a statement; {NOT_TOML}",
    ),
    "text that never ends": (
        REPORT,
        '"document:report"',
        '"""document:report"',
        (
            "49: this is not TOML (at the end of the file): Unterminated string; "
            "close the quotation marks where the text ends"
        ),
    ),
    "a day that is not in the calendar": (
        REPORT,
        "2024-08-01",
        "2024-02-30",
        "4: this is not TOML (column 13): Invalid date or datetime; write a day of the calendar, as in 2024-07-31",
    ),
    "a key twice": (
        REPORT,
        'label = "Head"',
        'label = "Head"\nlabel = "Head"',
        f"40: this is not TOML (column 15): Cannot overwrite a value; {ONCE}",
    ),
    "[document] twice": (
        REPORT,
        "[[link]]",
        "[document]",
        f"45: this is not TOML (column 10): Cannot declare ('document',) twice; {ONCE}",
    ),
    "a number out of range": (
        REPORT,
        "0.5",
        "1e9999999999999999999",
        " this holds a number that is out of range; write a number of at most fifty digits",
    ),
    "nested without end": (
        REPORT,
        '"acme"\nmade_at',
        f"{'[' * 5000}\nmade_at",
        " lists or tables are nested too deeply; see docs/records.md",
    ),
    # tables and keys
    "an unknown table": (
        REPORT,
        "[[link]]",
        "[[lnik]]",
        '45: there is no table "lnik" in this file; did you mean "link"?',
    ),
    "a table like no other": (
        REPORT,
        "[[link]]",
        "[[xyz]]",
        '45: there is no table "xyz" in this file; the tables here are document, claim, appearance, link',
    ),
    "a table of another file": (
        REPORT,
        "[[link]]",
        "[[entity]]",
        '45: there is no table "entity" in this file; it belongs in entities.toml',
    ),
    "[[document]]": (
        REPORT,
        "[document]",
        "[[document]]",
        '1: "document" is a list, not one table; write [document], once in a file',
        f'49: link head supports sales: "asserted_by": {NO_DOCUMENT}',
        f'{RESOLUTIONS}:5: resolution of "sales": "evidence": {NO_DOCUMENT}',
    ),
    "[claim]": (
        UNITS,
        "[[unit]]",
        "[unit]",
        '1: "unit" is a table, not a list of tables; write [[unit]] above it',
        f'{REPORT}:16: claim "sales": "measure": cannot read "$8-9 billion" as an amount: ',
        f'{RESOLUTIONS}:6: resolution of "sales": "unit": there is no unit "CCY_USD"; declare it in units.toml',
    ),
    "an unknown key": (
        REPORT,
        'commitment = "firm"\nclaimant = "acme"\nmade_at',
        'comitment = "firm"\nclaimant = "acme"\nmade_at',
        '6: claim "sales": the key "commitment" is missing; add commitment = …',
        '13: claim "sales": there is no key "comitment"; did you mean "commitment"?',
    ),
    "a key like no other": (
        "topics.toml",
        "label",
        "zzz",
        '1: topic "results": the key "label" is missing; add label = …',
        '3: topic "results": there is no key "zzz"; the keys are id, label, definition',
    ),
    "a missing id": (
        REPORT,
        'id = "head"\n',
        "",
        '34: claim 2: the key "id" is missing; add id = …',
        '45: link head supports sales: "subject": there is no claim "head"; declare it in the file of its document',
    ),
    "no [document]": (
        REPORT,
        '[document]\nid = "report"\ntitle = "A report"\npublished = 2024-08-01\n',
        "",
        ' there is no [document]; begin the file with [document] and, below that, title = "…"',
        f'45: link head supports sales: "asserted_by": {NO_DOCUMENT}',
        f'{RESOLUTIONS}:5: resolution of "sales": "evidence": {NO_DOCUMENT}',
    ),
    # single values
    "a number for text": (REPORT, '"Head"', "5", f'39: claim "head": "label" is a number, not text; {QUOTE}'),
    "a list for text": (REPORT, '"Head"', '["Head"]', f'39: claim "head": "label" is a list, not text; {QUOTE}'),
    "blank text": (
        REPORT,
        '"Head"',
        '" "',
        '39: claim "head": "label" is empty; write it, or leave the key out where it is optional',
    ),
    "a control character": (
        REPORT,
        '"Head"',
        r'"He\u0000ad"',
        '39: claim "head": "label" holds the character U+0000; leave that character out',
    ),
    "a long label": (
        REPORT,
        '"Head"',
        f'"{"x" * 71}"',
        '39: claim "head": "label" has 71 characters; shorten it to 70',
    ),
    "an id in capitals": (
        "topics.toml",
        'id = "results"',
        'id = "Results"',
        f'2: topic "Results": "id" is "Results", which is no id; {SLUG}',
        f'{REPORT}:18: claim "sales": "topic": there is no topic "results"; did you mean "Results"?',
    ),
    "an id that the ledger needs": (
        ENTITIES,
        'id = "ada"',
        'id = "topics"',
        '7: entity "topics": the id "topics" is taken by the ledger itself; choose another',
        f'{REPORT}:36: claim "head": "subject": there is no entity "ada"; declare it in entities.toml',
    ),
    "an id twice": (
        ENTITIES,
        'id = "ada"',
        'id = "acme"',
        '6: entity "acme": the id is taken, see FOLDER/entities.toml:1; give one of the two another id',
        f'{REPORT}:36: claim "head": "subject": there is no entity "ada"; declare it in entities.toml',
    ),
    "a class that is none": (
        ENTITIES,
        '"Person"',
        '"schema:Person"',
        ('9: entity "ada": "type" is "schema:Person"; did you mean "Person"? It is one of ' + ", ".join(ENTITY_TYPES)),
    ),
    "an address that is none": (
        "events.toml",
        "date = 2024-07-31",
        'url = "made.example/call one"',
        (
            '4: event "call": "url" is "made.example/call one", which is no web address; '
            "write it whole, from https:// on, with %20 for a space"
        ),
    ),
    "a base that nothing can be appended to": (
        LEDGER,
        '"Made up"',
        '"Made up"\nbase = "https://made.example/id"',
        (
            '3: ledger: "base" is "https://made.example/id"; '
            'let it end in "/" or "#", since identifiers are appended to it'
        ),
    ),
    "an identity that is none": (
        ENTITIES,
        '"Person"',
        '"Person"\nexact_match = ["wd:Q7", "Q7"]',
        (
            '10: entity "ada": "exact_match" is "Q7", which is no identity; '
            "write a Wikidata item as wd:Q380, or a whole address"
        ),
    ),
    "a digest that is none": (
        REPORT,
        "published",
        'text_digest = "sha256:12"\npublished',
        '4: document "report": "text_digest" is "sha256:12", which is no digest; let kg anchor write it',
    ),
    "a language that is none": (
        REPORT,
        "published",
        'language = "English"\npublished',
        '4: document "report": "language" is "English", which is no language tag; write it as in en or pt-BR',
    ),
    "a day in quotation marks": (
        REPORT,
        "2024-08-01",
        '"2024-02-30"',
        f'4: document "report": "published" is the text "2024-02-30", not a date; {AS_A_DAY}',
    ),
    "a day with a time": (
        REPORT,
        "2024-08-01",
        "2024-08-01T10:00:00",
        f'4: document "report": "published" is a date with a time, not a date; {AS_A_DAY}',
    ),
    "a word for true": (
        PREDICATES,
        'expects = "measure"',
        'expects = "measure"\nfunctional = "yes"',
        '6: predicate "revenue": "functional" is text, not true or false; write true or false, without quotation marks',
    ),
    "what no predicate can expect": (
        PREDICATES,
        'expects = "measure"',
        'expects = "mesure"',
        (
            '5: predicate "revenue": "expects" is "mesure"; '
            'did you mean "measure"? It is one of entity, measure, text, any'
        ),
    ),
    # words of a vocabulary
    "an unknown kind": (
        REPORT,
        '"figure"',
        '"figures"',
        f'12: claim "sales": "kind" is "figures"; did you mean "figure"? It is one of {KINDS}',
    ),
    "a kind like no other": (
        REPORT,
        '"figure"',
        '"xyz"',
        f'12: claim "sales": "kind" is "xyz"; it is one of {KINDS}',
    ),
    "an unknown commitment": (
        REPORT,
        'commitment = "firm"\nclaimant = "acme"\nmade_at',
        'commitment = "frim"\nclaimant = "acme"\nmade_at',
        (
            '13: claim "sales": "commitment" is "frim"; did you mean "firm"? It is one of '
            "firm, expected, hedged, conditional, presupposed, distanced, reported"
        ),
    ),
    "an unknown mode": (
        REPORT,
        '"agentless"',
        '"directquote"',
        (
            '31: appearance 2 of claim "sales": "mode" is "directquote"; did you mean "directQuote"? It is one of '
            "directQuote, indirectSpeech, unattributed, agentless, ambiguousScope"
        ),
    ),
    "an unknown zone": (
        REPORT,
        '"headline"',
        '"title"',
        '30: appearance 2 of claim "sales": "zone" is "title"; it is one of summary, body, bullets, headline',
    ),
    "an unknown outcome": (
        RESOLUTIONS,
        '"fulfilled"',
        '"fullfilled"',
        (
            '3: resolution of "sales": "outcome" is "fullfilled"; did you mean "fulfilled"? It is one of '
            "fulfilled, partlyFulfilled, notFulfilled, pending, ambiguous, annulled, notEvaluated"
        ),
    ),
    "an unknown link": (
        REPORT,
        '"supports"',
        '"support"',
        (
            '47: link head support sales: "predicate" is "support"; did you mean "supports"? It is one of '
            "supports, disputes, echoes, supersedes, restates, causes"
        ),
    ),
    # names
    "an unknown entity": (
        REPORT,
        'subject = "acme"',
        'subject = "acmee"',
        '8: claim "sales": "subject": there is no entity "acmee"; did you mean "acme"?',
    ),
    "an unknown claimant among several": (
        REPORT,
        'claimant = "acme"\n\n[[link]]',
        'claimant = [\n  "acme",\n  "zeus",\n]\n\n[[link]]',
        '45: claim "head": "claimant": there is no entity "zeus"; declare it in entities.toml',
    ),
    "nobody who claims": (
        REPORT,
        'claimant = "acme"\n\n[[link]]',
        "claimant = []\n\n[[link]]",
        '43: claim "head": "claimant" is an empty list; name at least one',
    ),
    "an unknown predicate": (
        REPORT,
        'predicate = "leads"',
        'predicate = "lead"',
        '37: claim "head": "predicate": there is no predicate "lead"; did you mean "leads"?',
    ),
    "an unknown topic": (
        REPORT,
        'topic = "results"',
        'topic = ["result"]',
        '18: claim "sales": "topic": there is no topic "result"; did you mean "results"?',
    ),
    "an unknown event": (
        REPORT,
        'made_at = "call"',
        'made_at = "party"',
        '15: claim "sales": "made_at": there is no event "party"; declare it in events.toml',
    ),
    "an unknown unit": (
        RESOLUTIONS,
        '"CCY_USD"',
        '"CCY_EUR"',
        '6: resolution of "sales": "unit": there is no unit "CCY_EUR"; did you mean "CCY_USD"?',
    ),
    "an unknown document": (
        REPORT,
        "start = 10",
        'document = "reprot"\nstart = 10',
        '25: appearance 1 of claim "sales": "document": there is no document "reprot"; did you mean "report"?',
    ),
    "an unknown claim": (
        RESOLUTIONS,
        'resolves = "sales"',
        'resolves = "sale"',
        '2: resolution of "sale": "resolves": there is no claim "sale"; did you mean "sales"?',
    ),
    "an unknown document that asserts": (
        REPORT,
        '"document:report"',
        '"document:letter"',
        (
            '49: link head supports sales: "asserted_by": there is no document "letter"; '
            "declare it in a file of its own in documents/"
        ),
    ),
    # amounts and periods
    "a range upside down in the notation": (
        REPORT,
        "$8-9 billion",
        "$9-8 billion",
        '16: claim "sales": "measure": cannot read "$9-8 billion" as an amount: ',
    ),
    "a range upside down": (
        RESOLUTIONS,
        "value = 1.0",
        "low = 9.0, high = 8.0",
        '6: resolution of "sales": the range runs from 9.0 down to 8.0; exchange low and high',
    ),
    "half a range": (
        RESOLUTIONS,
        "value = 1.0",
        "low = 9.0",
        (
            '6: resolution of "sales": the range has one end alone; '
            "add the other end, or write value and approximation instead"
        ),
    ),
    "a value and a range": (
        RESOLUTIONS,
        "value = 1.0",
        "value = 1.0, low = 1.0, high = 2.0",
        '6: resolution of "sales": the measure has both a value and a range; keep value, or low and high',
    ),
    "no number": (
        RESOLUTIONS,
        "value = 1.0",
        'as_written = "much"',
        '6: resolution of "sales": the measure has no number; add value, or approximation = "vagueMagnitude"',
    ),
    "no unit": (
        RESOLUTIONS,
        'value = 1.0, unit = "CCY_USD"',
        "value = 1.0",
        '6: resolution of "sales": the measure has no unit; add unit = "…", or read_as = "…" with the unit in it',
    ),
    "a unit that is understood but not declared": (
        REPORT,
        "$8-9 billion",
        "8%",
        '16: claim "sales": the unit PERCENT is not declared; add [[unit]] with id = "PERCENT" to units.toml',
    ),
    "a negative rounding": (
        RESOLUTIONS,
        "value = 1.0",
        "value = 1.0, rounding = -1",
        '6: resolution of "sales": the rounding is -1; write half the width of the interval, 0 or more',
    ),
    "a number in quotation marks": (
        RESOLUTIONS,
        "value = 1.0",
        'value = "1.0"',
        '6: resolution of "sales": "value" is text, not a number; write digits, without quotation marks',
    ),
    "no number at all": (
        RESOLUTIONS,
        "value = 1.0",
        "value = nan",
        '6: resolution of "sales": "value" is out of range; write a number of at most 50 digits',
    ),
    "a period that the notation cannot read": (
        REPORT,
        '"Q2 2024"',
        '{ as_written = "then", read_as = "Q5 2024" }',
        '17: claim "sales": "read_as": cannot read "Q5 2024" as a period: ',
    ),
    "a date that is no EDTF": (
        REPORT,
        '"Q2 2024"',
        '{ as_written = "then", edtf = "2024-02-30" }',
        '17: claim "sales": "edtf": cannot read "2024-02-30" as EDTF: ',
    ),
    "a period upside down": (
        REPORT,
        '"Q2 2024"',
        '{ as_written = "then", earliest = 2025-01-01, latest = 2024-01-01 }',
        (
            '17: claim "sales": the period runs from 2025-01-01 back to 2024-01-01; '
            "exchange earliest and latest, or mend the one that is wrong"
        ),
    ),
    "a period of nothing": (
        REPORT,
        '"Q2 2024"',
        "{ inferred = true }",
        '17: claim "sales": the period has no words and no date; add as_written = "…" or read_as = "…"',
    ),
    "a number for a period": (
        REPORT,
        '"Q2 2024"',
        "2024",
        '17: claim "sales": "period" is a number, not a table; write it as { key = value, … }',
    ),
    # objects
    "no object": (
        REPORT,
        'object = "acme"\n',
        "",
        '34: claim "head": there is neither an object nor a measure; add object = "…" or measure = "…"',
    ),
    "a measure for an entity": (
        REPORT,
        'object = "acme"',
        'measure = "$1"',
        (
            '34: claim "head": the predicate "leads" expects an entity, and the object is a measure; '
            'write object = "…", the id of an entity'
        ),
    ),
    "a text for an entity": (
        REPORT,
        'object = "acme"',
        'object = { text = "Acme" }',
        (
            '34: claim "head": the predicate "leads" expects an entity, and the object is a text; '
            'write object = "…", the id of an entity'
        ),
    ),
    "an entity for a text": (
        REPORT,
        'predicate = "leads"',
        'predicate = "motto"',
        (
            '34: claim "head": the predicate "motto" expects a text, and the object is an entity; '
            'write object = { text = "…" }'
        ),
    ),
    "an object beside the measure": (
        REPORT,
        'predicate = "revenue"',
        'predicate = "revenue"\nobject = "ada"',
        (
            '6: claim "sales": the predicate "revenue" expects a measure, and the object is an entity; '
            'write measure = "…" and no object: the measure is the object'
        ),
    ),
    # appearances
    "a long fragment": (
        REPORT,
        '"billions for Acme"',
        '"one two three four five six seven eight"\nprefix = "zero"\nsuffix = "nine ten"',
        (
            '29: appearance 2 of claim "sales": the fragment keeps 11 words of the document, with prefix and suffix; '
            "keep at most 10: the fewest that find the place"
        ),
    ),
    "a start without an end": (
        REPORT,
        "end = 31\n",
        "",
        f'20: appearance 1 of claim "sales": of start and end only one is given; {ANCHOR}',
    ),
    "an end before its start": (
        REPORT,
        "end = 31",
        "end = 10",
        f'26: appearance 1 of claim "sales": the fragment starts at 10 and ends at 10; {ANCHOR}',
    ),
    "a negative start": (
        REPORT,
        "start = 10",
        "start = -1",
        '25: appearance 1 of claim "sales": "start" is -1; write 0 or more',
    ),
    "half a position": (
        REPORT,
        "start = 10",
        "start = 10.5",
        '25: appearance 1 of claim "sales": "start" is a number, not a whole number; write digits alone',
    ),
    "too much confidence": (
        REPORT,
        "confidence = 0.5",
        "confidence = 90",
        '24: appearance 1 of claim "sales": "confidence" is 90; write a number from 0 to 1',
    ),
    "one table for appearances": (
        REPORT,
        '[[claim]]\nid = "head"',
        '[[claim]]\nid = "head"\nappearance = "here"',
        '36: claim "head": "appearance" is text, not a list of tables; write [[claim.appearance]] above it',
    ),
    "an appearance twice": (
        REPORT,
        "[[link]]",
        (
            '[[appearance]]\nclaim = "sales"\nfragment = "eight to nine billion"\nzone = "body"\n'
            'mode = "agentless"\nstart = 10\nend = 31\n\n[[link]]'
        ),
        (
            '45: appearance of "sales": this appearance is recorded already, see FOLDER/documents/report.toml:20; '
            "remove one of the two, or run kg anchor where they stand at two places of the text"
        ),
    ),
    "an appearance of no claim": (
        REPORT,
        "[[link]]",
        '[[appearance]]\nclaim = "tales"\nfragment = "f"\nzone = "body"\nmode = "agentless"\n\n[[link]]',
        '46: appearance of "tales": "claim": there is no claim "tales"; did you mean "sales"?',
    ),
    "an appearance that relays none": (
        REPORT,
        '"sales@report:10-31"',
        '"sales@report:11-31"',
        (
            '32: appearance 2 of claim "sales": "via": there is no one appearance "sales@report:11-31"; '
            "write sales@report:10-31 or sales@report:HASH"
        ),
    ),
    "an appearance that relays one of several": (
        REPORT,
        '"sales@report:10-31"',
        '"sales@report"',
        (
            '32: appearance 2 of claim "sales": "via": there is no one appearance "sales@report"; '
            "write sales@report:10-31 or sales@report:HASH"
        ),
    ),
    "an appearance that relays a claim without any": (
        REPORT,
        '"sales@report:10-31"',
        '"head@report"',
        (
            '32: appearance 2 of claim "sales": "via": there is no one appearance "head@report"; '
            "write claim@document, or claim@document:start-end"
        ),
    ),
    "an appearance that relays itself": (
        REPORT,
        "confidence = 0.5",
        'via = "sales@report:10-31"',
        '24: appearance 1 of claim "sales": the appearance relays itself; name the one that it was taken from',
    ),
    # records that are there already
    "the same claim twice": (
        REPORT,
        "[[link]]",
        (
            '[[claim]]\nid = "boss"\nsubject = "ada"\npredicate = "leads"\nobject = "acme"\nlabel = "Boss"\n'
            'text = "Acme is led by Ada."\nkind = "fact"\ncommitment = "firm"\nclaimant = "acme"\n\n[[link]]'
        ),
        (
            '45: claim "boss": this claims the same as another claim, see FOLDER/documents/report.toml:34; '
            "merge the two into one claim with several appearances"
        ),
    ),
    "a claim linked to itself": (
        REPORT,
        'object = "sales"',
        'object = "head"',
        "45: link head supports head: the claim is linked to itself; name two claims",
    ),
    "the same link twice": (
        REPORT,
        "[[link]]",
        (
            '[[link]]\nsubject = "head"\npredicate = "supports"\nobject = "sales"\nasserted_by = "document:report"\n'
            'comment = "Again."\n\n[[link]]'
        ),
        (
            "52: link head supports sales: this link is recorded already, see FOLDER/documents/report.toml:45; "
            "remove one of the two"
        ),
    ),
    "the same resolution twice": (
        RESOLUTIONS,
        "recorded_on = 2024-11-01\n",
        "recorded_on = 2024-11-01\n\n" + GOOD["resolutions/report.toml"],
        (
            '10: resolution of "sales": this resolution is recorded already, see FOLDER/resolutions/report.toml:1; '
            "remove one of the two"
        ),
    ),
}


def test_the_ledger_that_the_cases_break_is_good(tmp_path: Path) -> None:
    assert len(records.read(write(tmp_path, GOOD)).claims) == 2


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_said_with_its_line(case: str, tmp_path: Path) -> None:
    name, old, new, *expected = CASES[case]
    assert GOOD[name].count(old) == 1
    found = problems(write(tmp_path, GOOD | {name: GOOD[name].replace(old, new)}))
    found = [re.sub(r":[0-9a-f]{8}\b", ":HASH", problem).replace(str(tmp_path), "FOLDER") for problem in found]
    expected = [line if line.startswith(("documents/", "resolutions/")) else f"{name}:{line}" for line in expected]
    assert len(found) == len(expected), found
    for problem, line in zip(sorted(found), sorted(expected), strict=True):
        # notations explain themselves at length: that is tested with them
        assert problem == line or (line.endswith(": ") and problem.startswith(line) and "; write" in problem)


FOLDERS = {
    "no folder": ({}, "nowhere", "FOLDER: there is no such folder; name the folder that holds ledger.toml"),
    "a file": (
        {"file": ""},
        "file",
        "FOLDER: this is a file, not a folder of records; name the folder that holds ledger.toml",
    ),
    "nothing": (
        {"data/notes.txt": "", "data/documents/notes.txt": ""},
        "data",
        "FOLDER: the folder holds no records; start a ledger with kg new",
    ),
    "no ledger.toml": (
        {"data/topics.toml": ""},
        "data",
        'FOLDER/ledger.toml: the file is missing; write it: [ledger] and, below that, title = "…"',
    ),
    "an empty ledger.toml": (
        {"data/ledger.toml": ""},
        "data",
        'FOLDER/ledger.toml: there is no [ledger]; begin the file with [ledger] and, below that, title = "…"',
    ),
    "a misspelt name": (
        {**{f"data/{name}": content for name, content in GOOD.items()}, "data/topcis.toml": ""},
        "data",
        'FOLDER/topcis.toml: no records are read from here; did you mean to call it "topics.toml"?',
    ),
    "a misspelt folder": (
        {"data/ledger.toml": GOOD["ledger.toml"], "data/document/report.toml": ""},
        "data",
        'FOLDER/document: no records are read from here; did you mean to call it "documents"?',
    ),
    "a binary file": (
        {"data/ledger.toml": b"[ledger]\n\x89PNG\xff"},
        "data",
        "FOLDER/ledger.toml:2: this is not text in UTF-8 (byte 9); save the file as UTF-8",
    ),
    "a folder in place of a file": (
        {"data/ledger.toml": GOOD["ledger.toml"], "data/documents/report.toml/inner": ""},
        "data",
        "FOLDER/documents/report.toml: this cannot be read: Is a directory; see that you may read it",
    ),
}


@pytest.mark.parametrize("case", FOLDERS)
def test_what_is_wrong_with_a_folder_is_said(case: str, tmp_path: Path) -> None:
    files, name, expected = FOLDERS[case]
    folder = write(tmp_path, files) / name
    with pytest.raises(RecordError) as caught:
        records.read(folder)
    assert str(caught.value).replace(str(folder), "FOLDER") == expected
    with pytest.raises(RecordError) as streamed:
        list(records.stream(folder))
    assert str(streamed.value) == str(caught.value)


@pytest.mark.parametrize("opens", [True, False])
def test_a_full_folder_for_temporary_files_is_named(*, opens: bool, tmp_path: Path, monkeypatch) -> None:
    class Full(BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    def full() -> BytesIO:
        if opens:
            return Full()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    monkeypatch.setattr(tempfile, "tempdir", "/made-up")
    with pytest.raises(OutputError, match=r"^/made-up: what is put aside .*: No space left on device; .* TMPDIR$"):
        list(records.stream(write(tmp_path, GOOD)))


def test_copies_of_editors_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    copies = {
        "ledger.toml~": "",
        "topics.toml.bak": "",
        ".topics.toml": "",
        "documents/.report.toml.x": "",
        "documents/.r.toml": "",
    }
    assert len(records.read(write(tmp_path, GOOD | copies)).claims) == 2


def test_all_files_that_are_not_toml_are_named_at_once(tmp_path: Path) -> None:
    found = problems(write(tmp_path, GOOD | {"topics.toml": "topic", "units.toml": "unit = ["}))
    assert [problem.partition(": ")[0] for problem in found] == ["topics.toml:1", "units.toml:1"]


def test_problems_of_all_files_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    broken = {
        "entities.toml": GOOD["entities.toml"].replace('"Person"', "5").replace('label = "Acme"', "colour = 1"),
        "documents/report.toml": GOOD["documents/report.toml"].replace("firm", "frim").replace('"body"', '"boody"'),
    }
    found = problems(write(tmp_path, GOOD | broken))
    assert [problem.partition(": ")[0] for problem in found] == [
        "documents/report.toml:13",
        "documents/report.toml:22",
        "documents/report.toml:42",
        "entities.toml:1",
        "entities.toml:3",
        "entities.toml:9",
    ]


def test_hints_end_where_they_would_take_too_long(tmp_path: Path) -> None:
    head, claim = GOOD["documents/report.toml"].split("[[claim]]", 1)
    many = "".join(f"[[claim]]{claim.split('[[claim]]')[0]}".replace('"acme"', f'"acme{n}"') for n in range(200))
    found = problems(write(tmp_path, GOOD | {"documents/report.toml": head + many}))
    unknown = [problem for problem in found if "there is no entity" in problem]
    assert len(unknown) == 400
    assert sum("did you mean" in problem for problem in unknown) == 100


ODD = ["1", "1.5", "-1", "nan", "true", '"x"', '""', "[]", "[1]", "[[]]", "{}", "{ a = 1 }", "[{}]"]
ODD += ["2024-01-01", "2024-01-01T00:00:00Z", "10:00:00", '"document:x"', '"sales@report:1-2"', '"@:"', "1e999"]


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(GOOD)), odd=st.sampled_from(ODD), data=st.data())
def test_no_value_of_any_type_causes_anything_but_a_record_error(
    name: str, odd: str, data: st.DataObject, tmp_path: Path
) -> None:
    span = data.draw(st.sampled_from(sorted(locate(GOOD[name]).values())))
    broken = GOOD[name][: span.start] + odd + GOOD[name][span.end :]
    write(tmp_path, GOOD | {name: broken})
    with contextlib.suppress(RecordError):
        records.read(tmp_path)
    if name == REPORT:
        text = tmp_path / "text.txt"
        text.write_text("Made up: eight to nine billion, billions for Acme.")
        with contextlib.suppress(RecordError, AnchorError):
            anchor(tmp_path / REPORT, text)
