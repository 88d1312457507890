"""Turns what a person gives (``about=llama-4``) into an RDF term, written as SPARQL.

Types of a question's parameters::

    entity predicate topic document    the id of a record that the ledger has
    claim                              a claim's id in the records, or the key in its IRI
    date                               a day, 2024-07-31
    integer decimal                    a number
    text                               any text
    period                             as people write it (Q2 2024) or EDTF (2024-34); becomes the EDTF string

An id may also be written as a prefixed name (``kb:llama-4``) or as a whole IRI.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Final, cast

from rdflib import Literal, URIRef

from kg.claims import plain_decimal
from kg.errors import NotationError, QueryError
from kg.periods import parse_period
from kg.sparql import literal, reference
from kg.store import Store
from kg.terms import AC, RDF, SKOS, XSD

__all__ = ["ANYTHING", "EXAMPLES", "RECORDS", "TYPES", "example", "guess", "term"]

ANYTHING: Final = "*"
"""A value that leaves the parameter a variable, so that it matches anything."""

EXAMPLES: Final = {
    "date": "2024-07-31",
    "integer": "5",
    "decimal": "0.25",
    "text": "open source",
    "period": "Q2 2024",
}
"""One value of each type that is no record, as a person may write it."""

RECORDS: Final = {
    "entity": (AC.Entity, ""),
    "predicate": (RDF.Property, "predicate/"),
    "topic": (SKOS.Concept, "topic/"),
    "document": (AC.Document, "document/"),
    "claim": (AC.Claim, "claim/"),
}
"""The class of each kind of record, and where its nodes live under the base."""

TYPES: Final = (*RECORDS, *EXAMPLES)
"""The names of all types."""

_ID: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.\-]*")
_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def term(store: Store, kind: str, value: str) -> str:
    """Write a value of one of :data:`TYPES` as SPARQL.

    Raises QueryError where it is not of that type, or the ledger has no such record.
    """
    if kind in RECORDS:
        return _record(store, kind, value)
    return _VALUES[kind](value)


def guess(store: Store, value: str) -> str:
    """Write a value as SPARQL by its looks: ``<an IRI>``, a prefixed name, a day, a number, true or false, else a text.

    Quotation marks make a text of anything. Raises QueryError for an IRI or a day that is none.
    """
    iri = _iri(store, value)
    if iri is not None:
        return reference(iri)
    if _DAY.fullmatch(value):
        return _day(value)
    if _DECIMAL.fullmatch(value) or value in {"true", "false"}:
        return value
    quoted = len(value) > 1 and value[0] == value[-1] == '"'
    return literal(value[1:-1] if quoted else value)


def _iri(store: Store, value: str) -> str | None:
    """Read ``<iri>``, a prefixed name with a known prefix, or an rdflib IRI."""
    if isinstance(value, URIRef):
        return str(value)
    if value.startswith("<") and value.endswith(">"):
        return value[1:-1]
    prefix, colon, local = value.partition(":")
    if colon and prefix in store.prefixes and not re.search(r"\s", local):
        return store.prefixes[prefix] + local
    return None


def _record(store: Store, kind: str, value: str) -> str:
    """Find a record by its id or IRI; a claim also by its key."""
    type_, part = RECORDS[kind]
    iri = _iri(store, value) or (value if "://" in value else None)
    if iri is None and _ID.fullmatch(value):
        iri = f"{store.base}{part}{value}"
    if iri and store.query(f"ASK {{ {reference(iri)} a <{type_}> }}"):
        return reference(iri)
    if kind == "claim":
        claims = cast(
            "Iterable[tuple[URIRef]]", store.query(f"SELECT ?c {{ ?c a ac:Claim ; dct:identifier {literal(value)} }}")
        )
        for (claim,) in claims:
            return reference(claim)
    near = _nearest(value, _known(store, kind))
    instead = f"did you mean {' or '.join(near)}?" if near else f"give the id of one, such as {example(store, kind)}"
    raise QueryError.at(None, f'the ledger has no {kind} "{value}"', instead)


def example(store: Store, kind: str) -> str:
    """Return a value of one of :data:`TYPES` as a person may write it; for a record, one that this ledger has."""
    return EXAMPLES.get(kind) or min(_known(store, kind), default="none, for there is none yet")


def _known(store: Store, kind: str) -> dict[str, str]:
    """Map the ids of all records of a kind to their labels."""
    type_, part = RECORDS[kind]
    query = f"""
        SELECT ?node (SAMPLE(?name) AS ?id) (SAMPLE(?text) AS ?label) WHERE {{
          ?node a <{type_}>
          FILTER STRSTARTS(STR(?node), {literal(store.base + part)})
          OPTIONAL {{ ?node dct:identifier ?name }}
          OPTIONAL {{ ?node rdfs:label|skos:prefLabel|dct:title ?text }}
        }} GROUP BY ?node
    """
    rows = cast("Iterable[tuple[URIRef, Literal | None, Literal | None]]", store.query(query))
    return {str(name or node.removeprefix(store.base + part)): str(label or "") for node, name, label in rows}


def _nearest(value: str, known: Mapping[str, str]) -> list[str]:
    """Return up to three ids, with their labels, that are alike in id or label."""
    spellings = {spelling.casefold(): id_ for id_, label in known.items() for spelling in (label, id_) if spelling}
    ids = dict.fromkeys(spellings[near] for near in get_close_matches(value.casefold(), spellings, n=3))
    return [f"{id_} ({known[id_]})" if known[id_] else id_ for id_ in ids]


def _day(value: str) -> str:
    try:
        day = date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError:
        raise QueryError.at(None, f'"{value}" is not a day', "write year, month and day, such as 2024-07-31") from None
    return literal(day.isoformat(), str(XSD.date))


def _integer(value: str) -> str:
    if not _INTEGER.fullmatch(value):
        raise QueryError.at(None, f'"{value}" is not a whole number', "write digits alone, such as 5")
    return value


def _decimal(value: str) -> str:
    if not _DECIMAL.fullmatch(value):
        raise QueryError.at(None, f'"{value}" is not a number', "write digits and a point, such as 0.25")
    return plain_decimal(Decimal(value))


def _period(value: str) -> str:
    try:
        period = parse_period(value)
    except NotationError as reason:
        problem = reason.problems[0]
        raise QueryError.at(None, problem.what, problem.instead) from None
    return literal(period.edtf or value)


_VALUES: Final[Mapping[str, Callable[[str], str]]] = {
    "date": _day,
    "integer": _integer,
    "decimal": _decimal,
    "text": literal,
    "period": _period,
}
