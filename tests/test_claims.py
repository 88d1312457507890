"""Identity: what makes two records the same claim, and how its parts are named."""

import dataclasses
import hashlib
from datetime import date
from decimal import Decimal

import pytest

from kg.claims import (
    Appearance,
    Approximation,
    ChangeBasis,
    Claim,
    Commitment,
    Kind,
    Measure,
    Mode,
    Outcome,
    Period,
    Resolution,
    Text,
    Zone,
    appearance_key,
    canonical_text,
    claim_key,
    plain_decimal,
    resolution_key,
    text_digest,
)

APPEARANCE = Appearance("made-up-article", "some made-up words", Mode.DIRECT_QUOTE, Zone.BODY, 10, 28)
CLAIM = Claim(
    id="q3-guidance",
    subject="acme",
    predicate="revenue",
    label="Q3 revenue will be $38.5–41 B",
    text="A made-up claim.",
    kind=Kind.GUIDANCE,
    commitment=Commitment.EXPECTED,
    claimant=("acme",),
    measure=Measure("CCY_USD", "$38.5-41 billion", low=Decimal(38_500_000_000), high=Decimal("41000000000.00")),
    period=Period("For Q3", "2024-35", date(2024, 7, 1), date(2024, 9, 30), inferred=True),
    appearance=(APPEARANCE,),
)
# The recipe of docs/graph.md, written by hand; `printf '%s' '…' | sha256sum | cut -c-20` gives the key.
WRITTEN = (
    '[1,["acme"],"acme","revenue",null,[null,"38500000000.0","41000000000.0","CCY_USD",null,null,"exact"],'
    '"2024-35",true,"expected"]'
)
KEY = "427aac162512c7c02579"


def test_a_claims_key_is_the_hash_of_its_recipe():
    assert hashlib.sha256(WRITTEN.encode()).hexdigest()[:20] == KEY
    assert claim_key(CLAIM) == KEY


@pytest.mark.parametrize(
    "change",
    [
        {"appearance": ()},
        {"id": "other"},
        {"label": "Other"},
        {"text": "Other."},
        {"kind": Kind.FORECAST},
        {"holder": "acme"},
        {"topic": ("money",)},
        {"measure": dataclasses.replace(CLAIM.measure, as_written="other", rounding=Decimal(1))},
        {"period": dataclasses.replace(CLAIM.period, as_written="other", inferred=False)},
    ],
)
def test_what_is_not_claimed_leaves_the_key_alone(change):
    assert claim_key(dataclasses.replace(CLAIM, **change)) == KEY


@pytest.mark.parametrize(
    "change",
    [
        {"claimant": ("acme", "bert")},
        {"subject": "bert"},
        {"predicate": "profit"},
        {"object": "bert"},
        {"object": Text("bert")},
        {"polarity": False},
        {"commitment": Commitment.FIRM},
        {"period": None},
        {"period": Period("For Q3")},
        {"measure": None},
        {"measure": dataclasses.replace(CLAIM.measure, high=Decimal(42))},
        {"measure": dataclasses.replace(CLAIM.measure, unit="CCY_EUR")},
        {"measure": dataclasses.replace(CLAIM.measure, change_rate=Decimal("0.2"))},
        {"measure": dataclasses.replace(CLAIM.measure, change_basis=ChangeBasis.YEAR_OVER_YEAR)},
        {"measure": dataclasses.replace(CLAIM.measure, approximation=Approximation.ABOUT)},
    ],
)
def test_whatever_is_claimed_changes_the_key(change):
    assert claim_key(dataclasses.replace(CLAIM, **change)) != KEY


def test_an_entity_and_a_text_of_the_same_letters_are_two_objects():
    entity, text = (dataclasses.replace(CLAIM, object=item) for item in ("bert", Text("bert")))
    assert claim_key(entity) != claim_key(text)


def test_the_order_of_claimants_does_not_matter():
    one, other = (dataclasses.replace(CLAIM, claimant=names) for names in (("a", "b"), ("b", "a")))
    assert one == other
    assert claim_key(one) == claim_key(other)


def test_appearances_are_named_by_their_span():
    assert appearance_key("q3-guidance", APPEARANCE) == "q3-guidance@made-up-article:10-28"
    unanchored = dataclasses.replace(APPEARANCE, start=None, end=None)
    assert appearance_key("q3-guidance", unanchored).startswith("q3-guidance@made-up-article:")
    assert appearance_key("q3-guidance", unanchored) != appearance_key(
        "q3-guidance", dataclasses.replace(unanchored, suffix="more")
    )


def test_a_changed_verdict_is_another_resolution():
    first = Resolution("q3-guidance", Outcome.PENDING, "made up", ("d",), date(2024, 10, 1), date(2024, 10, 2))
    assert resolution_key(first) == resolution_key(dataclasses.replace(first, comment="reworded", evidence=("e",)))
    assert resolution_key(first) != resolution_key(dataclasses.replace(first, outcome=Outcome.FULFILLED))
    assert resolution_key(first) != resolution_key(dataclasses.replace(first, criterion="another"))


@pytest.mark.parametrize(
    ("number", "written"),
    [("37000000000", "37000000000.0"), ("3.7E+10", "37000000000.0"), ("0.330", "0.33"), ("-0.5", "-0.5"), ("0", "0.0")],
)
def test_decimals_always_have_a_point(number, written):
    assert plain_decimal(Decimal(number)) == written


def test_a_text_is_counted_in_its_canonical_form():
    raw = b"\xef\xbb\xbfCafe\xcc\x81\r\nsecond\rthird\n"
    assert canonical_text(raw) == "Caf\u00e9\nsecond\nthird\n"
    assert text_digest("abc") == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
