"""What the page tells of drift, due days, scores, who answers whom and an audit, held to what the commands tell."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

import kg
from kg import assets
from kg.claims import (
    Appearance,
    Claim,
    Commitment,
    Corpus,
    Kind,
    Link,
    LinkType,
    Measure,
    Mode,
    Outcome,
    Period,
    Resolution,
    Text,
    Zone,
)
from kg.discourse import chains, summarise
from kg.figures import audit
from kg.figures import tabulate as audit_table
from kg.history import due, record
from kg.history.tabulating import due_table, record_table
from kg.network import derive
from kg.page import render
from kg.page.answers import answers
from kg.restatements import drift
from kg.store import open as open_store
from tests.browsing import PHONE
from tests.ledgers import ATTACKS, guided, hostile

MADE_UP = Path(__file__).parent / "questions" / "made-up" / "ledger"
DAYS = {"shipped": dt.date(2025, 6, 1), "asked": dt.date(2030, 8, 1)}

# Selects each node, unfolds all that can be unfolded, and reads what the panel says of it.
READ = """async () => {
    const later = () => new Promise((done) => setTimeout(done));
    const panel = document.getElementById("panel");
    const texts = (root, what) => [...root.querySelectorAll(what)].map((one) => one.textContent);
    const section = (title) => [...panel.querySelectorAll("section")].find((one) => one.querySelector("h3").textContent === title);
    const told = {};
    for (const { id, record } of ledgerPage.nodes()) {
        location.hash = `selected=${encodeURIComponent(id)}`;
        while (ledgerPage.state().selected !== id) await later();
        for (const details of panel.querySelectorAll("details")) details.open = true;
        await later();
        await later();
        while (panel.querySelector("button.more:not([data-act])")) panel.querySelector("button.more:not([data-act])").click();
        const rows = (title) => [...section(title)?.querySelectorAll(".items > li") ?? []].map((row) => ({
            node: row.querySelector(".item").dataset.node,
            note: row.querySelector("small")?.textContent ?? "",
            came: texts(row, ".came li"),
        }));
        told[record] = {
            moved: [...panel.querySelectorAll(".moved")].filter((one) => one.querySelector(".way-moved")).map((one) => ({
                way: one.querySelector(".way-moved").textContent,
                lines: texts(one, "li"),
                other: one.closest("li")?.querySelector(".item")?.dataset.node ?? null,
            })),
            waiting: texts(panel, ".waiting"),
            criteria: texts(panel, ".criterion"),
            came: texts(panel, ".resolution .came"),
            chance: texts(panel, ".chance"),
            chain: [...panel.querySelectorAll("[data-link]")].map((one) => [one.dataset.link, one.querySelector(".effect")?.textContent ?? ""]),
            earliest: texts(panel, ".earliest"),
            findings: [...panel.querySelectorAll(".finding")].map((one) => ({
                why: one.querySelector("p").textContent,
                numbers: one.querySelector(".numbers")?.textContent ?? "",
                missing: one.querySelector(".missing")?.textContent ?? "",
                others: [...one.querySelectorAll(".item")].map((item) => item.dataset.node),
            })),
            scores: texts(panel, ".scores dt").map((name, at) => [name, panel.querySelectorAll(".scores dd")[at].textContent]),
            guidance: rows("Guidance beside what came"),
            chances: rows("Probabilities stated"),
            due: rows("What is open, by the day on which it can be judged"),
            never: rows("What no day will judge, and what it lacks for that"),
            groups: [...panel.querySelectorAll("[data-group]")].map((one) => [
                one.dataset.group, one.closest("li").querySelector("small").textContent, one.querySelectorAll("li").length,
            ]),
        };
    }
    return told;
}"""


def asked() -> Corpus:
    """Return the made-up ledger of the questions with what it has none of: chances, ranges that were met and missed, an
    echo that came first, and words that moved between two places of one document.
    """
    ledger = kg.read(str(MADE_UP))
    year = Period("2030", "2030", dt.date(2030, 1, 1), dt.date(2030, 12, 31))
    place = Appearance("gazette-2", "so it is said here", Mode.INDIRECT_SPEECH, Zone.BODY)

    def claim(name: str, **more: Any) -> Claim:
        thing = None if "measure" in more else Text(name)
        given = {"kind": Kind.FORECAST, "claimant": ("borea",), "object": thing, "appearance": (place,), **more}
        return Claim(name, "acme", "says", name.capitalize(), f"{name}.", commitment=Commitment.FIRM, **given)

    def chance(name: str, percent: int) -> Claim:
        return claim(name, measure=Measure("PERCENT", f"a {percent} percent chance", Decimal(percent)))

    def dollars(number: str) -> Measure:
        return Measure("CCY_USD", f"${number}", Decimal(number), rounding=Decimal(1))

    def guidance(name: str, low: int, high: int) -> Claim:
        measure = Measure("CCY_USD", f"${low} to {high}", low=Decimal(low), high=Decimal(high))
        return claim(name, kind=Kind.GUIDANCE, measure=measure, period=year)

    def settled(name: str, outcome: Outcome, actual: Measure | None = None) -> Resolution:
        day = dt.date(2031, 2, 1)
        return Resolution(name, outcome, f"{name}, as it was.", (ledger.documents[0].id,), day, day, actual)

    chances = ("sun", 70), ("rain", 60), ("hail", 5), ("wind", 90), ("fog", 33)
    words = ("a cask of very strong ale", "a cask of strong ale")
    claims = (
        *(chance(*each) for each in chances),
        guidance("width-none", 100, 100),
        guidance("met", 100, 200),
        guidance("missed", 110, 200),
        guidance("at-the-edge", 90, 200),
        claim(
            "twice-said",
            appearance=tuple(
                Appearance("gazette-2", text, mode, zone, at, at + len(text))
                for text, mode, zone, at in zip(
                    (*words, "ale"),
                    (Mode.DIRECT_QUOTE, Mode.UNATTRIBUTED, Mode.AGENTLESS),
                    (Zone.BODY, Zone.SUMMARY, Zone.HEADLINE),
                    (90, 20, 2),
                    strict=True,
                )
            ),
        ),
        claim("echo", claimant=("finn",), claimed_on=dt.date(2030, 1, 2)),
        claim("echoed", claimant=("eve", "acme"), claimed_on=dt.date(2030, 1, 12)),
    )
    verdicts = (
        *(settled(name, Outcome.NOT_FULFILLED if name == "rain" else Outcome.FULFILLED) for name, _ in chances),
        settled("width-none", Outcome.FULFILLED, dollars("100")),
        settled("met", Outcome.FULFILLED, dollars("133")),
        settled("missed", Outcome.NOT_FULFILLED, dollars("250")),
        settled("at-the-edge", Outcome.AMBIGUOUS, dollars("200")),
    )
    links = (Link("echo", LinkType.ECHOES, "echoed", "document:gazette-2"),)
    return replace(
        ledger,
        claims=ledger.claims + claims,
        resolutions=ledger.resolutions + verdicts,
        links=ledger.links + links,
    )


@pytest.fixture(scope="module", params=["shipped", "asked"])
def told(request, browser, tmp_path_factory) -> Iterator[tuple[str, Corpus, dict[str, Any], dict[str, str]]]:
    """Read every panel of a ledger's page, once; with the ids of its nodes by their records."""
    name = request.param
    ledger = kg.read(str(assets.data())) if name == "shipped" else asked()
    store = open_store(ledger)
    file = tmp_path_factory.mktemp("answers") / f"{name}.html"
    # The one page is drawn from values, the other has its ledger read back from RDF.
    html = render(derive(store), name, store, corpus=ledger if name == "asked" else None, sparql=False)
    file.write_text(html, encoding="utf-8")
    context = browser.new_context(offline=True, reduced_motion="reduce")
    page = context.new_page()
    page.clock.set_fixed_time(dt.datetime.combine(DAYS[name], dt.time(12), dt.UTC))
    page.goto(f"{file.as_uri()}#view=table")
    page.wait_for_selector("html[data-ready]", state="attached")
    nodes = page.evaluate("ledgerPage.nodes().map(({ id, record }) => [id, record])")
    yield name, ledger, page.evaluate(READ), {node: record for node, record in nodes}
    context.close()


