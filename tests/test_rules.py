import re
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rdflib import DCTERMS, RDF, RDFS, SH, SKOS, XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.collection import Collection

from kg import assets, records, store
from kg.claims import BASE, Corpus, appearance_path, claim_key, text_digest
from kg.errors import LedgerError, Place
from kg.graph import ledger_graph, write_graph
from kg.rules import Finding, Severity, anchors, check, checking, fails, order, rules
from kg.rules.naming import Names
from kg.rules.shapes import Violation, by_pyshacl, by_shacl, shapes, violations
from kg.terms import AC, prefixes
from tests.ledgers import small

CASES = Path(__file__).parent / "rules"
LEDGER = CASES / "ledger.ttl"
RULES = {rule.name: rule for rule in rules()}
SHAPES = shapes()
WHOLE = Graph().parse(LEDGER)


def opened(*files: Path) -> store.Store:
    dataset = Dataset()
    graph = dataset.graph(ledger_graph(BASE))
    for file in files:
        graph.parse(file)
    return store.open(dataset)


# every rule has a pair of files


def test_every_rule_has_a_pair_and_every_pair_a_rule() -> None:
    pairs = {file.name for file in CASES.glob("*.ttl") if file != LEDGER}
    assert {f"{name}.{which}.ttl" for name in RULES for which in ("bad", "good")} == pairs


@pytest.mark.parametrize("name", RULES)
def test_bad_breaks_that_rule_alone_where_the_file_says(name: str) -> None:
    bad = CASES / f"{name}.bad.ttl"
    focuses = re.findall(r"^# focus: (\S+)$", bad.read_text(encoding="utf-8"), re.MULTILINE)
    found = check(opened(LEDGER, bad))
    assert focuses
    assert sorted((name, BASE + focus) for focus in focuses) == sorted((one.rule, one.focus) for one in found)
    assert {RULES[name].severity} == {one.severity for one in found}


@pytest.mark.parametrize("name", RULES)
def test_good_breaks_no_rule(name: str) -> None:
    assert check(opened(LEDGER, CASES / f"{name}.good.ttl")) == []


@pytest.mark.parametrize("file", sorted(CASES.glob("*.ttl")), ids=lambda file: file.name)
def test_cases_say_that_they_are_made_up(file: Path) -> None:
    assert "# Made up" in file.read_text(encoding="utf-8")


# every shape is broken once

CLAIM, APPEARANCE = "claim:revenue-guidance", "claim:revenue-guidance.at.news.100-105"
MEASURE, PERIOD = f"{CLAIM}.measure", f"{CLAIM}.period"
RESOLUTION, LINK = f"{CLAIM}.resolution.1", "claim:known-for-chips.supports.revenue-guidance.by.outlet"
TARGET, QUOTE, POSITION = (f"{APPEARANCE}.{part}" for part in ("target", "quote", "position"))
DAY = '"2031-02-29"^^xsd:date'
LONG = "x" * 71

