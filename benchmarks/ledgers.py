"""Made-up ledgers of any size, for measurements: nobody and nothing in them exists.

    from ledgers import ledger
    corpus = ledger(50_000)

The same number and seed give the same ledger, which keeps every rule of ``kg check`` that counts as an error. What
matters for the size of a file and for the look of a drawing is shaped after ledgers made by hand:

- A sixth as many entities as claims, at most 5,000, each with a claim. Who speaks and what is spoken of follow a
  power law, so do topics: 8 of them at 80 claims, 60 at 50,000. An entity is at home in one topic.
- A document for every 25 claims, uneven, over three and a half years; claims stand in the order of their days.
- Labels of 20 to 70 characters and sentences of 50 to 140, out of some 500 words and their numbers and names.
- One to three appearances of a claim, all anchored, a fragment with its surroundings never above ten words.
- Amounts on about 35 percent of the claims and periods on about 40, in words that :func:`kg.amounts.parse_amount`
  and :func:`kg.periods.parse_period` have read; resolutions of about 25 percent; links on about 20, and beside them
  chains of revisions, of amounts that were revised before they came due.
"""

import datetime as dt
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, product
from math import ceil
from random import Random
from typing import Final, TypeVar

from kg.amounts import parse_amount
from kg.claims import (
    Appearance,
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
)
from kg.periods import parse_period

__all__ = ["CLAIMS_AN_ENTITY", "MOST_ENTITIES", "chunks", "ledger"]

MOST_ENTITIES: Final = 5_000
CLAIMS_AN_ENTITY: Final = 6
CLAIMS_A_DOCUMENT: Final = 25

T = TypeVar("T")


def ledger(claims: int, seed: int = 1) -> Corpus:
    """Return a ledger of so many made-up claims."""
    return _Making(claims, claims, Random(seed)).corpus()  # noqa: S311  (nothing secret)


def chunks(claims: int, seed: int = 1, size: int = 50_000) -> Iterator[Corpus]:
    """Yield a ledger of so many made-up claims in chunks, for what must not hold all of it.

    All share the entities, topics and predicates of the first, which alone lists them; each has documents and events
    of its own, over the same years, and no claim is that of another chunk. Links, revisions and ``via`` stay within a
    chunk. Up to ``size`` claims the one chunk is ``ledger(claims, seed)``.
    """
    random = Random(seed)  # noqa: S311  (nothing secret)
    made: _Making | None = None
    for start in range(0, max(1, claims), size):
        made = _Making(min(size, claims - start), claims, random, made)
        yield made.corpus()


# What it is made of.


def _words(text: str) -> list[str]:
    return text.split()


def _parts(text: str) -> list[str]:
    """Return what stands between bars and line ends."""
    return re.split(r"[|\n]", text.strip("\n"))


FIRST, LAST, RECORDED = dt.date(2023, 1, 9), dt.date(2026, 6, 30), dt.date(2026, 10, 1)
"""The days between which documents came out, and the day on which outcomes were last written down."""

LABEL, SENTENCE, LONGEST_ID = (20, 70), (50, 140), 28
REVISABLE, LINKED = 60, 200
"""How far back, in claims, a revision and a link reach."""

SHARES = {
    "about": 0.12,
    "actual": 0.7,
    "alias": 0.15,
    "at event": 0.6,
    "at home": 0.85,
    "by entity": 0.25,
    "comment": 0.15,
    "dated": 0.75,
    "denial": 0.05,
    "ending": 0.6,
    "event": 0.25,
    "holder": 0.1,
    "inferred": 0.06,
    "link": 0.2,
    "match": 0.2,
    "no date": 0.1,
    "no topic": 0.02,
    "outlet": 0.35,
    "pending": 0.1,
    "reason": 0.4,
    "resolved": 0.29,
    "revision": 0.3,
    "second reading": 0.1,
    "two claimants": 0.03,
    "two topics": 0.13,
    "via": 0.3,
    "waited for": 0.06,
    # of amounts, one after the other
    "vague": 0.03,
    "hedged": 0.27,
    "changed": 0.15,
}

UNITS = (
    Unit("CCY_EUR", "euro", ("€",)),
    Unit("CCY_USD", "US dollar", ("$", "dollars")),
    Unit("HR", "hour", ("hours",)),
    Unit("NUM", "number", ("people", "users")),
    Unit("PERCENT", "percent", ("%",)),
    Unit("UNITLESS", "times", ("x",)),
)

