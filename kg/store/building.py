"""Builds database folders from records, RDF and databases, without holding any of them in memory."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from gzip import BadGzipFile
from pathlib import Path
from traceback import clear_frames
from typing import Any, Final, NamedTuple, cast

import pyoxigraph as ox

from kg import assets
from kg.claims import Corpus
from kg.collector import paused
from kg.errors import OutputError, StoreError
from kg.graph import lines, rule_graph
from kg.records import record_files, stream
from kg.store import embedded, folders
from kg.store.loading import Digested, Told, load_file, rdf_format
from kg.store.opening import assumed_graph, complete, kind_of, load_corpus, open, spaces, unreadable  # noqa: A004
from kg.store.surface import Store

__all__ = ["build"]

Derive = Callable[[Store, Corpus], Iterable[str]]
"""Gives what follows from a ledger, of which it gets the values too, as lines of N-Quads."""

_SHAPE: Final = 2
"""Counts up where a build of the same inputs would hold something else, though the version stays."""


def build(  # noqa: PLR0913  (options, each by its name)
    folder: Path | str,
    inputs: Sequence[Path | str],
    *,
    base: str | None = None,
    force: bool = False,
    derive: Derive | None = None,
    told: Callable[[float], None] = lambda _: None,
) -> bool:
    """Build a database folder that holds what :func:`kg.store.open` would hold of the inputs, all together.

    Inputs are folders of records, RDF files (also ``.gz``), and databases. Where the folder holds a database of the
    same inputs, made by the same version with the same ontology, nothing is done, unless ``force``, and False is
    returned. ``derive`` gives what follows from the ledger, N-Quads in graphs of their own (``kg.derived.lines``): the
    database then holds them too. Such graphs of the inputs are left out: they are made anew or are not there.
    ``told`` is told the share that is done. A crash at any moment leaves the old database or the new.

    Raises RecordError and FormatError for inputs as ``open`` does, StoreError where one is none or inputs disagree on
    where their instances live, OutputError where the folder cannot be written or holds something else.
    """
    if any(str(each).startswith(("http:/", "https:/")) for each in inputs):  # a password may be in it: not repeated
        what, instead = "an address is no input of a build", "kg export --data ADDRESS -o FILE.nq, and build of that"
        raise StoreError.at(None, what, instead)
    target = Path(folder)
    sources = [_Source(path, kind_of(path)) for path in map(Path, inputs)]
    try:
        made_of = {**_made_of(base), "derived": derive is not None}
        if not force and _is_made_of(target, made_of, sources):
            return False
        with folders.replacing(target) as beside:
            held = _fill(beside, sources, base, _shared(sources, told))
            if derive is not None:
                _follow(beside, base, derive)
            folders.settle(beside, {**made_of, "inputs": held})
    except OSError as reason:
        what = f"the database cannot be written ({reason.strerror or reason})"
        raise OutputError.at(str(target), what, "choose a folder that you may write to, with room in it") from None
    return True


class _Source(NamedTuple):
    """An input, and what it is by :func:`kg.store.opening.kind_of`."""

    path: Path
    kind: str

    def files(self) -> Iterator[tuple[str, Path]]:
        """Yield the files that make it up, by name within it."""
        if self.kind == "file":
            yield "", self.path
        elif self.kind == "records":
            yield from ((name, Path(str(file))) for name, file in record_files(self.path) if file.is_file())
        else:
            held = folders.database(self.path / "current") if self.kind == "build" else self.path
            yield from ((file.name, file) for file in sorted(held.iterdir()) if file.name[:3] != "LOG")

    def made_of(self, sha256: str | None = None) -> dict[str, str]:
        """Say what it holds; a file's digest may have been taken while it was read."""
        if self.kind == "file":
            packed = " gz" if self.path.suffix.lower() == ".gz" else ""
            return {"kind": rdf_format(self.path).name + packed, "sha256": sha256 or _digest(self.path)}
        whole = hashlib.sha256()
        for name, file in self.files():
            whole.update(f"{name} {_digest(file)}\n".encode())
        return {"kind": self.kind, "sha256": whole.hexdigest()}


def _digest(file: Path) -> str:
    """Return the digest of an input's file; raise StoreError where it cannot be read."""
    try:
        return folders.digest(file)
    except OSError as reason:
        raise unreadable(file, reason) from None


