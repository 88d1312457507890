"""What follows from figures."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import reduce
from itertools import combinations
from operator import add
from typing import Final

from kg.amounts import Interval, allowed, change, stated
from kg.claims import Approximation, ChangeBasis, Claim, Resolution
from kg.figures.findings import AHEAD, REPORTED, Figure, Finding, Rule, Verdict

__all__ = ["actual", "before", "claimed", "lacking", "margins", "of_years", "one_before"]

PROFIT: Final = "net-income"
REVENUE: Final = "revenue"
UNITLESS: Final = "UNITLESS"

_HEDGES: Final = {Approximation.ABOUT, Approximation.JUST_BELOW, Approximation.JUST_ABOVE}
_ONE: Final = Interval(Decimal(1), Decimal(1))
_QUARTERS: Final = ("33", "34", "35", "36")  # as EDTF has them
_DATED: Final = re.compile(r"([0-9]{4})((?:-[0-9]{2}){0,2})")
_QUARTER: Final = re.compile(r"([0-9]{4})-(3[3-6])")


def claimed(claim: Claim) -> Figure | None:
    """Read a claim as a figure; None where it denies, states no number, or is neither a report nor looks ahead."""
    measure = claim.measure
    if measure is None or not claim.polarity or claim.kind not in REPORTED | AHEAD or allowed(measure) == Interval():
        return None
    period = claim.period.edtf if claim.period else None
    return Figure(
        Rule.CLAIMED,
        claim.subject,
        claim.predicate,
        None if claim.object is None else str(getattr(claim.object, "value", claim.object)),
        measure.unit,
        period,
        period or (claim.period.as_written if claim.period else ""),
        allowed(measure),
        stated(measure),
        (claim.id,),
        claim.kind in AHEAD,
        measure.approximation in _HEDGES,
        claim.condition,
    )


def actual(claim: Claim, resolution: Resolution) -> Figure | None:
    """Read what an outcome found as a figure of the claim's subject and period; None where it found no number."""
    like = claimed(claim)
    if like is None or resolution.actual is None or resolution.actual.unit != like.unit:
        return None
    found = resolution.actual
    return replace(
        like,
        rule=Rule.ACTUAL,
        interval=allowed(found),
        core=stated(found),
        ahead=False,
        hedged=found.approximation in _HEDGES,
        definition=resolution.criterion,
    )


def one_before(period: str | None, basis: ChangeBasis) -> str | None:
    """Return the period a change refers to, in EDTF: a year earlier, or the quarter before; None if that is not sure.

    A guidance is revised for one period, so its prior is of the same.
    """
    if basis is ChangeBasis.VERSUS_PRIOR_GUIDANCE:
        return period
    dated = _DATED.fullmatch(period or "")
    if dated is None:
        return None
    year, part = int(dated[1]), dated[2]
    if basis is ChangeBasis.YEAR_OVER_YEAR:
        return f"{year - 1:04}{part}" if year and part != "-02-29" else None
    quarter = _QUARTER.fullmatch(period or "")
    if quarter is None:
        return None
    return f"{year - 1:04}-36" if quarter[2] == "33" else f"{year:04}-{int(quarter[2]) - 1}"


_WORDS: Final = {
    ChangeBasis.YEAR_OVER_YEAR: "the year before",
    ChangeBasis.QUARTER_OVER_QUARTER: "the quarter before",
    ChangeBasis.VERSUS_PRIOR_GUIDANCE: "the guidance before, for",
}


