"""What came of a claim: one definition, and everything that tells it tells the same."""

from itertools import product

import pytest

import kg
from kg import store
from kg.claims import Kind, Outcome, claim_key
from kg.history import Waiting, due, record
from kg.network import derive
from kg.report import report
from kg.report.claims import RESULTS
from kg.report.document import Grid
from kg.standing import STANDING_OF, STANDINGS, Result, Standing, come_to, latest, result, standing_verdicts
from tests.test_history import DAY, claim, dollars, ledger, verdict, year

CRITERIA = ("A.", "Quite another.")


@pytest.mark.parametrize(
    ("kind", "outcomes", "expected"),
    [
        ("forecast", [], Result.OPEN),
        ("opinion", [], None),
        ("figure", [], None),
        ("forecast", [Outcome.NOT_EVALUATED], Result.NOT_EVALUATED),
        ("forecast", [Outcome.ANNULLED], Result.ANNULLED),
        ("forecast", [Outcome.ANNULLED, Outcome.PENDING], Result.OPEN),
        ("opinion", [Outcome.PENDING], Result.OPEN),
        ("fact", [Outcome.FULFILLED], Result.FULFILLED),
        ("fact", [Outcome.PARTLY_FULFILLED], Result.PARTLY_FULFILLED),
        ("fact", [Outcome.AMBIGUOUS], Result.AMBIGUOUS),
        ("fact", [Outcome.FULFILLED, Outcome.FULFILLED], Result.FULFILLED),
        ("fact", [Outcome.FULFILLED, Outcome.NOT_FULFILLED], Result.SPLIT),
        ("fact", [Outcome.NOT_FULFILLED, Outcome.NOT_EVALUATED], Result.NOT_FULFILLED),
        ("fact", [Outcome.NOT_FULFILLED, Outcome.PENDING], Result.NOT_FULFILLED),
    ],
)
def test_what_outcomes_come_to(kind, outcomes, expected):
    assert come_to(kind, outcomes, testable=True) is expected
    assert come_to(kind, outcomes[::-1], testable=True) is expected


def test_without_day_number_and_verdict_what_looks_ahead_is_untestable():
    assert come_to("goal", [], testable=False) is Result.UNTESTABLE
    assert come_to("goal", [Outcome.PENDING], testable=False) is Result.OPEN
    assert come_to("opinion", [], testable=False) is None


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ([("A", "held", "2031-01-01", ""), ("A", "failed", "2032-01-01", "")], ["failed"]),
        ([("A", "held", "2031-01-01", "2031-01-01"), ("A", "failed", "2031-01-01", "2031-01-02")], ["failed"]),
        ([("A", "held", "2031-01-02", "2031-01-02"), ("A", "failed", "2031-01-01", "2032-01-01")], ["held"]),
        ([("A", "held", "", ""), ("A", "failed", "", "")], ["held", "failed"]),
        ([("A", "held", "", ""), ("B", "failed", "2031-01-01", "")], ["held", "failed"]),
    ],
)
def test_the_latest_under_a_criterion_stands(verdicts, expected):
    assert [one[1] for one in latest(verdicts, lambda one: (one[0], *one[2:]))] == expected


def test_every_result_has_a_mark_and_a_word():
    assert set(STANDINGS) == set(Standing) == set(STANDING_OF.values())
    assert set(STANDING_OF) == set(RESULTS) == {*Result, None}


def every():
    """Kinds by what they could be judged by, by verdicts: none, one, two under two criteria, two under one."""
    verdicts = [
        [],
        *([one] for one in Outcome),
        *product(Outcome, Outcome),
        *((one, other, True) for one, other in product(Outcome, Outcome)),
    ]
    by = {
        "dated": {"period": year(2031)},
        "measured": {"period": None, "measure": dollars(5)},
        "bare": {"period": None},
    }
    claims, resolutions = [], []
    for kind, (words, given), (number, found) in product(
        (Kind.PLAN, Kind.OPINION, Kind.FACT), by.items(), enumerate(verdicts)
    ):
        name = f"{kind}-{words}-{number}"
        claims.append(claim(name, kind, **given))
        for place, outcome in enumerate(found[:2]):
            replaces = place and len(found) == 3
            criterion = CRITERIA[0 if replaces else place]
            resolutions.append(verdict(name, outcome, criterion, recorded="2032-04-01" if replaces else "2032-03-01"))
    return ledger(claims, resolutions)


def results(corpus):
    verdicts = kg.history.verdicts_by_claim(corpus)
    return {one.id: result(one, standing_verdicts(verdicts.get(one.id, ()))) for one in corpus.claims}


@pytest.fixture(scope="module", params=["every", "shipped"])
def told(request):
    corpus = every() if request.param == "every" else kg.read(str(kg.assets.data()))
    return corpus, results(corpus), store.open(corpus)


def test_the_network_tells_what_the_record_tells(told):
    corpus, found, opened = told
    network = derive(opened)
    marks = {node["id"]: node["standing"] for _, node in network.nodes(data=True) if node["type"] == "claim"}
    assert marks == {name: STANDING_OF[each] for name, each in found.items()}
    of = {entry.claim.id: entry.result for entity in corpus.entities for entry in record(corpus, entity.id).entries}
    assert of == {name: each for name, each in found.items() if each is not None}


def test_the_report_counts_what_the_record_counts(told):
    corpus, found, _ = told
    counts = next(block for block in report(corpus).blocks if isinstance(block, Grid))
    said = {str(word[0]).lower(): str(number[0]) for word, number, _ in counts.rows}
    words = [RESULTS[each] for each in found.values()]
    assert said == {word: str(words.count(word)) for word in words}


def test_the_questions_find_what_the_commands_find(told):
    corpus, found, opened = told
    base = f"{corpus.ledger.base}claim/"
    names = {base + claim_key(one): one.id for one in corpus.claims}
    asked = {names[str(row[0])] for row in kg.ask(opened, "untestable").rows}
    assert asked == {name for name, each in found.items() if each is Result.UNTESTABLE}
    waiting = due(corpus, DAY("2030-01-01"))
    assert {one.claim.id for one in waiting if one.waiting is Waiting.UNTESTABLE} == asked
    dated = {names[str(row[1])] for row in kg.ask(opened, "due", {"by": "9999-12-31"}).rows}
    assert dated == {one.claim.id for one in waiting if one.day is not None}
