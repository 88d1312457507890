"""What commands share: where the ledger is read from, where results go, and what is said meanwhile."""

import contextlib
import datetime as dt
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.collector import paused, settled
from kg.errors import LedgerError, QueryError, StoreError

if TYPE_CHECKING:
    from kg.claims import Corpus
    from kg.endpoints import Access
    from kg.output import Content
    from kg.store import Store

__all__ = [
    "RDF_FORMATS",
    "TABLE_FORMATS",
    "TABLE_SUFFIXES",
    "access",
    "access_options",
    "around",
    "as_asked",
    "asked_days",
    "busy",
    "data_option",
    "day",
    "expect_ledger",
    "opened",
    "out_option",
    "printable",
    "values",
    "where",
    "whole",
    "write",
]

Command = TypeVar("Command", bound=Callable[..., Any])

RDF_FORMATS = ["turtle", "trig", "ntriples", "nquads", "jsonld", "xml", "graphml", "gexf"]
TABLE_FORMATS = ["table", "csv", "tsv", "json"]
TABLE_SUFFIXES = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".srj": "json", ".txt": "table"}


def _noted(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:  # noqa: ANN401  (as click calls it)
    """Keep an option that every command has where :func:`access` finds it, so that none has to hand it on."""
    ctx.meta[f"kg.{parameter.name}"] = value


def access_options(command: Command) -> Command:
    """Add how a server is reached: --timeout and --credentials."""
    command = click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=60.0,
        show_default=True,
        metavar="SECONDS",
        expose_value=False,
        callback=_noted,
        help="How long a server may be silent.",
    )(command)
    return click.option(
        "--credentials",
        metavar="FILE",
        expose_value=False,
        callback=_noted,
        help="A file with the user and password, or the token, for a server. Without it: KG_USER and KG_PASSWORD, "
        "or KG_TOKEN, in the environment.",
    )(command)


def access() -> "Access":
    """Return how servers are reached, by the options of the command that runs and the environment."""
    from kg.endpoints import Access, credentials

    meta = click.get_current_context().meta
    return Access(credentials(meta["kg.credentials"], os.environ), meta["kg.timeout"])


def data_option(command: Command) -> Command:
    """Add --data, the two days of :func:`asked_days` and -v to a command."""
    command = click.option(
        "--data",
        metavar="WHERE",
        help="A folder of records, an RDF file, a database folder, or a SPARQL endpoint (https://…); - is standard "
        "input, with --data-format. Without it: this folder if it has a ledger.toml, else the shipped ledger.",
    )(command)
    command = access_options(command)
    command = click.option(
        "--data-format", type=click.Choice(RDF_FORMATS[:6]), help="Format of the data on standard input."
    )(command)
    for option, what in (
        ("--recorded-as-of", "What this ledger had by that day."),
        ("--as-of", "What had been claimed, and what was known, on that day."),
    ):
        command = click.option(
            option, metavar="DATE", expose_value=False, callback=_remember_day, help=f"{what} Without it: all."
        )(command)
    return click.option("-v", "--verbose", is_flag=True, help="Say on standard error what is being done.")(command)


def _remember_day(context: click.Context, option: click.Parameter, written: str | None) -> None:
    context.meta[f"{__name__}.{option.name}"] = day(written, option.opts[0])


def asked_days() -> tuple[dt.date | None, dt.date | None]:
    """Return the days of --as-of and --recorded-as-of that the running command was given."""
    context = click.get_current_context(silent=True)
    meta = {} if context is None else context.meta
    return meta.get(f"{__name__}.as_of"), meta.get(f"{__name__}.recorded_as_of")


def day(written: str | None, option: str) -> dt.date | None:
    """Read a day that an option gives; raise QueryError where it is none."""
    try:
        return None if written is None else dt.date.fromisoformat(written)
    except ValueError:
        what = f'{option} "{written}" is no day of the calendar'
        raise QueryError.at(None, what, "write it as in 2026-11-25") from None


def out_option(what: str, default: str | None = None) -> Callable[[Command], Command]:
    """Add -o to a command that writes one file."""
    without = f"Without it: {default}." if default else "Without it: standard output."
    return click.option(
        "-o", "--output", metavar="FILE", default=default, help=f"Where {what} goes; - is standard output. {without}"
    )


_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST = 2000


def printable(text: str) -> str:
    """Make text safe for a terminal: nothing that steers it or turns its writing round, no endless lines."""
    shown = _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)
    return "\n".join(line if len(line) <= _LONGEST else f"{line[:_LONGEST]} …" for line in shown.split("\n"))


def where(data: str | None) -> Path:
    """Resolve --data to a path, with its default."""
    if data is not None:
        return Path(data)
    if Path("ledger.toml").is_file():
        return Path()
    from kg import assets

    return Path(str(assets.data()))


@contextlib.contextmanager
def busy(what: str, *, verbose: bool) -> Iterator[Callable[[float], None]]:
    """Show on a terminal's standard error that something takes its time; log it with -v.

    Gives a function that is told, where that is known, the share that is done, from 0 to 1.
    """
    if verbose:
        click.echo(f"{what} …", err=True)
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status(what) as status:
            yield lambda share: status.update(f"{what} … {share:.0%}")
        return
    yield lambda _: None


