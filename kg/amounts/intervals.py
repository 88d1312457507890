"""Which values a measure is compatible with."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final

from kg.claims import Approximation, Measure

__all__ = ["HEDGE", "interval"]

HEDGE: Final = Decimal("0.1")
"""How far "about", "nearly" and "just over" reach, as a share of the number: a convention, not a finding."""

_DIGITS: Final = 500
_DOWN: Final = Context(prec=_DIGITS, rounding=ROUND_FLOOR, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
_UP: Final = Context(prec=_DIGITS, rounding=ROUND_CEILING, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])


def interval(measure: Measure) -> tuple[Decimal | None, Decimal | None]:
    """Return the closed interval of values that a measure is compatible with; None where it has no end.

    - Exact: the number, or the ends of the range, widened by the rounding. At least and at most: the same on
      one side, open on the other. These are sound: no value that the words allow lies outside.
    - About: a tenth of the number (:data:`HEDGE`) to both sides, or the rounding where that is more.
    - Just below, just above: as far as about, to the side they name. The number is a mark that the amount
      stays short of or passes, so that side ends at the number itself. A tenth is our convention.
    - A vague magnitude, or a measure without a number, has no ends.

    Where more digits are needed than fit, the interval becomes wider, never narrower.
    """
    low, high = (measure.value, measure.value) if measure.value is not None else (measure.low, measure.high)
    hedge = measure.approximation
    if low is not None:
        low = _DOWN.subtract(low, _reach(measure, low, Approximation.JUST_BELOW, Approximation.JUST_ABOVE))
    if high is not None:
        high = _UP.add(high, _reach(measure, high, Approximation.JUST_ABOVE, Approximation.JUST_BELOW))
    return (
        None if hedge in {Approximation.AT_MOST, Approximation.VAGUE_MAGNITUDE} else low,
        None if hedge in {Approximation.AT_LEAST, Approximation.VAGUE_MAGNITUDE} else high,
    )


def _reach(measure: Measure, end: Decimal, towards: Approximation, away: Approximation) -> Decimal:
    """Return how far beyond one end the values go; ``towards`` is the hedge that names this side."""
    rounding = measure.rounding or Decimal(0)
    if measure.approximation is away:
        return Decimal(0)
    if measure.approximation in {Approximation.ABOUT, towards}:
        return max(rounding, _UP.multiply(_UP.abs(end), HEDGE))
    return rounding
