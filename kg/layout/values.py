"""Boxes, islands and arrangements: what a layout is made of.

Lengths are in the page's own units, y points down.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

__all__ = ["Arrangement", "Box", "Fold", "Island", "Layout", "Progress", "Size", "silent"]

Size = tuple[float, float]
"""Width and height."""

Progress = Callable[[float], None]
"""Is told the share that is done, from 0 to 1."""


def silent(share: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its centre."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def of(cls, left: float, top: float, width: float, height: float) -> "Box":
        """Return the box whose top left corner is given."""
        return cls(left + width / 2, top + height / 2, width, height)

    @classmethod
    def around(cls, boxes: Iterable["Box"]) -> "Box":
        """Return the smallest box that holds some boxes."""
        every = list(boxes)
        left, top = min(box.left for box in every), min(box.top for box in every)
        return cls.of(left, top, max(box.right for box in every) - left, max(box.bottom for box in every) - top)

    @property
    def left(self) -> float:
        """The least x."""
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        """The largest x."""
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        """The least y."""
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        """The largest y."""
        return self.y + self.height / 2

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
    """The region of a topic, or of the many smallest topics together.

    ``claims`` are in the order in which they stand, column by column. ``topics`` are all topics in it with
    their claims: one, but for the island labelled "12 more topics". There, when it is laid out afresh, the
    claims of a topic stand one after the other. Where claims are grouped by communities, those count as topics.
    """

    label: str
    box: Box
    claims: tuple[str, ...]
    topics: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Fold:
    """The minor entities beside an island, behind one tag that says how many they are.

    ``box`` is the tag's. Opened, it shows ``shown`` in a rectangle over whatever stands there: ``opened``. The
    boxes of ``shown`` lie in it, below a strip for a heading, and keep clear of each other. ``nodes`` are
    all that are folded, the most tied first; ``shown`` are as many of the first as can be looked through.
    """

    box: Box
    nodes: tuple[str, ...]
    label: str
    opened: Box
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands. The centre of the whole is at 0, 0.

    ``boxes`` has every node, but for those that a fold holds and does not show. The boxes of claims, of
    entities that are not folded, and of folds keep clear of each other; those of folded entities are where
    they stand when their fold is open.
    """

    boxes: Mapping[str, Box]
    islands: tuple[Island, ...]
    width: float
    height: float
    folds: tuple[Fold, ...] = ()
