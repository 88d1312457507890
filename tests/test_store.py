"""Stores: what can be opened, what a query sees, rdflib's view of it. All data here is made up."""

import gzip
import shutil
import socket

import pyoxigraph as ox
import pytest
from rdflib import BNode, Dataset, Graph, Literal, URIRef, Variable
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.plugins.sparql import prepareQuery, prepareUpdate
from rdflib.term import Node

from kg import assets, formats, store
from kg.claims import Claim, Commitment, Corpus, Entity, Kind, Ledger, Link, LinkType, Predicate
from kg.errors import FormatError, GraphError, OutputError, QueryError, RecordError, StoreError
from kg.graph import build, recover, write
from kg.store import Solutions
from kg.terms import AC, ONTOLOGY, RDF, RDFS, SKOS, XSD
from tests.ledgers import small

KB = "https://w3id.org/ai-claims/id/"
LEDGER = URIRef(f"{KB}graph/ledger")
ACCEPTED = URIRef(f"{KB}graph/accepted")
OTHER = URIRef("http://made.example/graph")
ADA, GUILD = URIRef(f"{KB}ada"), URIRef(f"{KB}guild")

ROLE = Corpus(
    Ledger("Made up"),
    entities=(Entity("ada", "Ada", "Person"), Entity("guild", "The Guild", "Organization")),
    predicates=(Predicate("leads", "leads", "Is at the head of it."),),
    claims=(
        *(Claim("role", "ada", "leads", "Ada leads", "Ada leads.", Kind.ROLE, Commitment.FIRM, ("ada",), "guild"),),
        *(Claim("plan", "guild", "leads", "It plans", "It plans.", Kind.PLAN, Commitment.FIRM, ("ada",), "ada"),),
    ),
)
LEADS = URIRef(f"{KB}predicate/leads")


@pytest.fixture
def opened():
    with store.open(ROLE) as found:
        yield found


def column(solutions, index=0):
    return [row[index] for row in solutions]


# what a query sees


def test_a_query_sees_the_ledger_and_the_ontology(opened):
    assert column(opened.query("SELECT ?name { ?x a ac:Entity ; rdfs:label ?name } ORDER BY ?name")) == [
        Literal("Ada"),
        Literal("The Guild"),
    ]
    assert opened.query("ASK { ac:Claim a owl:Class ; rdfs:label ?label }") is True


def test_what_is_accepted_is_seen_on_demand_alone(opened):
    assert opened.query("ASK { kb:ada predicate:leads kb:guild }") is False
    assert column(opened.query("SELECT ?g { GRAPH ?g { kb:ada predicate:leads kb:guild } }")) == [ACCEPTED]
    assert list(opened.query("SELECT * { GRAPH graph:accepted { ?s ?p ?o } }")) == [(ADA, LEADS, GUILD)]


def test_a_querys_own_dataset_clause_wins(opened):
    assert list(opened.query("SELECT * FROM graph:accepted { ?s ?p ?o }")) == [(ADA, LEADS, GUILD)]
    assert column(opened.query("SELECT DISTINCT ?g FROM NAMED graph:accepted { GRAPH ?g { ?s ?p ?o } }")) == [ACCEPTED]
    assert opened.query("ASK FROM NAMED graph:accepted { ?s ?p ?o }") is False
    assert opened.query("ASK { ?x rdfs:label 'Ada' } # FROM graph:accepted") is True


def test_the_default_graph_can_be_chosen(opened):
    assert opened.query("ASK { kb:ada predicate:leads kb:guild }", default=[ACCEPTED]) is True
    assert opened.query("ASK { ?x a ac:Entity }", default=[ONTOLOGY]) is False


def test_an_unbound_variable_is_none(opened):
    rows = opened.query("SELECT ?name ?none { kb:ada rdfs:label ?name OPTIONAL { kb:ada ac:condition ?none } }")
    assert rows.variables == ("name", "none")
    assert list(rows) == [(Literal("Ada"), None)]


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ('"x"', Literal("x")),
        ('"x"^^xsd:string', Literal("x")),
        ('"x"@en', Literal("x", lang="en")),
        ("<http://made.example/é>", URIRef("http://made.example/é")),
        ("39100000000.0", Literal("39100000000.0", datatype=XSD.decimal)),
        ('"39100000000"^^xsd:decimal', Literal("39100000000.0", datatype=XSD.decimal)),
        ('"037"^^xsd:integer', Literal(37)),
        ("true", Literal("true", datatype=XSD.boolean)),
        ('"7"^^xsd:boolean', Literal("7", datatype=XSD.boolean)),
        ('"2024-07-31"^^xsd:date', Literal("2024-07-31", datatype=XSD.date)),
    ],
)
def test_terms_come_back_as_rdflib_has_them(opened, written, term):
    ((found,),) = opened.query(f"SELECT ({written} AS ?x) {{}}")
    assert found == term
    assert type(found) is type(term)
    assert str(found) == str(term) == next(iter(opened.query(f"SELECT ({written} AS ?x) {{}}").texts()))[0]
    assert opened.query(f"ASK {{ FILTER(sameTerm({written}, {found.n3()})) }}")


