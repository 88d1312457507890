"""The made-up ledgers that benchmarks measure with. Their shape is what a measurement rests on."""

from collections import Counter

import pytest

from benchmarks.ledgers import ledger
from kg.claims import LinkType
from kg.graph import build, recover
from kg.network import derive
from kg.records.writing import dump
from kg.rules import check
from kg.store import open as open_store

CLAIMS = 1000


@pytest.fixture(scope="module")
def made():
    return ledger(CLAIMS)


def test_the_same_number_and_seed_give_the_same_ledger(made):
    assert ledger(CLAIMS) == made
    assert ledger(CLAIMS, seed=2) != made


@pytest.mark.parametrize("claims", [0, 1, 300])
def test_check_finds_no_error(claims):
    assert [str(found) for found in check(open_store(ledger(claims))) if found.severity == "error"] == []


def test_it_comes_back_from_rdf():
    few = ledger(100)
    assert recover(build(few)) == few


def test_every_claim_has_its_document_and_amounts_are_written_as_people_write_them():
    written = "".join(dump(ledger(100)).values())
    assert written.count("[[claim]]") == 100
    assert written.count("measure = { ") == 0


def test_nodes_are_the_claims_and_a_sixth_as_many_entities(made):
    kinds = Counter(found["type"] for found in derive(open_store(made)).nodes.values())
    assert kinds["claim"] == CLAIMS
    assert CLAIMS // 6 - 2 <= kinds["entity"] <= CLAIMS // 6


def test_its_words_are_as_long_as_a_ledgers(made):
    assert all(20 <= len(claim.label) <= 70 for claim in made.claims)
    assert all(50 <= len(claim.text) <= 140 for claim in made.claims)
    assert all(
        len(f"{item.prefix} {item.exact} {item.suffix}".split()) <= 10
        for claim in made.claims
        for item in claim.appearance
    )
    assert len({claim.label for claim in made.claims}) > 0.95 * CLAIMS


def test_it_has_as_much_of_everything_as_it_says(made):
    linked = {link.subject for link in made.links if link.predicate != LinkType.SUPERSEDES}
    shares = {
        "measure": sum(claim.measure is not None for claim in made.claims),
        "period": sum(claim.period is not None for claim in made.claims),
        "resolved": len({found.resolves for found in made.resolutions}),
        "linked": len(linked),
    }
    said = {"measure": 0.35, "period": 0.40, "resolved": 0.25, "linked": 0.20}
    assert {name: round(count / CLAIMS, 2) for name, count in shares.items()} == pytest.approx(said, abs=0.04)
    assert {len(claim.appearance) for claim in made.claims} == {1, 2, 3}


def test_a_few_are_spoken_of_far_more_than_most(made):
    subjects = sorted(Counter(claim.subject for claim in made.claims).values(), reverse=True)
    topics = sorted(Counter(topic for claim in made.claims for topic in claim.topic).values(), reverse=True)
    assert subjects[0] > 10 * subjects[len(subjects) // 2]
    assert topics[0] > 5 * topics[-1]


def test_amounts_are_revised_more_than_once(made):
    revises = {link.subject: link.object for link in made.links if link.predicate == LinkType.SUPERSEDES}
    assert set(revises) & set(revises.values())


def test_it_says_that_it_is_made_up(made):
    assert made.ledger.title == "Made-up claims, for measurement"
    assert made.ledger.description == "1,000 claims by people and firms that do not exist, made by a program."
    assert all(entity.definition.startswith("Made up: ") for entity in made.entities)
