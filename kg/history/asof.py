"""A ledger as it was: what had been claimed and known on a day, and what the ledger had by a day."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from kg.claims import Claim, Corpus, Document, Link, appearance_key
from kg.history.days import Days

__all__ = ["as_of"]

_ASSERTED: Final = "document:"


def as_of(corpus: Corpus, day: dt.date | None = None, recorded: dt.date | None = None) -> Corpus:
    """Return what of a ledger is left when what came later is taken away; the two days are independent of each other.

    ``day``: what had been claimed by then (:meth:`kg.history.Days.made`), and the verdicts that could be known by then
    (:meth:`kg.history.Days.known`).
    ``recorded``: what this ledger had by then (:meth:`kg.history.Days.recorded`), and the verdicts that had been
    written down. A claim or verdict without the day that is asked for is left out: nothing shows that it was there.

    With a claim that stays, an appearance stays unless its document came later; where all did, all stay, because that
    is how we know of the claim. A link stays where both its claims do, unless a document that came later asserts it.
    A verdict names those of the claims it was worked out from that stay. Documents stay that came by then or that
    something left rests on; declarations stay. None asks nothing of an axis.
    """
    if day is None and recorded is None:
        return corpus
    days = Days(corpus)

    def within(made: dt.date | None, written: dt.date | None) -> bool:
        """Tell whether something was there by both days."""
        return (day is None or (made is not None and made <= day)) and (
            recorded is None or (written is not None and written <= recorded)
        )

    def late(document: Document) -> bool:
        """Tell whether a document is known to have come after either day."""
        return bool(
            (day and document.published and document.published > day)
            or (recorded and document.recorded_on and document.recorded_on > recorded)
        )

    late_documents = {document.id for document in corpus.documents if late(document)}
    kept = [
        _without_late(claim, late_documents)
        for claim in corpus.claims
        if within(days.made(claim), days.recorded(claim))
    ]
    claims = {claim.id for claim in kept}
    appearances = {appearance_key(claim.id, each) for claim in kept for each in claim.appearance}
    resolutions = tuple(
        replace(one, derived_from=tuple(claims.intersection(one.derived_from)))
        for one in corpus.resolutions
        if one.resolves in claims and within(days.known(one), one.recorded_on)
    )
    used = {each.document for claim in kept for each in claim.appearance}
    used.update(document for one in resolutions for document in one.evidence)
    links = tuple(link for link in corpus.links if _stays(link, claims, late_documents))
    used.update(link.asserted_by.removeprefix(_ASSERTED) for link in links if link.asserted_by.startswith(_ASSERTED))
    occasions = {claim.made_at for claim in kept}
    return replace(
        corpus,
        claims=tuple(_without_via(claim, appearances.__contains__) for claim in kept),
        links=links,
        resolutions=resolutions,
        documents=tuple(
            document
            for document in corpus.documents
            if document.id in used or within(document.published, document.recorded_on)
        ),
        events=tuple(
            event
            for event in corpus.events
            if event.id in occasions or day is None or event.date is None or event.date <= day
        ),
    )


def _stays(link: Link, claims: set[str], late: set[str]) -> bool:
    asserting = link.asserted_by.removeprefix(_ASSERTED) if link.asserted_by.startswith(_ASSERTED) else None
    return {link.subject, link.object} <= claims and asserting not in late


def _without_late(claim: Claim, late: set[str]) -> Claim:
    in_time = tuple(each for each in claim.appearance if each.document not in late)
    return replace(claim, appearance=in_time or claim.appearance)


def _without_via(claim: Claim, known: Callable[[str], bool]) -> Claim:
    """Forget which appearance another relays, where that one is gone."""
    if all(each.via is None or known(each.via) for each in claim.appearance):
        return claim
    relaying = (each if each.via is None or known(each.via) else replace(each, via=None) for each in claim.appearance)
    return replace(claim, appearance=tuple(relaying))
