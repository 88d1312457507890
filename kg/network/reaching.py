"""What is near a node, asked step by step, so that the rest of a ledger is never read."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, cast

from kg.errors import QueryError
from kg.sparql import literal, reference
from kg.store import Solutions, Store

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
_LABELS: Final = """
    SELECT ?node ?label WHERE {
      ?node a ac:Entity
      OPTIONAL { ?node rdfs:label ?label }
      FILTER (LCASE(STR(?label)) = %s || STRENDS(LCASE(STR(?node)), %s) || STRENDS(LCASE(STR(?node)), %s))
    }
"""
_IDENTIFIED: Final = "SELECT ?node WHERE { ?node dct:identifier %s ; a ?class FILTER (?class = ac:Claim) }"
_NAMED: Final = "SELECT ?node WHERE { ?node %s %s . ?node a ?class FILTER (?class = ac:Claim) } ORDER BY ?node LIMIT 1"
_LABELLED: Final = """
    SELECT ?node WHERE { ?node a ac:Claim ; rdfs:label ?label FILTER (LCASE(STR(?label)) = %s) } ORDER BY ?node LIMIT 1
"""


def find(store: Store, about: str) -> str | None:
    """Return the IRI of an entity that claims are by or about, or of a claim, by its IRI, id or label; else None."""
    try:
        named = [reference(about)]
    except QueryError:
        named = []
    if named and (_claims(store, named) or _ask(store, _NEAR_ENTITIES, named)):
        return about
    low = about.lower()
    entities = sorted(_rows(store, _LABELS % (literal(low), literal(f"/{low}"), literal(f"#{low}"))))
    for name in dict.fromkeys((about, about.casefold())):
        for node, label in entities:
            called = name in {node.rstrip("/#").replace("#", "/").rpartition("/")[2], label.casefold()}
            if called and _ask(store, _NEAR_ENTITIES, [reference(node)]):
                return node
        queries = [_NAMED % ("dct:identifier", literal(name)), _NAMED % ("rdfs:label", literal(name))]
        if name == about.casefold():
            queries.append(_LABELLED % literal(about.lower()))
        for query in queries:
            for (node,) in _rows(store, query):
                return node
    return None


def told(store: Store, name: str) -> set[str]:
    """Return the claims that tell of one claim, by its id or key, or else of an entity, by its id.

    The claim itself and what is linked with it, or what names the entity; and what verdicts on these rest on. Raises
    QueryError where no IRI can have that name.
    """
    keyed = reference(f"{store.base}claim/{name}")
    centres = {*_claims(store, [keyed]), *(node for (node,) in _rows(store, _IDENTIFIED % literal(name)))}
    near = {claim for centre in centres or {store.base + name} for claim in claims(store, centre, 1)}
    return near | bases(store, near)


def claims(store: Store, centre: str, steps: int) -> set[str]:
    """Return the claims within so many steps of a node, and perhaps a few that are a little farther."""
    found = set(_claims(store, [reference(centre)]))
    seen = {centre}
    near = {centre}
    for _ in range(steps):
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