@contextlib.contextmanager
def opened(data: str | None, data_format: str | None, *, verbose: bool) -> Iterator["tuple[Store, Corpus | None]"]:
    """Open the ledger that --data names, as it was on the days asked for.

    The corpus comes with it where it is at hand: read from records, or cut to those days.
    """
    import tempfile

    from kg import formats, records, store
    from kg.output import temporary

    if data == "-":
        if data_format is None:
            raise QueryError.at(None, "the format of standard input is not known", "name it with --data-format")
        with temporary():
            aside = tempfile.TemporaryDirectory()
        with aside as folder:
            copy = Path(folder) / f"standard-input{formats.by_name(data_format).suffix}"
            content = sys.stdin.buffer.read()
            with temporary():
                copy.write_bytes(content)
            with busy("Reading standard input", verbose=verbose):
                found, corpus = _seen(_from_standard_input(copy))
            with found:
                yield found, corpus
        return
    if data is not None and "://" in data:
        from kg.endpoints import address

        data = address(data)  # before it is shown
        with busy(f"Asking {data}", verbose=verbose):
            found, corpus = _seen(store.open(data, access=access()))
        with found:
            yield found, corpus
        return
    path = where(data)
    if (path / "ledger.toml").is_file() or data is None:
        with busy(f"Reading the records in {path}", verbose=verbose):
            corpus = as_asked(records.read(path), *asked_days())
            found = store.open(corpus)
    else:
        with busy(f"Reading {path}", verbose=verbose):
            found, corpus = _seen(store.open(data))
    with found:
        try:
            yield found, corpus
        except RuntimeError as reason:
            if not str(reason).startswith("Corruption"):  # as RocksDB says it
                raise
            what, instead = f"the database is damaged ({reason})", "kg check --deep says where; build it anew"
            raise StoreError.at(str(path), what, instead) from None


def expect_ledger(store: "Store", data: str | None) -> None:
    """Raise StoreError where a store holds RDF of some other kind: neither a ledger's description nor a claim."""
    if store.query("ASK { ?ledger a void:Dataset }") or store.query("ASK { ?claim a ac:Claim }"):
        return
    what = "this is RDF, but no ledger: it describes none (void:Dataset) and holds no claim"
    raise StoreError.at(data, what, "name what kg export or kg build has written, or a folder of records")


def _seen(found: "Store") -> "tuple[Store, Corpus | None]":
    """Return RDF as it is, or as it was on the days asked for, by way of its values."""
    from kg import store

    if not any(asked_days()):
        return found, None
    with found:
        corpus = as_asked(found.corpus(), *asked_days())
    return store.open(corpus), corpus


@paused()
def values(
    data: str | None,
    data_format: str | None,
    *,
    verbose: bool,
    entity: str | None = None,
    predicate: str | None = None,
) -> "Corpus":
    """Read the ledger that --data names as values, as it was on the days asked for; records without a store.

    Of RDF only what is :func:`around` an entity, where one is named.
    """
    path = where(data)
    if data is None or (data != "-" and (path / "ledger.toml").is_file()):
        from kg import records

        with busy(f"Reading the records in {path}", verbose=verbose):
            found = as_asked(records.read(path), *asked_days())
        settled()
        return found
    with opened(data, data_format, verbose=verbose) as (store, corpus):
        expect_ledger(store, data)
        with busy("Going through the ledger", verbose=verbose):
            return whole(store, corpus) if entity is None else around(store, corpus, entity, predicate)


def around(store: "Store", corpus: "Corpus | None", entity: str, predicate: str | None = None) -> "Corpus":
    """Return as values the claims that name an entity, what is linked with them, and what verdicts on them rest on.

    A database is not read beyond, so that this takes time with what there is to tell, not with the ledger. The whole
    ledger where its values are at hand, or where no such claim names the entity or the predicate. Raises QueryError
    where the ledger has no such entity or predicate.
    """
    from kg.errors import QueryError
    from kg.naming import find_entity, find_predicate
    from kg.network import reaching
    from kg.store.naming import find_node

    if corpus is not None or store.at_hand:
        return whole(store, corpus)
    claims = reaching.claims(store, find_node(store, entity, "entity").iri, 2)
    if predicate is not None:
        find_node(store, predicate, "predicate")
    try:
        found = store.part(claims | reaching.bases(store, claims)).corpus()
        find_entity(found, entity)
        if predicate is not None:
            find_predicate(found, predicate)
    except QueryError:  # none of these claims names it
        return whole(store, None)
    return found


def whole(store: "Store", corpus: "Corpus | None") -> "Corpus":
    """Return the ledger as values, read back from RDF where it was not read from records."""
    found = corpus or store.corpus()
    settled()
    return found


def as_asked(corpus: "Corpus", made: dt.date | None, written: dt.date | None, *, say: bool = True) -> "Corpus":
    """Return a ledger as it was on two days; say on standard error of how many claims nobody can tell."""
    if not (made or written):
        return corpus
    from kg.history import Days, as_of

    days = Days(corpus)
    for asked, known, what in ((made, days.made, "was made"), (written, days.recorded, "was recorded")):
        if say and asked and (count := sum(known(claim) is None for claim in corpus.claims)):
            click.echo(f"{count} of {len(corpus.claims)} claims are left out: nothing says when each {what}", err=True)
    return as_of(corpus, made, written)


def _from_standard_input(copy: Path) -> "Store":
    """Open a copy of standard input; its errors name the stream."""
    from kg import store

    try:
        return store.open(copy)
    except LedgerError as error:
        raise type(error)(
            *(
                replace(problem, place=replace(problem.place, file="standard input") if problem.place else None)
                for problem in error.problems
            )
        ) from None


def write(target: str | None, content: "Content") -> None:
    """Write to a file, whole or not at all, or to standard output."""
    if target is None or target == "-":
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            content(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    from kg.output import write_whole

    write_whole(target, content)
