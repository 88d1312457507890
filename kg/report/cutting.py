"""Cuts a ledger down to some of its claims, so that what is asked of those costs no more than they do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.claims import Claim, Corpus, Link
from kg.history import verdicts_by_claim

__all__ = ["Cutter"]


class Cutter:
    """Finds a ledger's verdicts, links and documents by claim, in one reading of it."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._claims = {claim.id: claim for claim in corpus.claims}
        self._documents = {document.id: document for document in corpus.documents}
        self._links: dict[str, list[Link]] = defaultdict(list)
        for link in corpus.links:
            for name in dict.fromkeys((link.subject, link.object)):
                self._links[name].append(link)
        self.verdicts = verdicts_by_claim(corpus)

    def links(self, claim: str) -> list[Link]:
        """Return the links from and to a claim (id)."""
        return self._links.get(claim, [])

    def cut(self, claims: Iterable[Claim]) -> Corpus:
        """Return the ledger with these claims alone, their links with one another, and what came of them."""
        kept = {claim.id: claim for claim in claims}
        verdicts = [one for name in kept for one in self.verdicts.get(name, ())]
        links = dict.fromkeys(
            link for name in kept for link in self.links(name) if link.subject in kept and link.object in kept
        )
        used = {each.document for claim in kept.values() for each in claim.appearance}
        used |= {document for one in verdicts for document in one.evidence}
        return replace(
            self._corpus,
            claims=tuple(kept.values()),
            links=tuple(links),
            resolutions=tuple(verdicts),
            documents=tuple(self._documents[name] for name in used if name in self._documents),
        )

    def linked(self, claims: Iterable[Claim]) -> list[Claim]:
        """Return these claims and those that they are linked with."""
        names = [claim.id for claim in claims]
        ends = [end for name in names for link in self.links(name) for end in (link.subject, link.object)]
        return [self._claims[name] for name in dict.fromkeys([*names, *ends]) if name in self._claims]
