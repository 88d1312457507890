"""Which island a claim goes to, and beside which island an entity stands."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.layout.communities import communities
from kg.layout.web import Web

__all__ = ["NO_TOPIC", "Groups", "grouped", "homes", "named_after"]

NO_TOPIC: Final = "No topic"
MOST_HUBS: Final = 10
LEAST_TIES_OF_A_HUB: Final = 3


@dataclass(frozen=True, slots=True)
class Groups:
    """Claims in groups: the key of each claim's group, and the label of each key."""

    of: Mapping[str, str]
    labels: Mapping[str, str]
    noun: str = "topics"


def grouped(web: Web) -> Groups:
    """Give each claim one topic: of its own the largest; where no claim has any, a community."""
    sizes = Counter(topic for claim in web.claims for topic in web.nodes[claim]["topics"])
    if not sizes:
        return _communities(web)
    of = {
        claim: max(web.nodes[claim]["topics"], key=lambda topic: (sizes[topic], topic), default=NO_TOPIC)
        for claim in web.claims
    }
    return Groups(of, {topic: topic for topic in of.values()})


def _communities(web: Web) -> Groups:
    """Group claims that share entities and links (Louvain); a group is named after its best tied entity."""
    nodes = sorted(web.nodes)
    number = {node: index for index, node in enumerate(nodes)}
    ties = [dict.fromkeys(sorted({number[other] for other in web.ties[node]} - {number[node]}), 1) for node in nodes]
    members: dict[int, list[str]] = defaultdict(list)
    for node, community in zip(nodes, communities(ties), strict=True):
        members[community].append(node)
    of: dict[str, str] = {}
    for group in members.values():
        label = named_after(web, (node for node in group if web.nodes[node]["type"] == "entity"))
        of |= {node: label for node in group if web.nodes[node]["type"] == "claim"}
    return Groups(of, {label: label for label in of.values()}, "groups")


def named_after(web: Web, entities: Iterable[str]) -> str:
    """Name a group of claims after the best tied of its entities; without one it has no name."""
    best = max(entities, key=lambda node: (len(web.ties[node]), node), default=None)
    return f"Around {web.nodes[best]['label']}" if best else ""


def homes(web: Web, of: Mapping[str, str]) -> dict[str, str | None]:
    """Give each entity the group it is most tied to, and None to the few that belong to no one group."""
    found: dict[str, str | None] = {}
    spread: list[tuple[int, str]] = []
    for node in web.entities:
        ties = Counter(of[other] for other in web.ties[node] if other in of)
        if not ties:
            found[node] = None
            continue
        found[node] = max(ties, key=lambda key: (ties[key], key))
        if ties.total() >= LEAST_TIES_OF_A_HUB and 2 * max(ties.values()) < ties.total() + 1 and len(ties) > 1:
            spread.append((-ties.total(), node))
    return found | dict.fromkeys((node for _, node in sorted(spread)[:MOST_HUBS]), None)
