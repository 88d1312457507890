"""The values themselves."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from kg.claims.vocabulary import Approximation, ChangeBasis, Commitment, Kind, LinkType, Mode, Outcome, Zone
from kg.errors import Place

__all__ = [
    "BASE",
    "Appearance",
    "Claim",
    "Corpus",
    "Document",
    "Entity",
    "Event",
    "Ledger",
    "Link",
    "Measure",
    "Period",
    "Predicate",
    "Resolution",
    "Text",
    "Topic",
    "Unit",
]

BASE: Final = "https://w3id.org/ai-claims/id/"
"""Where instances live unless a ledger sets its own ``base``; a placeholder until registered."""


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
    that of the canonical text, to which every offset refers; see :func:`canonical_text`. ``recorded_on`` is the day
    on which its record was written, with the claims that have no such day of their own.
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
    recorded_on: dt.date | None = None

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

    ``object`` is an entity's id, a :class:`Text`, or None where ``measure`` is the object. ``recorded_on`` is the
    day on which its record was written, where that was not the day of its document's.
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
    recorded_on: dt.date | None = None

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
    """A verdict on the claim ``resolves`` under one criterion; a changed verdict is a new resolution.

    ``derived_from`` names claims of the ledger whose figures it was worked out from.
    """

    resolves: str
    outcome: Outcome
    criterion: str
    evidence: tuple[str, ...]
    known_on: dt.date | None
    recorded_on: dt.date | None
    actual: Measure | None = None
    comment: str = ""
    confidence: Decimal | None = None
    derived_from: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _hold_as_sets(self, "evidence", "derived_from")


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
            "resolutions": lambda one: (
                one.resolves,
                str(one.known_on),
                one.criterion,
                one.outcome,
                str(one.recorded_on),
            ),
        }
        for name, key in order.items():
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=key)))
