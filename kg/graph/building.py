"""From values to RDF."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain

from rdflib import Dataset, Literal, URIRef

from kg.claims import (
    Appearance,
    Claim,
    Corpus,
    Document,
    Entity,
    Event,
    Ledger,
    Link,
    Measure,
    Period,
    Predicate,
    Resolution,
    Text,
    Topic,
    Unit,
    appearance_key,
    appearance_path,
    claim_key,
    link_path,
    plain_decimal,
    resolution_path,
)
from kg.errors import GraphError
from kg.graph.names import DOCUMENT, EXPECTS, QUDT_SYMBOL, QUDT_UNIT, ledger_graph
from kg.terms import AC, DCTERMS, OA, PROV, RDF, RDFS, SCHEMA, SKOS, UNIT, VOID, XSD, prefixes

__all__ = ["build", "triples"]

Triple = tuple[URIRef, URIRef, URIRef | Literal]
Maybe = tuple[URIRef, URIRef, URIRef | Literal | None]


def build(corpus: Corpus) -> Dataset:
    """Describe a ledger in RDF: one dataset whose graph ``graph:ledger`` holds all of it.

    Raises GraphError where a link, resolution or ``via`` names something the corpus lacks, and where two claims
    are the same by :func:`kg.claims.recipe`.
    """
    dataset = Dataset()
    graph = dataset.graph(ledger_graph(corpus.ledger.base))
    for prefix, iri in prefixes(corpus.ledger.base).items():
        dataset.bind(prefix, iri, replace=True)
    for triple in triples(corpus):
        graph.add(triple)
    return dataset


def triples(corpus: Corpus) -> Iterator[Triple]:
    """Yield every triple of a ledger, records in the corpus's order; raises as :func:`build` does."""
    base = corpus.ledger.base
    yield from _present(_ledger(corpus.ledger))
    yield from _present(_declarations(corpus))
    keys = {claim.id: claim_key(claim) for claim in corpus.claims}
    _refuse_doubles(keys)
    appearances = {
        appearance_key(claim.id, appearance): URIRef(base + appearance_path(keys[claim.id], appearance))
        for claim in corpus.claims
        for appearance in claim.appearance
    }
    for claim in corpus.claims:
        yield from _present(_claim(base, claim, keys[claim.id], appearances))
    for link in corpus.links:
        yield from _present(_link(base, link, keys))
    for resolution in corpus.resolutions:
        yield from _present(_resolution(base, resolution, keys))


def _refuse_doubles(keys: Mapping[str, str]) -> None:
    """Raise GraphError where two claims have one key: they would merge into one node without a word."""
    found: dict[str, str] = {}
    for claim, key in keys.items():
        other = found.setdefault(key, claim)
        if other != claim:
            what = f'this is the same claim as "{other}"'
            raise GraphError.at(None, what, "make it one claim with several appearances", f'claim "{claim}"')


def _declarations(corpus: Corpus) -> Iterator[Maybe]:
    base = corpus.ledger.base
    yield from chain.from_iterable(_entity(base, entity) for entity in corpus.entities)
    yield from chain.from_iterable(_predicate(base, predicate) for predicate in corpus.predicates)
    if corpus.topics:
        yield URIRef(f"{base}topics"), RDF.type, SKOS.ConceptScheme
        yield URIRef(f"{base}topics"), SKOS.prefLabel, Literal("Topics")
    yield from chain.from_iterable(_topic(base, topic) for topic in corpus.topics)
    yield from chain.from_iterable(_unit(unit) for unit in corpus.units)
    yield from chain.from_iterable(_event(base, event) for event in corpus.events)
    yield from chain.from_iterable(_document(base, document) for document in corpus.documents)


def _present(statements: Iterator[Maybe]) -> Iterator[Triple]:
    for subject, predicate, item in statements:
        if item is not None:
            yield subject, predicate, item


def _text(value: str | None) -> Literal | None:
    return Literal(value) if value else None


def _iri(value: str | None) -> URIRef | None:
    return URIRef(value) if value else None


def _day(value: date | None) -> Literal | None:
    return None if value is None else Literal(value.isoformat(), datatype=XSD.date)


def _number(value: Decimal | None) -> Literal | None:
    return None if value is None else Literal(plain_decimal(value), datatype=XSD.decimal, normalize=False)


def _offset(value: int | None) -> Literal | None:
    return None if value is None else Literal(str(value), datatype=XSD.nonNegativeInteger)


def _under(base: str, part: str, identifier: str | None) -> URIRef | None:
    return None if identifier is None else URIRef(f"{base}{part}{identifier}")


def _ledger(ledger: Ledger) -> Iterator[Maybe]:
    node = URIRef(f"{ledger.base}ledger")
    yield node, RDF.type, VOID.Dataset
    yield node, DCTERMS.title, Literal(ledger.title)
    yield node, DCTERMS.description, _text(ledger.description)
    yield node, DCTERMS.license, _iri(ledger.licence)
    yield node, VOID.uriSpace, Literal(ledger.base)


