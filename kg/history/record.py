"""The record of a claimant.

Who is responsible is scored: the holder where somebody speaks for another, else the claimant, never the outlet that
relays. Of several verdicts under one criterion the latest counts. A claim that two criteria settle differently is
"split": it is shown, and counts neither as a hit nor among the resolved. What is said again is shown each time and
scored once (:mod:`kg.history.originals`), by the verdicts on all of it.
"""

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from kg.amounts import interval
from kg.claims import Approximation, Claim, Corpus, Kind, Link, LinkType, Measure, Resolution
from kg.history.originals import originals
from kg.history.verdicts import responsible, verdicts_by_claim
from kg.naming import find_entity
from kg.standing import AHEAD, Result, result, standing_verdicts

__all__ = [
    "FEWEST",
    "Entry",
    "HitRate",
    "Probability",
    "Range",
    "Record",
    "probability",
    "range_of",
    "record",
    "records",
    "wilson",
]

FEWEST: Final = 5
"""Below so many resolved claims there is no rate: it would say more about chance than about the claimant."""

_NORMAL: Final = 1.959963984540054
"""The 97.5th percentile of the standard normal distribution, for an interval of 95 percent."""

_RESOLVED: Final = (Result.FULFILLED, Result.PARTLY_FULFILLED, Result.NOT_FULFILLED)

_CHANCE: Final = re.compile(
    r"\b(?:chances?|probability|probabilities|likelihood|odds|(?<!more )(?<!less )likely)\b", re.IGNORECASE
)
"""Words by which a document marks a number as a probability."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A claim, what its verdicts come to, those that stand, and those that later ones replaced."""

    claim: Claim
    result: Result
    standing: tuple[Resolution, ...]
    replaced: tuple[Resolution, ...]