PREDICATES = {
    found.id: found
    for found in (
        Predicate("revenue", "has revenue of", "Revenue of a period.", "measure", functional=True),
        Predicate("profit", "has a profit of", "Net income of a period.", "measure", functional=True),
        Predicate("spending", "spends", "What is spent on buildings and machines.", "measure", functional=True),
        Predicate("users", "is used by", "Who used it in a month, counted once.", "measure", functional=True),
        Predicate("staff", "employs", "How many work there.", "measure", functional=True),
        Predicate("saving", "saves", "How many hours it saves.", "measure"),
        Predicate("growth", "grows by", "By how much it grows in a year.", "measure"),
        Predicate("speed", "is faster by", "How many times as fast it is as what it replaces.", "measure"),
        Predicate("partners-with", "partners with", "The two work together.", "entity"),
        Predicate("supplies", "supplies", "The object buys from the subject.", "entity"),
        Predicate("belongs-to", "belongs to", "The subject is a part of the object.", "entity", functional=True),
        Predicate("leads", "leads", "The subject heads the object.", "entity"),
        Predicate("works-for", "works for", "The subject is employed by the object.", "entity"),
        Predicate("will", "will", "What is to come.", "text"),
        Predicate("does", "does", "What is so at present.", "text"),
        Predicate("did", "did", "What has happened.", "text"),
        Predicate("ought-to", "ought to", "What would be better.", "text"),
        Predicate("because-of", "because of", "What it is traced back to.", "text"),
    )
}
MEASURED = {  # of what was, and of what is to come
    "revenue": (("took in {}", "had revenue of {}"), ("will take in {}", "expects revenue of {}")),
    "profit": (("earned {}", "had a profit of {}"), ("will earn {}", "expects a profit of {}")),
    "spending": (("spent {} on docks", "put {} into machines"), ("will spend {}", "sets aside {} for machines")),
    "users": (("was used by {}", "counted {} a month"), ("will reach {}", "is to have {} a month")),
    "staff": (("employed {}", "had {} on its payroll"), ("will employ {}", "is to grow to {}")),
    "saving": (("saved {} a month", "spared crews {}"), ("will save {} a month", "is to spare crews {}")),
    "growth": (("grew by {}", "gained {}"), ("will grow by {}", "is to gain {}")),
    "speed": (("ran {} as fast", "was {} quicker"), ("will run {} as fast", "will be {} quicker")),
}
MONEY = ("${} million", "${} billion", "€{} million")
WRITTEN = {
    **dict.fromkeys(("revenue", "profit", "spending"), MONEY),
    "users": ("{} million users", "{} thousand users"),
    "staff": ("{} thousand people", "{} people"),
    "saving": ("{} hours", "{} thousand hours"),
    "growth": ("{}%",),
    "speed": ("{}x",),
}
VAGUE = {
    "users": ("millions of users", "several thousand users"),
    "spending": ("billions of dollars", "several million dollars"),
    "revenue": ("hundreds of millions of dollars",),
}
HEDGES = ("about {}", "nearly {}", "at least {}", "up to {}", "more than {}", "just over {}")
CHANGES = ("{}, up {}% yoy", "{}, down {}% yoy", "{}, up {}% qoq")

WORDED: dict[Kind, tuple[tuple[str, str], ...]] = {
    Kind.FACT: (("does", "{thirds} {things}"), ("does", "{thirds} {things} by hand"), ("does", "needs no {things}")),
    Kind.EVENT: (("did", "{past} {things}"), ("did", "{past} {things} for {things}"), ("did", "{past} {count} {bare}")),
    Kind.FORECAST: (
        ("will", "will {verb} {things}"),
        ("will", "will {verb} {count} {bare}"),
        ("will", "will live on {things}"),
    ),
    Kind.PLAN: (
        ("will", "plans to {verb} {things}"),
        ("will", "is about to {verb} {things}"),
        ("will", "plans {count} {bare}"),
    ),
    Kind.GOAL: (
        ("will", "wants to {verb} {things}"),
        ("will", "aims to {verb} all {things}"),
        ("will", "hopes for {things}"),
    ),
    Kind.OPINION: (
        ("ought-to", "should {verb} {things}"),
        ("does", "is better than {things}"),
        ("ought-to", "had better {verb} {things}"),
    ),
    Kind.CAUSE: (("because-of", "{past} {bare} because of {things}"), ("because-of", "owes its {bare} to {things}")),
}
TIED: dict[Kind, tuple[tuple[str, str], ...]] = {
    Kind.RELATION: (
        ("partners-with", "works with {}"),
        ("partners-with", "has teamed up with {}"),
        ("supplies", "sells to {}"),
        ("supplies", "supplies {}"),
        ("belongs-to", "belongs to {}"),
    ),
    Kind.ROLE: (("leads", "leads {}"), ("leads", "is the head of {}"), ("works-for", "works for {}")),
}


@dataclass(frozen=True)
class _Habit:
    """How often a kind of claim occurs, has an amount, has a period; and which periods it may have."""

    share: float
    measured: float
    dated: float
    periods: tuple[str, ...] = ()


