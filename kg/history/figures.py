"""The figures of a ledger, found by what they are about."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.claims import Claim, Corpus, Kind, Measure
from kg.history.criteria import ACTUAL, Threshold
from kg.history.days import Days
from kg.history.verdicts import verdicts_by_claim
from kg.standing import standing_verdicts

__all__ = ["Figure", "Figures"]


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount of the ledger: where it is from, since when it was known, its evidence, the claims it rests on.

    ``criterion`` is that of the verdict whose actual value it is; empty where a claim reports it.
    """

    name: str
    measure: Measure
    known_on: dt.date | None
    evidence: tuple[str, ...]
    claims: tuple[str, ...]
    criterion: str = ""


class Figures:
    """The figures of a ledger: claims that report one, and the actual values of verdicts."""

    def __init__(self, corpus: Corpus) -> None:
        self.days = Days(corpus)
        self._by_claim: dict[str, Figure] = {}
        self._by_content: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        claims = {claim.id: claim for claim in corpus.claims}
        for claim in corpus.claims:
            if claim.measure is None:
                continue
            documents = tuple(sorted({each.document for each in claim.appearance}))
            figure = Figure(claim.id, claim.measure, self.days.made(claim), documents, (claim.id,))
            self._by_claim[claim.id] = figure
            if claim.kind is Kind.FIGURE and claim.polarity:
                self._by_content[_content(claim, claim.measure.unit)].append(figure)
        for name, verdicts in verdicts_by_claim(corpus).items():
            for one in standing_verdicts(verdicts):
                if one.actual is not None and name in claims:
                    called = f"actual value of {name}"
                    figure = Figure(called, one.actual, one.known_on, one.evidence, (name,), one.criterion)
                    self._by_content[_content(claims[name], one.actual.unit)].append(figure)

    def of(self, claim: Claim, test: Threshold) -> Iterable[Figure]:
        """Return the figures that a threshold is about, those alone that state a number in its unit."""
        unit = test.unit or (claim.measure.unit if claim.measure else None)
        if test.name == ACTUAL:
            dated = claim.period is not None and claim.period.latest is not None
            found: Iterable[Figure] = self._by_content.get(_content(claim, unit), ()) if dated else ()
        else:
            found = filter(None, [self._by_claim.get(test.name)])
            unit = test.unit
        return [
            each
            for each in dict.fromkeys(found)
            if (each.measure.value is not None or each.measure.low is not None) and unit in {None, each.measure.unit}
        ]


def _content(claim: Claim, unit: str | None) -> tuple[object, ...]:
    """Say what a figure has to share with a claim: subject, predicate, object ("from advertising"), days and unit."""
    days = (None, None) if claim.period is None else (claim.period.earliest, claim.period.latest)
    return claim.subject, claim.predicate, claim.object, days, unit
