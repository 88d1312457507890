"""What a ledger holds, as frozen values without any graph library.

Fields have the names of the RDF properties they become (``claimed_on`` is ``ac:claimedOn``), and hold
identifiers, not objects: a claim's ``subject`` is ``"meta"``, the entity of that ``id`` is in the
same :class:`Corpus`. A field that may occur several times is a tuple with the property's singular name.

Three layers are kept apart: a :class:`Claim` is what is claimed, an :class:`Appearance` is where and in
which words, a :class:`Resolution` is what came of it. A *claimant* is who holds or said the claim; a
*document* is where it stands. Neither is ever called "source", which means both in the literature.

Values do not check themselves, so that RDF from elsewhere can be loaded and then be found wanting by
``kg.rules``; ``kg.records`` refuses records that break a value's shape.

A field that may occur several times is a set, as in RDF: whatever order it was given in, and however
often, a value holds it sorted and without duplicates. So equal content is equal, and a graph read back
gives the very values it was made from.
"""

import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from kg.errors import Place

__all__ = [
    "BASE",
    "FRAGMENT_WORDS",
    "Appearance",
    "Approximation",
    "ChangeBasis",
    "Claim",
    "Commitment",
    "Corpus",
    "Document",
    "Entity",
    "Event",
    "Kind",
    "Ledger",
    "Link",
    "LinkType",
    "Measure",
    "Mode",
    "Outcome",
    "Period",
    "Predicate",
    "Resolution",
    "Text",
    "Topic",
    "Unit",
    "Zone",
    "appearance_key",
    "appearance_path",
    "canonical_text",
    "claim_key",
    "claim_path",
    "link_path",
    "plain_decimal",
    "recipe",
    "resolution_key",
    "resolution_path",
    "text_digest",
]

BASE: Final = "https://w3id.org/ai-claims/id/"
"""Where instances live unless a ledger sets its own ``base``; a placeholder until registered."""

FRAGMENT_WORDS: Final = 10
"""The most words of a document that an appearance may keep (fragment, prefix and suffix together)."""


class Kind(StrEnum):
    """What sort of thing is claimed (``ac:kinds``)."""

    FIGURE = "figure"
    FACT = "fact"
    EVENT = "event"
    RELATION = "relation"
    FORECAST = "forecast"
    PLAN = "plan"
    GOAL = "goal"
    GUIDANCE = "guidance"
    OPINION = "opinion"
    CAUSE = "cause"
    ROLE = "role"


class Commitment(StrEnum):
    """How far the claimant stands behind it (``ac:commitments``)."""

    FIRM = "firm"
    EXPECTED = "expected"
    HEDGED = "hedged"
    CONDITIONAL = "conditional"
    PRESUPPOSED = "presupposed"
    DISTANCED = "distanced"
    REPORTED = "reported"


class Mode(StrEnum):
    """How a document relays a claim (``ac:modes``)."""

    DIRECT_QUOTE = "directQuote"
    INDIRECT_SPEECH = "indirectSpeech"
    UNATTRIBUTED = "unattributed"
    AGENTLESS = "agentless"
    AMBIGUOUS_SCOPE = "ambiguousScope"


class Zone(StrEnum):
    """The part of a document an appearance stands in; a plain string in RDF."""

    SUMMARY = "summary"
    BODY = "body"
    BULLETS = "bullets"
    HEADLINE = "headline"


class Approximation(StrEnum):
    """How a number relates to the amount that is meant (``ac:approximations``)."""

    EXACT = "exact"
    ABOUT = "about"
    JUST_BELOW = "justBelow"
    JUST_ABOVE = "justAbove"
    AT_LEAST = "atLeast"
    AT_MOST = "atMost"
    VAGUE_MAGNITUDE = "vagueMagnitude"


class ChangeBasis(StrEnum):
    """What a change is measured against (``ac:changeBases``)."""

    YEAR_OVER_YEAR = "yearOverYear"
    QUARTER_OVER_QUARTER = "quarterOverQuarter"
    VERSUS_PRIOR_GUIDANCE = "versusPriorGuidance"


