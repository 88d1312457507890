"""What a reader takes away from the page: citations, files of what is in view, and paper."""

import base64
import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page

from kg.network import derive
from kg.page import render
from kg.store import open as open_store
from tests.browsing import state, tick, visible_claims
from tests.ledgers import ATTACKS, guided
from tests.test_browser_panel import id_of, nodes_of, show

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def download(tmp_path) -> Callable[[Page, str], tuple[str, bytes]]:
    """Take a file from the menu; return its name and its content."""

    def take(page: Page, kind: str) -> tuple[str, bytes]:
        page.get_by_role("button", name="Download").click()
        with page.expect_download() as waited:
            page.locator(f"#downloads [data-file={kind}]").click()
        path = Path(tmp_path / "taken")
        waited.value.save_as(path)
        return waited.value.suggested_filename, path.read_bytes()

    return take


def table(content: bytes) -> list[dict[str, str]]:
    assert content.startswith(b"\xef\xbb\xbf")  # so that Excel reads it as UTF-8
    text = content.decode("utf-8-sig")
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def parsed(content: bytes) -> ET.Element:
    return ET.fromstring(content)  # noqa: S314  (what our own page has written)


# Citations.

CITATION = """\
Ada Quill, for Orrery Labs: Revenue will be $2–3 M in 2031. Orrery Labs expects revenue of 2 to 3 million dollars in 2031.
“between two and three million, she said” – Notes from the harbour hall, The Lantern Post, 3 Feb 2031 – https://example.org/notes?page=2#:~:text=revenue%20of-,between%20two%20and%20three%20million%2C,she%20said,-before%2C%20at
“Revenue – up to 3 million” – Notes from the harbour hall, The Lantern Post, 3 Feb 2031 – https://example.org/notes?page=2#:~:text=Revenue%20%E2%80%93%20up%20to%203%20million
In sum: Held up
Outcome: Still open; criterion: The annual report's revenue lies within the range; evidence: Notes from the harbour hall https://example.org/notes?page=2; known on 30 Jun 2031
Outcome: Held up, $2.4 million; criterion: The annual report's revenue lies within the range; evidence: Annual report of Orrery Labs https://example.org/report; known on 1 Mar 2032
Harbour claims: {iri}, accessed 5 Apr 2033"""  # noqa: E501  (as it is pasted)


def cited(page: Page) -> str:
    (iri,) = [node["iri"] for node in nodes_of(page) if node["record"] == "revenue-guidance"]
    return CITATION.replace("{iri}", iri)


