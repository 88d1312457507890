"""Which fields of two records differ, and how their values are written for people."""

import dataclasses
import json
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, Final

from kg.changes.values import Field
from kg.claims import Appearance, Claim, Corpus, Measure, Period, Text, appearance_key, claim_key, claim_path
from kg.restatements.differences import Aspect, Effect, compare
from kg.show import amount, period

__all__ = ["Names", "claim_fields", "fields"]

_NAMED: Final = {
    **dict.fromkeys(("subject", "object", "claimant", "holder", "about", "publisher", "author", "organizer"), "entity"),
    "predicate": "predicate",
    "topic": "topic",
    "made_at": "event",
    "document": "document",
    "evidence": "document",
    "derived_from": "claim",
}
"""Of what kind the records are that a field names."""

_ASPECTS: Final = {
    Aspect.CLAIMANT: ("claimant",),
    Aspect.SUBJECT: ("subject",),
    Aspect.COMMITMENT: ("commitment",),
    Aspect.AMOUNT: ("measure",),
    Aspect.TIME: ("period",),
    Aspect.POLARITY: ("polarity",),
    Aspect.SCOPE: ("predicate", "object"),
}
"""The fields in which an aspect of a claim shows; a condition is told apart by what it says."""


class Names:
    """Writes a ledger's values for people, what they name by its label."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._labels = {
            "entity": {each.id: each.label for each in corpus.entities},
            "predicate": {each.id: each.label for each in corpus.predicates},
            "topic": {each.id: each.label for each in corpus.topics},
            "event": {each.id: each.label for each in corpus.events},
            "document": {each.id: each.title for each in corpus.documents},
            "claim": {each.id: each.label for each in corpus.claims},
        }

    def label(self, kind: str, identifier: str) -> str:
        """Return the label of a record, its id where there is none."""
        return self._labels[kind].get(identifier) or identifier

    def labels(self, kind: str, identifiers: Iterable[str]) -> str:
        """Return several labels, with commas between."""
        return ", ".join(self.label(kind, each) for each in identifiers)

    def written(self, name: str, value: Any) -> str:  # noqa: ANN401, PLR0911  (any of a record's values; one way each)
        """Write the value of a field."""
        match value:
            case None:
                return ""
            case bool() if name == "polarity":
                return "affirmed" if value else "denied"
            case bool():
                return "true" if value else "false"
            case Text():
                return f"“{value.value}”"
            case Measure():
                return amount(value, self.corpus)
            case Period():
                return period(value)
            case str() if name in _NAMED:
                return self.label(_NAMED[name], value)
            case tuple() if name in _NAMED:
                return self.labels(_NAMED[name], value)
            case tuple():
                return ", ".join(value)
        return str(value)

    def appearance(self, value: Appearance) -> str:
        """Write where a claim appears, in which words."""
        place = "not anchored" if value.start is None else f"{value.start}–{value.end}"
        parts = [self.label("document", value.document), value.zone, place, value.mode]
        parts += [f"cue “{value.cue}”"] if value.cue else []
        parts += [f"via {value.via}"] if value.via else []
        parts += [f"confidence {value.confidence}"] if value.confidence is not None else []
        context = " … ".join(part for part in (value.prefix, value.exact, value.suffix) if part)
        return f"“{context}”, {', '.join(parts)}"


def _exactly(value: Any) -> str:  # noqa: ANN401  (as above)
    """Write a value to the letter, for where people's way of writing hides the difference."""
    if dataclasses.is_dataclass(value):
        given = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return ", ".join(f"{name} {_exactly(each)}" for name, each in given if each not in {None, ""})
    if isinstance(value, tuple):
        return ", ".join(map(_exactly, value))
    return "" if value is None else json.dumps(str(value)).replace("  ", r" \u0020")


def fields(names: tuple[Names, Names], before: Any, after: Any, but: Iterable[str] = ()) -> tuple[Field, ...]:  # noqa: ANN401  (as above)
    """List the fields in which two records of one kind differ, in the order in which they are declared."""
    found = []
    for field in dataclasses.fields(before):
        one, other = getattr(before, field.name), getattr(after, field.name)
        if one != other and field.name not in but:
            was, now = names[0].written(field.name, one), names[1].written(field.name, other)
            found.append(_told(field.name, (was, now), (one, other)))
    return tuple(found)


def _told(name: str, shown: tuple[str, str], values: tuple[Any, Any]) -> Field:
    """Write a difference so that it shows, also where it is one of spaces or of digits that nobody writes."""
    was, now = shown
    if _seen(was) == _seen(now):
        was, now = map(_exactly, values)
    return Field(name, was, now)


def _seen(text: str) -> list[str]:
    """Return what of a text tells it apart on a screen: no kinds of spaces, nothing that has no width."""
    shown = (sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return "".join(shown).split()


def claim_fields(names: tuple[Names, Names], before: Claim, after: Claim) -> tuple[Field, ...]:
    """List what differs between two states of a claim: its IRI where that changed, its fields, its appearances."""
    effects = _effects(before, after)
    iris = tuple(
        f"{each.corpus.ledger.base}{claim_path(claim_key(claim))}"
        for each, claim in zip(names, (before, after), strict=True)
    )
    return (
        *([Field("iri", iris[0], iris[1])] if iris[0] != iris[1] else []),
        *(
            dataclasses.replace(field, effect=effects.get(field.name))
            for field in fields(names, before, after, ("appearance",))
        ),
        *_appearances(names, before, after),
    )


def _effects(before: Claim, after: Claim) -> dict[str, Effect]:
    """Say what a changed field does to what is claimed, as ``kg drift`` says of a restatement."""
    found: dict[str, Effect] = {}
    for each in compare(before, after):
        conditions = (each.before, each.after) == (before.condition, after.condition)
        named = ("condition",) if each.aspect is Aspect.SCOPE and conditions else _ASPECTS.get(each.aspect, ())
        found.update(dict.fromkeys(named, each.effect))
    return found


def _appearances(names: tuple[Names, Names], before: Claim, after: Claim) -> Iterator[Field]:
    """Tell appearances apart by their place."""
    one, other = ({appearance_key("", each): each for each in claim.appearance} for claim in (before, after))
    for place in dict.fromkeys([*one, *other]):
        values = one.get(place), other.get(place)
        if values[0] != values[1]:
            was, now = ("" if each is None else name.appearance(each) for name, each in zip(names, values, strict=True))
            yield _told("appearance", (was, now), values)
