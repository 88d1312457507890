"""What commands share: where the ledger is read from, where results go, and what is said meanwhile."""

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.errors import LedgerError, QueryError, StoreError

if TYPE_CHECKING:
    from kg.claims import Corpus
    from kg.endpoints import Access
    from kg.output import Content
    from kg.store import Store

__all__ = [
    "RDF_FORMATS",
    "TABLE_FORMATS",
    "access",
    "access_options",
    "busy",
    "data_option",
    "opened",
    "out_option",
    "printable",
    "where",
    "write",
]

Command = TypeVar("Command", bound=Callable[..., Any])

RDF_FORMATS = ["turtle", "trig", "ntriples", "nquads", "jsonld", "xml", "graphml", "gexf"]
TABLE_FORMATS = ["table", "csv", "tsv", "json"]


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
    """Add --data and -v to a command."""
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
    return click.option("-v", "--verbose", is_flag=True, help="Say on standard error what is being done.")(command)


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
    """Open the ledger that --data names; the corpus comes with it where it was read from records."""
    import tempfile

    from kg import formats, records, store

    if data == "-":
        if data_format is None:
            raise QueryError.at(None, "the format of standard input is not known", "name it with --data-format")
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / f"standard-input{formats.by_name(data_format).suffix}"
            copy.write_bytes(sys.stdin.buffer.read())
            with busy("Reading standard input", verbose=verbose):
                found = _from_standard_input(copy)
            with found:
                yield found, None
        return
    if data is not None and "://" in data:
        from kg.endpoints import address

        data = address(data)  # before it is shown
        with busy(f"Asking {data}", verbose=verbose):
            remote = store.open(data, access=access())
        with remote:
            yield remote, None
        return
    path = where(data)
    if (path / "ledger.toml").is_file() or data is None:
        with busy(f"Reading the records in {path}", verbose=verbose):
            corpus = records.read(path)
            found = store.open(corpus)
    else:
        with busy(f"Reading {path}", verbose=verbose):
            corpus, found = None, store.open(data)
    with found:
        try:
            yield found, corpus
        except RuntimeError as reason:
            if not str(reason).startswith("Corruption"):  # as RocksDB says it
                raise
            what, instead = f"the database is damaged ({reason})", "kg check --deep says where; build it anew"
            raise StoreError.at(str(path), what, instead) from None


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
