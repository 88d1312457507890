"""Reads periods as people write them: "Q2 2024", "by the end of 2024", "2024 to 2026", "around 2030".

Words become an EDTF string (ISO 8601-2:2019; https://www.loc.gov/standards/datetime/), and an EDTF string
gives the first and the last day. ``docs/notation.md`` lists what can be written. The grammar is small and
closed on purpose: guessing readers find a date in almost anything, and a wrong day is worse than an error.

Where words leave room, one reading is fixed here:

- Years are calendar years, fiscal years too. A quarter of a fiscal year is refused.
- "by X", "until X" end with the last day of X; "before X" ends, and "after X" begins, a day away from X.
- "early", "mid" and "late" are the thirds of a year: January-April, May-August, September-December. As the edge
  of something longer ("by mid-2025", "from mid-2025", "mid-2024 to mid-2025"), "mid" is the middle of the year:
  what comes before ends with June, what comes after begins with July.
- "the 2030s" are the ten years from 2030.
- Seasons are northern and meteorological (spring is March-May). "Winter" is refused: its year is unclear.
- "around X", and the qualifiers ``?``, ``~`` and ``%``, keep the days of X itself.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from kg.claims import Period
from kg.errors import NotationError

__all__ = ["edtf_bounds", "parse_period", "period_of_edtf", "same_days"]

_LONGEST: Final = 120
_EXAMPLES: Final = (
    'write for example "2025", "Q2 2024", "H1 2025", "July 2024", "31 July 2024", "mid-2025", "2030s", '
    '"by the end of 2024", "since 2023", "2024 to 2026", "around 2030", or EDTF such as "2024-34"; '
    'words that name no date stand alone, as in { as_written = "soon" }'
)
_FORM: Final = "it does not have the form of a date or an interval that we read"
_NO_YEAR: Final = "it names no year"
_NO_DAY: Final = "the calendar has no such day"

# EDTF: what stands in the place of a month, 21 to 41, is a group of months: its first month and how many
_SUB_YEAR: Final = {
    **{code: (3 * (code - 20), 3) for code in range(21, 25)},  # seasons, hemisphere not said: read as northern
    **{code: (3 * (code - 24), 3) for code in range(25, 29)},  # northern seasons
    **{code: ((3 * (code - 28) + 5) % 12 + 1, 3) for code in range(29, 33)},  # southern: half a year apart
    **{code: (3 * (code - 33) + 1, 3) for code in range(33, 37)},  # quarters
    **{code: (4 * (code - 37) + 1, 4) for code in range(37, 40)},  # quadrimesters
    **{code: (6 * (code - 40) + 1, 6) for code in range(40, 42)},  # semesters
}
_EDTF_DATE: Final = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX))?(?:-([0-9]{2}|XX))?[?~%]?")
_UNQUALIFIED: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}|[0-9]{3}X|[0-9]{2}XX")
_SUB_YEAR_DATE: Final = re.compile(r"[0-9]{4}-[2-4][0-9]")
_EDTF_SIGNS: Final = re.compile(r"[0-9./][0-9X./?~%-]*")
_SEASON_OR_YEARS: Final = re.compile(r"[0-9]{2}(?P<year>[0-9]{2})-(?P<code>2[1-9]|3[0-2])")

_MONTHS: Final = {
    name: f"{number:02}"
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_ORDINALS: Final = ("first 1st", "second 2nd", "third 3rd", "fourth 4th")
_PARTS: Final = {
    **_MONTHS,
    **{f"q{number}": str(32 + number) for number in range(1, 5)},
    **{f"h{number}": str(39 + number) for number in range(1, 3)},
    **{f"{word} quarter": str(33 + place) for place, words in enumerate(_ORDINALS) for word in words.split()},
    **{f"{word} half": str(40 + place) for place, words in enumerate(_ORDINALS[:2]) for word in words.split()},
    "spring": "21",
    "summer": "22",
    "autumn": "23",
    "fall": "23",
}
_THIRDS: Final = {"early": ("01", "04"), "mid": ("05", "08"), "late": ("09", "12")}

_YEAR = r"(?P<year>[0-9]{4}|'[0-9]{2})"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_PART = rf"(?P<part>{'|'.join(_PARTS)})"
_YEARS: Final = re.compile(rf"(?:(?:calendar |fiscal )?(?:year )?{_YEAR}|fy ?'?(?P<fiscal>[0-9]{{4}}|[0-9]{{2}}))")
_DECADES: Final = re.compile(r"(?P<decade>[0-9]{2}[1-9])0'?s")
_PARTS_OF_YEARS: Final = (
    re.compile(rf"{_PART}\.?(?: of |, ?|[ -]|(?='))(?:the year )?{_YEAR}"),
    re.compile(rf"{_YEAR}[ -]?{_PART}"),
)
_THIRDS_OF_YEARS: Final = re.compile(rf"(?P<third>{'|'.join(_THIRDS)})(?: in |[ -]){_YEAR}")
_MIDDLE: Final = re.compile(rf"mid(?: in |[ -]){_YEAR}$")
_DAYS: Final = (
    re.compile(rf"{_DAY}(?: of)? {_MONTH},? {_YEAR}"),
    re.compile(rf"{_MONTH} {_DAY}(?:,? |, ?){_YEAR}"),
)

_PLAIN_SIGNS: Final = str.maketrans(
    "\N{RIGHT SINGLE QUOTATION MARK}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{EM DASH}", "'--\N{EN DASH}"
)
_PREPOSITION: Final = re.compile(r"(?:in|for|during|on|at|over|throughout) ")
_END_OF: Final = re.compile(r"(?:the )?(?:year[- ]end (?:of )?|end[- ]of[- ]year |(?:end|close) of |end[- ])")
_BY: Final = re.compile(r"(?:by|until|till|through|up to|no later than|not later than) ")
_BEFORE: Final = re.compile(r"(?:before|prior to|ahead of) ")
_FROM: Final = re.compile(r"(?:from|since|starting(?: in| from| on)?|beginning(?: in| on)?) ")
_AFTER: Final = re.compile(r"after ")
_ABOUT: Final = re.compile(r"(?:(?:around|about|circa|ca\.?|c\.|roughly|approximately) |[~≈] ?)")
_RANGES: Final = (
    re.compile(r"between (?P<start>.+?) (?:and|to) (?P<end>.+)"),
    re.compile(r"(?:from )?(?P<start>.+?) (?:to|through|until|till) (?P<end>.+)"),
)
_RANGE_HYPHEN: Final = re.compile(
    rf"\b(?P<year>[0-9]{{4}})-(?=[0-9]{{4}}$)|\b(?P<part>{'|'.join(_PARTS)})-(?=(?:{'|'.join(_PARTS)})\b)"
)
_RELATIVE: Final = re.compile(
    r"\b(?:(?:this|next|last|current|coming|previous|the) (?:year|quarter|half|month|week|decade)"
    r"|year[- ]end|today|tomorrow|yesterday|tonight)\b"
)
_SLIPS: Final = (
    (
        re.compile(r"fiscal|\bfy"),
        "which months a part of a fiscal year has differs between companies, so name the months",
    ),
    (re.compile(r"\bwinter\b"), "a winter lies in two years, so name its months"),
    (
        re.compile(r"^(?:(?:in|at) )?(?:the )?(?:year[- ]?end|end|close)\b.*[0-9]{4}"),
        'it names no day, so write "by the end of …", "late …" or the day itself',
    ),
    (re.compile(r"\b[0-9]{2}00'?s\b"), "it may be a decade or a century, so write it in EDTF, such as 200X or 20XX"),
    (re.compile(r"[0-9]{4} to [0-9]{2}$"), "write both years of a range in full"),
)


def parse_period(text: str) -> Period:
    """Read a period as people write it, or an EDTF string; the result keeps ``text`` as ``as_written``.

    Raises NotationError where the text names no year, no real date, or is not covered.
    """
    try:
        edtf = _read(_normal(text))
        earliest, latest = _bounds(edtf)
    except ValueError as reason:
        raise _refusal(text, "a period", str(reason)) from None
    return Period(text, edtf, earliest, latest)


def period_of_edtf(edtf: str, as_written: str = "", inferred: bool = False) -> Period:  # noqa: FBT001, FBT002  (mirrors the field)
    """Make a period of an EDTF string, with its first and last day. Raises NotationError as edtf_bounds does."""
    earliest, latest = edtf_bounds(edtf)
    return Period(as_written, edtf, earliest, latest, inferred)


def edtf_bounds(edtf: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of an EDTF string; None where an interval is open or unknown there.

    Read are dates, intervals (``2024/2026``, ``../2025``), sub-year codes 21 to 41, ``X`` for digits that are
    not specified, from the right (``203X``, ``2024-XX``), and the qualifiers ``?``, ``~``, ``%`` after a date.
    Raises NotationError for anything else, and where the string names no real date or runs backwards.
    """
    try:
        return _bounds(edtf)
    except ValueError as reason:
        raise _refusal(edtf, "EDTF", str(reason)) from None


