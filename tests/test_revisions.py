"""How a guidance moves, and what came. Everything in these ledgers is made up."""

import csv
import io
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from kg import assets
from kg.claims import Appearance, Entity, Kind, Link, LinkType, Measure, Mode, Zone, claim_key
from kg.errors import QueryError
from kg.history import picture, revisions
from kg.history.revisions import position_of
from kg.history.tabulating import revisions_table
from kg.query import ask
from kg.records import read
from kg.store import open as open_store
from tests.ledgers import guided
from tests.test_history import DAY, HELD, claim, dollars, ledger, verdict, year

SVG = "{http://www.w3.org/2000/svg}"
NOWHERE = (Appearance("undated", "made up", Mode.UNATTRIBUTED, Zone.BODY),)


def guidance(name, low, high, day, **given):
    ordinary = {
        "object": None,
        "predicate": "revenue",
        "measure": dollars(low, high),
        "claimed_on": day and DAY(day),
        "appearance": NOWHERE,
    }
    return claim(name, Kind.GUIDANCE, **{**ordinary, **given})


def supersedes(new, old):
    return Link(new, LinkType.SUPERSEDES, old, "orrery")


def chain(claims, *, links=(), verdicts=()):
    (found,) = revisions(ledger(claims, verdicts, links=links), "sextant", "revenue")
    return found


