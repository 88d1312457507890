"""Ledgers as RDF and back, in every format, read by both libraries as the same graph."""

import dataclasses
import tempfile
from io import BytesIO

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from rdflib import BNode, Dataset, Graph, Literal, URIRef

from kg import assets
from kg.claims import BASE, Corpus, Ledger
from kg.errors import FormatError, GraphError, OutputError
from kg.formats import FORMATS, by_name
from kg.graph import accepted_graph, build, ledger_graph, recover, sorting, stream, write, write_graph
from kg.graph.sorting import Runs
from kg.records import read
from kg.store import open as open_store
from kg.terms import AC, DCTERMS, OA, PROV, RDF, SKOS, UNIT, XSD
from tests.ledgers import hostile, small
from tests.strategies import corpora

READABLE = [form for form in FORMATS if form.readable]
OXIGRAPH = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "xml": pyoxigraph.RdfFormat.RDF_XML,
}
RDFLIB = {"ntriples": "nt", "jsonld": "json-ld"}
often = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def read_by_rdflib(content: bytes, form: str) -> Dataset:
    dataset = Dataset()
    dataset.parse(data=content, format=RDFLIB.get(form, form))
    return dataset


def read_by_oxigraph(content: bytes, form: str) -> set:
    return {
        f"{quad.subject} {quad.predicate} {quad.object}" for quad in pyoxigraph.parse(content, format=OXIGRAPH[form])
    }


def as_oxigraph_writes(dataset: Dataset) -> set:
    lines = write(dataset, "ntriples")
    return read_by_oxigraph(lines, "ntriples")


@pytest.fixture(scope="module")
def shipped() -> Corpus:
    return read(assets.data())


@often
@given(corpora())
def test_recover_is_the_inverse_of_build(corpus):
    assert recover(build(corpus)) == corpus


@pytest.mark.parametrize("form", READABLE, ids=lambda form: form.name)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(corpus=corpora())
def test_every_format_comes_back_whole_from_both_libraries(form, corpus):
    dataset = build(corpus)
    content = write(dataset, form)
    assert recover(read_by_rdflib(content, form.name)) == corpus
    assert read_by_oxigraph(content, form.name) == as_oxigraph_writes(dataset)


@pytest.mark.parametrize("form", READABLE, ids=lambda form: form.name)
def test_the_shipped_ledger_comes_back_whole(form, shipped):
    dataset = build(shipped)
    content = write(dataset, form)
    back = read_by_rdflib(content, form.name)
    assert recover(back) == shipped
    assert as_oxigraph_writes(back) == as_oxigraph_writes(dataset)
    assert read_by_oxigraph(content, form.name) == as_oxigraph_writes(dataset)


@pytest.mark.parametrize("form", READABLE, ids=lambda form: form.name)
def test_the_same_triples_give_the_same_bytes(form, shipped):
    dataset = build(shipped)
    shuffled = Dataset()
    graph = shuffled.graph(ledger_graph(BASE))
    for triple in reversed(list(dataset.graph(ledger_graph(BASE)))):
        graph.add(triple)
    assert write(shuffled, form) == write(dataset, form)


def test_there_are_no_blank_nodes(shipped):
    terms = {term for quad in build(shipped).quads((None, None, None, None)) for term in quad[:3]}
    assert not [term for term in terms if isinstance(term, BNode)]


def test_decimals_have_a_point_and_plain_strings_no_type(shipped):
    literals = [item for *_, item, _ in build(shipped).quads((None, None, None, None)) if isinstance(item, Literal)]
    decimals = [str(item) for item in literals if item.datatype == XSD.decimal]
    assert decimals
    assert all("." in number for number in decimals)
    assert not [item for item in literals if item.datatype == XSD.string]


def test_turtle_shows_a_claim_as_one_block_that_people_can_review(shipped):
    turtle = write(build(shipped), "turtle").decode()
    start = turtle.index("# claim q3-revenue-guidance\n")
    block = turtle[start : turtle.index("# claim", start + 1)]
    assert "    a ac:Claim ;\n" in block
    assert "    rdf:subject kb:meta ;\n" in block
    assert "    ac:low 38500000000.0 ;\n" in block
    assert "    ac:outcome ac:fulfilled ;\n" in block
    assert block.count("a ac:Claim") == 1
    assert turtle.index("# document the-decoder-meta-llama-4") < start


