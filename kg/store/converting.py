"""Terms of the engine as rdflib's, and back.

The engine keeps numbers, days and booleans as values and forgets how they were written: they come back in its
canonical form, and all kinds of integers as ``xsd:integer``. What our own graphs hold is put right again, so that
a ledger that has been in a store is the same to the letter: decimals get the point that records and rdflib give
them (``39100000000.0``), and the offsets of an appearance the type that Web Annotation asks for. Other engines keep
other forms (Virtuoso writes a boolean as ``1``): theirs become the same here.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, cast

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import IdentifiedNode, Node

from kg.errors import StoreError
from kg.graph import Statement, Words
from kg.terms import OA, XSD

__all__ = [
    "EngineGraph",
    "EngineTerm",
    "Mending",
    "from_engine",
    "graph_from_engine",
    "graph_to_engine",
    "lines_from_engine",
    "quad_to_engine",
    "statements_from_engine",
    "text_from_engine",
    "to_engine",
    "triple_from_engine",
]

EngineTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
EngineGraph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

_STRING = str(XSD.string)
_DECIMAL = str(XSD.decimal)
_ANY_INTEGER = str(XSD.integer)
_BOOLEAN = str(XSD.boolean)
_BOOLEANS = {"1": "true", "0": "false"}
_INTEGERS = {
    str(kind)
    for kind in (
        XSD.nonNegativeInteger, XSD.positiveInteger, XSD.nonPositiveInteger, XSD.negativeInteger, XSD.long, XSD.int,
        XSD.short, XSD.byte, XSD.unsignedLong, XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte,
    )
}  # fmt: skip
_DIGITS = frozenset("0123456789")
_OFFSETS = {OA.start, OA.end}


@lru_cache(maxsize=1 << 16)
def from_engine(term: EngineTerm | None) -> Node | None:
    """Return the engine's term as rdflib's; None, an unbound variable, stays None.

    A plain string has no datatype in rdflib, so that it equals ``Literal("x")``. The base direction of a
    text is left out. Raises StoreError for a triple term of RDF 1.2, which rdflib cannot hold.
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        if datatype == _STRING:
            return Literal(term.value)
        value = term.value
        if datatype == _DECIMAL and value.lstrip("+-").isdigit():
            value = f"{value}.0"
        elif datatype == _BOOLEAN:
            value = _BOOLEANS.get(value, value)
        elif datatype in _INTEGERS:
            datatype = _ANY_INTEGER
        return Literal(value, datatype=URIRef(datatype), normalize=False)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term is None:
        return None
    raise StoreError.at(
        None, f"{term} is a triple term of RDF 1.2", "ask for its parts: SUBJECT(), PREDICATE(), OBJECT()"
    )


def text_from_engine(term: EngineTerm | None) -> str | None:
    """Return ``str()`` of the term that :func:`from_engine` gives, a blank node with its ``_:``, without making it.

    Raises StoreError for a triple term, as there.
    """
    kind = type(term)  # asked of every term of every row: faster than isinstance()
    if kind is ox.NamedNode:
        return term.value  # type: ignore[union-attr]
    if kind is ox.Literal:
        value: str = term.value  # type: ignore[union-attr]
        if value[-1:] in _DIGITS and value.lstrip("+-").isdigit():
            datatype = term.datatype.value  # type: ignore[union-attr]
            if datatype == _DECIMAL:
                return f"{value}.0"
            return _BOOLEANS.get(value, value) if datatype == _BOOLEAN else value
        return value
    if kind is ox.BlankNode:
        return f"_:{term.value}"  # type: ignore[union-attr]
    return None if term is None else str(from_engine(term))


def statements_from_engine(solutions: ox.QuerySolutions) -> Iterator[Statement]:
    """Yield rows of subject, predicate and object as text."""
    iri = ox.NamedNode
    for subject, predicate, item in solutions:
        said = item.value if type(item) is iri else text_from_engine(item) or ""
        yield (
            subject.value if type(subject) is iri else f"_:{subject.value}",
            predicate.value,
            Words(said) if type(item) is ox.Literal else said,
        )


def to_engine(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    """Return rdflib's term as the engine's; raise StoreError where RDF has no such term (a broken IRI)."""
    try:
        if isinstance(node, URIRef):
            return ox.NamedNode(str(node))
        if isinstance(node, BNode):
            return ox.BlankNode(str(node))
        if isinstance(node, Literal):
            if node.language:
                return ox.Literal(str(node), language=node.language)
            return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)
    except ValueError as reason:
        raise StoreError.at(None, f'"{node}" is not RDF: {reason}', "mend it where it comes from") from None
    raise StoreError.at(None, f"{node!r} is not an RDF term", "use IRIs, blank nodes and literals")


