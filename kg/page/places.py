"""Where things stood on an earlier page, so that a ledger that grew looks as its readers know it."""

import base64
import json
import re
import struct
import zlib
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, Final

from kg.errors import FormatError
from kg.layout import Box
from kg.page.packing import Column

__all__ = ["places"]

_PACKED: Final = re.compile(r'<script type="application/octet-stream" id="packed">([A-Za-z0-9+/=]+)</script>')


def places(page: str) -> dict[str, Box]:
    """Return the box of every node on a page that :func:`kg.page.render` wrote, by IRI, to a tenth of a unit.

    Raises FormatError where it is no such page.
    """
    found = _PACKED.search(page)
    if found is None:
        raise FormatError.at(None, "this is no page of kg draw", "name a file that kg draw or kg publish has written")
    try:
        return dict(_places(_Packed(zlib.decompress(base64.b64decode(found[1]), -zlib.MAX_WBITS))))
    except (ValueError, KeyError, IndexError, TypeError, zlib.error, struct.error):
        what = "this page was written by another version, or is damaged"
        raise FormatError.at(None, what, "leave --keep out to lay it out afresh") from None


class _Packed:
    """Reads what :class:`kg.page.packing.Packer` wrote, as ``viz/script/columns.js`` does; only numbers and strings."""

    def __init__(self, content: bytes) -> None:
        (length,) = struct.unpack_from("<I", content)
        self.head: dict[str, Any] = json.loads(content[4 : 4 + length])
        end = 4 + length + self.head["text"]
        self._columns = content[end:]
        words = content[4 + length : end].decode().encode("utf-16-le", "surrogatepass")
        stops = list(accumulate(self.numbers(self.head["lengths"])))
        starts = [0, *stops]
        self.strings = [
            words[2 * start : 2 * stop].decode("utf-16-le") for start, stop in zip(starts, stops, strict=False)
        ]

    def numbers(self, column: Column) -> list[int]:
        """Return a column's integers."""
        if "at" not in column:
            return [column["all"]] * column["count"]
        found, at, before = [], column["at"], 0
        for _ in range(column["count"]):
            value = shift = 0
            while True:
                byte = self._columns[at]
                at += 1
                value |= (byte & 127) << shift
                shift += 7
                if byte < 128:  # noqa: PLR2004  (the last byte of a number)
                    break
            signed = (value >> 1) ^ -(value & 1)
            before = before + signed if column.get("steps") else signed
            found.append(before)
        return found

    def values(self, field: Column, count: int) -> list[float | None]:
        """Return a field of numbers, None where a record has none."""
        if field["is"] == "maybe":
            there = iter(self.values(field["of"], count))
            return [next(there) if present else None for present in self.numbers(field["present"])]
        per = field.get("per", 1)
        return [number / per for number in self.numbers(field["of"])]


def _places(packed: _Packed) -> Iterator[tuple[str, Box]]:
    for name in ("entities", "claims"):
        table = packed.head[name]
        if not table["count"]:
            continue
        fields, count = table["fields"], table["count"]
        base = packed.head["ledger"]["base"]
        ids = [packed.strings[number] for number in packed.numbers(fields["id"]["of"])]
        columns = [packed.values(fields[side], count) for side in ("x", "y", "width", "height")]
        for short, x, y, width, height in zip(ids, *columns, strict=True):
            if x is not None and y is not None and width is not None and height is not None:
                yield short if ":" in short else base + short, Box(x, y, width, height)