def test_what_is_no_decimal_comes_back_as_it_is(opened):
    rows = opened.query('SELECT ("unknown"^^xsd:decimal AS ?x) {}')
    assert str(rows[0][0]) == next(iter(rows.texts()))[0] == "unknown"


def test_solutions_are_a_sequence(opened):
    rows = opened.query("SELECT * { VALUES (?y ?x) { (1 2) (3 UNDEF) } }")
    assert isinstance(rows, Solutions)
    assert len(rows) == 2
    assert rows[1] == (Literal(3), None)
    assert rows[:1] == ((Literal(1), Literal(2)),)
    assert rows == [(Literal(1), Literal(2)), (Literal(3), None)]
    assert rows != [(Literal(1), Literal(2))]
    assert repr(rows) == "<Solutions: 2 rows of y, x>"
    assert repr(opened.query("SELECT * {}")) == "<Solutions: 1 rows of nothing>"


def test_a_construct_gives_a_graph_with_prefixes(opened):
    graph = opened.query("CONSTRUCT { ?x rdfs:label ?name } { ?x a ac:Entity ; rdfs:label ?name }")
    assert isinstance(graph, Graph)
    assert set(graph) == {(ADA, RDFS.label, Literal("Ada")), (GUILD, RDFS.label, Literal("The Guild"))}
    assert 'kb:ada rdfs:label "Ada" .' in graph.serialize()
    assert (ADA, RDF.type, AC.Entity) in opened.query("DESCRIBE kb:ada")


def test_a_triple_term_says_how_to_take_it_apart(opened):
    rows = opened.query("SELECT (TRIPLE(kb:ada, predicate:leads, kb:guild) AS ?x) {}")
    with pytest.raises(StoreError, match=r"is a triple term of RDF 1\.2; ask for its parts: SUBJECT\(\)"):
        list(rows)


def test_all_variables_stand_in_the_order_of_the_query(opened):
    assert opened.query("SELECT * { ?s ?p ?o }").variables == ("s", "p", "o")
    assert opened.query("SELECT DISTINCT * { $z ?a ?m . { SELECT ?b ?a { ?b ?a ?hidden } } }").variables == tuple(
        "zamb"
    )
    assert opened.query("SELECT ?o ?s { ?s ?p ?o }").variables == ("o", "s")
    (row,) = opened.query("SELECT * { ?x rdfs:label 'Ada' ; ?b ac:Entity OPTIONAL { ?x ac:kind ?a } }")
    assert row == (ADA, RDF.type, None)


# prefixes


def test_prefixes_need_no_declaration_and_a_querys_own_win(opened):
    assert opened.query("ASK { claim:x rdf:type ?any }") is False
    own = "PREFIX kb: <http://made.example/> ASK { FILTER(kb:a = <http://made.example/a>) }"
    assert opened.query(own) is True


# what is refused


@pytest.mark.parametrize(
    "text", ["INSERT DATA { kb:a kb:b 1 }", "PREFIX ex: <x:> CLEAR ALL", "LOAD <x:y>", "with <x:g> delete {} where {}"]
)
def test_updates_are_refused(opened, text):
    with pytest.raises(QueryError, match=r"this is an update \([A-Z]+\), not a query; change the records"):
        opened.query(text)


def test_a_service_is_refused_unless_allowed(opened):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        text = f"SELECT * {{ SERVICE <http://127.0.0.1:{nobody.getsockname()[1]}/> {{ ?s ?p ?o }} }}"
        with pytest.raises(QueryError, match="SERVICE would open a connection"):
            opened.query(text)
        with pytest.raises(QueryError, match="SERVICE would open a connection"):
            opened.dataset().query(text)
        with pytest.raises(QueryError) as refused:
            opened.query(text, allow_service=True)
    assert str(refused.value) == (
        "the query could not be answered: Connection refused (os error 111); see whether the SERVICE can be reached"
    )


def test_a_query_that_fails_says_why(opened):
    with pytest.raises(QueryError) as failed:
        opened.query("SELECT (<http://made.example/f>(1) AS ?x) {}")
    assert str(failed.value) == (
        "the query could not be answered: The custom function <http://made.example/f> is not supported"
    )


def test_a_query_that_does_not_parse_shows_where(opened):
    with pytest.raises(QueryError, match=r"line 2, column 3: nothing is open that this \} could close"):
        opened.query("ASK {\n} }")


def test_a_query_too_deep_for_the_engine_never_reaches_it(opened):
    with pytest.raises(QueryError, match="nested more than 100 deep"):
        opened.query("SELECT * " + "{" * 100_000)


# opening


def test_records_open_as_their_corpus(shipped):
    with store.open(shipped) as found, store.open(str(shipped)) as again:
        assert found.base == KB
        assert found.query("ASK { kb:meta a ac:Entity }")
        assert len(again.ledger()) == len(found.ledger())