# {y} and {n} are the year and the next, {q} and {m} the quarter and the month, {later} some years on
BEFORE = ("Q{lastq}", "{m} {y}", "{last}", "H1 {y}", "{d} {m} {y}")
COMING = ("by the end of {n}", "{n}", "mid-{n}", "by {later}", "{n} to {later}", "around {later}", "{y}", "Q1 {n}")
HABITS = {
    Kind.FACT: _Habit(0.20, 0.36, 0.12, (*BEFORE, "since {last}")),
    Kind.FORECAST: _Habit(0.19, 0.44, 0.72, COMING),
    Kind.OPINION: _Habit(0.11, 0, 0.03, COMING),
    Kind.FIGURE: _Habit(0.09, 1, 0.92, BEFORE),
    Kind.GOAL: _Habit(0.08, 0.28, 0.5, COMING),
    Kind.ROLE: _Habit(0.08, 0, 0.04, ("since {last}",)),
    Kind.RELATION: _Habit(0.07, 0, 0.05, ("since {last}", "{y}")),
    Kind.PLAN: _Habit(0.06, 0.25, 0.62, COMING),
    Kind.EVENT: _Habit(0.05, 0.2, 0.4, BEFORE),
    Kind.GUIDANCE: _Habit(0.05, 1, 1, ("Q{nextq}", "{y}", "{n}", "H1 {n}")),
    Kind.CAUSE: _Habit(0.02, 0, 0.1, BEFORE),
}
KINDS = {kind: habit.share for kind, habit in HABITS.items()}
DATELESS = ("soon", "one day", "in the near future", "before long")
LOOKS_AHEAD = {Kind.FORECAST, Kind.GOAL, Kind.PLAN, Kind.GUIDANCE}
COMMITMENTS = {
    Commitment.FIRM: 46,
    Commitment.PRESUPPOSED: 22,
    Commitment.EXPECTED: 14,
    Commitment.HEDGED: 8,
    Commitment.REPORTED: 4,
    Commitment.CONDITIONAL: 3,
    Commitment.DISTANCED: 3,
}
MODES = {
    Mode.UNATTRIBUTED: 54,
    Mode.INDIRECT_SPEECH: 24,
    Mode.DIRECT_QUOTE: 15,
    Mode.AGENTLESS: 4,
    Mode.AMBIGUOUS_SCOPE: 3,
}
ZONES = {Zone.BODY: 76, Zone.BULLETS: 14, Zone.SUMMARY: 7, Zone.HEADLINE: 3}
APPEARANCES = {1: 72, 2: 21, 3: 7}
OUTCOMES = {
    Outcome.FULFILLED: 52,
    Outcome.NOT_FULFILLED: 24,
    Outcome.PARTLY_FULFILLED: 10,
    Outcome.AMBIGUOUS: 6,
    Outcome.NOT_EVALUATED: 5,
    Outcome.ANNULLED: 3,
}
LINKS = {
    LinkType.SUPPORTS: 40,
    LinkType.RESTATES: 24,
    LinkType.DISPUTES: 22,
    LinkType.ECHOES: 8,
    LinkType.CAUSES: 6,
}
PAPERS = {"NewsArticle": 50, "BlogPosting": 15, "Report": 12, "AnalysisNewsArticle": 9, "WebPage": 8, "VideoObject": 6}

VERBS = _words("""
abandon adapt add audit automate change charter clear combine correct cover defend deliver design double expand extend
fund halve improve insure inspect license limit merge move offer open order pause postpone protect rebrand record reduce
release remove rename repair replace restore retire reward scale share slow store survey test train translate treble
update
""")
QUALITIES = _words("""
open cheap early late coastal inland northern southern quiet public private shared spare hourly weekly seasonal digital
printed local foreign small large long short deep shallow safe old new idle busy hidden joint common rare modular
portable automatic manual wireless licensed unpaid annual daily nightly remote
""")
THINGS = _words("""
charts berths pilots models tides signals beacons licences fares crews shifts ferries cranes docks tools maps reports
prices sensors servers weights chips tests audits deals loans rules permits routes storms forecasts almanacs ledgers
archives lamps buoys nets barges tugs warehouses tickets parcels engines sails radios manuals contracts auctions patents
grants agents assistants benchmarks datasets tokens queries chats languages plugins platforms budgets salaries shares
dividends taxes tariffs visitors students shops kitchens schools clinics ports islands lagoons canals bridges quays
""")
ADVERBS = _parts(
    "again|at last|by now|for now|in part|once more|quietly|so far|so it seems|still|these days|without fuss"
)
OPENINGS = _parts("""
{who} says that {what}|{who} holds that {what}|{who} expects that {what}|According to {who}, {what}
{who} reports that {what}|{who} writes: {what}|{who} is sure that {what}|As {who} puts it, {what}|For {who}, {what}
{who} takes it for granted that {what}|{who} told reporters that {what}
""")
ENDINGS = _parts("""
, mostly because of {things}|, and {things} come first|, although {things} cost more|, and not only for {things}
, {count} {bare} at a time|, which {things} had not shown|, in spite of {count} {bare}|, as long as {things} last
, once {things} have been paid for|, as {count} {things} show|, and {bare} follow|; {things} are left out
""")
PASSAGE = "{things} {past} {why} {what} and {verb} {things}"
PIVOTS = _parts("that|while|before|because|so that|now that|after|although")
CUES = _parts("said|says|told|wrote|claimed|announced|expects|according to|argues|noted|promised|warned")
CRITERIA = _parts("""
{what}, by the report of the year after.|The filing shows that {what}.|Two papers agree that {what}.
Anyone can see that {what}, {things} left out.|{what}, rounded to the digits given.|{what}, {things} counted in.
""")
REASONS = _parts("""
The one against the other.|Both speak of {things}.|The later one takes up {count} {bare}.|It follows, given {things}.
The words differ, the {bare} do not.|Says why: {things}.
""")