@lru_cache(maxsize=65536)  # an audit asks for every period of a ledger again and again
def same_days(edtf: str) -> str:
    """Write an EDTF string as every other of the same days is written: ``2024-34`` for ``2024-04/2024-06``.

    A year, half-year, quarter, month or day by its name, else the first and the last day, ``..`` where there is none.
    What has no days, or cannot be read, stays as it is.
    """
    try:
        first, last = edtf_bounds(edtf)
    except NotationError:
        return edtf
    if first is None and last is None:
        return edtf
    if first is not None and last is not None:
        year = f"{first.year:04}"
        for name in (
            year,
            *(f"{year}-{part}" for part in (40, 41, 33, 34, 35, 36)),
            f"{year}-{first.month:02}",
            str(first),
        ):
            if edtf_bounds(name) == (first, last):
                return name
    return f"{first or '..'}/{last or '..'}"


def _refusal(text: str, what: str, reason: str) -> NotationError:
    shown = " ".join(text[:_LONGEST].split())
    shown = shown if len(text) <= _LONGEST else f"{shown[:40]}…"
    instead = _EXAMPLES
    if reason == _NO_YEAR:
        instead = (
            "give the year in read_as and say that it is inferred, for example "
            '{ as_written = "in Q2", read_as = "Q2 2024", inferred = true }'
        )
    return NotationError.at(None, f'cannot read "{shown}" as {what}: {reason}', instead)


