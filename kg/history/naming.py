"""Finds what a person names: by id, prefixed name or IRI."""

import difflib
from collections.abc import Iterable
from typing import Protocol, TypeVar

from kg.claims import Claim, Corpus, Entity, Predicate, claim_key
from kg.errors import QueryError

__all__ = ["entity_iri", "find_claim", "find_entity", "find_predicate"]


class _Record(Protocol):
    @property
    def id(self) -> str: ...


Found = TypeVar("Found", bound=_Record)


def entity_iri(base: str, what: str) -> str:
    """Return the IRI that an entity called ``what`` (id, ``kb:id`` or IRI) has in a ledger, if it is in there."""
    return base + _bare(base, what, ("kb:",))


def find_entity(corpus: Corpus, what: str) -> Entity:
    """Return the entity called ``what`` (id, ``kb:id`` or IRI); raise QueryError, with the nearest, without one."""
    return _find(corpus.entities, _bare(corpus.ledger.base, what, ("kb:",)), what, "entity")


def find_predicate(corpus: Corpus, what: str) -> Predicate:
    """Return the predicate called ``what``, as :func:`find_entity` does."""
    return _find(corpus.predicates, _bare(corpus.ledger.base, what, ("predicate:", "predicate/")), what, "predicate")


def find_claim(corpus: Corpus, what: str) -> Claim:
    """Return the claim called ``what``, by its id or the key in its IRI, as :func:`find_entity` does."""
    name = _bare(corpus.ledger.base, what, ("claim:", "claim/"))
    by_key = next((claim for claim in corpus.claims if claim.id != name and claim_key(claim) == name), None)
    return by_key or _find(corpus.claims, name, what, "claim")


def _bare(base: str, what: str, prefixes: Iterable[str]) -> str:
    name = what.removeprefix(base)
    for prefix in prefixes:
        name = name.removeprefix(prefix)
    return name


def _find(records: Iterable[Found], name: str, what: str, kind: str) -> Found:
    known = {one.id: one for one in records}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    instead = f"did you mean {' or '.join(near)}?" if near else "kg query --list shows how to find names"
    raise QueryError.at(None, f'there is no {kind} "{what}"', instead)
