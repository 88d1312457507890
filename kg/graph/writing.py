"""From RDF to bytes: the same triples give the same bytes, whatever order they were added in.

Turtle and TriG are written for people by a small writer of ours: grouped by document and claim, one
statement a line, so that a changed claim is a small diff. N-Triples and N-Quads are sorted lines.
JSON-LD and RDF/XML have rooms of their own.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from rdflib import BNode, Dataset, Graph, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from kg.errors import FormatError
from kg.formats import Format, by_name
from kg.graph.jsonld import jsonld
from kg.graph.names import accepted_graph, ledger_base, ledger_graph
from kg.graph.rdfxml import rdfxml
from kg.terms import AC, DCTERMS, OA, RDF, RDFS, SCHEMA, SKOS, UNIT, XSD, prefixes

__all__ = ["write", "write_graph"]

Triple = tuple[Node, Node, Node]

_ORDER: Final = [
    RDF.type, DCTERMS.identifier, DCTERMS.title, DCTERMS.description, RDFS.label, SKOS.prefLabel, SCHEMA.text,
    RDF.subject, RDF.predicate, RDF.object, AC.kind, AC.commitment, AC.polarity, AC.claimant, AC.holder, AC.madeAt,
    AC.claimedOn, AC.measure, AC.period, AC.condition, AC.topic, AC.about, AC.resolves, AC.outcome, AC.criterion,
    AC.evidence, AC.actual, AC.knownOn, AC.recordedOn, OA.hasBody, OA.hasTarget, OA.hasSource, OA.hasSelector,
    OA.exact, OA.prefix, OA.suffix, OA.start, OA.end, AC.mode, AC.zone, AC.cue,
]  # fmt: skip
_RANK: Final = {str(predicate): rank for rank, predicate in enumerate(_ORDER)}

_SHORT_NUMBERS: Final = {
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+\Z"),
    XSD.integer: re.compile(r"[+-]?[0-9]+\Z"),
    XSD.boolean: re.compile(r"(true|false)\Z"),
}
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?\Z")
_IN_STRING: Final = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')
_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write(dataset: Dataset, format: str | Format) -> bytes:  # noqa: A002  (the public name users expect)
    """Write a ledger's dataset as UTF-8 bytes.

    Formats of triples hold ``graph:ledger`` and the default graph alone, since ``graph:accepted`` asserts
    what the ledger only quotes; TriG, N-Quads and JSON-LD keep every graph, named. The ontology's own graph is
    left out: it has its own file. Raises GraphError where the dataset has no ``void:uriSpace``, FormatError
    for GraphML and GEXF (see ``kg.network``) and for text that RDF/XML cannot carry.
    """
    chosen = by_name(format) if isinstance(format, str) else format
    base = ledger_base(dataset)
    ledger = [
        triple
        for name in (ledger_graph(base), DATASET_DEFAULT_GRAPH_ID)
        for triple in dataset.graph(name).triples((None, None, None))
    ]
    if not chosen.named_graphs:
        return _write(chosen, {None: ledger}, base)
    accepted = list(dataset.graph(accepted_graph(base)).triples((None, None, None)))
    graphs: dict[URIRef | None, list[Triple]] = {ledger_graph(base): ledger}
    if accepted:
        graphs[accepted_graph(base)] = accepted
    return _write(chosen, graphs, base)


def write_graph(graph: Graph, format: str | Format, base: str) -> bytes:  # noqa: A002  (as above)
    """Write one graph, such as a CONSTRUCT's answer, with the prefixes of a ledger under ``base``.

    A graph that has an IRI for its name keeps it in formats of named graphs.
    """
    chosen = by_name(format) if isinstance(format, str) else format
    name = graph.identifier if chosen.named_graphs and isinstance(graph.identifier, URIRef) else None
    return _write(chosen, {name: list(graph)}, base)


def _write(chosen: Format, graphs: Mapping[URIRef | None, Iterable[Triple]], base: str) -> bytes:
    match chosen.name:
        case "turtle" | "trig":
            return _turtle(graphs, base).encode()
        case "ntriples" | "nquads":
            return _lines(graphs).encode()
        case "jsonld":
            return jsonld(graphs, base).encode()
        case "xml":
            return rdfxml(graphs[None], prefixes(base)).encode()
    raise FormatError.at(None, f"{chosen.label} is not an RDF format", "write it from the network of a ledger")


def _lines(graphs: Mapping[URIRef | None, Iterable[Triple]]) -> str:
    """Write sorted N-Triples, or N-Quads where graphs have names."""
    lines = {
        " ".join([*(_absolute(term) for term in triple), *([_absolute(name)] if name else []), ".\n"])
        for name, triples in graphs.items()
        for triple in triples
    }
    return "".join(sorted(lines))


def _absolute(term: Node) -> str:
    """Write a term as N-Triples does."""
    if isinstance(term, Literal):
        if term.language:
            return f"{_quoted(str(term))}@{term.language}"
        if term.datatype is None or term.datatype == XSD.string:
            return _quoted(str(term))
        return f"{_quoted(str(term))}^^{_absolute(term.datatype)}"
    if isinstance(term, BNode):
        return f"_:{term}"
    return f"<{_IN_IRI.sub(_in_iri, str(term))}>"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _in_iri(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04X}"


def _quoted(text: str) -> str:
    return f'"{_IN_STRING.sub(_escape, text)}"'


class _Names:
    """Shortens IRIs by a ledger's prefixes, longest first, and remembers which prefixes were used."""

    def __init__(self, base: str) -> None:
        known = prefixes(base)
        self.known = sorted(known.items(), key=lambda item: -len(item[1]))
        self.used: set[str] = set()
        self.cache: dict[Node, str] = {}

    def __call__(self, term: Node) -> str:
        if term not in self.cache:
            self.cache[term] = self._write(term)
        return self.cache[term]

    def _write(self, term: Node) -> str:
        if isinstance(term, Literal):
            if term.datatype is not None and term.datatype != XSD.string:
                if (short := _SHORT_NUMBERS.get(term.datatype)) and short.match(str(term)):
                    return str(term)
                return f"{_quoted(str(term))}^^{self(term.datatype)}"
            return _absolute(term)
        if isinstance(term, URIRef):
            for prefix, iri in self.known:
                if term.startswith(iri) and _LOCAL.match(term[len(iri) :]):
                    self.used.add(prefix)
                    return f"{prefix}:{term[len(iri) :]}"
        return _absolute(term)


