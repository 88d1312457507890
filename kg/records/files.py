"""The files of a ledger: which there are, and how one is parsed."""

import difflib
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from kg.errors import Place, Problem, RecordError
from kg.records.tables import RecordFile

__all__ = ["DOCUMENTS", "LEDGER", "RESOLUTIONS", "TABLES", "misnamed", "parse", "record_files"]

LEDGER: Final = "ledger.toml"
DOCUMENTS: Final = "documents"
RESOLUTIONS: Final = "resolutions"

TABLES: Final = {
    LEDGER: ("ledger",),
    "entities.toml": ("entity",),
    "predicates.toml": ("predicate",),
    "topics.toml": ("topic",),
    "units.toml": ("unit",),
    "events.toml": ("event",),
    DOCUMENTS: ("document", "claim", "appearance", "link"),
    RESOLUTIONS: ("resolution",),
}
"""The tables that each file, and each file of a folder, may hold."""

_REMEDIES: Final = {
    "Invalid date": "write a day of the calendar, as in 2024-07-31",
    "Cannot": "write each key once in a table, and each table once unless it is written [[…]]",
    "Unterminated string": "close the quotation marks where the text ends",
    "Unescaped": r"write a backslash twice, or the text in '…'",
}
_REMEDY: Final = 'see that text stands in "…", with \\" for a quotation mark inside it, and each key on its own line'


def record_files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Yield the record files of a folder, each with its path within it, in a fixed order.

    Raises RecordError where there is no such folder.
    """
    if not folder.is_dir():
        what = "this is a file, not a folder of records" if folder.is_file() else "there is no such folder"
        raise RecordError.at(str(folder), what, "name the folder that holds ledger.toml")
    there = {entry.name: entry for entry in folder.iterdir()}
    for name in TABLES:
        entry = there.get(name)
        if entry is not None and name.endswith(".toml") and _readable(entry):
            yield name, entry
        elif entry is not None and entry.is_dir():
            inner = sorted(entry.iterdir(), key=lambda file: file.name)
            visible = (
                file for file in inner if _readable(file) and file.name.endswith(".toml") and file.name[0] != "."
            )
            yield from ((f"{name}/{file.name}", file) for file in visible)


def _readable(entry: Traversable) -> bool:
    """Tell files from pipes and devices, which would be waited for; folders and broken links are read, and so named."""
    return entry.is_file() or entry.is_dir() or (isinstance(entry, Path) and entry.is_symlink() and not entry.exists())


def misnamed(folder: Traversable) -> Iterator[Problem]:
    """Yield a problem for each name that is nearly one of ours: its records would be left out without a word."""
    for name in sorted(entry.name for entry in folder.iterdir()):
        stem, _, suffix = name.partition(".")
        close = difflib.get_close_matches(name, TABLES, n=1, cutoff=0.75) if stem and suffix in {"", "toml"} else []
        if close and name not in TABLES:
            place = Place(f"{folder}/{name}")
            yield Problem(place, "no records are read from here", f'did you mean to call it "{close[0]}"?')


def parse(name: str, raw: bytes) -> RecordFile:
    """Parse one record file.

    ``name`` is what messages call it. Numbers with a point become Decimal. Raises RecordError where the
    bytes are not UTF-8 or not TOML, with the line.
    """
    try:
        text = raw.decode("utf-8-sig")
        content = tomllib.loads(text, parse_float=Decimal)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"this is not text in UTF-8 (byte {error.start})"
        raise RecordError.at(Place(name, line), what, "save the file as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise _refusal(name, text, str(error)) from error
    except (ValueError, ArithmeticError) as error:
        what = "this holds a number that is out of range"
        raise RecordError.at(name, what, "write a number of at most fifty digits") from error
    except RecursionError as error:
        raise RecordError.at(name, "lists or tables are nested too deeply", "see docs/records.md") from error
    return RecordFile(name, text, content)


def _refusal(name: str, text: str, message: str) -> RecordError:
    """Turn tomllib's message, which ends in "(at line 3, column 5)", into ours."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
    reason, line, column = found.groups() if found else (message, None, None)
    instead = next((remedy for start, remedy in _REMEDIES.items() if reason.startswith(start)), _REMEDY)
    where = f"column {column}" if column else "at the end of the file"
    last = text.count("\n", 0, len(text.rstrip())) + 1
    return RecordError.at(Place(name, int(line or last)), f"this is not TOML ({where}): {reason}", instead)
