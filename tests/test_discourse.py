"""Through whom two entities are connected, and whose claims bear on whose."""

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from kg import assets, store
from kg.claims import (
    Appearance,
    Claim,
    Commitment,
    Corpus,
    Document,
    Entity,
    Event,
    Kind,
    Ledger,
    Link,
    LinkType,
    Mode,
    Text,
    Zone,
)
from kg.discourse import chains, claimants, explain, path, summarise
from kg.errors import QueryError
from kg.query import ask
from kg.records import read

MADE_UP = Path(__file__).parent / "questions" / "made-up" / "ledger"


def claim(name, subject, claimant, item=None, **more):
    return Claim(
        name, subject, "says", name, f"{name}.", Kind.FACT, Commitment.FIRM, (claimant,), item or Text("it"), **more
    )


def corpus(*claims, links=(), **more):
    names = ("ann", "bob", "cy", "dee", "paper")
    entities = tuple(Entity(name, name.title(), "Person") for name in names)
    return Corpus(Ledger("Made up"), entities=entities, claims=claims, links=links, **more)


def connected(*claims, start="ann", end="dee", **more):
    ledger = corpus(*claims, **more)
    found = path(ledger, start, end)
    return [(step.start, step.claim, step.end) for step in found.steps], found.bridges, explain(found, ledger)


def test_whoever_a_claim_is_made_for_is_not_what_it_is_on():
    for start, end in (("ann", "dee"), ("dee", "ann")):
        _, _, told = connected(claim("one", "dee", "paper", holder="ann"), start=start, end=end)
        assert told.splitlines()[1:] == ["1. Paper, for Ann, on Dee: one. [one]"]


def test_a_chain_is_told_claim_by_claim_with_those_who_cannot_be_gone_around():
    steps, bridges, told = connected(claim("one", "bob", "ann"), claim("two", "bob", "dee"))
    assert steps == [("ann", "one", "bob"), ("bob", "two", "dee")]
    assert bridges == ("bob",)
    assert told == (
        "Ann and Dee are connected by 2 claims.\n"
        "1. Ann on Bob: one. [one]\n"
        "2. Dee on Bob: two. [two]\n"
        "Every chain between them passes Bob.\n"
    )


def test_a_way_around_is_no_bridge_though_it_is_longer():
    around = [claim("around", "cy", "ann"), claim("further", "cy", "paper"), claim("last", "paper", "dee")]
    steps, bridges, _ = connected(claim("one", "bob", "ann"), claim("two", "bob", "dee"), *around)
    assert [step[1] for step in steps] == ["one", "two"]
    assert bridges == ()


def test_of_several_shortest_chains_it_is_the_first_by_name():
    steps, _, _ = connected(
        *(claim("a", "cy", "ann"), claim("b", "cy", "dee")),
        *(claim("y", "bob", "ann"), claim("x", "bob", "ann", holder="bob"), claim("z", "bob", "dee")),
    )
    assert [step[1] for step in steps] == ["x", "z"]


def test_an_outlet_does_not_connect_those_it_reports_on():
    placed = (Appearance("article", "so it is", Mode.UNATTRIBUTED, Zone.BODY),)
    article = Document("article", "Article", publisher="paper")
    told = [claim("on-ann", "ann", "paper", appearance=placed), claim("on-dee", "dee", "paper", appearance=placed)]
    assert connected(*told, documents=(article,)) == (
        [],
        (),
        "No claim connects Ann and Dee, nor does any chain of claims.\n",
    )
    assert connected(*told, end="paper", documents=(article,))[0] == [("ann", "on-ann", "paper")]
    assert len(connected(*told)[0]) == 2  # where it is no outlet, it does


def in_its_own_release():
    """Bob publishes what he says of himself, of ann, and for whom cy speaks."""
    placed = (Appearance("release", "so it is", Mode.UNATTRIBUTED, Zone.BODY),)
    return corpus(
        claim("of-himself", "bob", "bob", "ann", appearance=placed),
        claim("for-bob", "dee", "cy", holder="bob", appearance=placed),
        claim("about-bob", "paper", "cy", about=("bob",), appearance=placed),
        documents=(Document("release", "Release", publisher="bob"),),
    )


def test_who_publishes_what_is_said_of_it_is_no_mere_outlet():
    ledger = in_its_own_release()
    assert [step.claim for step in path(ledger, "ann", "dee").steps] == ["of-himself", "for-bob"]
    assert [step.claim for step in path(ledger, "ann", "paper").steps] == ["of-himself", "about-bob"]


@pytest.mark.parametrize(
    ("one", "tie"),
    [
        (claim("c", "dee", "ann"), "Ann on Dee"),
        (claim("c", "bob", "ann", holder="dee"), "Ann, for Dee"),
        (claim("c", "ann", "dee"), "Dee on Ann"),
        (claim("c", "ann", "bob", "dee"), "Bob on Ann and Dee"),
        (replace(claim("c", "bob", "ann"), claimant=("ann", "dee")), "Ann and Dee alike"),
    ],
)
def test_a_sentence_says_who_speaks_of_whom(one, tie):
    assert f"\n1. {tie}: c. [c]\n" in connected(one)[2]


