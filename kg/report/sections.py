"""The sections around the claims: what came of them in sum, how guidance moved, what drifted, disagrees, is open."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from kg.amounts import Interval
from kg.claims import Claim
from kg.figures import Finding
from kg.history import FEWEST, Chain, Due, HitRate, Record, Result, Step, Waiting, picture, responsible
from kg.history.figures import Figure
from kg.history.revisions import position_of
from kg.report.claims import RESULTS
from kg.report.document import Block, Grid, Heading, Inline, Items, Line, Paragraph, Picture, Strong
from kg.report.naming import Naming
from kg.restatements import Drift, Effect
from kg.wording import count, date, number, numbers, percent, period, unit_name

__all__ = ["counted", "disagreeing", "moved", "never", "opened", "revised", "scored"]

_NAMED: Final = 8
"""How many claims of one outcome are named; the others are counted."""

_SCORING: Final = (
    "Whoever is responsible is scored, never who relays. A claim held up if its criterion was met in full; a split or "
    f"ambiguous one is not in a rate. The intervals are Wilson’s; below {FEWEST} settled claims there is no rate."
)

_MOVES: Final = {"low": 0, "high": 1}
_WIDTH: Final = 3


def counted(naming: Naming, claims: Iterable[tuple[Claim, Result | None]]) -> Iterator[Block]:
    """Count claims by what came of them."""
    found: dict[str, list[Claim]] = {word: [] for word in RESULTS.values()}
    for claim, result in claims:
        found[RESULTS[result]].append(claim)
    rows = tuple(
        ((word.capitalize(),), (f"{len(each):,}",), tuple(_named(naming, each))) for word, each in found.items() if each
    )
    if rows:
        yield Grid("What came of the claims", ("Outcome", "Claims", "Which"), rows)


def _named(naming: Naming, claims: Sequence[Claim]) -> Iterator[Inline]:
    for place, claim in enumerate(claims[:_NAMED]):
        if place:
            yield "; "
        yield naming.claim(claim)
    if len(claims) > _NAMED:
        yield f"; and {len(claims) - _NAMED:,} more"


def scored(naming: Naming, records: Iterable[Record]) -> Iterator[Block]:
    """Tell the hit rates of records, with what they are over and how far chance alone could move them."""
    items: list[Line] = []
    for each in records:
        rates = (
            ("forecasts, plans, goals and guidance that were settled", "held up", each.ahead),
            ("other claims that were settled", "held up", each.other),
            ("ranges of guidance", "hold what came", each.guidance),
        )
        said = [_rate(rate, what, did) for what, did, rate in rates if rate.resolved]
        if each.brier is not None and each.log is not None:
            over = count(len(each.probabilities), "stated probability", "stated probabilities")
            said.append(f"{over}: Brier score {each.brier:.3f}, log score {each.log:.3f} (0 is best)")
        if said:
            items.append((Strong(naming.entity(each.of)), f": {'; '.join(said)}."))
    if items:
        yield Items(tuple(items))
        yield Paragraph((_SCORING,))


def _rate(each: HitRate, what: str, did: str) -> str:
    told = f"{each.hits} of {each.resolved} {what} {did}"
    if each.rate is None or each.low is None or each.high is None:
        return f"{told} (too few for a rate)"
    return f"{told}: {percent(each.rate)} (95% interval: {percent(each.low)} to {percent(each.high)})"


def revised(naming: Naming, subject: str, predicate: str, chains: Sequence[Chain]) -> Iterator[Block]:
    """Tell how guidance of one figure was revised and what came: a table for each period, one picture of all."""
    what = f"{naming.entity(subject)} {naming.predicates.get(predicate, predicate)}"
    yield Heading(3, what)
    for chain in chains:
        columns = ("Day", "What", "Low to high", "Midpoint", "Width", "What moved", "Evidence")
        rows = (*(_step(naming, step) for step in chain.steps), *(_came(naming, chain, each) for each in chain.actual))
        unit = unit_name(chain.unit, naming.corpus.units)
        yield Grid(f"{what}, {period(chain.period)}{f', in {unit}' if unit else ''}", columns, rows)
    shows = f"{what}: the ranges in the order in which they were given, and what came; the table above has the same."
    svg = picture(naming.corpus, subject, predicate, chains)
    yield Picture(f"{subject} {predicate}", shows, svg)


def _step(naming: Naming, step: Step) -> tuple[Line, ...]:
    marks = naming.marks(dict.fromkeys(one.document for one in step.claim.appearance))
    return (
        (date(step.day) if step.day else "no day is recorded",),
        (naming.claim(step.claim),),
        (numbers(step.low, step.high),),
        (number(step.midpoint),),
        (number(step.width),),
        (", ".join(_move(word, step.moved) for word in step.how) or "first",),
        marks,
    )


def _move(word: str, moved: Sequence[Decimal]) -> str:
    """Add by how much something moved to the word for it."""
    if not any(moved):
        return word
    return f"{word} by {number(abs(moved[_MOVES.get(word.partition(' ')[0], _WIDTH)]))}"


def _within(position: Decimal) -> str:
    if position < 0:
        return "below the last range"
    return "above the last range" if position > 1 else f"at {percent(position)} of the last range"


def _came(naming: Naming, chain: Chain, figure: Figure) -> tuple[Line, ...]:
    low, high = (
        (end if end is not None else Decimal(0)) if figure.measure.value is None else figure.measure.value
        for end in (figure.measure.low, figure.measure.high)
    )
    position = position_of(chain, figure)
    where = "" if position is None else _within(position)
    return (
        (date(figure.known_on) if figure.known_on else "no day is recorded",),
        (Strong("What came"), f": {figure.criterion}" if figure.criterion else ""),
        (numbers(low, high),),
        (),
        (),
        (where,),
        naming.marks(figure.evidence),
    )


def moved(naming: Naming, drifts: Sequence[Drift]) -> Iterator[Block]:
    """List what differs where a claim was said again, and which way."""
    effects = Counter(each.effect for one in drifts for each in one.differences)
    told = ", ".join(f"{number} {_verb(effect, number)}" for effect in Effect if (number := effects[effect]))
    yield Paragraph(
        (f"{count(effects.total(), 'difference')} between what was said and how it was said again: {told}.",)
    )
    items: list[Line] = []
    for one in drifts:
        before, after = naming.claims[one.before], naming.claims[one.after]
        says = "; ".join(f"{each.how} ({each.effect})" for each in one.differences)
        start: Line = (naming.claim(before), " (", *_place(naming, before, one.place), ")")
        again: Line = (naming.claim(after), " (") if after is not before else ("the same claim (",)
        reason = f". {one.reason.removesuffix('.')}" if one.reason else ""
        items.append((*start, " became ", *again, *_place(naming, after, one.place_after), f"): {says}{reason}."))
    yield Items(tuple(items))


def _verb(effect: Effect, many: int) -> str:
    return effect if many == 1 else effect.removesuffix("s")


def _place(naming: Naming, claim: Claim, places: str) -> Line:
    """Say who says it, and where: "quote, DOCUMENT; prose, DOCUMENT" with the documents as footnotes."""
    line: list[Inline] = [naming.whose(claim)]
    for place in places.split("; "):
        zone, _, document = place.partition(", ")
        line += [f", {zone}", naming.mark(document)]
    return tuple(line)


def disagreeing(naming: Naming, findings: Iterable[Finding]) -> Iterator[Block]:
    """List claims that cannot all be true, and those that only just can."""
    items: list[Line] = []
    for each in findings:
        both = [_interval(figure.interval) for figure in (each.figure, each.other) if figure]
        amounts = f" ({' against '.join(both)})" if len(both) > 1 else ""
        line: list[Inline] = [Strong(each.verdict.capitalize()), f": {each.why}{amounts}. "]
        for place, name in enumerate(each.claims):
            claim = naming.claims[name]
            line += [*(["; "] if place else []), naming.claim(claim), f" ({naming.whose(claim)})"]
        items.append(tuple(line))
    yield Items(tuple(items))


def _interval(values: Interval) -> str:
    if values.low is not None and values.high is not None:
        return numbers(values.low, values.high)
    if values.low is None:
        return "any number" if values.high is None else f"at most {number(values.high)}"
    return f"at least {number(values.low)}"


def opened(naming: Naming, dues: Iterable[Due]) -> Iterator[Block]:
    """List what is open by the day on which it can be judged."""
    items: list[Line] = []
    for each in dues:
        if each.day is not None:
            late = ", overdue" if each.waiting is Waiting.OVERDUE else ""
            criteria = " ".join(each.criteria) or "There is no criterion yet."
            items.append((Strong(f"{date(each.day)}{late}"), ": ", *_waiting(naming, each), f". {criteria}"))
    yield Items(tuple(items))


def never(naming: Naming, dues: Iterable[Due]) -> Iterator[Block]:
    """List what no day will judge, and what it lacks for that."""
    yield Items(tuple((*_waiting(naming, each), f": no {', no '.join(each.lacks)}.") for each in dues))


def _waiting(naming: Naming, each: Due) -> Line:
    return (naming.claim(each.claim), f" ({naming.entities(responsible(each.claim))})")
