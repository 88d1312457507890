"""Packing rectangles that can take several shapes into one of a given aspect.

A slicing floorplan, as in chip design: a tree of cuts is written as a Polish expression and improved by
simulated annealing (Wong and Liu 1986); for each tree the best shape of every block follows exactly
(Stockmeyer 1983). With a fixed seed the result depends on the input alone. Many blocks go into rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, hypot, sqrt
from random import Random
from typing import Final, NamedTuple

from kg.layout.values import Box, Size

__all__ = ["Cell", "pack"]

_STACKED: Final = -1
_ABREAST: Final = -2
_STARTS: Final = 5
_EFFORT: Final = 80_000
_MOST_FOR_CUTS: Final = 24
_MOST_KEPT: Final = 4000
_WARMTH: Final = 0.04
_COOL: Final = 0.0004
_NEARLY: Final = 1.015
_PULL: Final = 0.2
"""How much short lines count against a small area."""

Pulls = Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block went: the index of its shape, and the cell it may stand in (at least that shape)."""

    shape: int
    box: Box


class _Cut(NamedTuple):
    """One way to realise a subtree: its size, and for each side which way was taken."""

    width: float
    height: float
    left: int
    right: int


def pack(blocks: Sequence[Sequence[Size]], pulls: Pulls, aspect: float, seed: int = 1) -> list[Cell]:
    """Choose a shape and a cell for each block (a list of possible sizes), without overlap.

    ``pulls`` says how strongly pairs of blocks, by index, want to be close; ``aspect`` is width over
    height of the whole, which is kept as small as can be found. The whole begins at 0, 0.
    """
    if not blocks:
        return []
    if len(blocks) > _MOST_FOR_CUTS:
        return _rows(blocks, aspect)
    trees = _Trees(blocks)
    random = Random(seed)  # noqa: S311  (nothing secret)
    seen: dict[tuple[int, ...], _Worth] = {}
    for _ in range(_STARTS):
        _anneal(trees, pulls, aspect, random, seen)
    return _realise(_best(seen), trees, aspect)


def _leaf(shapes: Sequence[Size]) -> list[_Cut]:
    """Keep the shapes that no other beats in both directions, narrowest first."""
    kept: list[_Cut] = []
    for width, height, index in sorted((*size, index) for index, size in enumerate(shapes)):
        if not kept or height < kept[-1].height:
            kept.append(_Cut(width, height, index, -1))
    return kept


def _combine(cut: int, first: list[_Cut], second: list[_Cut]) -> list[_Cut]:
    """List the sizes two subtrees can have together, narrowest first (Stockmeyer's merge)."""
    found: list[_Cut] = []
    if cut == _ABREAST:
        left = right = 0
        while left < len(first) and right < len(second):
            one, two = first[left], second[right]
            found.append(_Cut(one.width + two.width, max(one.height, two.height), left, right))
            left, right = left + (one.height >= two.height), right + (two.height >= one.height)
        return found
    left, right = len(first) - 1, len(second) - 1
    while left >= 0 and right >= 0:
        one, two = first[left], second[right]
        found.append(_Cut(max(one.width, two.width), one.height + two.height, left, right))
        left, right = left - (one.width >= two.width), right - (two.width >= one.width)
    return found[::-1]


def _side(cut: _Cut, aspect: float) -> float:
    return max(cut.width / aspect, cut.height)


@dataclass(frozen=True, slots=True)
class _Part:
    """A subtree of a plan: a block (``item`` is its index) or a cut through two subtrees."""

    cuts: list[_Cut]
    item: int
    sides: "tuple[_Part, _Part] | None" = None


class _Trees:
    """Grows the tree of a plan, and keeps the subtrees: one step of the search leaves most of them as they were."""

    def __init__(self, blocks: Sequence[Sequence[Size]]) -> None:
        self._leaves = [_Part(_leaf(shapes), index) for index, shapes in enumerate(blocks)]
        self._grown: dict[tuple[int, int, int], _Part] = {}

    def __len__(self) -> int:
        return len(self._leaves)

    def tree(self, plan: Sequence[int]) -> _Part:
        if len(self._grown) > _MOST_KEPT:
            self._grown.clear()
        stack: list[_Part] = []
        for item in plan:
            if item >= 0:
                stack.append(self._leaves[item])
            else:
                second, first = stack.pop(), stack.pop()
                stack.append(self._join(item, first, second))
        return stack.pop()

    def _join(self, cut: int, first: _Part, second: _Part) -> _Part:
        # A part stays alive as long as a key holds its id: it is a side of the value.
        key = (cut, id(first), id(second))
        if key not in self._grown:
            self._grown[key] = _Part(_combine(cut, first.cuts, second.cuts), cut, (first, second))
        return self._grown[key]


