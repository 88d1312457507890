"""Records as a few small columns: what a page carries instead of JSON.

A list of records becomes one column for each field. Text goes into one table of distinct strings, a column then
holds their numbers; strings of one record stand together, since they share words. A column is a run of integers
(zigzag, LEB128), plain or as differences, whichever takes less once compressed, and equal columns are one. The whole
is two raw DEFLATE streams (RFC 1951), what is shown first and what is asked for later; browsers unpack them by
themselves. (Zstandard took a sixth less room, and four times as long to unpack in JavaScript.) The page reads a column
when it is asked for, and never makes fifty thousand objects to draw fifty thousand marks.

``viz/script/columns.js`` is the reader; a test has it give back what was put in.
"""

import base64
import json
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

__all__ = ["Column", "Packer", "written"]

Column = dict[str, Any]
"""Where a column's integers are and how they are to be read: JSON for the page."""

DECIMALS: Final = 10
"""Numbers that are not whole are kept to a tenth: they are lengths on the map."""


class Packer:
    """Takes tables and columns, and gives them back as streams."""

    def __init__(self) -> None:
        self._strings: dict[str, int] = {}
        self._first = self._content = bytearray()
        self._later = False
        self._columns: dict[bytes, Column] = {}

    def text(self, words: str) -> int:
        """Return the number of a string in the table of distinct strings."""
        return self._strings.setdefault(words, len(self._strings))

    def column(self, values: Sequence[int]) -> Column:
        """Add a run of integers."""
        first = values[0] if values else 0
        if all(value == first for value in values):
            return {"count": len(values), "all": first}
        plain = written(values)
        if plain not in self._columns:
            steps = written([first, *(after - before for before, after in pairwise(values))])
            by_steps = _cost(steps) < _cost(plain)
            place = {"count": len(values), "at": len(self._content)}
            told = ({"steps": True} if by_steps else {}) | ({"later": True} if self._later else {})
            self._columns[plain] = place | told
            self._content += steps if by_steps else plain
        return self._columns[plain]

    def intern(self, value: object) -> None:
        """Give the strings in a record their numbers, so that those of one record stand together."""
        match value:
            case str():
                self.text(value)
            case Mapping():
                for part in value.values():
                    self.intern(part)
            case list():
                for part in value:
                    self.intern(part)

    def table(self, records: Sequence[Mapping[str, Any]]) -> Column:
        """Add records that have the same fields, of JSON data; numbers are kept to a tenth."""
        for record in records:
            self.intern(record)
        names = dict.fromkeys(name for record in records for name in record)
        fields = {name: self._values([record.get(name) for record in records]) for name in names}
        return {"is": "record", "count": len(records), "fields": fields}

    def _values(self, values: Sequence[Any]) -> Column:
        there = [value for value in values if value is not None]
        if not there:
            return {"is": "nothing"}
        if len(there) < len(values):
            present = self.column([int(value is not None) for value in values])
            return {"is": "maybe", "present": present, "of": self._values(there)}
        match there[0]:
            case bool():
                column = {"is": "bool", "of": self.column([int(value) for value in there])}
            case str() if "" in there:
                filled = [value or None for value in values]
                column = {"is": "nothing", "else": ""} if not any(filled) else {**self._values(filled), "else": ""}
            case str():
                column = {"is": "text", "of": self.column([self.text(value) for value in there])}
            case int() | float():
                column = self._numbers(there)
            case Mapping():
                column = self._records(there)
            case _:
                counts = self.column([len(value) for value in there])
                column = {"is": "list", "counts": counts, "of": self._values([one for value in there for one in value])}
        return column

    def _numbers(self, values: Sequence[float]) -> Column:
        if all(isinstance(value, int) for value in values):
            return {"is": "number", "of": self.column([int(value) for value in values])}
        return {"is": "number", "per": DECIMALS, "of": self.column([round(value * DECIMALS) for value in values])}

    def _records(self, values: Sequence[Mapping[str, Any]]) -> Column:
        """Add records, each distinct one once where that saves more than half."""
        places: dict[str, int] = {}
        rows: list[Mapping[str, Any]] = []
        numbers: list[int] = []
        for value in values:
            key = json.dumps(value, sort_keys=True)
            if key not in places:
                places[key] = len(rows)
                rows.append(value)
            numbers.append(places[key])
        if 2 * len(rows) > len(values):
            return self.table(values)
        return {"is": "shared", "which": self.column(numbers), "of": self.table(rows)}

    def put_off(self) -> None:
        """Let what is added from now on be for later."""
        self._content, self._later = bytearray(), True

    def packed(self, header: Mapping[str, Any]) -> tuple[str, str]:
        """Return everything that was added, in base64, what is for later apart.

        ``header`` is JSON data that says what it is; it stands in the first.
        """
        strings = [string.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for string in self._strings]
        later, self._content, self._later = self._content, self._first, False
        lengths = self.column([len(string.encode("utf-16-le")) // 2 for string in strings])
        text = "".join(strings).encode()
        head = json.dumps({**header, "lengths": lengths, "text": len(text)}, separators=(",", ":")).encode()
        first = b"".join((struct.pack("<I", len(head)), head, text, self._first))
        return _deflated(first), _deflated(bytes(later) if later is not self._first else b"")


def _deflated(content: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    return base64.b64encode(packer.compress(content) + packer.flush()).decode()


def _cost(content: bytes) -> int:
    """Estimate what a column takes once compressed."""
    return len(zlib.compress(content, 1))


def written(values: Iterable[int]) -> bytes:
    """Write integers as zigzag LEB128, as Protocol Buffers do with ``sint64``."""
    out = bytearray()
    for value in values:
        rest = (value << 1) ^ (value >> 63)
        while rest > 127:  # noqa: PLR2004  (seven bits a byte)
            out.append(rest & 127 | 128)
            rest >>= 7
        out.append(rest)
    return bytes(out)
