"""Where a graph lives: an embedded Oxigraph, in memory or in a folder, or a server at a distance.

Behind names that rdflib's users know. This is the only package that imports pyoxigraph.

::

    surface      what can be asked of a store, wherever it is
    embedded     an Oxigraph of our own, in this process
    remote       a server that speaks the SPARQL 1.1 Protocol
    fetching     what comes from a server: results, graphs, and parts of them
    excerpts     the part of a graph that is on some of its claims
    opening      records, RDF files, datasets, database folders and addresses
    loading      RDF files into an engine, part by part
    folders      folders that hold a database, and survive a crash
    kept         the values of a database, kept in its folder
    building     records, RDF and databases into a database folder
    pushing      a ledger into a server
    batches      a ledger's graphs as lines that go out part by part
    staging      what a push has beside the ledger, and what others have left
    offers       where a server takes updates and graphs
    solutions    the rows of a SELECT
    adapter      rdflib's store interface over the engine
    converting   terms of the engine as rdflib's, and back
"""

from kg.store.building import build
from kg.store.opening import damage, open  # noqa: A004  (the public name; builtins.open is not used here)
from kg.store.pushing import Pushed, push
from kg.store.solutions import Row, Solutions
from kg.store.surface import Store

__all__ = ["Pushed", "Row", "Solutions", "Store", "build", "damage", "open", "push"]
