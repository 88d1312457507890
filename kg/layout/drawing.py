"""From blocks and their cells to a layout."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum

from kg.layout.blocks import TAG, Block, Shape
from kg.layout.cutting import Cell
from kg.layout.folding import opened
from kg.layout.values import Box, Fold, Island, Layout
from kg.layout.web import Web

__all__ = ["Drawn", "centred", "drawn", "laid"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Everything that stands, anywhere in the plane: boxes of nodes, islands, and tags with what they fold."""

    boxes: dict[str, Box] = field(default_factory=dict)
    islands: list[Island] = field(default_factory=list)
    tags: list[tuple[Box, tuple[str, ...]]] = field(default_factory=list)

    def add(self, block: Block, parts: Mapping[str, Box], island: Box | None) -> None:
        """Note where a block's nodes, its tag and its island stand."""
        for node, box in parts.items():
            if node == TAG:
                self.tags.append((box, block.folded))
            else:
                self.boxes[node] = box
        if island:
            self.islands.append(Island(block.label, island, block.claims, block.topics))

    @property
    def clear(self) -> list[Box]:
        """The boxes that keep clear of each other: of islands, of what stands beside them, and of tags."""
        on_islands = {claim for island in self.islands for claim in island.claims}
        beside = (box for node, box in self.boxes.items() if node not in on_islands)
        return [*(island.box for island in self.islands), *beside, *(box for box, _ in self.tags)]

    @property
    def whole(self) -> Box | None:
        """The smallest box that holds everything, if there is anything."""
        return Box.around(self.clear) if self.boxes else None


def drawn(
    web: Web, blocks: Sequence[Block], shapes: Sequence[Shape], cells: Sequence[Cell], at: Mapping[str, int]
) -> Drawn:
    """Stand each block in the middle of its cell, its entities on the side that their other ties draw them to."""
    found = Drawn()
    middle_x = sum(cell.box.x for cell in cells) / max(1, len(cells))
    middle_y = sum(cell.box.y for cell in cells) / max(1, len(cells))
    for block, shape, cell in zip(blocks, shapes, cells, strict=True):
        width, height = shape.size
        away_x, away_y = _leaning(web, block, cells, at)
        outward_x, outward_y = cell.box.x - middle_x, cell.box.y - middle_y
        lean = (away_x or outward_x) if shape.abreast else (away_y or outward_y)
        parts, island = laid(shape, cell.box.x - width / 2, cell.box.y - height / 2, strip_last=lean >= 0)
        found.add(block, parts, island)
    return found


def laid(shape: Shape, left: float, top: float, *, strip_last: bool = True) -> tuple[dict[str, Box], Box | None]:
    """Give the boxes of a shape whose top left corner is at a place, and that of its island."""
    boxes: dict[str, Box] = {}
    island: Box | None = None
    for part, (x, y) in shape.corners(strip_last=strip_last):
        boxes |= {node: box.moved(left + x, top + y) for node, box in part.boxes.items()}
        if part is shape.island:
            island = Box.of(left + x, top + y, part.width, part.height)
    return boxes, island


def _leaning(web: Web, block: Block, cells: Sequence[Cell], at: Mapping[str, int]) -> tuple[float, float]:
    """Say which way the entities beside an island are drawn by their ties elsewhere."""
    here = at[block.entities[0]] if block.entities else -1
    others = [at[other] for node in block.entities for other in web.ties[node] if at[other] != here]
    return (
        fsum(cells[other].box.x - cells[here].box.x for other in others),
        fsum(cells[other].box.y - cells[here].box.y for other in others),
    )


def centred(web: Web, found: Drawn) -> Layout:
    """Move everything so that the middle is at 0, 0, and arrange what opens over it."""
    whole = found.whole
    if whole is None:
        return Layout({}, (), 0.0, 0.0)
    boxes = {node: box.moved(-whole.x, -whole.y) for node, box in found.boxes.items()}
    islands = tuple(
        Island(island.label, island.box.moved(-whole.x, -whole.y), island.claims, island.topics)
        for island in found.islands
    )
    folds: list[Fold] = []
    for box, nodes in found.tags:
        fold, unfolded = opened(web, nodes, box.moved(-whole.x, -whole.y), whole.moved(-whole.x, -whole.y))
        folds.append(fold)
        boxes |= unfolded
    return Layout(dict(sorted(boxes.items())), islands, whole.width, whole.height, tuple(folds))
