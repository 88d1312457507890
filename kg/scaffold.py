"""Starts a ledger, and the record of a document, with comments that say how to go on.

In the files it writes, a comment that begins with "# " explains; one that begins with "#" alone is an example
that becomes a record when the sign is taken away.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kg.anchor import text_at
from kg.claims import BASE, FRAGMENT_WORDS, text_digest
from kg.errors import OutputError, RecordError
from kg.records import SLUG, toml

__all__ = ["new_document", "new_ledger"]

_LEDGER: Final = """\
# What the ledger as a whole says of itself.

[ledger]
title = {title}

# Where the identifiers of what you record live: an address of your own, ending in / or #.
# Without it they are {base}…
#base = "https://example.org/claims/"
#description = "What it covers, and for whom."
#licence = "https://creativecommons.org/licenses/by/4.0/"
"""

_ENTITIES: Final = """\
# Whom and what claims are by or about. An id is lower case letters, digits and hyphens, and never changes.
# type is a class of schema.org: Organization, Person, Place, SoftwareApplication, Product, Service …
# exact_match says who that is elsewhere: wd: and the number of a Wikidata item.

#[[entity]]
#id = "acme"
#label = "Acme"
#type = "Organization"
#definition = "A company that is made up."
#alias = ["Acme Inc.", "Acme Corporation"]
#exact_match = "https://example.org/companies/acme"

#[[entity]]
#id = "daily-example"
#label = "The Daily Example"
#type = "Organization"
"""

_PREDICATES: Final = """\
# What a claim can say of its subject. expects is what comes after it: entity, measure, text or any.
# functional = true: for one subject and one period there can be only one true answer.

#[[predicate]]
#id = "revenue"
#label = "has revenue of"
#definition = "Money that the subject took in from its business in a period."
#expects = "measure"
#functional = true
"""

_TOPICS: Final = """\
# The ledger's own subjects, to find claims by.

#[[topic]]
#id = "results"
#label = "Business results"
"""

_UNITS: Final = """\
# Units of amounts, by their local name in QUDT (https://qudt.org/vocab/unit/), and how people write them.
# Plurals are understood. Give each sign to one unit only: "$" is the US dollar here, "¥" the yen.
"""

_COMMON_UNITS: Final = (
    ("UNITLESS", "number without a unit", ()),
    ("NUM", "number of people or things", ("people", "users", "employees", "customers")),
    ("PERCENT", "percent", ("%",)),
    ("CCY_USD", "US dollar", ("$", "US$", "USD", "dollar")),
    ("CCY_EUR", "euro", ("€", "EUR")),
    ("CCY_GBP", "pound sterling", ("£", "GBP", "pound")),
    ("CCY_CNY", "Chinese yuan", ("CNY", "RMB", "yuan")),
    ("CCY_JPY", "Japanese yen", ("¥", "JPY", "yen")),
    ("HR", "hour", ("h",)),
    ("DAY", "day", ()),
    ("MO", "month", ()),
    ("YR", "year", ()),
    ("MegaW", "megawatt", ("MW",)),
    ("GigaW", "gigawatt", ("GW",)),
    ("GigaW-HR", "gigawatt hour", ("GWh",)),
    ("FLOPS", "floating point operations per second", ("FLOP/s",)),
)

_EVENTS: Final = """\
# Occasions on which claims were made: calls, interviews, speeches.

#[[event]]
#id = "acme-q2-2024-call"
#label = "Acme's earnings call for Q2 2024"
#date = 2024-07-31
#organizer = "acme"
"""

_OUTCOMES: Final = """\
# What came of claims: one record for each reading of a claim. A later verdict is another record; the first one stays.
# outcome: fulfilled partlyFulfilled notFulfilled pending ambiguous annulled notEvaluated
# evidence: documents of this ledger. known_on: when it could be known. recorded_on: when you wrote it down.

#[[resolution]]
#resolves = "acme-revenue-q2-2024"
#outcome = "fulfilled"
#criterion = "The revenue that Acme's report for the quarter gives, in US dollars."
#evidence = "acme-report"
#known_on = 2024-07-31
#recorded_on = 2024-08-02
"""

_DOCUMENT: Final = """\
# The text that offsets count: {text}
# Its digest tells whoever has the text whether it is the same. Keep the text out of what you publish.

[document]
id = "{id}"
title = {title}
#type = "NewsArticle"
#publisher = "daily-example"
#author = []
#url = "https://example.org/acme"
#published = 2024-08-01
#language = "en"
text_digest = "{digest}"
recorded_on = {recorded_on}  # today; a claim that is added on a later day gets recorded_on of its own

# One thing claimed by one claimant. text is a sentence of your own; the fragment is the document's, and no longer
# than it takes to find the place: at most {words} words. kg anchor finds its offsets.
# kind: figure fact event relation forecast plan goal guidance opinion cause role
# commitment: firm expected hedged conditional presupposed distanced reported
# zone: summary body bullets headline
# mode: directQuote indirectSpeech unattributed agentless ambiguousScope

