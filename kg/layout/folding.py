"""What folds: the smallest of many topics into one island, the minor entities beside an island behind one tag."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.layout.arranging import ENTITY_GAP, ISLAND_HEADING, ISLAND_PADDING, entity_size, shelves
from kg.layout.values import Box, Fold, Size
from kg.layout.web import Web

__all__ = ["MOST_SHOWN", "MOST_TOPICS", "folded", "minor", "opened", "tag_label", "tag_size"]

MOST_TOPICS: Final = 40
"""More islands than this are not told apart at one look."""
MOST_BESIDE: Final = 14
"""Of entities beside one island."""
MOST_APART: Final = 40
"""Of entities that belong to no island."""
FEW_ENTITIES: Final = 60
"""So many in all stand without folds: there is room for them."""
MOST_SHOWN: Final = 200
"""Of the entities of one fold, when it is open."""
_OPENED_ASPECT: Final = 1.4


def minor(of: Mapping[str, str], most: int = MOST_TOPICS) -> frozenset[str]:
    """Choose the groups that fold into one island: the smallest, so that at most ``most`` islands stand."""
    sizes = Counter(of.values())
    if len(sizes) <= most:
        return frozenset()
    return frozenset(sorted(sizes, key=lambda key: (-sizes[key], key))[most - 1 :])


def folded(web: Web, guests: Iterable[str], *, apart: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Divide the entities of one place into those that stand and those that fold, the most tied first."""
    ranked = sorted(guests, key=web.rank)
    most = MOST_APART if apart else MOST_BESIDE
    if len(ranked) <= most or len(web.entities) <= FEW_ENTITIES:
        return tuple(ranked), ()
    return tuple(ranked[: most - 1]), tuple(ranked[most - 1 :])


def tag_label(nodes: Sequence[str]) -> str:
    """Say how many entities are folded."""
    return f"+ {len(nodes):,} more"


def tag_size(nodes: Sequence[str]) -> Size:
    """Return the size of the tag that stands for folded entities."""
    return entity_size("concept", tag_label(nodes), 0)


def opened(web: Web, nodes: tuple[str, ...], tag: Box, whole: Box) -> tuple[Fold, dict[str, Box]]:
    """Arrange the entities behind a tag for when it is opened: from the tag's corner on, within the whole if it can."""
    shown = nodes[:MOST_SHOWN]
    found = ((node, web.nodes[node]) for node in shown)
    inner = shelves(
        {node: entity_size(entity["kind"], entity["label"], len(web.ties[node])) for node, entity in found},
        _OPENED_ASPECT,
    )
    width = max(inner.width, tag.width) + 2 * ISLAND_PADDING
    height = inner.height + ISLAND_HEADING + ENTITY_GAP + ISLAND_PADDING
    left = max(whole.left, min(tag.left, whole.right - width))
    top = max(whole.top, min(tag.top, whole.bottom - height))
    boxes = {
        node: box.moved(left + ISLAND_PADDING, top + ISLAND_HEADING + ENTITY_GAP) for node, box in inner.boxes.items()
    }
    return Fold(tag, nodes, tag_label(nodes), Box.of(left, top, width, height), shown), boxes
