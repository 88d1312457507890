"""Who is tested: kg, and pyoxigraph by itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

import kg
from kg.claims import BASE
from kg.errors import LedgerError
from kg.graph import write_graph
from kg.store import embedded
from kg.store.loading import load_file
from kg.tables import Table, boolean


@dataclass(frozen=True)
class Dataset:
    """Files to load, each with the graph it goes into, and the IRI that its relative IRIs are resolved against."""

    files: tuple[tuple[Path, ox.NamedNode | ox.DefaultGraph, str], ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a query gave, as written: ``form`` is the format, in which ``content`` is."""

    form: str
    content: bytes


class Refused(Exception):  # noqa: N818  (it is no error of this program)
    """A text or a file was not taken."""


@dataclass(frozen=True)
class Side:
    """Who is tested: how it reads a file, whether it takes a query or an update, and what these give.

    Each raises Refused for what does not parse. ``query`` is given the format in which a table is to be written.
    """

    name: str
    read: Callable[[Dataset], ox.Dataset]
    query: Callable[[Dataset, str, str, str], Answer]
    update: Callable[[Dataset, str, str], ox.Dataset]
    takes_query: Callable[[str, str], object]
    takes_update: Callable[[str, str], object]


# kg


def unconnected(update: str) -> str:
    """Put what fails before each LOAD of an update that is only to be parsed, so that none opens a connection."""
    return re.sub(r"\bLOAD\b", "DROP GRAPH <x:there-is-none> ; LOAD", update)


def _filled(data: Dataset) -> ox.Store:
    engine = ox.Store()
    for path, graph, base in data.files:
        try:
            load_file(engine, path, graph, base=base)
        except LedgerError as error:
            raise Refused(str(error)) from None
    return engine


def _opened(data: Dataset) -> embedded.Store:
    """Return what ``kg.open`` returns for a database from elsewhere, which has no ledger and no ontology in it."""
    return embedded.Store(_filled(data), BASE)


def _ask(data: Dataset, text: str, base: str, form: str) -> Answer:
    try:
        answer = kg.ask(_opened(data), f"BASE <{base}> {text}", allow_service=True)
    except LedgerError as error:
        raise Refused(str(error)) from None
    if isinstance(answer, bool):
        return Answer("json", boolean(answer))
    if isinstance(answer, Table):
        return Answer(form, {"json": answer.to_json, "csv": answer.to_csv, "tsv": answer.to_tsv}[form]())
    return Answer("nt", write_graph(answer, "ntriples", BASE))


def _change(data: Dataset, text: str, base: str) -> ox.Dataset:
    store = _opened(data)
    try:
        store.dataset().update(f"BASE <{base}> {text}", allow_service=True)
    except LedgerError as error:
        raise Refused(str(error)) from None
    return ox.Dataset(ox.parse(store.nquads(), ox.RdfFormat.N_QUADS))


def _if_parsed(run: Callable[[Dataset, str, str], object]) -> Callable[[str, str], None]:
    """Return what runs a text on nothing, and takes it for right where it parses, though it then fails."""

    def taken(text: str, base: str) -> None:
        try:
            run(Dataset(), text, base)
        except Refused as error:
            if "could not be" not in str(error):
                raise

    return taken


KG: Final = Side(
    "kg",
    lambda data: ox.Dataset(_filled(data)),
    _ask,
    _change,
    _if_parsed(lambda data, text, base: _ask(data, text, base, "json")),
    _if_parsed(lambda data, text, base: _change(data, unconnected(text), base)),
)


# pyoxigraph


def _parsed_alone(data: Dataset) -> ox.Dataset:
    found = ox.Dataset()
    for path, graph, base in data.files:
        form = ox.RdfFormat.from_extension(path.suffix[1:])
        try:
            for quad in ox.parse(path=path, format=form, base_iri=base):
                named = not isinstance(quad.graph_name, ox.DefaultGraph)
                found.add(quad if named else ox.Quad(quad.subject, quad.predicate, quad.object, graph))
        except (SyntaxError, ValueError) as error:
            raise Refused(str(error)) from None
    return found


def _loaded(data: Dataset) -> ox.Store:
    engine = ox.Store()
    for path, graph, base in data.files:
        form = ox.RdfFormat.from_extension(path.suffix[1:])
        named = form is not None and form.supports_datasets
        try:
            engine.load(path=path, format=form, base_iri=base, to_graph=None if named else graph)
        except (SyntaxError, ValueError) as error:
            raise Refused(str(error)) from None
    return engine


def _queried(data: Dataset, text: str, base: str, form: str) -> Answer:
    try:
        answer = _loaded(data).query(text, base_iri=base)
        if isinstance(answer, ox.QueryTriples):
            return Answer("nt", answer.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
        form = "json" if isinstance(answer, ox.QueryBoolean) else form
        written = answer.serialize(format=ox.QueryResultsFormat.from_extension("srj" if form == "json" else form))
    except (SyntaxError, OSError, RuntimeError) as error:
        raise Refused(str(error)) from None
    return Answer(form, written or b"")


def _updated(data: Dataset, text: str, base: str) -> ox.Dataset:
    engine = _loaded(data)
    try:
        engine.update(text, base_iri=base)
    except (SyntaxError, OSError, RuntimeError) as error:
        raise Refused(str(error)) from None
    return ox.Dataset(engine)


def _parses(run: Callable[[ox.Store, str, str], object]) -> Callable[[str, str], None]:
    def taken(text: str, base: str) -> None:
        try:
            run(ox.Store(), text, base)
        except SyntaxError as error:
            raise Refused(str(error)) from None
        except (OSError, RuntimeError):
            pass  # it parsed

    return taken


PEER: Final = Side(
    "pyoxigraph",
    _parsed_alone,
    _queried,
    _updated,
    _parses(lambda engine, text, base: engine.query(text, base_iri=base)),
    _parses(lambda engine, text, base: engine.update(unconnected(text), base_iri=base)),
)
