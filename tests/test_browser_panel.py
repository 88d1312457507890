"""The panel in a real browser: what it tells of a claim, of a record, of a path, and what it finds by itself."""

import datetime as dt
import re
from collections import Counter
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import kg
from kg import assets
from kg.history import record as record_of
from kg.network import derive
from kg.page import render
from kg.standing import STANDING_OF, STANDINGS, result, standing_verdicts
from kg.store import open as open_store
from tests.browsing import PHONE, panel, state, tick
from tests.ledgers import guided, made_up


def nodes_of(page: Page) -> list[dict[str, Any]]:
    return page.evaluate("ledgerPage.nodes()")


def id_of(page: Page, record: str) -> str:
    (found,) = [node["id"] for node in nodes_of(page) if node["record"] == record]
    return found


def show(page: Page, record: str, more: str = "") -> str:
    """Select a node by its record's id; return the panel's words."""
    page.evaluate(
        """async (hash) => {
            if (location.hash === hash) return;
            const changed = new Promise((done) => addEventListener("hashchange", done, { once: true }));
            location.hash = hash;
            await changed;
        }""",
        f"#selected={id_of(page, record)}{more}",
    )
    return panel(page)


@pytest.fixture
def written(files) -> None:
    """The page of the guided ledger, among the others."""
    if "guided" not in files:
        files["guided"] = files["small"].with_name("guided.html")
        files["guided"].write_text(render(derive(open_store(guided())), "Guided claims"), encoding="utf-8")


@pytest.fixture
def guidance(visit, written) -> Page:  # noqa: ARG001
    return visit("guided")


# Amounts.


def scale_of(page: Page) -> tuple[float, float]:
    """How the axis that is drawn turns a place into a number: by its first and last tick."""
    ticks = page.locator("#panel .amounts .tick").evaluate_all(
        "all => all.map((t) => [+t.getAttribute('x'), +t.textContent])"
    )
    (x1, v1), *_, (x2, v2) = ticks
    assert 3 <= len(ticks) <= 5
    step = (v2 - v1) / (len(ticks) - 1)
    assert [value for _, value in ticks] == pytest.approx([v1 + step * index for index in range(len(ticks))])
    slope = (v2 - v1) / (x2 - x1)
    return slope, v1 - slope * x1


def test_a_guidance_its_revisions_and_what_came_stand_on_one_axis(guidance):
    show(guidance, "spending-of-may")
    slope, offset = scale_of(guidance)
    bars = guidance.locator("#panel .amounts .range").evaluate_all(
        "all => all.map((r) => [+r.getAttribute('x'), +r.getAttribute('x') + +r.getAttribute('width')])"
    )
    assert [[offset + slope * end for end in bar] for bar in bars] == [
        pytest.approx([35, 40]),
        pytest.approx([37, 40]),
        pytest.approx([38, 40]),
    ]
    drops = guidance.locator("#panel .amounts .drop").evaluate_all(
        "all => all.map((p) => parseFloat(p.getAttribute('d').slice(1)))"
    )
    assert [offset + slope * x for x in drops] == pytest.approx([39.23, 37.26], abs=1e-3)
    words = guidance.locator("#panel .amounts text").all_text_contents()
    assert words[:6] == ["1 Feb 2031", "$35–40 bn", "1 May 2031 · this claim", "$37–40 bn", "1 Aug 2031", "$38–40 bn"]
    assert words[6:10] == ["Came out at", "$39.23 bn", "Came out at", "$37.26 bn"]
    assert words[-1] == "in $ bn"
    assert guidance.locator("#panel .amounts .selected").count() == 1


def test_the_picture_is_told_in_words_and_nothing_is_averaged(guidance):
    show(guidance, "spending-of-may")
    told = guidance.locator("#panel .amounts figcaption li").all_inner_texts()
    assert told == [
        "1 Feb 2031: midpoint $37.5 bn, width $5 bn",
        "1 May 2031: midpoint $38.5 bn, width $3 bn, low moved up $2 bn",
        "1 Aug 2031: midpoint $39 bn, width $2 bn, low moved up $1 bn",
        "◆ $39.23 bn, known on 1 Feb 2032: Leases included, it lies in the range.",
        "◆ $37.26 bn, known on 1 Feb 2032: Leases left out, it lies in the range.",
    ]
    assert "none is an average" in guidance.locator("#panel .amounts").inner_text()
    assert "38.245" not in guidance.locator("#panel").inner_html()
    exact = guidance.locator("#panel .amounts svg").get_attribute("aria-label")
    assert re.search(r"1 May 2031, this claim: 37000000000(\.0)? to 40000000000(\.0)? US dollar", exact)
    assert re.search(r"came out at 39230000000(\.0)? ± 5000000(\.0)? US dollar", exact)


