"""The ontology, its JSON-LD context and the query for accepted triples, each read by rdflib and by pyoxigraph."""

import json
import re
from typing import Any

import pyoxigraph
import pytest
from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DCTERMS, SDO, TIME, VANN
from rdflib.term import Node

from kg import assets
from kg.claims import BASE
from kg.terms import AC, CITO, OA, ONTOLOGY, PREFIXES, prefixes

QUDT = Namespace(PREFIXES["qudt"])
NAMESPACE = PREFIXES["ac"]

ALIGNMENTS = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch, DCTERMS.source)
ORIGIN = "Coined here"

CLASS_PARENTS = {
    AC.Claim: {SDO.Claim, PROV.Entity, RDF.Statement},
    AC.Appearance: {OA.Annotation, PROV.Entity},
    AC.Document: {SDO.CreativeWork, PROV.Entity},
    AC.Entity: {SDO.Thing},
    AC.Measure: {SDO.QuantitativeValue},
    AC.Period: {TIME.TemporalEntity},
    AC.SpeechEvent: {PROV.Activity},
    AC.Resolution: {SDO.ClaimReview, PROV.Entity},
    AC.ClaimLink: {RDF.Statement},
}
PROPERTY_PARENTS = {
    AC.claimant: {PROV.wasAttributedTo, SDO.author},
    AC.madeAt: {PROV.wasGeneratedBy},
    AC.topic: {DCTERMS.subject},
    AC.about: {SDO.about},
    AC.supports: {CITO.supports},
    AC.disputes: {CITO.disputes},
    AC.echoes: {CITO.agreesWith},
    AC.supersedes: {PROV.wasRevisionOf, DCTERMS.replaces},
    AC.restates: {PROV.alternateOf},
}

# rdflib knows all terms of these vocabularies; of the others, these were looked up where they are published.
COMPLETE = (DCTERMS, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, VANN, XSD)
LOOKED_UP = {
    CITO: {"agreesWith", "citesAsEvidence", "disputes", "supports"},
    OA: {"Annotation"},
    QUDT: {"QuantityValue", "Unit", "hasUnit", "numericValue", "quantityValue", "standardUncertainty"},
}
PAGES = {
    "http://id.loc.gov/datatypes/edtf/EDTF",
    "http://www.wikidata.org/entity/P1542",
    "https://catalog.ldc.upenn.edu/LDC2009T23",
    "https://creativecommons.org/licenses/by/4.0/",
    "https://www.loc.gov/standards/datetime/",
}


def read(name: str) -> bytes:
    return assets.ontology().joinpath(name).read_bytes()


def by_rdflib(text: bytes, format_name: str) -> Graph:
    return Graph().parse(data=text, format=format_name)


def by_oxigraph(text: bytes, format_: pyoxigraph.RdfFormat) -> Graph:
    lines = [f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in pyoxigraph.parse(text, format_)]
    return Graph().parse(data="".join(lines), format="nt")


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return by_rdflib(read("claims.ttl"), "turtle")


@pytest.fixture(scope="module")
def context() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read("context.jsonld"))["@context"]
    return found


def classes(graph: Graph) -> set[Node]:
    return set(graph.subjects(RDF.type, OWL.Class))


def properties(graph: Graph) -> set[Node]:
    things = graph.subjects(RDF.type, OWL.ObjectProperty)
    return {*things, *graph.subjects(RDF.type, OWL.DatatypeProperty)}


def concepts(graph: Graph) -> set[Node]:
    return set(graph.subjects(RDF.type, SKOS.Concept))


def schemes(graph: Graph) -> set[Node]:
    return set(graph.subjects(RDF.type, SKOS.ConceptScheme))


def the(graph: Graph, term: Node, predicate: URIRef) -> Node:
    """Return the one value; having none or several fails."""
    values = list(graph.objects(term, predicate))
    assert len(values) == 1, f"{term} has {len(values)} values of {predicate}"
    return values[0]


