"""Finds fragments in a document's text, and writes their offsets into its record file.

Lines are written into the file's text itself, and what was written is read back and compared before the
file is replaced. A TOML library that keeps comments was measured and left (``benchmarks/anchoring.py``): a key
that tomlkit 0.15 adds to a table lands below the comment on the next table, and it takes some four times as long.
"""

import codecs
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from kg.anchor.passages import between_marks, line_of, nearest, occurrences
from kg.claims import Mode, canonical_text, text_digest
from kg.errors import AnchorError, Problem
from kg.output import write_whole
from kg.records import RecordFile, parse, toml

__all__ = ["AnchorReport", "Placed", "anchor", "text_at"]

_HINTS: Final = 20
"""For how many lost fragments the nearest words are looked up; each look-up reads the whole text."""
_LISTED: Final = 5
"""How many places of a fragment are listed."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An appearance that has its place: claim id, fragment, offsets in code points (``end`` excluded)."""

    claim: str
    fragment: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class AnchorReport:
    """What anchoring did: appearances that got new offsets, those that had them, and the text's digest."""

    record: Path
    text_digest: str
    placed: tuple[Placed, ...]
    unchanged: tuple[Placed, ...]

    def __str__(self) -> str:
        lines = [f"{item.claim}: {item.start}-{item.end} {toml(item.fragment)}" for item in self.placed]
        count = f"{len(self.placed)} placed, {len(self.unchanged)} as they were"
        return "\n".join((*lines, f"{self.record}: {count}; {self.text_digest}"))


class _Table(NamedTuple):
    """An appearance in a record file: its claim's id, where it is in the file, what it holds."""

    claim: str
    path: tuple[str | int, ...]
    content: dict[str, Any]


class _Edit(NamedTuple):
    """Text to stand in place of what is from start to end."""

    start: int
    end: int
    text: str


def anchor(record: Path, text: Path) -> AnchorReport:
    """Find each fragment of a record file in its document's text; write ``start``, ``end`` and ``text_digest``.

    Only these keys change: comments, order and layout stay. The file is replaced as a whole or not at all,
    and not touched where all is in place already. Appearances in other documents are left alone.

    Raises AnchorError with every fragment that cannot be placed: it is not in the text, stands there more
    than once, or is a direct quote outside quotation marks. Raises RecordError where the record file is not
    TOML, and OutputError where it cannot be written.
    """
    raw, article = _bytes(record), text_at(text)
    file = parse(str(record), raw)
    document = file.content.get("document")
    if not isinstance(document, dict) or "id" not in document:
        raise AnchorError.at(str(record), "there is no [document] with an id", "name the record file of a document")
    problems: list[Problem] = []
    found = [
        (table, start)
        for table in _appearances(file, document)
        if (start := _find(file, table, article, text, problems)) is not None
    ]
    if problems:
        raise AnchorError(*problems)
    digest = text_digest(article)
    edits = list(_edits(file, ("document",), document, {"text_digest": digest}, after=_last_key(document)))
    placed: list[Placed] = []
    unchanged: list[Placed] = []
    for table, start in found:
        offsets = {"start": start, "end": start + len(_words(table, "fragment"))}
        item = Placed(table.claim, table.content["fragment"], **offsets)
        (unchanged if offsets.items() <= table.content.items() else placed).append(item)
        edits.extend(_edits(file, table.path, table.content, offsets, after="fragment"))
    if edits:
        mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
        write_whole(record, mark + _edited(file, edits).encode())
    return AnchorReport(record, digest, tuple(placed), tuple(unchanged))


def text_at(path: Path) -> str:
    """Read a file's canonical text; raise AnchorError where it cannot be read, is empty or is not UTF-8."""
    try:
        text = canonical_text(_bytes(path))
    except UnicodeDecodeError as error:
        what = f"this is not text in UTF-8 (byte {error.start})"
        raise AnchorError.at(str(path), what, "save the article's text as UTF-8") from error
    if not text.strip() or "\0" in text:
        what = "this is no text" if text.strip() else "the file is empty"
        raise AnchorError.at(str(path), what, "save the article's text there, as UTF-8")
    return text


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        what = f"this cannot be read: {error.strerror or error}"
        raise AnchorError.at(str(path), what, "name a file that exists and that you may read") from error


def _appearances(file: RecordFile, document: dict[str, Any]) -> Iterator[_Table]:
    """List the appearances in this document, of claims recorded here and of others."""
    for number, claim in enumerate(_tables(file.content, "claim")):
        for place, item in enumerate(_tables(claim, "appearance")):
            if item.get("document", document["id"]) == document["id"]:
                yield _Table(str(claim.get("id")), ("claim", number, "appearance", place), item)
    for place, item in enumerate(_tables(file.content, "appearance")):
        if item.get("document", document["id"]) == document["id"]:
            yield _Table(str(item.get("claim")), ("appearance", place), item)


