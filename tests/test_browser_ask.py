"""Asking in a real Chromium: the engine that the page carries answers as the one on the command line does."""

import csv
import functools
import io
import re
import threading
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from rdflib import Graph, Literal
from rdflib.compare import isomorphic

import kg
from kg import assets
from kg.claims import Entity
from kg.errors import QueryError
from kg.network import derive
from kg.page import render
from kg.page.asking import contents
from kg.query import questions
from kg.store import open as open_store
from tests.browsing import PHONE, WINDOW, state
from tests.ledgers import ATTACKS, hostile, made_up

NEVER_ENDS = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?a = ?i) }"


@pytest.fixture(scope="module")
def shipped():
    with open_store(assets.data()) as store:
        yield store


@pytest.fixture(scope="module")
def files(tmp_path_factory, shipped) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")

    def written(name: str, store, **how) -> Path:
        file = folder / f"{name}.html"
        file.write_text(render(derive(store), name, store, **how), encoding="utf-8", newline="")
        return file

    people = tuple(Entity(f"person-{number}", f"Person {number}", "Person") for number in range(600))
    corpus = made_up(12)
    crowd = replace(corpus, entities=corpus.entities + people)
    return {
        "shipped": written("shipped", shipped),
        "without": written("without", shipped, sparql=False),
        "hostile": written("hostile", open_store(hostile())),
        "crowd": written("crowd", open_store(crowd)),
    }


def opened(visit, name="shipped", hash_="#view=ask", **settings) -> Page:
    page = visit(name, hash_, **settings)
    expect(status(page)).to_contain_text("Ready")
    return page


def status(page: Page):
    return page.locator("#ask .status")


def run(page: Page, query: str | None = None, *, begins: str = r"[\d,]+ (?:row|statement)s? in|No|Yes") -> str:
    """Run a query, or what is in the editor; return what the status says of it."""
    if query is not None:
        page.locator("#query").fill(query)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(status(page)).to_have_text(re.compile(f"^(?:{begins})"))
    return status(page).inner_text()


def complaint(page: Page, query: str) -> str:
    page.locator("#query").fill(query)
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#ask [role=alert]")).not_to_be_empty()
    return page.locator("#ask [role=alert] p").inner_text()


def cells(page: Page) -> list[list[str]]:
    return page.eval_on_selector_all(
        ".answer tbody tr", "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    )


def kept(page: Page, words: str) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words).click()
    return waiting.value.path().read_bytes().decode()


def table(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(kept(page, "Download CSV"), newline="")))


def written(term) -> str:
    """Write a term as the file of rows does: its value, in the engine's form, guarded against spreadsheets."""
    if isinstance(term, Literal) and str(term.datatype).endswith("#decimal"):
        return str(term).removesuffix(".0")
    text = "" if term is None else str(term)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def test_the_keyboard_stays_with_the_button_that_was_pressed(visit):
    page = opened(visit)
    page.get_by_role("button", name="Run", exact=True).focus()
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text(re.compile(r"rows? in"))
    assert page.evaluate("document.activeElement.innerText") == "Run"


# The named questions.


def test_the_named_questions_have_the_answers_that_the_command_line_gives(visit, shipped):
    page = opened(visit)
    asked = contents(shipped.dataset(), shipped.base)["questions"]
    assert [one["name"] for one in asked] == [question.name for question in questions()]
    assert len(asked) == 20
    for question in asked:
        page.locator(f"[data-question={question['name']}]").click()
        said = run(page)
        expected = kg.ask(shipped, question["name"], {one["name"]: one["value"] for one in question["parameters"]})
        assert expected.rows, question["name"]
        assert re.match(f"{len(expected.rows)} rows? in", said), question["name"]
        head, *rows = table(page)
        assert head == list(expected.columns)
        assert sorted(rows) == sorted([written(term) for term in row] for row in expected.rows), question["name"]
        assert len(cells(page)) == len(rows)


