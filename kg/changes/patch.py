"""Changes as an update that makes the older ledger's RDF that of the newer: a patch, its data in Turtle.

It is SPARQL 1.1 Update, DELETE DATA and INSERT DATA alone, because every store takes that; of other forms RDF Patch is
Jena's own, and the W3C's Linked Data Patch Format and Solid's N3 Patch know one graph. A ledger has no blank nodes, so
that a patch of data is exact. Of Turtle it uses what N-Triples has: the engine of ours cannot read every short name.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, TypeVar

from kg.claims import Claim, Corpus, Link, LinkType, claim_key
from kg.collector import paused
from kg.graph import accepted_graph, lines
from kg.graph.ntriples import reference
from kg.sparql import data
from kg.store import open as open_store

__all__ = ["patch"]

_AGAINST: Final = {LinkType.DISPUTES, LinkType.SUPERSEDES}
"""Links that decide what is accepted (``ontology/accepted.rq``)."""

Keys = Mapping[str, str]
Both = tuple[Corpus, Corpus]
R = TypeVar("R", bound=Hashable)


@paused()
def patch(old: Corpus, new: Corpus) -> bytes:
    """Write a SPARQL Update that turns the N-Quads of ``kg export`` of the one ledger into those of the other.

    It covers ``graph:ledger`` and ``graph:accepted``. What is no part of a ledger's values is left alone. Raises
    GraphError as :func:`kg.graph.build` does.
    """
    both = old, new
    keys = _keys(old), _keys(new)
    unlike = _unlike(old, new, keys), _unlike(new, old, keys)
    parts, contested = _parts(both, unlike, keys), _contested(both, unlike, keys)
    before, after = (set(lines(part, key)) for part, key in zip(parts, keys, strict=True))
    was, now = (set(_accepted(part, key)) for part, key in zip(contested, keys, strict=True))
    operations = [
        f"{form} DATA {{\n  GRAPH {graph} {{\n{data(triples)}  }}\n}}\n"
        for form, quads in (("DELETE", (before - after) | (was - now)), ("INSERT", (after - before) | (now - was)))
        for graph, triples in _by_graph(quads)
    ]
    return ";\n".join(operations).encode()


def _keys(corpus: Corpus) -> Keys:
    return {claim.id: claim_key(claim) for claim in corpus.claims}


def _by_graph(quads: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Split lines of N-Quads into a graph and its triples; neither a graph's name nor a line's end has spaces."""
    split = sorted((graph, f"    {triple} .\n") for triple, graph, _ in (quad.rsplit(" ", 2) for quad in quads))
    for graph, found in groupby(split, key=itemgetter(0)):
        yield graph, "".join(triple for _, triple in found)


def _parts(both: Both, unlike: Both, keys: tuple[Keys, Keys]) -> Iterator[Corpus]:
    """Return of each ledger the records that differ in RDF, and those that say some of the same triples."""
    if both[0].ledger.base != both[1].ledger.base:
        yield from both
        return
    said = {_statement(link, key) for part, key in zip(unlike, keys, strict=True) for link in part.links}
    for corpus, part, key in zip(both, unlike, keys, strict=True):
        yield replace(part, links=tuple(link for link in corpus.links if _statement(link, key) in said))


def _unlike(corpus: Corpus, other: Corpus, keys: tuple[Keys, Keys]) -> Corpus:
    """Return the records that another ledger has not, and those that name a claim whose node has moved."""
    moved = {name for name in keys[0].keys() | keys[1].keys() if keys[0].get(name) != keys[1].get(name)}
    known = {claim.id: claim for claim in other.claims}

    def left(
        records: Iterable[R], others: Iterable[R], named: Callable[[R], Iterable[str]] = lambda _: ()
    ) -> tuple[R, ...]:
        there = set(others)
        return tuple(each for each in records if each not in there or not moved.isdisjoint(named(each)))

    return replace(
        corpus,
        entities=left(corpus.entities, other.entities),
        predicates=left(corpus.predicates, other.predicates),
        topics=() if corpus.topics == other.topics else corpus.topics,  # their scheme is said by all of them
        units=left(corpus.units, other.units),
        events=left(corpus.events, other.events),
        documents=left(corpus.documents, other.documents),
        claims=tuple(
            claim for claim in corpus.claims if known.get(claim.id) != claim or not moved.isdisjoint(_relayed(claim))
        ),
        links=left(corpus.links, other.links, lambda link: (link.subject, link.object)),
        resolutions=left(corpus.resolutions, other.resolutions, lambda one: (one.resolves, *one.derived_from)),
    )


def _relayed(claim: Claim) -> Iterator[str]:
    return (each.via.partition("@")[0] for each in claim.appearance if each.via)


def _statement(link: Link, keys: Keys) -> tuple[str | None, ...]:
    """Return what a link says, by the nodes; several documents may say it, and it is one triple."""
    return keys.get(link.subject), link.predicate, keys.get(link.object)


def _contested(both: Both, unlike: Both, keys: tuple[Keys, Keys]) -> Iterator[Corpus]:
    """Return of each ledger what decides whether the content of a claim that differs is accepted.

    That is every claim of this content, with all verdicts on it and all links against it.
    """
    touched: set[str] = set()
    for part in unlike:
        touched.update(claim.id for claim in part.claims)
        touched.update(one.resolves for one in part.resolutions)
        touched.update(link.object for link in part.links if link.predicate in _AGAINST)
    whole = both[0].ledger.base != both[1].ledger.base
    contents = {
        _content(claim, key)
        for corpus, key in zip(both, keys, strict=True)
        for claim in corpus.claims
        if whole or claim.id in touched
    }
    for corpus, key in zip(both, keys, strict=True):
        claims = {claim.id: claim for claim in corpus.claims if _content(claim, key) in contents}
        yield Corpus(
            corpus.ledger,
            claims=tuple(claims.values()),
            links=tuple(link for link in corpus.links if link.object in claims and link.predicate in _AGAINST),
            resolutions=tuple(one for one in corpus.resolutions if one.resolves in claims),
        )


def _content(claim: Claim, keys: Keys) -> tuple[object, ...]:
    """Return what a claim says, in which others may agree; an amount is a node of its own claim."""
    return claim.subject, claim.predicate, claim.object or keys[claim.id]


def _accepted(part: Corpus, keys: Keys) -> Iterator[str]:
    """Yield what is accepted of a part of a ledger, as lines of N-Quads."""
    if not part.claims:
        return
    graph = accepted_graph(part.ledger.base)
    out = BytesIO()
    with TemporaryDirectory() as folder:
        file = Path(folder, "part.nq")
        with file.open("w", encoding="utf-8", newline="") as written:
            written.writelines(lines(part, keys))
        with open_store(file) as store:
            store.dump(out, graph)
    for line in out.getvalue().decode().split("\n")[:-1]:
        yield f"{line.removesuffix(' .')} {reference(str(graph))} .\n"
