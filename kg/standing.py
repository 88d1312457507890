"""What came of a claim: what its verdicts come to, in one vocabulary.

:class:`Result` has every word, and :func:`come_to` says which is a claim's: the one definition, for records, what is
due, reports, facts that follow, changes and the page. Where a mark must do, five of them are put together:
:class:`Standing`.
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from kg.claims import Claim, Kind, Outcome, Resolution

__all__ = [
    "AHEAD",
    "STANDINGS",
    "STANDING_OF",
    "UNSETTLED",
    "Result",
    "Standing",
    "come_to",
    "latest",
    "number_of",
    "result",
    "standing_verdicts",
]

T = TypeVar("T")

AHEAD: Final = (Kind.FORECAST, Kind.PLAN, Kind.GOAL, Kind.GUIDANCE)
"""Kinds of claims that time will judge."""

UNSETTLED: Final = frozenset({Outcome.PENDING, Outcome.NOT_EVALUATED, Outcome.ANNULLED})
"""Outcomes that say nothing against another that is settled."""


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


class Standing(StrEnum):
    """What a mark can tell. Never "true" or "false": a claim held up, or did not, under a written criterion."""

    HELD_UP = "held-up"
    FAILED = "failed"
    DISPUTED = "disputed"
    OPEN = "open"
    UNTESTABLE = "untestable"
    NOT_CHECKED = "not-checked"


STANDINGS: Final = {
    Standing.HELD_UP: "Held up",
    Standing.FAILED: "Failed",
    Standing.DISPUTED: "Disputed",
    Standing.OPEN: "Open",
    Standing.UNTESTABLE: "Untestable",
    Standing.NOT_CHECKED: "Not checked",
}
"""How each is written for people."""

STANDING_OF: Final[Mapping[Result | None, Standing]] = {
    Result.FULFILLED: Standing.HELD_UP,
    Result.PARTLY_FULFILLED: Standing.DISPUTED,
    Result.NOT_FULFILLED: Standing.FAILED,
    Result.SPLIT: Standing.DISPUTED,
    Result.AMBIGUOUS: Standing.DISPUTED,
    Result.ANNULLED: Standing.NOT_CHECKED,
    Result.OPEN: Standing.OPEN,
    Result.UNTESTABLE: Standing.UNTESTABLE,
    Result.NOT_EVALUATED: Standing.NOT_CHECKED,
    None: Standing.NOT_CHECKED,
}
"""Which mark stands for a result; None is a report or a view that nobody has checked."""


def come_to(kind: str, outcomes: Iterable[str], *, testable: bool) -> Result | None:
    """Say what the outcomes that stand come to, for a claim of this kind; None where time will not judge it either.

    An outcome that is pending, annulled or not evaluated says nothing against one that is settled. Where none is
    settled, a pending one leaves the claim open: that a reading was annulled says nothing of another that waits.
    Without any verdict, what looks ahead is open, or untestable where it is not ``testable``: it has neither a last day
    nor a number. What reports or is a view is then neither: no day will judge it.
    """
    found = set(outcomes)
    settled = found - UNSETTLED
    if settled:
        return Result.SPLIT if len(settled) > 1 else Result(settled.pop())
    if Outcome.PENDING in found:
        return Result.OPEN
    if found:
        return Result.ANNULLED if Outcome.ANNULLED in found else Result.NOT_EVALUATED
    if kind not in AHEAD:
        return None
    return Result.OPEN if testable else Result.UNTESTABLE


def result(claim: Claim, standing: Iterable[Resolution]) -> Result | None:
    """Say what the verdicts on a claim that stand come to (:func:`come_to`)."""
    dated = claim.period is not None and claim.period.latest is not None
    outcomes = (one.outcome for one in standing)
    return come_to(claim.kind, outcomes, testable=dated or number_of(claim) is not None)


def number_of(claim: Claim) -> Decimal | None:
    """Return a number by which a claim could be measured, if it states any."""
    if (amount := claim.measure) is None:
        return None
    numbers = (amount.value, amount.low, amount.high, amount.change_rate)
    return next((number for number in numbers if number is not None), None)


def latest(verdicts: Iterable[T], days: Callable[[T], tuple[str, str, str]]) -> list[T]:
    """Keep of each criterion the latest verdict, or several of the same days.

    ``days`` gives a verdict's criterion, the day it was known and the day it was recorded (ISO 8601; "" for none).
    """
    kept: dict[str, tuple[tuple[str, str], list[T]]] = {}
    for verdict in verdicts:
        criterion, *rest = days(verdict)
        when = (rest[0], rest[1])
        if criterion not in kept or when > kept[criterion][0]:
            kept[criterion] = when, []
        if when == kept[criterion][0]:
            kept[criterion][1].append(verdict)
    return [verdict for _, found in kept.values() for verdict in found]


def standing_verdicts(resolutions: Iterable[Resolution]) -> tuple[Resolution, ...]:
    """Keep of one claim's resolutions those that no later one under the same criterion replaces."""
    return tuple(latest(resolutions, lambda one: (one.criterion, str(one.known_on or ""), str(one.recorded_on or ""))))