class TestRevisions:
    def test_what_moved(self):
        found = chain(
            [
                guidance("c", 30, 50, "2031-03-01"),
                guidance("a", 20, 40, "2031-01-01"),
                guidance("b", 25, 40, "2031-02-01"),
                guidance("d", 30, 50, "2031-04-01"),
                guidance("e", 20, 45, "2031-05-01"),
            ]
        )
        assert [(step.claim.id, step.revises, step.moved, step.how) for step in found.steps] == [
            ("a", None, (), ()),
            ("b", "a", (5, 0, Decimal("2.5"), -5), ("low raised", "narrowed")),
            ("c", "b", (5, 10, Decimal("7.5"), 5), ("low raised", "high raised", "widened")),
            ("d", "c", (0, 0, 0, 0), ("unchanged",)),
            ("e", "d", (-10, -5, Decimal("-7.5"), 5), ("low lowered", "high lowered", "widened")),
        ]
        assert (found.steps[1].midpoint, found.steps[1].width) == (Decimal("32.5"), 15)

    def test_a_link_says_what_is_revised_and_one_without_a_day_stands_before_it(self):
        claims = [
            guidance("first", 10, 20, "2031-01-01"),
            guidance("aside", 90, 95, "2031-02-01"),
            guidance("old", 12, 18, None),
            guidance("new", 14, 16, "2031-03-01"),
        ]
        found = chain(claims, links=(supersedes("new", "old"),))
        assert [(step.claim.id, step.revises) for step in found.steps] == [
            ("first", None),
            ("aside", "first"),
            ("old", "aside"),
            ("new", "old"),
        ]

    def test_a_link_wins_over_what_stands_before(self):
        claims = [
            guidance("old", 12, 18, "2031-01-01"),
            guidance("aside", 90, 95, "2031-02-01"),
            guidance("new", 14, 16, "2031-03-01"),
        ]
        assert chain(claims, links=(supersedes("new", "old"),)).steps[2].revises == "old"
        assert chain(claims).steps[2].revises == "aside"

    def test_what_is_said_again_is_no_revision(self):
        claims = [
            guidance("old", 10, 20, "2031-01-01"),
            guidance("new", 14, 16, "2031-03-01"),
            guidance("recalled", 10, 20, "2031-06-01", claimant=("lantern",), holder="orrery"),
            guidance("for-another-year", 10, 20, "2031-06-01", period=year(2032)),
        ]
        links = (
            supersedes("new", "old"),
            Link("recalled", LinkType.RESTATES, "old", "orrery"),
            Link("for-another-year", LinkType.RESTATES, "old", "orrery"),
        )
        corpus = ledger(claims, links=links)
        found = revisions(corpus, "sextant", "revenue")
        assert [[step.claim.id for step in each.steps] for each in found] == [["old", "new"], ["for-another-year"]]
        with open_store(corpus) as store:
            rows = ask(store, "revisions", {"of": "sextant", "predicate": "revenue"})
            keys = {f"{store.base}claim/{claim_key(one)}": one.id for one in claims}
            assert [keys[str(row[0])] for row in rows] == ["old", "new", "for-another-year"]

    def test_another_responsible_entity_revises_its_own_guidance_only(self):
        claims = [
            guidance("ours", 10, 20, "2031-01-01"),
            guidance("theirs", 50, 60, "2031-02-01", claimant=("lantern",)),
            guidance("relayed", 11, 20, "2031-03-01", claimant=("lantern",), holder="orrery"),
        ]
        assert [(step.claim.id, step.revises) for step in chain(claims).steps] == [
            ("ours", None),
            ("theirs", None),
            ("relayed", "ours"),
        ]

    def test_a_chain_for_each_period_and_unit(self):
        claims = [
            guidance("b", 1, 2, "2031-01-01", period=year(2032)),
            guidance("a", 1, 2, "2031-01-01"),
            guidance("c", 1, 2, "2031-01-01", measure=Measure("PERCENT", low=Decimal(1), high=Decimal(2))),
            guidance("denied", 1, 2, "2031-01-01", polarity=False),
            guidance("worded", 1, 2, "2031-01-01", measure=Measure("CCY_USD", "billions")),
            guidance("said", 1, 2, "2031-01-01", predicate="says"),
            claim("forecast", object=None, predicate="revenue", measure=dollars(1, 2)),
        ]
        found = revisions(ledger(claims), "sextant", "revenue")
        assert [(each.name, each.unit, [step.claim.id for step in each.steps]) for each in found] == [
            ("2031", "CCY_USD", ["a"]),
            ("2031", "PERCENT", ["c"]),
            ("2032", "CCY_USD", ["b"]),
        ]

    def test_what_came_once_for_each_value_and_day(self):
        claims = [
            guidance("a", 20, 40, "2031-01-01"),
            guidance("b", 25, 35, "2031-02-01"),
            guidance("after", 29, 31, "2032-06-01"),
            replace(guidance("figure", 0, 0, "2032-01-20", measure=dollars(30)), kind=Kind.FIGURE),
        ]
        given = [
            verdict("a", HELD, "Wide.", actual=dollars(30), known="2032-01-10"),
            verdict("b", HELD, "Narrow.", actual=dollars(30), known="2032-01-10"),
            verdict("b", HELD, "With leases.", actual=dollars(36), known="2032-01-10"),
            verdict("b", HELD, "Replaced.", actual=dollars(99), known="2032-01-10"),
            verdict("b", HELD, "Replaced.", known="2032-02-10"),
        ]
        found = chain(claims, verdicts=given)
        assert [(figure.measure.value, str(figure.known_on), figure.criterion) for figure in found.actual] == [
            (30, "2032-01-10", "Narrow."),
            (36, "2032-01-10", "With leases."),
            (30, "2032-01-20", ""),
        ]
        # in the range of February: that of June 2032 came after
        assert [position_of(found, figure) for figure in found.actual] == [
            Decimal("0.5"),
            Decimal("1.1"),
            Decimal("0.5"),
        ]

    def test_one_number_is_a_range_of_no_width(self):
        found = chain([guidance("a", 0, 0, "2031-01-01", measure=dollars(5))])
        assert (found.steps[0].low, found.steps[0].width, found.steps[0].position(Decimal(5))) == (5, 0, None)

    def test_names_that_are_not_there(self):
        with pytest.raises(QueryError, match="did you mean sextant"):
            revisions(ledger([]), "sextent", "revenue")
        with pytest.raises(QueryError, match="did you mean revenue"):
            revisions(ledger([]), "sextant", "revenu")
        assert revisions(ledger([]), "sextant", "revenue") == ()

    def test_the_table(self):
        corpus = ledger(
            [guidance("a", 20, 40, "2031-01-01"), guidance("b", 25, 40, "2031-02-01")],
            [verdict("b", HELD, "Narrow.", actual=dollars(31))],
        )
        text = revisions_table(corpus, revisions(corpus, "sextant", "revenue")).to_csv().decode()
        rows = [
            {name: value for name, value in row.items() if value and name != "claim"}
            for row in csv.DictReader(io.StringIO(text))
        ]
        assert rows == [
            {"period": "2031", "day": "2031-01-01", "what": "guidance"}
            | {"low": "20.0", "high": "40.0", "midpoint": "30.0", "width": "20.0"},
            {"period": "2031", "day": "2031-02-01", "what": "guidance"}
            | {"low": "25.0", "high": "40.0", "midpoint": "32.5", "width": "15.0"}
            | {"lowMoved": "5.0", "highMoved": "0.0", "midpointMoved": "2.5", "widthMoved": "-5.0"}
            | {"moved": "low raised, narrowed"},
            {"period": "2031", "day": "2032-01-10", "what": "actual", "low": "31.0", "high": "31.0"}
            | {"position": "0.4", "criterion": "Narrow.", "evidence": "report"},
        ]


