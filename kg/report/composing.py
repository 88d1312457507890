"""Composes the report: which claims it tells of, section by section."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.claims import Claim, Corpus, Kind
from kg.errors import QueryError
from kg.figures import Verdict, audit
from kg.history import due, record, responsible, revisions
from kg.naming import find_entity
from kg.report.claims import claim_blocks, result_of
from kg.report.cutting import Cutter
from kg.report.document import Block, Heading, Paragraph, Report
from kg.report.naming import Naming
from kg.report.sections import counted, disagreeing, moved, never, opened, revised, scored
from kg.restatements import drift
from kg.wording import count, date

__all__ = ["Asked", "newest_day", "report"]

_SCORED: Final = 20
"""How many records a report on a whole ledger has: of those with the most settled claims."""

_GRAVE: Final = {Verdict.CONTRADICTION, Verdict.TENSION}

_MARKS: Final = 2
"""From how many ranges and values on guidance is told as revised."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The days that a report names: those of :func:`kg.history.as_of`, and that from which something is overdue."""

    as_of: dt.date | None = None
    recorded_as_of: dt.date | None = None
    today: dt.date | None = None


def report(
    corpus: Corpus, *, claimant: str | None = None, entity: str | None = None, asked: Asked | None = None
) -> Report:
    """Compose a report on a ledger, what a ``claimant`` claims or holds, or what is claimed by or of an ``entity``.

    ``corpus`` is already as it was on the days ``asked``. Without a day ``today`` that of ``as_of`` counts, else the
    newest in the ledger, never the clock's: the same ledger gives the same report. Raises QueryError, with the nearest
    names, where there is no such entity, and where both a claimant and an entity are given.
    """
    if claimant is not None and entity is not None:
        what = "a report is on one claimant, or on one entity"
        raise QueryError.at(None, what, "give --claimant (what it claims) or --entity (also what is claimed of it)")
    who = None if (name := claimant or entity) is None else find_entity(corpus, name).id
    claims = [claim for claim in corpus.claims if who is None or who in _tied(claim, wide=claimant is None)]
    naming, cutter = Naming(corpus, {claim.id for claim in claims}), Cutter(corpus)
    days = asked or Asked()
    if who is None:
        title = f"{corpus.ledger.title}: what was claimed, and what came of it"
    else:
        label = naming.entity(who)
        what = f"What {label} claims" if claimant is not None else f"What is claimed by and of {label}"
        title = f"{what}, and what came of it"
    blocks = (
        Paragraph((_size(naming, claims),)),
        *_days(corpus, days),
        *_summary(naming, cutter, claims, who, claimant=claimant is not None),
        *_topics(naming, cutter, claims),
        *_guidance(naming, cutter, claims),
        *_drift(naming, cutter, claims),
        *_audit(naming, cutter, claims),
        *_due(naming, _today(corpus, days)[0] or dt.date.min),
    )
    return Report(title, blocks, naming.notes)


def newest_day(corpus: Corpus) -> dt.date | None:
    """Return the newest day on which anything in a ledger was said, published, known or recorded."""
    days = (
        *(day for claim in corpus.claims for day in (claim.claimed_on, claim.recorded_on)),
        *(day for document in corpus.documents for day in (document.published, document.recorded_on)),
        *(day for one in corpus.resolutions for day in (one.known_on, one.recorded_on)),
        *(event.date for event in corpus.events),
    )
    return max(filter(None, days), default=None)


def _tied(claim: Claim, *, wide: bool) -> set[object]:
    """Name who claims or holds something; ``wide``: also whom and what it is about."""
    of = {claim.subject, claim.object, *claim.about} if wide else set()
    return {*claim.claimant, *responsible(claim), *of}


def _today(corpus: Corpus, asked: Asked) -> tuple[dt.date | None, str]:
    """Return the day from which something is overdue, and where it is from."""
    if day := asked.today or asked.as_of:
        return day, ""
    return newest_day(corpus), ", the newest day in the ledger"


def _size(naming: Naming, claims: Sequence[Claim]) -> str:
    if not claims:
        return "The ledger has no such claim."
    documents = {one.document for claim in claims for one in claim.appearance}
    answering = {name for claim in claims for name in responsible(claim)}
    days = [day for claim in claims if (day := naming.said_on(claim)[0])]
    span = f", made between {date(min(days))} and {date(max(days))}" if len(set(days)) > 1 else ""
    size = f"{count(len(claims), 'claim')} that {count(len(answering), 'claimant answers', 'claimants answer')} for"
    return f"{size}, from {count(len(documents), 'document')}{span}."