def _realise(plan: Sequence[int], trees: _Trees, aspect: float) -> list[Cell]:
    """Evaluate a Polish expression: choose the best size of the whole, and hand out its space.

    The whole is stretched to the aspect, so that spare room is spread instead of left at one edge.
    """
    root = trees.tree(plan)
    best = min(range(len(root.cuts)), key=lambda index: (_side(root.cuts[index], aspect), index))
    height = _side(root.cuts[best], aspect)
    cells: dict[int, Cell] = {}
    todo = [(root, best, 0.0, 0.0, height * aspect, height)]
    while todo:
        part, index, x, y, width, height = todo.pop()
        cut = part.cuts[index]
        if part.sides is None:
            cells[part.item] = Cell(cut.left, Box(x + width / 2, y + height / 2, width, height))
            continue
        first, second = part.sides
        one, two = first.cuts[cut.left], second.cuts[cut.right]
        if part.item == _ABREAST:
            share = width * one.width / (one.width + two.width)
            todo.append((first, cut.left, x, y, share, height))
            todo.append((second, cut.right, x + share, y, width - share, height))
        else:
            share = height * one.height / (one.height + two.height)
            todo.append((first, cut.left, x, y, width, share))
            todo.append((second, cut.right, x, y + share, width, height - share))
    return [cells[index] for index in range(len(trees))]


class _Worth(NamedTuple):
    """How good a plan is: the side of the whole at its aspect, and the mean length of a pull. Less is better."""

    side: float
    length: float

    @property
    def cost(self) -> float:
        return self.side + _PULL * self.length


def _worth(plan: Sequence[int], trees: _Trees, pulls: Pulls, aspect: float) -> _Worth:
    cells = _realise(plan, trees, aspect)
    weight = sum(pulls.values())
    distance = sum(
        pull * hypot(cells[one].box.x - cells[two].box.x, cells[one].box.y - cells[two].box.y)
        for (one, two), pull in pulls.items()
    )
    return _Worth(_whole(cells).height, distance / weight if weight else 0.0)


def _anneal(trees: _Trees, pulls: Pulls, aspect: float, random: Random, seen: dict[tuple[int, ...], _Worth]) -> None:
    """Improve a plan by swapping blocks, turning cuts and moving cuts, ever more picky; note all plans seen."""
    plan = [0]
    for index in range(1, len(trees)):
        plan += [index, _ABREAST if index % 2 else _STACKED]
    worth = _worth(plan, trees, pulls, aspect)
    seen[tuple(plan)] = worth
    steps = max(200, _EFFORT // _STARTS // len(trees)) if len(trees) > 1 else 0
    least = worth.cost
    for step in range(steps):
        warmth = _WARMTH * (_COOL / _WARMTH) ** (step / steps)
        changed = _changed(plan, random)
        found = seen.get(tuple(changed)) or _worth(changed, trees, pulls, aspect)
        seen[tuple(changed)] = found
        if found.cost <= worth.cost or random.random() < exp((worth.cost - found.cost) / (warmth * least)):
            plan, worth = changed, found
            least = min(least, worth.cost)


def _best(seen: Mapping[tuple[int, ...], _Worth]) -> Sequence[int]:
    """Of the plans that are nearly as small as the smallest, choose the one with the shortest pulls."""
    smallest = min(found.side for found in seen.values())
    near = (tried for tried, found in seen.items() if found.side <= smallest * _NEARLY)
    return min(near, key=lambda tried: (seen[tried].length, tried))


def _changed(plan: list[int], random: Random) -> list[int]:
    changed = list(plan)
    kind = random.random()
    if kind < 0.5:  # noqa: PLR2004  (half of the moves swap two blocks)
        one, two = random.sample([place for place, item in enumerate(plan) if item >= 0], 2)
        changed[one], changed[two] = changed[two], changed[one]
    elif kind < 0.75:  # noqa: PLR2004  (a quarter turn one cut)
        place = random.choice([place for place, item in enumerate(plan) if item < 0])
        changed[place] = _STACKED if plan[place] == _ABREAST else _ABREAST
    else:
        place = random.randrange(len(plan) - 1)
        changed[place], changed[place + 1] = changed[place + 1], changed[place]
        if not _legal(changed):
            return plan
    return changed


def _legal(plan: Sequence[int]) -> bool:
    """Tell whether every cut has two parts to cut (the balloting property)."""
    depth = 0
    for item in plan:
        depth += 1 if item >= 0 else -1
        if depth < 1:
            return False
    return True


def _rows(blocks: Sequence[Sequence[Size]], aspect: float) -> list[Cell]:
    """Stand blocks in rows, in the order given, each in its squarest shape; of several widths take the best."""
    squarest = [min(enumerate(shapes), key=lambda shape: abs(shape[1][0] - shape[1][1])) for shapes in blocks]
    widest = max(width for _, (width, _) in squarest)
    room = sqrt(sum(width * height for _, (width, height) in squarest) * aspect)
    tried = [_in_rows(squarest, max(widest, room * (1 + step / 20))) for step in range(20)]
    return min(tried, key=lambda cells: _side(_whole(cells), aspect))


def _in_rows(shapes: Sequence[tuple[int, Size]], room: float) -> list[Cell]:
    cells: list[Cell] = []
    x = y = tallest = 0.0
    for index, (width, height) in shapes:
        if x and x + width > room:
            x, y, tallest = 0.0, y + tallest, 0.0
        cells.append(Cell(index, Box(x + width / 2, y + height / 2, width, height)))
        x, tallest = x + width, max(tallest, height)
    return cells


def _whole(cells: Sequence[Cell]) -> _Cut:
    width = max(cell.box.x + cell.box.width / 2 for cell in cells)
    height = max(cell.box.y + cell.box.height / 2 for cell in cells)
    return _Cut(width, height, -1, -1)
