"""An island that gets more cards: those that stand there stay in their columns."""

from collections.abc import Iterable, Mapping
from heapq import heapify, heapreplace
from typing import Final

from kg.layout.arranging import CARD_GAP, CARD_WIDTH, ISLAND_HEADING, ISLAND_PADDING, heading_width
from kg.layout.pushing import CLOSE
from kg.layout.values import Box, Size

__all__ = ["grown", "island_around"]

_SLIMMEST: Final = 0.25
"""Where a new card would make an island slimmer than this, width over height, it begins a new column."""


def island_around(label: str, cards: Iterable[Box]) -> Box:
    """Return the box of an island by its label and its cards."""
    inner = Box.around(cards)
    width = max(heading_width(label), inner.width + 2 * ISLAND_PADDING)
    height = inner.height + ISLAND_HEADING + ISLAND_PADDING
    return Box.of(inner.x - width / 2, inner.top - ISLAND_HEADING, width, height)


def grown(cards: Mapping[str, Size], stood: Mapping[str, Box]) -> dict[str, Box]:
    """Stand an island's cards: those that stood in their columns and their order, others in gaps and at the ends.

    ``cards`` are all cards with their sizes now, in the order in which new ones are to be added.
    """
    top = min(box.top for box in stood.values())
    columns = _columns(cards, stood)
    boxes = {node: box for column in columns.values() for node, box in column}
    lowest = max(box.bottom for box in boxes.values())
    gaps = [gap for x, column in columns.items() for gap in _gaps(x, top, [box for _, box in column])]
    ends = [(column[-1][1].bottom, x) for x, column in columns.items()]
    heapify(ends)
    left = min(columns)
    for node, (_, height) in cards.items():
        if node in boxes:
            continue
        place = next((index for index, (_, start, end) in enumerate(gaps) if end - start >= height), None)
        if place is not None:
            x, start, end = gaps[place]
            boxes[node] = Box.of(x, start, CARD_WIDTH, height)
            gaps[place] = (x, start + height + CARD_GAP, end)
            continue
        bottom, x = ends[0]
        y = bottom + CARD_GAP
        right = max(x for _, x in ends) + CARD_WIDTH
        if y + height > lowest and (right - left) < _SLIMMEST * (y + height - top):
            x, y = right + CARD_GAP, top
            ends.append((y + height, x))
            heapify(ends)
        else:
            heapreplace(ends, (y + height, x))
        boxes[node] = Box.of(x, y, CARD_WIDTH, height)
        lowest = max(lowest, y + height)
    return boxes


def _columns(cards: Mapping[str, Size], stood: Mapping[str, Box]) -> dict[float, list[tuple[str, Box]]]:
    """Put cards that stood into columns by their left edge; a card that became longer moves those below it down."""
    columns: dict[float, list[tuple[str, Box]]] = {}
    last = float("-inf")
    x = last
    for node in sorted(stood, key=lambda node: (stood[node].left, stood[node].top, node)):
        if stood[node].left - last > CARD_WIDTH / 2:
            last = stood[node].left
            x = last if not columns else max(last, x + CARD_WIDTH + CARD_GAP - CLOSE)
            columns[x] = []
        columns[x].append((node, stood[node]))
    for x, column in columns.items():
        column.sort(key=lambda item: (item[1].top, item[0]))
        least = float("-inf")
        for index, (node, box) in enumerate(column):
            # Where nothing changed nothing moves, not even by what was lost in rounding.
            top = box.top if box.top >= least - CLOSE else least
            height = cards[node][1]
            column[index] = (node, Box.of(x, top, CARD_WIDTH, height))
            least = top + height + CARD_GAP
    return columns


def _gaps(x: float, top: float, column: list[Box]) -> list[tuple[float, float, float]]:
    """List where a column has room between cards: from where to where a new one may stand."""
    starts = [top, *(box.bottom + CARD_GAP for box in column)]
    ends = [box.top - CARD_GAP for box in column]
    return [(x, start, end) for start, end in zip(starts, ends, strict=False) if end - start > CARD_GAP]
