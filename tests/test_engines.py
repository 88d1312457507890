"""Ledgers on real servers, Oxigraph and Virtuoso: answers as from the embedded store, and pushes that are whole."""

import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from email.message import Message
from itertools import chain, permutations, repeat
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import OWL, RDFS, BNode, Graph, Literal, URIRef

from kg import assets
from kg.claims import BASE, Commitment
from kg.endpoints import Answer, Client, Credentials, RefusedError, load, update
from kg.endpoints import ask as protocol_ask
from kg.errors import QueryError, StoreError
from kg.graph import recover, write
from kg.naming import PATHS
from kg.network import derive, reaching
from kg.page import render
from kg.query import ask
from kg.records import read
from kg.rules import check
from kg.show import show
from kg.sparql import data, reference
from kg.store import build, fetching, push, pushing, remote, staging
from kg.store import open as open_store
from kg.store.naming import example, find_node
from kg.terms import ONTOLOGY
from tests.ledgers import hostile, made_up, small
from tests.servers import MOST_ROWS, environment
from tests.test_discourse import in_its_own_release
from tests.test_history import HELD, through_time, verdict
from tests.test_questions import CASES, LEDGERS, QUESTIONS, SHIPPED, given
from tests.test_standing import every

pytestmark = pytest.mark.servers
ENGINES = ["oxigraph", "virtuoso"]
LABEL = "rdfs:label|skos:prefLabel|dct:title"
HERE = Path(__file__).parent


def lines(store):
    return sorted(store.nquads().split("\n"))[1:]  # behind the last line end there is nothing


@pytest.fixture(params=ENGINES)
def server(request):
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module", params=[(engine, name) for engine in ENGINES for name in LEDGERS], ids="-".join)
def ledger(request):
    """A ledger's name, its embedded store, and the store of a server that it was pushed into."""
    engine, name = request.param
    server = request.getfixturevalue(engine)
    with open_store(assets.data() if name == SHIPPED else str(QUESTIONS / name / "ledger")) as here:
        push(here, server.url, access=server.access)
        with open_store(server.url) as there:
            yield name, here, there


def test_every_question_has_the_answer_of_the_embedded_store(ledger):
    name, here, there = ledger
    asked = [(case.parent.name, given(case)) for case in CASES if case.parent.parent.name == name]
    assert len({question for question, _ in asked}) == 20
    for question, values in asked:
        expected, answer = ask(here, question, values), ask(there, question, values)
        assert (question, values, answer.columns, list(answer)) == (question, values, expected.columns, list(expected))


def test_what_is_open_is_the_same_under_every_combination_of_verdicts(server):
    with open_store(every()) as here:
        push(here, server.url, access=server.access)
        with open_store(server.url) as there:
            for question, values in (("due", {"by": "9999-12-31"}), ("untestable", {})):
                expected = ask(here, question, values)
                assert len(expected.rows) > 0
                assert list(ask(there, question, values)) == list(expected)


def test_no_verdict_is_known_before_what_shows_it(server):
    days = {"known": "2031-05-01", "recorded": "2036-01-01"}
    verdicts = (
        verdict("by-document", HELD, "Its evidence came in 2033.", evidence=("late",), **days),
        verdict(
            "by-document", HELD, "Worked out from June.", evidence=("early",), derived_from=("by-occasion",), **days
        ),
        verdict("by-document", HELD, "One may have been out.", evidence=("late", "bare"), **days),
    )
    with open_store(replace(through_time(), resolutions=verdicts)) as here:
        push(here, server.url, access=server.access)
        with open_store(server.url) as there:
            for day, known in (("2031-05-31", 1), ("2031-06-01", 2), ("2032-12-31", 2), ("2033-01-01", 3)):
                expected = ask(here, "known-on", {"day": day})
                assert sum(row[3] is not None for row in expected.rows) == known
                assert list(ask(there, "known-on", {"day": day})) == list(expected)


def test_what_is_accepted_follows_there_too(ledger):
    _, here, there = ledger
    rule = assets.ontology().joinpath("accepted.rq").read_text(encoding="utf-8")
    expected = set(here.query("SELECT ?s ?p ?o { GRAPH graph:accepted { ?s ?p ?o } }"))
    assert set(there.query(rule)) == expected != set()


