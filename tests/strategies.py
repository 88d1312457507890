"""Hypothesis strategies for whole ledgers. Everything they make is made up.

Corpora are such as record files can hold: every field filled or left out, any Unicode that XML can carry,
references that resolve, no two claims with the same recipe. Values are canonical (repeated fields sorted),
so that what comes back from files or from RDF can be compared with ``==``.
"""

import dataclasses
import unicodedata
from datetime import date
from types import SimpleNamespace

from hypothesis import strategies as st

from kg.claims import (
    BASE,
    DOCUMENT_TYPES,
    ENTITY_TYPES,
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
    claim_key,
    resolution_key,
)
from kg.periods import period_of_edtf

_CARRIED = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff", include_characters="\t\n")
_IN_WORDS = st.characters(categories=("L", "M", "N", "P", "S"))

texts = st.text(_CARRIED, min_size=1, max_size=30).filter(str.strip)
slugs = st.lists(st.text("ab1", min_size=1, max_size=4), min_size=1, max_size=3).map("-".join)
addresses = st.text("aé0;,/", max_size=6).map("https://made.example/{}?q=%20#é".format)
entity_types = st.sampled_from(ENTITY_TYPES)
document_types = st.sampled_from(DOCUMENT_TYPES)
days = st.dates(min_value=date(1000, 1, 1))
certainties = st.decimals(min_value=0, max_value=1, places=3)
amounts = st.one_of(st.decimals(min_value=-(10**12), max_value=10**12, places=places) for places in (0, 1, 6))
units = st.lists(
    st.builds(
        Unit,
        id=st.sampled_from(["CCY_USD", "CCY_EUR", "PERCENT", "UNITLESS", "HR", "KiloW-HR"]),
        label=texts,
        symbol=st.lists(texts, max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda unit: unit.id,
)


def optional(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def some(strategy: st.SearchStrategy, most: int = 3, least: int = 0) -> st.SearchStrategy:
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


def declared(strategy: st.SearchStrategy, least: int = 0) -> st.SearchStrategy:
    return st.lists(strategy, min_size=least, max_size=4, unique_by=lambda record: record.id)


def fragments(most: int, least: int = 1) -> st.SearchStrategy:
    """Words as a document has them, in its normal form, with spaces or line breaks between them."""
    words = st.lists(st.text(_IN_WORDS, min_size=1, max_size=6), min_size=least, max_size=most)
    return st.tuples(words, st.sampled_from([" ", "\n"])).map(
        lambda drawn: unicodedata.normalize("NFC", drawn[1].join(drawn[0]))
    )


ledgers = st.builds(
    Ledger,
    title=texts,
    base=st.sampled_from([BASE, "https://ledger.example/id/", "https://ledger.example/id#"]),
    description=st.just("") | texts,
    licence=st.just("") | addresses,
)
entities = st.builds(
    Entity,
    id=slugs,
    label=texts,
    type=entity_types,
    definition=st.just("") | texts,
    alias=some(texts),
    exact_match=some(addresses | st.integers(1, 999).map("http://www.wikidata.org/entity/Q{}".format)),
)
predicates = st.builds(
    Predicate,
    id=slugs,
    label=texts,
    definition=texts,
    expects=st.sampled_from(["entity", "measure", "text", "any"]),
    functional=st.booleans(),
)
topics = st.builds(Topic, id=slugs, label=texts, definition=st.just("") | texts)


@st.composite
def measures(draw: st.DrawFn, unit: st.SearchStrategy) -> Measure:
    number = draw(st.sampled_from(["value", "range", "change", "none"]))
    low, high = sorted(draw(st.tuples(amounts, amounts)))
    return Measure(
        unit=draw(unit),
        as_written=draw(st.just("") | texts),
        value=low if number == "value" else None,
        low=low if number == "range" else None,
        high=high if number == "range" else None,
        rounding=draw(optional(amounts.map(abs))),
        change_rate=draw(amounts if number == "change" else optional(amounts)),
        change_basis=draw(optional(st.sampled_from(ChangeBasis))),
        approximation=draw(
            st.just(Approximation.VAGUE_MAGNITUDE) if number == "none" else st.sampled_from(Approximation)
        ),
    )


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """A period with a date or with words alone; its days follow from the date, or are given beside it."""
    as_written, inferred = draw(st.just("") | texts), draw(st.booleans())
    earliest, latest = sorted(draw(st.tuples(days, days)))
    edtf = draw(optional(st.sampled_from(["2024", "2024-34", "2024-07-31", "203X", "2025/..", "../2025", "2024~"])))
    if edtf is None:
        first, last = draw(st.sampled_from([(None, None), (earliest, None), (None, latest), (earliest, latest)]))
        return Period(as_written or draw(texts), None, first, last, inferred)
    period = period_of_edtf(edtf, as_written, inferred)
    return draw(st.sampled_from([period, dataclasses.replace(period, earliest=earliest, latest=latest)]))


@st.composite
def appearances(draw: st.DrawFn, document: st.SearchStrategy) -> Appearance:
    start = draw(optional(st.integers(0, 10**6)))
    return Appearance(
        document=draw(document),
        exact=draw(fragments(6)),
        mode=draw(st.sampled_from(Mode)),
        zone=draw(st.sampled_from(Zone)),
        start=start,
        end=None if start is None else start + draw(st.integers(1, 99)),
        prefix=draw(fragments(2, least=0)),
        suffix=draw(fragments(2, least=0)),
        cue=draw(st.just("") | texts),
        confidence=draw(optional(certainties)),
    )


@st.composite
def claims(draw: st.DrawFn, ids: SimpleNamespace, of: list[Predicate]) -> Claim:
    predicate = draw(st.sampled_from(of))
    kinds = {
        "entity": ids.entity,
        "text": st.builds(Text, texts),
        "measure": st.none(),
        "any": st.one_of(ids.entity, st.builds(Text, texts), st.none()),
    }
    item = draw(kinds[predicate.expects])
    amount = measures(ids.unit)
    spans = st.lists(appearances(ids.document), max_size=3, unique_by=lambda one: appearance_key("", one))
    return Claim(
        id=draw(slugs),
        subject=draw(ids.entity),
        predicate=predicate.id,
        label=draw(texts),
        text=draw(texts),
        kind=draw(st.sampled_from(Kind)),
        commitment=draw(st.sampled_from(Commitment)),
        claimant=draw(some(ids.entity, least=1)),
        object=item,
        polarity=draw(st.booleans()),
        holder=draw(optional(ids.entity)),
        made_at=draw(optional(ids.event) if ids.event is not None else st.none()),
        claimed_on=draw(optional(days)),
        measure=draw(amount if item is None else optional(amount)),
        period=draw(optional(periods())),
        condition=draw(st.just("") | texts),
        topic=draw(some(ids.topic)) if ids.topic is not None else (),
        about=draw(some(ids.entity)),
        recorded_on=draw(optional(days)),
        appearance=tuple(draw(spans)),
    )


def _chosen(records: list) -> st.SearchStrategy | None:
    return st.sampled_from([record.id for record in records]) if records else None


def _relaying(draw: st.DrawFn, found: list[Claim]) -> list[Claim]:
    """Let some appearances relay another one."""
    names = [appearance_key(claim.id, item) for claim in found for item in claim.appearance]

    def relay(claim: Claim, item: Appearance) -> Appearance:
        others = [name for name in names if name != appearance_key(claim.id, item)]
        return dataclasses.replace(item, via=draw(optional(st.sampled_from(others))) if others else None)

    return [
        dataclasses.replace(claim, appearance=tuple(relay(claim, item) for item in claim.appearance)) for claim in found
    ]


@st.composite
def corpora(draw: st.DrawFn) -> Corpus:
    """A whole ledger; an empty one too, and one of declarations alone."""
    least = draw(st.sampled_from([1, 1, 1, 0]))  # left to itself, Hypothesis makes nine ledgers of ten without a claim
    who = draw(declared(entities, least))
    entity = _chosen(who)
    what = draw(declared(predicates, least))
    themes = draw(declared(topics))
    measured = draw(units)
    occasions = draw(
        declared(
            st.builds(
                Event,
                id=slugs,
                label=texts,
                date=optional(days),
                organizer=optional(entity) if entity is not None else st.none(),
                url=optional(addresses),
            )
        )
    )
    documents = draw(
        declared(
            st.builds(
                Document,
                id=slugs,
                title=texts,
                type=document_types,
                publisher=optional(entity) if entity is not None else st.none(),
                author=some(entity) if entity is not None else st.just(()),
                url=optional(addresses),
                published=optional(days),
                language=optional(st.sampled_from(["en", "de", "pt-BR"])),
                text_digest=optional(st.binary(min_size=32, max_size=32).map(lambda raw: f"sha256:{raw.hex()}")),
                comment=st.just("") | texts,
                recorded_on=optional(days),
            ),
            least,
        )
    )
    ids = SimpleNamespace(
        entity=entity,
        event=_chosen(occasions),
        topic=_chosen(themes),
        unit=_chosen(measured),
        document=_chosen(documents),
    )
    found: list[Claim] = []
    if who and what and documents:
        unique = (lambda claim: claim.id, claim_key)
        found = _relaying(draw, draw(st.lists(claims(ids, what), min_size=least, max_size=5, unique_by=unique)))
    links, resolutions = [], []
    if found:
        claim = _chosen(found)
        asserting = entity | ids.document.map("document:{}".format)
        link = st.builds(Link, claim, st.sampled_from(LinkType), claim, asserting, comment=st.just("") | texts).filter(
            lambda link: link.subject != link.object
        )
        one_link = lambda link: (link.subject, link.predicate, link.object, link.asserted_by)  # noqa: E731  (a key)
        links = draw(st.lists(link, max_size=3, unique_by=one_link)) if len(found) > 1 else []
        resolution = st.builds(
            Resolution,
            resolves=claim,
            outcome=st.sampled_from(Outcome),
            criterion=texts,
            evidence=some(ids.document, least=1),
            known_on=days,
            recorded_on=days,
            actual=optional(measures(ids.unit)),
            comment=st.just("") | texts,
            confidence=optional(certainties),
            derived_from=some(claim),
        )
        once = lambda resolution: (resolution.resolves, resolution_key(resolution))  # noqa: E731  (a key)
        resolutions = draw(st.lists(resolution, max_size=3, unique_by=once))
    return Corpus(
        ledger=draw(ledgers),
        entities=tuple(who),
        predicates=tuple(what),
        topics=tuple(themes),
        units=tuple(measured),
        events=tuple(occasions),
        documents=tuple(documents),
        claims=tuple(found),
        links=tuple(links),
        resolutions=tuple(resolutions),
    )
