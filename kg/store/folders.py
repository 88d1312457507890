"""Folders that hold a database: what a crash, a full disk or another build leaves there is the old one or the new.

::

    FOLDER/current          a link to one of these
    FOLDER/build-1a2b3c4d/  kg-build, by which it is known as ours; database/, Oxigraph's own files; build.json,
                            what they were built of and their digests; values, what kg.store.kept has read there

A build is whole and on the disk before the link is replaced, which the file system does in one step. Whoever
builds holds a lock on the folder, whoever reads one on the build that is read: a later build leaves that where it is,
and the one after it clears it away. The system drops the locks of a process that ends, however it ends.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from kg.errors import OutputError, Place, Problem, StoreError
from kg.output import lock

__all__ = [
    "VALUES",
    "damage",
    "database",
    "digest",
    "hold",
    "is_database",
    "record",
    "replacing",
    "settle",
    "sizes",
    "unfinished",
]

_CURRENT: Final = "current"
_BUILD: Final = "build-"
_MARK: Final = "kg-build"
_DATABASE: Final = "database"
_RECORD: Final = "build.json"
VALUES: Final = "values"
"""The file that :mod:`kg.store.kept` writes into a build."""
_UNCHECKED: Final = {"LOCK", "LOG"}
"""What RocksDB writes for itself: nothing is read from it."""
_ANEW: Final = "build it anew: kg build --force"


def is_database(folder: Path) -> bool:
    """Tell whether ``kg build`` has put a database here."""
    return _ours(Path(os.path.realpath(folder / _CURRENT)))


def unfinished(folder: Path) -> bool:
    """Tell whether a first build here was cut short."""
    return not is_database(folder) and any(map(_ours, folder.glob(f"{_BUILD}*")))


def _ours(build: Path) -> bool:
    """Tell whether ``kg build`` has made a folder: it bears the mark, or a crash left no time to put it there."""
    if build.is_symlink() or not build.is_dir():
        return False
    return (build / _MARK).is_file() or (build.name.startswith(_BUILD) and not any(build.iterdir()))


def _link_of_ours(path: Path) -> bool:
    """Tell whether this is the link that a build makes just before it becomes the current one."""
    return path.is_symlink() and path.name == f"{path.readlink()}.link"


def database(build: Path) -> Path:
    """Return where a build's database lies."""
    return build / _DATABASE


def record(folder: Path) -> Mapping[str, Any]:
    """Return what a folder's database was built of; nothing where there is none, or that cannot be read."""
    try:
        read = json.loads((folder / _CURRENT / _RECORD).read_bytes())
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def hold(folder: Path) -> tuple[Path, int]:
    """Return the current build, and a lock that keeps later builds from clearing it away, until it is closed.

    Raises StoreError where the folder holds none.
    """
    for _ in range(100):  # it may be replaced between two steps
        build = Path(os.path.realpath(folder / _CURRENT))
        with suppress(FileNotFoundError):
            held = os.open(build, os.O_RDONLY)
            if lock(held, exclusive=False) and database(build).is_dir():
                return build, held
            os.close(held)
    raise StoreError.at(str(folder), "its current build is not there", _ANEW)


@contextmanager
def replacing(folder: Path) -> Iterator[Path]:
    """Give an empty folder to build in; what is there in the end becomes the folder's current build.

    Where that fails, all stays as it was. Raises OutputError where something else is there, or another build goes on.
    """
    there = folder.exists()
    if there:
        _refuse(folder)
    else:
        folder.mkdir()
    held = os.open(folder, os.O_RDONLY)
    try:
        if not lock(held, exclusive=True):
            raise OutputError.at(str(folder), "another build of this database is under way", "wait until it has ended")
        _tidy(folder)
        build = Path(tempfile.mkdtemp(prefix=_BUILD, dir=folder))
        (build / _MARK).touch()
        build.chmod(folder.stat().st_mode & 0o777)
        try:
            yield build
            link = folder / f"{build.name}.link"
            link.symlink_to(build.name)
            link.replace(folder / _CURRENT)
            os.fsync(held)
        finally:
            _tidy(folder)
            if not there:
                with suppress(OSError):
                    folder.rmdir()  # goes only where nothing was built
    finally:
        os.close(held)