# the shape; its node; the property whose values are taken away, if any; what is added instead (Turtle)
BREAKS = [
    ("claim-identifier", CLAIM, "dct:identifier", ""),
    ("claim-identifier", CLAIM, "", 'dct:identifier "another"'),
    ("claim-identifier", CLAIM, "dct:identifier", 'dct:identifier "Not An Id"'),
    ("claim-label", CLAIM, "rdfs:label", ""),
    ("claim-label", CLAIM, "rdfs:label", f'rdfs:label "{LONG}"'),
    ("claim-text", CLAIM, "schema:text", ""),
    ("claim-subject", CLAIM, "rdf:subject", ""),
    ("claim-subject", CLAIM, "", "rdf:subject kb:example-cloud"),
    ("claim-predicate", CLAIM, "rdf:predicate", ""),
    ("claim-predicate", CLAIM, "", "rdf:predicate predicate:known-for"),
    ("claim-object", "claim:known-for-chips", "rdf:object", ""),
    ("claim-object", "claim:known-for-chips", "", 'rdf:object "cards"'),
    ("claim-object", "claim:known-for-chips", "rdf:object", "rdf:object 7"),
    ("claim-own-measure", CLAIM, "rdf:object", f"rdf:object {RESOLUTION}.actual"),
    ("claim-kind", CLAIM, "ac:kind", ""),
    ("claim-kind", CLAIM, "", "ac:kind ac:plan"),
    ("claim-kind", CLAIM, "ac:kind", "ac:kind ac:firm"),
    ("claim-commitment", CLAIM, "ac:commitment", ""),
    ("claim-commitment", CLAIM, "", "ac:commitment ac:firm"),
    ("claim-commitment", CLAIM, "ac:commitment", "ac:commitment ac:plan"),
    ("claim-polarity", CLAIM, "ac:polarity", ""),
    ("claim-polarity", CLAIM, "", "ac:polarity false"),
    ("claim-polarity", CLAIM, "ac:polarity", 'ac:polarity "yes"'),
    ("claim-claimant", CLAIM, "ac:claimant", ""),
    ("claim-claimant", CLAIM, "ac:claimant", 'ac:claimant "Example AI"'),
    ("claim-holder", CLAIM, "", "ac:holder kb:example-cloud"),
    ("claim-made-at", CLAIM, "", "ac:madeAt event:meeting"),
    ("claim-claimed-on", CLAIM, "ac:claimedOn", f"ac:claimedOn {DAY}"),
    ("claim-recorded-on", CLAIM, "schema:sdDatePublished", f"schema:sdDatePublished {DAY}"),
    ("claim-measure", "claim:known-for-chips", "", "ac:measure kb:example-ai"),
    ("claim-period", CLAIM, "ac:period", "ac:period kb:example-ai"),
    ("claim-condition", CLAIM, "", 'ac:condition "if the moon is full"'),
    ("claim-topic", CLAIM, "", 'ac:topic "chips"'),
    ("claim-about", CLAIM, "", 'ac:about "chips"'),
    ("appearance-claim", APPEARANCE, "", "oa:hasBody claim:known-for-chips"),
    ("appearance-target", APPEARANCE, "oa:hasTarget", ""),
    ("appearance-mode", APPEARANCE, "ac:mode", ""),
    ("appearance-mode", APPEARANCE, "ac:mode", "ac:mode ac:exact"),
    ("appearance-zone", APPEARANCE, "ac:zone", ""),
    ("appearance-zone", APPEARANCE, "ac:zone", 'ac:zone "footnote"'),
    ("appearance-cue", APPEARANCE, "", 'ac:cue "says"'),
    ("appearance-via", APPEARANCE, "ac:via", 'ac:via "the agency"'),
    ("target-document", TARGET, "oa:hasSource", ""),
    ("target-quote", TARGET, "oa:hasSelector", f"oa:hasSelector {POSITION}"),
    ("target-position", TARGET, "", "oa:hasSelector claim:known-for-chips.at.news.0-5.position"),
    ("quote-exact", QUOTE, "oa:exact", ""),
    ("quote-prefix", QUOTE, "", 'oa:prefix "old"'),
    ("quote-suffix", QUOTE, "", 'oa:suffix "were"'),
    ("position-start", POSITION, "oa:start", ""),
    ("position-start", POSITION, "oa:start", "oa:start -1"),
    ("position-end", POSITION, "oa:end", ""),
    ("document-type", "document:news", "rdf:type", "a ac:Document"),
    ("document-title", "document:news", "dct:title", ""),
    ("document-publisher", "document:news", "", "dct:publisher kb:example-ai"),
    ("document-author", "document:news", "schema:author", 'schema:author "A. Author"'),
    ("document-url", "document:news", "schema:url", 'schema:url "example.org"'),
    ("document-published", "document:news", "schema:datePublished", f"schema:datePublished {DAY}"),
    (
        "document-recorded-on",
        "document:news",
        "schema:sdDatePublished",
        f"schema:sdDatePublished {DAY}",
    ),
    ("document-language", "document:news", "dct:language", 'dct:language "English"'),
    ("document-digest", "document:news", "ac:textDigest", 'ac:textDigest "md5:0"'),
    ("document-comment", "document:news", "", 'rdfs:comment "Another comment."'),
    ("entity-type", "kb:example-ai", "rdf:type", "a ac:Entity"),
    ("entity-label", "kb:example-ai", "rdfs:label", ""),
    ("entity-definition", "kb:example-ai", "", 'skos:definition "Another."'),
    ("entity-alias", "kb:example-ai", "", "skos:altLabel 7"),
    ("entity-match", "kb:example-ai", "", 'skos:exactMatch "Q1"'),
    ("predicate-label", "predicate:revenue", "rdfs:label", ""),
    ("predicate-definition", "predicate:revenue", "skos:definition", ""),
    ("predicate-range", "predicate:known-for", "", "schema:rangeIncludes ac:Claim"),
    ("topic-label", "topic:chips", "skos:prefLabel", ""),
    ("topic-definition", "topic:chips", "", 'skos:definition "Another."'),
    ("topic-scheme", "topic:chips", "skos:inScheme", ""),
    ("unit-label", "unit:CCY_USD", "rdfs:label", ""),
    ("unit-symbol", "unit:CCY_USD", "", "qudt:symbol 7"),
    ("event-label", "event:call", "rdfs:label", ""),
    ("event-date", "event:call", "schema:startDate", 'schema:startDate "in January"'),
    ("event-organizer", "event:call", "schema:organizer", 'schema:organizer "Example AI"'),
    ("event-url", "event:call", "schema:url", 'schema:url "example.org"'),
    ("ledger-title", "kb:ledger", "dct:title", ""),
    ("ledger-base", "kb:ledger", "void:uriSpace", 'void:uriSpace "https://example.org"'),
    ("measure-unit", MEASURE, "ac:unit", ""),
    ("measure-value", f"{RESOLUTION}.actual", "ac:value", "ac:value 5"),
    ("measure-low", MEASURE, "ac:low", "ac:low 5"),
    ("measure-high", MEASURE, "ac:high", "ac:high 6"),
    ("measure-amount", MEASURE, "ac:high", ""),
    ("measure-amount", MEASURE, "", "ac:value 5.5"),
    ("measure-amount", f"{RESOLUTION}.actual", "ac:value", ""),
    ("measure-rounding", MEASURE, "ac:rounding", 'ac:rounding "-0.5"^^xsd:decimal'),
    ("measure-change-rate", MEASURE, "ac:changeRate", "ac:changeRate 2e-1"),
    ("measure-change-basis", MEASURE, "ac:changeBasis", "ac:changeBasis ac:exact"),
    ("measure-approximation", MEASURE, "ac:approximation", ""),
    ("measure-approximation", MEASURE, "ac:approximation", "ac:approximation ac:yearOverYear"),
    ("measure-as-written", MEASURE, "", 'ac:asWritten "five"'),
    ("period-words", "claim:p.period", "", "a ac:Period"),
    ("period-edtf", PERIOD, "ac:edtf", 'ac:edtf "Q3 2031"'),
    ("period-earliest", PERIOD, "ac:earliest", f"ac:earliest {DAY}"),
    ("period-latest", PERIOD, "ac:latest", f"ac:latest {DAY}"),
    ("period-inferred", PERIOD, "ac:inferred", 'ac:inferred "yes"'),
    ("period-as-written", PERIOD, "", 'ac:asWritten "next year"'),
    ("resolution-claim", RESOLUTION, "", "ac:resolves claim:known-for-chips"),
    ("resolution-outcome", RESOLUTION, "ac:outcome", ""),
    ("resolution-outcome", RESOLUTION, "ac:outcome", "ac:outcome ac:firm"),
    ("resolution-criterion", RESOLUTION, "ac:criterion", ""),
    ("resolution-evidence", RESOLUTION, "ac:evidence", ""),
    ("resolution-actual", RESOLUTION, "ac:actual", "ac:actual 5.5"),
    ("resolution-known-on", RESOLUTION, "ac:knownOn", ""),
    ("resolution-recorded-on", RESOLUTION, "ac:recordedOn", ""),
    ("resolution-derived-from", RESOLUTION, "", "prov:wasDerivedFrom document:news"),
    ("resolution-comment", RESOLUTION, "", 'rdfs:comment "Another."'),
    ("link-subject", LINK, "rdf:subject", ""),
    ("link-predicate", LINK, "rdf:predicate", "rdf:predicate ac:about"),
    ("link-object", LINK, "rdf:object", ""),
    ("link-asserted-by", LINK, "ac:assertedBy", ""),
    ("link-comment", LINK, "", 'rdfs:comment "Another."'),
    ("confidence-value", APPEARANCE, "ac:confidence", "ac:confidence 1.1"),
    ("confidence-place", CLAIM, "", "ac:confidence 0.5"),
]


