"""A number as written, with its scale, unit and rounding; alone or as one end of a range.

A number as written stands for an interval, and ``rounding`` is half its width, in base units:

- Half of the last written digit: "8.5 billion" is 8.45 to 8.55 billion.
- A whole number in full is read like the same number with the largest scale word that fits, so that both
  ways of writing mean the same: "4,500" is 4.5 thousand, hence ±50, and "40,000" is 40 thousand, hence ±500.
- A range has the precision of its finer end, since writers drop a final ".0" ("38.5-41 billion"). Where its
  ends have different scales ("900 million to 1.2 billion"), that argument fails and the coarser one counts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from kg.claims import Measure, Unit

__all__ = ["PERCENT", "UNITLESS", "Symbols", "known_unit", "plain_signs", "read_numbers", "symbols_of"]

PERCENT: Final = "PERCENT"
UNITLESS: Final = "UNITLESS"

_FLAGS: Final = re.IGNORECASE | re.ASCII
_SCALES: Final = {
    **dict.fromkeys(("thousand", "k"), 3),
    **dict.fromkeys(("million", "mn", "m"), 6),
    **dict.fromkeys(("billion", "bn", "b"), 9),
    **dict.fromkeys(("trillion", "tn", "t"), 12),
}
_WORDS: Final = {
    word: str(number)
    for number, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve".split(),  # noqa: SIM905  (reads better)
        start=1,
    )
}
_OWN_SYMBOLS: Final = {
    PERCENT: ("%", "percent", "per cent", "pct"),
    UNITLESS: ("x", "×", "times", "time", "fold", "-fold"),
}

_NUMBER: Final = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]+)?(?![0-9]|[.,][0-9])"
_QUANTITY: Final = re.compile(
    rf"(?P<minus>-?) ?(?P<before>[^0-9-]*?) ?(?P<inner>-?)"
    rf"(?P<number>{_NUMBER}|(?<![A-Za-z])(?:{'|'.join(_WORDS)})(?=[ -]|fold|$))(?P<tail>.*)",
    _FLAGS,
)
# A single letter is a scale only at the number, or as a capital: "5 m" may be metres.
_SCALE: Final = re.compile(
    r"(?P<scale>(?i: ?(?:thousand|million|billion|trillion|mn|bn|tn)|[kmbt])| [MBT])(?P<rest>(?:[^A-Za-z0-9].*)?)",
    re.ASCII,
)
_HYPHEN: Final = re.compile(r" ?- ?")
_TO: Final = re.compile(r" to | ?- ?")
_AND: Final = re.compile(r" and | to | ?- ?")

_DASHES: Final = str.maketrans(
    dict.fromkeys("\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}", "-")
)


def plain_signs(text: str) -> str:
    """Return the text with single spaces, and with a hyphen for every dash and minus."""
    return " ".join(text.translate(_DASHES).split())


@dataclass(frozen=True, slots=True)
class Symbols:
    """The words and signs for units: as declared, and in any case where that can't change the meaning."""

    declared: Mapping[str, frozenset[str]]
    folded: Mapping[str, frozenset[str]]

    def unit(self, written: str) -> str | None:
        """Find the unit with this symbol, in singular or plural; None where there is none."""
        forms = [written]
        if len(written) >= len("euro") and written.isascii():
            forms += [written.removesuffix("s"), f"{written}s"]
        for form in forms:
            found = self.declared.get(form) or self.folded.get(form.casefold())
            if found and len(found) > 1:
                message = f'"{written}" is a symbol of several units ({", ".join(sorted(found))})'
                raise ValueError(message)
            if found:
                return next(iter(found))
        return None


def symbols_of(units: Iterable[Unit]) -> Symbols:
    """Collect what may be written for each unit: id, label and symbols; our own for percent and multipliers."""
    declared: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        for symbol in (unit.id, unit.label, *unit.symbol):
            declared[plain_signs(symbol)].add(unit.id)
    for unit_id, own in _OWN_SYMBOLS.items():
        for symbol in own:
            declared[symbol] = declared.get(symbol) or {unit_id}
    folded: dict[str, set[str]] = defaultdict(set)
    for symbol, ids in declared.items():
        # "mW" is not "MW", but "Dollars" is "dollars" and "usd" is "USD"
        if (symbol.islower() and len(symbol) >= len("euro")) or (symbol.isupper() and len(symbol) >= len("USD")):
            folded[symbol.casefold()] |= ids
    return Symbols(
        {symbol: frozenset(ids) for symbol, ids in declared.items()},
        {symbol: frozenset(ids) for symbol, ids in folded.items()},
    )