def test_rows_are_told_by_name(visit):
    page = opened(visit)
    page.locator("[data-question=revisions]").click()
    assert run(page).startswith("4 rows in ")
    first, second, *_ = cells(page)
    assert first[:5] == [
        "Capital expenditure in 2024 was to be $30–37 B",
        "2024-02-01",
        "2024",
        "30,000,000,000",
        "37,000,000,000",
    ]
    assert second[7] == first[0]
    assert page.locator(".answer caption").inner_text() == "How was a guidance revised?"
    page.locator(".answer tbody button").first.click()
    assert page.locator("#panel h2").inner_text() == first[0]
    assert state(page)["view"] == "ask"


def test_fields_fill_the_query(visit, shipped):
    page = opened(visit)
    page.locator("[data-question=who-said]").click()
    page.get_by_label("The person, organisation, product or concept").select_option(label="Llama 4")
    assert "rdf:subject|rdf:object|ac:about kb:llama-4 }" in page.locator("#query").input_value()
    run(page)
    expected = kg.ask(shipped, "who-said", {"about": "llama-4"})
    assert len(expected.rows) == 10
    assert sorted(table(page)[1:]) == sorted([written(term) for term in row] for row in expected.rows)
    page.get_by_label("The person, organisation, product or concept").select_option(label="— anything —")
    assert "ac:about ?about }" in page.locator("#query").input_value()


def test_periods_are_offered_and_taken_as_people_write_them(visit, shipped):
    page = opened(visit)
    page.locator("[data-question=figures]").click()
    field = page.get_by_label("The period")
    assert page.locator("#known-period option[value='2024-34']").count() == 1
    field.fill("q2 2024")
    assert 'ac:edtf "2024-34" .' in page.locator("#query").input_value()
    run(page)
    assert len(cells(page)) == len(kg.ask(shipped, "figures", {"period": "Q2 2024"}).rows)
    field.fill('2024" . } # \\')
    assert r'ac:edtf "2024\" . } # \\" .' in page.locator("#query").input_value()
    assert run(page).startswith("No rows")


def test_a_day_is_needed_before_a_query_can_run(visit):
    page = opened(visit)
    page.locator("[data-question=due]").click()
    field = page.get_by_label("The day")
    field.fill("")
    assert page.get_by_text("Choose a day.").is_visible()
    assert field.get_attribute("aria-invalid") == "true"
    assert page.get_by_role("button", name="Run", exact=True).is_disabled()
    field.fill("2025-12-31")
    assert 'FILTER (?latest <= "2025-12-31"^^xsd:date)' in page.locator("#query").input_value()
    run(page)


def test_of_many_entities_a_field_takes_the_id_or_the_name(visit):
    page = opened(visit, "crowd")
    page.locator("[data-question=attributed-to]").click()
    field = page.get_by_label("Who is said to have said")
    assert field.evaluate("(field) => field.tagName") == "INPUT"
    before = page.locator("#query").input_value()
    assert f"ac:claimant kb:{field.input_value()} " in before
    field.fill("nobody here")
    assert page.get_by_text("This ledger has no entity “nobody here”.").is_visible()
    assert page.get_by_role("button", name="Run", exact=True).is_disabled()
    for known in ("ada-quill", "Ada Quill", "https://w3id.org/ai-claims/id/ada-quill"):
        field.fill(known)
        assert "ac:claimant kb:ada-quill " in page.locator("#query").input_value()
    run(page)
    assert cells(page)


def test_a_query_that_is_edited_leaves_its_question(visit):
    page = opened(visit)
    page.locator("[data-question=record]").click()
    page.locator("#query").press("End")
    page.locator("#query").type(" # mine")
    assert page.locator("#ask h2").inner_text() == "Your query"
    assert not page.locator("#ask .fields").is_visible()
    assert page.locator("#ask [aria-pressed=true]").count() == 0
    page.get_by_role("button", name="Start again from it").click()
    assert page.locator("#ask h2").inner_text() == "What is the record of one claimant?"
    assert "# mine" not in page.locator("#query").input_value()
    assert page.locator("#ask .fields").is_visible()


# Free SPARQL.


