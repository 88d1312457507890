"""Record files are read as ``docs/records.md`` says, and written so that they read back. All content is made up."""

import dataclasses
import datetime as dt
import re
import tempfile
import tomllib
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import records
from kg.claims import (
    Appearance,
    Approximation,
    Claim,
    Commitment,
    Corpus,
    Document,
    Entity,
    Event,
    Kind,
    Ledger,
    Link,
    LinkType,
    Measure,
    Mode,
    Outcome,
    Period,
    Predicate,
    Resolution,
    Text,
    Topic,
    Unit,
    Zone,
    appearance_key,
    appearance_path,
    claim_key,
    link_path,
    resolution_path,
)
from kg.errors import Place, RecordError
from kg.graph import lines
from kg.records import shapes
from kg.records.values import WIKIDATA
from kg.terms import PREFIXES
from tests.strategies import corpora

DOCS = Path(__file__).parent.parent / "docs" / "records.md"

FILES = {
    "ledger.toml": """\
[ledger]
title = "Made-up claims"
base = "https://made.example/id/"
licence = "https://made.example/licence"
""",
    "entities.toml": """\
[[entity]]
id = "acme"
label = "Acme"
type = "Organization"
definition = "A company."
alias = ["Acme Inc.", "ACME"]
exact_match = "wd:Q1"

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
functional = true

[[predicate]]
id = "motto"
label = "has the motto"
definition = "Words to live by."
""",
    "topics.toml": '[[topic]]\nid = "results"\nlabel = "Results"\n',
    "units.toml": '[[unit]]\nid = "CCY_USD"\nlabel = "US dollar"\nsymbol = ["$", "dollars"]\n',
    "events.toml": """\
[[event]]
id = "call"
label = "The call"
date = 2024-07-31
organizer = "acme"
url = "https://made.example/call"
""",
    "documents/report.toml": """\
[document]
id = "report"
title = "Acme's report"
type = "NewsArticle"
publisher = "acme"
author = "ada"
url = "https://made.example/report"
published = 2024-08-01
language = "en"
comment = "Ours."

[[claim]]
id = "guidance"
subject = "acme"
predicate = "revenue"
label = "Q3 revenue: $8–9 B"
text = "Acme expects to take in 8 to 9 billion US dollars in the third quarter of 2024."
kind = "guidance"
commitment = "expected"
claimant = ["ada", "acme"]
holder = "acme"
made_at = "call"
claimed_on = 2024-07-31
measure = "$8-9 billion"
period = { as_written = "For Q3", read_as = "Q3 2024", inferred = true }
condition = "if prices hold"
topic = "results"
about = ["ada"]

[[claim.appearance]]
fragment = "eight to nine\\nbillion"
prefix = "expects"
suffix = "dollars"
cue = "expects"
zone = "body"
mode = "indirectSpeech"
start = 100
end = 121
confidence = 0.9

[[claim.appearance]]
fragment = "Acme to earn billions"
zone = "headline"
mode = "agentless"
via = "guidance@report:100-121"

[[claim]]
id = "motto"
subject = "acme"
predicate = "motto"
object = { text = "Onward" }
label = "Motto"
text = "Acme's motto is not “Onward”."
kind = "fact"
commitment = "firm"
polarity = false
claimant = "ada"
""",
    "documents/letter.toml": """\
[document]
id = "letter"
title = "A letter"

[[appearance]]
claim = "guidance"
fragment = "eight or nine"
zone = "body"
mode = "unattributed"
via = "motto@letter"

[[appearance]]
claim = "motto"
fragment = "never onward"
zone = "body"
mode = "directQuote"

[[link]]
subject = "motto"
predicate = "disputes"
object = "guidance"
asserted_by = "document:letter"
comment = "One cannot both stand and go."

[[link]]
subject = "motto"
predicate = "supports"
object = "guidance"
asserted_by = "ada"
""",
    "resolutions/report.toml": """\
[[resolution]]
resolves = "guidance"
outcome = "fulfilled"
criterion = "Revenue in the next report."
evidence = ["letter"]
actual = { as_written = "some 8.5 billion", unit = "CCY_USD", value = 8_500_000_000, approximation = "about" }
known_on = 2024-10-30
recorded_on = 2024-11-01
confidence = 1
""",
}

