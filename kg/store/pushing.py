"""Puts a ledger into a server, in the place of what is there of it.

In one of three ways, by what the server offers. With SPARQL 1.1 Update everything is first loaded into graphs beside
the ledger's (by the Graph Store HTTP Protocol where there is one, else by INSERT DATA in batches), counted, and moved
into place by one request. With the Graph Store HTTP Protocol alone each graph takes the place of the old one, one after
the other, and a graph that marks the push is there meanwhile, so that whoever opens the ledger is told.
"""

import http.client
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

import pyoxigraph as ox

from kg.endpoints import Access, Client, RefusedError, address, delete, load, update
from kg.errors import StoreError
from kg.graph import accepted_graph, ledger_graph
from kg.sparql import data, reference
from kg.store.remote import count, marker_graph
from kg.store.surface import Store
from kg.terms import ONTOLOGY

__all__ = ["Pushed", "push"]

_LOADED: Final = 50_000
"""How many triples go into one request of the Graph Store HTTP Protocol."""

_INSERTED: Final = 500
"""How many go into one INSERT DATA: Virtuoso cannot compile many thousands."""

_ELSEWHERE: Final = {400, 401, 403, 404, 405, 406, 409, 415, 422, 500, 501}
"""What servers say of a request that is meant for another of their addresses."""

