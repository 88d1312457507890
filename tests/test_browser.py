"""The page in a real browser: driven as a person would, with the network off and every request counted."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from rdflib import Dataset, Graph

from kg.graph import write
from kg.network import derive
from kg.page import render
from kg.store import open as open_store
from kg.terms import AC, RDF
from tests.browsing import (
    PHONE,
    WINDOW,
    box_of,
    click_on,
    drawn,
    panel,
    state,
    table_rows,
    tick,
    visible_claims,
)
from tests.ledgers import ATTACKS, hostile, made_up, small

# The first look.


def test_nothing_overlaps_and_all_is_in_sight(visit):
    page = visit()
    boxes = drawn(page)["boxes"]
    room = page.locator("#map").bounding_box()
    assert len(boxes) == 66 + 31
    for index, one in enumerate(boxes):
        assert room["x"] <= one["x"] - one["width"] / 2
        assert one["x"] + one["width"] / 2 <= room["x"] + room["width"]
        assert room["y"] <= one["y"] - one["height"] / 2
        assert one["y"] + one["height"] / 2 <= room["y"] + room["height"]
        for other in boxes[:index]:
            across = (one["width"] + other["width"]) / 2 - abs(one["x"] - other["x"])
            down = (one["height"] + other["height"]) / 2 - abs(one["y"] - other["y"])
            assert across <= 0.1 or down <= 0.1, (one, other)


def test_cards_can_be_read_at_the_first_look(visit):
    found = drawn(visit())
    assert found["cardText"] >= 8.5
    cards = [box for box in found["boxes"] if box["type"] == "claim"]
    assert sum(not box["whole"] for box in cards) <= 0.07 * len(cards)


def test_cards_are_painted_where_they_are_said_to_be(visit):
    page = visit()
    paint = """points => {
        const canvas = document.querySelector("#map canvas");
        const bounds = canvas.getBoundingClientRect();
        const ratio = canvas.width / bounds.width;
        const image = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return points.map(([x, y]) => {
            const [across, down] = [x - bounds.left, y - bounds.top].map((length) => Math.round(length * ratio));
            return [...image.data.slice(4 * (down * image.width + across), 4 * (down * image.width + across) + 4)];
        });
    }"""
    room = page.locator("#map").bounding_box()
    cards = [box for box in drawn(page)["boxes"] if box["type"] == "claim"]
    corners = [
        [box["x"] + side * (box["width"] / 2 - 7), box["y"] + box["height"] / 2 - 3]
        for box in cards
        for side in (-1, 1)
    ]
    *painted, ground = page.evaluate(paint, [*corners, [room["x"] + 3, room["y"] + 3]])
    assert painted == [[255, 255, 255, 255]] * len(corners)
    assert ground[3] == 0


def test_no_words_beside_the_map_are_smaller_than_11_pixels(visit):
    page = visit()
    click_on(page, "Ada Quill")
    smallest = page.evaluate(
        """() => {
            const sizes = [];
            const walk = document.createTreeWalker(document.querySelector(".page"), NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) {
                const parent = walk.currentNode.parentElement;
                if (walk.currentNode.textContent.trim() && parent.getClientRects().length) {
                    sizes.push(parseFloat(getComputedStyle(parent).fontSize));
                }
            }
            return Math.min(...sizes);
        }"""
    )
    assert smallest >= 11


def test_the_panel_opens_with_findings(visit):
    words = panel(visit("small"))
    assert "4 claims by 2 speakers" in words  # whose position it is does not speak
    assert re.search(r"Where claims disagree\s+Revenue is too low\s+pushes back on: Revenue will be", words)
    assert re.search(
        r"by due date\s+Revenue will be \$2–3 M in 2031\s+Due 2031 · Held up\s+1 more names no date", words
    )


# What is in the file.


LEDGERS = {"small": small, "made up": made_up, "hostile": hostile}


@pytest.mark.parametrize("name", LEDGERS)
def test_the_page_reads_what_was_packed(visit, name):
    """Every node and every line, field by field: columns are undone, and what was left out is made again."""
    network = derive(open_store(LEDGERS[name]()))
    page = visit(name)
    nodes = {node["iri"]: node for node in page.evaluate("ledgerPage.nodes()")}
    assert set(nodes) == set(network)
    for iri, found in network.nodes.items():
        node = nodes[iri]
        assert node["record"] == found["id"]
        for field, value in found.items():
            if field == "claimants":
                assert sorted(node[field]) == sorted(value)
            elif field == "appearances":
                shown = [{key: one[key] for key in one if key not in {"iri", "address"}} for one in value]
                assert [{key: one[key] for key in shown[0]} for one in node[field]] == shown
            elif field == "resolutions":
                shown = [{key: one[key] for key in one if key != "iri"} for one in value]
                assert node[field] == shown
            elif field not in {"id", "ties"}:
                assert node[field] == value, field
    of = {node["id"]: iri for iri, node in nodes.items()}
    edges = page.evaluate("ledgerPage.edges()")
    assert sorted(
        (of[edge["from"]], of[edge["to"]], edge["kind"], edge["role"], edge["asserted_by"], edge["comment"])
        for edge in edges
    ) == sorted(
        (one, two, edge["kind"], edge.get("role", ""), edge.get("asserted_by", ""), edge.get("comment", ""))
        for one, two, edge in network.edges(data=True)
    )


def test_a_part_of_a_ledger_names_those_who_are_not_drawn(visit, files):
    store = open_store(small())
    network = derive(store, about="sextant")
    files["part"] = files["small"].with_name("part.html")
    files["part"].write_text(render(network, "A part", store), encoding="utf-8")
    page = visit("part")
    nodes = {node["iri"]: node for node in page.evaluate("ledgerPage.nodes()")}
    assert set(nodes) == set(network)
    claims = {iri: found for iri, found in network.nodes.items() if found["type"] == "claim"}
    assert claims
    for iri, found in claims.items():
        for field in ("claimants", "holder", "subject", "object"):
            assert nodes[iri][field] == found[field], field
    turtle = Graph().parse(data=page.evaluate("ledgerPage.turtle()"), format="turtle")
    assert {str(claim) for claim in turtle.subjects(RDF.type, AC.Claim)} == set(claims)


@pytest.mark.parametrize("name", LEDGERS)
def test_the_page_holds_every_statement_of_the_graph(visit, name):
    store = open_store(LEDGERS[name]())
    page = visit(name)
    assert quads("".join(page.evaluate("ledgerPage.nquads()"))) == quads(store.nquads())


@pytest.mark.parametrize("name", LEDGERS)
def test_turtle_of_everything_is_the_ledgers_graph(visit, name):
    store = open_store(LEDGERS[name]())
    page = visit(name)
    turtle = Graph().parse(data=page.evaluate("ledgerPage.turtle()"), format="turtle")
    assert set(turtle) == set(Graph().parse(data=write(store.dataset(), "turtle"), format="turtle"))


def test_turtle_of_some_claims_has_their_parts_and_no_other_claim(visit):
    page = visit("small")
    ids = {node["record"]: node["id"] for node in page.evaluate("ledgerPage.nodes()")}
    text = page.evaluate("id => ledgerPage.turtle([id])", ids["revenue-guidance"])
    turtle = Graph().parse(data=text, format="turtle")
    claims = {str(claim) for claim in turtle.subjects(RDF.type, AC.Claim)}
    assert [claim.removeprefix("https://w3id.org/ai-claims/id/") for claim in claims] == [ids["revenue-guidance"]]
    for kind, number in ((AC.Appearance, 2), (AC.Resolution, 2), (AC.ClaimLink, 0), (AC.Document, 2), (AC.Measure, 2)):
        assert len(set(turtle.subjects(RDF.type, kind))) == number, kind
    nodes = {node for node in turtle.all_nodes() if str(node).startswith("https://w3id.org/ai-claims/id/claim/")}
    assert all(str(node).startswith(tuple(claims)) for node in nodes)


def quads(text: str) -> set[object]:
    return set(Dataset().parse(data=text, format="nquads").quads())


# Selecting.


def test_a_click_on_a_card_shows_its_evidence_and_its_outcome(visit):
    page = visit("small")
    click_on(page, "Revenue will be $2–3 M in 2031")
    words = panel(page)
    for expected in (
        "Guidance by Ada Quill, for Orrery Labs",
        "Held up",
        "due 2031",
        "…revenue of between two and three million,\nshe said before, at…",
        "Notes from the harbour hall",
        "The Lantern Post · 3 Feb 2031 · body · in indirect speech · “said” · characters 40–80",
        "bullet points",
        "The annual report's revenue lies within the range.",
        "Held up: $2.4 million",
        "Known on 1 Mar 2032",
        "Pushed back on by\nRevenue is too low",
        "The one against the other.",
        "the year is not in the text",
    ):
        assert expected in words
    links = page.locator("#panel a").evaluate_all("links => links.map((a) => [a.href, a.rel])")
    assert [
        "https://example.org/notes?page=2#:~:text=revenue%20of-,between%20two%20and%20three%20million%2C,she%20said,-before%2C%20at",
        "noopener noreferrer",
    ] in links
    assert ["https://example.org/report", "noopener noreferrer"] in links


def test_a_card_is_hit_up_to_its_corners_and_no_further(visit):
    page = visit()
    cards = [box for box in drawn(page)["boxes"] if box["type"] == "claim"]
    for box in cards[:8]:
        across, down = box["width"] / 2, box["height"] / 2
        for x, y, hit in ((across - 3, down - 3, True), (3 - across, 3 - down, True), (across + 2, 0, False)):
            page.mouse.click(box["x"] + x, box["y"] + y)
            assert (state(page)["selected"] == box["id"]) is hit


def test_a_denial_and_a_condition_are_said(visit):
    page = visit("small")
    click_on(page, "Sextant 2 will not be sold")
    assert "It says that this is not so." in panel(page)
    assert "As long as the hall stands" in panel(page)
    assert "Failed" in panel(page)


def test_a_click_on_a_person_shows_the_record(visit):
    page = visit("small")
    click_on(page, "Ada Quill")
    words = panel(page)
    assert "2 claims made" in words  # and the guidance, which is its holder's
    assert re.search(r"1 failed\s+1 not checked", words)
    assert re.search(r"1 claim made for others\s+.*\s+Revenue will be", words)
    assert re.search(r"1 claim about Ada Quill\s+Revenue is too low", words)
    page.locator("#panel button", has_text="Sextant 2 will not be sold").click()
    assert page.locator("#panel h2").inner_text() == "Sextant 2 will not be sold"


def test_words_of_others_are_not_put_into_a_holders_mouth(visit):
    page = visit("small")
    click_on(page, "Orrery Labs")
    words = panel(page)
    assert "made" not in words
    assert re.search(r"in the words of others\s+1 held up\s+Revenue will be .*\s+Ada Quill, for Orrery Labs", words)


def test_a_record_stands_in_the_order_of_outcomes(visit):
    page = visit()
    click_on(page, "Orrery Labs")
    listed = page.locator("#panel section").first.locator("li[data-node], li:has(button)")
    marks = [item.locator("svg").first.get_attribute("class") for item in listed.all()]
    order = ["held-up", "failed", "disputed", "open", "untestable", "not-checked"]
    places = [order.index(mark.removeprefix("mark ")) for mark in marks]
    assert len(set(places)) > 2
    assert places == sorted(places)


def test_a_click_beside_everything_and_escape_clear_the_selection(visit):
    page = visit("small")
    click_on(page, "Ada Quill")
    assert state(page)["selected"] == "ada-quill"
    room = page.locator("#map").bounding_box()
    page.mouse.click(room["x"] + 4, room["y"] + 4)
    assert state(page)["selected"] == ""
    click_on(page, "Ada Quill")
    page.keyboard.press("Escape")
    assert state(page)["selected"] == ""
    assert "Where claims disagree" in panel(page)


def test_nothing_moves_when_something_is_selected(visit):
    page = visit()
    before = drawn(page)
    click_on(page, "Orrery Labs")
    assert drawn(page) == before


def test_the_map_goes_by_keyboard(visit):
    page = visit()
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    first = state(page)["selected"]
    page.keyboard.press("ArrowDown")
    second = state(page)["selected"]
    boxes = {box["id"]: box for box in drawn(page)["boxes"]}
    assert first in boxes
    assert boxes[second]["y"] > boxes[first]["y"]
    page.keyboard.press("ArrowUp")
    assert boxes[state(page)["selected"]]["y"] < boxes[second]["y"]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#panel') !== null")


# Finding.


def test_search_finds_by_keyboard_alone(visit):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("claim 17 as they")
    assert page.locator("#found [aria-selected=true]").count() == 1
    page.keyboard.press("Enter")
    assert "words of claim 17 as they stand" in panel(page)
    assert page.evaluate("document.activeElement.id") == "map"


def test_search_finds_a_name_before_what_was_said_of_it(visit):
    page = visit("small")
    page.keyboard.press("/")
    page.keyboard.type("quill")
    assert page.locator("#found [data-node]").first.get_attribute("data-node") == "ada-quill"


def test_search_finds_words_by_how_they_begin_not_by_letters_within(visit):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("claim 17 as th")
    assert page.locator("#found [data-node]").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.type("claim 17 as hey")
    assert page.locator("#found").inner_text() == "Nothing found"


def test_search_goes_up_and_down_and_marks_what_was_typed(visit):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("sext")
    titles = page.locator("#found .item-title").all_inner_texts()
    assert titles[:3] == ["Sextant", "Sextant 2", "Sextant 2.1"]
    assert page.locator("#found mark").first.inner_text() == "Sext"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Sextant 2"


def test_search_says_when_there_is_nothing_and_how_much_more(visit):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("qqqq")
    assert page.locator("#found").inner_text() == "Nothing found"
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    page.keyboard.type("e")
    assert re.search(r"Showing 9 of \d\d", page.locator("#found").inner_text())


# Filtering.


@pytest.mark.parametrize(
    "ticks",
    [
        [("Outcome", "Held up")],
        [("Outcome", "Held up"), ("Outcome", "Disputed")],
        [("Said by", "Lantern Post"), ("Kind of claim", "Figure")],
        [("Outcome", "Open"), ("How firmly", "Hedged"), ("How firmly", "Expected"), ("Said by", "Lantern Post")],
    ],
)
def test_what_a_facet_counts_is_what_is_visible_and_what_the_table_lists(visit, ticks):
    page = visit()
    for facet, value in ticks:
        count = tick(page, facet, value)
    shown = visible_claims(page)
    alone = [facet for facet, _ in ticks].count(ticks[-1][0]) == 1
    assert len(shown) == count if alone else len(shown) > count
    assert page.locator("#showing").inner_text().startswith(f"Showing {len(shown)} of 66 claims")
    page.get_by_role("button", name="Table", exact=True).click()
    assert table_rows(page) == shown
    assert page.locator("#table caption").inner_text().startswith(f"{len(shown)} of 66 claims")


def test_filters_match_the_data(visit):
    page = visit()
    tick(page, "Outcome", "Failed")
    nodes = page.evaluate("ledgerPage.nodes()")
    failed = {node["id"] for node in nodes if node.get("standing") == "failed"}
    assert failed
    assert visible_claims(page) == failed


def test_filters_can_be_cleared(visit):
    page = visit()
    tick(page, "Outcome", "Held up")
    page.get_by_role("button", name="Clear filters").click()
    assert len(visible_claims(page)) == 66
    assert page.locator("#facets input:checked").count() == 0


# The address.


def test_a_link_shows_the_same_thing(visit):
    page = visit()
    tick(page, "Outcome", "Open")
    click_on(page, "Ada Quill")
    page.get_by_role("button", name="Table", exact=True).click()
    address = page.evaluate("location.hash")
    other = visit("made up", address)
    assert state(other) == state(page)
    assert panel(other) == panel(page)
    assert table_rows(other) == table_rows(page)


def test_back_is_undo(visit):
    page = visit()
    click_on(page, "Ada Quill")
    tick(page, "Outcome", "Open")
    page.get_by_role("button", name="Table", exact=True).click()
    steps = []
    for _ in range(3):
        page.go_back()
        found = state(page)
        steps.append((found["view"], bool(found["filters"]), found["selected"]))
    assert steps == [("claims", True, "ada-quill"), ("claims", False, "ada-quill"), ("claims", False, "")]
    page.go_forward()
    assert page.locator("#panel h2").inner_text() == "Ada Quill"


@pytest.mark.parametrize(
    "hash_",
    [
        "#selected=<img src=x onerror=window.ran=1>&view=<script>&theme=javascript:1",
        "#outcome=__proto__&outcome=constructor&topic=%00&sort=[object]",
        "#%E0%A4%A&&&===",
        "#selected=__proto__&view=constructor",
    ],
)
def test_a_hostile_address_does_nothing(visit, hash_):
    page = visit("made up", hash_)
    assert state(page) == state(visit("made up"))
    assert page.evaluate("window.ran") is None


# The table.


def test_the_table_sorts_by_any_column(visit):
    page = visit("small", "#view=table")
    page.get_by_role("button", name="Claim", exact=True).click()
    titles = page.locator("#table tbody td:first-child").all_inner_texts()
    assert titles == sorted(titles, key=str.lower)
    page.get_by_role("button", name="Claim", exact=True).click()
    assert page.locator("#table tbody td:first-child").all_inner_texts() == titles[::-1]
    assert page.locator("#table th[aria-sort=descending]").inner_text().startswith("Claim")
    page.get_by_role("button", name="When").click()
    assert page.locator("#table tbody td:nth-child(5)").first.inner_text() == "2031"


def test_a_row_opens_the_panel(visit):
    page = visit("small", "#view=table")
    page.locator("#table button", has_text="Revenue is too low").click()
    assert page.locator("#panel h2").inner_text() == "Revenue is too low"
    assert page.locator("#table tr.selected").count() == 1


def test_print_is_the_table(visit):
    page = visit("small")
    page.emulate_media(media="print")
    assert page.locator("#table").is_visible()
    assert not page.locator("#map").is_visible()
    assert not page.locator("#facets").is_visible()


def test_without_scripts_the_table_is_there(visit):
    page = visit("small", ready=False, java_script_enabled=False)
    assert page.locator("noscript table tbody tr").count() == 4
    assert page.locator("noscript table").get_by_text("Revenue will be $2–3 M in 2031").is_visible()
    assert not page.locator(".page").is_visible()


# Themes, widths, motion.


def test_the_theme_follows_the_system_until_it_is_chosen(visit):
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = visit("small"), visit("small", color_scheme="dark")
    assert light.evaluate(ground) == "rgb(247, 246, 241)"
    assert dark.evaluate(ground) == "rgb(17, 21, 28)"
    dark.get_by_role("button", name="Light or dark").click()
    assert dark.evaluate(ground) == "rgb(247, 246, 241)"
    assert "theme=light" in dark.url


@pytest.mark.parametrize("view", ["claims", "table"])
@pytest.mark.parametrize("width", [390, 800, 1024])
def test_no_width_scrolls_sideways(visit, view, width):
    page = visit("made up", f"#view={view}", viewport={"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator("#panel h2").is_visible()


def test_on_a_phone_filters_open_and_close(visit):
    page = visit(viewport=PHONE)
    assert not page.locator("#facets").is_visible()
    page.get_by_role("button", name="Filters").click()
    tick(page, "Outcome", "Held up")
    page.keyboard.press("Escape")
    assert not page.locator("#facets").is_visible()
    assert 0 < len(visible_claims(page)) < 66


def test_a_window_that_changes_is_filled_again(visit):
    page = visit()
    before = drawn(page)["scale"]
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_timeout(300)
    assert drawn(page)["scale"] > before * 1.1


def test_zoom_has_ends_and_fit_goes_back(visit):
    page = visit()
    first = drawn(page)["scale"]
    for _ in range(30):
        page.get_by_role("button", name="Zoom in").click()
    assert drawn(page)["scale"] == pytest.approx(3)
    for _ in range(40):
        page.get_by_role("button", name="Zoom out").click()
    assert drawn(page)["scale"] == pytest.approx(first / 2)
    page.get_by_role("button", name="Fit").click()
    assert drawn(page)["scale"] == pytest.approx(first)


def test_zoom_to_neighbours_brings_them_closer(visit):
    page = visit()
    click_on(page, "Fog")
    before = drawn(page)["scale"]
    page.get_by_role("button", name="Zoom to neighbours").click()
    assert drawn(page)["scale"] > before


@pytest.mark.parametrize(("motion", "glides"), [("reduce", False), ("no-preference", True)])
def test_the_view_glides_only_for_those_who_have_not_asked_for_less_motion(visit, motion, glides):
    page = visit(reduced_motion=motion)
    click_on(page, "Fog")
    scales = page.evaluate(
        """() => new Promise((done) => {
          const seen = new Set();
          const until = performance.now() + 600;
          const look = () => {
            seen.add(ledgerPage.drawn().scale.toFixed(4));
            if (performance.now() < until) requestAnimationFrame(look);
            else done([...seen]);
          };
          const named = (button) => button.textContent === "Zoom to neighbours";
          [...document.querySelectorAll("button")].find(named).click();
          look();
        })"""
    )
    assert (len(scales) > 1) is glides


def test_what_is_out_of_sight_is_brought_into_sight_when_it_is_found(visit):
    page = visit()
    for _ in range(6):
        page.get_by_role("button", name="Zoom in").click()
    room = page.locator("#map").bounding_box()
    inside = [
        box
        for box in drawn(page)["boxes"]
        if room["x"] < box["x"] < room["x"] + room["width"] and room["y"] < box["y"] < room["y"] + room["height"]
    ]
    assert len(inside) < 97
    for label in ("Ada Quill", "Fog", "Upper Quay"):
        page.keyboard.press("/")
        page.keyboard.type(label)
        page.keyboard.press("Enter")
        box = box_of(page, label)
        assert room["x"] < box["x"] < room["x"] + room["width"]
        assert room["y"] < box["y"] < room["y"] + room["height"]


# Everyone, and everything.


@pytest.mark.parametrize(
    ("hash_", "settings"),
    [
        ("", {}),
        ("#selected=ada-quill&outcome=open", {}),
        ("#view=table&sort=by", {}),
        ("", {"color_scheme": "dark"}),
        ("#view=table", {"color_scheme": "dark"}),
        ("", {"viewport": PHONE}),
    ],
)
def test_axe_finds_nothing_serious(visit, hash_, settings):
    page = visit("made up", hash_, bypass_csp=True, **settings)
    page.keyboard.press("/")
    page.keyboard.type("fog")
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in {"serious", "critical"}] == []


def test_hostile_words_stay_words(visit):
    page = visit("hostile")
    nodes = page.evaluate("ledgerPage.nodes()")
    assert len([node for node in nodes if node["type"] == "claim"]) == len(ATTACKS)
    for node in nodes:
        page.evaluate("id => { location.hash = '#selected=' + encodeURIComponent(id); }", node["id"])
        assert page.locator("#panel h2").inner_text().split() == node["label"].split()
        hrefs = page.locator("#panel a").evaluate_all("links => links.map((a) => a.protocol)")
        assert set(hrefs) <= {"https:"}
    page.get_by_role("button", name="Table", exact=True).click()
    assert len(table_rows(page)) == len(ATTACKS)
    for attack in ATTACKS:
        page.locator("#search").fill(attack[:60])
    assert page.evaluate("window.ran") is None
    assert page.locator("#panel img, #panel script, #table img, #found img, #facets img").count() == 0


def test_the_page_judges_addresses_for_itself(visit, files):
    network = derive(open_store(small()))
    for found in network.nodes.values():
        for item in found.get("appearances", ()):
            item["address"] = "javascript:window.ran=1"
        for item in found.get("resolutions", ()):
            item["evidence"] = [{"title": "Evidence", "url": " JavaScript:window.ran=1"}]
        found["matches"] = ["data:text/html,x"]
    files["changed"] = files["small"].with_name("changed.html")
    files["changed"].write_text(render(network, "Changed"), encoding="utf-8")
    page = visit("changed")
    for label in ("Revenue will be $2–3 M in 2031", "Orrery Labs"):
        click_on(page, label)
        assert page.locator("#panel a").count() == 0
    assert page.get_by_text("data:text/html,x").is_visible()


def test_a_huge_label_stays_in_its_box(visit):
    page = visit("hostile", "#selected=e10")
    assert page.evaluate("document.documentElement.scrollWidth") == WINDOW["width"]
    assert page.evaluate("document.getElementById('panel').scrollWidth <= document.getElementById('panel').clientWidth")
