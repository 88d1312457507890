"""What is said to a server: SPARQL 1.1 Protocol and SPARQL 1.1 Graph Store HTTP Protocol.

https://www.w3.org/TR/sparql11-protocol/ and https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from kg.endpoints.http import Answer, Client, RefusedError
from kg.errors import QueryError, StoreError

__all__ = ["LINES", "SOLUTIONS", "Graphs", "ask", "delete", "load", "update"]

SOLUTIONS: Final = "application/sparql-results+json"
LINES: Final = "application/n-triples"
"""Triples are asked for as lines: they are cut where they are, and no engine shortens a number in them."""

_SAME: Final = {SOLUTIONS: {SOLUTIONS, "application/json"}, LINES: {LINES, "text/plain"}}
_FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
_BAD: Final = {400, 422, 500}
_FULL: Final = "X-SPARQL-MaxRows"
_PARTIAL: Final = "S1TAT"


class Graphs(NamedTuple):
    """The graphs that make up a query's default graph, and those that GRAPH reaches; without any, the server's own."""

    default: Sequence[str] = ()
    named: Sequence[str] = ()


_ITS_OWN: Final = Graphs()


def ask(client: Client, url: str, query: str, graphs: Graphs = _ITS_OWN, form: str = SOLUTIONS) -> Answer:
    """Send a query as a form by POST, over the graphs that are named, or those that the server takes.

    Returns an answer in the form that was asked for. Raises QueryError where the server cannot answer this query,
    or only in part, StoreError where it cannot be reached or says something else (see :meth:`Client.send`).
    """
    fields = [
        ("query", query),
        *(("default-graph-uri", graph) for graph in graphs.default),
        *(("named-graph-uri", graph) for graph in graphs.named),
    ]
    body = urlencode(fields).encode()
    try:
        answer = client.send("POST", url, body, {**_FORM, "Accept": form}, safe=True)
    except RefusedError as refused:
        if refused.answer.status in _BAD and (words := refused.answer.words()):
            raise QueryError.at(url, f"the server cannot answer the query: {words}", "put it in another way") from None
        raise
    if answer.media_type not in _SAME[form]:
        raise _other(url, answer, form)
    if most := answer.headers.get(_FULL):  # Virtuoso's word for an answer of more rows than it gives
        what = f"the server gives {most} rows at most, and cuts the rest off"
        raise QueryError.at(url, what, "ask for less, or let it give more (ResultSetMaxRows in virtuoso.ini)")
    if answer.headers.get("X-SQL-State") == _PARTIAL:
        raise QueryError.at(url, "the server ran out of its time and gave a part of the answer", "ask for less")
    return answer


def _other(url: str, answer: Answer, form: str) -> StoreError:
    what = answer.media_type or "something without a media type"
    page = "a web page" if "html" in what else what
    instead = "see that this is the address of queries: docs/engines.md tells how engines name theirs"
    return StoreError.at(url, f"the server answers with {page}, not with {form}", instead)


def update(client: Client, url: str, text: str, *, safe: bool) -> None:
    """Send an update directly by POST; ``safe``: it may be sent twice. Raises StoreError as :meth:`Client.send`."""
    client.send("POST", url, text.encode(), {"Content-Type": "application/sparql-update", "Accept": "*/*"}, safe=safe)


def load(client: Client, store: str, graph: str, lines: bytes, *, replace: bool) -> None:
    """Put N-Triples in the place of a graph, or add them to it; raises StoreError as :meth:`Client.send`.

    Adding may be sent twice, too: a graph is a set.
    """
    client.send("PUT" if replace else "POST", _graph(store, graph), lines, {"Content-Type": LINES}, safe=True)


def delete(client: Client, store: str, graph: str) -> None:
    """Delete a graph; raises StoreError as :meth:`Client.send`, not where there is none."""
    try:
        client.send("DELETE", _graph(store, graph), safe=True)
    except RefusedError as refused:
        if refused.answer.status != 404:  # noqa: PLR2004  (Not Found)
            raise


def _graph(store: str, graph: str) -> str:
    return f"{store}{'&' if '?' in store else '?'}{urlencode({'graph': graph})}"
