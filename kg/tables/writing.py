"""Results in the formats of the W3C."""

import csv as comma_separated
import io
import json as javascript
import re
from collections.abc import Sequence
from typing import Final

from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.sparql import literal
from kg.store import Row, Solutions
from kg.terms import XSD

__all__ = ["boolean", "csv", "graph", "json", "tsv"]

_RESULTS: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")

_BARE: Final = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.double: re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
}
"""Numbers that Turtle writes without quotation marks, where they have this form."""


def csv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Write values alone, each row ending in CR LF; an unbound variable is an empty field, as is an empty text."""
    text = io.StringIO(newline="")
    writer = comma_separated.writer(text)
    writer.writerow(columns)
    writer.writerows(rows.texts() if isinstance(rows, Solutions) else map(_texts, rows))
    return text.getvalue().encode()


def tsv(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Write terms in Turtle's notation, each row ending in LF; an unbound variable is an empty field."""
    lines = ["\t".join(f"?{column}" for column in columns)]
    lines += ["\t".join("" if term is None else _turtle(term) for term in row) for row in rows]
    return "".join(f"{line}\n" for line in lines).encode()


def graph(columns: Sequence[str], rows: Sequence[Row]) -> Graph:
    """Describe rows in the W3C's result set vocabulary, which RDF formats can then write; rows keep their number."""
    found = Graph()
    whole = BNode("results")
    found.add((whole, RDF.type, _RESULTS.ResultSet))
    for column in columns:
        found.add((whole, _RESULTS.resultVariable, Literal(column)))
    for number, row in enumerate(rows, 1):
        solution = BNode(f"row{number}")
        found.add((whole, _RESULTS.solution, solution))
        found.add((solution, _RESULTS["index"], Literal(number)))
        for column, term in zip(columns, row, strict=True):
            if term is not None:
                binding = BNode(f"row{number}.{column}")
                found.add((solution, _RESULTS.binding, binding))
                found.add((binding, _RESULTS.variable, Literal(column)))
                found.add((binding, _RESULTS.value, term))
    return found


def json(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Write the results format of SPARQL 1.1; an unbound variable is absent."""
    bindings = [
        {column: _object(term) for column, term in zip(columns, row, strict=True) if term is not None} for row in rows
    ]
    content = {"head": {"vars": list(columns)}, "results": {"bindings": bindings}}
    return f"{javascript.dumps(content, ensure_ascii=False)}\n".encode()


def boolean(answer: bool) -> bytes:  # noqa: FBT001  (the value to write)
    """Write the answer to an ASK in the results format of SPARQL 1.1."""
    return f"{javascript.dumps({'head': {}, 'boolean': answer})}\n".encode()


def _texts(row: Row) -> list[Node | str | None]:
    return [f"_:{term}" if isinstance(term, BNode) else term for term in row]


def _turtle(term: Node) -> str:
    if isinstance(term, Literal):
        if term.datatype in _BARE and _BARE[term.datatype].fullmatch(term):
            return str(term)
        datatype = None if term.datatype in {None, XSD.string} else str(term.datatype)
        return literal(str(term), datatype, term.language)
    return f"_:{term}" if isinstance(term, BNode) else f"<{term}>"


def _object(term: Node) -> dict[str, str]:
    if isinstance(term, Literal):
        found = {"type": "literal", "value": str(term)}
        if term.language:
            return {**found, "xml:lang": term.language}
        return found if term.datatype in {None, XSD.string} else {**found, "datatype": str(term.datatype)}
    return {"type": "uri" if isinstance(term, URIRef) else "bnode", "value": str(term)}
