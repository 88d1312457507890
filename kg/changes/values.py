"""What has changed between two ledgers, as values."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kg.claims import Claim, Corpus, Document, Entity, Event, Ledger, Link, Predicate, Resolution, Topic, Unit
from kg.history import Result
from kg.restatements.differences import Effect

__all__ = ["Change", "Changes", "ClaimChange", "Field", "How", "Record"]

Record = Ledger | Entity | Predicate | Topic | Unit | Event | Document | Link | Resolution


class How(StrEnum):
    """What became of a record, as counts and files name it."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    REWORDED = "reworded"
    """A claim that is still there, with another content or in other words."""
    RESOLVED = "re-resolved"
    """A claim that is still there, with other verdicts."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that differs, as it was and as it is, both for people; empty where it was or is not there.

    ``effect``: what that does to what is claimed, where it does something.
    """

    name: str
    before: str
    after: str
    effect: Effect | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A record that was added (``before`` is None), is gone (``after`` is None) or has changed.

    ``kind`` is the name of its table in record files. ``warnings`` say what good practice would not have done.
    """

    kind: str
    before: Record | None
    after: Record | None
    fields: tuple[Field, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def how(self) -> How:
        """What became of the record."""
        return How.ADDED if self.before is None else How.GONE if self.after is None else How.CHANGED


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """What became of one claim and of the verdicts on it.

    ``fields`` are those that differ, appearances among them; ``results`` what its verdicts came to and come to.
    """

    before: Claim | None
    after: Claim | None
    fields: tuple[Field, ...] = ()
    verdicts: tuple[Change, ...] = ()
    results: tuple[Result | None, Result | None] = (None, None)
    warnings: tuple[str, ...] = ()

    @property
    def claim(self) -> Claim:
        """The claim as it is, or as it was where it is gone."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  (one of the two is there)
        return found

    @property
    def hows(self) -> tuple[How, ...]:
        """What became of the claim; both of the last two where it was reworded and re-resolved."""
        if self.before is None or self.after is None:
            return (How.ADDED if self.before is None else How.GONE,)
        found = ((How.REWORDED, self.fields), (How.RESOLVED, self.verdicts))
        return tuple(how for how, differs in found if differs)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two ledgers: claims in order of their ids, then other records by kind.

    Where a claim is the same and has another id, ``old`` calls it as ``new`` does.
    """

    old: Corpus
    new: Corpus
    claims: tuple[ClaimChange, ...]
    records: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.claims or self.records)

    @property
    def counts(self) -> Mapping[tuple[str, How], int]:
        """How many records of which kind became what."""
        claims = (("claim", how) for each in self.claims for how in each.hows)
        return Counter([*claims, *((each.kind, each.how) for each in self.records)])

    @property
    def warned(self) -> int:
        """How many claims have a warning, themselves or on a verdict."""
        return sum(bool(each.warnings or any(one.warnings for one in each.verdicts)) for each in self.claims)
