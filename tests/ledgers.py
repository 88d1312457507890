"""Ledgers for tests of the network and the page. Everything in them is made up: no such firm, person or document."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import cycle, islice

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
)

__all__ = ["crowd", "guided", "hostile", "made_up", "small"]

RECORDED = dt.date(2036, 5, 1)
SAYS = Predicate("says", "says of it", "What is said.")
DOLLAR = Unit("CCY_USD", "US dollar", ("$",))

NOTES = Document(
    "notes",
    "Notes from the harbour hall",
    "NewsArticle",
    publisher="lantern-post",
    url="https://example.org/notes?page=2",
    published=dt.date(2031, 2, 3),
)
REPORT = Document("report", "Annual report of Orrery Labs", url="https://example.org/report")


def small() -> Corpus:
    """Return four claims that between them have everything a network shows."""
    entities = (
        Entity("ada-quill", "Ada Quill", "Person", "Runs Orrery Labs."),
        Entity("lantern-post", "The Lantern Post", "NewsMediaOrganization"),
        Entity("orrery", "Orrery Labs", "Organization", exact_match=("http://www.wikidata.org/entity/Q0",)),
        Entity("sextant", "Sextant 2", "SoftwareApplication"),
        Entity("unused", "Never Mentioned", "Place"),
    )
    claims = (
        Claim(
            "revenue-guidance",
            "orrery",
            "says",
            "Revenue will be $2–3 M in 2031",
            "Orrery Labs expects revenue of 2 to 3 million dollars in 2031.",
            Kind.GUIDANCE,
            Commitment.EXPECTED,
            ("ada-quill",),
            holder="orrery",
            made_at="open-day",
            claimed_on=dt.date(2031, 2, 1),
            measure=Measure("CCY_USD", "$2-3 million", low=Decimal(2_000_000), high=Decimal(3_000_000)),
            period=Period("this year", "2031", dt.date(2031, 1, 1), dt.date(2031, 12, 31), inferred=True),
            topic=("money",),
            appearance=(
                Appearance(
                    "notes",
                    "between two and three million,\nshe said",
                    Mode.INDIRECT_SPEECH,
                    Zone.BODY,
                    40,
                    80,
                    prefix="revenue of",
                    suffix="before, at",
                    cue="said",
                ),
                Appearance("notes", "Revenue – up to 3 million", Mode.UNATTRIBUTED, Zone.BULLETS, 400, 425),
            ),
        ),
        Claim(
            "revenue-too-low",
            "orrery",
            "says",
            "Revenue is too low",
            "The paper finds Orrery's revenue too low.",
            Kind.OPINION,
            Commitment.FIRM,
            ("lantern-post",),
            object=Text("too low"),
            topic=("money",),
            about=("ada-quill",),
            appearance=(Appearance("notes", "too little", Mode.UNATTRIBUTED, Zone.HEADLINE, 5, 15),),
        ),
        Claim(
            "sextant-runs-offline",
            "sextant",
            "says",
            "Sextant 2 runs without a network",
            "Sextant 2 needs no network.",
            Kind.FACT,
            Commitment.FIRM,
            ("ada-quill", "lantern-post"),
            object="orrery",
            topic=("machines",),
            appearance=(Appearance("report", "runs offline", Mode.DIRECT_QUOTE, Zone.BODY),),
        ),
        Claim(
            "sextant-never-sold",
            "sextant",
            "says",
            "Sextant 2 will not be sold",
            "Sextant 2 will not be sold.",
            Kind.PLAN,
            Commitment.CONDITIONAL,
            ("ada-quill",),
            object=Text("be sold"),
            polarity=False,
            condition="As long as the hall stands",
            topic=("machines",),
            appearance=(Appearance("notes", "not for sale", Mode.DIRECT_QUOTE, Zone.BODY, 200, 212),),
        ),
    )
    criterion = "The annual report's revenue lies within the range."
    early, late = dt.date(2031, 6, 30), dt.date(2032, 3, 1)
    return Corpus(
        Ledger("Harbour claims", description="A made-up ledger."),
        entities,
        (SAYS,),
        (Topic("money", "Money"), Topic("machines", "Machines")),
        (DOLLAR,),
        (Event("open-day", "The open day"),),
        (NOTES, REPORT),
        claims,
        (
            Link(
                "revenue-too-low", LinkType.DISPUTES, "revenue-guidance", "document:notes", "The one against the other."
            ),
            Link("sextant-never-sold", LinkType.SUPPORTS, "sextant-runs-offline", "lantern-post"),
        ),
        (
            Resolution("revenue-guidance", Outcome.PENDING, criterion, ("notes",), early, RECORDED),
            Resolution(
                "revenue-guidance",
                Outcome.FULFILLED,
                criterion,
                ("report",),
                late,
                RECORDED,
                Measure("CCY_USD", "$2.4 million", Decimal(2_400_000)),
            ),
            Resolution("sextant-never-sold", Outcome.NOT_FULFILLED, "Nobody can buy it.", ("report",), late, RECORDED),
        ),
    )


def guided() -> Corpus:
    """Return a guidance that was revised twice, promises with a day and without, and ways between places."""
    entities = (
        Entity("ada-quill", "Ada Quill", "Person"),
        Entity("lantern-post", "The Lantern Post", "NewsMediaOrganization"),
        Entity("orrery", "Orrery Labs", "Organization"),
        *(Entity(name, name.title(), "Place") for name in ("quay", "isle", "buoy", "lamp", "hermitage")),
        Entity("hermit", "Hermit", "Person"),
    )
    billion = 1_000_000_000

    def dollars(words: str, low: str, high: str) -> Measure:
        return Measure("CCY_USD", words, low=Decimal(low) * billion, high=Decimal(high) * billion)

    def exactly(words: str, value: str, **change: object) -> Measure:
        return Measure("CCY_USD", words, Decimal(value) * billion, rounding=Decimal(5_000_000), **change)

    def claim(name: str, of: str, kind: Kind, by: str, **more: object) -> Claim:
        label = name.replace("-", " ").capitalize()
        place = (Appearance("notes", label, Mode.INDIRECT_SPEECH, Zone.BODY),)
        thing = None if "measure" in more else Text(label)
        return Claim(
            name, of, "says", label, f"{label}.", kind, Commitment.FIRM, (by,), object=thing, appearance=place, **more
        )

    def people(words: str, *value: Decimal, **more: object) -> Measure:
        return Measure("NUM", words, *value, **more)

    over = Approximation.AT_LEAST
    year = Period("this year", "2031", dt.date(2031, 1, 1), dt.date(2031, 12, 31))
    guidance = {"kind": Kind.GUIDANCE, "by": "ada-quill", "holder": "orrery", "period": year}
    in_may, in_august = dt.date(2031, 5, 1), dt.date(2031, 8, 1)
    claims = (
        # Its day is that of the event alone.
        claim(
            "spending-of-winter", "orrery", measure=dollars("$35-40 bn", "35", "40"), made_at="winter-call", **guidance
        ),
        claim("spending-of-may", "orrery", measure=dollars("$37-40 bn", "37", "40"), claimed_on=in_may, **guidance),
        claim(
            "spending-of-august", "orrery", measure=dollars("$38-40 bn", "38", "40"), claimed_on=in_august, **guidance
        ),
        claim(
            "crew",
            "orrery",
            Kind.FIGURE,
            "ada-quill",
            measure=people("700 to 900", low=Decimal(700), high=Decimal(900)),
        ),
        claim(
            "guests", "orrery", Kind.FIGURE, "ada-quill", measure=people("over 600", Decimal(600), approximation=over)
        ),
        claim(
            "revenue",
            "orrery",
            Kind.FIGURE,
            "lantern-post",
            measure=exactly(
                "$39.1 bn, up 22%", "39.1", change_rate=Decimal("0.22"), change_basis=ChangeBasis.YEAR_OVER_YEAR
            ),
        ),
        claim("a-better-world", "orrery", Kind.GOAL, "ada-quill"),
        claim("a-better-harbour", "orrery", Kind.PLAN, "ada-quill"),
        claim("new-hall", "orrery", Kind.PLAN, "ada-quill", period=year),
        claim(
            "new-tower",
            "orrery",
            Kind.PLAN,
            "ada-quill",
            period=Period("by 2040", "../2040", None, dt.date(2040, 12, 31)),
        ),
        claim("quay-is-old", "quay", Kind.FACT, "lantern-post", about=("buoy",)),
        claim("isle-is-green", "isle", Kind.FACT, "lantern-post", about=("buoy",)),
        claim("lamp-is-out", "lamp", Kind.FACT, "lantern-post"),
        claim("hermit-is-here", "hermitage", Kind.FACT, "hermit"),
    )
    with_leases, without = "Leases included, it lies in the range.", "Leases left out, it lies in the range."
    day = dt.date(2032, 2, 1)
    outcomes = (
        ("spending-of-may", Outcome.FULFILLED, with_leases, exactly("39.23 bn", "39.23")),
        ("spending-of-may", Outcome.FULFILLED, without, exactly("37.26 bn", "37.26")),
        ("spending-of-august", Outcome.FULFILLED, with_leases, exactly("39.23 bn", "39.23")),
        ("spending-of-august", Outcome.NOT_FULFILLED, without, exactly("37.26 bn", "37.26")),
        ("crew", Outcome.FULFILLED, "Counted.", Measure("CCY_USD", "$9 a head", Decimal(9))),
        ("guests", Outcome.FULFILLED, "Counted.", people("650", Decimal(650))),
        ("revenue", Outcome.FULFILLED, "The report has it.", exactly("39.071 bn", "39.071")),
        ("a-better-harbour", Outcome.PENDING, "Somebody says so.", None),
        ("quay-is-old", Outcome.NOT_FULFILLED, "It was built last year.", None),
    )
    return Corpus(
        Ledger("Guided claims"),
        entities,
        (SAYS,),
        (),
        (DOLLAR, Unit("NUM", "number")),
        (Event("winter-call", "The winter call", dt.date(2031, 2, 1)),),
        (NOTES, REPORT),
        claims,
        (
            Link("spending-of-may", LinkType.SUPERSEDES, "spending-of-winter", "document:notes"),
            Link("spending-of-august", LinkType.SUPERSEDES, "spending-of-may", "document:notes"),
        ),
        tuple(
            Resolution(name, outcome, criterion, ("report",), day, RECORDED, actual)
            for name, outcome, criterion, actual in outcomes
        ),
    )


_NAMES = (
    ("Person", "Ada Quill", "Bo Tamarind", "Cleo Marsh", "Dag Orrin", "Edda Vance", "Finn Oakes", "Gro Hale"),
    ("Organization", "Orrery Labs", "Lantern Post", "Tidewater", "Kestrel & Sons", "Nimbus Works", "Hollow Mill"),
    ("SoftwareApplication", "Sextant", "Sextant 2", "Sextant 2.1", "Almanac", "Plumb Line", "Gannet", "Lodestar"),
    ("Place", "Saltmarsh", "Upper Quay"),
    ("Audience", "Harbour pilots", "Shopkeepers"),
    ("DefinedTerm", "Tide forecasting", "Idle capacity", "Open charts", "Night work", "Cheap storage", "Drift", "Fog"),
)
_TOPICS = (
    "Open charts",
    "Harbour spending",
    "Tide models",
    "Crew & roles",
    "Half-year numbers",
    "The assistant",
    "Safety",
    "Trade",
)
_STEMS = (
    "Charts will stay open",
    "The quay costs twice what was planned this year",
    "Nobody needs a pilot at night any more once the new model reads the tide",
    "Half-year income was 4.1 M",
    "Fog halves traffic",
    "Every shop in town will have its own almanac before the year is over",
    "It is better to build berths early than late",
    "The assistant misread the tide tables in spring",
)


def _identifier(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower())


def made_up(claims: int = 66) -> Corpus:
    """Return a ledger about as large as the shipped one, of stock phrases: 31 entities, eight topics."""
    entities = [Entity(_identifier(name), name, kind) for kind, *names in _NAMES for name in names]
    by_name = {entity.label: entity.id for entity in entities}
    outlet = by_name["Lantern Post"]
    people = [entity.id for entity in entities if entity.type == "Person"]
    things = [entity.id for entity in entities if entity.type != "Person"]
    kinds, commitments, outcomes = list(Kind), list(Commitment), list(Outcome)
    found, resolutions, links = [], [], []
    for number in range(claims):
        kind = kinds[number % len(kinds)]
        topic = (number * 7 + number // 5) % len(_TOPICS)
        year = dt.date(2031 + number % 4, 12, 31)
        place = 100 * number
        found.append(
            Claim(
                f"claim-{number:05}",
                things[(topic * 3 + number % 3) % len(things)],
                "says",
                f"{_STEMS[(number * 5) % len(_STEMS)]}, {number}",
                f"In our words, claim {number}.",
                kind,
                commitments[number % len(commitments)],
                (outlet if number % 2 else people[number % len(people)],),
                object=things[(topic * 3 + number % 5) % len(things)] if number % 3 else Text("a text"),
                holder=by_name["Orrery Labs"] if number % 11 == 0 else None,
                polarity=number % 13 != 0,
                measure=Measure("CCY_USD", f"${number}", Decimal(number)),
                period=Period(f"by {year.year}", f"../{year.year}", None, year) if number % 4 == 0 else None,
                topic=(f"topic-{topic}",),
                about=(*things[number : number + 1], *([by_name["Orrery Labs"]] if number % 3 == 0 else [])),
                appearance=tuple(
                    Appearance(
                        "notes", f"words of claim {number} as they stand", Mode.UNATTRIBUTED, zone, place, place + 30
                    )
                    for zone in islice(Zone, 1 + number % 2)
                ),
            )
        )
        if number % 3 == 0:
            outcome = outcomes[(number // 3) % len(outcomes)]
            day = dt.date(2035, 1, 1)
            resolutions.append(Resolution(found[-1].id, outcome, f"Criterion {number}", ("report",), day, RECORDED))
    kinds_of_link = cycle(LinkType)
    for number in range(0, claims - 3, 3):
        kind = next(kinds_of_link)
        links.append(Link(found[number + 3].id, kind, found[number].id, "document:notes", f"Reason {number}"))
    return Corpus(
        Ledger("Harbour claims", description="A made-up ledger for tests."),
        tuple(entities),
        (SAYS,),
        tuple(Topic(f"topic-{number}", label) for number, label in enumerate(_TOPICS)),
        (DOLLAR,),
        (),
        (NOTES, REPORT),
        tuple(found),
        tuple(links),
        tuple(resolutions),
    )


ATTACKS = (
    "</script><script>window.ran = 1</script>",
    '"><img src=x onerror="window.ran = 2">',
    "<svg onload=window.ran=3>",
    "{{ 7 * 7 }} ${window.ran=4} {% raw %}",
    "line\u2028separator\u2029 and \u0085",
    "\u202ertl override \u05d0\u05d1\u05d2 \u0627\u0644\u0639\u0631\u0628\u064a\u0629",
    "<!-- <script> -->",
    "' onmouseover='window.ran=5",
    '" autofocus onfocus="window.ran=6',
    "]]> </style><style>*{display:none}</style>",
    "long" * 400,
    "word " * 400,
    "__proto__",
    "constructor",
    "=cmd|' /C calc'!A0",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u0041\u030a\u0323",
    "   ",
)


def hostile() -> Corpus:
    """Return a ledger whose every text is an attack or a nuisance."""
    entities = [Entity(f"e{number}", attack, "Person") for number, attack in enumerate(ATTACKS)]
    addresses = (
        "javascript:window.ran=7",
        "data:text/html,<script>window.ran=8</script>",
        "vbscript:x",
        "https://example.org/#x",
    )
    documents = [
        Document(
            f"d{number}",
            attack,
            publisher=f"e{number}",
            url=addresses[number % len(addresses)].replace("<", "%3C").replace(">", "%3E"),
        )
        for number, attack in enumerate(ATTACKS)
    ]
    claims = [
        Claim(
            f"c{number}",
            f"e{number}",
            "says",
            attack,
            attack,
            Kind.FORECAST,
            Commitment.FIRM,
            (f"e{number}", "e0"),
            object=Text(attack),
            holder="e1",
            condition=attack,
            measure=Measure("CCY_USD", attack),
            period=Period(attack),
            topic=(f"t{number % 5}",),
            appearance=(
                Appearance(
                    f"d{number}", attack, Mode.DIRECT_QUOTE, Zone.BODY, prefix=attack, suffix=attack, cue=attack
                ),
            ),
        )
        for number, attack in enumerate(ATTACKS)
    ]
    day = dt.date(2031, 1, 1)
    return Corpus(
        Ledger(ATTACKS[0], description=ATTACKS[1]),
        tuple(entities),
        (SAYS,),
        tuple(Topic(f"t{number}", ATTACKS[number]) for number in range(5)),
        (Unit("CCY_USD", ATTACKS[1]),),
        (),
        tuple(documents),
        tuple(claims),
        tuple(
            Link(f"c{n + 1}", LinkType.DISPUTES, f"c{n}", f"document:d{n}", attack)
            for n, attack in enumerate(ATTACKS[:-1])
        ),
        tuple(
            Resolution(
                f"c{n}", Outcome.FULFILLED, attack, (f"d{n}",), day, RECORDED, Measure("CCY_USD", attack), attack
            )
            for n, attack in enumerate(ATTACKS)
        ),
    )


def crowd(claims: int = 600, speakers: int = 70, things: int = 160) -> Corpus:
    """Return a ledger of more speakers and things than fit a screen; low numbers come up more often than high ones."""
    people = [Entity(f"speaker-{number}", f"Speaker {number}", "Person") for number in range(speakers)]
    products = [Entity(f"thing-{number}", f"Thing {number}", "SoftwareApplication") for number in range(things)]
    outcomes = list(Outcome)
    found = [
        Claim(
            f"claim-{number}",
            f"thing-{number % things if number < things else number * number % (1 + number % things)}",
            "says",
            f"Claim {number}",
            f"In our words, claim {number}.",
            Kind.FORECAST if number % 2 else Kind.FACT,
            Commitment.FIRM,
            (f"speaker-{number % speakers if number < speakers else number * number % (1 + number % speakers)}",),
            object=Text(f"text {number}"),
            claimed_on=dt.date(2020 + number % 9, 1 + number % 12, 1 + number % 28),
            period=Period("then", f"{2024 + number % 7}", None, dt.date(2024 + number % 7, 12, 31))
            if number % 3
            else None,
            topic=("trade",),
            appearance=(Appearance("notes", "words", Mode.UNATTRIBUTED, Zone.BODY, 10 * number, 10 * number + 5),),
        )
        for number in range(claims)
    ]
    day = dt.date(2035, 1, 1)
    resolutions = [
        Resolution(
            found[number].id, outcomes[number // 5 % len(outcomes)], f"Criterion {number}", ("report",), day, RECORDED
        )
        for number in range(0, claims, 5)
    ]
    outlet = Entity("lantern-post", "The Lantern Post", "NewsMediaOrganization")
    return Corpus(
        Ledger("A crowd", description="A made-up ledger for tests."),
        (*people, *products, outlet),
        (SAYS,),
        (Topic("trade", "Trade"),),
        (DOLLAR,),
        (),
        (NOTES, REPORT),
        tuple(found),
        (),
        tuple(resolutions),
    )


def topical(claims: int = 400, topics: int = 60) -> Corpus:
    """Return a crowd with more topics than are told apart on a map: each has at least one claim, low numbers more."""
    found = crowd(claims)
    chosen = [number if number < topics else number * number % (1 + number % topics) for number in range(claims)]
    return replace(
        found,
        topics=tuple(Topic(f"topic-{number}", f"Topic {number}") for number in range(topics)),
        claims=tuple(
            replace(claim, topic=(f"topic-{topic}",)) for claim, topic in zip(found.claims, chosen, strict=True)
        ),
    )
