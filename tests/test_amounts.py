"""Amounts as people write them. Expected numbers are worked out by hand, or with fractions instead of decimals."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.amounts import interval, parse_amount
from kg.claims import Approximation, ChangeBasis, Measure, Unit
from kg.errors import NotationError

NOTATION = Path(__file__).parent.parent / "docs" / "notation.md"
UNITS = (
    Unit("CCY_USD", "US dollar", ("$", "USD", "dollars")),
    Unit("CCY_EUR", "euro", ("€", "euros")),
    Unit("GPU_HR", "GPU hour", ("GPU hours",)),
    Unit("GigaW", "gigawatt", ("GW",)),
    Unit("NUM", "people", ("people",)),
)
DASHES = "-\N{EN DASH}\N{EM DASH}\N{NON-BREAKING HYPHEN}"
BILLION = 10**9
UNREADABLE = """billion; $; nearly; 8,5 Milliarden; 8.500,50; 0,500 billion; 007; 1.2.3; .5; 5.; 10x more; A$5bn; 5 b;
    5 k; 5 gw; 5 mW; between 5 billion; 5 billion to 7; 0 billion to 40; -5-3; --5; 5 + 7; +5%; $5, 3; $5 to; to 5;
    many; some people; more than billions of dollars; down -3% yoy; down more than 3% yoy; $5bn, up 20-25%;
    $5bn, up 3 points; up 10x yoy; grew 22% to 25%; $5bn, 22%; $5bn, unchanged; 2024-07-31; 10-; a; ½; ٣ dollars;
    5 percent of revenue; nan; infinity; 1e9; 0x10; $5bn EUR; up; yoy; , ; () ; +; exactly; ten twenty; twenty"""
VOCABULARY = """$ € % x - + , ( ) . ~ > 8.5 37 40 1,234 8,5 10 0 ten twelve billion bn M k T million thousands billions
    dollars people GPU hours GW percent yoy qoq up down from to and between about nearly just over under at least more
    of than or exactly vs prior guidance growth decline several \N{EN DASH} \N{MINUS SIGN} × USD"""


def table(section: str, header: str) -> list[list[str]]:
    """Return the cells of one table of the notation page, code marks removed."""
    text = NOTATION.read_text(encoding="utf-8").split(f"\n## {section}\n")[1].split("\n## ")[0]
    rows = text.split(f"| {header} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows]


def number(written: str) -> Decimal | None:
    return None if written == "\N{EN DASH}" else Decimal(written.replace(",", ""))


def read(text: str) -> Measure:
    return parse_amount(text, UNITS)


def message(text: str, units: tuple[Unit, ...] = UNITS) -> str:
    with pytest.raises(NotationError) as caught:
        parse_amount(text, units)
    return str(caught.value)


@pytest.mark.parametrize("row", table("Amounts", "Written | Number"), ids=lambda row: row[0])
def test_every_amount_of_the_notation_page_is_read_as_it_says(row: list[str]) -> None:
    written, numbers, unit, rounding, approximation, change = row
    low, _, high = numbers.partition(" to ")
    rate, _, basis = change.strip("\N{EN DASH}").rpartition(" ")
    if basis[:1] in {*"-0123456789"}:
        rate, basis = basis, ""
    assert read(written) == Measure(
        unit,
        written,
        value=None if high else number(low),
        low=number(low) if high else None,
        high=number(high) if high else None,
        rounding=number(rounding),
        change_rate=Decimal(rate) if rate else None,
        change_basis=ChangeBasis(basis) if basis else None,
        approximation=Approximation(approximation),
    )


@pytest.mark.parametrize(("written", "reason"), table("Amounts", "Refused"))
def test_every_amount_that_the_notation_page_refuses_is_refused_for_that_reason(written: str, reason: str) -> None:
    assert reason in message(written)


@pytest.mark.parametrize(("written", "lowest", "highest"), table("Which values an amount allows", "Written"))
def test_every_interval_of_the_notation_page_is_as_it_says(written: str, lowest: str, highest: str) -> None:
    assert interval(read(written)) == (number(lowest), number(highest))


def test_the_notation_page_has_tables_to_walk() -> None:
    assert len(table("Amounts", "Written | Number")) > 35
    assert len(table("Amounts", "Refused")) > 12
    assert len(table("Which values an amount allows", "Written")) > 10


@pytest.mark.parametrize(
    ("text", "unit", "value", "rounding"),
    [
        ("8.5 billion", "UNITLESS", "8500000000", "50000000"),
        ("8,500,000,000 dollars", "CCY_USD", "8500000000", "50000000"),
        ("5 Billion dollars", "CCY_USD", "5000000000", "500000000"),
        ("$5bn USD", "CCY_USD", "5000000000", "500000000"),
        ("usd 5 mn", "CCY_USD", "5000000", "500000"),
        ("USD37bn", "CCY_USD", "37000000000", "500000000"),
        ("CCY_USD 5", "CCY_USD", "5", "0.5"),
        ("5 US dollars", "CCY_USD", "5", "0.5"),
        ("1 dollar", "CCY_USD", "1", "0.5"),
        ("$\N{NARROW NO-BREAK SPACE}37\N{NO-BREAK SPACE}billion", "CCY_USD", "37000000000", "500000000"),
        ("$-1.2 billion", "CCY_USD", "-1200000000", "50000000"),
        ("\N{MINUS SIGN}€3", "CCY_EUR", "-3", "0.5"),
        ("$1.5T", "CCY_USD", "1500000000000", "50000000000"),
        ("5m", "UNITLESS", "5000000", "500000"),
        ("5k people", "NUM", "5000", "500"),
        ("41 B", "UNITLESS", "41000000000", "500000000"),
        ("twelve people", "NUM", "12", "0.5"),
        ("two billion dollars", "CCY_USD", "2000000000", "500000000"),
        ("tenfold", "UNITLESS", "10", "0.5"),
        ("ten-fold", "UNITLESS", "10", "0.5"),
        ("0.50%", "PERCENT", "0.5", "0.005"),
        ("0", "UNITLESS", "0", "0.5"),
        ("100", "UNITLESS", "100", "0.5"),
        ("1,000", "UNITLESS", "1000", "500"),
        ("700,000", "UNITLESS", "700000", "500"),
        ("1,250,000", "UNITLESS", "1250000", "5000"),
        ("40,000 million", "UNITLESS", "40000000000", "500000"),
        ("-5%", "PERCENT", "-5", "0.5"),
    ],
)
def test_single_numbers(text: str, unit: str, value: str, rounding: str) -> None:
    assert read(text) == Measure(unit, text, value=Decimal(value), rounding=Decimal(rounding))


@pytest.mark.parametrize(
    ("text", "unit", "low", "high", "rounding"),
    [
        ("38.5 to 41 billion US dollars", "CCY_USD", "38500000000", "41000000000", "50000000"),
        ("between $38.5-41 billion", "CCY_USD", "38500000000", "41000000000", "50000000"),
        ("between 5 and 7 GW", "GigaW", "5", "7", "0.5"),
        ("from $5 to $10 billion", "CCY_USD", "5000000000", "10000000000", "500000000"),
        ("$37bn-$40bn", "CCY_USD", "37000000000", "40000000000", "500000000"),
        ("10-20 GPU-hours", "GPU_HR", "10", "20", "0.5"),
        ("10-20x", "UNITLESS", "10", "20", "0.5"),
        ("20%-25%", "PERCENT", "20", "25", "0.5"),
        ("-5 to -3", "UNITLESS", "-5", "-3", "0.5"),
        ("-$5 to -$3 billion", "CCY_USD", "-5000000000", "-3000000000", "500000000"),
        ("1,000 to 1,500 people", "NUM", "1000", "1500", "50"),
        ("exactly $37-40 billion", "CCY_USD", "37000000000", "40000000000", "0"),
    ],
)
def test_ranges(text: str, unit: str, low: str, high: str, rounding: str) -> None:
    units = (*UNITS, Unit("GPU_HR", "GPU hour", ("GPU-hours",)))
    expected = Measure(unit, text, low=Decimal(low), high=Decimal(high), rounding=Decimal(rounding))
    assert parse_amount(text, units) == expected


@pytest.mark.parametrize(
    ("hedges", "approximation"),
    [
        ("about {}; around {}; roughly {}; some {}; approximately {}; approx. {}; circa {}; c. {}; ~{}; ≈ {}", "about"),
        ("nearly {}; almost {}; just under {}; close to {}; slightly less than {}; a little under {}", "justBelow"),
        ("just over {}; slightly more than {}; a little over {}", "justAbove"),
        ("at least {}; more than {}; over {}; a minimum of {}; >{}; ≥ {}; no less than {}; {}+; {} or more", "atLeast"),
        (
            "at most {}; up to {}; less than {}; under {}; no more than {}; < {}; <={}; as much as {}; {} or less",
            "atMost",
        ),
    ],
)
def test_hedges(hedges: str, approximation: str) -> None:
    for hedge in hedges.split("; "):
        measure = read(hedge.format("$8.5 billion"))
        assert (measure.value, measure.approximation) == (Decimal("8.5") * BILLION, approximation), hedge
        assert measure.rounding == Decimal(50_000_000)


def test_a_plus_may_stand_before_the_scale() -> None:
    assert (read("700+ million").value, read("700+ million").approximation) == (700 * 10**6, Approximation.AT_LEAST)


@pytest.mark.parametrize(
    ("text", "rate", "basis"),
    [
        ("$5bn, +33.4% y/y", "0.334", "yearOverYear"),
        ("$5bn, up by 22 per cent from a year earlier", "0.22", "yearOverYear"),
        ("$5bn; up 22% year on year", "0.22", "yearOverYear"),
        ("$5bn up 22% over last year", "0.22", "yearOverYear"),
        ("$5bn (+22% yoy)", "0.22", "yearOverYear"),
        ("$5bn +22% yoy", "0.22", "yearOverYear"),
        ("$5bn, 22% yoy growth", "0.22", "yearOverYear"),
        ("$5bn, 3% decline qoq", "-0.03", "quarterOverQuarter"),
        ("$5bn, \N{MINUS SIGN}3% sequentially", "-0.03", "quarterOverQuarter"),
        ("$5bn, down 3% from the prior quarter", "-0.03", "quarterOverQuarter"),
        ("$5bn, down 0.5% versus previous guidance", "-0.005", "versusPriorGuidance"),
        ("$5bn, up 1,200%", "12", None),
        ("fell 3% yoy to $5bn", "-0.03", "yearOverYear"),
        ("increased by 33.4 percent to $5bn", "0.334", None),
    ],
)
def test_changes_of_an_amount(text: str, rate: str, basis: str | None) -> None:
    measure = read(text)
    assert (measure.value, measure.unit) == (5 * BILLION, "CCY_USD")
    assert (measure.change_rate, measure.change_basis) == (Decimal(rate), basis)


def test_a_change_alone_is_an_amount_in_percent_and_carries_hedges_and_ranges() -> None:
    yoy = ChangeBasis.YEAR_OVER_YEAR
    half = Decimal("0.5")
    text = "at least 20% yoy"
    assert read(text) == Measure(
        "PERCENT", text, Decimal(20), rounding=half, change_basis=yoy, approximation=Approximation.AT_LEAST
    )
    text = "down 20-25% year over year"
    assert read(text) == Measure("PERCENT", text, None, Decimal(-25), Decimal(-20), rounding=half, change_basis=yoy)


@pytest.mark.parametrize("text", ["", " ", *(text.strip() for text in UNREADABLE.split(";"))])
def test_what_cannot_be_read_is_an_error_that_shows_the_text_and_what_can(text: str) -> None:
    said = message(text)
    assert f'cannot read "{text.strip()}" as an amount' in said
    assert '"$37-40 billion"' in said
    assert said.endswith("the ledger's symbols for units are $, GPU hours, GW, USD, dollars, euros, people, €")


def test_the_message_of_an_unknown_unit_says_where_units_come_from() -> None:
    units = (Unit("CCY_USD", "US dollar", ("$",)),)
    assert message("5 bananas", units) == (
        'cannot read "5 bananas" as an amount: no unit is written "bananas" (units.toml declares units and the '
        'symbols for them); write for example "$8.5 billion", "$37-40 billion", "22%", "10x", "nearly 10x", "at least '
        '700 million", "exactly $39.071 billion", "$39.1 billion, up 22% yoy", "33.4% yoy" or "billions of dollars"; '
        "the ledger's symbols for units are $"
    )
    many = tuple(Unit(f"U{number}", "made up", (f"u{number}",)) for number in range(10, 40))
    assert message("5 bananas", many).endswith("are " + ", ".join(f"u{number}" for number in range(10, 30)) + " …")


def test_a_symbol_of_two_units_is_refused_only_where_it_is_used() -> None:
    units = (Unit("CCY_USD", "US dollar", ("$", "USD")), Unit("CCY_AUD", "Australian dollar", ("$", "A$")))
    assert "a symbol of several units (CCY_AUD, CCY_USD)" in message("$5", units)
    assert parse_amount("A$5", units).unit == "CCY_AUD"
    assert parse_amount("USD 5", units).unit == "CCY_USD"


def test_a_letter_that_is_a_scale_and_a_unit_is_refused() -> None:
    units = (*UNITS, Unit("M", "metre", ("m",)))
    assert "may be a scale or a unit" in message("5m", units)
    assert parse_amount("5 m", units).unit == "M"
    assert parse_amount("$5m", units).value == 5 * 10**6


def test_case_counts_where_it_changes_the_meaning() -> None:
    units = (Unit("MegaW", "megawatt", ("MW",)), Unit("CCY_USD", "US dollar", ("USD", "dollars")))
    assert parse_amount("5 MW", units).value == 5
    assert 'no unit is written "mW"' in message("5 mW", units)
    assert parse_amount("5 Dollars", units) == Measure("CCY_USD", "5 Dollars", Decimal(5), rounding=Decimal("0.5"))


@pytest.mark.parametrize("rubbish", ["1" * 10_000, "5 to " * 2000, "$" * 10_000, "billions of " * 900, "1,000" * 2000])
def test_long_rubbish_is_refused_by_its_length(rubbish: str) -> None:
    said = message(rubbish)
    assert "longer than 200 characters" in said
    assert len(said) < 700


def test_an_interval_of_more_digits_than_fit_becomes_wider() -> None:
    value = Decimal("1e600")
    low, high = interval(Measure("NUM", value=value, rounding=Decimal(1)))
    assert low is not None
    assert high is not None
    assert low < value < high
    assert low <= value - 10**99  # the last of 500 digits


def test_intervals_of_measures_that_the_notation_does_not_write() -> None:
    one, nine = Decimal(1), Decimal(9)
    assert interval(Measure("NUM")) == (None, None)
    assert interval(Measure("NUM", value=nine)) == (nine, nine)
    assert interval(Measure("NUM", low=nine)) == (nine, None)
    vague = Measure("NUM", value=nine, rounding=one, approximation=Approximation.VAGUE_MAGNITUDE)
    assert interval(vague) == (None, None)
    most = Measure("NUM", low=one, high=nine, rounding=one, approximation=Approximation.AT_MOST)
    assert interval(most) == (None, Decimal(10))
    below = Measure("NUM", low=one, high=nine, approximation=Approximation.JUST_BELOW)
    assert interval(below) == (Decimal("0.9"), nine)


SCALES = {
    0: [""],
    3: [" thousand", "k", "K"],
    6: [" million", "m", "M", " M", " mn"],
    9: [" billion", "bn", " BN", "B"],
    12: [" trillion", " tn", "T"],
}
scales = st.sampled_from([(word, power) for power, words in SCALES.items() for word in words])
spaces = st.sampled_from(["", " ", "\N{NO-BREAK SPACE}"])


@st.composite
def digits(draw: st.DrawFn) -> tuple[str, Fraction, int]:
    """Return a number as written, perhaps with grouping commas; its value; how many decimals it has."""
    whole, decimals = draw(st.integers(0, 10**15)), draw(st.integers(0, 6))
    part = draw(st.integers(0, 10**decimals - 1))
    written = f"{whole:,}" if draw(st.booleans()) else str(whole)
    written += f".{part:0{decimals}}" if decimals else ""
    return written, whole + Fraction(part, 10**decimals), decimals


@given(digits(), scales, spaces, st.sampled_from(["", "-", "\N{MINUS SIGN}"]))
def test_a_number_means_what_arithmetic_says_however_it_is_written(
    number: tuple[str, Fraction, int], scale: tuple[str, int], space: str, sign: str
) -> None:
    written, value, decimals = number
    word, power = scale
    text = f"{sign}${space}{written}{word}"
    measure = read(text)
    assert (measure.unit, measure.as_written, measure.approximation) == ("CCY_USD", text, Approximation.EXACT)
    assert measure.value is not None
    assert Fraction(measure.value) == (-1 if sign else 1) * value * 10**power
    assert replace(read(f"{sign}{written}{word} dollars"), as_written=text) == measure
    if decimals or power:
        assert measure.rounding is not None
        assert Fraction(measure.rounding) == Fraction(10**power, 2 * 10**decimals)
    low, high = interval(measure)
    assert low is not None
    assert high is not None
    assert low < measure.value < high


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from([("thousand", 3), ("million", 6), ("billion", 9)]))
def test_a_number_in_full_means_the_same_as_with_its_scale_word(whole: int, part: int, scale: tuple[str, int]) -> None:
    word, power = scale
    decimals = f".{part:03}".rstrip("0").rstrip(".")
    short, full = read(f"{whole}{decimals} {word}"), read(f"{whole * 10**power + part * 10 ** (power - 3):,}")
    assert (short.value, short.rounding) == (full.value, full.rounding)


@given(digits(), digits(), scales, st.sampled_from([*DASHES, *(f" {dash} " for dash in DASHES), " to "]))
def test_a_range_has_its_two_ends_or_is_upside_down(
    one: tuple[str, Fraction, int], other: tuple[str, Fraction, int], scale: tuple[str, int], separator: str
) -> None:
    text = f"${one[0]}{separator}{other[0]}{scale[0]}"
    if one[1] > other[1]:
        assert "its low end is above its high end" in message(text)
        return
    measure = read(text)
    assert measure.low is not None
    assert measure.high is not None
    assert Fraction(measure.low) == one[1] * 10 ** scale[1]
    assert Fraction(measure.high) == other[1] * 10 ** scale[1]
    low, high = interval(measure)
    assert low is not None
    assert high is not None
    assert low < measure.low <= measure.high < high


@given(st.decimals(-(10**12), 10**12, places=3), st.decimals(0, 10**6, places=3), st.sampled_from(Approximation))
def test_an_interval_contains_the_number(value: Decimal, rounding: Decimal, approximation: Approximation) -> None:
    low, high = interval(Measure("NUM", value=value, rounding=rounding, approximation=approximation))
    assert low is None or low <= value
    assert high is None or value <= high


@given(st.integers(1, 99999), st.integers(0, 3), st.sampled_from(["up ", "+", "down ", "-"]))
def test_the_rate_of_a_change_is_a_hundredth_of_its_percent(number: int, decimals: int, direction: str) -> None:
    percent = Fraction(number, 10**decimals)
    written = f"{Decimal(number).scaleb(-decimals):f}"
    falls = direction in {"down ", "-"}
    measure = read(f"$5bn, {direction}{written}% yoy")
    assert measure.change_rate is not None
    assert Fraction(measure.change_rate) == (-percent if falls else percent) / 100
    alone = read(f"{direction}{written}% yoy")
    assert alone.value is not None
    assert Fraction(alone.value) == (-percent if falls else percent)
    assert alone.change_rate is None


@given(st.lists(st.sampled_from(VOCABULARY.split()), max_size=9), st.sampled_from(["", " "]))
def test_any_phrase_is_a_sound_measure_or_a_notation_error(words: list[str], space: str) -> None:
    text = space.join(words)
    try:
        measure = read(text)
    except NotationError:
        return
    assert measure.as_written == text
    assert measure.unit in {"UNITLESS", "PERCENT", *(unit.id for unit in UNITS)}
    if measure.approximation is Approximation.VAGUE_MAGNITUDE:
        assert (measure.value, measure.low, measure.high, measure.rounding) == (None, None, None, None)
    elif measure.value is None:
        assert measure.low is not None
        assert measure.high is not None
        assert measure.low <= measure.high
    assert measure.rounding is None or measure.rounding >= 0


@given(st.text(max_size=220))
def test_any_text_raises_nothing_but_a_notation_error(text: str) -> None:
    assume(text)
    try:
        measure = read(text)
    except NotationError as error:
        assert "as an amount" in str(error)  # noqa: PT017  (most texts are refused, a few are read)
    else:
        assert measure.as_written == text
