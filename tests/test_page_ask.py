"""What of SPARQL is in the page as a file: the questions in pieces, the engine, the policy. No browser."""

import base64
import gzip
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import kg
from kg import assets
from kg.assets import viz
from kg.claims import Corpus, Ledger
from kg.cli import main
from kg.network import derive
from kg.page import render
from kg.page.asking import MOST_LISTED, contents, packed, worker
from kg.page.scripts import plain
from kg.query import questions
from kg.store import open as open_store
from tests.ledgers import ATTACKS, hostile, made_up, small
from tests.test_page import Parts, digest, policy

HEADER = """\
# number: 1
# title: What of {0}?
# why: To see.
# given of (entity) = kb:ada-quill: whose
# given kind (text) = a "kind": what
# given many (integer) = 3: how many
# given any (topic) = *: which
"""


@pytest.fixture(scope="module")
def shipped():
    with open_store(assets.data()) as store:
        yield store


@pytest.fixture(scope="module")
def parts(shipped) -> Parts:
    return Parts(render(derive(shipped), "Claims", shipped))


def question_of(folder: Path, body: str) -> dict[str, object]:
    folder.joinpath("one.rq").write_text(HEADER.format("it") + body, encoding="utf-8")
    store = open_store(small())
    (one,) = contents(store.dataset(), store.base, questions(folder))["questions"]
    return one


def test_all_questions_are_in_the_page_as_they_are_on_the_command_line(parts, shipped):
    asking = parts.data("asking")
    assert asking["base"] == shipped.base
    assert asking["prefixes"] == dict(shipped.prefixes)
    found = [(one["name"], one["title"], one["why"]) for one in asking["questions"]]
    assert found == [(one.name, one.title, one.why) for one in questions()]
    assert len(found) == 20


def test_pieces_are_the_text_without_its_header(parts):
    for one, question in zip(parts.data("asking")["questions"], questions(), strict=True):
        text = "".join(f"${piece}" if place % 2 else piece for place, piece in enumerate(one["text"]))
        title, _, body = text.partition("\n")
        assert title == f"# {question.title}"
        assert body.startswith("SELECT")
        assert question.text.rstrip().endswith(body)
        assert set(one["text"][1::2]) == {parameter.name for parameter in question.parameters}


def test_only_names_that_are_variables_are_cut_out(tmp_path):
    body = (
        'SELECT * { ?x rdfs:label "$of" ; <http://example.org/$of> $of ; ac:kind $kind # $of\n'
        " FILTER (?n > $many && ?any = $any) }\n"
    )
    one = question_of(tmp_path, f"\n{body}")
    assert list(one["text"]) == [
        '# What of it?\nSELECT * { ?x rdfs:label "$of" ; <http://example.org/$of> ',
        "of",
        " ; ac:kind ",
        "kind",
        " # $of\n FILTER (?n > ",
        "many",
        " && ?any = ",
        "any",
        ") }",
    ]


def test_defaults_are_as_the_fields_hold_them(tmp_path):
    one = question_of(tmp_path, "\nSELECT * { $of ?p $kind , $many , $any }")
    assert [(given["name"], given["type"], given["value"]) for given in one["parameters"]] == [
        ("of", "entity", "ada-quill"),
        ("kind", "text", 'a "kind"'),
        ("many", "integer", "3"),
        ("any", "topic", "*"),
    ]


def test_every_question_begins_with_values_that_get_an_answer(parts, shipped):
    for one in parts.data("asking")["questions"]:
        given = {parameter["name"]: parameter["value"] for parameter in one["parameters"]}
        assert kg.ask(shipped, one["name"], given).rows, one["name"]
    (path,) = [one for one in parts.data("asking")["questions"] if one["name"] == "path"]
    first, second = (given["value"] for given in path["parameters"])
    assert first != second


@pytest.mark.parametrize("corpus", [Corpus(Ledger("Nothing yet")), small(), hostile(), made_up(500)])
def test_any_ledger_can_be_asked(corpus):
    store = open_store(corpus)
    found = contents(store.dataset(), store.base)
    assert len(found["questions"]) == 20
    assert all(isinstance(given["value"], str) for one in found["questions"] for given in one["parameters"])


def test_a_larger_ledger_begins_with_what_is_used_most():
    store = open_store(made_up(500))
    found = {one["name"]: one["parameters"] for one in contents(store.dataset(), store.base)["questions"]}
    most = kg.ask(
        store, "SELECT ?x { ?x a ac:Entity . ?s ?p ?x } GROUP BY ?x ORDER BY DESC(COUNT(DISTINCT ?s)) LIMIT 2"
    )
    assert [f"{store.base}{given['value']}" for given in found["path"]] == [str(row[0]) for row in most.rows]
    assert found["due"][0]["value"] == "2035-01-01"  # the day of all verdicts, the last day there is


