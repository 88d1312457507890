"""The graphs of a ledger, and where its identifiers live."""

from typing import Final

from rdflib import Dataset, URIRef

from kg.errors import GraphError
from kg.terms import AC, PREFIXES, VOID, XSD

__all__ = [
    "DOCUMENT",
    "EXPECTS",
    "QUDT_SYMBOL",
    "QUDT_UNIT",
    "accepted_graph",
    "homeless",
    "ledger_base",
    "ledger_graph",
    "rule_graph",
]

QUDT_UNIT: Final = URIRef(f"{PREFIXES['qudt']}Unit")
QUDT_SYMBOL: Final = URIRef(f"{PREFIXES['qudt']}symbol")

EXPECTS: Final = {"entity": AC.Entity, "measure": AC.Measure, "text": XSD.string}
"""What a predicate's ``expects`` is in RDF; "any" is silence."""

DOCUMENT: Final = "document:"
"""How a link's ``asserted_by`` begins where a document asserts it."""


def ledger_graph(base: str) -> URIRef:
    """Name the graph that holds a ledger whose instances live under ``base``."""
    return URIRef(f"{base}graph/ledger")


def accepted_graph(base: str) -> URIRef:
    """Name the derived graph that asserts the content of roles, relations and fulfilled claims."""
    return URIRef(f"{base}graph/accepted")


def rule_graph(base: str, rule: str = "") -> URIRef:
    """Name the derived graph that holds what follows by a rule of ``kg.derived``; what all such names begin with."""
    return URIRef(f"{base}graph/derived/{rule}")


def ledger_base(dataset: Dataset) -> str:
    """Return where a dataset's instances live, by its ``void:uriSpace``; raise GraphError without one."""
    for _, _, space, _ in dataset.quads((None, VOID.uriSpace, None, None)):
        return str(space)
    raise homeless()


def homeless() -> GraphError:
    """Return the error of RDF that describes no ledger."""
    what = "the graph does not say where its identifiers live"
    return GraphError.at(None, what, "add <…/ledger> a void:Dataset ; void:uriSpace “the base”, as kg export writes it")
