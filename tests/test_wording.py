"""Amounts, days and periods in words."""

import datetime as dt
from decimal import Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.amounts import parse_amount
from kg.claims import Measure, Unit
from kg.periods import parse_period
from kg.wording import amount, count, date, number, numbers, percent, period, plain

UNITS = (Unit("CCY_USD", "US dollar", ("$", "US dollars")), Unit("NUM", "number", ("users",)), Unit("HR", "hour"))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("$37-40 billion", "37 to 40 billion US dollars"),
        ("$900 million to $1.2 billion", "900 million to 1.2 billion US dollars"),
        ("$39.071 billion, up 22% yoy", "39.071 billion US dollars, up 22 percent on the year before"),
        ("about $8.5 billion", "about 8.5 billion US dollars"),
        ("$1", "1 US dollar"),
        ("at least 700 million users", "at least 700 million"),
        ("$12,345", "12,345 US dollars"),
        ("5.4321 million users", "5,432,100"),
        ("down 5% qoq", "5 percent on the quarter before"),
        ("billions of dollars", "“billions of dollars”"),
    ],
)
def test_amounts_in_words(written, told):
    unit = Unit("CCY_USD", "US dollar", ("$", "US dollars", "dollars"))
    known = (unit, *UNITS[1:], Unit("PERCENT", "percent", ("%",)))
    if written.startswith("down"):
        told = f"-{told}"  # what fell is recorded as a negative change
    assert amount(parse_amount(written, known), known) == told


def test_a_unit_has_a_plural_only_where_its_symbols_have_it():
    assert amount(Measure("HR", value=Decimal(3)), UNITS) == "3 hour"
    assert amount(Measure("unknown", value=Decimal(3)), UNITS) == "3 unknown"


def test_no_number_and_no_words():
    assert amount(Measure("CCY_USD"), UNITS) == "no number"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal(-(10**20)), max_value=Decimal(10**20)))
def test_numbers_are_told_exactly(value):
    scales = {"": 0, "million": 6, "billion": 9, "trillion": 12}
    digits, _, scale = number(value).partition(" ")
    assert Decimal(digits.replace(",", "")).scaleb(scales[scale], Context(prec=200)) == value
    assert numbers(value, value) == number(value)


def test_numbers_without_end_are_not_written_out():
    assert number(Decimal("1e999999")) == "1E+999999"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Q3 2024", "Q3 2024"),
        ("2025", "2025"),
        ("by the end of 2024", "by the end of 2024"),
        ("31 July 2024", "31 July 2024"),
        ("early 2025", "early 2025"),
    ],
)
def test_periods_in_words(written, told):
    assert period(parse_period(written)) == told


def test_half_a_percent_is_rounded_up():
    assert [percent(share) for share in (Decimal("0.625"), 0.645, 0, 1)] == ["63%", "65%", "0%", "100%"]


def test_days_and_counts():
    assert date(dt.date(2024, 7, 1)) == "1 July 2024"
    assert [count(many, "claim") for many in (0, 1, 2000)] == ["0 claims", "1 claim", "2,000 claims"]


@given(st.text())
def test_plain_text_is_one_line_without_what_steers(text):
    told = plain(text)
    assert told.splitlines() in ([], [told])
    told.encode()
    assert not set(told) & set("\x00\x1b\x85\u2028\u202e\u2067\ufffe")
