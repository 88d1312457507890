"""What differs between two claims of which one restates the other."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from kg.amounts import Interval, allowed
from kg.claims import Claim, Commitment, Kind, Measure, Period, Text

__all__ = ["Aspect", "Difference", "Effect", "compare", "words_between"]


class Aspect(StrEnum):
    """What of a claim can differ, in the order in which differences are told."""

    CLAIMANT = "claimant"
    SUBJECT = "subject"
    COMMITMENT = "commitment"
    AMOUNT = "amount"
    TIME = "time"
    POLARITY = "polarity"
    SCOPE = "scope"
    ORDER = "order"


class Effect(StrEnum):
    """What a difference does to what is claimed."""

    STRENGTHENS = "strengthens"
    """More is claimed: more firmly, for less time, within a narrower amount, under no condition."""
    WEAKENS = "weakens"
    """Less is claimed."""
    SHIFTS = "shifts"
    """Something else is claimed, neither more nor less."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: in the claim that is restated, in the restatement, and what that does to it."""

    aspect: Aspect
    before: str
    after: str
    effect: Effect
    how: str


_STRENGTH: Final = {
    Commitment.REPORTED: 0,
    Commitment.DISTANCED: 0,
    Commitment.HEDGED: 1,
    Commitment.CONDITIONAL: 1,
    Commitment.EXPECTED: 2,
    Commitment.FIRM: 3,
    Commitment.PRESUPPOSED: 3,
}
"""How far each commits: held at a distance, may be, is expected, is so. Those of one rank differ in kind alone."""

_AHEAD: Final = {Kind.FORECAST, Kind.PLAN, Kind.GOAL, Kind.GUIDANCE, Kind.OPINION}
"""Kinds of which a day sooner is more: what came has its time, and another is another."""

_HEDGES: Final = re.compile(
    r"\b(?:aim(?:s|ing)? to|appears?|believes?|could|expects?|hopes?|i think|likely|may|might|on track|perhaps|"
    r"possibly|probably|seems?|should|suggests?|thinks?|would)\b",
    re.IGNORECASE,
)
"""Words that hedge, after Hyland, Hedging in Scientific Research Articles (1998), and what the news says instead."""

_NEAR: Final = re.compile(r"\b(?:soon|shortly|imminent|now|before long|any day)\b", re.IGNORECASE)
_FAR: Final = re.compile(
    r"\b(?:over time|in the (?:(?:long|distant) )?(?:run|future|term)|eventually|ultimately|(?:one|some) day)\b",
    re.IGNORECASE,
)


def compare(before: Claim, after: Claim, named: Callable[[str], str] = str) -> tuple[Difference, ...]:
    """List what ``after``, a restatement, changes of ``before``; ``named`` writes ids of entities for people.

    Nothing is read from what a fragment leaves out, since fragments are cut short; words of theirs only illustrate a
    difference that the records state.
    """
    return tuple(
        difference
        for find in (_claimant, _subject, _commitment, _amount, _time, _polarity, _content, _condition)
        for difference in find(before, after, named)
    )


_OPPOSITE: Final = {Effect.STRENGTHENS: Effect.WEAKENS, Effect.WEAKENS: Effect.STRENGTHENS}


def _denied(before: Claim, after: Claim, difference: Difference) -> Difference:
    """Turn what a time or an amount does around where both claims deny: who denies more values claims more."""
    if before.polarity or after.polarity:
        return difference
    how = difference.how.replace("it may now come earlier too", "more days are denied")
    moved = how.endswith((": sooner", ": later"))  # what does not come in May may or may not come in June
    effect = Effect.SHIFTS if moved else _OPPOSITE.get(difference.effect, difference.effect)
    return replace(difference, effect=effect, how=how.replace(" are allowed", " are denied"))


Named = Callable[[str], str]


def _claimant(before: Claim, after: Claim, named: Named) -> Iterator[Difference]:
    if set(before.claimant) != set(after.claimant):
        one, other = (", ".join(map(named, claim.claimant)) for claim in (before, after))
        yield Difference(Aspect.CLAIMANT, one, other, Effect.SHIFTS, f"said of {other} instead of {one}")


