"""Where a graph lives: an embedded Oxigraph, in memory or in a folder, behind names that rdflib's users know.

This is the only package that imports pyoxigraph.
"""

from kg.store.embedded import Store
from kg.store.opening import open  # noqa: A004  (the public name; builtins.open is not used here)
from kg.store.solutions import Row, Solutions

__all__ = ["Row", "Solutions", "Store", "open"]
