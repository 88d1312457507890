"""Figures against figures, claims against their denials, claims against what came of them."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise, product

from kg.claims import Claim, Link, LinkType, Measure, Text
from kg.figures.findings import Figure, Finding, Rule, Verdict
from kg.periods import same_days

__all__ = ["Succession", "against_claims", "among_claims", "compare", "denials", "outcomes"]

Content = tuple[str, str, object]
Measured = tuple[str, str, str | None, str]


class Succession:
    """Which claims replace which, along ``supersedes`` links however far; what replaces does not contradict."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._older: dict[str, set[str]] = defaultdict(set)
        for link in links:
            if link.predicate is LinkType.SUPERSEDES:
                self._older[link.subject].add(link.object)
        self.replaced = {older for each in self._older.values() for older in each}
        self._known: dict[str, set[str]] = {}

    def joins(self, one: str, other: str) -> bool:
        """Tell whether either claim replaces the other."""
        return other in self._before(one) or one in self._before(other)

    def _before(self, claim: str) -> set[str]:
        if claim not in self._older:
            return set()
        if claim not in self._known:
            found: set[str] = set()
            waiting = [claim]
            while waiting:
                new = self._older.get(waiting.pop(), set()) - found
                found |= new
                waiting.extend(new)
            self._known[claim] = found
        return self._known[claim]


def compare(one: Figure, other: Figure) -> tuple[Verdict, str]:
    """Judge two figures of one thing and period: the verdict, and why in a sentence.

    A tension is what only a convention ("about" reaches a tenth) or a forecast that missed sets apart, and what meets
    within the rounding alone: neither allows a number that the other states.
    """
    if not one.interval.meets(other.interval):
        return _parted(one, other)
    if _by_rounding(one, other):
        return Verdict.TENSION, "they meet within their rounding alone"
    if _missed(one, other):
        return Verdict.TENSION, "what was reported lies outside the range that was stated, if within its rounding"
    if one.interval.within(other.interval):
        return Verdict.AGREEMENT, "the first lies within the second"
    second = other.interval.within(one.interval)
    return Verdict.AGREEMENT, "the second lies within the first" if second else "they have values in common"


def _missed(one: Figure, other: Figure) -> bool:
    """Tell whether one reports a value outside the range that the other expected, as its verdict would say it."""
    if one.ahead == other.ahead:
        return False
    expected, reported = (one, other) if one.ahead else (other, one)
    return expected.core.least < expected.core.most and not expected.core.meets(reported.interval)


def _by_rounding(one: Figure, other: Figure) -> bool:
    """Tell whether two figures meet, but neither allows a number that the other states."""
    stated = one.core.meets(other.interval) or other.core.meets(one.interval)
    return one.interval.meets(other.interval) and not stated


def _parted(one: Figure, other: Figure) -> tuple[Verdict, str]:
    """Say what parts two figures that have no value in common."""
    alike = (one.rule is Rule.ACTUAL) == (other.rule is Rule.ACTUAL)  # a criterion is no condition
    if alike and one.definition and other.definition and one.definition != other.definition:
        return Verdict.DEFINITION, f"two definitions, two amounts: {one.definition} – {other.definition}"
    if one.ahead != other.ahead:
        return Verdict.TENSION, "what was reported lies outside what was expected"
    if one.hedged or other.hedged:
        return Verdict.TENSION, "no value satisfies both, if “about” and the like reach a tenth, as is our convention"
    return Verdict.CONTRADICTION, "no value satisfies both"


