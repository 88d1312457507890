"""How long ``import kg`` and ``kg --help`` take, as ratios to ``python -c pass`` in the same run.

    python benchmarks/startup.py [ROUNDS] [DATABASE …]

Each round starts every program once, in turn, so that a busy machine slows all alike; the ratio is that of
the medians. ``import rdflib`` stands beside them for scale. Database folders are asked for ten claims each: how long
that takes must not depend on how many they hold.
"""

import statistics
import subprocess
import sys
import time

PROGRAMS = {
    "python -c pass": ["-c", "pass"],
    "import kg": ["-c", "import kg"],
    "kg --help": ["-m", "kg", "--help"],
    "import rdflib": ["-c", "import rdflib"],
}


def seconds(words: list[str]) -> float:
    """Run Python once with these words; return the wall time."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main(rounds: int = 15, *databases: str) -> None:
    """Print a table: median milliseconds, and the ratio to an empty program."""
    ten = "SELECT ?claim ?who WHERE { ?claim a ac:Claim ; ac:claimant ?who } LIMIT 10"
    programs = PROGRAMS | {f"kg query {name}": ["-m", "kg", "query", "-q", ten, "--data", name] for name in databases}
    taken: dict[str, list[float]] = {name: [] for name in programs}
    for _ in range(rounds):
        for name, words in programs.items():
            taken[name].append(seconds(words))
    medians = {name: statistics.median(found) for name, found in taken.items()}
    base = medians["python -c pass"]
    for name, median in medians.items():
        print(f"{name:<16} {median * 1000:7.1f} ms   {median / base:5.2f} x")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]), *sys.argv[2:])