def test_ends_are_named_as_everywhere():
    ledger = corpus(claim("one", "dee", "ann"))
    assert path(ledger, "kb:ann", f"{ledger.ledger.base}dee") == path(ledger, "ann", "dee")


@pytest.mark.parametrize(("start", "end", "message"), [("ann", "ann", "both ends"), ("an", "dee", "did you mean ann")])
def test_ends_are_two_that_are_there(start, end, message):
    with pytest.raises(QueryError, match=message):
        connected(claim("c", "bob", "ann"), start=start, end=end)


@pytest.mark.parametrize(
    ("ledger", "every"),
    [
        pytest.param(lambda: read(assets.data()), 41, id="shipped"),
        pytest.param(lambda: read(MADE_UP), 5, id="made up"),
        pytest.param(in_its_own_release, 1, id="in its own release"),
    ],
)
def test_the_question_path_says_the_same(ledger, every):
    ledger = ledger()
    pairs = list(permutations([entity.id for entity in ledger.entities], 2))[::every]
    with store.open(ledger) as opened:
        for start, end in pairs:
            rows = ask(opened, "path", {"from": start, "to": end}).rows
            steps = path(ledger, start, end).steps
            if rows:
                first, via, second, then, third, _ = rows[0]
                assert [step.claim for step in steps] == [str(one) for one in (first, second, third) if one]
                assert [step.end for step in steps[:-1]] == [str(one).rpartition("/")[2] for one in (via, then) if one]
            else:
                assert len(steps) == 0 or len(steps) > 3


# Chains


def said(name, claimant, day=None, **more):
    return claim(name, "bob", claimant, claimed_on=day, **more)


def test_an_exchange_says_who_answers_whom_and_who_was_first():
    early, late = said("early", "ann", date(2030, 1, 1)), said("late", "dee", made_at="call")
    event = Event("call", "Call", date(2030, 1, 2))
    (found,) = chains(corpus(early, late, links=[Link("early", LinkType.ECHOES, "late", "cy")], events=(event,)))
    assert (found.who, found.does, found.whom, found.first) == ("ann", LinkType.ECHOES, "dee", "early")
    backed = corpus(early, late, links=[Link("late", LinkType.SUPPORTS, "early", "cy")], events=(event,))
    assert [one.first for one in chains(backed)] == ["early"]
    unknown = corpus(early, replace(late, made_at=None), links=[Link("late", LinkType.DISPUTES, "early", "cy")])
    assert [one.first for one in chains(unknown)] == [None]


def test_a_claim_is_joined_to_all_that_is_joined_to_it():
    ledger = corpus(
        *(
            said(name, claimant)
            for name, claimant in (("a", "ann"), ("b", "bob"), ("c", "cy"), ("d", "dee"), ("e", "dee"))
        ),
        links=[
            Link("a", LinkType.SUPPORTS, "b", "cy"),
            Link("c", LinkType.DISPUTES, "b", "cy"),
            Link("d", LinkType.SUPPORTS, "e", "cy"),
        ],
    )
    assert [one.claim for one in chains(ledger, "a")] == ["a", "c"]
    assert [one.claim for one in chains(ledger, "dee")] == ["d"]
    assert len(chains(ledger)) == 3
    with pytest.raises(QueryError, match='no entity or claim "zed"'):
        chains(ledger, "zed")


def test_who_bears_on_whom_in_the_shipped_ledger():
    ledger = read(assets.data())
    # By hand from data/: the links across two claimants, all others are within one.
    across = {(who, edge["kind"], whom) for who, whom, edge in claimants(ledger).edges(data=True) if who != whom}
    assert across == {
        ("mark-zuckerberg", "supports", "meta"),
        ("mark-zuckerberg", "supports", "the-decoder"),
        ("meta", "restates", "mark-zuckerberg"),
        ("meta", "supersedes", "the-decoder"),
        ("meta-ai", "disputes", "the-decoder"),
        ("sundar-pichai", "echoes", "mark-zuckerberg"),
        ("the-decoder", "disputes", "investors"),
        ("the-decoder", "supersedes", "meta"),
    }
    rows = [[str(term).rpartition("/")[2] for term in row] for row in summarise(ledger).rows]
    assert ["sundar-pichai", "echoes", "mark-zuckerberg", "1", "1"] in rows
    assert ["the-decoder", "disputes", "investors", "2", "0"] in rows


# On the command line


def test_path_and_chains_on_the_command_line(kg):
    told = kg("path", "sundar-pichai", "susan-li")
    assert told.returncode == 0, told.stderr
    assert "[pichai-echoes-zuckerberg]\n" in told.stdout.decode()
    assert told.stdout.decode().endswith("Every chain between them passes Meta.\n")
    assert kg("path", "meta", "amazon").returncode == 1
    unknown = kg("path", "sundar-pichai", "susan-lee")
    assert (unknown.returncode, unknown.stdout) == (2, b"")
    assert b"did you mean susan-li" in unknown.stderr
    assert kg("chains", "investors", "-f", "csv").stdout.count(b"\r\n") == 3
    assert kg("chains", "--summary").stdout.startswith(b"Who bears on whom?")