GIVEN = _words("""
Ada Bo Cleo Dag Edda Finn Gro Hale Ines Jory Kaia Leif Mara Nils Oda Per Quin Rune Siv Tove Una Vera Wim Xenia Yrsa
Zoë Abel Berit Cato Dina Emil Frida Gus Hedda Ivo Jule Knut Lida Milo Nora Otto Pia Rolf Saga Tor Ulla Vigo Wilma Ylva
Åse Bram Corin Delia Esben Fay Gerd Hugo Iben Joost Kit Lore
""")
FAMILY = _words("""
Quill Tamarind Marsh Orrin Vance Oakes Reed Sallow Thorn Umber Vetch Wick Yarrow Alder Birch Cress Dunlin Eider Fenn
Gorse Heron Isley Juniper Kelp Linnet Merle Nettle Osier Plover Quince Rook Sedge Teal Ulmer Vireo Wren Ash Brandt
Curlew Drake Elder Finch Garrow Hazel Ivory Jarrah Knott Larch Mallow Nuthatch Orchard Pipit Rowan Stork Tern Vole
""")
STEMS = _words("""
Orrery Tidewater Kestrel Nimbus Hollow Lantern Anchor Bollard Capstan Davit Ember Fathom Gimbal Halyard Isobar Jetty
Keel Leeward Mizzen Neap Outrigger Pennant Quarterdeck Rudder Spinnaker Taffrail Undertow Vane Windlass Yardarm Zenith
Bight Cairn Delta Estuary Fjord Glacier Headland Inlet Lagoon Moraine Narrows Oxbow Promontory Reef Shoal Tarn Vale
Weir Breaker
""")
FIRMS = _parts("""
Labs|& Sons|Works|Mill|Group|Charts|Partners|Systems|Instruments|Freight|Research|Robotics|Studio|Energy|Storage
Guild|Trust|Ventures
""")
PRESSES = _parts("Post|Courier|Herald|Gazette|Review|Observer|Bulletin|Dispatch")
WARES = _words("""
Sextant Almanac Gannet Lodestar Plumb Astrolabe Barnacle Compass Dory Ebb Fender Gaff Hawser Islet Jib Ketch Luff
Mooring Nadir Oar Painter Quoin Rigger Sloop Tiller Upwell Vang Wherry Yawl Zephyr Beam Cleat Drift Eddy Flotsam Gybe
Hatch Kedge Lateen Marlin Narwhal Offing Pinnace Ratline Scupper Topsail
""")
VERSIONS = _parts("| 2| 2.1| 3| 3.5| 4| Mini| Pro| Live| Air| Code| Voice| Max| Lite| Desk| Go")
SIDES = _words("Upper Lower Old New East West Great Little Saint Port Mount Long")
ASPECTS = _words("models spending safety prices numbers rules trade research roles plans")
FIELDS = _words("Chart Harbour Tide Crew Berth Signal Beacon Freight Night Market Fog Pilot")

HOLE: Final = re.compile(r"{([a-z]+)}")
FORMS: Final = re.compile(r"[^a-z0-9]+")
LEADS: Final = re.compile("by |around |since |mid|soon|one|in |before ")


# Who and what.


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return FORMS.sub("-", plain).strip("-")


def _names(*parts: Iterable[str]) -> list[str]:
    return [f"{found[0].upper()}{found[1:]}" for found in map("".join, product(*parts))]


def _spaced(words: Iterable[str]) -> list[str]:
    return [f" {word}" for word in words]


@dataclass(frozen=True)
class _Sort:
    """A class of entities: its share, what they are, their names, and what they serve as."""

    share: float
    what: str
    names: Sequence[str]
    roles: tuple[str, ...] = ()


