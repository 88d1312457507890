"""A ledger's statements as text: what rdflib's terms or an engine's say, without making any."""

from collections.abc import Iterator

from rdflib import BNode, Dataset, Literal
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from kg.graph.names import ledger_graph

__all__ = ["Statement", "Words", "statements"]


class Words(str):
    """The text of a literal: equal to that of another literal, and never to an IRI, which is a plain string.

    Its language and datatype are not kept: a text said twice, in two languages, is one.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__


Statement = tuple[str, str, str]
"""Subject, predicate, object: IRIs, :class:`Words`, or ``_:`` and the name of a blank node."""


def statements(dataset: Dataset, base: str) -> Iterator[Statement]:
    """Yield what a dataset's ledger says, in its default graph and in ``graph:ledger`` of this ``base``."""
    for name in (ledger_graph(base), DATASET_DEFAULT_GRAPH_ID):
        for subject, predicate, item in dataset.graph(name).triples((None, None, None)):
            yield _text(subject), str(predicate), _text(item)


def _text(node: Node) -> str:
    if isinstance(node, Literal):
        return Words(node)
    return f"_:{node}" if isinstance(node, BNode) else str(node)
