"""From a network to a layout."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

import networkx as nx

from kg.layout.arranging import card_size, entity_size, grid, islands, stack
from kg.layout.floorplan import Cell, pack
from kg.layout.values import Arrangement, Box, Island, Layout, Size

__all__ = ["ASPECT", "place"]

ASPECT: Final = 1.135
"""Width over height of a whole layout: the page's canvas on a common screen, between its two columns."""

GUTTER: Final = 11.0
STRIP: Final = 9.0
MOST_HUBS: Final = 10
LEAST_TIES_OF_A_HUB: Final = 3
BY_OUTCOME: Final = 400
"""From this many claims on, an island's cards are sorted by outcome: nobody reads them one by one."""

_LINK_PULL: Final = 3.0


@dataclass(frozen=True, slots=True)
class _Shape:
    """One way to draw a block: its island, and the entities under, over or beside it."""

    island: Arrangement | None
    strip: Arrangement | None
    abreast: bool = False

    @property
    def size(self) -> Size:
        parts = [part for part in (self.island, self.strip) if part]
        gap = STRIP * (len(parts) - 1)
        if self.abreast:
            return (sum(part.width for part in parts) + gap, max(part.height for part in parts))
        return (max(part.width for part in parts), sum(part.height for part in parts) + gap)


@dataclass(frozen=True, slots=True)
class _Block:
    """What is packed as one: the island of a topic with the entities at home there, or the hubs alone."""

    label: str
    claims: tuple[str, ...]
    entities: tuple[str, ...]
    shapes: tuple[_Shape, ...]


def place(network: "nx.MultiDiGraph[str]", aspect: float = ASPECT) -> Layout:
    """Lay a network out: a box for every node, an island for every topic.

    Pure and deterministic. Boxes of nodes do not overlap, and no entity stands on an island.
    """
    topics = _topics(network)
    homes = _homes(network, topics)
    blocks = _blocks(network, topics, homes)
    at = {node: index for index, block in enumerate(blocks) for node in (*block.claims, *block.entities)}
    inflated = [[(width + GUTTER, height + GUTTER) for width, height in (s.size for s in b.shapes)] for b in blocks]
    cells = pack(inflated, _pulls(network, at), aspect)
    return _centred(_drawn(network, blocks, cells, at))


# Topics and homes.


def _topics(network: "nx.MultiDiGraph[str]") -> dict[str, str]:
    """Give each claim one topic: of its own the largest; where no claim has any, a community."""
    claims = {node: found for node, found in network.nodes.items() if found["type"] == "claim"}
    sizes = Counter(topic for found in claims.values() for topic in found["topics"])
    if not sizes:
        return _communities(network)
    return {
        node: max(found["topics"], key=lambda topic: (sizes[topic], topic), default="No topic")
        for node, found in claims.items()
    }


def _communities(network: "nx.MultiDiGraph[str]") -> dict[str, str]:
    """Group claims that share entities and links (Louvain); a group is named after its best tied entity."""
    nodes = sorted(network)
    number = {node: index for index, node in enumerate(nodes)}
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(nodes)))
    plain.add_edges_from(sorted((number[one], number[two]) for one, two in network.edges()))
    topics: dict[str, str] = {}
    for group in sorted(sorted(found) for found in nx.community.louvain_communities(plain, seed=1)):
        members = [nodes[index] for index in group]
        entities = [node for node in members if network.nodes[node]["type"] == "entity"]
        best = max(entities, key=lambda node: (network.degree(node), node), default=None)
        label = f"Around {network.nodes[best]['label']}" if best else ""
        topics |= {node: label for node in members if network.nodes[node]["type"] == "claim"}
    return topics


def _homes(network: "nx.MultiDiGraph[str]", topics: Mapping[str, str]) -> dict[str, str | None]:
    """Give each entity the topic it is most tied to, and None to the few that belong to no one topic."""
    homes: dict[str, str | None] = {}
    spread: list[tuple[int, str]] = []
    for node, found in network.nodes.items():
        if found["type"] != "entity":
            continue
        ties = Counter(topics[other] for other in _neighbours(network, node) if other in topics)
        if not ties:
            homes[node] = None
            continue
        homes[node] = max(ties, key=lambda topic: (ties[topic], topic))
        if ties.total() >= LEAST_TIES_OF_A_HUB and 2 * max(ties.values()) < ties.total() + 1 and len(ties) > 1:
            spread.append((-ties.total(), node))
    homes |= dict.fromkeys((node for _, node in sorted(spread)[:MOST_HUBS]), None)
    return homes