def test_the_question_path_goes_through_who_publishes_what_is_said_of_it(server):
    with open_store(in_its_own_release()) as here:
        push(here, server.url, access=server.access)
        with open_store(server.url) as there:
            for start, end in permutations(("ann", "bob", "cy", "dee", "paper"), 2):
                values = {"from": start, "to": end}
                assert list(ask(there, "path", values)) == list(ask(here, "path", values))


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?claim ac:polarity false }",
        "ASK { kb:nobody ?p ?o }",
        "SELECT * WHERE { ?target oa:hasSelector ?at . ?at oa:start ?start ; oa:end ?end } ORDER BY ?at",
        "SELECT ?s ?p ?o WHERE { GRAPH graph:accepted { ?s ?p ?o } } ORDER BY ?s ?p ?o",
        "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s a ?class } } ORDER BY ?graph",
        "SELECT ?label WHERE { ac:Claim rdfs:label ?label }",
        "SELECT (COUNT(*) AS ?n) FROM graph:accepted WHERE { ?s ?p ?o }",
        "PREFIX kb: <https://w3id.org/ai-claims/ns#> ASK { ?claim a kb:Claim }",
        "SELECT * WHERE { ?c ac:kind ?kind MINUS { ?c ac:claimant ?minus1 FILTER (?kind = ac:plan) } } ORDER BY ?c",
        "SELECT * WHERE { ?c ac:kind ?kind MINUS { ?c ac:period ?kind_of FILTER (BOUND(?kind_of)) } } ORDER BY ?c",
        "SELECT * WHERE { ?c ac:kind ?kind MINUS { ?x ac:supersedes+ ?y } } ORDER BY ?c",
        "SELECT * WHERE { ?c ac:kind ?kind OPTIONAL { ?c ac:holder ?who } MINUS { ?y ac:claimant ?who } } ORDER BY ?c",
    ],
)
def test_free_sparql_sees_the_same_graphs(ledger, text):
    _, here, there = ledger
    assert there.query(text) == here.query(text)


def test_names_are_found_as_in_the_embedded_store(ledger):
    _, here, there = ledger
    for kind, one in ((kind, example(here, kind)) for kind in PATHS):
        if one is None:  # a ledger without topics
            continue
        node = reference(find_node(here, one, kind).iri)
        ((label,),) = here.query(f"SELECT (STR(?l) AS ?label) {{ {node} {LABEL} ?l }}")
        for name in (one, str(label), str(label).upper()):
            assert (name, find_node(there, name, kind)) == (name, find_node(here, name, kind))
        with pytest.raises(QueryError) as expected:
            find_node(here, f"{one}x", kind)
        with pytest.raises(QueryError, match=f"^{re.escape(str(expected.value))}$"):
            find_node(there, f"{one}x", kind)


def test_a_graph_is_answered_as_it_stands(ledger):
    _, here, there = ledger
    text = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a ac:Measure ; ?p ?o }"
    found = there.query(text)
    assert isinstance(found, Graph)
    assert set(found) == set(here.query(text))
    assert len(found) > 20


def test_findings_exports_networks_and_copies_are_the_same(ledger):
    _, here, there = ledger
    assert check(there) == check(here)
    assert write(there.dataset(), "trig") == write(here.dataset(), "trig")
    assert lines(there) == lines(here)
    assert set(there.ledger()) == set(here.ledger())
    assert nx.utils.graphs_equal(derive(there), derive(here))


def claims_of(store):
    return sorted(claim for (claim,) in store.query("SELECT ?claim { ?claim a ac:Claim }").texts())


@pytest.fixture
def no_copy(monkeypatch):
    """Let no test fetch a whole graph."""

    def fetched(*_):
        raise AssertionError

    monkeypatch.setattr(remote, "fetch", fetched)


@pytest.mark.usefixtures("no_copy")
@pytest.mark.parametrize("nodes", [7, 200, 100_000])
def test_a_part_of_a_ledger_is_asked_for_alone_and_is_the_same(ledger, monkeypatch, nodes):
    monkeypatch.setattr(fetching, "_NODES", nodes)  # Virtuoso cuts the answers to many off
    _, here, there = ledger
    claims = claims_of(here)
    for part in ([], claims[:1], claims[::3], claims) if nodes > 7 else (claims[:2],):
        assert lines(there.part(part)) == lines(here.part(part))