def before(claim: Claim, figure: Figure) -> Figure | Finding | None:
    """Derive the amount that a claim's change is measured against: value / (1 + rate). None where it states no change.

    What a rate means for a loss is not agreed upon, and nothing follows from a fall to nothing: then, and where the
    basis of the change is not known, the figure before is what is missing.
    """
    measure = claim.measure
    if measure is None or (measure.change_rate is None and measure.change_basis is None):
        return None
    basis = measure.change_basis
    what = f"{figure.predicate} of {figure.subject}"
    if basis is None:
        return _wanting(figure, f"what the change of {what} is measured against", "the record gives a rate, no basis")
    when = f"{_WORDS[basis]} {figure.when}"
    if measure.change_rate is None:
        return _wanting(figure, f"{what}, {figure.when}", "the change alone is claimed, of an amount nobody gives")
    growth = _ONE + change(measure.change_rate)
    if figure.interval.least <= 0 or growth.least <= 0:
        return _wanting(figure, f"{what}, {when}", "a rate on an amount that may be zero or less says nothing certain")
    return replace(
        figure,
        rule=Rule.BEFORE,
        period=one_before(figure.period, basis) or one_before(figure.days, basis),
        when=when,
        interval=figure.interval / growth,
        core=figure.core / (_ONE + Interval(measure.change_rate, measure.change_rate)),
        ahead=figure.ahead and basis is ChangeBasis.VERSUS_PRIOR_GUIDANCE,
    )


def _wanting(figure: Figure, missing: str, why: str) -> Finding:
    return Finding(Verdict.MISSING, figure.claims, why, figure, missing=missing)


def lacking(claim: Claim) -> Finding | None:
    """Say what a claim lacks that speaks of an amount and gives no number; None where it gives one."""
    measure = claim.measure
    if measure is None or claim.kind not in REPORTED | AHEAD or allowed(measure) != Interval():
        return None
    words = f"“{measure.as_written}” says no number" if measure.as_written else "the record has no number"
    what = f"a number for {claim.predicate} of {claim.subject}"
    return Finding(Verdict.MISSING, (claim.id,), words, missing=what)


def margins(figures: Iterable[Figure]) -> Iterator[Figure | Finding]:
    """Derive profit over revenue of one subject, period and unit, both reported or both ahead.

    Those of one amount are taken together: a margin rests on all claims of the two amounts it is made of. So there are
    as many as pairs of different amounts, however often each was reported.
    """
    profits: dict[object, list[Figure]] = defaultdict(list)
    revenues: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.period and figure.thing is None and figure.predicate in {PROFIT, REVENUE}:
            found = profits if figure.predicate == PROFIT else revenues
            found[figure.subject, figure.days, figure.unit, figure.ahead].append(figure)
    for key, earned in profits.items():
        taken = _by_amount(figure for figure in revenues.get(key, []) if figure.interval.least > 0)
        for profit in _by_amount(earned):
            if not taken:
                missing = f"{REVENUE} of {profit.subject}, {profit.period}"
                yield _wanting(profit, missing, "a margin is profit over revenue of the same period")
            for revenue in taken:
                if _differ(profit, revenue):
                    yield _two_definitions(profit, revenue)
                    continue
                yield replace(
                    profit,
                    rule=Rule.MARGIN,
                    unit=UNITLESS,
                    interval=profit.interval / revenue.interval,
                    core=profit.core / revenue.core,
                    claims=(*profit.claims, *revenue.claims),
                    hedged=profit.hedged or revenue.hedged,
                    definition=profit.definition or revenue.definition,
                )


def _by_amount(figures: Iterable[Figure]) -> list[Figure]:
    """Put figures of one amount together, each with all their claims; what they measure is the caller's to see to."""
    found: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.interval, figure.core, figure.hedged, figure.definition].append(figure)
    return [
        replace(first, claims=tuple(claim for figure in (first, *others) for claim in figure.claims))
        for first, *others in found.values()
    ]


def _differ(one: Figure, other: Figure) -> bool:
    """Tell whether two figures measure two things by what they say of it; one that says nothing may be either."""
    return bool(one.definition and other.definition and one.definition != other.definition)


def _two_definitions(one: Figure, other: Figure) -> Finding:
    why = f"nothing follows from two definitions: {one.definition} – {other.definition}"
    return Finding(Verdict.DEFINITION, (*one.claims, *other.claims), why, one, other)


