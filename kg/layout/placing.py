"""From a network to a layout."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import networkx as nx

from kg.layout.blocks import Block, Shape, blocks_of, shapes
from kg.layout.drawing import Drawn, centred, drawn
from kg.layout.floorplan import pack
from kg.layout.folding import minor
from kg.layout.grouping import grouped
from kg.layout.values import Box, Layout, Progress
from kg.layout.web import Web, web_of

__all__ = ["ASPECT", "place"]

ASPECT: Final = 1.135
"""Width over height of a whole layout: the page's canvas on a common screen, between its two columns."""

GUTTER: Final = 11.0
_LINK_PULL: Final = 3.0
_READ, _SHAPED, _PACKED = 0.1, 0.5, 0.9
"""Shares of the work that are done when a stage ends."""


def place(
    network: "nx.MultiDiGraph[str]",
    aspect: float = ASPECT,
    before: Mapping[str, Box] | None = None,
    progress: Progress = lambda share: None,
) -> Layout:
    """Lay a network out: a box for every node, an island for every topic.

    Pure and deterministic. Boxes of nodes do not overlap, and no entity stands on an island.
    """
    web = web_of(network)
    progress(0.0)
    found = _afresh(web, aspect, progress)
    layout = centred(web, found)
    progress(1.0)
    return layout


def _afresh(web: Web, aspect: float, progress: Progress) -> Drawn:
    groups = grouped(web)
    blocks = blocks_of(web, groups, minor(groups.of))
    progress(_READ)
    shaped: list[list[Shape]] = []
    for number, block in enumerate(blocks):
        shaped.append(shapes(web, block))
        progress(_READ + (_SHAPED - _READ) * (number + 1) / len(blocks))
    at = {node: index for index, block in enumerate(blocks) for node in block.nodes}
    sizes = [[(width + GUTTER, height + GUTTER) for width, height in (s.size for s in found)] for found in shaped]
    cells = pack(
        sizes,
        _pulls(web, at),
        aspect,
        progress=lambda share: progress(_SHAPED + (_PACKED - _SHAPED) * share),
    )
    progress(_PACKED)
    chosen = [found[cell.shape] for found, cell in zip(shaped, cells, strict=True)]
    return drawn(web, blocks, chosen, cells, at)


def _pulls(web: Web, at: Mapping[str, int]) -> dict[tuple[int, int], float]:
    pulls: dict[tuple[int, int], float] = defaultdict(float)
    for one, two, kind in web.links:
        first, second = at[one], at[two]
        if first != second:
            pair = (first, second) if first < second else (second, first)
            pulls[pair] += 1.0 if kind in {"said", "about"} else _LINK_PULL
    return dict(sorted(pulls.items()))