def test_claims_stand_in_the_order_of_the_text(shipped):
    turtle = write(build(shipped), "turtle").decode()
    order = [
        turtle.index(f"# claim {name}\n") for name in ("meta-works-on-llama-4", "q2-revenue", "meta-ai-catches-on")
    ]
    assert order == sorted(order)


def test_a_changed_claim_is_a_small_difference(shipped):
    import dataclasses
    import difflib

    claims = [
        dataclasses.replace(claim, label="Another label") if claim.id == "q2-revenue" else claim
        for claim in shipped.claims
    ]
    before = write(build(shipped), "turtle").decode().splitlines()
    after = write(build(dataclasses.replace(shipped, claims=tuple(claims))), "turtle").decode().splitlines()
    changed = [
        line for line in difflib.unified_diff(before, after, n=0) if line[0] in "+-" and line[:3] not in {"---", "+++"}
    ]
    assert len(changed) == 2


def test_formats_of_triples_leave_the_accepted_graph_out():
    dataset = build(Corpus(Ledger("Made up")))
    fact = (URIRef(f"{BASE}a"), URIRef(f"{BASE}predicate/b"), URIRef(f"{BASE}c"))
    dataset.graph(accepted_graph(BASE)).add(fact)
    assert b"predicate/b" not in write(dataset, "ntriples")
    assert b"predicate:b" not in write(dataset, "turtle")
    assert b"graph/accepted" in write(dataset, "nquads")
    assert b"graph:accepted {" in write(dataset, "trig")


def test_rdfxml_says_what_it_cannot_carry():
    dataset = build(Corpus(Ledger("a \x07 bell")))
    with pytest.raises(FormatError, match=r"RDF/XML cannot carry the character U\+0007; choose another format"):
        write(dataset, "xml")
    assert recover(read_by_rdflib(write(dataset, "turtle"), "turtle")).ledger.title == "a \x07 bell"


def made(subject, predicate, item):
    """A graph of one triple, as a CONSTRUCT may give it."""
    graph = Graph(bind_namespaces="none")
    graph.add((subject, predicate, item))
    return graph


def comes_back(graph, form):
    """Whether both libraries read a graph back as it was."""
    content = write_graph(graph, form, BASE)
    expected = read_by_oxigraph(write_graph(graph, "ntriples", BASE), "ntriples")
    by_rdflib = {triple[:3] for triple in read_by_rdflib(content, form).quads()}
    return read_by_oxigraph(content, form) == expected and by_rdflib == set(graph)


HERE = URIRef("http://made.example/here")


@pytest.mark.parametrize(
    "predicate",
    [
        *(f"{RDF}{name}" for name in ("RDF", "Description", "ID", "about", "parseType", "resource", "nodeID")),
        *(f"{RDF}{name}" for name in ("datatype", "li", "bagID", "aboutEach", "aboutEachPrefix")),
        *("http://made.example/a²", "http://made.example/é", "http://made.example/1", "http://made.example/"),
        "http://www.w3.org/2000/xmlns/a",
    ],
)
def test_rdfxml_refuses_properties_that_it_has_no_name_for(predicate):
    with pytest.raises(FormatError, match=r"RDF/XML cannot write the property <.*>; choose another format") as caught:
        write_graph(made(HERE, URIRef(predicate), HERE), "xml", BASE)
    assert f"<{predicate}>" in str(caught.value)


@pytest.mark.parametrize(
    "predicate",
    ["http://made.example/é/a-1.b", "http://made.example/²a", f"{RDF}_1", f"{RDF}value", f"{RDF}li2", "urn:made:a"],
)
def test_rdfxml_writes_properties_that_end_in_a_name(predicate):
    assert comes_back(made(HERE, URIRef(predicate), HERE), "xml")


@pytest.mark.parametrize("iri", ["schema:p", "rdf:thing", "kb:x", "xsd:", "wd:Q1/a"])
def test_jsonld_refuses_addresses_that_would_be_read_as_others(iri):
    node = URIRef(iri)
    for graph in (
        *(made(node, SKOS.note, HERE), made(HERE, node, HERE), made(HERE, SKOS.note, node), made(HERE, RDF.type, node)),
        *(made(HERE, AC.kind, node), made(HERE, AC.unit, node), made(HERE, SKOS.note, Literal("a", datatype=node))),
    ):
        with pytest.raises(FormatError, match=f"JSON-LD cannot write <{iri}>, since .*: is short for http.*; choose"):
            write_graph(graph, "jsonld", BASE)