def _fill(beside: Path, sources: Sequence[_Source], base: str | None, told: Told) -> list[dict[str, str]]:
    """Load everything into a new database; return what the inputs held."""
    inputs: list[dict[str, str]] = []

    def load(engine: ox.Store) -> None:
        before: list[str] = []
        for source in sources:
            inputs.append(_load(engine, source, base, beside, told))
            before = _same_space(before, spaces(engine), source) if base is None else []
        if next(engine.quads_for_pattern(None, None, None), None) is None:
            what, instead = "it holds no triple", "see whether it was written whole; nothing was built"
            raise StoreError.at(str(sources[0].path), what, instead)
        derived = rule_graph(complete(engine, base))
        for graph in list(engine.named_graphs()):
            if isinstance(graph, ox.NamedNode) and graph.value.startswith(derived):
                engine.remove_graph(graph)

    _write(beside, load)
    return inputs


def _follow(beside: Path, base: str | None, derive: Derive) -> None:
    """Put what follows from a ledger into its database, by way of a file: whoever derives may hold on to a store.

    The ledger's values, which that takes, are kept there.
    """
    from kg.store.kept import keep  # noqa: PLC0415  (queries start without what writes values)

    copy = beside / "derived.nq"
    with open(folders.database(beside), base=base) as store, copy.open("w", encoding="utf-8") as file, paused():
        space, values = store.base, store.corpus()
        file.writelines(derive(store, values))
    _write(beside, lambda engine: load_file(engine, copy, assumed_graph(base)))
    copy.unlink()
    keep(beside, space, values)


def _write(beside: Path, load: Callable[[ox.Store], None]) -> None:
    """Write into the database; it is closed when this returns."""
    engine = ox.Store(folders.database(beside))
    try:
        load(engine)
        engine.flush()
    except BaseException as reason:
        del engine
        failed: BaseException | None = reason
        while failed is not None:  # what is left of the engine would go on writing while its folder is cleared away
            clear_frames(failed.__traceback__)
            failed = failed.__context__
        raise


def _same_space(before: list[str], now: list[str], source: _Source) -> list[str]:
    """Return where instances live; raise StoreError where an input brought in another place than those before it."""
    if before and (more := [space for space in now if space not in before]):
        what = f"its instances live under {more[0]}, those of the inputs before it under {before[0]}"
        raise StoreError.at(str(source.path), what, "build a database for each")
    return now


def _load(engine: ox.Store, source: _Source, base: str | None, beside: Path, told: Told) -> dict[str, str]:
    """Load an input; return what it held: of a file what was loaded, of others what they held before that began."""
    path, graph = source.path, assumed_graph(base)
    if source.kind == "file":
        try:
            with Digested(path) as raw:
                load_file(engine, path, graph, told, base=base, raw=raw)
                return source.made_of(raw.digest())
        except OSError as reason:
            if isinstance(reason, BadGzipFile) or reason.errno is not None:  # the engine's own, in writing, have none
                raise unreadable(path, reason) from None
            raise
    held = source.made_of()
    if source.kind == "records":
        load_corpus(engine, _written(source, told))
    else:
        copy = beside / "copy.nq"
        _dump(path, copy)
        load_file(engine, copy, graph)
        copy.unlink()
    return held


def _written(source: _Source, told: Told) -> Iterator[str]:
    sizes = [file.stat().st_size for _, file in source.files()]
    for part in stream(source.path):
        yield from lines(part.corpus, part.keys, part.relayed)
        told(sum(sizes) // (len(sizes) or 1))


def _dump(path: Path, copy: Path) -> None:
    with open(path) as source, copy.open("wb") as file:
        try:
            cast("embedded.Store", source).engine.dump(file, ox.RdfFormat.N_QUADS)
        except (OSError, RuntimeError) as reason:
            if isinstance(reason, OSError) and reason.errno is not None:  # not the engine's own, but the copy's
                raise
            raise unreadable(path, reason) from None


def _shared(sources: Sequence[_Source], told: Callable[[float], None]) -> Told:
    """Turn bytes that have been read into the share of all that there are; what is left out is the work at the end."""
    total, done = sum(file.stat().st_size for source in sources for _, file in source.files()) or 1, 0

    def count(size: int) -> None:
        nonlocal done
        done += size
        told(min(1.0, done / total))

    return count


def _is_made_of(folder: Path, made_of: dict[str, Any], sources: Sequence[_Source]) -> bool:
    """Tell whether a folder's database is whole and made of just that; inputs are read only where all else is so."""
    before = folders.record(folder)
    return (
        made_of.items() <= before.items()
        and not folders.damage(folder, deep=False)
        and before.get("inputs") == [source.made_of() for source in sources]
    )


def _made_of(base: str | None) -> dict[str, Any]:
    """List all that a build depends on but for its inputs."""
    program = assets.version() or "a checkout that is not installed"
    ontology = hashlib.sha256()
    for name in ("claims.ttl", "accepted.rq"):
        ontology.update(assets.ontology().joinpath(name).read_bytes())
    return {
        "made_by": {"kg": program, "shape": _SHAPE, "oxigraph": ox.__version__},
        "ontology": ontology.hexdigest(),
        "base": base,
    }