def _turtle(graphs: Mapping[URIRef | None, Iterable[Triple]], base: str) -> str:
    """Write Turtle, or TriG where graphs have names."""
    names = _Names(base)
    body = []
    for name, triples in graphs.items():
        blocks = "\n".join(_blocks(triples, base, names))
        body.append(f"{names(name)} {{\n\n{blocks}\n}}\n" if name else blocks)
    known = prefixes(base)
    heading = "".join(f"@prefix {prefix}: <{known[prefix]}> .\n" for prefix in sorted(names.used))
    return "\n".join([heading, *body] if heading else body)


def _blocks(triples: Iterable[Triple], base: str, names: _Names) -> Iterator[str]:
    described: dict[Node, dict[Node, set[Node]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, item in triples:
        described[subject][predicate].add(item)
    places = _places(described, base)
    section = ""
    for subject in sorted(described, key=lambda node: (*_place(node, places, base), str(node))):
        heading = _section(subject, base, described)
        if heading and heading != section:
            section = heading
            yield f"# {heading}\n"
        yield _block(subject, described[subject], names)


def _block(subject: Node, statements: Mapping[Node, set[Node]], names: _Names) -> str:
    lines = []
    for predicate in sorted(statements, key=lambda node: (_RANK.get(str(node), len(_RANK)), str(node))):
        verb = "a" if predicate == RDF.type else names(predicate)
        items = sorted(names(item) for item in statements[predicate])
        lines.append(f"    {verb} {f',{chr(10)}        '.join(items)}")
    return f"{names(subject)}\n{f' ;{chr(10)}'.join(lines)} .\n"


_SECTIONS: Final = ("predicate", "topic", "event", "document", "claim")


def _part(node: Node, base: str) -> tuple[str, str]:
    """Split a node's name under the base into its part ("claim", or "" for an entity) and the rest."""
    if not isinstance(node, URIRef) or not node.startswith(base):
        return "", ""
    part, slash, rest = node[len(base) :].partition("/")
    return (part, rest) if slash else ("entity", part)


def _section(node: Node, base: str, described: Mapping[Node, Mapping[Node, set[Node]]]) -> str:
    if str(node).startswith(str(UNIT)):
        return "units"
    part, rest = _part(node, base)
    match part:
        case "claim":
            claim = URIRef(f"{base}claim/{rest.partition('.')[0]}")
            names = described.get(claim, {}).get(DCTERMS.identifier) or {claim}
            return " ".join(f"claim {min(str(name) for name in names)}".split())
        case "document":
            return f"document {rest}"
        case "entity" if rest not in {"ledger", "topics"}:
            return "entities"
        case "predicate" | "topic" | "event":
            return f"{part}s"
    return ""


def _places(described: Mapping[Node, Mapping[Node, set[Node]]], base: str) -> dict[str, tuple[str, int, str]]:
    """Map a claim's key to where it stands first: document, offset, and its own name in the records."""
    places: dict[str, tuple[str, int, str]] = {}
    for node, statements in described.items():
        if AC.Appearance not in statements.get(RDF.type, ()):
            continue
        key, _, rest = _part(node, base)[1].partition(".at.")
        document, _, span = rest.rpartition(".")
        start = span.partition("-")[0]
        offset = int(start) if "-" in span and start.isdecimal() else 2**31
        found = (document, offset, key)
        places[key] = min(found, places.get(key, found))
    return places


def _place(node: Node, places: Mapping[str, tuple[str, int, str]], base: str) -> tuple[int, str, int, str, int]:
    """Sort key of a subject: the ledger, declarations by kind, each document with its claims as they stand in it."""
    part, rest = _part(node, base)
    if part == "claim":
        key, dot, tail = rest.partition(".")
        document, offset, _ = places.get(key, ("\U0010ffff", 0, key))
        kinds = ("measure", "period", "at.", "", "resolution")
        rank = next((index for index, kind in enumerate(kinds, 1) if kind and tail.startswith(kind)), 4) if dot else 0
        return 8, document, offset, key, rank
    if node == URIRef(f"{base}ledger"):
        return 0, "", 0, "", 0
    if part == "entity":
        return (4 if rest == "topics" else 1), "", 0, "", 0
    if part == "document":
        return 8, rest, -1, "", 0
    if part in _SECTIONS:
        return {"predicate": 3, "topic": 5, "event": 6}[part], "", 0, "", 0
    return 2, "", 0, "", 0
