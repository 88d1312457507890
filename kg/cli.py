"""The command line: parse, call one function, print.

Results go to standard output, talk to standard error. Exit status 0: fine; 1: findings, or an ASK that is
false; 2: could not run. What a command needs is imported when it runs, so that ``kg --help`` is quick.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.errors import LedgerError, OutputError, QueryError

if TYPE_CHECKING:
    from kg.claims import Corpus
    from kg.rules import Finding
    from kg.store import Store

Command = TypeVar("Command", bound=Callable[..., Any])

RDF_FORMATS = ["turtle", "trig", "ntriples", "nquads", "jsonld", "xml", "graphml", "gexf"]
TABLE_FORMATS = ["table", "csv", "tsv", "json"]


class Program(click.Group):
    """Turns the package's errors into messages with status 2, and keeps quiet when a reader goes away."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (as click declares it)
        """Run a command; print an error of ours and end with status 2."""
        try:
            return super().invoke(ctx)
        except LedgerError as error:
            for problem in error.problems:
                click.echo(f"error: {problem}", err=True)
            count = len(error.problems)
            if count > 1:
                click.echo(f"{count} problems", err=True)
            ctx.exit(2)

    def main(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401  (as click declares it)
        """Run the program; end silently when standard output is closed."""
        try:
            return super().main(*arguments, **options)
        except BrokenPipeError:
            # the reader is gone: point the stream at nothing, so that closing it says nothing either
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="ai-claims-kg", prog_name="kg")
def main() -> None:
    """A ledger of claims: who said what, when, in which words, on what evidence, and what came of it.

    \b
    kg publish                              check the ledger, write claims.ttl and claims.html
    kg query --list                         the questions it answers
    kg query who-said --given about=llama-4
    kg show meta-ai-most-used               one claim with its words, evidence and outcome

    Without --data a command reads the ledger in this folder (a ledger.toml is there), else the shipped one.
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)


def data_option(command: Command) -> Command:
    """Add --data and -v to a command."""
    command = click.option(
        "--data",
        metavar="WHERE",
        help="A folder of records, an RDF file, or a database folder; - is standard input, with --data-format. "
        "Without it: this folder if it has a ledger.toml, else the shipped ledger.",
    )(command)
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


def _where(data: str | None) -> Path:
    """Resolve --data to a path, with its default."""
    if data is not None:
        return Path(data)
    if Path("ledger.toml").is_file():
        return Path()
    from kg import assets

    return Path(str(assets.data()))


@contextlib.contextmanager
def _busy(what: str, *, verbose: bool) -> Iterator[None]:
    """Show on a terminal's standard error that something takes its time; log it with -v."""
    if verbose:
        click.echo(f"{what} …", err=True)
    elif sys.stderr.isatty():
        from rich.console import Console

        with Console(stderr=True).status(what):
            yield
        return
    yield


@contextlib.contextmanager
def _opened(data: str | None, data_format: str | None, *, verbose: bool) -> Iterator["tuple[Store, Corpus | None]"]:
    """Open the ledger that --data names; the corpus comes with it where it was read from records."""
    import tempfile

    from kg import formats, records, store

    if data == "-":
        if data_format is None:
            raise QueryError.at(None, "the format of standard input is not known", "name it with --data-format")
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / f"standard-input{formats.by_name(data_format).suffix}"
            copy.write_bytes(sys.stdin.buffer.read())
            with _busy("Reading standard input", verbose=verbose):
                opened = store.open(copy)
            with opened:
                yield opened, None
        return
    where = _where(data)
    if (where / "ledger.toml").is_file() or data is None:
        with _busy(f"Reading the records in {where}", verbose=verbose):
            corpus = records.read(where)
            opened = store.open(corpus)
    else:
        with _busy(f"Reading {where}", verbose=verbose):
            corpus, opened = None, store.open(data or where)
    with opened:
        yield opened, corpus


def _write(target: str | None, content: bytes) -> None:
    """Write to a file, whole or not at all, or to standard output."""
    if target is None or target == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    from kg.output import write_whole

    write_whole(target, content)