EFFECTS = {"strengthens": "strengthens it", "weakens": "weakens it", "shifts": "shifts it"}


def test_what_moved_is_what_the_command_says(told):
    _, ledger, panels, records = told
    titles = {document.id: document.title for document in ledger.documents}

    def place(words: str) -> str:
        """Name documents as the page does: not where there is but one."""
        parts = [part.split(", ") for part in words.split("; ")]
        return "; ".join(f"{zone}, {titles[document]}" for zone, document in parts)

    found: Counter[tuple[object, ...]] = Counter()
    for claim in ledger.claims:
        for one in panels[claim.id]["moved"]:
            other = records[one["other"]] if one["other"] else claim.id
            lines = tuple(tuple(line.rpartition(" – ")[::2]) if " – " in line else line for line in one["lines"])
            found[claim.id, other, one["way"], lines] += 1
    expected: Counter[tuple[object, ...]] = Counter()
    for one in drift(ledger):
        where = [place(words) for words in (one.place, one.place_after)]
        if len({part.split(", ", 1)[1] for words in where for part in words.split("; ")}) == 1:
            where = ["; ".join(part.split(", ")[0] for part in words.split("; ")) for words in where]
        for claim, other in {(one.before, one.after), (one.after, one.before)}:
            expected[claim, other, " → ".join(where)] += 1
    assert Counter({key[:3]: count for key, count in found.items()}) == expected
    for one in drift(ledger):
        lines = next(lines for claim, other, _, lines in found if {claim, other} == {one.before, one.after})
        if one.before != one.after:
            assert [effect for _, effect in lines if one.differences] == [EFFECTS[d.effect] for d in one.differences]
        for difference, line in zip(one.differences, lines, strict=False):
            if one.before != one.after:
                assert line[0].startswith(f"{difference.aspect}: ")
                assert line[0].endswith(difference.how)
        if not one.differences:
            assert lines == ("nothing differs",)


