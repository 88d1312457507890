"""Arithmetic on intervals of decimals, rounded outwards: no value that is possible ever falls outside.

Follows interval arithmetic as IEEE 1788-2015 defines it for closed intervals, bare and without empty ones: an
operation gives an interval that holds the result for every choice of operands. Ends have 34 digits, as decimal128
has; the low end is rounded down, the high end up. An end that is None is open: nothing is known there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import Final

from kg.amounts.intervals import interval
from kg.claims import Measure

__all__ = ["Interval", "allowed", "change", "stated"]

_DIGITS: Final = 34
_DOWN: Final = Context(prec=_DIGITS, rounding=ROUND_FLOOR, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
_UP: Final = Context(prec=_DIGITS, rounding=ROUND_CEILING, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[])
_INFINITE: Final = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from ``low`` to ``high``, both included; None is an open end."""

    low: Decimal | None = None
    high: Decimal | None = None

    def __add__(self, other: "Interval") -> "Interval":
        return _closed(_DOWN.add(self.least, other.least), _UP.add(self.most, other.most))

    def __sub__(self, other: "Interval") -> "Interval":
        return _closed(_DOWN.subtract(self.least, other.most), _UP.subtract(self.most, other.least))

    def __mul__(self, other: "Interval") -> "Interval":
        return _of_corners(self, other, Context.multiply)

    def __truediv__(self, other: "Interval") -> "Interval":
        """Divide; by an interval that holds zero, the quotient may be anything."""
        return Interval() if 0 in other else _of_corners(self, other, Context.divide)

    def __contains__(self, number: Decimal | int) -> bool:
        return self.least <= number <= self.most

    @property
    def least(self) -> Decimal:
        """The low end as a number: minus infinity where it is open."""
        return -_INFINITE if self.low is None else self.low

    @property
    def most(self) -> Decimal:
        """The high end as a number: infinity where it is open."""
        return _INFINITE if self.high is None else self.high

    @property
    def width(self) -> Decimal | None:
        """How far its ends lie apart, rounded up; None where one is open."""
        return None if self.low is None or self.high is None else _UP.subtract(self.high, self.low)

    def meets(self, other: "Interval") -> bool:
        """Tell whether some number lies in both."""
        return self.least <= other.most and other.least <= self.most

    def within(self, other: "Interval") -> bool:
        """Tell whether every number of this one lies in the other."""
        return other.least <= self.least and self.most <= other.most

    def common(self, other: "Interval") -> "Interval":
        """Return what lies in both; they must meet."""
        return _closed(max(self.least, other.least), min(self.most, other.most))

    def outward(self, places: int) -> "Interval":
        """Round both ends outwards to so many decimal places."""
        low = _DOWN.scaleb(_DOWN.scaleb(self.least, places).to_integral_value(ROUND_FLOOR), -places)
        high = _UP.scaleb(_UP.scaleb(self.most, places).to_integral_value(ROUND_CEILING), -places)
        return _closed(low, high)


def _closed(low: Decimal, high: Decimal) -> Interval:
    return Interval(low if low.is_finite() else None, high if high.is_finite() else None)


def _of_corners(one: Interval, other: Interval, operation: Callable[[Context, Decimal, Decimal], Decimal]) -> Interval:
    """Apply a monotonic operation to all pairs of ends; what is undefined at an open end (0 × ∞, ∞ / ∞) tends to 0."""
    corners = [(left, right) for left in (one.least, one.most) for right in (other.least, other.most)]
    down, up = ([operation(context, *corner) for corner in corners] for context in (_DOWN, _UP))
    zero = Decimal(0)
    return _closed(
        min(zero if number.is_nan() else number for number in down),
        max(zero if number.is_nan() else number for number in up),
    )


def allowed(measure: Measure) -> Interval:
    """Return which values a measure allows, as :func:`kg.amounts.interval` says."""
    return Interval(*interval(measure))


def stated(measure: Measure) -> Interval:
    """Return a measure's number, or the range between its numbers, without rounding; open where it has none."""
    return Interval(measure.value, measure.value) if measure.value is not None else Interval(measure.low, measure.high)


def change(rate: Decimal) -> Interval:
    """Return which rates of change a written one allows: half a unit of its last digit to both sides.

    A rate is a fraction (0.22 for 22 percent). RDF drops final zeros, so that "up 20%" is 0.2; nobody rounds a rate
    to tens of percent, so two digits are the least.
    """
    exponent = rate.normalize().as_tuple().exponent
    digits = max(2, -exponent if isinstance(exponent, int) else 2)
    half = Decimal(5).scaleb(-digits - 1)
    return Interval(rate, rate) + Interval(-half, half)
