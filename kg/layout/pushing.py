"""Making room: rectangles that grew push their neighbours away, and newcomers take the nearest free place.

Two rectangles that stood apart stay apart in the direction in which they have more room, so each is moved
right or down by as little as that takes (longest paths over constraints, as in compacting a circuit).
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import hypot
from typing import Final

from kg.layout.values import Box, Size

__all__ = ["CLOSE", "crowding", "distance", "free_place", "pushed"]

CLOSE: Final = 0.5
"""Positions that were rounded when they were kept may overlap by this much."""
_LEAST_GAP: Final = 1.0
_IN_THE_WAY: Final = 10.0
"""How much it counts to move others, against standing far from where one belongs."""


def pushed(before: Sequence[Box], wanted: Sequence[Box], gutter: float) -> list[Box]:
    """Move boxes right and down from where they are ``wanted`` until none overlap.

    ``before`` are the same boxes as they stood, none over another: who was left of whom, or above, stays so.
    Between two boxes remains what was between them, or the gutter if that is less.
    """
    after_x: list[list[tuple[int, float]]] = [[] for _ in before]
    after_y: list[list[tuple[int, float]]] = [[] for _ in before]
    for one, two in combinations(range(len(before)), 2):
        left, right = sorted((one, two), key=lambda index: (before[index].x, index))
        above, below = sorted((one, two), key=lambda index: (before[index].y, index))
        across = before[right].left - before[left].right
        down = before[below].top - before[above].bottom
        need_x, need_y = (max(_LEAST_GAP, min(gutter, gap)) for gap in (across, down))
        spare_x = wanted[right].left - wanted[left].right - need_x
        spare_y = wanted[below].top - wanted[above].bottom - need_y
        if down < -CLOSE or (across >= -CLOSE and spare_x >= spare_y):
            after_x[right].append((left, need_x))
        else:
            after_y[below].append((above, need_y))
    lefts = _settled([box.x for box in before], [(box.left, box.width) for box in wanted], after_x)
    tops = _settled([box.y for box in before], [(box.top, box.height) for box in wanted], after_y)
    return [Box.of(left, top, box.width, box.height) for left, top, box in zip(lefts, tops, wanted, strict=True)]


def _settled(
    order: Sequence[float], wanted: Sequence[tuple[float, float]], after: Sequence[Sequence[tuple[int, float]]]
) -> list[float]:
    """Give each interval the least start, not below the one that is wanted, that keeps it after those before it."""
    starts = [start for start, _ in wanted]
    for index in sorted(range(len(order)), key=lambda index: (order[index], index)):
        least = (starts[other] + wanted[other][1] + need for other, need in after[index])
        starts[index] = max(starts[index], *least, starts[index])
    return starts


def free_place(
    size: Size, taken: Sequence[Box], gap: float, cost: Callable[[Box], float], near: tuple[float, float] | None = None
) -> Box:
    """Find the place of least cost next to what is there, over none of it. There must be something."""
    places = [
        place
        for place in _beside(size, taken, gap, near)
        if not any(place.overlaps(other, -gap + CLOSE) for other in taken)
    ]
    return min(places, key=lambda place: (cost(place), place.y, place.x))


def _beside(size: Size, taken: Sequence[Box], gap: float, near: tuple[float, float] | None) -> Iterator[Box]:
    """Yield places on all four sides of each box, flush with its beginning, or as near as can be to a point."""
    width, height = size
    whole = Box.around(taken)
    for box in (*taken, whole):
        xs, ys = {box.left}, {box.top}
        if near:
            xs.add(max(box.left, min(near[0] - width / 2, box.right - width)))
            ys.add(max(box.top, min(near[1] - height / 2, box.bottom - height)))
        for x in sorted(xs):
            yield Box.of(x, box.bottom + gap, width, height)
            yield Box.of(x, box.top - gap - height, width, height)
        for y in sorted(ys):
            yield Box.of(box.right + gap, y, width, height)
            yield Box.of(box.left - gap - width, y, width, height)


def crowding(box: Box, own: Box, others: Sequence[Box], gutter: float) -> float:
    """Say how much a block grows that takes in one more box, and how far it would reach into other blocks."""
    grown = Box.around((own, box))
    deep = (
        min(
            (grown.width + other.width) / 2 - abs(grown.x - other.x),
            (grown.height + other.height) / 2 - abs(grown.y - other.y),
        )
        for other in others
    )
    longer = grown.width - own.width + grown.height - own.height
    return _IN_THE_WAY * (longer + sum(depth + gutter for depth in deep if depth > -gutter))


def distance(box: Box, x: float, y: float) -> float:
    """Return how far the middle of a box is from a point."""
    return hypot(box.x - x, box.y - y)
