"""What a page carries of drift, due days, records and audit, and where it is cut short. No browser."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from kg import assets
from kg.claims import Appearance, Corpus, LinkType, Mode, Zone
from kg.figures import audit
from kg.history import record, records
from kg.network import derive
from kg.page import answers as module
from kg.page import render
from kg.page.answers import answers
from kg.records import read
from kg.restatements import drift
from kg.store import open as open_store
from tests.ledgers import made_up, small
from tests.strategies import corpora
from tests.test_restatements import MADE_UP

SHIPPED = str(assets.data())


@pytest.mark.parametrize("where", [SHIPPED, str(MADE_UP)])
def test_links_carry_what_the_command_says_of_them(where):
    ledger = read(where)
    found = answers(ledger).links
    expected = {
        (one.after, one.before): [str(each.how) for each in one.differences]
        for one in drift(ledger)
        if one.before != one.after
    }
    assert {(after, before): [each["how"] for each in some] for (after, _, before), some in found.items()} == expected
    assert {kind for _, kind, _ in found} <= {LinkType.RESTATES, LinkType.ECHOES}


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(corpora())
def test_the_records_of_all_are_the_record_of_each(corpus):
    found = records(corpus)
    for entity in corpus.entities:
        one = record(corpus, entity.id)
        assert found.get(entity.id) == (one if one.entries else None)
    assert len(answers(corpus).findings) == len(audit(corpus))


def test_a_page_carries_the_gravest_findings_and_says_how_many_it_leaves_out(monkeypatch):
    ledger = read(str(MADE_UP))
    every = audit(ledger)
    monkeypatch.setattr(module, "MOST_FINDINGS", 20)
    found = answers(ledger)
    assert [one["why"] for one in found.findings] == [str(one.why) for one in every[:20]]
    assert found.left_out == len(every) - 20
    assert len(audit(ledger, most=7)) == 7


def test_of_one_claim_so_many_appearances_are_compared(monkeypatch):
    (claim, *rest), ledger = small().claims, small()
    words = ("as it was", "as it truly was", "as it never was")
    places = tuple(
        Appearance("notes", text, Mode.DIRECT_QUOTE, Zone.BODY, at, at + len(text))
        for at, text in zip((1, 50, 90), words, strict=True)
    )
    ledger = replace(ledger, claims=(replace(claim, appearance=places), *rest))
    assert [(one["one"][1], one["other"][1]) for one in answers(ledger).claims[claim.id]["reworded"]] == [
        (words[0], words[1]),
        (words[0], words[2]),
    ]
    monkeypatch.setattr(module, "MOST_COMPARED", 2)
    assert len(answers(ledger).claims[claim.id]["reworded"]) == 1


def test_a_part_of_a_ledger_is_asked_of_that_part_alone():
    ledger = made_up()
    some = {claim.id for claim in ledger.claims[:20]}
    told = answers(ledger, some)
    assert set(told.claims) <= some
    assert told == answers(replace(ledger, **parts(ledger, some)))


def parts(ledger: Corpus, some: set[str]) -> dict[str, object]:
    return {
        "claims": tuple(claim for claim in ledger.claims if claim.id in some),
        "links": tuple(link for link in ledger.links if link.subject in some and link.object in some),
        "resolutions": tuple(one for one in ledger.resolutions if one.resolves in some),
    }


def test_rdf_that_is_no_ledger_is_drawn_without_answers(tmp_path):
    file = tmp_path / "broken.nq"
    lines = open_store(small()).nquads().replace("ns#firm>", "ns#steadfast>")
    file.write_text(lines, encoding="utf-8")
    store = open_store(str(file))
    network = derive(store)
    assert "html" in render(network, "Broken", store, sparql=False)
    from kg.page.rendering import _told

    assert not _told(network, store, None).known
    assert _told(network, open_store(small()), None).known
