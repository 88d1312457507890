"""What each record holds: its keys, and which reader takes each value. ``docs/records.md`` says what they mean."""

from dataclasses import replace
from typing import Final

from kg.amounts import parse_amount
from kg.claims import (
    DOCUMENT_TYPES,
    ENTITY_TYPES,
    FRAGMENT_WORDS,
    Appearance,
    Approximation,
    ChangeBasis,
    Commitment,
    Kind,
    LinkType,
    Measure,
    Mode,
    Outcome,
    Period,
    Text,
    Zone,
)
from kg.periods import parse_period, period_of_edtf
from kg.records.tables import Shape, Spot, fields
from kg.records.values import (
    choice,
    day,
    digest,
    flag,
    fraction,
    identity,
    language,
    many,
    name_of,
    notation,
    number,
    one_of,
    short,
    slug,
    text,
    unit_name,
    web_address,
    whole,
    words,
)

__all__ = [
    "APPEARANCE",
    "CLAIM",
    "DOCUMENT",
    "ENTITY",
    "EVENT",
    "LABEL_LENGTH",
    "LEDGER",
    "LINK",
    "PREDICATE",
    "RELAYED",
    "RESOLUTION",
    "TOPIC",
    "UNIT",
    "appearance",
]

LABEL_LENGTH: Final = 70
"""The most characters of a claim's label, which has to fit on a card and in a table."""

_EXPECTATIONS: Final = ("entity", "measure", "text", "any")


def _base(spot: Spot) -> str | None:
    address = web_address(spot)
    if address is not None and address[-1] not in "/#":
        spot.wrong(f'{spot.key} is "{address}"', 'let it end in "/" or "#", since identifiers are appended to it')
    return address


def _entity_id(spot: Spot) -> str | None:
    """Entities live right under the base, where the ledger and its topic scheme have names of their own."""
    name = slug(spot)
    if name in {"ledger", "topics"}:
        spot.wrong(f'the id "{name}" is taken by the ledger itself', "choose another")
    return name


def _object(spot: Spot) -> str | Text | None:
    if not isinstance(spot.value, dict):
        return name_of("entity")(spot)
    read = fields(spot, Shape({"text": text}))
    return Text(read["text"]) if read else None


def _asserted_by(spot: Spot) -> str | None:
    if not isinstance(spot.value, str) or not spot.value.startswith("document:"):
        return name_of("entity")(spot)
    document = name_of("document")(spot._replace(value=spot.value.removeprefix("document:")))
    return f"document:{document}"


def _predicate_id(spot: Spot) -> str | None:
    """One name beside the predicates marks those that are functional."""
    name = slug(spot)
    if name == "functional":
        spot.wrong('the id "functional" is taken by the ledger itself', "choose another")
    return name


_PERIOD: Final = Shape(
    {},
    {"as_written": text, "read_as": text, "edtf": text, "earliest": day, "latest": day, "inferred": flag},
)


def _period(spot: Spot) -> Period | None:
    if isinstance(spot.value, str):
        return notation(spot, parse_period)
    given = fields(spot, _PERIOD)
    if given is None:
        return None
    if not given.keys() & {"as_written", "read_as", "edtf"}:
        spot.wrong("the period has no words and no date", 'add as_written = "…" or read_as = "…"')
        return None
    period: Period | None = Period()
    if "read_as" in given:
        period = notation(spot.inside("read_as"), parse_period)
    elif "edtf" in given:
        period = notation(spot.inside("edtf"), period_of_edtf)
    if period is None:
        return None
    period = replace(period, **{key: value for key, value in given.items() if key != "read_as"})
    if period.earliest and period.latest and period.earliest > period.latest:
        what = f"the period runs from {period.earliest} back to {period.latest}"
        spot.wrong(what, "exchange earliest and latest, or mend the one that is wrong")
    return period


_MEASURE: Final = Shape(
    {},
    {
        "as_written": text,
        "read_as": text,
        "unit": name_of("unit"),
        "value": number,
        "low": number,
        "high": number,
        "rounding": number,
        "change_rate": number,
        "change_basis": choice(ChangeBasis),
        "approximation": choice(Approximation),
    },
)


def _measure(spot: Spot) -> Measure | None:
    def amount(written: str) -> Measure:
        return parse_amount(written, spot.declared.units)

    if isinstance(spot.value, str):
        plain = notation(spot, amount)
        if plain is not None:
            _judge(spot, plain)
        return plain
    given = fields(spot, _MEASURE)
    if given is None:
        return None
    explicit = {key: value for key, value in given.items() if key != "read_as"}
    if "read_as" in given:
        base = notation(spot.inside("read_as"), amount)
        if base is None:
            return None
        if "value" in given:
            base = replace(base, low=None, high=None)
        elif given.keys() & {"low", "high"}:
            base = replace(base, value=None)
        measure = replace(base, **explicit)
    elif "unit" in given:
        measure = Measure(**explicit)
    else:
        spot.wrong("the measure has no unit", 'add unit = "…", or read_as = "…" with the unit in it')
        return None
    _judge(spot, measure)
    return measure


