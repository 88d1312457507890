"""The vocabulary as Python names: our own namespace, closed, and the ones we align to.

``AC.claimant`` is ``https://w3id.org/ai-claims/ns#claimant``; a misspelt ``AC.claimnat`` raises
``AttributeError``. A test holds this list and ``ontology/claims.ttl`` to each other, both ways.

The address is a placeholder until it is registered and stands here and nowhere else in the code. That
of the instances is ``kg.claims.BASE``, and a ledger can set its own (``base`` in its ``ledger.toml``).
"""

from typing import Final

from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace, URIRef
from rdflib.namespace import DefinedNamespace

__all__ = [
    "AC",
    "CITO",
    "DCTERMS",
    "OA",
    "ONTOLOGY",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SH",
    "SKOS",
    "TIME",
    "UNIT",
    "VOID",
    "XSD",
    "prefixes",
]

ONTOLOGY: Final = URIRef("https://w3id.org/ai-claims/ns")
"""The ontology itself, and the named graph a store keeps it in."""


class AC(DefinedNamespace):
    """Classes, properties and controlled values of the ontology."""

    _NS = Namespace(f"{ONTOLOGY}#")
    _fail = True

    # classes
    Claim: URIRef
    Appearance: URIRef
    Document: URIRef
    Entity: URIRef
    Measure: URIRef
    Period: URIRef
    SpeechEvent: URIRef
    Resolution: URIRef
    ClaimLink: URIRef

    # properties of a claim
    kind: URIRef
    commitment: URIRef
    polarity: URIRef
    claimant: URIRef
    holder: URIRef
    madeAt: URIRef
    claimedOn: URIRef
    measure: URIRef
    period: URIRef
    condition: URIRef
    topic: URIRef
    about: URIRef

    # properties of an appearance and of a document
    mode: URIRef
    cue: URIRef
    via: URIRef
    zone: URIRef
    textDigest: URIRef

    # properties of a measure and of a period
    value: URIRef
    low: URIRef
    high: URIRef
    unit: URIRef
    asWritten: URIRef
    rounding: URIRef
    changeRate: URIRef
    changeBasis: URIRef
    approximation: URIRef
    edtf: URIRef
    earliest: URIRef
    latest: URIRef
    inferred: URIRef

    # properties of a resolution and of a link
    resolves: URIRef
    outcome: URIRef
    criterion: URIRef
    evidence: URIRef
    actual: URIRef
    knownOn: URIRef
    recordedOn: URIRef
    assertedBy: URIRef
    confidence: URIRef
    supports: URIRef
    disputes: URIRef
    echoes: URIRef
    supersedes: URIRef
    restates: URIRef
    causes: URIRef

    # kinds
    figure: URIRef
    fact: URIRef
    event: URIRef
    relation: URIRef
    forecast: URIRef
    plan: URIRef
    goal: URIRef
    guidance: URIRef
    opinion: URIRef
    cause: URIRef
    role: URIRef

    # commitments
    firm: URIRef
    expected: URIRef
    hedged: URIRef
    conditional: URIRef
    presupposed: URIRef
    distanced: URIRef
    reported: URIRef

    # modes
    directQuote: URIRef
    indirectSpeech: URIRef
    unattributed: URIRef
    agentless: URIRef
    ambiguousScope: URIRef

    # approximations (``about`` above is both a property and, in the scheme, a value)
    exact: URIRef
    justBelow: URIRef
    justAbove: URIRef
    atLeast: URIRef
    atMost: URIRef
    vagueMagnitude: URIRef

    # bases of a change
    yearOverYear: URIRef
    quarterOverQuarter: URIRef
    versusPriorGuidance: URIRef

    # outcomes
    fulfilled: URIRef
    partlyFulfilled: URIRef
    notFulfilled: URIRef
    pending: URIRef
    ambiguous: URIRef
    annulled: URIRef
    notEvaluated: URIRef

    # concept schemes
    kinds: URIRef
    commitments: URIRef
    modes: URIRef
    approximations: URIRef
    changeBases: URIRef
    outcomes: URIRef


CITO: Final = Namespace("http://purl.org/spar/cito/")
OA: Final = Namespace("http://www.w3.org/ns/oa#")
SCHEMA: Final = Namespace("https://schema.org/")
SH: Final = Namespace("http://www.w3.org/ns/shacl#")
TIME: Final = Namespace("http://www.w3.org/2006/time#")
UNIT: Final = Namespace("http://qudt.org/vocab/unit/")
VOID: Final = Namespace("http://rdfs.org/ns/void#")

PREFIXES: Final[dict[str, str]] = {
    "ac": str(AC._NS),  # noqa: SLF001  (rdflib has no public name for it)
    "cito": str(CITO),
    "dct": str(DCTERMS),
    "oa": str(OA),
    "owl": str(OWL),
    "prov": str(PROV),
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "sh": str(SH),
    "skos": str(SKOS),
    "time": str(TIME),
    "unit": str(UNIT),
    "void": str(VOID),
    "wd": "http://www.wikidata.org/entity/",
    "xsd": str(XSD),
}
"""Prefixes that do not depend on the ledger."""


def prefixes(base: str) -> dict[str, str]:
    """All prefixes a query or an export may use, for a ledger whose instances live under ``base``.

    Besides ``kb:`` (entities and everything else) each kind of node with readable local names has a
    prefix of its own, because ``kb:claim/1f2e`` is not a legal prefixed name in SPARQL or Turtle.
    """
    parts = {part: f"{base}{part}/" for part in ("claim", "document", "event", "graph", "predicate", "topic")}
    return {**PREFIXES, "kb": base, **parts}