def _checked(opened: "Store", corpus: "Corpus | None", texts: Path | None) -> "list[Finding]":
    from kg import anchor, graph, rules

    places = corpus.places if corpus else None
    findings = rules.check(opened, places=places)
    if texts is not None:
        whole = corpus or graph.recover(opened.dataset())
        found = anchor.find_texts(whole, texts)
        if not found:
            raise OutputError.at(
                str(texts), "holds no text of a document of this ledger", "name each file DOCUMENT-ID.txt"
            )
        findings = sorted([*findings, *rules.anchors(whole, found)], key=rules.order)
    return findings


@main.command()
@data_option
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default="error",
    show_default=True,
    help="The least severe finding that makes the exit status 1.",
)
@click.option(
    "--texts",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Re-verify every anchor against the texts in this folder (DOCUMENT-ID.txt). Without it: not done.",
)
@click.option("--quiet", is_flag=True, help="Leave infos out of the list.")
def check(
    data: str | None, data_format: str | None, fail_on: str, texts: Path | None, *, verbose: bool, quiet: bool
) -> None:
    """Check a ledger against shapes and rules; print what is wrong, where, and how to mend it."""
    from kg import rules

    with _opened(data, data_format, verbose=verbose) as (opened, corpus), _busy("Checking", verbose=verbose):
        findings = _checked(opened, corpus, texts)
    for finding in findings:
        if not (quiet and finding.severity == "info"):
            click.echo(str(finding))
    click.echo(_tally(findings), err=True)
    if rules.fails(findings, rules.Severity(fail_on)):
        sys.exit(1)


def _tally(findings: "list[Finding]") -> str:
    counts = {name: sum(finding.severity == name for finding in findings) for name in ("error", "warning", "info")}
    return ", ".join(f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items())


@main.command()
@data_option
@click.argument("name", required=False, metavar="[NAME]")
@click.option("-q", "--query", "text", metavar="TEXT", help="SPARQL 1.1 instead of a named question.")
@click.option("-i", "--input", "file", metavar="FILE", help="A file with SPARQL 1.1; - is standard input.")
@click.option(
    "--given",
    multiple=True,
    metavar="VAR=VALUE",
    help="A parameter of the question ($VAR in free SPARQL); may be repeated.",
)
@click.option("--list", "listed", is_flag=True, help="List the named questions and their parameters.")
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice([*TABLE_FORMATS, *RDF_FORMATS[:6]]),
    help="How the answer is written. Without it: by the output's suffix, else a table (Turtle for a graph).",
)
@click.option("--allow-service", is_flag=True, help="Let the query ask other servers (SERVICE). Without it: refused.")
@out_option("the answer")
def query(
    data: str | None, data_format: str | None, name: str | None, text: str | None, file: str | None,
    given: tuple[str, ...], form: str | None, output: str | None, *, listed: bool, allow_service: bool, verbose: bool,
) -> None:  # fmt: skip
    """Ask a ledger a named question, or one in SPARQL.

    \b
    kg query who-said --given about=llama-4
    kg query -q 'SELECT ?claim WHERE { ?claim ac:claimant kb:susan-li }' -f csv
    """  # noqa: D301  (\b is click's mark for lines that stay as they are)
    from kg.query import ask, questions

    if listed:
        _list_questions(questions())
        return
    asked = [choice for choice in (name, text, file) if choice is not None]
    if len(asked) != 1:
        raise QueryError.at(
            None, "what to ask is not clear", "give one of NAME, -q TEXT or -i FILE; kg query --list shows the names"
        )
    if file is not None:
        text = _read_text(file)
    values = dict(_pair(pair) for pair in given)
    with _opened(data, data_format, verbose=verbose) as (opened, _):
        answer = ask(opened, name or text or "", values, allow_service=allow_service)
        if isinstance(answer, bool):
            _write(output, b"true\n" if answer else b"false\n")
            sys.exit(0 if answer else 1)
        _write(output, _formatted(opened, answer, form, output))