def _normal(text: str) -> str:
    """Lower case, single spaces, plain hyphens and apostrophes; a dash between two dates becomes "to"."""
    if len(text) > _LONGEST:
        message = f"it is longer than {_LONGEST} characters"
        raise ValueError(message)
    words = " ".join(text.translate(_PLAIN_SIGNS).split()).lower()
    return re.sub(r" ?\N{EN DASH} ?| - ", " to ", words)


def _read(words: str) -> str:
    """Turn normal words into EDTF; ValueError says why that cannot be."""
    if _EDTF_SIGNS.fullmatch(words.upper()) and not _RANGE_HYPHEN.match(words):
        season = _SEASON_OR_YEARS.fullmatch(words)
        if season and season["code"] > season["year"]:  # "2024-25" is a season in EDTF, two years to most people
            message = "it may be two years or a season, so write both years in full, or the season in words"
            raise ValueError(message)
        return words.upper()
    edtf = _phrase(words)
    if edtf is not None:
        return edtf
    raise ValueError(_reason(words))


def _reason(words: str) -> str:
    """Say why words could not be read, for the slips that people are likely to make."""
    if not words:
        return "it is empty"
    if not re.search(r"[0-9]{4}", words) and (_RELATIVE.search(words) or _phrase(f"{words} 2024")):
        return _NO_YEAR
    return next((reason for pattern, reason in _SLIPS if pattern.search(words)), _FORM)


def _phrase(words: str) -> str | None:
    """Read a whole phrase: a range, a deadline, an opening, or one stretch of time."""
    words = _PREPOSITION.sub("", words, count=1) if _PREPOSITION.match(words) else words
    return _range(_RANGE_HYPHEN.sub(lambda match: f"{match[0][:-1]} to ", words)) or _limit(words) or _near(words)


def _range(words: str) -> str | None:
    for pattern in _RANGES:
        if match := pattern.fullmatch(words):
            thirds = match["start"] in _THIRDS  # "early to mid-2025" is one span, not from one edge to another
            end = _stretch(match["end"] if thirds else _at_the_middle(match["end"], "06"))
            start = _stretch(_at_the_middle(match["start"], "07"))
            if end and "-" in end and not start:  # "Q1 to Q3 2024": the year stands once
                start = _stretch(f"{match['start']} {end[:4]}")
            if start and end:
                return f"{_ends(start)[0]}/{_ends(end)[1]}"
    return None


def _limit(words: str) -> str | None:
    """Read what is open on one side."""
    if match := _BY.match(words):
        edtf = _near(_at_the_middle(_without_end_of(words[match.end() :]), "06"))
        return edtf and f"../{_ends(edtf)[1]}"
    if match := _BEFORE.match(words):
        rest = words[match.end() :]
        if _END_OF.match(rest):
            return _limit(f"by {rest}")
        edtf = _stretch(_at_the_middle(rest, "07"))
        return edtf and f"../{_neighbour(edtf, -1)}"
    if match := _AFTER.match(words):
        edtf = _stretch(_at_the_middle(_without_end_of(words[match.end() :]), "06"))
        return edtf and f"{_neighbour(edtf, 1)}/.."
    if match := _FROM.match(words):
        edtf = _near(_at_the_middle(words[match.end() :], "07"))
        return edtf and f"{_ends(edtf)[0]}/.."
    return None