@pytest.mark.usefixtures("no_copy")
def test_what_is_near_and_what_is_told_is_asked_for_alone_and_is_the_same(ledger):
    name, here, there = ledger
    names = (
        ["meta", "Meta AI", "llama-4", "Llama 4 will be multimodal", "llama-4-multimodal"] if name == SHIPPED else []
    )
    for about in names:
        assert nx.utils.graphs_equal(derive(there, about), derive(here, about))
    corpus = recover(here.dataset())
    for one in [*corpus.claims[:3], *corpus.entities[:3]]:
        node = find_node(there, one.id, "claim", "entity").iri
        told = reaching.told(there, node)
        assert told == reaching.told(here, node)
        if told:
            assert show(recover(there.part(told).dataset()), one.id) == show(corpus, one.id)


def test_what_is_fetched_grows_with_the_part_and_not_with_the_ledger(server, monkeypatch, no_copy):
    assert no_copy is None
    sizes = [[]]

    def noted(*words, **more):
        answer = protocol_ask(*words, **more)
        sizes[-1].append(len(answer.body))
        return answer

    monkeypatch.setattr(fetching, "ask", noted)
    monkeypatch.setattr(remote, "ask", noted)
    for many in (60, 240):
        push(open_store(made_up(many)), server.url, access=server.access)
        sizes.append([])
        with open_store(server.url) as there:
            drawn = derive(there, "claim-00007")
            render(drawn, "Claims", there, sparql=False)
        assert 2 < len(drawn) < 12
        sizes.append([])
    _, few, _, more, _ = sizes
    assert len(more) <= len(few) + 2
    assert sum(more) < 1.1 * sum(few) < 300_000


def test_a_part_with_blank_nodes_is_cut_from_a_copy(oxigraph):
    push(open_store(small()), oxigraph.url)
    here = open_store(small())
    claim = claims_of(here)[0]
    text = f"INSERT DATA {{ GRAPH <{BASE}graph/ledger> {{ <{claim}> rdfs:seeAlso [ rdfs:label 'a', 'b' ] }} }}"
    prefix = f"PREFIX rdfs: <{RDFS}> "
    update(Client(oxigraph.access, oxigraph.url), oxigraph.update, prefix + text, safe=True)
    part = open_store(oxigraph.url).part([claim])
    assert part.query(f"ASK {{ <{claim}> rdfs:seeAlso [ rdfs:label 'a', 'b' ] }}")
    assert len(lines(part)) == len(lines(here.part([claim]))) + 3


def test_a_copy_is_for_reading_and_can_be_saved(ledger, tmp_path):
    _, here, there = ledger
    with pytest.raises(StoreError, match="open for reading only"):
        there.dataset().update("DROP ALL")
    there.save(tmp_path / "database")
    assert lines(open_store(tmp_path / "database")) == lines(here)


def test_a_closed_store_asks_nothing(ledger):
    _, _, there = ledger
    with open_store(there.url) as store:
        assert not store.closed
    assert store.closed
    with pytest.raises(ValueError, match="the store is closed"):
        store.query("ASK {}")


def test_any_text_comes_back_to_the_letter(server):
    here = open_store(hostile())
    push(here, server.url, access=server.access)
    assert lines(open_store(server.url)) == lines(here)


COUNTED = "SELECT (COUNT(?c) AS ?n) { ?c a ac:Claim }"


def test_the_commands_answer_from_a_server(kg, server, tmp_path):
    here = open_store(assets.data())
    push(here, server.url, access=server.access)
    findings = "".join(f"{finding}\n" for finding in check(here))
    answers = {
        ("query", "denials", "-f", "csv"): ask(here, "denials").to_csv(),
        ("show", "llama-4-ten-times-compute"): show(read(assets.data()), "llama-4-ten-times-compute").encode(),
        ("export",): write(here.dataset(), "turtle"),
        ("check",): findings.encode(),
        # February's guidance and April's, and what Pichai said on Alphabet's call
        (
            "query",
            "-q",
            "SELECT (COUNT(?c) AS ?n) { ?c a ac:Claim }",
            "-f",
            "csv",
            "--as-of",
            "2024-07-30",
        ): b"n\r\n3\r\n",
    }
    for words, expected in answers.items():
        result = kg(*words, "--data", server.url)
        assert (result.returncode, result.stdout) == (0, expected), result.stderr
    drawn = kg("draw", "--about", "llama-4", "--no-sparql", "-o", "page.html", "--data", server.url)
    assert drawn.returncode == 0, drawn.stderr
    page = render(derive(here, "llama-4"), derive(here).graph["title"], here, sparql=False)
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page


