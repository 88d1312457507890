"""Which claim of one ledger is which of another.

Three rules, the surest first, each for what those before it have left over. Two claims are the same where

1. they claim the same: the key in their IRI (:func:`kg.claims.claim_key`) is one, whatever they are called;
2. they have one id in the records: then what is claimed has changed;
3. they appear at one place, the same span of the same document, and no other claim that is left over does.

What remains is gone, or was added.
"""

from collections import defaultdict
from collections.abc import Iterable

from kg.claims import Claim, Corpus, appearance_key, claim_key

__all__ = ["match"]


def match(old: Corpus, new: Corpus) -> list[tuple[Claim | None, Claim | None]]:
    """Pair the claims of two ledgers, None standing for a partner that is not there; what is equal is left out."""
    after = {claim.id: claim for claim in new.claims}
    same = {claim.id for claim in old.claims if after.get(claim.id) == claim}
    left = [claim for claim in old.claims if claim.id not in same]
    right = {claim.id: claim for claim in new.claims if claim.id not in same}
    pairs: list[tuple[Claim | None, Claim | None]] = []

    def take(found: dict[str, Claim]) -> None:
        """Pair what is left over with what was found, by the id it had."""
        nonlocal left
        pairs.extend((claim, found[claim.id]) for claim in left if claim.id in found)
        for claim in found.values():
            del right[claim.id]
        left = [claim for claim in left if claim.id not in found]

    by_key = {claim_key(claim): claim for claim in right.values()}
    take({claim.id: by_key[key] for claim in left if (key := claim_key(claim)) in by_key})
    take({claim.id: right[claim.id] for claim in left if claim.id in right})
    take(_by_place(left, list(right.values())))
    return [*pairs, *((claim, None) for claim in left), *((None, claim) for claim in right.values())]


def _by_place(left: Iterable[Claim], right: Iterable[Claim]) -> dict[str, Claim]:
    """Find pairs that share a place which no other claim on either side shares."""
    before, after = _places(left), _places(right)
    partners: dict[str, dict[str, Claim]] = defaultdict(dict)
    others: dict[str, set[str]] = defaultdict(set)
    for place in before.keys() & after.keys():
        for one in before[place]:
            for other in after[place]:
                partners[one.id][other.id] = other
                others[other.id].add(one.id)
    return {
        name: other
        for name, found in partners.items()
        for other in found.values()
        if len(found) == len(others[other.id]) == 1
    }


def _places(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        for appearance in claim.appearance:
            found[appearance_key("", appearance)].append(claim)
    return found
