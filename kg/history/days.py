"""The day on which a claim had been made for certain, the day on which the ledger had it, and that of a verdict.

Both are asked of what the records say, the best first, so that each answer names its reason. A claim was made

1. on the day it was claimed on; else
2. on the day of its occasion (``made_at``); else, at the latest,
3. on the earliest day on which a document it appears in was published, or
4. on the day on which the ledger had it.

Not on the day on which a verdict on it was known: a figure that a filing gave may be claimed days after the filing.

The ledger had it on the day its record gives (``recorded_on``); else on the earliest such day of a document it
appears in; else, at the latest, on the earliest day on which a verdict on it was recorded. Without any there is no day.

A verdict was known on the day its record gives (``known_on``), but not before any of its evidence was out, nor before
what it was worked out from (``derived_from``) had been said.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from kg.claims import Claim, Corpus, Resolution
from kg.history.verdicts import verdicts_by_claim

__all__ = ["Days"]


class Days:
    """The days of a ledger's claims, looked up in one reading of it."""

    def __init__(self, corpus: Corpus) -> None:
        self._verdicts = verdicts_by_claim(corpus)
        self._claims = {claim.id: claim for claim in corpus.claims}
        self._events = {event.id: event.date for event in corpus.events}
        self._published = {document.id: document.published for document in corpus.documents}
        self._written = {document.id: document.recorded_on for document in corpus.documents}

    def made(self, claim: Claim) -> dt.date | None:
        """Return the day on which a claim had been made for certain; None where nothing tells."""
        return self._said(claim) or _among(self._published, claim) or self.recorded(claim)

    def known(self, resolution: Resolution) -> dt.date | None:
        """Return the day from which a verdict could be known; None where its record gives none.

        Evidence without a day of publication may have been out before; then no other tells.
        """
        evidence = [self._published.get(document) for document in resolution.evidence]
        out = None if None in evidence else _first(evidence)
        said = (self._said(self._claims[name]) for name in resolution.derived_from if name in self._claims)
        later = (day for day in (out, *said) if day is not None)
        return None if resolution.known_on is None else max((resolution.known_on, *later))

    def _said(self, claim: Claim) -> dt.date | None:
        return claim.claimed_on or self._events.get(claim.made_at or "")

    def recorded(self, claim: Claim) -> dt.date | None:
        """Return the day on which the ledger had a claim for certain; None where nothing tells."""
        verdicts = (one.recorded_on for one in self._verdicts.get(claim.id, ()))
        return claim.recorded_on or _among(self._written, claim) or _first(verdicts)


def _among(days: Mapping[str, dt.date | None], claim: Claim) -> dt.date | None:
    return _first(days.get(each.document) for each in claim.appearance)


def _first(days: Iterable[dt.date | None]) -> dt.date | None:
    return min((day for day in days if day is not None), default=None)