def among_claims(figures: Iterable[Figure], succession: Succession) -> Iterator[Finding]:
    """Compare what is claimed of one thing for one period, reports with reports and forecasts with forecasts.

    Every pair that no value satisfies is found, and that meets by rounding alone; of the others, each with its
    neighbour. What
    is reported is compared with each expectation that it missed, as a tension.
    """
    groups: dict[tuple[Measured, str, bool], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.days:
            groups[figure.measured, figure.days, figure.ahead].append(figure)
    for group in groups.values():
        lowest_first = sorted(group, key=lambda figure: (figure.interval.least, figure.interval.most, figure.claims))
        yield from (
            _found(one, other)
            for one, other in (*_apart(lowest_first), *_rounded(lowest_first))
            if not succession.joins(one.claims[0], other.claims[0])
        )
        yield from (
            _found(one, other)
            for one, other in pairwise(lowest_first)
            if one.interval.meets(other.interval)
            and not _by_rounding(one, other)
            and not succession.joins(one.claims[0], other.claims[0])
        )
    for (measured, days, ahead), group in groups.items():
        if ahead:
            for one, other in product(groups.get((measured, days, False), []), group):
                yield _found(one, other)


def _apart(lowest_first: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the pairs that do not meet, in time that grows with how many there are."""
    starts = [figure.interval.least for figure in lowest_first]
    for at, figure in enumerate(lowest_first):
        beyond = bisect_left(starts, figure.interval.most, at + 1)
        for other in lowest_first[beyond:]:
            if not figure.interval.meets(other.interval):
                yield figure, other


def _rounded(lowest_first: list[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Yield the pairs that meet by rounding alone: the second begins above what the first states."""
    starts = [figure.interval.least for figure in lowest_first]
    for at, figure in enumerate(lowest_first):
        first = bisect_left(starts, figure.core.most, at + 1)
        last = bisect_right(starts, figure.interval.most, first)
        yield from ((figure, other) for other in lowest_first[first:last] if _by_rounding(figure, other))


def _found(one: Figure, other: Figure) -> Finding:
    verdict, why = compare(one, other)
    claims = tuple(dict.fromkeys((*one.claims, *other.claims)))
    return Finding(verdict, claims, why, one, other)


def against_claims(derived: Iterable[Figure], figures: Iterable[Figure]) -> Iterator[Finding]:
    """Confront what follows with what is claimed of the same; where nothing is, name the figure that is wanted."""
    known: dict[object, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.days:
            known[figure.measured, figure.days].append(figure)
    for figure in derived:
        comparable = figure.rule in {Rule.BEFORE, Rule.REMAINDER, Rule.SUM} and figure.period
        others = known.get((figure.measured, figure.days), []) if comparable else []
        matches = [other for other in others if not set(other.claims) & set(figure.claims)]
        for other in matches:
            yield _found(figure, other)
        if not matches:
            what = f"{figure.predicate} of {figure.subject}, {figure.period or figure.when}" if comparable else ""
            yield Finding(Verdict.DERIVED, figure.claims, _says(figure), figure, missing=what)


def _says(figure: Figure) -> str:
    match figure.rule:
        case Rule.BEFORE:
            return f"value / (1 + rate) gives {figure.when}"
        case Rule.MARGIN:
            return "profit / revenue"
        case Rule.SHARE:
            return f"share of the year: {figure.when}"
        case Rule.SUM:
            return f"sum of {figure.when}"
        case _:
            return f"year less what is known of it: {figure.when}"


def outcomes(claim: Figure, found: list[Figure]) -> Iterator[Finding]:
    """Compare a claim with each of its outcomes, and its outcomes with one another where they do not meet."""
    for one in found:
        yield _found(claim, one)
    yield from (_found(one, other) for one, other in _apart(sorted(found, key=lambda one: one.interval.least)))


def denials(claims: Iterable[Claim], succession: Succession) -> Iterator[Finding]:
    """Find what one claim says and another denies, of the same time or where either gives none.

    Under two different conditions both may hold.
    """
    said: dict[Content, list[Claim]] = defaultdict(list)
    denied: dict[Content, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.object is not None or claim.measure is not None:
            (said if claim.polarity else denied)[_content(claim)].append(claim)
    for content, negative in denied.items():
        for one, other in product(said.get(content, []), negative):
            times = {_time(one), _time(other)} - {None}
            if len(times) < 2 and not succession.joins(one.id, other.id):  # noqa: PLR2004  (two different times)
                verdict, why = Verdict.CONTRADICTION, "one claim denies what the other says"
                if one.condition and other.condition and one.condition != other.condition:
                    verdict, why = Verdict.DEFINITION, f"under two conditions: {one.condition} – {other.condition}"
                yield Finding(verdict, (one.id, other.id), why)


def _content(claim: Claim) -> Content:
    """Return what is said of what: subject, predicate, and the object or, where that is the amount, its numbers."""
    if claim.object is None:
        return (claim.subject, claim.predicate, _numbers(claim.measure))
    thing = (claim.object.value,) if isinstance(claim.object, Text) else claim.object
    return (claim.subject, claim.predicate, thing)


def _numbers(measure: Measure | None) -> tuple[object, ...]:
    return () if measure is None else (measure.value, measure.low, measure.high, measure.unit, measure.approximation)


def _time(claim: Claim) -> str | None:
    return same_days(claim.period.edtf) if claim.period and claim.period.edtf else None