def test_each_link_of_a_chain_shows_the_whole_chain(guidance):
    for number, record in enumerate(("spending-of-winter", "spending-of-may", "spending-of-august")):
        show(guidance, record)
        rows = guidance.locator("#panel .amounts .one:not(.outcome-row)")
        assert rows.count() == 3
        assert "selected" in rows.nth(number).get_attribute("class")


def test_a_rate_of_change_is_said_with_its_basis(guidance):
    assert "$39.1 bn, up 22 % on the year before" in show(guidance, "revenue")
    slope, offset = scale_of(guidance)
    dots = guidance.locator("#panel .amounts .dot").evaluate_all("all => all.map((c) => +c.getAttribute('cx'))")
    assert [offset + slope * x for x in dots] == pytest.approx([39.1])
    assert guidance.locator("#panel .amounts .whisker").count() == 1


def test_an_open_end_is_an_arrow_and_another_unit_stays_out(guidance):
    assert "at least 600" in show(guidance, "guests")
    assert guidance.locator("#panel .amounts .open").count() == 1
    words = show(guidance, "crew")
    assert "700–900" in words
    assert "One outcome is in another unit and not drawn." in words
    assert guidance.locator("#panel .amounts .came").count() == 0


def test_without_anything_to_compare_there_is_no_picture(visit):
    page = visit()
    show(page, "claim-00002")
    assert page.locator("#panel .amount").inner_text() == "$2"
    assert page.locator("#panel .amounts").count() == 0


def test_letters_in_the_picture_are_large_enough(guidance):
    for width in (1440, 1024, 390):
        guidance.set_viewport_size({"width": width, "height": 900})
        show(guidance, "spending-of-may")
        drawn = guidance.locator("#panel .amounts svg").evaluate(
            """s => s.getBoundingClientRect().width / s.viewBox.baseVal.width
                * parseFloat(getComputedStyle(s.querySelector("text")).fontSize)"""
        )
        assert drawn >= 11
        assert guidance.evaluate(
            "document.getElementById('panel').scrollWidth <= document.getElementById('panel').clientWidth"
        )


# Where it stands.


def test_the_place_of_a_fragment_is_shown_and_said(visit):
    page = visit("small")
    words = show(page, "revenue-guidance")
    first, second = page.locator("#panel .place").all()
    assert first.locator(".zone").all_inner_texts() == ["headline", "summary", "▸ body", "bullets"]
    assert second.locator(".zone.here").inner_text() == "▸ bullets"
    # The furthest words known in the notes end at 425; these begin at 40 and at 400.
    assert "In the body, 9 % of the way to the furthest words known here" in words
    assert "In the bullet points, 94 % of the way to the furthest words known here" in words
    rule, pin = (first.locator(name).bounding_box() for name in (".rule", ".rule span"))
    assert (pin["x"] - rule["x"]) / rule["width"] == pytest.approx(40 / 425, abs=0.01)


# Records.


def tallies(page: Page) -> dict[str, str]:
    found = page.locator("#panel .tally").evaluate_all(
        "all => all.map((b) => [b.textContent, b.getAttribute('aria-expanded')])"
    )
    return dict(found)


@pytest.mark.parametrize(("view", "back"), [("claims", "map"), ("who-to-what", "bundles")])
def test_escape_gives_the_keyboard_back_to_the_picture(visit, view, back):
    page = visit("small", f"#view={view}&selected=ada-quill")
    page.locator(f"#{back}").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "H2"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == back


def test_a_claim_of_the_table_is_read_in_the_panel_and_left_for_its_row(visit):
    page = visit("small", "#view=table")
    row = page.locator("#table tbody tr button").nth(1)
    name = row.inner_text()
    row.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.innerText") == page.locator("#panel h2").inner_text() == name
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.innerText") == name
    assert page.evaluate("document.activeElement.closest('#table') !== null")


def test_each_number_of_a_record_unfolds_the_claims_behind_it(visit):
    page = visit()
    show(page, "orrery-labs")
    for button in page.locator("#panel .tally").all():
        region = page.locator(f"#{button.get_attribute('aria-controls')}")
        if button.get_attribute("aria-expanded") == "false":
            assert not region.is_visible()
            button.focus()
            page.keyboard.press("Enter")
        assert region.is_visible()
        number = int(button.inner_text().split()[0])
        while region.locator(".more").count():
            region.locator(".more").click()
        assert region.locator("li").count() == number
        button.click()
        assert not region.is_visible()