SORTS = {
    "Person": _Sort(0.41, "a person", _names(GIVEN, _spaced(FAMILY)), ("speaker",)),
    "Organization": _Sort(0.16, "a firm for {things}", _names(STEMS, _spaced(FIRMS)), ("speaker", "subject")),
    "NewsMediaOrganization": _Sort(0.05, "a paper about {things}", _names(STEMS, _spaced(PRESSES))),
    "SoftwareApplication": _Sort(0.14, "a program for {things}", _names(WARES, VERSIONS), ("subject",)),
    "Place": _Sort(0.07, "a place known for {things}", _names(SIDES, _spaced(THINGS)), ("subject",)),
    "Audience": _Sort(0.06, "those who live by {things}", _names(QUALITIES, _spaced(THINGS)), ("subject",)),
    "DefinedTerm": _Sort(0.11, "a word for {things}", _names(FIELDS, _spaced(THINGS)), ("subject",)),
}


class _Pool:
    """Entities to choose from, the first of them far more often than the last."""

    def __init__(self, ranked: Sequence[tuple[int, Entity]]) -> None:
        self.found = [entity for _, entity in ranked]
        self._weights = list(accumulate(1 / (rank + 2) for rank, _ in ranked))

    def pick(self, random: Random) -> Entity:
        return random.choices(self.found, cum_weights=self._weights)[0]


