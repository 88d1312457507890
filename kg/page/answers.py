"""What ``kg drift``, ``kg due``, ``kg record`` and ``kg audit`` answer, claim by claim, for a page to carry.

What the page can tell from what it has anyway (the order in which linked claims were said, what is overdue by the
reader's clock) it tells by itself. All is worked out in time that grows with the ledger; what could grow faster is
bounded, and the page says where it was cut short.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kg.claims import Appearance, Claim, Corpus, Document, LinkType, Resolution, plain_decimal
from kg.figures import Finding, audit, ends
from kg.history import Range, due, records
from kg.history import Record as Past
from kg.history.tabulating import scores, written
from kg.restatements import Aspect, Difference, linked, repeated

__all__ = ["MOST_COMPARED", "MOST_FINDINGS", "Answers", "answers"]

Record = Mapping[str, Any]

MOST_COMPARED: Final = 40
"""How many appearances of one claim are compared, each with each."""

MOST_FINDINGS: Final = 5_000
"""How many findings of an audit a page carries, the gravest."""

_MOST_SOUGHT: Final = 100_000
"""After how many findings an audit for a page ends: their number can grow with the square of the claims."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What is said of claims (by record id) and entities (by IRI), of links (claim, kind, claim), and found of figures.

    ``left_out`` is how many findings there were beyond those that are carried, ``known`` whether there was a ledger to
    ask at all.
    """

    claims: Mapping[str, Record] = field(default_factory=dict)
    entities: Mapping[str, Record] = field(default_factory=dict)
    links: Mapping[tuple[str, str, str], Sequence[Record]] = field(default_factory=dict)
    findings: Sequence[Record] = ()
    left_out: int = 0
    known: bool = False


def answers(corpus: Corpus, only: set[str] | None = None) -> Answers:
    """Work out what a page tells of a ledger; of some claims (ids) alone, where it shows no more."""
    if only is not None:
        corpus = replace(
            corpus,
            claims=tuple(claim for claim in corpus.claims if claim.id in only),
            links=tuple(link for link in corpus.links if {link.subject, link.object} <= only),
            resolutions=tuple(one for one in corpus.resolutions if one.resolves in only),
        )
    claims: dict[str, dict[str, Any]] = defaultdict(dict)
    entities: dict[str, Record] = {}
    for each in due(corpus, dt.date.min):
        claims[each.claim.id]["waits"] = {"as": str(each.waiting), "lacks": list(each.lacks)}
    documents = {document.id: document for document in corpus.documents}
    for claim in corpus.claims:
        if reworded := _reworded(claim, documents):
            claims[claim.id]["reworded"] = reworded
    came: dict[str, dict[Resolution, Record]] = defaultdict(dict)
    for name, past in records(corpus).items():
        entities[corpus.ledger.base + name] = {"scores": _scores(past), "chances": _chances(past)}
        for one in past.ranges:  # once, however many are responsible
            came[one.claim.id][one.verdict] = _place(one)
    for claim_id, places in came.items():
        claims[claim_id]["came"] = list(places.values())
    found = audit(corpus, most=_MOST_SOUGHT)
    carried = [_finding(each) for each in found[:MOST_FINDINGS]]
    return Answers(claims, entities, dict(_linked(corpus)), carried, len(found) - len(carried), known=True)


def _linked(corpus: Corpus) -> Iterator[tuple[tuple[str, str, str], list[Record]]]:
    for one in linked(corpus):
        echoes = any(each.aspect is Aspect.ORDER for each in one.differences)
        kind = LinkType.ECHOES if echoes else LinkType.RESTATES
        yield (one.after, str(kind), one.before), [_difference(each) for each in one.differences]


def _difference(one: Difference) -> Record:
    return {name: str(getattr(one, name)) for name in ("aspect", "before", "after", "effect", "how")}


def _reworded(claim: Claim, documents: Mapping[str, Document]) -> list[Record]:
    """List which appearances differ, each by what the network knows of it too, and how."""
    few = replace(claim, appearance=claim.appearance[:MOST_COMPARED])

    def named(one: Appearance) -> tuple[object, ...]:
        document = documents.get(one.document)
        return (document and document.title) or one.document, one.exact, one.start, one.end

    return [
        {"one": named(one), "other": named(other), "differences": [_difference(each) for each in found]}
        for one, other, found in repeated(few)
    ]


def _place(one: Range) -> Record:
    numbers = ("actual", "position", "width", "relative_width")
    of = {name: str(getattr(one.verdict, name) or "") for name in ("criterion", "known_on", "recorded_on")}
    return {**of, "where": one.where} | {name: written(getattr(one, name)) for name in numbers}


def _scores(past: Past) -> list[Record]:
    names = ("score", "hits", "of", "value", "low", "high", "note")
    return [
        {name: cell if name in {"hits", "of"} else written(cell) for name, cell in zip(names, row, strict=False)}
        for row in scores(past)
        if row[2]
    ]


def _chances(past: Past) -> list[Record]:
    return [
        {
            "claim": one.claim.id,
            "stated": written(one.stated),
            "happened": one.happened,
            "brier": written(one.brier),
            "log": written(one.log),
        }
        for one in past.probabilities
    ]


def _finding(found: Finding) -> Record:
    figure, other = found.figure, found.other
    low, high, _ = ends(figure.interval) if figure else (None, None, None)
    other_low, other_high, _ = ends(other.interval) if other else (None, None, None)
    shown = {"low": low, "high": high, "other_low": other_low, "other_high": other_high}
    return {
        "verdict": str(found.verdict),
        "rule": str(figure.rule) if figure else "",
        "when": (figure.period or figure.when) if figure else "",
        "unit": figure.unit if figure else "",
        **{name: "" if number is None else plain_decimal(number) for name, number in shown.items()},
        "claims": list(found.claims),
        "missing": found.missing,
        "why": str(found.why),
    }