class TestPicture:
    def drawn(self, corpus):
        return picture(corpus, "sextant", "revenue", revisions(corpus, "sextant", "revenue"))

    def ledger(self):
        million = 10**6
        return ledger(
            [
                guidance("a", 20 * million, 40 * million, "2031-01-01"),
                guidance("b", 30 * million, 40 * million, "2031-02-01"),
                guidance("next", 7, 8, "2031-02-01", period=year(2032)),
            ],
            [verdict("b", HELD, "Narrow.", actual=dollars(35 * million))],
        )

    def test_it_is_told_in_words(self):
        root = ET.fromstring(self.drawn(self.ledger()))  # noqa: S314  (our own)
        title, told = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
        assert root.get("role") == "img"
        assert root.get("aria-labelledby").split() == [title.get("id"), told.get("id")]
        assert title.text == "Sextant earns: how guidance was revised"
        assert told.text == (
            "Guidance for 2031, in US dollar. 2031-01-01: 20 M to 40 M; "
            "2031-02-01: 30 M to 40 M (low raised, narrowed); "
            "2032-01-10: 35 M came (under the criterion: Narrow). Guidance for 2032, in US dollar. 2031-02-01: 7 to 8."
        )

    def test_what_is_drawn_is_to_scale_and_within_the_picture(self):
        root = ET.fromstring(self.drawn(self.ledger()))  # noqa: S314  (our own)
        first, second = root.findall(f"{SVG}g")
        tall = [Decimal(bar.get("height")) for bar in first.findall(f"{SVG}rect")]
        assert tall[0] / tall[1] == pytest.approx(Decimal(2), abs=Decimal("0.01"))  # 20 to 40 beside 30 to 40
        tops = [Decimal(bar.get("y")) for bar in first.findall(f"{SVG}rect")]
        assert tops[0] == tops[1]
        (diamond,) = first.findall(f"{SVG}path")
        middle = Decimal(diamond.get("d").split()[3])
        assert middle == tops[1] + tall[1] / 2  # 35 is half way from 30 to 40
        assert second.findall(f"{SVG}path") == []
        width = int(root.get("width"))
        for text in root.iter(f"{SVG}text"):
            reach = len(text.text) * 9 / (2 if text.get("text-anchor") == "middle" else 1)
            assert int(text.get("x")) >= 0
            assert text.get("text-anchor") == "end" or int(text.get("x")) + reach < width

    def test_no_text_is_tiny_and_nothing_is_fetched(self):
        content = self.drawn(self.ledger()).decode()
        root = ET.fromstring(content)  # noqa: S314  (our own)
        sizes = [element.get("font-size") for element in root.iter() if element.get("font-size")]
        assert sizes == ["14"]
        assert content.count("http") == 1  # the namespace
        assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"

    def test_the_same_ledger_gives_the_same_bytes(self):
        corpus = self.ledger()
        turned = replace(corpus, claims=corpus.claims[::-1], resolutions=corpus.resolutions[::-1])
        assert self.drawn(corpus) == self.drawn(turned)

    def test_what_a_ledger_says_is_not_markup(self):
        corpus = self.ledger()
        odd = Entity("sextant", '<b onload="x">&\x07', "Thing")
        drawn = self.drawn(replace(corpus, entities=(*corpus.entities[:-1], odd)))
        assert b"<b" not in drawn
        assert b"&lt;b" in drawn
        ET.fromstring(drawn)  # noqa: S314  (our own; it parses)

    def test_a_range_of_no_width_and_one_below_zero_can_be_drawn(self):
        for low, high in ((0, 0), (5, 5), (-3, -1), (-5, 5)):
            ET.fromstring(self.drawn(ledger([guidance("a", low, high, "2031-01-01")])))  # noqa: S314  (our own)

    def test_nothing_to_draw(self):
        with pytest.raises(QueryError, match='there is no guidance of "revenue" of "sextant"'):
            self.drawn(ledger([]))


