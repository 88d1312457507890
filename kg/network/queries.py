"""The questions a network is made of: one SELECT for each kind of record.

Each asks for one kind of node and for nothing that may occur twice in it, so that a row is a record; what
may occur several times has a query of its own. The prefixes are the
ones every store knows; nothing depends on where a ledger's instances live.
"""

from typing import Final

__all__ = [
    "ABOUT",
    "APPEARANCES",
    "CLAIMANTS",
    "CLAIMS",
    "DOCUMENTS",
    "ENTITIES",
    "EVIDENCE",
    "LEDGER",
    "LINKS",
    "MATCHES",
    "MEASURES",
    "PERIODS",
    "RESOLUTIONS",
    "TOPICS",
    "UNITS",
]


def _query(variables: str, pattern: str) -> str:
    return f"SELECT {variables} WHERE {{{pattern}}}"


def _record(of_class: str, **properties: str) -> str:
    """Ask for every node of class ``of_class`` with each property that it has, once each."""
    optional = "".join(f"\n  OPTIONAL {{ ?node {path} ?{name} }}" for name, path in properties.items())
    return _query(f"?node {' '.join(f'?{name}' for name in properties)}", f"\n  ?node a {of_class} .{optional}\n")


LEDGER: Final = _record(
    "void:Dataset", title="dct:title", description="dct:description", licence="dct:license", base="void:uriSpace"
)

ENTITIES: Final = _query(
    "?node ?label ?definition ?class",
    """
  ?node a ac:Entity , ?class .
  FILTER(?class != ac:Entity)
  OPTIONAL { ?node rdfs:label ?label }
  OPTIONAL { ?node skos:definition ?definition }
""",
)

MATCHES: Final = _query("?node ?value", "?node a ac:Entity ; skos:exactMatch ?value")

CLAIMS: Final = _record(
    "ac:Claim",
    id="dct:identifier",
    label="rdfs:label",
    text="schema:text",
    subject="rdf:subject",
    predicate="rdf:predicate/rdfs:label",
    object="rdf:object",
    kind="ac:kind",
    commitment="ac:commitment",
    polarity="ac:polarity",
    holder="ac:holder",
    event="ac:madeAt/rdfs:label",
    event_on="ac:madeAt/schema:startDate",
    claimed_on="ac:claimedOn",
    measure="ac:measure",
    period="ac:period",
    condition="ac:condition",
)

CLAIMANTS: Final = _query("?node ?value", "?node a ac:Claim ; ac:claimant ?value")
TOPICS: Final = _query("?node ?value", "?node a ac:Claim ; ac:topic/skos:prefLabel ?value")
ABOUT: Final = _query("?node ?value", "?node a ac:Claim ; ac:about ?value")

MEASURES: Final = _record(
    "ac:Measure",
    as_written="ac:asWritten",
    value="ac:value",
    low="ac:low",
    high="ac:high",
    rounding="ac:rounding",
    unit="ac:unit",
    change_rate="ac:changeRate",
    change_basis="ac:changeBasis",
    approximation="ac:approximation",
)

UNITS: Final = _query("?node ?value", "?node a qudt:Unit ; rdfs:label ?value")

PERIODS: Final = _record(
    "ac:Period",
    as_written="ac:asWritten",
    edtf="ac:edtf",
    earliest="ac:earliest",
    latest="ac:latest",
    inferred="ac:inferred",
)

DOCUMENTS: Final = _record(
    "ac:Document",
    title="dct:title",
    publisher="dct:publisher/rdfs:label",
    url="schema:url",
    published="schema:datePublished",
)

APPEARANCES: Final = _query(
    "?node ?claim ?document ?mode ?zone ?cue ?exact ?prefix ?suffix ?start ?end",
    """
  ?node a ac:Appearance ; oa:hasBody ?claim ; oa:hasTarget ?target .
  ?target oa:hasSource ?document ; oa:hasSelector ?quote .
  ?quote oa:exact ?exact .
  OPTIONAL { ?quote oa:prefix ?prefix }
  OPTIONAL { ?quote oa:suffix ?suffix }
  OPTIONAL { ?target oa:hasSelector ?position . ?position oa:start ?start ; oa:end ?end }
  OPTIONAL { ?node ac:mode ?mode }
  OPTIONAL { ?node ac:zone ?zone }
  OPTIONAL { ?node ac:cue ?cue }
""",
)

RESOLUTIONS: Final = _record(
    "ac:Resolution",
    claim="ac:resolves",
    outcome="ac:outcome",
    criterion="ac:criterion",
    known_on="ac:knownOn",
    recorded_on="ac:recordedOn",
    actual="ac:actual",
    comment="rdfs:comment",
)

EVIDENCE: Final = _query("?node ?value", "?node a ac:Resolution ; ac:evidence ?value")

LINKS: Final = _query(
    "?node ?subject ?predicate ?object ?asserted_by ?comment",
    """
  ?node a ac:ClaimLink ; rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?object .
  OPTIONAL { ?node ac:assertedBy/(rdfs:label|dct:title) ?asserted_by }
  OPTIONAL { ?node rdfs:comment ?comment }
""",
)
