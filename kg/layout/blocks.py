"""What is packed as one: the island of a topic with the entities at home there, or the entities apart.

A block can be drawn in several shapes.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, fsum
from typing import Final

from kg.layout.arranging import card_size, entity_size, grid, islands, stack
from kg.layout.folding import folded, tag_size
from kg.layout.grouping import Groups, homes
from kg.layout.values import Arrangement, Size
from kg.layout.web import Web

__all__ = ["STRIP", "TAG", "Block", "Shape", "blocks_of", "card_sizes", "guest_sizes", "shapes"]

STRIP: Final = 7.0
BY_OUTCOME: Final = 400
"""From this many claims on, an island's cards are sorted by outcome: nobody reads them one by one."""
TAG: Final = " tag"
"""Stands for a block's tag among its nodes; an IRI has no space."""
_MORE: Final = " more"


@dataclass(frozen=True, slots=True)
class Block:
    """Claims of an island in their order, the entities that stand beside it, and those behind its tag."""

    label: str
    topics: Mapping[str, tuple[str, ...]]
    claims: tuple[str, ...]
    entities: tuple[str, ...]
    folded: tuple[str, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """All of the network's nodes in the block."""
        return (*self.claims, *self.entities, *self.folded)


@dataclass(frozen=True, slots=True)
class Shape:
    """One way to draw a block: its island, and the entities under, over or beside it."""

    island: Arrangement | None
    strip: Arrangement | None
    abreast: bool = False

    @property
    def size(self) -> Size:
        """Width and height."""
        parts = [part for part in (self.island, self.strip) if part]
        gap = STRIP * (len(parts) - 1)
        if self.abreast:
            return (sum(part.width for part in parts) + gap, max(part.height for part in parts))
        return (max(part.width for part in parts), sum(part.height for part in parts) + gap)

    def corners(self, *, strip_last: bool) -> Iterator[tuple[Arrangement, tuple[float, float]]]:
        """Yield the parts with their top left corners, centred on the other axis."""
        width, height = self.size
        parts = [part for part in (self.island, self.strip) if part]
        x = y = 0.0
        for part in parts if strip_last else reversed(parts):
            if self.abreast:
                yield part, (x, (height - part.height) / 2)
                x += part.width + STRIP
            else:
                yield part, ((width - part.width) / 2, y)
                y += part.height + STRIP


def blocks_of(web: Web, groups: Groups, minor: frozenset[str]) -> list[Block]:
    """Divide a network into blocks, the largest island first; ``minor`` groups share an island, the last."""
    members: dict[str, list[str]] = defaultdict(list)
    for claim in web.claims:
        members[groups.of[claim]].append(claim)
    by_outcome = len(web.claims) > BY_OUTCOME
    ordered = {key: _ordered(web, claims, by_outcome=by_outcome) for key, claims in members.items()}
    ranked = sorted(members, key=lambda key: (-len(members[key]), key))
    apart = homes(web, {claim: _MORE if key in minor else key for claim, key in groups.of.items()})
    guests: dict[str | None, list[str]] = defaultdict(list)
    for node, home in apart.items():
        guests[home].append(node)
    blocks = [
        _island(groups.labels[key], {groups.labels[key]: tuple(ordered[key])}, *folded(web, guests[key], apart=False))
        for key in ranked
        if key not in minor
    ]
    if minor:
        topics: dict[str, tuple[str, ...]] = {}
        for key in ranked:
            if key in minor:  # groups of one label are one to the reader
                topics[groups.labels[key]] = (*topics.get(groups.labels[key], ()), *ordered[key])
        label = f"{len(topics):,} more {groups.noun}"
        blocks.append(_island(label, topics, *folded(web, guests[_MORE], apart=False)))
    if guests[None]:
        blocks.append(_island("", {}, *folded(web, guests[None], apart=True)))
    return blocks


def _island(
    label: str, topics: Mapping[str, tuple[str, ...]], entities: tuple[str, ...], minor: tuple[str, ...]
) -> Block:
    return Block(label, topics, tuple(claim for claims in topics.values() for claim in claims), entities, minor)


def _ordered(web: Web, claims: Sequence[str], *, by_outcome: bool) -> list[str]:
    """Order an island's claims: by claimant, but each followed by those it is linked with."""
    nodes = web.nodes
    keys = {
        node: (
            nodes[node]["standing"] if by_outcome else "",
            *nodes[node]["claimants"][:1],
            nodes[node]["id"],
            node,
        )
        for node in claims
    }
    waiting = dict.fromkeys(sorted(claims, key=keys.__getitem__))
    if by_outcome:
        return list(waiting)
    ordered: list[str] = []
    for node in list(waiting):
        chain = [node]
        while chain:
            at = chain.pop()
            if at in waiting:
                del waiting[at]
                ordered.append(at)
                linked = {other for other in web.ties[at] if other in waiting}
                chain += sorted(linked, key=keys.__getitem__, reverse=True)
    return ordered


# Shapes.


def card_sizes(web: Web, claims: Sequence[str]) -> dict[str, Size]:
    """Return the sizes of claims' cards."""
    return {node: card_size(web.nodes[node]["label"]) for node in claims}


def guest_sizes(web: Web, block: Block) -> dict[str, Size]:
    """Return the sizes of what stands beside an island: its entities, and the tag for those that are folded."""
    found = ((node, web.nodes[node]) for node in sorted(block.entities))
    sizes = {node: entity_size(entity["kind"], entity["label"], len(web.ties[node])) for node, entity in found}
    return sizes | ({TAG: tag_size(block.folded)} if block.folded else {})


def shapes(web: Web, block: Block) -> list[Shape]:
    """List the shapes a block may be drawn in."""
    sizes = guest_sizes(web, block)
    if not block.claims:
        return _apart(web, sizes)
    cards = card_sizes(web, block.claims)
    if not sizes:
        return [Shape(island, None) for island in islands(block.label, cards)]
    own = {node: [other for other in web.ties[node] if other in cards] for node in block.entities}
    found: list[Shape] = []
    for island in islands(block.label, cards):
        near = {node: _near(others, island) for node, others in own.items()} | {TAG: (island.width, island.height)}
        across = {node: x for node, (x, _) in near.items()}
        down = {node: y for node, (_, y) in near.items()}
        rows = _counts(sum(width for width, _ in sizes.values()) / island.width, len(sizes))
        columns = _counts(sum(height for _, height in sizes.values()) / island.height, len(sizes))
        found += [Shape(island, grid(sizes, count, across, island.width)) for count in rows]
        found += [Shape(island, stack(sizes, count, down, island.height), abreast=True) for count in columns]
    return found


def _counts(needed: float, most: int) -> list[int]:
    """List the numbers of rows worth trying, where ``needed`` rows would just hold everything."""
    enough = ceil(needed)
    return [count for count in sorted({1, 2, 3, enough, enough + 1}) if count <= most]


def _apart(web: Web, sizes: Mapping[str, Size]) -> list[Shape]:
    ranked = sorted(sizes.keys() - {TAG}, key=web.rank)
    order = {node: float(index) for index, node in enumerate([*ranked, TAG])}
    counts = sorted({ceil(len(sizes) / rows) for rows in range(1, len(sizes) + 1)})
    return [Shape(None, grid(sizes, ceil(len(sizes) / count), order, 0.0)) for count in counts]


def _near(claims: Sequence[str], island: Arrangement) -> tuple[float, float]:
    """Return the middle of an entity's own claims within an island."""
    if not claims:
        return (island.width / 2, island.height / 2)
    boxes = [island.boxes[claim] for claim in claims]
    # fsum, because its result does not depend on the order of the claims.
    return (fsum(box.x for box in boxes) / len(boxes), fsum(box.y for box in boxes) / len(boxes))