class Outcome(StrEnum):
    """The verdict of a resolution (``ac:outcomes``)."""

    FULFILLED = "fulfilled"
    PARTLY_FULFILLED = "partlyFulfilled"
    NOT_FULFILLED = "notFulfilled"
    PENDING = "pending"
    AMBIGUOUS = "ambiguous"
    ANNULLED = "annulled"
    NOT_EVALUATED = "notEvaluated"


class LinkType(StrEnum):
    """How one claim bears on another; each is also a property between the two claims."""

    SUPPORTS = "supports"
    DISPUTES = "disputes"
    ECHOES = "echoes"
    SUPERSEDES = "supersedes"
    RESTATES = "restates"
    CAUSES = "causes"


def _hold_as_sets(record: object, *fields: str) -> None:
    for name in fields:
        object.__setattr__(record, name, tuple(sorted(set(getattr(record, name)))))


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the collection as a whole says of itself (``ledger.toml``)."""

    title: str
    base: str = BASE
    description: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """Someone or something that claims are by or about.

    ``type`` is the local name of a schema.org class; ``exact_match`` holds IRIs of the same thing elsewhere.
    """

    id: str
    label: str
    type: str
    definition: str = ""
    alias: tuple[str, ...] = ()
    exact_match: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _hold_as_sets(self, "alias", "exact_match")


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a claim says of its subject. ``expects`` is "entity", "measure", "text" or "any".

    ``functional``: for one subject and one period there can be only one true object.
    """

    id: str
    label: str
    definition: str
    expects: str = "any"
    functional: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A concept of the ledger's own topic scheme."""

    id: str
    label: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A QUDT unit, by local name (``CCY_USD``), with the words or signs that people write for it."""

    id: str
    label: str
    symbol: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _hold_as_sets(self, "symbol")


@dataclass(frozen=True, slots=True)
class Event:
    """An occasion on which claims were made (``ac:SpeechEvent``)."""

    id: str
    label: str
    date: dt.date | None = None
    organizer: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Where claims stand, or what an outcome rests on.

    ``type`` is the local name of a schema.org class. ``text_digest`` (``sha256:`` and 64 hex digits) is
    that of the canonical text, to which every offset refers; see :func:`canonical_text`.
    """

    id: str
    title: str
    type: str = "CreativeWork"
    publisher: str | None = None
    author: tuple[str, ...] = ()
    url: str | None = None
    published: dt.date | None = None
    language: str | None = None
    text_digest: str | None = None
    comment: str = ""

    def __post_init__(self) -> None:
        _hold_as_sets(self, "author")


@dataclass(frozen=True, slots=True)
class Measure:
    """An amount: ``value``, or ``low`` and ``high``, in base units of ``unit`` (a :class:`Unit` id).

    ``rounding`` is the half-width of the rounding interval in the same unit; ``change_rate`` is a
    fraction (0.22 for 22 percent) against ``change_basis``. A vague magnitude may have no number at all.
    """

    unit: str
    as_written: str = ""
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    rounding: Decimal | None = None
    change_rate: Decimal | None = None
    change_basis: ChangeBasis | None = None
    approximation: Approximation = Approximation.EXACT


@dataclass(frozen=True, slots=True)
class Period:
    """When something is claimed to hold or happen.

    ``edtf`` is an Extended Date/Time Format level 2 string (ISO 8601-2; quarters are 33 to 36), or None
    where the words name no date ("soon"). ``earliest`` and ``latest`` are its first and last day where
    it has them. ``inferred``: the year is not in the text.
    """

    as_written: str = ""
    edtf: str | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A claim's object where it is neither an entity nor an amount."""

    value: str