def settle(build: Path, made_of: Mapping[str, Any]) -> None:
    """See a build's files onto the disk, and write down what it was built of, and digests of the files."""
    files = _files(build)
    with ThreadPoolExecutor(2) as pool:
        digests = list(pool.map(_settled, files))
    found = {path.name: [path.stat().st_size, digest] for path, digest in zip(files, digests, strict=True)}
    (build / _RECORD).write_text(json.dumps({**made_of, "files": found}, indent=1), encoding="utf-8")
    for path in (build / _RECORD, database(build), build):
        _sync(path)


def sizes(build: Path) -> Mapping[str, int]:
    """Return how many bytes each file of a build's database has; raises OSError where that cannot be read."""
    return {path.name: path.stat().st_size for path in _files(build)}


def _files(build: Path) -> list[Path]:
    return sorted(path for path in database(build).iterdir() if path.name.partition(".")[0] not in _UNCHECKED)


def damage(folder: Path, *, deep: bool = True) -> list[Problem]:
    """Compare a database's files with what they were when it was built; return what is wrong with each.

    Without ``deep`` only their sizes are looked at. Raises OSError where one may not be read.
    """
    build = folder / _CURRENT
    known = record(folder).get("files")
    if not isinstance(known, dict) or not all(map(_is_entry, known.values())):
        return [Problem(Place(str(build / _RECORD)), "it is not what a build writes", _ANEW)]
    found = ((build / _DATABASE / name, *expected) for name, expected in known.items())
    return [
        Problem(Place(str(path)), what, _ANEW)
        for path, size, expected in found
        if (what := _damaged(path, size, expected if deep else None))
    ]


def _is_entry(said: object) -> bool:
    """Tell whether this is what a build writes down of a file: its size and its digest."""
    return isinstance(said, list) and [type(one) for one in said] == [int, str]


def _damaged(path: Path, size: int, expected: str | None) -> str:
    if not path.is_file():
        return "this file is missing"
    if (now := path.stat().st_size) != size:
        return f"this file has {now:,} bytes, not the {size:,} that it was built with"
    if expected is not None and digest(path) != expected:
        return "this file holds other bytes than it was built with"
    return ""


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settled(path: Path) -> str:
    _sync(path)
    return digest(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refuse(folder: Path) -> None:
    """Refuse a target that holds anything but builds of ours."""
    if is_database(folder):
        return
    if folder.is_dir() and all(_ours(path) or _link_of_ours(path) for path in folder.iterdir()):
        return
    if (folder / "CURRENT").is_file():
        what, instead = "this is a database that kg has not built", "name another folder, or remove it"
    else:
        what = "this is not a database, and would be overwritten"
        instead = "name a folder that does not exist yet, or a database to replace"
    raise OutputError.at(str(folder), what, instead)


def _tidy(folder: Path) -> None:
    """Clear away builds that are not current and that nobody reads: earlier ones, and those that were cut short."""
    current = Path(os.path.realpath(folder / _CURRENT))
    for path in folder.glob(f"{_BUILD}*"):
        if _link_of_ours(path):
            path.unlink()
        elif _ours(path) and path.name != current.name:
            held = os.open(path, os.O_RDONLY)
            if lock(held, exclusive=True):
                _remove(path)
            os.close(held)


def _remove(build: Path) -> None:
    """Remove a build; RocksDB's own threads may still be writing there for a moment after a build has failed."""
    for _ in range(20):
        shutil.rmtree(build, ignore_errors=True)
        if not build.exists():
            return
        time.sleep(0.05)
