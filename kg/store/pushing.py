"""Puts a ledger into a server, in the place of what is there of it.

In one of three ways, by what the server offers. With SPARQL 1.1 Update everything is first loaded into graphs beside
the ledger's (by the Graph Store HTTP Protocol where there is one, else by INSERT DATA in batches), counted, and copied
into place by one request. With the Graph Store HTTP Protocol alone each graph takes the place of the old one, one after
the other, and a graph that marks the push is there meanwhile, so that whoever opens the ledger is told.
"""

import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from kg.endpoints import Access, Client, RefusedError, address, ask, delete, load, update
from kg.errors import StoreError
from kg.graph import ledger_graph
from kg.sparql import data, reference
from kg.store.batches import Lines, written
from kg.store.fetching import solutions
from kg.store.offers import found
from kg.store.remote import marker_graph
from kg.store.solutions import Solutions
from kg.store.staging import LASTS, Server, Staging, begun, cleared_on_failure, replacing, unended
from kg.store.surface import Store
from kg.terms import ONTOLOGY, OWL, PROV

__all__ = ["Pushed", "push"]

_LOADED: Final = 50_000
"""How many triples go into one request of the Graph Store HTTP Protocol."""

_INSERTED: Final = 500
"""How many go into one INSERT DATA: Virtuoso cannot compile many thousands."""

_COPIES: Final = 4
"""How often a ledger is put into its place where others do so at the same time."""

_BETWEEN: Final = {502, 503, 504}
"""What gateways say, of a request that the server behind them may have got, and may yet do."""

_VERSION: Final = re.compile(r"[0-9]+(\.[0-9]+)*")

Progress = Callable[[float], None]


_MARGIN: Final = timedelta(hours=1)
"""How long before others may clear its graphs away a push gives up moving them."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push has done: triples by graph, how, and what there was of others that have not ended.

    ``mended``: one had not ended, and what it had left, or its mark that the ledger is half its own, is gone.
    ``unended``: when others began that have something beside the ledger and may be under way. ``ontology``: the
    version of the server's ontology where that is newer, and was left as it is.
    """

    counts: Mapping[str, int]
    how: str
    mended: bool
    unended: tuple[datetime, ...] = ()
    ontology: str = ""


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
    but the ledger's own graphs is changed, and the ontology, where the one there is older or not whole. ``progress`` is
    told the share that is done.

    Raises StoreError where the server cannot be reached, takes neither, or holds other triples afterwards; its
    message says whether the old ledger is still there. Raises QueryError where the ledger's base is no IRI.
    """
    url = address(url)
    reference(ledger_graph(store.base))  # its graphs are named in updates
    given = [address(one) if one else None for one in (update_endpoint, graph_store)]
    client = Client(access or Access(), url, *filter(None, given))
    staging = begun(store.base)
    server = Server(client, url, store.base, *given)
    others, marked = unended(server)
    if not any(given):
        server = found(server, staging)
    left = [other for other in others if other.over()]
    for other in left:
        server.clear(other.graphs())
    with written(store) as graphs:
        stays, newer = _stays(server, store, graphs[str(ONTOLOGY)].count)
        put = {graph: lines for graph, lines in graphs.items() if not (stays and graph == str(ONTOLOGY))}
        how = (_moved if server.update else _replaced)(server, staging, put, progress)
        counts = {graph: lines.count for graph, lines in (put if newer else graphs).items()}
    under_way = tuple(other.began for other in others if other.began and not other.over())
    return Pushed(counts, how, bool(left) or marked, under_way, newer)


def _stays(server: Server, store: Store, count: int) -> tuple[bool, str]:
    """Tell whether the ontology on the server stays as it is, and its version where it is newer.

    Every ledger there relies on it. Terms are only ever added, so that what is newer serves them all. A version that
    holds another number of statements has been cut short, or is no version of ours.
    """
    text = f"SELECT ?version WHERE {{ GRAPH <{ONTOLOGY}> {{ <{ONTOLOGY}> <{OWL.versionInfo}> ?version }} }}"
    there = server.count(ONTOLOGY)
    its = _version(solutions(ask(server.client, server.url, text), server.url))
    own = _version(store.query(text))
    if not there or (count and its < own):
        return False, ""
    newer = not count or its > own
    return newer or there == count, ".".join(map(str, its)) or "without a version" if newer else ""


def _version(answer: object) -> tuple[int, ...]:
    """Read a version's numbers; none where none is said."""
    said = [str(version) for (version,) in cast("Solutions", answer)]
    return max((tuple(map(int, one.split("."))) for one in said if _VERSION.fullmatch(one)), default=())


# All or nothing