def test_who_is_responsible_is_scored_and_not_who_relays(guidance):
    words = show(guidance, "orrery")
    assert re.search(r"1 of 2\s+settled held up", words)  # May's held up, August's is disputed, winter's is open
    assert re.search(r"in the words of others\s+1 held up\s+1 disputed\s+1 open", words)
    words = show(guidance, "ada-quill")
    assert "7 claims made" not in words
    assert "6 claims made" in words  # crew, guests, world, harbour, hall, tower
    assert re.search(r"3 claims made for others\s+Whose position it is answers for it", words)
    assert re.search(r"2 of 2\s+settled held up", words)
    assert list(tallies(guidance)) == ["2 held up", "3 open", "1 untestable"]  # the harbour has a criterion
    words = show(guidance, "hermit")
    assert "settled" not in words


def test_a_record_has_a_hit_rate_with_its_interval_from_five_resolved_claims_on(visit):
    page = visit("shipped")
    assert "held up: 6 of 7 (86%, 95% interval 49% to 97%)" in show(page, "meta")  # kg record meta --part scores
    words = show(page, "mark-zuckerberg")
    assert "Forecasts, plans, goals and guidance that held up: 0 of 1 (too few for a rate, below 5)" in words
    assert "guidance that held up" not in show(page, "susan-li")


@pytest.mark.parametrize("name", ["guided", "made up", "shipped"])
def test_the_hit_rate_is_that_of_the_command(visit, written, name):  # noqa: ARG001
    page = visit(name)
    ledger = {"guided": guided, "made up": made_up, "shipped": lambda: kg.read(str(assets.data()))}[name]()
    for entity in ledger.entities:
        rate = record_of(ledger, entity.id).ahead
        if entity.id in {node["record"] for node in nodes_of(page)}:
            found = re.search(r"guidance that held up: (\d+) of (\d+) \((\d+)?", show(page, entity.id))
            there = (rate.hits, rate.resolved, rate.rate) if rate.resolved else None
            percent = found and found[3] and int(found[3])
            assert (found and (int(found[1]), int(found[2]))) == (there and there[:2])
            assert percent == (there and there[2] and round(100 * there[2]))


def test_what_moved_stands_below_a_restatement(visit):
    page = visit("shipped")
    show(page, "llama-4-ten-times-compute")
    restated = page.locator("#panel section", has=page.locator("h3", has_text="Says in other words"))
    assert restated.locator(".moved li").all_inner_texts() == [
        "commitment: hedged became expected, “likely” was dropped – strengthens it"
    ]
    restated.locator("button.item").click()  # to the claim that is restated: the same stands below its restatement
    restatements = page.locator("#panel section", has=page.locator("h3", has_text="Said in other words"))
    assert "strengthens it" in restatements.locator(".moved").inner_text()
    show(page, "chatbots-ubiquitous-soon")
    moved = page.locator("#panel .moved li").all_inner_texts()
    assert moved[0] == "claimant: said of Meta instead of Mark Zuckerberg – shifts it"
    assert "time: “Over time … in the future” became “soon”: sooner – strengthens it" in moved


@pytest.mark.parametrize("name", ["guided", "shipped"])
def test_untestable_is_what_the_question_finds(visit, files, name):
    store = kg.open(assets.data()) if name == "shipped" else open_store(guided())
    if name not in files:
        files[name] = files["small"].with_name(f"{name}.html")
        files[name].write_text(render(derive(store), name), encoding="utf-8")
    page = visit(name)
    said = {
        node["iri"]
        for node in nodes_of(page)
        if node["type"] == "claim" and "Untestable:" in show(page, node["record"])
    }
    assert said
    assert said == {str(row[0]) for row in kg.ask(store, "untestable").rows}


def test_the_page_counts_what_the_record_counts(visit):
    corpus = kg.read(str(assets.data()))
    verdicts = kg.history.verdicts_by_claim(corpus)
    expected = Counter(
        STANDINGS[STANDING_OF[result(one, standing_verdicts(verdicts.get(one.id, ())))]] for one in corpus.claims
    )
    page = visit("shipped")
    assert Counter(STANDINGS[node["standing"]] for node in nodes_of(page) if node["type"] == "claim") == expected
    assert expected["Untestable"] == 23
    # what is ticked first does not change the numbers that stand beside the others
    assert {word: tick(page, "Outcome", word) for word in expected} == expected


