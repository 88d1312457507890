"""The timeline under the map: when claims were said, when they fall due, and filtering by stretches of either."""

import re
from itertools import combinations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browsing import PHONE, drawn, state, table_rows, tick, visible_claims


def lane(page: Page, name: str) -> dict[str, int]:
    """Return what a lane says, bin by bin: "Q3 2024" to the number of claims."""
    words = page.locator(f"#timeline .stretch[aria-label^='{name} ']").evaluate_all(
        "bins => bins.map((bin) => bin.getAttribute('aria-label'))"
    )
    found = (re.fullmatch(rf"{name} (.*): (\d+) claims?(?:,.*)?", word) for word in words)
    return {match[1]: int(match[2]) for match in found if match}


def stretch(page: Page, name: str):
    return page.locator(f"#timeline .stretch[aria-label^='{name}:']")


def showing(page: Page) -> str:
    return page.locator("#showing span").inner_text()


def pull(page: Page, first: str, last: str) -> None:
    """Pull with the pointer from one bin to another."""
    one, other = stretch(page, first).bounding_box(), stretch(page, last).bounding_box()
    page.mouse.move(one["x"] + one["width"] / 2, one["y"] + one["height"] - 2)
    page.mouse.down()
    page.mouse.move((one["x"] + other["x"]) / 2, other["y"] + 5)
    page.mouse.move(other["x"] + other["width"] / 2, other["y"] + other["height"] - 2)
    page.mouse.up()


# What is shown.


def test_each_claim_stands_where_it_was_said_and_where_it_falls_due(visit):
    page = visit("shipped")
    quarters = ["Q1 2024", "Q2 2024", "Q3 2024", "Q4 2024", "Q1 2025", "Q2 2025", "Q3 2025", "Q4 2025"]
    # By hand from data/: said on 1 February (1), 24 April (1), 23 July (1), 31 July (23) and 30 October 2024 (1).
    assert lane(page, "Said") == dict.fromkeys(quarters, 0) | {
        "Q1 2024": 1,
        "Q2 2024": 1,
        "Q3 2024": 24,
        "Q4 2024": 1,
        "no date given": 64,
    }
    # Due: guidance and forecasts for Q3 and the end of 2024, plans and goals for 2025; figures have no due date.
    assert lane(page, "Due") == dict.fromkeys(quarters, 0) | {
        "Q3 2024": 1,
        "Q4 2024": 6,
        "Q4 2025": 5,
        "no date given": 28,
    }
    assert page.locator("[data-bin='due 3'] .dot").count() == 6
    assert page.locator("[data-bin='said 2'] .dot").count() == 0
    assert page.locator("[data-bin='said 2'] .number").inner_text() == "24"


def test_without_days_on_which_it_was_said_only_due_dates_are_shown(visit):
    page = visit("small")
    assert page.locator(".lane-name").all_inner_texts() == ["Due"]
    # The guidance for 2031 and the plan without a date; the opinion and the fact fall due never.
    assert lane(page, "Due") == {"Dec 2031": 1, "no date given": 1}


def test_many_claims_are_bars_with_their_number(visit):
    page = visit("crowd")
    bins = lane(page, "Said")
    assert sum(bins.values()) == 600
    assert 6 <= len(bins) - 1 <= 24
    assert page.locator("#timeline .dot").count() == 0
    assert page.locator("[data-bin^='said'] .number").all_inner_texts() == [
        str(number) for number in bins.values() if number
    ]


