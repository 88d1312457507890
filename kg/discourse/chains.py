"""Claims that bear on one another, and who stands behind them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

import networkx as nx
from rdflib import Literal, URIRef

from kg.claims import Claim, Corpus, LinkType, claim_key, claim_path
from kg.naming import find_name
from kg.tables import Table
from kg.terms import XSD, prefixes

__all__ = ["Exchange", "chains", "claimants", "summarise", "tabulate"]

COLUMNS: Final = ("who", "does", "whom", "claim", "other", "first", "saidOn", "otherSaidOn", "assertedBy")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One claimant's claim bears on another's: ``who`` supports, disputes, echoes … ``whom``, by ids.

    ``first`` is the claim (id) that was said first, None where a day is not known or both were said on one day.
    """

    who: str
    does: LinkType
    whom: str
    claim: str
    other: str
    said_on: date | None
    other_said_on: date | None
    asserted_by: str

    @property
    def first(self) -> str | None:
        """The claim that was said on the earlier day."""
        if self.said_on is None or self.other_said_on is None or self.said_on == self.other_said_on:
            return None
        return self.claim if self.said_on < self.other_said_on else self.other


def chains(corpus: Corpus, what: str | None = None) -> list[Exchange]:
    """List which claims bear on which, claimant by claimant.

    With ``what`` an entity (:func:`kg.naming.find`): what its claims bear on, and what bears on them. With a claim: all
    that is joined to it, however far, along links of any type and direction. A link whose claims have several claimants
    counts for each pair. Raises QueryError, with the nearest names, where there is neither.
    """
    claims = {claim.id: claim for claim in corpus.claims}
    exchanges = list(_exchanges(corpus, claims))
    if what is None:
        return exchanges
    found = find_name(corpus, what, "entity", "claim")
    if found.kind == "entity":
        return [one for one in exchanges if found.id in {one.who, one.whom}]
    joined: nx.Graph[str] = nx.Graph((one.claim, one.other) for one in exchanges)
    reached = nx.node_connected_component(joined, found.id) if found.id in joined else set()
    return [one for one in exchanges if one.claim in reached]


def _exchanges(corpus: Corpus, claims: dict[str, Claim]) -> Iterable[Exchange]:
    events = {event.id: event.date for event in corpus.events}
    for link in corpus.links:
        claim, other = claims.get(link.subject), claims.get(link.object)
        if claim is None or other is None:
            continue
        day, other_day = (each.claimed_on or events.get(each.made_at or "") for each in (claim, other))
        for who in claim.claimant:
            for whom in other.claimant:
                yield Exchange(who, link.predicate, whom, claim.id, other.id, day, other_day, link.asserted_by)


def claimants(corpus: Corpus) -> "nx.MultiDiGraph[str]":
    """Build the network of who bears on whom: claimants (ids), and an edge for each exchange.

    Edges carry ``kind``, ``claim``, ``other`` and ``first`` ("" where that is not known). Whoever answers himself has
    a loop.
    """
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for one in chains(corpus):
        key = f"{one.claim} {one.does} {one.other}"
        network.add_edge(
            one.who, one.whom, key=key, kind=str(one.does), claim=one.claim, other=one.other, first=one.first or ""
        )
    return network


def summarise(corpus: Corpus) -> Table:
    """Count, in the network of :func:`claimants`, how often each bears on whom, and how often it was first."""
    network = claimants(corpus)
    counted = Counter((who, str(edge["kind"]), whom) for who, whom, edge in network.edges(data=True))
    first = Counter(
        (who, str(edge["kind"]), whom) for who, whom, edge in network.edges(data=True) if edge["first"] == edge["claim"]
    )
    base = corpus.ledger.base
    rows = [
        (URIRef(base + who), Literal(does), URIRef(base + whom), Literal(counted[each]), Literal(first[each]))
        for each in sorted(counted)
        for who, does, whom in [each]
    ]
    labels = {URIRef(base + entity.id): entity.label for entity in corpus.entities}
    return Table(("who", "does", "whom", "claims", "saidFirst"), rows, "Who bears on whom?", prefixes(base), labels)


def tabulate(exchanges: Iterable[Exchange], corpus: Corpus) -> Table:
    """Write exchanges as a table, one a row."""
    base = corpus.ledger.base
    nodes = {claim.id: URIRef(base + claim_path(claim_key(claim))) for claim in corpus.claims}
    labels = {nodes[claim.id]: claim.label for claim in corpus.claims}
    labels |= {URIRef(base + entity.id): entity.label for entity in corpus.entities}
    labels |= {URIRef(f"{base}document/{document.id}"): document.title for document in corpus.documents}
    rows = [
        (
            URIRef(base + one.who),
            Literal(str(one.does)),
            URIRef(base + one.whom),
            nodes[one.claim],
            nodes[one.other],
            nodes[one.first] if one.first else None,
            *(
                None if day is None else Literal(day.isoformat(), datatype=XSD.date)
                for day in (one.said_on, one.other_said_on)
            ),
            URIRef(base + one.asserted_by.replace("document:", "document/", 1)),
        )
        for one in exchanges
    ]
    return Table(COLUMNS, rows, "Whose claims bear on whose, and who said it first?", prefixes(base), labels)
