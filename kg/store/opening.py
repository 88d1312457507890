"""Opens a store: records, RDF files, datasets and database folders."""

import gzip
import re
import zlib
from collections.abc import Iterable
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final, cast
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

import pyoxigraph as ox
from rdflib import Dataset, URIRef
from rdflib.term import Node

from kg import assets
from kg.claims import BASE, Corpus
from kg.endpoints import Access
from kg.errors import FormatError, Place, StoreError
from kg.formats import FORMATS, Format, by_suffix
from kg.graph import accepted_graph, ledger_graph, triples
from kg.records import read
from kg.sparql import excerpt
from kg.store import embedded, remote
from kg.store.converting import EngineGraph, graph_to_engine, quad_to_engine
from kg.store.surface import Store
from kg.terms import ONTOLOGY, PREFIXES, prefixes

__all__ = ["open"]

_WHAT: Final = "a folder of records, an RDF file, a database folder or an address on http or https"
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.\-]*://", re.IGNORECASE)
_BASE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\\\]*[/#]")
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_AT: Final = re.compile(r"^Parser error at line \d+ (?:between columns \d+ and \d+|column \d+): | \(line \d+\)$")
_SPACE: Final = """
    SELECT ?space WHERE {
      { ?ledger a void:Dataset ; void:uriSpace ?space }
      UNION { GRAPH ?graph { ?ledger a void:Dataset ; void:uriSpace ?space } }
    } ORDER BY ?space LIMIT 1
"""

_DEEPEST: Final = 100
_BRACKETS: Final = re.compile(rb"[\[\]{}]")
_QUOTED: Final = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def open(  # noqa: A001  (as we say)
    where: str | Traversable | Corpus | Dataset, *, base: str | None = None, access: Access | None = None
) -> Store:
    """Open a ledger for querying.

    ``where`` is a folder of records, an RDF file (also compressed: ``.ttl.gz``), a folder that holds an
    Oxigraph database (opened for reading only), a :class:`Corpus`, an rdflib dataset (copied), or the address of
    a SPARQL endpoint (``https://…``), reached as ``access`` says. All but a database and a server's ledger are loaded
    into memory, the ontology beside them, and ``graph:accepted`` is derived anew.

    RDF says by its ``void:uriSpace`` where its instances live; ``base`` overrides that, and chooses among a server's
    ledgers. Nothing but such an endpoint is ever asked. Raises RecordError for broken records, FormatError for RDF
    that cannot be read or is not safe to read, StoreError for anything else that cannot be opened.
    """
    if isinstance(where, Corpus):
        graph = graph_to_engine(ledger_graph(where.ledger.base))
        return _complete(_filled((*triple, graph) for triple in triples(where)), where.ledger.base)
    if isinstance(where, Dataset):
        return _complete(_filled((s, p, o, graph_to_engine(name)) for s, p, o, name in where.quads()), base)
    if not isinstance(where, str | Path):
        return open(read(where))
    if isinstance(where, str) and _ADDRESS.match(where):
        return remote.connect(where, base=base, access=access)
    try:
        return _open_path(Path(where), base)
    except RuntimeError as reason:
        what = f"the database cannot be read ({reason})"
        raise StoreError.at(str(where), what, "make it anew from its records or from RDF") from None
    except OSError as reason:
        what = f"it cannot be read ({reason.strerror or reason})"
        raise StoreError.at(str(where), what, "see that it is whole and that you may read it") from None


def _open_path(path: Path, base: str | None) -> Store:
    if (path / "ledger.toml").is_file():
        return open(read(path))
    if (path / "CURRENT").is_file():
        engine = ox.Store.read_only(str(path))
        return embedded.Store(engine, base or _base(engine), writable=False)
    if path.is_file():
        engine, graph = _loaded(path, ledger_graph(base or BASE))
        return _complete(engine, base, graph)
    if path.exists():
        what = "this folder holds neither records (a ledger.toml) nor a database (a CURRENT)"
        raise StoreError.at(str(path), what, "name one that does, or start a ledger with: kg new FOLDER")
    raise StoreError.at(str(path), "there is no such file or folder", f"give {_WHAT}")


def _filled(quads: Iterable[tuple[Node, Node, Node, EngineGraph]]) -> ox.Store:
    engine = ox.Store()
    engine.bulk_extend(quad_to_engine(s, p, o, name) for s, p, o, name in quads)
    return engine


def _loaded(path: Path, ledger: URIRef) -> tuple[ox.Store, str]:
    """Load an RDF file as it stands; return also which graph its nameless triples are in now, as SPARQL.

    Triples go where the ledger most likely is, because moving them costs as much as loading them.
    """
    compressed = path.suffix.lower() == ".gz"
    name = path.with_suffix("") if compressed else path
    if name.suffix.lower() == ".toml":
        what = "this is one file of a ledger's records"
        raise StoreError.at(str(path), what, "give their folder, the one that holds ledger.toml")
    chosen = by_suffix(name)
    if not chosen.readable:
        readable = ", ".join(f.suffix for f in FORMATS if f.readable)
        raise FormatError.at(str(path), f"{chosen.label} is written for drawing programs, not read", f"use {readable}")
    with gzip.open(path) if compressed else path.open("rb") as file:
        try:
            content = file.read()
        except (EOFError, zlib.error) as reason:
            raise FormatError.at(str(path), f"it is not a whole gzip file ({reason})", "compress it again") from None
    content = content.removeprefix(_BYTE_ORDER_MARK)
    _refuse(content, chosen, path)
    engine = ox.Store()
    graph = None if chosen.named_graphs else graph_to_engine(ledger)
    try:
        engine.bulk_load(content, ox.RdfFormat.from_media_type(chosen.media_type), to_graph=graph)
    except SyntaxError as reason:
        raise _mistake(content, chosen, path, reason) from None
    return engine, f"GRAPH {graph}" if graph else "DEFAULT"


def _refuse(content: bytes, chosen: Format, path: Path) -> None:
    """Refuse what no parser should see: binary files, JSON-LD nested without bound, RDF/XML with entities."""
    if b"\0" in content[:4096]:
        what = f"this is a binary file, not {chosen.label}"
        raise FormatError.at(str(path), what, "give text in UTF-8")
    if chosen.name == "jsonld" and _depth(content) > _DEEPEST:
        what = f"its objects and lists are nested more than {_DEEPEST} deep"
        raise FormatError.at(str(path), what, "write nodes side by side in one @graph")
    if chosen.name == "xml" and (found := content.find(b"<!DOCTYPE")) >= 0:
        line = content.count(b"\n", 0, found) + 1
        what = "RDF/XML with a DOCTYPE is not read, because entities can blow it up"
        raise FormatError.at(Place(str(path), line), what, "write the entities out, or convert it to Turtle")


def _depth(content: bytes) -> int:
    """Count how deeply braces and brackets of JSON lie in one another, quoted ones left out."""
    deepest = depth = 0
    for sign in _BRACKETS.findall(_QUOTED.sub(b"", content)):
        depth += 1 if sign in b"{[" else -1
        deepest = max(deepest, depth)
    return deepest


def _mistake(content: bytes, chosen: Format, path: Path, reason: SyntaxError) -> FormatError:
    """Say where RDF does not parse, and show the line."""
    message, line, column = _AT.sub("", str(reason)), reason.lineno or 0, reason.offset or 1
    instead = f"mend it, so that it is {chosen.label}"
    if "LoadDocumentCallback" in message:
        message, instead = "it refers to a context elsewhere, and nothing is ever fetched", "write the @context into it"
    elif "Invalid UTF-8" in message:
        message, instead = "this is not UTF-8", "convert it"
    elif chosen.name == "xml":
        try:
            ParserCreate().Parse(content, True)  # noqa: FBT003  (the end of the text)
        except ExpatError as error:
            message, line, column = ErrorString(error.code), error.lineno, error.offset + 1
    if not line:
        return FormatError.at(str(path), f"this is not {chosen.label}: {message}", instead)
    text = content.split(b"\n", line)[line - 1].decode("utf-8", "replace").removesuffix("\r")
    return FormatError.at(
        Place(str(path), line), f"column {column}: {message}", f"{instead}\n{excerpt(text, line, column)}"
    )


def _base(engine: ox.Store) -> str:
    """Find where a ledger's instances live; the usual place where its RDF does not say."""
    ledgers = cast("ox.QuerySolutions", engine.query(_SPACE, prefixes=PREFIXES))
    return next((str(ledger["space"].value) for ledger in ledgers), BASE)


def _complete(engine: ox.Store, base: str | None, nameless: str = "DEFAULT") -> Store:
    """Put nameless triples into the ledger's graph, add the ontology, and derive what is accepted."""
    base = base or _base(engine)
    if not _BASE.fullmatch(base):
        what = f"instances cannot live under {base!r}, the ledger's void:uriSpace or base"
        raise StoreError.at(None, what, "make it an absolute IRI that ends in / or #")
    ledger, accepted = graph_to_engine(ledger_graph(base)), graph_to_engine(accepted_graph(base))
    ontology = graph_to_engine(ONTOLOGY)
    if nameless != f"GRAPH {ledger}":
        engine.update(f"ADD SILENT {nameless} TO {ledger} ; CLEAR SILENT {nameless}")
    engine.clear_graph(ontology)
    engine.clear_graph(accepted)
    folder = assets.ontology()
    engine.bulk_load(folder.joinpath("claims.ttl").read_bytes(), ox.RdfFormat.TURTLE, to_graph=ontology)
    for quad in engine.quads_for_pattern(None, None, None, ontology):  # said twice, it would be counted twice
        engine.remove(ox.Quad(quad.subject, quad.predicate, quad.object, ledger))
    rule = folder.joinpath("accepted.rq").read_text(encoding="utf-8")
    derived = cast("ox.QueryTriples", engine.query(rule, prefixes=prefixes(base), default_graph=ledger))
    engine.extend(ox.Quad(triple.subject, triple.predicate, triple.object, accepted) for triple in derived)
    return embedded.Store(engine, base)
