"""Who to what: who speaks of whom, as bundles of claims, driven in a browser as a person would."""

import re
from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browsing import PHONE, panel, state, tick
from tests.ledgers import crowd

HERE = "#view=who-to-what"


def bundles(page: Page) -> dict[str, Any]:
    return page.evaluate("ledgerPage.bundles()")


def row(page: Page, side: str, id_: str) -> dict[str, Any]:
    (found,) = [box for box in bundles(page)["boxes"] if (box["side"], box["id"]) == (side, id_)]
    return found


def rows(page: Page, side: str) -> list[str]:
    return [box["id"] for box in bundles(page)["boxes"] if box["side"] == side and box["id"]]


def line(page: Page, who: str, what: str) -> dict[str, Any]:
    (found,) = [line for line in bundles(page)["lines"] if (line["who"], line["what"]) == (who, what)]
    return found


def press(page: Page, spot: dict[str, Any], *, aside: float = 0) -> None:
    page.mouse.click(spot["x"], spot["y"] + aside)


def bright(page: Page, part: str) -> set[tuple[str, str]]:
    names = {"boxes": ("side", "id"), "lines": ("who", "what")}[part]
    return {tuple(one[name] for name in names) for one in bundles(page)[part] if not one["dim"]}


def foot(page: Page) -> str:
    return page.locator("#bundled").inner_text()


# What is drawn.


def test_lines_are_the_claims_of_those_who_say_them_about_what_they_are_about(visit):
    page = visit("small", HERE)
    found = {(one["who"], one["what"]): (one["number"], one["outcome"]) for one in bundles(page)["lines"]}
    # Ada speaks for Orrery, which itself says nothing; the plan that she will not sell failed.
    assert found == {
        ("ada-quill", "orrery"): (2, "held-up"),
        ("ada-quill", "sextant"): (2, "failed"),
        ("lantern-post", "orrery"): (2, ""),
        ("lantern-post", "ada-quill"): (1, ""),
        ("lantern-post", "sextant"): (1, ""),
    }
    assert rows(page, "who") == ["ada-quill", "lantern-post"]
    assert foot(page) == "Showing 2 speakers, 3 spoken of"


def test_a_sign_on_a_line_says_of_how_many_claims_it_is_true(visit):
    page = visit("small", HERE)
    words = {(one["who"], one["what"]): one["words"] for one in bundles(page)["lines"]}
    # Of what Ada says of Orrery the guidance held up and nobody judged the other; so with the plan and Sextant.
    assert words[("ada-quill", "orrery")] == "1 of 2"
    assert words[("ada-quill", "sextant")] == "1 of 2"
    assert words[("lantern-post", "orrery")] == "2"


def test_outcomes_that_differ_give_a_line_no_hue(visit):
    page = visit("made up", HERE)
    outcomes = {one["outcome"] for one in bundles(page)["lines"]}
    assert "mixed" in outcomes
    assert len(outcomes & {"held-up", "failed", "disputed"}) == 3


@pytest.mark.parametrize("name", ["shipped", "made up", "crowd"])
def test_all_names_can_be_read_and_none_overlaps_another(visit, name):
    page = visit(name, HERE)
    found = bundles(page)
    room = page.locator("#bundles").bounding_box()
    for box in found["boxes"]:
        assert box["text"] >= 11
        assert room["x"] <= box["x"] - box["width"] / 2
        assert box["x"] + box["width"] / 2 <= room["x"] + room["width"]
        assert room["y"] <= box["y"] - box["height"] / 2
        assert box["y"] + box["height"] / 2 <= room["y"] + room["height"]
        assert box["height"] >= 0.9 * box["text"]
    for one, other in combinations(found["boxes"], 2):
        across = (one["width"] + other["width"]) / 2 - abs(one["x"] - other["x"])
        down = (one["height"] + other["height"]) / 2 - abs(one["y"] - other["y"])
        assert across <= 0.1 or down <= 0.1, (one, other)


def test_the_shipped_ledger_is_shown_whole(visit):
    page = visit("shipped", HERE)
    assert (len(rows(page, "who")), len(rows(page, "what"))) == (9, 33)
    assert {box["id"] for box in bundles(page)["boxes"] if box["side"] == "who"} >= {"meta", "the-decoder", "susan-li"}
    assert line(page, "meta", "meta")["number"] == 8  # of itself
    assert line(page, "the-decoder", "meta")["outcome"] == "held-up"


def test_the_same_ledger_always_looks_the_same(visit):
    assert bundles(visit("shipped", HERE)) == bundles(visit("shipped", HERE))


# Bundles.