@pytest.mark.parametrize("iri", ["@id", "@foo", "made", "label", "/made", "//made.example", "?a:b", ""])
def test_jsonld_refuses_relative_addresses(iri):
    for graph in (
        made(URIRef(iri), SKOS.note, HERE),
        made(HERE, URIRef(iri), HERE),
        made(HERE, SKOS.note, URIRef(iri)),
    ):
        with pytest.raises(FormatError, match=r"JSON-LD cannot write the relative IRI <.*>; write it in full"):
            write_graph(graph, "jsonld", BASE)


@pytest.mark.parametrize(
    "graph",
    [
        *(
            made(HERE, SKOS.note, URIRef(iri))
            for iri in ("kb://made", "about:blank", "text:a", "mailto:a@made.example")
        ),
        *(made(HERE, URIRef(iri), HERE) for iri in ("kb://made", "type:a", "urn:made:a")),
        *(made(HERE, AC.unit, UNIT[name]) for name in ("label", "id", "Unit", "CCY_USD", "@id")),
        *(made(HERE, RDF.type, Literal(text)) for text in ("a", "http://made.example/", "schema:a")),
    ],
)
def test_jsonld_keeps_what_only_looks_like_a_word_of_its_own(graph):
    assert comes_back(graph, "jsonld")


def test_drawing_formats_are_not_rdf():
    with pytest.raises(FormatError, match="GraphML is not an RDF format"):
        write(build(Corpus(Ledger("Made up"))), by_name("graphml"))


def test_a_graph_without_a_base_is_refused():
    with pytest.raises(GraphError, match="does not say where its identifiers live; add"):
        recover(Dataset())


@pytest.mark.parametrize(
    ("predicate", "item", "message"),
    [
        (RDF.subject, None, "has no <.*#subject>; it needs one"),
        (AC.kind, None, "has no <.*#kind>; it needs one"),
        (AC.kind, AC.role, "has 2 values of <.*#kind>; it may have one"),
        (AC.claimedOn, Literal("someday"), '#claimedOn> is "someday"; it should be a'),
    ],
)
def test_broken_claims_are_named(shipped, predicate, item, message):
    dataset = build(shipped)
    graph = dataset.graph(ledger_graph(BASE))
    node = next(graph.subjects(AC.kind, AC.guidance))
    if item is None or predicate == AC.claimedOn:
        graph.remove((node, predicate, None))
    if item is not None:
        graph.add((node, predicate, item))
    with pytest.raises(GraphError, match=message) as caught:
        recover(dataset)
    assert str(node) in str(caught.value)


def changed(corpus, predicate, item):
    """Build a corpus and give the first node that has a property another value of it; return both."""
    dataset = build(corpus)
    graph = dataset.graph(ledger_graph(BASE))
    node = min(graph.subjects(predicate))
    graph.set((node, predicate, item))
    return dataset, node


@pytest.mark.parametrize(
    ("predicate", "item", "message"),
    [
        (AC.polarity, Literal("yes"), '#polarity> is "yes"; it should be true or false'),
        (AC.polarity, Literal("TRUE", datatype=XSD.boolean, normalize=False), '#polarity> is "TRUE"; it should be'),
        (AC.polarity, Literal(""), '#polarity> is ""; it should be true or false'),
        (AC.inferred, Literal("yes"), '#inferred> is "yes"; it should be true or false'),
        (AC.value, Literal("NaN"), '#value> is "NaN"; it should be a finite number'),
        (AC.value, Literal("Infinity"), '#value> is "Infinity"; it should be a finite number'),
        (AC.rounding, Literal("-inf"), '#rounding> is "-inf"; it should be a finite number'),
        (AC.value, Literal("about 5"), '#value> is "about 5"; it should be a finite number'),
        (OA.start, Literal("1.5"), '#start> is "1.5"; it should be a whole number'),
        (AC.claimedOn, Literal("someday"), '#claimedOn> is "someday"; it should be a day, such as'),
    ],
)
def test_a_value_that_cannot_be_read_is_named(shipped, predicate, item, message):
    dataset, node = changed(shipped, predicate, item)
    with pytest.raises(GraphError, match=message) as caught:
        recover(dataset)
    assert f"<{node}>" in str(caught.value)


@pytest.mark.parametrize(("written", "meant"), [("true", True), ("1", True), ("false", False), ("0", False)])
def test_truth_values_are_read_as_xsd_writes_them(shipped, written, meant):
    dataset, node = changed(shipped, AC.inferred, Literal(written))
    claim = node.removesuffix(".period").removeprefix(f"{BASE}claim/")
    graph = dataset.graph(ledger_graph(BASE))
    graph.set((URIRef(f"{BASE}claim/{claim}"), AC.polarity, Literal(written)))
    name = str(graph.value(URIRef(f"{BASE}claim/{claim}"), DCTERMS.identifier))
    (found,) = (claim for claim in recover(dataset).claims if claim.id == name)
    assert found.polarity is meant
    assert found.period.inferred is meant