def judged(graph: Graph) -> list[Violation]:
    """Return what both engines find, which is the same."""
    with TemporaryDirectory() as folder:
        ledger = Path(folder, "ledger.nt")
        ledger.write_bytes(write_graph(graph, "ntriples", BASE))
        found, judgement = (sorted(violations(ledger, SHAPES, engine), key=str) for engine in (by_shacl, by_pyshacl))
    # A blank node has no name that lasts.
    assert [one._replace(focus=type(one.focus)("")) if isinstance(one.focus, BNode) else one for one in found] == [
        one._replace(focus=type(one.focus)("")) if isinstance(one.focus, BNode) else one for one in judgement
    ]
    return found


def broken(node: str, gone: str, added: str) -> list[Violation]:
    """Break the small ledger at one node; return which shapes notice."""
    graph = Graph() + WHOLE
    if gone:
        graph.update(f"DELETE WHERE {{ {node} {gone} ?value }}", initNs=prefixes(BASE))
    if added:
        graph.update(f"INSERT DATA {{ {node} {added} }}", initNs=prefixes(BASE))
    return judged(graph)


@pytest.mark.parametrize(("shape", "node", "gone", "added"), BREAKS)
def test_a_broken_shape_is_found_at_its_node(shape: str, node: str, gone: str, added: str) -> None:
    prefix, _, name = node.partition(":")
    found = [(one.shape, str(one.focus), one.severity) for one in broken(node, gone, added)]
    assert [(shape, prefixes(BASE)[prefix] + name, Severity.ERROR)] == found