def test_a_citation_is_copied(visit):
    page = visit("small", permissions=["clipboard-read", "clipboard-write"])
    page.clock.set_fixed_time(dt.datetime(2033, 4, 5, 12, tzinfo=dt.UTC))
    show(page, "revenue-guidance")
    page.get_by_role("button", name="Copy citation").click()
    page.get_by_role("button", name="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == cited(page).splitlines()


def test_without_a_clipboard_a_citation_shows_selected(visit):
    page = visit("small")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.clock.set_fixed_time(dt.datetime(2033, 4, 5, 12, tzinfo=dt.UTC))
    show(page, "revenue-guidance")
    page.get_by_role("button", name="Copy citation").click()
    box = page.get_by_role("textbox", name="Citation")
    assert box.input_value().splitlines() == cited(page).splitlines()
    assert page.evaluate("document.activeElement.selectionEnd - document.activeElement.selectionStart") > 500


# The menu.


def test_the_menu_goes_by_keyboard(visit):
    page = visit("small")
    button = page.get_by_role("button", name="Download")
    focused = "document.activeElement.dataset.file ?? document.activeElement.id"
    button.focus()
    page.keyboard.press("ArrowDown")
    assert button.get_attribute("aria-expanded") == "true"
    seen = [page.evaluate(focused)]
    for key in ("ArrowDown", "ArrowUp", "ArrowUp", "ArrowDown", "End", "Home", "p", "t"):
        page.keyboard.press(key)
        seen.append(page.evaluate(focused))
    assert seen == ["csv", "ttl", "csv", "print", "csv", "print", "csv", "print", "svg"]
    page.keyboard.press("Escape")
    assert not page.locator("#downloads").is_visible()
    assert page.evaluate(focused) == "to-downloads"
    page.keyboard.press("Enter")
    assert page.locator("#downloads").is_visible()
    page.keyboard.press("Tab")
    assert not page.locator("#downloads").is_visible()
    with page.expect_download() as waited:
        button.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
    assert waited.value.suggested_filename == "harbour-claims-claims.csv"


def test_the_menu_says_how_much_is_in_view_and_what_this_view_lacks(visit):
    page = visit("made up")
    count = tick(page, "Outcome", "Failed")
    page.get_by_role("button", name="Download").click()
    assert f"In view: {count} of 66 claims" in page.locator("#downloads").inner_text()
    assert page.locator("[data-file=png]").get_attribute("aria-disabled") == "false"
    page.mouse.click(700, 500)
    assert not page.locator("#downloads").is_visible()
    page.get_by_role("button", name="Table", exact=True).click()
    page.get_by_role("button", name="Download").click()
    assert page.locator("[data-file=png]").get_attribute("aria-disabled") == "true"
    page.locator("[data-file=png]").click(force=True)
    assert page.locator(".told").inner_text() == "There is no picture in this view."


def test_addresses_of_files_are_given_back(visit):
    page = visit("small")
    page.clock.install()
    page.evaluate(
        """() => {
            window.kept = new Set();
            const { createObjectURL, revokeObjectURL } = URL;
            URL.createObjectURL = (blob) => {
                const address = createObjectURL.call(URL, blob);
                window.kept.add(address);
                return address;
            };
            URL.revokeObjectURL = (address) => {
                window.kept.delete(address);
                revokeObjectURL.call(URL, address);
            };
        }"""
    )
    page.get_by_role("button", name="Download").click()
    with page.expect_download():
        page.locator("[data-file=csv]").click()
    assert page.evaluate("window.kept.size") == 1
    page.clock.run_for(20000)
    assert page.evaluate("window.kept.size") == 0


# Tables.


def test_a_table_holds_the_claims_with_all_that_is_known(visit, download):
    page = visit("small")
    name, content = download(page, "csv")
    rows = {row["id"]: row for row in table(content)}
    assert name == "harbour-claims-claims.csv"
    assert set(rows) == {"revenue-guidance", "revenue-too-low", "sextant-runs-offline", "sextant-never-sold"}
    guidance = rows["revenue-guidance"]
    assert {key: guidance[key] for key in ("label", "claimants", "holder", "kind", "commitment", "polarity")} == {
        "label": "Revenue will be $2–3 M in 2031",
        "claimants": "Ada Quill",
        "holder": "Orrery Labs",
        "kind": "guidance",
        "commitment": "expected",
        "polarity": "affirmed",
    }
    assert [guidance[key] for key in ("amount", "value", "unit", "period", "earliest", "latest", "claimed on")] == [
        "$2-3 million",
        "",
        "CCY_USD",
        "this year",
        "2031-01-01",
        "2031-12-31",
        "2031-02-01",
    ]
    assert (float(guidance["low"]), float(guidance["high"])) == (2e6, 3e6)
    assert (guidance["outcome"], guidance["topics"]) == ("Held up", "Money")
    assert guidance["fragments"] == "between two and three million,\nshe said\nRevenue – up to 3 million"
    assert guidance["urls"].count("https://example.org/notes?page=2#:~:text=") == 2
    assert rows["sextant-never-sold"]["polarity"] == "denied"
    assert rows["sextant-runs-offline"]["claimants"] == "Ada Quill\nThe Lantern Post"


def test_a_table_holds_what_is_in_view(visit, download):
    page = visit("made up")
    tick(page, "Outcome", "Held up")
    ids = {node["id"]: node["record"] for node in nodes_of(page)}
    _, content = download(page, "csv")
    assert {row["id"] for row in table(content)} == {ids[shown] for shown in visible_claims(page)}
    page = visit("made up", "#focus=fog&steps=1")
    about_fog = set(
        page.evaluate(
            """ledgerPage.edges()
                .flatMap((edge) => (edge.to === "fog" ? [edge.from] : edge.from === "fog" ? [edge.to] : []))"""
        )
    )
    _, content = download(page, "csv")
    assert {row["id"] for row in table(content)} == {ids[found] for found in about_fog}


def test_no_cell_of_a_table_is_a_formula(visit, download):
    page = visit("hostile")
    _, content = download(page, "csv")
    rows = table(content)
    assert len(rows) == len(ATTACKS)
    assert {row["label"] for row in rows} >= {"'=cmd|' /C calc'!A0", "</script><script>window.ran = 1</script>"}
    for row in rows:
        assert None not in row
        for cell in row.values():
            assert not cell or cell[0] not in "=+-@\t\r"
        assert all(address.startswith("https://") for address in row["urls"].split("\n") if address)


# Pictures.


def test_a_picture_is_what_the_screen_shows_twice_as_fine(visit, download, browser):
    page = visit("made up")
    name, content = download(page, "png")
    assert name == "harbour-claims-claims.png"
    room = page.locator("#map canvas").bounding_box()
    (box,) = [
        box
        for box in page.evaluate("ledgerPage.drawn().boxes")
        if box["id"] == next(node["id"] for node in nodes_of(page) if node.get("standing") == "failed")
    ]
    bar = [2 * (box["x"] - box["width"] / 2 - room["x"] + 1), 2 * (box["y"] - room["y"])]
    width, height, corner, edge = pixels(browser, content, [[2, 2], bar])
    assert (width, height) == (round(2 * room["width"]), round(2 * room["height"]))
    assert corner == [247, 246, 241, 255]
    assert (edge[0] > 150, edge[2] < 110) == (True, True)  # the orange of what failed


def pixels(browser, content: bytes, points: list[list[float]]) -> list:
    page = browser.new_page()
    kind = "svg+xml" if content.startswith(b"<?xml") else "png"
    found = page.evaluate(
        """async ([data, points]) => {
            const image = new Image();
            image.src = data;
            await image.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
            const ctx = canvas.getContext("2d");
            ctx.drawImage(image, 0, 0);
            return [canvas.width, canvas.height, ...points.map(([x, y]) => [...ctx.getImageData(x, y, 1, 1).data])];
        }""",
        [
            f"data:image/{kind};base64,{base64.b64encode(content).decode()}",
            points,
        ],
    )
    page.close()
    return found


def test_the_map_in_vectors_is_drawn_like_the_map(visit, download, browser):
    page = visit("made up")
    name, content = download(page, "svg")
    assert name == "harbour-claims-claims.svg"
    drawing = parsed(content)
    assert drawing.find(f"{SVG}title").text == "Harbour claims"
    assert drawing.find(f"{SVG}desc").text.startswith("66 of 66 claims")
    words = [text.text for text in drawing.iter(f"{SVG}text")]
    for node in nodes_of(page):
        if node["type"] == "claim" and len(node["label"]) < 40:
            assert node["label"].split()[0] in " ".join(words)
    left, top, width, height = (float(number) for number in drawing.get("viewBox").split())
    claims = [node for node in nodes_of(page) if node["type"] == "claim"]
    colours = {"held-up": [0, 120, 90], "failed": [194, 65, 12], "disputed": [164, 50, 127]}
    settled = [node for node in claims if node["standing"] in colours]
    points = [[node["x"] - node["width"] / 2 + 2 - left, node["y"] - top] for node in settled]
    whole = [[node["x"] + node["width"] / 2 - 7 - left, node["y"] + node["height"] / 2 - 4 - top] for node in claims]
    across, down, *found = pixels(browser, content, [*points, *whole])
    assert (across, down) == (round(width), round(height))
    assert [colour[:3] for colour in found[: len(settled)]] == [colours[node["standing"]] for node in settled]
    assert {tuple(colour) for colour in found[len(settled) :]} == {(255, 255, 255, 255)}


def test_the_map_in_vectors_holds_what_is_in_view(visit, download):
    page = visit("made up")
    tick(page, "Outcome", "Failed")
    shown = visible_claims(page)
    drawing = parsed(download(page, "svg")[1])
    assert drawing.find(f"{SVG}desc").text == (
        f"{len(shown)} of 66 claims, as of {page.evaluate('new Date().getDate()')} "
        f"{page.evaluate('new Date().toLocaleString(`en`, { month: `short` })')} "
        f"{page.evaluate('new Date().getFullYear()')}. Outcome: Failed"
    )
    cards = [
        path for path in drawing.iter(f"{SVG}path") if path.get("fill") == "#ffffff" and path.get("d", "").count("a4 4")
    ]
    assert len(cards) == len(shown)


def test_hostile_words_in_vectors_stay_words(visit, download, browser):
    page = visit("hostile")
    name, content = download(page, "svg")
    assert re.fullmatch(r"[\w-]+\.svg", name)
    drawing = parsed(content)
    assert {found.tag.removeprefix(SVG) for found in drawing.iter()} == {
        "svg", "title", "desc", "defs", "clipPath", "path", "rect", "text",
    }  # fmt: skip
    for found in drawing.iter():
        assert not [key for key in found.keys() if key.startswith("on") or "href" in key]  # noqa: SIM118
    opened = browser.new_page()
    opened.on("dialog", lambda dialog: dialog.dismiss())
    opened.set_content(content.decode().partition("?>")[2])
    assert opened.evaluate("window.ran") is None
    opened.close()


# Paper.


def test_paper_shows_what_narrows_the_view_in_words_and_what_is_selected(visit, files):
    files["guided"] = files["small"].with_name("guided-on-paper.html")
    files["guided"].write_text(render(derive(open_store(guided())), "Guided claims"), encoding="utf-8")
    page = visit("guided", color_scheme="dark")
    page.clock.set_fixed_time(dt.datetime(2033, 4, 5, 12, tzinfo=dt.UTC))
    show(page, "spending-of-may", "&outcome=held-up&outcome=disputed&due=2031-01-01..2031-12-31")
    page.emulate_media(media="print", color_scheme="dark")
    page.locator(".printed p").first.wait_for()
    assert page.locator(".printed p").all_inner_texts() == [
        "Printed 5 Apr 2033. 2 of 14 claims.",
        "Outcome: Held up or Disputed",
        "Due: 2031-01-01 to 2031-12-31",
    ]
    assert page.locator("#panel h2").inner_text() == "Spending of may"
    assert page.locator("#panel").bounding_box()["y"] < page.locator("#table").bounding_box()["y"]
    address = "getComputedStyle(document.querySelector('#panel .resolution a'), '::after').content"
    assert page.evaluate(address) in {'" " attr(href)', '" https://example.org/report"'}
    for hidden in (".facets", "#map", ".search", ".tools", ".views", "#panel .actions", ".foot"):
        assert not page.locator(hidden).first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for column in range(1, 7):
        assert page.locator(f"#table td:nth-child({column})").first.is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_paper_without_a_selection_is_the_table_alone(visit):
    page = visit("made up")
    page.emulate_media(media="print")
    page.locator("#table tbody tr").first.wait_for()
    assert not page.locator("#panel").is_visible()
    assert page.locator("#table tbody tr").count() == 66
    page.emulate_media(media="screen")
    assert not page.locator(".printed").is_visible()


def test_the_picture_shows_what_is_unfolded_and_says_what_is_folded(visit, download):
    page = visit("topical", "#unfolded=topics")
    _, content = download(page, "svg")
    words = [text.text for text in parsed(content).iter(f"{SVG}text")]
    assert words.count("Topic 59") == 1
    assert words.count("21 more topics") == 1
    assert len([word for word in words if word.startswith("+ ")]) == 4


@pytest.mark.parametrize("view", ["claims", "who-to-what", "table", "ask"])
def test_the_first_paper_has_every_claim(visit, view):
    page = visit("made up", f"#view={view}")
    first, second = (len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) for _ in range(2))
    assert first == second > 2
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#table tbody tr").count() == 66
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def test_print_is_asked_of_the_browser(visit):
    page = visit("small")
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Download").click()
    page.get_by_role("menuitem", name="Print").click()
    assert page.evaluate("window.printed") is True
    assert state(page)["view"] == "claims"
    assert id_of(page, "revenue-guidance")