@pytest.mark.parametrize("predicate", [AC.resolves, PROV.wasDerivedFrom])
def test_a_text_that_reads_like_a_node_is_none(shipped, predicate):
    resolution = dataclasses.replace(shipped.resolutions[0], derived_from=(shipped.claims[0].id,))
    dataset = build(dataclasses.replace(shipped, resolutions=(resolution,)))
    graph = dataset.graph(ledger_graph(BASE))
    node, item = next(graph.subject_objects(predicate))
    graph.set((node, predicate, Literal(str(item))))
    with pytest.raises(GraphError, match="it should be a claim of this ledger"):
        recover(dataset)


def test_what_two_graphs_say_is_said_once(shipped):
    import kg.store

    dataset = build(shipped)
    for triple in list(dataset.graph(ledger_graph(BASE))):
        dataset.default_graph.add(triple)
    with kg.store.open(dataset) as found:
        assert found.corpus() == shipped


def test_an_unknown_kind_is_named_with_what_is_known(shipped):
    dataset = build(shipped)
    graph = dataset.graph(ledger_graph(BASE))
    node = next(graph.subjects(AC.kind, AC.guidance))
    graph.set((node, AC.kind, URIRef("https://w3id.org/ai-claims/ns#rumour")))
    with pytest.raises(GraphError, match='ns#rumour"; use one of figure, fact, event'):
        recover(dataset)


def test_two_claims_that_are_the_same_do_not_merge_silently(shipped):
    import dataclasses

    twice = dataclasses.replace(next(iter(shipped.claims)), id="another-name", appearance=())
    with pytest.raises(GraphError, match=r'this is the same claim as ".*"; make it one claim with several appearances'):
        build(dataclasses.replace(shipped, claims=(*shipped.claims, twice)))


STREAMED = ["turtle", "trig", "ntriples", "nquads"]


@pytest.mark.parametrize("form", STREAMED)
def test_what_does_not_fit_into_memory_is_written_with_the_same_bytes(form, shipped, monkeypatch):
    store = open_store(shipped)
    whole = write(store.dataset(), form)
    files = []
    monkeypatch.setattr(Runs, "most", 20_000)
    monkeypatch.setattr(sorting, "TemporaryFile", lambda: files.append(BytesIO()) or files[-1])
    out = BytesIO()
    store.export(form, out)
    assert out.getvalue() == whole
    assert len(files) > 10


def test_what_cannot_be_put_aside_names_the_folder_for_it(monkeypatch):
    class Full(BytesIO):
        def write(self, _):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(Runs, "most", 1000)
    monkeypatch.setattr(sorting, "TemporaryFile", Full)
    monkeypatch.setattr(tempfile, "tempdir", "/made-up")
    runs = Runs()
    with pytest.raises(OutputError, match=r"^/made-up: what is put aside .*: No space left on device; .* TMPDIR$"):
        runs.add(b"a", b"b" * 1000)


def test_parts_come_back_in_order_though_they_were_put_aside(monkeypatch):
    monkeypatch.setattr(Runs, "most", 1000)
    runs = Runs()
    parts = [(bytes([97 + number * 7 % 26]), str(number).encode()) for number in range(500)]
    for part in parts:
        runs.add(*part)
    assert list(runs) == sorted(parts)


@pytest.mark.parametrize("form", ["turtle", "trig", "ntriples", "nquads", "jsonld", "xml"])
@pytest.mark.parametrize("corpus", [small(), hostile()], ids=["small", "hostile"])
def test_a_store_exports_what_its_dataset_is_written_as(form, corpus):
    store = open_store(corpus)
    store.dataset().graph(ledger_graph(BASE)).add(
        (URIRef(BASE + "orrery"), SKOS.note, Literal("\f \b \\b \r\n \u2028"))
    )
    try:
        expected = write(store.dataset(), form)
    except FormatError:
        assert form == "xml"  # which cannot carry it
        return
    out = BytesIO()
    store.export(form, out)
    assert out.getvalue() == expected


def test_drawing_formats_are_not_streamed():
    with pytest.raises(FormatError, match="GraphML cannot be written part by part"):
        stream({}, "graphml", BASE, BytesIO())
