"""What pushes keep on a server while they are under way: graphs beside the ledger's, and a mark that says whose.

Each push has a name that no other has, and graphs of that name, so that two at once do not meet. The name begins with
the moment at which it began. A push may last no longer than LASTS: what an older one left belongs to nobody any more,
and whoever pushes next clears it away. What is younger may be of one that is under way, and is left alone.
"""

import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, cast

from kg.endpoints import Client, ask, delete, update
from kg.errors import StoreError
from kg.graph import ledger_graph
from kg.store.fetching import count, solutions
from kg.store.remote import marker_graph
from kg.store.solutions import Solutions
from kg.terms import ONTOLOGY, PROV

__all__ = ["LASTS", "Server", "Staging", "begun", "cleared_on_failure", "replacing", "unended"]

LASTS: Final = timedelta(days=1)

_BEGAN: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = re.compile(r"(\d{8}T\d{6}Z)-[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server is asked, updated and given graphs; the last two as far as they are there."""

    client: Client
    url: str
    base: str
    update: str | None = None
    graphs: str | None = None

    def count(self, graph: str) -> int:
        """Count a graph's triples."""
        return count(self.client, self.url, graph)

    def clear(self, graphs: Iterable[str]) -> None:
        """Take graphs away, those that are there; raises StoreError where the server does not."""
        if self.update:
            update(self.client, self.update, " ;\n".join(f"DROP SILENT GRAPH <{one}>" for one in graphs), safe=True)
        elif self.graphs:
            for one in graphs:
                delete(self.client, self.graphs, one)


@dataclass(frozen=True, slots=True)
class Staging:
    """What one push has beside the ledger; its graphs are named after it."""

    base: str
    name: str

    @property
    def iri(self) -> str:
        """Name the graph that says that this push is under way."""
        return f"{self.base}graph/staging/{self.name}"

    @property
    def probe(self) -> str:
        """Name the graph by which it is tried whether a server takes one."""
        return self.beside("probe")

    @property
    def mark(self) -> str:
        """Return the statement, a line of N-Triples, that says that this push is under way."""
        return f"<{ledger_graph(self.base)}> <{PROV.wasGeneratedBy}> <{self.iri}> ."

    @property
    def began(self) -> datetime | None:
        """When it began; None where its name does not say."""
        try:
            said = _NAME.fullmatch(self.name)
            return datetime.strptime(said[1], _BEGAN).replace(tzinfo=UTC) if said else None
        except ValueError:
            return None

    def beside(self, graph: str) -> str:
        """Name the graph in which a graph is loaded before it is copied into its place."""
        return f"{self.iri}/{graph.rpartition('/')[2]}"

    def graphs(self) -> list[str]:
        """Name every graph that it may leave beside the ledger's; the one that says so last."""
        return [
            *map(self.beside, (ledger_graph(self.base), f"{self.base}graph/accepted", ONTOLOGY)),
            self.probe,
            self.iri,
        ]

    def over(self, margin: timedelta = timedelta()) -> bool:
        """Tell whether its time is over, less a margin."""
        return self.began is not None and now() - self.began > LASTS - margin


def now() -> datetime:
    """Tell the time."""
    return datetime.now(UTC)


def begun(base: str) -> Staging:
    """Name a push that begins now, as no other is named."""
    return Staging(base, f"{now():{_BEGAN}}-{secrets.token_hex(8)}")


def unended(server: Server) -> tuple[list[Staging], bool]:
    """Return the pushes that have begun and have something beside the ledger, and whether one marked the ledger itself.

    Raises StoreError where the server does not say.
    """
    marks = f"<{ledger_graph(server.base)}> <{PROV.wasGeneratedBy}> ?push"
    text = f"SELECT ?place ?push WHERE {{ GRAPH ?place {{ {marks} }} }}"
    found = solutions(ask(server.client, server.url, text), server.url)
    names, marked = set(), False
    start = f"{server.base}graph/staging/"
    for place, push in cast("Solutions", found):
        marked |= place == marker_graph(server.base)
        if str(push).startswith(start) and str(place).startswith(str(push)):
            names.add(str(push).removeprefix(start))
    return [Staging(server.base, name) for name in sorted(names)], marked


def replacing(server: Server) -> set[str]:
    """Name the pushes that have marked the ledger itself, as being replaced graph by graph."""
    pattern = f"<{ledger_graph(server.base)}> <{PROV.wasGeneratedBy}> ?push"
    text = f"SELECT ?push WHERE {{ GRAPH <{marker_graph(server.base)}> {{ {pattern} }} }}"
    return {str(push) for (push,) in cast("Solutions", solutions(ask(server.client, server.url, text), server.url))}


@contextmanager
def cleared_on_failure(server: Server, graphs: Sequence[str]) -> Iterator[None]:
    """Take graphs away where what is done within fails, as far as the server still can be reached."""
    try:
        yield
    except BaseException:
        with suppress(StoreError):
            server.clear(graphs)
        raise
