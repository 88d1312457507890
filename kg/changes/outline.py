"""Changes in the order and the words in which people read them, before they are text, Markdown or a feed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.changes.fields import Names
from kg.changes.values import Change, Changes, ClaimChange, Field, How, Record
from kg.claims import Claim, Document, Event, Ledger, Link, Resolution, Unit, claim_key, claim_path

__all__ = ["SIGNS", "Item", "Section", "Verdict", "counted", "outline"]

SIGNS: Final = {How.ADDED: "+", How.GONE: "-", How.CHANGED: "~", How.REWORDED: "~", How.RESOLVED: "~"}

_CLAIMS: Final = (How.ADDED, How.GONE, How.REWORDED, How.RESOLVED)
_KINDS: Final = {
    "link": "links",
    "document": "documents",
    "entity": "entities",
    "predicate": "predicates",
    "topic": "topics",
    "unit": "units",
    "event": "events",
    "ledger": "the ledger itself",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a verdict: it in words, and what of it differs."""

    how: How
    says: str
    fields: tuple[Field, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that has changed.

    ``says`` tells what it is where it came or went, ``became`` what its verdicts have come to; ``day`` is the day on
    which the ledger has it, where its record says so.
    """

    kind: str
    how: How
    label: str
    id: str
    iri: str = ""
    says: str = ""
    became: str = ""
    fields: tuple[Field, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    warnings: tuple[str, ...] = ()
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """What became the same, or is of the same kind."""

    title: str
    items: tuple[Item, ...]


def counted(changes: Changes) -> str:
    """Say how many records of which kind became what, in one line."""
    counts = changes.counts
    parts = [
        f"{count:,} {kind if count == 1 or kind == 'ledger' else 'claims' if kind == 'claim' else _KINDS[kind]} {how}"
        for kind in ("claim", *_KINDS)
        for how in How
        if (count := counts.get((kind, how), 0))
    ]
    return ", ".join(parts) or "nothing has changed"


def outline(changes: Changes) -> list[Section]:
    """Arrange changes: claims by what became of them, then other records by kind; no section is empty."""
    names = Names(changes.old), Names(changes.new)
    found = [
        Section(f"Claims {how}", tuple(_claim(names, each, how) for each in changes.claims if how in each.hows))
        for how in _CLAIMS
    ]
    found += [
        Section(title.capitalize(), tuple(_record(names, each) for each in changes.records if each.kind == kind))
        for kind, title in _KINDS.items()
    ]
    return [section for section in found if section.items]


def _claim(names: tuple[Names, Names], change: ClaimChange, how: How) -> Item:
    claim = change.claim
    name = names[0] if change.after is None else names[1]
    whole = how in {How.ADDED, How.GONE}
    results = tuple(each or "no outcome" for each in change.results)
    days = [claim.recorded_on] if how is How.ADDED else []
    if how is How.RESOLVED:
        days = [
            one.after.recorded_on for one in change.verdicts if isinstance(one.after, Resolution) and not one.before
        ]
    return Item(
        "claim",
        how,
        claim.label,
        claim.id,
        f"{name.corpus.ledger.base}{claim_path(claim_key(claim))}",
        _said(name, claim) if whole else "",
        " → ".join(dict.fromkeys(results)) if how is How.RESOLVED else "",
        () if how is How.RESOLVED else change.fields,
        () if how is How.REWORDED else tuple(_verdicts(names, change)),
        () if how is How.RESOLVED else change.warnings,
        max((day for day in days if day), default=None),
    )


def _said(name: Names, claim: Claim) -> str:
    parts = [name.labels("entity", claim.claimant), claim.kind, claim.commitment]
    parts += [] if claim.polarity else ["denied"]
    parts += [f"claimed on {claim.claimed_on}"] if claim.claimed_on else []
    parts += [f"by {claim.period.latest}"] if claim.period and claim.period.latest else []
    return f"{', '.join(parts)}: {claim.text}"


def _verdicts(names: tuple[Names, Names], change: ClaimChange) -> Iterator[Verdict]:
    for one in change.verdicts:
        name, found = (names[0], one.before) if one.after is None else (names[1], one.after)
        if isinstance(found, Resolution):
            evidence = f" Evidence: {name.labels('document', found.evidence)}." if found.evidence else ""
            says = f"{found.outcome}, known on {found.known_on}, recorded on {found.recorded_on}: {found.criterion}"
            yield Verdict(one.how, f"{says}{evidence}", one.fields, one.warnings)


def _record(names: tuple[Names, Names], change: Change) -> Item:
    name, record = (names[0], change.before) if change.after is None else (names[1], change.after)
    assert record is not None  # noqa: S101  (one of the two is there)
    label, says = _described(name, record)
    identifier = "" if isinstance(record, Link | Ledger | Resolution) else record.id
    whole = change.how is not How.CHANGED
    return Item(change.kind, change.how, label, identifier, says=says if whole else "", fields=change.fields)


def _described(name: Names, record: Record) -> tuple[str, str]:  # noqa: PLR0911  (a kind of record each)
    """Return what a record is called, and what there is to say of one that comes or goes."""
    match record:
        case Link():
            subject, item = (name.label("claim", claim) for claim in (record.subject, record.object))
            by = record.asserted_by.removeprefix("document:")
            asserting = name.label("document" if by != record.asserted_by else "entity", by)
            said = f"said by {asserting}{f': {record.comment}' if record.comment else ''}"
            return f"{subject} – {record.predicate} – {item}", said
        case Ledger():
            return record.title, record.description
        case Document():
            return record.title, record.url or ""
        case Event():
            return record.label, str(record.date or "")
        case Unit():
            return record.label, ", ".join(record.symbol)
        case Resolution():
            return record.criterion, record.outcome
    return record.label, record.definition
