"""A ledger of very many claims: marks from afar, words from near, and everything still within reach."""

import re
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browsing import WINDOW, drawn, panel, pytestmark, state, table_rows, tick  # noqa: F401
from tests.ledgers import crowd

CLAIMS = 1200
COLOURS = {"held-up": [0, 120, 90], "failed": [194, 65, 12], "disputed": [164, 50, 127]}


def nodes(page: Page) -> list[dict[str, Any]]:
    return page.evaluate("ledgerPage.nodes()")


def boxes(page: Page) -> dict[str, dict[str, Any]]:
    return {box["id"]: box for box in drawn(page)["boxes"]}


def painted(page: Page, points: list[list[float]]) -> list[list[int]]:
    """Return the colour of the map's canvas at points of the window."""
    return page.evaluate(
        """points => {
            const canvas = document.querySelector("#map canvas");
            const bounds = canvas.getBoundingClientRect();
            const ratio = canvas.width / bounds.width;
            const image = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return points.map(([x, y]) => {
                const [across, down] = [x - bounds.left, y - bounds.top].map((length) => Math.round(length * ratio));
                const at = 4 * (down * image.width + across);
                return [...image.data.slice(at, at + 3)];
            });
        }""",
        points,
    )


def settled(page: Page) -> None:
    """Wait until the view has come to rest and says so in the address."""
    page.wait_for_timeout(500)


def test_from_afar_each_claim_is_a_mark_of_its_outcomes_colour(visit):
    page = visit("large")
    assert page.locator("#map .vis-network").count() == 0
    here = boxes(page)
    claims = [node for node in nodes(page) if node["type"] == "claim"]
    assert len(claims) == CLAIMS
    points, expected = [], []
    for outcome, colour in COLOURS.items():
        some = [here[claim["id"]] for claim in claims if claim["standing"] == outcome][5:25:4]
        assert len(some) == 5
        # Low in the mark: an island's name may lie over what stands at its top.
        points += [[box["x"], box["y"] + box["height"] / 4] for box in some]
        expected += [colour] * 5
    assert painted(page, points) == expected


def test_words_appear_as_one_comes_near(visit):
    page = visit("large")
    assert drawn(page)["cardText"] < 7
    for _ in range(12):
        page.get_by_role("button", name="Zoom in").click()
    settled(page)
    assert drawn(page)["cardText"] > 12
    room = page.locator("#map").bounding_box()
    card = next(
        box
        for box in boxes(page).values()
        if box["type"] == "claim" and room["x"] + 90 < box["x"] < room["x"] + 500 and room["y"] + 90 < box["y"] < 500
    )
    row = [[card["x"] - card["width"] / 2 + x, card["y"]] for x in range(12, int(card["width"]) - 8)]
    inks = {tuple(colour) for colour in painted(page, row)}
    assert (255, 255, 255) in inks or len(inks) > 3  # a card's ground, with letters on it


def test_a_drag_moves_the_map_and_the_address_keeps_where(visit):
    page = visit("large")
    before = boxes(page)
    some = next(iter(before))
    page.mouse.move(600, 400)
    page.mouse.down()
    page.mouse.move(500, 330, steps=8)
    page.mouse.up()
    settled(page)
    after = boxes(page)
    assert after[some]["x"] - before[some]["x"] == pytest.approx(-100, abs=6)
    assert after[some]["y"] - before[some]["y"] == pytest.approx(-70, abs=6)
    assert state(page)["selected"] == ""
    other = visit("large", page.evaluate("location.hash"))
    assert boxes(other)[some]["x"] == pytest.approx(after[some]["x"], abs=0.5)
    assert boxes(other)[some]["y"] == pytest.approx(after[some]["y"], abs=0.5)


