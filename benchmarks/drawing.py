"""Drawing neighbourhoods out of databases: time against the size of the answer and the size of the ledger.

    python benchmarks/drawing.py DATABASE …

For each database folder: the entities with the most claims, with some, and with one, each with all that is within two
steps; processor time of ``kg.derive(store, about, 2)`` after the first, and, as ``--whole``, of the whole network, out
of which such a part would else be cut.
"""

import sys
import time
from collections.abc import Callable

import kg

DEGREES = """
    SELECT ?entity (COUNT(*) AS ?n) { ?c a ac:Claim ; ac:claimant|rdf:subject|rdf:object ?entity . ?entity a ac:Entity }
    GROUP BY ?entity ORDER BY DESC(?n) ?entity
"""


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Return the processor time that something takes, and what it gives."""
    start = time.process_time()
    found = work()
    return time.process_time() - start, found


def main(words: list[str]) -> None:
    """Print a line for each neighbourhood."""
    for database in [word for word in words if word != "--whole"]:
        with kg.open(database) as store:
            entities = [str(row[0]) for row in store.query(DEGREES)]
            for place in (len(entities) - 1, len(entities) // 2, len(entities) // 10, len(entities) // 50):
                kg.derive(store, entities[place], 1)
                taken, network = seconds(lambda about=entities[place]: kg.derive(store, about, 2))
                print(f"{database}: {len(network):>7,} nodes {taken:8.3f} s", flush=True)
            if "--whole" in words:
                taken, network = seconds(lambda: kg.derive(store))
                print(f"{database}: {len(network):>7,} nodes {taken:8.3f} s, the whole")


if __name__ == "__main__":
    main(sys.argv[1:])
