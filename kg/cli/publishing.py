"""``kg export``, ``kg draw``, ``kg publish``, which checks and does both, and ``kg push``, into a server."""

import sys
from collections.abc import Callable, Mapping, Sized
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.checking import checked, tally
from kg.cli.streams import (
    RDF_FORMATS,
    access,
    busy,
    data_option,
    expect_ledger,
    opened,
    out_option,
    printable,
    write,
)

if TYPE_CHECKING:
    from kg.claims import Corpus
    from kg.layout import Box
    from kg.store import Store

__all__ = ["draw", "export", "publish", "push"]

sparql_option = click.option(
    "--no-sparql",
    is_flag=True,
    help="Leave out the tab in which the page can be asked questions, and the engine that answers them: about 2 MB.",
)


@click.command()
@data_option
@out_option("the graph")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(RDF_FORMATS),
    help="Without it: by the output's suffix; Turtle on standard output.",
)
def export(data: str | None, data_format: str | None, output: str | None, form: str | None, *, verbose: bool) -> None:
    """Write the ledger as RDF, or as a network for drawing programs (GraphML, GEXF)."""
    from kg import formats

    if form is None:
        form = "turtle" if output is None or output == "-" else formats.by_suffix(output).name
    chosen = formats.by_name(form)
    with opened(data, data_format, verbose=verbose) as (store, _), busy("Writing", verbose=verbose):
        if chosen.readable:
            write(output, partial(store.export, chosen))
        else:
            from kg import network

            write(output, network.write(network.derive(store), chosen))


keep_option = click.option(
    "--keep",
    metavar="PAGE",
    help="A page written before: what stood there stays where it stood, as far as that can be.",
)


@click.command()
@data_option
@out_option("the page", default="claims.html")
@click.option("--about", metavar="ENTITY", help="Draw an entity's or a claim's neighbourhood. Without it: everything.")
@click.option(
    "--steps", type=click.IntRange(min=1), default=1, show_default=True, help="How far the neighbourhood reaches."
)
@sparql_option
@keep_option
@click.option("--open", "opens", is_flag=True, help="Open the page in a browser.")
def draw(
    data: str | None,
    data_format: str | None,
    output: str,
    about: str | None,
    steps: int,
    *,
    no_sparql: bool,
    keep: str | None,
    opens: bool,
    verbose: bool,
) -> None:
    """Draw the ledger as one HTML page that needs no network."""
    before = _before(keep)
    with opened(data, data_format, verbose=verbose) as (store, corpus), busy("Drawing", verbose=verbose) as progress:
        expect_ledger(store, data)
        content = _page(store, corpus, about, steps, sparql=not no_sparql, before=before, progress=progress)
    write(output, content)
    if output != "-":
        click.echo(f"wrote {output} ({len(content) / 1e6:.1f} MB)", err=True)
        if opens:
            click.launch(output)


def _page(
    store: "Store",
    corpus: "Corpus | None",
    about: str | None = None,
    steps: int = 1,
    *,
    sparql: bool = True,
    before: "Mapping[str, Box] | None" = None,
    progress: Callable[[float], None],
) -> bytes:
    from kg import network, page

    drawn = network.derive(store, about, steps)
    html = page.render(drawn, _title(store), store, corpus=corpus, sparql=sparql, before=before, progress=progress)
    return html.encode()


