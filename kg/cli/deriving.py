"""``kg derive``."""

from collections.abc import Callable
from functools import partial
from typing import IO, TYPE_CHECKING

import click

from kg.cli.streams import asked_days, busy, data_option, expect_ledger, opened, out_option, whole, write
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.formats import Format

    Source = Callable[[IO[bytes]], None]

__all__ = ["derive"]

_FORMATS = ["turtle", "trig", "ntriples", "nquads"]


@click.command()
@data_option
@click.argument("names", nargs=-1, metavar="[RULE]...")
@click.option("--list", "lists", is_flag=True, help="List the rules, and where each is written down.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Without it: by the output's suffix; TriG, each graph by its name, on standard output.",
)
@out_option("what follows")
def derive(
    data: str | None, data_format: str | None, names: tuple[str, ...], form: str | None, output: str | None, *,
    lists: bool, verbose: bool,
) -> None:  # fmt: skip
    """Write what follows from a ledger, by all rules or by those named, each with the claims it rests on.

    Each rule fills a graph of its own, graph:derived/RULE, made anew from the ledger each time. To ask them, build a
    database that holds them beside the ledger: kg build --derive.

    \b
    kg derive --list
    kg derive figures drift -o derived.ttl
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg import derived
    from kg.graph import stream

    wanted = derived.chosen(names)
    if lists:
        for each in wanted:
            click.echo(f"{each.name:<16} {each.says:<50} {each.documented}")
        return
    chosen = _format(form, output)
    with opened(data, data_format, verbose=verbose) as (store, corpus), busy("Deriving", verbose=verbose):
        expect_ledger(store, data)
        graphs = derived.sources(store, whole(store, corpus), names=names, day=asked_days()[0])
        if not chosen.named_graphs:
            graphs = {None: partial(_one_after_another, list(graphs.values()))}
        write(output, partial(stream, graphs, chosen, store.base))


def _one_after_another(sources: "list[Source]", out: IO[bytes]) -> None:
    for source in sources:
        source(out)


def _format(form: str | None, output: str | None) -> "Format":
    """Return the format that was asked for, or that the output's suffix stands for."""
    from kg import formats

    if form is not None or output is None or output == "-":
        return formats.by_name(form or "trig")
    found = formats.by_suffix(output)
    if found.name not in _FORMATS:
        what = f"what follows is not written as {found.label}"
        raise QueryError.at(output, what, f"use one of {', '.join(formats.by_name(name).suffix for name in _FORMATS)}")
    return found
