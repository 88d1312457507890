"""``kg resolve``."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.streams import asked_days, busy, data_option, day, opened, where, whole, write
from kg.cli.tables import format_option, put
from kg.errors import Problem, RecordError

if TYPE_CHECKING:
    from kg.claims import Corpus

__all__ = ["resolve"]

_OUTCOMES = ("fulfilled", "partlyFulfilled", "notFulfilled", "pending", "ambiguous", "annulled", "notEvaluated")


@click.command()
@data_option
@click.argument("claim", required=False, metavar="[CLAIM]")
@click.option("--criterion", metavar="TEXT", help="What decides the outcome. It stays as it is once it is recorded.")
@click.option("--outcome", type=click.Choice(_OUTCOMES), help="The verdict under this criterion.")
@click.option(
    "--evidence", multiple=True, metavar="DOCUMENT", help="A document of the ledger that shows it; may be repeated."
)
@click.option("--known-on", metavar="DATE", help="The day on which the outcome became knowable.")
@click.option("--recorded-on", metavar="DATE", help="The day on which it is written down. Without it: today.")
@click.option("--actual", metavar="AMOUNT", help='The amount that came, as people write it: "$40.589 billion".')
@click.option("--comment", metavar="TEXT", help="A sentence of your own.")
@click.option("--auto", is_flag=True, help="Propose verdicts from figures in the ledger instead, of CLAIM or of all.")
@click.option("--write", "writes", is_flag=True, help="With --auto: add the proposed verdicts to the record files.")
@format_option("turtle")
def resolve(
    data: str | None, data_format: str | None, claim: str | None, criterion: str | None, outcome: str | None,
    evidence: tuple[str, ...], known_on: str | None, recorded_on: str | None, actual: str | None, comment: str | None,
    form: str | None, *, auto: bool, writes: bool, verbose: bool,
) -> None:  # fmt: skip
    """Add what came of a claim to the record files of a ledger; on a terminal, ask for what is missing.

    A verdict is added below those that are there, whose criteria stay: what changes is another verdict.

    \b
    kg resolve q3-revenue-guidance --criterion 'Reported revenue lies within the range.' \\
       --outcome fulfilled --evidence meta-q3-2024-release --known-on 2024-10-30
    kg resolve --auto                       propose verdicts and show the working; write nothing
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg.naming import find_claim, find_document
    from kg.records import add_resolutions

    written_on = day(recorded_on, "--recorded-on") or today()
    if auto:
        if any((criterion, outcome, evidence, known_on, actual, comment)):
            raise RecordError.at(None, "--auto works out what a verdict says", "leave the other options out")
        _propose(data, data_format, claim, written_on if writes else None, form or "table", verbose=verbose)
        return
    if claim is None or writes or form:
        what = "which claim the verdict is on is not said" if claim is None else "--write and --format go with --auto"
        raise RecordError.at(None, what, "give CLAIM and the verdict, or --auto")
    folder = _folder(data)
    with opened(data, data_format, verbose=verbose) as (_, corpus):
        assert corpus is not None  # noqa: S101  (a folder of records always gives one)
        ledger = corpus
    found = find_claim(ledger, claim)
    given: dict[str, Any] = {
        "resolves": found.id,
        "outcome": outcome,
        "criterion": criterion,
        "evidence": list(evidence),
        "actual": actual,
        "known_on": day(known_on, "--known-on"),
        "recorded_on": written_on,
        "comment": comment,
    }
    if missing := [key for key in ("criterion", "outcome", "evidence", "known_on") if not given[key]]:
        if not on_a_terminal():
            raise RecordError(*(_missing(key, found.id) for key in missing))
        _ask(given, missing, ledger)
    given["evidence"] = [find_document(ledger, name).id for name in given["evidence"]]
    with busy("Writing", verbose=verbose):
        places = add_resolutions(folder, ledger, [{key: value for key, value in given.items() if value}])
    click.echo(str(places[0]))
    known = given["known_on"]
    later = (
        one.known_on
        for one in ledger.resolutions
        if one.resolves == found.id and one.criterion == given["criterion"] and one.known_on and one.known_on > known
    )
    if (last := max(later, default=None)) is not None:
        click.echo(f"it does not stand: under this criterion a verdict known on {last} does (docs/time.md)", err=True)
    click.echo(f"next: kg show {found.id} --data {folder}", err=True)


