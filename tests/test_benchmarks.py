"""The made-up ledgers that benchmarks measure with. Their shape is what a measurement rests on."""

import gzip
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.ledgers import chunks, ledger
from kg.claims import LinkType, claim_key
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
def test_check_finds_no_error_and_no_verdict_before_its_evidence(claims):
    findings = check(open_store(ledger(claims)))
    assert [str(found) for found in findings if found.severity == "error"] == []
    assert [str(found) for found in findings if found.rule == "known-before-evidence"] == []


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


def test_chunks_are_parts_of_one_ledger_and_each_like_a_ledger():
    assert list(chunks(300)) == [ledger(300)]
    first, second, third = chunks(250, size=100)
    assert [len(chunk.claims) for chunk in (first, second, third)] == [100, 100, 50]
    assert not second.entities
    assert {claim.subject for claim in second.claims} <= {entity.id for entity in first.entities}
    for kind in ("claims", "documents", "events"):
        names = [record.id for chunk in (first, second, third) for record in getattr(chunk, kind)]
        assert len(set(names)) == len(names)
    assert len({claim_key(claim) for chunk in (first, second, third) for claim in chunk.claims}) == 250
    assert all(chunk.links and chunk.resolutions for chunk in (first, second, third))


@pytest.fixture
def generated(tmp_path, monkeypatch):
    """A ledger of three chunks, as record files and as N-Quads."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent.parent / "benchmarks"))
    import generate

    monkeypatch.setattr("generate.chunks", lambda claims, seed: chunks(claims, seed, size=60))
    generate.write_records(150, tmp_path / "records")
    generate.write_nquads(150, tmp_path / "ledger.nq")
    generate.write_nquads(150, tmp_path / "ledger.nq.gz")
    return tmp_path


def test_what_is_generated_is_one_ledger_that_keeps_the_rules(generated):
    with open_store(generated / "records") as records, open_store(generated / "ledger.nq") as quads:
        assert sorted(records.nquads().splitlines()) == sorted(quads.nquads().splitlines())
        assert len(list(records.query("SELECT ?claim { ?claim a ac:Claim }"))) == 150
        assert [str(found) for found in check(records) if found.severity == "error"] == []
    with gzip.open(generated / "ledger.nq.gz") as file:
        assert file.read() == (generated / "ledger.nq").read_bytes()


def test_every_file_that_is_generated_says_that_it_is_made_up(generated):
    said = "# Made up by benchmarks/generate.py for measurement (150 claims, seed 1): none of this is so."
    files = [path for path in generated.rglob("*") if path.suffix in {".toml", ".nq"}]
    assert len(files) > 20
    assert {path.read_text(encoding="utf-8").splitlines()[0] for path in files} == {said}
