"""Loads RDF into an engine without holding the files: what is read is checked, and nothing is ever fetched.

Lines of N-Triples and N-Quads go in parts, two at a time while the next is read: an engine's own loading of one file
keeps one core waiting for the other, and a million quads in memory at once.
"""

import gzip
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast
from xml.parsers.expat import ErrorString, ExpatError, ParserCreate

import pyoxigraph as ox

from kg.errors import FormatError, Place, StoreError
from kg.formats import FORMATS, Format, by_suffix
from kg.sparql import excerpt

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["Digested", "Told", "load_file", "load_lines", "packed", "rdf_format"]

Told = Callable[[int], None]
"""Is told how many more bytes have been read."""

_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
_AT: Final = re.compile(r"^Parser error at line \d+ (?:between columns \d+ and \d+|column \d+): | \(line \d+\)$")
_LINES: Final = {"ntriples", "nquads"}
_BLANK: Final = re.compile(rb"_:")
"""What may be a blank node; a third of the time of ``in``, which stops at each underscore."""
_PART: Final = 80 << 20
"""How many bytes of lines are loaded at a time: some 370,000 quads, 350 MB while they are sorted.

Larger parts leave the engine fewer files to merge, and take more memory: at 100,000 claims 64 MB took 0.80 GB, 96 MB up
to 1.15 GB, 160 MB the 1.83 GB that its own loader takes.
"""
_LONGEST: Final = 64 << 20
"""The most bytes of a line beyond the part that it begins in."""
_BLOCK: Final = 1 << 20

_DEEPEST: Final = 100
_TOKENS: Final = re.compile(rb'[\[\]{}]|"(?:[^"\\]|\\.)*+(?:(")|(\\?)\Z)', re.DOTALL)


def rdf_format(path: Path) -> Format:
    """Tell a file's format by its suffix, before ``.gz``; raise FormatError or StoreError where it is not read."""
    name = path.with_suffix("") if path.suffix.lower() == ".gz" else path
    if name.suffix.lower() == ".toml":
        what = "this is one file of a ledger's records"
        raise StoreError.at(str(path), what, "give their folder, the one that holds ledger.toml")
    chosen = by_suffix(name)
    if not chosen.readable:
        readable = ", ".join(f.suffix for f in FORMATS if f.readable)
        raise FormatError.at(str(path), f"{chosen.label} is written for drawing programs, not read", f"use {readable}")
    return chosen


def load_file(  # noqa: PLR0913  (options, each by its name)
    engine: ox.Store,
    path: Path,
    graph: ox.NamedNode | ox.DefaultGraph,
    told: Told = lambda _: None,
    *,
    base: str | None = None,
    raw: "Digested | None" = None,
) -> None:
    """Load an RDF file as it stands; the triples of a format without named graphs go into ``graph``.

    Relative IRIs are resolved against ``base``, and refused where neither it nor the file says to what. What is
    loaded is read from ``raw``, the same file, where that is given. Raises FormatError for RDF that cannot be read or
    is not safe to read, OSError where the file cannot be.
    """
    chosen = rdf_format(path)
    try:
        _refuse(path, chosen)
        with _opened(path, raw) as file:
            if chosen.name in _LINES:
                load_lines(engine, _parts(path, file, told), None if chosen.named_graphs else graph)
            else:
                engine.bulk_load(
                    cast("io.BufferedReader", _Counted(file, told)),
                    ox.RdfFormat.from_media_type(chosen.media_type),
                    base_iri=base,
                    to_graph=None if chosen.named_graphs else graph,
                )
            if raw is not None:
                raw.finish()
    except SyntaxError as reason:
        raise _mistake(path, chosen, reason) from None
    except (EOFError, zlib.error) as reason:
        raise FormatError.at(str(path), f"it is not a whole gzip file ({reason})", "compress it again") from None


