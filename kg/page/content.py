"""What a page carries: tables of entities, claims and links, the numbers of their IRIs, and the graph.

What follows from something else is left out and made by ``viz/script/data.js``: lines to entities from a claim's own
columns, the address that lands on words from its document's, an IRI from what is short for it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from kg.claims import LinkType
from kg.page.differing import differences
from kg.page.packing import Packer
from kg.page.statements import Statement, numbered, pack, statements, within
from kg.terms import AC, RDF

__all__ = ["packed"]

Record = Mapping[str, Any]


def packed(nodes: Sequence[Record], edges: Sequence[Record], ledger: Record, graph: str) -> tuple[str, str]:
    """Pack nodes and edges of a network, in the page's order; and, for later, the statements of its graph (N-Quads).

    ``ledger`` is what the page knows of the whole. Raises FormatError where the graph is no N-Quads.
    """
    packer = Packer()
    entities = [node for node in nodes if node["type"] == "entity"]
    claims = [node for node in nodes if node["type"] == "claim"]
    rows = {entity["id"]: row for row, entity in enumerate(entities)}
    places = {claim["id"]: row for row, claim in enumerate(claims)}
    every = _part(list(statements(graph)), set(places))
    # Entities come first, so that the number of one's IRI is its row.
    numbers = numbered(every, [*rows, *chain.from_iterable(map(_with_parts, claims))])
    base = ledger["base"]
    tables = {
        "entities": packer.table([_shown(entity, {"type"}) | {"id": _short(entity, base)} for entity in entities]),
        "claims": packer.table([_claim(claim, rows) | {"id": _short(claim, base)} for claim in claims]),
        "links": packer.table([_link(edge, claims, places) for edge in edges if "comment" in edge]),
    }
    packer.put_off()
    return packer.packed({"ledger": ledger, **tables, **pack(packer, every, numbers, base)})


def _link(edge: Record, claims: Sequence[Record], places: Mapping[str, int]) -> Record:
    """Give a link's claims by their rows; of a restatement also what it changes."""
    ends = {end: places[edge[end]] for end in ("from", "to")}
    changed = differences(claims[ends["to"]], claims[ends["from"]]) if edge["kind"] == LinkType.RESTATES else None
    return {**edge, **ends, "differences": changed or None}


def _part(every: list[Statement], claims: set[str]) -> list[Statement]:
    """Keep what is about the claims of a network that shows but a part of its ledger."""
    known = {one.subject for one in every if one.predicate == str(RDF.type) and one.object == str(AC.Claim)}
    return within(every, claims, known - claims) if known - claims else every


def _short(node: Record, base: str) -> str:
    """Return a node's IRI without the ledger's base, where that cannot be taken for an IRI."""
    short: str = node["id"].removeprefix(base) if base else node["id"]
    return node["id"] if ":" in short else short


def _with_parts(claim: Record) -> Iterator[str]:
    yield claim["id"]
    yield from (part["iri"] for part in (*claim["appearances"], *claim["resolutions"]))


def _shown(record: Record, without: set[str]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in without}


def _claim(claim: Record, rows: Mapping[str, int]) -> dict[str, Any]:
    """Give a claim's entities by their rows, and leave out what follows from them.

    In a part of a ledger some entities are not drawn; these are given by their labels.
    """
    ties = claim["ties"]
    tied = {role: sorted(rows[entity] for entity in entities if entity in rows) for role, entities in ties.items()}
    speakers = zip(ties["claimant"], claim["claimants"], strict=True)
    without = {"type", "id", "ties", "claimants", "holder", "subject", "object"}
    return _shown(claim, without) | {
        "said_by": tied["claimant"],
        "also_said_by": [label for entity, label in speakers if entity not in rows],
        "held_by": next(iter(tied["holder"]), None),
        "holder_words": "" if tied["holder"] else claim["holder"],
        "subject_row": next(iter(tied["subject"]), None),
        "subject_words": "" if tied["subject"] else claim["subject"],
        "object_row": next(iter(tied["object"]), None),
        "words": "" if tied["object"] else claim["object"],
        "also_about": tied["about"],
        "appearances": [_appearance(item) for item in claim["appearances"]],
        "resolutions": [_shown(item, {"iri"}) for item in claim["resolutions"]],
    }


def _appearance(item: Record) -> dict[str, Any]:
    source = ("document", "publisher", "published", "address")
    return _shown(item, {"iri", "url", *source}) | {"source": {name: item[name] for name in source}}
