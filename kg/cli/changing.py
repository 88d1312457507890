"""``kg diff``."""

import contextlib
import datetime as dt
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.streams import as_asked, asked_days, busy, data_option, day, out_option, printable, values, where, write
from kg.cli.tables import by_suffix
from kg.errors import LedgerError, QueryError

if TYPE_CHECKING:
    from kg.changes import Changes
    from kg.claims import Corpus
    from kg.output import Content

__all__ = ["diff"]

_SUFFIXES = {
    ".txt": "text", ".md": "markdown", ".atom": "atom", ".ru": "patch", ".csv": "csv", ".tsv": "tsv", ".json": "json",
}  # fmt: skip


@click.command()
@data_option
@click.argument("ledgers", nargs=-1, metavar="[OLD] [NEW]")
@click.option("--since", metavar="DAY", help="What this ledger has learnt since a day, by its own dates; without OLD.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(list(_SUFFIXES.values())),
    help="patch is a SPARQL Update that makes OLD's RDF that of NEW. Without it: by the output's suffix, else text.",
)
@click.option(
    "--today", metavar="DATE", help="The day of what bears no date in the feed. Without it: the newest recorded_on."
)
@click.option("--exit-code", is_flag=True, help="End with status 1 where they differ, as git diff does.")
@out_option("what has changed")
def diff(
    data: str | None, data_format: str | None, ledgers: tuple[str, ...], since: str | None, form: str | None,
    today: str | None, output: str | None, *, exit_code: bool, verbose: bool,
) -> None:  # fmt: skip
    """Say what has changed between two ledgers: claims added, gone, reworded, re-resolved, and all around them.

    \b
    kg diff HEAD~1                          since the last commit
    kg diff v1.0:data v2.0:data -o pr.md    between two revisions, for a pull request
    kg diff claims.ttl mine                 between an RDF file and records
    kg diff --since 2026-11-24 -o new.atom  what was recorded after a day, as a feed

    OLD and NEW are whatever --data takes, or a git revision (REV or REV:PATH) where no file or folder has that name.
    Without NEW it is the ledger that other commands read. --as-of and --recorded-as-of apply to both.
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg import changes

    chosen = form or by_suffix(output, _SUFFIXES, "text")
    stamp = day(today, "--today")
    old, new = _named(ledgers, data, since)
    after = _read(new, data_format, where(None), verbose=verbose)
    if since is not None:
        last, first = asked_days()[1] or dt.date.max, day(since, "--since")
        before, after = as_asked(after, None, first, say=False), as_asked(after, None, last)
        old = f"recorded by {since}"
    else:
        before = _read(old, data_format, _place(new), verbose=verbose)
    with busy("Comparing", verbose=verbose):
        found = changes.compare(before, after)
        write(output, _written(found, (before, after), (old or "", _called(new)), chosen, stamp))
    if exit_code and found:
        sys.exit(1)


def _named(ledgers: tuple[str, ...], data: str | None, since: str | None) -> tuple[str | None, str | None]:
    """Return what the two ledgers are called; None for the one that a command reads without being told."""
    given = [*ledgers, *([] if data is None else [data])]
    if since is not None:
        if len(given) > 1:
            what = "--since compares one ledger with itself, and there are two"
            raise QueryError.at(None, what, "name one, or leave out --since")
        return None, next(iter(given), None)
    if not ledgers or len(given) > len(("old", "new")):
        what = "there is no ledger to compare with" if not ledgers else "there are more than two ledgers"
        raise QueryError.at(None, what, "give OLD and NEW, OLD alone, or --since DAY")
    if given.count("-") > 1:
        raise QueryError.at(None, "standard input can't be both ledgers", "give one of them by name")
    return given[0], given[1] if len(given) > 1 else None


def _place(new: str | None) -> Path:
    """Return where the ledger that is compared with stands, for a revision that names no path."""
    return Path(new) if new is not None and os.path.exists(new) else where(None)  # noqa: PTH110  (Path's raises for a name that is too long)


def _called(new: str | None) -> str:
    if new is not None:
        return new
    return "this ledger" if Path("ledger.toml").is_file() else "the shipped ledger"


def _read(named: str | None, data_format: str | None, near: Path, *, verbose: bool) -> "Corpus":
    """Read a ledger by its name: a path that exists, else standard input or an address, else a git revision."""
    if named is None or named == "-" or "://" in named or os.path.exists(named):  # noqa: PTH110  (as above)
        return values(named, data_format, verbose=verbose)
    from kg.changes.git import revision

    with revision(named, near) as copy, _placed(str(copy), named):
        return values(str(copy), None, verbose=verbose)


@contextlib.contextmanager
def _placed(copy: str, named: str) -> Iterator[None]:
    """Name in errors what a person named, instead of the copy that was read."""
    try:
        yield
    except LedgerError as error:
        raise type(error)(
            *(
                replace(one, place=one.place and replace(one.place, file=one.place.file.replace(copy, named)))
                for one in error.problems
            )
        ) from None


def _written(
    found: "Changes", ledgers: "tuple[Corpus, Corpus]", called: tuple[str, str], form: str, today: dt.date | None
) -> "Content":
    from kg.changes.atom import atom
    from kg.changes.markdown import markdown
    from kg.changes.patch import patch
    from kg.changes.tabulating import table
    from kg.changes.text import text

    match form:
        case "text":
            return printable(text(found, *called)).encode()
        case "markdown":
            return markdown(found, *called)
        case "atom":
            return atom(found, today)
        case "patch":
            return patch(*ledgers)
    rows = table(found)
    return {"csv": rows.to_csv, "tsv": rows.to_tsv, "json": rows.to_json}[form]()
