"""The words in which controlled values, amounts and days are told to people."""

import datetime as dt
import math
import re
from collections.abc import Iterable
from decimal import Context, Decimal
from typing import Final

from kg.claims import Approximation, ChangeBasis, Commitment, LinkType, Measure, Mode, Outcome, Period, Unit

__all__ = [
    "COMMITMENTS",
    "LINKS",
    "MODES",
    "OUTCOMES",
    "amount",
    "count",
    "date",
    "digits",
    "number",
    "numbers",
    "percent",
    "period",
    "plain",
    "unit_name",
]

OUTCOMES: Final = {
    Outcome.FULFILLED: "held up",
    Outcome.PARTLY_FULFILLED: "partly held up",
    Outcome.NOT_FULFILLED: "failed",
    Outcome.PENDING: "pending",
    Outcome.AMBIGUOUS: "ambiguous",
    Outcome.ANNULLED: "annulled",
    Outcome.NOT_EVALUATED: "not checked",
}
"""What came of a claim; never "true" or "false"."""

LINKS: Final = {
    LinkType.SUPPORTS: ("supports", "supported by"),
    LinkType.DISPUTES: ("pushes back on", "pushed back on by"),
    LinkType.ECHOES: ("echoes", "echoed by"),
    LinkType.SUPERSEDES: ("supersedes", "superseded by"),
    LinkType.RESTATES: ("restates", "restated by"),
    LinkType.CAUSES: ("is the cause of", "caused by"),
}
"""How a claim bears on another, and how that is told from the other."""

COMMITMENTS: Final = {
    Commitment.FIRM: "stated firmly",
    Commitment.EXPECTED: "expected",
    Commitment.HEDGED: "hedged",
    Commitment.CONDITIONAL: "on a condition",
    Commitment.PRESUPPOSED: "taken for granted in passing",
    Commitment.DISTANCED: "relayed at a distance",
    Commitment.REPORTED: "hearsay",
}
"""How far the claimant stands behind it."""

MODES: Final = {
    Mode.DIRECT_QUOTE: "word for word",
    Mode.INDIRECT_SPEECH: "in indirect speech",
    Mode.UNATTRIBUTED: "in the document’s own voice",
    Mode.AGENTLESS: "without naming who says so",
    Mode.AMBIGUOUS_SCOPE: "with unclear scope",
}
"""How a document relays it."""

_HEDGES: Final = {
    Approximation.ABOUT: "about ",
    Approximation.JUST_BELOW: "just below ",
    Approximation.JUST_ABOVE: "just above ",
    Approximation.AT_LEAST: "at least ",
    Approximation.AT_MOST: "at most ",
}
_BASES: Final = {
    ChangeBasis.YEAR_OVER_YEAR: " on the year before",
    ChangeBasis.QUARTER_OVER_QUARTER: " on the quarter before",
    ChangeBasis.VERSUS_PRIOR_GUIDANCE: " on the guidance before",
}
_SCALES: Final = ((12, " trillion"), (9, " billion"), (6, " million"))
_DECIMALS: Final = 3
_LONGEST: Final = 30
_WIDE: Final = Context(prec=500)
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_QUARTER: Final = re.compile(r"(\d{4})-3([3-6])")
_YEAR: Final = re.compile(r"(\.\./)?(\d{4})")

_UNFIT: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr((plane << 16) + 0xFFFE)}-{chr((plane << 16) + 0xFFFF)}" for plane in range(17))
    + "]"
)


def plain(text: str) -> str:
    """Put text on one line, without what steers a terminal or turns writing round, or what no HTML or XML may hold."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def count(number: int, one: str, many: str = "") -> str:
    """Count things: "1 claim", "2,000 claims"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def percent(share: float | Decimal) -> str:
    """Write a share as a whole percentage, a half rounded up, as the page does."""
    return f"{math.floor(100 * float(share) + 0.5)}%"


def date(day: dt.date) -> str:
    """Write a day as "31 July 2024", whatever language the system speaks."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def number(value: Decimal) -> str:
    """Write a number exactly, by a scale word where that leaves three decimals at most: "38.5 billion"."""
    return numbers(value, value)


def numbers(low: Decimal, high: Decimal) -> str:
    """Write a range of numbers, with a scale word once where both ends have it: "37 to 40 billion"."""
    (one, scale), (other, other_scale) = _scaled(low), _scaled(high)
    if low == high:
        return f"{one}{scale}"
    return f"{one} to {other}{scale}" if scale == other_scale else f"{one}{scale} to {other}{other_scale}"


def _scaled(value: Decimal) -> tuple[str, str]:
    size = value.adjusted() if value else 0
    if abs(size) > _LONGEST:
        return str(value), ""
    for power, word in _SCALES:
        if size >= power:
            short = digits(value.scaleb(-power, _WIDE))
            return (short, word) if len(short.partition(".")[2]) <= _DECIMALS else (digits(value), "")
    return digits(value), ""


def digits(value: Decimal) -> str:
    """Write a number with separators and without idle zeros."""
    written = f"{value:,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def unit_name(identifier: str, units: Iterable[Unit], *, several: bool = True) -> str:
    """Name a unit; of ``several`` in the plural, where its symbols have it. A bare number has none."""
    unit = next((unit for unit in units if unit.id == identifier), None)
    label = identifier if unit is None else unit.label
    if identifier == "NUM":
        return ""
    return f"{label}s" if several and unit is not None and f"{label}s" in unit.symbol else label


def amount(measure: Measure, units: Iterable[Unit]) -> str:
    """Tell an amount: "37 to 40 billion US dollars", "about 8.5 billion US dollars, up 31 percent on the year before".

    Rounding is left to the digits, which are the document's. Without a number it is the document's words, in quotes.
    """
    change = "" if measure.change_rate is None else f", {_change(measure.change_rate)}"
    basis = _BASES[measure.change_basis] if measure.change_basis else ""
    low, high = (measure.low, measure.high) if measure.value is None else (measure.value, measure.value)
    if low is None or high is None:
        return f"“{measure.as_written}”{change}{basis}" if measure.as_written else f"no number{change}{basis}"
    name = unit_name(measure.unit, units, several=not low == high == 1)
    return f"{_HEDGES.get(measure.approximation, '')}{numbers(low, high)}{f' {name}' if name else ''}{change}{basis}"


def _change(rate: Decimal) -> str:
    return f"{'down' if rate < 0 else 'up'} {number(abs(rate) * 100)} percent"


def period(when: Period) -> str:
    """Tell a period where its date is plain: "Q2 2024", "by the end of 2024"; else as the document has it."""
    edtf = when.edtf or ""
    if quarter := _QUARTER.fullmatch(edtf):
        return f"Q{int(quarter[2]) - 2} {quarter[1]}"
    if year := _YEAR.fullmatch(edtf):
        return f"by the end of {year[2]}" if year[1] else year[2]
    if when.earliest is not None and when.earliest == when.latest:
        return date(when.earliest)
    return when.as_written or edtf
