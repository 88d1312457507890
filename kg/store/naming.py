"""Finds what a person names in a store, by pointed queries: what they take does not grow with the ledger's names."""

from collections.abc import Iterable, Iterator
from typing import Final, cast

from kg.naming import PATHS, TOLD, Name, find
from kg.sparql import literal, reference
from kg.store.solutions import Solutions
from kg.store.surface import Store
from kg.terms import AC, DCTERMS, RDF, RDFS, SKOS

__all__ = ["CLASSES", "example", "find_node"]

CLASSES: Final = {
    "entity": AC.Entity,
    "predicate": RDF.Property,
    "topic": SKOS.Concept,
    "document": AC.Document,
    "claim": AC.Claim,
}
"""The class of each kind of record."""

_LABELS: Final = {"topic": SKOS.prefLabel, "document": DCTERMS.title}
"""The property of the label, where it is another than ``rdfs:label``."""

_MOST: Final = 2_000
"""How many names of each kind are read to propose one: every server gives so many rows."""


def find_node(store: Store, what: str, *kinds: str) -> Name:
    """Return the record of one of the kinds that is called ``what`` in a store; see :func:`kg.naming.find`."""
    return find(_Nodes(store), what, *kinds)


def example(store: Store, kind: str) -> str | None:
    """Return the id of some record of a kind, None where there is none."""
    return min((name.id for name in _Nodes(store).some(kind)[0]), default=None)


class _Nodes:
    """The names of a store's nodes."""

    def __init__(self, store: Store) -> None:
        self.base = store.base
        self._store = store

    def at(self, kind: str, iri: str) -> Name | None:
        node = reference(iri)
        if not iri.startswith(self.base + PATHS[kind]):  # the ontology's own
            return None
        return self._name(kind, iri) if self._store.query(f"ASK {{ {node} a <{CLASSES[kind]}> }}") else None

    def known(self, kind: str, id_: str) -> Name | None:
        if kind == "claim":
            query = f"?node dct:identifier {literal(id_)} ; a <{CLASSES[kind]}> ."
            for node, _, _ in self._found(kind, query, 1):
                return Name(kind, id_, node)
        return self.at(kind, f"{self.base}{PATHS[kind]}{id_}")

    def called(self, kind: str, label: str, *, fold: bool) -> Iterable[Name]:
        spelt = f"{self._label(kind)}|skos:altLabel"
        query = f"?node {spelt} {literal(label)} ; a <{CLASSES[kind]}> ."
        if fold:
            same = f"FILTER (LCASE(STR(?text)) = {literal(label.lower())})"
            query = f"?node a <{CLASSES[kind]}> ; {spelt} ?text . {same}"
        return [self._name(kind, *row) for row in self._found(kind, query, TOLD)]

    def some(self, kind: str) -> tuple[list[Name], bool]:
        found = [self._name(kind, *row) for row in self._found(kind, f"?node a <{CLASSES[kind]}> .", _MOST + 1)]
        return found[:_MOST], len(found) <= _MOST

    def _found(self, kind: str, pattern: str, most: int) -> Iterator[tuple[str, str, str]]:
        """Yield so many nodes of a pattern that are the ledger's own, with their identifier and label."""
        query = f"""
            SELECT ?node (MIN(STR(?id)) AS ?name) (MIN(STR(?said)) AS ?label) WHERE {{
              {{
                SELECT DISTINCT ?node WHERE {{
                  {pattern} FILTER STRSTARTS(STR(?node), {literal(self.base + PATHS[kind])})
                }} LIMIT {most}
              }}
              OPTIONAL {{ ?node dct:identifier ?id }}
              OPTIONAL {{ ?node {self._label(kind)} ?said }}
            }} GROUP BY ?node ORDER BY STR(?node)
        """
        for node, name, label in cast("Solutions", self._store.query(query)).texts():
            yield str(node), name or "", label or ""

    def _label(self, kind: str) -> str:
        return reference(_LABELS.get(kind, RDFS.label))

    def _name(self, kind: str, iri: str, identifier: str = "", label: str = "") -> Name:
        return Name(kind, identifier or iri.removeprefix(self.base + PATHS[kind]), iri, label)