def test_words_that_moved_between_two_places_are_told(told):
    name, _, panels, _ = told
    if name == "asked":
        ways = {one["way"]: one["lines"] for one in panels["twice-said"]["moved"]}
        assert ways["summary → quote"] == [
            "claimant: in the document’s own voice → word for word, somebody is said to say so – weakens it",
            "scope: “very” was added – shifts it",
        ]


def test_when_a_claim_can_be_judged_is_what_the_command_says(told):
    name, ledger, panels, _ = told
    expected = {}
    for one in due(ledger, DAYS[name]):
        lacks = [f"no {each}" for each in one.lacks]
        words = " and ".join(filter(None, [", ".join(lacks[:-1]), *lacks[-1:]]))
        expected[one.claim.id] = (str(one.waiting), one.day, words, sorted(set(one.criteria)))
    found = {}
    for claim in ledger.claims:
        for words in panels[claim.id]["waiting"]:
            how, _, lacks = words.partition(". ")
            first = how.split()[0].rstrip(":")
            criteria = sorted(text.removeprefix("Held to: ") for text in panels[claim.id]["criteria"])
            day = dt.datetime.strptime(how, f"{first} {'since' if first == 'overdue' else 'on'} %d %b %Y").date() if first in {"overdue", "due"} else None  # fmt: skip  # noqa: DTZ007
            found[claim.id] = (first, day, lacks.removeprefix("It has ").removesuffix("."), criteria)
    assert found == expected
    assert {how for how, *_ in found.values()} >= {"due", "undated", "untestable"}
    assert name == "shipped" or "overdue" in {how for how, *_ in found.values()}


def test_a_claimants_panel_lists_what_is_due_as_the_command_does(told):
    name, ledger, panels, records = told
    for entity in ledger.entities:
        if entity.id not in panels:
            continue
        expected = due(ledger, DAYS[name], claimant=entity.id)
        found = [
            (records[row["node"]], row["note"].split()[0])
            for part in ("due", "never")
            for row in panels[entity.id][part]
        ]
        assert found == [(one.claim.id, str(one.waiting)) for one in expected], entity.id
        assert len(panels[entity.id]["due"]) == sum(one.day is not None for one in expected)
        assert len(due_table(ledger, expected).rows) == len(found)


def test_scores_are_those_of_the_command(told):
    name, ledger, panels, records = told
    seen = set()
    for entity in ledger.entities:
        if entity.id not in panels:
            continue
        past, panel = record(ledger, entity.id), panels[entity.id]
        expected = []
        for score, hits, of, value, low, high, note, _ in record_table(ledger, past, "scores").rows:
            if int(str(of)) and str(score) != "hit rate: forecasts, plans, goals, guidance":
                interval = f" ({low} to {high})" if low else ""
                start = f"{value}{interval}, " if value is not None else ""
                expected.append([str(score), f"{start}{'' if hits is None else f'{hits} '}of {of}{note}"])
        assert panel["scores"] == expected
        seen |= {score for score, _ in expected}
        chances = [
            (
                each.claim.id,
                f"stated {stated}, {'happened' if str(happened) == 'true' else 'did not happen'}: Brier {brier}, log {log}",
            )
            for each, (_, stated, happened, brier, log) in zip(
                past.probabilities, record_table(ledger, past, "probabilities").rows, strict=True
            )
        ]
        assert [(records[row["node"]], row["note"]) for row in panel["chances"]] == chances
        for claim, words in chances:
            assert panels[claim]["chance"] == [words]
    if name == "asked":
        assert seen == {"guidance within its range", "hit rate: everything else", "Brier", "log"}


