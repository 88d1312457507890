"""Where a server takes updates and graphs: few describe it, so that it is tried where engines have it."""

import http.client
from collections.abc import Callable
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from kg.endpoints import RefusedError, delete, load, update
from kg.errors import StoreError
from kg.store.staging import Server, Staging

__all__ = ["found"]

_ELSEWHERE: Final = {400, 401, 403, 404, 405, 406, 409, 415, 422, 500, 501}
"""What servers say of a request that is meant for another of their addresses."""

_UNKNOWN: Final = {http.client.UNAUTHORIZED, http.client.FORBIDDEN}


def found(server: Server, staging: Staging) -> Server:
    """Find where a server takes updates and graphs, as far as it does, by one statement that is taken away again.

    Raises StoreError where it takes neither, and for any answer that says no more than that it failed.
    """
    client, probe = server.client, staging.probe
    updates, graphs = _usual(server.url)
    refusals: list[RefusedError] = []

    def insert(place: str) -> None:
        update(client, place, f"INSERT DATA {{ GRAPH <{probe}> {{ {staging.mark} }} }}", safe=True)

    def drop(place: str) -> None:
        update(client, place, f"DROP SILENT GRAPH <{probe}>", safe=True)

    def put(place: str) -> None:
        load(client, place, probe, f"{staging.mark}\n".encode(), replace=True)

    def remove(place: str) -> None:
        delete(client, place, probe)

    def takes(place: str, attempt: Callable[[str], None], undo: Callable[[str], None]) -> bool:
        try:
            attempt(place)
            try:
                return server.count(probe) == 1  # some pages say yes to everything
            finally:
                undo(place)
        except RefusedError as refused:
            if refused.answer.status not in _ELSEWHERE:
                raise
            refusals.append(refused)
            return False

    endpoint = next((place for place in updates if takes(place, insert, drop)), None)
    graph_store = next((place for place in graphs if takes(place, put, remove)), None)
    if endpoint or graph_store:
        return replace(server, update=endpoint, graphs=graph_store)
    unknown = [refused for refused in refusals if refused.answer.status in _UNKNOWN]
    if unknown:
        raise min(unknown, key=lambda refused: refused.answer.status)
    what = "neither SPARQL Update nor the Graph Store Protocol is taken where engines usually do"
    raise StoreError.at(server.url, what, "name the address: --update-endpoint URL, or --graph-store URL")


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