def guided_here():
    """What the two could differ in: a denial, one number, two units, a link to what is no guidance of this figure."""
    claims = [
        guidance("range", 20, 40, "2031-01-01"),
        guidance("number", 30, None, "2031-02-01"),
        guidance("denied", 10, 20, "2031-03-01", polarity=False),
        guidance("after-denial", 31, 33, "2031-04-01"),
        guidance("percent", 1, 2, "2031-05-01", measure=Measure("PERCENT", low=Decimal(1), high=Decimal(2))),
        guidance("rate", 0, 1, "2031-06-01", measure=Measure("CCY_USD", change_rate=Decimal("0.2"))),
        guidance("half", 0, 1, "2031-07-01", measure=Measure("CCY_USD", low=Decimal(3))),
        claim("figure", Kind.FIGURE, predicate="revenue", object=None, measure=dollars(32)),
        guidance("next-year", 50, 60, "2031-08-01", period=year(2032)),
    ]
    pairs = [("number", "range"), ("after-denial", "denied"), ("percent", "number"), ("next-year", "after-denial")]
    return ledger(claims, links=tuple(supersedes(*pair) for pair in pairs))


@pytest.mark.parametrize("corpus", [guided_here(), guided(), read(assets.data())], ids=["made up", "guided", "shipped"])
def test_the_question_finds_the_ranges_of_the_command(corpus):
    names = {f"{corpus.ledger.base}claim/{claim_key(one)}": one.id for one in corpus.claims}
    linked = {(one.subject, one.object) for one in corpus.links if one.predicate is LinkType.SUPERSEDES}
    with open_store(corpus) as store:
        for of, about in sorted({(one.subject, one.predicate) for one in corpus.claims if one.kind is Kind.GUIDANCE}):
            rows = ask(store, "revisions", {"of": of, "predicate": about}).rows
            asked = {
                (
                    names[str(row[0])],
                    *(term.toPython() for term in row[3:7]),
                    *(None if term is None else term.toPython() for term in row[8:]),
                )
                for row in rows
            }
            steps = [step for chain in revisions(corpus, of, about) for step in chain.steps]
            assert asked == {
                (
                    *(step.claim.id, step.low, step.high, step.midpoint, step.width),
                    *(step.moved[:2] if (step.claim.id, step.revises) in linked else (None, None)),
                )
                for step in steps
            }
            assert steps
