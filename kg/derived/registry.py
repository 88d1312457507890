"""The rules by name, and what they give of a ledger."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import IO, Final

from rdflib import URIRef

from kg.claims import Corpus
from kg.collector import paused
from kg.derived import following
from kg.derived.facts import DERIVED_FROM
from kg.derived.following import Followed
from kg.errors import QueryError
from kg.graph import ledger_graph, rule_graph
from kg.graph.ntriples import quoted, reference
from kg.naming import did_you_mean
from kg.store import Store
from kg.terms import DCTERMS, PROV, RDF, RDFS

__all__ = ["DERIVATIONS", "Derivation", "chosen", "lines", "sources"]


@dataclass(frozen=True, slots=True)
class Derivation:
    """A rule: the graph it fills, what it says there, where it is written down, and the function that follows it."""

    name: str
    says: str
    documented: str
    follow: Callable[[Followed], Iterable[str]]

    def graph(self, base: str) -> URIRef:
        """Name the graph that holds what follows by this rule."""
        return rule_graph(base, self.name)


DERIVATIONS: Final = tuple(
    Derivation(*each)
    for each in (
        ("accepted", "which claim each accepted triple rests on", "ontology/accepted.rq", following.accepted),
        ("results", "what the standing verdicts on a claim come to", "docs/time.md", following.results),
        ("verdicts", "verdicts that figures in the ledger suggest", "docs/time.md", following.verdicts),
        ("figures", "figures that other figures imply", "docs/figures.md", following.implied),
        (
            "confrontations",
            "what contradicts, agrees with or strains what",
            "docs/figures.md",
            following.confrontations,
        ),
        ("drift", "what moved when a claim was said again", "docs/drift.md", following.drift),
        ("exchanges", "who supports, disputes, echoes or restates whom", "docs/discourse.md", following.exchanges),
        ("priority", "which of two linked claims was said first", "docs/discourse.md", following.priority),
    )
)
"""Every rule, in the order in which they are listed."""

_TYPE, _LABEL = reference(str(RDF.type)), reference(str(RDFS.label))
_ACTIVITY, _USED, _GENERATED = (reference(str(term)) for term in (PROV.Activity, PROV.used, PROV.wasGeneratedBy))
_SOURCE: Final = reference(str(DCTERMS.source))
_RESTS: Final = f" {DERIVED_FROM} "


def chosen(names: Iterable[str] = ()) -> tuple[Derivation, ...]:
    """Return the rules of these names, all of them without any; raise QueryError where there is none of a name."""
    known, wanted = {each.name: each for each in DERIVATIONS}, list(names)
    for name in wanted:
        if name not in known:
            instead = did_you_mean(name, dict.fromkeys(known, "")) or "kg derive --list names them all"
            raise QueryError.at(None, f'there is no rule "{name}"', instead)
    return tuple(each for each in DERIVATIONS if not wanted or each.name in wanted)


def sources(
    store: Store, corpus: Corpus | None = None, *, names: Iterable[str] = (), day: dt.date | None = None
) -> Mapping[URIRef | None, Callable[[IO[bytes]], None]]:
    """Return what follows from a ledger by rules of these names, all without any: graphs, and what writes each.

    They go to :func:`kg.graph.stream`. ``corpus`` is the ledger that the store holds, read from it where it is not
    given. Of one ledger and ``day`` they are the same to the letter, whatever was derived before: ``day`` is
    until when a question that the ledger answers by no may still come true, the last day of the ledger without it.
    Raises QueryError where there is no such rule, and, when it is written, where a claim's criterion cannot be asked.
    """
    wanted = chosen(names)
    whole = corpus or store.corpus()
    ledger = Followed(whole, store, day or _last_day(whole))

    def source(each: Derivation) -> Callable[[IO[bytes]], None]:
        def write(out: IO[bytes]) -> None:
            with paused():
                out.writelines(line.encode() for line in _with_rule(each, ledger))

        return write

    return {each.graph(ledger.base): source(each) for each in wanted}


def lines(store: Store, corpus: Corpus | None = None) -> Iterator[str]:
    """Yield what follows from a ledger by every rule, as lines of N-Quads; arguments and errors as of `sources`."""
    whole = corpus or store.corpus()
    ledger = Followed(whole, store, _last_day(whole))
    for each in DERIVATIONS:
        end = f" {reference(each.graph(ledger.base))} .\n"
        for line in _with_rule(each, ledger):
            yield line.replace(" .\n", end)  # a line feed stands nowhere else


def _with_rule(rule: Derivation, ledger: Followed) -> Iterator[str]:
    """Add to each node that rests on others the rule that it follows by, and say once what that is."""
    by = f"<{ledger.base}derived/by/{rule.name}>"
    yield f"{by} {_TYPE} {_ACTIVITY} .\n{by} {_LABEL} {quoted(rule.says)} .\n"
    yield f"{by} {_SOURCE} {quoted(rule.documented)} .\n{by} {_USED} {reference(ledger_graph(ledger.base))} .\n"
    last = ""
    for line in rule.follow(ledger):
        yield line
        if _RESTS in line and (node := line.partition(" ")[0]) != last:
            last = node
            yield f"{node} {_GENERATED} {by} .\n"


def _last_day(corpus: Corpus) -> dt.date:
    """Return the last day that a ledger knows of, so that what follows from it is the same on every day."""
    days = chain(
        (claim.claimed_on for claim in corpus.claims),
        (event.date for event in corpus.events),
        *((each.published, each.recorded_on) for each in corpus.documents),
        *((each.known_on, each.recorded_on) for each in corpus.resolutions),
    )
    return max((day for day in days if day is not None), default=dt.date.min)
