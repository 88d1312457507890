"""``kg record``, ``kg due`` and ``kg revisions``."""

import datetime as dt
import re
from dataclasses import replace

import click

from kg.cli.streams import TABLE_FORMATS, asked_days, data_option, day, out_option, values, write
from kg.cli.tables import chosen, format_option, put
from kg.errors import QueryError

__all__ = ["due", "record", "revisions"]

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
    ledger = values(data, data_format, verbose=verbose, entity=who)
    found = history.record(ledger, who)
    if part or chosen_form != TABLE_FORMATS[0]:
        put([record_table(ledger, found, part or "claims")], chosen_form, output)
        return
    tables = {each: record_table(ledger, found, each) for each in _PARTS}
    scores = tables["scores"]  # the claims behind them are named above, and would leave the figures no room
    tables["scores"] = replace(scores, columns=scores.columns[:-1], rows=[row[:-1] for row in scores.rows])
    put([table for part, table in tables.items() if table.rows or part == "claims"], chosen_form, output)


@click.command()
@data_option
@click.option("--by", metavar="DATE", help="Leave out what can be judged later only. Without it: nothing is left out.")
@click.option("--within", metavar="90d", help="The same, in days (90d) or weeks (12w) from today.")
@click.option("--claimant", metavar="ENTITY", help="What this one claimed, or had claimed for it.")
@click.option(
    "--today", metavar="DATE", help="The day from which something is overdue. Without it: that of --as-of, else today."
)
@format_option("ics")
@out_option("the list")
def due(
    data: str | None, data_format: str | None, by: str | None, within: str | None, claimant: str | None,
    today: str | None, form: str | None, output: str | None, *, verbose: bool,
) -> None:  # fmt: skip
    """List what is open by the day on which it can be judged, overdue first; apart, what can never be judged.

    \b
    kg due --within 90d
    kg due --claimant meta -o meta.ics      a calendar (iCalendar)
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg import history
    from kg.history.tabulating import due_table

    chosen_form = chosen(form, output, "ics")
    now = day(today, "--today") or asked_days()[0] or dt.datetime.now().astimezone().date()
    if by is not None and within is not None:
        raise QueryError.at(None, "--by and --within say the same in two ways", "give one of them")
    last = day(by, "--by") if within is None else _within(within, now)
    ledger = values(data, data_format, verbose=verbose, entity=claimant)
    found = history.due(ledger, now, last, claimant)
    if chosen_form == "ics":
        write(output, history.calendar(ledger, found))
    elif chosen_form == TABLE_FORMATS[0]:
        dated = [each for each in found if each.day is not None]
        never = [each for each in found if each.day is None]
        tables = [due_table(ledger, dated)]
        if never:
            tables.append(replace(due_table(ledger, never), title="What no day will judge, and what it lacks for that"))
        put(tables, chosen_form, output)
    else:
        put([due_table(ledger, found)], chosen_form, output)


@click.command()
@data_option
@click.argument("subject", metavar="SUBJECT")
@click.argument("predicate", metavar="PREDICATE")
@format_option("svg")
@out_option("the revisions")
def revisions(
    data: str | None, data_format: str | None, subject: str, predicate: str, form: str | None, output: str | None,
    *, verbose: bool,
) -> None:  # fmt: skip
    """Show how a guidance was revised: each range with what moved, and the value that came.

    \b
    kg revisions meta capital-expenditure
    kg revisions meta capital-expenditure -o capex.svg      a picture
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg import history
    from kg.history.tabulating import revisions_table

    chosen_form = chosen(form, output, "svg")
    ledger = values(data, data_format, verbose=verbose, entity=subject, predicate=predicate)
    found = history.revisions(ledger, subject, predicate)
    if chosen_form == "svg":
        write(output, history.picture(ledger, subject, predicate, found))
    else:
        put([revisions_table(ledger, found)], chosen_form, output)


def _within(written: str, today: dt.date) -> dt.date:
    found = re.fullmatch(r"(\d{1,6})([dw])", written)
    if found is None:
        raise QueryError.at(None, f'--within "{written}" is no stretch of time', "write days as 90d or weeks as 12w")
    try:
        return today + dt.timedelta(days=int(found[1]) * {"d": 1, "w": 7}[found[2]])
    except OverflowError:
        raise QueryError.at(None, f"--within {written} is beyond the calendar", "leave it out") from None
