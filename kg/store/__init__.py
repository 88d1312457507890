"""Where a graph lives: an embedded Oxigraph, in memory or in a folder, behind names that rdflib's users know.

This is the only package that imports pyoxigraph.

::

    converting  rdflib's terms and the engine's
    solutions   the rows of a SELECT
    adapter     an rdflib.Dataset over the engine
    embedded    an Oxigraph of our own
    loading     RDF files into an engine, part by part
    folders     folders that hold a database, and survive a crash
    opening     whatever --data names, as a store
    building    records, RDF and databases into a database folder
"""

from kg.store.building import build
from kg.store.embedded import Store
from kg.store.opening import damage, open  # noqa: A004  (the public name; builtins.open is not used here)
from kg.store.solutions import Row, Solutions

__all__ = ["Row", "Solutions", "Store", "build", "damage", "open"]
