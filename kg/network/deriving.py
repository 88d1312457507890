"""From a store to a network, by a handful of queries."""

from collections import defaultdict
from typing import Any, cast

import networkx as nx

from kg.addresses import link, text_fragment
from kg.collector import paused
from kg.network import queries, reaching
from kg.network.kinds import ENTITY_KINDS
from kg.standing import STANDING_OF, come_to, latest
from kg.store import Solutions, Store

__all__ = ["derive"]

Record = dict[str, Any]
Records = dict[str, Record]


@paused()
def derive(store: Store, about: str | None = None, steps: int = 1) -> "nx.MultiDiGraph[str]":
    """Build the network of a ledger, or the part of it around one node.

    ``about`` is an entity or a claim, by whatever :func:`kg.naming.find` takes; the network then holds what is within
    ``steps`` lines of it, whichever way they point. Raises QueryError where nothing is called that.

    Nodes are IRIs. Attributes are plain JSON data: strings (empty where unknown), booleans, lists and
    dicts; days are ISO 8601. Every node has ``type``, ``id``, ``label`` and ``kind``.

    ``claim``: ``text``, ``commitment``, ``polarity``, ``claimants`` (labels), ``holder``, ``subject``,
    ``predicate``, ``object`` (labels), ``event``, ``claimed_on`` (where nothing else is known, the event's day),
    ``condition``, ``topics`` (labels), ``measure`` and ``period`` (dicts or None), ``ties`` (the entities it is by
    and about: IRIs by role), ``standing`` (:class:`kg.standing.Standing`), ``appearances`` and ``resolutions``
    (dicts; an appearance's ``address`` is its document's, its ``url`` lands on the words).
    ``entity``: ``definition``, ``class`` (schema.org), ``matches`` (the same thing elsewhere).

    Edges have a ``kind``. ``said`` joins an entity to its claim (``role``: claimant or holder), ``about``
    a claim to an entity (``role``: subject, object or about), and supports, disputes, echoes, supersedes,
    restates and causes one claim to another (``asserted_by``, ``comment``).

    The graph itself has ``title``, ``description``, ``licence`` and ``base``. A part is asked for alone: what it takes
    grows with it, not with the ledger.
    """
    if about is None:
        return _derive(store)
    centre = reaching.find(store, about)
    return _around(_derive(store.part(reaching.claims(store, centre, steps))), centre, steps)


def _derive(store: Store) -> "nx.MultiDiGraph[str]":
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ledger = next(iter(_records(store, queries.LEDGER).values()), {})
    network.graph.update({name: ledger.get(name, "") for name in ("title", "description", "licence", "base")})
    entities = _entities(store)
    claims = _records(store, queries.CLAIMS)
    _add_claims(network, store, claims, entities)
    _add_ties(network, store, claims, entities)
    _add_links(network, store)
    return network


def _rows(store: Store, query: str) -> list[Record]:
    """Run a query; give rows as dicts of strings, sorted, so that a network never depends on a store's order."""
    solutions = cast("Solutions", store.query(query))
    rows = sorted([text or "" for text in row] for row in solutions.texts())
    return [dict(zip(solutions.variables, row, strict=True)) for row in rows]


def _records(store: Store, query: str) -> Records:
    """Run a query whose rows are records: node to its properties. Of contradicting rows the first counts."""
    records: Records = {}
    for row in _rows(store, query):
        records.setdefault(row.pop("node"), row)
    return records


def _values(store: Store, query: str) -> dict[str, list[str]]:
    """Run a query for a property that may occur several times: node to its values."""
    values: dict[str, list[str]] = defaultdict(list)
    for row in _rows(store, query):
        if row["value"] not in values[row["node"]]:
            values[row["node"]].append(row["value"])
    return values


