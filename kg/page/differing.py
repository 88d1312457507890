"""What a claim changes of the one that it restates: :func:`kg.restatements.compare` on a network's nodes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from kg.claims import (
    Appearance,
    Approximation,
    ChangeBasis,
    Claim,
    Commitment,
    Kind,
    Measure,
    Mode,
    Period,
    Text,
    Zone,
)
from kg.restatements import compare

__all__ = ["differences"]

Record = Mapping[str, Any]


def differences(before: Record, after: Record) -> list[dict[str, str]]:
    """List what ``after``, a restatement, changes of ``before``: the effect of each difference, and how, in words.

    Nothing where a node holds values that no ledger has: RDF from elsewhere, which ``kg check`` finds wanting.
    """
    names = {**_names(before), **_names(after)}
    try:
        found = compare(_claim(before), _claim(after), lambda name: names.get(name, name))
    except (ValueError, ArithmeticError):
        return []
    return [{"effect": str(each.effect), "how": each.how} for each in found]


def _names(node: Record) -> dict[str, str]:
    """Return the labels of the entities that a comparison names, by IRI."""
    ties = node["ties"]
    names = dict(zip(ties["claimant"], node["claimants"], strict=True))
    return names | {iri: node[role] for role in ("subject", "object") for iri in ties[role]}


def _claim(node: Record) -> Claim:
    """Return of a node what is compared."""
    ties = node["ties"]
    words = Text(node["object"]) if node["object"] else None
    return Claim(
        id=node["id"],
        subject=next(iter(ties["subject"]), node["subject"]),
        predicate=node["predicate"],
        label=node["label"],
        text=node["text"],
        kind=Kind(node["kind"]),
        commitment=Commitment(node["commitment"]),
        claimant=tuple(ties["claimant"]),
        object=next(iter(ties["object"]), words),
        polarity=node["polarity"],
        measure=_measure(node["measure"]) if node["measure"] else None,
        period=_period(node["period"]) if node["period"] else None,
        condition=node["condition"],
        # Of an appearance only the words are compared.
        appearance=tuple(
            Appearance(each["document"], each["exact"], Mode.UNATTRIBUTED, Zone.BODY, cue=each["cue"])
            for each in node["appearances"]
        ),
    )


def _measure(amount: Record) -> Measure:
    def decimal(name: str) -> Decimal | None:
        return Decimal(amount[name]) if amount[name] else None

    return Measure(
        amount["unit"],
        amount["as_written"],
        **{name: decimal(name) for name in ("value", "low", "high", "rounding", "change_rate")},
        change_basis=ChangeBasis(amount["change_basis"]) if amount["change_basis"] else None,
        approximation=Approximation(amount["approximation"] or "exact"),
    )


def _period(period: Record) -> Period:
    def day(name: str) -> date | None:
        return date.fromisoformat(period[name]) if period[name] else None

    return Period(period["as_written"], period["edtf"] or None, day("earliest"), day("latest"))
