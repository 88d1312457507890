"""Boxes, islands and arrangements: what a layout is made of.

Lengths are in the page's own units, y points down.
"""

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Arrangement", "Box", "Island", "Layout", "Size"]

Size = tuple[float, float]
"""Width and height."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its centre."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Box", slack: float = 0.0) -> bool:
        """Tell whether two boxes share more than ``slack`` in both directions."""
        across = (self.width + other.width) / 2 - abs(self.x - other.x)
        down = (self.height + other.height) / 2 - abs(self.y - other.y)
        return across > slack and down > slack

    def moved(self, x: float, y: float) -> "Box":
        """Return the box shifted by ``x`` and ``y``."""
        return Box(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Boxes, by node, relative to the top left corner of the rectangle they stand in."""

    width: float
    height: float
    boxes: Mapping[str, Box]


@dataclass(frozen=True, slots=True)
class Island:
    """The region of a topic. Without a label it holds the claims that have no topic."""

    label: str
    box: Box
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A box for every node, and the islands. The centre of the whole is at 0, 0."""

    boxes: Mapping[str, Box]
    islands: tuple[Island, ...]
    width: float
    height: float
