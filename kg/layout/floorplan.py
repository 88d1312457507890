"""Packing rectangles that can take several shapes into one of a given aspect.

A slicing floorplan, as in chip design: a tree of cuts is written as a Polish expression and improved by
simulated annealing (Wong and Liu 1986). With a fixed seed the result depends on the input alone.
Many blocks are cut without a search (:mod:`kg.layout.slicing`).
"""

from collections.abc import Mapping, Sequence
from math import exp, hypot
from random import Random
from typing import Final, NamedTuple

from kg.layout.cutting import ABREAST, STACKED, Cell, Part, combined, leaf, realised
from kg.layout.slicing import sliced
from kg.layout.values import Progress, Size, silent

__all__ = ["Cell", "pack"]

_STARTS: Final = 5
_EFFORT: Final = 80_000
_MOST_FOR_CUTS: Final = 14
_MOST_KEPT: Final = 4000
_WARMTH: Final = 0.04
_COOL: Final = 0.0004
_NEARLY: Final = 1.015
_PULL: Final = 0.2
"""How much short lines count against a small area."""

Pulls = Mapping[tuple[int, int], float]


def pack(
    blocks: Sequence[Sequence[Size]],
    pulls: Pulls,
    aspect: float,
    seed: int = 1,
    progress: Progress = silent,
) -> list[Cell]:
    """Choose a shape and a cell for each block (a list of possible sizes), without overlap.

    ``pulls`` says how strongly pairs of blocks, by index, want to be close; ``aspect`` is width over
    height of the whole, which is kept as small as can be found. The whole begins at 0, 0.
    """
    if not blocks:
        return []
    if len(blocks) > _MOST_FOR_CUTS:
        return sliced(blocks, pulls, aspect, progress)
    trees = _Trees(blocks)
    random = Random(seed)  # noqa: S311  (nothing secret)
    seen: dict[tuple[int, ...], _Worth] = {}
    for start in range(_STARTS):
        progress(start / _STARTS)
        _anneal(trees, pulls, aspect, random, seen)
    return realised(trees.tree(_best(seen)), aspect, len(trees))


class _Trees:
    """Grows the tree of a plan, and keeps the subtrees: one step of the search leaves most of them as they were."""

    def __init__(self, blocks: Sequence[Sequence[Size]]) -> None:
        self._leaves = [leaf(shapes, index) for index, shapes in enumerate(blocks)]
        self._grown: dict[tuple[int, int, int], Part] = {}

    def __len__(self) -> int:
        return len(self._leaves)

    def tree(self, plan: Sequence[int]) -> Part:
        if len(self._grown) > _MOST_KEPT:
            self._grown.clear()
        stack: list[Part] = []
        for item in plan:
            if item >= 0:
                stack.append(self._leaves[item])
            else:
                second, first = stack.pop(), stack.pop()
                stack.append(self._join(item, first, second))
        return stack.pop()

    def _join(self, cut: int, first: Part, second: Part) -> Part:
        # A part stays alive as long as a key holds its id: it is a side of the value.
        key = (cut, id(first), id(second))
        if key not in self._grown:
            self._grown[key] = Part(combined(cut, first.cuts, second.cuts), cut, (first, second))
        return self._grown[key]


class _Worth(NamedTuple):
    """How good a plan is: the side of the whole at its aspect, and the mean length of a pull. Less is better."""

    side: float
    length: float

    @property
    def cost(self) -> float:
        return self.side + _PULL * self.length


def _worth(plan: Sequence[int], trees: _Trees, pulls: Pulls, aspect: float) -> _Worth:
    cells = realised(trees.tree(plan), aspect, len(trees))
    weight = sum(pulls.values())
    distance = sum(
        pull * hypot(cells[one].box.x - cells[two].box.x, cells[one].box.y - cells[two].box.y)
        for (one, two), pull in pulls.items()
    )
    return _Worth(max(cell.box.y + cell.box.height / 2 for cell in cells), distance / weight if weight else 0.0)


def _anneal(trees: _Trees, pulls: Pulls, aspect: float, random: Random, seen: dict[tuple[int, ...], _Worth]) -> None:
    """Improve a plan by swapping blocks, turning cuts and moving cuts, ever more picky; note all plans seen."""
    plan = [0]
    for index in range(1, len(trees)):
        plan += [index, ABREAST if index % 2 else STACKED]
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
        changed[place] = STACKED if plan[place] == ABREAST else ABREAST
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