def _pair(pair: str) -> tuple[str, str]:
    name, equals, value = pair.partition("=")
    if not equals:
        raise QueryError.at(None, f'--given "{pair}" has no value', "write it as VAR=VALUE, such as about=llama-4")
    return name, value


def _read_text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError.at(file, f"cannot be read ({error.strerror})", "name a file with SPARQL in it") from None
    except UnicodeDecodeError:
        raise QueryError.at(file, "is not UTF-8 text", "name a file with SPARQL in it") from None


def _formatted(opened: "Store", answer: Any, form: str | None, output: str | None) -> bytes:  # noqa: ANN401  (a Table or a Graph)
    """Write an answer in the format that was asked for, that the output's suffix names, or that suits it."""
    from rdflib import Graph

    from kg import formats, tables
    from kg.graph import write_graph

    suffix = Path(output).suffix.lower() if output else ""
    if isinstance(answer, Graph):
        chosen = form or (formats.by_suffix(suffix).name if suffix and suffix != ".txt" else "turtle")
        if chosen in TABLE_FORMATS:
            raise QueryError.at(
                None, f"the answer is a graph and can't be written as {chosen}", "choose turtle or another RDF format"
            )
        return write_graph(answer, chosen, opened.base)
    chosen = form or {".csv": "csv", ".tsv": "tsv", ".json": "json", ".srj": "json"}.get(suffix, "table")
    if chosen not in TABLE_FORMATS:
        raise QueryError.at(
            None, f"the answer is a table and can't be written as {chosen}", f"choose {', '.join(TABLE_FORMATS)}"
        )
    if chosen == "table":
        terminal = output in {None, "-"} and sys.stdout.isatty()
        return tables.render(answer, tables.labels(opened, answer), color=terminal).encode()
    writers = {"csv": answer.to_csv, "tsv": answer.to_tsv, "json": answer.to_json}
    return bytes(writers[chosen]())


def _list_questions(asked: Any) -> None:  # noqa: ANN401  (a list of questions)
    for question in sorted(asked, key=lambda question: question.number):
        click.echo(f"{question.number:>2}  {question.name:<18} {question.title}")
        for parameter in question.parameters:
            default = "" if parameter.default is None else f", without it {parameter.default}"
            click.echo(f"    {'':<18} --given {parameter.name}=… ({parameter.type}): {parameter.meaning}{default}")


@main.command()
@data_option
@click.argument("what", metavar="ENTITY|CLAIM")
def show(data: str | None, data_format: str | None, what: str, *, verbose: bool) -> None:
    """Show one claim with its words, evidence and outcome, or one entity with its claims."""
    from kg.graph import recover
    from kg.show import show as shown

    with _opened(data, data_format, verbose=verbose) as (opened, corpus):
        click.echo(shown(corpus or recover(opened.dataset()), what), nl=False)


@main.command()
@data_option
@out_option("the graph")
@click.option("-f", "--format", "form", type=click.Choice(RDF_FORMATS), help="Without it: by the output's suffix.")
def export(data: str | None, data_format: str | None, output: str | None, form: str | None, *, verbose: bool) -> None:
    """Write the ledger as RDF, or as a network for drawing programs (GraphML, GEXF)."""
    from kg import formats, graph

    if form is None:
        if output in {None, "-"}:
            raise OutputError.at(None, "standard output has no suffix to tell a format by", "name one with -f")
        form = formats.by_suffix(output or "").name
    chosen = formats.by_name(form)
    with _opened(data, data_format, verbose=verbose) as (opened, _), _busy("Writing", verbose=verbose):
        if chosen.readable:
            content = graph.write(opened.dataset(), chosen)
        else:
            from kg import network

            content = network.write(network.derive(opened), chosen)
    _write(output, content)