SAME = [
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) FROM graph:accepted WHERE { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) WHERE { GRAPH graph:accepted { ?s ?p ?o } }",
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    'SELECT (COUNT(*) AS ?n) ("FROM" AS ?from) WHERE { ?s ?p ?o } # FROM\n',
    "PREFIX kb: <https://example.org/> SELECT (kb:x AS ?x) WHERE {}",
    "SELECT * WHERE { ?z a ac:Claim ; ac:claimant ?a ; ac:kind ?m }",
]


def test_a_query_sees_the_same_graphs_and_prefixes_as_on_the_command_line(visit, shipped):
    page = opened(visit)
    for query in SAME:
        run(page, query)
        expected = kg.ask(shipped, query)
        head, *rows = table(page)
        assert head == list(expected.columns)
        assert sorted(rows) == sorted([written(term) for term in row] for row in expected.rows)


def test_yes_and_no_are_said_in_words(visit):
    page = opened(visit)
    assert run(page, "ASK { ?claim ac:claimant kb:meta-ai }").startswith("Yes")
    assert page.locator(".results").inner_text() == "Yes: the ledger has this."
    assert run(page, "ASK { ?claim ac:claimant kb:linux }").startswith("No")


GRAPHS = [
    (
        "CONSTRUCT { ?claim rdfs:label ?label ; ac:polarity ?not ; a ac:Claim } "
        "WHERE { ?claim ac:claimant kb:susan-li ; rdfs:label ?label ; ac:polarity ?not }"
    ),
    "CONSTRUCT WHERE { ?appearance oa:hasBody ?claim ; oa:hasTarget ?t . ?t oa:hasSelector ?s . ?s ?p ?o }",
    "DESCRIBE kb:llama-4",
    (
        'CONSTRUCT { [] ac:value 0.5, 1e3, "a\\"b\\n\\\\"@en-GB, "x"^^<http://example.org/a,b> ; '
        "<http://example.org/a,b> <http://example.org/> } WHERE {}"
    ),
]


def test_a_graph_is_kept_as_turtle_that_others_read(visit, shipped):
    page = opened(visit)
    for query in GRAPHS:
        said = run(page, query)
        expected = kg.ask(shipped, query)
        turtle = kept(page, "Download Turtle")
        assert isomorphic(canonical(Graph().parse(data=turtle, format="turtle")), canonical(expected))
        assert said.startswith(f"{len(expected):,} statement")
        assert turtle.startswith(page.locator(".turtle").inner_text()[:2000])


def canonical(graph: Graph) -> Graph:
    """Write all numbers alike: the store gives our own offsets and decimals back as records have them."""
    found = Graph()
    for subject, predicate, term in graph:
        item = term
        if isinstance(term, Literal):
            whole = str(term.datatype).endswith("#nonNegativeInteger")
            item = Literal(int(term)) if whole else Literal(str(term), term.language, term.datatype, normalize=True)
        found.add((subject, predicate, item))
    return found


def test_a_spreadsheet_finds_no_formula_in_the_file(visit):
    page = opened(visit)
    run(page, r'SELECT ?x WHERE { VALUES ?x { "=1+1" "+a" "-b" "@c" "\td" -5 "-0.5" "a,\"b\"" "a\nb" "fine" } }')
    found = [row[0] for row in table(page)[1:]]
    assert found == ["'=1+1", "'+a", "'-b", "'@c", "'\td", "-5", "-0.5", 'a,"b"', "a\nb", "fine"]


def test_links_lead_only_where_a_page_may_lead(visit):
    page = opened(visit)
    run(
        page,
        "SELECT ?x WHERE { VALUES ?x { wd:Q1 <javascript:window.ran=1> <data:text/html,x> ac:Claim kb:meta kb:no } }",
    )
    links = page.locator(".answer a").evaluate_all("links => links.map((a) => [a.href, a.rel, a.textContent])")
    assert links == [["http://www.wikidata.org/entity/Q1", "noopener noreferrer", "wd:Q1"]]
    assert [row[0] for row in cells(page)] == [
        "wd:Q1",
        "javascript:window.ran=1",
        "data:text/html,x",
        "claim",
        "Meta",
        "kb:no",
    ]
    assert page.locator(".answer button").all_inner_texts() == ["Meta"]


