"""The audit of figures: what follows, soundly, and what cannot all be true."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rdflib import PROV, RDF, Dataset, Graph, URIRef

from kg import assets, store
from kg.amounts import Interval, change, parse_amount
from kg.claims import (
    Approximation,
    ChangeBasis,
    Claim,
    Commitment,
    Corpus,
    Entity,
    Kind,
    Ledger,
    Link,
    LinkType,
    Predicate,
    Resolution,
    Text,
    Unit,
)
from kg.claims.vocabulary import Outcome
from kg.errors import QueryError
from kg.figures import Rule, Verdict, audit, derived_graph, figures_graph, tabulate
from kg.figures.deriving import claimed, margins, one_before
from kg.figures.findings import Figure
from kg.periods import parse_period
from kg.query import ask
from kg.records import read
from kg.terms import AC
from tests.strategies import corpora

USD = (Unit("CCY_USD", "US dollar", ("$", "dollars")),)
NAMES = ("revenue", "net-income", "capital-expenditure", "users")

# Arithmetic

ends = st.none() | st.decimals(min_value=-(10**30), max_value=10**30, allow_nan=False, places=40)


@st.composite
def intervals_with_a_value(draw):
    """An interval and a number of it, as an exact fraction."""
    low, high = sorted((draw(ends), draw(ends)), key=lambda end: (end is not None, end or 0))
    if low is None and high is not None and draw(st.booleans()):
        low, high = high, None
    least = Fraction(low) if low is not None else Fraction(high or 0) - 10**31
    most = Fraction(high) if high is not None else Fraction(low or 0) + 10**31
    share = draw(st.fractions(min_value=0, max_value=1))
    return Interval(low, high), least + (most - least) * share


def holds(interval, number):
    """Tell exactly whether a number lies in an interval."""
    return (interval.low is None or Fraction(interval.low) <= number) and (
        interval.high is None or number <= Fraction(interval.high)
    )


@settings(deadline=None)
@given(intervals_with_a_value(), intervals_with_a_value())
def test_no_true_value_falls_outside_of_what_is_computed(one, other):
    (left, a), (right, b) = one, other
    assert holds(left, a)
    assert holds(left + right, a + b)
    assert holds(left - right, a - b)
    assert holds(left * right, a * b)
    if b:
        assert holds(left / right, a / b)
    for places in (0, 4):
        assert holds(left.outward(places), a)
    if left.meets(right) and holds(right, a):
        assert holds(left.common(right), a)
    assert left.meets(right) or not holds(right, a)


def test_ends_are_rounded_outwards():
    third = Interval(Decimal(1), Decimal(1)) / Interval(Decimal(3), Decimal(3))
    assert (str(third.low), str(third.high)) == (f"0.{'3' * 34}", f"0.{'3' * 33}4")
    assert Interval(Decimal("-1.5"), Decimal("2.00001")).outward(4) == Interval(Decimal("-1.5"), Decimal("2.0001"))
    assert Interval(Decimal("-1.5"), Decimal("1.5")).outward(0) == Interval(Decimal(-2), Decimal(2))
    huge = Decimal("12345678901234567890123456789012345678.5")
    assert Interval(huge, huge).outward(0).width >= 1


def test_a_divisor_that_may_be_zero_leaves_nothing_known():
    one = Interval(Decimal(1), Decimal(1))
    assert one / Interval(Decimal(-1), Decimal(1)) == Interval()
    assert one / Interval(Decimal(0), Decimal(1)) == Interval()
    assert one / Interval(Decimal(2), None) == Interval(Decimal(0), Decimal("0.5"))


@pytest.mark.parametrize(
    ("rate", "low", "high"),
    [
        ("0.22", "0.215", "0.225"),
        ("0.2", "0.195", "0.205"),
        ("0.334", "0.3335", "0.3345"),
        ("-0.03", "-0.035", "-0.025"),
    ],
)
def test_a_rate_allows_half_of_its_last_digit_and_two_digits_at_least(rate, low, high):
    assert change(Decimal(rate)) == Interval(Decimal(low), Decimal(high))


# Made-up ledgers


def claim(name, amount=None, period="Q2 2030", kind=Kind.FIGURE, predicate="revenue", **more):
    """A made-up claim of acme's."""
    return Claim(
        id=name,
        subject="acme",
        predicate=predicate,
        label=name,
        text="Made up.",
        kind=kind,
        commitment=Commitment.FIRM,
        claimant=("acme",),
        measure=parse_amount(amount, USD) if isinstance(amount, str) else amount,
        period=parse_period(period) if period else None,
        **more,
    )


