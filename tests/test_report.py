"""The report: what it tells, and that nothing in a ledger becomes markup in either format."""

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

import html5rdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from kg import assets
from kg.claims import Appearance, Mode, Zone
from kg.errors import QueryError
from kg.graph import build, recover
from kg.history import as_of
from kg.records import read
from kg.report import Asked, Report, markdown, newest_day, report, webpage
from kg.report.document import Grid, Heading, Items, Link, Mark, Paragraph, Quotation, Reference, Strong
from kg.wording import plain
from tests.browsing import PHONE
from tests.browsing import pytestmark as needs_a_browser
from tests.ledgers import ATTACKS, guided, hostile, made_up, small
from tests.strategies import corpora

DAY = dt.date.fromisoformat
SVG = "{http://www.w3.org/2000/svg}"
HTML = "{http://www.w3.org/1999/xhtml}"


def in_a_browser(test):
    """Mark one test as those are whose whole module drives a browser."""
    for mark in needs_a_browser:
        test = mark(test)
    return test


@pytest.fixture(scope="module")
def data():
    return read(str(assets.data()))


@pytest.fixture(scope="module")
def on_meta(data):
    return markdown(report(data, claimant="meta"))


def parsed(page):
    """Parse a page as the standard has it; raise where it is not well formed."""
    return html5rdf.HTMLParser(strict=True).parse(page)


