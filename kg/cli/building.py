"""``kg build``."""

from pathlib import Path

import click

from kg.cli.streams import busy, where

__all__ = ["build"]


@click.command()
@click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=click.Path(path_type=Path))
@click.option(
    "-o", "--output", metavar="FOLDER", required=True, type=click.Path(path_type=Path), help="The database folder."
)
@click.option("--force", is_flag=True, help="Build even where nothing has changed. Without it: that is left as it is.")
@click.option(
    "--derive", "derives", is_flag=True, help="Put what follows from the ledger beside it, by all rules of kg derive."
)
@click.option("-v", "--verbose", is_flag=True, help="Say on standard error what is being done.")
def build(inputs: tuple[Path, ...], output: Path, *, force: bool, derives: bool, verbose: bool) -> None:
    """Build a database folder, which the other commands open with --data at once, however large.

    \b
    kg build -o claims                            of this folder's records, else of the shipped ledger
    kg build -o claims mine claims.nq.gz          of records and RDF files, together
    kg build -o claims --derive                   with graphs of what follows, made anew each time

    INPUT is a folder of records, an RDF file (also .gz), or a database. Until the end the database that was there
    stays and can be read; a crash leaves it as it was.
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg import store

    derive = None
    if derives:  # what follows from a ledger takes as long to import as all the rest
        from kg.derived import lines

        derive = lines
    with busy(f"Building {output}", verbose=verbose) as progress:
        built = store.build(output, inputs or [where(None)], force=force, derive=derive, told=progress)
    said = f"built {output}" if built else f"{output} is up to date: nothing has changed, and nothing was built"
    click.echo(said, err=True)
