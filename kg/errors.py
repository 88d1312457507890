"""The errors this package raises, one family.

::

    LedgerError                    anything a user can mend; the command line prints it, status 2
    ├── RecordError                record files that cannot be read as a ledger
    ├── NotationError              a period or an amount that the notation does not cover
    ├── AnchorError                a fragment that cannot be placed in its text
    ├── FormatError                a file in an unknown, broken or unsafe RDF format
    ├── GraphError                 RDF that is not a ledger in our vocabulary
    ├── StoreError                 a store that cannot be opened, read or written
    ├── QueryError                 a query that cannot be parsed, is refused, or lacks a parameter
    └── OutputError                a target that cannot be written

A message has four parts: where (file and line, when there are any), what record it concerns, what is
wrong, and what would be right. Programming mistakes are not in the family: they stay ``TypeError``,
``KeyError`` and so on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

__all__ = [
    "AnchorError",
    "FormatError",
    "GraphError",
    "LedgerError",
    "NotationError",
    "OutputError",
    "Place",
    "Problem",
    "QueryError",
    "RecordError",
    "StoreError",
]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file. ``line`` counts from 1; 0 means the file as a whole."""

    file: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where, with which record, what, and what would be right."""

    place: Place | None
    what: str
    instead: str
    record: str = ""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        record = f"{self.record}: " if self.record else ""
        return f"{where}{record}{self.what}; {self.instead}" if self.instead else f"{where}{record}{self.what}"


class LedgerError(Exception):
    """Root of the family; ``problems`` holds every problem that was found, at least one."""

    def __init__(self, *problems: Problem) -> None:
        if not problems:
            message = "an error needs at least one problem"
            raise ValueError(message)
        super().__init__(*problems)
        self.problems: Sequence[Problem] = problems

    @classmethod
    def at(cls, place: Place | str | None, what: str, instead: str = "", record: str = "") -> Self:
        """Make an error of this class with one problem at one place (a string names a file)."""
        where = Place(place) if isinstance(place, str) else place
        return cls(Problem(where, what, instead, record))

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class RecordError(LedgerError):
    """Record files that cannot be read as a ledger."""


class NotationError(LedgerError):
    """A period or an amount that the notation does not cover."""


class AnchorError(LedgerError):
    """A fragment that cannot be placed in its text."""


class FormatError(LedgerError):
    """A file in an unknown, broken or unsafe RDF format."""


class GraphError(LedgerError):
    """RDF that is not a ledger in our vocabulary."""


class StoreError(LedgerError):
    """A store that cannot be opened, read or written."""


class QueryError(LedgerError):
    """A query that cannot be parsed, is refused, or lacks a parameter."""


class OutputError(LedgerError):
    """A target that cannot be written."""
