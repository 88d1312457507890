"""From values to RDF."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from types import SimpleNamespace
from typing import NamedTuple

from rdflib import Dataset, Literal, Namespace, URIRef

from kg import terms
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
    claim_path,
    link_path,
    plain_decimal,
    resolution_path,
)
from kg.errors import GraphError
from kg.graph.names import DOCUMENT, EXPECTS, QUDT_SYMBOL, QUDT_UNIT, ledger_graph
from kg.graph.ntriples import quoted, reference
from kg.terms import DCTERMS, PROV, SCHEMA, SKOS, UNIT, VOID, prefixes

__all__ = ["build", "lines", "triples"]

Triple = tuple[URIRef, URIRef, URIRef | Literal]


class _Value(NamedTuple):
    """A literal; without a datatype it is plain text."""

    text: str
    datatype: str = ""


Statement = tuple[str, str, str | _Value]
"""A triple before it is made of rdflib's terms or written: making those terms costs more than all the rest."""
Maybe = tuple[str, str, str | _Value | None]


class _Terms(SimpleNamespace):
    """Some terms of a namespace; an attribute of rdflib's own is worked out anew each time it is asked for."""

    def __init__(self, namespace: Namespace | type, names: Iterable[str]) -> None:
        super().__init__(**{name: str(namespace[name]) for name in names})  # type: ignore[index]

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))


AC = _Terms(terms.AC, terms.AC.__annotations__)
OA = _Terms(
    terms.OA,
    (
        *("SpecificResource", "TextPositionSelector", "TextQuoteSelector", "end", "exact", "hasBody", "hasSelector"),
        *("hasSource", "hasTarget", "prefix", "start", "suffix"),
    ),
)
RDF = _Terms(terms.RDF, ("Property", "object", "predicate", "subject", "type"))
RDFS = _Terms(terms.RDFS, ("comment", "label"))
XSD = _Terms(terms.XSD, ("boolean", "date", "decimal", "nonNegativeInteger"))
_IDENTIFIER, _TEXT = str(DCTERMS.identifier), str(SCHEMA.text)


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


def triples(corpus: Corpus, keys: Mapping[str, str] | None = None) -> Iterator[Triple]:
    """Yield every triple of a ledger, records in the corpus's order; raises as :func:`build` does.

    A part of a larger ledger comes with ``keys``, as for :func:`lines`.
    """
    for subject, predicate, item in _statements(corpus, keys):
        yield _node(subject), _node(predicate), _literal(item) if isinstance(item, _Value) else _node(item)


def lines(
    corpus: Corpus, keys: Mapping[str, str] | None = None, relayed: Iterable[tuple[str, Appearance]] = ()
) -> Iterator[str]:
    """Yield every triple of a ledger as a line of N-Quads in its graph, as :func:`triples` has them.

    A part of a larger ledger comes with the ``keys`` (:func:`kg.claims.claim_key`) of all claims that its links,
    resolutions and ``via`` name, and is taken to hold together; ``relayed`` are appearances of claims elsewhere,
    by the claims' ids.
    """
    graph = reference(ledger_graph(corpus.ledger.base))
    last, subject = "", ""
    for node, predicate, item in _statements(corpus, keys, relayed):
        if node is not last:  # a node's statements follow one another
            last, subject = node, reference(node)
        if isinstance(item, _Value):
            text = quoted(item.text)
            written = f"{text}^^<{item.datatype}>" if item.datatype else text
        else:
            written = _reference(item)
        yield f"{subject} <{predicate}> {written} {graph} .\n"


_node = lru_cache(maxsize=1 << 12)(URIRef)
_reference = lru_cache(maxsize=1 << 14)(reference)


def _literal(value: _Value) -> Literal:
    return Literal(value.text, datatype=URIRef(value.datatype) if value.datatype else None, normalize=False)


def _statements(
    corpus: Corpus, keys: Mapping[str, str] | None = None, relayed: Iterable[tuple[str, Appearance]] = ()
) -> Iterator[Statement]:
    base = corpus.ledger.base
    appearances = None
    if keys is None:
        keys = {claim.id: claim_key(claim) for claim in corpus.claims}
        _refuse_doubles(keys)
        appearances = {
            appearance_key(claim.id, appearance) for claim in corpus.claims for appearance in claim.appearance
        }
    maybe = chain(
        _ledger(corpus.ledger),
        _declarations(corpus),
        chain.from_iterable(_claim(base, claim, keys, appearances) for claim in corpus.claims),
        chain.from_iterable(_appearance(base, keys, claim, item, appearances) for claim, item in relayed),
        chain.from_iterable(_link(base, link, keys) for link in corpus.links),
        chain.from_iterable(_resolution(base, resolution, keys) for resolution in corpus.resolutions),
    )
    for subject, predicate, item in maybe:
        if item is not None:
            yield subject, predicate, item


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
        yield f"{base}topics", RDF.type, SKOS.ConceptScheme
        yield f"{base}topics", SKOS.prefLabel, _Value("Topics")
    yield from chain.from_iterable(_topic(base, topic) for topic in corpus.topics)
    yield from chain.from_iterable(_unit(unit) for unit in corpus.units)
    yield from chain.from_iterable(_event(base, event) for event in corpus.events)
    yield from chain.from_iterable(_document(base, document) for document in corpus.documents)