def test_more_rows_than_can_be_read_are_said_and_kept(visit, shipped):
    page = opened(visit)
    all_of_it = len(kg.ask(shipped, "SELECT * WHERE { ?s ?p ?o }").rows)
    assert run(page, "SELECT * WHERE { ?s ?p ?o }").startswith(f"{all_of_it:,} rows in")
    assert len(cells(page)) == 1000
    assert page.get_by_text(f"The first 1,000 of {all_of_it:,} rows are shown; the file has all.").is_visible()
    assert len(table(page)) == 1 + all_of_it


# What goes wrong.


MISTAKES = [
    "SELECT ?s WHERE {\n  ?s ?p foo:bar .\n}",
    "SELECT ?s WHERE {\n  ?s ?p ?o .\n",
    "SELECT ?s WHERE {\n  ?s rdfs:label 'x }\n",
    "SELECT ?s WHER { ?s ?p ?o }",
    "SELECT ?s WHERE { ?s ?p ?o )",
    "SELECT ?s WHERE { <claim> ?p ?o }",
    "SELECT ?s (COUNT(*) AS ?n)\nWHERE { ?s ?p ?o }",
    "# \U0001f468\u200d\U0001f469 é\nSELECT ?s WHERE { ?s '\U0001d7d8' ?o }",
    "SELECT ?s WHERE { ?s ?p ?o } LIMIT",
    "SELECT ?s",
    "SELECT ?s WHERE { ?s ?p }\n",
]


def test_what_is_wrong_is_said_with_its_place_as_on_the_command_line(visit, shipped):
    page = opened(visit)
    for query in MISTAKES:
        with pytest.raises(QueryError) as expected:
            kg.ask(shipped, query)
        (problem,) = expected.value.problems
        said = complaint(page, query)
        place, what = re.fullmatch(r"line (\d+, column \d+): (.*)", problem.what).groups()
        assert said.lower().startswith(f"line {place}. {what}".lower())
        assert page.locator("#ask [role=alert] pre").inner_text().endswith("^")
        page.get_by_role("button", name=f"Go to line {place.partition(',')[0]}").click()
        assert page.evaluate("document.activeElement.id") == "query"
        line, column = (int(part) for part in place.split(", column "))
        start = page.evaluate("document.activeElement.value.slice(0, document.activeElement.selectionStart)")
        assert (start.count("\n") + 1, len(start.rpartition("\n")[2]) + 1) == (line, column)
        assert run(page, "ASK {}").startswith("Yes")
        assert page.locator("#ask [role=alert]").inner_text() == ""


REFUSED = [
    ("INSERT DATA { kb:a a ac:Claim }", "This is an update (INSERT), not a query: the page can be asked, not changed."),
    ("PREFIX x: <http://select.org/>\nDELETE WHERE { ?s ?p ?o }", "This is an update (DELETE)"),
    ("LOAD <https://example.org/>", "This is an update (LOAD)"),
    ("ASK { SERVICE <https://example.org/> { ?s ?p ?o } }", "SERVICE would open a connection"),
    ("ASK { SERVICE SILENT <https://example.org/> { ?s ?p ?o } }", "SERVICE would open a connection"),
    ("  \n", "There is nothing to run"),
]


def test_what_the_page_does_not_do_is_said(visit):
    page = opened(visit)
    for query, words in REFUSED:
        assert words in complaint(page, query)


def test_words_in_strings_and_comments_refuse_nothing(visit):
    page = opened(visit)
    assert run(page, "# SERVICE INSERT\nASK { FILTER (STRLEN('SERVICE <x> INSERT') = 18) }").startswith("Yes")