@pytest.mark.parametrize("name", ["shipped", "crowd", "made up"])
@pytest.mark.parametrize("width", [390, 1440])
def test_words_under_the_axis_can_be_read_and_stand_apart(visit, name, width):
    page = visit(name, viewport={"width": width, "height": 844})
    if width < 720:
        page.locator("#to-timeline").click()
    words = page.locator("#timeline .axis span")
    boxes = [word.bounding_box() for word in words.all()]
    assert len(boxes) >= 2
    for one, other in combinations(boxes, 2):
        assert one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    sizes = page.locator("#timeline :not(:empty)").evaluate_all(
        "all => all.filter((one) => one.getClientRects().length)"
        ".map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(sizes) >= 11
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_it_is_low_and_leaves_the_map_its_room(visit):
    page = visit("shipped")
    strip, room = page.locator("#timeline").bounding_box(), page.locator("#map").bounding_box()
    assert strip["height"] <= 90
    assert room["y"] + room["height"] <= strip["y"]
    assert all(box["y"] + box["height"] / 2 <= strip["y"] for box in drawn(page)["boxes"])


def test_it_is_put_away_and_brought_back(visit):
    page = visit("shipped")
    before = drawn(page)["scale"]
    page.get_by_role("button", name="Hide the timeline").click()
    page.wait_for_timeout(200)
    assert not page.locator("#timeline").is_visible()
    assert drawn(page)["scale"] > before
    page.get_by_role("button", name="Show the timeline").click()
    assert page.locator("#timeline").is_visible()
    page.get_by_role("button", name="Table", exact=True).click()
    assert not page.locator("#timeline").is_visible()
    assert not page.locator("#to-timeline").is_visible()
    page.get_by_role("button", name="Who → what").click()
    assert page.locator("#timeline").is_visible()


def test_on_a_phone_it_waits_behind_a_button(visit):
    page = visit("shipped", viewport=PHONE)
    assert not page.locator("#timeline").is_visible()
    page.get_by_role("button", name="Show the timeline").click()
    assert page.locator("#timeline").is_visible()


# Filtering.


def test_a_bin_filters_and_says_so(visit):
    page = visit("shipped")
    page.locator("[data-bin='due 7'] .stretch").click(position={"x": 60, "y": 24})
    assert state(page)["filters"] == {"due": ["2025-10-01..2025-12-31"]}
    assert showing(page) == "Showing 5 of 91 claims, due Q4 2025"
    assert len(visible_claims(page)) == 5
    page.get_by_role("button", name="Table", exact=True).click()
    assert len(table_rows(page)) == 5
    page.go_back()
    assert page.locator(".band").count() == 1
    page.locator("[data-bin='due 7'] .stretch").click(position={"x": 60, "y": 24})
    assert state(page)["filters"] == {}


@pytest.mark.parametrize(("key", "title"), [("said", "Said"), ("due", "Due")])
def test_what_a_bin_counts_is_what_it_leaves(visit, key, title):
    page = visit("shipped", "#view=claims&outcome=held-up&outcome=open")
    for words, number in lane(page, title).items():
        if not number:
            continue
        stretch(page, f"{title} {words}").dispatch_event("click")
        assert len(visible_claims(page)) == number, words
        assert state(page)["filters"][key]
        page.go_back()


def test_pulling_across_a_lane_selects_a_stretch(visit):
    page = visit("shipped")
    pull(page, "Due Q4 2024", "Due Q1 2025")
    assert state(page)["filters"] == {"due": ["2024-10-01..2025-03-31"]}
    assert showing(page) == "Showing 6 of 91 claims, due Oct 2024 – Mar 2025"
    band = page.locator(".band").bounding_box()
    first, last = stretch(page, "Due Q4 2024").bounding_box(), stretch(page, "Due Q1 2025").bounding_box()
    assert band["x"] == pytest.approx(first["x"], abs=3)
    assert band["x"] + band["width"] == pytest.approx(last["x"] + last["width"], abs=3)
    pull(page, "Due Q4 2025", "Due Q3 2025")  # from right to left as well
    assert showing(page) == "Showing 5 of 91 claims, due Jul – Dec 2025"
    page.get_by_role("button", name="Clear filters").click()
    assert page.locator(".band").count() == 0


def test_a_bin_within_a_stretch_takes_its_place(visit):
    page = visit("shipped", "#due=2024-01-01..2024-12-31")
    assert showing(page) == "Showing 7 of 91 claims, due 2024"
    stretch(page, "Due Q3 2024").dispatch_event("click")
    assert showing(page) == "Showing 1 of 91 claims, due Q3 2024"
    stretch(page, "Due Q4 2025").dispatch_event("click")
    assert showing(page) == "Showing 6 of 91 claims, due Q3 2024 or Q4 2025"


def test_counts_follow_the_other_filters(visit):
    page = visit("shipped")
    tick(page, "Outcome", "Held up")
    held_up = lane(page, "Due")
    assert held_up == dict.fromkeys(held_up, 0) | {
        "Q3 2024": 1,
        "Q4 2024": 2,
        "Q4 2025": 3,
        "no date given": held_up["no date given"],
    }
    stretch(page, "Due Q4 2024").dispatch_event("click")
    assert lane(page, "Due") == held_up
    assert sum(lane(page, "Said").values()) == 2


def test_it_filters_by_keyboard(visit):
    page = visit("shipped")
    stretch(page, "Due Q2 2024").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert state(page)["filters"] == {"due": ["2024-10-01..2024-12-31"]}
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert state(page)["filters"]["due"] == ["2024-10-01..2024-12-31", "none"]
    assert showing(page) == "Showing 34 of 91 claims, due Q4 2024 or on no given day"


# Selecting.


def test_a_mark_selects_its_claim_and_joins_its_two_days(visit):
    page = visit("shipped", "#outcome=held-up")
    mark = page.locator("[data-bin='due 7'] .dot").first
    mark.click()
    assert page.locator("#panel h2").inner_text() == mark.get_attribute("aria-label").rpartition(":")[0]
    assert page.locator("#timeline .chosen").count() == 2
    assert page.locator("#timeline .link path").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#timeline .chosen, #timeline .link path").count() == 0


def test_the_line_goes_from_mark_to_mark(visit):
    page = visit("shipped", "#outcome=held-up")
    page.locator("[data-bin='due 7'] .dot").first.click()
    ends = page.locator("#timeline .link path").get_attribute("d")
    numbers = [float(number) for number in re.findall(r"[\d.]+", ends)]
    strip = page.locator("#timeline").bounding_box()
    boxes = [mark.bounding_box() for mark in page.locator("#timeline .chosen").all()]
    middles = [middle for box in boxes for middle in (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)]
    assert numbers == pytest.approx(
        [middles[0] - strip["x"], middles[1] - strip["y"], middles[2] - strip["x"], middles[3] - strip["y"]], abs=2
    )


def test_a_mark_tells_its_claim_to_pointer_and_keyboard(visit):
    page = visit("shipped")
    tip = page.locator("#timeline .tip")
    assert not tip.is_visible()
    mark = page.locator("[data-bin='due 2'] .dot")
    mark.hover()
    assert tip.inner_text() == "Q3 revenue will be $38.5–41 B: Held up"
    page.mouse.move(300, 300)
    assert not tip.is_visible()
    stretch(page, "Due Q3 2024").focus()
    page.keyboard.press("ArrowDown")
    assert tip.inner_text() == "Q3 revenue will be $38.5–41 B: Held up"
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Q3 revenue will be $38.5–41 B"


# Everyone, and everything.


@pytest.mark.parametrize("settings", [{}, {"color_scheme": "dark"}])
def test_nothing_stands_in_the_way_of_anyone(visit, settings):
    page = visit("shipped", "#due=2024-01-01..2024-12-31", bypass_csp=True, **settings)
    found = Axe().run(page).response["violations"]
    assert [item["id"] for item in found if item["impact"] in {"serious", "critical"}] == []


def test_stretches_beyond_the_axis_and_nonsense_do_no_harm(visit):
    page = visit("shipped", "#due=0001-01-01..9999-12-31&said=2024-13-99..2024-00-00&due=<b>")
    assert page.locator("#timeline .lane").count() == 2
    assert "0 of 91" in showing(page)
    visit("hostile")