def test_a_wheel_zooms_at_the_pointer_and_fit_goes_back(visit):
    page = visit("large")
    first = drawn(page)
    target = boxes(page)[nodes(page)[40]["id"]]
    page.mouse.move(target["x"], target["y"])
    page.mouse.wheel(0, -400)
    settled(page)
    now = boxes(page)[target["id"]]
    assert drawn(page)["scale"] > first["scale"] * 1.5
    assert (now["x"], now["y"]) == (pytest.approx(target["x"], abs=2), pytest.approx(target["y"], abs=2))
    page.get_by_role("button", name="Fit").click()
    settled(page)
    assert drawn(page)["scale"] == pytest.approx(first["scale"])
    assert "camera" not in page.url


def test_a_click_on_a_mark_reads_the_claim(visit):
    page = visit("large")
    claim = [node for node in nodes(page) if node["type"] == "claim"][100]
    box = boxes(page)[claim["id"]]
    page.mouse.click(box["x"], box["y"])
    assert state(page)["selected"] == claim["id"]
    assert claim["appearances"][0]["exact"] in panel(page)


def test_the_table_turns_pages_and_filters_reach_all_of_it(visit):
    page = visit("large", "#view=table")
    assert page.locator("#table caption").inner_text().startswith("Rows 1 to 200 of the 1,200 of 1,200 claims")
    first = table_rows(page)
    page.get_by_role("button", name="Next").click()
    assert page.locator("#table caption").inner_text().startswith("Rows 201 to 400")
    assert len(table_rows(page)) == 200
    assert not first & table_rows(page)
    count = tick(page, "Outcome", "Failed")
    assert page.locator("#table caption").inner_text().startswith(f"{count} of 1,200 claims")
    assert len(table_rows(page)) == count


def test_search_reaches_every_claim(visit):
    page = visit("large")
    last = [node for node in nodes(page) if node["type"] == "claim"][-1]
    page.keyboard.press("/")
    page.keyboard.type(last["appearances"][0]["exact"])
    page.keyboard.press("Enter")
    assert state(page)["selected"] == last["id"]


@pytest.mark.parametrize("dots", [1, 1.25, 2, 3])
def test_the_map_fills_its_place_on_every_screen(visit, dots):
    page = visit("large", device_scale_factor=dots)
    sizes = [page.locator(place).bounding_box() for place in ("#map", "#map canvas")]
    assert sizes[0] == sizes[1]
    claim = next(node for node in nodes(page) if node["type"] == "claim")
    box = boxes(page)[claim["id"]]
    page.mouse.click(box["x"], box["y"])
    assert state(page)["selected"] == claim["id"]


def test_a_neighbourhood_stands_by_itself_drawn_as_cards(visit):
    page = visit("large")
    name = "Ada Quill"
    page.keyboard.press("/")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.locator("#panel").get_by_role("button", name="Only its neighbourhood").click()
    page.wait_for_selector("#map .vis-network")
    here = list(boxes(page).values())
    assert 1 < len(here) <= 300
    for index, one in enumerate(here):
        for other in here[:index]:
            across = (one["width"] + other["width"]) / 2 - abs(one["x"] - other["x"])
            down = (one["height"] + other["height"]) / 2 - abs(one["y"] - other["y"])
            assert across <= 0.1 or down <= 0.1, (one, other)
    shown = page.locator("#showing").inner_text()
    assert re.search(r"Showing [\d,]+ of 1,200 claims around Ada Quill", shown)
    page.locator("#showing").get_by_role("button", name="Show everything").click()
    assert len(boxes(page)) > CLAIMS


def test_a_fold_opens_in_place_and_closes(visit):
    page = visit("crowd")
    folds = [box for box in boxes(page).values() if box["id"].startswith("fold:")]
    assert folds
    before = set(boxes(page))
    page.mouse.click(folds[0]["x"], folds[0]["y"])
    opened = set(boxes(page)) - before
    assert f"sheet:{folds[0]['id'].removeprefix('fold:')}" in opened
    assert len(opened) > 2
    room = page.locator("#map").bounding_box()
    page.mouse.click(room["x"] + 3, room["y"] + 3)
    assert set(boxes(page)) == before


