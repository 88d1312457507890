"""How long the commands of time take beyond reading the ledger, and how that grows with its size.

    python benchmarks/history.py [CLAIMS]

Each question is asked of a made-up ledger of so many claims and of one of a quarter of them, processor time, the best
of three rounds. A ratio near 4 is time that grows as the ledger does.
"""

import datetime as dt
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from ledgers import ledger

from kg import changes, history
from kg.changes.patch import patch
from kg.claims import Corpus, Kind
from kg.history.tabulating import due_table, proposals_table, record_table
from kg.report import markdown, report, webpage

TODAY = dt.date(2026, 11, 25)


def questions(corpus: Corpus) -> Mapping[str, Callable[[], object]]:
    """Return what is timed: of the claimant with most claims, of the guidance with most revisions."""
    ((who, _),) = Counter(name for claim in corpus.claims for name in history.responsible(claim)).most_common(1)
    guided = ((claim.subject, claim.predicate) for claim in corpus.claims if claim.kind is Kind.GUIDANCE)
    ((what, _),) = Counter(guided).most_common(1)
    before, nothing = earlier(corpus), Corpus(corpus.ledger)
    return {
        "record": lambda: record_table(corpus, history.record(corpus, who)).to_csv(),
        "due": lambda: due_table(corpus, history.due(corpus, TODAY)).to_csv(),
        "due, as a calendar": lambda: history.calendar(corpus, history.due(corpus, TODAY)),
        "as of two days": lambda: history.as_of(corpus, dt.date(2025, 1, 1), dt.date(2026, 1, 1)),
        "revisions, drawn": lambda: history.picture(corpus, *what, history.revisions(corpus, *what)),
        "report --claimant": lambda: webpage(report(corpus, claimant=who)),
        "report": lambda: markdown(report(corpus)),
        "diff": lambda: changes.text(changes.compare(before, corpus), "then", "now"),
        "diff, as a patch": lambda: patch(before, corpus),
        "diff, all of it new": lambda: changes.text(changes.compare(nothing, corpus), "then", "now"),
        "resolve --auto": lambda: proposals_table(corpus, history.propose(corpus, TODAY, lambda _: False)).to_csv(),
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
    """Ask three times; return the least processor time."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        ask()
        taken.append(time.process_time() - start)
    return min(taken)


def main(claims: int = 100_000) -> None:
    """Print a table: seconds for the whole ledger, and their ratio to those for a quarter."""
    few, many = (questions(ledger(size)) for size in (claims // 4, claims))
    for name, ask in many.items():
        whole = seconds(ask)
        print(f"{name:<20} {whole:6.2f} s   {whole / seconds(few[name]):5.1f} x a quarter's", flush=True)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]))
