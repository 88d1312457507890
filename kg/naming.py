"""Finds what a person names, by id, prefixed name, IRI or label, and says what is near where nothing is called that.

The one way for every command and question. Where names come from is up to the caller: the values of a ledger here, a
store by pointed queries in ``kg.store.naming``.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from itertools import islice
from typing import Final, NamedTuple, Protocol, TypeVar

from kg.claims import Claim, Corpus, Document, Entity, Predicate, Topic, claim_key
from kg.errors import QueryError
from kg.terms import prefixes

__all__ = [
    "PATHS",
    "TOLD",
    "Name",
    "Names",
    "did_you_mean",
    "find",
    "find_claim",
    "find_document",
    "find_entity",
    "find_name",
    "find_predicate",
    "named_iri",
]

PATHS: Final = {
    "entity": "",
    "predicate": "predicate/",
    "topic": "topic/",
    "document": "document/",
    "claim": "claim/",
}
"""Kinds of records, and where the nodes of each live under a ledger's base."""

_ID: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")
_KEY: Final = re.compile(r"[0-9a-f]{20}")
_NEAREST: Final = 3
TOLD: Final = 5
"""How many records with one label are told."""
_ALIKE: Final = 0.6
"""How much of two names must be the same, of 1, for the one to be proposed for the other."""


class Name(NamedTuple):
    """What a record is called: its kind (of :data:`PATHS`), id, IRI and label."""

    kind: str
    id: str
    iri: str
    label: str = ""


class Names(Protocol):
    """Where records are looked up."""

    @property
    def base(self) -> str:
        """Where the ledger's instances live."""

    def at(self, kind: str, iri: str) -> Name | None:
        """Return the record with an IRI."""

    def known(self, kind: str, id_: str) -> Name | None:
        """Return the record with an id; of a claim also with the key in its IRI."""

    def called(self, kind: str, label: str, *, fold: bool) -> Iterable[Name]:
        """Return the records with a label or another label, a few at most; ``fold``: in capitals or not."""

    def some(self, kind: str) -> tuple[list[Name], bool]:
        """Return records to propose, and whether these are all."""


def find(names: Names, what: str, *kinds: str) -> Name:
    """Return the record that is called ``what``, of one of the kinds.

    That is its id, a prefixed name (``kb:meta``, ``document:a-release``), an IRI, in ``< >`` or not, its label or
    another label, in capitals or not; of a claim also its key. What is more exact wins, and then the kind that is named
    first. Raises QueryError where nothing is called that, with the nearest names, or several records are.
    """
    iri = named_iri(names.base, what)
    if iri is not None:
        for kind in kinds:
            if found := names.at(kind, iri):
                return found
    own = what if iri is None else iri.removeprefix(names.base)
    if found := _first(names, own, kinds):
        return found
    if iri is None and what.strip():
        for fold in (False, True):
            if fold and (found := _first(names, what.strip().lower(), kinds)):
                return found
            same = {one.iri: one for kind in kinds for one in names.called(kind, what.strip(), fold=fold)}
            if len(same) > 1:
                told = " or ".join(f"{one.id} ({one.kind})" for one in islice(same.values(), TOLD))
                raise QueryError.at(None, f'there is more than one "{what}"', f"name one by its id: {told}")
            for found in same.values():
                return found
    raise QueryError.at(None, f'there is no {" or ".join(kinds)} "{what}"', _nearest(names, own, kinds))


def _first(names: Names, id_: str, kinds: Iterable[str]) -> Name | None:
    """Return the record with an id, or a path below the base, of the first kind that has one."""
    for kind in kinds:
        local = id_.removeprefix(PATHS[kind])
        if _ID.fullmatch(local) and (found := names.known(kind, local)):
            return found
    return None


def named_iri(base: str, what: str) -> str | None:
    """Return the IRI that is meant, where one is written: in full, in ``< >``, by a prefix, or below the base."""
    if what.startswith("<") and what.endswith(">"):
        return what[1:-1]
    if "://" in what:
        return what
    prefix, colon, local = what.partition(":")
    known = prefixes(base)
    if colon and prefix in known and not re.search(r"\s", local):
        return known[prefix] + local
    return base + what if any(path and what.startswith(path) for path in PATHS.values()) else None


