"""A whole phrase: an amount with its hedge ("nearly", "at least") and its change ("up 22% yoy")."""

import re
from collections.abc import Iterable
from dataclasses import replace
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, localcontext
from typing import Final

from kg.amounts.quantities import PERCENT, Symbols, known_unit, plain_signs, read_numbers, symbols_of
from kg.claims import Approximation, ChangeBasis, Measure, Unit
from kg.errors import NotationError

__all__ = ["parse_amount"]

_LONGEST: Final = 200
_EXAMPLES: Final = (
    'write for example "$8.5 billion", "$37-40 billion", "22%", "10x", "nearly 10x", "at least 700 million", '
    '"exactly $39.071 billion", "$39.1 billion, up 22% yoy", "33.4% yoy" or "billions of dollars"'
)
_LISTED: Final = 20
_EXACT: Final = Context(prec=2 * _LONGEST, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[Inexact])
_FLAGS: Final = re.IGNORECASE | re.ASCII
_HEDGES: Final = {
    Approximation.EXACT: "exactly|precisely|exact",
    Approximation.ABOUT: "about|around|roughly|some|approximately|approx.|approx|circa|ca.|c.|~|≈",
    Approximation.JUST_BELOW: "nearly|almost|just under|just below|just shy of|close to|slightly less than|"
    "slightly under|slightly below|a little under|a little less than",
    Approximation.JUST_ABOVE: "just over|just above|slightly more than|slightly over|slightly above|a little over|"
    "a little more than",
    Approximation.AT_LEAST: "at least|more than|over|above|no less than|not less than|no fewer than|upwards of|"
    "in excess of|a minimum of|minimum of|minimum|>|>=|≥",
    Approximation.AT_MOST: "at most|up to|less than|fewer than|under|below|no more than|not more than|as much as|"
    "as many as|a maximum of|maximum of|maximum|<|<=|≤",
}
_HEDGE_OF: Final = {phrase: hedge for hedge, phrases in _HEDGES.items() for phrase in phrases.split("|")}
_HEDGE_FIRST: Final = re.compile(
    "(?P<hedge>{})".format(
        "|".join(
            re.escape(phrase) + (" " if phrase[-1].isalpha() else " ?")
            for phrase in sorted(_HEDGE_OF, key=len, reverse=True)
        )
    ),
    _FLAGS,
)
_HEDGE_LAST: Final = re.compile(
    r"(?P<amount>.+?)"
    r"(?: or (?:(?P<more>more|over|above)|(?:less|fewer|under|below))|(?P<plus>(?<=[^ ])\+)(?P<rest> .*)?)",
    _FLAGS,
)
_ONE_SIDED: Final = frozenset(_HEDGES) - {Approximation.EXACT, Approximation.ABOUT}

_MAGNITUDE: Final = "hundred|thousand|million|billion|trillion"
_VAGUE: Final = re.compile(
    rf"(?:(?:several|many|multiple|a few) )?(?:(?:ten|dozen|score|{_MAGNITUDE})s of )*"
    rf"(?:ten|dozen|score|{_MAGNITUDE})s(?: of (?P<of>.+)| (?P<plural>.+))?"
    rf"|(?:several|many|multiple|a few)(?: (?:{_MAGNITUDE}))+(?: (?P<singular>.+))?",
    _FLAGS,
)

