"""Which claims are one and the same, said again: in a score they count once, by the original."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.claims import Claim, Link, LinkType
from kg.standing import AHEAD

__all__ = ["originals"]


def originals(
    claims: Iterable[Claim], links: Iterable[Link], events: Mapping[str, dt.date | None]
) -> Mapping[str, str]:
    """Return for each of one entity's claims (ids) the one that it counts with: itself where it says nothing again.

    ``links`` are those of the ledger, or at least the restatements among them; ``events`` gives the day of each.

    A claim says another again where a ``restates`` link joins them, however many steps long, each between two of
    ``claims`` that have subject, predicate, polarity and last day in common, and both look ahead or neither does. The
    words may differ, and the amount: verdicts that differ then tell. The original restates none of the others; of
    several the earliest, then the first by its id. What supersedes another is a claim of its own.
    """
    known = {claim.id: claim for claim in claims}
    joined: dict[str, set[str]] = defaultdict(set)
    again: set[str] = set()
    for link in links:
        one, other = known.get(link.subject), known.get(link.object)
        if link.predicate is LinkType.RESTATES and one and other and _content(one) == _content(other):
            joined[one.id].add(other.id)
            joined[other.id].add(one.id)
            again.add(one.id)

    def order(name: str) -> tuple[bool, dt.date, str]:
        """Put what restates nothing first, then what was said first."""
        claim = known[name]
        return name in again, claim.claimed_on or events.get(claim.made_at or "") or dt.date.max, name

    found: dict[str, str] = {}
    for name in known:
        if name in found:
            continue
        together, waiting = {name}, [name]
        while waiting:
            new = joined.get(waiting.pop(), set()) - together
            together |= new
            waiting.extend(new)
        original = min(together, key=order)
        found |= dict.fromkeys(together, original)
    return found


def _content(claim: Claim) -> tuple[object, ...]:
    last = None if claim.period is None else claim.period.latest
    return claim.subject, claim.predicate, claim.polarity, last, claim.kind in AHEAD