# Paths.


def way(page: Page) -> list[str]:
    return page.locator("#panel .way .item-title").all_inner_texts()


def verbs(page: Page) -> list[str]:
    return page.locator("#panel .way .verb").all_inner_texts()


def test_a_path_is_told_step_by_step(guidance):
    words = show(guidance, "ada-quill", "&path=orrery")
    assert "Ada Quill → Orrery Labs" in words
    assert "2 steps." in words
    assert (way(guidance)[0], way(guidance)[-1]) == ("Ada Quill", "Orrery Labs")
    assert verbs(guidance)[0] == "said"
    assert verbs(guidance)[1] in {"is the position of", "is about"}


def test_between_equal_ways_who_said_it_ties_more_than_what_it_is_about(guidance):
    show(guidance, "a-better-world", f"&path={id_of(guidance, 'new-hall')}")
    assert way(guidance) == ["A better world", "Ada Quill", "New hall"]  # and not by way of Orrery Labs
    assert verbs(guidance) == ["was said by", "said"]
    show(guidance, "spending-of-winter", f"&path={id_of(guidance, 'spending-of-august')}")
    assert verbs(guidance) in (
        ["replaced by", "replaced by"],
        ["was said by", "said"],
        ["is the position of", "holds, in the words of others"],
    )


def test_an_outlet_does_not_connect_what_it_reports_on_unless_nothing_else_does(guidance):
    show(guidance, "quay", "&path=isle")
    assert way(guidance) == ["Quay", "Quay is old", "Buoy", "Isle is green", "Isle"]
    show(guidance, "quay", "&path=lamp")
    assert way(guidance) == ["Quay", "Quay is old", "The Lantern Post", "Lamp is out", "Lamp"]
    assert "joins the two" in show(guidance, "hermit", "&path=quay")


def test_a_step_of_a_path_can_be_opened_and_the_path_cleared(guidance):
    show(guidance, "quay", "&path=isle")
    guidance.locator('#panel .way [data-node="buoy"]').click()
    assert (state(guidance)["selected"], state(guidance)["path"]) == ("buoy", "")
    guidance.go_back()
    assert way(guidance)[0] == "Quay"
    guidance.get_by_role("button", name="The other way round").click()
    assert way(guidance) == ["Isle", "Isle is green", "Buoy", "Quay is old", "Quay"]
    guidance.get_by_role("button", name="Clear path").click()
    assert guidance.locator("#panel h2").inner_text() == "Isle"
    assert state(guidance)["path"] == ""


def test_a_path_says_which_of_its_claims_are_not_in_view(guidance):
    words = show(guidance, "quay", "&path=isle&outcome=failed")
    assert words.count("not in view under the filters") == 1  # the quay was judged, the isle not


def test_the_other_end_of_a_path_is_searched_for(guidance):
    show(guidance, "quay")
    guidance.get_by_role("button", name="Path to…").click()
    guidance.keyboard.type("isle")
    guidance.keyboard.press("Enter")
    assert way(guidance)[-1] == "Isle"
    guidance.keyboard.press("Escape")
    assert (state(guidance)["selected"], state(guidance)["path"]) == ("", "")


# The neighbourhood.


def test_the_neighbourhood_is_chosen_widened_and_left_by_keyboard(guidance):
    show(guidance, "buoy")
    guidance.get_by_role("button", name="Only its neighbourhood").focus()
    guidance.keyboard.press("Enter")
    assert (state(guidance)["focus"], state(guidance)["steps"]) == ("buoy", 1)
    guidance.get_by_role("button", name="Two steps").focus()
    guidance.keyboard.press("Enter")
    assert (state(guidance)["focus"], state(guidance)["steps"]) == ("buoy", 2)
    assert guidance.evaluate("document.activeElement.textContent") == "Two steps"
    assert guidance.locator("#panel [aria-pressed=true]").inner_text() == "Two steps"
    guidance.get_by_role("button", name="Close").click()
    assert "Only the neighbourhood of Buoy is shown." in panel(guidance)
    guidance.get_by_role("button", name="Show all again").click()
    assert state(guidance)["focus"] == ""
    assert "neighbourhood" not in panel(guidance)


# Findings.


