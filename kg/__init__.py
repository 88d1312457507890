"""A ledger of claims as a knowledge graph: read records, build RDF, ask, check, draw.

==========  ==============================================  ===============
name        what it does                                    raises
==========  ==============================================  ===============
read        record folder -> Corpus                         RecordError
build       Corpus -> rdflib.Dataset                        GraphError
recover     rdflib.Dataset -> Corpus                        GraphError
write       rdflib.Dataset, format -> bytes                 FormatError
open        folder, RDF file, database or URL -> Store      StoreError
ask         Store, question or SPARQL -> Table|Graph|bool   QueryError
check       Store -> findings                               QueryError
audit       Corpus -> findings on its figures               QueryError
drift       Corpus -> what moved in restatements            QueryError
derive      Store -> networkx.MultiDiGraph                  QueryError
render      network, title -> HTML page                     LedgerError
==========  ==============================================  ===============

Each name is imported from its module when it is first used, so that ``import kg`` stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.errors import LedgerError

if TYPE_CHECKING:
    from kg.claims import Corpus
    from kg.figures import audit
    from kg.graph import build, recover, write
    from kg.network import derive
    from kg.page import render
    from kg.query import ask
    from kg.records import read
    from kg.restatements import drift
    from kg.rules import check
    from kg.store import open  # noqa: A004  (a module's own open, like gzip's)

__all__ = [
    "Corpus",
    "LedgerError",
    "ask",
    "audit",
    "build",
    "check",
    "derive",
    "drift",
    "open",
    "read",
    "recover",
    "render",
    "write",
]

_HOMES = {
    "Corpus": "claims",
    "ask": "query",
    "audit": "figures",
    "build": "graph",
    "check": "rules",
    "derive": "network",
    "drift": "restatements",
    "open": "store",
    "read": "records",
    "recover": "graph",
    "render": "page",
    "write": "graph",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (any public name)
    if name not in _HOMES:
        message = f"module 'kg' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"kg.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
