"""From two ledgers to what has changed between them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, TypeVar

from kg.changes.fields import Names, claim_fields, fields
from kg.changes.matching import match
from kg.changes.values import Change, Changes, ClaimChange, Record
from kg.claims import Appearance, Claim, Corpus, Link, Resolution, resolution_key
from kg.collector import paused
from kg.history import Result, responsible, result, verdicts_by_claim
from kg.standing import standing_verdicts

__all__ = ["compare"]

R = TypeVar("R", bound=Record)

_DECLARED: Final = (
    ("entity", "entities"),
    ("predicate", "predicates"),
    ("topic", "topics"),
    ("unit", "units"),
    ("event", "events"),
    ("document", "documents"),
)
"""Records that are known by their id, with the field of a corpus that holds them."""

_REWRITTEN: Final = (
    "an earlier verdict was rewritten; a changed verdict is another resolution, and the earlier one stays"
)
_CRITERION: Final = "the criterion of an earlier verdict was rewritten; it is fixed once recorded"
_WITHDRAWN: Final = (
    "an earlier verdict was taken away; a changed verdict is another resolution, and the earlier one stays"
)


@paused()
def compare(old: Corpus, new: Corpus) -> Changes:
    """Say what has changed between two ledgers; :mod:`kg.changes.matching` says which claims are the same.

    Links and verdicts follow their claims, so that a claim with another id or another content does not make them
    look new. Equal ledgers, in whatever form they were kept, give no change.
    """
    ids = _ids(match(old, new), {claim.id for claim in new.claims})
    then = _renamed(old, ids) if ids else old
    names = Names(then), Names(new)
    called = {name: before for before, name in ids.items()}
    return Changes(then, new, tuple(_claims(names, called, then, new)), tuple(_records(names, then, new)))


def _ids(pairs: Iterable[tuple[Claim | None, Claim | None]], taken: set[str]) -> dict[str, str]:
    """Map ids of the older ledger to those that the newer one has for the same claims, where they differ.

    A claim that is gone, and whose id another claim now has, gets one that no record can have.
    """
    ids = {}
    for before, after in pairs:
        if before and after and before.id != after.id:
            ids[before.id] = after.id
        elif before and not after and before.id in taken:
            ids[before.id] = f"{before.id} "
    return ids


def _renamed(corpus: Corpus, ids: Mapping[str, str]) -> Corpus:
    """Give claims other ids, wherever they are named."""

    def name(claim: str) -> str:
        return ids.get(claim, claim)

    def relaying(appearance: Appearance) -> Appearance:
        claim, _, place = (appearance.via or "").partition("@")
        return replace(appearance, via=f"{name(claim)}@{place}") if claim in ids else appearance

    return replace(
        corpus,
        claims=tuple(
            replace(claim, id=name(claim.id), appearance=tuple(map(relaying, claim.appearance)))
            for claim in corpus.claims
        ),
        links=tuple(replace(link, subject=name(link.subject), object=name(link.object)) for link in corpus.links),
        resolutions=tuple(
            replace(one, resolves=name(one.resolves), derived_from=tuple(map(name, one.derived_from)))
            for one in corpus.resolutions
        ),
    )


def _claims(names: tuple[Names, Names], called: Mapping[str, str], then: Corpus, new: Corpus) -> Iterator[ClaimChange]:
    """Compare claims that have one id by now; ``called`` says by which other id one was known."""
    before, after = ({claim.id: claim for claim in corpus.claims} for corpus in (then, new))
    verdicts = verdicts_by_claim(then), verdicts_by_claim(new)
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        given = verdicts[0].get(name, []), verdicts[1].get(name, [])
        if was == now and name not in called and given[0] == given[1]:
            continue
        if was is not None:
            was = replace(was, id=called.get(name, name))
        both = was is not None and now is not None
        yield ClaimChange(
            was,
            now,
            claim_fields(names, was, now) if was and now else (),
            tuple(_verdicts(names, *given, flagged=both)),
            (_result(was, given[0]), _result(now, given[1])),
            tuple(_warnings(names, was, now)) if was and now else (),
        )


def _result(claim: Claim | None, verdicts: Iterable[Resolution]) -> Result | None:
    return None if claim is None else result(claim, standing_verdicts(verdicts))


def _warnings(names: tuple[Names, Names], before: Claim, after: Claim) -> Iterator[str]:
    def those(entities: Callable[[Claim], Iterable[str]]) -> tuple[str, str]:
        return names[0].labels("entity", entities(before)), names[1].labels("entity", entities(after))

    if before.claimant != after.claimant:
        was, now = those(lambda claim: claim.claimant)
        yield f"it is now claimed by {now}, and was by {was}"
    if before.holder != after.holder:
        was, now = those(responsible)
        yield f"it is now the position of {now}, and was that of {was}"
    if before.polarity != after.polarity:
        yield "it now affirms what it denied" if after.polarity else "it now denies what it affirmed"


def _verdicts(
    names: tuple[Names, Names], before: Iterable[Resolution], after: Iterable[Resolution], *, flagged: bool
) -> Iterator[Change]:
    """Compare the verdicts on one claim; whatever is done to an earlier one is ``flagged`` if the claim is there."""
    left, right = [one for one in before if one not in after], [one for one in after if one not in before]
    same: tuple[tuple[Callable[[Resolution], object], str], ...] = (
        (resolution_key, _REWRITTEN),
        (lambda one: one.criterion, _REWRITTEN),
        (lambda one: (one.outcome, one.known_on, one.recorded_on), _CRITERION),
    )
    for key, warning in same:
        for one in tuple(left):
            other = next((each for each in right if key(each) == key(one)), None)
            if other is not None:
                left.remove(one)
                right.remove(other)
                yield Change("resolution", one, other, fields(names, one, other, ("resolves",)), (warning,))
    yield from (Change("resolution", one, None, warnings=(_WITHDRAWN,) if flagged else ()) for one in left)
    yield from (Change("resolution", None, one) for one in right)


def _records(names: tuple[Names, Names], old: Corpus, new: Corpus) -> Iterator[Change]:
    """Compare everything but claims and verdicts."""
    if old.ledger != new.ledger:
        yield Change("ledger", old.ledger, new.ledger, fields(names, old.ledger, new.ledger))
    for kind, records in _DECLARED:
        yield from _by_key(kind, names, getattr(old, records), getattr(new, records), lambda record: record.id)
    yield from _by_key("link", names, old.links, new.links, _link)


def _link(link: Link) -> tuple[str, ...]:
    return link.subject, link.predicate, link.object, link.asserted_by


def _by_key(
    kind: str, names: tuple[Names, Names], before: Iterable[R], after: Iterable[R], key: Callable[[R], Any]
) -> Iterator[Change]:
    was, now = ({key(record): record for record in records} for records in (before, after))
    for name in sorted(was.keys() | now.keys()):
        one, other = was.get(name), now.get(name)
        if one != other:
            yield Change(kind, one, other, fields(names, one, other) if one and other else ())
