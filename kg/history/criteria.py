"""Criteria that can be worked out: a threshold over a figure, or a question that is answered by yes or no.

A criterion is executable where its text as a whole has one of these forms; every other text is for people::

    actual in [37 billion, 40 billion]     a figure within a range, ends included
    actual >= 700 million                  or <=, > or <
    q3-revenue in [38.5 billion, 41 billion]
    ASK { ?model a ac:Entity ; … }         SPARQL 1.1 over the ledger

``actual`` is every figure of the claim's own subject, predicate, period and unit; else a claim is named by its id.
Amounts are written as in records (``docs/notation.md``); one without a unit is taken to be in the figure's.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.amounts import interval, parse_amount
from kg.amounts.quantities import UNITLESS
from kg.claims import Measure, Unit, plain_decimal
from kg.errors import NotationError

__all__ = ["ACTUAL", "Ask", "Threshold", "executable", "implied", "judge"]

ACTUAL: Final = "actual"
"""The name that stands for the claim's own figure."""

_THRESHOLD: Final = re.compile(
    r"\s*(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\s*(?P<sign>in\s*\[|[<>]=?)\s*(?P<rest>.+?)\s*", re.DOTALL
)
_ASK: Final = re.compile(r"\s*(?:PREFIX\s+\S*\s*<[^>]*>\s*)*ASK\s*(?:WHERE\s*)?\{", re.IGNORECASE)
_ENDS: Final = re.compile(r"\s*;\s*|,\s+|,(?![0-9]{3}(?:[^0-9]|$))")


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure, by its name, is to lie between two ends, None where there is none.

    ``open_ends``: the ends themselves are outside.
    """

    name: str
    low: Decimal | None
    high: Decimal | None
    unit: str | None
    open_ends: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A question in SPARQL whose answer is yes or no."""

    text: str


def executable(criterion: str, units: Iterable[Unit]) -> Threshold | Ask | None:
    """Read a criterion that can be worked out; None for one that is for people."""
    if _ASK.match(criterion):
        return Ask(criterion)
    found = _THRESHOLD.fullmatch(criterion)
    if found is None:
        return None
    sign, rest, known = found["sign"], found["rest"], tuple(units)
    try:
        if sign.startswith("in"):
            ends = _ENDS.split(rest.removesuffix("]"))
            if not rest.endswith("]") or len(ends) != len(("low", "high")):
                return None
            low, high = (_end(end, known) for end in ends)
            unit = low[1] or high[1]
            ordered = low[0] <= high[0] and {low[1], high[1]} <= {unit, None}
            return Threshold(found["name"], low[0], high[0], unit) if ordered else None
        end, unit = _end(rest, known)
    except NotationError:
        return None
    above = sign.startswith(">")
    return Threshold(found["name"], end if above else None, None if above else end, unit, "=" not in sign)


def _end(written: str, units: tuple[Unit, ...]) -> tuple[Decimal, str | None]:
    """Read an end of a range: its number, and its unit where it has one."""
    amount = parse_amount(written, units)
    if amount.value is None:
        raise NotationError.at(None, f'"{written}" is not one number', "write one")
    return amount.value, None if amount.unit == UNITLESS else amount.unit


def implied(measure: Measure | None) -> Threshold | None:
    """Return the criterion that a claim's own amount implies: its range as stated, else the interval of its number.

    None for a claim without a number, and for one that states a change alone.
    """
    if measure is None or (measure.value is None and measure.low is None):
        return None
    low, high = (measure.low, measure.high) if measure.value is None else interval(measure)
    return None if low is high is None else Threshold(ACTUAL, low, high, measure.unit)


def written(test: Threshold) -> str:
    """Write a threshold as a criterion, which reads back as it."""
    low, high = (None if end is None else plain_decimal(end).removesuffix(".0") for end in (test.low, test.high))
    if low is not None and high is not None:
        return f"{test.name} in [{low}, {high}]"
    sign = (">" if high is None else "<") + ("" if test.open_ends else "=")
    return f"{test.name} {sign} {low if high is None else high}"


def judge(test: Threshold, figure: Measure) -> bool | None:
    """Say whether a figure meets a threshold; None where its rounding or hedge reaches across an end.

    Every value that the figure is compatible with (:func:`kg.amounts.interval`) has to be on the same side.
    """
    low, high = interval(figure)
    below: Callable[[Decimal, Decimal], bool] = Decimal.__le__ if test.open_ends else Decimal.__lt__
    if test.low is not None and high is not None and below(high, test.low):
        return False
    if test.high is not None and low is not None and below(test.high, low):
        return False
    met_low = test.low is None or (low is not None and not below(low, test.low))
    met_high = test.high is None or (high is not None and not below(test.high, high))
    return True if met_low and met_high else None