def _subject(before: Claim, after: Claim, named: Named) -> Iterator[Difference]:
    if before.subject != after.subject:
        one, other = named(before.subject), named(after.subject)
        yield Difference(Aspect.SUBJECT, one, other, Effect.SHIFTS, f"speaks of {other} instead of {one}")


def _commitment(before: Claim, after: Claim, _: Named) -> Iterator[Difference]:
    if before.commitment is after.commitment:
        return
    one, other = _hedges(before), _hedges(after)
    dropped, added = [word for word in one if word not in other], [word for word in other if word not in one]
    step = _STRENGTH[after.commitment] - _STRENGTH[before.commitment]
    effect = Effect.STRENGTHENS if step > 0 else Effect.WEAKENS if step < 0 else Effect.SHIFTS
    how = f"{before.commitment} became {after.commitment}"
    if dropped and step > 0:
        how += f", {_quoted(dropped)} was dropped"
    if added and step < 0:
        how += f", {_quoted(added)} was added"
    yield Difference(Aspect.COMMITMENT, before.commitment, after.commitment, effect, how)


def _hedges(claim: Claim) -> list[str]:
    found = (match[0].lower() for one in claim.appearance for match in _HEDGES.finditer(f"{one.exact} {one.cue}"))
    return list(dict.fromkeys(found))