#[[claim]]
#id = "acme-revenue-q2-2024"
#subject = "acme"
#predicate = "revenue"
#label = "Q2 revenue: $8.5 B, up 20%"
#text = "Acme took in 8.5 billion US dollars in the second quarter of 2024, a fifth more than a year earlier."
#kind = "figure"
#commitment = "firm"
#claimant = "acme"
#made_at = "acme-q2-2024-call"
#measure = "$8.5 billion, up 20% yoy"
#period = {{ as_written = "in the second quarter", read_as = "Q2 2024", inferred = true }}
#topic = "results"

#[[claim.appearance]]
#fragment = "up to ten words, exactly as the text has them"
#zone = "body"
#mode = "indirectSpeech"
#cue = "said"
"""

_README: Final = """\
# {title}

A ledger of claims: who said what, when, in which words, and what came of it. Each claim is a record in a TOML file.

1. Put an article's text into a file, say `article.txt`, outside this folder, and start its record:
   `kg new-document article.txt --data FOLDER`, where FOLDER is this folder. It writes `documents/article.toml`.
2. Write the claims into that file; an example is in it. Declare what they name in `entities.toml`, `predicates.toml`,
   `topics.toml`, `events.toml` and `units.toml`; each begins with an example.
3. Let `kg anchor documents/article.toml --text article.txt` find the quoted words in the text.
4. See what is wrong or missing with `kg check --data FOLDER`.
5. Ask with `kg query --list --data FOLDER`, look with `kg draw --data FOLDER -o claims.html`, and share with
   `kg export --data FOLDER -o claims.ttl`.
6. When it turns out whether a claim was right, record it in `resolutions/`: `kg resolve CLAIM --data FOLDER` asks for
   what it needs. `kg due --data FOLDER` lists what can be judged, and when.
"""


def new_ledger(folder: Path, title: str) -> list[Path]:
    """Start a ledger in a folder that does not exist yet or is empty; return the files that were written.

    Files whose names begin with a dot do not count as there. ``kg.records`` reads the result at once. Raises
    OutputError where the folder holds something else or cannot be written, RecordError for a title without
    letters.
    """
    shown = _printable(title)
    if not shown:
        raise RecordError.at(None, "the title is empty", "say what the ledger is called")
    if (folder / "ledger.toml").exists():
        raise OutputError.at(str(folder), "the folder holds a ledger already", "choose another folder")
    try:
        if folder.exists() and any(not entry.name.startswith(".") for entry in folder.iterdir()):
            raise OutputError.at(str(folder), "the folder is not empty", "choose a new or an empty folder")
        for part in ("documents", "resolutions"):
            (folder / part).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error
    units = (
        f'\n[[unit]]\nid = "{name}"\nlabel = "{label}"\n' + (f"symbol = {toml(list(symbols))}\n" if symbols else "")
        for name, label, symbols in _COMMON_UNITS
    )
    return _write(
        {
            folder / "ledger.toml": _LEDGER.format(title=toml(shown), base=BASE),
            folder / "entities.toml": _ENTITIES,
            folder / "predicates.toml": _PREDICATES,
            folder / "topics.toml": _TOPICS,
            folder / "units.toml": _UNITS + "".join(units),
            folder / "events.toml": _EVENTS,
            folder / "resolutions" / "outcomes.toml": _OUTCOMES,
            folder / "README.md": _README.format(title=shown),
        }
    )


def new_document(ledger: Path, text: Path, id: str | None = None, title: str | None = None) -> Path:  # noqa: A002  (the record's key)
    """Start the record of a document from its text; return the file, ``documents/<id>.toml`` in the ledger.

    The id is made from the text file's name, and the title from the id, where they are not given. Raises
    RecordError where the folder is no ledger or the id is none, AnchorError where the text cannot be read,
    OutputError where the file is there already or cannot be written.
    """
    if not (ledger / "ledger.toml").is_file():
        instead = "name the folder that holds ledger.toml, or start one with kg new"
        raise RecordError.at(str(ledger), "the folder holds no ledger", instead)
    name = _slug(text.stem) if id is None else id
    if not re.fullmatch(SLUG, name):
        what = f'"{name}" is no id' if name else f"no id can be made of the name {text.name}"
        raise RecordError.at(None, what, "give one of lower case letters, digits and single hyphens")
    digest = text_digest(text_at(text))
    shown = toml(_printable(title or "") or name.replace("-", " ").capitalize())
    path = ledger / "documents" / f"{name}.toml"
    record = _DOCUMENT.format(
        id=name,
        title=shown,
        digest=digest,
        text=_printable(text.name),
        words=FRAGMENT_WORDS,
        recorded_on=dt.datetime.now().astimezone().date(),
    )
    return _write({path: record})[0]


def _printable(text: str) -> str:
    """Return the text on one line, without what cannot be shown."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")


def _write(files: Mapping[Path, str]) -> list[Path]:
    """Write new files, all of them or none."""
    written: list[Path] = []
    try:
        for path, content in files.items():
            path.parent.mkdir(exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                written.append(path)
                file.write(content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        raise _unwritable(Path(error.filename or path), error) from error
    return written


def _unwritable(path: Path, error: OSError) -> OutputError:
    if isinstance(error, FileExistsError):
        return OutputError.at(
            str(path), "there is a file of this name already", "choose another name, or edit that file"
        )
    return OutputError.at(
        str(path), f"this cannot be written: {error.strerror or error}", "choose a place you may write to"
    )
