"""How large cards and entities are, and how some of them stand together: in columns, in a grid."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, islice
from math import log2, sqrt
from typing import Final

from kg.layout.text import line_count, text_width, widest_line
from kg.layout.values import Arrangement, Box, Size

__all__ = ["card_size", "entity_size", "glyph_size", "grid", "heading_width", "islands", "shelves", "stack"]

CARD_WIDTH: Final = 160.0
CARD_ROOM: Final = 138.0
CARD_FONT: Final = 13.0
CARD_LINE: Final = 15.0
CARD_LINES: Final = 5
CARD_PADDING: Final = 9.0
CARD_GAP: Final = 5.0

ISLAND_PADDING: Final = 8.0
ISLAND_HEADING: Final = 25.0
ISLAND_FONT: Final = 15.0

GLYPH: Final = 26.0
GLYPH_GROWTH: Final = 4.0
GLYPH_MOST: Final = 46.0
LABEL_FONT: Final = 14.0
LABEL_LINE: Final = 16.0
LABEL_ROOM: Final = 104.0
LABEL_LINES: Final = 2
TAG_PADDING: Final = 16.0
ENTITY_GAP: Final = 6.0

SLIMMEST: Final = 0.28
FLATTEST: Final = 3.6
MANY_CARDS: Final = 400
_SHARES: Final = (0.5, 0.7, 0.85, 1, 1.2, 1.5, 2)
_FEW_SHARES: Final = (0.65, 0.85, 1, 1.2, 1.55)


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


def heading_width(label: str) -> float:
    """Return how wide an island must be for its heading."""
    return text_width(f"{label}  000", ISLAND_FONT) + 2 * ISLAND_PADDING


def islands(label: str, cards: Mapping[str, Size]) -> Iterator[Arrangement]:
    """Yield the arrangements an island may take, cards in their order, in more and more columns.

    An island of many cards can take almost any shape, and few are tried.
    """
    heading = heading_width(label)
    likely = max(1, round(sqrt(sum(height for _, height in cards.values()) / CARD_WIDTH)))
    shares = _SHARES if len(cards) <= MANY_CARDS else _FEW_SHARES
    counts = {*(range(1, 6) if len(cards) <= MANY_CARDS else ()), *(round(likely * share) for share in shares)}
    tops = [0.0, *accumulate(height + CARD_GAP for _, height in cards.values())]
    tallest = max(height for _, height in cards.values())
    for count in sorted(counts & set(range(1, len(cards) + 1))):
        breaks = _breaks(tops, tallest, count)
        inner = len(breaks) * (CARD_WIDTH + CARD_GAP) - CARD_GAP
        highest = max(_stacked(tops, start, end) for start, end in breaks)
        width = max(heading, inner + 2 * ISLAND_PADDING)
        height = highest + ISLAND_HEADING + ISLAND_PADDING
        if count == likely or SLIMMEST <= width / height <= FLATTEST:
            yield Arrangement(width, height, _in_columns(cards, breaks, highest, (width - inner) / 2))


def _in_columns(
    cards: Mapping[str, Size], breaks: Sequence[tuple[int, int]], highest: float, left: float
) -> dict[str, Box]:
    """Stand cards top to bottom and left to right, a little apart where a column has room to spare."""
    waiting = iter(cards.items())
    boxes: dict[str, Box] = {}
    x = left + CARD_WIDTH / 2
    for start, end in breaks:
        column = list(islice(waiting, end - start))
        spare = highest - sum(height for _, (_, height) in column) - CARD_GAP * (len(column) - 1)
        gap = CARD_GAP + min(CARD_GAP, spare / (len(column) - 1) if len(column) > 1 else 0.0)
        y = ISLAND_HEADING
        for node, (width, height) in column:
            boxes[node] = Box(x, y + height / 2, width, height)
            y += height + gap
        x += CARD_WIDTH + CARD_GAP
    return boxes


def _stacked(tops: Sequence[float], start: int, end: int) -> float:
    return tops[end] - tops[start] - CARD_GAP


def _breaks(tops: Sequence[float], low: float, count: int) -> list[tuple[int, int]]:
    """Cut a column of cards into at most ``count`` columns such that the longest is as short as can be."""
    high = _stacked(tops, 0, len(tops) - 1)
    while high - low > 1:
        middle = (low + high) / 2
        if len(_runs(tops, middle)) <= count:
            high = middle
        else:
            low = middle
    return _runs(tops, high)


def _runs(tops: Sequence[float], most: float) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start = 0
    while start < len(tops) - 1:
        end = max(start + 1, bisect_right(tops, tops[start] + most + CARD_GAP + 1e-6) - 1)
        runs.append((start, end))
        start = end
    return runs


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


def shelves(sizes: Mapping[str, Size], aspect: float) -> Arrangement:
    """Stand entities in rows, in the order given, in a rectangle of about an aspect."""
    area = sum((width + ENTITY_GAP) * (height + ENTITY_GAP) for width, height in sizes.values())
    room = max(sqrt(area * aspect), *(width for width, _ in sizes.values()), 0.0)
    boxes: dict[str, Box] = {}
    x = y = tallest = widest = 0.0
    for node, (width, height) in sizes.items():
        if x and x + width > room:
            x, y, tallest = 0.0, y + tallest + ENTITY_GAP, 0.0
        boxes[node] = Box.of(x, y, width, height)
        widest, tallest = max(widest, x + width), max(tallest, height)
        x += width + ENTITY_GAP
    return Arrangement(widest, y + tallest, boxes)


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