def _quoted(words: list[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _amount(before: Claim, after: Claim, _: Named) -> Iterator[Difference]:
    one, other = before.measure, after.measure
    if _numbers(one) == _numbers(other):
        return
    was, now = ("" if measure is None else _amount_written(measure) for measure in (one, other))
    if one is None or other is None:
        effect, how = (
            (Effect.STRENGTHENS, "an amount was added") if one is None else (Effect.WEAKENS, "the amount was dropped")
        )
    elif one.unit != other.unit:
        effect, how = Effect.SHIFTS, f"in {other.unit} instead of {one.unit}"
    else:
        effect, how = _by_interval(allowed(one), allowed(other))
        if effect is Effect.SHIFTS and allowed(one) == allowed(other):
            gone = other.change_rate is None
            effect = Effect.WEAKENS if gone else Effect.STRENGTHENS if one.change_rate is None else Effect.SHIFTS
            how = "its change was dropped" if gone else "its change differs"
    yield _denied(before, after, Difference(Aspect.AMOUNT, was, now, effect, how))


def _numbers(measure: Measure | None) -> tuple[object, ...] | None:
    """Return what is claimed of an amount, leaving out how it was written."""
    if measure is None:
        return None
    return (allowed(measure), measure.unit, measure.change_rate, measure.change_basis)


def _amount_written(measure: Measure) -> str:
    number = measure.value if measure.value is not None else measure.low
    return measure.as_written or ("" if number is None else str(number))


def _by_interval(one: Interval, other: Interval) -> tuple[Effect, str]:
    if other != one and other.within(one):
        return Effect.STRENGTHENS, "fewer values are allowed"
    if other != one and one.within(other):
        return Effect.WEAKENS, "more values are allowed"
    return Effect.SHIFTS, "other values are allowed"


def _time(before: Claim, after: Claim, _: Named) -> Iterator[Difference]:
    one, other = before.period, after.period
    if _when(one) == _when(other):
        return
    was, now = ("" if period is None else period.as_written or period.edtf or "" for period in (one, other))
    effect, why = _sooner(one, other, ahead=before.kind in _AHEAD and after.kind in _AHEAD)
    how = f"“{was}” became “{now}”" if was and now else f"“{was}” was dropped" if was else f"“{now}” was added"
    difference = Difference(Aspect.TIME, was, now, effect, f"{how}: {why}" if why else how)
    yield _denied(before, after, difference)


def _when(period: Period | None) -> str:
    return "" if period is None else period.edtf or period.as_written


def _sooner(one: Period | None, other: Period | None, *, ahead: bool) -> tuple[Effect, str]:
    """Say what another time does to a claim: a date pins it down, fewer or earlier days are more, "soon" is sooner."""
    dated = tuple(period is not None and bool(period.earliest or period.latest) for period in (one, other))
    if dated[0] != dated[1]:
        return (Effect.STRENGTHENS, "a date was given") if dated[1] else (Effect.WEAKENS, "no date is left")
    if one is None or other is None:
        return Effect.SHIFTS, ""
    return _by_days(one, other, ahead=ahead) if dated[0] else _by_words(one, other)


def _by_days(one: Period, other: Period, *, ahead: bool) -> tuple[Effect, str]:
    (first, last), (new_first, new_last) = (
        (period.earliest or date.min, period.latest or date.max) for period in (one, other)
    )
    if (first, last) == (new_first, new_last):
        return Effect.SHIFTS, "the same days"
    if not ahead:
        return Effect.SHIFTS, "other days"
    if new_first <= first and last <= new_last:
        return Effect.WEAKENS, "it may now come earlier too" if last == new_last else "more days are allowed"
    if first <= new_first and new_last <= last:
        return Effect.STRENGTHENS, "fewer days are allowed"
    return (Effect.STRENGTHENS, "sooner") if new_last < last else (Effect.WEAKENS, "later")


def _by_words(one: Period, other: Period) -> tuple[Effect, str]:
    step = _distance(one) - _distance(other)
    if not step:
        return Effect.SHIFTS, ""
    return (Effect.STRENGTHENS, "sooner") if step > 0 else (Effect.WEAKENS, "later")


def _distance(period: Period) -> int:
    """Rank words that name no date: 0 near, 1 neither, 2 far."""
    return 0 if _NEAR.search(period.as_written) else 2 if _FAR.search(period.as_written) else 1


def _polarity(before: Claim, after: Claim, _: Named) -> Iterator[Difference]:
    if before.polarity != after.polarity:
        one, other = ("affirmed" if claim.polarity else "denied" for claim in (before, after))
        yield Difference(Aspect.POLARITY, one, other, Effect.SHIFTS, f"{one} became {other}")


def _content(before: Claim, after: Claim, named: Named) -> Iterator[Difference]:
    """Find another predicate or object; an amount as the object is compared as an amount."""
    if (before.predicate, before.object) == (after.predicate, after.object):
        return
    one, other = (f"{named(claim.predicate)} {_thing(claim, named)}".strip() for claim in (before, after))
    added, dropped = words_between(one, other), words_between(other, one)
    how = (
        f"“{dropped}” was dropped" if dropped else f"“{added}” was added" if added else f"“{other}” instead of “{one}”"
    )
    yield Difference(Aspect.SCOPE, one, other, Effect.SHIFTS, how)


def _thing(claim: Claim, named: Named) -> str:
    if isinstance(claim.object, Text):
        return claim.object.value
    return named(claim.object) if claim.object else ""


def words_between(short: str, long: str) -> str:
    """Return the words that ``long`` has in one place more than ``short``; nothing where they differ otherwise."""
    few, many = short.split(), long.split()
    start = next((at for at, (one, other) in enumerate(zip(few, many, strict=False)) if one != other), len(few))
    rest = len(few) - start
    added = many[start : len(many) - rest]
    return " ".join(added) if few[start:] == many[len(many) - rest :] and len(many) > len(few) else ""


def _condition(before: Claim, after: Claim, _: Named) -> Iterator[Difference]:
    one, other = before.condition, after.condition
    if one != other:
        effects: Mapping[tuple[bool, bool], tuple[Effect, str]] = {
            (True, False): (Effect.STRENGTHENS, f"the condition “{one}” was dropped"),
            (False, True): (Effect.WEAKENS, f"the condition “{other}” was added"),
            (True, True): (Effect.SHIFTS, "the condition differs"),
        }
        yield Difference(Aspect.SCOPE, one, other, *effects[bool(one), bool(other)])