def did_you_mean(what: str, known: Mapping[str, str]) -> str:
    """Propose up to three names that are alike, with their labels; "" where none is. ``known`` are labels by name."""
    spellings = {spelling.casefold(): id_ for id_, label in known.items() for spelling in (label, id_) if spelling}
    near = get_close_matches(what.casefold(), spellings, n=_NEAREST, cutoff=_ALIKE)
    told = [f"{id_} ({known[id_]})" if known[id_] else id_ for id_ in dict.fromkeys(spellings[one] for one in near)]
    return f"did you mean {' or '.join(told)}?" if told else ""


def _nearest(names: Names, what: str, kinds: Iterable[str]) -> str:
    """Say which records are near, or give an example; and where not all were looked at, that."""
    groups = [names.some(kind) for kind in kinds]
    known = {one.id: one.label for group, _ in groups for one in group}
    said = did_you_mean(what, known)
    if not said:
        said = f"give the id of one, such as {min(known)}" if known else "there is none yet"
    return said if all(whole for _, whole in groups) else f"{said} Only {len(known):,} of all names were looked at"


Record = Entity | Predicate | Topic | Document | Claim
Found = TypeVar("Found", Entity, Predicate, Document, Claim)


class _Values:
    """The names of a ledger's values."""

    def __init__(self, corpus: Corpus) -> None:
        self.base = corpus.ledger.base
        self._records: Mapping[str, Iterable[Record]] = {
            "entity": corpus.entities,
            "predicate": corpus.predicates,
            "topic": corpus.topics,
            "document": corpus.documents,
            "claim": corpus.claims,
        }

    def at(self, kind: str, iri: str) -> Name | None:
        path = f"{self.base}{PATHS[kind]}"
        return self.known(kind, iri.removeprefix(path)) if iri.startswith(path) else None

    def known(self, kind: str, id_: str) -> Name | None:
        by_id = (record for record in self._records[kind] if record.id == id_)
        by_key = (
            record
            for record in self._records[kind]
            if isinstance(record, Claim) and _KEY.fullmatch(id_) and claim_key(record) == id_
        )
        return next((self._name(kind, record) for found in (by_id, by_key) for record in found), None)

    def called(self, kind: str, label: str, *, fold: bool) -> Iterable[Name]:
        for record in self._records[kind]:
            spellings = {_label(record), *getattr(record, "alias", ())}
            if label in spellings or (fold and label.casefold() in map(str.casefold, spellings)):
                yield self._name(kind, record)

    def some(self, kind: str) -> tuple[list[Name], bool]:
        return [self._name(kind, record) for record in self._records[kind]], True

    def _name(self, kind: str, record: Record) -> Name:
        return Name(kind, record.id, f"{self.base}{PATHS[kind]}{record.id}", _label(record))


def _label(record: Record) -> str:
    return record.title if isinstance(record, Document) else record.label


def find_name(corpus: Corpus, what: str, *kinds: str) -> Name:
    """Find the record of one of the kinds that is called ``what`` in a ledger; see :func:`find`."""
    return find(_Values(corpus), what, *kinds)


def find_entity(corpus: Corpus, what: str) -> Entity:
    """Return the entity that is called ``what``; see :func:`find`."""
    return _of(corpus.entities, find_name(corpus, what, "entity"))


def find_predicate(corpus: Corpus, what: str) -> Predicate:
    """Return the predicate that is called ``what``; see :func:`find`."""
    return _of(corpus.predicates, find_name(corpus, what, "predicate"))


def find_document(corpus: Corpus, what: str) -> Document:
    """Return the document that is called ``what``; see :func:`find`."""
    return _of(corpus.documents, find_name(corpus, what, "document"))


def find_claim(corpus: Corpus, what: str) -> Claim:
    """Return the claim that is called ``what``; see :func:`find`."""
    return _of(corpus.claims, find_name(corpus, what, "claim"))


def _of(records: Iterable[Found], name: Name) -> Found:
    return next(record for record in records if record.id == name.id)
