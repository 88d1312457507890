"""Findings as a table for people and programs; derived figures as RDF."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final

from rdflib import Graph, Literal, URIRef

from kg.amounts import Interval
from kg.claims import Corpus, Text, claim_key, claim_path, plain_decimal
from kg.figures.findings import Figure, Finding, Rule
from kg.graph import rule_graph
from kg.tables import Table
from kg.terms import AC, DCTERMS, PROV, RDF, RDFS, UNIT, XSD, prefixes

__all__ = ["derived_graph", "ends", "figure_node", "figures_graph", "tabulate"]

COLUMNS: Final = (
    "finding", "rule", "subject", "predicate", "period", "low", "high", "width", "otherLow", "otherHigh", "claims",
    "missing", "why",
)  # fmt: skip

_DECIMAL: Final = XSD.decimal  # looked up once: rdflib takes its time over a name
_WHOLE_FROM: Final = 1000
_DECIMALS: Final = 4
_RATIOS: Final = {Rule.MARGIN: "profit over revenue", Rule.SHARE: "share of the year's amount"}


def tabulate(findings: Iterable[Finding], corpus: Corpus) -> Table:
    """Write findings as a table, one a row; ends of 1,000 and more rounded outwards to units, others to four decimals.

    ``claims`` names the claims a finding rests on by their ids; ``otherLow`` and ``otherHigh`` are the ends of the
    figure that it was confronted with. An end that is open is an empty cell.
    """
    base = corpus.ledger.base
    labels = {URIRef(base + each.id): each.label for each in corpus.entities}
    labels |= {URIRef(f"{base}predicate/{each.id}"): each.label for each in corpus.predicates}
    content = {claim.id: (claim.subject, claim.predicate) for claim in corpus.claims}
    rows = [_row(base, finding, *content[finding.claims[0]]) for finding in findings]
    return Table(COLUMNS, rows, "What follows from the figures, and which of them disagree?", prefixes(base), labels)


def _row(base: str, finding: Finding, subject: str, predicate: str) -> tuple[URIRef | Literal | None, ...]:
    figure, other = finding.figure, finding.other
    low, high, width = map(_number, ends(figure.interval)) if figure else (None, None, None)
    other_low, other_high, _ = map(_number, ends(other.interval)) if other else (None, None, None)
    return (
        _word(finding.verdict),
        _word(figure.rule) if figure else None,
        URIRef(base + subject),
        URIRef(f"{base}predicate/{predicate}"),
        Literal(figure.period or figure.when) if figure and figure.when else None,
        *(low, high, width, other_low, other_high),
        Literal(", ".join(finding.claims)),
        Literal(finding.missing) if finding.missing else None,
        _word(finding.why),
    )


@lru_cache(maxsize=1024)
def _word(text: str) -> Literal:
    """Make a literal of what is said often."""
    return Literal(str(text))


def ends(interval: Interval) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return low, high and width of an interval as they are shown: rounded outwards, an open end None."""
    largest = max(abs(end) for end in (interval.low, interval.high, Decimal(0)) if end is not None)
    shown = interval.outward(0 if largest >= _WHOLE_FROM else _DECIMALS)
    return shown.low, shown.high, shown.width


def _number(number: Decimal | None) -> Literal | None:
    return None if number is None else Literal(plain_decimal(number), datatype=_DECIMAL, normalize=False)


def figure_node(figure: Figure, base: str) -> URIRef:
    """Name a figure that follows, by what it is and what it rests on."""
    content = [figure.rule, *figure.measured, figure.when, sorted(figure.claims)]
    digest = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
    return URIRef(f"{base}derived/{digest[:20]}")


def figures_graph(base: str) -> URIRef:
    """Name the derived graph that holds what follows from a ledger's figures."""
    return rule_graph(base, "figures")


def derived_graph(findings: Sequence[Finding], corpus: Corpus) -> Graph:
    """Describe each derived figure in RDF, in a graph of its own that can be thrown away and made anew.

    A figure is an ``rdf:Statement`` with the interval as its object (as its ``ac:measure``, where the claims have
    another: revenue from advertising is not revenue), for the time ``dct:temporal``, and a
    ``prov:wasDerivedFrom`` to each claim that it rests on (https://www.w3.org/TR/prov-o/). Like a claim it is quoted,
    not asserted: it holds if those claims do.
    """
    base = corpus.ledger.base
    keys = {claim.id: URIRef(base + claim_path(claim_key(claim))) for claim in corpus.claims}
    things = {claim.id: claim.object for claim in corpus.claims}
    graph = Graph(identifier=figures_graph(base))
    for figure in dict.fromkeys(finding.figure for finding in findings):
        if figure is not None and figure.rule not in {Rule.CLAIMED, Rule.ACTUAL}:
            _describe(graph, base, figure, keys)
            if figure.thing is not None:
                node, thing = figure_node(figure, base), things[figure.claims[0]]
                graph.set(
                    (node, RDF.object, Literal(thing.value) if isinstance(thing, Text) else URIRef(f"{base}{thing}"))
                )
                graph.add((node, AC.measure, URIRef(f"{node}.measure")))
    return graph


def _describe(graph: Graph, base: str, figure: Figure, keys: dict[str, URIRef]) -> None:
    node, rule = figure_node(figure, base), URIRef(f"{base}derived/{figure.rule}")
    measure, period = URIRef(f"{node}.measure"), URIRef(f"{node}.period")
    ratio = _RATIOS.get(figure.rule)
    low, high, _ = map(_number, ends(figure.interval))
    statements = [
        (node, RDF.type, RDF.Statement),
        (node, RDF.type, PROV.Entity),
        (node, RDF.subject, URIRef(base + figure.subject)),
        (node, RDF.predicate, rule if ratio else URIRef(f"{base}predicate/{figure.predicate}")),
        (node, RDF.object, measure),
        (node, DCTERMS.type, rule),
        (node, DCTERMS.temporal, period),
        *((node, PROV.wasDerivedFrom, keys[claim]) for claim in figure.claims),
        (rule, RDFS.label, Literal(ratio or str(figure.rule))),
        (measure, RDF.type, AC.Measure),
        (measure, AC.unit, UNIT[figure.unit]),
        (measure, AC.low, low),
        (measure, AC.high, high),
        (period, RDF.type, AC.Period),
        (period, AC.edtf, Literal(figure.period) if figure.period else None),
        (period, AC.asWritten, Literal(figure.when) if figure.when else None),
    ]
    for subject, predicate, item in statements:
        if item is not None:
            graph.add((subject, predicate, item))