def test_records_are_listed_by_name_unless_they_are_too_many(shipped, monkeypatch):
    records = contents(shipped.dataset(), shipped.base)["records"]
    assert set(records) == {"entity", "predicate"}
    assert records["predicate"]["under"] == "predicate/"
    known = records["entity"]["known"]
    assert ("llama-4", "Llama 4") in known
    assert [label.casefold() for _, label in known] == sorted(label.casefold() for _, label in known)
    assert len(known) == kg.ask(shipped, "SELECT (COUNT(*) AS ?n) { ?x a ac:Entity }").rows[0][0].toPython()
    assert len(known) <= MOST_LISTED
    monkeypatch.setattr("kg.page.asking.MOST_LISTED", len(known) - 1)
    assert contents(shipped.dataset(), shipped.base)["records"]["entity"] == {"under": "", "known": None}


def test_a_ledgers_own_base_is_kept():
    store = open_store(Corpus(Ledger("Mine", base="https://example.org/mine/"), small().entities))
    found = contents(store.dataset(), store.base)
    assert found["prefixes"]["kb"] == found["base"] == "https://example.org/mine/"
    assert ("ada-quill", "Ada Quill") in found["records"]["entity"]["known"]


# The engine.


def test_the_engine_in_the_page_is_the_one_that_is_vendored(parts):
    (text,) = [text for attrs, text in parts.all("script") if attrs.get("id") == "oxigraph-wasm"]
    assert text == packed(viz())
    code = gzip.decompress(base64.b64decode(text))
    assert code[:4] == b"\0asm"
    assert gzip.decompress(viz().joinpath("vendor", "oxigraph.wasm.gz").read_bytes()) == code


def test_the_worker_is_a_script_and_no_module(parts):
    (text,) = [text for attrs, text in parts.all("script") if attrs.get("id") == "oxigraph-worker"]
    assert not re.search(r"^\s*(?:import|export)\b|import\.meta", text, re.MULTILINE)
    assert text.startswith('"use strict";')
    assert text == str(worker(lambda name: viz().joinpath(*name.split("/")).read_text(encoding="utf-8")))


def test_a_module_is_made_plain():
    module = "export class A {}\nexport function b() {\n  return import.meta.url;\n}\nexport { c, d as default };\n"
    assert plain(module) == '"use strict";\nclass A {}\nfunction b() {\n  return self.location.href;\n}\n\n'


def test_the_worker_reaches_for_nothing():
    code = viz().joinpath("worker", "answering.js").read_text(encoding="utf-8")
    for never in ("fetch(", "XMLHttpRequest", "WebSocket", "importScripts", "eval(", "new Function"):
        assert never not in code


def test_the_policy_allows_what_the_engine_needs_and_no_more(parts, shipped):
    rules = policy(parts)
    running = [text for attrs, text in parts.all("script") if attrs.get("type") is None]
    assert rules["script-src"] == [*map(digest, running), "'wasm-unsafe-eval'"]
    assert rules["worker-src"] == ["blob:"]
    without = policy(Parts(render(derive(shipped), "Claims", shipped, sparql=False)))
    assert {name: values for name, values in rules.items() if name not in {"script-src", "worker-src"}} == {
        name: values for name, values in without.items() if name != "script-src"
    }
    assert without["script-src"] == rules["script-src"][:-1]


def test_only_scripts_that_are_meant_to_run_can_run(parts):
    types = [attrs.get("type") for attrs, _ in parts.all("script")]
    assert set(types) == {None, "application/json", "application/octet-stream", "text/plain"}
    assert types.count(None) == 2  # vis-network and ours


def test_attacks_stay_text():
    store = open_store(hostile())
    page = render(derive(store), ATTACKS[0], store)
    plain_page = Parts(render(derive(open_store(small())), "x", open_store(small())))
    assert [tag for tag, _ in Parts(page).elements if tag == "script"] == [
        tag for tag, _ in plain_page.elements if tag == "script"
    ]
    known = dict(Parts(page).data("asking")["records"]["entity"]["known"])
    assert known["e0"] == ATTACKS[0]


def test_without_a_graph_there_is_nothing_to_ask():
    assert 'id="asking"' not in render(derive(open_store(small())), "x")


@pytest.mark.parametrize("command", [["draw", "-o", "claims.html"], ["publish"]])
def test_the_command_line_leaves_it_out_when_told(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for more, there in (([], True), (["--no-sparql"], False)):
        result = CliRunner().invoke(main, [*command, *more], catch_exceptions=False)
        assert result.exit_code == 0
        assert ('id="oxigraph-wasm"' in tmp_path.joinpath("claims.html").read_text(encoding="utf-8")) is there