def load_lines(engine: ox.Store, parts: Iterable[bytes], graph: ox.NamedNode | ox.DefaultGraph | None = None) -> None:
    """Load N-Quads, or N-Triples into ``graph``, from parts that each end with a line.

    From the first part on that may name blank nodes the rest is loaded as one: the engine gives each text it loads
    blank nodes of its own. Raises SyntaxError with the line counted through all parts.
    """
    form = ox.RdfFormat.N_QUADS if graph is None else ox.RdfFormat.N_TRIPLES
    waiting: list[Future[None]] = []
    left = iter(parts)
    lines = 0

    def load(part: "bytes | _Joined", before: int) -> None:
        try:
            engine.bulk_load(cast("bytes", part), form, to_graph=graph)
        except SyntaxError as reason:
            reason.lineno = before + (reason.lineno or 0)
            raise

    with ThreadPoolExecutor(2) as pool:
        try:
            for part in left:
                if _BLANK.search(part):
                    waiting.append(pool.submit(load, _Joined(part, left), lines))
                    break
                waiting.append(pool.submit(load, part, lines))
                lines += part.count(b"\n")
                del part  # one less in memory while waiting
                if len(waiting) > 2:  # noqa: PLR2004  (two are loaded, and one lies ready)
                    waiting.pop(0).result()
            for one in waiting:
                one.result()
        finally:
            for one in waiting:
                one.cancel()


def packed(lines: Iterable[str]) -> Iterator[bytes]:
    """Put lines together to parts of the size that loads best."""
    held: list[str] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line)
        if size >= _PART:
            yield "".join(held).encode()
            held, size = [], 0
    yield "".join(held).encode()


class _Joined(io.RawIOBase):
    """Parts read one after the other."""

    def __init__(self, first: bytes, rest: Iterator[bytes]) -> None:
        self._part = io.BytesIO(first)
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        while not (found := self._part.read(size)):
            following = next(self._rest, None)
            if following is None:
                return b""
            self._part = io.BytesIO(following)
        return found


class _Counted(io.RawIOBase):
    """A file that tells how much of it has been read."""

    def __init__(self, file: BinaryIO, told: Told) -> None:
        self._file = file
        self._told = told

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(size)
        self._told(len(found))
        return found


class Digested(io.RawIOBase):
    """A file whose SHA-256 is taken of the very bytes that are read of it, from the last time that reading began."""

    def __init__(self, path: Path) -> None:
        """Open the file; raise OSError where it cannot be."""
        self._file = path.open("rb", buffering=0)
        self._digest = hashlib.sha256()

    def readable(self) -> bool:  # noqa: D102
        return True

    def seekable(self) -> bool:  # noqa: D102
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:  # noqa: D102
        position = self._file.seek(offset, whence)
        if not position:
            self._digest = hashlib.sha256()
        return position

    def readinto(self, into: "WriteableBuffer") -> int:  # noqa: D102
        size = self._file.readinto(into) or 0
        self._digest.update(memoryview(into)[:size])
        return size

    def close(self) -> None:  # noqa: D102
        self._file.close()
        super().close()

    def finish(self) -> None:
        """Read what nobody has asked for, so that the digest is that of the whole file."""
        while self.read(_BLOCK):
            pass

    def digest(self) -> str:
        """Return the digest, in hexadecimal digits."""
        return self._digest.hexdigest()


def _opened(path: Path, raw: Digested | None = None) -> BinaryIO:
    """Open a file, compressed or not, after its byte order mark, which is no content."""
    if path.suffix.lower() == ".gz":
        file = cast("BinaryIO", gzip.open(path if raw is None else cast("BinaryIO", raw)))  # noqa: SIM115  (for "with")
    else:
        file = path.open("rb") if raw is None else cast("BinaryIO", io.BufferedReader(raw))
    if file.read(3) != _BYTE_ORDER_MARK:
        file.seek(0)
    return file


