"""``kg audit`` and ``kg drift``."""

import sys

import click

from kg.cli.asking import formatted
from kg.cli.streams import RDF_FORMATS, TABLE_FORMATS, busy, data_option, opened, out_option, whole, write

__all__ = ["audit", "drift"]


@click.command()
@data_option
@click.option("--entity", metavar="ENTITY", help="Only what rests on claims by or about this entity.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([*TABLE_FORMATS, *RDF_FORMATS[:6]]),
    help="A table of the findings, or the derived figures as RDF. Without it: by the output's suffix, else a table.",
)
@out_option("what was found")
def audit(
    data: str | None, data_format: str | None, entity: str | None, form: str | None, output: str | None, *,
    verbose: bool,
) -> None:  # fmt: skip
    """Derive what figures imply; report where they contradict each other, and what is missing.

    The exit status is 1 where two claims contradict each other.

    \b
    kg audit --entity meta
    kg audit -f turtle                      the derived figures, each with the claims it rests on
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg import figures

    with opened(data, data_format, verbose=verbose) as (store, corpus), busy("Auditing", verbose=verbose):
        ledger = whole(store, corpus)
        findings = figures.audit(ledger, entity)
        table = figures.tabulate(findings, ledger)
        write(output, formatted(store, table, form, output, as_rdf=lambda: figures.derived_graph(findings, ledger)))
    if any(finding.verdict is figures.Verdict.CONTRADICTION for finding in findings):
        sys.exit(1)


@click.command()
@data_option
@click.argument("what", required=False, metavar="[CLAIM|DOCUMENT]")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(TABLE_FORMATS),
    help="How the table is written. Without it: by the output's suffix, else for a terminal.",
)
@out_option("the table")
def drift(
    data: str | None, data_format: str | None, what: str | None, form: str | None, output: str | None, *, verbose: bool
) -> None:
    """Say what moved when a claim was said again: by whom, how firmly, for when, of what.

    \b
    kg drift                                everything
    kg drift every-business-has-an-agent    one claim and what restates it
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg import restatements

    with opened(data, data_format, verbose=verbose) as (store, corpus), busy("Comparing", verbose=verbose):
        ledger = whole(store, corpus)
        table = restatements.tabulate(restatements.drift(ledger, what), ledger)
        write(output, formatted(store, table, form, output))