def _neighbours(network: "nx.MultiDiGraph[str]", node: str) -> Iterator[str]:
    yield from (other for _, other in network.out_edges(node))
    yield from (other for other, _ in network.in_edges(node))


# Blocks.


def _blocks(
    network: "nx.MultiDiGraph[str]", topics: Mapping[str, str], homes: Mapping[str, str | None]
) -> list[_Block]:
    members: dict[str, list[str]] = defaultdict(list)
    for node, topic in topics.items():
        members[topic].append(node)
    guests: dict[str | None, list[str]] = defaultdict(list)
    for node, home in homes.items():
        guests[home].append(node)
    in_order = sorted(members, key=lambda topic: (-len(members[topic]), topic))
    by_outcome = len(topics) > BY_OUTCOME
    blocks = [
        _block(network, topic, _ordered(network, members[topic], by_outcome=by_outcome), guests[topic])
        for topic in in_order
    ]
    if guests[None]:
        blocks.append(_hubs(network, guests[None]))
    return blocks


def _ordered(network: "nx.MultiDiGraph[str]", claims: Sequence[str], *, by_outcome: bool) -> list[str]:
    """Order an island's claims: by claimant, but each followed by those it is linked with."""
    nodes = network.nodes

    def key(node: str) -> tuple[str, ...]:
        first = nodes[node]["standing"] if by_outcome else ""
        return (first, *nodes[node]["claimants"][:1], nodes[node]["id"], node)

    waiting = dict.fromkeys(sorted(claims, key=key))
    if by_outcome:
        return list(waiting)
    ordered: list[str] = []
    for node in sorted(claims, key=key):
        chain = [node]
        while chain:
            at = chain.pop()
            if at in waiting:
                del waiting[at]
                ordered.append(at)
                chain += sorted(
                    (other for other in _neighbours(network, at) if other in waiting), key=key, reverse=True
                )
    return ordered


def _block(network: "nx.MultiDiGraph[str]", topic: str, claims: Sequence[str], guests: Sequence[str]) -> _Block:
    cards = {node: card_size(network.nodes[node]["label"]) for node in claims}
    sizes = _entity_sizes(network, guests)
    shapes: list[_Shape] = []
    for island in islands(topic, cards):
        if not sizes:
            shapes.append(_Shape(island, None))
            continue
        near = {node: _near(network, node, island) for node in sizes}
        across = {node: x for node, (x, _) in near.items()}
        down = {node: y for node, (_, y) in near.items()}
        rows = _counts(sum(width for width, _ in sizes.values()) / island.width, len(sizes))
        columns = _counts(sum(height for _, height in sizes.values()) / island.height, len(sizes))
        shapes += [_Shape(island, grid(sizes, count, across, island.width)) for count in rows]
        shapes += [_Shape(island, stack(sizes, count, down, island.height), abreast=True) for count in columns]
    return _Block(topic, tuple(claims), tuple(sizes), tuple(shapes))


def _counts(needed: float, most: int) -> list[int]:
    """List the numbers of rows worth trying, where ``needed`` rows would just hold everything."""
    enough = ceil(needed)
    return [count for count in sorted({1, 2, 3, enough, enough + 1}) if count <= most]


def _hubs(network: "nx.MultiDiGraph[str]", guests: Sequence[str]) -> _Block:
    sizes = _entity_sizes(network, guests)
    ranked = sorted(sizes, key=lambda node: (-network.degree(node), node))
    order = {node: float(index) for index, node in enumerate(ranked)}
    counts = sorted({ceil(len(sizes) / rows) for rows in range(1, len(sizes) + 1)})
    shapes = tuple(_Shape(None, grid(sizes, ceil(len(sizes) / count), order, 0.0)) for count in counts)
    return _Block("", (), tuple(sizes), shapes)


