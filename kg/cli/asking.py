"""``kg query`` and ``kg show``."""

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.streams import (
    RDF_FORMATS,
    TABLE_FORMATS,
    TABLE_SUFFIXES,
    data_option,
    expect_ledger,
    opened,
    out_option,
    printable,
    write,
)
from kg.errors import FormatError, QueryError

if TYPE_CHECKING:
    from rdflib import Graph

    from kg.claims import Corpus
    from kg.store import Store
    from kg.tables import Table

__all__ = ["formatted", "query", "show"]


@click.command()
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
    values = _values(given)
    if file == "-" and data == "-":
        raise QueryError.at(None, "standard input can't be both the data and the query", "give one of them by name")
    with opened(data, data_format, verbose=verbose) as (store, _):
        with _interruptible():
            # an empty comment makes even one word a query: what -q and -i give is never a name
            answer = ask(store, _named(name) or f"{text}\n#", values, allow_service=allow_service)
        if isinstance(answer, bool):
            write(output, _said(form, output, yes=answer))
            sys.exit(0 if answer else 1)
        write(output, formatted(store, answer, form, output))


def _values(given: tuple[str, ...]) -> dict[str, str]:
    values: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise QueryError.at(None, f'--given "{pair}" has no value', "write it as VAR=VALUE, such as by=2025-12-31")
        if name in values:
            raise QueryError.at(None, f'--given names "{name}" twice', "a parameter has one value")
        values[name] = value
    return values


def _named(name: str | None) -> str | None:
    """Return a question's name, also for the number that --list shows before it."""
    from kg.query import questions

    numbers = {str(question.number): question.name for question in questions()} if name and name.isdecimal() else {}
    return numbers.get(name or "", name)


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end the program at once: the engine would finish its query before Python hears of it."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _read_text(file: str) -> str:
    try:
        return sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError.at(file, f"cannot be read ({error.strerror})", "name a file with SPARQL in it") from None
    except UnicodeDecodeError:
        raise QueryError.at(file, "is not UTF-8 text", "name a file with SPARQL in it") from None


def formatted(
    store: "Store",
    answer: "Table | Graph",
    form: str | None,
    output: str | None,
    as_rdf: "Callable[[], Graph] | None" = None,
) -> bytes:
    """Write an answer in the format that was asked for, that the output's suffix names, or that suits it.

    In formats of RDF a table is a result set, unless ``as_rdf`` makes a graph of what it is about.
    """
    from kg import tables
    from kg.graph import write_graph
    from kg.tables import Table

    chosen = form or _by_suffix(output) or ("table" if isinstance(answer, Table) else "turtle")
    if chosen in RDF_FORMATS:
        graph = as_rdf() if as_rdf else answer.to_graph() if isinstance(answer, Table) else answer
        return write_graph(graph, chosen, store.base)
    if not isinstance(answer, Table):
        what = f"the answer is a graph and can't be written as {chosen}"
        raise QueryError.at(None, what, "choose turtle or another RDF format")
    if chosen == "table":
        terminal = output in {None, "-"} and sys.stdout.isatty()
        return tables.render(answer, tables.labels(store, answer), color=terminal).encode()
    return {"csv": answer.to_csv, "tsv": answer.to_tsv, "json": answer.to_json}[chosen]()


def _said(form: str | None, output: str | None, *, yes: bool) -> bytes:
    """Write the answer to an ASK: as SPARQL JSON where that is asked for, else as a word."""
    from kg.tables import boolean

    if (form or TABLE_SUFFIXES.get(Path(output or "").suffix.lower())) == "json":
        return boolean(yes)
    return b"true\n" if yes else b"false\n"


def _by_suffix(output: str | None) -> str | None:
    """Name the format that an output's suffix stands for; None for standard output."""
    from kg import formats

    if output is None or output == "-":
        return None
    suffix = Path(output).suffix.lower()
    if suffix in TABLE_SUFFIXES:
        return TABLE_SUFFIXES[suffix]
    try:
        found = formats.by_suffix(output)
    except FormatError:
        found = None
    if found is None or not found.readable:
        known = ", ".join([*TABLE_SUFFIXES, *(each.suffix for each in formats.FORMATS if each.readable)])
        raise QueryError.at(
            output, "the suffix names no format of answers", f"use one of {known}, or name the format with -f"
        )
    return found.name


def _list_questions(asked: Any) -> None:  # noqa: ANN401  (a list of questions)
    for question in sorted(asked, key=lambda question: question.number):
        click.echo(f"{question.number:>2}  {question.name:<18} {question.title}")
        for parameter in question.parameters:
            default = "" if parameter.default is None else f", without it {parameter.default}"
            click.echo(f"    {'':<18} --given {parameter.name}=… ({parameter.type}): {parameter.meaning}{default}")


@click.command()
@data_option
@click.argument("what", metavar="ENTITY|CLAIM")
def show(data: str | None, data_format: str | None, what: str, *, verbose: bool) -> None:
    """Show one claim with its words, evidence and outcome, or one entity with its claims."""
    with opened(data, data_format, verbose=verbose) as (store, corpus):
        expect_ledger(store, data)
        click.echo(printable(_shown(store, corpus, what)), nl=False)


def _shown(store: "Store", corpus: "Corpus | None", what: str) -> str:
    """Describe a claim or an entity; of a database or a server only what is told of it is read."""
    from kg.network import reaching
    from kg.show import SHOWN
    from kg.show import show as shown
    from kg.store.naming import find_node

    if corpus is None and not store.at_hand:
        centre = find_node(store, what, *SHOWN).iri
        with contextlib.suppress(QueryError):  # an entity that no claim names is in no part
            return shown(store.part(reaching.told(store, centre)).corpus(), what)
    return shown(corpus or store.corpus(), what)
