"""``kg new``, ``kg new-document`` and ``kg anchor``."""

import shlex
from pathlib import Path

import click

__all__ = ["anchor", "new", "new_document"]


@click.command()
@click.argument("record", type=click.Path(path_type=Path), metavar="DOCUMENT.toml")
@click.option(
    "--text", type=click.Path(path_type=Path), metavar="ARTICLE", required=True, help="The document's text, UTF-8."
)
def anchor(record: Path, text: Path) -> None:
    """Find each quoted fragment in the text; write offsets and digest into the record.

    Comments and order stay as they are. A fragment that is not in the text, or is there more than once, is
    an error, and then nothing is written.
    """
    from kg.anchor import anchor as place

    report = place(record, text)
    click.echo(str(report))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="My ledger of claims", show_default=True, help="What the ledger is called.")
def new(folder: Path, title: str) -> None:
    """Start a ledger of your own in a new folder."""
    from kg.scaffold import new_ledger

    for path in new_ledger(folder, title):
        click.echo(str(path))
    click.echo(f"next: kg new-document ARTICLE.txt --data {shlex.quote(str(folder))}", err=True)


@click.command()
@click.argument("text", type=click.Path(path_type=Path), metavar="ARTICLE.txt")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="The ledger's folder. Without it: this folder.",
)
@click.option("--id", "identifier", metavar="SLUG", help="The document's id. Without it: made from the file's name.")
@click.option("--title", metavar="TITLE", help="The document's title. Without it: made from the id.")
def new_document(text: Path, data: Path, identifier: str | None, title: str | None) -> None:
    """Start the record of a document from its text."""
    from kg.scaffold import new_document as start

    path = start(data, text, id=identifier, title=title)
    click.echo(str(path))
    click.echo(
        f"next: write its claims, then kg anchor {shlex.quote(str(path))} --text {shlex.quote(str(text))}", err=True
    )