_BETWEEN: Final = {502, 503, 504}
"""What gateways say, of a request that the server behind them may have got, and may yet do."""

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push has done: triples by graph, how, and whether it removed what an interrupted one had left."""

    counts: Mapping[str, int]
    how: str
    mended: bool


@dataclass(frozen=True, slots=True)
class _Server:
    """Where a server is asked, updated and given graphs; the last two as far as they are there."""

    client: Client
    url: str
    base: str
    update: str | None = None
    graphs: str | None = None

    def count(self, graph: str) -> int:
        return count(self.client, self.url, graph)

    def beside(self, name: str) -> str:
        """Name a graph that is loaded before it is moved into its place."""
        return f"{self.base}graph/staging/{name}"


def push(  # noqa: PLR0913  (where, and how it is reached)
    store: Store,
    url: str,
    *,
    update_endpoint: str | None = None,
    graph_store: str | None = None,
    access: Access | None = None,
    progress: Progress = lambda _: None,
) -> Pushed:
    """Load a ledger, what is derived from it and the ontology into the server that is asked at ``url``.

    ``update_endpoint`` and ``graph_store`` are where it takes SPARQL 1.1 Update and the Graph Store HTTP Protocol;
    where neither is given, both are looked for at the places where engines have them, on the same server. Nothing
    but the ledger's own graphs is changed. ``progress`` is told the share that is done.

    Raises StoreError where the server cannot be reached, takes neither, or holds other triples afterwards; its
    message says whether the old ledger is still there. Raises QueryError where the ledger's base is no IRI.
    """
    url = address(url)
    reference(ledger_graph(store.base))  # its graphs are named in updates
    given = [address(one) if one else None for one in (update_endpoint, graph_store)]
    client = Client(access or Access(), url, *filter(None, given))
    graphs = _by_graph(store)
    server = _Server(client, url, store.base, *given)
    if not any(given):
        server = _found(server)
    left = server.count(server.beside("ledger")) or server.count(marker_graph(store.base))
    how = (_moved if server.update else _replaced)(server, graphs, progress)
    return Pushed({graph: len(triples) for graph, triples in graphs.items()}, how, mended=bool(left))


def _by_graph(store: Store) -> dict[str, list[ox.Triple]]:
    """Return the triples of the ledger's graphs; what has no graph is the ledger's."""
    ledger = str(ledger_graph(store.base))
    found: dict[str, dict[ox.Triple, None]] = {
        graph: {} for graph in (str(ONTOLOGY), ledger, str(accepted_graph(store.base)))
    }
    for quad in ox.parse(store.nquads(), format=ox.RdfFormat.N_QUADS):
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ledger
        if graph in found:
            found[graph][quad.triple] = None
    return {graph: list(triples) for graph, triples in found.items()}


def _lines(triples: Sequence[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


# All or nothing


def _moved(server: _Server, graphs: Mapping[str, list[ox.Triple]], progress: Progress) -> str:
    client, endpoint = server.client, server.update or ""
    places = {graph: server.beside(graph.rpartition("/")[2]) for graph in graphs}
    total, done = sum(map(len, graphs.values())), 0
    for graph, beside in places.items():
        for size in _loaded(server, beside, graphs[graph]):
            done += size
            progress(done / total)
    for graph, beside in places.items():
        if (there := server.count(beside)) != len(graphs[graph]):
            what = f"{len(graphs[graph]):,} triples were sent for <{graph}>, and {there:,} are there"
            raise StoreError.at(endpoint, what, "the old ledger is untouched; see whether another push is under way")
    steps = [f"MOVE <{beside}> TO <{graph}>" for graph, beside in places.items() if graphs[graph]]
    steps += [f"DROP SILENT GRAPH <{graph}>" for graph in places if not graphs[graph]]
    steps += [f"DROP SILENT GRAPH <{one}>" for one in (marker_graph(server.base), server.beside("probe"))]
    try:
        # never sent twice: Virtuoso takes a graph that is gone for an empty one, and would move that
        update(client, endpoint, " ;\n".join(steps), safe=False)
    except StoreError as error:
        if isinstance(error, RefusedError) and error.answer.status not in _BETWEEN:
            raise
        # the answer is lost, the request perhaps not: what is there tells
        if any(server.count(beside) for beside in places.values()):
            what = f"{error.problems[0].what}, and the new ledger is not in its place, or not yet"
            raise StoreError.at(endpoint, what, "look again in a while, or push again") from None
    _verify(server, graphs)
    way = f"by the Graph Store Protocol ({server.graphs})" if server.graphs else f"by updates of {_INSERTED} triples"
    return (
        f"Loaded beside the old {way}, counted, then moved into its place by one update ({endpoint}): all or nothing, "
        "where the server does an update as a whole."
    )


def _loaded(server: _Server, graph: str, triples: Sequence[ox.Triple]) -> Iterator[int]:
    """Load triples into a graph that is empty before; yield how many each request has brought."""
    client, endpoint = server.client, server.update or ""
    update(client, endpoint, f"DROP SILENT GRAPH <{graph}>", safe=True)
    most = _LOADED if server.graphs else _INSERTED
    if any(isinstance(term, ox.BlankNode) for triple in triples for term in (triple.subject, triple.object)):
        most = len(triples)  # each request has blank nodes of its own
    for start in range(0, len(triples), most):
        part = triples[start : start + most]
        lines = _lines(part)
        if server.graphs:
            load(client, server.graphs, graph, lines, replace=False)
        else:
            update(client, endpoint, f"INSERT DATA {{ GRAPH <{graph}> {{ {data(lines.decode())} }} }}", safe=True)
        yield len(part)


# One after the other


def _replaced(server: _Server, graphs: Mapping[str, list[ox.Triple]], progress: Progress) -> str:
    client, place, marker = server.client, server.graphs or "", str(marker_graph(server.base))
    load(client, place, marker, f"<{server.base}ledger> <{ONTOLOGY}#pushed> <{place}> .\n".encode(), replace=True)
    for number, (graph, triples) in enumerate(graphs.items(), 1):
        if triples:
            load(client, place, graph, _lines(triples), replace=True)
        else:
            delete(client, place, graph)
        progress(number / len(graphs))
    _verify(server, graphs)
    delete(client, place, marker)
    return (
        f"Each graph put in the place of the old one by the Graph Store Protocol ({place}), one after the other: "
        "a push that is cut off may leave both, and whoever opens the ledger then is told."
    )


def _verify(server: _Server, graphs: Mapping[str, list[ox.Triple]]) -> None:
    for graph, triples in graphs.items():
        if (there := server.count(graph)) != len(triples):
            what = f"<{graph}> holds {there:,} triples, and not the {len(triples):,} that were sent"
            raise StoreError.at(server.url, what, "the ledger there is not whole: push again")


# What a server offers


def _found(server: _Server) -> _Server:
    """Find where a server takes updates and graphs, by trying: few describe it. Raises StoreError where nowhere."""
    client, probe = server.client, server.beside("probe")
    triple = f"<{server.base}ledger> <{ONTOLOGY}#pushed> <{server.url}> ."
    drop = f"DROP SILENT GRAPH <{probe}>"
    insert = f"{drop} ; INSERT DATA {{ GRAPH <{probe}> {{ {triple} }} }}"
    updates, graphs = _usual(server.url)
    refusals: list[RefusedError] = []

    def takes(attempt: Callable[[str], None]) -> Callable[[str], bool]:
        return lambda place: _takes(server, place, attempt, refusals)

    endpoint = next(filter(takes(lambda place: update(client, place, insert, safe=True)), updates), None)
    if endpoint:
        update(client, endpoint, drop, safe=True)
    lines = f"{triple}\n".encode()
    place = next(filter(takes(lambda place: load(client, place, probe, lines, replace=True)), graphs), None)
    if place and not endpoint:
        delete(client, place, probe)
    if endpoint or place:
        return replace(server, update=endpoint, graphs=place)
    for status in (http.client.UNAUTHORIZED, http.client.FORBIDDEN):
        if wanted := next((refused for refused in refusals if refused.answer.status == status), None):
            raise wanted
    what = "neither SPARQL Update nor the Graph Store Protocol is taken where engines usually do"
    raise StoreError.at(server.url, what, "name the address: --update-endpoint URL, or --graph-store URL")


def _takes(server: _Server, place: str, attempt: Callable[[str], None], refusals: list[RefusedError]) -> bool:
    """Tell whether a place takes one triple, by whether it is there afterwards: some pages say yes to everything."""
    try:
        attempt(place)
    except RefusedError as refused:
        if refused.answer.status not in _ELSEWHERE:
            raise
        refusals.append(refused)
        return False
    return server.count(server.beside("probe")) == 1


def _usual(url: str) -> tuple[list[str], list[str]]:
    """List where engines take updates and graphs, by the address at which they are asked (see docs/engines.md)."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    parent, _, last = path.rpartition("/")
    if "/repositories/" in path:  # RDF4J, GraphDB
        places = [f"{path}/statements"], [f"{path}/rdf-graphs/service"]
    elif last == "query":  # Oxigraph, Fuseki, Stardog
        places = [f"{parent}/update"], [f"{parent}/store", f"{parent}/data", parent]
    elif last == "sparql":  # Fuseki, Virtuoso, Neptune
        graphs = [f"{parent}/data", f"{parent}/sparql-graph-crud-auth", f"{parent}/sparql-graph-crud"]
        places = [f"{parent}/update", f"{parent}/sparql-auth", path], graphs
    else:  # Fuseki, QLever
        places = [f"{path}/update", path or "/"], [f"{path}/data", path or "/"]
    updates, graphs = ([parts._replace(path=place, query="").geturl() for place in found] for found in places)
    return updates, graphs
