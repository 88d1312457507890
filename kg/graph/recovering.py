"""From RDF back to values."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from rdflib import Dataset, Namespace
from rdflib.namespace import DefinedNamespace

from kg import terms
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
from kg.graph.names import DOCUMENT, EXPECTS, QUDT_SYMBOL, QUDT_UNIT, homeless, ledger_base
from kg.graph.statements import Statement, Words, statements

__all__ = ["recover"]

Described = Mapping[str, list[str]]
T = TypeVar("T")
Vocabulary = TypeVar("Vocabulary", bound=StrEnum)


class _Texts:
    """A namespace's terms as plain strings, each made once: dictionaries find those faster than rdflib's."""

    def __init__(self, namespace: type[DefinedNamespace] | Namespace) -> None:
        self._namespace = namespace

    def __getattr__(self, name: str) -> str:
        text = str(getattr(self._namespace, name))
        setattr(self, name, text)
        return text


AC, DCTERMS, OA, PROV = _Texts(terms.AC), _Texts(terms.DCTERMS), _Texts(terms.OA), _Texts(terms.PROV)
RDF, RDFS, SCHEMA = _Texts(terms.RDF), _Texts(terms.RDFS), _Texts(terms.SCHEMA)
SKOS, VOID = _Texts(terms.SKOS), _Texts(terms.VOID)
_SCHEMA: Final = str(terms.SCHEMA)
_UNIT: Final = str(terms.UNIT)
_QUDT_UNIT, _QUDT_SYMBOL = str(QUDT_UNIT), str(QUDT_SYMBOL)

_BOOLEAN: Final = {"true": True, "1": True, "false": False, "0": False}
"""The lexical space of ``xsd:boolean`` (https://www.w3.org/TR/xmlschema11-2/#boolean)."""


@paused()
def recover(source: Dataset | Iterable[Statement], base: str | None = None) -> Corpus:
    """Read a ledger back from RDF: the inverse of :func:`build`.

    Takes a dataset's default graph and ``graph:ledger``, or the statements of these, with the ``base`` of the
    instances; everything else, and what is not in our vocabulary, is left aside. Raises GraphError where nothing
    describes the ledger, or naming the node and property where a value cannot be read (a claim without subject, an
    unknown kind, a date that is none, a number that is not finite, a truth value that ``xsd:boolean`` does not have).
    """
    if isinstance(source, Dataset):
        base = base or ledger_base(source)
        source = statements(source, base)
    described: dict[str, dict[str, list[str]]] = {}
    by_type: dict[str, list[str]] = defaultdict(list)
    a_kind = RDF.type
    for subject, predicate, item in source:
        if subject[:2] == "_:":
            continue
        said = described.get(subject)
        if said is None:
            said = described[subject] = {}
        if predicate in said:
            said[predicate].append(item)
        else:
            said[predicate] = [item]
        if predicate == a_kind:
            by_type[item].append(subject)
    return _Reader(base or "", described, by_type).corpus()


def _is_iri(value: str) -> bool:
    return not isinstance(value, Words) and value[:2] != "_:"


def _finite(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError
    return number


class _Reader:
    """One pass over described nodes; holds them and the maps from claim and appearance IRIs to ids."""

    def __init__(self, base: str, described: Mapping[str, Described], by_type: Mapping[str, list[str]]) -> None:
        self.base = base
        self.described = described
        self.by_type = by_type
        self.claims = {node: self._identifier(node) for node in by_type.get(AC.Claim, ())}
        self.by_claim: dict[str, list[str]] = defaultdict(list)
        for node in by_type.get(AC.Appearance, ()):
            for body in described[node].get(OA.hasBody, ()):
                self.by_claim[body].append(node)
        of = {node: self.claims[body] for body, nodes in self.by_claim.items() if body in self.claims for node in nodes}
        self.plain = {node: self._appearance(node) for node in of}
        """Appearances, before it is said what they relay."""
        self.appearances = {node: appearance_key(of[node], plain) for node, plain in self.plain.items()}

    def corpus(self) -> Corpus:
        """Read everything."""
        each = self.by_type.get
        return Corpus(
            ledger=self._ledger(),
            entities=tuple(self._entity(node) for node in each(AC.Entity, ())),
            predicates=tuple(self._predicate(node) for node in each(RDF.Property, ())),
            topics=tuple(self._topic(node) for node in each(SKOS.Concept, ())),
            units=tuple(self._unit(node) for node in each(_QUDT_UNIT, ())),
            events=tuple(self._event(node) for node in each(AC.SpeechEvent, ())),
            documents=tuple(self._document(node) for node in each(AC.Document, ())),
            claims=tuple(self._claim(node) for node in each(AC.Claim, ())),
            links=tuple(self._link(node) for node in each(AC.ClaimLink, ())),
            resolutions=tuple(self._resolution(node) for node in each(AC.Resolution, ())),
        )

    # values of one property

    def _broken(self, node: str, what: str, instead: str) -> GraphError:
        return GraphError.at(None, what, instead, f"<{node}>")

    def _one(self, node: str, predicate: str) -> str | None:
        found = self.described.get(node, {}).get(predicate, [])
        if len(found) > 1 and len(set(found)) > 1:
            raise self._broken(node, f"has {len(found)} values of <{predicate}>", "it may have one")
        return found[0] if found else None

    def _needed(self, node: str, predicate: str) -> str:
        value = self._one(node, predicate)
        if value is None:
            raise self._broken(node, f"has no <{predicate}>", "it needs one")
        return value

    def _words(self, node: str, predicate: str) -> str:
        return str(self._one(node, predicate) or "")

    def _parsed(self, node: str, predicate: str, parse: Callable[[str], T], right: str) -> T | None:
        """Read the value of a property, which should be what ``right`` says; None where there is none."""
        value = self._one(node, predicate)
        if value is None:
            return None
        try:
            return parse(str(value))
        except (ValueError, ArithmeticError, KeyError):
            raise self._broken(node, f'<{predicate}> is "{value}"', f"it should be {right}") from None

    def _day(self, node: str, predicate: str) -> date | None:
        return self._parsed(node, predicate, date.fromisoformat, "a day, such as 2025-04-05")

    def _number(self, node: str, predicate: str) -> Decimal | None:
        return self._parsed(node, predicate, _finite, "a finite number, such as 39.1")

    def _boolean(self, node: str, predicate: str) -> bool | None:
        return self._parsed(node, predicate, _BOOLEAN.__getitem__, "true or false (or 1 or 0)")

    def _offset(self, node: str, predicate: str) -> int | None:
        return self._parsed(node, predicate, int, "a whole number, such as 120")

    def _tail(self, value: str, part: str = "") -> str:
        start = self.base + part
        if isinstance(value, Words) or not value.startswith(start):
            raise self._broken(value, "is not an identifier of this ledger", f"it should begin with {start}")
        return value.removeprefix(start)

    def _id(self, node: str, predicate: str, part: str = "") -> str | None:
        value = self._one(node, predicate)
        return None if value is None else self._tail(value, part)

    def _ids(self, node: str, predicate: str, part: str = "") -> tuple[str, ...]:
        return tuple(sorted(self._tail(value, part) for value in self.described[node].get(predicate, ())))

    def _strings(self, node: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(str(value) for value in self.described[node].get(predicate, ())))

    def _concept(self, node: str, predicate: str, vocabulary: type[Vocabulary]) -> Vocabulary | None:
        value = self._one(node, predicate)
        if value is None:
            return None
        name = value.removeprefix(terms.PREFIXES["ac"])
        try:
            return vocabulary(name)
        except ValueError:
            known = ", ".join(vocabulary)
            raise self._broken(node, f'<{predicate}> is "{value}"', f"use one of {known}") from None

    def _concept_needed(self, node: str, predicate: str, vocabulary: type[Vocabulary]) -> Vocabulary:
        self._needed(node, predicate)
        found = self._concept(node, predicate, vocabulary)
        assert found is not None  # noqa: S101  (_needed has just seen it)
        return found

    def _second_type(self, node: str, otherwise: str) -> str:
        types = [kind for kind in self.described[node][RDF.type] if kind.startswith(_SCHEMA)]
        return min(types).removeprefix(_SCHEMA) if types else otherwise

    def _identifier(self, node: str) -> str:
        return self._words(node, DCTERMS.identifier) or self._tail(node, "claim/")

    # records

    def _ledger(self) -> Ledger:
        node = next(iter(self.by_type.get(VOID.Dataset, ())), None)
        if node is None:
            raise homeless()
        return Ledger(
            title=self._words(node, DCTERMS.title),
            base=self.base,
            description=self._words(node, DCTERMS.description),
            licence=self._words(node, DCTERMS.license),
        )

    def _entity(self, node: str) -> Entity:
        return Entity(
            id=self._tail(node),
            label=self._words(node, RDFS.label),
            type=self._second_type(node, "Thing"),
            definition=self._words(node, SKOS.definition),
            alias=self._strings(node, SKOS.altLabel),
            exact_match=self._strings(node, SKOS.exactMatch),
        )

    def _predicate(self, node: str) -> Predicate:
        expected = self._one(node, SCHEMA.rangeIncludes)
        expects = next((name for name, term in EXPECTS.items() if str(term) == expected), "any")
        return Predicate(
            id=self._tail(node, "predicate/"),
            label=self._words(node, RDFS.label),
            definition=self._words(node, SKOS.definition),
            expects=expects,
            functional=self._one(node, DCTERMS.type) == f"{self.base}predicate/functional",
        )

    def _topic(self, node: str) -> Topic:
        definition = self._words(node, SKOS.definition)
        return Topic(id=self._tail(node, "topic/"), label=self._words(node, SKOS.prefLabel), definition=definition)

    def _unit(self, node: str) -> Unit:
        symbols = self._strings(node, _QUDT_SYMBOL)
        return Unit(id=node.removeprefix(_UNIT), label=self._words(node, RDFS.label), symbol=symbols)

    def _event(self, node: str) -> Event:
        return Event(
            id=self._tail(node, "event/"),
            label=self._words(node, RDFS.label),
            date=self._day(node, SCHEMA.startDate),
            organizer=self._id(node, SCHEMA.organizer),
            url=self._words(node, SCHEMA.url) or None,
        )

    def _document(self, node: str) -> Document:
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

    def _measure(self, node: str, predicate: str) -> Measure | None:
        part = self._one(node, predicate)
        if part is None or not _is_iri(part):
            return None
        return Measure(
            unit=self._needed(part, AC.unit).removeprefix(_UNIT),
            as_written=self._words(part, AC.asWritten),
            value=self._number(part, AC.value),
            low=self._number(part, AC.low),
            high=self._number(part, AC.high),
            rounding=self._number(part, AC.rounding),
            change_rate=self._number(part, AC.changeRate),
            change_basis=self._concept(part, AC.changeBasis, ChangeBasis),
            approximation=self._concept(part, AC.approximation, Approximation) or Approximation.EXACT,
        )

    def _period(self, node: str) -> Period | None:
        part = self._one(node, AC.period)
        if part is None or not _is_iri(part):
            return None
        return Period(
            as_written=self._words(part, AC.asWritten),
            edtf=self._words(part, AC.edtf) or None,
            earliest=self._day(part, AC.earliest),
            latest=self._day(part, AC.latest),
            inferred=self._boolean(part, AC.inferred) or False,
        )

    def _selector(self, target: str, kind: str) -> str:
        """Return the selector of one type; a node without statements where there is none."""
        for selector in self.described.get(target, {}).get(OA.hasSelector, []):
            if kind in self.described.get(selector, {}).get(RDF.type, []):
                return selector
        return f"{target}.none"

    def _relaying(self, node: str) -> Appearance:
        plain, relayed = self.plain[node], self._one(node, AC.via)
        if relayed is None:
            return plain
        if relayed not in self.appearances:
            raise self._broken(node, f"ac:via names <{relayed}>", "it should be an appearance of this ledger")
        return replace(plain, via=self.appearances[relayed])

    def _appearance(self, node: str) -> Appearance:
        target = self._needed(node, OA.hasTarget)
        quote = self._selector(target, OA.TextQuoteSelector)
        position = self._selector(target, OA.TextPositionSelector)
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
            confidence=self._number(node, AC.confidence),
        )

    def _claim(self, node: str) -> Claim:
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
            appearance=tuple(map(self._relaying, self.by_claim.get(node, ()))),
        )

    def _object(self, item: str) -> str | Text:
        return Text(str(item)) if isinstance(item, Words) else self._tail(item)

    def _claim_id(self, node: str, predicate: str) -> str:
        return self._named(node, self._needed(node, predicate), predicate)

    def _named(self, node: str, claim: str, predicate: str = PROV.wasDerivedFrom) -> str:
        if claim not in self.claims:
            raise self._broken(node, f"<{predicate}> names <{claim}>", "it should be a claim of this ledger")
        return self.claims[claim]

    def _link(self, node: str) -> Link:
        by = self._tail(self._needed(node, AC.assertedBy))
        return Link(
            subject=self._claim_id(node, RDF.subject),
            predicate=self._concept_needed(node, RDF.predicate, LinkType),
            object=self._claim_id(node, RDF.object),
            asserted_by=f"{DOCUMENT}{by.removeprefix('document/')}" if by.startswith("document/") else by,
            comment=self._words(node, RDFS.comment),
        )

    def _resolution(self, node: str) -> Resolution:
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
