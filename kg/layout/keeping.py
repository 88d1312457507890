"""Laying out a ledger that grew: what stood keeps its place, and what is new finds one.

Cards keep their column and their order, new ones go into gaps and to the ends of the shortest columns;
islands that grow push others right and down; entities keep their place beside their island.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum, isfinite, log
from typing import Final

from kg.layout.arranging import CARD_WIDTH, ENTITY_GAP
from kg.layout.blocks import TAG, Block, blocks_of, card_sizes, guest_sizes, shapes
from kg.layout.drawing import Drawn, laid
from kg.layout.growing import grown, island_around
from kg.layout.pushing import CLOSE, crowding, distance, free_place, pushed
from kg.layout.regrouping import clusters, regrouped
from kg.layout.values import Box, Progress, Size
from kg.layout.web import Web

__all__ = ["kept"]

_MOST_NEW: Final = 1 / 3
_REACH: Final = 400.0
"""No farther from an island stand the entities that belong to it."""
_MOST_SHAPES: Final = 8
_FAR: Final = 0.05
"""How much it counts that a new island is far from what it is tied to, against a whole that grows."""


@dataclass(slots=True)
class _Place:
    """A block that stood: where its island and its entities were, and where all its parts are now."""

    block: Block
    island: Box | None
    guests: dict[str, Box] = field(default_factory=dict)
    cards_now: dict[str, Box] = field(default_factory=dict)
    guests_now: dict[str, Box] = field(default_factory=dict)
    island_now: Box | None = None

    @property
    def before(self) -> Box:
        return Box.around([*self.guests.values(), *([self.island] if self.island else [])])

    @property
    def after(self) -> Box:
        return Box.around(self.parts)

    @property
    def parts(self) -> list[Box]:
        return [*self.guests_now.values(), *([self.island_now] if self.island_now else [])]

    def move(self, x: float, y: float) -> None:
        self.cards_now = {node: box.moved(x, y) for node, box in self.cards_now.items()}
        self.guests_now = {node: box.moved(x, y) for node, box in self.guests_now.items()}
        self.island_now = self.island_now and self.island_now.moved(x, y)


def kept(web: Web, before: Mapping[str, Box], aspect: float, gutter: float, progress: Progress) -> Drawn | None:
    """Lay out what stood ``before`` as it stood, and the rest around it; None where too little of it is left."""
    known = {node: box for node, box in before.items() if node in web.nodes and _sound(box)}
    cards = {node: known[node] for node in web.claims if node in known and abs(known[node].width - CARD_WIDTH) < CLOSE}
    if not cards:
        return None
    cluster = clusters(cards)
    grouping = regrouped(web, cluster)
    if grouping is None:
        return None
    blocks = blocks_of(web, *grouping)
    stood = _islands(blocks, cards, cluster)
    if sum(len(claims) for claims, _ in stood.values()) < (1 - _MOST_NEW) * len(web.claims):
        return None
    places = {at: _Place(blocks[at], island) for at, (_, island) in stood.items()}
    _recover_guests(blocks, places, known)
    blocks = [block for block in _at_their_places(places, blocks) if block.nodes]
    for at, place in places.items():
        place.block = blocks[at]
    for number, (at, place) in enumerate(places.items()):
        _grow(web, place, {claim: cards[claim] for claim in stood[at][0]} if at in stood else {}, gutter)
        progress((number + 1) / len(blocks))
    _settle(web, list(places.values()), gutter)
    for number, at in enumerate(sorted(set(range(len(blocks))) - places.keys())):
        places[at] = _at_the_edge(web, blocks[at], list(places.values()), aspect, gutter)
        progress((len(blocks) - len(places) + number + 1) / len(blocks))
    found = Drawn()
    for _, place in sorted(places.items()):
        cards_now = place.cards_now
        standing = tuple(sorted(place.block.claims, key=lambda claim: (cards_now[claim].left, cards_now[claim].top)))
        found.add(replace(place.block, claims=standing), cards_now | place.guests_now, place.island_now)
    return found


def _sound(box: Box) -> bool:
    return all(map(isfinite, (box.x, box.y, box.width, box.height))) and box.width > 0 and box.height > 0


def _islands(
    blocks: Sequence[Block], cards: Mapping[str, Box], cluster: Mapping[str, int]
) -> dict[int, tuple[list[str], Box]]:
    """Find which claims of each block stood together, and around them the island, clear of all others."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for at, block in enumerate(blocks):
        for claim in block.claims:
            if claim in cluster:
                counts[cluster[claim]][at] += 1
    owner = {one: max(counted, key=lambda at: (counted[at], -at)) for one, counted in counts.items()}
    found: dict[int, tuple[list[str], Box]] = {}
    for at, block in enumerate(blocks):
        own = [claim for claim in block.claims if claim in cluster and owner[cluster[claim]] == at]
        if not own:
            continue
        main = Counter(cluster[claim] for claim in own).most_common(1)[0][0]
        in_one = [claim for claim in own if cluster[claim] == main]
        # A heading that became longer than its island was is no reason to give the place up.
        for claims, label in ((own, block.label), (own, ""), (in_one, block.label), (in_one, "")):
            island = island_around(label, (cards[claim] for claim in claims))
            if not any(island.overlaps(other, CLOSE) for _, other in found.values()):
                found[at] = (claims, island)
                break
    return found