def _propose(
    data: str | None,
    data_format: str | None,
    claim: str | None,
    recorded_on: dt.date | None,
    form: str,
    *,
    verbose: bool,
) -> None:
    """Show what verdicts the ledger's figures suggest; write them where there is a day for that."""
    from kg import history
    from kg.graph import write_graph
    from kg.history.tabulating import proposals_graph, proposals_table
    from kg.naming import find_claim
    from kg.records import add_resolutions

    folder = None if recorded_on is None else _folder(data)
    with opened(data, data_format, verbose=verbose) as (store, corpus):
        ledger = whole(store, corpus)
        one = None if claim is None else find_claim(ledger, claim)
        proposals = history.propose(ledger, asked_days()[0] or today(), lambda text: store.query(text) is True, one)
    if form == "turtle":
        write(None, write_graph(proposals_graph(ledger, proposals), form, ledger.ledger.base))
    else:
        put([proposals_table(ledger, proposals)], form, None)
    verdicts = [proposal for proposal in proposals if proposal.outcome is not None]
    if folder is None or recorded_on is None:
        click.echo(f"{len(verdicts)} proposed, nothing written; --write adds them to the records", err=True)
        return
    with busy("Writing", verbose=verbose):
        places = add_resolutions(folder, ledger, [proposal.record(recorded_on) for proposal in verdicts])
    for place in places:
        click.echo(f"written: {place}", err=True)


def today() -> dt.date:
    """Return the day it is here."""
    return dt.datetime.now().astimezone().date()


def on_a_terminal() -> bool:
    """Tell whether somebody is there to be asked."""
    return sys.stdin.isatty()


def _folder(data: str | None) -> Path:
    """Return the folder whose records are to be written; raise RecordError where it is not the user's."""
    folder = Path() if data is None else where(data)
    if not (folder / "ledger.toml").is_file():
        what = "verdicts are written into the records of a ledger, and there are none"
        raise RecordError.at(str(folder), what, "name its folder with --data")
    if any(asked_days()):
        what = "a verdict is added to the ledger as it is, not as it was"
        raise RecordError.at(None, what, "leave out --as-of and --recorded-as-of")
    return folder


_QUESTIONS = {
    "criterion": ("there is no criterion", "--criterion and what decides the outcome"),
    "outcome": ("there is no outcome", f"--outcome and one of {', '.join(_OUTCOMES)}"),
    "evidence": ("there is no evidence, and without it a verdict is an opinion", "--evidence and a document's id"),
    "known_on": ("there is no day on which the outcome became knowable", "--known-on and a day, such as 2024-10-30"),
}


def _missing(key: str, claim: str) -> Problem:
    what, instead = _QUESTIONS[key]
    return Problem(None, what, f"give {instead}", f'resolution of "{claim}"')


def _ask(given: dict[str, Any], missing: list[str], corpus: "Corpus") -> None:
    """Ask on the terminal for what is missing."""
    if "criterion" in missing:
        earlier = list(dict.fromkeys(one.criterion for one in corpus.resolutions if one.resolves == given["resolves"]))
        for number, criterion in enumerate(earlier, 1):
            click.echo(f"{number}  {criterion}", err=True)
        answer = click.prompt("Criterion (or the number of an earlier one)" if earlier else "Criterion", err=True)
        chosen = answer.isdecimal() and 0 < int(answer) <= len(earlier)
        given["criterion"] = earlier[int(answer) - 1] if chosen else answer
    if "outcome" in missing:
        given["outcome"] = click.prompt("Outcome", type=click.Choice(_OUTCOMES), err=True)
    if "evidence" in missing:
        given["evidence"] = click.prompt("Evidence (documents' ids, with spaces between)", err=True).split()
    if "known_on" in missing:
        given["known_on"] = day(click.prompt("Known on (2024-10-30)", err=True), "known on")