def _text(value: str | None) -> _Value | None:
    return _Value(value) if value else None


def _iri(value: str | None) -> str | None:
    return value or None


def _day(value: date | None) -> _Value | None:
    return None if value is None else _Value(value.isoformat(), XSD.date)


def _number(value: Decimal | None) -> _Value | None:
    return None if value is None else _Value(plain_decimal(value), XSD.decimal)


def _offset(value: int | None) -> _Value | None:
    return None if value is None else _Value(str(value), XSD.nonNegativeInteger)


def _under(base: str, part: str, identifier: str | None) -> str | None:
    return None if identifier is None else f"{base}{part}{identifier}"


def _ledger(ledger: Ledger) -> Iterator[Maybe]:
    node = f"{ledger.base}ledger"
    yield node, RDF.type, VOID.Dataset
    yield node, DCTERMS.title, _Value(ledger.title)
    yield node, DCTERMS.description, _text(ledger.description)
    yield node, DCTERMS.license, _iri(ledger.licence)
    yield node, VOID.uriSpace, _Value(ledger.base)


def _entity(base: str, entity: Entity) -> Iterator[Maybe]:
    node = base + entity.id
    yield node, RDF.type, AC.Entity
    yield node, RDF.type, SCHEMA[entity.type]
    yield node, RDFS.label, _Value(entity.label)
    yield node, SKOS.definition, _text(entity.definition)
    for alias in entity.alias:
        yield node, SKOS.altLabel, _Value(alias)
    for match in entity.exact_match:
        yield node, SKOS.exactMatch, match


def _predicate(base: str, predicate: Predicate) -> Iterator[Maybe]:
    node = f"{base}predicate/{predicate.id}"
    yield node, RDF.type, RDF.Property
    yield node, RDFS.label, _Value(predicate.label)
    yield node, SKOS.definition, _text(predicate.definition)
    yield node, SCHEMA.rangeIncludes, EXPECTS.get(predicate.expects)
    if predicate.functional:
        yield node, DCTERMS.type, f"{base}predicate/functional"


def _topic(base: str, topic: Topic) -> Iterator[Maybe]:
    node = f"{base}topic/{topic.id}"
    yield node, RDF.type, SKOS.Concept
    yield node, SKOS.prefLabel, _Value(topic.label)
    yield node, SKOS.definition, _text(topic.definition)
    yield node, SKOS.inScheme, f"{base}topics"


def _unit(unit: Unit) -> Iterator[Maybe]:
    node = UNIT[unit.id]
    yield node, RDF.type, QUDT_UNIT
    yield node, RDFS.label, _Value(unit.label)
    for symbol in unit.symbol:
        yield node, QUDT_SYMBOL, _Value(symbol)


def _event(base: str, event: Event) -> Iterator[Maybe]:
    node = f"{base}event/{event.id}"
    yield node, RDF.type, AC.SpeechEvent
    yield node, RDFS.label, _Value(event.label)
    yield node, SCHEMA.startDate, _day(event.date)
    yield node, SCHEMA.organizer, _under(base, "", event.organizer)
    yield node, SCHEMA.url, _iri(event.url)


def _document(base: str, document: Document) -> Iterator[Maybe]:
    node = f"{base}document/{document.id}"
    yield node, RDF.type, AC.Document
    yield node, RDF.type, SCHEMA[document.type]
    yield node, DCTERMS.title, _Value(document.title)
    yield node, DCTERMS.publisher, _under(base, "", document.publisher)
    for author in document.author:
        yield node, SCHEMA.author, base + author
    yield node, SCHEMA.url, _iri(document.url)
    yield node, SCHEMA.datePublished, _day(document.published)
    yield node, DCTERMS.language, _text(document.language)
    yield node, AC.textDigest, _text(document.text_digest)
    yield node, RDFS.comment, _text(document.comment)
    yield node, SCHEMA.sdDatePublished, _day(document.recorded_on)