def _days(corpus: Corpus, asked: Asked) -> Iterator[Block]:
    told = []
    if asked.as_of:
        told.append(f"What had been claimed, and what was known, on {date(asked.as_of)}.")
    if asked.recorded_as_of:
        told.append(f"What this ledger had by {date(asked.recorded_as_of)}.")
    day, why = _today(corpus, asked)
    if day and day != asked.as_of:
        told.append(f"As of {date(day)}{why}.")
    if told:
        yield Paragraph((" ".join(told),))


def _summary(
    naming: Naming, cutter: Cutter, claims: Sequence[Claim], who: str | None, *, claimant: bool
) -> Iterator[Block]:
    own = [claim for claim in claims if not claimant or who in responsible(claim)]
    if not claims:
        return
    yield Heading(2, "In short")
    if relayed := len(claims) - len(own):
        what = f"{count(relayed, 'claim')} of these it made for others, who answer for them: not counted here."
        yield Paragraph((what,))
    yield from counted(naming, ((claim, result_of(claim, cutter.verdicts.get(claim.id, ()))) for claim in own))
    if who is not None:
        scored_ones = [who] if any(who in responsible(claim) for claim in claims) else []
    else:
        settled = Counter(name for claim in claims if claim.id in cutter.verdicts for name in responsible(claim))
        scored_ones = [name for name, _ in sorted(settled.items(), key=lambda each: (-each[1], each[0]))[:_SCORED]]
    known = {entity.id for entity in naming.corpus.entities}
    yield from scored(naming, (record(naming.corpus, name) for name in scored_ones if name in known))


def _topics(naming: Naming, cutter: Cutter, claims: Iterable[Claim]) -> Iterator[Block]:
    """Tell of claims by their first topic, those without one last, in the order in which they were made."""
    labels = {topic.id: topic.label for topic in naming.corpus.topics}
    found: dict[str, list[Claim]] = {name: [] for name in labels}
    for claim in claims:
        found.setdefault(next(iter(claim.topic), ""), []).append(claim)
    for topic, each in sorted(found.items(), key=lambda item: (not item[0], labels.get(item[0], item[0]))):
        if each:
            yield Heading(2, labels.get(topic, topic) or "Other claims")
        for claim in sorted(each, key=lambda claim: (naming.said_on(claim)[0] or dt.date.max, claim.id)):
            yield from claim_blocks(naming, claim, cutter.verdicts.get(claim.id, []), cutter.links(claim.id))


def _guidance(naming: Naming, cutter: Cutter, claims: Iterable[Claim]) -> Iterator[Block]:
    """Tell of guidance that was revised, or that a value came of."""
    entities = {entity.id for entity in naming.corpus.entities}
    guided = {
        (claim.subject, claim.predicate)
        for claim in claims
        if claim.kind is Kind.GUIDANCE and claim.subject in entities and claim.predicate in naming.predicates
    }
    same: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in naming.corpus.claims:
        if (claim.subject, claim.predicate) in guided:
            same[claim.subject, claim.predicate].append(claim)
    first = True
    for subject, predicate in sorted(guided):
        chains = [
            chain
            for chain in revisions(cutter.cut(same[subject, predicate]), subject, predicate)
            if len(chain.steps) + len(chain.actual) >= _MARKS and naming.told & {step.claim.id for step in chain.steps}
        ]
        if chains and first:
            yield Heading(2, "How guidance moved, and what came")
            first = False
        if chains:
            yield from revised(naming, subject, predicate, chains)


def _drift(naming: Naming, cutter: Cutter, claims: Iterable[Claim]) -> Iterator[Block]:
    found = drift(cutter.cut(cutter.linked(claims)))
    if drifts := [one for one in found if one.differences and naming.told & {one.before, one.after}]:
        yield Heading(2, "What moved when it was said again")
        yield from moved(naming, drifts)


def _audit(naming: Naming, cutter: Cutter, claims: Iterable[Claim]) -> Iterator[Block]:
    """Tell which claims contradict one another; only claims on one subject can, so that no others are looked at."""
    subjects = {claim.subject for claim in claims}
    found = audit(cutter.cut(claim for claim in naming.corpus.claims if claim.subject in subjects))
    if grave := [one for one in found if one.verdict in _GRAVE and naming.told & set(one.claims)]:
        yield Heading(2, "What disagrees")
        yield from disagreeing(naming, grave)


def _due(naming: Naming, day: dt.date) -> Iterator[Block]:
    waiting = [each for each in due(naming.corpus, day) if each.claim.id in naming.told]
    if dated := [each for each in waiting if each.day is not None]:
        yield Heading(2, "What is open")
        yield from opened(naming, dated)
    if undated := [each for each in waiting if each.day is None]:
        yield Heading(2, "What no day will judge, and what it lacks for that")
        yield from never(naming, undated)