@dataclass(frozen=True, slots=True)
class Appearance:
    """One act of relaying a claim: one span of one document.

    ``exact`` is the document's canonical text from ``start`` to ``end`` (code points, end excluded);
    both are None until ``kg anchor`` has placed it. ``via`` names the appearance that this one relays,
    by its :func:`appearance_key`.
    """

    document: str
    exact: str
    mode: Mode
    zone: Zone
    start: int | None = None
    end: int | None = None
    prefix: str = ""
    suffix: str = ""
    cue: str = ""
    via: str | None = None
    confidence: Decimal | None = None


def _in_order(appearance: Appearance) -> tuple[object, ...]:
    """Sort key: document, place in it (unanchored last), words."""
    start, end = appearance.start, appearance.end
    place = (start is None, start or 0, end or 0)
    return (appearance.document, *place, appearance.exact, appearance.prefix, appearance.suffix)


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing claimed. ``id`` is its name in the records; its IRI comes from :func:`claim_key`.

    ``object`` is an entity's id, a :class:`Text`, or None where ``measure`` is the object.
    """

    id: str
    subject: str
    predicate: str
    label: str
    text: str
    kind: Kind
    commitment: Commitment
    claimant: tuple[str, ...]
    object: str | Text | None = None
    polarity: bool = True
    holder: str | None = None
    made_at: str | None = None
    claimed_on: dt.date | None = None
    measure: Measure | None = None
    period: Period | None = None
    condition: str = ""
    topic: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    appearance: tuple[Appearance, ...] = ()

    def __post_init__(self) -> None:
        _hold_as_sets(self, "claimant", "topic", "about")
        object.__setattr__(self, "appearance", tuple(sorted(dict.fromkeys(self.appearance), key=_in_order)))


@dataclass(frozen=True, slots=True)
class Link:
    """One claim bears on another. ``asserted_by`` is an entity's id or ``document:`` and a document's id."""

    subject: str
    predicate: LinkType
    object: str
    asserted_by: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """A verdict on the claim ``resolves`` under one criterion; a changed verdict is a new resolution."""

    resolves: str
    outcome: Outcome
    criterion: str
    evidence: tuple[str, ...]
    known_on: dt.date | None
    recorded_on: dt.date | None
    actual: Measure | None = None
    comment: str = ""
    confidence: Decimal | None = None

    def __post_init__(self) -> None:
        _hold_as_sets(self, "evidence")


@dataclass(frozen=True, slots=True)
class Corpus:
    """A whole ledger. Equal content is equal whatever order it was given in.

    ``places`` says where each record stands, by the key its IRI is made of (``claim/<key>``,
    ``document/<id>``, ``<entity id>``); it is not part of the value.
    """

    ledger: Ledger
    entities: tuple[Entity, ...] = ()
    predicates: tuple[Predicate, ...] = ()
    topics: tuple[Topic, ...] = ()
    units: tuple[Unit, ...] = ()
    events: tuple[Event, ...] = ()
    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: tuple[Link, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    places: Mapping[str, Place] = field(default_factory=lambda: MappingProxyType({}), compare=False, repr=False)

    def __post_init__(self) -> None:
        order: dict[str, Any] = {
            **dict.fromkeys(
                ("entities", "predicates", "topics", "units", "events", "documents"), lambda record: record.id
            ),
            "claims": lambda claim: claim.id,
            "links": lambda link: (link.subject, link.predicate, link.object, link.asserted_by, link.comment),
            "resolutions": lambda resolution: (resolution.resolves, resolution_key(resolution)),
        }
        for name, key in order.items():
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=key)))


def plain_decimal(number: Decimal) -> str:
    """Write a decimal without an exponent and always with a point: ``37000000000.0``, ``0.334``.

    The point matters: rdflib rewrites ``"37000000000"^^xsd:decimal`` as ``37000000000.0``, so only the
    dotted form is the same literal in every library.
    """
    digits = format(number, "f")
    if "." not in digits:
        return f"{digits}.0"
    digits = digits.rstrip("0")
    return f"{digits}0" if digits.endswith(".") else digits


def recipe(claim: Claim) -> list[Any]:
    """List what makes two records the same claim, ready for JSON.

    In order: the recipe's version; claimants, sorted; subject; predicate; object (``["entity", id]``,
    ``["text", value]`` or null); measure (value, low, high, unit, change rate, change basis,
    approximation) or null; period (its EDTF, else its words, or null); polarity; commitment.

    Not part of it: appearances (the same claim found twice is one claim), our own wording, kind, holder,
    topics, and how an amount was written or rounded. Commitment is, because a changed modality makes a
    second claim that restates the first.
    """
    item: list[str] | None = None
    if isinstance(claim.object, Text):
        item = ["text", claim.object.value]
    elif claim.object is not None:
        item = ["entity", claim.object]
    amount: list[str | None] | None = None
    if claim.measure is not None:
        measure = claim.measure
        numbers = (measure.value, measure.low, measure.high)
        amount = [None if number is None else plain_decimal(number) for number in numbers]
        rate = None if measure.change_rate is None else plain_decimal(measure.change_rate)
        amount += [measure.unit, rate, measure.change_basis, measure.approximation]
    period = None if claim.period is None else claim.period.edtf or claim.period.as_written
    claimants = sorted(claim.claimant)
    return [1, claimants, claim.subject, claim.predicate, item, amount, period, claim.polarity, claim.commitment]


def _digest(content: list[Any], length: int = 20) -> str:
    """Hash a JSON list: UTF-8, no spaces, non-ASCII kept; the first ``length`` hex digits of SHA-256."""
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def claim_key(claim: Claim) -> str:
    """Return the last part of a claim's IRI: 80 bits of SHA-256 over its :func:`recipe`, in hex."""
    return _digest(recipe(claim))


