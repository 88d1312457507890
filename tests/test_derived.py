"""What follows from a ledger: graphs of their own, each node with the claims it rests on, made anew to the letter."""

import re
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat
from rdflib import Dataset, URIRef

from kg import assets, store
from kg.derived import DERIVATIONS, chosen, lines, sources
from kg.errors import QueryError
from kg.graph import recover
from kg.page.rendering import _said
from kg.terms import AC, PROV, RDF

KB = "https://w3id.org/ai-claims/id/"
GRAPH = f"{KB}graph/derived/"
SHIPPED = Path(str(assets.data()))


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    folder = tmp_path_factory.mktemp("derived") / "db"
    store.build(folder, [SHIPPED], derive=lines)
    return folder


@pytest.fixture(scope="module")
def derived():
    with store.open(SHIPPED) as ledger:
        return sorted(set("".join(lines(ledger)).splitlines()))


def named(database, query):
    """Answer with the claims' names in place of their nodes."""
    with store.open(database) as found:
        return {tuple(map(str, row)) for row in found.query(query)}


def test_every_rule_is_written_down_where_it_says():
    root = Path(__file__).parent.parent
    for each in DERIVATIONS:
        assert (root / each.documented).is_file(), each
    written = (root / "docs" / "derived.md").read_text(encoding="utf-8")
    assert [each.name for each in DERIVATIONS] == re.findall(r"^\| `([a-z]+)`", written, re.MULTILINE)


def test_all_that_follows_names_the_claims_it_rests_on_and_its_rule(derived):
    dataset = Dataset()
    dataset.parse(data="\n".join(derived), format="nquads")
    with store.open(SHIPPED) as ledger:
        known = ledger.ledger()
    claims = set(known.subjects(RDF.type, AC.Claim))
    for rule in DERIVATIONS:
        graph = dataset.graph(rule.graph(KB))
        by = URIRef(f"{KB}derived/by/{rule.name}")
        nodes = set(graph.subjects(RDF.type, PROV.Entity)) | set(graph.subjects(RDF.type, AC.Resolution))
        assert nodes or rule.name == "verdicts"  # nothing in the ledger waits for a figure that is there
        for node in nodes:
            rests_on = set(graph.objects(node, PROV.wasDerivedFrom))
            assert rests_on & claims, (rule.name, node)
            assert all((one, None, None) in known or (one, None, None) in dataset for one in rests_on)
            assert set(graph.objects(node, PROV.wasGeneratedBy)) == {by}
        assert (by, RDF.type, PROV.Activity) in graph


def test_it_is_the_same_to_the_letter_made_from_nothing_or_anew(derived, database, tmp_path):
    def held(where):
        with store.open(where) as found:
            quads = found.engine.dump(format=RdfFormat.N_QUADS)
            again = sorted(set("".join(lines(found)).splitlines()))
        return sorted(line for line in quads.decode().splitlines() if GRAPH in line.rpartition(" <")[2]), again

    first, again = held(database)
    assert again == derived  # from the database that holds it already
    assert len(first) == len(derived)
    store.build(tmp_path / "db", [database], derive=lines)
    assert held(tmp_path / "db")[0] == first
    store.build(tmp_path / "db", [database])
    assert held(tmp_path / "db")[0] == []  # nothing stale stays


def test_it_is_never_taken_for_the_ledger(database):
    from kg import rules

    with store.open(SHIPPED) as plain, store.open(database) as found:
        assert recover(found.dataset()) == recover(plain.dataset())
        assert rules.check(found) == rules.check(plain)
        assert sorted(_said(found).splitlines()) == sorted(plain.nquads().splitlines())
        assert not found.query("ASK { ?one prov:wasGeneratedBy ?by . ?by a prov:Activity }")
        claims = [str(claim) for (claim,) in found.query("SELECT ?claim { ?claim a ac:Claim }")][:20]
        assert sorted(found.part(claims).nquads().splitlines()) == sorted(plain.part(claims).nquads().splitlines())


@pytest.mark.parametrize("suffix", ["ttl", "nq", "jsonld"])
def test_an_export_of_the_database_is_that_of_the_records(kg, database, tmp_path, suffix):
    for name, where in (("one", SHIPPED), ("other", database)):
        assert kg("export", "--data", where, "-o", f"{name}.{suffix}").returncode == 0
    assert (tmp_path / f"one.{suffix}").read_bytes() == (tmp_path / f"other.{suffix}").read_bytes()


