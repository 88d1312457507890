"""From RDF back to values."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from rdflib import Dataset, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from kg.claims import (
    Appearance,
    Approximation,
    ChangeBasis,
    Claim,
    Commitment,
    Corpus,
    Document,
    Entity,
    Event,
    Kind,
    Ledger,
    Link,
    LinkType,
    Measure,
    Mode,
    Outcome,
    Period,
    Predicate,
    Resolution,
    Text,
    Topic,
    Unit,
    Zone,
    appearance_key,
)
from kg.collector import paused
from kg.errors import GraphError
from kg.graph.names import DOCUMENT, EXPECTS, QUDT_SYMBOL, QUDT_UNIT, ledger_base, ledger_graph
from kg.terms import AC, DCTERMS, OA, PREFIXES, PROV, RDF, RDFS, SCHEMA, SKOS, UNIT, VOID

__all__ = ["recover"]

Described = Mapping[URIRef, list[Node]]
T = TypeVar("T")
Vocabulary = TypeVar("Vocabulary", bound=StrEnum)

_BOOLEAN: Final = {"true": True, "1": True, "false": False, "0": False}
"""The lexical space of ``xsd:boolean`` (https://www.w3.org/TR/xmlschema11-2/#boolean)."""


@paused()
def recover(dataset: Dataset) -> Corpus:
    """Read a ledger back from RDF: the inverse of :func:`build`.

    Takes the dataset's default graph and ``graph:ledger``; everything else, and what is not in our
    vocabulary, is left aside. Raises GraphError naming the node and property where a value cannot be
    read (a claim without subject, an unknown kind, a date that is none, a number that is not finite, a truth
    value that ``xsd:boolean`` does not have).
    """
    base = ledger_base(dataset)
    described: dict[URIRef, dict[URIRef, list[Node]]] = defaultdict(lambda: defaultdict(list))
    by_type: dict[Node, list[URIRef]] = defaultdict(list)
    for name in (ledger_graph(base), DATASET_DEFAULT_GRAPH_ID):
        for subject, predicate, item in dataset.graph(name).triples((None, None, None)):
            if isinstance(subject, URIRef) and isinstance(predicate, URIRef):
                described[subject][predicate].append(item)
                if predicate == RDF.type:
                    by_type[item].append(subject)
    return _Reader(base, described, by_type).corpus()


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError
    return number


class _Reader:
    """One pass over described nodes; holds them and the maps from claim and appearance IRIs to ids."""

    def __init__(self, base: str, described: Mapping[URIRef, Described], by_type: Mapping[Node, list[URIRef]]) -> None:
        self.base = base
        self.described = described
        self.by_type = by_type
        self.claims = {node: self._identifier(node) for node in by_type.get(AC.Claim, ())}
        self.by_claim: dict[URIRef, list[URIRef]] = defaultdict(list)
        for node in by_type.get(AC.Appearance, ()):
            for body in described[node].get(OA.hasBody, ()):
                self.by_claim[URIRef(str(body))].append(node)
        self.appearances = {
            node: appearance_key(self.claims[body], self._appearance(node, via=False))
            for body, nodes in self.by_claim.items()
            if body in self.claims
            for node in nodes
        }

    def corpus(self) -> Corpus:
        """Read everything."""
        each = self.by_type.get
        return Corpus(
            ledger=self._ledger(),
            entities=tuple(self._entity(node) for node in each(AC.Entity, ())),
            predicates=tuple(self._predicate(node) for node in each(RDF.Property, ())),
            topics=tuple(self._topic(node) for node in each(SKOS.Concept, ())),
            units=tuple(self._unit(node) for node in each(QUDT_UNIT, ())),
            events=tuple(self._event(node) for node in each(AC.SpeechEvent, ())),
            documents=tuple(self._document(node) for node in each(AC.Document, ())),
            claims=tuple(self._claim(node) for node in each(AC.Claim, ())),
            links=tuple(self._link(node) for node in each(AC.ClaimLink, ())),
            resolutions=tuple(self._resolution(node) for node in each(AC.Resolution, ())),
        )

    # values of one property

    def _broken(self, node: Node, what: str, instead: str) -> GraphError:
        return GraphError.at(None, what, instead, f"<{node}>")

    def _one(self, node: URIRef, predicate: URIRef) -> Node | None:
        found = self.described.get(node, {}).get(predicate, [])
        if len(found) > 1 and len(set(found)) > 1:
            raise self._broken(node, f"has {len(found)} values of <{predicate}>", "it may have one")
        return found[0] if found else None

    def _needed(self, node: URIRef, predicate: URIRef) -> Node:
        value = self._one(node, predicate)
        if value is None:
            raise self._broken(node, f"has no <{predicate}>", "it needs one")
        return value

    def _words(self, node: URIRef, predicate: URIRef) -> str:
        return str(self._one(node, predicate) or "")

    def _parsed(self, node: URIRef, predicate: URIRef, parse: Callable[[str], T], right: str) -> T | None:
        """Read the value of a property, which should be what ``right`` says; None where there is none."""
        value = self._one(node, predicate)
        if value is None:
            return None
        try:
            return parse(str(value))
        except (ValueError, ArithmeticError, KeyError):
            raise self._broken(node, f'<{predicate}> is "{value}"', f"it should be {right}") from None

    def _day(self, node: URIRef, predicate: URIRef) -> date | None:
        return self._parsed(node, predicate, date.fromisoformat, "a day, such as 2025-04-05")

    def _number(self, node: URIRef, predicate: URIRef) -> Decimal | None:
        return self._parsed(node, predicate, _finite, "a finite number, such as 39.1")

    def _boolean(self, node: URIRef, predicate: URIRef) -> bool | None:
        return self._parsed(node, predicate, _BOOLEAN.__getitem__, "true or false (or 1 or 0)")

    def _offset(self, node: URIRef, predicate: URIRef) -> int | None:
        return self._parsed(node, predicate, int, "a whole number, such as 120")

    def _tail(self, value: Node, part: str = "") -> str:
        start = self.base + part
        if not isinstance(value, URIRef) or not value.startswith(start):
            raise self._broken(value, "is not an identifier of this ledger", f"it should begin with {start}")
        return value.removeprefix(start)

    def _id(self, node: URIRef, predicate: URIRef, part: str = "") -> str | None:
        value = self._one(node, predicate)
        return None if value is None else self._tail(value, part)

    def _ids(self, node: URIRef, predicate: URIRef, part: str = "") -> tuple[str, ...]:
        return tuple(sorted(self._tail(value, part) for value in self.described[node].get(predicate, ())))

    def _strings(self, node: URIRef, predicate: URIRef) -> tuple[str, ...]:
        return tuple(sorted(str(value) for value in self.described[node].get(predicate, ())))

    def _concept(self, node: URIRef, predicate: URIRef, vocabulary: type[Vocabulary]) -> Vocabulary | None:
        value = self._one(node, predicate)
        if value is None:
            return None
        name = str(value).removeprefix(PREFIXES["ac"])
        try:
            return vocabulary(name)
        except ValueError:
            known = ", ".join(vocabulary)
            raise self._broken(node, f'<{predicate}> is "{value}"', f"use one of {known}") from None

    def _concept_needed(self, node: URIRef, predicate: URIRef, vocabulary: type[Vocabulary]) -> Vocabulary:
        self._needed(node, predicate)
        found = self._concept(node, predicate, vocabulary)
        assert found is not None  # noqa: S101  (_needed has just seen it)
        return found

    def _second_type(self, node: URIRef, otherwise: str) -> str:
        types = [str(kind) for kind in self.described[node][RDF.type] if str(kind).startswith(str(SCHEMA))]
        return min(types).removeprefix(str(SCHEMA)) if types else otherwise

    def _identifier(self, node: URIRef) -> str:
        return self._words(node, DCTERMS.identifier) or self._tail(node, "claim/")

    # records

    def _ledger(self) -> Ledger:
        node = next(node for node in self.by_type.get(VOID.Dataset, ()))
        return Ledger(
            title=self._words(node, DCTERMS.title),
            base=self.base,
            description=self._words(node, DCTERMS.description),
            licence=self._words(node, DCTERMS.license),
        )

    def _entity(self, node: URIRef) -> Entity:
        return Entity(
            id=self._tail(node),
            label=self._words(node, RDFS.label),
            type=self._second_type(node, "Thing"),
            definition=self._words(node, SKOS.definition),
            alias=self._strings(node, SKOS.altLabel),
            exact_match=self._strings(node, SKOS.exactMatch),
        )

    def _predicate(self, node: URIRef) -> Predicate:
        expected = self._one(node, SCHEMA.rangeIncludes)
        expects = next((name for name, term in EXPECTS.items() if term == expected), "any")
        return Predicate(
            id=self._tail(node, "predicate/"),
            label=self._words(node, RDFS.label),
            definition=self._words(node, SKOS.definition),
            expects=expects,
            functional=self._one(node, DCTERMS.type) == URIRef(f"{self.base}predicate/functional"),
        )

    def _topic(self, node: URIRef) -> Topic:
        definition = self._words(node, SKOS.definition)
        return Topic(id=self._tail(node, "topic/"), label=self._words(node, SKOS.prefLabel), definition=definition)

    def _unit(self, node: URIRef) -> Unit:
        symbols = self._strings(node, QUDT_SYMBOL)
        return Unit(id=node.removeprefix(str(UNIT)), label=self._words(node, RDFS.label), symbol=symbols)

    def _event(self, node: URIRef) -> Event:
        return Event(
            id=self._tail(node, "event/"),
            label=self._words(node, RDFS.label),
            date=self._day(node, SCHEMA.startDate),
            organizer=self._id(node, SCHEMA.organizer),
            url=self._words(node, SCHEMA.url) or None,
        )

    def _document(self, node: URIRef) -> Document:
        return Document(
            id=self._tail(node, "document/"),
            title=self._words(node, DCTERMS.title),
            type=self._second_type(node, "CreativeWork"),
            publisher=self._id(node, DCTERMS.publisher),
            author=self._ids(node, SCHEMA.author),
            url=self._words(node, SCHEMA.url) or None,
            published=self._day(node, SCHEMA.datePublished),
            language=self._words(node, DCTERMS.language) or None,
            text_digest=self._words(node, AC.textDigest) or None,
            comment=self._words(node, RDFS.comment),
            recorded_on=self._day(node, SCHEMA.sdDatePublished),
        )

    def _measure(self, node: URIRef, predicate: URIRef) -> Measure | None:
        part = self._one(node, predicate)
        if not isinstance(part, URIRef):
            return None
        return Measure(
            unit=str(self._needed(part, AC.unit)).removeprefix(str(UNIT)),
            as_written=self._words(part, AC.asWritten),
            value=self._number(part, AC.value),
            low=self._number(part, AC.low),
            high=self._number(part, AC.high),
            rounding=self._number(part, AC.rounding),
            change_rate=self._number(part, AC.changeRate),
            change_basis=self._concept(part, AC.changeBasis, ChangeBasis),
            approximation=self._concept(part, AC.approximation, Approximation) or Approximation.EXACT,
        )

    def _period(self, node: URIRef) -> Period | None:
        part = self._one(node, AC.period)
        if not isinstance(part, URIRef):
            return None
        return Period(
            as_written=self._words(part, AC.asWritten),
            edtf=self._words(part, AC.edtf) or None,
            earliest=self._day(part, AC.earliest),
            latest=self._day(part, AC.latest),
            inferred=self._boolean(part, AC.inferred) or False,
        )

    def _selector(self, target: URIRef, kind: URIRef) -> URIRef:
        """Return the selector of one type; a node without statements where there is none."""
        for selector in self.described.get(target, {}).get(OA.hasSelector, []):
            if isinstance(selector, URIRef) and kind in self.described.get(selector, {}).get(RDF.type, []):
                return selector
        return URIRef(f"{target}.none")

    def _appearance(self, node: URIRef, *, via: bool = True) -> Appearance:
        target = URIRef(str(self._needed(node, OA.hasTarget)))
        quote = self._selector(target, OA.TextQuoteSelector)
        position = self._selector(target, OA.TextPositionSelector)
        relayed = self._one(node, AC.via) if via else None
        if relayed is not None and relayed not in self.appearances:
            raise self._broken(node, f"ac:via names <{relayed}>", "it should be an appearance of this ledger")
        return Appearance(
            document=self._tail(self._needed(target, OA.hasSource), "document/"),
            exact=self._words(quote, OA.exact),
            mode=self._concept_needed(node, AC.mode, Mode),
            zone=self._concept_needed(node, AC.zone, Zone),
            start=self._offset(position, OA.start),
            end=self._offset(position, OA.end),
            prefix=self._words(quote, OA.prefix),
            suffix=self._words(quote, OA.suffix),
            cue=self._words(node, AC.cue),
            via=None if relayed is None else self.appearances[URIRef(str(relayed))],
            confidence=self._number(node, AC.confidence),
        )

    def _claim(self, node: URIRef) -> Claim:
        self._needed(node, AC.polarity)
        measure = self._one(node, AC.measure)
        item = self._one(node, RDF.object)
        return Claim(
            id=self.claims[node],
            subject=self._tail(self._needed(node, RDF.subject)),
            predicate=self._tail(self._needed(node, RDF.predicate), "predicate/"),
            label=self._words(node, RDFS.label),
            text=self._words(node, SCHEMA.text),
            kind=self._concept_needed(node, AC.kind, Kind),
            commitment=self._concept_needed(node, AC.commitment, Commitment),
            claimant=self._ids(node, AC.claimant),
            object=None if item is None or item == measure else self._object(item),
            polarity=self._boolean(node, AC.polarity) or False,
            holder=self._id(node, AC.holder),
            made_at=self._id(node, AC.madeAt, "event/"),
            claimed_on=self._day(node, AC.claimedOn),
            measure=self._measure(node, AC.measure),
            period=self._period(node),
            condition=self._words(node, AC.condition),
            topic=self._ids(node, AC.topic, "topic/"),
            about=self._ids(node, AC.about),
            recorded_on=self._day(node, SCHEMA.sdDatePublished),
            appearance=tuple(self._appearance(appearance) for appearance in self.by_claim.get(node, ())),
        )

    def _object(self, item: Node) -> str | Text:
        return Text(str(item)) if isinstance(item, Literal) else self._tail(item)

    def _claim_id(self, node: URIRef, predicate: URIRef) -> str:
        return self._named(node, self._needed(node, predicate), predicate)

    def _named(self, node: URIRef, claim: Node, predicate: URIRef = PROV.wasDerivedFrom) -> str:
        if claim not in self.claims:
            raise self._broken(node, f"<{predicate}> names <{claim}>", "it should be a claim of this ledger")
        return self.claims[URIRef(str(claim))]

    def _link(self, node: URIRef) -> Link:
        by = self._tail(self._needed(node, AC.assertedBy))
        return Link(
            subject=self._claim_id(node, RDF.subject),
            predicate=self._concept_needed(node, RDF.predicate, LinkType),
            object=self._claim_id(node, RDF.object),
            asserted_by=f"{DOCUMENT}{by.removeprefix('document/')}" if by.startswith("document/") else by,
            comment=self._words(node, RDFS.comment),
        )

    def _resolution(self, node: URIRef) -> Resolution:
        return Resolution(
            resolves=self._claim_id(node, AC.resolves),
            outcome=self._concept_needed(node, AC.outcome, Outcome),
            criterion=self._words(node, AC.criterion),
            evidence=self._ids(node, AC.evidence, "document/"),
            known_on=self._day(node, AC.knownOn),
            recorded_on=self._day(node, AC.recordedOn),
            actual=self._measure(node, AC.actual),
            comment=self._words(node, RDFS.comment),
            confidence=self._number(node, AC.confidence),
            derived_from=tuple(self._named(node, item) for item in self.described[node].get(PROV.wasDerivedFrom, ())),
        )
