"""An Oxigraph of our own, in this process."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Final, cast
from weakref import finalize

import pyoxigraph as ox
from rdflib import Dataset, Graph, URIRef
from rdflib.term import Node

from kg.claims import Corpus
from kg.errors import OutputError, QueryError, StoreError
from kg.formats import Format, by_name
from kg.graph import STREAMED, Statement, accepted_graph, ledger_graph, rule_graph, stream, write
from kg.sparql import UPDATES, explain, refuse_connections, survey
from kg.store import folders, surface
from kg.store.adapter import Adapter
from kg.store.converting import Mending, graph_to_engine, lines_from_engine, statements_from_engine, triple_from_engine
from kg.store.excerpts import Engine, excerpt
from kg.store.solutions import Solutions
from kg.terms import ONTOLOGY

__all__ = ["Store"]

_MANY: Final = 128 << 20
"""The bytes of values that take a second and a half to read, those of 130,000 claims: a part may be read sooner, but
what is around a busy entity takes the engine up to a minute there."""

_ALL: Final = "SELECT ?subject ?predicate ?object { ?subject ?predicate ?object }"
_EACH: Final = _ALL.replace("SELECT", "SELECT DISTINCT")


class Store(surface.Store):
    """A ledger's graphs in this process: in memory, or in a database folder."""

    def __init__(
        self, engine: ox.Store, base: str, *, writable: bool = True, lock: int | None = None, build: Path | None = None
    ) -> None:
        """Take an engine; ``lock`` is closed with the store; values are kept in ``build``, the folder that it is of."""
        super().__init__(base)
        self._build = build
        self._engine: ox.Store | None = engine
        self._writable = writable
        self._let_go: Callable[[], object] = finalize(self, os.close, lock) if lock is not None else lambda: None
        self._ledger = [graph_to_engine(ledger_graph(base))]
        if any(engine.quads_for_pattern(None, None, None, ox.DefaultGraph())):  # a database from elsewhere
            self._ledger.append(ox.DefaultGraph())
        self._default = [*self._ledger, graph_to_engine(ONTOLOGY)]

    @property
    def engine(self) -> ox.Store:
        """Oxigraph itself; ValueError when the store has been closed."""
        if self._engine is None:
            message = "the store is closed"
            raise ValueError(message)
        return self._engine

    @property
    def closed(self) -> bool:
        """Whether the store has been closed."""
        return self._engine is None

    def query(
        self,
        text: str,
        *,
        default: Sequence[Node] | None = None,
        prefixes: Mapping[str, str] | None = None,
        allow_service: bool = False,
    ) -> Solutions | Graph | bool:
        """Answer a SPARQL 1.1 query: SELECT with solutions, CONSTRUCT and DESCRIBE with a graph, ASK with a bool.

        Graphs and errors are as :meth:`kg.store.surface.Store.query` says. GRAPH reaches all that are held, unless the
        query has a FROM or FROM NAMED of its own.
        """
        known = self.prefixes if prefixes is None else dict(prefixes)
        outline = survey(text)
        if outline.form in UPDATES:
            instead = "change the records, which are the source of truth, and ask again"
            raise QueryError.at(None, f"this is an update ({outline.form}), not a query", instead)
        if not allow_service:
            refuse_connections(text, known)
        graphs = None
        if not outline.names_graphs:  # the engine would let its own argument win over FROM
            graphs = self._default if default is None else [graph_to_engine(name) for name in default]
        try:
            answer = self.engine.query(text, prefixes=known, default_graph=graphs)
            if isinstance(answer, ox.QueryBoolean):
                return bool(answer)
            if isinstance(answer, ox.QueryTriples):
                return self._graph(answer)
            return Solutions(answer, outline.variables if outline.selects_all else ())  # the engine sorts by name
        except SyntaxError as reason:
            raise explain(text, str(reason), known) from None
        except (OSError, RuntimeError) as reason:
            if str(reason).startswith("Corruption"):  # as RocksDB says it
                what, instead = f"the database is damaged ({reason})", "kg check --deep says where; build it anew"
                raise StoreError.at(None, what, instead) from None
            instead = "see whether the SERVICE can be reached" if allow_service and isinstance(reason, OSError) else ""
            raise QueryError.at(None, f"the query could not be answered: {reason}", instead) from None

    def dataset(self) -> Dataset:
        """Return rdflib's view of all graphs: what is added or removed there is added or removed here.

        Its ``query`` runs in the engine, with the ledger and the ontology as default graph. Code that walks
        triples from Python is far faster over :meth:`ledger`.
        """
        dataset = Dataset(store=Adapter(self.engine, self.query, writable=self._writable))
        self._bind(dataset)
        return dataset

    def ledger(self) -> Graph:
        """Return a copy in memory of ``graph:ledger``, for code that walks triples."""
        quads = (quad for name in self._ledger for quad in self.engine.quads_for_pattern(None, None, None, name))
        return self._graph(quads)

    def statements(self) -> Iterator[Statement]:
        """Yield what the ledger says as text, in any order; literals are as ``dataset`` has them."""
        # by a query, because a pattern's quads bring the name of their graph along, which is looked up for each
        text = _ALL if len(self._ledger) == 1 else _EACH  # what two graphs say is said once
        said = cast("ox.QuerySolutions", self.engine.query(text, default_graph=self._ledger))
        return statements_from_engine(said)

    @property
    def at_hand(self) -> bool:
        """Whether the values are kept beside the database, and not so many that reading them takes long."""
        from kg.store.kept import holds  # noqa: PLC0415  (queries start without what reads values)

        return self._build is not None and holds(self._build, self.base, _MANY)

    def corpus(self) -> Corpus:
        """Return the ledger as values; those of a built database are kept there for the next time."""
        if self._build is None:
            return super().corpus()
        from kg.store.kept import keep, kept  # noqa: PLC0415  (queries start without what reads values)

        found = kept(self._build, self.base)
        if found is None:
            found = super().corpus()
            keep(self._build, self.base, found)
        return found

    def nquads(self) -> str:
        """Return every graph, the ontology's too, as N-Quads in any order, with literals as ``dataset`` has them."""
        return lines_from_engine(cast("bytes", self.engine.dump(format=ox.RdfFormat.N_QUADS))).decode()

    def part(self, claims: Iterable[str]) -> "Store":
        """Return a store in memory of what is on these claims alone, by their IRIs, in all graphs.

        That is their appearances, resolutions and links, and whatever those name, but no other claim and nothing that
        names one; of ``graph:accepted`` what joins two of these, and of ``graph:derived/…`` nothing.
        """
        accepted = ox.NamedNode(accepted_graph(self.base))
        return Store(excerpt(Engine(self.engine, rule_graph(self.base)), claims, accepted), self.base)

    def dump(self, out: IO[bytes], graph: Node | None = None) -> None:
        """Write a named graph, ``graph:ledger`` unless said otherwise, as N-Triples in any order, in steady memory.

        Literals are as ``dataset`` has them. Raises what writing to ``out`` raises.
        """
        mending = Mending(out)
        for name in self._ledger if graph is None else [graph_to_engine(graph)]:
            self.engine.dump(cast("IO[bytes]", mending), ox.RdfFormat.N_TRIPLES, from_graph=name)
        mending.close()

    def export(self, format: str | Format, out: IO[bytes]) -> None:  # noqa: A002  (as in kg.graph.write)
        """Write the ledger into a file, with the bytes of ``kg.graph.write(self.dataset(), format)``.

        Turtle, TriG, N-Triples and N-Quads take no more memory the larger the ledger is. Raises as ``write`` does, but
        needs no ``void:uriSpace``, and OSError where a file cannot be written.
        """
        chosen = by_name(format) if isinstance(format, str) else format
        if chosen.name not in STREAMED:
            out.write(write(self.dataset(), chosen))
            return
        accepted = accepted_graph(self.base)
        graphs: dict[URIRef | None, Callable[[IO[bytes]], None]] = {None: self.dump}
        if chosen.named_graphs:
            graphs = {ledger_graph(self.base): self.dump}
            if any(self.engine.quads_for_pattern(None, None, None, graph_to_engine(accepted))):
                graphs[accepted] = partial(self.dump, graph=accepted)
        stream(graphs, chosen, self.base, out)

    def save(self, folder: Path | str) -> None:
        """Write all graphs as a database folder; ``kg.store.folders`` says how it stays whole.

        A database that is there already is replaced. Raises OutputError where something else is there, or
        the folder cannot be written.
        """
        target = Path(folder)
        try:
            with folders.replacing(target) as build, TemporaryDirectory(dir=build) as beside:
                quads = Path(beside, "ledger.nq")
                self.engine.dump(quads, ox.RdfFormat.N_QUADS)
                database = ox.Store(folders.database(build))
                database.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
                database.flush()
                del database  # lets go of its files
                folders.settle(build, {})
        except OSError as reason:
            what = f"the database cannot be written ({reason.strerror or reason})"
            raise OutputError.at(str(target), what, "choose a folder that you may write to") from None

    def close(self) -> None:
        """Let go of the database. Closing twice is fine."""
        self._engine = None
        self._let_go()

    def _graph(self, triples: ox.QueryTriples | Iterable[ox.Quad]) -> Graph:
        graph = Graph(bind_namespaces="none")
        self._bind(graph)
        for triple in triples:
            graph.add(triple_from_engine(triple))
        return graph

    def _bind(self, graph: Graph) -> None:
        for prefix, iri in self.prefixes.items():
            graph.bind(prefix, iri, replace=True)