def ledger(*claims, links=(), resolutions=()):
    return Corpus(
        Ledger("Made up"),
        entities=(Entity("acme", "Acme", "Organization"), Entity("borea", "Borea", "Organization")),
        predicates=tuple(Predicate(name, name, "Made up.", "measure", name != "users") for name in NAMES),
        units=USD,
        claims=claims,
        links=links,
        resolutions=resolutions,
    )


def found(corpus, verdict):
    return [finding for finding in audit(corpus) if finding.verdict is verdict]


def verdicts(*claims, **more):
    """What is found where figures are confronted."""
    alone = {Verdict.DERIVED, Verdict.MISSING}
    return [(str(each.verdict), each.claims) for each in audit(ledger(*claims, **more)) if each.verdict not in alone]


def rounded(number, places):
    """Round a fraction as a writer does, half to even."""
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


billions = st.integers(min_value=10**6, max_value=10**9).map(lambda thousands: Fraction(thousands, 10**6))


def written(billion, places):
    return f"${rounded(billion, places)} billion"


@settings(deadline=None)
@given(billions, st.fractions(min_value="1/2", max_value=3), st.integers(1, 3), st.integers(0, 1))
def test_true_reports_are_never_accused_and_the_year_before_lies_where_it_is_said_to(prior, growth, places, digits):
    value = prior * growth
    rate = rounded((growth - 1) * 100, digits)
    assume(rounded(value, places) > 0)
    amount = f"{written(value, places)}, {'down' if rate < 0 else 'up'} {abs(rate)}% yoy"
    corpus = ledger(claim("now", amount), claim("then", f"{written(prior, 3)}", "Q2 2029"))
    (confronted,) = [each for each in audit(corpus) if each.figure and each.figure.rule is Rule.BEFORE]
    assert holds(confronted.figure.interval, prior * 10**9)
    assert confronted.verdict in {Verdict.AGREEMENT, Verdict.TENSION}
    assert not found(corpus, Verdict.CONTRADICTION)


@settings(deadline=None)
@given(st.lists(billions, min_size=4, max_size=4), st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_true_quarters_never_contradict_their_true_year(parts, places):
    quarters = [
        claim(f"q{number}", written(part, place), f"Q{number} 2030")
        for number, (part, place) in enumerate(zip(parts, places, strict=False), 1)
    ]
    assume(all(each.measure.value > 0 for each in quarters))
    year = claim("year", written(sum(parts), places[4]), "2030")
    whole = ledger(*quarters, year)
    assert not found(whole, Verdict.CONTRADICTION)
    assert [each.figure.rule for each in audit(whole) if each.figure.rule is Rule.SUM] == [Rule.SUM]
    (left,) = [each for each in audit(ledger(*quarters[1:], year)) if each.figure.rule is Rule.REMAINDER]
    assert left.figure.period == "2030-33"
    assert holds(left.figure.interval, parts[0] * 10**9)
    for share in (each.figure for each in audit(whole) if each.figure.rule is Rule.SHARE):
        number = int(share.claims[0][1])
        assert holds(share.interval, parts[number - 1] / sum(parts))


@settings(deadline=None)
@given(billions, st.fractions(min_value=-1, max_value=1), st.integers(0, 3), st.integers(0, 3))
def test_the_true_margin_lies_where_it_is_said_to(revenue, margin, places, digits):
    profit = revenue * margin
    earned = f"{'-' if rounded(profit, digits) < 0 else ''}${abs(rounded(profit, digits))} billion"
    taken = claim("taken", written(revenue, places))
    earned = claim("earned", earned, predicate="net-income")
    (derived,) = found(ledger(taken, earned), Verdict.DERIVED)
    assert holds(derived.figure.interval, margin)


# What disagrees

THREE = ("$39 billion", "$39.1 billion", "$50 billion")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("$39 billion", "$50 billion", "contradiction"),
        ("$39.1 billion", "$39.071 billion", "agreement"),
        # 38.5 to 39.5 and 39.5 to 40.5 meet at one point, and neither allows what the other says
        ("$39 billion", "$40 billion", "tension"),
        ("at least $41 billion", "$40.0 billion", "contradiction"),
        ("at least $40 billion", "$90 billion", "agreement"),
        ("at most $30 billion", "$40 billion", "contradiction"),
        # about 40 is 36 to 44 by convention alone
        ("about $40 billion", "$45.0 billion", "tension"),
        ("about $40 billion", "$43.0 billion", "agreement"),
        ("$37-40 billion", "$39.2 billion", "agreement"),
        ("$37-40 billion", "$41-42 billion", "tension"),
        ("$37-40 billion", "$42-43 billion", "contradiction"),
    ],
)
def test_two_reports(one, other, expected):
    ((verdict, claims),) = verdicts(claim("one", one), claim("other", other))
    assert (verdict, set(claims)) == (expected, {"one", "other"})


