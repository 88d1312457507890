"""What came of a claim, in one word, summed up from its resolutions."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from operator import itemgetter
from typing import Final, TypeVar

from kg.claims import Kind, Outcome, Resolution

__all__ = ["STANDINGS", "UNSETTLED", "Standing", "latest", "standing", "standing_verdicts"]

T = TypeVar("T")

UNSETTLED: Final = frozenset({Outcome.PENDING, Outcome.NOT_EVALUATED, Outcome.ANNULLED})
"""Outcomes that say nothing against another that is settled."""

_AHEAD: Final = {Kind.FORECAST, Kind.PLAN, Kind.GOAL, Kind.GUIDANCE, Kind.OPINION}


class Standing(StrEnum):
    """Never "true" or "false": a claim held up, or did not, under a written criterion."""

    HELD_UP = "held-up"
    FAILED = "failed"
    DISPUTED = "disputed"
    OPEN = "open"
    NOT_CHECKED = "not-checked"


STANDINGS: Final = {
    Standing.HELD_UP: "Held up",
    Standing.FAILED: "Failed",
    Standing.DISPUTED: "Disputed",
    Standing.OPEN: "Open",
    Standing.NOT_CHECKED: "Not checked",
}
"""How each is written for people."""


def standing(kind: str, verdicts: Iterable[tuple[str, str, str, str]]) -> Standing:
    """Sum up a claim of this kind by its verdicts: criterion, outcome, day known, day recorded (ISO 8601).

    Of each criterion only the latest verdict counts, or several of the same days. Verdicts that differ, and those
    that are partial or ambiguous, make the claim disputed; one that is pending, not evaluated or annulled says
    nothing against another that is settled. Where none is settled, a pending one leaves the claim open, any other
    unchecked. Without any verdict, what looks ahead or is a view is open, and a report of what is or was is not
    checked.
    """
    criteria = list(latest(verdicts, itemgetter(0, 2, 3)))
    found = {outcome for _, outcome, *_ in criteria}
    settled = found - UNSETTLED
    if len(settled) > 1 or settled & {Outcome.AMBIGUOUS, Outcome.PARTLY_FULFILLED}:
        return Standing.DISPUTED
    if settled:
        return Standing.HELD_UP if Outcome.FULFILLED in settled else Standing.FAILED
    if Outcome.PENDING in found or (kind in _AHEAD and not criteria):
        return Standing.OPEN
    return Standing.NOT_CHECKED


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
