"""What falls due, and what can never be judged."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kg.claims import Claim, Corpus, LinkType
from kg.history.verdicts import responsible, verdicts_by_claim
from kg.naming import find_entity
from kg.standing import AHEAD, Result, number_of, result, standing_verdicts

__all__ = ["Due", "Waiting", "due"]


class Waiting(StrEnum):
    """How a claim that is open waits for its verdict."""

    OVERDUE = "overdue"
    DUE = "due"
    UNDATED = "undated"
    """It could be judged by its number or its criterion, but no day makes it fail."""
    UNTESTABLE = "untestable"
    """It has no day, no number and no criterion."""


@dataclass(frozen=True, slots=True)
class Due:
    """A claim that is open: the first day on which it can be judged, what it lacks, the criteria it is held to.

    ``lacks`` holds those of "date", "measure" and "criterion" that it has not.
    """

    claim: Claim
    day: dt.date | None
    waiting: Waiting
    lacks: tuple[str, ...]
    criteria: tuple[str, ...]


def due(corpus: Corpus, today: dt.date, by: dt.date | None = None, claimant: str | None = None) -> tuple[Due, ...]:
    """List forecasts, plans, goals and guidance without a settled verdict, by the day on which they can be judged.

    That is the last day of the period a claim is about; what is past it by ``today`` is overdue. ``by`` leaves out
    later days; those without a day come last. ``claimant`` keeps what this entity claimed or holds. What a later claim
    supersedes is left out, and what restates that. Raises QueryError where there is no such entity.
    """
    who = None if claimant is None else find_entity(corpus, claimant).id
    verdicts = verdicts_by_claim(corpus)
    superseded = {link.object for link in corpus.links if link.predicate is LinkType.SUPERSEDES}
    replaced = superseded | {
        link.subject for link in corpus.links if link.predicate is LinkType.RESTATES and link.object in superseded
    }
    found = []
    for claim in corpus.claims:
        if claim.kind not in AHEAD or claim.id in replaced:
            continue
        if who is not None and who not in {*claim.claimant, *responsible(claim)}:
            continue
        standing = standing_verdicts(verdicts.get(claim.id, ()))
        if result(claim, standing) not in {Result.OPEN, Result.UNTESTABLE, Result.NOT_EVALUATED}:
            continue
        one = _due(claim, tuple(verdict.criterion for verdict in standing), today)
        if by is None or one.day is None or one.day <= by:
            found.append(one)
    order = list(Waiting)
    return tuple(sorted(found, key=lambda one: (one.day or dt.date.max, order.index(one.waiting), one.claim.id)))


def _due(claim: Claim, criteria: tuple[str, ...], today: dt.date) -> Due:
    day = None if claim.period is None else claim.period.latest
    has = {"date": day is not None, "measure": number_of(claim) is not None, "criterion": bool(criteria)}
    if day is not None:
        waiting = Waiting.OVERDUE if day < today else Waiting.DUE
    else:
        waiting = Waiting.UNDATED if any(has.values()) else Waiting.UNTESTABLE
    return Due(claim, day, waiting, tuple(name for name, there in has.items() if not there), criteria)