def test_a_query_that_never_ends_can_be_stopped(visit):
    page = opened(visit)
    page.locator("#query").fill(NEVER_ENDS)
    page.locator("#query").press("Control+Enter")
    expect(status(page)).to_contain_text("Running for")
    assert page.get_by_role("button", name="Run", exact=True).is_disabled()
    page.get_by_role("button", name="Stop").click()
    expect(status(page)).to_have_text(re.compile(r"^Stopped after \d"))
    for _ in range(50):
        if page.workers:
            page.wait_for_timeout(100)
    assert page.workers == []
    assert run(page, "ASK { ?claim a ac:Claim }").startswith("Yes")
    assert len(page.workers) == 1
    assert page.get_by_role("button", name="Stop").is_disabled()


def test_loading_can_be_stopped(visit):
    page = visit("shipped", "#view=claims")
    page.get_by_role("button", name="Ask", exact=True).click()
    page.evaluate(
        """() => {
            document.getElementById("query").value = "ASK {}";
            for (const name of ["Run", "Stop"]) {
                [...document.querySelectorAll("#ask button")].find((button) => button.textContent === name).click();
            }
        }"""
    )
    expect(status(page)).to_have_text(re.compile(r"^Stopped after \d"))
    assert run(page, "ASK {}").startswith("Yes")


def test_an_engine_that_gives_up_is_replaced(visit):
    page = opened(visit)
    said = complaint(page, f"ASK {{{'{' * 20000}{'}' * 20000}}}")
    assert said.startswith("The engine gave up")
    assert run(page, "ASK {}").startswith("Yes")


# Only when asked for, only what was asked for.


def test_nothing_is_unpacked_before_the_tab_is_opened(visit):
    page = visit("shipped", "")
    page.get_by_role("button", name="Table", exact=True).click()
    page.wait_for_timeout(300)
    assert page.workers == []
    page.get_by_role("button", name="Ask", exact=True).click()
    expect(status(page)).to_have_text(re.compile(r"^Ready: \d,\d{3} statements\."))
    assert len(page.workers) == 1


def test_a_link_shows_a_query_and_does_not_run_it(visit):
    page = opened(visit)
    run(page, "SELECT ?x WHERE { VALUES ?x { 1 2 } }")
    address = page.evaluate("location.hash")
    other = opened(visit, hash_=address)
    assert other.locator("#query").input_value() == "SELECT ?x WHERE { VALUES ?x { 1 2 } }"
    assert other.locator("#ask h2").inner_text() == "Your query"
    other.wait_for_timeout(300)
    assert status(other).inner_text().startswith("Ready")
    assert other.locator(".results").inner_text() == ""
    assert run(other).startswith("2 rows")


def test_choosing_something_else_leaves_the_query_alone(visit):
    page = opened(visit)
    run(page, "SELECT ?claim WHERE { ?claim ac:claimant kb:susan-li }")
    page.locator("#query").fill("ASK {} # not run yet")
    page.locator(".answer button").first.click()
    assert page.locator("#query").input_value() == "ASK {} # not run yet"
    assert page.locator(".answer tbody tr").count() == 4
    page.get_by_role("button", name="Claims", exact=True).click()
    page.get_by_role("button", name="Ask", exact=True).click()
    assert page.locator("#query").input_value() == "ASK {} # not run yet"


def test_left_out_it_leaves_nothing_behind(visit, files):
    without, whole = (files[name].read_text(encoding="utf-8") for name in ("without", "shipped"))
    for part in ("wasm-unsafe-eval", "worker-src", 'id="oxigraph', 'id="asking"', 'data-to="ask"'):
        assert part in whole
        assert part not in without
    assert len(whole) - len(without) > 1_900_000
    page = visit("without", "#view=ask")
    assert page.locator("#ask").inner_text().startswith("This page was written without SPARQL.")
    page.get_by_role("button", name="Table", exact=True).click()
    assert page.locator("#table tbody tr").count() == 91


