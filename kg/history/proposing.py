"""Proposes verdicts from figures that are in the ledger already, and shows how each was worked out."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from kg.claims import Claim, Corpus, Measure, Outcome, Resolution, Unit, plain_decimal
from kg.errors import QueryError
from kg.history.criteria import Ask, Threshold, executable, implied, judge, written
from kg.history.figures import Figures
from kg.history.verdicts import verdicts_by_claim
from kg.standing import AHEAD, Result, result, standing_verdicts

__all__ = ["Proposal", "propose"]

_WAITING: Final = {Result.OPEN, Result.UNTESTABLE, Result.NOT_EVALUATED, None}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A verdict that could be recorded, or why there is none (``outcome`` is None); ``working`` shows each step."""

    claim: Claim
    criterion: str
    outcome: Outcome | None
    evidence: tuple[str, ...]
    known_on: dt.date | None
    actual: Measure | None
    derived_from: tuple[str, ...]
    working: tuple[str, ...]

    @property
    def comment(self) -> str:
        """How it was worked out, as a sentence."""
        return f"Worked out: {'; '.join(self.working)}."

    def resolution(self) -> Resolution | None:
        """Return it as a resolution that is not recorded yet; None where there is no verdict."""
        if self.outcome is None:
            return None
        return Resolution(
            self.claim.id,
            self.outcome,
            self.criterion,
            self.evidence,
            self.known_on,
            None,
            self.actual,
            self.comment,
            derived_from=self.derived_from,
        )

    def record(self, recorded_on: dt.date) -> dict[str, Any]:
        """Return it as the keys of a ``[[resolution]]``; a ValueError where there is no verdict to record."""
        if self.outcome is None or self.known_on is None:
            message = "this proposal has no verdict"
            raise ValueError(message)
        given = {
            "resolves": self.claim.id,
            "outcome": str(self.outcome),
            "criterion": self.criterion,
            "evidence": list(self.evidence),
            "actual": None if self.actual is None else _written(self.actual),
            "known_on": self.known_on,
            "recorded_on": recorded_on,
            "comment": self.comment,
            "derived_from": list(self.derived_from),
        }
        return {key: value for key, value in given.items() if value}


def propose(
    corpus: Corpus, today: dt.date, ask: Callable[[str], bool], claim: Claim | None = None
) -> tuple[Proposal, ...]:
    """Propose verdicts on the claims that wait for one, or on one claim.

    Criteria are those of pending verdicts that can be worked out (:mod:`kg.history.criteria`); a claim that looks ahead
    and has none is held to its own amount. ``ask`` answers a question in SPARQL. Figures that agree make a verdict,
    figures that do not make it ambiguous, and what rounding leaves open makes none. A question that is answered by no
    is a verdict once the claim's period is over by ``today``. Raises QueryError, naming the claim, where ``ask`` does.
    """
    verdicts, figures = verdicts_by_claim(corpus), Figures(corpus)
    found: list[Proposal] = []
    for one in corpus.claims if claim is None else (claim,):
        standing = standing_verdicts(verdicts.get(one.id, ()))
        if claim is None and result(one, standing) not in _WAITING:
            continue
        for criterion, test, verdict in _tests(one, standing, corpus.units):
            if isinstance(test, Threshold):
                proposal = _measured(one, criterion, test, figures)
                if proposal.working or verdict is not None:  # its own amount without a figure beside it is no news
                    found.append(proposal)
            elif verdict is not None:
                try:
                    answer = ask(test.text)
                except QueryError as error:  # which claim's criterion cannot be asked?
                    record = f'criterion of "{one.id}"'
                    raise QueryError(*(replace(problem, record=record) for problem in error.problems)) from None
                found.append(_asked(one, verdict, answer, today))
    return tuple(found)


def _tests(
    claim: Claim, standing: tuple[Resolution, ...], units: tuple[Unit, ...]
) -> Iterator[tuple[str, Threshold | Ask, Resolution | None]]:
    """Yield the criteria of a claim that can be worked out, each with its verdict so far; else what it implies."""
    tests = [(verdict, test) for verdict in standing if (test := executable(verdict.criterion, units)) is not None]
    for verdict, test in tests:
        if verdict.outcome in {Outcome.PENDING, Outcome.NOT_EVALUATED}:
            yield verdict.criterion, test, verdict
    own = implied(claim.measure)
    if not tests and own is not None and claim.kind in AHEAD and claim.object is None and claim.polarity:
        yield written(own), own, None


def _asked(claim: Claim, verdict: Resolution, answer: bool, today: dt.date) -> Proposal:  # noqa: FBT001  (an answer)
    last = None if claim.period is None else claim.period.latest
    over = last is not None and last < today
    outcome = Outcome.FULFILLED if answer else Outcome.NOT_FULFILLED if over else None
    said = "the ledger answers yes" if answer else "the ledger answers no"
    working = said if outcome else f"{said}, and {'the period is not over' if last else 'no period ever is over'}"
    return Proposal(
        claim, verdict.criterion, outcome, verdict.evidence, today if outcome else None, None, (), (working,)
    )


def _measured(claim: Claim, criterion: str, test: Threshold, figures: Figures) -> Proposal:
    working, met, used = [], set(), []
    made = figures.days.made(claim)
    for figure in figures.of(claim, test):
        answer = judge(test, figure.measure)
        says = {True: "yes", False: "no", None: "open, its rounding reaches across an end"}[answer]
        if answer is not None and (figure.known_on is None or (made is not None and figure.known_on < made)):
            since = (
                "nothing says since when it was known" if figure.known_on is None else "it was known before the claim"
            )
            answer, says = None, f"{says}, but {since}"
        if answer is not None:
            met.add(answer)
            used.append(figure)
        working.append(f"{figure.name}: {_amount(figure.measure)} {_condition(test)}: {says}")
    outcome = {(): None, (True,): Outcome.FULFILLED, (False,): Outcome.NOT_FULFILLED}.get(tuple(met), Outcome.AMBIGUOUS)
    days = [figure.known_on for figure in used if figure.known_on is not None]
    pick = max if outcome is Outcome.AMBIGUOUS else min
    return Proposal(
        claim,
        criterion,
        outcome,
        tuple(sorted({document for figure in used for document in figure.evidence})),
        pick(days) if days else None,
        used[0].measure if len({figure.measure for figure in used}) == 1 else None,
        tuple(sorted({name for figure in used for name in figure.claims} - {claim.id})),
        tuple(working),
    )


def _condition(test: Threshold) -> str:
    return written(test).removeprefix(f"{test.name} ")


def _amount(measure: Measure) -> str:
    ends = (measure.value,) if measure.value is not None else (measure.low, measure.high)
    shown = " to ".join(_number(end) for end in ends if end is not None)
    return f"{shown} ± {_number(measure.rounding)}" if measure.rounding else shown


def _number(number: Decimal) -> str:
    return plain_decimal(number).removesuffix(".0")


def _written(measure: Measure) -> dict[str, Any]:
    """Write a measure as the keys of a record."""
    names = ("as_written", "value", "low", "high", "unit", "rounding", "change_rate", "change_basis", "approximation")
    given = {name: getattr(measure, name) for name in names}
    return {name: value for name, value in given.items() if value is not None and value != ""}