_RISING: Final = "up(?! to )|rose|rising|grew|growing|increased|increasing|climbed|gained|jumped"
_FALLING: Final = "down|fell|falling|declined|declining|decreased|decreasing|dropped|shrank"
_GROWTH: Final = "growth|increase|rise|gain"
_DECLINE: Final = "decline|decrease|drop|fall"
_AGAINST: Final = r"(?:vs\.?|versus|from|over|than|against|compared (?:to|with))(?: the| its)?"
_BASES: Final = {
    ChangeBasis.YEAR_OVER_YEAR: r"yoy|y/y|y-o-y|year[ -](?:over|on)[ -]year|"
    rf"{_AGAINST} (?:a year (?:ago|earlier|before)|(?:last|prior|previous) year|year before)",
    ChangeBasis.QUARTER_OVER_QUARTER: r"qoq|q/q|q-o-q|quarter[ -](?:over|on)[ -]quarter|sequentially|"
    rf"{_AGAINST} (?:a quarter (?:ago|earlier|before)|(?:last|prior|previous) quarter|quarter before)",
    ChangeBasis.VERSUS_PRIOR_GUIDANCE: rf"{_AGAINST} (?:prior|previous|earlier) guidance",
}
_NOUN: Final = f"{_GROWTH}|{_DECLINE}"
_CHANGE: Final = re.compile(
    rf"(?:(?P<verb>{_RISING}|{_FALLING}) (?:by )?)?(?P<plus>\+ ?)?(?P<amount>.+?)(?: (?P<noun>{_NOUN}))?"
    rf"(?: (?P<basis>{'|'.join(_BASES.values())})(?: (?P<last>{_NOUN}))?)?",
    _FLAGS,
)
_BASIS_OF: Final = {basis: re.compile(pattern, _FLAGS) for basis, pattern in _BASES.items()}
_FALLING_WORD: Final = re.compile(f"{_FALLING}|{_DECLINE}", _FLAGS)
_CHANGE_FROM: Final = re.compile(rf"(?:{_RISING}|{_FALLING}) from [^a-z]*[0-9]", _FLAGS)
_AMOUNT_THEN_CHANGE: Final = re.compile(
    rf"(?P<amount>.+?)(?:[,;] | (?=\()| (?=(?:{_RISING}|{_FALLING}) )| (?=\+ ?[0-9]))(?P<change>.+)", _FLAGS
)
_CHANGE_THEN_AMOUNT: Final = re.compile(
    rf"(?P<change>(?:(?:{_RISING}|{_FALLING}) |\+)(?:by )?[0-9].*?) to (?P<amount>.+)", _FLAGS
)

_SIDED_NEGATIVE: Final = (
    'what "more than", "nearly" and the like mean of a negative number is unclear, '
    "so record a loss or a decline as a positive number"
)


def parse_amount(text: str, units: Iterable[Unit]) -> Measure:
    """Read an amount as people write it; the result keeps ``text`` as ``as_written``.

    A unit is written by a symbol, label or id of one of ``units``; percent and multipliers ("10x", "ten
    times") are known without. A number alone is ``UNITLESS``. A scale word applies to both ends of a range.
    A change after an amount becomes ``change_rate`` (0.22 for 22 percent) and ``change_basis``. A change alone
    ("up 22% yoy") is itself the amount: value 22 of ``PERCENT``, with its basis and without a rate.

    Raises NotationError for what is not covered, a range upside down, and a unit that ``units`` lacks.
    """
    units = tuple(units)
    try:
        with localcontext(_EXACT):
            measure = _read(_normal(text), symbols_of(units))
    except ValueError as reason:
        raise _refusal(text, str(reason), units) from None
    return replace(measure, as_written=text)


def _normal(text: str) -> str:
    """Single spaces, and a hyphen for every dash and minus."""
    if len(text) > _LONGEST:
        message = f"it is longer than {_LONGEST} characters"
        raise ValueError(message)
    return plain_signs(text)


def _refusal(text: str, reason: str, units: Iterable[Unit]) -> NotationError:
    shown = " ".join(text[:_LONGEST].split())
    shown = shown if len(text) <= _LONGEST else f"{shown[:40]}…"
    symbols = sorted({symbol for unit in units for symbol in unit.symbol})
    listed = ", ".join(symbols[:_LISTED]) + (" …" if len(symbols) > _LISTED else "")
    instead = f"{_EXAMPLES}; the ledger's symbols for units are {listed}" if symbols else _EXAMPLES
    return NotationError.at(None, f'cannot read "{shown}" as an amount: {reason}', instead)


