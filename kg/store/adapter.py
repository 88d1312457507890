"""Lets an ``rdflib.Dataset`` live in the engine."""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

import pyoxigraph as ox
import rdflib.store
from rdflib import Graph, URIRef, Variable
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.query import Result
from rdflib.term import Identifier, Literal, Node

from kg.errors import QueryError, StoreError
from kg.sparql import bind, confine, explain, literal, reference, refuse_connections, survey
from kg.store.converting import (
    EngineGraph,
    graph_from_engine,
    graph_to_engine,
    quad_to_engine,
    to_engine,
    triple_from_engine,
)
from kg.store.solutions import Solutions

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query, Update  # importing it takes longer than most queries

__all__ = ["Adapter"]

Triple = tuple[Node, Node, Node]
Pattern = tuple[Node | None, Node | None, Node | None]


class Adapter(rdflib.store.Store):
    """rdflib's store interface over Oxigraph.

    Queries, prepared ones included, always run in the engine and never open a connection; bindings given
    from outside (``initBindings``) are bound in the outermost pattern. An update of a dataset runs on all of it,
    an update of one of its graphs on that graph. There are no transactions: what is done stays done.
    """

    context_aware = True
    graph_aware = True

    def __init__(self, engine: ox.Store, query: Callable[..., Solutions | Graph | bool], *, writable: bool) -> None:
        super().__init__()
        self._engine = engine
        self._query = query
        self._writable = writable
        self._prefixes: dict[str, URIRef] = {}

    # triples

    def add(self, triple: Triple, context: Graph, quoted: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  (rdflib's)
        """Add a triple to a graph."""
        self.addN([(*triple, context)])

    def addN(self, quads: Iterable[tuple[Node, Node, Node, Graph]]) -> None:  # noqa: N802  (rdflib's)
        """Add triples to graphs, all or none."""
        self._write()
        self._engine.extend(quad_to_engine(s, p, o, _name(context)) for s, p, o, context in quads)

    def remove(self, triple: Pattern, context: Graph | None = None) -> None:
        """Remove what matches, from one graph or from all."""
        self._write()
        for quad in list(self._quads(triple, context)):
            self._engine.remove(quad)

    def triples(
        self, triple_pattern: Pattern, context: Graph | None = None
    ) -> Iterator[tuple[Triple, Iterator[Graph]]]:
        """Yield each triple that matches, with the graphs it is in."""
        if context is not None:
            for quad in self._quads(triple_pattern, context):
                yield triple_from_engine(quad), iter((context,))
            return
        found: dict[Triple, list[Graph]] = defaultdict(list)
        for quad in self._quads(triple_pattern, None):
            found[triple_from_engine(quad)].append(self._graph(quad.graph_name))
        for triple, contexts in found.items():
            yield triple, iter(contexts)

    def __len__(self, context: Graph | None = None) -> int:
        """Count a graph's triples; without a graph, the triples of all, each once however many graphs it is in."""
        if context is None:
            return len({quad.triple for quad in self._engine})
        return sum(1 for _ in self._quads((None, None, None), context))

    def rollback(self) -> None:
        """Refuse: every change is made at once; raises StoreError."""
        what = "changes are made at once and cannot be taken back"
        raise StoreError.at(None, what, "open the records or the RDF again")

    # graphs

    def contexts(self, triple: Triple | None = None) -> Generator[Graph, None, None]:
        """Yield the named graphs, or those a triple is in."""
        if triple is None:
            yield from map(self._graph, self._engine.named_graphs())
        else:
            yield from map(self._graph, {quad.graph_name for quad in self._quads(triple, None)})

    def add_graph(self, graph: Graph) -> None:
        """Make a graph known, though it may be empty."""
        name = _name(graph)
        if self._writable and not isinstance(name, ox.DefaultGraph):  # reading names graphs through this, too
            self._engine.add_graph(name)

    def remove_graph(self, graph: Graph) -> None:
        """Remove a graph and what it holds."""
        self._write()
        self._engine.remove_graph(_name(graph))

    # prefixes

    def bind(self, prefix: str, namespace: URIRef, override: bool = True) -> None:  # noqa: FBT001, FBT002  (rdflib's)
        """Bind a prefix; ``override``: also where the namespace has another."""
        if override:
            self._prefixes = {name: iri for name, iri in self._prefixes.items() if iri != namespace}
            self._prefixes[prefix] = namespace
        elif namespace not in self._prefixes.values():
            self._prefixes.setdefault(prefix, namespace)

    def prefix(self, namespace: URIRef) -> str | None:
        """Return a namespace's prefix."""
        return next((prefix for prefix, iri in self._prefixes.items() if iri == namespace), None)

    def namespace(self, prefix: str) -> URIRef | None:
        """Return a prefix's namespace."""
        return self._prefixes.get(prefix)

    def namespaces(self) -> Iterator[tuple[str, URIRef]]:
        """Yield prefixes and their namespaces."""
        return iter(list(self._prefixes.items()))

    # SPARQL

    def query(
        self,
        query: "Query | str",
        initNs: Mapping[str, Any],  # noqa: N803  (rdflib's)
        initBindings: Mapping[str, Identifier],  # noqa: N803  (rdflib's)
        queryGraph: Any,  # noqa: ANN401, N803  (rdflib's)
        **kwargs: Any,  # noqa: ANN401  (rdflib's)
    ) -> Result:
        """Answer a query in the engine; takes ``allow_service``, raises QueryError as ``kg.store.Store.query`` does."""
        text, known = _text(query, initNs, kwargs.get("base"))
        text = bind(text, _terms(initBindings))
        default: list[Node] | None = [queryGraph]
        if queryGraph == "__UNION__":
            default = [DATASET_DEFAULT_GRAPH_ID, *(graph.identifier for graph in self.contexts())]
        elif queryGraph == DATASET_DEFAULT_GRAPH_ID:
            default = None
        answer = self._query(text, default=default, prefixes=known, allow_service=kwargs.get("allow_service", False))
        if isinstance(answer, Solutions):
            result = Result("SELECT")
            result.vars = [Variable(name) for name in answer.variables]
            rows = (zip(result.vars, row, strict=True) for row in answer)
            result.bindings = [
                {name: cast("Identifier", term) for name, term in row if term is not None} for row in rows
            ]
        elif isinstance(answer, Graph):
            result = Result("CONSTRUCT")
            result.graph = answer
        else:
            result = Result("ASK")
            result.askAnswer = answer
        return result

    def update(
        self,
        update: "Update | str",
        initNs: Mapping[str, Any],  # noqa: N803  (rdflib's)
        initBindings: Mapping[str, Identifier],  # noqa: N803  (rdflib's)
        queryGraph: str,  # noqa: N803  (rdflib's)
        **kwargs: Any,  # noqa: ANN401  (rdflib's)
    ) -> None:
        """Update all graphs, or the one it is called on: that graph is then the default graph of every operation.

        Raises StoreError where the store may only be read, QueryError for a text that does not parse, is too deep for
        the engine, opens a connection (unless ``allow_service``), cannot run on one graph (``kg.sparql.confine``), or
        fails, which leaves everything as it was.
        """
        self._write()
        text, known = _text(update, initNs, kwargs.get("base"))
        survey(text)
        graph = None
        if queryGraph not in {DATASET_DEFAULT_GRAPH_ID, "__UNION__"}:
            if not isinstance(queryGraph, URIRef):
                raise QueryError.at(None, "a graph without an IRI cannot be updated by SPARQL", "name it by an IRI")
            graph = reference(queryGraph)
        text = confine(text, graph, _terms(initBindings))
        if not kwargs.get("allow_service", False):
            refuse_connections(text, known)
        try:
            self._engine.update(text, prefixes=known)
        except SyntaxError as reason:
            raise explain(text, str(reason), known) from None
        except (OSError, RuntimeError) as reason:
            raise QueryError.at(
                None, f"the update could not be made: {reason}", "change it, or make it SILENT"
            ) from None

    def _quads(self, pattern: Pattern, context: Graph | None) -> Iterator[ox.Quad]:
        try:
            subject, predicate, item = (None if node is None else to_engine(node) for node in pattern)
        except StoreError:
            return iter(())  # what is not RDF is not there
        if isinstance(subject, ox.Literal) or isinstance(predicate, ox.Literal | ox.BlankNode):
            return iter(())
        return self._engine.quads_for_pattern(subject, predicate, item, None if context is None else _name(context))

    def _graph(self, name: EngineGraph) -> Graph:
        return Graph(self, graph_from_engine(name))

    def _write(self) -> None:
        if not self._writable:
            raise StoreError.at(None, "the database is open for reading only", "load its records or RDF to change them")


def _name(context: Graph) -> EngineGraph:
    return graph_to_engine(context.identifier)


def _text(prepared: "Query | Update | str", known: Mapping[str, Any], base: str | None) -> tuple[str, dict[str, str]]:
    """Return a query's text and the prefixes it may use without declaring them."""
    own: Mapping[str, Any] = {}
    if not isinstance(prepared, str):
        prepared, own, base = prepared._original_args  # noqa: SLF001  (rdflib keeps the text nowhere else)
    text = f"BASE {reference(base)} {prepared}" if base else prepared
    return text, {prefix: str(iri) for prefix, iri in {**known, **own}.items()}


def _terms(bindings: Mapping[str, Identifier]) -> dict[str, str]:
    """Write what variables are bound to as SPARQL, by their names without a sign."""
    return {str(name).removeprefix("?").removeprefix("$"): _written(node) for name, node in bindings.items()}


def _written(node: Node) -> str:
    """Write a term as SPARQL."""
    if isinstance(node, URIRef):
        return reference(node)
    if isinstance(node, Literal):
        return literal(str(node), node.datatype and str(node.datatype), node.language)
    raise QueryError.at(None, f"{node!r} cannot be given to a query", "give an IRI or a literal")
