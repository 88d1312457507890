"""The part of a graph that is on some of its claims."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.terms import AC, OA, RDF, VOID

__all__ = ["PART_OF", "Engine", "Named", "Source", "excerpt"]

_TYPE, _CLAIM, _DATASET = (ox.NamedNode(str(term)) for term in (RDF.type, AC.Claim, VOID.Dataset))
PART_OF = tuple(ox.NamedNode(str(term)) for term in (OA.hasBody, AC.resolves, RDF.subject))
"""By what a claim's appearances, verdicts and links say whose they are."""

Named = ox.NamedNode | ox.BlankNode


class Source(ABC):
    """Where the statements are; asked of many nodes at once, since each question may go to a server."""

    @abstractmethod
    def described(self, nodes: Iterable[Named]) -> Mapping[Named, list[ox.Quad]]:
        """Return what is said of nodes, by node; nothing of what is derived."""

    @abstractmethod
    def parts(self, claims: Iterable[Named]) -> set[Named]:
        """Return what says by one of PART_OF that it belongs to one of these claims."""

    @abstractmethod
    def claims(self, nodes: Iterable[Named]) -> set[Named]:
        """Return those nodes that are claims."""

    @abstractmethod
    def ledgers(self) -> set[Named]:
        """Return what is a void:Dataset."""


class Engine(Source):
    """An engine in this process; graphs whose names begin with ``derived`` are left out."""

    def __init__(self, engine: ox.Store, derived: str) -> None:
        self._engine = engine
        self._derived = derived

    def described(self, nodes: Iterable[Named]) -> Mapping[Named, list[ox.Quad]]:
        """Return what is said of nodes, by node."""
        return {node: self._on(node, None, None) for node in nodes}

    def parts(self, claims: Iterable[Named]) -> set[Named]:
        """Return what belongs to claims."""
        found = (quad.subject for claim in claims for part in PART_OF for quad in self._on(None, part, claim))
        return {part for part in found if isinstance(part, Named)}

    def claims(self, nodes: Iterable[Named]) -> set[Named]:
        """Return those nodes that are claims."""
        of_type = self._engine.quads_for_pattern
        return {node for node in nodes if any(True for _ in of_type(node, _TYPE, _CLAIM, None))}

    def ledgers(self) -> set[Named]:
        """Return what is a void:Dataset."""
        return {quad.subject for quad in self._on(None, _TYPE, _DATASET) if isinstance(quad.subject, Named)}

    def _on(self, subject: Named | None, predicate: ox.NamedNode | None, item: Named | None) -> list[ox.Quad]:
        found = self._engine.quads_for_pattern(subject, predicate, item)
        return [quad for quad in found if not getattr(quad.graph_name, "value", "").startswith(self._derived)]


def excerpt(source: Source, claims: Iterable[str], accepted: ox.NamedNode) -> ox.Store:
    """Copy what ``kg.store.Store.part`` tells; ``accepted`` is the graph that joins, and is not followed.

    Goes from the claims outwards, a step at a time. Raises what the source raises.
    """
    wanted: set[Named] = set(map(ox.NamedNode, claims))
    kept: dict[Named, list[ox.Quad]] = {}
    left_out: set[Named] = set()
    seen: set[Named] = set(wanted)
    beyond: set[Named] = set()  # other claims
    todo = wanted | source.parts(wanted)
    while todo:
        found = source.described(todo)
        new = todo.union(quad.object for quads in found.values() for quad in quads if isinstance(quad.object, Named))
        beyond |= source.claims(new - seen)
        seen |= new
        ahead: set[Named] = set()
        for node in todo:
            quads = found.get(node, [])
            if node not in wanted and (node in beyond or any(quad.object in beyond for quad in quads)):
                left_out.add(node)
                continue
            kept[node] = quads
            ahead.update(
                quad.object for quad in quads if isinstance(quad.object, Named) and quad.graph_name != accepted
            )
        todo = ahead - kept.keys() - left_out
    kept |= source.described(source.ledgers())

    def stays(quad: ox.Quad) -> bool:
        if quad.graph_name == accepted and isinstance(quad.object, Named):
            return quad.object in kept
        return quad.object not in left_out and quad.object not in beyond

    copy = ox.Store()
    copy.bulk_extend(quad for quads in kept.values() for quad in quads if stays(quad))
    return copy
