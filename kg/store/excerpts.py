"""The part of a graph that is on some of its claims."""

from collections.abc import Iterable
from functools import cache

import pyoxigraph as ox

from kg.terms import AC, OA, RDF, VOID

__all__ = ["excerpt"]

_TYPE, _CLAIM, _DATASET = (ox.NamedNode(str(term)) for term in (RDF.type, AC.Claim, VOID.Dataset))
_PART_OF = tuple(ox.NamedNode(str(term)) for term in (OA.hasBody, AC.resolves, RDF.subject))
Named = ox.NamedNode | ox.BlankNode


def excerpt(engine: ox.Store, claims: Iterable[str], accepted: ox.NamedNode, derived: str) -> ox.Store:
    """Copy what ``kg.store.Store.part`` tells; ``accepted`` is the graph that joins, and is not followed.

    Graphs whose names begin with ``derived`` are left out.
    """
    wanted: set[Named] = set(map(ox.NamedNode, claims))

    @cache
    def beyond(node: object) -> bool:
        """Tell whether a node is another claim."""
        if node in wanted or not isinstance(node, Named):
            return False
        return any(True for _ in engine.quads_for_pattern(node, _TYPE, _CLAIM, None))

    def on(subject: Named | None, predicate: ox.NamedNode | None, item: Named | None) -> list[ox.Quad]:
        """List the statements that match."""
        found = engine.quads_for_pattern(subject, predicate, item)
        return [quad for quad in found if not getattr(quad.graph_name, "value", "").startswith(derived)]

    parts = (quad.subject for claim in wanted for part in _PART_OF for quad in on(None, part, claim))
    todo = [*wanted, *(part for part in parts if isinstance(part, Named))]
    kept: dict[Named, list[ox.Quad]] = {}
    left_out: set[Named] = set()
    while todo:
        node = todo.pop()
        if node in kept or node in left_out:
            continue
        quads = on(node, None, None)
        if node not in wanted and (beyond(node) or any(beyond(quad.object) for quad in quads)):
            left_out.add(node)
            continue
        kept[node] = quads
        todo += [quad.object for quad in quads if isinstance(quad.object, Named) and quad.graph_name != accepted]
    about = {quad.subject for quad in on(None, _TYPE, _DATASET) if isinstance(quad.subject, Named)}
    kept |= {node: on(node, None, None) for node in about}

    def stays(quad: ox.Quad) -> bool:
        if quad.graph_name == accepted and isinstance(quad.object, Named):
            return quad.object in kept
        return quad.object not in left_out and not beyond(quad.object)

    copy = ox.Store()
    copy.bulk_extend(quad for quads in kept.values() for quad in quads if stays(quad))
    return copy