def test_what_is_overdue_and_what_comes_due_goes_by_the_readers_clock(guidance):
    guidance.clock.set_fixed_time(dt.datetime(2031, 6, 1, 12, tzinfo=dt.UTC))
    guidance.reload()
    guidance.wait_for_selector("html[data-ready]", state="attached")
    assert "Overdue" not in panel(guidance)
    (coming,) = re.findall(
        r"Coming due\s+As of 1 Jun 2031, by your clock\.\s+((?:.*\n?)+?)(?=Predictions)", panel(guidance)
    )
    assert set(coming.split("\n")) >= {"New hall", "Spending of winter", "New tower"}
    assert coming.index("New tower") > max(coming.index("New hall"), coming.index("Spending of winter"))
    guidance.clock.set_fixed_time(dt.datetime(2032, 6, 1, 12, tzinfo=dt.UTC))
    guidance.reload()
    guidance.wait_for_selector("html[data-ready]", state="attached")
    overdue, coming = re.findall(
        r"As of 1 Jun 2032, by your clock\.\s+((?:.*\n?)+?)(?=Coming due|Predictions)", panel(guidance)
    )
    assert "New hall" in overdue
    assert "New tower" not in overdue
    assert "New tower" in coming
    assert re.search(r"judged so far, by due date\s+Spending of (may|august)", panel(guidance))


def test_a_long_list_says_how_much_more_there_is(visit):
    page = visit()
    show(page, "lantern-post")
    section = page.locator("#panel section", has=page.locator("h3", has_text="claims made"))
    for button in section.locator(".tally").all():
        total = int(button.inner_text().split()[0])
        if total <= 8:
            continue
        if button.get_attribute("aria-expanded") == "false":
            button.click()
        region = page.locator(f"#{button.get_attribute('aria-controls')}")
        assert region.locator("li").count() == 8
        assert region.locator(".more").inner_text() == f"{total - 8} more"
        return
    pytest.fail("no long list")


# Everyone, and everything.


@pytest.mark.usefixtures("written")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("record", "more"),
    [
        ("spending-of-may", ""),
        ("ada-quill", "&focus=quay&steps=2"),
        ("quay", "&path=isle"),
        ("guests", "&focus=orrery"),
    ],
)
def test_axe_finds_nothing_serious_in_the_panel(visit, theme, record, more):
    page = visit("guided", bypass_csp=True, color_scheme=theme)
    show(page, record, more)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in {"serious", "critical"}] == []


def test_hostile_amounts_criteria_and_units_stay_words(visit, files):
    network = derive(open_store(guided()))
    attack = '"><img src=x onerror="window.ran = 1"><svg onload=window.ran=2>'
    for found in network.nodes.values():
        for item in (found.get("measure"), *(one["actual"] for one in found.get("resolutions", ()))):
            if item:
                item.update(unit=attack, unit_label=attack, as_written=attack, change_rate="0.5", change_basis=attack)
                item["approximation"] = "constructor"
        for one in found.get("resolutions", ()):
            one["criterion"] = attack
        for item in found.get("appearances", ()):
            item.update(zone=attack, mode=attack)
    for number, (value, low) in enumerate((("NaN", "1e999"), ("__proto__", ""), ("1e308", "-1e308"), ("-0", "5e-324"))):
        found = network.nodes[
            next(
                iri
                for iri, node in network.nodes.items()
                if node["id"] == ("crew", "guests", "revenue", "spending-of-may")[number]
            )
        ]
        found["measure"].update(value=value, low=low)
    files["attacked"] = files["small"].with_name("attacked.html")
    files["attacked"].write_text(render(network, attack), encoding="utf-8")
    page = visit("attacked")
    for node in nodes_of(page):
        words = show(page, node["record"])
        assert "NaN" not in words
        assert "Infinity" not in words
        markup = page.locator("#panel").evaluate(
            "p => [...p.querySelectorAll('[d], [x], [width]')].map((e) => e.outerHTML).join('')"
        )
        assert not re.search(r'="[^"]*(NaN|Infinity)', markup)
    assert page.locator("#panel img").count() == 0
    assert page.evaluate("window.ran") is None


@pytest.mark.usefixtures("written")
def test_on_a_phone_nothing_in_the_panel_is_cut_off(visit):
    page = visit("guided", viewport=PHONE)
    for record, more in (("spending-of-may", ""), ("ada-quill", ""), ("quay", "&path=isle")):
        show(page, record, more)
        assert page.evaluate(
            "document.getElementById('panel').scrollWidth <= document.getElementById('panel').clientWidth"
        )
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
