"""Periods as people write them. Expected days are worked out by hand, from a calendar."""

import re
from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.claims import Period
from kg.errors import NotationError
from kg.periods import edtf_bounds, parse_period, period_of_edtf, same_days

NOTATION = Path(__file__).parent.parent / "docs" / "notation.md"
MONTHS = "January February March April May June July August September October November December"
NO_EDTF = """/ ../.. 2024-13 2024-00 2024-42 2024-20 2024-34-01 0000 9999-24 2023-02-29 2024-XX-01 201X-07 2X24 203x
    2024/2023 2024/2025/2026 Y20240 -2024 2024-7 2024-07-31T12:00:00 ٢٠٢٤ 2024-0X"""
UNREADABLE = """Q5 2024; Q0 2024; third half of 2024; 32 July 2024; July 0, 2024; 2024-2025-2026; mid\N{EN DASH}2025;
    Q3\N{EN DASH}2024; after around 2024; after 9999; before 0001; November to February 2025; from; 2024 and 2026; 24;
    Smarch 2024; by; 2024.5; 2024-7-1; since 2023 to 2025; 1/2/2024; Q2 2024 2024; 2020-24; the end of 2024;
    at year-end 2024; H2 fiscal 2025; in the 1900s"""
VOCABULARY = """2024 2026 1999 Q2 H1 July 31 31st the of by before after since from to and between end year-end mid - ~
    \N{EN DASH} 203X 2030s 34 / .. ? around early FY24 '24 in , 0000 9999 winter spring fiscal year next"""


def table(section: str, first_header: str) -> list[list[str]]:
    """Return the cells of one table of the notation page, code marks removed."""
    text = NOTATION.read_text(encoding="utf-8").split(f"\n## {section}\n")[1].split("\n## ")[0]
    rows = text.split(f"| {first_header} |")[1].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows]


def day(written: str) -> date | None:
    return None if written == "–" else date.fromisoformat(written)


def message(text: str) -> str:
    with pytest.raises(NotationError) as caught:
        parse_period(text)
    return str(caught.value)


@pytest.mark.parametrize(("written", "edtf", "first", "last"), table("Periods", "Written"))
def test_every_period_of_the_notation_page_is_read_as_it_says(written: str, edtf: str, first: str, last: str) -> None:
    assert parse_period(written) == Period(written, edtf, day(first), day(last))


@pytest.mark.parametrize(("written", "reason"), table("Periods", "Refused"))
def test_every_period_that_the_notation_page_refuses_is_refused_for_that_reason(written: str, reason: str) -> None:
    assert reason in message(written)


def test_the_notation_page_has_tables_to_walk() -> None:
    assert len(table("Periods", "Written")) > 40
    assert len(table("Periods", "Refused")) > 10