def _recover_guests(blocks: Sequence[Block], places: dict[int, _Place], known: Mapping[str, Box]) -> None:
    """Find which entities stood beside which island: those whose boxes leave the blocks clear of each other.

    An entity that stands beside another island than it would afresh stays there.
    """
    apart = next((at for at, block in enumerate(blocks) if not block.claims), -1)
    home = {node: at for at, block in enumerate(blocks) for node in block.entities if node in known}
    islands = {at: place.island for at, place in places.items() if place.island}
    if hubs := [known[node] for node, at in home.items() if at == apart]:
        middle = Box.around(hubs)
        for node in sorted(home, key=lambda node: (distance(known[node], middle.x, middle.y), node)):
            if home[node] == apart:
                _take_in(apart, blocks[apart], node, places, known)
    near = sorted((_between(known[node], island), at, node) for node in home for at, island in islands.items())
    for at_home in (True, False):
        for reach, at, node in near:
            if reach <= _REACH and (home[node] == at) is at_home and (at_home or not blocks[at].folded):
                _take_in(at, blocks[at], node, places, known)


def _take_in(at: int, block: Block, node: str, places: dict[int, _Place], known: Mapping[str, Box]) -> None:
    """Let an entity stand where it stood as part of a block, if it stands in no other and in nobody's way."""
    place = places.get(at) or _Place(block, None)
    box = known[node]
    parts = [*place.guests.values(), *([place.island] if place.island else [])]
    others = [other for number, other in places.items() if number != at]
    if any(node in other.guests for other in (place, *others)) or any(box.overlaps(part, CLOSE) for part in parts):
        return
    outline = Box.around([*parts, box])
    if not any(outline.overlaps(other.before, CLOSE) for other in others):
        place.guests[node] = box
        places[at] = place


def _at_their_places(places: Mapping[int, _Place], blocks: Sequence[Block]) -> list[Block]:
    """Count each entity to the block that it stands in."""
    moved = {node: at for at, place in places.items() for node in place.guests}
    found: list[Block] = []
    for at, block in enumerate(blocks):
        own = [node for node in block.entities if moved.get(node, at) == at]
        taken_in = sorted(node for node in (places[at].guests if at in places else ()) if node not in block.entities)
        found.append(replace(block, entities=(*own, *taken_in)))
    return found


def _between(one: Box, two: Box) -> float:
    across = abs(one.x - two.x) - (one.width + two.width) / 2
    down = abs(one.y - two.y) - (one.height + two.height) / 2
    return max(across, down, 0.0)