def test_who_said_it_first_and_what_is_accepted_and_contradicted(database):
    first = """SELECT ?one ?other { GRAPH graph:derived\\/priority { ?fact rdf:subject ?a ; rdf:object ?b }
               ?a dct:identifier ?one . ?b dct:identifier ?other }"""
    # by hand: each guidance of 2024 before the next; Pichai on Alphabet's call eight days before Zuckerberg on Meta's
    assert {one for one, _ in named(database, first)} == {
        "capex-2024-guidance",
        "capex-2024-guidance-of-april",
        "capex-2024-guidance-of-february",
        "underinvesting-is-riskier",
    }
    leads = """SELECT ?who ?name { GRAPH graph:derived\\/accepted
                 { ?fact rdf:subject ?who ; rdf:predicate predicate:ceo-of ; rdf:object kb:meta ;
                     prov:wasDerivedFrom ?on }
               ?on dct:identifier ?name }"""
    assert named(database, leads) == {(f"{KB}mark-zuckerberg", "zuckerberg-ceo-of-meta")}
    same = """SELECT ?s ?p ?o { { GRAPH graph:accepted { ?s ?p ?o } }
              MINUS { GRAPH graph:derived\\/accepted { ?f rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o } } }"""
    assert named(database, same) == set()


def test_results_are_those_of_the_record(database):
    asked = """SELECT ?result (COUNT(?fact) AS ?n) { GRAPH graph:derived\\/results
                 { ?fact rdf:subject ?claim ; rdf:object/rdfs:label ?result }
               { ?claim ac:holder kb:meta } UNION { ?claim ac:claimant kb:meta MINUS { ?claim ac:holder ?other } } }
             GROUP BY ?result"""
    # as in tests/questions/shipped/record, by hand
    assert named(database, asked) == {
        *(("fulfilled", "7"), ("notFulfilled", "1"), ("split", "2")),
        *(("ambiguous", "2"), ("open", "2"), ("untestable", "13")),
    }


def test_what_followed_on_a_day(kg):
    then = kg("derive", "results", "-f", "turtle", "--as-of", "2025-01-01").stdout.decode()
    # by then Q3's revenue was out, and nothing else was judged
    assert then.count("rdf:object <https://w3id.org/ai-claims/id/derived/fulfilled>") == 1
    assert kg("derive", "results", "-f", "turtle").stdout.decode().count("derived/fulfilled> ;") > 1


def test_a_ledger_is_followed_until_its_last_day():
    """A question that is answered by no is a verdict only when the claim's time is over, by the ledger's own days."""
    from tests.test_history import claim, ledger, verdict

    asks = "ASK { ?claim ac:claimant kb:sextant }"
    corpus = ledger([claim("waits")], [verdict("waits", "pending", asks, known="2031-03-01", recorded="2031-03-02")])
    for day, outcome in ((None, "notFulfilled"), (date(2031, 6, 1), None)):
        with store.open(corpus) as found:
            (graph,) = sources(found, corpus, names=["verdicts"], day=day).values()
            written = []

            class Out:
                writelines = written.extend

            graph(Out)
        said = b"".join(written).decode()
        assert (f"#{outcome}>" in said) if outcome else ("#Resolution>" not in said)


def test_a_rule_that_is_not_there_and_a_format(kg):
    with pytest.raises(QueryError, match='there is no rule "figure"; did you mean figures'):
        chosen(["figure"])
    assert [each.name for each in chosen(["drift", "results"])] == ["results", "drift"]
    refused = kg("derive", "-o", "derived.jsonld")
    assert refused.returncode == 2
    assert b"what follows is not written as JSON-LD; use one of .ttl, .trig, .nt, .nq" in refused.stderr


def test_the_list_and_the_build(kg, tmp_path):
    listed = kg("derive", "--list").stdout.decode().splitlines()
    assert [line.split()[0] for line in listed] == [each.name for each in DERIVATIONS]
    assert kg("build", "-o", "db", "--derive").returncode == 0
    assert b"up to date" in kg("build", "-o", "db", "--derive").stderr
    assert kg("build", "-o", "db").stderr == b"built db\n"
    assert kg("derive", "-o", "one.nq").returncode == kg("derive", "--data", "db", "-o", "other.nq").returncode == 0
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "other.nq").read_bytes()
