"""The tables of a record file: what they hold, where it stands, and what is wrong with it.

A reader takes a :class:`Spot` and returns the value it holds, or tells what is wrong with it and returns
None. Problems gather in one list, so that a file with five mistakes is mended in one go.
"""

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any, Final, NamedTuple, Self, TypeVar

from kg.claims import Predicate, Unit
from kg.errors import Place, Problem
from kg.records.places import Path, Span, locate, nearest

__all__ = ["HOMES", "Declared", "Reader", "RecordFile", "Shape", "Spot", "fields", "tables"]

T = TypeVar("T")

HOMES: Final = {
    "entity": "entities.toml",
    "predicate": "predicates.toml",
    "topic": "topics.toml",
    "unit": "units.toml",
    "event": "events.toml",
    "document": "a file of its own in documents/",
    "claim": "the file of its document",
}
"""Where each kind of record that has an id is declared."""

_TYPES: Final[Mapping[type, str]] = {
    str: "text",
    bool: "true or false",
    int: "a number",
    Decimal: "a number",
    datetime: "a date with a time",
    date: "a date",
    time: "a time",
    list: "a list",
    dict: "a table",
}


@dataclass(frozen=True)
class RecordFile:
    """One parsed file: its name as given, its text, what it holds, and where each part stands."""

    name: str
    text: str
    content: dict[str, Any]

    @cached_property
    def spans(self) -> dict[Path, Span]:
        """Where each part stands: found out when it is first asked for, since it takes as long as parsing."""
        return locate(self.text)

    def place(self, path: Path) -> Place:
        """Return the file and line of a part of it."""
        span = nearest(self.spans, path)
        return Place(self.name, span.line if span else 0)


@dataclass(slots=True)
class Declared:
    """What reading has come to know: ids by kind and where they stand, units, predicates, every problem so far.

    ``hints`` is how many more spelling hints may be looked for: each compares with all that is declared.
    """

    ids: "dict[str, dict[str, Spot | Place]]" = field(default_factory=lambda: {kind: {} for kind in HOMES})
    units: tuple[Unit, ...] = ()
    predicates: Mapping[str, Predicate] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    hints: int = 100

    def closest(self, word: str, known: Collection[str]) -> str | None:
        """Return the known word that is spelt most like ``word``, if any is."""
        self.hints -= 1
        found = difflib.get_close_matches(word, known, n=1) if self.hints >= 0 else []
        return found[0] if found else None


class Spot(NamedTuple):
    """One value in a record file, the record it belongs to, and what is declared around it."""

    file: RecordFile
    path: Path
    value: Any
    record: str
    declared: Declared

    def __str__(self) -> str:
        return str(self.place)

    @property
    def place(self) -> Place:
        """The file and line of the value."""
        return self.file.place(self.path)

    @property
    def key(self) -> str:
        """The value's key in quotation marks, for messages."""
        return next(f'"{part}"' for part in reversed(self.path) if isinstance(part, str))

    def inside(self, key: str | int) -> Self:
        """Step into a table or a list."""
        return type(self)(self.file, (*self.path, key), self.value[key], self.record, self.declared)

    def wrong(self, what: str, instead: str) -> None:
        """Note a problem with the value."""
        self.declared.problems.append(Problem(self.place, what, instead, self.record))

    def is_a(self, kind: type, wanted: str, instead: str) -> bool:
        """Tell whether the value is of a TOML type; note a problem where it is not."""
        if type(self.value) is kind:
            return True
        self.wrong(f"{self.key} is {_TYPES[type(self.value)]}, not {wanted}", instead)
        return False


Reader = Callable[[Spot], T | None]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a table must hold and may hold: keys, each with the reader of its value."""

    required: Mapping[str, Reader[Any]]
    optional: Mapping[str, Reader[Any]] = field(default_factory=dict)


def fields(spot: Spot, shape: Shape) -> dict[str, Any] | None:
    """Read a table of a given shape; None where anything in it is wrong."""
    if not spot.is_a(dict, "a table", "write it as { key = value, … }"):
        return None
    before = len(spot.declared.problems)
    readers = {**shape.required, **shape.optional}
    for key in spot.value:
        if key not in readers:
            closest = spot.declared.closest(key, readers)
            instead = f'did you mean "{closest}"?' if closest else f"the keys are {', '.join(readers)}"
            spot.inside(key).wrong(f'there is no key "{key}"', instead)
    for key in shape.required:
        if key not in spot.value:
            spot.wrong(f'the key "{key}" is missing', f"add {key} = …")
    values = {key: read(spot.inside(key)) for key, read in readers.items() if key in spot.value}
    return values if len(spot.declared.problems) == before else None


def tables(spot: Spot, header: str) -> list[Spot]:
    """Return the tables of a list of tables that is written under ``header``."""
    instead = f"write {header} above it"
    if not spot.is_a(list, "a list of tables", instead):
        return []
    inner = (spot.inside(position) for position in range(len(spot.value)))
    return [table for table in inner if table.is_a(dict, "a table", instead)]