@dataclass(frozen=True, slots=True)
class _Quantity:
    """One number as written: its digits without commas, the power of ten of its scale word, its unit.

    ``closed``: something follows the number, so that a scale word after the next number is not meant for it.
    """

    digits: str
    negative: bool
    scale: int | None
    unit: str | None
    closed: bool

    @property
    def amount(self) -> Decimal:
        number = Decimal(self.digits) * Decimal(10 ** (self.scale or 0))
        return -number if self.negative else number

    @property
    def rounding(self) -> Decimal:
        """Half the width of the last digit that counts; see the module's docstring."""
        whole, _, decimals = self.digits.partition(".")
        if self.scale is None and not decimals:
            zeros = len(whole) - len(whole.rstrip("0"))
            largest = max(power for power in (0, 3, 6, 9, 12) if len(whole) > power)
            place = min(zeros, largest)
        else:
            place = (self.scale or 0) - len(decimals)
        return Decimal(f"{Decimal(5).scaleb(place - 1):f}")


def known_unit(written: str | None, symbols: Symbols) -> str:
    """Return the unit's id, UNITLESS where none is written; ValueError where no unit has that symbol."""
    if written is None:
        return UNITLESS
    unit = symbols.unit(written)
    if unit is None:
        raise ValueError(_no_unit(written))
    return unit


def _no_unit(written: str) -> str:
    return f'no unit is written "{written}" (units.toml declares units and the symbols for them)'


def read_numbers(words: str, symbols: Symbols) -> Measure:
    """Read one number or a range into a measure without hedge or change; ValueError says why not."""
    separator, required = _TO, False
    if words.lower().startswith("between "):
        words, separator, required = words[len("between ") :], _AND, True
    elif words.lower().startswith("from "):
        words, required = words[len("from ") :], True
    if not required:
        try:
            one = _quantity(words, symbols)
        except ValueError as reason:
            why = reason
        else:
            return Measure(one.unit or UNITLESS, value=one.amount, rounding=one.rounding)
    else:
        why = ValueError("a range needs two ends")
    for match in separator.finditer(words):
        try:
            low = _quantity(words[: match.start()], symbols)
        except ValueError:
            continue
        try:
            high = _quantity(words[match.end() :], symbols)
        except ValueError as reason:
            why = reason
            continue
        if (low.negative or high.negative) and _HYPHEN.fullmatch(match[0]):
            message = 'write "to" between the ends of a range with negative numbers'
            raise ValueError(message)
        return _range(low, high)
    raise why


def _range(low: _Quantity, high: _Quantity) -> Measure:
    if low.unit and high.unit and low.unit != high.unit:
        message = f"its ends have different units ({low.unit}, {high.unit})"
        raise ValueError(message)
    if low.closed and (low.scale is None) != (high.scale is None):
        message = "only one end of the range has a scale word"
        raise ValueError(message)
    pick = min if low.scale in {None, high.scale} else max
    low = replace(low, scale=high.scale if low.scale is None else low.scale)
    if low.amount > high.amount:
        message = "its low end is above its high end (a scale word at the end applies to both)"
        raise ValueError(message)
    rounding = pick(low.rounding, high.rounding)
    return Measure(low.unit or high.unit or UNITLESS, low=low.amount, high=high.amount, rounding=rounding)


def _quantity(words: str, symbols: Symbols) -> _Quantity:
    """Read a number with its sign, scale and unit."""
    match = _QUANTITY.fullmatch(words)
    if not match or (match["minus"] and match["inner"]):
        raise ValueError(_no_number(words))
    before = match["before"].strip()
    prefixed = known_unit(before, symbols) if before else None
    tails = list(_tails(match["tail"], symbols))
    if not tails:
        raise ValueError(_no_unit(match["tail"].strip()))
    readings = {(scale, unit or prefixed) for scale, unit in tails if prefixed is None or unit in {None, prefixed}}
    if not readings:
        message = "it has two units"
        raise ValueError(message)
    if len(readings) > 1:
        message = f'"{match["tail"].strip()}" may be a scale or a unit, so write the scale as a word'
        raise ValueError(message)
    scale, unit = readings.pop()
    number = match["number"].lower()
    digits = _WORDS.get(number, number.replace(",", ""))
    return _Quantity(digits, bool(match["minus"] or match["inner"]), scale, unit, closed=bool(match["tail"].strip()))


def _no_number(words: str) -> str:
    if re.search(r"[0-9],[0-9]|[0-9]\.[0-9]+[.,]|\b0[0-9]", words):
        return "a comma groups three digits and a point marks decimals"
    return f'"{words}" is no number with a scale and a unit' if words else "a number is missing"


def _tails(tail: str, symbols: Symbols) -> Iterable[tuple[int | None, str | None]]:
    """Yield each way to read what follows the digits: nothing, a scale, a unit, or a scale and a unit."""
    written = tail.strip()
    if not written:
        yield None, None
        return
    if unit := symbols.unit(written):
        yield None, unit
    if match := _SCALE.fullmatch(tail):
        scale, rest = _SCALES[match["scale"].strip().lower()], match["rest"].strip()
        if not rest:
            yield scale, None
        elif unit := symbols.unit(rest):
            yield scale, unit
