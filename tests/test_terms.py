"""The closed list of terms in ``kg.terms``, the ontology, the enumerations and the published model agree."""

import json
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from kg import assets
from kg.claims import BASE, Approximation, ChangeBasis, Commitment, Kind, LinkType, Mode, Outcome
from kg.terms import AC, ONTOLOGY, PREFIXES, prefixes

NAMESPACE = "https://w3id.org/ai-claims/ns#"

# What tools outside may rely on. A name is never taken back and never changes its meaning.
PUBLISHED = {
    "classes": "Claim Appearance Document Entity Measure Period SpeechEvent Resolution ClaimLink",
    "properties": """
        kind commitment polarity claimant holder madeAt claimedOn measure period condition topic about
        mode cue via zone
        textDigest
        value low high unit asWritten rounding changeRate changeBasis approximation
        edtf earliest latest inferred
        resolves outcome criterion evidence actual knownOn recordedOn
        assertedBy confidence
        supports disputes echoes supersedes restates causes
        """,
    "kinds": "figure fact event relation forecast plan goal guidance opinion cause role",
    "commitments": "firm expected hedged conditional presupposed distanced reported",
    "modes": "directQuote indirectSpeech unattributed agentless ambiguousScope",
    "approximations": "exact about justBelow justAbove atLeast atMost vagueMagnitude",
    "changeBases": "yearOverYear quarterOverQuarter versusPriorGuidance",
    "outcomes": "fulfilled partlyFulfilled notFulfilled pending ambiguous annulled notEvaluated",
}
ENUMERATIONS: dict[str, type[StrEnum]] = {
    "kinds": Kind,
    "commitments": Commitment,
    "modes": Mode,
    "approximations": Approximation,
    "changeBases": ChangeBasis,
    "outcomes": Outcome,
}


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=assets.ontology().joinpath("claims.ttl").read_bytes(), format="turtle")


def published(part: str) -> set[str]:
    return set(PUBLISHED[part].split())


def local_names(nodes: Iterable[Node]) -> set[str]:
    return {str(node).removeprefix(NAMESPACE) for node in nodes}


def listed() -> set[str]:
    """Return every name that ``AC`` admits."""
    return {name for name in AC.__annotations__ if not name.startswith("_")}


def test_the_namespace_is_the_published_one() -> None:
    assert URIRef("https://w3id.org/ai-claims/ns") == ONTOLOGY
    assert PREFIXES["ac"] == NAMESPACE
    assert BASE == "https://w3id.org/ai-claims/id/"


def test_the_published_names_are_the_listed_ones() -> None:
    assert set().union(ENUMERATIONS, *map(published, PUBLISHED)) == listed()


def test_the_ontology_declares_the_listed_names_and_no_other(ontology: Graph) -> None:
    declared = {term for term in ontology.subjects(RDF.type) if str(term).startswith(NAMESPACE)}
    assert listed() == local_names(declared)


def test_a_listed_name_is_that_term_in_the_namespace() -> None:
    for name in listed():
        assert getattr(AC, name) == AC[name] == URIRef(NAMESPACE + name)


def test_a_misspelt_term_raises() -> None:
    with pytest.raises(AttributeError, match="claimnat"):
        _ = AC.claimnat
    with pytest.raises(AttributeError, match="claimnat"):
        _ = AC["claimnat"]


def test_the_ontology_has_the_published_classes(ontology: Graph) -> None:
    assert published("classes") == local_names(ontology.subjects(RDF.type, OWL.Class))


def test_the_ontology_has_the_published_properties(ontology: Graph) -> None:
    things = local_names(ontology.subjects(RDF.type, OWL.ObjectProperty))
    literals = local_names(ontology.subjects(RDF.type, OWL.DatatypeProperty))
    assert published("properties") == things | literals
    assert not things & literals


@pytest.mark.parametrize("scheme", ENUMERATIONS)
def test_a_scheme_has_the_published_values_and_the_enumeration_too(ontology: Graph, scheme: str) -> None:
    values = published(scheme)
    assert values == local_names(ontology.subjects(SKOS.inScheme, AC[scheme]))
    assert values == {member.value for member in ENUMERATIONS[scheme]}


def test_links_are_the_properties_between_two_claims(ontology: Graph) -> None:
    between = set(ontology.subjects(RDFS.domain, AC.Claim)) & set(ontology.subjects(RDFS.range, AC.Claim))
    assert {link.value for link in LinkType} == local_names(between)


def test_only_about_is_both_a_property_and_a_value() -> None:
    names = Counter(name for part in PUBLISHED for name in published(part))
    assert {name for name, uses in (names + Counter([*ENUMERATIONS])).items() if uses > 1} == {"about"}


def test_a_prefix_means_the_same_in_the_code_the_ontology_and_the_context(ontology: Graph) -> None:
    known = prefixes(BASE)
    context = json.loads(assets.ontology().joinpath("context.jsonld").read_text(encoding="utf-8"))["@context"]
    bound = {prefix: str(iri) for prefix, iri in ontology.namespaces()}
    shortened = {name: iri for name, iri in context.items() if isinstance(iri, str) and iri.endswith(("/", "#"))}
    assert shortened
    for prefix, iri in shortened.items():
        assert known[prefix] == iri
    for prefix, iri in known.items():
        assert bound.get(prefix, iri) == iri