def _clash(pairs: Iterable[tuple[Figure, Figure]]) -> Finding | None:
    return next((_two_definitions(one, other) for one, other in pairs if _differ(one, other)), None)


def of_years(figures: Iterable[Figure], replaced: set[str]) -> Iterator[Figure | Finding]:
    """Derive, for each amount of a year and the quarters of it that are reported: their shares, and what remains.

    Guidance that another claim replaced is passed over, and so is a quarter whose reports contradict each other or
    measure different things; where a year and its quarters do, that is found and nothing derived. Of
    several reports of one quarter what they have in common counts. Where all four are known, their sum follows
    instead of a remainder.
    """
    years: dict[tuple[object, str], list[Figure]] = defaultdict(list)
    quarters: dict[tuple[object, str], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        quarter = _QUARTER.fullmatch(figure.days or "")
        if quarter and not figure.ahead:
            quarters[figure.measured, quarter[1]][quarter[2]].append(figure)
        elif figure.days and re.fullmatch("[0-9]{4}", figure.days) and not replaced & set(figure.claims):
            years[figure.measured, figure.days].append(figure)
    for key, reported in quarters.items():
        known = {name: part for name in _QUARTERS if (part := _agreed(reported.get(name, [])))}
        if not known:
            continue
        parts = list(known.values())
        clash = _clash(combinations(parts, 2))
        if clash is not None:
            yield clash
            continue
        if len(known) == len(_QUARTERS):
            yield _total(parts, key[1])
        for year in years.get(key, []):
            yield from _of_year(year, known)


def _of_year(year: Figure, known: dict[str, Figure]) -> Iterator[Figure | Finding]:
    clash = _clash((year, part) for part in known.values())
    if clash is not None:
        yield clash
        return
    yield from (_share(part, year) for part in known.values() if year.interval.least > 0)
    if len(known) < len(_QUARTERS):
        yield from _remainder(year, known)


def _agreed(reports: list[Figure]) -> Figure | None:
    """Put several reports of one quarter into one figure; None where there is none, or they contradict each other."""
    agreed: Figure | None = None
    for report in reports:
        if agreed is None:
            agreed = report
        elif agreed.interval.meets(report.interval) and not _differ(agreed, report):
            agreed = replace(
                agreed,
                interval=agreed.interval.common(report.interval),
                claims=(*agreed.claims, *report.claims),
                hedged=agreed.hedged or report.hedged,
                definition=agreed.definition or report.definition,
            )
        else:
            return None
    return agreed


def _total(parts: list[Figure], year: str) -> Figure:
    return replace(
        parts[0],
        rule=Rule.SUM,
        period=year,
        when=f"the four quarters of {year}",
        interval=reduce(add, (part.interval for part in parts)),
        core=reduce(add, (part.core for part in parts)),
        claims=tuple(claim for part in parts for claim in part.claims),
        hedged=any(part.hedged for part in parts),
        definition=next((part.definition for part in parts if part.definition), ""),
    )


def _share(part: Figure, year: Figure) -> Figure:
    return replace(
        part,
        rule=Rule.SHARE,
        unit=UNITLESS,
        when=f"{part.period}, of {year.period}",
        interval=part.interval / year.interval,
        core=part.core / year.core,
        claims=(*part.claims, *year.claims),
        hedged=part.hedged or year.hedged,
        definition=part.definition or year.definition,
    )


def _remainder(year: Figure, known: dict[str, Figure]) -> Iterator[Figure | Finding]:
    total = _total(list(known.values()), str(year.days))
    left = [f"{year.days}-{name}" for name in _QUARTERS if name not in known]
    yield replace(
        year,
        rule=Rule.REMAINDER,
        period=left[0] if len(left) == 1 else None,
        when=f"{left[0]} alone" if len(left) == 1 else f"{', '.join(left)} together",
        interval=year.interval - total.interval,
        core=year.core - total.core,
        claims=(*year.claims, *total.claims),
        hedged=year.hedged or total.hedged,
        definition=year.definition or total.definition,
    )
