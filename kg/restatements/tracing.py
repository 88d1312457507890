"""The restatements of a ledger, claim by claim and place by place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

from rdflib import Literal, URIRef

from kg.claims import Appearance, Claim, Corpus, LinkType, Mode, Zone, claim_key, claim_path
from kg.naming import find_name
from kg.restatements.differences import Aspect, Difference, Effect, compare, words_between
from kg.tables import Table
from kg.terms import prefixes

__all__ = ["Drift", "drift", "linked", "repeated", "tabulate"]

COLUMNS: Final = ("claim", "saidAgain", "where", "aspect", "before", "after", "effect", "how")

_OPEN: Final = {Mode.UNATTRIBUTED, Mode.AGENTLESS}
_LADDER: Final = {zone: rank for rank, zone in enumerate((Zone.BODY, Zone.BULLETS, Zone.SUMMARY, Zone.HEADLINE))}


@dataclass(frozen=True, slots=True)
class Drift:
    """One claim said again: which (ids), where each stands, what differs, and what the recorder says of it.

    ``before`` and ``after`` are the same claim where only its appearances differ. A place is "quote", "prose" or the
    zone, and the document.
    """

    before: str
    after: str
    place: str
    place_after: str
    differences: tuple[Difference, ...]
    reason: str = ""


def drift(corpus: Corpus, what: str | None = None) -> list[Drift]:
    """Trace what moves where a claim is said again: ``restates`` links, echoes, several appearances of one claim.

    ``what`` (a claim or a document, see :func:`kg.naming.find`) narrows it to what begins or ends there. An echo counts
    where it came before what it is said to echo. A pair without a difference is left out of appearances, and kept for
    restatements. Sorted by the claim that is said again, quotes before prose, bullets, summary and headline. The work
    grows with the links and appearances. Raises QueryError, with the nearest names, where there is no such claim or
    document.
    """
    claims = {claim.id: claim for claim in corpus.claims}
    name = None if what is None else find_name(corpus, what, "claim", "document").id
    found = [*linked(corpus), *(one for claim in corpus.claims for one in _repeated(claim))]
    if name is not None:
        found = [one for one in found if name in {one.before, one.after} or _stands_in(claims, one, name)]
    return sorted(found, key=lambda one: (one.before, _rank(claims[one.after]), one.after, one.place, one.place_after))


def _stands_in(claims: dict[str, Claim], one: Drift, document: str) -> bool:
    return any(place.document == document for name in (one.before, one.after) for place in claims[name].appearance)


def _rank(claim: Claim) -> int:
    """Rank a claim by how far from the words it stands: a quote, prose, bullets, summary, headline."""
    if any(map(_quoted, claim.appearance)):
        return -1
    return min((_LADDER[one.zone] for one in claim.appearance), default=0)


def linked(corpus: Corpus) -> Iterator[Drift]:
    """Yield what every restatement changes, and the echoes that came before what they are said to echo."""
    claims = {claim.id: claim for claim in corpus.claims}
    labels = {each.id: each.label for each in corpus.predicates} | {each.id: each.label for each in corpus.entities}
    events = {event.id: event.date for event in corpus.events}
    for link in corpus.links:
        after, before = claims.get(link.subject), claims.get(link.object)
        if after is None or before is None:
            continue
        if link.predicate is LinkType.RESTATES:
            differences = compare(before, after, lambda name: labels.get(name, name))
        elif link.predicate is LinkType.ECHOES:
            differences = tuple(
                _out_of_order(*(claim.claimed_on or events.get(claim.made_at or "") for claim in (before, after)))
            )
            if not differences:
                continue
        else:
            continue
        yield Drift(before.id, after.id, _place(before), _place(after), differences, link.comment)


def _out_of_order(original: date | None, echo: date | None) -> Iterator[Difference]:
    if original and echo and echo < original:
        how = f"said to echo what was said {(original - echo).days} days later"
        yield Difference(Aspect.ORDER, original.isoformat(), echo.isoformat(), Effect.SHIFTS, how)


def _repeated(claim: Claim) -> Iterator[Drift]:
    for one, other, differences in repeated(claim):
        yield Drift(claim.id, claim.id, _at(one), _at(other), differences)


def repeated(claim: Claim) -> Iterator[tuple[Appearance, Appearance, tuple[Difference, ...]]]:
    """Yield the pairs of a claim's appearances that differ in more than where they are cut, and how."""
    for one, other in combinations(claim.appearance, 2):
        differences = tuple(_reworded(one, other))
        if differences:
            yield one, other, differences


def _reworded(one: Appearance, other: Appearance) -> Iterator[Difference]:
    """Compare two appearances: whether both attribute the claim, and a word within them that only one has.

    Of words at the ends of a fragment nothing is known, since it may be cut short there.
    """
    if (one.mode in _OPEN) != (other.mode in _OPEN):
        dropped = other.mode in _OPEN
        effect, how = (
            (Effect.STRENGTHENS, "nobody is said to say so any more")
            if dropped
            else (Effect.WEAKENS, "somebody is said to say so")
        )
        yield Difference(Aspect.CLAIMANT, one.mode, other.mode, effect, how)
    for added, text, what in (
        (words_between(one.exact, other.exact), other.exact, "added"),
        (words_between(other.exact, one.exact), one.exact, "dropped"),
    ):
        if added and not text.startswith(added) and not text.endswith(added):
            yield Difference(Aspect.SCOPE, one.exact, other.exact, Effect.SHIFTS, f"“{added}” was {what}")


def _place(claim: Claim) -> str:
    return "; ".join(dict.fromkeys(map(_at, claim.appearance)))


def _quoted(appearance: Appearance) -> bool:
    """Tell a quote from a bullet or headline that quotes a word or two."""
    return appearance.mode is Mode.DIRECT_QUOTE and appearance.zone is Zone.BODY


def _at(appearance: Appearance) -> str:
    zone = "quote" if _quoted(appearance) else "prose" if appearance.zone is Zone.BODY else str(appearance.zone)
    return f"{zone}, {appearance.document}"


def tabulate(drifts: Iterable[Drift], corpus: Corpus) -> Table:
    """Write drifts as a table, one difference a row; a restatement that changes nothing has a row without an aspect."""
    base = corpus.ledger.base
    nodes = {claim.id: URIRef(base + claim_path(claim_key(claim))) for claim in corpus.claims}
    rows = [
        (nodes[one.before], nodes[one.after], Literal(f"{one.place} → {one.place_after}"), *_cells(difference))
        for one in drifts
        for difference in one.differences or (None,)
    ]
    labels = {nodes[claim.id]: claim.label for claim in corpus.claims}
    return Table(COLUMNS, rows, "What moved when a claim was said again?", prefixes(base), labels)


def _cells(difference: Difference | None) -> tuple[Literal | None, ...]:
    if difference is None:
        return (None, None, None, None, Literal("nothing differs"))
    told = (difference.aspect, difference.before, difference.after, difference.effect, difference.how)
    return tuple(Literal(str(each)) if each else None for each in told)