class _Phrases:
    """Words at random."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._makers: dict[str, Callable[[], str]] = {
            "verb": lambda: random.choice(VERBS),
            "thirds": lambda: f"{random.choice(VERBS)}s",
            "past": lambda: f"{random.choice(VERBS).removesuffix('e')}ed",
            "things": lambda: f"{random.choice(QUALITIES)} {random.choice(THINGS)}",
            "bare": lambda: random.choice(THINGS),
            "count": lambda: str(random.randint(3, 990)),
        }

    def fill(self, template: str, **known: str) -> str:
        """Fill a template's holes, with what is known or else with words at random."""
        return HOLE.sub(lambda hole: known.get(hole[1]) or self._makers[hole[1]](), template)

    def number(self) -> str:
        """Write a number of two or three digits."""
        large = self.random.randint(11, 989)
        return self.random.choice((f"{large // 10 / 10 + 1.1:.1f}", str(large // 10 + 2), str(large)))

    def amount(self, predicate: str, *, spread: bool = False) -> str:
        """Write an amount as the predicate takes it; with ``spread`` one from a low to a high end."""
        written = self.random.choice(WRITTEN[predicate])
        if spread:
            low = self.random.randint(4, 97)
            return written.format(f"{low}-{low + self.random.randint(1, 2 + low // 4)}")
        return written.format(self.number())

    def hedged(self, predicate: str) -> str:
        """Write an amount, now and then vaguely, with a hedge, or with its change."""
        turn = self.random.random()
        if turn < SHARES["vague"] and predicate in VAGUE:
            return self.random.choice(VAGUE[predicate])
        amount = self.amount(predicate)
        if turn < SHARES["vague"] + SHARES["hedged"]:
            return self.random.choice(HEDGES).format(amount)
        if turn < SHARES["vague"] + SHARES["hedged"] + SHARES["changed"] and amount[0] in "$€":
            return self.random.choice(CHANGES).format(amount, self.random.randint(2, 60))
        return amount


@cache
def _measure(written: str) -> Measure:
    return parse_amount(written, UNITS)


@cache
def _period(written: str, *, inferred: bool) -> Period:
    return replace(parse_period(written), inferred=inferred)


def _in_words(period: Period | None) -> str:
    """Write a period as it ends a sentence."""
    if period is None:
        return ""
    return f" {period.as_written}" if LEADS.match(period.as_written) else f" in {period.as_written}"


# All of it.


class _Cast:
    """The topics, and the entities that are at home in them."""

    def __init__(self, claims: int, random: Random, say: _Phrases) -> None:
        self.random = random
        names = [f"{field} {aspect}" for field in FIELDS for aspect in ASPECTS]
        count = min(len(names), max(3, round(8 * (claims / 80) ** 0.313)))
        self.topics = [
            Topic(_slug(name), name, f"Made up: what is said of {name.casefold()}.")
            for name in random.sample(names, count)
        ]
        self._weights = list(accumulate(1 / (rank + 1.5) for rank in range(count)))
        self.entities: list[Entity] = []
        ranked: dict[tuple[str, str], list[tuple[int, Entity]]] = defaultdict(list)
        for rank, (sort, name) in enumerate(self._named(min(MOST_ENTITIES, max(14, claims // CLAIMS_AN_ENTITY)))):
            slug = _slug(name)
            what = f"Made up: {say.fill(SORTS[sort].what)}."
            alias = (name.split()[-1],) if random.random() < SHARES["alias"] else ()
            same = (f"https://example.org/same/{slug}",) if random.random() < SHARES["match"] else ()
            entity = Entity(slug, name, sort, what, alias, same)
            self.entities.append(entity)
            for topic in ("", self.topic()):
                for role in (sort, *SORTS[sort].roles):
                    ranked[topic, role].append((rank, entity))
        self.labels = {entity.id: entity.label for entity in self.entities}
        self._pools = {key: _Pool(found) for key, found in ranked.items()}

    def _named(self, wanted: int) -> list[tuple[str, str]]:
        """Choose so many entities by class and name, one of each class first; the other names stay unused."""
        found = [
            (sort, name)
            for sort, of_sort in SORTS.items()
            for name in self.random.sample(of_sort.names, ceil(of_sort.share * wanted))
        ]
        self.random.shuffle(found)
        by_slug = {_slug(name): (sort, name) for sort, name in found}
        firsts = dict(by_slug.values())
        kept = dict.fromkeys((*firsts.items(), *by_slug.values()))
        return list(kept)[:wanted]

    def topic(self) -> str:
        """Choose a topic, by its id."""
        return self.random.choices(self.topics, cum_weights=self._weights)[0].id

    def pick(self, role: str, topic: str = "") -> Entity:
        """Choose an entity: of what is at home in the topic, mostly."""
        pool = self._pools.get((topic, role)) if self.random.random() < SHARES["at home"] else None
        return (pool or self._pools["", role]).pick(self.random)


class _Making:
    """A ledger in the making."""

    def __init__(self, claims: int, total: int, random: Random, before: "_Making | None" = None) -> None:
        """Make so many claims of ``total``, with the cast of those made ``before``."""
        self.random = random
        self.total = total
        self.first = before is None
        self.claims_before = before.claims_before + len(before.claims) if before else 0
        self.documents_before = before.documents_before + len(before.documents) if before else 0
        self.say = _Phrases(random)
        self.cast = before.cast if before else _Cast(total, random, self.say)
        self.documents: list[Document] = []
        self.events: dict[int, Event] = {}
        self.lengths: list[int] = []
        self._publish(max(2, ceil(claims / CLAIMS_A_DOCUMENT)))
        self.claims: list[Claim] = []
        self.links: list[Link] = []
        self.resolutions: list[Resolution] = []
        self._keys: set[int] = before._keys if before else set()  # noqa: SLF001  (an earlier one of its own)
        self._by_topic: dict[str, list[str]] = defaultdict(list)
        self._revisable: list[Claim] = []
        weights = [1 / (1 + random.randrange(12)) for _ in self.documents]
        for home in sorted(random.choices(range(len(self.documents)), weights, k=claims)):
            self._add(home)

    def corpus(self) -> Corpus:
        """Return what has been made."""
        return Corpus(
            Ledger(
                "Made-up claims, for measurement",
                description=f"{self.total:,} claims by people and firms that do not exist, made by a program.",
                licence="https://creativecommons.org/publicdomain/zero/1.0/",
            ),
            tuple(self.cast.entities) if self.first else (),
            tuple(PREDICATES.values()) if self.first else (),
            tuple(self.cast.topics) if self.first else (),
            UNITS,  # with every chunk: amounts are written by them
            tuple(self.events.values()),
            tuple(self.documents),
            tuple(self.claims),
            tuple(self.links),
            tuple(self.resolutions),
        )

    def _chance(self, of: str) -> bool:
        return self.random.random() < SHARES[of]

    def _by_share(self, shares: Mapping[T, float]) -> T:
        return self.random.choices(list(shares), list(shares.values()))[0]

    def _later(self, day: dt.date, least: int, most: int) -> dt.date:
        return day + dt.timedelta(self.random.randint(least, most))

    # Documents.

    def _publish(self, count: int) -> None:
        """Make up documents, one after the other, and the occasions that some of them report on."""
        days = sorted(self._later(FIRST, 0, (LAST - FIRST).days) for _ in range(count))
        for number, day in enumerate(days, start=self.documents_before):
            publisher = self.cast.pick("NewsMediaOrganization")
            subject = self.say.fill("{things} and {things}")
            slug = f"{publisher.id}-{day}-{number}"
            self.documents.append(
                Document(
                    slug,
                    f"{publisher.label} on {subject}",
                    self._by_share(PAPERS),
                    publisher.id,
                    tuple(self.cast.pick("Person").id for _ in range(self.random.randrange(3))),
                    f"https://example.org/{publisher.id}/{day:%Y/%m/%d}/{_slug(subject)}",
                    day,
                    "en",
                    f"sha256:{hashlib.sha256(slug.encode()).hexdigest()}",
                    "Made up: there is no such document.",
                )
            )
            self.lengths.append(self.random.randint(2_000, 20_000))
            if self._chance("event"):
                host = self.cast.pick("Organization")
                label = f"{host.label}’s day of {self.say.fill('{things}')}"
                url = f"https://example.org/days/{number}"
                self.events[number - self.documents_before] = Event(f"day-{number}", label, day, host.id, url)

    # Claims.

    def _add(self, home: int) -> None:
        """Make up a claim with all that belongs to it; another one, where there is one like it already."""
        claim, earlier = self._claim(home)
        while (key := int(claim_key(claim)[:16], 16)) in self._keys:  # as numbers they take half the room
            claim, earlier = self._claim(home)
        self._keys.add(key)
        claim = replace(claim, appearance=tuple(self._appearances(claim, home)))
        self.claims.append(claim)
        document = self.documents[home]
        if earlier:
            self.links.append(Link(claim.id, LinkType.SUPERSEDES, earlier.id, f"document:{document.id}"))
            self._revisable.remove(earlier)
        if claim.kind in LOOKS_AHEAD and claim.measure and claim.period and claim.period.latest:
            self._revisable = [*self._revisable[-REVISABLE:], claim]
        if self._chance("link"):
            self._link(claim, document)
        for topic in claim.topic:
            self._by_topic[topic].append(claim.id)
        self._resolve(claim, home)

    def _claim(self, home: int) -> tuple[Claim, Claim | None]:
        """Make up a claim, but for its appearances; and say which one it replaces."""
        document, topic = self.documents[home], self.cast.topic()
        number = self.claims_before + len(self.claims)
        kind = self._by_share(KINDS)
        measured = self.random.random() < HABITS[kind].measured
        earlier = self._earlier(kind, document) if measured else None
        if earlier:
            core = self._amounted(earlier)
        else:
            core = Claim(
                id="",
                subject=self.cast.pick("Person" if kind is Kind.ROLE else "subject", topic).id,
                predicate="",
                label="",
                text="",
                kind=kind,
                commitment=Commitment.FIRM,
                claimant=self._claimants(document, topic),
                period=self._when(kind, document),
                topic=self._topics(topic),
            )
            core = self._amounted(core) if measured else self._worded(core, topic)
        commitment = Commitment.EXPECTED if kind is Kind.GUIDANCE else self._by_share(COMMITMENTS)
        event = self.events.get(home) if self._chance("at event") else None
        turn = number // CLAIMS_AN_ENTITY % len(self.cast.entities)  # nobody goes without a claim
        about = [self.cast.entities[turn].id] if number % CLAIMS_AN_ENTITY == 0 else []
        if self._chance("about"):
            about.append(self.cast.pick("subject", topic).id)
        return replace(
            core,
            id=f"{_slug(core.label)[:LONGEST_ID].strip('-')}-{number}",
            text=self._sentence(core),
            commitment=commitment,
            holder=self.cast.pick("Organization", topic).id if self._chance("holder") else None,
            polarity=not self._chance("denial"),
            made_at=event.id if event else None,
            claimed_on=document.published if event or self._chance("dated") else None,
            condition=self.say.fill("As long as {things} last") if commitment is Commitment.CONDITIONAL else "",
            about=tuple(about),
            appearance=(),
        ), earlier

    def _claimants(self, document: Document, topic: str) -> tuple[str, ...]:
        outlet, speaker = str(document.publisher), self.cast.pick("speaker", topic).id
        if self._chance("two claimants"):
            return outlet, speaker
        return (outlet,) if self._chance("outlet") else (speaker,)

    def _topics(self, topic: str) -> tuple[str, ...]:
        if self._chance("no topic"):
            return ()
        return (topic, self.cast.topic()) if self._chance("two topics") else (topic,)

    def _earlier(self, kind: Kind, document: Document) -> Claim | None:
        """Choose an amount to revise, of the same kind, that has not come due."""
        if not self._chance("revision"):
            return None
        waiting = (claim for claim in self._revisable if claim.kind is kind and claim.period and claim.period.latest)
        day = document.published or LAST
        return next((claim for claim in waiting if claim.period and (claim.period.latest or day) > day), None)

    def _when(self, kind: Kind, document: Document) -> Period | None:
        habit, day = HABITS[kind], document.published or LAST
        if self.random.random() > habit.dated:
            return None
        if habit.periods is COMING and self._chance("no date"):
            return Period(self.random.choice(DATELESS))
        quarter = (day.month - 1) // 3
        written = self.random.choice(habit.periods).format(
            y=day.year,
            n=day.year + 1,
            last=day.year - 1,
            later=day.year + self.random.randint(2, 9),
            m=f"{day:%B}",
            d=day.day,
            lastq=f"{quarter or 4} {day.year if quarter else day.year - 1}",
            nextq=f"{quarter + 1} {day.year}",
        )
        return _period(written, inferred=self._chance("inferred"))

    def _amounted(self, claim: Claim) -> Claim:
        """Give a claim an amount, or another one than it had."""
        predicate = claim.predicate or self.random.choice(list(MEASURED))
        ahead = claim.kind in LOOKS_AHEAD
        while True:
            spread = claim.kind is Kind.GUIDANCE
            written = self.say.amount(predicate, spread=True) if spread else self.say.hedged(predicate)
            does = self.random.choice(MEASURED[predicate][ahead]).format(written.partition(",")[0])
            if label := self._label(claim.subject, does, claim.period):
                return replace(claim, predicate=predicate, label=label, measure=_measure(written))

    def _worded(self, claim: Claim, topic: str) -> Claim:
        """Give a claim an entity or a text for its object."""
        while True:
            if claim.kind in TIED:
                predicate, template = self.random.choice(TIED[claim.kind])
                thing = self.cast.pick("Organization", topic)
                item: str | Text = thing.id
                does = template.format(thing.label)
            else:
                predicate, template = self.random.choice(WORDED[claim.kind])
                does = self.say.fill(template)
                item = Text(does)
            if item != claim.subject and (label := self._label(claim.subject, does, claim.period)):
                return replace(claim, predicate=predicate, label=label, object=item)

    def _label(self, subject: str, does: str, period: Period | None) -> str:
        """Say in short who does what and when; nothing, where that would be too long."""
        label = f"{self.cast.labels[subject]} {does}"
        whole = f"{label}{_in_words(period)}"
        label = label if len(whole) > LABEL[1] else whole
        while len(label) < LABEL[0]:
            label += f" {self.random.choice(ADVERBS)}"
        return label if len(label) <= LABEL[1] else ""

    def _sentence(self, claim: Claim) -> str:
        claimant = self.cast.labels[claim.claimant[0]]
        sentence = self.say.fill(self.random.choice(OPENINGS), who=claimant, what=claim.label)
        ending = self.say.fill(self.random.choice(ENDINGS))
        if len(sentence) < SENTENCE[0] or (self._chance("ending") and len(sentence) + len(ending) < SENTENCE[1]):
            sentence += ending
        return f"{sentence}."

    # Where it stands.

    def _appearances(self, claim: Claim, home: int) -> Iterator[Appearance]:
        """Make up one to three: in the document at home, and in later ones, some of which name the first."""
        first = ""
        for count in range(self._by_share(APPEARANCES)):
            place = home if not count else min(len(self.documents) - 1, home + self.random.randint(0, 12))
            found = self._appearance(claim, place, first if first and self._chance("via") else None)
            first = first or appearance_key(claim.id, found)
            yield found

    def _appearance(self, claim: Claim, place: int, via: str | None) -> Appearance:
        passage = self.say.fill(PASSAGE, why=self.random.choice(PIVOTS), what=claim.label).split()
        length, before, after = self.random.randint(3, 7), self.random.randint(0, 2), self.random.randint(0, 1)
        start = self.random.randint(before, len(passage) - length - after)
        end = start + length
        exact = " ".join(passage[start:end])
        at = self.random.randrange(self.lengths[place])
        mode = self._by_share(MODES)
        return Appearance(
            self.documents[place].id,
            exact,
            mode,
            self._by_share(ZONES),
            at,
            at + len(exact),
            " ".join(passage[start - before : start]),
            " ".join(passage[end : end + after]),
            self.random.choice(CUES) if mode in {Mode.DIRECT_QUOTE, Mode.INDIRECT_SPEECH} else "",
            via,
        )

    # What bears on it.

    def _link(self, claim: Claim, document: Document) -> None:
        """Link a claim to an earlier one of its topic."""
        others = [other for topic in claim.topic[:1] for other in self._by_topic[topic][-LINKED:]]
        if others:
            by = str(document.publisher) if self._chance("by entity") else f"document:{document.id}"
            reason = self.say.fill(self.random.choice(REASONS)) if self._chance("reason") else ""
            self.links.append(Link(claim.id, self._by_share(LINKS), self.random.choice(others), by, reason))

    def _resolve(self, claim: Claim, home: int) -> None:
        """Say what came of a claim, of some; of what has not come due, that it is waited for."""
        said = self.documents[home].published or LAST
        due = claim.period.latest if claim.period and claim.period.latest else self._later(said, 20, 300)
        known = self._later(max(said, due), 1, 60)
        one, other = (self.say.fill(words, what=claim.label) for words in self.random.sample(CRITERIA, 2))
        if known > RECORDED:
            if self._chance("pending"):
                self._verdict(claim, home, Outcome.PENDING, one, said)
        elif self._chance("resolved"):
            if self._chance("waited for"):
                self._verdict(claim, home, Outcome.PENDING, one, said)
            self._verdict(claim, home, self._by_share(OUTCOMES), one, known)
            if self._chance("second reading"):
                self._verdict(claim, home, self._by_share(OUTCOMES), other, known)

    def _verdict(self, claim: Claim, home: int, outcome: Outcome, criterion: str, known: dt.date) -> None:
        evidence = self.random.choices(self.documents[home:], k=self.random.randint(1, 2))
        known = max(known, min(document.published or known for document in evidence))
        measured = claim.measure and outcome is not Outcome.PENDING and self._chance("actual")
        self.resolutions.append(
            Resolution(
                claim.id,
                outcome,
                criterion,
                tuple(document.id for document in evidence),
                known,
                min(RECORDED, self._later(known, 0, 200)),
                _measure(self.say.amount(claim.predicate)) if measured else None,
                self.say.fill("Without {things}.") if self._chance("comment") else "",
            )
        )