def test_answers_that_a_server_cuts_off_are_not_taken_for_whole(virtuoso):
    here = open_store(assets.data())
    push(here, virtuoso.url, access=virtuoso.access)
    there = open_store(virtuoso.url)
    with pytest.raises(QueryError, match=f"gives {MOST_ROWS} rows at most, and cuts the rest off"):
        there.query("SELECT * WHERE { ?s ?p ?o }")
    assert len(here.ledger()) > MOST_ROWS
    assert len(there.ledger()) == len(here.ledger())


# Pushing


def ways(server):
    return {
        "found": ({}, "copied into its place by one update"),
        "update alone": ({"update_endpoint": server.update}, "by updates of 500 triples"),
        "graphs alone": ({"graph_store": server.graphs}, "one after the other"),
        "both": (
            {"update_endpoint": server.update, "graph_store": server.graphs},
            f"Graph Store Protocol ({server.graphs})",
        ),
    }


@pytest.mark.parametrize("way", ["found", "update alone", "graphs alone", "both"])
def test_a_push_takes_the_place_of_what_is_there(server, way):
    push(open_store(assets.data()), server.url, access=server.access)
    here = open_store(hostile())
    chosen, words = ways(server)[way]
    pushed = push(here, server.url, access=server.access, **chosen)
    assert words in pushed.how
    assert not pushed.mended
    assert sum(pushed.counts.values()) == len(lines(here))
    there = open_store(server.url)
    assert lines(there) == lines(here)
    graphs = there.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", default=[])
    assert len(graphs) == sum(map(bool, pushed.counts.values()))


def test_no_text_ends_the_string_it_stands_in(server):
    whole = open_store(small()).dataset()
    ledger = URIRef("https://w3id.org/ai-claims/id/graph/ledger")
    for text in ("\\u0022 } } ; DROP ALL #", "\\\\U00000022", "\\", 'a \\" b\n\x01', "\\\\u0022\\u"):
        whole.graph(ledger).add((URIRef("https://w3id.org/ai-claims/id/ledger"), RDFS.comment, Literal(text)))
    here = open_store(whole)
    push(here, server.url, access=server.access, update_endpoint=server.update)
    assert lines(open_store(server.url)) == lines(here)


def test_escapes_may_be_decoded_before_or_after_a_string_is_read():
    text = "\\u0022 } } ; DROP ALL # \\\\U00000022"
    line = ox.serialize(
        [ox.Triple(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal(text))], format=ox.RdfFormat.N_TRIPLES
    )
    after = data(line.decode())  # no engine here decodes before
    before = re.sub(r"\\u([0-9A-F]{4})", lambda code: chr(int(code[1], 16)), after)
    for one in (before, after):
        assert [quad.object.value for quad in ox.parse(one, format=ox.RdfFormat.N_TRIPLES)] == [text]


def test_a_patch_makes_of_one_ledger_the_other_on_a_server_too(kg, server, tmp_path):
    old = small()
    claims = [
        replace(claim, commitment=Commitment.FIRM, text='\\u0022 } } ; DROP ALL # "\n') if number == 1 else claim
        for number, claim in enumerate(old.claims[1:])
    ]
    gone = old.claims[0].id
    new = replace(
        old,
        claims=tuple(claims),
        links=tuple(link for link in old.links if gone not in {link.subject, link.object}),
        resolutions=tuple(one for one in old.resolutions if one.resolves != gone),
    )
    push(open_store(old), server.url, access=server.access)
    (tmp_path / "new.nq").write_bytes(write(open_store(new).dataset(), "nquads"))
    told = kg("diff", server.url, "new.nq").stdout.decode()
    assert told.startswith(f"{server.url} → new.nq: 1 claim gone, 1 claim reworded, 1 link gone\n")
    patched = kg("diff", server.url, "new.nq", "-f", "patch").stdout.decode()
    client = Client(server.access, server.url, server.update)
    update(client, server.update, patched, safe=False)
    assert lines(open_store(server.url)) == lines(open_store(new))
    assert kg("diff", server.url, "new.nq", "--exit-code").returncode == 0


