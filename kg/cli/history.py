"""``kg record``."""

import click

from kg.cli.streams import TABLE_FORMATS, data_option, opened, out_option
from kg.cli.tables import chosen, format_option, put, whole

__all__ = ["record"]

_PARTS = ("counts", "scores", "claims", "ranges", "probabilities")


@click.command()
@data_option
@click.argument("who", metavar="ENTITY")
@click.option(
    "--part",
    type=click.Choice(_PARTS),
    help="One table of the record. Without it: all that have something for people, the claims in other formats.",
)
@format_option()
@out_option("the record")
def record(
    data: str | None, data_format: str | None, who: str, part: str | None, form: str | None, output: str | None,
    *, verbose: bool,
) -> None:  # fmt: skip
    """Show what came of the claims that one entity is responsible for.

    The holder of a claim is scored where somebody speaks for another, else the claimant; never the outlet that
    relays. There is no rate below five resolved claims.

    \b
    kg record meta
    kg record meta --part scores -f csv
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg import history
    from kg.history.tabulating import record_table

    chosen_form = chosen(form, output)
    with opened(data, data_format, verbose=verbose) as (store, corpus):
        ledger = whole(store, corpus)
    found = history.record(ledger, who)
    if part or chosen_form != TABLE_FORMATS[0]:
        put([record_table(ledger, found, part or "claims")], chosen_form, output)
        return
    tables = [record_table(ledger, found, each) for each in _PARTS]
    put([table for table in tables if table.rows or table is tables[2]], chosen_form, output)