def test_a_press_near_a_line_shows_its_claims_and_back_undoes_it(visit):
    page = visit("small", HERE)
    press(page, line(page, "ada-quill", "orrery"), aside=-5)
    assert [state(page)[name] for name in ("who", "what", "selected")] == ["ada-quill", "orrery", ""]
    words = panel(page)
    assert page.locator("#panel h2").inner_text() == "Ada Quill on Orrery Labs"
    assert re.search(r"2 claims\s+1 held up\s+1 not checked", words)
    assert re.search(r"Revenue will be \$2–3 M in 2031\s+Guidance, for Orrery Labs", words)
    assert "Sextant 2 will not be sold" not in words
    assert bright(page, "lines") == {("ada-quill", "orrery")}
    page.locator("#panel button", has_text="Revenue will be").click()
    assert page.locator("#panel h2").inner_text() == "Revenue will be $2–3 M in 2031"
    page.go_back()
    assert page.locator("#panel h2").inner_text() == "Ada Quill on Orrery Labs"
    page.go_back()
    assert "Where claims disagree" in panel(page)


def test_a_link_shows_the_same_bundle(visit):
    page = visit("shipped", f"{HERE}&who=mark-zuckerberg&what=llama-4")
    assert page.locator("#panel h2").inner_text() == "Mark Zuckerberg on Llama 4"
    assert panel(page).count("Forecast") == line(page, "mark-zuckerberg", "llama-4")["number"]
    itself = visit("shipped", f"{HERE}&who=meta&what=meta")
    assert itself.locator("#panel h2").inner_text() == "Meta on itself"


def test_what_filters_hide_is_not_counted_but_said(visit):
    page = visit("small", f"{HERE}&who=ada-quill&what=orrery")
    tick(page, "Outcome", "Held up")
    assert {(one["who"], one["what"], one["number"]) for one in bundles(page)["lines"]} == {("ada-quill", "orrery", 1)}
    assert foot(page) == "Showing 1 speaker, 1 spoken of"
    assert "1 more is hidden by filters." in panel(page)


# Selecting.


def test_a_press_on_a_name_keeps_its_lines_and_dims_the_rest(visit):
    page = visit("shipped", HERE)
    before = [(box["x"], box["y"]) for box in bundles(page)["boxes"]]
    press(page, row(page, "who", "susan-li"))
    assert state(page)["selected"] == "susan-li"
    shown = bright(page, "lines")
    assert {what for who, what in shown if who == "susan-li"} == {"meta"}
    assert all("susan-li" in pair for pair in shown)
    assert ("who", "meta") not in bright(page, "boxes")
    assert [(box["x"], box["y"]) for box in bundles(page)["boxes"]] == before
    assert page.locator("#panel h2").inner_text() == "Susan Li"


def test_a_press_beside_everything_and_escape_clear(visit):
    page = visit("small", f"{HERE}&who=ada-quill&what=orrery")
    page.keyboard.press("Escape")
    assert (state(page)["who"], state(page)["what"]) == ("", "")
    press(page, row(page, "what", "sextant"))
    room = page.locator("#bundles").bounding_box()
    page.mouse.click(room["x"] + 3, room["y"] + room["height"] - 3)
    assert state(page)["selected"] == ""


def test_a_selected_claim_shows_whose_and_of_what_it_is(visit):
    page = visit("small", HERE)
    page.keyboard.press("/")
    page.keyboard.type("Revenue is too low")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Revenue is too low"
    assert bright(page, "lines") == {("lantern-post", "orrery"), ("lantern-post", "ada-quill")}


def test_it_goes_by_keyboard(visit):
    page = visit("shipped", HERE)
    page.locator("#bundles").focus()
    page.keyboard.press("ArrowDown")
    assert state(page)["selected"] == "the-decoder"
    page.keyboard.press("ArrowDown")
    assert state(page)["selected"] == "mark-zuckerberg"
    page.keyboard.press("ArrowDown")
    assert state(page)["selected"] == "meta"
    page.keyboard.press("ArrowRight")
    over = state(page)["selected"]
    here, there = row(page, "who", "meta"), row(page, "what", over)
    assert abs(here["y"] - there["y"]) <= there["height"]
    page.keyboard.press("ArrowUp")
    assert row(page, "what", state(page)["selected"])["y"] < there["y"]
    page.keyboard.press("ArrowLeft")
    assert state(page)["selected"] in rows(page, "who")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#panel') !== null")


def test_lines_are_buttons_in_the_panel_too(visit):
    page = visit("small", f"{HERE}&selected=ada-quill")
    assert re.search(
        r"Speaks of\s+Orrery Labs\s+2 claims\s+Sextant 2\s+2 claims\s+Is spoken of by\s+The Lantern Post\s+1 claim",
        panel(page),
    )
    page.locator("#panel [data-bundle]", has_text="Sextant 2").focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "Ada Quill on Sextant 2"
    page.get_by_role("button", name="Claims", exact=True).click()
    page.evaluate("location.hash = '#selected=ada-quill'")
    page.wait_for_timeout(100)
    assert "Speaks of" not in panel(page)


# Many.