def test_every_pair_that_cannot_be_true_is_found():
    three = [claim(f"c{number}", amount) for number, amount in enumerate(THREE)]
    assert verdicts(*three) == [
        ("contradiction", ("c0", "c2")),
        ("contradiction", ("c1", "c2")),
        ("agreement", ("c0", "c1")),
    ]


def test_a_tension_is_found_where_a_third_lies_between():
    dollars = parse_amount("$8.5 billion", USD)
    wide = replace(dollars, value=Decimal(8_560_000_000), rounding=Decimal(20_000_000))
    least, between, most = claim("least", dollars), claim("between", wide), claim("most", "$8.6 billion")
    assert ("tension", ("least", "most")) in verdicts(least, most)
    assert ("tension", ("least", "most")) in verdicts(least, between, most)
    broad = replace(wide, value=Decimal(8_700_000_000), rounding=Decimal(240_000_000))
    assert ("tension", ("least", "most")) in verdicts(least, claim("broad", broad), most)


def test_a_revision_contradicts_nothing_and_a_forecast_that_missed_is_a_tension():
    april, july, october = (
        claim(name, amount, kind=Kind.GUIDANCE)
        for name, amount in (("april", "$30-31 billion"), ("july", "$40-41 billion"), ("october", "$50-51 billion"))
    )
    links = [
        Link(later, LinkType.SUPERSEDES, earlier, "acme") for later, earlier in (("july", "april"), ("october", "july"))
    ]
    assert verdicts(april, july, october, links=links) == []
    assert len(verdicts(april, july, october)) == 3
    assert verdicts(claim("report", "$45 billion"), july) == [("tension", ("report", "july"))]


def test_what_may_hold_twice_is_not_compared():
    assert verdicts(claim("a", "$1 billion", predicate="users"), claim("b", "$2 billion", predicate="users")) == []


def test_different_periods_and_units_are_not_compared():
    assert verdicts(claim("a", "$1 billion"), claim("b", "$2 billion", "Q3 2030"), claim("c", "5%")) == []


def test_a_changed_definition_is_shown_and_not_averaged():
    one = claim("with", "$39.23 billion", condition="leases included")
    other = claim("without", "$37.26 billion", condition="leases left out")
    (finding,) = audit(ledger(one, other))
    assert finding.verdict is Verdict.DEFINITION
    assert {finding.figure.interval.outward(0).low, finding.other.interval.outward(0).low} == {
        37_255_000_000,
        39_225_000_000,
    }
    assert "leases left out" in finding.why
    assert verdicts(replace(one, condition=""), other) == [("contradiction", ("without", "with"))]


def test_nothing_is_derived_from_two_definitions():
    year = claim("year", "$40.0 billion", "2030", condition="leases included")
    quarter = claim("quarter", "$9.0 billion", condition="leases left out")
    (finding,) = audit(ledger(year, quarter))
    assert (finding.verdict, finding.claims) == (Verdict.DEFINITION, ("year", "quarter"))
    other = claim("other", "$9.0 billion", "Q3 2030", condition="leases included")
    assert [each.verdict for each in audit(ledger(quarter, other, replace(year, condition="")))] == [Verdict.DEFINITION]
    earned = claim("earned", "$1.0 billion", predicate="net-income", condition="leases included")
    assert [each.verdict for each in audit(ledger(quarter, earned))] == [Verdict.DEFINITION]


