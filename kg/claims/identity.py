"""What makes two records the same, and how their nodes are named."""

import hashlib
import json
from decimal import Decimal
from typing import Any

from kg.claims.values import Appearance, Claim, Link, Resolution, Text

__all__ = [
    "appearance_key",
    "appearance_path",
    "claim_key",
    "claim_path",
    "link_path",
    "plain_decimal",
    "recipe",
    "resolution_key",
    "resolution_path",
]


def plain_decimal(number: Decimal) -> str:
    """Write a decimal without an exponent and always with a point: ``37000000000.0``, ``0.334``.

    The point matters: rdflib rewrites ``"37000000000"^^xsd:decimal`` as ``37000000000.0``, so only the
    dotted form is the same literal in every library.
    """
    digits = format(number, "f")
    if "." not in digits:
        return f"{digits}.0"
    digits = digits.rstrip("0")
    return f"{digits}0" if digits.endswith(".") else digits


def recipe(claim: Claim) -> list[Any]:
    """List what makes two records the same claim, ready for JSON.

    In order: the recipe's version; claimants, sorted; subject; predicate; object (``["entity", id]``,
    ``["text", value]`` or null); measure (value, low, high, unit, change rate, change basis,
    approximation) or null; period (its EDTF, else its words, or null); polarity; commitment.

    Not part of it: appearances (the same claim found twice is one claim), our own wording, kind, holder,
    topics, and how an amount was written or rounded. Commitment is, because a changed modality makes a
    second claim that restates the first.
    """
    item: list[str] | None = None
    if isinstance(claim.object, Text):
        item = ["text", claim.object.value]
    elif claim.object is not None:
        item = ["entity", claim.object]
    amount: list[str | None] | None = None
    if claim.measure is not None:
        measure = claim.measure
        numbers = (measure.value, measure.low, measure.high)
        amount = [None if number is None else plain_decimal(number) for number in numbers]
        rate = None if measure.change_rate is None else plain_decimal(measure.change_rate)
        amount += [measure.unit, rate, measure.change_basis, measure.approximation]
    period = None if claim.period is None else claim.period.edtf or claim.period.as_written
    claimants = sorted(claim.claimant)
    return [1, claimants, claim.subject, claim.predicate, item, amount, period, claim.polarity, claim.commitment]


def _digest(content: list[Any], length: int = 20) -> str:
    """Hash a JSON list: UTF-8, no spaces, non-ASCII kept; the first ``length`` hex digits of SHA-256."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def claim_key(claim: Claim) -> str:
    """Return the last part of a claim's IRI: 80 bits of SHA-256 over its :func:`recipe`, in hex."""
    return _digest(recipe(claim))


def claim_path(claim: str) -> str:
    """Return the path of a claim's IRI under the ledger's base, from its :func:`claim_key`."""
    return f"claim/{claim}"


def _span(appearance: Appearance) -> str:
    """Return ``start-end``; before it is anchored, a hash of the fragment stands in for the offsets."""
    if appearance.start is None or appearance.end is None:
        return _digest([appearance.exact, appearance.prefix, appearance.suffix], 8)
    return f"{appearance.start}-{appearance.end}"


def appearance_key(claim: str, appearance: Appearance) -> str:
    """Name an appearance in the records, of the claim with id ``claim``: ``claim@document:start-end``.

    Before it is anchored, a hash of the fragment stands in for the offsets.
    """
    return f"{claim}@{appearance.document}:{_span(appearance)}"


def appearance_path(claim: str, appearance: Appearance) -> str:
    """Return the path of an appearance's IRI under the base, ``claim`` being its claim's :func:`claim_key`."""
    return f"{claim_path(claim)}.at.{appearance.document}.{_span(appearance)}"


def link_path(subject: str, link: Link, item: str) -> str:
    """Return the path of a link's IRI under the base; ``subject`` and ``item`` are its claims' keys."""
    return f"{claim_path(subject)}.{link.predicate}.{item}.by.{link.asserted_by.replace('document:', 'document.', 1)}"


def resolution_path(claim: str, resolution: Resolution) -> str:
    """Return the path of a resolution's IRI under the base, ``claim`` being its claim's :func:`claim_key`."""
    return f"{claim_path(claim)}.resolution.{resolution_key(resolution)}"


def resolution_key(resolution: Resolution) -> str:
    """Name a resolution within its claim, by criterion, outcome and the two days: 40 bits in hex.

    A later verdict under the same criterion is another resolution; the earlier one stays.
    """
    days = [day.isoformat() if day else None for day in (resolution.known_on, resolution.recorded_on)]
    return _digest([resolution.criterion, resolution.outcome, *days], 10)
