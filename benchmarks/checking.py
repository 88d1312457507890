"""Checking made-up ledgers: shapes and rules together, against a SHACL engine that does the shapes alone.

    python benchmarks/checking.py [CLAIMS] [--pyshacl] [--rules]

The engine alone reads the ledger as N-Triples from a file, the shapes as Turtle, and gives its report; so does
``kg.rules.check``, which besides writes that file and asks every rule. Processor time, once each. ``--pyshacl`` adds
the reference implementation, which needs a minute and a half for 100,000 claims; ``--rules`` prints each rule's time.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import shacl
from ledgers import ledger

import kg
from kg import assets
from kg.rules import check, rules
from kg.rules.queries import violations
from kg.rules.shapes import by_pyshacl


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main(claims: int, *options: str) -> None:
    """Print seconds and ratios."""
    store = kg.open(ledger(claims))
    shapes = assets.ontology().joinpath("shapes.ttl").read_text(encoding="utf-8")
    if "--rules" in options:
        for rule in rules():
            print(f"  {rule.name:<30} {seconds(lambda rule=rule: list(violations(rule, store))):8.3f} s", flush=True)
    with TemporaryDirectory() as folder:
        file = Path(folder, "ledger.nt")
        with file.open("wb") as out:
            store.dump(out)
        alone = seconds(lambda: shacl.Shapes.from_turtle(shapes).validate_file(str(file)))
        print(f"{claims:,} claims: shapes alone, shacl {alone:.2f} s", flush=True)
        whole = seconds(lambda: check(store))
        print(f"shapes and rules, kg check {whole:.2f} s, {whole / alone:.2f} x", flush=True)
        if "--pyshacl" in options:
            judge = seconds(lambda: list(by_pyshacl(file, shapes)))
            print(f"shapes alone, pySHACL {judge:.2f} s, {judge / alone:.1f} x")


if __name__ == "__main__":
    words = sys.argv[1:]
    main(*(int(word) for word in words[:1] or ["10000"]), *words[1:])
