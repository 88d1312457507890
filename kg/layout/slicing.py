"""Packing very many blocks: small ones are joined first, each pair cut the way that wastes least.

Like with like, from the smallest up (as Huffman builds a code), so a tree of cuts comes to be in which
neighbours are of a size. A few ways to choose are tried, no search: the time is k log k.
"""

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from math import fsum, hypot
from typing import Final

from kg.layout.cutting import Cell, Part, leaf, realised, thinned
from kg.layout.values import Progress, Size

__all__ = ["sliced"]

_MOST_SIZES: Final = 40
_WAYS: Final = tuple((tried, pull) for pull in (0.15, 0.3, 0.6, 0.0) for tried in (6, 12, 3))
"""Ways to join: how many parts of about a size are tried as the other side of a cut, and how much a pull counts."""
_EFFORT: Final = 1200
_LARGER: Final = 2.0
_LENGTH: Final = 0.2
"""How much short lines count against a small area."""
_SLIMMEST: Final = 0.3
_JOINED: Final = -1

Pulls = Mapping[tuple[int, int], float]


def sliced(blocks: Sequence[Sequence[Size]], pulls: Pulls, aspect: float, progress: Progress) -> list[Cell]:
    """Choose a shape and a cell for each of many blocks, without overlap."""
    parts = [leaf(shapes, index) for index, shapes in enumerate(blocks)]
    ways = _WAYS[: max(2, min(len(_WAYS), _EFFORT // len(blocks)))]
    found: list[list[Cell]] = []
    for number, (tried, pull) in enumerate(ways):
        progress(number / len(ways))
        root = _tree(parts, pulls, tried, pull)
        turned = _turned(root, pulls, realised(root, aspect, len(blocks)))
        found.append(realised(root, aspect, len(blocks), turned))
    return min(found, key=lambda cells: _cost(cells, pulls))


def _cost(cells: Sequence[Cell], pulls: Pulls) -> float:
    distance = fsum(
        pull * hypot(cells[one].box.x - cells[two].box.x, cells[one].box.y - cells[two].box.y)
        for (one, two), pull in pulls.items()
    )
    height = max(cell.box.y + cell.box.height / 2 for cell in cells)
    return height + _LENGTH * distance / (fsum(pulls.values()) or 1.0)


def _area(part: Part) -> float:
    return min(cut.width * cut.height for cut in part.cuts)


def _usual(part: Part) -> float:
    """Return the least area of a part in a shape that is neither very slim nor very flat."""
    fit = [cut.width * cut.height for cut in part.cuts if _SLIMMEST < cut.width / cut.height < 1 / _SLIMMEST]
    return min(fit) if fit else _area(part)


def _tree(parts: Sequence[Part], pulls: Pulls, tried: int, counts: float) -> Part:
    """Join parts until one is left: the smallest with whichever of the next it fits and belongs to best."""
    tied: dict[int, dict[int, float]] = {index: {} for index in range(len(parts))}
    for (one, two), pull in sorted(pulls.items()):
        tied[one][two] = tied[two][one] = pull
    found = dict(enumerate(parts))
    waiting = [(_usual(part), index) for index, part in found.items()]
    heapify(waiting)
    while len(waiting) > 1:
        least, smallest = heappop(waiting)
        near = [heappop(waiting)]
        while waiting and len(near) < tried and waiting[0][0] <= _LARGER * max(least, near[0][0]):
            near.append(heappop(waiting))
        strongest = max((tied[smallest].get(index, 0.0) for _, index in near), default=0.0) or 1.0
        joined = [
            Part(
                thinned(found[smallest].cuts, found[index].cuts, _MOST_SIZES), _JOINED, (found[smallest], found[index])
            )
            for _, index in near
        ]
        areas = [_usual(part) for part in joined]
        worth = [
            area / (least + of_other) - counts * tied[smallest].get(index, 0.0) / strongest
            for area, (of_other, index) in zip(areas, near, strict=True)
        ]
        best = min(range(len(near)), key=lambda at: (worth[at], at))
        _, partner = near.pop(best)
        for entry in near:
            heappush(waiting, entry)
        new = len(tied)
        found[new] = joined[best]
        tied[new] = _merged(tied, smallest, partner, new)
        heappush(waiting, (areas[best], new))
    return found[waiting[0][1]]


def _merged(tied: dict[int, dict[int, float]], one: int, two: int, new: int) -> dict[int, float]:
    """Give a joined part the ties of both its sides."""
    merged: dict[int, float] = {}
    for gone in (one, two):
        for other, pull in tied[gone].items():
            if other not in {one, two}:
                merged[other] = merged.get(other, 0.0) + pull
                tied[other].pop(gone, None)
                tied[other][new] = merged[other]
    return merged


def _turned(root: Part, pulls: Pulls, cells: Sequence[Cell]) -> frozenset[int]:
    """Find the parts whose sides should change places, so that what pulls at each other comes closer.

    From the whole down. Which way a cut runs and how large all is stays the same.
    """
    tied: dict[int, list[tuple[int, float]]] = {index: [] for index in range(len(cells))}
    for (one, two), pull in sorted(pulls.items()):
        tied[one].append((two, pull))
        tied[two].append((one, pull))
    at = {index: (cell.box.x, cell.box.y) for index, cell in enumerate(cells)}
    held = _held(root)
    turned: set[int] = set()
    todo = [root]
    while todo:
        part = todo.pop()
        if part.sides is None:
            continue
        first, second = (held[id(half)] for half in part.sides)
        x, y = _middle(first, at)
        other_x, other_y = _middle(second, at)
        away, step = (other_x - x, other_y - y), {*first, *second}
        leans = _lean(first, step, tied, at, away) / len(first), _lean(second, step, tied, at, away) / len(second)
        if leans[0] > leans[1] + 1e-9:
            turned.add(id(part))
            for group, sign in ((first, 1), (second, -1)):
                for index in group:
                    at[index] = (at[index][0] + sign * away[0], at[index][1] + sign * away[1])
        todo.extend(part.sides)
    return frozenset(turned)


def _held(root: Part) -> dict[int, list[int]]:
    """List the blocks within each part, by the part's id."""
    held: dict[int, list[int]] = {}
    todo = [root]
    order: list[Part] = []
    while todo:
        part = todo.pop()
        order.append(part)
        todo.extend(part.sides or ())
    for part in reversed(order):
        held[id(part)] = [part.item] if part.sides is None else [item for half in part.sides for item in held[id(half)]]
    return held


def _middle(group: Sequence[int], at: Mapping[int, tuple[float, float]]) -> tuple[float, float]:
    return (fsum(at[index][0] for index in group) / len(group), fsum(at[index][1] for index in group) / len(group))


def _lean(
    group: Sequence[int],
    inside: set[int],
    tied: Mapping[int, Sequence[tuple[int, float]]],
    at: Mapping[int, tuple[float, float]],
    away: tuple[float, float],
) -> float:
    """Say how strongly blocks outside draw a group along a direction."""
    return fsum(
        pull * ((at[other][0] - at[index][0]) * away[0] + (at[other][1] - at[index][1]) * away[1])
        for index in group
        for other, pull in tied[index]
        if other not in inside
    )
