"""Tables that a command has made, in the format that was asked for."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.streams import TABLE_FORMATS, TABLE_SUFFIXES, write
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.claims import Corpus
    from kg.store import Store
    from kg.tables import Table

__all__ = ["by_suffix", "chosen", "format_option", "put", "whole"]

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


def around(store: "Store", corpus: "Corpus | None", entity: str, predicate: str | None = None) -> "Corpus":
    """Return as values the claims that name an entity, what is linked with them, and what verdicts on them rest on.

    A database is not read beyond, so that this takes time with what there is to tell, not with the ledger. The whole
    ledger where it is at hand, or where these leave the entity or the predicate unknown, so that whoever looks for the
    name among all can say which are near.
    """
    from kg.errors import QueryError
    from kg.graph import recover
    from kg.history.naming import entity_iri, find_entity, find_predicate
    from kg.network import reaching

    if corpus is not None:
        return whole(store, corpus)
    try:
        claims = reaching.claims(store, entity_iri(store.base, entity), 2)
        found = recover(store.part(claims | reaching.bases(store, claims)).dataset())
        find_entity(found, entity)
        if predicate is not None:
            find_predicate(found, predicate)
    except QueryError:
        return whole(store, None)
    return found


def whole(store: "Store", corpus: "Corpus | None") -> "Corpus":
    """Return the ledger as values, read back from RDF where it was not read from records."""
    from kg.collector import settled
    from kg.graph import recover

    found = corpus or recover(store.dataset())
    settled()
    return found