def _claim(base: str, claim: Claim, keys: Mapping[str, str], appearances: Collection[str] | None) -> Iterator[Maybe]:
    node = base + claim_path(keys[claim.id])
    measure = f"{node}.measure"
    period = f"{node}.period"
    yield node, RDF.type, AC.Claim
    yield node, _IDENTIFIER, _Value(claim.id)
    yield node, RDFS.label, _Value(claim.label)
    yield node, _TEXT, _Value(claim.text)
    yield node, RDF.subject, base + claim.subject
    yield node, RDF.predicate, f"{base}predicate/{claim.predicate}"
    yield node, RDF.object, _object(base, claim, measure)
    yield node, AC.kind, AC[claim.kind]
    yield node, AC.commitment, AC[claim.commitment]
    yield node, AC.polarity, _Value("true" if claim.polarity else "false", XSD.boolean)
    for claimant in claim.claimant:
        yield node, AC.claimant, base + claimant
    yield node, AC.holder, _under(base, "", claim.holder)
    yield node, AC.madeAt, _under(base, "event/", claim.made_at)
    yield node, AC.claimedOn, _day(claim.claimed_on)
    yield node, SCHEMA.sdDatePublished, _day(claim.recorded_on)
    yield node, AC.condition, _text(claim.condition)
    for topic in claim.topic:
        yield node, AC.topic, f"{base}topic/{topic}"
    for about in claim.about:
        yield node, AC.about, base + about
    if claim.measure:
        yield node, AC.measure, measure
        yield from _measure(measure, claim.measure)
    if claim.period:
        yield node, AC.period, period
        yield from _period(period, claim.period)
    for appearance in claim.appearance:
        yield from _appearance(base, keys, claim.id, appearance, appearances)


def _object(base: str, claim: Claim, measure: str) -> str | _Value | None:
    match claim.object:
        case Text(value):
            return _Value(value)
        case str(entity):
            return base + entity
        case None:
            return measure if claim.measure else None


def _measure(node: str, measure: Measure) -> Iterator[Maybe]:
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


def _period(node: str, period: Period) -> Iterator[Maybe]:
    yield node, RDF.type, AC.Period
    yield node, AC.edtf, _text(period.edtf)
    yield node, AC.earliest, _day(period.earliest)
    yield node, AC.latest, _day(period.latest)
    yield node, AC.inferred, _Value("true", XSD.boolean) if period.inferred else None
    yield node, AC.asWritten, _text(period.as_written)


def _via(base: str, via: str, keys: Mapping[str, str]) -> str:
    """Name the node of an appearance, from its :func:`kg.claims.appearance_key`."""
    claim, _, place = via.partition("@")
    return f"{base}{claim_path(keys[claim])}.at.{place.replace(':', '.')}"


def _appearance(
    base: str, keys: Mapping[str, str], claim: str, item: Appearance, known: Collection[str] | None
) -> Iterator[Maybe]:
    node = base + appearance_path(keys[claim], item)
    if item.via and known is not None and item.via not in known:
        what = f'via "{item.via}" is no appearance in this ledger'
        raise GraphError.at(None, what, "write it as claim@document:start-end", f"<{node}>")
    target, quote, position = (f"{node}.{part}" for part in ("target", "quote", "position"))
    yield node, RDF.type, AC.Appearance
    yield node, OA.hasBody, base + claim_path(keys[claim])
    yield node, OA.hasTarget, target
    yield node, AC.mode, AC[item.mode]
    yield node, AC.zone, _Value(str(item.zone))
    yield node, AC.cue, _text(item.cue)
    yield node, AC.via, _via(base, item.via, keys) if item.via else None
    yield node, AC.confidence, _number(item.confidence)
    yield target, RDF.type, OA.SpecificResource
    yield target, OA.hasSource, f"{base}document/{item.document}"
    yield target, OA.hasSelector, quote
    yield quote, RDF.type, OA.TextQuoteSelector
    yield quote, OA.exact, _Value(item.exact)
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
    node = base + link_path(subject, link, item)
    yield f"{base}claim/{subject}", AC[link.predicate], f"{base}claim/{item}"
    yield node, RDF.type, AC.ClaimLink
    yield node, RDF.subject, f"{base}claim/{subject}"
    yield node, RDF.predicate, AC[link.predicate]
    yield node, RDF.object, f"{base}claim/{item}"
    if link.asserted_by.startswith(DOCUMENT):
        yield node, AC.assertedBy, f"{base}document/{link.asserted_by.removeprefix(DOCUMENT)}"
    else:
        yield node, AC.assertedBy, base + link.asserted_by
    yield node, RDFS.comment, _text(link.comment)


def _resolution(base: str, resolution: Resolution, keys: Mapping[str, str]) -> Iterator[Maybe]:
    claim = _known(keys, resolution.resolves, "resolution")
    node = base + resolution_path(claim, resolution)
    yield node, RDF.type, AC.Resolution
    yield node, AC.resolves, f"{base}claim/{claim}"
    yield node, AC.outcome, AC[resolution.outcome]
    yield node, AC.criterion, _text(resolution.criterion)
    for document in resolution.evidence:
        yield node, AC.evidence, f"{base}document/{document}"
    yield node, AC.knownOn, _day(resolution.known_on)
    yield node, AC.recordedOn, _day(resolution.recorded_on)
    yield node, RDFS.comment, _text(resolution.comment)
    yield node, AC.confidence, _number(resolution.confidence)
    for other in resolution.derived_from:
        yield node, str(PROV.wasDerivedFrom), f"{base}claim/{_known(keys, other, 'resolution')}"
    if resolution.actual:
        actual = f"{node}.actual"
        yield node, AC.actual, actual
        yield from _measure(actual, resolution.actual)
