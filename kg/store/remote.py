"""A store at a distance: any server that speaks the SPARQL 1.1 Protocol."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox
from rdflib import Dataset, Graph, URIRef
from rdflib.term import Node

from kg.endpoints import LINES, SOLUTIONS, Access, Answer, Client, Graphs, address, ask
from kg.errors import StoreError
from kg.formats import Format
from kg.graph import Statement, accepted_graph, ledger_graph
from kg.sparql import declared, survey, without_minus
from kg.store import embedded, surface
from kg.store.converting import triple_from_engine
from kg.store.excerpts import excerpt
from kg.store.fetching import Asked, BlankNodeError, count, fetch, solutions, triples
from kg.store.solutions import Solutions
from kg.terms import ONTOLOGY, PREFIXES

__all__ = ["Store", "connect", "marker_graph"]

_LEDGERS: Final = """
    SELECT ?graph ?space ?pushed WHERE {
      GRAPH ?graph { { ?ledger a void:Dataset ; void:uriSpace ?space } UNION { ?pushed prov:wasGeneratedBy ?push } }
    }
"""
"""Asks for what describes a ledger, and for marks of a push, which may have taken away what describes one."""


def marker_graph(base: str) -> URIRef:
    """Name the graph that is there while a push without one last step is under way."""
    return URIRef(f"{base}graph/pushing")


class Store(surface.Store):
    """A ledger on a server. Queries are answered there; what walks triples gets a copy, fetched once.

    The server's graphs that belong to the ledger are seen, ``graph:ledger``, ``graph:accepted`` and the ontology, and
    no others unless a query names them in FROM. Nothing is ever written.
    """

    def __init__(self, url: str, base: str, client: Client, *, virtuoso: bool = False) -> None:
        super().__init__(base)
        self.url = url
        self._client: Client | None = client
        self._virtuoso = virtuoso
        self._graphs = [str(ledger_graph(base)), str(accepted_graph(base)), str(ONTOLOGY)]
        self._default = [str(ledger_graph(base)), str(ONTOLOGY)]
        self._empty = embedded.Store(ox.Store(), base)

    @property
    def closed(self) -> bool:
        """Whether the store has been closed."""
        return self._client is None

    @property
    def client(self) -> Client:
        """What sends requests; ValueError when the store has been closed."""
        if self._client is None:
            message = "the store is closed"
            raise ValueError(message)
        return self._client

    def query(
        self,
        text: str,
        *,
        default: Sequence[Node] | None = None,
        prefixes: Mapping[str, str] | None = None,
        allow_service: bool = False,
    ) -> Solutions | Graph | bool:
        """Have a query answered by the server; as for an embedded store, and errors are the same.

        GRAPH reaches the ledger's own graphs alone; a query with a FROM or FROM NAMED of its own is asked of those that
        it names, which may be any of the server's. (Virtuoso is laxer, see ``docs/engines.md``.) Raises QueryError also
        where the server cannot answer it, StoreError where it cannot be reached.
        """
        known = self.prefixes if prefixes is None else dict(prefixes)
        outline = survey(text)
        if not allow_service or outline.form not in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
            # asked of nothing, so that what is wrong is found, and said, before anything is sent
            self._empty.query(text, prefixes=known, allow_service=False)
        written = declared(without_minus(text) if self._virtuoso else text, known)
        graphs = self._default if default is None else [str(name) for name in default]
        form = LINES if outline.form in {"CONSTRUCT", "DESCRIBE"} else SOLUTIONS
        # the server would let these win over the query's own FROM
        over = Graphs() if outline.names_graphs else Graphs(graphs, self._graphs)
        answer = ask(self.client, self.url, written, over, form)
        if form == LINES:
            graph = Graph(bind_namespaces="none")
            for prefix, iri in self.prefixes.items():
                graph.bind(prefix, iri, replace=True)
            for quad in triples(answer, self.url):
                graph.add(triple_from_engine(quad))
            return graph
        found = solutions(answer, self.url, outline.variables if outline.selects_all else ())
        # Virtuoso answers some ASK by a table, which has a row where the answer is yes
        return bool(found) if outline.form == "ASK" else found

    def dataset(self) -> Dataset:
        """Return rdflib's view of a copy of the ledger's graphs, for reading only."""
        return self._copy.dataset()

    def ledger(self) -> Graph:
        """Return a copy in memory of ``graph:ledger``."""
        return self._copy.ledger()

    def statements(self) -> Iterator[Statement]:
        """Yield what a copy of the ledger says."""
        return self._copy.statements()

    def nquads(self) -> str:
        """Return the ledger's graphs, the ontology's too, as N-Quads, with literals as ``dataset`` has them."""
        return self._copy.nquads()

    def part(self, claims: Iterable[str]) -> surface.Store:
        """Return a store in memory of what is on these claims alone, as an embedded store does.

        The server is asked for that part, some nodes at a time.
        """
        try:
            asked = Asked(self.client, self.url, self._graphs)
            return embedded.Store(excerpt(asked, claims, ox.NamedNode(accepted_graph(self.base))), self.base)
        except BlankNodeError:
            return self._copy.part(claims)

    def dump(self, out: IO[bytes], graph: Node | None = None) -> None:
        """Write a named graph as N-Triples, as an embedded store does."""
        self._copy.dump(out, graph)

    def export(self, format: str | Format, out: IO[bytes]) -> None:  # noqa: A002  (as in kg.graph.write)
        """Write the ledger into a file, as an embedded store does."""
        self._copy.export(format, out)

    def save(self, folder: Path | str) -> None:
        """Write the ledger's graphs as a database folder, as an embedded store does."""
        self._copy.save(folder)

    def close(self) -> None:
        """Let go of the server, and of the copy. Closing twice is fine."""
        self._client = None
        self.__dict__.pop("_copy", None)

    @cached_property
    def _copy(self) -> embedded.Store:
        engine = ox.Store()
        for graph in self._graphs:
            fetch(self.client, self.url, graph, engine)
        return embedded.Store(engine, self.base, writable=False)