def _local(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


def _first(*names: str) -> str:
    """Return the first name that can be seen."""
    return next((name for name in names if name.strip()), "")


def _entities(store: Store) -> Records:
    matches = _values(store, queries.MATCHES)
    entities = _records(store, queries.ENTITIES)
    for node, entity in entities.items():
        name = _local(entity["class"])
        entity |= {
            "type": "entity",
            "id": _local(node),
            "label": _first(entity["label"], _local(node)),
            "kind": ENTITY_KINDS.get(name, "concept"),
            "class": name,
            "matches": [match for match in matches.get(node, []) if link(match)],
        }
    return entities


def _labelled(node: str, entities: Records) -> str:
    return str(entities[node]["label"]) if node in entities else _local(node)


def _add_claims(network: "nx.MultiDiGraph[str]", store: Store, claims: Records, entities: Records) -> None:
    measures, periods = _measures(store), _records(store, queries.PERIODS)
    claimants, topics = _values(store, queries.CLAIMANTS), _values(store, queries.TOPICS)
    documents = _records(store, queries.DOCUMENTS)
    appearances = _appearances(store, documents)
    resolutions = _resolutions(store, documents, measures)
    for period in periods.values():
        period["inferred"] = period["inferred"] == "true"
    for node, claim in claims.items():
        kind = _local(claim["kind"])
        thing = claim["object"]
        network.add_node(
            node,
            type="claim",
            **{name: claim[name] for name in ("text", "event", "condition", "predicate")},
            # What was said at an event was said on its day: the questions "guidance" and "revisions" take it so too.
            claimed_on=_first(claim["claimed_on"], claim["event_on"]),
            id=claim["id"] or _local(node),
            label=_first(claim["label"], claim["text"], claim["id"], _local(node)),
            kind=kind,
            commitment=_local(claim["commitment"]),
            polarity=claim["polarity"] != "false",
            claimants=[_labelled(claimant, entities) for claimant in claimants.get(node, [])],
            holder=_labelled(claim["holder"], entities) if claim["holder"] else "",
            subject=_labelled(claim["subject"], entities),
            object="" if thing in measures else entities[thing]["label"] if thing in entities else thing,
            topics=topics.get(node, []),
            measure=measures.get(claim["measure"]),
            period=periods.get(claim["period"]),
            standing=_standing(kind, measures.get(claim["measure"]), periods.get(claim["period"]), resolutions[node]),
            appearances=appearances[node],
            resolutions=resolutions[node],
        )


def _measures(store: Store) -> Records:
    units = {node: labels[0] for node, labels in _values(store, queries.UNITS).items()}
    measures = _records(store, queries.MEASURES)
    for measure in measures.values():
        measure["unit_label"] = units.get(measure["unit"], "")
        measure |= {name: _local(measure[name]) for name in ("unit", "change_basis", "approximation")}
    return measures


def _appearances(store: Store, documents: Records) -> dict[str, list[Record]]:
    appearances: dict[str, list[Record]] = defaultdict(list)
    for node, row in _records(store, queries.APPEARANCES).items():
        document = documents.get(row["document"], {})
        appearances[row.pop("claim")].append(
            row
            | {
                "iri": node,
                "document": document.get("title") or _local(row["document"]),
                "publisher": document.get("publisher", ""),
                "published": document.get("published", ""),
                "mode": _local(row["mode"]),
                "start": int(row["start"]) if row["start"] else None,
                "end": int(row["end"]) if row["end"] else None,
                "address": document.get("url", ""),
                "url": text_fragment(document.get("url", ""), row["exact"], row["prefix"], row["suffix"]),
            }
        )
    for found in appearances.values():
        found.sort(key=lambda item: (item["document"], item["start"] is None, item["start"] or 0, item["iri"]))
    return appearances


def _standing(kind: str, measure: Record | None, period: Record | None, resolutions: list[Record]) -> str:
    testable = bool(period and period["latest"]) or bool(
        measure and any(measure[name] for name in ("value", "low", "high", "change_rate"))
    )
    verdicts = latest(resolutions, lambda one: (one["criterion"], one["known_on"], one["recorded_on"]))
    return str(STANDING_OF[come_to(kind, (one["outcome"] for one in verdicts), testable=testable)])


def _resolutions(store: Store, documents: Records, measures: Records) -> dict[str, list[Record]]:
    evidence = _values(store, queries.EVIDENCE)
    resolutions: dict[str, list[Record]] = defaultdict(list)
    for node, row in _records(store, queries.RESOLUTIONS).items():
        sources = [(item, documents.get(item, {})) for item in evidence.get(node, [])]
        resolutions[row.pop("claim")].append(
            row
            | {
                "iri": node,
                "outcome": _local(row["outcome"]),
                "actual": measures.get(row["actual"]),
                "evidence": [
                    {"title": found.get("title") or _local(item), "url": link(found.get("url", ""))}
                    for item, found in sources
                ],
            }
        )
    for found in resolutions.values():
        found.sort(key=lambda item: (item["known_on"], item["recorded_on"], item["criterion"]))
    return resolutions


def _add_ties(network: "nx.MultiDiGraph[str]", store: Store, claims: Records, entities: Records) -> None:
    """Join claims and entities; entities that no claim is by or about stay out."""
    claimants, about = _values(store, queries.CLAIMANTS), _values(store, queries.ABOUT)

    def tie(source: str, target: str, kind: str, role: str, entity: str) -> None:
        if entity not in network:
            unknown = {"type": "entity", "id": _local(entity), "label": _local(entity), "kind": "concept"}
            network.add_node(entity, **entities.get(entity, unknown | {"definition": "", "class": "", "matches": []}))
        if not network.has_edge(source, target, key=kind):
            network.add_edge(source, target, key=kind, kind=kind, role=role)

    for node, claim in claims.items():
        roles = {
            "claimant": claimants.get(node, []),
            "holder": [claim["holder"]] if claim["holder"] else [],
            "subject": [claim["subject"]] if claim["subject"] else [],
            "object": [claim["object"]] if claim["object"] in entities else [],
            "about": about.get(node, []),
        }
        network.nodes[node]["ties"] = roles
        for role, tied in roles.items():
            for entity in tied:
                if role in {"claimant", "holder"}:
                    tie(entity, node, "said", role, entity)
                else:
                    tie(node, entity, "about", role, entity)


def _add_links(network: "nx.MultiDiGraph[str]", store: Store) -> None:
    for node, row in _records(store, queries.LINKS).items():
        ends = (row["subject"], row["object"])
        if all(end in network for end in ends):
            kind = _local(row["predicate"])
            network.add_edge(*ends, key=node, kind=kind, asserted_by=row["asserted_by"], comment=row["comment"])


def _around(network: "nx.MultiDiGraph[str]", centre: str, steps: int) -> "nx.MultiDiGraph[str]":
    near = nx.ego_graph(network, centre, radius=steps, undirected=True)
    part: nx.MultiDiGraph[str] = network.subgraph(near).copy()
    part.graph["about"] = centre
    return part