def _entity(base: str, entity: Entity) -> Iterator[Maybe]:
    node = URIRef(base + entity.id)
    yield node, RDF.type, AC.Entity
    yield node, RDF.type, SCHEMA[entity.type]
    yield node, RDFS.label, Literal(entity.label)
    yield node, SKOS.definition, _text(entity.definition)
    for alias in entity.alias:
        yield node, SKOS.altLabel, Literal(alias)
    for match in entity.exact_match:
        yield node, SKOS.exactMatch, URIRef(match)


def _predicate(base: str, predicate: Predicate) -> Iterator[Maybe]:
    node = URIRef(f"{base}predicate/{predicate.id}")
    yield node, RDF.type, RDF.Property
    yield node, RDFS.label, Literal(predicate.label)
    yield node, SKOS.definition, _text(predicate.definition)
    yield node, SCHEMA.rangeIncludes, EXPECTS.get(predicate.expects)
    if predicate.functional:
        yield node, DCTERMS.type, URIRef(f"{base}predicate/functional")


def _topic(base: str, topic: Topic) -> Iterator[Maybe]:
    node = URIRef(f"{base}topic/{topic.id}")
    yield node, RDF.type, SKOS.Concept
    yield node, SKOS.prefLabel, Literal(topic.label)
    yield node, SKOS.definition, _text(topic.definition)
    yield node, SKOS.inScheme, URIRef(f"{base}topics")


def _unit(unit: Unit) -> Iterator[Maybe]:
    node = UNIT[unit.id]
    yield node, RDF.type, QUDT_UNIT
    yield node, RDFS.label, Literal(unit.label)
    for symbol in unit.symbol:
        yield node, QUDT_SYMBOL, Literal(symbol)


def _event(base: str, event: Event) -> Iterator[Maybe]:
    node = URIRef(f"{base}event/{event.id}")
    yield node, RDF.type, AC.SpeechEvent
    yield node, RDFS.label, Literal(event.label)
    yield node, SCHEMA.startDate, _day(event.date)
    yield node, SCHEMA.organizer, _under(base, "", event.organizer)
    yield node, SCHEMA.url, _iri(event.url)


def _document(base: str, document: Document) -> Iterator[Maybe]:
    node = URIRef(f"{base}document/{document.id}")
    yield node, RDF.type, AC.Document
    yield node, RDF.type, SCHEMA[document.type]
    yield node, DCTERMS.title, Literal(document.title)
    yield node, DCTERMS.publisher, _under(base, "", document.publisher)
    for author in document.author:
        yield node, SCHEMA.author, URIRef(base + author)
    yield node, SCHEMA.url, _iri(document.url)
    yield node, SCHEMA.datePublished, _day(document.published)
    yield node, DCTERMS.language, _text(document.language)
    yield node, AC.textDigest, _text(document.text_digest)
    yield node, RDFS.comment, _text(document.comment)
    yield node, SCHEMA.sdDatePublished, _day(document.recorded_on)


def _claim(base: str, claim: Claim, key: str, appearances: Mapping[str, URIRef]) -> Iterator[Maybe]:
    node = URIRef(f"{base}claim/{key}")
    measure = URIRef(f"{node}.measure")
    period = URIRef(f"{node}.period")
    yield node, RDF.type, AC.Claim
    yield node, DCTERMS.identifier, Literal(claim.id)
    yield node, RDFS.label, Literal(claim.label)
    yield node, SCHEMA.text, Literal(claim.text)
    yield node, RDF.subject, URIRef(base + claim.subject)
    yield node, RDF.predicate, URIRef(f"{base}predicate/{claim.predicate}")
    yield node, RDF.object, _object(base, claim, measure)
    yield node, AC.kind, AC[claim.kind]
    yield node, AC.commitment, AC[claim.commitment]
    yield node, AC.polarity, Literal("true" if claim.polarity else "false", datatype=XSD.boolean)
    for claimant in claim.claimant:
        yield node, AC.claimant, URIRef(base + claimant)
    yield node, AC.holder, _under(base, "", claim.holder)
    yield node, AC.madeAt, _under(base, "event/", claim.made_at)
    yield node, AC.claimedOn, _day(claim.claimed_on)
    yield node, SCHEMA.sdDatePublished, _day(claim.recorded_on)
    yield node, AC.condition, _text(claim.condition)
    for topic in claim.topic:
        yield node, AC.topic, URIRef(f"{base}topic/{topic}")
    for about in claim.about:
        yield node, AC.about, URIRef(base + about)
    if claim.measure:
        yield node, AC.measure, measure
        yield from _measure(measure, claim.measure)
    if claim.period:
        yield node, AC.period, period
        yield from _period(period, claim.period)
    for appearance in claim.appearance:
        yield from _appearance(base, node, URIRef(base + appearance_path(key, appearance)), appearance, appearances)


def _object(base: str, claim: Claim, measure: URIRef) -> URIRef | Literal | None:
    match claim.object:
        case Text(value):
            return Literal(value)
        case str(entity):
            return URIRef(base + entity)
        case None:
            return measure if claim.measure else None