def test_it_works_from_a_server_that_is_then_gone(browser, files):
    serve = functools.partial(SimpleHTTPRequestHandler, directory=str(files["shipped"].parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context(viewport=WINDOW)
        context.set_default_timeout(8000)
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/shipped.html")
        server.shutdown()
    context.set_offline(True)
    page.get_by_role("button", name="Ask", exact=True).click()
    assert run(page, "SELECT ?c WHERE { ?c ac:claimant kb:susan-li }").startswith("4 rows")
    context.close()


# Everyone, and everything.


def test_it_goes_by_keyboard(visit):
    page = opened(visit)
    page.locator("[data-question=quotes]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#ask h2").inner_text().startswith("Which companies")
    page.locator("#query").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Run"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".answer table")).to_be_visible()


@pytest.mark.parametrize("width", [390, 800, 1024, 1440])
def test_no_width_scrolls_sideways_or_hides_a_column(visit, width):
    page = opened(visit, viewport={"width": width, "height": 844})
    run(page, "SELECT ?a ?b ?c ?d ?e ?f ?g WHERE { VALUES (?a ?b ?c ?d ?e ?f ?g) { (1 2 3 4 5 6 7) } }")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.locator(".answer td:visible").count() == 7
    run(page, f"SELECT {' '.join(f'(?text AS ?{name})' for name in 'abcdefg')} WHERE {{ ?claim oa:exact ?text }}")
    assert page.locator(".answer").evaluate("(room) => room.scrollWidth > room.clientWidth")
    assert page.locator("#ask").evaluate("(room) => room.scrollWidth <= room.clientWidth")


def test_no_words_are_smaller_than_11_pixels(visit):
    page = opened(visit)
    page.locator("[data-question=revisions]").click()
    run(page)
    sizes = (
        "all => all.filter((one) => one.textContent.trim()).map((one) => parseFloat(getComputedStyle(one).fontSize))"
    )
    assert min(page.eval_on_selector_all("#ask *", sizes)) >= 11


@pytest.mark.parametrize("settings", [{}, {"color_scheme": "dark"}, {"viewport": PHONE}])
def test_axe_finds_nothing_serious(visit, settings):
    page = opened(visit, bypass_csp=True, **settings)
    if "viewport" in settings:
        page.get_by_text("20 questions, ready to run").click()
    page.locator("[data-question=revisions]").click()
    for query in (None, "CONSTRUCT WHERE { kb:meta ?p ?o }", "SELECT ?x {"):
        if query and query.endswith("{"):
            complaint(page, query)
        else:
            run(page, query)
        found = Axe().run(page).response["violations"]
        serious = [rule for rule in found if rule["impact"] in {"serious", "critical"}]
        assert [(rule["id"], rule["nodes"][0]["html"]) for rule in serious] == []


def test_hostile_words_stay_words(visit):
    page = opened(visit, "hostile")
    run(page, "SELECT * WHERE { ?s ?p ?o }")
    assert len(cells(page)) == 1000
    run(page, "SELECT DISTINCT ?label WHERE { ?claim a ac:Claim ; rdfs:label ?label }")
    shown = {row[0] for row in cells(page)}
    assert {attack for attack in ATTACKS if attack.strip()} <= shown
    page.locator("[data-question=attributed-to]").click()
    run(page)
    page.locator(".answer button").first.click()
    run(page, "CONSTRUCT WHERE { ?s rdfs:label ?o }")
    run(page, "SELECT ('<img src=x onerror=window.ran=9>' AS ?x) (STRLANG('x', 'en') AS ?y) WHERE {}")
    complaint(page, "SELECT <img src=x onerror=window.ran=9> WHERE { '<script>window.ran=9</script> }")
    assert page.evaluate("window.ran") is None
    assert page.locator("#ask img, #ask script, #ask style").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == WINDOW["width"]


def test_a_hostile_link_is_shown_and_nothing_more(visit):
    query = "%3Cimg%20src%3Dx%20onerror%3Dwindow.ran%3D1%3E%20%7B%7B%7D%7D"
    page = opened(visit, hash_=f"#view=ask&query={query}")
    assert page.locator("#query").input_value() == "<img src=x onerror=window.ran=1> {{}}"
    assert page.evaluate("window.ran") is None
