"""What came of a claim, in one word, summed up from its resolutions."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from kg.claims import Kind, Outcome

__all__ = ["STANDINGS", "Standing", "standing"]

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
    latest: dict[str, tuple[str, str]] = {}
    outcomes: dict[str, set[str]] = {}
    for criterion, outcome, known_on, recorded_on in verdicts:
        days = known_on, recorded_on
        if days > latest.get(criterion, ("", "")) or criterion not in latest:
            latest[criterion], outcomes[criterion] = days, set()
        if days == latest[criterion]:
            outcomes[criterion].add(outcome)
    found = {outcome for each in outcomes.values() for outcome in each}
    settled = found - {Outcome.PENDING, Outcome.NOT_EVALUATED, Outcome.ANNULLED}
    if len(settled) > 1 or settled & {Outcome.AMBIGUOUS, Outcome.PARTLY_FULFILLED}:
        return Standing.DISPUTED
    if settled:
        return Standing.HELD_UP if Outcome.FULFILLED in settled else Standing.FAILED
    if Outcome.PENDING in found or (kind in _AHEAD and not latest):
        return Standing.OPEN
    return Standing.NOT_CHECKED