def test_a_claim_without_appearance_is_found() -> None:
    found = broken(APPEARANCE, "oa:hasBody", "oa:hasBody claim:known-for-chips")
    assert [("claim-appearance", f"{BASE}claim/revenue-guidance")] == [(one.shape, str(one.focus)) for one in found]


def test_a_blank_node_is_found() -> None:
    found = broken("_:somebody", "", 'a ac:Entity, schema:Person ; rdfs:label "Somebody"')
    assert [one.shape for one in found] == ["node-iri"]


def test_the_engines_agree_on_all_cases_and_on_the_shipped_ledger() -> None:
    cases = Graph() + WHOLE
    for file in CASES.glob("*.ttl"):
        cases.parse(file)
    assert judged(cases)
    assert judged(store.open(str(assets.data())).ledger()) == []


def test_without_the_fast_engine_the_other_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    dataset = Dataset()
    graph = dataset.graph(ledger_graph(BASE))
    graph += WHOLE
    graph.remove((URIRef(f"{BASE}document/report"), DCTERMS.title, None))
    found = check(store.open(dataset))
    monkeypatch.setitem(sys.modules, "shacl", None)  # its import fails
    assert check(store.open(dataset)) == found != []


def test_terms_of_a_report_are_read_as_n_triples_writes_them() -> None:
    graph = Graph() + WHOLE
    words = Literal('two\n"lines" \\ – \U0001f600', lang="de")
    graph.add((iri("claim:revenue-guidance"), RDFS.label, words))
    values = {value for one in judged(graph) if one.shape == "claim-label" for value in one.values or ()}
    assert words in values


# what every node must have, may have once, and of which sort: broken everywhere at once

NEEDED = {
    CLAIM: "dct:identifier rdfs:label schema:text rdf:subject rdf:predicate rdf:object ac:kind ac:commitment "
    "ac:polarity ac:claimant",
    APPEARANCE: "oa:hasBody oa:hasTarget ac:mode ac:zone",
    TARGET: "oa:hasSource oa:hasSelector",
    QUOTE: "oa:exact",
    POSITION: "oa:start oa:end",
    "document:news": "dct:title",
    "kb:example-ai": "rdfs:label",
    "predicate:revenue": "rdfs:label skos:definition",
    "topic:chips": "skos:prefLabel skos:inScheme",
    "unit:CCY_USD": "rdfs:label",
    "event:call": "rdfs:label",
    "kb:ledger": "dct:title void:uriSpace",
    MEASURE: "ac:unit ac:approximation",
    RESOLUTION: "ac:resolves ac:outcome ac:criterion ac:evidence ac:knownOn ac:recordedOn",
    LINK: "rdf:subject rdf:predicate rdf:object ac:assertedBy",
}
SINGLE = {
    CLAIM: "dct:identifier rdfs:label schema:text rdf:subject rdf:predicate rdf:object ac:kind ac:commitment "
    "ac:polarity ac:holder ac:madeAt ac:claimedOn ac:measure ac:period ac:condition",
    APPEARANCE: "oa:hasBody oa:hasTarget ac:mode ac:zone ac:cue ac:via ac:confidence",
    TARGET: "oa:hasSource",
    QUOTE: "oa:exact oa:prefix oa:suffix",
    POSITION: "oa:start oa:end",
    "document:news": "dct:title dct:publisher schema:url schema:datePublished dct:language ac:textDigest rdfs:comment",
    "kb:example-ai": "rdfs:label skos:definition",
    "predicate:revenue": "rdfs:label skos:definition schema:rangeIncludes",
    "topic:chips": "skos:prefLabel skos:definition",
    "unit:CCY_USD": "rdfs:label",
    "event:call": "rdfs:label schema:startDate schema:organizer schema:url",
    "kb:ledger": "dct:title void:uriSpace",
    MEASURE: "ac:unit ac:low ac:high ac:rounding ac:changeRate ac:changeBasis ac:approximation ac:asWritten",
    f"{RESOLUTION}.actual": "ac:value",
    PERIOD: "ac:edtf ac:earliest ac:latest ac:inferred ac:asWritten",
    RESOLUTION: "ac:resolves ac:outcome ac:criterion ac:knownOn ac:recordedOn ac:actual rdfs:comment ac:confidence",
    LINK: "rdf:subject rdf:predicate rdf:object ac:assertedBy rdfs:comment",
}
TEXTS = {
    CLAIM: "dct:identifier rdfs:label schema:text ac:condition",
    APPEARANCE: "ac:cue",
    QUOTE: "oa:exact oa:prefix oa:suffix",
    "document:news": "dct:title dct:language ac:textDigest rdfs:comment",
    "kb:example-ai": "rdfs:label skos:definition skos:altLabel",
    "predicate:revenue": "rdfs:label skos:definition",
    "topic:chips": "skos:prefLabel skos:definition",
    "unit:CCY_USD": "rdfs:label qudt:symbol",
    "event:call": "rdfs:label",
    "kb:ledger": "dct:title",
    MEASURE: "ac:asWritten",
    PERIOD: "ac:edtf ac:asWritten",
    RESOLUTION: "ac:criterion rdfs:comment",
    LINK: "rdfs:comment",
}
NODES = {
    CLAIM: "rdf:subject rdf:predicate ac:claimant ac:holder ac:madeAt ac:measure ac:period",
    "claim:known-for-chips": "ac:topic ac:about",
    APPEARANCE: "oa:hasBody oa:hasTarget ac:via",
    TARGET: "oa:hasSource",
    "document:news": "dct:publisher schema:author schema:url",
    "kb:example-ai": "skos:exactMatch",
    "topic:chips": "skos:inScheme",
    "event:call": "schema:organizer schema:url",
    MEASURE: "ac:unit",
    RESOLUTION: "ac:resolves ac:evidence ac:actual",
    LINK: "rdf:subject rdf:object ac:assertedBy",
}
TYPED = {
    CLAIM: "ac:polarity ac:claimedOn",
    APPEARANCE: "ac:confidence",
    POSITION: "oa:start oa:end",
    "document:news": "schema:datePublished",
    "event:call": "schema:startDate",
    MEASURE: "ac:low ac:high ac:rounding ac:changeRate",
    f"{RESOLUTION}.actual": "ac:value",
    PERIOD: "ac:earliest ac:latest ac:inferred",
    RESOLUTION: "ac:knownOn ac:recordedOn ac:confidence",
}
WORD = Literal("another")