def graph_from_engine(name: EngineGraph) -> IdentifiedNode:
    """Return a graph's name as rdflib's datasets have it; the default graph has one there too."""
    if isinstance(name, ox.DefaultGraph):
        return DATASET_DEFAULT_GRAPH_ID
    return URIRef(name.value) if isinstance(name, ox.NamedNode) else BNode(name.value)


def graph_to_engine(name: Node | None) -> EngineGraph:
    """Return a graph's name as the engine's; None and rdflib's name of the default graph are the default graph."""
    if name is None or name == DATASET_DEFAULT_GRAPH_ID:
        return ox.DefaultGraph()
    term = to_engine(name)
    if isinstance(term, ox.Literal):
        raise StoreError.at(None, f"{term} cannot name a graph", "name graphs by IRIs")
    return term


def triple_from_engine(triple: ox.Triple | ox.Quad) -> tuple[Node, Node, Node]:
    """Return the engine's triple, or a quad without its graph, as rdflib's terms."""
    predicate, item = from_engine(triple.predicate), from_engine(triple.object)
    if predicate in _OFFSETS and isinstance(item, Literal) and item.datatype == XSD.integer:
        item = Literal(str(item), datatype=XSD.nonNegativeInteger)
    return cast("tuple[Node, Node, Node]", (from_engine(triple.subject), predicate, item))


_POINTLESS = f'"^^<{_DECIMAL}>'.encode()
_INTEGER = f'"^^<{XSD.integer}>'.encode()
_OFFSET = f'"^^<{XSD.nonNegativeInteger}>'.encode()
_STARTS = tuple(f"<{predicate}>".encode() for predicate in _OFFSETS)
_BLOCK = 1 << 20
_SHORT = re.compile(rb"\\(?:\\|([bf]))")


def lines_from_engine(lines: bytes) -> bytes:
    """Return the engine's N-Quads or N-Triples with the literals that rdflib's terms would have, as above.

    The escapes are those of our own writer. Quotation marks within a literal are escaped: nothing can be taken for one.
    """
    # Splitting at what is rare is ten times as fast as a regular expression over all.
    parts = lines.split(_POINTLESS)
    pointed = [part + b".0" if _ends_whole(part) else part for part in parts[:-1]]
    parts = _POINTLESS.join([*pointed, parts[-1]]).split(_INTEGER)
    offsets = (part + (_OFFSET if _ends_whole(part) and _is_offset(part) else _INTEGER) for part in parts[:-1])
    lines = b"".join([*offsets, parts[-1]])
    if b"\\b" in lines or b"\\f" in lines:  # rdflib's readers know both, and our writer neither
        return _SHORT.sub(lambda found: {b"b": b"\\u0008", b"f": b"\\u000C"}.get(found[1], found[0]), lines)
    return lines


def _ends_whole(before: bytes) -> bool:
    """Tell whether text that a datatype follows ends in a whole number, alone in its quotation marks."""
    return before[before.rfind(b'"') + 1 :].lstrip(b"+-").isdigit()


def _is_offset(before: bytes) -> bool:
    return before.rsplit(b" ", 2)[1] in _STARTS


class Mending:
    """A file that mends lines on their way to another (:func:`lines_from_engine`), which closing it leaves open."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._held: list[bytes] = []
        self._size = 0

    def write(self, part: bytes) -> int:
        """Take a part, which may end within a line."""
        self._held.append(bytes(part))
        self._size += len(part)
        if self._size > _BLOCK:
            self.close()
        return len(part)

    def flush(self) -> None:
        """Do nothing: lines are written whole."""

    def close(self) -> None:
        """Write all lines that are whole."""
        whole, end, rest = b"".join(self._held).rpartition(b"\n")
        self._out.write(lines_from_engine(whole + end))
        self._held, self._size = [rest], len(rest)


def quad_to_engine(subject: Node, predicate: Node, item: Node, graph: EngineGraph) -> ox.Quad:
    """Return a triple of rdflib's as a quad of the engine's; raise StoreError where it is not RDF."""
    try:
        return ox.Quad(to_engine(subject), to_engine(predicate), to_engine(item), graph)  # type: ignore[arg-type]
    except TypeError:
        what = f'"{subject}", "{predicate}", "{item}" is not a triple'
        raise StoreError.at(None, what, "a subject is an IRI or a blank node, a predicate an IRI") from None
