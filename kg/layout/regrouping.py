"""Groups of claims as they stood in an earlier layout, read off where their cards stood.

Cards of one island stand closer to each other than cards of two, so the islands can be told without being
kept; a claim, or a topic, stays on its island even where a fresh layout would now choose another.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

from kg.layout.arranging import CARD_GAP, ISLAND_PADDING
from kg.layout.folding import MOST_TOPICS
from kg.layout.grouping import NO_TOPIC, Groups, grouped, homes, named_after
from kg.layout.values import Box
from kg.layout.web import Web

__all__ = ["clusters", "regrouped"]

_NEAR: Final = CARD_GAP + ISLAND_PADDING
"""Cards of an island are at most two gaps apart, cards of two islands at least a padding on either side."""
_LINK: Final = 3


def clusters(cards: Mapping[str, Box]) -> dict[str, int]:
    """Tell which cards stood on one island: those that reach each other by steps from a card to one next to it."""
    columns: dict[float, list[str]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: (cards[card].x, cards[card].y, card)):
        columns[round(cards[card].x)].append(card)
    runs: list[list[str]] = []
    for column in columns.values():
        start = 0
        column.sort(key=lambda card: (cards[card].y, card))
        for index, (upper, lower) in enumerate(pairwise(column), 1):
            if cards[lower].top - cards[upper].bottom > _NEAR:
                runs.append(column[start:index])
                start = index
        runs.append(column[start:])
    boxes = [Box.around(cards[card] for card in run) for run in runs]
    number = list(range(len(runs)))
    order = sorted(range(len(runs)), key=lambda at: boxes[at].left)
    lefts = [boxes[at].left for at in order]
    for one in order:
        first = bisect_left(lefts, boxes[one].left - 1)
        last = bisect_left(lefts, boxes[one].right + _NEAR)
        for two in order[first:last]:
            if boxes[one].overlaps(boxes[two], -_NEAR):
                _join(number, one, two)
    return {card: _root(number, at) for at, run in enumerate(runs) for card in run}


def _root(number: list[int], at: int) -> int:
    while number[at] != at:
        number[at] = at = number[number[at]]
    return at


def _join(number: list[int], one: int, two: int) -> None:
    first, second = _root(number, one), _root(number, two)
    number[max(first, second)] = min(first, second)


def regrouped(web: Web, cluster: Mapping[str, int]) -> tuple[Groups, frozenset[str]] | None:
    """Group claims as they stood, and say which groups share an island. New claims join; None where it can't be told.

    ``cluster`` numbers the islands on which claims stood.
    """
    fresh = grouped(web)
    many = len(set(cluster.values())) >= MOST_TOPICS - 1
    if fresh.noun != "topics":
        return None if many else (_around_the_same(web, cluster), frozenset())
    groups = _on_their_islands(web, cluster, fresh)
    mains = _mains((key, cluster[claim]) for claim, key in groups.of.items() if claim in cluster)
    shared, topics = max(Counter(mains.values()).items(), key=lambda item: (item[1], item[0]), default=(-1, 0))
    minor = {key for key, at in mains.items() if at == shared} if many and topics > 1 else set()
    sizes = Counter(groups.of.values())
    coming = sorted(sizes.keys() - mains.keys(), key=lambda key: (-sizes[key], key))
    if minor or len(sizes) > MOST_TOPICS:
        rest = coming[max(0, MOST_TOPICS - 1 - len(mains) + len(minor)) :]
        minor |= set(rest) if minor or len(rest) > 1 else set()
    return groups, frozenset(minor)


def _mains(found: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Give each topic the island on which most of its claims stood."""
    counts: dict[str, Counter[int]] = defaultdict(Counter)
    for topic, at in found:
        counts[topic][at] += 1
    return {topic: max(counted, key=lambda at: (counted[at], -at)) for topic, counted in counts.items()}


def _on_their_islands(web: Web, cluster: Mapping[str, int], fresh: Groups) -> Groups:
    """Of several topics of a claim that stood, choose the one on whose island it stood."""
    own = {claim: web.nodes[claim]["topics"] or [NO_TOPIC] for claim in cluster}
    mains = _mains((topic, at) for claim, at in sorted(cluster.items()) for topic in own[claim])
    sizes = Counter(topic for topics in own.values() for topic in topics)
    of = dict(fresh.of)
    for claim, at in cluster.items():
        here = [topic for topic in own[claim] if mains[topic] == at]
        of[claim] = max(here, key=lambda topic: (sizes[topic], topic), default=of[claim])
    return Groups(of, {topic: topic for topic in of.values()}, fresh.noun)


def _around_the_same(web: Web, cluster: Mapping[str, int]) -> Groups:
    """Leave communities as they stood; a new claim joins the one it is most tied to."""
    of = {claim: f"{at}" for claim, at in cluster.items()}
    home = homes(web, of)
    for claim in web.claims:
        if claim not in cluster:
            ties: Counter[str] = Counter()
            for other in web.ties[claim]:
                if other in cluster:
                    ties[f"{cluster[other]}"] += _LINK
                elif found := home.get(other):
                    ties[found] += 1
            of[claim] = max(ties, key=lambda key: (ties[key], key), default="")
    members: dict[str, list[str]] = defaultdict(list)
    for entity, at in homes(web, of).items():
        members[at or ""].append(entity)
    labels = {key: named_after(web, members[key]) if key else "" for key in sorted(set(of.values()))}
    return Groups(of, labels, "groups")