def iri(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(prefixes(BASE)[prefix] + local)


@pytest.mark.parametrize(
    ("table", "put", "keep"),
    [
        pytest.param(NEEDED, None, False, id="nothing"),
        pytest.param(SINGLE, WORD, True, id="two"),
        pytest.param(TEXTS, Literal(7), False, id="a number for a text"),
        pytest.param(TEXTS, Literal(""), False, id="an empty text"),
        pytest.param(NODES, WORD, False, id="a text for a node"),
        pytest.param(TYPED, WORD, False, id="a text for a number, day or truth value"),
    ],
)
def test_each_property_is_looked_at(table: dict[str, str], put: Literal | None, *, keep: bool) -> None:
    graph = Graph() + WHOLE
    changed = {(iri(node), iri(name)) for node, names in table.items() for name in names.split()}
    expected = {}
    for node, name in changed:
        expected[node, name] = {*(graph.objects(node, name) if keep else ()), *([put] if put is not None else [])}
        if not keep:
            graph.remove((node, name, None))
        if put is not None:
            graph.add((node, name, put))
    paths = {str(shape).rpartition("#")[2]: path for shape, path in SHAPES.subject_objects(SH.path)}
    found = {
        (one.focus, paths[one.shape])
        for one in judged(graph)
        if one.values is not None and set(one.values) == expected.get((one.focus, paths.get(one.shape)))
    }
    assert found == changed


def test_the_small_ledger_keeps_every_rule() -> None:
    assert check(opened(LEDGER)) == []


def named_shapes() -> set[str]:
    """Every shape that says something of its own."""
    return {str(shape).rpartition("#")[2] for shape in SHAPES.subjects(SH.message)}


def test_each_shape_is_broken_by_some_test() -> None:
    assert {shape for shape, *_ in BREAKS} | {"claim-appearance", "node-iri"} == named_shapes()


def test_no_shape_has_the_name_of_a_rule() -> None:
    assert not named_shapes() & set(RULES)


@pytest.mark.parametrize("shape", sorted(SHAPES.subjects(SH.message)))
def test_each_shape_says_what_is_wrong_how_to_mend_it_and_how_bad_it_is(shape: URIRef) -> None:
    for said in (SH.message, SH.description, SH.severity):
        assert len(list(SHAPES.objects(shape, said))) == 1


@pytest.mark.parametrize(
    ("shape", "scheme"),
    [
        ("claim-kind", AC.kinds),
        ("claim-commitment", AC.commitments),
        ("appearance-mode", AC.modes),
        ("measure-approximation", AC.approximations),
        ("measure-change-basis", AC.changeBases),
        ("resolution-outcome", AC.outcomes),
    ],
)
def test_controlled_values_are_those_of_the_ontology(shape: str, scheme: URIRef) -> None:
    ontology = Graph().parse(data=assets.ontology().joinpath("claims.ttl").read_text(encoding="utf-8"))
    node = next(node for node in SHAPES.subjects(SH.message) if str(node).endswith(f"#{shape}"))
    listed = Collection(SHAPES, SHAPES.value(node, SH["in"]))
    assert set(ontology.subjects(SKOS.inScheme, scheme)) == set(listed)


def test_shapes_load_nothing() -> None:
    assert not any(str(predicate).endswith("#imports") for predicate in SHAPES.predicates())
    assert not list(SHAPES.subjects(RDF.type, URIRef("http://www.w3.org/2002/07/owl#Ontology")))


# what a finding says

TEXT = 'It is known for "chips" and cards.'
RECORDS = {
    "ledger.toml": """\
[ledger]
title = "Made up"
""",
    "entities.toml": """\
[[entity]]
id = "example-ai"
label = "Example AI"
type = "Organization"
""",
    "predicates.toml": """\
[[predicate]]
id = "known-for"
label = "is known for"
definition = "What people think of first."
""",
    "documents/news.toml": f"""\
[document]
id = "news"
title = "News"
text_digest = "{text_digest(TEXT)}"

[[claim]]
id = "known-for-chips"
subject = "example-ai"
predicate = "known-for"
object = {{ text = "chips" }}
label = "Known for chips"
text = "A sentence made up for a test."
kind = "forecast"
commitment = "conditional"
claimant = "example-ai"
claimed_on = 2030-01-15

[[claim.appearance]]
fragment = "chips"
zone = "body"
mode = "directQuote"
start = 17
end = 22

[[claim.appearance]]
fragment = "cards"
zone = "body"
mode = "unattributed"
""",
    "resolutions/news.toml": """\
[[resolution]]
resolves = "known-for-chips"
outcome = "pending"
criterion = "The news says so."
evidence = "news"
known_on = 2030-01-14
recorded_on = 2030-01-20
""",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Read a ledger that is made up and keeps every shape, but not every rule."""
    for name, text in RECORDS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return records.read(tmp_path)


def test_findings_say_where_and_come_worst_first(corpus: Corpus, tmp_path: Path) -> None:
    found = check(store.open(corpus), places=corpus.places)
    news, resolutions = f"{tmp_path}/documents/news.toml", f"{tmp_path}/resolutions/news.toml"
    assert [
        (Severity.ERROR, Place(resolutions, 1), "resolution-before-claim"),
        (Severity.WARNING, Place(news, 6), "conditional-without-condition"),
        (Severity.WARNING, Place(news, 25), "unanchored"),
        (Severity.INFO, Place(news, 6), "untestable"),
    ] == [(one.severity, one.place, one.rule) for one in found]


def test_a_finding_names_its_record_what_is_wrong_and_the_remedy(corpus: Corpus, tmp_path: Path) -> None:
    found = check(store.open(corpus), places=corpus.places)
    assert str(found[0]) == (
        f'{tmp_path}/resolutions/news.toml:1: error: resolution of "known-for-chips": '
        "the outcome was knowable on 2030-01-14, and the claim was made on 2030-01-15; "
        "mend known_on of the resolution, or claimed_on of the claim (the day of its event, where it has none) "
        "[resolution-before-claim]"
    )


def test_without_records_there_is_no_place(corpus: Corpus) -> None:
    assert {None} == {one.place for one in check(store.open(corpus))}


def test_claims_that_no_finding_names_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with store.open(small()) as whole:
        expected = check(whole)
        asked: list[str] = []
        query = type(whole).query
        monkeypatch.setattr(
            type(whole), "query", lambda self, text, **how: asked.append(text) or query(self, text, **how)
        )
        monkeypatch.setattr(checking, "_BATCH", 1)
        assert check(whole) == expected
    names = {claim_key(claim): claim.id for claim in small().claims}
    found = [re.findall(rf"<{BASE}claim/([0-9a-f]{{20}})>", text) for text in asked if " AS ?name)" in text]
    assert sorted(names[key] for (key,) in filter(None, found)) == ["revenue-guidance", "sextant-runs-offline"]
    assert {f'appearance of "{name}"' for name in ("revenue-guidance", "sextant-runs-offline")} < {
        finding.record for finding in expected
    }


def test_a_part_of_a_claim_is_placed_where_the_claim_stands() -> None:
    (finding,) = check(
        opened(LEDGER, CASES / "undeclared-unit.bad.ttl"), places={"claim/in-yen": Place("news.toml", 7)}
    )
    assert (finding.place, finding.record) == (Place("news.toml", 7), 'measure of "in-yen"')


def test_a_broken_shape_says_what_is_there_instead() -> None:
    dataset = Dataset()
    graph = dataset.graph(ledger_graph(BASE))
    graph += WHOLE
    for node in (f"{BASE}claim/revenue-guidance", f"{BASE}claim/known-for-chips"):
        graph.add((URIRef(node), AC.kind, AC.hedged))
    graph.remove((URIRef(f"{BASE}claim/known-for-chips"), AC.kind, None))
    graph.remove((URIRef(f"{BASE}document/report"), DCTERMS.title, None))
    graph.add((URIRef(f"{BASE}claim/revenue-guidance.period"), AC.latest, Literal("2032-01-01", datatype=XSD.date)))
    assert [(one.record, one.what) for one in check(store.open(dataset))] == [
        ('claim "known-for-chips"', "a claim has exactly one kind, out of ac:kinds; it has none"),
        ('claim "revenue-guidance"', "a claim has exactly one kind, out of ac:kinds; it has ac:guidance, ac:hedged"),
        ('claim "revenue-guidance"', "a claim has exactly one kind, out of ac:kinds; it has ac:hedged"),
        ('document "report"', "a document has exactly one title; it has none"),
        ('period of "revenue-guidance"', "a period has at most one latest day, a date; it has 2031-12-31, 2032-01-01"),
    ]


@pytest.mark.parametrize(
    ("node", "name"),
    [
        ("claim/1f", 'claim "revenue"'),
        ("claim/2e", 'claim "2e"'),
        ("claim/1f.period", 'period of "revenue"'),
        ("claim/1f.at.news.3-9.target", 'appearance of "revenue"'),
        ("claim/1f.resolution.0a.actual", 'resolution of "revenue"'),
        ("claim/1f.disputes.2e.by.document.news", "link revenue disputes 2e"),
        ("document/news", 'document "news"'),
        ("topic/chips", 'topic "chips"'),
        ("example-ai", 'entity "example-ai"'),
        ("ledger", "ledger"),
    ],
)
def test_nodes_are_named_as_in_the_records(node: str, name: str) -> None:
    assert Names(BASE, {"1f": "revenue"}).record(BASE + node) == name


def test_nodes_from_elsewhere_are_named_too() -> None:
    names = Names(BASE, {})
    assert names.record("http://qudt.org/vocab/unit/CCY_USD") == 'unit "CCY_USD"'
    assert names.record("https://example.org/x") == "<https://example.org/x>"
    assert names.record("n0f2c") == "a blank node"


@pytest.mark.parametrize(
    ("worst", "level", "expected"),
    [
        (Severity.ERROR, Severity.ERROR, True),
        (Severity.WARNING, Severity.ERROR, False),
        (Severity.WARNING, Severity.WARNING, True),
        (Severity.INFO, Severity.WARNING, False),
        (Severity.INFO, Severity.INFO, True),
    ],
)
def test_a_level_fails_on_itself_and_worse(worst: Severity, level: Severity, *, expected: bool) -> None:
    findings = [Finding("a", Severity.INFO, "kb:a", "", ""), Finding("b", worst, "kb:b", "", "")]
    assert fails(findings, level) is expected


def test_nothing_found_fails_at_no_level() -> None:
    assert not fails([], Severity.INFO)


def test_findings_are_ordered_by_severity_then_file_then_line() -> None:
    in_order = [
        Finding("a", Severity.ERROR, "", "", "", place=Place("b", 9)),
        Finding("a", Severity.ERROR, "", "", "", place=Place("b", 10)),
        Finding("a", Severity.ERROR, "", "", "", place=Place("c", 1)),
        Finding("a", Severity.ERROR, "", "", ""),
        Finding("a", Severity.WARNING, "", "", "", place=Place("a", 1)),
        Finding("a", Severity.INFO, "", "", "", place=Place("a", 1)),
    ]
    backwards = in_order[::-1]
    assert in_order == sorted(backwards, key=order)


# the anchors


def test_anchors_that_hold_are_no_findings(corpus: Corpus) -> None:
    assert anchors(corpus, {"news": TEXT}) == []
    assert anchors(corpus, {}) == []


def test_another_text_is_an_error_at_document_and_appearance(corpus: Corpus, tmp_path: Path) -> None:
    found = anchors(corpus, {"news": "Nothing like it."})
    news = f"{tmp_path}/documents/news.toml"
    assert [
        (Place(news, 1), 'document "news"', f"{BASE}document/news"),
        (Place(news, 18), 'appearance of "known-for-chips"', f"{BASE}{path_of(corpus)}"),
    ] == [(one.place, one.record, one.focus) for one in found]
    assert {("anchor", Severity.ERROR)} == {(one.rule, one.severity) for one in found}


def test_a_direct_quote_outside_quotation_marks_is_an_error(corpus: Corpus) -> None:
    found = anchors(corpus, {"news": TEXT.replace('"', "'")})
    assert any("quotation marks" in one.what for one in found)


def path_of(corpus: Corpus) -> str:
    claim = corpus.claims[0]
    return appearance_path(claim_key(claim), claim.appearance[0])


# the shipped ledger


def test_the_shipped_ledger_has_neither_errors_nor_warnings() -> None:
    corpus = records.read(assets.data())
    found = check(store.open(corpus), places=corpus.places)
    print(*found, sep="\n")  # noqa: T201  (shown when the test fails: what to mend, or which infos there are)
    assert not fails(found, Severity.WARNING), "mend the records, or run kg anchor with the texts"


# rule files

HEAD = """\
# problem: Something is wrong.
# why: It matters.
# remedy: mend it
# severity: warning
"""
QUERY = "\nSELECT ?focus ?label WHERE { ?focus a ac:Claim ; rdfs:label ?label }\n"


def written(folder: Path, text: str) -> Path:
    (folder / "mine.rq").write_text(text, encoding="utf-8")
    return folder


def test_a_rule_is_read_from_its_file(tmp_path: Path) -> None:
    (rule,) = rules(written(tmp_path, HEAD.replace("It matters.", "It matters,\n#   and much.") + QUERY))
    assert (rule.name, rule.severity, rule.why) == ("mine", Severity.WARNING, "It matters, and much.")
    assert (rule.problem, rule.message) == ("Something is wrong.", "something is wrong")
    assert rule.query == QUERY.strip()


def test_messages_and_remedies_take_values_from_the_row(tmp_path: Path) -> None:
    head = HEAD.replace("# why", "# message: {label} is off\n# why").replace("mend it", "mend {focus}")
    found = check(opened(LEDGER), rules(written(tmp_path, head + QUERY)))
    assert [(one.what, one.remedy) for one in found] == [
        ("Known for chips is off", 'mend "known-for-chips"'),
        ("Revenue guidance is off", 'mend "revenue-guidance"'),
    ]


def test_a_caller_may_choose_rules_and_disagree_on_severity(tmp_path: Path) -> None:
    mine = [replace(rule, severity=Severity.INFO) for rule in rules(written(tmp_path, HEAD + QUERY))]
    assert {("mine", Severity.INFO)} == {(one.rule, one.severity) for one in check(opened(LEDGER), mine)}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        (HEAD.replace("# why: It matters.\n", "") + QUERY, 1, 'the rule has no "why"'),
        (HEAD.replace("warning", "fatal") + QUERY, 4, 'there is no severity "fatal"'),
        (HEAD.replace("why", "reason") + QUERY, 2, "this is no part of a rule's head: # reason: It matters."),
        (f"# A remark.\n{HEAD}{QUERY}", 1, "this is no part of a rule's head: # A remark."),
        (HEAD.replace(" It matters.", "") + QUERY, 2, '"why" is empty'),
        (HEAD + "# why: Twice.\n" + QUERY, 5, '"why" stands here twice'),
        (HEAD.replace("mend it", "mend {name}") + QUERY, 3, "the query has no ?name"),
        (HEAD.replace("wrong", "{wrong}") + QUERY, 1, "the query has no ?wrong"),
        (HEAD + "\nASK { ?node a ac:Claim }", 5, "the query has no ?focus"),
        (HEAD, 5, "the query has no ?focus"),
    ],
)
def test_a_malformed_head_is_refused_with_file_and_line(tmp_path: Path, text: str, line: int, what: str) -> None:
    with pytest.raises(LedgerError) as refused:
        rules(written(tmp_path, text))
    (problem,) = refused.value.problems
    assert (problem.place, problem.what) == (Place(f"{tmp_path}/mine.rq", line), what)
    assert problem.instead


def test_a_rule_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.rq").write_bytes(b"# problem: \xff")
    with pytest.raises(LedgerError, match=r"mine\.rq: this is not text in UTF-8"):
        rules(tmp_path)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="there is no such folder"):
        rules(tmp_path / "gone")


@pytest.mark.parametrize(
    "query", ["SELECT ?focus WHERE {", "ASK { ?focus a ac:Claim }", "SELECT ?label { ?focus ?p ?label }"]
)
def test_a_query_that_cannot_be_run_names_its_file(tmp_path: Path, query: str) -> None:
    rule = rules(written(tmp_path, f"{HEAD}\n{query}"))
    with pytest.raises(LedgerError, match=r"mine\.rq"):
        check(opened(LEDGER), rule)