def test_a_fold_opens_and_closes_by_keyboard(visit):
    page = visit("crowd")
    (fold,) = [box for box in boxes(page).values() if box["type"] == "fold"]
    entities = [box for box in boxes(page).values() if box["type"] == "entity"]
    beside = min(entities, key=lambda box: abs(box["x"] - fold["x"]) + abs(box["y"] - fold["y"]))
    across, down = fold["x"] - beside["x"], fold["y"] - beside["y"]
    key = (
        ("ArrowRight" if across > 0 else "ArrowLeft")
        if abs(across) > abs(down)
        else "ArrowDown"
        if down > 0
        else "ArrowUp"
    )
    page.evaluate("id => { location.hash = '#selected=' + encodeURIComponent(id); }", beside["id"])
    page.locator("#map").focus()
    page.keyboard.press(key)
    assert state(page)["selected"] == ""
    assert page.locator("#spoken").inner_text() == "+ 217 more, folded: Enter unfolds"
    page.keyboard.press("Enter")
    inside = [box for box in boxes(page).values() if box["type"] == "entity"]
    (sheet,) = [box for box in boxes(page).values() if box["type"] == "sheet"]
    page.keyboard.press("ArrowDown")
    chosen = boxes(page)[state(page)["selected"]]
    assert chosen["type"] == "entity"
    assert abs(chosen["x"] - sheet["x"]) < sheet["width"] / 2
    assert abs(chosen["y"] - sheet["y"]) < sheet["height"] / 2
    page.keyboard.press("Escape")
    assert len([box for box in boxes(page).values() if box["type"] == "entity"]) == 13 < len(inside)


def test_an_open_fold_is_in_the_address_and_back_closes_it(visit):
    page = visit("crowd")
    before = set(boxes(page))
    (fold,) = [box for box in boxes(page).values() if box["type"] == "fold"]
    page.mouse.click(fold["x"], fold["y"])
    opened = set(boxes(page))
    address = page.evaluate("location.hash")
    assert "unfolded=" in address
    page.go_back()
    assert set(boxes(page)) == before
    again = visit("crowd", address)
    assert set(boxes(again)) == opened


def test_many_topics_share_an_island_whose_name_unfolds_it(visit):
    page = visit("topical")
    heading = next(box for box in boxes(page).values() if box["type"] == "fold" and box["width"] > 100)
    before = boxes(page)
    sizes = Counter(node["topics"][0] for node in nodes(page) if node["type"] == "claim")
    assert len(sizes) == 60
    page.mouse.click(heading["x"], heading["y"])
    opened = boxes(page)
    assert state(page)["unfolded"] == "topics"
    islands = {box["id"]: box for box in opened.values() if box["id"].startswith("topic:")}
    assert len(islands) == 21
    sheet = next(box for box in opened.values() if box["id"].startswith("sheet:"))
    moved = [id_ for id_ in opened if id_ in before and opened[id_]["type"] == "claim" and opened[id_] != before[id_]]
    topics = {node["id"]: node["topics"][0] for node in nodes(page) if node["type"] == "claim"}
    assert sorted(sizes[topics[id_]] for id_ in moved) == sorted(
        size for size in (sorted(sizes.values())[:21]) for _ in range(size)
    )
    for island in islands.values():
        assert covers(sheet, island)
        (_, *others) = inside = {topics[id_] for id_ in moved if covers(island, opened[id_])}
        assert inside
        assert not others
    page.keyboard.press("Escape")
    assert boxes(page) == before


def covers(whole: dict[str, Any], part: dict[str, Any]) -> bool:
    """Tell whether one box lies in another."""
    across, down = abs(whole["x"] - part["x"]), abs(whole["y"] - part["y"])
    return across <= (whole["width"] - part["width"]) / 2 + 0.1 and down <= (whole["height"] - part["height"]) / 2 + 0.1


