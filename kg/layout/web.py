"""A network as the layout reads it: what there is, and who is tied to whom, looked up once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

__all__ = ["Web", "web_of"]


@dataclass(frozen=True, slots=True)
class Web:
    """Nodes with what is known of them, claims and entities in the order of their IRIs, and all ties both ways."""

    nodes: Mapping[str, Mapping[str, Any]]
    ties: Mapping[str, Sequence[str]]
    links: Sequence[tuple[str, str, str]]
    """Each edge: from, to, kind."""
    claims: tuple[str, ...]
    entities: tuple[str, ...]

    def rank(self, node: str) -> tuple[int, str]:
        """Sort key: the most tied first."""
        return (-len(self.ties[node]), node)


def web_of(network: "nx.MultiDiGraph[str]") -> Web:
    """Read a network. Nothing that follows may depend on the order of its nodes and edges."""
    nodes: dict[str, Mapping[str, Any]] = dict(network.nodes.items())
    ties: dict[str, list[str]] = {node: [] for node in nodes}
    links = [(one, two, str(found["kind"])) for one, two, found in network.edges(data=True)]
    for one, two, _ in links:
        ties[one].append(two)
        ties[two].append(one)
    claims, entities = (
        tuple(sorted(node for node, found in nodes.items() if found["type"] == kind)) for kind in ("claim", "entity")
    )
    return Web(nodes, ties, links, claims, entities)
