"""What came of a claim, in one word."""

import pytest

from kg.claims import Outcome
from kg.standing import STANDINGS, Standing, standing


def verdict(outcome: Outcome, criterion: str = "A", known: str = "2031-01-01", recorded: str = "2031-01-01") -> tuple:
    return criterion, outcome, known, recorded


@pytest.mark.parametrize(
    ("kind", "resolutions", "expected"),
    [
        ("forecast", [], Standing.OPEN),
        ("opinion", [], Standing.OPEN),
        ("figure", [], Standing.NOT_CHECKED),
        ("fact", [], Standing.NOT_CHECKED),
        ("forecast", [verdict(Outcome.NOT_EVALUATED)], Standing.NOT_CHECKED),
        ("forecast", [verdict(Outcome.ANNULLED)], Standing.NOT_CHECKED),
        ("figure", [verdict(Outcome.PENDING)], Standing.OPEN),
        ("fact", [verdict(Outcome.FULFILLED)], Standing.HELD_UP),
        ("fact", [verdict(Outcome.NOT_FULFILLED)], Standing.FAILED),
        ("fact", [verdict(Outcome.PARTLY_FULFILLED)], Standing.DISPUTED),
        ("fact", [verdict(Outcome.AMBIGUOUS)], Standing.DISPUTED),
        ("fact", [verdict(Outcome.FULFILLED), verdict(Outcome.FULFILLED, "B")], Standing.HELD_UP),
        ("fact", [verdict(Outcome.FULFILLED), verdict(Outcome.NOT_FULFILLED, "B")], Standing.DISPUTED),
        ("fact", [verdict(Outcome.NOT_FULFILLED), verdict(Outcome.NOT_EVALUATED, "B")], Standing.FAILED),
        ("fact", [verdict(Outcome.NOT_FULFILLED), verdict(Outcome.PENDING, "B")], Standing.FAILED),
        ("fact", [verdict(Outcome.FULFILLED), verdict(Outcome.NOT_FULFILLED)], Standing.DISPUTED),
        ("fact", [verdict(Outcome.FULFILLED, known=""), verdict(Outcome.FULFILLED, "B", known="")], Standing.HELD_UP),
        ("plan", [verdict(Outcome.PENDING), verdict(Outcome.FULFILLED, known="2032-01-01")], Standing.HELD_UP),
        ("plan", [verdict(Outcome.FULFILLED), verdict(Outcome.NOT_FULFILLED, recorded="2031-01-02")], Standing.FAILED),
    ],
)
def test_a_claims_standing(kind, resolutions, expected):
    assert standing(kind, resolutions) is expected
    assert standing(kind, resolutions[::-1]) is expected


def test_every_standing_has_a_word():
    assert set(STANDINGS) == set(Standing)