def test_counts_and_timeline_follow_the_neighbourhood(visit):
    page = visit("crowd", "#focus=speaker-9&steps=1")
    claims = {claim.id: claim for claim in crowd().claims if "speaker-9" in claim.claimant}
    assert f"Showing {len(claims)} of 600 claims" in page.locator("#showing").inner_text()
    kinds = Counter(claim.kind for claim in claims.values())
    facet = page.locator("fieldset[data-facet=kind] label")
    assert facet.all_inner_texts()
    assert {text.split("\n")[0].strip(): int(text.split()[-1]) for text in facet.all_inner_texts()} == {
        "Stated fact": kinds["fact"],
        "Forecast": kinds["forecast"],
    }
    said = page.locator("#timeline .lane").first.locator(".stretch")
    counts = [
        int(label.split(": ")[1].split()[0]) for label in said.evaluate_all("all => all.map((one) => one.ariaLabel)")
    ]
    assert sum(counts) == len(claims)
    page.locator("#showing").get_by_role("button", name="Show everything").click()
    counts = [
        int(label.split(": ")[1].split()[0]) for label in said.evaluate_all("all => all.map((one) => one.ariaLabel)")
    ]
    assert sum(counts) == 600


def test_what_is_folded_is_shown_when_it_is_found(visit):
    page = visit("crowd")
    here = set(boxes(page))
    (hidden, *_) = [node for node in nodes(page) if node["type"] == "entity" and node["id"] not in here and node["x"]]
    page.evaluate("id => { location.hash = '#selected=' + encodeURIComponent(id); }", hidden["id"])
    page.wait_for_timeout(200)
    assert hidden["id"] in boxes(page)


def test_a_shift_click_shows_the_way(visit):
    page = visit("made up")
    by_label = {node["label"]: node["id"] for node in nodes(page)}
    here = boxes(page)
    one, two = (here[by_label[name]] for name in ("Ada Quill", "Fog"))
    page.mouse.click(one["x"], one["y"])
    page.keyboard.down("Shift")
    page.mouse.click(two["x"], two["y"])
    page.keyboard.up("Shift")
    assert (state(page)["selected"], state(page)["path"]) == (one["id"], two["id"])
    assert re.search(r"Ada Quill.*Fog", page.locator("#panel h2").inner_text())


def test_a_view_that_was_moved_stays_where_it_is(visit):
    page = visit("large")
    claim = [node for node in nodes(page) if node["type"] == "claim"][100]["id"]
    box = boxes(page)[claim]
    page.mouse.click(box["x"], box["y"])
    page.mouse.move(600, 400)
    for _ in range(4):
        page.mouse.wheel(0, -400)
    page.mouse.down()
    page.mouse.move(1000, 700, steps=5)
    page.mouse.move(600, 300, steps=5)
    page.mouse.move(1000, 700, steps=5)
    page.mouse.up()
    page.wait_for_timeout(900)
    there = boxes(page)[claim]
    tick(page, "Outcome", "Failed")
    page.wait_for_timeout(900)
    assert boxes(page)[claim]["x"] == pytest.approx(there["x"], abs=1)
    other = visit("large", page.evaluate("location.hash"))
    other.wait_for_timeout(900)
    assert boxes(other)[claim]["x"] == pytest.approx(there["x"], abs=1)


def test_another_view_and_back_shows_all_again(visit):
    page = visit("large")
    first = drawn(page)["scale"]
    page.get_by_role("button", name="Zoom in").click()
    settled(page)
    page.get_by_role("button", name="Table", exact=True).click()
    page.get_by_role("button", name="Claims", exact=True).click()
    settled(page)
    assert drawn(page)["scale"] == pytest.approx(first)


def test_a_path_ends_with_another_selection(visit):
    page = visit("made up")
    ids = [node["id"] for node in nodes(page) if node["type"] == "claim"][:3]
    page.evaluate("([one, two]) => { location.hash = `#selected=${one}&path=${two}`; }", ids[:2])
    page.get_by_role("button", name="Table", exact=True).click()
    page.locator(f"#table tr[data-claim='{ids[2]}'] button").click()
    assert (state(page)["selected"], state(page)["path"]) == (ids[2], "")