@main.command()
@data_option
@out_option("the page", default="claims.html")
@click.option("--about", metavar="ENTITY", help="Draw an entity's or a claim's neighbourhood. Without it: everything.")
@click.option(
    "--steps", type=click.IntRange(min=1), default=1, show_default=True, help="How far the neighbourhood reaches."
)
@click.option("--open", "opens", is_flag=True, help="Open the page in a browser.")
def draw(
    data: str | None,
    data_format: str | None,
    output: str,
    about: str | None,
    steps: int,
    *,
    opens: bool,
    verbose: bool,
) -> None:
    """Draw the ledger as one HTML page that needs no network."""
    with _opened(data, data_format, verbose=verbose) as (opened, _), _busy("Drawing", verbose=verbose):
        content = _page(opened, about, steps)
    _write(output, content)
    if output != "-":
        click.echo(f"wrote {output} ({len(content) / 1e6:.1f} MB)", err=True)
        if opens:
            click.launch(output)


def _page(opened: "Store", about: str | None = None, steps: int = 1) -> bytes:
    from kg import network, page

    return page.render(network.derive(opened, about, steps), _title(opened)).encode()


def _title(opened: "Store") -> str:
    from kg.query import ask
    from kg.tables import Table

    answer = ask(opened, "SELECT ?title WHERE { ?ledger a void:Dataset ; dct:title ?title }")
    return str(answer.rows[0][0]) if isinstance(answer, Table) and answer.rows else "Claims"


@main.command()
@data_option
@click.option("-o", "--output", metavar="FOLDER", default=".", show_default=True, help="The folder for both files.")
def publish(data: str | None, data_format: str | None, output: str, *, verbose: bool) -> None:
    """Check the ledger, write claims.ttl and claims.html, and say what they hold.

    Nothing is written where the check finds an error.
    """
    from kg import graph, rules

    with _opened(data, data_format, verbose=verbose) as (opened, corpus):
        with _busy("Checking", verbose=verbose):
            findings = _checked(opened, corpus, None)
        wrong = [finding for finding in findings if finding.severity != "info"]
        for finding in wrong:
            click.echo(str(finding), err=True)
        if rules.fails(findings, rules.Severity("error")):
            click.echo("nothing was written", err=True)
            sys.exit(1)
        with _busy("Writing", verbose=verbose):
            turtle = graph.write(opened.dataset(), "turtle")
            drawing = _page(opened)
        whole = corpus or graph.recover(opened.dataset())
        title = _title(opened)
    folder = Path(output)
    for name, content in (("claims.ttl", turtle), ("claims.html", drawing)):
        _write(str(folder / name), content)
    click.echo(_summary(whole, title, _tally(findings), folder))


def _summary(corpus: "Corpus", title: str, tally: str, folder: Path) -> str:
    claimants = {claimant for claim in corpus.claims for claimant in claim.claimant}
    read = {appearance.document for claim in corpus.claims for appearance in claim.appearance}
    judged = {resolution.resolves for resolution in corpus.resolutions}
    evidence = {document for resolution in corpus.resolutions for document in resolution.evidence}
    documents = "document" if len(read) == 1 else "documents"
    lines = [
        f"{title}: {len(corpus.claims)} claims by {len(claimants)} claimants, read from {len(read)} {documents}.",
        f"{len(judged)} of them have been judged, on the evidence of {len(evidence)} documents.",
        f"Checked: {tally}.",
        f"  {folder / 'claims.html'}   open it in a browser: who claimed what, in which words, and what came of it",
        f"  {folder / 'claims.ttl'}    the graph, for a store of your own",
        "Next: kg query --list, kg show llama-4, kg check --help",
    ]
    return "\n".join(lines)


@main.command()
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


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", default="My ledger of claims", show_default=True, help="What the ledger is called.")
def new(folder: Path, title: str) -> None:
    """Start a ledger of your own in a new folder."""
    from kg.scaffold import new_ledger

    for path in new_ledger(folder, title):
        click.echo(str(path))
    click.echo(f"next: kg new-document ARTICLE.txt --data {folder}", err=True)


@main.command()
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
    click.echo(f"next: write its claims, then kg anchor {path} --text {text}", err=True)
