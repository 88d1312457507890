"""What a report calls things: claims by their label, whose they are, documents by the mark of their footnote."""

import datetime as dt
from collections.abc import Iterable

from kg.addresses import link
from kg.claims import Appearance, Claim, Corpus, Document, appearance_key, claim_key
from kg.history import responsible
from kg.report.document import Line, Link, Mark, Reference
from kg.wording import date

__all__ = ["Naming"]


class Naming:
    """Names the things of a ledger, and numbers its documents as they are marked."""

    def __init__(self, corpus: Corpus, told: set[str]) -> None:
        """``told``: the claims (ids) that the report tells of, which can be referred to."""
        self.corpus = corpus
        self.claims = {claim.id: claim for claim in corpus.claims}
        self.documents = {document.id: document for document in corpus.documents}
        self.events = {event.id: event for event in corpus.events}
        self.predicates = {predicate.id: predicate.label for predicate in corpus.predicates}
        self._labels = {entity.id: entity.label for entity in corpus.entities}
        self.told = told
        self._marks: dict[str, Mark] = {}

    def entity(self, name: str) -> str:
        """Return an entity's label."""
        return self._labels.get(name, name)

    def entities(self, names: tuple[str, ...]) -> str:
        """Return the labels of entities as a list in words."""
        labels = [self.entity(name) for name in names]
        return " and ".join(filter(None, [", ".join(labels[:-1]), *labels[-1:]]))

    def whose(self, claim: Claim) -> str:
        """Say whose claim it is, and through whom: who is responsible comes first, never who relays."""
        answering = responsible(claim)
        through = tuple(name for name in claim.claimant if name not in answering)
        said = self.entities(answering) or "Nobody named"
        if through:
            return f"{said}, {'as relayed by' if self._relays(claim, through) else 'through'} {self.entities(through)}"
        return f"{said}, in its own voice" if answering and self._relays(claim, answering) else said

    def _relays(self, claim: Claim, names: tuple[str, ...]) -> bool:
        """Tell whether these publish or write a document that the claim appears in."""
        found = (self.documents.get(one.document) for one in claim.appearance)
        outlets = {name for each in found if each for name in (each.publisher, *each.author)}
        return set(names) <= outlets

    def claim(self, claim: Claim) -> Reference:
        """Refer to a claim."""
        return Reference(claim.label, self.anchor(claim) if claim.id in self.told else "")

    def anchor(self, claim: Claim) -> str:
        """Name the place where a claim is told."""
        return f"claim-{claim_key(claim)}"

    def mark(self, document: str) -> Mark | str:
        """Return the mark of a document's footnote, the same each time; its name where the ledger has no more of it."""
        if document not in self.documents:
            return f" [{document}]"
        return self._marks.setdefault(document, Mark(len(self._marks) + 1))

    def relayed(self, appearance: Appearance) -> str | None:
        """Return the document (id) of the appearance that another relays, None where it relays none."""
        claim = self.claims.get((appearance.via or "").partition("@")[0])
        places = claim.appearance if claim else ()
        return next((one.document for one in places if claim and appearance_key(claim.id, one) == appearance.via), None)

    def marks(self, documents: Iterable[str]) -> Line:
        """Return the marks of several documents."""
        found: list[Mark | str] = []
        for document in documents:
            found += [*([", "] if found else []), self.mark(document)]
        return tuple(found)

    def asserting(self, name: str) -> Line:
        """Say who asserts something: a document, by its footnote, or an entity."""
        document = name.removeprefix("document:")
        if document != name:
            return (self.mark(document),)
        return (f", as {self.entity(name)} has it",) if name else ()

    def said_on(self, claim: Claim) -> tuple[dt.date | None, bool]:
        """Return the day on which a claim was made, and whether it was that day or by then at the latest.

        Other than :meth:`kg.history.Days.made`, not the day on which the ledger had it, which says nothing to a reader.
        """
        event = self.events.get(claim.made_at or "")
        if day := claim.claimed_on or (event.date if event else None):
            return day, True
        found = (self.documents.get(one.document) for one in claim.appearance)
        return min((each.published for each in found if each and each.published), default=None), False

    @property
    def notes(self) -> tuple[Line, ...]:
        """The footnotes of the documents that were marked, in the order of their numbers."""
        return tuple(self._note(self.documents[name]) for name in self._marks)

    def _note(self, document: Document) -> Line:
        by = [self.entity(document.publisher)] if document.publisher else []
        by += [name for each in document.author if (name := self.entity(each)) not in by]
        about = ", ".join([*by, date(document.published) if document.published else "no day is recorded"])
        address = document.url or ""
        where: Line = (" ", Link(address, address)) if link(address) else (f" {address}",) if address else ()
        return (
            f"{document.title}. {about[:1].upper()}{about[1:]}.",
            *where,
            *([f". {document.comment}"] if document.comment else []),
        )
