"""What is near a node, asked step by step, so that the rest of a ledger is never read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast

from kg.errors import QueryError
from kg.naming import named_iri
from kg.sparql import reference
from kg.store import Solutions, Store
from kg.store.naming import find_node

__all__ = ["bases", "claims", "find", "told"]

_BATCH: Final = 1_000
_TIES: Final = "ac:claimant|ac:holder|rdf:subject|rdf:object|ac:about"

_NEAR_ENTITIES: Final = f"""
    SELECT ?claim WHERE {{
      {{ SELECT DISTINCT ?claim WHERE {{ VALUES ?near {{ %s }} ?claim {_TIES} ?near }} }}
      ?claim a ?class
      FILTER (?class = ac:Claim)
    }}
"""
_TIED: Final = f"SELECT DISTINCT ?entity WHERE {{ VALUES ?near {{ %s }} ?near {_TIES} ?entity FILTER isIRI(?entity) }}"
_LINKED: Final = """
    SELECT DISTINCT ?claim WHERE {
      VALUES ?near { %s }
      { ?link rdf:subject ?near ; rdf:object ?claim ; a ?class }
      UNION
      { ?link rdf:object ?near ; rdf:subject ?claim ; a ?class }
      FILTER (?class = ac:ClaimLink)
    }
"""
_BASES: Final = """
    SELECT DISTINCT ?claim WHERE {
      VALUES ?near { %s }
      ?verdict ac:resolves ?near ; prov:wasDerivedFrom ?claim .
      ?claim a ?class
      FILTER (?class = ac:Claim)
    }
"""


def find(store: Store, about: str) -> str:
    """Return the IRI of an entity that claims are by or about, or of a claim, by whatever it is called.

    An entity need not be declared where claims name it, by its IRI or its place below the base. Raises QueryError where
    there is neither, with the nearest names, and where no claim is by or about it.
    """
    try:
        node = find_node(store, about, "entity", "claim").iri
    except QueryError as unknown:
        node = named_iri(store.base, about) or store.base + about
        try:
            tied = _tied(store, node)
        except QueryError:  # it is no IRI
            tied = False
        if not tied:
            raise unknown from None
    else:
        if not _tied(store, node):
            raise QueryError.at(None, f'no claim is by or about "{about}"', "name another entity, or a claim")
    return node


def _tied(store: Store, node: str) -> bool:
    return bool(_claims(store, [reference(node)]) or _ask(store, _NEAR_ENTITIES, [reference(node)]))


def told(store: Store, centre: str) -> set[str]:
    """Return the claims that tell of a node: it or what names it, what is linked with it, what verdicts rest on."""
    near = claims(store, centre, 1)
    return near | bases(store, near)


def claims(store: Store, centre: str, steps: int) -> set[str]:
    """Return the claims within so many steps of a node, and perhaps a few that are a little farther."""
    found = set(_claims(store, [reference(centre)]))
    seen = {centre}
    near = {centre}
    for _ in range(steps):
        if not near:  # all that hangs together has been reached
            break
        of_claims, of_entities = (sorted(map(reference, group)) for group in (near & found, near - found))
        next_claims = {*_ask(store, _NEAR_ENTITIES, of_entities), *_ask(store, _LINKED, of_claims)}
        near = {*next_claims, *_ask(store, _TIED, of_claims)} - seen
        found |= next_claims
        seen |= near
    return found


def bases(store: Store, near: Iterable[str]) -> set[str]:
    """Return the claims from which the verdicts on these claims were worked out."""
    return _ask(store, _BASES, [reference(claim) for claim in near])


def _claims(store: Store, nodes: Sequence[str]) -> set[str]:
    return _ask(store, "SELECT ?node WHERE { VALUES ?node { %s } ?node a ac:Claim }", nodes)


def _ask(store: Store, query: str, nodes: Sequence[str]) -> set[str]:
    """Ask a query of some nodes, so many at a time; return what it finds."""
    batches = (" ".join(nodes[start : start + _BATCH]) for start in range(0, len(nodes), _BATCH))
    return {node for batch in batches for (node,) in _rows(store, query % batch)}


def _rows(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    for row in cast("Solutions", store.query(query)).texts():
        yield tuple(text or "" for text in row)
