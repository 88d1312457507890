"""From RDF to bytes: the same triples give the same bytes, whatever order they were added in.

Turtle and TriG are written for people by a small writer of ours: grouped by document and claim, one
statement a line, so that a changed claim is a small diff. N-Triples and N-Quads are sorted lines. All four are made
of lines of N-Triples, in memory that does not grow with them. JSON-LD and RDF/XML have rooms of their own.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from io import BytesIO
from typing import IO

from rdflib import Dataset, Graph, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from kg.errors import FormatError
from kg.formats import Format, by_name
from kg.graph.jsonld import jsonld
from kg.graph.names import accepted_graph, ledger_base, ledger_graph
from kg.graph.ntriples import line, reference
from kg.graph.rdfxml import rdfxml
from kg.graph.streaming import sorted_lines, turtle
from kg.terms import prefixes

__all__ = ["STREAMED", "stream", "write", "write_graph"]

Triple = tuple[Node, Node, Node]
Source = Callable[[IO[bytes]], None]
"""Writes the triples of a graph into a file, as N-Triples in any order."""

STREAMED = ("turtle", "trig", "ntriples", "nquads")
"""The formats that :func:`stream` knows."""


def write(dataset: Dataset, format: str | Format) -> bytes:  # noqa: A002  (the public name users expect)
    """Write a ledger's dataset as UTF-8 bytes.

    Formats of triples hold ``graph:ledger`` and the default graph alone, since ``graph:accepted`` asserts
    what the ledger only quotes; TriG, N-Quads and JSON-LD keep every graph, named. The ontology's own graph is
    left out: it has its own file. Raises GraphError where the dataset has no ``void:uriSpace``, FormatError
    for GraphML and GEXF (see ``kg.network``) and for text that RDF/XML cannot carry.
    """
    chosen = by_name(format) if isinstance(format, str) else format
    base = ledger_base(dataset)
    ledger = [
        triple
        for name in (ledger_graph(base), DATASET_DEFAULT_GRAPH_ID)
        for triple in dataset.graph(name).triples((None, None, None))
    ]
    if not chosen.named_graphs:
        return _write(chosen, {None: ledger}, base)
    accepted = list(dataset.graph(accepted_graph(base)).triples((None, None, None)))
    graphs: dict[URIRef | None, list[Triple]] = {ledger_graph(base): ledger}
    if accepted:
        graphs[accepted_graph(base)] = accepted
    return _write(chosen, graphs, base)


def write_graph(graph: Graph, format: str | Format, base: str) -> bytes:  # noqa: A002  (as above)
    """Write one graph, such as a CONSTRUCT's answer, with the prefixes of a ledger under ``base``.

    A graph that has an IRI for its name keeps it in formats of named graphs.
    """
    chosen = by_name(format) if isinstance(format, str) else format
    name = graph.identifier if chosen.named_graphs and isinstance(graph.identifier, URIRef) else None
    return _write(chosen, {name: list(graph)}, base)


def stream(
    graphs: Mapping[URIRef | None, Source],
    format: str | Format,  # noqa: A002  (as above)
    base: str,
    out: IO[bytes],
) -> None:
    """Write graphs by their names, None for the one graph of a format of triples, into a file.

    For the formats of :data:`STREAMED`, with the same bytes as :func:`write`: what does not fit into memory is sorted
    in temporary files. Raises FormatError for another format, OSError where a file cannot be written.
    """
    chosen = by_name(format) if isinstance(format, str) else format
    if chosen.name not in STREAMED:
        raise FormatError.at(None, f"{chosen.label} cannot be written part by part", f"use {', '.join(STREAMED)}")
    named = {reference(name) if name else "": source for name, source in graphs.items()}
    if chosen.name in {"turtle", "trig"}:
        turtle(named, base, out)
    else:
        sorted_lines(named, out)


def _write(chosen: Format, graphs: Mapping[URIRef | None, Iterable[Triple]], base: str) -> bytes:
    match chosen.name:
        case "jsonld":
            return jsonld(graphs, base).encode()
        case "xml":
            return rdfxml(graphs[None], prefixes(base)).encode()
        case name if name in STREAMED:
            out = BytesIO()
            stream({name: partial(_put, triples) for name, triples in graphs.items()}, chosen, base, out)
            return out.getvalue()
    raise FormatError.at(None, f"{chosen.label} is not an RDF format", "write it from the network of a ledger")


def _put(triples: Iterable[Triple], out: IO[bytes]) -> None:
    out.writelines(line(*triple).encode() for triple in triples)