def test_guidance_lies_where_the_command_says(told):
    name, ledger, panels, records = told
    wheres = set()
    for entity in ledger.entities:
        if entity.id not in panels:
            continue
        past = record(ledger, entity.id)
        expected = Counter()
        for row, one in zip(record_table(ledger, past, "ranges").rows, past.ranges, strict=True):
            width, actual = grouped(row[3]), grouped(row[5])
            share, where, position, criterion = ("" if row[at] is None else str(row[at]) for at in (4, 6, 7, 8))
            words = [
                f"{actual} came",
                f"position {position}" if position else "",
                f"width {width}",
                f"{share} of the midpoint" if share else "",
            ]
            told_so = f"{where}: {', '.join(filter(None, words))}"
            expected[one.claim.id, told_so + criterion] += 1
            assert told_so in panels[one.claim.id]["came"]
            wheres.add(one.where)
        found = Counter((records[row["node"]], line) for row in panels[entity.id]["guidance"] for line in row["came"])
        assert found == expected
    assert wheres == ({"inside"} if name == "shipped" else {"inside", "above", "undecided"})


def grouped(cell: object) -> str:
    """Write a number as the page does: 37,000,000,000, and none of a nought behind the point."""
    text = "" if cell is None else str(cell)
    whole, _, rest = text.removeprefix("-").partition(".")
    if not whole.isdigit():
        return text
    return f"{'−' * text.startswith('-')}{int(whole):,}" + (f".{rest}" if rest.strip("0") else "")


def test_chains_are_those_of_the_command(told):
    _, ledger, panels, _ = told
    days = {event.id: event.date for event in ledger.events}
    seen = 0
    for claim in ledger.claims:
        exchanges = chains(ledger, claim.id)
        expected = {}
        for one in exchanges:
            order = "" if one.first is None else f"said {'before' if one.first == one.claim else 'after'} it"
            expected[f"{one.claim} {one.does} {one.other}"] = order
        assert dict(panels[claim.id]["chain"]) == expected
        claims = {name for one in exchanges for name in (one.claim, one.other)}
        known = sorted(
            {
                day
                for each in ledger.claims
                if each.id in claims and (day := each.claimed_on or days.get(each.made_at or ""))
            }
        )
        if len(known) > 1:
            seen += 1
            assert panels[claim.id]["earliest"][0].startswith(f"First said on {known[0].day} {known[0]:%b %Y} by ")
    assert seen > 1


def test_who_answers_whom_is_the_summary_of_the_command(told):
    _, ledger, panels, _ = told
    base = ledger.ledger.base
    expected = {
        f"{str(who).removeprefix(base)} {does} {str(whom).removeprefix(base)}": (int(str(number)), int(str(before)))
        for who, does, whom, number, before in summarise(ledger).rows
    }
    assert expected
    for entity in ledger.entities:
        found = {}
        for key, note, listed in panels.get(entity.id, {"groups": []})["groups"]:
            words = note.split(" · ")[1].split(", ")
            before = int(words[1].split()[0]) if len(words) > 1 else 0
            found[key] = (int(words[0].split()[0]), before)
            assert listed == found[key][0]
        assert found == {key: value for key, value in expected.items() if entity.id in key.split()[::2]}


FINDINGS = {
    each: each.capitalize() for each in ("contradiction", "tension", "definition", "agreement", "derived", "missing")
}


def test_an_audit_finds_what_the_command_finds(told):
    _, ledger, panels, records = told
    findings = audit(ledger)
    units = {unit.id: unit for unit in ledger.units}
    expected: dict[str, list[tuple[object, ...]]] = {}
    for finding, row in zip(findings, audit_table(findings, ledger).rows, strict=True):
        _, _, _, _, _, low, high, _, other_low, other_high, _, missing, why = map(grouped, row)
        for claim in dict.fromkeys(finding.claims):
            others = sorted(set(finding.claims) - {claim})
            numbers = [each for each in (low, high, other_low, other_high) if each]
            expected.setdefault(claim, []).append((f"{FINDINGS[finding.verdict]}: {why}", numbers, missing, others))
    assert units
    for claim in ledger.claims:
        found = []
        for one in panels[claim.id]["findings"]:
            told_so = one["numbers"].rpartition(": ")[2]
            numbers = [number(word) for word in told_so.split() if any(letter.isdigit() for letter in word)]
            found.append(
                (
                    one["why"],
                    numbers,
                    one["missing"].removeprefix("Missing: "),
                    sorted(records[each] for each in one["others"]),
                )
            )
        assert [merged(each) for each in found] == [merged(each) for each in expected.get(claim.id, [])], claim.id


def number(word: str) -> str:
    """Take the unit away from a number."""
    return "".join(letter for letter in word if letter.isdigit() or letter in "−.,")


def merged(found: tuple[Any, ...]) -> tuple[object, ...]:
    """Count an end once where both are one number: the page writes it once."""
    why, numbers, *rest = found
    return (why, list(dict.fromkeys(numbers)), *rest)
