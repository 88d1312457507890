"""Opens a store: records, RDF files, datasets and database folders."""

import os
import re
from collections.abc import Iterable
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path
from typing import Final, cast

import pyoxigraph as ox
from rdflib import Dataset
from rdflib.term import Node

from kg import assets
from kg.claims import BASE, Corpus
from kg.collector import paused
from kg.endpoints import Access
from kg.errors import Problem, StoreError
from kg.graph import accepted_graph, ledger_graph, lines
from kg.records import read
from kg.store import embedded, folders, remote
from kg.store.converting import EngineGraph, graph_to_engine, quad_to_engine
from kg.store.loading import load_file, load_lines, packed
from kg.store.surface import Store
from kg.terms import ONTOLOGY, RDF, VOID, prefixes

__all__ = ["assumed_graph", "complete", "damage", "kind_of", "load_corpus", "open", "spaces", "unreadable"]

_WHAT: Final = "a folder of records, an RDF file, a database folder or an address on http or https"
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
_BASE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\\]*[/#]")


def open(  # noqa: A001  (as we say)
    where: str | Traversable | Corpus | Dataset, *, base: str | None = None, access: Access | None = None
) -> Store:
    """Open a ledger for querying.

    ``where`` is a folder of records, an RDF file (also compressed: ``.ttl.gz``), a folder that holds an
    Oxigraph database (opened for reading only), a :class:`Corpus`, an rdflib dataset (copied), or the address of
    a SPARQL endpoint (``https://…``), reached as ``access`` says. All but a database and a server's ledger are loaded
    into memory, the ontology beside them, and ``graph:accepted`` is derived anew.

    RDF says by its ``void:uriSpace`` where its instances live; ``base`` overrides that, and chooses among a server's
    ledgers; relative IRIs in a file are resolved against it. Nothing but such an endpoint is ever asked. Raises
    RecordError for broken records, FormatError for RDF that cannot be read or is not safe to read, StoreError for
    anything else that cannot be opened.
    """
    if isinstance(where, Corpus):
        return _of_corpus(where)
    if isinstance(where, Dataset):
        return _completed(_filled((s, p, o, graph_to_engine(name)) for s, p, o, name in where.quads()), base)
    if not isinstance(where, str | Path):
        return open(read(where))
    if isinstance(where, str) and _ADDRESS.match(where):
        return remote.connect(where, base=base, access=access)
    try:
        return _open_path(Path(where), base)
    except (OSError, RuntimeError) as reason:
        raise unreadable(where, reason) from None


def _of_corpus(corpus: Corpus) -> embedded.Store:
    engine = ox.Store()
    with paused():
        load_corpus(engine, lines(corpus))
    return embedded.Store(engine, complete(engine, corpus.ledger.base))


def unreadable(where: str | Path, reason: OSError | RuntimeError) -> StoreError:
    """Say why a file or a database cannot be read, and what to do."""
    if isinstance(reason, RuntimeError):
        what = f"the database cannot be read ({reason})"
        return StoreError.at(str(where), what, "make it anew from its records or from RDF")
    what = f"it cannot be read ({reason.strerror or reason})"
    return StoreError.at(str(where), what, "see that it is whole and that you may read it")


def _open_path(path: Path, base: str | None) -> embedded.Store:
    match kind_of(path):
        case "records":
            return _of_corpus(read(path))
        case "build":
            build, lock = folders.hold(path)
            try:
                return _read_only(folders.database(build), base, lock, build)
            except BaseException:
                os.close(lock)
                raise
        case "database":
            return _read_only(path, base)
        case _:
            engine = ox.Store()
            load_file(engine, path, assumed_graph(base), base=base)
            return _completed(engine, base)


def _read_only(path: Path, base: str | None, lock: int | None = None, build: Path | None = None) -> embedded.Store:
    engine = ox.Store.read_only(str(path))
    return embedded.Store(engine, base or _base(engine), writable=False, lock=lock, build=build)


def kind_of(path: Path) -> str:
    """Tell records, a database that kg built ("build"), another database, and an RDF file apart.

    Raises StoreError where it is none of them.
    """
    if (path / "ledger.toml").is_file():
        return "records"
    if folders.is_database(path):
        return "build"
    if (path / "CURRENT").is_file():
        return "database"
    if path.is_file():
        return "file"
    if path.is_dir() and folders.unfinished(path):
        raise StoreError.at(str(path), "its first build was cut short", "run kg build again")
    if path.exists():
        what = "this folder holds neither records (a ledger.toml) nor a database (a CURRENT)"
        raise StoreError.at(str(path), what, "name one that does, or start a ledger with: kg new FOLDER")
    raise StoreError.at(str(path), "there is no such file or folder", f"give {_WHAT}")


def damage(where: Path | str) -> list[Problem]:
    """Look for damage in a database; return what is wrong with which file, and what to do.

    One that ``kg build`` or ``Store.save`` made is compared with the digests taken then: any change of any byte is
    found. Of another all is read once, which finds what RocksDB's own checksums cover. Raises StoreError where the
    path is no database, or cannot be read.
    """
    path = Path(where)
    kind = kind_of(path)
    if kind == "build":
        return folders.damage(path)
    if kind != "database":
        raise StoreError.at(str(path), "this is not a database", "name a folder that kg build has written")
    try:
        with _open_path(path, None) as store, Path(os.devnull).open("wb") as nowhere:
            store.engine.dump(nowhere, ox.RdfFormat.N_QUADS)
    except (OSError, RuntimeError) as reason:
        return list(unreadable(path, RuntimeError(str(reason))).problems)
    return []


def load_corpus(engine: ox.Store, written: Iterable[str]) -> None:
    """Load what :func:`kg.graph.lines` wrote; raise StoreError where a term is not RDF."""
    try:
        load_lines(engine, packed(written))
    except SyntaxError as reason:
        raise StoreError.at(None, f"this is not RDF: {reason.msg}", "mend it where it comes from") from None


def assumed_graph(base: str | None) -> ox.NamedNode:
    """Name the graph that a ledger most likely is in, because moving triples costs as much as loading them."""
    return ox.NamedNode(str(ledger_graph(base or BASE)))


def _filled(quads: Iterable[tuple[Node, Node, Node, EngineGraph]]) -> ox.Store:
    engine = ox.Store()
    engine.bulk_extend(quad_to_engine(s, p, o, name) for s, p, o, name in quads)
    return engine


def spaces(engine: ox.Store) -> list[str]:
    """List where the instances of all ledgers in an engine live, in order.

    Not by a query: over damaged files the engine gathers the same error until memory runs out.
    """
    said = engine.quads_for_pattern(None, ox.NamedNode(str(VOID.uriSpace)), None)
    ledger = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(VOID.Dataset))
    return sorted(
        {
            quad.object.value
            for quad in said
            if isinstance(quad.object, ox.Literal) and ox.Quad(quad.subject, *ledger, quad.graph_name) in engine
        }
    )


