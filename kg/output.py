"""Writes files whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from kg.errors import OutputError

flock: Callable[[int, int], None] | None
try:
    from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock
except ImportError:  # Windows has no such locks: there, keeping writers apart is up to the user
    flock = None

__all__ = ["Content", "lock", "make_folder", "temporary", "write_together", "write_whole"]

Content = bytes | Callable[[IO[bytes]], None]
"""What a file is to hold, or what writes it there part by part."""

_WRITABLE: Final = 0o222
"""The permissions to write, of owner, group and others."""


def make_folder(path: Path | str) -> None:
    """Make a folder where there is none; raise OutputError where that can't be."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"this folder cannot be made: {error.strerror or error}"
        raise OutputError.at(str(path), what, "name a folder that you may write to") from error


def lock(descriptor: int, *, exclusive: bool, wait: bool = False) -> bool:
    """Lock an open file or folder until it is closed, or its process ends; tell whether that went."""
    if flock is None:
        return True
    try:
        flock(descriptor, (LOCK_EX if exclusive else LOCK_SH) | (0 if wait else LOCK_NB))
    except BlockingIOError:
        return False
    return True


@contextmanager
def temporary() -> Iterator[None]:
    """Let what fails within name the folder for temporary files: raise OutputError for OSError.

    To be put around what is done with such a file and nothing else, since the system does not say which file is full.
    """
    try:
        yield
    except OSError as error:
        what = f"what is put aside in a temporary file cannot be kept: {error.strerror or error}"
        instead = "see to room there, or name another folder for temporary files with TMPDIR"
        raise OutputError.at(tempfile.tempdir, what, instead) from error


def write_whole(path: Path | str, content: Content) -> None:
    """Put ``content`` in the place of a file, which keeps its permissions; what was there stays until all is written.

    A link is followed; what is no file (a pipe, a terminal) is written to. Raises OutputError where the folder is
    missing or may not be written to, and where the file is there and nobody may write to it.
    """
    write_together({path: content})


def write_together(contents: Mapping[Path | str, Content]) -> None:
    """Write several files as :func:`write_whole` does one; none is replaced before all are written beside."""
    beside: dict[Path | str, Path] = {}
    path: Path | str = ""
    try:
        for path, content in contents.items():
            target = Path(os.path.realpath(path))
            _refuse_protected(path, target)
            if target.exists() and not target.is_file() and not target.is_dir():
                with target.open("wb") as file:
                    _put(content, file)
            else:
                beside[path] = _beside(target, content)
        for path, written in beside.items():
            written.replace(os.path.realpath(path))
    except OSError as error:
        what = f"this cannot be written: {error.strerror or error}"
        raise OutputError.at(
            str(path), what, "name a file in a folder that exists and that you may write to"
        ) from error
    finally:
        for written in beside.values():
            written.unlink(missing_ok=True)


def _refuse_protected(path: Path | str, target: Path) -> None:
    """Raise OutputError where a file is write-protected: to replace it would need no more than a writable folder."""
    if target.is_file() and not target.stat().st_mode & _WRITABLE:
        what = "this file is write-protected (it has no write permission for anybody), so it is left as it is"
        raise OutputError.at(str(path), what, "allow writing (chmod u+w), or name another file")


def _put(content: Content, file: IO[bytes]) -> None:
    if isinstance(content, bytes):
        file.write(content)
    else:
        content(file)


def _beside(target: Path, content: Content) -> Path:
    """Write a file beside the one that it will replace, with its permissions."""
    if target.is_dir():
        raise IsADirectoryError(21, "it is a folder")
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            _put(content, file)
        if target.exists():
            shutil.copymode(target, written)
        else:
            written.chmod(0o666 & ~_umask())
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return written


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
