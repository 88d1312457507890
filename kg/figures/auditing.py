"""The whole audit, in order."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Final

from kg.claims import Claim, Corpus, Resolution
from kg.figures.confronting import Succession, against_claims, among_claims, denials, outcomes
from kg.figures.deriving import actual, before, claimed, lacking, margins, of_years
from kg.figures.findings import Figure, Finding, Rule, Verdict
from kg.naming import find_entity
from kg.standing import standing_verdicts

__all__ = ["audit"]

_GRAVITY: Final = {verdict: rank for rank, verdict in enumerate(Verdict)}
_ORDER: Final = {rule: rank for rank, rule in enumerate(Rule)}


def audit(corpus: Corpus, entity: str | None = None, most: int | None = None) -> list[Finding]:
    """Derive what a ledger's figures imply, confront it with its claims, and return what was found, gravest first.

    Amounts of one thing and period are compared where the predicate is functional: elsewhere both may be true. With
    ``entity`` (see :func:`kg.naming.find`) only what rests on a claim of its own or about it. Amounts are in the units
    of the claims, ratios in fractions of one; ends are rounded outwards at 34 digits. The work grows with the claims
    and with what is found; after ``most`` findings no more are looked for, and those that can be grave are looked for
    first. Raises QueryError, with the nearest names, where there is no such entity.
    """
    who = None if entity is None else find_entity(corpus, entity).id
    findings = list(islice(_findings(corpus), most))
    if who is not None:
        near_it = {claim.id for claim in corpus.claims if who in _involved(claim)}
        findings = [finding for finding in findings if near_it & set(finding.claims)]
    return sorted(findings, key=_order)


def _findings(corpus: Corpus) -> Iterator[Finding]:
    succession = Succession(corpus.links)
    said = [(claim, figure) for claim in corpus.claims if (figure := claimed(claim))]
    figures = [figure for _, figure in said]
    functional = {predicate.id for predicate in corpus.predicates if predicate.functional}
    comparable = [figure for figure in figures if figure.predicate in functional]
    yield from denials(corpus.claims, succession)
    yield from _outcomes(corpus, {figure.claims[0]: figure for figure in figures})
    yield from among_claims(comparable, succession)
    derived: list[Figure] = []
    missing: list[Finding] = []
    for result in (
        *(before(claim, figure) for claim, figure in said),
        *margins(figures),
        *of_years(figures, succession.replaced),
    ):
        if isinstance(result, Finding):
            missing.append(result)
        elif result is not None:
            derived.append(result)
    yield from against_claims(derived, comparable)
    yield from missing
    yield from (found for claim in corpus.claims if claim.polarity and (found := lacking(claim)))


def _outcomes(corpus: Corpus, figures: dict[str, Figure]) -> Iterator[Finding]:
    claims = {claim.id: claim for claim in corpus.claims}
    found: dict[str, list[Figure]] = defaultdict(list)
    verdicts: dict[str, list[Resolution]] = defaultdict(list)
    for resolution in corpus.resolutions:
        verdicts[resolution.resolves].append(resolution)
    for name, each in verdicts.items():  # an actual value that was corrected contradicts nothing
        for resolution in standing_verdicts(each):
            if (claim := claims.get(name)) and (figure := actual(claim, resolution)):
                found[name].append(figure)
    for name, actuals in found.items():
        yield from outcomes(figures[name], actuals)


def _involved(claim: Claim) -> set[object]:
    return {claim.subject, claim.object, claim.holder, *claim.claimant, *claim.about}


def _order(finding: Finding) -> tuple[object, ...]:
    figure = finding.figure
    what = (figure.subject, figure.predicate, figure.when, _ORDER[figure.rule]) if figure else ("", "", "", 0)
    return (_GRAVITY[finding.verdict], *what, finding.claims, finding.why, finding.missing)
