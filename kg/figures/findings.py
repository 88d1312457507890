"""The values of an audit."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kg.amounts import Interval
from kg.claims import Kind
from kg.periods import same_days

__all__ = ["AHEAD", "REPORTED", "Figure", "Finding", "Rule", "Verdict"]

REPORTED: Final = frozenset({Kind.FIGURE, Kind.FACT, Kind.EVENT})
"""Kinds that say what is or was; as in the question "implied-figures"."""

AHEAD: Final = frozenset({Kind.GUIDANCE, Kind.FORECAST, Kind.PLAN, Kind.GOAL})
"""Kinds that look ahead: a guidance that was missed contradicts no report."""


class Verdict(StrEnum):
    """What an audit finds, gravest first."""

    CONTRADICTION = "contradiction"
    """No value satisfies both, or one claim denies the other."""
    TENSION = "tension"
    """Some value satisfies both, but only within their rounding; or only a convention or a forecast parts them."""
    DEFINITION = "definition"
    """The two amounts measure different things: they are shown side by side, never averaged."""
    AGREEMENT = "agreement"
    """They have values in common."""
    DERIVED = "derived"
    """It follows, and no claim says it."""
    MISSING = "missing"
    """It does not follow, for want of the figure that is named."""


class Rule(StrEnum):
    """Where a figure comes from."""

    CLAIMED = "claimed"
    ACTUAL = "actual"
    BEFORE = "before"
    MARGIN = "margin"
    SHARE = "share"
    REMAINDER = "remainder"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount as an interval, with the claims (ids) that it rests on.

    ``thing`` is the object, where the measure is not the object itself. ``period`` is EDTF, or None where no such
    string names it: ``when`` then says it in words. ``core`` is the number without rounding, or the range between
    the numbers. ``hedged``: the interval rests on a convention for "about" and the like. ``definition`` is what is
    measured, where the record says so: a claim's condition, the criterion of an outcome.
    """

    rule: Rule
    subject: str
    predicate: str
    thing: str | None
    unit: str
    period: str | None
    when: str
    interval: Interval
    core: Interval
    claims: tuple[str, ...]
    ahead: bool
    hedged: bool = False
    definition: str = ""

    @property
    def measured(self) -> tuple[str, str, str | None, str]:
        """What is measured, in which unit, at whatever time."""
        return (self.subject, self.predicate, self.thing, self.unit)

    @property
    def days(self) -> str | None:
        """The period as all of the same days are written, however the claim has it; None where it has none."""
        return same_days(self.period) if self.period else None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: of ``figure``, against ``other`` or alone. ``missing`` names the figure that is wanted."""

    verdict: Verdict
    claims: tuple[str, ...]
    why: str
    figure: Figure | None = None
    other: Figure | None = None
    missing: str = ""