def connect(url: str, *, base: str | None = None, access: Access | None = None) -> Store:
    """Open the ledger at a query endpoint; ``base`` says which where there are several.

    Raises StoreError where the server cannot be reached, or does not hold a whole ledger in graphs of its names.
    """
    url = address(url)
    client = Client(access or Access(), url)
    answer = ask(client, url, declared(_LEDGERS, PREFIXES))
    rows = [(str(graph), space, str(pushed)) for graph, space, pushed in cast("Solutions", solutions(answer, url))]
    found = [(graph, str(space)) for graph, space, _ in rows if space is not None]
    spaces = {space for graph, space in found if graph == str(ledger_graph(space))}
    marked = [(graph.removesuffix(marker_graph("")), pushed) for graph, _, pushed in rows]
    pushing = {space for space, pushed in marked if pushed == str(ledger_graph(space))}
    chosen = sorted(spaces | pushing if base is None else (spaces | pushing) & {base})
    if not chosen:
        raise StoreError.at(url, *_lacking(found, base))
    if len(chosen) > 1:
        raise StoreError.at(url, f"there are several ledgers: {', '.join(chosen)}", "say which by its base")
    if chosen[0] in pushing:
        what = f"a push to this ledger, {chosen[0]}, began and did not end, so that it may be half old and half new"
        raise StoreError.at(url, what, "wait for its end, or push again: kg push")
    if not count(client, url, ONTOLOGY):
        what = f"the ontology is not there, in the graph <{ONTOLOGY}>, and answers would lack labels and rules"
        raise StoreError.at(url, what, "load it with the ledger: kg push")
    return Store(url, chosen[0], client, virtuoso=_is_virtuoso(answer))


def _lacking(found: Sequence[tuple[str, str]], base: str | None) -> tuple[str, str]:
    """Say what a server lacks of a ledger, and what would be right."""
    elsewhere = sorted((graph, space) for graph, space in found if graph != str(ledger_graph(space)))
    if base is None and elsewhere:
        graph, space = elsewhere[0]
        what = f"a ledger is there, but in the graph <{graph}>, and its own, <{ledger_graph(space)}>, is missing"
        return what, "load it as kg push does, which also loads what belongs to it"
    which = (
        f"<{ledger_graph(base)}>, the graph of a ledger" if base else "a graph that describes a ledger (void:uriSpace)"
    )
    return (
        f"{which}, is not there" if base else f"no ledger is there: {which} is missing",
        "load one: kg push --data LEDGER URL",
    )


def _is_virtuoso(answer: Answer) -> bool:
    """Tell Virtuoso by its name, or, behind a server that hides it, by how it writes results."""
    return (answer.headers.get("Server") or "").startswith(
        "Virtuoso"
    ) or b'"distinct": false, "ordered": true' in answer.body