@pytest.mark.parametrize("way", ["update alone", "graphs alone", "both"])
def test_blank_nodes_get_iris_so_that_batches_are_small_and_may_be_sent_twice(server, monkeypatch, way):
    whole = open_store(small()).dataset()
    ledger = whole.graph(URIRef("https://w3id.org/ai-claims/id/graph/ledger"))
    one, other = BNode(), BNode()
    for number in range(9):
        ledger.add((one, RDFS.comment, Literal(f"{number} _:b .")))
    ledger.add((one, RDFS.seeAlso, other))
    ledger.add((other, RDFS.seeAlso, one))
    here = open_store(whole)
    largest = 5
    monkeypatch.setattr(pushing, "_LOADED", largest)
    monkeypatch.setattr(pushing, "_INSERTED", largest)
    sent = []

    def twice(client, store, graph, part, *, replace):
        sent.append(part.count(b"\n"))
        load(client, store, graph, part, replace=replace)
        load(client, store, graph, part, replace=replace)

    def update_twice(client, url, text, *, safe):
        if "COPY" not in text:
            update(client, url, text, safe=safe)
        update(client, url, text, safe=safe)

    monkeypatch.setattr(pushing, "load", twice)
    monkeypatch.setattr(pushing, "update", update_twice)
    push(here, server.url, access=server.access, **ways(server)[way][0])
    assert max(sent, default=0) <= largest
    there = open_store(server.url)
    found = there.query(
        "SELECT DISTINCT ?s ?o { ?s rdfs:comment '0 _:b .' , '8 _:b .' ; rdfs:seeAlso ?o . ?o rdfs:seeAlso ?s }"
    )
    ((subject, item),) = found
    assert {str(term)[:-32] for term in (subject, item)} == {"https://w3id.org/.well-known/genid/"}
    assert subject != item
    assert len(lines(there)) == len(lines(here))  # nothing is there twice


@pytest.mark.parametrize("status", [None, 504])
@pytest.mark.parametrize("arrives", [True, False])
def test_when_the_last_answer_is_lost_what_is_there_tells(oxigraph, monkeypatch, arrives, status):
    push(open_store(assets.data()), oxigraph.url)

    def lost(client, url, text, *, safe):
        if arrives or "COPY" not in text:
            update(client, url, text, safe=safe)
        if "COPY" in text:
            what = "the server cut the connection"
            if status is None:
                raise StoreError.at(url, what)
            error = RefusedError.at(url, what)
            error.answer = Answer(status, Message(), b"upstream timed out")
            raise error

    monkeypatch.setattr(pushing, "update", lost)
    if arrives:
        assert not push(open_store(small()), oxigraph.url).mended
        assert lines(open_store(oxigraph.url)) == lines(open_store(small()))
        return
    with pytest.raises(StoreError, match="cut the connection, and the new ledger is not in its place, or not yet"):
        push(open_store(small()), oxigraph.url)
    assert lines(open_store(oxigraph.url)) == lines(open_store(assets.data()))
    (waiting,) = started_by_now(oxigraph)  # the server may yet do what it was asked: nothing is taken from under it
    monkeypatch.undo()
    pushed = push(open_store(small()), oxigraph.url)
    assert not pushed.mended
    assert len(pushed.unended) == len(started_by_now(oxigraph)) == 1
    clear(oxigraph, waiting)


