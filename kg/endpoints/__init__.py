"""Servers that speak SPARQL, over HTTP: texts and bytes go out, bytes come back, and what is wrong with them is said.

Knows no graph library.

::

    addresses     what is an address, and what is the same server
    credentials   who one is: from the environment or a file
    authorizing   how a server is told, and which server
    http          a request, sent again where that is safe; an answer that is whole, or an error
    protocol      SPARQL 1.1 Protocol and Graph Store HTTP Protocol
"""

from kg.endpoints.addresses import address, origin
from kg.endpoints.credentials import Credentials, credentials
from kg.endpoints.http import Access, Answer, Client, RefusedError
from kg.endpoints.protocol import LINES, SOLUTIONS, Graphs, ask, delete, load, update

__all__ = [
    "LINES",
    "SOLUTIONS",
    "Access",
    "Answer",
    "Client",
    "Credentials",
    "Graphs",
    "RefusedError",
    "address",
    "ask",
    "credentials",
    "delete",
    "load",
    "origin",
    "update",
]