MOTTO = Claim(
    id="motto",
    subject="acme",
    predicate="motto",
    label="Motto",
    text="Acme's motto is not “Onward”.",
    kind=Kind.FACT,
    commitment=Commitment.FIRM,
    claimant=("ada",),
    object=Text("Onward"),
    polarity=False,
    appearance=(Appearance("letter", "never onward", Mode.DIRECT_QUOTE, Zone.BODY),),
)
GUIDANCE = Claim(
    id="guidance",
    subject="acme",
    predicate="revenue",
    label="Q3 revenue: $8–9 B",
    text="Acme expects to take in 8 to 9 billion US dollars in the third quarter of 2024.",
    kind=Kind.GUIDANCE,
    commitment=Commitment.EXPECTED,
    claimant=("acme", "ada"),
    holder="acme",
    made_at="call",
    claimed_on=dt.date(2024, 7, 31),
    measure=Measure(
        unit="CCY_USD",
        as_written="$8-9 billion",
        low=Decimal("8e9"),
        high=Decimal("9e9"),
        rounding=Decimal("5e8"),
    ),
    period=Period("For Q3", "2024-35", dt.date(2024, 7, 1), dt.date(2024, 9, 30), inferred=True),
    condition="if prices hold",
    topic=("results",),
    about=("ada",),
    appearance=(
        Appearance(
            "letter", "eight or nine", Mode.UNATTRIBUTED, Zone.BODY, via=appearance_key("motto", MOTTO.appearance[0])
        ),
        Appearance(
            "report",
            "eight to nine\nbillion",
            Mode.INDIRECT_SPEECH,
            Zone.BODY,
            100,
            121,
            "expects",
            "dollars",
            "expects",
            confidence=Decimal("0.9"),
        ),
        Appearance("report", "Acme to earn billions", Mode.AGENTLESS, Zone.HEADLINE, via="guidance@report:100-121"),
    ),
)
LINKS = (
    Link("motto", LinkType.DISPUTES, "guidance", "document:letter", "One cannot both stand and go."),
    Link("motto", LinkType.SUPPORTS, "guidance", "ada"),
)
RESOLUTION = Resolution(
    resolves="guidance",
    outcome=Outcome.FULFILLED,
    criterion="Revenue in the next report.",
    evidence=("letter",),
    known_on=dt.date(2024, 10, 30),
    recorded_on=dt.date(2024, 11, 1),
    actual=Measure(
        unit="CCY_USD",
        as_written="some 8.5 billion",
        value=Decimal("8.5e9"),
        approximation=Approximation.ABOUT,
    ),
    confidence=Decimal(1),
)
CORPUS = Corpus(
    ledger=Ledger("Made-up claims", "https://made.example/id/", licence="https://made.example/licence"),
    entities=(
        Entity("acme", "Acme", "Organization", "A company.", ("ACME", "Acme Inc."), (f"{WIKIDATA}Q1",)),
        Entity("ada", "Ada", "Person"),
    ),
    predicates=(
        Predicate("revenue", "has revenue of", "Money taken in.", "measure", functional=True),
        Predicate("motto", "has the motto", "Words to live by."),
    ),
    topics=(Topic("results", "Results"),),
    units=(Unit("CCY_USD", "US dollar", ("$", "dollars")),),
    events=(Event("call", "The call", dt.date(2024, 7, 31), "acme", "https://made.example/call"),),
    documents=(
        Document(
            id="report",
            title="Acme's report",
            type="NewsArticle",
            publisher="acme",
            author=("ada",),
            url="https://made.example/report",
            published=dt.date(2024, 8, 1),
            language="en",
            comment="Ours.",
        ),
        Document("letter", "A letter"),
    ),
    claims=(GUIDANCE, MOTTO),
    links=LINKS,
    resolutions=(RESOLUTION,),
)


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return folder


def test_every_key_is_read(tmp_path: Path) -> None:
    assert records.read(write(tmp_path, FILES)) == CORPUS


def test_a_ledger_may_be_empty(tmp_path: Path) -> None:
    assert Corpus(Ledger("Nothing yet")) == records.read(
        write(tmp_path, {"ledger.toml": '[ledger]\ntitle = "Nothing yet"\n', "documents/notes.txt": "no record"})
    )


def test_the_folder_may_be_given_as_text_and_lie_in_an_archive(tmp_path: Path) -> None:
    write(tmp_path / "ledger", FILES)
    with zipfile.ZipFile(tmp_path / "ledger.zip", "w") as archive:
        for name, content in FILES.items():
            archive.writestr(f"ledger/{name}", content)
    assert records.read(str(tmp_path / "ledger")) == CORPUS
    assert records.read(zipfile.Path(tmp_path / "ledger.zip", "ledger/")) == CORPUS


def test_each_record_has_its_place(tmp_path: Path) -> None:
    places = records.read(write(tmp_path, FILES)).places
    guidance, motto = (claim_key(claim) for claim in (GUIDANCE, MOTTO))
    expected = {
        "ledger": "ledger.toml:1",
        "acme": "entities.toml:1",
        "ada": "entities.toml:9",
        "predicate/revenue": "predicates.toml:1",
        "predicate/motto": "predicates.toml:8",
        "topic/results": "topics.toml:1",
        "unit/CCY_USD": "units.toml:1",
        "event/call": "events.toml:1",
        "document/report": "documents/report.toml:1",
        "document/letter": "documents/letter.toml:1",
        f"claim/{guidance}": "documents/report.toml:12",
        f"claim/{motto}": "documents/report.toml:47",
        f"claim/{guidance}.at.report.100-121": "documents/report.toml:30",
        appearance_path(guidance, GUIDANCE.appearance[2]): "documents/report.toml:41",
        appearance_path(guidance, GUIDANCE.appearance[0]): "documents/letter.toml:5",
        appearance_path(motto, MOTTO.appearance[0]): "documents/letter.toml:12",
        link_path(motto, LINKS[0], guidance): "documents/letter.toml:18",
        link_path(motto, LINKS[1], guidance): "documents/letter.toml:25",
        resolution_path(guidance, RESOLUTION): "resolutions/report.toml:1",
    }
    assert expected == {key: str(place).removeprefix(f"{tmp_path}/") for key, place in places.items()}
    assert Place(f"{tmp_path}/ledger.toml", 1) == places["ledger"]


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, FILES | {"ledger.toml": "\ufeff" + FILES["ledger.toml"]})
    assert records.read(tmp_path) == CORPUS


