"""Building a database: how fast, in how much memory, against Oxigraph's own loader and rdflib's own store, in one run.

    pip install oxigraph
    python benchmarks/building.py [CLAIMS [ROUNDS]]

Each round runs every program once, in turn, on the same made-up ledger, so that a busy machine slows all alike; the
figures are medians. Rates are of the triples that the N-Quads file holds: what a build adds (the ontology, what is
accepted, digests, syncing) counts as time and not as triples. ``kg build`` is measured as a command, with its start.
rdflib adds triples that lie ready, one by one; only that is timed. Where the time from records goes is printed last.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from generate import write_nquads, write_records

from kg.graph import lines
from kg.records import parse, record_files, stream

ADDING = """
import itertools, sys, time
from rdflib import Dataset
from kg.graph import ledger_graph, triples
from ledgers import chunks
graph, seconds = None, 0.0
for chunk in chunks(int(sys.argv[1])):
    graph = Dataset().graph(ledger_graph(chunk.ledger.base)) if graph is None else graph
    found = triples(chunk)
    while batch := list(itertools.islice(found, 10_000)):
        start = time.perf_counter()
        for triple in batch:
            graph.add(triple)
        seconds += time.perf_counter() - start
print(seconds)
"""


class Cost(NamedTuple):
    """What a program took: seconds by the clock, seconds of processor, megabytes at the most."""

    wall: float
    processor: float
    memory: float


def cost(words: list[str]) -> Cost:
    """Run a program to its end."""
    start = time.perf_counter()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(words, stdout=said, stderr=subprocess.DEVNULL, cwd=Path(__file__).parent)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = status
        said.seek(0)
        text = said.read().decode()
    if status:
        message = f"{words} ended with {status}"
        raise RuntimeError(message)
    wall = time.perf_counter() - start
    timed = float(text) if text else wall  # rdflib's program times itself
    return Cost(timed, float(text) if text else used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def timed(act: Callable[[], object]) -> float:
    """Return the seconds of processor that something takes."""
    start = time.process_time()
    act()
    return time.process_time() - start


def where_it_goes(records: Path, whole: float) -> None:
    """Print what of the time from records is whose; ``whole`` is the build's seconds of processor."""
    files = [(name, file.read_bytes()) for name, file in record_files(records)]
    toml = timed(lambda: [parse(name, raw) for name, raw in files])
    checked = timed(lambda: sum(1 for _ in stream(records)))
    written = timed(lambda: sum(1 for part in stream(records) for _ in lines(part.corpus, part.keys, part.relayed)))
    parts = {
        "tomllib": toml,
        "checking, making values": checked - toml,
        "writing N-Quads": written - checked,
        "the engine, digests, start": whole - written,
    }
    print(f"processor seconds of a build from records, {whole:.1f} in all:")
    for name, seconds in parts.items():
        print(f"  {name:<28} {seconds:7.1f} s  {seconds / whole:4.0%}")


def main(claims: int = 20_000, rounds: int = 3) -> None:
    """Print a table, the ratios that matter, and where the time goes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quads, records, database = folder / "ledger.nq", folder / "records", folder / "database"
        write_nquads(claims, quads)
        write_records(claims, records)
        with quads.open("rb") as file:
            count = sum(1 for _ in file) - 1
        print(f"{claims:,} claims, {count:,} triples, {quads.stat().st_size / 1e6:,.0f} MB of N-Quads")
        build = [sys.executable, "-m", "kg", "build", "-o", str(database)]
        programs = {
            "oxigraph load": [
                *(str(Path(sys.executable).with_name("oxigraph")), "load"),
                *("-l", str(database), "-f", str(quads)),
            ],
            "kg build, N-Quads": [*build, str(quads)],
            "kg build, records": [*build, str(records)],
            "rdflib, add": [sys.executable, "-c", ADDING, str(claims)],
        }
        taken: dict[str, list[Cost]] = {program: [] for program in programs}
        for _ in range(rounds):
            for program, words in programs.items():
                taken[program].append(cost(words))
                shutil.rmtree(database, ignore_errors=True)
        medians = {program: Cost(*map(statistics.median, zip(*found, strict=True))) for program, found in taken.items()}
        loader, nquads, from_records, rdflib = medians.values()
        for program, found in medians.items():
            print(
                f"{program:<18} {count / found.wall:9,.0f} triples/s, {found.wall:.1f} s, of processor "
                f"{found.processor:.1f} s, {found.memory:,.0f} MB; the loader's rate by the clock "
                f"x {loader.wall / found.wall:.2f}, by processor x {loader.processor / found.processor:.2f}"
            )
        print(f"rdflib takes {rdflib.wall / nquads.wall:.1f} x as long as kg build from N-Quads, ", end="")
        print(f"{rdflib.wall / from_records.wall:.1f} x as long as from records")
        print(f"memory, of rdflib's: {nquads.memory / rdflib.memory:.2f}, {from_records.memory / rdflib.memory:.2f}")
        where_it_goes(records, from_records.processor)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:3]))
