"""The rows of a SELECT."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import overload

import pyoxigraph as ox
from rdflib.term import Node

from kg.collector import paused
from kg.store.converting import EngineTerm, from_engine, text_from_engine

__all__ = ["Row", "Solutions"]

Row = tuple[Node | None, ...]
"""One solution: a term for each variable, None where it is unbound."""


class Solutions(Sequence[Row]):
    """The answer to a SELECT: ``variables``, without their ``?``, and rows in the same order.

    Terms are turned into rdflib's when a row is first asked for; most of a query's cost would go there.
    """

    def __init__(self, solutions: ox.QuerySolutions, order: Sequence[str] = ()) -> None:
        """Take the engine's solutions; ``order`` puts their variables into another order than the engine's."""
        names = [variable.value for variable in solutions.variables]
        places = [names.index(name) for name in order if name in names]
        self.variables = tuple(names[place] for place in places) if len(places) == len(names) else tuple(names)
        self._places = places if self.variables != tuple(names) else []
        self._found = list(solutions)

    @cached_property
    @paused()
    def _rows(self) -> tuple[Row, ...]:
        return tuple(tuple(map(from_engine, row)) for row in self._ordered())

    @paused()
    def texts(self) -> list[tuple[str | None, ...]]:
        """Return the rows as plain strings: ``str()`` of each term, blank nodes with their ``_:``."""
        # Most terms are IRIs, and to call for each takes longer than to ask for its text.
        iri = ox.NamedNode
        return [
            tuple([term.value if type(term) is iri else text_from_engine(term) for term in row])
            for row in self._ordered()
        ]

    def terms(self) -> list[tuple[EngineTerm | None, ...]]:
        """Return the rows as the engine's terms."""
        return [tuple(row) for row in self._ordered()]

    def _ordered(self) -> Iterable[Iterable[EngineTerm | None]]:
        if self._places:
            return ([solution[place] for place in self._places] for solution in self._found)
        return self._found

    def __len__(self) -> int:
        return len(self._found)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Row, ...]: ...
    def __getitem__(self, index: int | slice) -> Row | tuple[Row, ...]:
        return self._rows[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._rows == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as for any sequence that compares by its items

    def __repr__(self) -> str:
        return f"<Solutions: {len(self)} rows of {', '.join(self.variables) or 'nothing'}>"