def _read(words: str, symbols: Symbols) -> Measure:
    """Read an amount with its change, a change alone, or an amount alone; ValueError says why not."""
    if _CHANGE_FROM.search(words):
        message = "the earlier amount is a claim of its own, which this one may supersede"
        raise ValueError(message)
    match = _CHANGE_THEN_AMOUNT.fullmatch(words) or _AMOUNT_THEN_CHANGE.fullmatch(words)
    if match:
        change = match["change"]
        change = change[1:-1] if change.startswith("(") and change.endswith(")") else change
        amount, percent = _amount(match["amount"], symbols), _change(change, symbols)
        if percent is None:
            message = f'"{change}" is no change such as "up 22% yoy"'
            raise ValueError(message)
        if percent.value is None or percent.approximation is not Approximation.EXACT:
            message = "the change of an amount is one plain number"
            raise ValueError(message)
        if match.re is _CHANGE_THEN_AMOUNT and amount.unit == PERCENT:
            message = "it may be an amount with its change or a range of changes"
            raise ValueError(message)
        return replace(amount, change_rate=percent.value / 100, change_basis=percent.change_basis)
    change_alone = _change(words, symbols)
    if change_alone is None:
        return _amount(words, symbols)
    if change_alone.change_basis is None:
        message = "a change alone must say against what: yoy, qoq, or vs prior guidance"
        raise ValueError(message)
    return change_alone


def _change(words: str, symbols: Symbols) -> Measure | None:
    """Read a change in percent as a signed amount of PERCENT with its basis; None where nothing marks a change."""
    match = _CHANGE.fullmatch(words)
    if not match:
        return None
    named = [match[group] for group in ("verb", "noun", "last") if match[group]]
    if not (named or match["plus"] or match["basis"]):
        return None
    amount = _amount(match["amount"], symbols)
    if amount.unit != PERCENT or amount.approximation is Approximation.VAGUE_MAGNITUDE:
        message = "a change is read in percent only"
        raise ValueError(message)
    falls = {_FALLING_WORD.fullmatch(word) is not None for word in named} | ({False} if match["plus"] else set())
    negative = any(number is not None and number < 0 for number in (amount.value, amount.low, amount.high))
    if len(falls) > 1 or (negative and falls):
        message = "it says of the change that it goes both up and down"
        raise ValueError(message)
    basis = next((basis for basis, pattern in _BASIS_OF.items() if pattern.fullmatch(match["basis"] or "")), None)
    return replace(_negated(amount) if True in falls else amount, change_basis=basis)


def _negated(amount: Measure) -> Measure:
    if amount.approximation in _ONE_SIDED:
        raise ValueError(_SIDED_NEGATIVE)
    value, low, high = (None if number is None else -number for number in (amount.value, amount.high, amount.low))
    return replace(amount, value=value, low=low, high=high)


def _amount(words: str, symbols: Symbols) -> Measure:
    """Read an amount without a change."""
    bare, hedge = _unhedged(words)
    if match := _VAGUE.fullmatch(bare):
        if hedge is not None:
            message = "a vague magnitude cannot be hedged further"
            raise ValueError(message)
        return Measure(
            known_unit(match["of"] or match["plural"] or match["singular"], symbols),
            approximation=Approximation.VAGUE_MAGNITUDE,
        )
    measure = read_numbers(bare, symbols)
    if hedge in _ONE_SIDED:
        if measure.value is None:
            message = "a range says itself how far it reaches"
            raise ValueError(message)
        if measure.value < 0:
            raise ValueError(_SIDED_NEGATIVE)
    if hedge is Approximation.EXACT:
        return replace(measure, rounding=Decimal(0))
    return replace(measure, approximation=hedge or Approximation.EXACT)


def _unhedged(words: str) -> tuple[str, Approximation | None]:
    """Take the hedge off, before or after the number."""
    hedges = []
    if match := _HEDGE_FIRST.match(words):
        hedges.append(_HEDGE_OF[match["hedge"].strip().lower()])
        words = words[match.end() :]
    if match := _HEDGE_LAST.fullmatch(words):
        hedges.append(Approximation.AT_LEAST if match["more"] or match["plus"] else Approximation.AT_MOST)
        words = match["amount"] + (match["rest"] or "")
    if len(hedges) > 1:
        message = "it is hedged twice"
        raise ValueError(message)
    return words, hedges[0] if hedges else None
