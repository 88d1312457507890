"""The rules: each gives what follows from a ledger by one of them, as lines of N-Triples."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rdflib.term import Node

from kg import assets, discourse, figures, history, restatements
from kg.claims import Corpus, claim_key, claim_path, resolution_path
from kg.derived.facts import DERIVED_FROM, Fact, described
from kg.figures import Finding, Rule
from kg.figures.deriving import actual
from kg.graph import ledger_graph
from kg.graph.ntriples import line, reference, term
from kg.history.tabulating import proposals_graph
from kg.standing import standing_verdicts
from kg.store import Solutions, Store
from kg.terms import AC

__all__ = ["Followed", "accepted", "confrontations", "drift", "exchanges", "implied", "priority", "results", "verdicts"]

_CONSTRUCT: Final = re.compile(r"CONSTRUCT\s*\{[^}]*\}")
_BEARS: Final = {
    "contradiction": "contradicts",
    "tension": "is-in-tension-with",
    "definition": "measures-otherwise-than",
    "agreement": "agrees-with",
}


@dataclass(frozen=True)
class Followed:
    """A ledger to follow: its values, the store that holds them, and the day until which they are followed."""

    corpus: Corpus
    store: Store
    day: dt.date

    @property
    def base(self) -> str:
        """Where instances live."""
        return self.corpus.ledger.base

    @cached_property
    def keys(self) -> dict[str, str]:
        """The keys of claims, by their ids."""
        return {claim.id: claim_key(claim) for claim in self.corpus.claims}

    @cached_property
    def nodes(self) -> dict[str, str]:
        """The IRIs of claims, by their ids."""
        return {name: self.base + claim_path(key) for name, key in self.keys.items()}

    @cached_property
    def findings(self) -> list[Finding]:
        """The audit of it, which two of the rules read."""
        return figures.audit(self.corpus)


def accepted(ledger: Followed) -> Iterator[str]:
    """Say which claim each triple of ``graph:accepted`` rests on, by the same rule, ``ontology/accepted.rq``."""
    base = ledger.base
    rule = assets.ontology().joinpath("accepted.rq").read_text(encoding="utf-8")
    text = _CONSTRUCT.sub("SELECT ?claim ?subject ?predicate ?object", rule, count=1)
    found = ledger.store.query(text, default=[ledger_graph(base)])
    rows: list[tuple[Node | None, ...]] = list(found) if isinstance(found, Solutions) else []
    return described(
        base,
        (
            Fact(("accepted",), str(subject), str(predicate), term(item), (str(claim),))
            for claim, subject, predicate, item in rows
            if not (subject is None or predicate is None or item is None)
        ),
    )


def results(ledger: Followed) -> Iterator[str]:
    """Say what the verdicts that stand on each claim come to, where there are any or time will judge it."""
    base, nodes = ledger.base, ledger.nodes
    verdicts_on = history.verdicts_by_claim(ledger.corpus)

    def facts() -> Iterator[Fact]:
        for claim in ledger.corpus.claims:
            standing = standing_verdicts(verdicts_on.get(claim.id, ()))
            if (came_to := history.result(claim, standing)) is not None:
                judged = (base + resolution_path(ledger.keys[claim.id], one) for one in standing)
                yield Fact(("result",), nodes[claim.id], "comes-to", str(came_to), (nodes[claim.id], *judged))

    return described(base, facts())


def verdicts(ledger: Followed) -> Iterator[str]:
    """Give the verdicts that ``kg resolve --auto`` proposes; each rests on its claim, too."""
    proposals = history.propose(ledger.corpus, ledger.day, lambda text: ledger.store.query(text) is True)
    for subject, predicate, item in proposals_graph(ledger.corpus, proposals):
        yield line(subject, predicate, item)
        if predicate == AC.resolves:
            yield f"{reference(str(subject))} {DERIVED_FROM} {reference(str(item))} .\n"


def implied(ledger: Followed) -> Iterator[str]:
    """Give the figures that others imply, as ``kg audit -f turtle`` does."""
    return (line(*triple) for triple in figures.derived_graph(ledger.findings, ledger.corpus))


def confrontations(ledger: Followed) -> Iterator[str]:
    """Say which figures and claims contradict each other, agree, or do neither; a figure that follows is one's node."""
    base, nodes = ledger.base, ledger.nodes
    claims = {claim.id: claim for claim in ledger.corpus.claims}
    outcomes = {
        actual(claims[one.resolves], one): base + resolution_path(ledger.keys[one.resolves], one)
        for one in ledger.corpus.resolutions
        if one.resolves in claims
    }

    def node(figure: figures.Figure) -> str:
        """Name what a figure is of: a claim, a verdict with an actual value, or a figure that follows."""
        if figure.rule is Rule.ACTUAL:
            return outcomes[figure]
        return nodes[figure.claims[0]] if figure.rule is Rule.CLAIMED else str(figures.figure_node(figure, base))

    def facts() -> Iterator[Fact]:
        for finding in ledger.findings:
            if (bears := _BEARS.get(finding.verdict)) is None:
                continue
            if finding.figure is None or finding.other is None:
                one, other = (nodes[name] for name in finding.claims)
            else:
                one, other = node(finding.figure), node(finding.other)
            rests_on = tuple(dict.fromkeys((*(nodes[name] for name in finding.claims), one, other)))
            yield Fact((str(finding.verdict),), one, bears, other, rests_on, finding.why)

    return described(base, facts())


def drift(ledger: Followed) -> Iterator[str]:
    """Say what differs between a claim and what restates or echoes it, and between places of one claim."""
    base, nodes = ledger.base, ledger.nodes

    def facts() -> Iterator[Fact]:
        for one in restatements.drift(ledger.corpus):
            before, after = nodes[one.before], nodes[one.after]
            rests_on = tuple(dict.fromkeys((before, after)))
            for each in one.differences:
                why = f"{each.before} → {each.after}: {each.how}" if each.before and each.after else each.how
                yield Fact((str(each.aspect), str(each.effect)), after, "differs-from", before, rests_on, why)

    return described(base, facts())


def exchanges(ledger: Followed) -> Iterator[str]:
    """Say which claimant supports, disputes, echoes or restates which, by which two claims."""
    base, nodes = ledger.base, ledger.nodes
    return described(
        base,
        (
            Fact(("exchange",), base + one.who, str(one.does), base + one.whom, (nodes[one.claim], nodes[one.other]))
            for one in discourse.chains(ledger.corpus)
        ),
    )


def priority(ledger: Followed) -> Iterator[str]:
    """Say which of two claims that are linked was said first, where the days tell."""
    base, nodes = ledger.base, ledger.nodes

    def facts() -> Iterator[Fact]:
        for one in dict.fromkeys(
            (one.claim, one.other, one.first, one.said_on, one.other_said_on) for one in discourse.chains(ledger.corpus)
        ):
            claim, other, first, said_on, other_said_on = one
            if first is None:
                continue
            second = other if first == claim else claim
            days = sorted(str(day) for day in (said_on, other_said_on))
            rests_on = (nodes[first], nodes[second])
            yield Fact(("priority",), *(nodes[first], "said-before", nodes[second]), rests_on, " before ".join(days))

    return described(base, facts())