def test_words_of_a_document_are_read_in_its_normal_form(tmp_path: Path) -> None:
    letter = FILES["documents/letter.toml"].replace("never onward", "cafe\N{COMBINING ACUTE ACCENT}")
    claims = records.read(write(tmp_path, FILES | {"documents/letter.toml": letter})).claims
    assert claims[1].appearance[0].exact == "caf\N{LATIN SMALL LETTER E WITH ACUTE}"


def test_explicit_keys_win_over_what_was_read(tmp_path: Path) -> None:
    report = (
        FILES["documents/report.toml"]
        .replace(
            'measure = "$8-9 billion"', 'measure = { as_written = "8ish", read_as = "$8-9 billion", value = 8.4e9 }'
        )
        .replace("inferred = true", "latest = 2024-09-15")
    )
    claim = records.read(write(tmp_path, FILES | {"documents/report.toml": report})).claims[0]
    assert Measure("CCY_USD", "8ish", Decimal("8.4e9"), rounding=Decimal("5e8")) == claim.measure
    assert Period("For Q3", "2024-35", dt.date(2024, 7, 1), dt.date(2024, 9, 15)) == claim.period


def test_wikidata_has_one_address() -> None:
    assert PREFIXES["wd"] == WIKIDATA


def test_the_page_on_records_names_every_key() -> None:
    documented = set(re.findall(r"\b([a-z_]+) =", DOCS.read_text(encoding="utf-8")))
    read = {
        key
        for shape in vars(shapes).values()
        if isinstance(shape, shapes.Shape)
        for key in (*shape.required, *shape.optional)
    }
    assert read - documented == {"appearance"}  # written as [[claim.appearance]]
    assert documented - read == set()


@settings(deadline=None, max_examples=60)
@given(corpora())
def test_what_was_written_reads_back_the_same(corpus: Corpus) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = records.dump(corpus)
        assert corpus == records.read(write(Path(folder), files))
        assert files == records.dump(records.read(folder))
        parts = [line for part in records.stream(folder) for line in lines(part.corpus, part.keys, part.relayed)]
        assert set(parts) == set(lines(corpus))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_written(written: str) -> None:
    assert tomllib.loads(f"text = {records.toml(written)}") == {"text": written}


def test_a_record_of_a_document_that_is_not_declared_cannot_be_written() -> None:
    with pytest.raises(RecordError, match=r"documents/letter\.toml: the document of these records is not declared"):
        records.dump(dataclasses.replace(CORPUS, documents=()))


def test_records_are_written_for_people() -> None:
    files = records.dump(CORPUS)
    assert sorted(FILES) == sorted(name.replace("resolutions/letter", "resolutions/report") for name in files)
    assert (
        files["entities.toml"]
        == """\
[[entity]]
id = "acme"
label = "Acme"
type = "Organization"
definition = "A company."
alias = ["ACME", "Acme Inc."]
exact_match = "wd:Q1"

[[entity]]
id = "ada"
label = "Ada"
type = "Person"
"""
    )
    assert files["documents/letter.toml"].startswith('[document]\nid = "letter"\ntitle = "A letter"\n\n[[claim]]\n')
    for line in (
        'measure = "$8-9 billion"',
        'period = { as_written = "For Q3", edtf = "2024-35", inferred = true }',
        'object = { text = "Onward" }',
        "polarity = false",
    ):
        assert line in files["documents/letter.toml"].splitlines()
    assert """\
[[appearance]]
claim = "guidance"
fragment = "eight to nine\\nbillion"
start = 100
end = 121
mode = "indirectSpeech"
zone = "body"
prefix = "expects"
suffix = "dollars"
cue = "expects"
confidence = 0.9
""" in files["documents/report.toml"]


def test_ten_thousand_claims_in_one_file(tmp_path: Path) -> None:
    head, claim = FILES["documents/report.toml"].split("[[claim]]", 1)
    motto = "[[claim]]" + claim.split("[[claim]]")[1]
    report = head + "".join(
        motto.replace('id = "motto"', f'id = "motto-{number}"').replace("Onward", f"Onward {number}")
        for number in range(10_000)
    )
    files = {name: FILES[name] for name in ("ledger.toml", "entities.toml", "predicates.toml")}
    corpus = records.read(write(tmp_path, {**files, "documents/report.toml": report}))
    assert {f"motto-{number}" for number in range(10_000)} == {claim.id for claim in corpus.claims}
