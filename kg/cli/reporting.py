"""``kg report``."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.streams import asked_days, busy, data_option, day, out_option, values, write
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.output import Content
    from kg.report import Report

__all__ = ["report"]

_FORMATS = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html"}


@click.command()
@data_option
@click.option("--claimant", metavar="ENTITY", help="What this one claimed, or had claimed for it.")
@click.option("--entity", metavar="ENTITY", help="What is claimed by or of this one.")
@click.option(
    "--today",
    metavar="DATE",
    help="The day from which something is overdue. Without it: that of --as-of, else the newest day in the ledger.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["markdown", "html"]),
    help="How it is written. Without it: by the output's suffix; Markdown on standard output.",
)
@out_option("the report")
def report(
    data: str | None, data_format: str | None, claimant: str | None, entity: str | None, today: str | None,
    form: str | None, output: str | None, *, verbose: bool,
) -> None:  # fmt: skip
    """Write a report to paste into a draft: claims in sentences, what came of them, evidence in footnotes, pictures.

    HTML is one page with its pictures in it. Of Markdown in a file the pictures are files beside it; on standard
    output there are none.

    \b
    kg report --claimant meta -o meta.html
    kg report --claimant meta --as-of 2025-01-01 -o meta.md
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg import report as reports
    from kg.output import write_together
    from kg.wording import count

    chosen = _chosen(form, output)
    asked = reports.Asked(*asked_days(), day(today, "--today"))
    ledger = values(data, data_format, verbose=verbose)
    with busy("Writing the report", verbose=verbose):
        found = reports.report(ledger, claimant=claimant, entity=entity, asked=asked)
        if chosen == "html":
            write(output, reports.webpage(found).encode())
            return
        beside = {} if output is None else _beside(found, output)
    if not beside:
        write(output, reports.markdown(found).encode())
        return
    names = {name: path.name for name, (path, _) in beside.items()}
    files: dict[Path | str, Content] = dict(beside.values())
    write_together({**files, str(output): reports.markdown(found, names).encode()})
    click.echo(f"wrote {output}, and beside it {count(len(names), 'picture')}", err=True)


def _chosen(form: str | None, output: str | None) -> str:
    """Name the format that was asked for, or that the output's suffix stands for."""
    if form or output is None or output == "-":
        return form or "markdown"
    if (suffix := Path(output).suffix.lower()) not in _FORMATS:
        instead = f"use one of {', '.join(_FORMATS)}, or name the format with -f"
        raise QueryError.at(output, "the suffix names no format of reports", instead)
    return _FORMATS[suffix]


def _beside(found: "Report", output: str) -> dict[str, tuple[Path, bytes]]:
    """Name a file for each picture, beside a report that goes to a file; none where it goes to a pipe or a terminal."""
    target = Path(output)
    if output == "-" or (target.exists() and not (target.is_file() or target.is_dir())):
        return {}
    files = {}
    for number, picture in enumerate(found.pictures, 1):
        name = re.sub("[^a-z0-9]+", "-", picture.name.lower())[:60].strip("-")
        files[picture.name] = (target.with_name(f"{target.stem}-{number}-{name}.svg"), picture.svg)
    return files
