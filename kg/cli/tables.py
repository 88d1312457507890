"""Tables that a command has made, in the format that was asked for."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.streams import TABLE_FORMATS, TABLE_SUFFIXES, write
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.tables import Table

__all__ = ["by_suffix", "chosen", "format_option", "put"]

Command = TypeVar("Command", bound=Callable[..., Any])


def format_option(*others: str) -> Callable[[Command], Command]:
    """Add -f to a command that prints tables, or one of ``others``."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice([*TABLE_FORMATS, *others]),
        help="How it is written. Without it: by the output's suffix, else a table.",
    )


def chosen(form: str | None, output: str | None, *others: str) -> str:
    """Name the format that was asked for, or that the output's suffix stands for."""
    return form or by_suffix(output, {**TABLE_SUFFIXES, **{f".{other}": other for other in others}}, "table")


def by_suffix(output: str | None, names: Mapping[str, str], otherwise: str) -> str:
    """Name the format that an output's suffix stands for, ``otherwise`` where it goes to standard output."""
    if output is None or output == "-":
        return otherwise
    if (suffix := Path(output).suffix.lower()) not in names:
        instead = f"use one of {', '.join(names)}, or name the format with -f"
        raise QueryError.at(output, "the suffix names no format of answers", instead)
    return names[suffix]


def put(tables: "Sequence[Table]", form: str, output: str | None) -> None:
    """Write tables one below the other for people, or the first of them as CSV, TSV or SPARQL JSON."""
    from kg.tables import render

    if form == "table":
        terminal = output in {None, "-"} and sys.stdout.isatty()
        write(output, "\n".join(render(table, color=terminal) for table in tables).encode())
        return
    first = tables[0]
    write(output, {"csv": first.to_csv, "tsv": first.to_tsv, "json": first.to_json}[form]())