@dataclass(frozen=True, slots=True)
class HitRate:
    """How many of the resolved claims held up in full; ``rate`` and its interval are None below :data:`FEWEST`.

    ``low`` and ``high`` are Wilson's score interval at 95 percent, ``claims`` the ids of the resolved claims. What held
    up in part is resolved, and no hit.
    """

    hits: int
    resolved: int
    rate: float | None
    low: float | None
    high: float | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A guidance beside what came: ``where`` is inside, below, above, or undecided where rounding leaves it open.

    ``position`` is 0 at the low end and 1 at the high end; ``width`` is the range's, ``relative_width`` its share of
    the midpoint. Each is None where it is a division by zero.
    """

    claim: Claim
    low: Decimal
    high: Decimal
    verdict: Resolution
    actual: Decimal
    where: str
    position: Decimal | None
    width: Decimal
    relative_width: Decimal | None


@dataclass(frozen=True, slots=True)
class Probability:
    """A probability that the claimant stated, whether it happened, and how well that was put.

    ``brier`` is the squared error, 0 to 1 (Brier 1950, whose sum over both classes is twice this); ``log`` is minus
    the natural logarithm of the probability given to what happened (Good 1952), infinite where that was zero.
    """

    claim: Claim
    stated: Decimal
    happened: bool
    brier: Decimal
    log: float


@dataclass(frozen=True, slots=True)
class Record:
    """The record of one entity.

    ``entries`` has every claim, ``original`` the one (id) that each counts with in a score, which is itself for most.
    ``ahead`` is the hit rate of forecasts, plans, goals and guidance, ``other`` that of reports and views: to get
    last quarter's figure right is no foresight. ``guidance`` counts ranges that hold what came, whatever the verdicts
    say. Below :data:`FEWEST` probabilities the two means are None.
    """

    of: str
    entries: tuple[Entry, ...]
    original: Mapping[str, str]
    ahead: HitRate
    other: HitRate
    guidance: HitRate
    ranges: tuple[Range, ...]
    probabilities: tuple[Probability, ...]

    @property
    def counts(self) -> Mapping[Result, int]:
        """How many claims came to each result, those that came to none left out."""
        found = Counter(entry.result for entry in self.entries)
        return {each: found[each] for each in Result if found[each]}

    @property
    def brier(self) -> Decimal | None:
        """The mean of the Brier scores."""
        scores = [each.brier for each in self.probabilities]
        return sum(scores, Decimal(0)) / len(scores) if len(scores) >= FEWEST else None

    @property
    def log(self) -> float | None:
        """The mean of the logarithmic scores."""
        scores = [each.log for each in self.probabilities]
        return math.fsum(scores) / len(scores) if len(scores) >= FEWEST else None


def record(corpus: Corpus, of: str) -> Record:
    """Return the record of an entity: what it claimed or had claimed for it, and what came of each.

    ``of`` is its id or IRI. Claims that were judged are in it, and those that time will judge. Raises QueryError
    where there is no such entity.
    """
    name = find_entity(corpus, of).id
    verdicts = verdicts_by_claim(corpus)
    entries = tuple(
        entry
        for claim in corpus.claims
        if name in responsible(claim) and (entry := _entry(claim, verdicts.get(claim.id, []))) is not None
    )
    return _record(name, entries, corpus.links, _days(corpus))


def records(corpus: Corpus) -> Mapping[str, Record]:
    """Return the record of every entity (id) that has one, as :func:`record` does, in one reading of the ledger."""
    verdicts = verdicts_by_claim(corpus)
    entries: dict[str, list[Entry]] = defaultdict(list)
    for claim in corpus.claims:
        if (entry := _entry(claim, verdicts.get(claim.id, []))) is not None:
            for name in dict.fromkeys(responsible(claim)):
                entries[name].append(entry)
    again: dict[str, list[Link]] = defaultdict(list)
    for link in corpus.links:
        if link.predicate is LinkType.RESTATES:
            again[link.subject].append(link)
    days = _days(corpus)
    return {
        name: _record(name, tuple(found), [link for entry in found for link in again.get(entry.claim.id, ())], days)
        for name, found in entries.items()
    }


def _days(corpus: Corpus) -> Mapping[str, dt.date | None]:
    return {event.id: event.date for event in corpus.events}


def _record(name: str, entries: tuple[Entry, ...], links: Iterable[Link], days: Mapping[str, dt.date | None]) -> Record:
    original = originals((entry.claim for entry in entries), links, days)
    scored = tuple(_once(entries, original))
    ranges = tuple(found for entry in entries for found in _ranges(entry))
    return Record(
        name,
        entries,
        original,
        _hit_rate(entry for entry in scored if entry.claim.kind in AHEAD),
        _hit_rate(entry for entry in scored if entry.claim.kind not in AHEAD),
        _within(ranges, original),
        ranges,
        tuple(found for entry in scored if (found := _scored(entry)) is not None),
    )


def _once(entries: Iterable[Entry], original: Mapping[str, str]) -> Iterator[Entry]:
    """Yield one entry for what was said once or more often: the original, with the verdicts on all of them."""
    together: dict[str, list[Entry]] = {}
    for entry in entries:
        together.setdefault(original[entry.claim.id], []).append(entry)
    for name, found in together.items():
        first = next(entry for entry in found if entry.claim.id == name)
        standing = tuple(one for entry in found for one in entry.standing)
        replaced = tuple(one for entry in found for one in entry.replaced)
        yield Entry(first.claim, result(first.claim, standing) or first.result, standing, replaced)


def _entry(claim: Claim, resolutions: list[Resolution]) -> Entry | None:
    standing = standing_verdicts(resolutions)
    came_to = result(claim, standing)
    replaced = tuple(one for one in resolutions if one not in standing)
    return None if came_to is None else Entry(claim, came_to, standing, replaced)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Return Wilson's score interval at 95 percent (E. B. Wilson, JASA 22, 1927) for a share of ``of`` > 0 trials."""
    share, square = hits / of, _NORMAL**2
    middle = share + square / (2 * of)
    reach = _NORMAL * math.sqrt(share * (1 - share) / of + square / (4 * of**2))
    whole = 1 + square / of
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def _hit_rate(entries: Iterable[Entry]) -> HitRate:
    resolved = {entry.claim.id: entry.result is Result.FULFILLED for entry in entries if entry.result in _RESOLVED}
    return _rated(resolved)


