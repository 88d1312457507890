"""Where each table, key and value of a TOML text stands.

The standard library reads TOML without saying where anything stood, and no message is of use without its
line. This walks a text that ``tomllib`` has already accepted, so it need not judge what it passes: it only
has to tell strings, brackets and comments apart.
"""

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["Path", "Span", "locate", "nearest"]

Path = tuple[str | int, ...]
"""Keys and list positions from the top of the file: ``("claim", 3, "appearance", 0, "fragment")``."""


class Span(NamedTuple):
    """A value's (or a table header's) first line, from 1, and the offsets of its text, ``end`` excluded."""

    line: int
    start: int
    end: int


_BLANK: Final = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_KEY: Final = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_SCALAR: Final = re.compile(
    r'''"""(?:\\.|[^\\])*?"""(?!")|\'\'\'.*?\'\'\'(?!\')'''  # a closing quote may follow one or two of the text
    r"""|"(?:\\.|[^"\\])*"|'[^']*'"""
    r"""|[^\s,\]}#]+(?:[ ]\d[^\s,\]}#]*)?""",  # a date and its time may have a space between them
    re.DOTALL,
)


def locate(text: str) -> dict[Path, Span]:
    """Map each table header, key and list item of a valid TOML text to where it stands.

    Tables that are only implied (``[a.b]`` alone, ``a.b = 1``) have no entry of their own; see
    :func:`nearest`.
    """
    return dict(_Walk(text).top())


def nearest(spans: dict[Path, Span], path: Path) -> Span | None:
    """Return the span of a path; of a list of tables, that of its first; else of the innermost part around it."""
    while path:
        for place in (path, (*path, 0)):
            if place in spans:
                return spans[place]
        path = path[:-1]
    return None


class _Walk:
    """One pass over a text, from front to back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.breaks = [match.start() for match in re.finditer("\n", text)]

    def top(self) -> Iterator[tuple[Path, Span]]:
        lists: dict[Path, int] = {}
        table: Path = ()
        self.skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                start, brackets = self.at, 2 if self.text.startswith("[[", self.at) else 1
                self.skip(brackets)
                names = self.names()
                self.at += brackets
                table = _resolve(names, lists, item=brackets == 2)  # noqa: PLR2004  (two brackets: a list's next table)
                yield table, self.span(start)
            else:
                yield from self.pair(table)
            self.skip()

    def skip(self, over: int = 0) -> None:
        """Pass ``over`` characters, then white space and comments."""
        blank = _BLANK.match(self.text, self.at + over)
        self.at = blank.end() if blank else self.at

    def span(self, start: int) -> Span:
        return Span(bisect_left(self.breaks, start) + 1, start, self.at)

    def names(self) -> Path:
        """Pass a key with its dots, up to what follows."""
        names: list[str] = []
        while match := _KEY.match(self.text, self.at):
            name = match.group()
            names.append(tomllib.loads(f"key = {name}")["key"] if name[0] in "\"'" else name)
            self.at = match.end()
            self.skip()
            if self.text[self.at] != ".":
                break
            self.skip(1)
        return tuple(names)

    def pair(self, table: Path) -> Iterator[tuple[Path, Span]]:
        path = table + self.names()
        self.skip(1)
        yield from self.value(path)

    def value(self, path: Path) -> Iterator[tuple[Path, Span]]:
        start, opening = self.at, self.text[self.at]
        if opening in "[{":
            self.skip(1)
            position = 0
            while self.text[self.at] not in "]}":
                yield from self.value((*path, position)) if opening == "[" else self.pair(path)
                position += 1
                self.skip()
                if self.text[self.at] == ",":
                    self.skip(1)
            self.at += 1
        elif scalar := _SCALAR.match(self.text, self.at):
            self.at = scalar.end()
        yield path, self.span(start)


def _resolve(names: Path, lists: dict[Path, int], *, item: bool) -> Path:
    """Turn a header's names into a path: each list of tables means its latest, ``item`` one more."""
    path: Path = ()
    for position, name in enumerate(names, start=1):
        path = (*path, name)
        if item and position == len(names):
            lists[path] = lists.get(path, -1) + 1
        if path in lists:
            path = (*path, lists[path])
    return path