def _tables(content: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return a list of tables; of what is none ``kg.records`` complains."""
    listed = content.get(key)
    return listed if isinstance(listed, list) and all(isinstance(item, dict) for item in listed) else []


def _words(table: _Table, key: str) -> str:
    value = table.content.get(key, "")
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else ""


def _find(file: RecordFile, table: _Table, article: str, text: Path, problems: list[Problem]) -> int | None:
    """Return the offset of an appearance in the text, or note why it has none."""
    exact, prefix, suffix = (_words(table, key) for key in ("fragment", "prefix", "suffix"))

    def wrong(what: str, instead: str) -> None:
        place, record = file.place((*table.path, "fragment")), f'appearance of "{table.claim}"'
        problems.append(Problem(place, what, instead, record))

    def places(starts: list[int]) -> str:
        listed = [f"line {line_of(article, start)} (offset {start})" for start in starts[:_LISTED]]
        return ", ".join(listed) + (", …" if len(starts) > _LISTED else "")

    if not exact.strip():
        wrong("there is no fragment", 'add fragment = "…" with words of the document')
        return None
    starts = occurrences(article, exact, prefix, suffix)
    number = table.content.get("occurrence")
    if not starts:
        if elsewhere := occurrences(article, exact):
            what = f"the fragment {toml(exact)} stands in {text}, but not between this prefix and suffix"
            wrong(what, f"copy the words around it from {places(elsewhere)}")
        else:
            wrong(f"the fragment {toml(exact)} is not in {text}", _hint(article, exact, len(problems)))
    elif isinstance(number, int) and not 0 < number <= len(starts):
        wrong(f"there is no occurrence {number} of {toml(exact)} in {text}", f"it stands at {places(starts)}")
    elif number is None and len(starts) > 1:
        what = f"the fragment {toml(exact)} stands {len(starts)} times in {text}: {places(starts)}"
        wrong(what, "lengthen it, or add prefix or suffix; where ten words cannot do, say which: occurrence = 1")
    else:
        start = starts[(number or 1) - 1]
        quoted = table.content.get("mode") == Mode.DIRECT_QUOTE
        if not quoted or between_marks(article, start, start + len(exact)):
            return start
        what = f"the direct quote {toml(exact)} is not between quotation marks in {text}: {places([start])}"
        wrong(what, "choose words within the quotation, or another mode")
    return None


def _hint(article: str, exact: str, problems: int) -> str:
    """Say where the text has words most like these."""
    near = nearest(article, exact) if problems < _HINTS else None
    if near is None:
        return "copy it from the text, with its punctuation"
    return f"the nearest is {toml(near[1])} in line {line_of(article, near[0])}"


def _last_key(table: dict[str, Any]) -> str:
    """Return the last key of a table that is not itself a table."""
    return next(key for key in reversed(table) if not isinstance(table[key], dict))


def _edits(
    file: RecordFile, path: tuple[str | int, ...], table: dict[str, Any], values: Mapping[str, Any], after: str
) -> Iterator[_Edit]:
    """Set keys of a table: over their old values, or as new lines below the key ``after``."""
    span = file.spans[*path, after]
    line = file.text.rfind("\n", 0, span.start) + 1
    indent = re.compile(r"[ \t]*").match(file.text, line)
    below = re.compile(r"[^\n]*?(?=\r?(\n|$))").match(file.text, span.end)
    inline = path in file.spans and file.text[file.spans[path].start] == "{"
    for key, value in values.items():
        if key in table:
            if table[key] != value:
                yield _Edit(*file.spans[*path, key][1:], toml(value))
        elif inline:
            yield _Edit(span.end, span.end, f", {key} = {toml(value)}")
        elif indent and below:
            newline = "\r\n" if file.text.startswith("\r", below.end()) else "\n"
            yield _Edit(below.end(), below.end(), f"{newline}{indent.group()}{key} = {toml(value)}")
        table[key] = value


def _edited(file: RecordFile, edits: list[_Edit]) -> str:
    """Return the file's text after the edits, having read it back: it holds what ``file.content`` now does."""
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [file.text[done : edit.start], edit.text]
        done = edit.end
    text = "".join((*parts, file.text[done:]))
    try:
        kept = tomllib.loads(text, parse_float=Decimal) == file.content
    except ValueError:
        kept = False
    if not kept:
        what = "offsets cannot be written here without disturbing other keys"
        raise AnchorError.at(file.name, what, "write each table under a header of its own, as docs/records.md does")
    return text