def test_outcomes_are_held_against_their_claim_and_against_each_other():
    def outcome(amount, criterion):
        known = date(2031, 1, 31)
        return Resolution(
            "guided", Outcome.FULFILLED, criterion, ("report",), known, known, actual=parse_amount(amount, USD)
        )

    guided = claim("guided", "$37-40 billion", "2030", Kind.GUIDANCE)
    kept, missed = outcome("$39.23 billion", "With leases."), outcome("$35.0 billion", "Without leases.")
    assert verdicts(guided, resolutions=[kept, missed]) == [
        ("tension", ("guided",)),
        ("definition", ("guided",)),
        ("agreement", ("guided",)),
    ]
    corrected = replace(kept, criterion=missed.criterion, recorded_on=date(2031, 2, 3))  # $35 billion was a slip
    assert verdicts(guided, resolutions=[missed, corrected]) == [("agreement", ("guided",))]
    wrong = replace(missed, resolves="reported")
    assert verdicts(claim("reported", "$37 billion"), resolutions=[wrong]) == [("contradiction", ("reported",))]


def test_a_denial_contradicts_the_same_content_and_time():
    said = claim("said", object=Text("open"), predicate="users", period=None)
    denied = replace(said, id="denied", polarity=False)
    assert verdicts(said, denied) == [("contradiction", ("said", "denied"))]
    dated = [replace(each, period=parse_period(year)) for each, year in ((said, "2030"), (denied, "2031"))]
    assert verdicts(*dated) == []
    ifs = [replace(each, condition=words) for each, words in ((said, "if open"), (denied, "if shut"))]
    assert verdicts(*ifs) == [("definition", ("said", "denied"))]
    assert verdicts(ifs[0], denied) == [("contradiction", ("said", "denied"))]
    amount = claim("amount", "$5 billion")
    assert verdicts(amount, replace(amount, id="not-so", polarity=False)) == [("contradiction", ("amount", "not-so"))]
    assert verdicts(amount, claim("not-six", "$6 billion", polarity=False)) == []


def test_derived_figures_are_confronted_with_claims():
    # 11.95 / 1.205 = 9.917 to 12.05 / 1.195 = 10.084
    now = claim("now", "$12.0 billion, up 20% yoy")
    assert verdicts(now, claim("then", "$10.0 billion", "Q2 2029")) == [("agreement", ("now", "then"))]
    assert verdicts(now, claim("then", "$10.2 billion", "Q2 2029")) == [("contradiction", ("now", "then"))]


@pytest.mark.parametrize(
    ("claims", "missing"),
    [
        ([claim("a", "up 22% to $39.1 billion")], "what the change of revenue of acme is measured against"),
        ([claim("a", "22% yoy")], "revenue of acme, 2030-34"),
        ([claim("a", "-$1.0 billion, up 5% yoy")], "revenue of acme, the year before 2030-34"),
        ([claim("a", "$1.0 billion, down 100% yoy")], "revenue of acme, the year before 2030-34"),
        ([claim("a", "$1.0 billion", predicate="net-income")], "revenue of acme, 2030-34"),
        ([claim("a", "billions of dollars")], "a number for revenue of acme"),
        ([claim("a", "$1.0 billion, up 5% yoy")], "revenue of acme, 2029-34"),
    ],
)
def test_the_missing_figure_is_named(claims, missing):
    assert [each.missing for each in audit(ledger(*claims)) if each.missing] == [missing]