def test_what_does_not_fit_folds_and_unfolds_in_place(visit):
    page = visit("crowd", HERE)
    first = rows(page, "what")
    assert foot(page) == f"Showing {len(rows(page, 'who'))} of 70 speakers, {len(first)} of 160 spoken of"
    assert 30 <= len(first) <= 40
    (fold,) = [box for box in bundles(page)["boxes"] if box["side"] == "what" and not box["id"]]
    assert fold["label"] == f"+ {160 - len(first)} more"
    press(page, fold)
    after = rows(page, "what")
    assert len(after) == len(first) + 40
    assert set(first) < set(after)
    assert foot(page).endswith(f"{len(after)} of 160 spoken of")
    assert min(box["text"] for box in bundles(page)["boxes"]) >= 11


def came_to_rest(page):
    """Wait until the address says where one looks: a little after the last movement."""
    page.wait_for_timeout(700)


def test_what_is_unfolded_and_where_one_looks_is_in_the_address(visit):
    page = visit("crowd", HERE)
    (fold,) = [box for box in bundles(page)["boxes"] if box["side"] == "what" and not box["id"]]
    press(page, fold)
    assert state(page)["more"] == "0,40"
    page.mouse.move(700, 400)
    page.mouse.wheel(0, -600)
    came_to_rest(page)
    assert state(page)["camera"]
    address, before = page.evaluate("location.hash"), bundles(page)
    again = bundles(visit("crowd", address))
    assert [box["id"] for box in again["boxes"]] == [box["id"] for box in before["boxes"]]
    assert again["scale"] == pytest.approx(before["scale"], rel=0.001)
    for here, there in zip(before["boxes"], again["boxes"], strict=True):
        assert (here["x"], here["y"]) == pytest.approx((there["x"], there["y"]), abs=1.5)
    page.locator("#zoom-fit").click()
    came_to_rest(page)
    assert not state(page)["camera"]
    page.go_back()
    assert state(page)["more"] == ""
    assert len([box for box in bundles(page)["boxes"] if box["side"] == "what"]) < len(before["boxes"])


def test_what_does_not_fit_unfolds_by_keyboard(visit):
    page = visit("crowd", HERE)
    first = len(rows(page, "what"))
    page.locator("#bundles").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    for _ in range(60):
        page.keyboard.press("ArrowDown")
        if page.locator("#spoken").inner_text() == f"+ {160 - first} more: Enter shows them":
            break
    assert state(page)["selected"] == ""
    page.keyboard.press("Enter")
    assert len(rows(page, "what")) == first + 40


def test_the_most_frequent_are_shown(visit):
    page = visit("crowd", HERE)
    found = Counter(claimant for claim in crowd().claims for claimant in claim.claimant)
    shown = rows(page, "who")
    numbers = {box["id"]: box["number"] for box in bundles(page)["boxes"] if box["side"] == "who" and box["id"]}
    assert numbers == {id_: found[id_] for id_ in shown}
    assert min(numbers.values()) >= max(number for id_, number in found.items() if id_ not in shown)


def test_who_is_folded_is_shown_when_found(visit):
    page = visit("crowd", HERE)
    assert "thing-159" not in rows(page, "what")
    page.keyboard.press("/")
    page.keyboard.type("Thing 159")
    page.keyboard.press("Enter")
    assert "thing-159" in rows(page, "what")
    assert not row(page, "what", "thing-159")["dim"]
    assert page.evaluate("document.activeElement.id") == "bundles"


def test_on_a_phone_few_names_are_shown_and_all_can_be_read(visit):
    page = visit("shipped", HERE, viewport=PHONE)
    found = bundles(page)["boxes"]
    assert min(box["text"] for box in found) >= 11
    assert all(box["x"] - box["width"] / 2 >= 0 and box["x"] + box["width"] / 2 <= PHONE["width"] for box in found)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert re.fullmatch(r"Showing 9 speakers, \d+ of 33 spoken of", foot(page))


# Moving about, and everyone.


def test_zoom_and_fit_belong_to_the_view_that_is_on(visit):
    page = visit("shipped", HERE)
    first = bundles(page)["scale"]
    page.get_by_role("button", name="Zoom in").click()
    assert bundles(page)["scale"] == pytest.approx(first * 1.25)
    page.get_by_role("button", name="Fit").click()
    assert bundles(page)["scale"] == pytest.approx(first)


def test_views_change_in_place(visit):
    page = visit("small")
    page.get_by_role("button", name="Who → what").click()
    assert state(page)["view"] == "who-to-what"
    assert len(bundles(page)["lines"]) == 5
    page.get_by_role("button", name="Claims", exact=True).click()
    assert page.locator("#map").is_visible()
    assert not page.locator("#bundles").is_visible()


@pytest.mark.parametrize("settings", [{}, {"color_scheme": "dark"}, {"viewport": PHONE}])
def test_nothing_stands_in_the_way_of_anyone(visit, settings):
    page = visit("shipped", f"{HERE}&selected=meta", bypass_csp=True, **settings)
    found = Axe().run(page).response["violations"]
    assert [item["id"] for item in found if item["impact"] in {"serious", "critical"}] == []


def test_hostile_names_are_only_drawn(visit):
    page = visit("hostile", HERE)
    press(page, bundles(page)["lines"][0])
    assert page.evaluate("window.ran") is None
    assert min(box["text"] for box in bundles(page)["boxes"]) >= 11