def started_by_now(server):
    """List what is staged on a server: the graph that marks a push, and those in which it has something."""
    client = Client(server.access, server.url)
    found = fetching.solutions(protocol_ask(client, server.url, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"), "")
    pushes = defaultdict(set)
    for (graph,) in found:
        name, _, rest = str(graph).partition("/graph/staging/")[2].partition("/")
        if name:
            pushes[name].add(rest)
    return pushes


def clear(server, name):
    client = Client(server.access, server.url, server.update)
    staging.Server(client, server.url, BASE, server.update).clear(staging.Staging(BASE, name).graphs())


def left(server, name):
    """Leave on a server what a push of that name leaves that is killed while it loads."""
    one = staging.Staging(BASE, name)
    graphs = "".join(
        f"GRAPH <{graph}> {{ {one.mark} }} " for graph in (one.iri, *map(one.beside, (ONTOLOGY, "x/ledger")))
    )
    update(Client(server.access, server.url, server.update), server.update, f"INSERT DATA {{ {graphs} }}", safe=True)


@pytest.mark.parametrize("way", ["update alone", "both"])
def test_of_two_pushes_at_once_each_is_whole(server, way):
    chosen, _ = ways(server)[way]
    first, second = open_store(small()), open_store(hostile())
    between = []

    def during(_):
        if not between:  # the first has loaded a part, and the second begins and ends
            between.append(push(second, server.url, access=server.access, **chosen))
            between.append(lines(open_store(server.url)))

    pushed = push(first, server.url, access=server.access, progress=during, **chosen)
    assert between[1] == lines(second)
    assert not between[0].mended
    assert len(between[0].unended) == 1
    assert (pushed.mended, pushed.unended) == (False, ())
    assert lines(open_store(server.url)) == lines(first)
    assert not started_by_now(server)


@pytest.mark.parametrize("part", [1, 2])
def test_of_two_pushes_that_replace_graphs_none_says_that_all_is_well_where_they_met(server, part):
    push(open_store(small()), server.url, access=server.access)
    chosen = {"graph_store": server.graphs, "access": server.access}
    told, counts = [], {}

    def during(_):
        told.append(part)
        if len(told) == part:
            counts.update(push(open_store(hostile()), server.url, **chosen).counts)

    with pytest.raises(StoreError, match="another push has put graphs there meanwhile"):
        push(open_store(small()), server.url, progress=during, **chosen)
    client = Client(server.access, server.url)
    assert {graph: fetching.count(client, server.url, graph) for graph in counts} == counts  # nothing more was sent
    with pytest.raises(StoreError, match="began and did not end"):
        open_store(server.url)
    assert push(open_store(small()), server.url, **chosen).mended
    assert lines(open_store(server.url)) == lines(open_store(small()))


def test_a_push_that_another_comes_upon_puts_its_own_in_place_again(server, monkeypatch):
    copied = []

    def followed(client, url, text, *, safe):
        update(client, url, text, safe=safe)
        if "COPY" in text:
            copied.append(text)
            if len(copied) == 1:  # as Oxigraph does with two updates at once
                mix = f"INSERT DATA {{ GRAPH <{BASE}graph/ledger> {{ <x:s> <x:p> <x:of-another-push> }} }}"
                update(client, url, mix, safe=safe)

    monkeypatch.setattr(pushing, "update", followed)
    push(open_store(small()), server.url, access=server.access)
    assert len(copied) == 2
    assert lines(open_store(server.url)) == lines(open_store(small()))
    assert not started_by_now(server)


def test_a_ledger_that_is_never_whole_is_said(oxigraph, monkeypatch):
    def less(client, url, text, *, safe):
        update(client, url, text, safe=safe)
        if "COPY" in text:
            update(client, url, f"DROP GRAPH <{BASE}graph/ledger>", safe=safe)

    monkeypatch.setattr(pushing, "update", less)
    monkeypatch.setattr(pushing.time, "sleep", lambda _: None)
    with pytest.raises(StoreError, match=r"holds 0 triples, .* unless another push has ended since, the ledger there"):
        push(open_store(small()), oxigraph.url)
    assert not started_by_now(oxigraph)


@pytest.mark.parametrize("way", ["found", "graphs alone"])
def test_what_a_push_says_it_cleared_away_was_there_and_is_gone(server, way):
    chosen = ways(server)[way][0]
    client = Client(server.access, server.url, server.update)
    here = open_store(small())
    assert not push(here, server.url, access=server.access, **chosen).mended
    mark = f"INSERT DATA {{ GRAPH <{remote.marker_graph(BASE)}> {{ {staging.Staging(BASE, 'x').mark} }} }}"
    update(client, server.update, mark, safe=True)
    assert push(here, server.url, access=server.access, **chosen).mended
    assert not push(here, server.url, access=server.access, **chosen).mended
    assert not fetching.count(client, server.url, remote.marker_graph(BASE))
    assert not started_by_now(server)


@pytest.mark.parametrize("way", ["found", "update alone", "both"])
@pytest.mark.parametrize("fault", [StoreError.at(None, "a fault"), KeyboardInterrupt()], ids=["fault", "Ctrl-C"])
def test_a_push_that_fails_leaves_nothing_beside_the_ledger(server, way, fault):
    chosen, _ = ways(server)[way]
    push(open_store(small()), server.url, access=server.access)

    def fails(_):
        assert started_by_now(server)
        raise fault

    with pytest.raises(type(fault)):
        push(open_store(hostile()), server.url, access=server.access, progress=fails, **chosen)
    assert not started_by_now(server)
    assert lines(open_store(server.url)) == lines(open_store(small()))


@pytest.mark.parametrize("way", ["found", "update alone", "graphs alone"])
def test_what_a_killed_push_left_is_cleared_when_its_time_is_over(server, way):
    chosen, _ = ways(server)[way]
    now = staging.now()
    young, old = (f"{now - timedelta(hours=hours):%Y%m%dT%H%M%SZ}-{'ab' * 8}" for hours in (23, 25))
    left(server, young)
    left(server, old)
    left(server, "of-somebody-else")
    pushed = push(open_store(small()), server.url, access=server.access, **chosen)
    assert pushed.mended
    assert pushed.unended == (now.replace(microsecond=0) - timedelta(hours=23),)
    parts = {"", "ns", "ledger"}
    assert started_by_now(server) == {young: parts, "of-somebody-else": parts}
    clear(server, young)
    clear(server, "of-somebody-else")
    assert not push(open_store(small()), server.url, access=server.access, **chosen).mended


def test_a_push_does_not_move_what_others_may_be_clearing_away(oxigraph, monkeypatch):
    push(open_store(small()), oxigraph.url)
    moments = chain([staging.now()], repeat(staging.now() + timedelta(hours=23, minutes=1)))
    monkeypatch.setattr(staging, "now", lambda: next(moments))
    with pytest.raises(StoreError, match="this push took longer than 23:00:00"):
        push(open_store(hostile()), oxigraph.url)
    assert lines(open_store(oxigraph.url)) == lines(open_store(small()))
    assert not started_by_now(oxigraph)


@pytest.fixture
def ontology(server):
    """Put an ontology of some version on a server, the shipped one but for that; it is gone at the end."""
    client = Client(server.access, server.url, server.update)
    whole = open_store(small()).query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", default=[ONTOLOGY])
    update(client, server.update, f"DROP SILENT GRAPH <{ONTOLOGY}>", safe=True)

    def put(version, number):
        whole.set((ONTOLOGY, OWL.versionInfo, Literal(version)))
        text = "".join(sorted(whole.serialize(format="nt").splitlines(keepends=True))[:number])
        text += f'<{ONTOLOGY}> <{OWL.versionInfo}> "{version}" .'
        update(client, server.update, f"INSERT DATA {{ GRAPH <{ONTOLOGY}> {{ {text} }} }}", safe=True)
        return fetching.count(client, server.url, ONTOLOGY)

    yield put
    update(client, server.update, f"DROP SILENT GRAPH <{ONTOLOGY}>", safe=True)


@pytest.mark.parametrize("way", ["both", "graphs alone"])
@pytest.mark.parametrize("version", ["0.0.9", "0.1.0", "draft"])
def test_an_ontology_that_is_older_or_not_whole_is_replaced(server, ontology, way, version):
    assert ontology(version, 300) == 301
    here = open_store(small())
    pushed = push(here, server.url, access=server.access, **ways(server)[way][0])
    assert not pushed.ontology
    assert pushed.counts[str(ONTOLOGY)] > 700
    assert lines(open_store(server.url)) == lines(here)


@pytest.mark.parametrize("way", ["both", "graphs alone"])
def test_an_ontology_that_is_newer_stays(server, ontology, way):
    there = ontology("0.10.0", 300)
    here = open_store(small())
    pushed = push(here, server.url, access=server.access, **ways(server)[way][0])
    assert pushed.ontology == "0.10.0"
    assert str(ONTOLOGY) not in pushed.counts
    client = Client(server.access, server.url)
    assert fetching.count(client, server.url, ONTOLOGY) == there
    ledger, accepted = (len(lines(open_store(server.url))) - there, sum(pushed.counts.values()))
    assert ledger == accepted
    assert not started_by_now(server)


def test_the_same_ontology_is_not_sent_again(oxigraph, monkeypatch):
    here = open_store(small())
    push(here, oxigraph.url)
    sent = []

    def noted(client, url, text, *, safe):
        sent.append(text)
        update(client, url, text, safe=safe)

    monkeypatch.setattr(pushing, "update", noted)
    pushed = push(here, oxigraph.url, update_endpoint=oxigraph.update)
    assert not any(f"<{ONTOLOGY}> ." in text or f"TO <{ONTOLOGY}>" in text for text in sent)
    assert sum(pushed.counts.values()) == len(lines(here)) == len(lines(open_store(oxigraph.url)))


def test_a_store_without_an_ontology_takes_none_away(oxigraph):
    push(open_store(small()), oxigraph.url)
    bare = open_store(small())
    bare.dataset().remove_graph(ONTOLOGY)
    pushed = push(bare, oxigraph.url)
    assert pushed.ontology == "0.1.0"
    assert lines(open_store(oxigraph.url)) == lines(open_store(small()))


OTHER = "GRAPH <x:other> { <x:s> <x:p> 'kept' }"
FROM = {
    "ASK FROM <x:other> { <x:s> <x:p> 'kept' }": True,
    "ASK FROM <x:other> { ?claim a ac:Claim }": False,
    "ASK FROM <x:nowhere> { ?s ?p ?o }": False,
    "ASK FROM <x:other> FROM <https://w3id.org/ai-claims/ns> { <x:s> <x:p> 'kept' . ac:Claim rdfs:label ?label }": True,
    "ASK FROM NAMED <x:other> { GRAPH ?any { <x:s> <x:p> 'kept' } }": True,
    "ASK FROM NAMED <x:other> { <x:s> ?p ?o }": False,
    "ASK FROM NAMED graph:ledger { GRAPH ?any { <x:s> ?p ?o } }": False,
    "ASK { <x:s> ?p ?o }": False,
}
"""What is asked of a graph of others, and the answer."""


def test_a_push_leaves_other_graphs_alone(server):
    client = Client(server.access, server.url, server.update)
    update(client, server.update, "INSERT DATA { GRAPH <x:other> { <x:s> <x:p> 'kept' } }", safe=True)
    push(open_store(small()), server.url, access=server.access)
    there = open_store(server.url)
    assert not there.query("ASK { <x:s> ?p ?o }")
    assert not there.query("ASK { GRAPH ?any { <x:s> ?p ?o } }")


def test_from_names_any_graph_of_a_server_as_of_a_file(server, tmp_path):
    update(Client(server.access, server.url, server.update), server.update, f"INSERT DATA {{ {OTHER} }}", safe=True)
    push(open_store(small()), server.url, access=server.access)
    (tmp_path / "both.trig").write_text(OTHER, encoding="utf-8")
    build(tmp_path / "db", [tmp_path / "both.trig"])
    with open_store(tmp_path / "both.trig") as file, open_store(tmp_path / "db") as database:
        for text, expected in FROM.items():
            assert [(text, store.query(text)) for store in (file, database, open_store(server.url))] == [
                (text, expected)
            ] * 3


def test_the_command_says_what_it_did(server):
    command = [Path(sys.executable).parent / "kg", "push", server.url]
    result = subprocess.run(command, capture_output=True, env=environment(**server.environment), check=False)
    assert result.returncode == 0, result.stderr
    said = result.stdout.decode()
    assert "    3,968  https://w3id.org/ai-claims/id/graph/ledger\n" in said
    assert f"then copied into its place by one update ({server.update}): all or nothing" in said


def test_a_wrong_password_is_said_and_not_shown(virtuoso):
    wrong = replace(virtuoso.access, credentials=Credentials("dba", "s3cret"))
    with pytest.raises(StoreError, match=r"does not accept the credentials \(401\)") as error:
        push(open_store(small()), virtuoso.url, access=wrong)
    assert "s3cret" not in str(error.value)
    with pytest.raises(StoreError, match=r"wants to know who asks \(401\)"):
        push(open_store(small()), virtuoso.url)


@pytest.mark.parametrize(("way", "least"), [("moved", 20), ("replaced", 12)])
def test_a_push_that_is_killed_leaves_the_old_or_the_new_or_says_so(oxigraph, way, least):
    command = [sys.executable, HERE / "killing.py", way, oxigraph.url, oxigraph.update, oxigraph.graphs]
    known = environment(PYTHONPATH=str(HERE.parent))
    result = subprocess.run(command, capture_output=True, env=known, text=True, check=False)
    assert result.returncode == 0, result.stderr
    *moments, end = result.stdout.splitlines()
    assert end == "at the end whole"
    found = [line.split(" ", 2)[2] for line in moments]
    assert len(found) >= least
    told = {one for one in found if "began and did not end" in one}
    assert set(found) - told <= {"old", "new"}
    assert bool(told) == (way == "replaced")
    assert {"old", "new"} <= set(found) or way == "replaced"
    pushed = push(open_store(small()), oxigraph.url)
    assert len(pushed.unended) == len(started_by_now(oxigraph))  # each of those that were killed is known
    assert bool(pushed.unended) == (way == "moved")
    for name in started_by_now(oxigraph):
        clear(oxigraph, name)