@pytest.mark.parametrize(
    ("period", "basis", "expected"),
    [
        ("2024-34", ChangeBasis.YEAR_OVER_YEAR, "2023-34"),
        ("2024", ChangeBasis.YEAR_OVER_YEAR, "2023"),
        ("2024-02-29", ChangeBasis.YEAR_OVER_YEAR, None),
        ("2024-33", ChangeBasis.QUARTER_OVER_QUARTER, "2023-36"),
        ("2024-36", ChangeBasis.QUARTER_OVER_QUARTER, "2024-35"),
        ("2024-07", ChangeBasis.QUARTER_OVER_QUARTER, None),
        ("../2025", ChangeBasis.YEAR_OVER_YEAR, None),
        ("2025", ChangeBasis.VERSUS_PRIOR_GUIDANCE, "2025"),
        (None, ChangeBasis.YEAR_OVER_YEAR, None),
    ],
)
def test_the_period_before(period, basis, expected):
    assert one_before(period, basis) == expected


# The shipped ledger, by hand, in billions. The last year's quarter: 8.45 / 1.3345 to 8.55 / 1.3335, 13.45 / 1.735 to
# 13.55 / 1.725, 39.05 / 1.225 to 39.15 / 1.215. The margin: 13.45 / 39.15 to 13.55 / 39.05. The quarter's share of the
# year's last guidance: 8.45 / 40.5 to 8.55 / 37.5, and what remains: 37.5 - 8.55 to 40.5 - 8.45.

SHIPPED = Path(__file__).parent / "figures" / "shipped.csv"
TRUE = {  # the filing's figures for the second quarter of 2023, and its margin of 2024: 13.465 / 39.071
    ("before", "revenue"): Fraction(31_999_000_000),
    ("before", "net-income"): Fraction(7_788_000_000),
    ("margin", "net-income"): Fraction(13_465, 39_071),
}


@pytest.fixture(scope="module")
def shipped():
    return read(assets.data())


def test_the_shipped_figures_are_those_that_were_worked_out_by_hand(shipped):
    base = shipped.ledger.base
    with SHIPPED.open(newline="", encoding="utf-8") as lines:
        expected = list(csv.DictReader(lines))
    rows = csv.DictReader(io.StringIO(tabulate(audit(shipped), shipped).to_csv().decode(), newline=""))
    shown = [{name: row[name].removeprefix(base) for name in expected[0]} for row in rows]
    assert shown == expected


def test_what_the_filing_says_lies_in_what_was_derived(shipped):
    derived = {(str(each.figure.rule), each.figure.predicate): each.figure for each in audit(shipped) if each.figure}
    assert all(holds(derived[name].interval, true) for name, true in TRUE.items())


def test_the_same_days_are_one_period_however_they_are_written():
    assert verdicts(claim("a", "$1.0 billion"), claim("b", "$2.0 billion", "2030-04/2030-06")) == [
        ("contradiction", ("a", "b"))
    ]
    now = claim("now", "$12.0 billion, up 20% yoy", "April 2030 to June 2030")
    assert verdicts(now, claim("then", "$10.2 billion", "Q2 2029")) == [("contradiction", ("now", "then"))]
    year = claim("year", "$9.0 billion", "2030-01/2030-12")
    (left,) = [each for each in audit(ledger(now, year)) if each.figure.rule is Rule.REMAINDER]
    assert left.figure.when == "2030-33, 2030-35, 2030-36 together"
    said = claim("said", object=Text("open"), predicate="users", period="H1 2030")
    denied = replace(said, id="denied", polarity=False, period=parse_period("2030-01/2030-06"))
    assert verdicts(said, denied) == [("contradiction", ("said", "denied"))]


def written_twice():
    """The same days in two ways: contradicting amounts, a margin, a denial, and days that are open at an end."""
    return ledger(
        claim("named", "$40.0 billion"),
        claim("spelt", "$50.0 billion", "2030-04/2030-06"),
        claim("earned", "$4.0 billion", "2031-01/2031-12", predicate="net-income"),
        claim("taken", "$10.0 billion", "2031"),
        claim("said", object=Text("open"), predicate="users", period="H1 2030"),
        claim("denied", object=Text("open"), predicate="users", period="2030-01/2030-06", polarity=False),
        claim("by", "$1.0 billion", "by 2032"),
        claim("by-its-end", "$2.0 billion", "../2032-12-31"),
    )