@pytest.mark.parametrize(
    ("text", "edtf", "earliest", "latest"),
    [
        ("for FY24", "2024", "2024-01-01", "2024-12-31"),
        ("the calendar year 2025", "2025", "2025-01-01", "2025-12-31"),
        ("during the year 2025", "2025", "2025-01-01", "2025-12-31"),
        ("In Q1'25", "2025-33", "2025-01-01", "2025-03-31"),
        ("Q1 ’25", "2025-33", "2025-01-01", "2025-03-31"),
        ("the third quarter 2024", "2024-35", "2024-07-01", "2024-09-30"),
        ("THE 4TH QUARTER OF 2024", "2024-36", "2024-10-01", "2024-12-31"),
        ("Q3-2024", "2024-35", "2024-07-01", "2024-09-30"),
        ("Sept. 2023", "2023-09", "2023-09-01", "2023-09-30"),
        ("July, 2024", "2024-07", "2024-07-01", "2024-07-31"),
        ("on the 31st of July, 2024", "2024-07-31", "2024-07-31", "2024-07-31"),
        ("Jul. 3rd 2024", "2024-07-03", "2024-07-03", "2024-07-03"),
        ("29 February 2024", "2024-02-29", "2024-02-29", "2024-02-29"),
        ("summer of 2025", "2025-22", "2025-06-01", "2025-08-31"),
        ("in early 2025", "2025-01/2025-04", "2025-01-01", "2025-04-30"),
        ("1990s", "199X", "1990-01-01", "1999-12-31"),
        ("by  the\N{NO-BREAK SPACE}end of 2024", "../2024", None, "2024-12-31"),
        ("by end-2024", "../2024", None, "2024-12-31"),
        ("by the end of the year 2024", "../2024", None, "2024-12-31"),
        ("before the end of Q2 2024", "../2024-06", None, "2024-06-30"),
        ("before Q3 2024", "../2024-06-30", None, "2024-06-30"),
        ("until mid-2025", "../2025-06", None, "2025-06-30"),
        ("before mid-2025", "../2025-06-30", None, "2025-06-30"),
        ("no later than mid '25", "../2025-06", None, "2025-06-30"),
        ("by around mid-2025", "../2025-06~", None, "2025-06-30"),
        ("since mid-2025", "2025-07/..", "2025-07-01", None),
        ("after mid-2025", "2025-07-01/..", "2025-07-01", None),
        ("from 2024 until mid-2025", "2024/2025-06", "2024-01-01", "2025-06-30"),
        ("between mid-2025 and 2027", "2025-07/2027", "2025-07-01", "2027-12-31"),
        ("January to mid-2025", "2025-01/2025-06", "2025-01-01", "2025-06-30"),
        ("mid to late 2025", "2025-05/2025-12", "2025-05-01", "2025-12-31"),
        ("by late 2025", "../2025-12", None, "2025-12-31"),
        ("before early 2025", "../2024-12-31", None, "2024-12-31"),
        ("by around 2030", "../2030~", None, "2030-12-31"),
        ("by the 2030s", "../2039", None, "2039-12-31"),
        ("after the end of Q2 2024", "2024-07-01/..", "2024-07-01", None),
        ("after 31 December 2024", "2025-01-01/..", "2025-01-01", None),
        ("starting in July 2025", "2025-07/..", "2025-07-01", None),
        ("since early 2024", "2024-01/..", "2024-01-01", None),
        ("2024 – 2026", "2024/2026", "2024-01-01", "2026-12-31"),
        ("from 2024 until 2026", "2024/2026", "2024-01-01", "2026-12-31"),
        ("Q1 2024 to Q3 2024", "2024-01/2024-09", "2024-01-01", "2024-09-30"),
        ("Q1–Q3 2024", "2024-01/2024-09", "2024-01-01", "2024-09-30"),
        ("early to mid-2025", "2025-01/2025-08", "2025-01-01", "2025-08-31"),
        ("July 1 to July 5, 2024", "2024-07-01/2024-07-05", "2024-07-01", "2024-07-05"),
        ("around mid-2025", "2025-05~/2025-08~", "2025-05-01", "2025-08-31"),
        ("203x", "203X", "2030-01-01", "2039-12-31"),
    ],
)
def test_periods_as_people_write_them(text: str, edtf: str, earliest: str | None, latest: str | None) -> None:
    first, last = (None if bound is None else date.fromisoformat(bound) for bound in (earliest, latest))
    assert parse_period(text) == Period(text, edtf, first, last)


@pytest.mark.parametrize(
    ("edtf", "earliest", "latest"),
    [
        ("2024-21", "2024-03-01", "2024-05-31"),
        ("2024-24", "2024-12-01", "2025-02-28"),
        ("2023-28", "2023-12-01", "2024-02-29"),
        ("2024-29", "2024-09-01", "2024-11-30"),  # southern spring
        ("2024-30", "2024-12-01", "2025-02-28"),
        ("2024-31", "2024-03-01", "2024-05-31"),
        ("2024-32", "2024-06-01", "2024-08-31"),
        ("2024-33", "2024-01-01", "2024-03-31"),
        ("2024-36", "2024-10-01", "2024-12-31"),
        ("2024-37", "2024-01-01", "2024-04-30"),
        ("2024-39", "2024-09-01", "2024-12-31"),
        ("2024-40", "2024-01-01", "2024-06-30"),
        ("2024-41", "2024-07-01", "2024-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2023-02-XX", "2023-02-01", "2023-02-28"),
        ("2023-XX-XX", "2023-01-01", "2023-12-31"),
        ("2024-34%", "2024-04-01", "2024-06-30"),
        ("2024~/2026?", "2024-01-01", "2026-12-31"),
        ("2024-33/2024-35", "2024-01-01", "2024-09-30"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12-31", "9999-12-31", "9999-12-31"),
    ],
)
def test_bounds_of_edtf(edtf: str, earliest: str, latest: str) -> None:
    assert edtf_bounds(edtf) == (date.fromisoformat(earliest), date.fromisoformat(latest))


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("/2024", (None, date(2024, 12, 31))),
        ("2024/", (date(2024, 1, 1), None)),
        ("2024-07-31/..", (date(2024, 7, 31), None)),
    ],
)
def test_an_end_that_is_open_or_unknown_has_no_bound(edtf: str, bounds: tuple[date | None, date | None]) -> None:
    assert edtf_bounds(edtf) == bounds


