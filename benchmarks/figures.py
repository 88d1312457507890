"""How the time of audit, drift, path and chains grows: microseconds a claim at several sizes, measured in one run.

    python benchmarks/figures.py [N …]

Without N: 1,000, 10,000 and 100,000 made-up claims. Reading is left out; writing the table is part of it. A command
whose time grows with the claims has the same number in every column.
"""

import sys
import time
from collections.abc import Callable

from ledgers import ledger

from kg import discourse, figures, restatements
from kg.claims import Corpus


def connect(corpus: Corpus) -> object:
    """Connect the first entity by name with the last one that somebody speaks of."""
    spoken = sorted({claim.subject for claim in corpus.claims})
    return discourse.path(corpus, spoken[0], spoken[-1])


COMMANDS: dict[str, Callable[[Corpus], object]] = {
    "kg audit": lambda corpus: figures.tabulate(figures.audit(corpus), corpus).to_csv(),
    "kg drift": lambda corpus: restatements.tabulate(restatements.drift(corpus), corpus).to_csv(),
    "kg path": connect,
    "kg chains": lambda corpus: discourse.tabulate(discourse.chains(corpus), corpus).to_csv(),
}


def main(sizes: list[int]) -> None:
    """Print a line for each command."""
    corpora = [ledger(size) for size in sizes]
    print(f"{'µs a claim':<12}", *(f"{size:>10,}" for size in sizes))
    for name, command in COMMANDS.items():
        spent = []
        for corpus in corpora:
            start = time.process_time()
            command(corpus)
            spent.append((time.process_time() - start) / len(corpus.claims) * 1e6)
        print(f"{name:<12}", *(f"{each:>10.0f}" for each in spent), flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000])