def _entity_sizes(network: "nx.MultiDiGraph[str]", nodes: Sequence[str]) -> dict[str, Size]:
    found = ((node, network.nodes[node]) for node in sorted(nodes))
    return {node: entity_size(entity["kind"], entity["label"], network.degree(node)) for node, entity in found}


def _near(network: "nx.MultiDiGraph[str]", node: str, island: Arrangement) -> tuple[float, float]:
    """Return the middle of an entity's own claims within an island."""
    found = [island.boxes[other] for other in _neighbours(network, node) if other in island.boxes]
    if not found:
        return (island.width / 2, island.height / 2)
    return (sum(box.x for box in found) / len(found), sum(box.y for box in found) / len(found))


def _pulls(network: "nx.MultiDiGraph[str]", at: Mapping[str, int]) -> dict[tuple[int, int], float]:
    pulls: dict[tuple[int, int], float] = defaultdict(float)
    for one, two, found in network.edges(data=True):
        first, second = sorted((at[one], at[two]))
        if first != second:
            pulls[first, second] += 1.0 if found["kind"] in {"said", "about"} else _LINK_PULL
    return dict(sorted(pulls.items()))


# Drawing.


def _drawn(
    network: "nx.MultiDiGraph[str]", blocks: Sequence[_Block], cells: Sequence[Cell], at: Mapping[str, int]
) -> tuple[dict[str, Box], list[Island]]:
    boxes: dict[str, Box] = {}
    drawn: list[Island] = []
    middle_x = sum(cell.box.x for cell in cells) / max(1, len(cells))
    middle_y = sum(cell.box.y for cell in cells) / max(1, len(cells))
    for block, cell in zip(blocks, cells, strict=True):
        shape = block.shapes[cell.shape]
        width, height = shape.size
        left, top = cell.box.x - width / 2, cell.box.y - height / 2
        away_x, away_y = _leaning(network, block, cells, at)
        outward_x, outward_y = cell.box.x - middle_x, cell.box.y - middle_y
        lean = (away_x or outward_x) if shape.abreast else (away_y or outward_y)
        for part, (x, y) in _corners(shape, strip_last=lean >= 0):
            boxes |= {node: box.moved(left + x, top + y) for node, box in part.boxes.items()}
            if part is shape.island:
                place_of_it = Box(left + x + part.width / 2, top + y + part.height / 2, part.width, part.height)
                drawn.append(Island(block.label, place_of_it, block.claims))
    return boxes, drawn


def _leaning(
    network: "nx.MultiDiGraph[str]", block: _Block, cells: Sequence[Cell], at: Mapping[str, int]
) -> tuple[float, float]:
    """Say which way the entities beside an island are drawn by their ties elsewhere."""
    here = at[block.entities[0]] if block.entities else -1
    others = [at[o] for node in block.entities for o in _neighbours(network, node) if at[o] != here]
    return (
        sum(cells[other].box.x - cells[here].box.x for other in others),
        sum(cells[other].box.y - cells[here].box.y for other in others),
    )


def _corners(shape: _Shape, *, strip_last: bool) -> Iterator[tuple[Arrangement, tuple[float, float]]]:
    """Yield a shape's parts with their top left corners, centred on the other axis."""
    width, height = shape.size
    parts = [part for part in (shape.island, shape.strip) if part]
    x = y = 0.0
    for part in parts if strip_last else reversed(parts):
        if shape.abreast:
            yield part, (x, (height - part.height) / 2)
            x += part.width + STRIP
        else:
            yield part, ((width - part.width) / 2, y)
            y += part.height + STRIP


def _centred(drawn: tuple[dict[str, Box], list[Island]]) -> Layout:
    boxes, found = drawn
    every = [*boxes.values(), *(island.box for island in found)]
    if not every:
        return Layout({}, (), 0.0, 0.0)
    left = min(box.x - box.width / 2 for box in every)
    right = max(box.x + box.width / 2 for box in every)
    top = min(box.y - box.height / 2 for box in every)
    bottom = max(box.y + box.height / 2 for box in every)
    x, y = -(left + right) / 2, -(top + bottom) / 2
    return Layout(
        {node: box.moved(x, y) for node, box in sorted(boxes.items())},
        tuple(Island(island.label, island.box.moved(x, y), island.claims) for island in found),
        right - left,
        bottom - top,
    )
