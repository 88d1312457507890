"""The program that commands hang on: errors become messages, a closed pipe stays quiet."""

import logging
import os
import sys
from pathlib import Path
from typing import Any

import click

from kg.cli.asking import query, show
from kg.cli.authoring import anchor, new, new_document
from kg.cli.building import build
from kg.cli.changing import diff
from kg.cli.checking import check
from kg.cli.connecting import chains, path
from kg.cli.deriving import derive
from kg.cli.figuring import audit, drift
from kg.cli.history import due, record, revisions
from kg.cli.publishing import draw, export, publish, push
from kg.cli.reporting import report
from kg.cli.resolving import resolve
from kg.cli.streams import printable
from kg.errors import LedgerError

__all__ = ["main"]


class Program(click.Group):
    """Turns the package's errors into messages with status 2, and keeps quiet when a reader goes away."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (as click declares it)
        """Run a command; print an error of ours and end with status 2."""
        try:
            return super().invoke(ctx)
        except LedgerError as error:
            for problem in error.problems:
                click.echo(printable(f"error: {problem}"), err=True)
            count = len(error.problems)
            if count > 1:
                click.echo(f"{count} problems", err=True)
            ctx.exit(2)

    def main(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401  (as click declares it)
        """Run the program; end silently when standard output is closed."""
        # rdflib logs a traceback for a literal that is no date; the finding says it better
        logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
        _open_closed_streams()
        try:
            Path.cwd()
        except FileNotFoundError:
            click.echo("error: the folder you are in is gone; go to one that is there", err=True)
            sys.exit(2)
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            if error.filename is not None:  # no stream, then
                raise
            # point the stream at nothing, so that closing it says nothing more
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if isinstance(error, BrokenPipeError):
                sys.exit(1)
            click.echo(f"error: standard output cannot be written ({error.strerror or error})", err=True)
            sys.exit(2)


def _open_closed_streams() -> None:
    """Give a stream that was closed (``kg … >&-``) somewhere to go; Python leaves None in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (open until the end)


def _say_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001  (as click calls it)
    if not asked:
        return
    from kg import assets

    version = assets.version()
    click.echo(f"kg {version}" if version else "kg, from a checkout that is not installed")
    ctx.exit()


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_say_version, help="Show the version."
)
def main() -> None:
    """A ledger of claims: who said what, when, in which words, on what evidence, and what came of it.

    \b
    kg publish                              check the ledger, write claims.ttl and claims.html
    kg query --list                         the questions it answers
    kg query who-said --given about=llama-4
    kg show meta-ai-most-used               one claim with its words, evidence and outcome
    kg record meta                          what came of what one entity claimed
    kg due                                  what is open, overdue first
    kg diff HEAD~1                          what has changed since the last commit

    Without --data a command reads the ledger in this folder (a ledger.toml is there), else the shipped one.
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)


for command in (
    *(publish, check, query, show, record, due, revisions, audit, drift, path, chains, report, diff, derive),
    *(export, draw, build, push),
    *(new, new_document, anchor, resolve),
):
    main.add_command(command)