def _base(engine: ox.Store) -> str:
    """Find where a ledger's instances live; the usual place where its RDF does not say."""
    return next(iter(spaces(engine)), BASE)


def _completed(engine: ox.Store, base: str | None) -> embedded.Store:
    return embedded.Store(engine, complete(engine, base))


def complete(engine: ox.Store, base: str | None) -> str:
    """Put nameless triples into the ledger's graph, add the ontology, derive what is accepted; return the base."""
    assumed = assumed_graph(base)
    base = base or _base(engine)
    if not _BASE.fullmatch(base):
        what = f"instances cannot live under {base!r}, the ledger's void:uriSpace or base"
        raise StoreError.at(None, what, "make it an absolute IRI that ends in / or #")
    ledger, accepted = graph_to_engine(ledger_graph(base)), graph_to_engine(accepted_graph(base))
    ontology = graph_to_engine(ONTOLOGY)
    _move(engine, ox.DefaultGraph(), ledger)
    if assumed != ledger:
        _move(engine, assumed, ledger)
    engine.clear_graph(ontology)
    engine.clear_graph(accepted)
    folder = assets.ontology()
    engine.bulk_load(folder.joinpath("claims.ttl").read_bytes(), ox.RdfFormat.TURTLE, to_graph=ontology)
    for quad in engine.quads_for_pattern(None, None, None, ontology):  # said twice, it would be counted twice
        engine.remove(ox.Quad(quad.subject, quad.predicate, quad.object, ledger))
    rule = folder.joinpath("accepted.rq").read_text(encoding="utf-8")
    derived = cast("ox.QueryTriples", engine.query(rule, prefixes=prefixes(base), default_graph=ledger))
    engine.bulk_extend(ox.Quad(triple.subject, triple.predicate, triple.object, accepted) for triple in derived)
    return base


def _move(engine: ox.Store, graph: EngineGraph, to: EngineGraph) -> None:
    quads = engine.quads_for_pattern(None, None, None, graph)
    if (first := next(quads, None)) is not None:
        engine.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object, to) for quad in chain([first], quads))
        engine.remove_graph(graph)
