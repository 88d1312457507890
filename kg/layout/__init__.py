"""Where everything stands on the page, computed in advance and without a browser.

Constructed, not simulated: cards stand in columns inside the island of their topic, islands are packed
by a floorplan, and entities stand beside the island they are most tied to. Nothing overlaps, and the same
network always gives the same layout. Minor topics and entities fold where there are many. A ledger that
grew can be laid out from where everything stood before.
"""

from kg.layout.arranging import entity_size, glyph_size
from kg.layout.placing import ASPECT, place
from kg.layout.values import Box, Fold, Island, Layout, silent

__all__ = ["ASPECT", "Box", "Fold", "Island", "Layout", "entity_size", "glyph_size", "place", "silent"]