def english(graph: Graph, term: Node, predicate: URIRef) -> str:
    value = the(graph, term, predicate)
    assert isinstance(value, Literal)
    assert value.language == "en", f"{term} {predicate}"
    assert value.strip() == str(value) != ""
    return str(value)


class TestOntology:
    def test_both_libraries_read_the_same_triples(self, ontology: Graph) -> None:
        assert isomorphic(ontology, by_oxigraph(read("claims.ttl"), pyoxigraph.RdfFormat.TURTLE))

    def test_it_has_no_blank_nodes(self, ontology: Graph) -> None:
        assert not [node for triple in ontology for node in triple if isinstance(node, BNode)]

    def test_its_header_is_complete(self, ontology: Graph) -> None:
        header = the(ontology, ONTOLOGY, RDF.type)
        assert header == OWL.Ontology
        assert english(ontology, ONTOLOGY, DCTERMS.title)
        assert english(ontology, ONTOLOGY, DCTERMS.description)
        assert the(ontology, ONTOLOGY, DCTERMS.creator) == Literal("the ai-claims-kg maintainers")
        assert the(ontology, ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")
        assert the(ontology, ONTOLOGY, VANN.preferredNamespacePrefix) == Literal("ac")
        assert the(ontology, ONTOLOGY, VANN.preferredNamespaceUri) == Literal(NAMESPACE)
        version = the(ontology, ONTOLOGY, OWL.versionInfo)
        assert the(ontology, ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
        created, modified = (the(ontology, ONTOLOGY, term) for term in (DCTERMS.created, DCTERMS.modified))
        assert isinstance(created, Literal)
        assert isinstance(modified, Literal)
        assert created.datatype == modified.datatype == XSD.date
        assert str(created) <= str(modified)

    def test_classes_and_properties_have_label_and_definition(self, ontology: Graph) -> None:
        terms = classes(ontology) | properties(ontology)
        assert len(terms) == 9 + 45
        for term in terms:
            english(ontology, term, RDFS.label)
            english(ontology, term, SKOS.definition)

    def test_every_term_says_which_ontology_defines_it(self, ontology: Graph) -> None:
        terms = classes(ontology) | properties(ontology) | concepts(ontology) | schemes(ontology)
        for term in terms:
            assert the(ontology, term, RDFS.isDefinedBy) == ONTOLOGY

    def test_classes_and_properties_say_where_they_come_from(self, ontology: Graph) -> None:
        for term in classes(ontology) | properties(ontology):
            aligned = [known for relation in ALIGNMENTS for known in ontology.objects(term, relation)]
            coined = [note for note in ontology.objects(term, RDFS.comment) if str(note).startswith(ORIGIN)]
            assert aligned or coined, f"{term} has no origin"
            assert not [known for known in aligned if str(known).startswith(NAMESPACE)]

    @pytest.mark.parametrize(
        ("relation", "expected"), [(RDFS.subClassOf, CLASS_PARENTS), (RDFS.subPropertyOf, PROPERTY_PARENTS)]
    )
    def test_alignments_are_the_published_ones(
        self, ontology: Graph, relation: URIRef, expected: dict[URIRef, set[URIRef]]
    ) -> None:
        found: dict[Node, set[Node]] = {}
        for term, parent in ontology.subject_objects(relation):
            found.setdefault(term, set()).add(parent)
        assert expected == found

    def test_the_three_layers_are_disjoint(self, ontology: Graph) -> None:
        pairs = {frozenset(pair) for pair in ontology.subject_objects(OWL.disjointWith)}
        layers = (AC.Claim, AC.Appearance, AC.Resolution)
        assert {frozenset({one, other}) for one in layers for other in layers if one != other} == pairs

    def test_concepts_have_label_definition_and_one_scheme(self, ontology: Graph) -> None:
        for concept in concepts(ontology):
            english(ontology, concept, SKOS.prefLabel)
            english(ontology, concept, SKOS.definition)
            scheme = the(ontology, concept, SKOS.inScheme)
            assert scheme == the(ontology, concept, SKOS.topConceptOf)
            assert scheme in schemes(ontology)

    def test_schemes_have_label_and_definition(self, ontology: Graph) -> None:
        for scheme in schemes(ontology):
            english(ontology, scheme, SKOS.prefLabel)
            english(ontology, scheme, SKOS.definition)

    def test_labels_within_a_scheme_differ(self, ontology: Graph) -> None:
        for scheme in schemes(ontology):
            labels = [english(ontology, value, SKOS.prefLabel) for value in ontology.subjects(SKOS.inScheme, scheme)]
            assert len(labels) == len(set(labels))

    def test_about_explains_its_two_readings(self, ontology: Graph) -> None:
        assert set(ontology.objects(AC.about, RDF.type)) == {OWL.ObjectProperty, SKOS.Concept}
        assert english(ontology, AC.about, RDFS.label) == english(ontology, AC.about, SKOS.prefLabel) == "about"
        assert "two readings" in english(ontology, AC.about, SKOS.scopeNote)

    def test_no_term_of_ours_is_used_undeclared(self, ontology: Graph) -> None:
        used = {str(node) for triple in ontology for node in triple if str(node).startswith(NAMESPACE)} - {NAMESPACE}
        prose = [str(node) for triple in ontology for node in triple if isinstance(node, Literal)]
        named = {NAMESPACE + name for text in prose for name in re.findall(r"\bac:(\w+)", text)}
        declared = {str(term) for term in ontology.subjects(RDF.type)}
        assert named
        assert not (used | named) - declared

    def test_every_foreign_term_exists(self, ontology: Graph) -> None:
        ours = (str(ONTOLOGY), NAMESPACE)
        roots = {str(namespace) for namespace in (*COMPLETE, *LOOKED_UP)}
        listed = {str(namespace) + name for namespace, names in LOOKED_UP.items() for name in names}
        for iri in {str(node) for triple in ontology for node in triple if isinstance(node, URIRef)}:
            if not iri.startswith(ours) and iri not in roots | listed | PAGES:
                closed = [namespace for namespace in COMPLETE if iri.startswith(str(namespace))]
                assert closed, f"<{iri}> is in no vocabulary we align to"
                assert iri in closed[0], f"<{iri}> does not exist"


LEDGER = b"""
# Made up.
@prefix ac: <https://w3id.org/ai-claims/ns#> .
@prefix kb: <https://w3id.org/ai-claims/id/> .
@prefix claim: <https://w3id.org/ai-claims/id/claim/> .
@prefix document: <https://w3id.org/ai-claims/id/document/> .
@prefix event: <https://w3id.org/ai-claims/id/event/> .
@prefix predicate: <https://w3id.org/ai-claims/id/predicate/> .
@prefix topic: <https://w3id.org/ai-claims/id/topic/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix qudt: <http://qudt.org/schema/qudt/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix unit: <http://qudt.org/vocab/unit/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

kb:ledger a void:Dataset ; dct:title "Made up" ; dct:description "Nothing here is true." ;
    dct:license <https://creativecommons.org/licenses/by/4.0/> ; void:uriSpace "https://w3id.org/ai-claims/id/" .
kb:example-ai a ac:Entity, schema:Organization ; rdfs:label "Example AI" ; skos:definition "No company." ;
    skos:altLabel "EAI", "Ex AI" ; skos:exactMatch wd:Q1 .
predicate:revenue a rdf:Property ; rdfs:label "has revenue of" ; skos:definition "Money taken in." ;
    schema:rangeIncludes ac:Measure ; dct:type predicate:functional .
predicate:says a rdf:Property ; rdfs:label "says" ; schema:rangeIncludes xsd:string .
topic:money a skos:Concept ; skos:prefLabel "Money" ; skos:inScheme kb:topics .
kb:topics a skos:ConceptScheme ; skos:prefLabel "Topics" .
unit:CCY_USD a qudt:Unit ; rdfs:label "US dollar" ; qudt:symbol "$", "USD" .
event:call a ac:SpeechEvent ; rdfs:label "A call" ; schema:startDate "2024-07-31"^^xsd:date ;
    schema:organizer kb:example-ai ; schema:url <https://example.com/call> .
document:news a ac:Document, schema:NewsArticle ; dct:title "News" ; dct:publisher kb:outlet ; schema:author kb:jo ;
    schema:url <https://example.com/a?b=c#d> ; schema:datePublished "2024-08-01"^^xsd:date ; dct:language "en" ;
    ac:textDigest "sha256:00" ; rdfs:comment "Ours." .

claim:a1 a ac:Claim ; dct:identifier "guidance" ; rdfs:label "Revenue will be 37 to 40" ; schema:text "One sentence." ;
    rdf:subject kb:example-ai ; rdf:predicate predicate:revenue ; rdf:object claim:a1.measure ;
    ac:kind ac:guidance ; ac:commitment ac:expected ; ac:polarity true ;
    ac:claimant kb:jo, kb:outlet ; ac:holder kb:example-ai ; ac:madeAt event:call ;
    ac:claimedOn "2024-07-31"^^xsd:date ; ac:measure claim:a1.measure ; ac:period claim:a1.period ;
    ac:condition "If it holds." ; ac:topic topic:money ; ac:about kb:outlet ; ac:disputes claim:b2 .
claim:a1.measure a ac:Measure ; ac:unit unit:CCY_USD ; ac:low 37000000000.0 ; ac:high 40000000000.0 ;
    ac:rounding 0.5 ; ac:changeRate -0.334 ; ac:changeBasis ac:yearOverYear ; ac:approximation ac:about ;
    ac:asWritten "37-40" .
claim:a1.period a ac:Period ; ac:edtf "2024-35" ; ac:asWritten "For Q3" ; ac:earliest "2024-07-01"^^xsd:date ;
    ac:latest "2024-09-30"^^xsd:date ; ac:inferred true .
claim:a1.at.news.0-3 a ac:Appearance ; oa:hasBody claim:a1 ; oa:hasTarget claim:a1.at.news.0-3.target ;
    ac:mode ac:directQuote ; ac:zone "body" ; ac:cue "said" ; ac:via claim:a1.at.wire.9-12 ; ac:confidence 0.9 .
claim:a1.at.news.0-3.target a oa:SpecificResource ; oa:hasSource document:news ;
    oa:hasSelector claim:a1.at.news.0-3.quote, claim:a1.at.news.0-3.position .
claim:a1.at.news.0-3.quote a oa:TextQuoteSelector ; oa:exact "exact" ; oa:prefix "about" ; oa:suffix "\\n\\"" .
claim:a1.at.news.0-3.position a oa:TextPositionSelector ;
    oa:start "0"^^xsd:nonNegativeInteger ; oa:end "3"^^xsd:nonNegativeInteger .
claim:a1.disputes.b2.by.jo a ac:ClaimLink ; rdf:subject claim:a1 ; rdf:predicate ac:disputes ; rdf:object claim:b2 ;
    ac:assertedBy kb:jo ; rdfs:comment "Why." .
claim:a1.resolution.c3 a ac:Resolution ; ac:resolves claim:a1 ; ac:outcome ac:fulfilled ; ac:criterion "As read." ;
    ac:evidence document:news ; ac:actual claim:a1.resolution.c3.actual ; ac:knownOn "2024-10-30"^^xsd:date ;
    ac:recordedOn "2026-11-23"^^xsd:date ; ac:confidence 1.0 .
claim:a1.resolution.c3.actual a ac:Measure ; ac:unit unit:CCY_USD ; ac:value 38000000000.0 ; ac:approximation ac:exact .

claim:b2 a ac:Claim ; rdf:subject kb:outlet ; rdf:predicate predicate:says ; rdf:object "true" ;
    ac:kind ac:event ; ac:commitment ac:firm ; ac:polarity false ; ac:claimant kb:outlet .
"""

# The same as LEDGER has for two claims and a measure, in the words the context gives. Every word that has a second
# meaning is here: event, about and exact are values and more; predicate and topic are keys, and prefixes elsewhere.
READABLE = {
    "@graph": [
        {
            "id": "kb:claim/a1",
            "type": "Claim",
            "identifier": "guidance",
            "label": "Revenue will be 37 to 40",
            "text": "One sentence.",
            "subject": "kb:example-ai",
            "predicate": "kb:predicate/revenue",
            "object": {"id": "kb:claim/a1.measure"},
            "kind": "guidance",
            "commitment": "expected",
            "polarity": True,
            "claimant": ["kb:jo", "kb:outlet"],
            "holder": "kb:example-ai",
            "madeAt": "kb:event/call",
            "claimedOn": "2024-07-31",
            "measure": {
                "id": "kb:claim/a1.measure",
                "type": "Measure",
                "unit": "CCY_USD",
                "low": "37000000000.0",
                "high": "40000000000.0",
                "rounding": "0.5",
                "changeRate": "-0.334",
                "changeBasis": "yearOverYear",
                "approximation": "about",
                "asWritten": "37-40",
            },
            "period": {
                "id": "kb:claim/a1.period",
                "type": "Period",
                "edtf": "2024-35",
                "asWritten": "For Q3",
                "earliest": "2024-07-01",
                "latest": "2024-09-30",
                "inferred": True,
            },
            "condition": "If it holds.",
            "topic": "kb:topic/money",
            "about": "kb:outlet",
            "disputes": {
                "id": "kb:claim/b2",
                "type": "Claim",
                "subject": "kb:outlet",
                "predicate": "kb:predicate/says",
                "object": "true",
                "kind": "event",
                "commitment": "firm",
                "polarity": False,
                "claimant": "kb:outlet",
            },
        },
        {
            "id": "kb:claim/a1.at.news.0-3.quote",
            "type": "TextQuoteSelector",
            "exact": "exact",
            "prefix": "about",
            "suffix": '\n"',
        },
        {"id": "kb:claim/a1.at.news.0-3.position", "type": "TextPositionSelector", "start": 0, "end": 3},
        {
            "id": "kb:claim/a1.resolution.c3.actual",
            "type": "Measure",
            "unit": "CCY_USD",
            "value": "38000000000.0",
            "approximation": "exact",
        },
    ]
}
IN_READABLE = (
    "a1",
    "a1.at.news.0-3.position",
    "a1.at.news.0-3.quote",
    "a1.measure",
    "a1.period",
    "a1.resolution.c3.actual",
    "b2",
)


def own_prefixes() -> dict[str, str]:
    """Return the prefixes that depend on where a ledger lives, which an export adds to the context."""
    return {prefix: iri for prefix, iri in prefixes(BASE).items() if iri.startswith(BASE)}


# rdflib 7.6 warns of its own ConjunctiveGraph when it reads JSON-LD into a Graph.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
class TestContext:
    def test_what_rdflib_writes_with_it_is_the_same_graph_again(self, context: dict[str, Any]) -> None:
        graph = by_rdflib(LEDGER, "turtle")
        text = graph.serialize(format="json-ld", context=context | own_prefixes(), auto_compact=False)
        assert isomorphic(graph, by_rdflib(text.encode(), "json-ld"))
        assert isomorphic(graph, by_oxigraph(text.encode(), pyoxigraph.RdfFormat.JSON_LD))

    @pytest.mark.parametrize("extra", [{"kb": BASE}, {"kb": BASE, "event": f"{BASE}event/"}])
    def test_its_plain_words_mean_our_terms(self, context: dict[str, Any], extra: dict[str, str]) -> None:
        text = json.dumps({"@context": context | extra, **READABLE}).encode()
        nodes = {URIRef(f"{BASE}claim/{name}") for name in IN_READABLE}
        expected = Graph()
        for triple in by_rdflib(LEDGER, "turtle"):
            if triple[0] in nodes:
                expected.add(triple)
        assert isomorphic(expected, by_rdflib(text, "json-ld"))
        assert isomorphic(expected, by_oxigraph(text, pyoxigraph.RdfFormat.JSON_LD))

    def test_it_needs_no_network(self, context: dict[str, Any]) -> None:
        definitions = [value for value in context.values() if isinstance(value, dict)]
        nested = [definition["@context"] for definition in definitions if "@context" in definition]
        assert nested
        for scope in (context, *nested):
            assert isinstance(scope, dict)
            assert "@import" not in scope

    def test_it_leaves_the_ledger_s_own_place_open(self, context: dict[str, Any]) -> None:
        assert BASE not in json.dumps(context)

    def test_it_has_a_key_for_every_property_typed_by_its_range(self, ontology: Graph, context: dict[str, Any]) -> None:
        for term in properties(ontology):
            name = str(term).removeprefix(NAMESPACE)
            definition = context[name]
            if (term, RDF.type, OWL.ObjectProperty) in ontology:
                assert definition["@id"] == f"ac:{name}"
                assert definition["@type"] in {"@id", "@vocab"}
                continue
            range_ = str(the(ontology, term, RDFS.range)).removeprefix(str(XSD))
            assert definition == (
                f"ac:{name}" if range_ == "string" else {"@id": f"ac:{name}", "@type": f"xsd:{range_}"}
            )

    def test_it_has_a_name_for_every_class(self, ontology: Graph, context: dict[str, Any]) -> None:
        for term in classes(ontology):
            name = str(term).removeprefix(NAMESPACE)
            assert context[name] == f"ac:{name}"

    @pytest.mark.parametrize(
        ("name", "scheme"),
        [
            ("kind", AC.kinds),
            ("commitment", AC.commitments),
            ("mode", AC.modes),
            ("approximation", AC.approximations),
            ("changeBasis", AC.changeBases),
            ("outcome", AC.outcomes),
        ],
    )
    def test_a_controlled_property_knows_its_scheme_s_words(
        self, ontology: Graph, context: dict[str, Any], name: str, scheme: URIRef
    ) -> None:
        values = [str(value).removeprefix(NAMESPACE) for value in ontology.subjects(SKOS.inScheme, scheme)]
        assert context[name]["@type"] == "@vocab"
        assert context[name]["@context"] == {value: f"ac:{value}" for value in values}


CLAIMS = b"""
# Made up. Each claim has an object of its own, by which to find its triple.
@prefix ac: <https://w3id.org/ai-claims/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://example.com/> .

:c1 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :firm-role ;
    ac:kind ac:role ; ac:commitment ac:firm ; ac:polarity true .
:c2 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :firm-relation ;
    ac:kind ac:relation ; ac:commitment ac:firm ; ac:polarity true .
:c3 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :denied-role ;
    ac:kind ac:role ; ac:commitment ac:firm ; ac:polarity false .
:c4 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :expected-role ;
    ac:kind ac:role ; ac:commitment ac:expected ; ac:polarity true .
:c5 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :disputed-role ;
    ac:kind ac:role ; ac:commitment ac:firm ; ac:polarity true .
:c1 ac:disputes :c5 .
:c6 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :disputed-role-fulfilled ;
    ac:kind ac:role ; ac:commitment ac:firm ; ac:polarity true .
:c1 ac:disputes :c6 .
:r6 ac:resolves :c6 ; ac:outcome ac:fulfilled .
:c7 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :role-fulfilled-and-pending ;
    ac:kind ac:role ; ac:commitment ac:firm ; ac:polarity true .
:r7a ac:resolves :c7 ; ac:outcome ac:fulfilled .
:r7b ac:resolves :c7 ; ac:outcome ac:pending .
:c8 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :relation-not-fulfilled ;
    ac:kind ac:relation ; ac:commitment ac:firm ; ac:polarity true .
:r8 ac:resolves :c8 ; ac:outcome ac:notFulfilled .
:c9 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :firm-fact ;
    ac:kind ac:fact ; ac:commitment ac:firm ; ac:polarity true .
:c10 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :forecast-open ;
    ac:kind ac:forecast ; ac:commitment ac:firm ; ac:polarity true .
:c11 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object "hedged forecast fulfilled twice" ;
    ac:kind ac:forecast ; ac:commitment ac:hedged ; ac:polarity true .
:r11a ac:resolves :c11 ; ac:outcome ac:fulfilled .
:r11b ac:resolves :c11 ; ac:outcome ac:fulfilled .
:c12 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :forecast-fulfilled-by-one-reading ;
    ac:kind ac:forecast ; ac:commitment ac:firm ; ac:polarity true .
:r12a ac:resolves :c12 ; ac:outcome ac:fulfilled .
:r12b ac:resolves :c12 ; ac:outcome ac:notFulfilled .
:c13 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :denied-forecast-fulfilled ;
    ac:kind ac:forecast ; ac:commitment ac:firm ; ac:polarity false .
:r13 ac:resolves :c13 ; ac:outcome ac:fulfilled .
:c14 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :forecast-partly-fulfilled ;
    ac:kind ac:forecast ; ac:commitment ac:firm ; ac:polarity true .
:r14 ac:resolves :c14 ; ac:outcome ac:partlyFulfilled .
:c15 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :c15.measure ;
    ac:kind ac:guidance ; ac:commitment ac:expected ; ac:polarity true .
:c15.measure a ac:Measure ; ac:value 1.0 .
:r15 ac:resolves :c15 ; ac:outcome ac:fulfilled .
:c16 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :role-disputed-by-itself-alone ;
    ac:kind ac:role ; ac:commitment ac:firm ; ac:polarity true ; ac:disputes :c16 .
:c17 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :presupposed-role ;
    ac:kind ac:role ; ac:commitment ac:presupposed ; ac:polarity true .
:c18 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :superseded-role ;
    ac:kind ac:role ; ac:commitment ac:firm ; ac:polarity true .
:c1 ac:supersedes :c18 .
:c19 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :forecast-pending-then-fulfilled ;
    ac:kind ac:forecast ; ac:commitment ac:firm ; ac:polarity true .
:r19a ac:resolves :c19 ; ac:outcome ac:pending ; ac:criterion "A" ; ac:knownOn "2030-01-01"^^xsd:date ;
    ac:recordedOn "2030-03-01"^^xsd:date .
:r19b ac:resolves :c19 ; ac:outcome ac:fulfilled ; ac:criterion "A" ; ac:knownOn "2030-02-01"^^xsd:date ;
    ac:recordedOn "2030-02-01"^^xsd:date .
:c20 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :forecast-fulfilled-then-not ;
    ac:kind ac:forecast ; ac:commitment ac:firm ; ac:polarity true .
:r20a ac:resolves :c20 ; ac:outcome ac:fulfilled ; ac:criterion "A" ; ac:knownOn "2030-01-01"^^xsd:date ;
    ac:recordedOn "2030-03-01"^^xsd:date .
:r20b ac:resolves :c20 ; ac:outcome ac:notFulfilled ; ac:criterion "A" ; ac:knownOn "2030-02-01"^^xsd:date ;
    ac:recordedOn "2030-02-01"^^xsd:date .
:c21 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :forecast-corrected-on-another-day ;
    ac:kind ac:forecast ; ac:commitment ac:firm ; ac:polarity true .
:r21a ac:resolves :c21 ; ac:outcome ac:notFulfilled ; ac:criterion "A" ; ac:knownOn "2030-01-01"^^xsd:date ;
    ac:recordedOn "2030-01-02"^^xsd:date .
:r21b ac:resolves :c21 ; ac:outcome ac:fulfilled ; ac:criterion "A" ; ac:knownOn "2030-01-01"^^xsd:date ;
    ac:recordedOn "2030-01-03"^^xsd:date .
:c22 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :forecast-fulfilled-later-by-another-criterion ;
    ac:kind ac:forecast ; ac:commitment ac:firm ; ac:polarity true .
:r22a ac:resolves :c22 ; ac:outcome ac:notFulfilled ; ac:criterion "A" ; ac:knownOn "2030-01-01"^^xsd:date ;
    ac:recordedOn "2030-01-01"^^xsd:date .
:r22b ac:resolves :c22 ; ac:outcome ac:fulfilled ; ac:criterion "B" ; ac:knownOn "2030-02-01"^^xsd:date ;
    ac:recordedOn "2030-02-01"^^xsd:date .
:c23 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :forecast-with-two-verdicts-of-one-day ;
    ac:kind ac:forecast ; ac:commitment ac:firm ; ac:polarity true .
:r23a ac:resolves :c23 ; ac:outcome ac:notFulfilled ; ac:criterion "A" ; ac:knownOn "2030-01-01"^^xsd:date ;
    ac:recordedOn "2030-01-01"^^xsd:date .
:r23b ac:resolves :c23 ; ac:outcome ac:fulfilled ; ac:criterion "A" ; ac:knownOn "2030-01-01"^^xsd:date ;
    ac:recordedOn "2030-01-01"^^xsd:date .
:c24 a ac:Claim ; rdf:subject :s ; rdf:predicate :p ; rdf:object :forecast-undated-then-fulfilled ;
    ac:kind ac:forecast ; ac:commitment ac:firm ; ac:polarity true .
:r24a ac:resolves :c24 ; ac:outcome ac:pending ; ac:criterion "A" .
:r24b ac:resolves :c24 ; ac:outcome ac:fulfilled ; ac:criterion "A" ; ac:knownOn "2030-01-01"^^xsd:date ;
    ac:recordedOn "2030-01-01"^^xsd:date .
:c25 rdf:subject :s ; rdf:predicate :p ; rdf:object :role-of-no-claim ;
    ac:kind ac:role ; ac:commitment ac:firm ; ac:polarity true .
:c26 rdf:subject :s ; rdf:predicate :p ; rdf:object :fulfilled-without-polarity .
:r26 ac:resolves :c26 ; ac:outcome ac:fulfilled .
:c27 a ac:Claim ; rdf:predicate :p ; rdf:object :firm-role-of-nobody ;
    ac:kind ac:role ; ac:commitment ac:firm ; ac:polarity true .
"""
ACCEPTED = {
    f"<https://example.com/s> <https://example.com/p> {item}"
    for item in (
        "<https://example.com/firm-role>",
        "<https://example.com/firm-relation>",
        "<https://example.com/disputed-role-fulfilled>",
        '"hedged forecast fulfilled twice"',
        "<https://example.com/c15.measure>",
        "<https://example.com/role-disputed-by-itself-alone>",
        "<https://example.com/presupposed-role>",
        "<https://example.com/forecast-pending-then-fulfilled>",
        "<https://example.com/forecast-corrected-on-another-day>",
    )
}


class TestAccepted:
    def test_pyoxigraph_derives_what_may_be_taken_at_face_value(self) -> None:
        store = pyoxigraph.Store()
        store.load(CLAIMS, pyoxigraph.RdfFormat.TURTLE)
        answer = store.query(read("accepted.rq").decode())
        assert isinstance(answer, pyoxigraph.QueryTriples)
        assert {f"{triple.subject} {triple.predicate} {triple.object}" for triple in answer} == ACCEPTED

    def test_rdflib_derives_the_same(self) -> None:
        answer = by_rdflib(CLAIMS, "turtle").query(read("accepted.rq").decode()).graph
        assert answer is not None
        assert {" ".join(node.n3() for node in triple) for triple in answer} == ACCEPTED

    def test_it_says_what_it_is_for(self) -> None:
        lines = read("accepted.rq").decode().splitlines()
        assert lines[0].startswith("# title: ")
        assert lines[1].startswith("# why: ")