def _moved(server: Server, staging: Staging, graphs: Mapping[str, Lines], progress: Progress) -> str:
    client, endpoint = server.client, server.update or ""
    places = {graph: staging.beside(graph) for graph in graphs}
    total, done = sum(lines.count for lines in graphs.values()), 0
    with cleared_on_failure(server, staging.graphs()):
        update(client, endpoint, f"INSERT DATA {{ GRAPH <{staging.iri}> {{ {staging.mark} }} }}", safe=True)
        for graph, beside in places.items():
            for part, size in graphs[graph].batches(_LOADED if server.graphs else _INSERTED):
                if server.graphs:
                    load(client, server.graphs, beside, part, replace=False)
                else:
                    text = f"INSERT DATA {{ GRAPH <{beside}> {{ {data(part.decode())} }} }}"
                    update(client, endpoint, text, safe=True)
                done += size
                progress(done / total)
        for graph, beside in places.items():
            if (there := server.count(beside)) != graphs[graph].count:
                what = f"{graphs[graph].count:,} triples were sent for <{graph}>, and {there:,} are there"
                raise StoreError.at(endpoint, what, "the old ledger is untouched; see the server's log, and push again")
        if staging.over(_MARGIN):
            what = f"this push took longer than {LASTS - _MARGIN}, and others may soon clear away what it has loaded"
            raise StoreError.at(endpoint, what, "the old ledger is untouched; name a --graph-store, which is faster")
    steps = [f"COPY <{beside}> TO <{graph}>" for graph, beside in places.items() if graphs[graph].count]
    steps += [f"DROP SILENT GRAPH <{graph}>" for graph in places if not graphs[graph].count]
    steps.append(f"DROP SILENT GRAPH <{marker_graph(server.base)}>")
    for number in range(1, _COPIES + 1):
        _copy(server, staging, steps, number)
        if all(server.count(graph) == lines.count for graph, lines in graphs.items()):
            break
        # another push may have done the same at the same time, and an engine taken both: whoever comes later is whole
        time.sleep(secrets.randbelow(1000) / 1000)
    with cleared_on_failure(server, staging.graphs()):
        _verify(server, graphs, "unless another push has ended since, ")
    server.clear(staging.graphs())
    way = f"by the Graph Store Protocol ({server.graphs})" if server.graphs else f"by updates of {_INSERTED} triples"
    return (
        f"Loaded beside the old {way}, counted, then copied into its place by one update ({endpoint}): all or nothing, "
        "where the server does an update as a whole."
    )


def _copy(server: Server, staging: Staging, steps: Sequence[str], number: int) -> None:
    """Put all graphs into their places by one request, the ``number``-th; a statement beside them says that it is done.

    Raises StoreError where it is refused, or its answer is lost and it is not done, or not yet.
    """
    done = f"<{staging.iri}> <{PROV.endedAtTime}> {number} ."
    text = " ;\n".join([*steps, f"INSERT DATA {{ GRAPH <{staging.iri}> {{ {done} }} }}"])
    try:
        # never sent twice: one that is late would find nothing beside, which Virtuoso takes for an empty graph
        update(server.client, server.update or "", text, safe=False)
    except StoreError as error:
        if isinstance(error, RefusedError) and error.answer.status not in _BETWEEN:
            with cleared_on_failure(server, staging.graphs()):
                raise
        # the answer is lost, the request perhaps not: nothing is cleared away under it
        if server.count(staging.iri) <= number:
            what = f"{error.problems[0].what}, and the new ledger is not in its place, or not yet"
            raise StoreError.at(server.update, what, "look again in a while, or push again") from None


# One after the other


def _replaced(server: Server, staging: Staging, graphs: Mapping[str, Lines], progress: Progress) -> str:
    client, place = server.client, server.graphs or ""
    _mark(server, staging)
    total, done = sum(lines.count for lines in graphs.values()), 0
    for graph, lines in graphs.items():
        first = True
        for part, size in lines.batches(_LOADED):
            _hold(server, staging)
            load(client, place, graph, part, replace=first)
            first = False
            done += size
            progress(done / total)
        if first:
            delete(client, place, graph)
    _hold(server, staging)
    _verify(server, graphs)
    delete(client, place, marker_graph(server.base))
    return (
        f"Each graph put in the place of the old one by the Graph Store Protocol ({place}), one after the other: "
        "a push that is cut off may leave both, and whoever opens the ledger then is told."
    )


def _mark(server: Server, staging: Staging) -> None:
    mark = f"{staging.mark}\n".encode()
    load(server.client, server.graphs or "", marker_graph(server.base), mark, replace=True)


def _hold(server: Server, staging: Staging) -> None:
    """Raise StoreError where another push has begun, or ended, meanwhile.

    Marks the ledger again before: what was sent last may have come into the midst of the other, which is told by that,
    as is whoever opens the ledger.
    """
    if replacing(server) == {staging.iri}:
        return
    _mark(server, staging)
    what = "another push has put graphs there meanwhile, so that the ledger there may be half of each"
    raise StoreError.at(server.url, what, "push again, one after the other")


def _verify(server: Server, graphs: Mapping[str, Lines], unless: str = "") -> None:
    for graph, lines in graphs.items():
        if (there := server.count(graph)) != lines.count:
            what = f"<{graph}> holds {there:,} triples, and not the {lines.count:,} that were sent"
            raise StoreError.at(server.url, what, f"{unless}the ledger there is not whole: push again")