def _without_end_of(words: str) -> str:
    return _END_OF.sub("", words, count=1) if _END_OF.match(words) else words


def _at_the_middle(words: str, month: str) -> str:
    """Put the month that lies at the middle of a year, on one side of it, for "mid" and the year."""
    return _MIDDLE.sub(lambda match: f"{_year(match['year'])}-{month}", words)


def _neighbour(edtf: str, step: int) -> str:
    """Return the day just before (-1) or just after (1) a stretch of time."""
    first, last = _bounds(edtf)
    edge = first if step < 0 else last
    try:
        return (edge + timedelta(days=step)).isoformat() if edge else ""
    except OverflowError:
        raise ValueError(_NO_DAY) from None


def _near(words: str) -> str | None:
    if match := _ABOUT.match(words):
        edtf = _stretch(words[match.end() :])
        return edtf and "/".join(f"{end}~" for end in dict.fromkeys(_ends(edtf)))
    return _stretch(words)


def _ends(edtf: str) -> tuple[str, str]:
    """Return a stretch's ends as years, months or days: EDTF readers take no decade or quarter in an interval."""
    start, slash, end = edtf.partition("/")
    if slash:
        return start, end
    if edtf.endswith("X"):
        return edtf.replace("X", "0"), edtf.replace("X", "9")
    if _SUB_YEAR_DATE.fullmatch(edtf):
        first, last = _days(edtf)
        return first.isoformat()[:7], last.isoformat()[:7]
    return edtf, edtf


def _stretch(words: str) -> str | None:
    """Read one stretch of time, from a day to a decade, as an EDTF date or (thirds of a year) an interval."""
    words = words.removeprefix("the ")
    if match := _YEARS.fullmatch(words):
        return _year(match["year"] or match["fiscal"])
    if match := _DECADES.fullmatch(words):
        return f"{match['decade']}X"
    if match := _THIRDS_OF_YEARS.fullmatch(words):
        year = _year(match["year"])
        return "/".join(f"{year}-{month}" for month in _THIRDS[match["third"]])
    for pattern in _PARTS_OF_YEARS:
        if match := pattern.fullmatch(words):
            return f"{_year(match['year'])}-{_PARTS[match['part']]}"
    for pattern in _DAYS:
        if match := pattern.fullmatch(words):
            return f"{_year(match['year'])}-{_MONTHS[match['month']]}-{match['day']:0>2}"
    return words.upper() if _UNQUALIFIED.fullmatch(words.upper()) else None


def _year(written: str) -> str:
    """Write a year in full: '24 and FY24 are 2024."""
    return written if len(written) == len("2024") else f"20{written[-2:]}"


def _bounds(edtf: str) -> tuple[date | None, date | None]:
    if len(edtf) > _LONGEST:
        message = f"it is longer than {_LONGEST} characters"
        raise ValueError(message)
    start, slash, end = edtf.partition("/")
    if not slash:
        return _days(edtf)
    first = None if start in {"", ".."} else _days(start)[0]
    last = None if end in {"", ".."} else _days(end)[1]
    if first is None and last is None:
        message = "an interval needs a date at one end at least"
        raise ValueError(message)
    if first and last and first > last:
        message = "it ends before it begins"
        raise ValueError(message)
    return first, last


def _days(edtf: str) -> tuple[date, date]:
    """Return first and last day of an EDTF date."""
    match = _EDTF_DATE.fullmatch(edtf)
    year, part, day = match.groups() if match else ("", None, None)
    specific = year + (part or "") + (day or "")
    if not match or "X" in specific.rstrip("X"):  # only what follows may be unspecified, too
        raise ValueError(_FORM)
    part, day = (None if written == "XX" else written for written in (part, day))
    first_month, months = (1, 12) if part is None else _SUB_YEAR.get(int(part), (int(part), 1))
    if day is not None and months > 1:
        raise ValueError(_FORM)
    try:
        first = date(int(year.replace("X", "0")), first_month, int(day or 1))
        later, month = divmod(first_month + months - 2, 12)
        last_year = int(year.replace("X", "9")) + later
        last = date(last_year, month + 1, int(day or monthrange(last_year, month + 1)[1]))
    except ValueError:
        raise ValueError(_NO_DAY) from None
    return first, last