def bounded():
    """Amounts that are bounded on one side, and one under two conditions: 41 and 30 do not meet, nor 40 and either."""
    return ledger(
        claim("least", "at least $41 billion"),
        claim("exact", "$40.0 billion"),
        claim("most", "at most $30 billion"),
        claim("with", "$50.0 billion", "2031", condition="leases included"),
        claim("without", "$45.0 billion", "2031", condition="leases left out"),
        claim("either", "$48.0 billion", "2031"),
        claim("earned", "$4.0 billion", "2031", predicate="net-income", condition="leases included"),
        claim("said", object=Text("open"), predicate="users", condition="if open"),
        claim("denied", object=Text("open"), predicate="users", condition="if shut", polarity=False),
    )


@pytest.mark.parametrize(
    "corpus",
    [
        pytest.param(lambda: read(assets.data()), id="shipped"),
        pytest.param(lambda: read(Path(__file__).parent / "questions" / "made-up" / "ledger"), id="made up"),
        pytest.param(bounded, id="bounded"),
        pytest.param(written_twice, id="written twice"),
    ],
)
def test_the_question_implied_figures_says_the_same(corpus):
    corpus = corpus()
    names = {f"{corpus.ledger.base}claim/{key}": name for name, key in keys(corpus).items()}
    claims = {each.id: each for each in corpus.claims}
    with store.open(corpus) as opened:
        table = ask(opened, "implied-figures")
    asked = set()
    for row in table.rows:
        relation, _, _, _, low, high, one, other = (None if term is None else term.toPython() for term in row)
        pair = tuple(names[str(each)] for each in (one, other) if each is not None)
        asked.add((relation, tuple(sorted(pair)), *(None if end is None else Decimal(end) for end in (low, high))))
    ours = set()
    relations = {Rule.BEFORE: ("implies", 0), Rule.MARGIN: ("implies a margin", 4)}
    for each in audit(corpus):
        measures = [measure for name in each.claims if (measure := claims[name].measure)]
        exact = all(one.approximation is Approximation.EXACT and one.value is not None for one in measures)
        pair = tuple(sorted(each.claims))
        if each.verdict is Verdict.CONTRADICTION:
            if each.figure.rule is Rule.CLAIMED if each.figure else claims[pair[0]].object is not None:
                ours.add(("contradicts", pair, None, None))
        elif each.figure and each.verdict is not Verdict.MISSING and exact and each.figure.rule in relations:
            relation, places = relations[each.figure.rule]
            basis = claims[each.figure.claims[0]].measure.change_basis
            if relation == "implies" and basis is not ChangeBasis.YEAR_OVER_YEAR:
                continue
            ends = each.figure.interval.outward(places)
            ours.add((relation, tuple(sorted(each.figure.claims)), ends.low, ends.high))
    assert ours == asked


def keys(corpus):
    from kg.claims import claim_key

    return {claim.id: claim_key(claim) for claim in corpus.claims}


# As RDF, and on the command line


def test_derived_figures_name_the_claims_they_rest_on(shipped):
    graph = derived_graph(audit(shipped), shipped)
    assert graph.identifier == figures_graph(shipped.ledger.base)
    claims = {URIRef(f"{shipped.ledger.base}claim/{key}"): name for name, key in keys(shipped).items()}
    rested = {
        (
            str(graph.value(node, RDF.predicate)).rpartition("/")[2],
            *sorted(claims[each] for each in graph[node : PROV.wasDerivedFrom]),
        )
        for node in graph[: RDF.type : RDF.Statement]
    }
    assert rested == {
        ("revenue", "q2-revenue"),
        ("net-income", "q2-profit"),
        ("capital-expenditure", "q2-infrastructure-spending"),
        ("margin", "q2-profit", "q2-revenue"),
        ("share", "capex-2024-guidance-of-october", "q2-infrastructure-spending"),
        ("capital-expenditure", "capex-2024-guidance-of-october", "q2-infrastructure-spending"),
    }
    assert sorted(str(low) for low in graph.objects(None, AC.low)) == [
        *("0.2086", "0.3435", "28950000000.0", "31877551020.0", "6331959535.0", "7752161383.0"),
    ]