def _parts(path: Path, file: BinaryIO, told: Told) -> Iterator[bytes]:
    while part := file.read(_PART):
        rest = file.readline(_LONGEST)
        if len(rest) == _LONGEST and not rest.endswith(b"\n"):
            raise _endless(path, file)
        part += rest
        told(len(part))
        yield part


def _endless(path: Path, file: BinaryIO) -> FormatError:
    """Name the line that has just been read to its longest."""
    left, line = file.tell() - _LONGEST, 1
    file.seek(0)
    while left:  # counted only now, since it takes time
        block = file.read(min(_BLOCK, left))
        line, left = line + block.count(b"\n"), left - len(block)
    what = f"this line goes on for more than {_LONGEST:,} bytes, and a line is held in memory"
    return FormatError.at(Place(str(path), line), what, "write each triple on a line of its own, with shorter texts")


def _refuse(path: Path, chosen: Format) -> None:
    """Refuse what no parser should see: JSON-LD nested without bound, RDF/XML with entities."""
    with _opened(path) as file:
        if chosen.name == "jsonld" and _depth(file) > _DEEPEST:
            what = f"its objects and lists are nested more than {_DEEPEST} deep"
            raise FormatError.at(str(path), what, "write nodes side by side in one @graph")
        if chosen.name == "xml" and (line := _doctype(file)):
            what = "RDF/XML with a DOCTYPE is not read, because entities can blow it up"
            raise FormatError.at(Place(str(path), line), what, "write the entities out, or convert it to Turtle")


def _depth(file: BinaryIO) -> int:
    """Count how deeply braces and brackets of JSON lie in one another, quoted ones left out."""
    deepest = depth = 0
    held = b""  # the start of a string that goes on in the next block, or that and half an escape
    while block := file.read(_BLOCK):
        text, held = held + block, b""
        for token in _TOKENS.finditer(text):
            if token[0][:1] != b'"':
                depth += 1 if token[0] in b"{[" else -1
                deepest = max(deepest, depth)
            elif token[1] is None:
                held = b'"' + token[2]
    return deepest


def _doctype(file: BinaryIO) -> int:
    """Return the line of a DOCTYPE, 0 without one."""
    line, tail = 1, b""
    while block := file.read(_BLOCK):
        text = tail + block
        if (found := text.find(b"<!DOCTYPE")) >= 0:
            return line + text.count(b"\n", 0, found)
        tail = text[-8:]
        line += text.count(b"\n", 0, len(text) - len(tail))
    return 0


def _mistake(path: Path, chosen: Format, reason: SyntaxError) -> FormatError:
    """Say where RDF does not parse, and show the line."""
    with _opened(path) as file:
        if b"\0" in file.read(4096):  # which Turtle allows within quotation marks: what parses is none
            return FormatError.at(str(path), f"this is a binary file, not {chosen.label}", "give text in UTF-8")
    message, line, column = _AT.sub("", str(reason.msg)), reason.lineno or 0, reason.offset or 1
    instead = f"mend it, so that it is {chosen.label}"
    if "LoadDocumentCallback" in message:
        message, instead = "it refers to a context elsewhere, and nothing is ever fetched", "write the @context into it"
    elif "No scheme found" in message and chosen.name in {"turtle", "trig"}:
        message, instead = "this IRI is relative, and nothing says to what", "write it in full, or set a @base above it"
    elif "Invalid UTF-8" in message:
        message, instead = "this is not UTF-8", "convert it"
    elif chosen.name == "xml":
        with _opened(path) as file:
            try:
                ParserCreate().ParseFile(file)
            except ExpatError as error:
                message, line, column = ErrorString(error.code), error.lineno, error.offset + 1
    if not line:
        return FormatError.at(str(path), f"this is not {chosen.label}: {message}", instead)
    with _opened(path) as file:
        text = next(islice(file, line - 1, None), b"").decode("utf-8", "replace").rstrip("\r\n")
    return FormatError.at(
        Place(str(path), line), f"column {column}: {message}", f"{instead}\n{excerpt(text, line, column)}"
    )
