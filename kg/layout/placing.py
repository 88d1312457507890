"""From a network to a layout."""

from collections import defaultdict
from collections.abc import Mapping
from math import sqrt
from typing import Final

import networkx as nx

from kg.layout.blocks import Shape, blocks_of, shapes
from kg.layout.drawing import Drawn, centred, drawn
from kg.layout.floorplan import pack
from kg.layout.folding import minor
from kg.layout.grouping import grouped
from kg.layout.keeping import kept
from kg.layout.values import Box, Layout, Progress, silent
from kg.layout.web import Web, web_of

__all__ = ["ASPECT", "place"]

ASPECT: Final = 1.21
"""Width over height of a whole layout: the page's canvas on a common screen, between its two columns."""

GUTTER: Final = 8.0
_LINK_PULL: Final = 3.0
_LARGER: Final = 1.25
"""By how much a kept layout may be larger than a fresh one: so much smaller are its words on a screen."""
_READ, _SHAPED, _PACKED = 0.1, 0.5, 0.9
"""Shares of the work that are done when a stage ends."""


def place(
    network: "nx.MultiDiGraph[str]",
    aspect: float = ASPECT,
    before: Mapping[str, Box] | None = None,
    progress: Progress = silent,
) -> Layout:
    """Lay a network out: a box for every node, an island for every topic.

    Pure and deterministic. Boxes of nodes do not overlap, and no entity stands on an island; of many topics
    and entities the minor ones fold (:class:`Layout`).

    ``before`` are boxes by IRI of an earlier layout of about the same ledger. What stood then stands in the
    same place to its island, and islands to each other, but for the room that newcomers take; the middle of
    the whole may shift. All is laid out afresh if more than a third of the claims are new, or if the whole
    would have to be drawn smaller by more than a fifth than afresh.

    ``progress`` is told the share that is done, from 0 to 1.
    """
    web = web_of(network)
    progress(0.0)
    found = _kept(web, before, aspect, progress) if before else None
    layout = centred(web, found or _afresh(web, aspect, progress))
    progress(1.0)
    return layout


def _kept(web: Web, before: Mapping[str, Box], aspect: float, progress: Progress) -> Drawn | None:
    """Lay out what stood as it stood, if that is about as small as afresh."""
    found = kept(web, before, aspect, GUTTER, lambda share: progress(_part(0.0, _READ, share)))
    if found is None or found.whole is None:
        return None
    # No layout is smaller than its parts together: where that tells enough there is no need to lay out afresh.
    area = sum(box.width * box.height for box in found.clear)
    if _side(found, aspect) <= _LARGER * sqrt(area / aspect):
        return found
    fresh = _afresh(web, aspect, progress)
    return found if _side(found, aspect) <= _LARGER * _side(fresh, aspect) else fresh


def _side(found: Drawn, aspect: float) -> float:
    whole = found.whole
    return max(whole.width / aspect, whole.height) if whole else 0.0


def _afresh(web: Web, aspect: float, progress: Progress) -> Drawn:
    progress(_READ)
    groups = grouped(web)
    blocks = blocks_of(web, groups, minor(groups.of))
    shaped: list[list[Shape]] = []
    for number, block in enumerate(blocks):
        shaped.append(shapes(web, block))
        progress(_part(_READ, _SHAPED, (number + 1) / len(blocks)))
    at = {node: index for index, block in enumerate(blocks) for node in block.nodes}
    sizes = [[(width + GUTTER, height + GUTTER) for width, height in (s.size for s in found)] for found in shaped]
    cells = pack(
        sizes,
        _pulls(web, at),
        aspect,
        progress=lambda share: progress(_part(_SHAPED, _PACKED, share)),
    )
    progress(_PACKED)
    chosen = [found[cell.shape] for found, cell in zip(shaped, cells, strict=True)]
    return drawn(web, blocks, chosen, cells, at)


def _part(start: float, end: float, share: float) -> float:
    return start * (1 - share) + end * share


def _pulls(web: Web, at: Mapping[str, int]) -> dict[tuple[int, int], float]:
    pulls: dict[tuple[int, int], float] = defaultdict(float)
    for one, two, kind in web.links:
        first, second = at[one], at[two]
        if first != second:
            pair = (first, second) if first < second else (second, first)
            pulls[pair] += 1.0 if kind in {"said", "about"} else _LINK_PULL
    return dict(sorted(pulls.items()))