def claim_path(claim: str) -> str:
    """Return the path of a claim's IRI under the ledger's base, from its :func:`claim_key`."""
    return f"claim/{claim}"


def _span(appearance: Appearance) -> str:
    """Return ``start-end``; before it is anchored, a hash of the fragment stands in for the offsets."""
    if appearance.start is None or appearance.end is None:
        return _digest([appearance.exact, appearance.prefix, appearance.suffix], 8)
    return f"{appearance.start}-{appearance.end}"


def appearance_key(claim: str, appearance: Appearance) -> str:
    """Name an appearance in the records, of the claim with id ``claim``: ``claim@document:start-end``.

    Before it is anchored, a hash of the fragment stands in for the offsets.
    """
    return f"{claim}@{appearance.document}:{_span(appearance)}"


def appearance_path(claim: str, appearance: Appearance) -> str:
    """Return the path of an appearance's IRI under the base, ``claim`` being its claim's :func:`claim_key`."""
    return f"{claim_path(claim)}.at.{appearance.document}.{_span(appearance)}"


def link_path(subject: str, link: Link, item: str) -> str:
    """Return the path of a link's IRI under the base; ``subject`` and ``item`` are its claims' keys."""
    return f"{claim_path(subject)}.{link.predicate}.{item}.by.{link.asserted_by.replace('document:', 'document.', 1)}"


def resolution_path(claim: str, resolution: Resolution) -> str:
    """Return the path of a resolution's IRI under the base, ``claim`` being its claim's :func:`claim_key`."""
    return f"{claim_path(claim)}.resolution.{resolution_key(resolution)}"


def resolution_key(resolution: Resolution) -> str:
    """Name a resolution within its claim, by criterion, outcome and the two days: 40 bits in hex.

    A later verdict under the same criterion is another resolution; the earlier one stays.
    """
    days = [day.isoformat() if day else None for day in (resolution.known_on, resolution.recorded_on)]
    return _digest([resolution.criterion, resolution.outcome, *days], 10)


def canonical_text(raw: bytes) -> str:
    """Decode a document's text as offsets count it: UTF-8 without a byte order mark, NFC, line feeds.

    Raises ``UnicodeDecodeError`` where the bytes are not UTF-8.
    """
    return unicodedata.normalize("NFC", raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))


def text_digest(text: str) -> str:
    """Return ``sha256:`` and the hex digest of a canonical text."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
