"""Turns what a person gives (``about=llama-4``) into an RDF term, written as SPARQL.

Types of a question's parameters::

    entity predicate topic document    a record that the ledger has
    claim                              a claim of the ledger, also by the key in its IRI
    date                               a day, 2024-07-31
    integer decimal                    a number
    text                               any text
    period                             as people write it (Q2 2024) or EDTF (2024-34); becomes the EDTF string

Records go by id, prefixed name (``kb:llama-4``), IRI or label: see :func:`kg.naming.find`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from rdflib import URIRef

from kg.claims import plain_decimal
from kg.errors import NotationError, QueryError
from kg.naming import PATHS
from kg.periods import parse_period
from kg.sparql import literal, reference
from kg.store import Store
from kg.store.naming import CLASSES, find_node
from kg.store.naming import example as some_id
from kg.terms import XSD

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

RECORDS: Final = {kind: (CLASSES[kind], path) for kind, path in PATHS.items()}
"""The class of each kind of record, and where its nodes live under the base."""

TYPES: Final = (*RECORDS, *EXAMPLES)
"""The names of all types."""

_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def term(store: Store, kind: str, value: str) -> str:
    """Write a value of one of :data:`TYPES` as SPARQL.

    Raises QueryError where it is not of that type, or the ledger has no such record.
    """
    if kind in RECORDS:
        return reference(find_node(store, f"<{value}>" if isinstance(value, URIRef) else value, kind).iri)
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


def example(store: Store, kind: str) -> str:
    """Return a value of one of :data:`TYPES` as a person may write it; for a record, one that this ledger has."""
    return EXAMPLES.get(kind) or some_id(store, kind) or "none, for there is none yet"


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
