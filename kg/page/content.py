"""What a page carries: tables of entities, claims and links, the numbers of their IRIs, and the graph.

What follows from something else is left out and made by ``viz/script/data.js``: lines to entities from a claim's own
columns, the address that lands on words from its document's, an IRI from what is short for it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from kg.page.answers import MOST_COMPARED, Answers
from kg.page.packing import Packer
from kg.page.statements import Statement, numbered, pack, statements, within
from kg.terms import AC, RDF

__all__ = ["packed"]

Record = Mapping[str, Any]


def packed(
    nodes: Sequence[Record], edges: Sequence[Record], ledger: Record, graph: str, told: Answers
) -> tuple[str, str]:
    """Pack nodes and edges of a network, in the page's order; and, for later, the statements of its graph (N-Quads).

    ``ledger`` is what the page knows of the whole, ``told`` what follows from it. Raises FormatError where the
    graph is no N-Quads.
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
    named = {claim["record"]: row for row, claim in enumerate(claims)}
    tables = {
        "entities": packer.table([_entity(entity, told, named) | {"id": _short(entity, base)} for entity in entities]),
        "claims": packer.table([_claim(claim, rows, told) | {"id": _short(claim, base)} for claim in claims]),
        "links": packer.table([_link(edge, claims, places, told) for edge in edges if "comment" in edge]),
        "findings": packer.table([{**one, "claims": _rows(one["claims"], named)} for one in told.findings]),
    }
    packer.put_off()
    about = {"told": told.known, "left_out": told.left_out, "compared": MOST_COMPARED}
    return packer.packed({"ledger": {**ledger, **about}, **tables, **pack(packer, every, numbers, base)})


def _entity(entity: Record, told: Answers, named: Mapping[str, int]) -> dict[str, Any]:
    """Give an entity its scores, and the probabilities it stated by the rows of their claims."""
    known = told.entities.get(entity["id"], {"scores": [], "chances": []})
    chances = [{**one, "claim": named[one["claim"]]} for one in known["chances"] if one["claim"] in named]
    return _shown(entity, {"type"}) | {"scores": known["scores"] or None, "chances": chances or None}


def _rows(claims: Iterable[str], named: Mapping[str, int]) -> list[int]:
    return [named[claim] for claim in claims if claim in named]


def _link(edge: Record, claims: Sequence[Record], places: Mapping[str, int], told: Answers) -> Record:
    """Give a link's claims by their rows; of a restatement, and of an echo that came first, also what differs."""
    ends = {end: places[edge[end]] for end in ("from", "to")}
    before, after = claims[ends["to"]]["record"], claims[ends["from"]]["record"]
    return {**edge, **ends, "differences": told.links.get((after, edge["kind"], before))}


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


def _claim(claim: Record, rows: Mapping[str, int], told: Answers) -> dict[str, Any]:
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
        **_told(claim, told.claims.get(claim["record"], {})),
    }


def _told(claim: Record, known: Record) -> dict[str, Any]:
    """Return what follows of a claim: appearances that differ are given by their places among the network's."""
    places = {
        tuple(item[name] for name in ("document", "exact", "start", "end")): place
        for place, item in enumerate(claim["appearances"])
    }
    reworded = [
        {**one, "one": places[one["one"]], "other": places[one["other"]]}
        for one in known.get("reworded", ())
        if {one["one"], one["other"]} <= places.keys()
    ]
    return {"waits": known.get("waits"), "reworded": reworded or None, "came": known.get("came")}


def _appearance(item: Record) -> dict[str, Any]:
    source = ("document", "publisher", "published", "address")
    return _shown(item, {"iri", "url", *source}) | {"source": {name: item[name] for name in source}}
