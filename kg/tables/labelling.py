"""Labels of the nodes in a table, found when somebody looks."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, cast

from rdflib import Literal, URIRef

from kg.sparql import reference
from kg.store import Row, Solutions, Store
from kg.terms import DCTERMS, RDFS, SKOS

__all__ = ["Labels", "labels"]

_BATCH: Final = 2_000
_RANKS: Final = {str(name): rank for rank, name in enumerate((RDFS.label, SKOS.prefLabel, DCTERMS.title))}
_QUERY: Final = """
    SELECT ?node ?property ?label WHERE {
      VALUES ?node { %s }
      ?node ?property ?label
      FILTER (?property IN (rdfs:label, skos:prefLabel, dct:title))
    }
"""


def labels(store: Store, rows: Iterable[Row]) -> dict[URIRef, str]:
    """Find labels for all IRIs of a table (or of its rows); IRIs without one are absent.

    Of several, ``rdfs:label`` wins over ``skos:prefLabel`` and ``dct:title``, and text without a language or in
    English over other languages.
    """
    nodes = sorted({term for row in rows for term in row if isinstance(term, URIRef)})
    found: dict[URIRef, tuple[int, bool, str]] = {}
    for start in range(0, len(nodes), _BATCH):
        values = " ".join(reference(node) for node in nodes[start : start + _BATCH])
        answer = cast("Solutions", store.query(_QUERY % values))
        for node, name, label in cast("Iterable[tuple[URIRef, URIRef, Literal]]", answer):
            candidate = (_RANKS[str(name)], label.language not in {None, "en"}, str(label))
            found[node] = min(candidate, found.get(node, candidate))
    return {node: label for node, (_, _, label) in found.items()}


class Labels(Mapping[URIRef, str]):
    """The same, as a mapping that asks the store when it is first used, and is empty if the store is closed by then."""

    def __init__(self, store: Store, rows: Iterable[Row]) -> None:
        self._store = store
        self._rows = rows

    @cached_property
    def _found(self) -> Mapping[URIRef, str]:
        return {} if self._store.closed else labels(self._store, self._rows)

    def __getitem__(self, node: URIRef) -> str:
        return self._found[node]

    def __iter__(self) -> Iterator[URIRef]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
