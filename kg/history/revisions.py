"""How a guidance was revised, and what came."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kg.claims import Claim, Corpus, Kind, LinkType, Measure, Period
from kg.history.criteria import ACTUAL, Threshold
from kg.history.days import Days
from kg.history.figures import Figure, Figures
from kg.history.verdicts import responsible
from kg.naming import find_entity, find_predicate

__all__ = ["Chain", "Step", "position_of", "revisions"]


@dataclass(frozen=True, slots=True)
class Step:
    """One guidance of a chain; ``day`` is when it was given, ``revises`` the claim whose place it takes.

    A single number is a range of no width. ``moved`` holds how far low, high, midpoint and width moved from the one it
    revises, ``how`` says it in words; both are empty where it revises none.
    """

    claim: Claim
    day: dt.date | None
    low: Decimal
    high: Decimal
    revises: str | None = None
    moved: tuple[Decimal, ...] = ()
    how: tuple[str, ...] = ()

    @property
    def midpoint(self) -> Decimal:
        """The middle of the range."""
        return (self.low + self.high) / 2

    @property
    def width(self) -> Decimal:
        """How wide the range is."""
        return self.high - self.low

    def position(self, value: Decimal) -> Decimal | None:
        """Return where a value lies, 0 at the low end and 1 at the high end; None for a range of no width."""
        return (value - self.low) / self.width if self.width else None


@dataclass(frozen=True, slots=True)
class Chain:
    """The guidance for one period in one unit, in the order in which it was given, and the figures that came."""

    period: Period
    unit: str
    steps: tuple[Step, ...]
    actual: tuple[Figure, ...]

    @property
    def name(self) -> str:
        """The period as people call it."""
        return self.period.edtf or self.period.as_written or "no period"


def revisions(corpus: Corpus, subject: str, predicate: str) -> tuple[Chain, ...]:
    """Return how guidance of one figure was revised, a chain for each period and unit, by period.

    A guidance revises the one it supersedes; where no link says so, the one before it by the same responsible entity.
    Without a day it stands before what supersedes it. Denials are left out, and what restates another guidance for the
    same days in the same unit: it is that one, said again. What came are claims that report the figure
    and the actual values of verdicts, each value of a day once. Raises QueryError where there is no such entity or
    predicate.
    """
    of, about = find_entity(corpus, subject).id, find_predicate(corpus, predicate).id
    guided = {
        claim.id: (*_days(claim), claim.measure.unit)
        for claim in corpus.claims
        if claim.kind is Kind.GUIDANCE and claim.subject == of and claim.predicate == about
        if claim.polarity and claim.measure is not None
    }
    again = {
        link.subject
        for link in corpus.links
        if link.predicate is LinkType.RESTATES and link.subject in guided
        if guided[link.subject] == guided.get(link.object)
    }
    found: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    for claim in corpus.claims:
        if claim.id in guided and claim.id not in again and claim.measure and _ends(claim.measure) is not None:
            earliest, latest, unit = guided[claim.id]
            period = claim.period or Period()
            words = "" if earliest or latest else period.edtf or period.as_written
            found[earliest, latest, words, unit].append(claim)
    if not found:
        return ()
    days, figures = Days(corpus), Figures(corpus)
    before: dict[str, list[str]] = defaultdict(list)
    for link in corpus.links:
        if link.predicate is LinkType.SUPERSEDES:
            before[link.subject].append(link.object)
    return tuple(
        Chain(claims[0].period or Period(), unit, steps, _actual(steps, figures))
        for (*_, unit), claims in sorted(found.items())
        if (steps := _steps(claims, days, before))
    )


def position_of(chain: Chain, figure: Figure) -> Decimal | None:
    """Return where a figure lies in the last range that was given before it was known; None where there is none."""
    value, known = figure.measure.value, figure.known_on
    given = [step for step in chain.steps if step.day is None or known is None or step.day <= known]
    return given[-1].position(value) if given and value is not None else None


def _days(claim: Claim) -> tuple[str, str]:
    period = claim.period or Period()
    return str(period.earliest or ""), str(period.latest or "")


def _ends(measure: Measure) -> tuple[Decimal, Decimal] | None:
    if measure.value is not None:
        return measure.value, measure.value
    return None if measure.low is None or measure.high is None else (measure.low, measure.high)


def _steps(claims: Iterable[Claim], days: Days, before: dict[str, list[str]]) -> tuple[Step, ...]:
    known = {claim.id: claim for claim in claims}
    given = {name: days.made(claim) for name, claim in known.items()}
    after = {old: new for new in known for old in before.get(new, ())}

    def order(name: str) -> tuple[dt.date, bool, str]:
        day = given[name] or given.get(after.get(name, "")) or dt.date.max
        return day, given[name] is not None, name

    steps: dict[str, Step] = {}
    latest: dict[tuple[str, ...], str] = {}
    for name in sorted(known, key=order):
        claim = known[name]
        linked = [old for old in before.get(name, ()) if old in steps]
        revised = max(linked, key=order) if linked else latest.get(responsible(claim))
        steps[name] = _step(claim, given[name], steps.get(revised or ""))
        latest[responsible(claim)] = name
    return tuple(steps.values())


def _step(claim: Claim, day: dt.date | None, revised: Step | None) -> Step:
    ends = None if claim.measure is None else _ends(claim.measure)
    assert ends is not None  # noqa: S101  (only claims with a range are in a chain)
    step = Step(claim, day, *ends)
    if revised is None:
        return step
    low, high = step.low - revised.low, step.high - revised.high
    width = step.width - revised.width
    words = (
        _word("low ", low, "raised", "lowered"),
        _word("high ", high, "raised", "lowered"),
        _word("", width, "widened", "narrowed"),
    )
    how = tuple(word for word in words if word) or ("unchanged",)
    return Step(claim, day, *ends, revised.claim.id, (low, high, step.midpoint - revised.midpoint, width), how)


def _word(what: str, moved: Decimal, up: str, down: str) -> str:
    return f"{what}{up if moved > 0 else down}" if moved else ""


def _actual(steps: tuple[Step, ...], figures: Figures) -> tuple[Figure, ...]:
    """Return the figures that came, each value of a day once (by the verdict on the latest guidance), by day."""
    rank = {step.claim.id: place for place, step in enumerate(steps)}
    came = figures.of(steps[0].claim, Threshold(ACTUAL, None, None, None))
    found: dict[tuple[object, ...], Figure] = {}
    for figure in sorted(came, key=lambda figure: -max(rank.get(name, -1) for name in figure.claims)):
        measure = figure.measure
        found.setdefault((measure.value, measure.low, measure.high, figure.known_on), figure)
    return tuple(sorted(found.values(), key=lambda figure: (str(figure.known_on), figure.name, figure.criterion)))
