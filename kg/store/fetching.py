"""What comes from a server: results, and graphs or parts of them that are whole, whatever it cuts answers off at."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final, cast

import pyoxigraph as ox
from rdflib import URIRef

from kg.endpoints import LINES, Answer, Client, Graphs, ask
from kg.errors import LedgerError, QueryError, StoreError
from kg.store.converting import graph_to_engine
from kg.store.excerpts import PART_OF, Named, Source
from kg.store.solutions import Solutions
from kg.terms import AC, RDF, VOID

__all__ = ["Asked", "BlankNodeError", "count", "fetch", "solutions", "triples"]

_AT_ONCE: Final = 1_000_000
"""The most triples that are asked for in one answer."""

_MOST_DIGITS: Final = 3
"""How many hexadecimal digits of a hash tell the parts of a graph apart, where it does not come in one answer."""

_NODES: Final = 200
"""How many nodes one request asks of: what is said of them is less than what engines give at once."""


def solutions(answer: Answer, url: str, order: Sequence[str] = ()) -> Solutions | bool:
    """Read results in JSON (https://www.w3.org/TR/sparql11-results-json/); StoreError where they are not whole."""
    try:
        return _read(answer.body, order)
    except SyntaxError as reason:
        what = str(reason)
    # raised here, where no frame keeps the engine's results: they must end in the thread that made them
    raise _cut(url, what)


def _read(body: bytes, order: Sequence[str]) -> Solutions | bool:
    results = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    if not isinstance(results, ox.QueryBoolean):
        return Solutions(results, order)
    if not body.rstrip().endswith(b"}"):  # the parser stops at the boolean
        message = "it has no end"
        raise SyntaxError(message)
    return bool(results)


def count(client: Client, url: str, graph: URIRef | str) -> int:
    """Count a graph's triples on a server; raises StoreError where it gives no number."""
    query = f"SELECT (COUNT(*) AS ?count) WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
    found = solutions(ask(client, url, query), url)
    if isinstance(found, Solutions) and len(found) == 1:
        return int(str(found[0][0]))
    raise StoreError.at(url, f"the server does not count the triples of <{graph}>", "see the server's log")


def fetch(client: Client, url: str, graph: str, engine: ox.Store) -> None:
    """Fetch a graph, at once or, where a server cuts that short, by parts of its subjects; StoreError if not whole."""
    size, most = count(client, url, graph), _AT_ONCE
    for _ in range(2):
        digits = next((digits for digits in range(_MOST_DIGITS) if size <= most * 16**digits), _MOST_DIGITS)
        found = [_hashed(client, url, graph, f"{part:0{digits}x}" if digits else "") for part in range(16**digits)]
        if sum(map(len, found)) == size:
            name = graph_to_engine(URIRef(graph))
            engine.extend(ox.Quad(triple.subject, triple.predicate, triple.object, name) for triple in chain(*found))
            return
        most = max(map(len, found)) // 2  # the longest answer that came, and room for parts that are larger
        if not most:
            break
    raise _lost(url, f"of the {size:,} triples of <{graph}>")


def _hashed(client: Client, url: str, graph: str, digits: str) -> set[ox.Triple]:
    """Fetch the triples of subjects whose hash begins with digits."""
    chosen = f'FILTER (STRSTARTS(MD5(STR(?s)), "{digits}"))' if digits else ""
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} {chosen} }}"
    return {quad.triple for quad in triples(ask(client, url, query, form=LINES), url)}


def triples(answer: Answer, url: str) -> Iterator[ox.Quad]:
    """Read N-Triples; StoreError where they are not whole."""
    try:
        yield from ox.parse(answer.body, format=ox.RdfFormat.N_TRIPLES)
    except SyntaxError as reason:
        raise _cut(url, str(reason)) from None


def _cut(url: str, reason: str) -> StoreError:
    return StoreError.at(
        url, f"the answer is not whole, or not what it should be ({reason})", "try again; see the server's log"
    )


def _lost(url: str, of_what: str) -> StoreError:
    what = f"{of_what} not all arrive: answers are cut short, or the graph is changing"
    return StoreError.at(url, what, "let the server give longer answers, or try again")


class BlankNodeError(Exception):
    """What is asked of has a blank node, which no other request can name."""


class Asked(Source):
    """Graphs on a server, asked of some nodes at a time. Raises BlankNodeError where blank nodes are in the way."""

    def __init__(self, client: Client, url: str, graphs: Sequence[str]) -> None:
        self._client = client
        self._url = url
        self._graphs = Graphs((), graphs)

    def described(self, nodes: Iterable[Named]) -> Mapping[Named, list[ox.Quad]]:
        """Return what is said of nodes, by node."""
        found: dict[Named, list[ox.Quad]] = defaultdict(list)
        for place, subject, predicate, item in self._rows(nodes, "?g ?node ?p ?o", "GRAPH ?g { ?node ?p ?o }"):
            found[subject].append(ox.Quad(subject, predicate, item, place))
        return found

    def parts(self, claims: Iterable[Named]) -> set[Named]:
        """Return what belongs to claims."""
        paths = "|".join(map(str, PART_OF))
        return {part for (part,) in self._rows(claims, "?part", f"GRAPH ?g {{ ?part {paths} ?node }}")}

    def claims(self, nodes: Iterable[Named]) -> set[Named]:
        """Return those nodes that are claims."""
        pattern = f"GRAPH ?g {{ ?node <{RDF.type}> <{AC.Claim}> }}"
        return {node for (node,) in self._rows(nodes, "?node", pattern)}

    def ledgers(self) -> set[Named]:
        """Return what is a void:Dataset."""
        text = f"SELECT ?node WHERE {{ GRAPH ?g {{ ?node <{RDF.type}> <{VOID.Dataset}> }} }}"
        return {node for (node,) in self._asked(text)}

    def _rows(self, nodes: Iterable[Named], variables: str, pattern: str) -> Iterator[tuple[Any, ...]]:
        """Yield rows for nodes, so many at a time that all arrive; StoreError where those of a single one do not."""
        written = sorted(map(_written, nodes))
        todo = [written[start : start + _NODES] for start in range(0, len(written), _NODES)]
        while todo:
            batch = todo.pop()
            where = f"WHERE {{ VALUES ?node {{ {' '.join(batch)} }} {pattern} }}"
            ((counted,),) = self._asked(f"SELECT (COUNT(*) AS ?count) {where}")
            size = int(counted.value)
            fault: LedgerError = _lost(self._url, f"of {size:,} statements on {batch[0]}")
            try:
                found = self._asked(f"SELECT {variables} {where}") if size else []
            except QueryError as error:  # as Virtuoso says that it has cut an answer off
                found, fault = [], error
            if len(found) == size:
                yield from found
            elif len(batch) == 1:
                raise fault
            else:
                middle = len(batch) // 2
                todo += [batch[:middle], batch[middle:]]

    def _asked(self, text: str) -> list[tuple[Any, ...]]:
        found = solutions(ask(self._client, self._url, text, self._graphs), self._url)
        return cast("Solutions", found).terms()


def _written(node: Named) -> str:
    if isinstance(node, ox.BlankNode):
        raise BlankNodeError
    return str(node)
