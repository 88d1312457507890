"""Which of a claim's verdicts stand, and what they come to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final

from kg.claims import Claim, Corpus, Kind, Outcome, Resolution
from kg.standing import UNSETTLED

__all__ = ["AHEAD", "Result", "number_of", "responsible", "result", "verdicts_by_claim"]

AHEAD: Final = (Kind.FORECAST, Kind.PLAN, Kind.GOAL, Kind.GUIDANCE)
"""Kinds of claims that time will judge."""


class Result(StrEnum):
    """What a claim's verdicts come to: an outcome that no other contradicts, or why there is none."""

    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partlyFulfilled"
    NOT_FULFILLED = "notFulfilled"
    SPLIT = "split"
    """Settled differently under two criteria."""
    AMBIGUOUS = "ambiguous"
    ANNULLED = "annulled"
    OPEN = "open"
    UNTESTABLE = "untestable"
    NOT_EVALUATED = "notEvaluated"


def responsible(claim: Claim) -> tuple[str, ...]:
    """Return whose claim it is: the holder where somebody speaks for another or relays, else the claimants."""
    return claim.claimant if claim.holder is None else (claim.holder,)


def number_of(claim: Claim) -> Decimal | None:
    """Return a number by which a claim could be measured, if it states any."""
    if (amount := claim.measure) is None:
        return None
    numbers = (amount.value, amount.low, amount.high, amount.change_rate)
    return next((number for number in numbers if number is not None), None)


def verdicts_by_claim(corpus: Corpus) -> Mapping[str, list[Resolution]]:
    """Group all resolutions by the id of their claim."""
    found: dict[str, list[Resolution]] = defaultdict(list)
    for resolution in corpus.resolutions:
        found[resolution.resolves].append(resolution)
    return found


def result(claim: Claim, standing: Iterable[Resolution]) -> Result | None:
    """Say what the verdicts that stand come to; None where there are none and time will not judge the claim.

    An outcome that is pending, annulled or not evaluated says nothing against one that is settled. Without any
    verdict a claim that looks ahead is open, or untestable where it has neither a last day nor a number.
    """
    found = {one.outcome for one in standing}
    settled = found - UNSETTLED
    if settled:
        return Result.SPLIT if len(settled) > 1 else Result(settled.pop())
    if Outcome.PENDING in found:
        return Result.OPEN
    if found:
        return Result.ANNULLED if Outcome.ANNULLED in found else Result.NOT_EVALUATED
    if claim.kind not in AHEAD:
        return None
    dated = claim.period is not None and claim.period.latest is not None
    return Result.OPEN if dated or number_of(claim) is not None else Result.UNTESTABLE
