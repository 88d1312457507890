"""Words in a canonical text: where they stand, what is like them, what lies between quotation marks."""

import difflib
import re
from bisect import bisect_right
from functools import lru_cache
from typing import Final

from kg.claims import FRAGMENT_WORDS

__all__ = ["between_marks", "borders", "line_of", "nearest", "occurrences", "quotations"]

_PARAGRAPH: Final = re.compile(r"(?:(?!\n[ \t]*\n).)+", re.DOTALL)
_MARKS: Final = {'"': '"', "“": "”", "„": "“”", "«": "»"}
"""Opening quotation marks, each with the marks that close it."""
_MARK: Final = re.compile('["“”„«»]')
_GAP: Final = 20
"""The most white space that may lie between a fragment and the words beside it."""


def occurrences(text: str, exact: str, prefix: str = "", suffix: str = "") -> list[int]:
    """Return the offset of each place where ``exact`` stands between ``prefix`` and ``suffix``."""
    found = []
    start = text.find(exact)
    while start >= 0:
        if borders(text, start, start + len(exact), prefix, suffix):
            found.append(start)
        start = text.find(exact, start + 1)
    return found


def borders(text: str, start: int, end: int, prefix: str, suffix: str) -> bool:
    """Tell whether a span has these words before and after it, white space between them left aside."""
    prefix, suffix = prefix.strip(), suffix.strip()
    before = text[max(0, start - len(prefix) - _GAP) : start].rstrip()
    after = text[end : end + len(suffix) + _GAP].lstrip()
    return before.endswith(prefix) and after.startswith(suffix)


def line_of(text: str, offset: int) -> int:
    """Return the line of an offset, from 1."""
    return text.count("\n", 0, offset) + 1


def nearest(text: str, words: str) -> tuple[int, str] | None:
    """Return the place whose words are most like these, and its words; None where nothing comes near.

    A hint for a person, never a reason to move an anchor.
    """
    block = difflib.SequenceMatcher(None, text, words, autojunk=False).find_longest_match()
    if block.size < max(4, len(words) // 4):
        return None
    start = max(0, block.a - block.b)
    end = min(len(text), start + len(words))
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    there = re.match(rf"\s*((?:\S+\s*){{0,{FRAGMENT_WORDS - 1}}}\S+)", text[start:end])
    return (start + there.start(1), there.group(1)) if there else None


@lru_cache(maxsize=8)
def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Return the spans between quotation marks, in order, without the marks.

    A quotation ends with its paragraph, unless the next paragraph opens with the same mark again, as a
    quotation of several paragraphs does.
    """
    found = []
    for paragraph in _PARAGRAPH.finditer(text):
        opened: tuple[int, str] | None = None
        for mark in _MARK.finditer(text, paragraph.start(), paragraph.end()):
            if opened and mark.group() in _MARKS[opened[1]]:
                found.append((opened[0], mark.start()))
                opened = None
            elif not opened and mark.group() in _MARKS:
                opened = mark.end(), mark.group()
        if opened and re.compile(rf"\s*{opened[1]}").match(text, paragraph.end()):
            found.append((opened[0], paragraph.end()))
    return tuple(found)


def between_marks(text: str, start: int, end: int) -> bool:
    """Tell whether a span lies inside one of the text's quotations; marks at its own ends do not count."""
    quoted = quotations(text)
    while start < end and text[start] in _MARKS:
        start += 1
    while start < end and _MARK.match(text, end - 1):
        end -= 1
    place = bisect_right(quoted, (start, len(text))) - 1
    return place >= 0 and quoted[place][0] <= start and end <= quoted[place][1]
