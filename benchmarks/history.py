"""How long the commands of time, figures and discourse take beyond reading, and how that grows with the ledger.

    python benchmarks/history.py [CLAIMS …]

Without sizes: 1,000, 10,000 and 100,000 made-up claims. Each command is carried out on a ledger in memory, its table or
RDF written; processor time, once, because a hundred thousand claims are many. The last column is the time for the most
claims to that for the fewer before them, divided by how many times more there are: 1 is time that grows as the ledger
does.
"""

import datetime as dt
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from figures import COMMANDS
from ledgers import ledger

from kg import changes, derived, history, store
from kg.changes.patch import patch
from kg.claims import Corpus, Kind
from kg.collector import paused, settled
from kg.history.tabulating import due_table, proposals_table, record_table, revisions_table
from kg.report import markdown, report, webpage

TODAY = dt.date(2026, 11, 25)


@contextmanager
def questions(corpus: Corpus) -> Iterator[Mapping[str, Callable[[], object]]]:
    """Give what is timed: of the claimant with most claims, of the guidance with most revisions."""
    ((who, _),) = Counter(name for claim in corpus.claims for name in history.responsible(claim)).most_common(1)
    guided = ((claim.subject, claim.predicate) for claim in corpus.claims if claim.kind is Kind.GUIDANCE)
    ((what, _),) = Counter(guided).most_common(1)
    before, nothing = earlier(corpus), Corpus(corpus.ledger)
    with store.open(corpus) as opened, Path(os.devnull).open("wb") as nowhere:

        def derive() -> None:
            for write in derived.sources(opened, corpus).values():
                write(nowhere)

        yield {
            "due": lambda: due_table(corpus, history.due(corpus, TODAY)).to_csv(),
            "due, as a calendar": lambda: history.calendar(corpus, history.due(corpus, TODAY)),
            "record": lambda: record_table(corpus, history.record(corpus, who)).to_csv(),
            "revisions": lambda: revisions_table(corpus, history.revisions(corpus, *what)).to_csv(),
            "revisions, drawn": lambda: history.picture(corpus, *what, history.revisions(corpus, *what)),
            "resolve --auto": lambda: proposals_table(corpus, history.propose(corpus, TODAY, lambda _: False)).to_csv(),
            "as of two days": lambda: history.as_of(corpus, dt.date(2025, 1, 1), dt.date(2026, 1, 1)),
            **{name.removeprefix("kg "): lambda command=command: command(corpus) for name, command in COMMANDS.items()},
            "derive": derive,
            "diff": lambda: changes.text(changes.compare(before, corpus), "then", "now"),
            "diff, as a patch": lambda: patch(before, corpus),
            "diff, all of it new": lambda: changes.text(changes.compare(nothing, corpus), "then", "now"),
            "report --claimant": lambda: webpage(report(corpus, claimant=who)),
            "report": lambda: markdown(report(corpus)),
        }


def earlier(corpus: Corpus) -> Corpus:
    """Return a ledger from which one claim in a hundred has gone since, and one has other words."""
    kept = {claim.id for number, claim in enumerate(corpus.claims) if number % 100}
    return replace(
        corpus,
        claims=tuple(
            replace(claim, text=f"{claim.text} So it was.") if number % 100 == 1 else claim
            for number, claim in enumerate(corpus.claims)
            if claim.id in kept
        ),
        links=tuple(link for link in corpus.links if {link.subject, link.object} <= kept),
        resolutions=tuple(one for one in corpus.resolutions if {one.resolves, *one.derived_from} <= kept),
    )


def seconds(ask: Callable[[], object]) -> float:
    """Ask; return the processor time."""
    start = time.process_time()
    ask()
    return time.process_time() - start


def main(sizes: list[int]) -> None:
    """Print a table: seconds at each size, and how they grow."""
    taken: dict[str, list[float]] = {}
    for size in sizes:
        with paused():
            corpus = ledger(size)
        settled()  # as the commands do
        with questions(corpus) as asked:
            for name, ask in asked.items():
                taken.setdefault(name, []).append(seconds(ask))
                print(f"{size:,} {name}: {taken[name][-1]:.2f} s", file=sys.stderr, flush=True)
    print(f"{'seconds':<20}", *(f"{size:>9,}" for size in sizes), "   growth")
    for name, found in taken.items():
        growth = found[-1] / found[-2] / (sizes[-1] / sizes[-2]) if len(sizes) > 1 else 1
        print(f"{name:<20}", *(f"{each:>9.2f}" for each in found), f"{growth:>9.1f}")


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [1_000, 10_000, 100_000])
