"""What can be asked of a store, wherever its graphs live."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from rdflib import Dataset, Graph
from rdflib.term import Node

from kg.claims import Corpus
from kg.formats import Format
from kg.graph import Statement, recover
from kg.store.solutions import Solutions
from kg.terms import prefixes

__all__ = ["Store"]


class Store(ABC):
    """A ledger's graphs, ready to be queried; made by :func:`kg.store.open`.

    ``base`` is where the ledger's instances live, ``prefixes`` are those that queries need not declare. Use it in
    a ``with`` block, or call ``close()``, where a database or a server is to be let go of; in memory it does not
    matter.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self.prefixes = prefixes(base)

    @property
    @abstractmethod
    def closed(self) -> bool:
        """Whether the store has been closed."""

    @abstractmethod
    def query(
        self,
        text: str,
        *,
        default: Sequence[Node] | None = None,
        prefixes: Mapping[str, str] | None = None,
        allow_service: bool = False,
    ) -> Solutions | Graph | bool:
        """Answer a SPARQL 1.1 query: SELECT with solutions, CONSTRUCT and DESCRIBE with a graph, ASK with a bool.

        ``default`` names the graphs that make up the default graph, where the query has no FROM itself; they
        are the ledger and the ontology unless said otherwise, never ``graph:accepted``. FROM and FROM NAMED may name
        any graph that is there; one that is not is empty, and nothing is fetched. ``prefixes`` stand in for those of
        :func:`kg.terms.prefixes`; a query's own win. Raises QueryError where the text does not parse, is an update, is
        too deep for the engine, has a SERVICE (unless ``allow_service``), or fails.
        """

    @abstractmethod
    def dataset(self) -> Dataset:
        """Return rdflib's view of all graphs.

        Its ``query`` runs in the engine, with the ledger and the ontology as default graph. Code that walks
        triples from Python is far faster over :meth:`ledger`.
        """

    @abstractmethod
    def ledger(self) -> Graph:
        """Return a copy in memory of ``graph:ledger``, for code that walks triples."""

    @abstractmethod
    def statements(self) -> Iterator[Statement]:
        """Yield what the ledger says as text, in any order, which is far faster than to make terms of it."""

    def corpus(self) -> Corpus:
        """Return the ledger as values; raise GraphError as :func:`kg.graph.recover` does."""
        return recover(self.statements(), self.base)

    @property
    def at_hand(self) -> bool:
        """Whether the values are kept, so that :meth:`corpus` is read in a moment though the ledger is large."""
        return False

    @abstractmethod
    def nquads(self) -> str:
        """Return every graph, the ontology's too, as N-Quads in any order, with literals as ``dataset`` has them."""

    @abstractmethod
    def part(self, claims: Iterable[str]) -> "Store":
        """Return a store in memory of what is on these claims alone, by their IRIs, in all graphs.

        That is their appearances, resolutions and links, and whatever those name, but no other claim and nothing that
        names one.
        """

    @abstractmethod
    def dump(self, out: IO[bytes], graph: Node | None = None) -> None:
        """Write a named graph, ``graph:ledger`` unless said otherwise, as N-Triples in any order, in steady memory.

        Literals are as ``dataset`` has them. Raises what writing to ``out`` raises.
        """

    @abstractmethod
    def export(self, format: str | Format, out: IO[bytes]) -> None:  # noqa: A002  (as in kg.graph.write)
        """Write the ledger into a file, with the bytes of ``kg.graph.write(self.dataset(), format)``.

        Turtle, TriG, N-Triples and N-Quads take no more memory the larger the ledger is. Raises as ``write`` does, but
        needs no ``void:uriSpace``, and OSError where a file cannot be written.
        """

    @abstractmethod
    def save(self, folder: Path | str) -> None:
        """Write all graphs as a database folder: beside it, then renamed, so that it is whole or not there.

        A database that is there already is replaced. Raises OutputError where something else is there, or
        the folder cannot be written.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of what is held open. Closing twice is fine."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
