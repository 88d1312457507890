"""``kg path`` and ``kg chains``."""

import click

from kg.cli.asking import formatted
from kg.cli.streams import TABLE_FORMATS, busy, data_option, opened, out_option, printable, values, whole, write

__all__ = ["chains", "path"]


@click.command()
@data_option
@click.argument("start", metavar="ENTITY")
@click.argument("end", metavar="ENTITY")
def path(data: str | None, data_format: str | None, start: str, end: str, *, verbose: bool) -> None:
    """Say through whom two entities are connected, a sentence a claim.

    The exit status is 1 where nothing connects them.

    \b
    kg path sundar-pichai susan-li
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    import sys

    from kg import discourse

    ledger = values(data, data_format, verbose=verbose)
    found = discourse.path(ledger, start, end)
    click.echo(printable(discourse.explain(found, ledger)), nl=False)
    if not found.steps:
        sys.exit(1)


@click.command()
@data_option
@click.argument("what", required=False, metavar="[ENTITY|CLAIM]")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(TABLE_FORMATS),
    help="How the table is written. Without it: by the output's suffix, else for a terminal.",
)
@click.option("--summary", is_flag=True, help="Count who bears on whom instead; for the whole ledger.")
@out_option("the table")
def chains(
    data: str | None, data_format: str | None, what: str | None, form: str | None, output: str | None, *, summary: bool,
    verbose: bool,
) -> None:  # fmt: skip
    """List whose claims support, dispute, echo or restate whose, and who said it first.

    \b
    kg chains investors                     what is said for and against one claimant
    kg chains numbers-back-zuckerberg-up    all that is joined to one claim
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg import discourse

    with opened(data, data_format, verbose=verbose) as (store, corpus), busy("Following claims", verbose=verbose):
        ledger = whole(store, corpus)
        found = discourse.chains(ledger, what)
        table = discourse.summarise(ledger) if summary else discourse.tabulate(found, ledger)
        write(output, formatted(store, table, form, output))