@pytest.mark.parametrize("edtf", ["", "2024 ", *NO_EDTF.split()])
def test_what_is_no_edtf_or_no_real_date_is_refused(edtf: str) -> None:
    with pytest.raises(NotationError, match="as EDTF"):
        edtf_bounds(edtf)


def test_a_period_of_edtf_keeps_what_it_is_told() -> None:
    period = period_of_edtf("2024-34", as_written="In Q2", inferred=True)
    assert period == Period("In Q2", "2024-34", date(2024, 4, 1), date(2024, 6, 30), inferred=True)


@pytest.mark.parametrize("text", ["", " ", *(text.strip() for text in UNREADABLE.split(";"))])
def test_what_cannot_be_read_is_an_error_that_shows_the_text_and_what_can(text: str) -> None:
    said = message(text)
    assert f'cannot read "{text.strip()}" as a period' in said
    assert '"Q2 2024"' in said


@pytest.mark.parametrize("text", ["Q2", "In Q2", "the second quarter", "July", "31 July", "by year-end", "next year"])
def test_a_period_without_a_year_asks_for_the_year(text: str) -> None:
    assert message(text) == (
        f'cannot read "{text}" as a period: it names no year; give the year in read_as and say that it is inferred, '
        'for example { as_written = "in Q2", read_as = "Q2 2024", inferred = true }'
    )


@pytest.mark.parametrize("rubbish", ["2024 to " * 1250, "1" * 10_000, "-" * 10_000, "in the " * 1500, "by \n" * 2500])
def test_long_rubbish_is_refused_by_its_length(rubbish: str) -> None:
    said = message(rubbish)
    assert "longer than 120 characters" in said
    assert len(said) < 600


days = st.dates()
years = st.integers(1000, 9999)


@given(
    days,
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "the {d}th of {m} {y}", "on {d} {s} {y}", "{y}-{n:02}-{d:02}"]),
)
def test_every_day_reads_as_itself_however_it_is_written(when: date, form: str) -> None:
    month = MONTHS.split()[when.month - 1]
    text = form.format(d=when.day, m=month, s=month[:3], y=f"{when.year:04}", n=when.month)
    assert parse_period(text) == Period(text, when.isoformat(), when, when)


@given(years, st.integers(1, 12))
def test_every_month_has_all_its_days(year: int, month: int) -> None:
    period = parse_period(f"{MONTHS.split()[month - 1]} {year}")
    assert period.edtf == f"{year}-{month:02}"
    assert (period.earliest, period.latest) == (date(year, month, 1), date(year, month, monthrange(year, month)[1]))


@given(years, st.sampled_from([("Q", 4), ("H", 2)]))
def test_the_parts_of_a_year_follow_each_other_and_fill_it(year: int, part: tuple[str, int]) -> None:
    letter, count = part
    periods = [parse_period(f"{letter}{number} {year}") for number in range(1, count + 1)]
    assert periods[0].earliest == date(year, 1, 1)
    assert periods[-1].latest == date(year, 12, 31)
    for one, following in pairwise(periods):
        assert one.latest is not None
        assert one.latest + timedelta(days=1) == following.earliest


@given(days, days)
def test_a_range_keeps_its_ends_and_its_direction(one: date, other: date) -> None:
    first, last = sorted((one, other))
    period = parse_period(f"{first} to {last}")
    assert (period.earliest, period.latest) == (first, last)
    if first != last:
        assert "it ends before it begins" in message(f"{last} to {first}")


@given(
    st.lists(st.sampled_from(VOCABULARY.split()), max_size=8).map(" ".join)
    | st.text(max_size=130)
    | st.from_regex(re.compile(r"[0-9X./?~%-]{1,15}"), fullmatch=True)
)
def test_any_text_is_a_sound_period_or_a_notation_error(text: str) -> None:
    try:
        period = parse_period(text)
    except NotationError:
        return
    assert period.as_written == text
    assert period.earliest or period.latest
    assert period.edtf is not None
    assert period == period_of_edtf(period.edtf, text)
    if period.earliest and period.latest:
        assert period.earliest <= period.latest


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2024-04/2024-06", "2024-34"),
        ("2024-34", "2024-34"),
        ("2024-01/2024-12", "2024"),
        ("2024~", "2024"),
        ("2024-07-01/2024-12-31", "2024-41"),
        ("2024-02-01/2024-02-29", "2024-02"),
        ("2024-02-03/2024-02-03", "2024-02-03"),
        ("2024-04/2024-05", "2024-04-01/2024-05-31"),
        ("../2024", "../2024-12-31"),
        ("no date", "no date"),
    ],
)
def test_the_same_days_are_written_the_same(edtf, expected):
    assert same_days(edtf) == expected