def rendered(text):
    """Parse Markdown as CommonMark with GitHub's tables and footnotes, raw HTML allowed."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin).parse(text)


def section(text, title):
    """Return what stands below a heading, up to the next of its level or above."""
    level = re.search(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    below = text[level.end() :]
    end = re.search(rf"^#{{1,{len(level[1])}}} |^\[\^1\]: ", below, re.MULTILINE)
    return below[: end.start() if end else None].strip()


# What it tells. The numbers are those of FACTS in the shipped ledger, checked by hand.


def test_what_came_of_the_claims_of_one_claimant(on_meta):
    short = section(on_meta, "In short")
    counts = dict(re.findall(r"^\| ([A-Z][a-z ]+) \| (\d+) \|", short, re.MULTILINE))
    assert counts == {
        "Held up": "7",
        "Failed": "1",
        "Split": "2",
        "Ambiguous": "2",
        "Open": "2",
        "Untestable": "13",
    }
    assert (
        "6 of 7 forecasts, plans, goals and guidance that were settled held up: 86% (95% interval: 49% to 97%)" in short
    )
    assert "3 of 4 ranges of guidance hold what came (too few for a rate)" in short


def test_a_claim_from_sentence_to_evidence(on_meta):
    told = section(on_meta, r"Q3 revenue will be \$38.5–41 B")
    place = "https://the-decoder.com/meta-plans-to-use-10-times-more-compute-power-to-train-its-next-generation-lama-4-ai-model"
    words = "For%20Q3%2C%20Meta%20expects%20revenue%20between%20%2438.5%2D41%20billion"
    sentence, said, content, quoted, outcome = told.split("\n\n")
    assert sentence == "Meta expects revenue of 38.5 to 41 billion US dollars in the third quarter."
    assert said == "**Meta**, on 31 July 2024, at Meta's earnings call for Q2 2024."
    assert content == (
        "Guidance, expected: 38.5 to 41 billion US dollars; time: Q3 2024 (the year is not in the text). "
        "Due 30 September 2024. Record: q3-revenue-guidance"
    )
    assert quoted == (
        rf"> [“For Q3, Meta expects revenue between \$38.5-41 billion”]({place}#:~:text={words}) – "
        "The Decoder on Meta's Q2 2024 earnings call and Llama 4[^1], in indirect speech (“expects”)"
    )
    assert outcome == (
        "**Held up**, known on 30 October 2024. Criterion: Meta's reported revenue for Q3 2024 lies between 38.5 and "
        "41 billion US dollars. What came: 40.589 billion US dollars. Evidence: [^14]"
    )
    assert (
        "\n[^14]: Meta: release on the third quarter of 2024 (as carried by Epicos). Meta, 30 October 2024. "
        "<https://epicos.com/article/883824/meta-reports-third-quarter-2024-results>. "
        "Has the revenue of the third quarter.\n"
    ) in on_meta


def test_who_answers_comes_first_and_never_who_relays(data, on_meta):
    assert "**Meta, as relayed by The Decoder**" in section(
        on_meta, r"Annual infrastructure spending will be \$37–40 B"
    )
    assert "**Meta, through Mark Zuckerberg**" in section(
        on_meta, "Meta AI will be the most used AI assistant by year-end"
    )
    outlet = markdown(report(data, claimant="the-decoder"))
    assert "**The Decoder, in its own voice**" in outlet
    assert "8 claims of these it made for others, who answer for them: not counted here." in section(outlet, "In short")


def test_two_criteria_with_two_verdicts_are_shown_as_such(on_meta):
    told = section(on_meta, "Llama 4 won't be available in the EU")
    assert "**Split**, the sum of 2 verdicts. It is settled differently under two criteria." in told
    assert [*re.findall(r"^[*-] \*\*(.*?)\*\*, known on 5 April 2025", told, re.MULTILINE)] == [
        "Held up",
        "Partly held up",
    ]


def test_a_verdict_that_a_later_one_replaces_is_told_as_replaced():
    told = section(markdown(report(small(), claimant="orrery")), r"Revenue will be \$2–3 M in 2031")
    assert "**Held up**, the sum of 2 verdicts." in told
    assert "**Pending**, known on 30 June 2031, replaced by a later verdict. Criterion:" in told
    assert "**Held up**, known on 1 March 2032. Criterion:" in told
    assert (
        "\n\n- Pushed back on by: “Revenue is too low” (The Lantern Post, in its own voice)[^1]. The one against"
        in told
    )


def test_guidance_is_a_table_and_a_picture(data):
    found = report(data, claimant="meta")
    capex, revenue = found.pictures
    assert (capex.name, revenue.name) == ("meta capital-expenditure", "meta revenue")
    assert capex.svg.startswith(b"<svg ")
    text = section(markdown(found, {"meta capital-expenditure": "a b.svg"}), "Meta spends on infrastructure")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    assert [row[2:6] for row in rows[2:]] == [
        ["30 to 37 billion", "33.5 billion", "7 billion", "first"],
        [
            *("35 to 40 billion", "37.5 billion", "5 billion"),
            "low raised by 5 billion, high raised by 3 billion, narrowed by 2 billion",
        ],
        ["37 to 40 billion", "38.5 billion", "3 billion", "low raised by 2 billion, narrowed by 2 billion"],
        ["38 to 40 billion", "39 billion", "2 billion", "low raised by 1 billion, narrowed by 1 billion"],
        ["39.23 billion", "", "", "at 62% of the last range"],
        ["37.26 billion", "", "", "below the last range"],
    ]
    assert "](a%20b.svg)" in text
    assert "![" not in section(markdown(found), "Meta spends on infrastructure")


def test_each_end_of_a_range_moves_by_its_own():
    ledger = guided()
    ends = {"low": Decimal(36_000_000_000), "high": Decimal(38_000_000_000)}
    claims = (
        replace(one, measure=replace(one.measure, **ends)) if one.id == "spending-of-may" else one
        for one in ledger.claims
    )
    told = markdown(report(replace(ledger, claims=tuple(claims))))
    assert "| low raised by 1 billion, high lowered by 2 billion, narrowed by 3 billion |" in told


def test_what_moved_when_it_was_said_again(data):
    told = section(markdown(report(data, entity="llama-4")), "What moved when it was said again")
    assert "hedged became expected, “likely” was dropped (strengthens)" in told
    assert told.startswith("3 differences between what was said and how it was said again: 1 strengthens, 2 shift.")


def test_what_disagrees(data):
    told = section(markdown(report(data, entity="donald-trump")), "What disagrees")
    assert "**Contradiction**: one claim denies what the other says." in told
    assert "“There was no Trump assassination, says Meta AI” (Meta AI)" in told
    assert "What disagrees" not in markdown(report(data, claimant="susan-li"))


def test_what_is_open_counts_from_the_day_asked_for(data):
    one = "**31 December 2025{}**: “The rise in capital expenditure is for AI research” (Meta). There is no criterion"
    late, early = (
        markdown(report(data, claimant="meta", asked=Asked(today=DAY(day)))) for day in ("2026-01-01", "2025-12-31")
    )
    assert one.format(", overdue") in section(late, "What is open")
    assert one.format("") in section(early, "What is open")
    assert "As of 31 December 2025." in early


def test_the_day_is_the_newest_in_the_ledger_never_the_clocks(data, on_meta):
    assert newest_day(data) == DAY("2026-11-26")
    assert "As of 26 November 2026, the newest day in the ledger." in on_meta


def test_as_of_a_day_verdicts_of_later_days_are_unknown(data):
    day = DAY("2024-12-31")
    told = markdown(report(as_of(data, day), claimant="meta", asked=Asked(as_of=day)))
    assert "What had been claimed, and what was known, on 31 December 2024." in told
    assert "newest day" not in told
    assert "**Open**. It waits for its verdict." in section(told, r"Annual infrastructure spending will be \$37–40 B")
    assert "**Held up**, known on 30 October 2024." in section(told, r"Q3 revenue will be \$38.5–41 B")


def test_nobody_and_both_are_refused(data):
    with pytest.raises(QueryError, match='there is no entity "mata"; did you mean meta'):
        report(data, claimant="mata")
    with pytest.raises(QueryError, match="a report is on one claimant, or on one entity; give --claimant"):
        report(data, claimant="meta", entity="meta")


def test_a_fragment_that_is_too_long_is_cut_to_ten_words():
    words = "one two three four five six seven eight nine ten eleven"
    first, *rest = small().claims
    place = Appearance("notes", words, Mode.DIRECT_QUOTE, Zone.BODY, prefix="before", suffix="after")
    told = markdown(report(replace(small(), claims=(replace(first, appearance=(place,)), *rest))))
    assert "“one two three four five six seven eight nine ten …”" in told
    assert "eleven" not in told


def test_nothing_is_claimed(data):
    told = report(data, claimant="linux")
    assert markdown(told) == (
        "# What Linux claims, and what came of it\n\nThe ledger has no such claim.\n\n"
        "As of 26 November 2026, the newest day in the ledger.\n"
    )


# The two writers.


@pytest.mark.parametrize("ledger", [small, guided, made_up, hostile])
def test_notes_are_numbered_as_they_are_marked_first_and_each_stands_once(ledger):
    found = report(ledger())
    text, page = markdown(found), webpage(found)
    marks = [int(number) for number in re.findall(r"(?<!\\)\[\^(\d+)\](?!: )", text)]
    assert list(dict.fromkeys(marks)) == list(range(1, len(found.notes) + 1))
    assert re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE) == [str(number + 1) for number in range(len(found.notes))]
    tree = parsed(page)
    assert [int(a.text) for a in tree.iter(f"{HTML}a") if a.get("role") == "doc-noteref"] == marks
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    leads = {a.get("href")[1:] for a in tree.iter(f"{HTML}a") if a.get("href").startswith("#")}
    assert leads <= set(ids)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", " JavaScript:x", "file:///x", "//x", ""]
)
def test_what_is_no_address_of_a_page_is_text(address):
    found = Report("Title", (Paragraph((Link("words", address),)), Quotation("quoted", address, ("source",))), ())
    assert markdown(found) == "# Title\n\nwords\n\n> “quoted” – source\n"
    assert "<a " not in webpage(found)


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("https://example.org/a(b)?c=1&copy=2|3", "https://example.org/a%28b%29?c=1&amp;copy=2%7C3"),
        ('https://example.org/ >)"<\\', "https://example.org/%20%3E%29%22%3C%5C"),
        ("mailto:press@example.org", "mailto:press@example.org"),
    ],
)
def test_addresses_stay_whole(address, written):
    found = Report("Title", (Paragraph((Link("words", address),)),), ())
    assert f"[words]({written})" in markdown(found)
    (link,) = parsed(webpage(found)).iter(f"{HTML}a")
    assert link.get("href") == address


SIGNS = st.text(st.sampled_from("ab1 \n\t.)#*_`~[]()!<>&|\\-+=:$^\"'/;“é\u2028"), max_size=30)


@given(st.text(max_size=30) | SIGNS)
@example("1. a")
@example("    code")
@example("a & b &amp; &#42; &copy")
@example("ends with \\")
@example("wow!")
@example("[^1] ![a](b) [a]: b <https://a.b> <!-- --> https://a.b www.a.b")
@example("---")
@example("| a | b |")
@settings(max_examples=150, deadline=None)
def test_text_stays_text(text):
    blocks = (
        Heading(2, text, "anchor"),
        Paragraph((text,)),
        Paragraph((Strong(text), " ", Link(text, "https://example.org/"), ": ", Reference(text, "anchor"), Mark(1))),
        Quotation(text, "https://example.org/", (text, Mark(1)), text),
        Items(((text, Mark(1)), (text,))),
        Items(((text,),)),
        Grid(text, (text, "b"), (((text,), (text, Mark(1))),)),
    )
    found = Report(text, blocks, ((text, Link(text, "https://example.org/")),))
    told = plain(text)
    assert_the_page_tells(parsed(webpage(found)), told)
    assert_the_markdown_tells(rendered(markdown(found)), told)


def assert_the_page_tells(tree, told):
    (main,) = tree.iter(f"{HTML}main")
    tags = [each.tag.removeprefix(HTML) for each in main.iter()]
    assert tags.count("a") == 9
    assert {"script", "img", "svg", "style"} & set(tags) == set()
    (heading,) = main.iter(f"{HTML}h1")
    assert (heading.text or "") == told


def assert_the_markdown_tells(tokens, told):
    allowed = {"text", "text_special", "softbreak", "strong_open", "strong_close", "link_open", "link_close"}
    allowed |= {"footnote_ref", "footnote_anchor"}
    inline = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inline} <= allowed
    assert {child.attrs["href"] for child in inline if child.type == "link_open"} <= {"https://example.org/"}
    blocks = [token.type for token in tokens if token.type.endswith("_open")]
    assert blocks.count("bullet_list_open") == 2
    assert blocks.count("table_open") == 1
    assert blocks.count("blockquote_open") == 1
    assert not {token.type for token in tokens} & {"html_block", "fence", "code_block", "ordered_list_open", "hr"}
    texts = ["".join(child.content for child in token.children) for token in tokens if token.type == "inline"]
    assert texts.count(told) >= 4 or not told  # title, heading, paragraph, item


@given(corpora())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_ledger_has_a_report_and_always_the_same(corpus):
    found = report(corpus)
    assert report(recover(build(corpus))) == found
    tree = parsed(webpage(found))
    assert [each.tag for each in tree.iter() if each.tag in {f"{HTML}script", f"{HTML}img", f"{HTML}iframe"}] == []
    inline = [child.type for token in rendered(markdown(found)) for child in token.children or ()]
    assert {"html_inline", "image", "code_inline", "em_open"} & set(inline) == set()


def test_hostile_words_stay_words():
    found = report(hostile())
    page, text = webpage(found), markdown(found, {picture.name: "a.svg" for picture in found.pictures})
    tree = parsed(page)
    assert {each.tag for each in tree.iter() if each.tag.startswith(HTML)} <= {
        HTML + tag
        for tag in (
            *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "strong", "a", "q"),
            *("blockquote", "footer", "ul", "ol", "li", "div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
            *("sup", "section", "figure", "figcaption"),
        )
    }
    attributes = {name for each in tree.iter() for name in each.attrib if each.tag.startswith(HTML)}
    assert not [name for name in attributes if name.startswith("on") or name in {"style", "src"}]
    links = [a.get("href") for a in tree.iter(f"{HTML}a")]
    assert {href.partition(":")[0] for href in links if not href.startswith("#")} == {"https"}
    inline = [child for token in rendered(text) for child in token.children or ()]
    assert {child.attrs["href"].partition(":")[0] for child in inline if child.type == "link_open"} == {"https"}
    assert not {child.type for child in inline} & {"html_inline", "image", "code_inline", "em_open", "s_open"}
    titles = [head.text for head in tree.iter(f"{HTML}h3")]
    assert set(titles) >= {plain(attack) for attack in ATTACKS if attack.strip()}


def test_the_page_allows_its_own_style_and_nothing_more():
    page = webpage(report(small()))
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', page)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'", policy
    )
    assert '<html lang="en">' in page
    german = replace(small(), documents=tuple(replace(each, language="de") for each in small().documents))
    assert '<q lang="de">' in webpage(report(german))


# The command.


def test_the_suffix_names_the_format_and_pictures_stand_beside_markdown(kg, tmp_path):
    result = kg("report", "--claimant", "meta", "-o", "out.md")
    assert (result.returncode, result.stdout) == (0, b"")
    names = ["out-1-meta-capital-expenditure.svg", "out-2-meta-revenue.svg"]
    assert result.stderr.decode() == "wrote out.md, and beside it 2 pictures\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*names, "out.md"])
    assert re.findall(r"^!\[.*\]\((.*)\)$", (tmp_path / "out.md").read_text(), re.MULTILINE) == names
    assert kg("report", "--claimant", "meta", "-o", "out.html").returncode == 0
    page = parsed((tmp_path / "out.html").read_text(encoding="utf-8"))
    assert len(list(page.iter(f"{SVG}svg"))) == 2


def test_on_standard_output_it_is_markdown_unless_named(kg):
    assert kg("report", "--entity", "llama-4").stdout.startswith(
        b"# What is claimed by and of Llama 4, and what came of it\n"
    )
    assert kg("report", "--entity", "llama-4", "-f", "html", "-o", "-").stdout.startswith(b"<!doctype html>\n")
    assert b"![" not in kg("report", "-o", "/dev/stdout", "-f", "markdown").stdout


@pytest.mark.parametrize("obstacle", ["out-2-meta-revenue.svg", "out.md"])
def test_the_report_and_its_pictures_are_written_together_or_not_at_all(kg, tmp_path, obstacle):
    there = tmp_path / "out-1-meta-capital-expenditure.svg"
    there.write_text("what was there")
    (tmp_path / obstacle).mkdir()
    result = kg("report", "--claimant", "meta", "-f", "markdown", "-o", "out.md")
    assert (result.returncode, result.stdout) == (2, b"")
    assert f"{obstacle}: this cannot be written".encode() in result.stderr
    assert {path.name for path in tmp_path.iterdir()} == {there.name, obstacle}
    assert there.read_text() == "what was there"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-o", "out.pdf"], "out.pdf: the suffix names no format of reports; use one of .md, .markdown, .html, .htm"),
        (["--claimant", "mata"], 'there is no entity "mata"; did you mean meta (Meta)?'),
        (["--today", "soon"], '--today "soon" is no day of the calendar'),
        (["--claimant", "meta", "--entity", "meta"], "a report is on one claimant, or on one entity"),
    ],
)
def test_what_cannot_be_done_is_said(kg, words, message):
    result = kg("report", *words)
    assert (result.returncode, result.stdout) == (2, b"")
    assert message in result.stderr.decode()
    assert b"Traceback" not in result.stderr


# In a browser.


@in_a_browser
@pytest.mark.parametrize("settings", [{}, {"color_scheme": "dark"}, {"viewport": PHONE}])
def test_axe_finds_nothing_serious_and_nothing_is_fetched(visit, files, settings, data):
    files["report"] = files["small"].with_name("report.html")
    files["report"].write_text(webpage(report(data, claimant="meta")), encoding="utf-8")
    page = visit("report", ready=False, bypass_csp=True, **settings)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found if rule["impact"] in {"serious", "critical"}] == []
    assert page.evaluate("document.documentElement.scrollWidth") == page.evaluate("window.innerWidth")


@in_a_browser
def test_a_reference_and_a_note_lead_there_and_back(visit, files, data):
    files["report"] = files["small"].with_name("report.html")
    files["report"].write_text(webpage(report(data, claimant="meta")), encoding="utf-8")
    page = visit("report", ready=False)
    assert page.evaluate("getComputedStyle(document.querySelector('q')).quotes") == "none"  # the style is let in
    page.get_by_role("link", name="“Q3 revenue will be $38.5–41 B”").first.click()
    assert page.get_by_role("heading", name="Q3 revenue will be $38.5–41 B").bounding_box()["y"] == pytest.approx(
        0, abs=30
    )
    page.locator("h3:has-text('Q3 revenue') ~ p sup a").first.click()
    note = page.locator("li:target")
    assert note.inner_text().startswith("Meta: release on the third quarter of 2024")
    note.get_by_role("link", name="Back to the text").click()
    assert page.url.endswith("#mark-14")
