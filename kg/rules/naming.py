"""What a node of the graph is called in the records, and where it stands there."""

from collections.abc import Mapping

from rdflib import Literal
from rdflib.term import Node

from kg.claims import LinkType
from kg.errors import Place
from kg.terms import PREFIXES, UNIT

__all__ = ["Names", "place_of"]

_KINDS = ("document", "event", "predicate", "topic", "unit")


def _path(node: str, base: str) -> str | None:
    """Return the key a record is known by: what follows the base, ``unit/`` and the local name for a unit."""
    if node.startswith(str(UNIT)):
        return f"unit/{node.removeprefix(str(UNIT))}"
    return node.removeprefix(base) if node.startswith(base) else None


def place_of(node: str, base: str, places: Mapping[str, Place]) -> Place | None:
    """Return where a node stands in the records: its own place, else that of what it is part of."""
    path = _path(node, base)
    while path:
        if path in places:
            return places[path]
        path = path.rpartition(".")[0]
    return None


class Names:
    """Names nodes as the records do; ``claims`` has each claim's identifier by its key."""

    def __init__(self, base: str, claims: Mapping[str, str]) -> None:
        self.base = base
        self.claims = claims

    def record(self, node: str) -> str:
        """Name a node with its kind: ``claim "x"``, ``measure of "x"``, ``document "y"``."""
        path = _path(node, self.base)
        if path is None:
            return f"<{node}>" if ":" in node else "a blank node"
        kind, _, name = path.partition("/")
        if kind == "claim":
            return self._claim_part(name)
        if kind in _KINDS and name:
            return f'{kind} "{name}"'
        return path if path in {"ledger", "topics"} else f'entity "{path}"'

    def _claim_part(self, name: str) -> str:
        key, _, part = name.partition(".")
        claim = self._claim(key)
        first, _, rest = part.partition(".")
        if first in set(LinkType):
            return f"link {claim} {first} {self._claim(rest.partition('.')[0])}"
        kind = {"": "claim", "at": "appearance of"}.get(first, f"{first} of")
        return f'{kind} "{claim}"'

    def _claim(self, key: str) -> str:
        return self.claims.get(key, key)

    def term(self, term: Node) -> str:
        """Name a term inside a sentence: an identifier in quotation marks, a literal's words, a short IRI."""
        if isinstance(term, Literal):
            return str(term)
        node = str(term)
        path = _path(node, self.base)
        if path is None:
            ours = PREFIXES["ac"]
            return f"ac:{node.removeprefix(ours)}" if node.startswith(ours) else f"<{node}>"
        kind, _, name = path.partition("/")
        key, dot, _ = name.partition(".")
        if kind == "claim" and not dot:
            return f'"{self._claim(key)}"'
        return f'"{name}"' if kind in _KINDS and name else f'"{path}"'
