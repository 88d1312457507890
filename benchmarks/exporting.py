"""Exporting a database folder: sorted Turtle and N-Quads by ours, against Oxigraph's own dump and rdflib.

    python benchmarks/exporting.py DATABASE [ROUNDS]

Each way runs in a process of its own, ROUNDS times in turn (1 unless said otherwise). Printed are triples a second,
the ratio to Oxigraph's dump of the same graph as N-Quads, in the order of its index, and the most memory that the
process took: all of it, and without the files of the database, which the engine maps. ``--rdflib`` adds our writer
over rdflib's terms of the whole, as it was before: it needs 2 kB of memory a triple.
"""

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pyoxigraph as ox

import kg
from kg.graph import write


def peak(name: str) -> float:
    """Return a figure of this process's memory, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1000 for line in lines if line.startswith(name))


def run(way: str, database: str) -> None:
    """Export once, to nowhere; print seconds and memory."""
    with kg.open(database) as store, Path(os.devnull).open("wb") as out:
        start = time.process_time()
        if way == "dump":
            store.engine.dump(out, ox.RdfFormat.N_QUADS)
        elif way == "rdflib":
            out.write(write(store.dataset(), "turtle"))
        else:
            store.export(way, out)
        print(time.process_time() - start, peak("VmHWM"), peak("RssAnon"))


def main(database: str, rounds: int = 1, *others: str) -> None:
    """Print a line for each way."""
    with kg.open(database) as store:
        triples = sum(int(str(row[0])) for row in store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))
    ways = ["dump", "nquads", "turtle", *(other.removeprefix("--") for other in others)]
    found: dict[str, list[list[float]]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way in ways:
            words = [sys.executable, __file__, "--run", way, database]
            found[way].append([float(word) for word in subprocess.check_output(words).split()])
    rates = {way: triples / median(seconds for seconds, *_ in found[way]) for way in ways}
    for way in ways:
        whole, own = (max(row[place] for row in found[way]) for place in (1, 2))
        ratio = rates[way] / rates["dump"]
        print(f"{way:<8} {rates[way]:>10,.0f} triples/s, {ratio:.2f} of the dump, {whole:,.0f} MB ({own:,.0f})")


if __name__ == "__main__":
    if sys.argv[1] == "--run":
        run(sys.argv[2], sys.argv[3])
    else:
        main(sys.argv[1], *map(int, sys.argv[2:3]), *sys.argv[3:])