def _within(ranges: Iterable[Range], original: Mapping[str, str]) -> HitRate:
    """Count guidance whose range holds what came; one that two actual values put on two sides is on neither."""
    found: dict[str, set[str]] = {}
    for each in ranges:
        found.setdefault(original[each.claim.id], set()).add(each.where)
    decided = {name: where == {"inside"} for name, where in found.items() if "undecided" not in where}
    return _rated({name: hit for name, hit in decided.items() if hit or "inside" not in found[name]})


def _rated(resolved: Mapping[str, bool]) -> HitRate:
    """Count hits among resolved claims, which are given by id."""
    hits, of = sum(resolved.values()), len(resolved)
    if of < FEWEST:
        return HitRate(hits, of, None, None, None, tuple(resolved))
    return HitRate(hits, of, hits / of, *wilson(hits, of), tuple(resolved))


def range_of(measure: Measure | None) -> tuple[Decimal, Decimal] | None:
    """Return the ends of a range as they are stated, None where there is no range."""
    if measure is None or measure.low is None or measure.high is None:
        return None
    return measure.low, measure.high


def _ranges(entry: Entry) -> Iterator[Range]:
    ends = range_of(entry.claim.measure)
    if entry.claim.kind is not Kind.GUIDANCE or ends is None:
        return
    low, high = ends
    for verdict in entry.standing:
        found = verdict.actual
        if (
            found is None
            or found.value is None
            or entry.claim.measure is None
            or found.unit != entry.claim.measure.unit
        ):
            continue
        middle, width = (low + high) / 2, high - low
        yield Range(
            entry.claim,
            low,
            high,
            verdict,
            found.value,
            placed(found, low, high),
            (found.value - low) / width if width else None,
            width,
            width / abs(middle) if middle else None,
        )


def placed(actual: Measure, low: Decimal | None, high: Decimal | None) -> str:
    """Say where an amount lies in a closed range, an end of which may be None: inside, below, above or undecided.

    The amount is the interval that its rounding and its hedge allow (:func:`kg.amounts.interval`); a part of it on
    either side of an end leaves the answer undecided.
    """
    least, most = interval(actual)
    if low is not None and most is not None and most < low:
        return "below"
    if high is not None and least is not None and least > high:
        return "above"
    above_low = low is None or (least is not None and least >= low)
    below_high = high is None or (most is not None and most <= high)
    return "inside" if above_low and below_high else "undecided"


def probability(claim: Claim) -> Decimal | None:
    """Return the probability that a claimant stated, from 0 to 1; None where none was.

    A measure is one where the document's words call it a chance, a probability, a likelihood, odds or likely ("a 70
    percent chance"), and it is one number, in percent or without unit, from 0 to 1. A likelihood that rose by a number,
    or that is at least one, is none; nor is what a claim denies, or a recorder's confidence.
    """
    amount = claim.measure if claim.polarity else None
    if amount is None or amount.value is None or amount.unit not in {"PERCENT", "UNITLESS"}:
        return None
    if amount.change_basis is not None or amount.approximation not in {Approximation.EXACT, Approximation.ABOUT}:
        return None
    share = amount.value / 100 if amount.unit == "PERCENT" else amount.value
    return share if 0 <= share <= 1 and _CHANCE.search(amount.as_written) else None


def _scored(entry: Entry) -> Probability | None:
    stated = probability(entry.claim)
    if stated is None or entry.result not in {Result.FULFILLED, Result.NOT_FULFILLED}:
        return None
    happened = entry.result is Result.FULFILLED
    given = float(stated if happened else 1 - stated)
    return Probability(
        entry.claim, stated, happened, (stated - happened) ** 2, 0.0 - math.log(given) if given else math.inf
    )