def test_a_derived_figure_keeps_the_object_of_its_claims():
    amount = "$12.0 billion, up 20% yoy"
    corpus = ledger(
        claim("ads", amount, object=Text("from ads")), claim("lent", amount, object="borea"), claim("all", amount)
    )
    graph = derived_graph(audit(corpus), corpus)
    nodes = set(graph.subjects(RDF.type, RDF.Statement))
    assert {str(graph.value(node, RDF.object)).removeprefix(str(node)) for node in nodes} == {
        *("from ads", f"{corpus.ledger.base}borea", ".measure")
    }
    assert len(set(graph.subjects(AC.measure))) == 2
    assert len(set(graph.subjects(AC.low))) == len(nodes) == 3


def test_the_entity_must_be_there_and_narrows_the_findings(shipped):
    assert {each.claims for each in audit(shipped, "microsoft")} == {("microsoft-spends-billions",)}
    with pytest.raises(QueryError, match="did you mean meta"):
        audit(shipped, "metta")


def test_audit_on_the_command_line(kg):
    result = kg("audit", "--entity", "meta", "-f", "csv")
    assert result.returncode == 0, result.stderr
    assert b"derived,margin,https://w3id.org/ai-claims/id/meta" in result.stdout
    assert kg("audit", "--entity", "kb:meta", "-f", "csv").stdout == result.stdout
    everything = kg("audit")
    assert everything.returncode == 1
    assert everything.stdout.startswith(b"What follows from the figures")
    unknown = kg("audit", "--entity", "nobody")
    assert (unknown.returncode, unknown.stdout) == (2, b"")
    assert b'error: there is no entity "nobody"' in unknown.stderr


def test_audit_writes_rdf_in_a_graph_of_its_own(kg, shipped):
    turtle = Graph().parse(data=kg("audit", "-f", "turtle").stdout, format="turtle")
    named = Dataset().parse(data=kg("audit", "-f", "nquads").stdout, format="nquads")
    assert {quad[3] for quad in named.quads()} == {figures_graph(shipped.ledger.base)}
    assert len(turtle) == len(list(named.quads())) == len(derived_graph(audit(shipped), shipped))
    assert kg("audit", "-f", "turtle").stdout == kg("audit", "-f", "turtle").stdout


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(corpora())
def test_any_ledger_can_be_audited(corpus):
    findings = audit(corpus)
    assert all(finding.claims for finding in findings)
    assert len(tabulate(findings, corpus).to_csv().splitlines()) >= len(findings) + 1
    figures = {each.figure for each in findings if each.figure and each.figure.rule not in {Rule.CLAIMED, Rule.ACTUAL}}
    graph = derived_graph(findings, corpus)
    assert len(set(graph.subjects(PROV.wasDerivedFrom))) == len(figures)


AMOUNTS = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(["", "about "]), st.sampled_from(["", "if open", "if shut"])),
    max_size=6,
)


@settings(deadline=None)
@given(AMOUNTS, AMOUNTS)
def test_margins_of_amounts_taken_together_are_those_of_every_pair(profits, revenues):
    def said(kind, given):
        return [
            claim(f"{kind}{number}", f"{hedge}${amount}.0 billion", predicate=kind, condition=condition)
            for number, (amount, hedge, condition) in enumerate(given)
        ]

    figures = [claimed(one) for one in (*said("net-income", profits), *said("revenue", revenues))]
    pairs = {
        (one.claims[0], other.claims[0]): one.interval / other.interval
        for one in figures
        for other in figures
        if (one.predicate, other.predicate) == ("net-income", "revenue")
        and not (one.definition and other.definition and one.definition != other.definition)
    }
    found = [one for one in margins(figures) if isinstance(one, Figure)]
    told = [
        ((profit, revenue), one.interval)
        for one in found
        for profit in one.claims
        for revenue in one.claims
        if profit.startswith("net-income") and revenue.startswith("revenue")
    ]
    assert dict(told) == pairs
    assert len(told) == len(pairs)  # none twice
    assert len(found) <= len(set(profits)) * len(set(revenues))


def test_what_is_reported_again_and_again_gives_one_margin():
    kinds = (("revenue", "$4.0 billion"), ("net-income", "$1.0 billion"))
    said = [claim(f"{kind}{number}", amount, predicate=kind) for number in range(300) for kind, amount in kinds]
    (found,) = margins([claimed(one) for one in said])
    assert len(found.claims) == 600
    assert found.core == Interval(Decimal("0.25"), Decimal("0.25"))
