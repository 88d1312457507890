"""The named questions: ours, the engine put to directly, and rdflib's own engine, on the same made-up ledger.

    python benchmarks/querying.py [CLAIMS] [--rdflib SECONDS]

Parameters are the busiest that the ledger has: the claimant with the most claims, the period with the most figures.
"direct" is the filled query put to pyoxigraph, its answer turned into Python strings; "ours" is ``kg.ask`` by name,
the question found, its parameters checked, its rows as strings; "terms" the same with rows as rdflib's terms. Each
is the median of rounds in turn, of processor time. ``--rdflib`` asks rdflib too, on a graph of the same triples, once
and for so many seconds at most; where it does not end, its ratio is at least what is printed.
"""

import argparse
import signal
import time
from collections.abc import Callable
from statistics import median

from ledgers import ledger
from rdflib import Graph

import kg
from kg.query import questions
from kg.query.asking import _terms
from kg.sparql import fill
from kg.store import Store

ROUNDS = 5
FINDING = {
    "entity": "SELECT ?x (COUNT(*) AS ?n) { ?c ac:claimant ?x } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 2",
    "outlet": "SELECT ?x (COUNT(*) AS ?n) { ?d dct:publisher ?x } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1",
    "about": "SELECT ?x (COUNT(*) AS ?n) { ?c rdf:subject ?x } GROUP BY ?x ORDER BY DESC(?n) ?x LIMIT 1",
    "period": "SELECT ?x (COUNT(*) AS ?n) { ?c ac:kind ac:figure ; ac:period/ac:edtf ?x } GROUP BY ?x "
    "ORDER BY DESC(?n) ?x LIMIT 1",
    "guided": "SELECT ?x ?y (COUNT(*) AS ?n) { ?c ac:kind ac:guidance ; rdf:subject ?x ; ac:period/ac:edtf ?y } "
    "GROUP BY ?x ?y ORDER BY DESC(?n) ?x LIMIT 1",
    "revised": "SELECT ?x ?y (COUNT(*) AS ?n) { ?c ac:kind ac:guidance ; rdf:subject ?x ; rdf:predicate ?y } "
    "GROUP BY ?x ?y ORDER BY DESC(?n) ?x LIMIT 1",
}


def parameters(store: Store) -> dict[str, dict[str, str]]:
    """Choose what each question is asked about."""
    found = {name: [[str(term) for term in row] for row in store.query(text)] for name, text in FINDING.items()}
    first, second = (row[0] for row in found["entity"])
    about, period = found["about"][0][0], found["period"][0][0]
    return {
        "attributed-to": {"to": first},
        "due": {"by": "2026-12-31"},
        "figures": {"period": period},
        "guidance": dict(zip(("of", "period"), found["guided"][0], strict=False)),
        "known-on": {"day": "2025-12-31"},
        "outlet-alone": {"outlet": found["outlet"][0][0]},
        "partners": {"about": about},
        "path": {"from": first, "to": second},
        "record": {"of": first},
        "revisions": dict(zip(("of", "predicate"), found["revised"][0], strict=False)),
        "who-said": {"about": about},
    }


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


class TooLongError(Exception):
    """The time is over."""


def limited(work: Callable[[], object], limit: int) -> tuple[float, bool]:
    """Return the processor time that something takes, and whether it came to its end."""

    def stop(*_: object) -> None:
        raise TooLongError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(limit)
    start = time.process_time()
    try:
        work()
    except TooLongError:
        return time.process_time() - start, False
    finally:
        signal.alarm(0)
    return time.process_time() - start, True


def in_rdflib(store: Store) -> Graph:
    """Return rdflib's own graph of what a query sees by default."""
    graph = Graph()
    for name in store._default:  # noqa: SLF001  (what a query sees is nowhere else)
        graph += store.dataset().graph(name.value)
    return graph


def main(claims: int, limit: int | None) -> None:
    """Print a line for each question, then the medians."""
    store = kg.open(ledger(claims))
    given = parameters(store)
    graph = in_rdflib(store) if limit else None
    overheads, gains = [], []
    for question in questions():
        values = given.get(question.name, {})
        text = fill(question.text, _terms(store, question, values))

        def direct(text: str = text) -> list[tuple[str | None, ...]]:
            found = store.engine.query(text, prefixes=store.prefixes, default_graph=store._default)  # noqa: SLF001
            return [tuple(None if term is None else term.value for term in row) for row in found]

        def ours(name: str = question.name, values: dict[str, str] = values) -> list[tuple[str | None, ...]]:
            return kg.ask(store, name, values).rows.texts()

        def terms(name: str = question.name, values: dict[str, str] = values) -> list[object]:
            return list(kg.ask(store, name, values))

        rounds = [(seconds(direct), seconds(ours), seconds(terms)) for _ in range(ROUNDS)]
        alone, named, whole = (median(times) for times in zip(*rounds, strict=True))
        overheads.append(named / alone)
        line = f"{question.name:<16} {len(ours()):>6} rows  direct {alone * 1000:>9.1f} ms  "
        line += f"ours {named / alone:5.2f} x  terms {whole / alone:5.2f} x"
        if graph is not None and limit:
            taken, ended = limited(lambda text=text: list(graph.query(text, initNs=store.prefixes)), limit)
            gains.append(taken / named)
            line += f"  rdflib {'' if ended else '> '}{taken / named:,.1f} x ours"
        print(line, flush=True)
    print(f"median: ours {median(overheads):.2f} x direct", end="")
    print(f", rdflib {median(gains):,.1f} x ours, least {min(gains):,.1f}" if gains else "")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("claims", type=int, nargs="?", default=10_000)
    asked.add_argument("--rdflib", type=int, metavar="SECONDS")
    chosen = asked.parse_args()
    main(chosen.claims, chosen.rdflib)
