"""How much room words take, from a table of character widths: no browser and no font is needed.

The widths are those of a bold grotesque of the Helvetica family, in thousandths of the font size. The page
measures with the reader's own font and picks the largest size that fits, so the table need only be close.
"""

from functools import lru_cache
from typing import Final
from unicodedata import combining, east_asian_width

__all__ = ["line_count", "text_width", "widest_line"]

_CHARACTERS: Final = {
    238: "'",
    278: " ,./:;IJijl|[]\\’‘",  # noqa: RUF001  (its width is what matters)
    333: "!()-frt`*",
    389: '"^{}“”',
    500: "z",
    556: "aceksvxy0123456789$#_–?J",
    611: "bdghnopquFLTZ+<=>~",
    667: "EPSVXY",
    722: "ABCDHKNRU&",
    778: "GOQw",
    889: "mMW%@…—",
}
_WIDTHS: Final = {character: width for width, characters in _CHARACTERS.items() for character in characters}
_OTHER: Final = 640
_FULL: Final = 1000


def text_width(text: str, size: float) -> float:
    """Estimate how wide ``text`` runs at a font size, in the size's unit."""
    return _thousandths(text) * size / 1000


@lru_cache(maxsize=100_000)
def _thousandths(text: str) -> int:
    """Measure a text, as a rule one word; the same words come again and again."""
    try:
        return sum(map(_WIDTHS.__getitem__, text))
    except KeyError:
        return sum(map(_width, text))


def _width(character: str) -> int:
    known = _WIDTHS.get(character)
    if known is not None:
        return known
    if combining(character):
        return 0
    return _FULL if east_asian_width(character) in "WF" else _OTHER


def _lines(text: str, room: float, size: float) -> list[float]:
    """Wrap greedily between words, and inside words that are wider than a line; return the lines' widths."""
    lines: list[float] = []
    filled = 0.0
    space = text_width(" ", size)
    for word in text.split():
        wide = text_width(word, size)
        if filled and filled + space + wide <= room:
            filled += space + wide
            continue
        if filled:
            lines.append(filled)
        while wide > room:
            lines.append(room)
            wide -= room
        filled = wide
    return [*lines, filled] if filled or not lines else lines


def line_count(text: str, room: float, size: float, most: int) -> int:
    """Count the lines ``text`` takes in ``room`` at a font size, at most ``most``."""
    return min(most, len(_lines(text, room, size)))


def widest_line(text: str, room: float, size: float, most: int) -> float:
    """Return the width of the widest of the first ``most`` lines of ``text`` in ``room`` at a font size."""
    return max(_lines(text, room, size)[:most])
