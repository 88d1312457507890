"""The values of this package as tables, which know how to be written (``kg.tables``)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Context, Decimal
from math import isfinite
from typing import Final

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from kg.claims import Claim, Corpus, claim_key, plain_decimal
from kg.graph import triples
from kg.history.due import Due
from kg.history.proposing import Proposal
from kg.history.record import FEWEST, HitRate, Record
from kg.history.revisions import Chain, position_of
from kg.history.verdicts import responsible
from kg.tables import Table
from kg.terms import AC, XSD, prefixes

__all__ = [
    "RECORD_PARTS",
    "due_table",
    "proposals_graph",
    "proposals_table",
    "record_table",
    "revisions_table",
    "scores",
    "written",
]

Cell = str | bool | int | float | Decimal | dt.date | URIRef | None

_DIGITS: Final = Decimal("0.000001")
_WIDE: Final = Context(prec=120)


class Writer:
    """Turns a ledger's values into cells, and rows of them into tables that call everything by its label."""

    def __init__(self, corpus: Corpus) -> None:
        base = corpus.ledger.base
        self.base = base
        self.claims = {claim.id: claim for claim in corpus.claims}
        self.labels = {
            **{URIRef(base + entity.id): entity.label for entity in corpus.entities},
            **{URIRef(f"{base}predicate/{each.id}"): each.label for each in corpus.predicates},
            **{URIRef(f"{base}document/{each.id}"): each.title for each in corpus.documents},
        }

    def claim(self, claim: Claim | str) -> URIRef:
        """Return a claim's IRI, and keep its label for the tables."""
        found = self.claims[claim] if isinstance(claim, str) else claim
        iri = URIRef(f"{self.base}claim/{claim_key(found)}")
        self.labels[iri] = found.label
        return iri

    def entity(self, name: str | None) -> URIRef | None:
        """Return an entity's IRI."""
        return None if name is None else URIRef(self.base + name)

    def table(self, title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Table:
        """Return rows as a table."""
        terms = [tuple(map(_term, row)) for row in rows]
        return Table(tuple(columns), terms, title, prefixes(self.base), {**_concepts(terms), **self.labels})


def _concepts(rows: Iterable[Sequence[Node | None]]) -> dict[URIRef, str]:
    start = str(AC.kind).removesuffix("kind")
    return {
        term: term.removeprefix(start)
        for row in rows
        for term in row
        if isinstance(term, URIRef) and term.startswith(start)
    }


def _term(cell: Cell) -> Node | None:
    """Write a value as RDF; an empty text is no value."""
    if cell is None or cell == "" or isinstance(cell, URIRef):
        return cell if isinstance(cell, URIRef) else None
    if isinstance(cell, dt.date):
        return Literal(cell.isoformat(), datatype=XSD.date)
    if isinstance(cell, float) and not isfinite(cell):
        return Literal("INF" if cell > 0 else "-INF", datatype=XSD.double)
    if isinstance(cell, float | Decimal):
        number = cell if isinstance(cell, Decimal) else Decimal(repr(cell))
        return Literal(plain_decimal(_short(number)), datatype=XSD.decimal, normalize=False)
    return Literal(cell)


def _short(number: Decimal) -> Decimal:
    """Keep six digits behind the point: more are what a division left there."""
    return number.quantize(_DIGITS, context=_WIDE)


def written(cell: Cell) -> str:
    """Write a value as the tables of this package do: numbers to six digits behind the point, nothing where none is."""
    term = _term(cell)
    return "" if term is None else str(term)


def _names(items: Iterable[str]) -> str:
    return " ".join(items)


def record_table(corpus: Corpus, found: Record, part: str = "claims") -> Table:
    """Write one of :data:`RECORD_PARTS` of a record as a table.

    ``claims`` has a row for each verdict that stands (and one for a claim without any), ``counts`` the number of
    claims of each result with their ids, ``scores`` the rates with what they are over, ``ranges`` a row for each
    guidance that an amount was compared with, ``probabilities`` one for each that was stated and settled.
    """
    write = Writer(corpus)
    label = write.labels[URIRef(corpus.ledger.base + found.of)]
    return _PARTS[part](write, found, label)


def _counts(write: Writer, found: Record, label: str) -> Table:
    rows = (
        (each, count, _names(entry.claim.id for entry in found.entries if entry.result is each))
        for each, count in found.counts.items()
    )
    return write.table(f"The record of {label}: what came of how many claims", ("result", "count", "claims"), rows)


def _ranges(write: Writer, found: Record, label: str) -> Table:
    columns = ("claim", "low", "high", "width", "relativeWidth", "actual", "where", "position", "criterion", "evidence")
    rows = (
        (
            *(write.claim(each.claim), each.low, each.high, each.width, each.relative_width, each.actual),
            *(each.where, each.position, each.verdict.criterion, _names(each.verdict.evidence)),
        )
        for each in found.ranges
    )
    return write.table(f"Guidance of {label} beside what came", columns, rows)


def _probabilities(write: Writer, found: Record, label: str) -> Table:
    columns = ("claim", "stated", "happened", "brier", "log")
    rows = ((write.claim(each.claim), each.stated, each.happened, each.brier, each.log) for each in found.probabilities)
    return write.table(f"Probabilities stated by {label}", columns, rows)


def proposals_table(corpus: Corpus, proposals: Iterable[Proposal]) -> Table:
    """Write proposed verdicts as a table, a row each, with how they were worked out."""
    write = Writer(corpus)
    columns = ("claim", "criterion", "outcome", "knownOn", "evidence", "derivedFrom", "working")
    rows = (
        (
            *(write.claim(each.claim), each.criterion, each.outcome and AC[each.outcome], each.known_on),
            *(_names(each.evidence), _names(each.derived_from), "\n".join(each.working) or "there is no such figure"),
        )
        for each in proposals
    )
    return write.table("Verdicts that the ledger's figures suggest", columns, rows)


def proposals_graph(corpus: Corpus, proposals: Iterable[Proposal]) -> Graph:
    """Describe proposed verdicts in RDF as the ledger would, without a day of recording: none of them is recorded.

    Each has prov:wasDerivedFrom to the claims whose figures it was worked out from.
    """
    found = tuple(one for each in proposals if (one := each.resolution()) is not None)
    graph = Graph(bind_namespaces="none")
    named = {name for one in found for name in (one.resolves, *one.derived_from)}
    keys = {claim.id: claim_key(claim) for claim in corpus.claims if claim.id in named}
    for triple in triples(Corpus(corpus.ledger, resolutions=found), keys):
        if ".resolution." in triple[0].removeprefix(f"{corpus.ledger.base}claim/"):
            graph.add(triple)
    return graph


def revisions_table(corpus: Corpus, chains: Iterable[Chain], title: str = "How was a guidance revised?") -> Table:
    """Write chains of revisions as a table: a row for each guidance, then one for each figure that came.

    ``position`` of a figure is in the last range that was given before it was known: 0 at the low end, 1 at the high.
    """
    write = Writer(corpus)
    columns = (
        *("period", "day", "what", "claim", "low", "high", "midpoint", "width"),
        *("lowMoved", "highMoved", "midpointMoved", "widthMoved", "moved", "position", "criterion", "evidence"),
    )
    rows: list[Sequence[Cell]] = []
    for chain in chains:
        for step in chain.steps:
            numbers = (step.low, step.high, step.midpoint, step.width)
            moved = step.moved or (None,) * len(numbers)
            start = (chain.name, step.day, "guidance", write.claim(step.claim))
            rows.append((*start, *numbers, *moved, ", ".join(step.how), None, None, None))
        for figure in chain.actual:
            start = (chain.name, figure.known_on, "actual", write.claim(figure.claims[0]))
            ends = (
                (figure.measure.low, figure.measure.high)
                if figure.measure.value is None
                else (figure.measure.value,) * 2
            )
            where = (position_of(chain, figure), figure.criterion, _names(figure.evidence))
            rows.append((*start, *ends, *(None,) * 7, *where))
    return write.table(title, columns, rows)


def due_table(corpus: Corpus, dues: Iterable[Due]) -> Table:
    """Write what falls due as a table, a row a claim; ``lacks`` says what it has not to be judged by."""
    write = Writer(corpus)
    columns = ("day", "waiting", "claim", "responsible", "kind", "lacks", "criteria")
    rows = (
        (
            *(each.day, each.waiting, write.claim(each.claim)),
            ", ".join(write.labels[URIRef(write.base + name)] for name in responsible(each.claim)),
            *(AC[each.claim.kind], ", ".join(each.lacks), "\n".join(each.criteria)),
        )
        for each in dues
    )
    return write.table("What is open, by the day on which it can be judged", columns, rows)


def _claims(write: Writer, found: Record, label: str) -> Table:
    columns = (
        "result",
        "claim",
        "kind",
        "due",
        "outcome",
        "criterion",
        "evidence",
        "knownOn",
        "recordedOn",
        "replaced",
        "countsWith",
    )
    order = {each: place for place, each in enumerate(found.counts)}
    rows: list[Sequence[Cell]] = []
    for entry in sorted(found.entries, key=lambda entry: (order[entry.result], entry.claim.id)):
        due = entry.claim.period.latest if entry.claim.period else None
        start = (entry.result, write.claim(entry.claim), AC[entry.claim.kind], due)
        original = found.original[entry.claim.id]
        counts_with = None if original == entry.claim.id else write.claim(original)
        for one in entry.standing:
            replaced = sum(other.criterion == one.criterion for other in entry.replaced)
            rows.append(
                (
                    *start,
                    AC[one.outcome],
                    one.criterion,
                    _names(one.evidence),
                    one.known_on,
                    one.recorded_on,
                    replaced or None,
                    counts_with,
                )
            )
        if not entry.standing:
            rows.append((*start, *(None,) * 6, counts_with))
    return write.table(f"The claims of {label}, with what came of them", columns, rows)


def _scores(write: Writer, found: Record, label: str) -> Table:
    columns = ("score", "hits", "of", "value", "low", "high", "note", "claims")
    return write.table(f"Scores of {label}", columns, scores(found))


def scores(found: Record) -> list[tuple[Cell, ...]]:
    """List the scores of a record: name, hits, of how many, value, ends of its interval, a note, and the claims (ids).

    The two means of probabilities only where one was stated and settled.
    """

    def rate(name: str, each: HitRate, note: str = "fulfilled, of fulfilled, partly and not") -> tuple[Cell, ...]:
        note = f"{note}; 95 % by Wilson" if each.rate is not None else _too_few(each.resolved)
        return name, each.hits, each.resolved, each.rate, each.low, each.high, note, _names(each.claims)

    rows = [
        rate("hit rate: forecasts, plans, goals, guidance", found.ahead),
        rate("hit rate: everything else", found.other),
        rate("guidance within its range", found.guidance, "what came is inside"),
    ]
    if count := len(found.probabilities):
        note = "mean; 0 is best" if count >= FEWEST else _too_few(count)
        claims = _names(each.claim.id for each in found.probabilities)
        means = (("Brier", found.brier), ("log", found.log))
        rows += [(name, None, count, value, None, None, note, claims) for name, value in means]
    return rows


def _too_few(count: int) -> str:
    return f"{count} resolved: none below {FEWEST}"


_PARTS: Final = {
    "claims": _claims,
    "counts": _counts,
    "scores": _scores,
    "ranges": _ranges,
    "probabilities": _probabilities,
}

RECORD_PARTS: Final = tuple(_PARTS)
"""What there is to know of a record, each a table of its own."""
