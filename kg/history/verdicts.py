"""Whose claim it is, and the verdicts on it."""

from collections import defaultdict
from collections.abc import Mapping

from kg.claims import Claim, Corpus, Resolution

__all__ = ["responsible", "verdicts_by_claim"]


def responsible(claim: Claim) -> tuple[str, ...]:
    """Return whose claim it is: the holder where somebody speaks for another or relays, else the claimants."""
    return claim.claimant if claim.holder is None else (claim.holder,)


def verdicts_by_claim(corpus: Corpus) -> Mapping[str, list[Resolution]]:
    """Group all resolutions by the id of their claim."""
    found: dict[str, list[Resolution]] = defaultdict(list)
    for resolution in corpus.resolutions:
        found[resolution.resolves].append(resolution)
    return found
