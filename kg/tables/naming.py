"""What people read instead of a term."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from kg.terms import XSD

__all__ = ["INTEGERS", "is_number", "readable", "shorten"]

INTEGERS: Final = {
    *(XSD.integer, XSD.long, XSD.int, XSD.short, XSD.byte),
    *(XSD.nonNegativeInteger, XSD.positiveInteger, XSD.nonPositiveInteger, XSD.negativeInteger),
    *(XSD.unsignedLong, XSD.unsignedInt, XSD.unsignedShort, XSD.unsignedByte),
}
_NUMBERS: Final = INTEGERS | {XSD.decimal, XSD.double, XSD.float}
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.\-]*[A-Za-z0-9_\-])?")
_GROUPED_FROM: Final = 10_000
_DECIMALS: Final = 6
_DIGITS: Final = 18


def is_number(term: Node | None) -> bool:
    """Tell whether a term is a literal of a numeric type."""
    return isinstance(term, Literal) and term.datatype in _NUMBERS


def shorten(term: Node, prefixes: Mapping[str, str]) -> str:
    """Write a term without RDF's marks: an IRI as a prefixed name where one fits, a literal's text."""
    if isinstance(term, URIRef):
        fitting = [(iri, prefix) for prefix, iri in prefixes.items() if term.startswith(iri)]
        for iri, prefix in sorted(fitting, reverse=True):  # the longest first: they begin alike
            if _LOCAL.fullmatch(term[len(iri) :]):
                return f"{prefix}:{term[len(iri) :]}"
    return f"_:{term}" if isinstance(term, BNode) else str(term)


def readable(term: Node | None, labels: Mapping[URIRef, str], prefixes: Mapping[str, str]) -> str:
    """Write a term for people: a label rather than an IRI, 39,100,000,000 rather than 39100000000.0."""
    if term is None:
        return ""
    if isinstance(term, URIRef) and (label := labels.get(term)):
        return label
    return _number(str(term)) if is_number(term) else shorten(term, prefixes)


def _number(text: str) -> str:
    """Group thousands from 10,000 on (so that years stay years); at most six decimals, none that say nothing."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > _DIGITS:
        return text
    shown = f"{round(number, _DECIMALS):{',' if abs(number) >= _GROUPED_FROM else ''}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
