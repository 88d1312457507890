"""Cutting a rectangle in two again and again: every size that a tree of cuts can take, and what it hands out.

For each tree the best shape of every block follows exactly (Stockmeyer 1983).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.layout.values import Box, Size

__all__ = ["ABREAST", "STACKED", "Cell", "Cut", "Part", "combined", "leaf", "realised", "side", "thinned"]

STACKED: Final = -1
ABREAST: Final = -2


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block went: the index of its shape, and the cell it may stand in (at least that shape)."""

    shape: int
    box: Box


class Cut(NamedTuple):
    """One way to realise a subtree: its size, how it is cut, and for each side which way was taken.

    A block that is not cut has the index of its shape as its left.
    """

    width: float
    height: float
    left: int
    right: int
    way: int


@dataclass(frozen=True, slots=True)
class Part:
    """A subtree with its possible sizes, narrowest first: a block (``item`` is its index), or two sides."""

    cuts: list[Cut]
    item: int
    sides: "tuple[Part, Part] | None" = None


def leaf(shapes: Sequence[Size], item: int) -> Part:
    """Return the part that is one block."""
    return Part(_best(Cut(*size, index, -1, 0) for index, size in enumerate(shapes)), item)


def _best(cuts: Iterable[Cut]) -> list[Cut]:
    """Keep what no other beats in both directions, narrowest first."""
    kept: list[Cut] = []
    for cut in sorted(cuts):
        if not kept or cut.height < kept[-1].height:
            kept.append(cut)
    return kept


def combined(way: int, first: Sequence[Cut], second: Sequence[Cut]) -> list[Cut]:
    """List the sizes two subtrees can have together, narrowest first (Stockmeyer's merge)."""
    found: list[Cut] = []
    if way == ABREAST:
        left = right = 0
        while left < len(first) and right < len(second):
            one, two = first[left], second[right]
            found.append(Cut(one.width + two.width, max(one.height, two.height), left, right, way))
            left, right = left + (one.height >= two.height), right + (two.height >= one.height)
        return found
    left, right = len(first) - 1, len(second) - 1
    while left >= 0 and right >= 0:
        one, two = first[left], second[right]
        found.append(Cut(max(one.width, two.width), one.height + two.height, left, right, way))
        left, right = left - (one.width >= two.width), right - (two.width >= one.width)
    return found[::-1]


def thinned(first: Sequence[Cut], second: Sequence[Cut], most: int) -> list[Cut]:
    """List the best sizes two subtrees can have together, cut either way: at most ``most``, evenly spread."""
    found = _best([*combined(ABREAST, first, second), *combined(STACKED, first, second)])
    if len(found) <= most:
        return found
    # The squarest sizes are what a whole is made of; far narrower or flatter ones are seldom of use.
    middle = min(range(len(found)), key=lambda at: abs(found[at].width - found[at].height))
    start = max(0, min(middle - most, len(found) - 2 * most))
    return found[start : start + 2 * most : 2] if len(found) >= 2 * most else found[::2]


def side(cut: Cut, aspect: float) -> float:
    """Return the height of the smallest rectangle of an aspect that holds a size."""
    return max(cut.width / aspect, cut.height)


def realised(root: Part, aspect: float, blocks: int, turned: frozenset[int] = frozenset()) -> list[Cell]:
    """Choose the best size of the whole, and hand out its space to the blocks.

    The whole is stretched to the aspect, so that spare room is spread instead of left at one edge.
    The sides of a part whose id is in ``turned`` change places.
    """
    best = min(range(len(root.cuts)), key=lambda index: (side(root.cuts[index], aspect), index))
    height = side(root.cuts[best], aspect)
    cells: dict[int, Cell] = {}
    todo = [(root, best, 0.0, 0.0, height * aspect, height)]
    while todo:
        part, index, x, y, width, height = todo.pop()
        cut = part.cuts[index]
        if part.sides is None:
            cells[part.item] = Cell(cut.left, Box(x + width / 2, y + height / 2, width, height))
            continue
        halves = [(part.sides[0], cut.left), (part.sides[1], cut.right)]
        if id(part) in turned:
            halves.reverse()
        (first, left), (second, right) = halves
        one, two = first.cuts[left], second.cuts[right]
        if cut.way == ABREAST:
            share = width * one.width / (one.width + two.width)
            todo.append((first, left, x, y, share, height))
            todo.append((second, right, x + share, y, width - share, height))
        else:
            share = height * one.height / (one.height + two.height)
            todo.append((first, left, x, y, width, share))
            todo.append((second, right, x, y + share, width, height - share))
    return [cells[index] for index in range(blocks)]