def test_broken_records_stay_record_errors(shipped):
    (shipped / "topics.toml").write_text("[[topic]\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"topics\.toml:1"):
        store.open(shipped)


@pytest.mark.parametrize("form", [form for form in formats.FORMATS if form.readable], ids=lambda form: form.name)
@pytest.mark.parametrize("packed", [False, True])
def test_every_readable_format_opens_as_the_same_ledger(tmp_path, form, packed):
    content = write(build(small()), form)
    path = tmp_path / f"ledger{form.suffix}{'.gz' * packed}"
    path.write_bytes(gzip.compress(content) if packed else content)
    with store.open(path) as found:
        assert set(found.ledger()) == set(build(small()).graph(LEDGER))
        assert recover(found.dataset()) == small()


def test_a_dataset_is_copied():
    dataset = build(ROLE)
    with store.open(dataset) as found:
        dataset.graph(LEDGER).add((ADA, RDFS.label, Literal("Changed")))
        assert column(found.query("SELECT ?name { kb:ada rdfs:label ?name }")) == [Literal("Ada")]


def test_nameless_triples_are_the_ledgers(tmp_path):
    (tmp_path / "a.nq").write_text(f'<{ADA}> <{RDFS.label}> "Ada" .\n<{ADA}> <{RDFS.label}> "B" <{OTHER}> .\n', "utf-8")
    dataset = Dataset()
    dataset.add((ADA, RDFS.label, Literal("Ada")))
    dataset.add((ADA, RDFS.label, Literal("B"), OTHER))
    for where in (tmp_path / "a.nq", dataset):
        with store.open(where) as found:
            rows = found.query("SELECT ?name ?g { GRAPH ?g { kb:ada rdfs:label ?name } } ORDER BY ?name")
            assert list(rows) == [(Literal("Ada"), LEDGER), (Literal("B"), OTHER)]
            assert column(found.query("SELECT ?name { kb:ada rdfs:label ?name }")) == [Literal("Ada")]


@pytest.mark.parametrize("suffix", [".ttl", ".trig"])
def test_rdf_says_where_its_instances_live(tmp_path, suffix):
    path = tmp_path / f"own{suffix}"
    path.write_text(
        "@prefix void: <http://rdfs.org/ns/void#> .\n"
        '<http://own.example/l> a void:Dataset ; void:uriSpace "http://own.example/" .\n',
        encoding="utf-8",
    )
    with store.open(path) as found:
        assert found.base == "http://own.example/"
        assert found.query("ASK { GRAPH <http://own.example/graph/ledger> { kb:l a void:Dataset } }")
        assert {graph.identifier for graph in found.dataset().graphs() if len(graph)} == {
            URIRef("http://own.example/graph/ledger"),
            ONTOLOGY,
        }
    with store.open(path, base="http://other.example/") as found:
        assert found.query("ASK { GRAPH <http://other.example/graph/ledger> { ?x a void:Dataset } }")


@pytest.mark.parametrize("space", ["own", "http://own.example", "http://own.example/a b/", ""])
def test_instances_cannot_live_anywhere(tmp_path, space):
    path = tmp_path / "own.ttl"
    path.write_text(f'@prefix v: <http://rdfs.org/ns/void#> . <x:l> a v:Dataset ; v:uriSpace "{space}" .', "utf-8")
    with pytest.raises(StoreError) as refused:
        store.open(path)
    assert str(refused.value) == (
        f"instances cannot live under {space!r}, the ledger's void:uriSpace or base; "
        "make it an absolute IRI that ends in / or #"
    )


def test_an_accepted_graph_that_comes_along_is_derived_anew(tmp_path):
    dataset = build(ROLE)
    dataset.graph(ACCEPTED).add((GUILD, LEADS, ADA))
    (tmp_path / "a.trig").write_bytes(write(dataset, "trig"))
    assert f"{ACCEPTED}"[-8:] in (tmp_path / "a.trig").read_text("utf-8")
    for where in (dataset, tmp_path / "a.trig"):
        with store.open(where) as found:
            assert list(found.query("SELECT * { GRAPH graph:accepted { ?s ?p ?o } }")) == [(ADA, LEADS, GUILD)]


def test_an_ontology_that_comes_along_is_not_counted_twice():
    dataset = build(ROLE)
    for name in (LEDGER, ONTOLOGY):
        dataset.graph(name).add((AC.Claim, RDFS.label, Literal("stale" if name == ONTOLOGY else "claim", lang="en")))
    dataset.graph(LEDGER).parse(data=assets.ontology().joinpath("claims.ttl").read_bytes(), format="turtle")
    with store.open(dataset) as found, store.open(ROLE) as usual:
        count = "SELECT (COUNT(*) AS ?n) { ac:Claim ?p ?o FILTER(?o != 'claim'@en) }"
        assert list(found.query(count)) == list(usual.query(count))


def test_an_empty_file_is_an_empty_ledger(tmp_path):
    (tmp_path / "a.ttl").touch()
    with store.open(tmp_path / "a.ttl") as found:
        assert len(found.ledger()) == 0
        assert found.base == KB


def test_a_byte_order_mark_is_no_content(tmp_path):
    (tmp_path / "a.ttl").write_bytes(b"\xef\xbb\xbf<x:a> <x:b> <x:c> .")
    assert len(store.open(tmp_path / "a.ttl").ledger()) == 1


# what cannot be opened


def message(kind, where):
    with pytest.raises(kind) as refused:
        store.open(where)
    return str(refused.value)


def test_what_is_not_there_is_named(tmp_path):
    instead = "give a folder of records, an RDF file, a database folder or an address on http or https"
    assert (
        message(StoreError, tmp_path / "a.ttl") == f"{tmp_path / 'a.ttl'}: there is no such file or folder; {instead}"
    )
    assert message(StoreError, tmp_path) == (
        f"{tmp_path}: this folder holds neither records (a ledger.toml) nor a database (a CURRENT); "
        "name one that does, or start a ledger with: kg new FOLDER"
    )


MEND = "mend it, so that it is"


@pytest.mark.parametrize(
    ("name", "content", "line", "column", "expected"),
    [
        ("a.ttl", '<x:a>\r\n<x:b> "é" ; oops .\r\n', 2, 13, f"oops is not a valid predicate; {MEND} Turtle"),
        (
            "a.nt",
            '<x:a> <x:b> "c" .\n<x:a> <x:b> <c> .\n',
            2,
            13,
            f"No scheme found in an absolute IRI; {MEND} N-Triples",
        ),
        ("a.rdf", "<rdf:RDF>\n</rdf>", 2, 3, f"mismatched tag; {MEND} RDF/XML"),
        ("a.jsonld", '{"@id": "x:a",\n "x:b" }', 2, 8, f"Object keys must be strings; {MEND} JSON-LD"),
        ("a.ttl", b'<x:a> <x:b> "\xe9" .', 1, 14, "this is not UTF-8; convert it"),
    ],
)
def test_rdf_that_does_not_parse_says_where_and_why(tmp_path, name, content, line, column, expected):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    text = path.read_bytes().decode("utf-8", "replace").splitlines()[line - 1]
    assert message(FormatError, path).split("\n") == [
        f"{path}:{line}: column {column}: {expected}",
        f"  {line} | {text}",
        f"    | {' ' * (column - 1)}^",
    ]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.rdf", b"<html/>", f"this is not RDF/XML: XML namespaces are required in RDF/XML; {MEND} RDF/XML"),
        (
            "a.jsonld",
            b'{"@context": "https://schema.org", "@id": "x:a"}',
            (
                "this is not JSON-LD: it refers to a context elsewhere, and nothing is ever fetched; "
                "write the @context into it"
            ),
        ),
        ("a.ttl", b"\x89PNG\r\n\0\0", "this is a binary file, not Turtle; give text in UTF-8"),
        (
            "a.ttl.gz",
            b"a",
            "it cannot be read (Not a gzipped file (b'a')); see that it is whole and that you may read it",
        ),
        (
            "a.ttl.gz",
            gzip.compress(b"<x:a> <x:b> <x:c> .")[:-9],
            (
                "it is not a whole gzip file (Compressed file ended before the end-of-stream marker was reached); "
                "compress it again"
            ),
        ),
        ("a.gexf", b"", "GEXF is written for drawing programs, not read; use .ttl, .trig, .nt, .nq, .jsonld, .rdf"),
        ("a.toml", b"", "this is one file of a ledger's records; give their folder, the one that holds ledger.toml"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content)
    assert message((FormatError, StoreError), path) == f"{path}: {expected}"


@pytest.mark.parametrize("name", ["a.ttl", "a.trig", "a.nt", "a.nq"])
def test_a_text_may_hold_any_character_that_its_format_allows(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b'<x:a> <x:b> "\0" .\n')
    assert Literal("\0") in list(store.open(path).ledger().objects())


@pytest.mark.parametrize("name", ["a.ttl", "a.trig"])
def test_relative_iris_need_a_base(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"<a> <x:b> <#c> .\n")
    assert message(FormatError, path).startswith(
        f"{path}:1: column 1: this IRI is relative, and nothing says to what; write it in full, or set a @base above it"
    )
    store.build(tmp_path / "database", [path], base="http://made.example/")
    for made_of in (path, tmp_path / "database"):
        with store.open(made_of, base="http://made.example/") as read:
            found = [triple for triple in read.ledger() if triple[1] == URIRef("x:b")]
        assert found == [(URIRef("http://made.example/a"), URIRef("x:b"), URIRef("http://made.example/#c"))]


@pytest.mark.parametrize("start", ['<?xml version="1.0"?>\n', "<!-- a -->\n", "\n"])
def test_entities_are_never_expanded(tmp_path, start):
    path = tmp_path / "a.rdf"
    path.write_text(f'{start}<!DOCTYPE rdf:RDF [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>\n<rdf:RDF/>', encoding="utf-8")
    assert message(FormatError, path) == (
        f"{path}:2: RDF/XML with a DOCTYPE is not read, because entities can blow it up; "
        "write the entities out, or convert it to Turtle"
    )


def test_a_file_of_no_known_kind_names_those_that_are(tmp_path):
    (tmp_path / "a.xyz").touch()
    assert 'a.xyz: the suffix ".xyz" names no format; use one of .ttl (Turtle)' in message(
        FormatError, tmp_path / "a.xyz"
    )


def test_a_file_that_may_not_be_read_is_an_error_of_ours(tmp_path, monkeypatch):
    (tmp_path / "a.ttl").touch()

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.open", refuse)
    assert message(StoreError, tmp_path / "a.ttl") == (
        f"{tmp_path / 'a.ttl'}: it cannot be read (Permission denied); see that it is whole and that you may read it"
    )


def test_a_corpus_that_does_not_hold_together_is_a_graph_error():
    with pytest.raises(GraphError):
        store.open(Corpus(Ledger("Made up"), links=(Link("a", LinkType.SUPPORTS, "b", "ada"),)))


def test_what_is_not_rdf_is_named():
    dataset = Dataset()
    dataset.add((ADA, RDFS.seeAlso, URIRef("http://made.example/a b")))
    assert message(StoreError, dataset) == (
        "\"http://made.example/a b\" is not RDF: Invalid IRI code point ' '; mend it where it comes from"
    )
    dataset = Dataset()
    dataset.add((Literal("a"), RDFS.label, Literal("b")))
    assert message(StoreError, dataset) == (
        '"a", "http://www.w3.org/2000/01/rdf-schema#label", "b" is not a triple; '
        "a subject is an IRI or a blank node, a predicate an IRI"
    )


# databases


def test_a_database_holds_what_was_saved_and_is_read_only(tmp_path, opened):
    opened.save(tmp_path / "db")
    with store.open(tmp_path / "db") as found:
        assert set(found.dataset().quads()) == set(opened.dataset().quads())
        assert found.query("ASK { GRAPH graph:accepted { kb:ada predicate:leads kb:guild } }")
        assert len(found.dataset().graph(OTHER)) == 0
        for change in (
            lambda data: data.add((ADA, RDFS.label, Literal("New"))),
            lambda data: data.remove((ADA, None, None)),
            lambda data: data.update("CLEAR ALL"),
            lambda data: data.remove_graph(LEDGER),
        ):
            with pytest.raises(StoreError, match="the database is open for reading only; load its records or RDF"):
                change(found.dataset())
    assert [path.name for path in tmp_path.iterdir()] == ["db"]


def test_a_database_is_replaced_whole(tmp_path, opened):
    opened.save(tmp_path / "db")
    (tmp_path / "empty").mkdir()
    with store.open(small()) as other:
        other.save(tmp_path / "db")
        other.save(tmp_path / "empty")
    with store.open(tmp_path / "db") as found, store.open(tmp_path / "empty") as too:
        assert recover(found.dataset()) == recover(too.dataset()) == small()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["db", "empty"]


def test_nothing_else_is_overwritten(tmp_path, opened):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    for target in (tmp_path, tmp_path / "notes.txt"):
        with pytest.raises(OutputError) as refused:
            opened.save(target)
        assert str(refused.value) == (
            f"{target}: this is not a database, and would be overwritten; "
            "name a folder that does not exist yet, or a database to replace"
        )
    with pytest.raises(OutputError) as refused:
        opened.save(tmp_path / "none" / "db")
    assert str(refused.value) == (
        f"{tmp_path / 'none' / 'db'}: the database cannot be written (No such file or directory); "
        "choose a folder that you may write to"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_database_from_elsewhere_is_seen_with_its_default_graph(tmp_path):
    engine = ox.Store(tmp_path / "db")
    engine.update(f'INSERT DATA {{ <{ADA}> <{RDFS.label}> "Ada" GRAPH <{OTHER}> {{ <{ADA}> <{RDFS.label}> "B" }} }}')
    engine.flush()
    del engine
    with store.open(tmp_path / "db") as found:
        assert column(found.query("SELECT ?name { kb:ada rdfs:label ?name }")) == [Literal("Ada")]
        assert set(found.ledger()) == {(ADA, RDFS.label, Literal("Ada"))}


def test_a_damaged_database_says_so(tmp_path, opened):
    opened.save(tmp_path / "db")
    files = tmp_path / "db" / "current" / "database"
    (files / "CURRENT").write_text("nonsense", encoding="utf-8")
    assert message(StoreError, tmp_path / "db") == (
        f"{tmp_path / 'db'}: the database cannot be read (Corruption: CURRENT file does not end with newline); "
        "make it anew from its records or from RDF"
    )
    shutil.copy(files / "IDENTITY", files / "CURRENT")
    assert message(StoreError, tmp_path / "db").startswith(f"{tmp_path / 'db'}: ")


def test_a_closed_store_answers_no_more(opened):
    opened.close()
    opened.close()
    assert opened.closed
    with pytest.raises(ValueError, match="the store is closed"):
        opened.query("ASK {}")


# rdflib's view


def test_a_dataset_is_the_store_itself(opened):
    data = opened.dataset()
    data.graph(OTHER).add((ADA, SKOS.altLabel, Literal("A.")))
    data.add((ADA, SKOS.altLabel, Literal("B.")))
    assert opened.query("ASK { GRAPH ?g { kb:ada skos:altLabel 'A.' } }")
    assert set(data.quads((ADA, SKOS.altLabel, None, None))) == {
        (ADA, SKOS.altLabel, Literal("A."), OTHER),
        (ADA, SKOS.altLabel, Literal("B."), DATASET_DEFAULT_GRAPH_ID),
    }
    assert list(data.graph(OTHER).objects(ADA)) == [Literal("A.")]
    assert len(data.graph(OTHER)) == 1
    assert (ADA, SKOS.altLabel, Literal("A.")) not in data.graph(LEDGER)
    data.graph(OTHER).remove((None, None, None))
    data.remove((ADA, SKOS.altLabel, None))
    assert not list(data.quads((ADA, SKOS.altLabel, None, None)))


def test_a_triple_in_two_graphs_is_one_triple_of_the_union(opened):
    data = Dataset(store=opened.dataset().store, default_union=True)
    data.graph(OTHER).add((ADA, RDFS.label, Literal("Ada")))
    assert list(data.triples((ADA, RDFS.label, None))) == [(ADA, RDFS.label, Literal("Ada"))]
    assert {graph for *_, graph in data.quads((ADA, RDFS.label, None, None))} == {LEDGER, OTHER}
    assert {graph.identifier for graph in data.store.contexts((ADA, RDFS.label, Literal("Ada")))} == {LEDGER, OTHER}
    assert data.query("ASK { kb:ada predicate:leads kb:guild }").askAnswer is True


@pytest.mark.parametrize("pattern", [(Literal("a"), None, None), (None, BNode(), None), (URIRef("a b"), None, None)])
def test_what_cannot_be_there_is_not_found(opened, pattern):
    assert list(opened.dataset().triples(pattern)) == []


def test_graphs_are_listed_added_and_removed(opened):
    data = opened.dataset()
    data.add_graph(OTHER)
    names = {graph.identifier for graph in data.graphs()}
    assert {LEDGER, ACCEPTED, ONTOLOGY, OTHER} < names
    nameless = Graph(data.store)
    nameless.add((ADA, RDFS.label, Literal("C")))
    assert nameless.identifier in {graph.identifier for graph in data.graphs()}
    data.remove_graph(OTHER)
    assert OTHER not in {graph.identifier for graph in data.graphs()}


def test_prefixes_are_those_of_the_ledger(opened):
    data = opened.dataset()
    assert dict(data.namespaces())["kb"] == URIRef(KB)
    data.bind("mine", "http://made.example/")
    assert dict(data.namespaces())["mine"] == URIRef("http://made.example/")
    assert data.store.prefix(URIRef("http://made.example/")) == "mine"
    assert data.store.namespace("mine") == URIRef("http://made.example/")
    assert data.store.namespace("none") is None
    data.bind("other", "http://made.example/", override=False)
    assert "kb:ada" in data.graph(LEDGER).serialize()


def test_a_dataset_is_queried_in_the_engine(opened, monkeypatch):
    monkeypatch.setattr("rdflib.plugins.sparql.processor.SPARQLProcessor.query", None)  # rdflib's own would fail now
    data = opened.dataset()
    assert {row.name for row in data.query("SELECT ?name { ?x a ac:Entity ; rdfs:label ?name }")} == {
        Literal("Ada"),
        Literal("The Guild"),
    }
    assert data.query("ASK { kb:ada predicate:leads kb:guild }").askAnswer is False
    assert data.graph(ACCEPTED).query("ASK { kb:ada predicate:leads kb:guild }").askAnswer is True
    assert len(data.query("CONSTRUCT WHERE { kb:ada rdfs:label ?name }").graph) == 1
    (row,) = data.query("SELECT ?name ?none { kb:ada rdfs:label ?name OPTIONAL { kb:ada ac:condition ?none } }")
    assert (row.name, row.none) == (Literal("Ada"), None)
    assert row.asdict() == {"name": Literal("Ada")}
    assert b"Ada" in data.query("SELECT ?name { kb:ada rdfs:label ?name }").serialize(format="csv")


def test_prepared_queries_and_bindings_run_in_the_engine(opened, monkeypatch):
    prepared = prepareQuery("SELECT ?x ?name { ?x rd:label ?name FILTER(?x = ?who) }", initNs={"rd": RDFS})
    monkeypatch.setattr("rdflib.plugins.sparql.processor.SPARQLProcessor.query", None)
    data = opened.dataset()
    assert [row.name for row in data.query(prepared, initBindings={"who": ADA})] == [Literal("Ada")]
    assert [
        row.x
        for row in data.query("SELECT ?x { ?x rdfs:label ?name }", initBindings={Variable("name"): Literal("Ada")})
    ] == [ADA]
    relative = prepareQuery("ASK { <ada> ?p ?o }", base=KB)
    assert data.query(relative).askAnswer is True
    with pytest.raises(QueryError, match="cannot be given to a query; give an IRI or a literal"):
        data.query("ASK { ?x ?p ?o }", initBindings={"x": BNode("b")})


def test_updates_run_in_the_engine_on_the_whole_dataset(opened, monkeypatch):
    prepared = prepareUpdate("INSERT DATA { GRAPH ex:graph { ex:a ex:b 1 } }", initNs={"ex": "http://made.example/"})
    monkeypatch.setattr("rdflib.plugins.sparql.processor.SPARQLUpdateProcessor.update", None)
    data = opened.dataset()
    data.update(prepared)
    data.update(f"WITH <{OTHER}> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p 2 }} WHERE {{ ?s ?p ?o }}")
    assert list(data.graph(OTHER).objects()) == [Literal(2)]
    with pytest.raises(QueryError, match="LOAD would open a connection"):
        data.update("LOAD <http://made.example/>")
    with pytest.raises(QueryError, match=r"line 1, column 13: this \{ is never closed"):
        data.update("INSERT DATA { kb:a kb:b 1")
    with pytest.raises(QueryError, match="nested more than 100 deep"):
        data.update("DELETE WHERE " + "{" * 200)


def test_an_update_that_cannot_be_made_changes_nothing(opened):
    data = opened.dataset()
    before = len(data)
    with pytest.raises(QueryError, match="could not be made: The graph <x:none> does not exist; change it, or make it"):
        data.update("INSERT DATA { <x:a> <x:b> <x:c> } ; DROP GRAPH <x:none>")
    assert len(data) == before


def test_a_dataset_opens_connections_where_they_are_allowed(opened):
    data = opened.dataset()
    with pytest.raises(QueryError, match="could not be made: "):
        data.update("LOAD <made://up/>", allow_service=True)
    with pytest.raises(QueryError, match="SERVICE would open a connection"):
        data.query("ASK { SERVICE <made:up> { ?s ?p ?o } }")
    with pytest.raises(QueryError, match="could not be answered"):
        data.query("ASK { SERVICE <made:up> { ?s ?p ?o } }", allow_service=True)


@pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated")  # rdflib's serializers call it
def test_a_dataset_serializes(opened):
    again = Dataset()
    again.parse(data=opened.dataset().serialize(format="nquads"), format="nquads")
    assert len(again) == len(opened.dataset())


def both():
    """An empty dataset in the engine and one in rdflib's own memory, for what should be the same in each."""
    return store.open(Dataset()).dataset(), Dataset()


def made(name):
    return URIRef(f"http://made.example/{name}")


def test_triples_are_counted_as_rdflib_counts_them():
    counts = []
    for data in both():
        before = len(data)
        for graph in (data, data.graph(made("g")), data.graph(made("h"))):
            graph.add((made("a"), made("b"), Literal("c")))
        data.graph(made("h")).add((made("a"), made("b"), Literal("d")))
        counts.append((len(data) - before, len(data.graph(made("g"))), len(data.graph(made("h")))))
    assert counts[0] == counts[1] == (2, 1, 2)


UPDATES = {
    "data": "INSERT DATA { <x:a> <x:p> 7 . <x:z> <x:p> '; }' } ; DELETE DATA { <x:a> <x:p> 1 }",
    "short": "DELETE WHERE { ?s <x:p> ?o }",
    "short, bound": ("DELETE WHERE { ?s ?p ?o }", {"s": URIRef("x:a"), "o": Literal(2)}),
    "modify": "PREFIX x: <x:> DELETE { ?s ?p ?o } INSERT { ?s x:q ?o } WHERE { ?s ?p ?o FILTER(?o<2) } # done",
    "modify, bound": ("DELETE { ?s ?p ?o } INSERT { ?s ?new ?o } WHERE { ?s ?p ?o }", {"new": URIRef("x:new")}),
    "insert, bound": (
        "INSERT { ?s <x:said> ?text } WHERE { }",
        {"?s": URIRef("x:a"), Variable("text"): Literal("a'}")},
    ),
    "sequence": (
        "INSERT DATA { <x:c> <x:p> 3 } ; INSERT { ?s <x:r> ?o } WHERE { ?s <x:p> ?o } ; DELETE WHERE { ?s <x:p> 2 } ;",
        {},
    ),
    "sub-select, bound": ("INSERT { <x:n> <x:n> ?o } WHERE { SELECT ?o { ?s ?p ?o } }", {"o": Literal(1)}),
}


@pytest.mark.parametrize("update", UPDATES.values(), ids=UPDATES.keys())
def test_an_update_of_one_graph_does_what_it_does_in_rdflib(update):
    text, bindings = update if isinstance(update, tuple) else (update, {})
    found = []
    for data in both():
        for graph in (data.graph(made("g")), data.graph(made("h"))):
            for number in (1, 2):
                graph.add((URIRef("x:a"), URIRef("x:p"), Literal(number)))
        untouched = {quad for quad in data.quads() if quad[3] != made("g")}
        data.graph(made("g")).update(text, initBindings=bindings)
        assert {quad for quad in data.quads() if quad[3] != made("g")} == untouched
        found.append(set(data.graph(made("g"))))
    assert found[0] == found[1]
    assert found[0] != {(URIRef("x:a"), URIRef("x:p"), Literal(number)) for number in (1, 2)}


def test_an_update_of_the_dataset_takes_bindings_as_in_rdflib():
    text = "INSERT { GRAPH ?g { ?s <x:p> ?o } } WHERE { BIND(1 AS ?o) } ; DELETE WHERE { ?s <x:p> 2 }"
    found = []
    for data in both():
        data.add((URIRef("x:a"), URIRef("x:p"), Literal(2)))
        data.add((URIRef("x:b"), URIRef("x:p"), Literal(2)))
        data.update(text, initBindings={"g": made("g"), "s": URIRef("x:a")})
        found.append(set(data.quads((None, URIRef("x:p"), None, None))))
    expected = {(URIRef("x:a"), URIRef("x:p"), Literal(1), made("g"))}
    assert {quad for quad in found[0] if quad[3] != DATASET_DEFAULT_GRAPH_ID} == expected
    assert {quad[:3] for quad in found[0]} == {quad[:3] for quad in found[1]}
    assert (URIRef("x:b"), URIRef("x:p"), Literal(2)) in {quad[:3] for quad in found[0]}


def test_an_update_of_one_graph_reaches_others_by_their_names(opened):
    data = opened.dataset()
    data.graph(OTHER).update(
        f"INSERT {{ kb:ada skos:note ?name }} WHERE {{ GRAPH <{LEDGER}> {{ kb:ada rdfs:label ?name }} }}"
    )
    assert list(data.graph(OTHER)) == [(ADA, SKOS.note, Literal("Ada"))]
    data.graph(OTHER).update(f"WITH <{made('h')}> INSERT {{ kb:ada skos:note 1 }} WHERE {{ }}")
    assert list(data.graph(made("h"))) == [(ADA, SKOS.note, Literal(1))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("CLEAR ALL", "CLEAR is about whole graphs, not about what one holds; call the dataset's update"),
        ("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }", "INSERT DATA names a graph in an update of another; call"),
        ("INSERT DATA { <x:a> <x:b> 1", "is never closed"),
        ("DELETE", "the query ends too early"),
        ("INSERT { <x:a> <x:b> 1 } WHERE { SERVICE <x:y> { } }", "SERVICE would open a connection"),
        ("DELETE WHERE { " + "<x:a> <x:b> 1 . " * 300 + "}", "goes on for more than 1,500 words"),
    ],
)
def test_what_cannot_be_done_to_one_graph_is_said(opened, text, message):
    data = opened.dataset()
    before = set(data.quads())
    with pytest.raises(QueryError, match=message):
        data.graph(OTHER).update(text)
    assert set(data.quads()) == before


def test_a_graph_without_an_iri_has_no_update(opened):
    with pytest.raises(QueryError, match="a graph without an IRI cannot be updated by SPARQL; name it by an IRI"):
        Graph(opened.dataset().store).update("DELETE WHERE { ?s ?p ?o }")


def test_names_of_bindings_are_never_read_as_sparql(opened):
    data = opened.dataset()
    for name in ("x) {(1)} BIND(2 AS ?y) VALUES (?z", "", "a b", "a²", "x\n"):
        with pytest.raises(QueryError, match="is no name of a variable; use letters"):
            data.query("SELECT * { }", initBindings={name: Literal(3)})
        with pytest.raises(QueryError, match="is no name of a variable; use letters"):
            data.update("DELETE WHERE { ?s ?p ?o }", initBindings={name: Literal(3)})
    assert data.query("SELECT ?é_1 { }", initBindings={"é_1": Literal(3)}).bindings == [{Variable("é_1"): Literal(3)}]


def test_what_is_done_stays_done(opened):
    data = opened.dataset()
    data.graph(OTHER).add((ADA, SKOS.note, Literal("kept")))
    data.commit()
    with pytest.raises(StoreError, match="changes are made at once and cannot be taken back; open the records"):
        data.rollback()
    assert len(data.graph(OTHER)) == 1


def test_a_copy_of_the_ledger_is_a_copy(opened):
    graph = opened.ledger()
    graph.remove((None, None, None))
    assert len(opened.ledger()) == len(build(ROLE).graph(LEDGER))
    assert all(isinstance(term, Node) for triple in opened.ledger() for term in triple)


def test_rows_come_as_plain_strings_too(opened):
    found = opened.query("SELECT * { VALUES (?a ?b) { (<urn:a> 12.0) (1.50 UNDEF) (3 'x'@de) (true '1') } }")
    assert found.texts() == [
        ("urn:a", "12.0"),
        ("1.5", None),
        ("3", "x"),
        ("true", "1"),
    ]
    assert found.texts() == [tuple(None if term is None else str(term) for term in row) for row in found]
    ((blank,),) = opened.query("SELECT * { BIND (BNODE() AS ?b) }").texts()
    assert blank.startswith("_:")