def _judge(spot: Spot, measure: Measure) -> None:
    """Note what makes a measure no amount of a declared unit."""
    if measure.unit not in spot.declared.ids["unit"]:
        spot.wrong(f"the unit {measure.unit} is not declared", f'add [[unit]] with id = "{measure.unit}" to units.toml')
    if (measure.low is None) != (measure.high is None):
        spot.wrong("the range has one end alone", "add the other end, or write value and approximation instead")
    elif measure.low is not None and measure.high is not None and measure.low > measure.high:
        spot.wrong(f"the range runs from {measure.low} down to {measure.high}", "exchange low and high")
    if measure.value is not None and measure.low is not None:
        spot.wrong("the measure has both a value and a range", "keep value, or low and high")
    if measure.rounding is not None and measure.rounding < 0:
        spot.wrong(f"the rounding is {measure.rounding}", "write half the width of the interval, 0 or more")
    if (
        measure.value is measure.low is measure.change_rate is None
        and measure.approximation is not Approximation.VAGUE_MAGNITUDE
    ):
        spot.wrong("the measure has no number", 'add value, or approximation = "vagueMagnitude"')


UNIT: Final = Shape({"id": unit_name, "label": text}, {"symbol": many(text)})

ENTITY: Final = Shape(
    {"id": _entity_id, "label": text, "type": one_of(ENTITY_TYPES)},
    {"definition": text, "alias": many(text), "exact_match": many(identity)},
)

PREDICATE: Final = Shape(
    {"id": _predicate_id, "label": text, "definition": text}, {"expects": one_of(_EXPECTATIONS), "functional": flag}
)

TOPIC: Final = Shape({"id": slug, "label": text}, {"definition": text})

EVENT: Final = Shape({"id": slug, "label": text}, {"date": day, "organizer": name_of("entity"), "url": web_address})

LEDGER: Final = Shape({"title": text}, {"base": _base, "description": text, "licence": web_address})

DOCUMENT: Final = Shape(
    {"id": slug, "title": text},
    {
        "type": one_of(DOCUMENT_TYPES),
        "publisher": name_of("entity"),
        "author": many(name_of("entity")),
        "url": web_address,
        "published": day,
        "language": language,
        "text_digest": digest,
        "comment": text,
    },
)

CLAIM: Final = Shape(
    {
        "id": slug,
        "subject": name_of("entity"),
        "predicate": name_of("predicate"),
        "label": short(LABEL_LENGTH),
        "text": text,
        "kind": choice(Kind),
        "commitment": choice(Commitment),
        "claimant": many(name_of("entity"), least=1),
    },
    {
        "object": _object,
        "polarity": flag,
        "holder": name_of("entity"),
        "made_at": name_of("event"),
        "claimed_on": day,
        "measure": _measure,
        "period": _period,
        "condition": text,
        "topic": many(name_of("topic")),
        "about": many(name_of("entity")),
        "appearance": lambda _: (),  # read apart, so that a claim's own problems do not hide theirs
    },
)

APPEARANCE: Final = Shape(
    {"fragment": words, "zone": choice(Zone), "mode": choice(Mode)},
    {
        "document": name_of("document"),
        "cue": text,
        "prefix": words,
        "suffix": words,
        "occurrence": whole(1),
        "via": text,
        "confidence": fraction,
        "start": whole(0),
        "end": whole(1),
    },
)

RELAYED: Final = Shape({"claim": name_of("claim"), **APPEARANCE.required}, APPEARANCE.optional)
"""An ``[[appearance]]`` of a claim that is recorded elsewhere."""

LINK: Final = Shape(
    {
        "subject": name_of("claim"),
        "predicate": choice(LinkType),
        "object": name_of("claim"),
        "asserted_by": _asserted_by,
    },
    {"comment": text},
)

RESOLUTION: Final = Shape(
    {
        "resolves": name_of("claim"),
        "outcome": choice(Outcome),
        "criterion": text,
        "evidence": many(name_of("document"), least=1),
        "known_on": day,
        "recorded_on": day,
    },
    {"actual": _measure, "comment": text, "confidence": fraction},
)


def appearance(spot: Spot, shape: Shape, document: str) -> tuple[Appearance, str | None] | None:
    """Read an appearance, in ``document`` where it names none, and apart from it what it relays."""
    given = fields(spot, shape)
    if given is None:
        return None
    before = len(spot.declared.problems)
    kept = " ".join(given.get(key, "") for key in ("prefix", "fragment", "suffix")).split()
    if len(kept) > FRAGMENT_WORDS:
        what = f"the fragment keeps {len(kept)} words of the document, with prefix and suffix"
        spot.inside("fragment").wrong(what, f"keep at most {FRAGMENT_WORDS}: the fewest that find the place")
    start, end = given.get("start"), given.get("end")
    if (start is None) != (end is None):
        spot.wrong("of start and end only one is given", "let kg anchor write both")
    elif start is not None and end is not None and end <= start:
        spot.inside("end").wrong(f"the fragment starts at {start} and ends at {end}", "let kg anchor write both")
    if len(spot.declared.problems) > before:
        return None
    via = given.pop("via", None)
    kept_keys = {key: value for key, value in given.items() if key not in {"claim", "occurrence", "fragment"}}
    return Appearance(**{"document": document, "exact": given["fragment"], **kept_keys}), via
