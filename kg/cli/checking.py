"""``kg check``."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.streams import busy, data_option, expect_ledger, opened, printable
from kg.errors import OutputError, StoreError

if TYPE_CHECKING:
    from kg.claims import Corpus
    from kg.rules import Finding
    from kg.store import Store

__all__ = ["check", "checked", "tally"]


@click.command()
@data_option
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="The least severe finding that makes the exit status 1.",
)
@click.option(
    "--texts",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Re-verify every anchor against the texts in this folder (DOCUMENT-ID.txt). Without it: not done.",
)
@click.option("--quiet", is_flag=True, help="Leave infos out of the list.")
@click.option(
    "--deep",
    type=click.Path(path_type=Path),
    metavar="DATABASE",
    help="Look for damage in this database's files instead, byte by byte. Without it: not done.",
)
def check(
    data: str | None,
    data_format: str | None,
    fail_on: str,
    texts: Path | None,
    deep: Path | None,
    *,
    verbose: bool,
    quiet: bool,
) -> None:
    """Check a ledger against shapes and rules; print what is wrong, where, and how to mend it."""
    from kg import rules

    if deep is not None:
        if data is not None or texts is not None:
            raise StoreError.at(str(deep), "--deep looks at files alone", "leave out --data and --texts")
        _check_files(deep, verbose=verbose)
        return
    with opened(data, data_format, verbose=verbose) as (store, corpus), busy("Checking", verbose=verbose):
        expect_ledger(store, data)
        findings = checked(store, corpus, texts)
    for finding in findings:
        if not (quiet and finding.severity == "info"):
            click.echo(printable(str(finding)))
    click.echo(tally(findings), err=True)
    if rules.fails(findings, rules.Severity(fail_on)):
        sys.exit(1)


def _check_files(database: Path, *, verbose: bool) -> None:
    from kg import store

    with busy(f"Reading {database}", verbose=verbose):
        damage = store.damage(database)
    for found in damage:
        click.echo(printable(f"error: {found}"))
    click.echo(f"{len(damage)} file{'' if len(damage) == 1 else 's'} damaged" if damage else "no damage", err=True)
    if damage:
        sys.exit(1)


def checked(store: "Store", corpus: "Corpus | None", texts: Path | None) -> "list[Finding]":
    """Check an open ledger, and its anchors where there are texts."""
    from kg import anchor, rules

    places = corpus.places if corpus else None
    findings = rules.check(store, places=places)
    if texts is not None:
        whole = corpus or store.corpus()
        found = anchor.find_texts(whole, texts)
        if not found:
            raise OutputError.at(
                str(texts), "holds no text of a document of this ledger", "name each file DOCUMENT-ID.txt"
            )
        findings = sorted([*findings, *rules.anchors(whole, found)], key=rules.order)
    return findings


def tally(findings: "list[Finding]") -> str:
    """Count findings by severity."""
    counts = {name: sum(finding.severity == name for finding in findings) for name in ("error", "warning", "info")}
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items())