def _before(keep: str | None) -> "Mapping[str, Box] | None":
    """Read where everything stood on an earlier page."""
    if keep is None:
        return None
    from kg.errors import FormatError, Place
    from kg.page import places

    try:
        return places(Path(keep).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise FormatError.at(keep, "this page cannot be read", "name a file that kg draw has written") from None
    except FormatError as error:
        raise FormatError(*(replace(problem, place=Place(keep)) for problem in error.problems)) from None


def _title(store: "Store") -> str:
    from kg.query import ask
    from kg.tables import Table

    answer = ask(store, "SELECT ?title WHERE { ?ledger a void:Dataset ; dct:title ?title }")
    return str(answer.rows[0][0]) if isinstance(answer, Table) and answer.rows else "Claims"


@click.command()
@data_option
@click.option("-o", "--output", metavar="FOLDER", default=".", show_default=True, help="The folder for both files.")
@sparql_option
@keep_option
def publish(
    data: str | None, data_format: str | None, output: str, *, no_sparql: bool, keep: str | None, verbose: bool
) -> None:
    """Check the ledger, write claims.ttl and claims.html, and say what they hold.

    Nothing is written where the check finds an error.
    """
    from kg import graph, rules
    from kg.output import make_folder, write_together

    before = _before(keep)
    with opened(data, data_format, verbose=verbose) as (store, corpus):
        with busy("Checking", verbose=verbose):
            findings = checked(store, corpus, None)
        wrong = [finding for finding in findings if finding.severity != "info"]
        for finding in wrong:
            click.echo(printable(str(finding)), err=True)
        if rules.fails(findings, rules.Severity("error")):
            click.echo("nothing was written", err=True)
            sys.exit(1)
        with busy("Writing", verbose=verbose) as progress:
            turtle = graph.write(store.dataset(), "turtle")
            drawing = _page(store, corpus, sparql=not no_sparql, before=before, progress=progress)
        whole = corpus or store.corpus()
        title = _title(store)
    folder = Path(output)
    make_folder(folder)
    write_together({folder / "claims.ttl": turtle, folder / "claims.html": drawing})
    click.echo(_summary(whole, title, tally(findings), folder))


def _summary(corpus: "Corpus", title: str, tally: str, folder: Path) -> str:
    claimants = {claimant for claim in corpus.claims for claimant in claim.claimant}
    read = {appearance.document for claim in corpus.claims for appearance in claim.appearance}
    judged = {resolution.resolves for resolution in corpus.resolutions}
    evidence = {document for resolution in corpus.resolutions for document in resolution.evidence}
    example = f", kg show {corpus.claims[0].id}" if corpus.claims else ""
    size = f"{_count(corpus.claims, 'claim')} by {_count(claimants, 'claimant')}, from {_count(read, 'document')}"
    lines = [
        f"{title}: {size}.",
        f"Judged: {_count(judged, 'claim')}, on the evidence of {_count(evidence, 'document')}.",
        f"Checked: {tally}.",
        f"  {folder / 'claims.html'}   open it in a browser: who claimed what, in which words, and what came of it",
        f"  {folder / 'claims.ttl'}    the graph, for a store of your own",
        f"Next: kg query --list{example}, kg check --help",
    ]
    return "\n".join(lines)


def _count(things: Sized, name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


@click.command()
@data_option
@click.argument("url", metavar="URL")
@click.option("--update-endpoint", metavar="URL", help="Where the server takes SPARQL Update.")
@click.option("--graph-store", metavar="URL", help="Where it speaks the SPARQL Graph Store Protocol.")
def push(
    data: str | None,
    data_format: str | None,
    url: str,
    update_endpoint: str | None,
    graph_store: str | None,
    *,
    verbose: bool,
) -> None:
    """Load the ledger into the server whose SPARQL endpoint is URL, in the place of what is there of it.

    All or nothing where the server takes SPARQL Update: the ledger is loaded beside the old one, counted, and copied
    into its place by one update. Where it only speaks the Graph Store Protocol, one graph after the other is replaced.
    It says which. Without --update-endpoint and --graph-store, both are looked for where engines have them.
    """
    from kg import store

    with (
        opened(data, data_format, verbose=verbose) as (ledger, _),
        busy("Pushing", verbose=verbose) as progress,
    ):
        pushed = store.push(
            ledger, url, update_endpoint=update_endpoint, graph_store=graph_store, access=access(), progress=progress
        )
    if pushed.mended:
        click.echo("Cleared away what another push had begun and not ended.", err=True)
    for began in pushed.unended:
        what = f"A push that began on {began:%Y-%m-%d at %H:%M} UTC has not ended: it is under way, or was cut off."
        click.echo(f"{what} What it has beside the ledger was left alone; a push a day later clears it away.", err=True)
    if pushed.ontology:
        what = f"The ontology there ({pushed.ontology}) was left as it is: that of the ledger is older, or it has none."
        click.echo(what, err=True)
    for graph, count in pushed.counts.items():
        click.echo(f"{count:>9,}  {graph}")
    click.echo(pushed.how)
