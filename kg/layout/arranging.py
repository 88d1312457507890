"""How large cards and entities are, and how some of them stand together: in columns, in a grid."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from math import log2, sqrt
from typing import Final

from kg.layout.text import line_count, text_width, widest_line
from kg.layout.values import Arrangement, Box, Size

__all__ = ["card_size", "columns", "entity_size", "grid", "islands"]

CARD_WIDTH: Final = 160.0
CARD_ROOM: Final = 138.0
CARD_FONT: Final = 13.0
CARD_LINE: Final = 15.0
CARD_LINES: Final = 5
CARD_PADDING: Final = 11.0
CARD_GAP: Final = 7.0

ISLAND_PADDING: Final = 11.0
ISLAND_HEADING: Final = 27.0
ISLAND_FONT: Final = 15.0

GLYPH: Final = 30.0
GLYPH_GROWTH: Final = 4.0
GLYPH_MOST: Final = 52.0
LABEL_FONT: Final = 15.0
LABEL_LINE: Final = 17.0
LABEL_ROOM: Final = 112.0
LABEL_LINES: Final = 2
TAG_PADDING: Final = 22.0
ENTITY_GAP: Final = 8.0

SLIMMEST: Final = 0.28
FLATTEST: Final = 3.6


def card_size(label: str) -> Size:
    """Return a card's size: one width, a height by the lines its label takes."""
    return (CARD_WIDTH, CARD_PADDING + CARD_LINE * line_count(label, CARD_ROOM, CARD_FONT, CARD_LINES))


def entity_size(kind: str, label: str, ties: int) -> Size:
    """Return the size of an entity: its shape over its label, or for a concept a tag around it."""
    lines = line_count(label, LABEL_ROOM, LABEL_FONT, LABEL_LINES)
    wide = widest_line(label, LABEL_ROOM, LABEL_FONT, LABEL_LINES)
    if kind == "concept":
        return (wide + TAG_PADDING, TAG_PADDING / 2 + LABEL_LINE * lines)
    glyph = glyph_size(ties)
    return (max(glyph, wide) + 4, glyph + 3 + LABEL_LINE * lines)


def glyph_size(ties: int) -> float:
    """Return how wide and high an entity's shape is; it grows with the number of its lines."""
    return min(GLYPH_MOST, GLYPH + GLYPH_GROWTH * log2(1 + ties))


def islands(label: str, cards: Mapping[str, Size]) -> Iterator[Arrangement]:
    """Yield the arrangements an island may take, cards in their order, in more and more columns."""
    heading = text_width(f"{label}  000", ISLAND_FONT) + 2 * ISLAND_PADDING
    likely = max(1, round(sqrt(sum(height for _, height in cards.values()) / CARD_WIDTH)))
    counts = {*range(1, 6), *(round(likely * share) for share in (0.5, 0.7, 0.85, 1, 1.2, 1.5, 2))}
    for count in sorted(counts & set(range(1, len(cards) + 1))):
        inner = columns(cards, count)
        width = max(heading, inner.width + 2 * ISLAND_PADDING)
        height = inner.height + ISLAND_HEADING + ISLAND_PADDING
        if count == likely or SLIMMEST <= width / height <= FLATTEST:
            left = (width - inner.width) / 2
            boxes = {node: box.moved(left, ISLAND_HEADING) for node, box in inner.boxes.items()}
            yield Arrangement(width, height, boxes)


def columns(cards: Mapping[str, Size], count: int) -> Arrangement:
    """Stand cards in ``count`` columns, top to bottom and left to right, the highest column as low as can be."""
    heights = [height for _, height in cards.values()]
    breaks = _breaks(heights, count)
    tallest = max(_stacked(heights[start:end]) for start, end in breaks)
    nodes = list(cards)
    boxes: dict[str, Box] = {}
    for column, (start, end) in enumerate(breaks):
        spare = tallest - _stacked(heights[start:end])
        gap = CARD_GAP + min(CARD_GAP, spare / (end - start - 1) if end - start > 1 else 0.0)
        x = column * (CARD_WIDTH + CARD_GAP) + CARD_WIDTH / 2
        y = 0.0
        for node, height in zip(nodes[start:end], heights[start:end], strict=True):
            boxes[node] = Box(x, y + height / 2, CARD_WIDTH, height)
            y += height + gap
    return Arrangement(len(breaks) * (CARD_WIDTH + CARD_GAP) - CARD_GAP, tallest, boxes)


def _stacked(heights: Sequence[float]) -> float:
    return sum(heights) + CARD_GAP * (len(heights) - 1)


def _breaks(heights: Sequence[float], count: int) -> list[tuple[int, int]]:
    """Cut a sequence into at most ``count`` runs such that the longest run is as short as can be."""
    low, high = max(heights), _stacked(heights)
    while high - low > 1:
        middle = (low + high) / 2
        if len(_runs(heights, middle)) <= count:
            high = middle
        else:
            low = middle
    return _runs(heights, high)


def _runs(heights: Sequence[float], most: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start, filled = 0, -CARD_GAP
    for index, height in enumerate(heights):
        if filled + CARD_GAP + height > most + 1e-6 and index > start:
            runs.append((start, index))
            start, filled = index, -CARD_GAP
        filled += CARD_GAP + height
    return [*runs, (start, len(heights))]


def grid(sizes: Mapping[str, Size], rows: int, wanted: Mapping[str, float], room: float) -> Arrangement:
    """Stand entities in ``rows`` rows, left to right in the order of where each is ``wanted`` (an x).

    Within ``room`` every column stands as near to where it is wanted as its neighbours allow.
    """
    nodes = sorted(sizes, key=lambda node: (wanted[node], node))
    groups = [nodes[start : start + rows] for start in range(0, len(nodes), rows)]
    widths = [max(sizes[node][0] for node in group) + ENTITY_GAP for group in groups]
    width = max(room, sum(widths))
    centres = _spread([sum(wanted[node] for node in group) / len(group) for group in groups], widths, width)
    heights = [
        max(sizes[group[row]][1] for group in groups if row < len(group)) for row in range(rows) if row < len(nodes)
    ]
    tops = [0.0, *accumulate(height + ENTITY_GAP for height in heights)]
    boxes = {
        node: Box(x, tops[row] + sizes[node][1] / 2, *sizes[node])
        for x, group in zip(centres, groups, strict=True)
        for row, node in enumerate(group)
    }
    return Arrangement(width, tops[-1] - ENTITY_GAP, boxes)


def stack(sizes: Mapping[str, Size], count: int, wanted: Mapping[str, float], room: float) -> Arrangement:
    """Stand entities in ``count`` columns, top to bottom in the order of where each is ``wanted`` (a y)."""
    turned = grid({node: (height, width) for node, (width, height) in sizes.items()}, count, wanted, room)
    boxes = {node: Box(box.y, box.x, box.height, box.width) for node, box in turned.boxes.items()}
    return Arrangement(turned.height, turned.width, boxes)


def _spread(wanted: Sequence[float], widths: Sequence[float], room: float) -> list[float]:
    """Place intervals on a line from 0 to ``room``, near where they are wanted, without overlap."""
    centres: list[float] = []
    least = 0.0
    for x, width in zip(wanted, widths, strict=True):
        centres.append(max(x, least + width / 2))
        least = centres[-1] + width / 2
    most = room
    for index in range(len(centres) - 1, -1, -1):
        centres[index] = min(centres[index], most - widths[index] / 2)
        most = centres[index] - widths[index] / 2
    return centres
