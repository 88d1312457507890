"""What passes of the W3C's tests of SPARQL 1.1 and of the formats of RDF 1.1, by kg and by pyoxigraph alone.

    python -m benchmarks.conformance FOLDER [--peer] [--exact] [--part sparql|rdf]

FOLDER is a copy of https://github.com/w3c/rdf-tests. Queries are put to ``kg.ask``, updates, which it refuses, to a
store's ``dataset()``, and files are read by ``kg.store.loading``, as ``--data`` and ``kg build`` read them. Answers are
judged as our writers write them: tables in JSON (in CSV or TSV where those are tested), graphs in N-Triples, what an
update leaves in N-Quads. ``--peer`` has pyoxigraph do the same by itself: its parsers, its store, its writers.

A test of evaluation passes where the answer is the one expected: rows in any order (in order where the query ends in
ORDER BY), blank nodes by their place, numbers and booleans by their value, since the engine's store keeps no more of
them (``--exact``: to the letter). A test of syntax passes where right text is taken and wrong text refused. Each
passes, fails, or is not ours, and says why. Exit status 1 with ``--peer`` where kg fails what pyoxigraph passes.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.conformance.cases import Case, cases, judged
from benchmarks.conformance.comparing import as_it_is, valued
from benchmarks.conformance.sides import KG, PEER, Side

PARTS: Final = {"sparql": "sparql/sparql11/manifest-all.ttl", "rdf": "rdf/rdf11/manifest.ttl"}


@dataclass(frozen=True)
class Result:
    """A test, and the verdict and the reason for each side."""

    case: Case
    by: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """Name the test by the folder of its manifest and its name there."""
        return f"{self.case.category}/{self.case.name}"


def results(manifests: Iterable[Path], sides: Sequence[Side], form: Callable[[Any], Any]) -> list[Result]:
    """Run all tests of manifests; ``form`` is what terms are compared by."""
    found = (case for manifest in manifests for case in cases(manifest, form))
    return [Result(case, tuple(judged(case, side) for side in sides)) for case in found]


def failures(done: Iterable[Result], sides: Sequence[Side]) -> list[str]:
    """Say of each test that failed whose it is, and why."""
    return [
        f"{side.name}: {result.name}: {reason}"
        for result in done
        for side, (verdict, reason) in zip(sides, result.by, strict=True)
        if verdict == "failed"
    ]


def table(done: Iterable[Result], sides: Sequence[Side]) -> str:
    """Count what passed, by the folders of manifests, as Markdown."""
    counts: dict[str, Counter[str]] = {}
    for result in done:
        count = counts.setdefault(result.case.category, Counter())
        count["tests"] += 1
        count["not ours"] += result.by[0][0] == "not ours"
        for side, (verdict, _) in zip(sides, result.by, strict=True):
            count[side.name] += verdict == "passed"
    columns = ["tests", "not ours", *(side.name for side in sides)]
    lines = [["", *columns], ["---"] * (len(columns) + 1)]
    for name, count in [*counts.items(), ("all", sum(counts.values(), Counter()))]:
        lines.append([name, *(str(count[column]) for column in columns)])
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line, run, print; return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peer", action="store_true", help="have pyoxigraph do the same by itself")
    parser.add_argument("--part", choices=PARTS, action="append", help="one part alone")
    parser.add_argument("--exact", action="store_true", help="compare numbers to the letter, too")
    given = parser.parse_args(arguments)
    manifests = [given.folder.resolve() / PARTS[part] for part in given.part or PARTS]
    sides = [KG, PEER] if given.peer else [KG]
    done = results(manifests, sides, as_it_is if given.exact else valued)
    print("\n".join([*failures(done, sides), "", table(done, sides)]), end="")
    return int(any(result.by[0][0] == "failed" and result.by[-1][0] == "passed" for result in done))


if __name__ == "__main__":
    sys.exit(main())
