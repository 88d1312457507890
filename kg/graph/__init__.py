"""A ledger's values as RDF and back: ``recover(build(corpus)) == corpus``.

The shape is written down in ``docs/graph.md``. There are no blank nodes: a node that is part of another has
an IRI made from it, so that two exports can be compared line by line.
"""

from kg.graph.building import build, lines, triples
from kg.graph.names import accepted_graph, ledger_base, ledger_graph, rule_graph
from kg.graph.recovering import recover
from kg.graph.statements import Statement, Words
from kg.graph.writing import STREAMED, stream, write, write_graph

__all__ = [
    "STREAMED",
    "Statement",
    "Words",
    "accepted_graph",
    "build",
    "ledger_base",
    "ledger_graph",
    "lines",
    "recover",
    "rule_graph",
    "stream",
    "triples",
    "write",
    "write_graph",
]