def _grow(web: Web, place: _Place, stood: Mapping[str, Box], gutter: float) -> None:
    """Let the island grow and push its entities, within the block."""
    sizes = guest_sizes(web, place.block)
    cards = grown(card_sizes(web, place.block.claims), stood) if stood else {}
    before, wanted = (
        list(place.guests.values()),
        [Box(box.x, box.y, *sizes[node]) for node, box in place.guests.items()],
    )
    if place.island:
        before.insert(0, place.island)
        wanted.insert(0, island_around(place.block.label, cards.values()))
    now = pushed(before, wanted, gutter)
    if place.island:
        x, y = now[0].left - wanted[0].left, now[0].top - wanted[0].top
        place.island_now = now[0]
        place.cards_now = {node: box.moved(x, y) for node, box in cards.items()}
    place.guests_now = dict(zip(place.guests, now[1 if place.island else 0 :], strict=True))


def _settle(web: Web, places: Sequence[_Place], gutter: float) -> None:
    """Find room for new entities beside their islands, then push the blocks apart."""
    outlines = [place.after for place in places]
    for index, place in enumerate(places):
        others = [outline for number, outline in enumerate(outlines) if number != index]
        for node, size in _newcomers(web, place):
            own = place.after
            x, y = _wanted(web, node, place)

            def cost(box: Box, own: Box = own, x: float = x, y: float = y, others: list[Box] = others) -> float:
                return distance(box, x, y) + crowding(box, own, others, gutter)

            place.guests_now[node] = free_place(size, place.parts, ENTITY_GAP, cost, (x, y))
        outlines[index] = place.after
    moved = pushed([place.before for place in places], outlines, gutter)
    for place, outline, box in zip(places, outlines, moved, strict=True):
        place.move(box.left - outline.left, box.top - outline.top)


def _newcomers(web: Web, place: _Place) -> list[tuple[str, Size]]:
    """List what has no place beside its island yet, the most tied first and the tag last."""
    sizes = guest_sizes(web, place.block)
    return [
        (node, sizes[node]) for node in (*place.block.entities, TAG) if node in sizes and node not in place.guests_now
    ]


def _wanted(web: Web, node: str, place: _Place) -> tuple[float, float]:
    """Return the middle of an entity's own claims on an island, or of the island."""
    own = [place.cards_now[other] for other in web.ties.get(node, ()) if other in place.cards_now] or [place.after]
    return (fsum(box.x for box in own) / len(own), fsum(box.y for box in own) / len(own))


def _at_the_edge(web: Web, block: Block, places: Sequence[_Place], aspect: float, gutter: float) -> _Place:
    """Stand a new block next to the others, where the whole grows least and what it is tied to is near."""
    outlines = [place.after for place in places]
    whole = Box.around(outlines)
    here = {node: outline for place, outline in zip(places, outlines, strict=True) for node in place.block.nodes}
    tied = [here[other] for node in block.nodes for other in web.ties[node] if other in here] or [whole]
    x, y = (fsum(box.x for box in tied) / len(tied), fsum(box.y for box in tied) / len(tied))

    def cost(box: Box) -> float:
        grown_to = Box.around((whole, box))
        return max(grown_to.width / aspect, grown_to.height) + _FAR * distance(box, x, y)

    found = sorted(shapes(web, block), key=lambda shape: abs(log(shape.size[0] / shape.size[1])))[:_MOST_SHAPES]
    spots = [free_place(shape.size, outlines, gutter, cost, (x, y)) for shape in found]
    best = min(range(len(spots)), key=lambda index: (cost(spots[index]), index))
    boxes, island = laid(found[best], spots[best].left, spots[best].top)
    cards = {claim: boxes.pop(claim) for claim in block.claims}
    return _Place(block, None, {}, cards, boxes, island)