def _measure(node: URIRef, measure: Measure) -> Iterator[Maybe]:
    yield node, RDF.type, AC.Measure
    yield node, AC.value, _number(measure.value)
    yield node, AC.low, _number(measure.low)
    yield node, AC.high, _number(measure.high)
    yield node, AC.unit, UNIT[measure.unit]
    yield node, AC.rounding, _number(measure.rounding)
    yield node, AC.changeRate, _number(measure.change_rate)
    yield node, AC.changeBasis, AC[measure.change_basis] if measure.change_basis else None
    yield node, AC.approximation, AC[measure.approximation]
    yield node, AC.asWritten, _text(measure.as_written)


def _period(node: URIRef, period: Period) -> Iterator[Maybe]:
    yield node, RDF.type, AC.Period
    yield node, AC.edtf, _text(period.edtf)
    yield node, AC.earliest, _day(period.earliest)
    yield node, AC.latest, _day(period.latest)
    yield node, AC.inferred, Literal("true", datatype=XSD.boolean) if period.inferred else None
    yield node, AC.asWritten, _text(period.as_written)


def _appearance(
    base: str, claim: URIRef, node: URIRef, item: Appearance, known: Mapping[str, URIRef]
) -> Iterator[Maybe]:
    via = None if item.via is None else known.get(item.via)
    if item.via and via is None:
        what = f'via "{item.via}" is no appearance in this ledger'
        raise GraphError.at(None, what, "write it as claim@document:start-end", f"<{node}>")
    target, quote, position = (URIRef(f"{node}.{part}") for part in ("target", "quote", "position"))
    yield node, RDF.type, AC.Appearance
    yield node, OA.hasBody, claim
    yield node, OA.hasTarget, target
    yield node, AC.mode, AC[item.mode]
    yield node, AC.zone, Literal(str(item.zone))
    yield node, AC.cue, _text(item.cue)
    yield node, AC.via, via
    yield node, AC.confidence, _number(item.confidence)
    yield target, RDF.type, OA.SpecificResource
    yield target, OA.hasSource, URIRef(f"{base}document/{item.document}")
    yield target, OA.hasSelector, quote
    yield quote, RDF.type, OA.TextQuoteSelector
    yield quote, OA.exact, Literal(item.exact)
    yield quote, OA.prefix, _text(item.prefix)
    yield quote, OA.suffix, _text(item.suffix)
    if item.start is not None or item.end is not None:
        yield target, OA.hasSelector, position
        yield position, RDF.type, OA.TextPositionSelector
        yield position, OA.start, _offset(item.start)
        yield position, OA.end, _offset(item.end)


def _known(keys: Mapping[str, str], claim: str, record: str) -> str:
    if claim not in keys:
        raise GraphError.at(None, f'there is no claim "{claim}"', "name a claim of this ledger", record)
    return keys[claim]


def _link(base: str, link: Link, keys: Mapping[str, str]) -> Iterator[Maybe]:
    record = f"link {link.subject} {link.predicate} {link.object}"
    subject, item = (_known(keys, claim, record) for claim in (link.subject, link.object))
    node = URIRef(base + link_path(subject, link, item))
    yield URIRef(f"{base}claim/{subject}"), AC[link.predicate], URIRef(f"{base}claim/{item}")
    yield node, RDF.type, AC.ClaimLink
    yield node, RDF.subject, URIRef(f"{base}claim/{subject}")
    yield node, RDF.predicate, AC[link.predicate]
    yield node, RDF.object, URIRef(f"{base}claim/{item}")
    if link.asserted_by.startswith(DOCUMENT):
        yield node, AC.assertedBy, URIRef(f"{base}document/{link.asserted_by.removeprefix(DOCUMENT)}")
    else:
        yield node, AC.assertedBy, URIRef(base + link.asserted_by)
    yield node, RDFS.comment, _text(link.comment)


def _resolution(base: str, resolution: Resolution, keys: Mapping[str, str]) -> Iterator[Maybe]:
    claim = _known(keys, resolution.resolves, "resolution")
    node = URIRef(base + resolution_path(claim, resolution))
    yield node, RDF.type, AC.Resolution
    yield node, AC.resolves, URIRef(f"{base}claim/{claim}")
    yield node, AC.outcome, AC[resolution.outcome]
    yield node, AC.criterion, _text(resolution.criterion)
    for document in resolution.evidence:
        yield node, AC.evidence, URIRef(f"{base}document/{document}")
    yield node, AC.knownOn, _day(resolution.known_on)
    yield node, AC.recordedOn, _day(resolution.recorded_on)
    yield node, RDFS.comment, _text(resolution.comment)
    yield node, AC.confidence, _number(resolution.confidence)
    for other in resolution.derived_from:
        yield node, PROV.wasDerivedFrom, URIRef(f"{base}claim/{_known(keys, other, 'resolution')}")
    if resolution.actual:
        actual = URIRef(f"{node}.actual")
        yield node, AC.actual, actual
        yield from _measure(actual, resolution.actual)
