"""What the page tells of drift, due days, scores, who answers whom and an audit, held to what the commands tell."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

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
from kg.discourse import chains, explain, path, summarise
from kg.figures import audit
from kg.figures import tabulate as audit_table
from kg.history import Waiting, due, record
from kg.history.tabulating import due_table, record_table
from kg.network import derive
from kg.page import render
from kg.restatements import Difference, Drift, drift
from kg.store import open as open_store
from tests.browsing import PHONE, panel
from tests.ledgers import ATTACKS, guided, hostile

MOST_FOLLOWED = 300  # viz/script/exchanges.js
MADE_UP = Path(__file__).parent / "questions" / "made-up" / "ledger"
DAYS = {"shipped": dt.date(2025, 6, 1), "asked": dt.date(2030, 8, 1)}

# Selects each node, unfolds all that can be unfolded, and reads what the panel says of it.
READ = """async () => {
    const later = () => new Promise((done) => setTimeout(done));
    const panel = document.getElementById("panel");
    const texts = (root, what) => [...root.querySelectorAll(what)].map((one) => one.textContent);
    const titled = (title) => (one) => one.querySelector("h3").textContent === title;
    const section = (title) => [...panel.querySelectorAll("section")].find(titled(title));
    const more = () => panel.querySelector("button.more:not([data-act])");
    const told = {};
    for (const { id, record } of ledgerPage.nodes()) {
        location.hash = `view=who-to-what&selected=${encodeURIComponent(id)}`;
        while (ledgerPage.state().selected !== id) await later();
        while (more()) more().click();
        for (const details of panel.querySelectorAll("details")) details.open = true;
        await later();
        await later();
        while (more()) more().click();
        const rows = (title) => [...section(title)?.querySelectorAll(".items > li") ?? []].map((row) => ({
            node: row.querySelector(".item").dataset.node,
            note: row.querySelector("small")?.textContent ?? "",
            came: texts(row, ".came li"),
        }));
        told[record] = {
            moved: [...panel.querySelectorAll(".way-moved")].map((way) => ({
                way: way.textContent,
                lines: texts(way.parentNode, "li"),
                other: way.closest("li")?.querySelector(".item")?.dataset.node ?? null,
            })),
            waiting: texts(panel, ".waiting"),
            criteria: texts(panel, ".criterion"),
            came: texts(panel, ".resolution .came"),
            chance: texts(panel, ".chance"),
            chain: [...panel.querySelectorAll("[data-link]")].map((one) => [one.dataset.link, texts(one, ".effect")]),
            earliest: texts(panel, ".earliest"),
            findings: [...panel.querySelectorAll(".finding")].map((one) => ({
                why: one.querySelector("p").textContent,
                numbers: one.querySelector(".numbers")?.textContent ?? "",
                missing: one.querySelector(".missing")?.textContent ?? "",
                others: [...one.querySelectorAll(".item")].map((item) => item.dataset.node),
            })),
            scores: texts(panel, ".scores dt").map((name, at) => [name, texts(panel, ".scores dd")[at]]),
            guidance: rows("Guidance beside what came"),
            chances: rows("Probabilities stated"),
            due: rows("What is open, by the day on which it can be judged"),
            never: rows("What no day will judge, and what it lacks for that"),
            groups: [...panel.querySelectorAll("[data-group]")].map((one) => ({
                key: one.dataset.group,
                note: one.closest("li").querySelector("small").textContent,
                listed: one.querySelectorAll("li").length,
            })),
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
    page.goto(f"{file.as_uri()}#view=who-to-what")
    page.wait_for_selector("html[data-ready]", state="attached")
    nodes = page.evaluate("ledgerPage.nodes().map(({ id, record }) => [id, record])")
    yield name, ledger, page.evaluate(READ), dict(nodes)
    context.close()


MINUS = "\u2212"
EFFECTS = {"strengthens": "strengthens it", "weakens": "weakens it", "shifts": "shifts it"}


def places(one: Drift, titles: dict[str, str]) -> str:
    """Say from where to where as the page does: documents by their titles, and not at all where there is but one."""
    ways = [[part.split(", ", 1) for part in words.split("; ")] for words in (one.place, one.place_after)]
    alone = len({document for way in ways for _, document in way}) == 1
    told = (dict.fromkeys(zone if alone else f"{zone}, {titles[document]}" for zone, document in way) for way in ways)
    return " → ".join(map("; ".join, told))


def test_what_moved_is_what_the_command_says(told):
    _, ledger, panels, records = told
    titles = {document.id: document.title for document in ledger.documents}
    found: dict[tuple[str, str], list[tuple[str, list[str]]]] = {}
    for claim in ledger.claims:
        for one in panels[claim.id]["moved"]:
            pair = (claim.id, records[one["other"]] if one["other"] else claim.id)
            found.setdefault(pair, []).append((one["way"], one["lines"]))
    expected: dict[tuple[str, str], list[tuple[str, list[Difference]]]] = {}
    for one in drift(ledger):
        for pair in dict.fromkeys(((one.before, one.after), (one.after, one.before))):
            expected.setdefault(pair, []).append((places(one, titles), list(one.differences)))
    assert found.keys() == expected.keys()
    for pair, drifts in expected.items():
        ways = sorted(found[pair])
        assert [way for way, _ in ways] == sorted(way for way, _ in drifts)
        lines = [line for _, lines in ways for line in lines]
        differences = [one for _, each in drifts for one in each]
        assert len(lines) == len(differences) or (lines, differences) == (["nothing differs"], [])
        for one in differences:  # the page adds the values at both ends where how they differ does not name them
            ends = (f"{one.aspect}: ", f"{one.how} – {EFFECTS[one.effect]}")
            assert [line for line in lines if line.startswith(ends[0]) and line.endswith(ends[1])], one


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
    found = due(ledger, DAYS[name])
    for one in found:
        lacks = [f"no {each}" for each in one.lacks]
        reason = " and ".join(filter(None, [", ".join(lacks[:-1]), *lacks[-1:]]))
        since = "since" if one.waiting is Waiting.OVERDUE else "on"
        when = f" {since} {one.day.day} {one.day:%b %Y}" if one.day else ": no day will judge it"
        panel = panels[one.claim.id]
        assert panel["waiting"] == [f"{one.waiting}{when}. {f'It has {reason}.' if reason else ''}"]
        assert panel["criteria"] == [f"Held to: {each}" for each in dict.fromkeys(one.criteria)]
    listed = {one.claim.id for one in found}
    assert {claim.id for claim in ledger.claims if panels[claim.id]["waiting"]} == listed
    assert {one.waiting for one in found} == set(Waiting) - ({Waiting.OVERDUE} if name == "shipped" else set())


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
                f"stated {stated}, {'happened' if happened else 'did not happen'}: Brier {brier}, log {log}",
            )
            for each, (_, stated, _, brier, log) in zip(
                past.probabilities, record_table(ledger, past, "probabilities").rows, strict=True
            )
            for happened in [each.happened]
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
    assert wheres == ({"inside", "above", "below"} if name == "shipped" else {"inside", "above", "undecided"})


def grouped(cell: object) -> str:
    """Write a number as the page does: 37,000,000,000, and none of a nought behind the point."""
    text = "" if cell is None else str(cell)
    whole, _, rest = text.removeprefix("-").partition(".")
    if not whole.isdigit():
        return text
    return f"{MINUS * text.startswith('-')}{int(whole):,}" + (f".{rest}" if rest.strip("0") else "")


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
        assert {key: "".join(order) for key, order in panels[claim.id]["chain"]} == expected
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
        for group in panels.get(entity.id, {"groups": []})["groups"]:
            number, *first = group["note"].split(" · ")[1].split(", ")
            found[group["key"]] = (int(number.split()[0]), int(first[0].split()[0]) if first else 0)
            assert group["listed"] == found[group["key"]][0]
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
    return "".join(letter for letter in word if letter.isdigit() or letter in f"{MINUS}.,")


def merged(found: tuple[Any, ...]) -> tuple[object, ...]:
    """Count an end once where both are one number: the page writes it once."""
    why, numbers, *rest = found
    return (why, list(dict.fromkeys(numbers)), *rest)


# Everyone, and everything.


@pytest.fixture
def pages(files) -> dict[str, Path]:
    """Draw three more ledgers: the one that is asked, one with attacks for words, and a long chain of answers."""
    chained = tuple(
        Claim(
            f"answer-{number}",
            "orrery",
            "says",
            f"Answer {number}",
            f"Answer {number}.",
            Kind.OPINION,
            Commitment.FIRM,
            ("ada-quill",),
            object=Text(f"answer {number}"),
            appearance=(Appearance("notes", f"answer {number}", Mode.UNATTRIBUTED, Zone.BODY),),
        )
        for number in range(MOST_FOLLOWED + 20)
    )
    attacked = hostile()
    kinds = (LinkType.RESTATES, LinkType.ECHOES, LinkType.SUPERSEDES)
    ledgers = {
        "asked": asked,
        "attacked answers": lambda: replace(
            attacked,
            claims=tuple(
                replace(
                    claim,
                    condition=ATTACKS[number - 1],
                    claimed_on=dt.date(2031, 1, 28 - number),
                    appearance=(*claim.appearance, replace(claim.appearance[0], mode=Mode.AGENTLESS, exact="x")),
                )
                for number, claim in enumerate(attacked.claims)
            ),
            links=tuple(replace(link, predicate=kinds[at % 3]) for at, link in enumerate(attacked.links)),
            resolutions=attacked.resolutions[::2],
        ),
        "answered": lambda: replace(
            guided(),
            claims=guided().claims + chained,
            links=tuple(
                Link(one.id, LinkType.SUPPORTS, other.id, "document:notes")
                for one, other in zip(chained[1:], chained, strict=False)
            ),
        ),
    }
    for name, ledger in ledgers.items():
        if name not in files:
            store = open_store(ledger())
            files[name] = files["small"].with_name(f"{name.replace(' ', '-')}.html")
            files[name].write_text(render(derive(store), name, store, sparql=False), encoding="utf-8", newline="")
    return files


def show(page: Page, record: str) -> None:
    page.evaluate(
        """async (record) => {
            const { id } = ledgerPage.nodes().find((node) => node.record === record);
            location.hash = `selected=${encodeURIComponent(id)}`;
            while (ledgerPage.state().selected !== id) await new Promise((done) => setTimeout(done));
            for (const details of document.querySelectorAll("#panel details")) details.open = true;
            await new Promise((done) => setTimeout(done, 20));
        }""",
        record,
    )


SHOWN = ("twice-said", "met", "sun", "echo", "q1-profit", "capex-39", "borea", "acme", "finn")


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_what_is_told(visit, theme):
    page = visit("asked", bypass_csp=True, color_scheme=theme)
    for name in SHOWN:
        show(page, name)
        found = Axe().run(page, context="#panel").response["violations"]
        grave = [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in {"serious", "critical"}]
        assert grave == [], name


@pytest.mark.usefixtures("pages")
def test_on_a_phone_all_of_it_is_seen_and_large_enough_to_read(visit):
    page = visit("asked", viewport=PHONE)
    for name in SHOWN:
        show(page, name)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        wide, small = page.evaluate(
            """() => {
                const panel = document.getElementById("panel");
                const all = [...panel.querySelectorAll("*")].filter((one) => !one.closest("svg"));
                const written = all.filter((one) => [...one.childNodes].some((node) => node.nodeType === 3));
                const sizes = written.map((one) => parseFloat(getComputedStyle(one).fontSize));
                return [panel.scrollWidth - panel.clientWidth, Math.min(...sizes)];
            }"""
        )
        assert wide <= 0, name
        assert small >= 11, name


@pytest.mark.usefixtures("pages")
def test_hostile_words_stay_words_in_all_that_is_told(visit):
    page = visit("attacked answers")
    told = page.evaluate(READ)
    assert sum(len(panel["moved"]) for panel in told.values()) > 10
    assert sum(len(panel["findings"]) for panel in told.values()) > 10
    assert sum(len(panel["waiting"]) for panel in told.values()) > 3
    assert page.evaluate("document.querySelectorAll('#panel img, #panel script, #panel svg svg').length") == 0
    assert page.evaluate("window.ran") is None


@pytest.mark.usefixtures("pages")
def test_what_unfolds_does_so_by_keyboard_and_leads_on(visit):
    page = visit("asked")
    show(page, "finn")
    page.evaluate("document.querySelectorAll('#panel details').forEach((one) => { one.open = false; })")
    page.locator("#panel .pairs summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    assert "by Finn" in page.locator("#panel .kicker").inner_text()


@pytest.mark.usefixtures("pages")
def test_what_is_cut_short_is_said(visit, monkeypatch):
    page = visit("answered")
    show(page, "answer-7")
    words = page.locator("#panel").inner_text()
    assert f"Only {MOST_FOLLOWED} of the claims that are joined to it are followed here; kg chains answer-7" in words
    show(page, "a-better-world")
    assert "are followed here" not in page.locator("#panel").inner_text()
    monkeypatch.setattr("kg.page.answers.MOST_FINDINGS", 20)
    monkeypatch.setattr("kg.page.content.MOST_COMPARED", 2)
    store = open_store(asked())
    page.context.pages[0].set_content(render(derive(store), "cut", sparql=False, store=store))
    page.wait_for_selector("html[data-ready]", state="attached")
    show(page, "capex-39")
    assert "This page carries the gravest findings of its ledger" in page.locator("#panel").inner_text()
    show(page, "twice-said")
    assert "Of its 3 appearances the first 2" in page.locator("#panel").inner_text()


def test_a_page_without_a_ledger_to_read_says_what_it_lacks(visit, files):
    files["untold"] = files["small"].with_name("untold.html")
    files["untold"].write_text(render(derive(open_store(guided())), "untold"), encoding="utf-8")
    assert "is not in this page: it was drawn without" in visit("untold").locator("#panel").inner_text()


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize("name", ["shipped", "asked"])
def test_a_path_between_entities_is_that_of_the_command(visit, name):
    ledger = kg.read(str(assets.data())) if name == "shipped" else asked()
    page = visit(name, "#view=who-to-what")
    known = {node["record"]: node["id"] for node in page.evaluate("ledgerPage.nodes()") if node["type"] == "entity"}
    lengths = set()
    for start, end in islice(permutations(sorted(known), 2), 0, None, 23 if name == "shipped" else 5):
        found = path(ledger, start, end)
        page.evaluate(
            """async ([selected, path]) => {
                location.hash = new URLSearchParams({ view: "who-to-what", selected, path });
                while (ledgerPage.state().selected !== selected || ledgerPage.state().path !== path)
                    await new Promise((done) => setTimeout(done));
            }""",
            [known[start], known[end]],
        )
        told = page.locator("#panel .way .item").evaluate_all(
            """all => all.map((item) => [
                ledgerPage.nodes().find((node) => node.id === item.dataset.node).record,
                item.querySelector("small")?.textContent,
            ])"""
        )
        lines = explain(found, ledger).splitlines()
        if found.steps:
            ways = [found.start, *(name for step in found.steps for name in (step.claim, step.end))]
            assert [record for record, _ in told] == ways
            sentences = [f"{number}. {text} [{record}]" for number, (record, text) in enumerate(told[1::2], 1)]
            assert [*sentences, *page.locator("#panel .bridge").all_inner_texts()] == lines[1:]
        else:
            assert page.locator("#panel .bridge").count() == 0
            assert "No chain of claims connects them" in (words := panel(page)) or "joins the two" in words
        lengths.add(len(found.steps))
    assert len(lengths) > 2


def test_a_panel_leads_to_the_question_that_asks_for_it(visit):
    page = visit("shipped")
    show(page, "meta")
    page.locator("#panel [data-act=ask-record]").click()
    assert page.locator("html").get_attribute("data-view") == "ask"
    assert "kb:meta" in page.locator("#query").input_value()
    page.go_back()
    assert page.locator("#panel h2").inner_text() == "Meta"
    for name, question in (
        ("q2-revenue", "implied-figures"),
        ("q2-revenue", "support"),
        ("mark-zuckerberg", "untestable"),
    ):
        show(page, name)
        page.locator(f"#panel [data-act=ask-{question}]").click()
        assert page.locator("#query").input_value().startswith("# ")
        page.go_back()
