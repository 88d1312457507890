"""The shortest chain of claims between two entities."""

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from kg.claims import Claim, Corpus
from kg.errors import QueryError
from kg.naming import find_entity

__all__ = ["Connection", "Step", "explain", "path"]

Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One claim that ties two entities (ids): by it, or about them."""

    start: str
    end: str
    claim: str


@dataclass(frozen=True, slots=True)
class Connection:
    """A chain from ``start`` to ``end``, empty where none leads there. No chain goes around those in ``bridges``."""

    start: str
    end: str
    steps: tuple[Step, ...]
    bridges: tuple[str, ...]


def path(corpus: Corpus, start: str, end: str) -> Connection:
    """Find the shortest chain of claims from one entity to another (ids, ``kb:id`` or IRIs).

    Each claim is by or about both its ends.

    An outlet does not connect those it merely reports on (it publishes the claim, and only speaks in it), as in the
    question "path", which gives all chains of up to three claims; of several shortest ones this is its first.
    Breadth-first search, so that time grows with the claims.
    Raises QueryError, with the nearest names, where an entity is not there, and where both are the same.
    """
    start, end = (find_entity(corpus, name).id for name in (start, end))
    if start == end:
        raise QueryError.at(None, f'"{start}" is both ends', "name two entities")
    graph = _graph(corpus, {start, end})
    source, target = ("entity", start), ("entity", end)
    if source not in graph or target not in graph or not nx.has_path(graph, source, target):
        return Connection(start, end, (), ())
    steps = tuple(_walk(graph, start, end))
    between = [("entity", step.end) for step in steps[:-1]]
    bridges = tuple(
        node[1] for node in between if not nx.has_path(nx.restricted_view(graph, [node], []), source, target)
    )
    return Connection(start, end, steps, bridges)


def _graph(corpus: Corpus, ends: set[str]) -> "nx.Graph[Node]":
    """Join claims to the entities they are by and about; an outlet only where it is an end, or what is spoken of."""
    publishers = {document.id: document.publisher for document in corpus.documents}
    known = {entity.id for entity in corpus.entities}
    graph: nx.Graph[Node] = nx.Graph()
    for claim in corpus.claims:
        outlets = {publishers.get(one.document) for one in claim.appearance}
        spoken_of = _spoken_of(claim)
        for entity in (spoken_of | set(claim.claimant)) & known:
            if entity in spoken_of or entity not in outlets or entity in ends:
                graph.add_edge(("claim", claim.id), ("entity", entity))
    return graph


def _spoken_of(claim: Claim) -> set[str]:
    """Return whom a claim is about, and for whom it is made: whoever publishes it is no mere outlet then."""
    item = claim.object if isinstance(claim.object, str) else claim.subject
    return {claim.subject, item, claim.holder or claim.subject, *claim.about}


def _walk(graph: "nx.Graph[Node]", start: str, end: str) -> Iterator[Step]:
    """Go from entity to entity towards the end, always to the first by name, over the first claim by name."""
    left = nx.single_source_shortest_path_length(graph, ("entity", end))
    here = ("entity", start)
    while left[here]:
        nearer = {
            (entity, claim)
            for claim in graph[here]
            if left[claim] < left[here]
            for entity in graph[claim]
            if left[entity] < left[claim]
        }
        entity, claim = min(nearer)
        yield Step(here[1], entity[1], claim[1])
        here = entity


def explain(connection: Connection, corpus: Corpus) -> str:
    """Write a connection as text: a sentence for each step, with its claim's id, and who cannot be gone around."""
    labels = {entity.id: entity.label for entity in corpus.entities}
    claims = {claim.id: claim for claim in corpus.claims}
    start, end = labels[connection.start], labels[connection.end]
    if not connection.steps:
        return f"No claim connects {start} and {end}, nor does any chain of claims.\n"
    count = len(connection.steps)
    lines = [f"{start} and {end} are connected by {count} claim{'' if count == 1 else 's'}."]
    for number, step in enumerate(connection.steps, 1):
        claim = claims[step.claim]
        lines.append(f"{number}. {_tie(step, claim, labels)}: {claim.text} [{claim.id}]")
    lines += [f"Every chain between them passes {labels[bridge]}." for bridge in connection.bridges]
    return "".join(f"{line}\n" for line in lines)


def _tie(step: Step, claim: Claim, labels: dict[str, str]) -> str:
    """Say how a claim ties two entities: who speaks, for whom, of whom."""
    one, other = labels[step.start], labels[step.end]
    if {step.start, step.end} <= set(claim.claimant):
        return f"{one} and {other} alike"
    for speaker, thing in ((step.start, step.end), (step.end, step.start)):
        if speaker in claim.claimant:
            return f"{labels[speaker]}{', for' if thing == claim.holder else ' on'} {labels[thing]}"
    speakers = " and ".join(labels.get(each, each) for each in claim.claimant)
    if claim.holder in {step.start, step.end}:
        return f"{speakers}, for {labels[claim.holder]}, on {other if claim.holder == step.start else one}"
    return f"{speakers} on {one} and {other}"
