"""What moves when a claim is said again, and which way."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from kg import assets, store
from kg.amounts import parse_amount
from kg.claims import (
    Appearance,
    Claim,
    Commitment,
    Corpus,
    Document,
    Kind,
    Ledger,
    Link,
    LinkType,
    Mode,
    Period,
    Text,
    Unit,
    Zone,
    claim_key,
)
from kg.errors import QueryError
from kg.periods import parse_period
from kg.query import ask
from kg.records import read
from kg.restatements import Aspect, Effect, compare, drift, tabulate
from kg.restatements.differences import words_between
from tests.strategies import corpora

USD = (Unit("CCY_USD", "US dollar", ("$",)),)
SHIPPED = Path(__file__).parent / "drift" / "shipped.csv"
MADE_UP = Path(__file__).parent / "questions" / "made-up" / "ledger"


def appearance(exact="it will be so", mode=Mode.INDIRECT_SPEECH, zone=Zone.BODY, **more):
    return Appearance("paper", exact, mode, zone, **more)


BEFORE = Claim(
    "before", "acme", "becomes", "Before", "Made up.", Kind.FORECAST, Commitment.EXPECTED, ("ann",), Text("the best")
)


def told(after, before=BEFORE):
    return [(str(one.aspect), str(one.effect), one.how) for one in compare(before, after)]


def dated(words):
    return parse_period(words)


def vague(words):
    return Period(words)


def amount(words):
    return parse_amount(words, USD)


# Claim against claim


def test_the_same_is_no_difference():
    assert told(replace(BEFORE, id="after", label="After", kind=Kind.PLAN)) == []


@pytest.mark.parametrize(
    ("before", "after", "aspect", "effect", "how"),
    [
        ({}, {"claimant": ("bob",)}, "claimant", "shifts", "said of bob instead of ann"),
        ({}, {"subject": "borea"}, "subject", "shifts", "speaks of borea instead of acme"),
        ({}, {"commitment": Commitment.FIRM}, "commitment", "strengthens", "expected became firm"),
        ({}, {"commitment": Commitment.HEDGED}, "commitment", "weakens", "expected became hedged"),
        ({}, {"commitment": Commitment.REPORTED}, "commitment", "weakens", "expected became reported"),
        (
            {"commitment": Commitment.CONDITIONAL},
            {"commitment": Commitment.HEDGED},
            "commitment",
            "shifts",
            "conditional became hedged",
        ),
        ({}, {"polarity": False}, "polarity", "shifts", "affirmed became denied"),
        ({}, {"object": Text("the best in the world")}, "scope", "shifts", "“in the world” was added"),
        ({}, {"object": Text("best")}, "scope", "shifts", "“the” was dropped"),
        ({}, {"object": "borea"}, "scope", "shifts", "“becomes borea” instead of “becomes the best”"),
        ({"condition": "if it rains"}, {}, "scope", "strengthens", "the condition “if it rains” was dropped"),
        ({}, {"condition": "if it rains"}, "scope", "weakens", "the condition “if it rains” was added"),
        ({"period": dated("in 2025")}, {"period": dated("by 2025")}, "time", "weakens", "it may now come earlier too"),
        ({"period": dated("by 2025")}, {"period": dated("in 2025")}, "time", "strengthens", "fewer days are allowed"),
        ({"period": dated("2025")}, {"period": dated("2024")}, "time", "strengthens", "sooner"),
        ({"period": dated("Q1 2025")}, {"period": dated("Q2 2025")}, "time", "weakens", "later"),
        ({"period": dated("Q2 2024")}, {"period": dated("2024-04/2024-06")}, "time", "shifts", "the same days"),
        ({"period": dated("2025")}, {"period": dated("2025~")}, "time", "shifts", "the same days"),
        ({"period": vague("over time")}, {"period": vague("soon")}, "time", "strengthens", "sooner"),
        ({"period": vague("soon")}, {"period": vague("eventually")}, "time", "weakens", "later"),
        ({"period": vague("over time")}, {}, "time", "shifts", "“over time” was dropped"),
        ({"period": dated("2025")}, {}, "time", "weakens", "no date is left"),
        ({"period": vague("soon")}, {"period": dated("2025")}, "time", "strengthens", "a date was given"),
        (
            {"measure": amount("$37-40 billion")},
            {"measure": amount("$38.0-39.0 billion")},
            "amount",
            "strengthens",
            "fewer values are allowed",
        ),
        (
            {"measure": amount("$5.0 billion")},
            {"measure": amount("about $5 billion")},
            "amount",
            "weakens",
            "more values are allowed",
        ),
        (
            {"measure": amount("$5 billion")},
            {"measure": amount("$7 billion")},
            "amount",
            "shifts",
            "other values are allowed",
        ),
        (
            {"measure": amount("$5 billion")},
            {"measure": amount("5%")},
            "amount",
            "shifts",
            "in PERCENT instead of CCY_USD",
        ),
        ({"measure": amount("$5 billion")}, {}, "amount", "weakens", "the amount was dropped"),
        (
            {"measure": amount("$5 billion, up 4% yoy")},
            {"measure": amount("$5 billion")},
            "amount",
            "weakens",
            "its change was dropped",
        ),
    ],
)
def test_one_thing_differs(before, after, aspect, effect, how):
    ((found, which, words),) = told(replace(BEFORE, id="after", **after), replace(BEFORE, **before))
    assert (found, which) == (aspect, effect)
    assert words.endswith(how)


def test_a_report_of_another_time_is_another_report():
    report = replace(BEFORE, kind=Kind.FIGURE, measure=amount("$5 billion"), period=dated("Q2 2024"))
    later = replace(report, id="after", period=dated("Q3 2024"))
    assert told(later, report) == [("time", "shifts", "“Q2 2024” became “Q3 2024”: other days")]


def test_who_denies_more_values_or_days_claims_more():
    denied = replace(BEFORE, polarity=False, measure=amount("$37-40 billion"), period=dated("by 2025"))
    assert told(replace(denied, measure=amount("$38.0-39.0 billion")), denied) == [
        ("amount", "weakens", "fewer values are denied")
    ]
    assert told(replace(denied, period=dated("by 2026")), denied) == [
        ("time", "strengthens", "“by 2025” became “by 2026”: more days are denied")
    ]
    assert [one[1] for one in told(replace(denied, period=dated("2027")), replace(denied, period=dated("2026")))] == [
        "shifts"
    ]


def test_a_word_that_hedged_is_named_where_the_records_say_that_a_hedge_went():
    aiming = replace(BEFORE, appearance=(appearance("is aiming to be the best"),))
    firm = replace(BEFORE, id="after", commitment=Commitment.FIRM, appearance=(appearance("will be the best"),))
    assert told(firm, aiming) == [("commitment", "strengthens", "expected became firm, “aiming to” was dropped")]
    assert told(aiming, firm) == [("commitment", "weakens", "firm became expected, “aiming to” was added")]
    # a fragment may be cut short: what it leaves out proves nothing
    assert told(replace(firm, commitment=Commitment.EXPECTED), aiming) == []


@pytest.mark.parametrize(
    ("short", "long", "added"),
    [
        ("the best in town", "the very best in town", "very"),
        ("the best", "the best in town", "in town"),
        ("a b", "a b", ""),
        ("a b", "b a c", ""),
        ("a a", "a a a", "a"),
    ],
)
def test_words_in_one_place(short, long, added):
    assert words_between(short, long) == added


# A ledger


def corpus(*claims, links=()):
    return Corpus(Ledger("Made up"), documents=(Document("paper", "Paper"),), claims=claims, links=links)


def test_an_echo_that_came_first_is_out_of_order():
    first = replace(BEFORE, id="first", claimed_on=date(2030, 1, 1))
    later = replace(BEFORE, id="later", claimed_on=date(2030, 1, 9))
    (found,) = drift(corpus(first, later, links=[Link("first", LinkType.ECHOES, "later", "bob")]))
    assert [(one.aspect, one.how) for one in found.differences] == [
        (Aspect.ORDER, "said to echo what was said 8 days later")
    ]
    assert drift(corpus(first, later, links=[Link("later", LinkType.ECHOES, "first", "bob")])) == []


def test_appearances_differ_in_attribution_and_in_words_within():
    claim = replace(
        BEFORE,
        appearance=(
            appearance("will be the best of all", start=0, end=23),
            appearance("will be the very best of all", Mode.UNATTRIBUTED, Zone.HEADLINE, start=30, end=58),
        ),
    )
    (found,) = drift(corpus(claim))
    assert [(one.aspect, one.effect) for one in found.differences] == [
        (Aspect.CLAIMANT, Effect.STRENGTHENS),
        (Aspect.SCOPE, Effect.SHIFTS),
    ]
    assert (found.place, found.place_after) == ("prose, paper", "headline, paper")
    cut = replace(claim, appearance=(appearance("the best"), appearance("the best of all")))
    assert drift(corpus(cut)) == []


def test_a_bullet_that_quotes_a_word_is_a_bullet():
    quote = appearance("it will be so", Mode.DIRECT_QUOTE, start=0, end=13)
    original = replace(BEFORE, appearance=(quote,))
    bullet = replace(BEFORE, id="bullet", appearance=(replace(quote, zone=Zone.BULLETS),))
    prose = replace(BEFORE, id="prose", appearance=(replace(quote, mode=Mode.INDIRECT_SPEECH),))
    links = [Link(one.id, LinkType.RESTATES, "before", "bob") for one in (bullet, prose)]
    found = drift(corpus(original, bullet, prose, links=links))
    assert [(one.after, one.place, one.place_after) for one in found] == [
        ("prose", "quote, paper", "prose, paper"),
        ("bullet", "quote, paper", "bullets, paper"),
    ]


def test_it_is_narrowed_to_a_claim_or_a_document_that_is_there():
    shipped = read(assets.data())
    assert len(drift(shipped, "every-business-has-an-agent")) == 4
    assert [one.after for one in drift(shipped, "afaqs-meta-q2-2024")] == ["capex-rises-by-2025"]
    assert drift(shipped, "meta-q2-2024-8k") == []
    with pytest.raises(QueryError, match="did you mean every-business-has-an-agent"):
        drift(shipped, "every-business-has-agent")


# The shipped ledger, read by hand from the article and the documents it restates


def test_what_moved_in_the_shipped_ledger():
    with SHIPPED.open(newline="", encoding="utf-8") as lines:
        expected = [tuple(row) for row in csv.reader(lines)][1:]
    found = drift(read(assets.data()))
    assert [
        (one.before, one.after, str(each.aspect), str(each.effect), each.how)
        for one in found
        for each in one.differences
    ] == expected
    assert len({(one.before, one.after) for one in found}) >= 9
    assert all(one.differences for one in found)


@pytest.mark.parametrize("folder", [assets.data(), MADE_UP], ids=["shipped", "made up"])
def test_the_question_restatements_says_the_same(folder):
    ledger = read(folder)
    claims = {claim.id: claim for claim in ledger.claims}
    names = {f"{ledger.ledger.base}claim/{claim_key(claim)}": claim.id for claim in ledger.claims}
    with store.open(ledger) as opened:
        rows = [row for row in ask(opened, "restatements").rows if row[3] is not None]
    asked = {(names[str(row[3])], names[str(row[0])]): set(str(row[4]).split()) for row in rows}
    found = {
        (one.before, one.after): {
            {"scope": "object"}.get(each.aspect, str(each.aspect))
            for each in one.differences
            # the question looks at the object alone
            if each.aspect is not Aspect.SCOPE or claims[one.before].object != claims[one.after].object
        }
        for one in drift(ledger)
        if one.before != one.after and {each.aspect for each in one.differences} != {Aspect.ORDER}
    }
    assert found == asked


# On the command line


def test_drift_on_the_command_line(kg):
    result = kg("drift", "meta-ai-most-used-in-the-world")
    assert result.returncode == 0, result.stderr
    said = result.stdout.decode()
    assert said.startswith("What moved when a claim was said again?")
    assert "“in the world” was dropped" in said
    assert kg("drift", "-f", "csv").stdout.count(b"\r\n") == len(SHIPPED.read_text(encoding="utf-8").splitlines())
    unknown = kg("drift", "nothing-such")
    assert (unknown.returncode, unknown.stdout) == (2, b"")
    assert b'error: there is no claim or document "nothing-such"' in unknown.stderr


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(corpora())
def test_any_ledger_can_be_traced(corpus):
    found = drift(corpus)
    links = {(link.object, link.subject) for link in corpus.links if link.predicate is LinkType.RESTATES}
    assert {(one.before, one.after) for one in found} >= links
    assert len(tabulate(found, corpus).rows) == sum(max(len(one.differences), 1) for one in found)
