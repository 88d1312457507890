"""Writes files whole or not at all."""

import os
import shutil
import tempfile
from pathlib import Path

from kg.errors import OutputError

__all__ = ["make_folder", "write_whole"]


def make_folder(path: Path | str) -> None:
    """Make a folder where there is none; raise OutputError where that can't be."""
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"this folder cannot be made: {error.strerror or error}"
        raise OutputError.at(str(path), what, "name a folder that you may write to") from error


def write_whole(path: Path | str, content: bytes) -> None:
    """Put ``content`` in the place of a file, which keeps its permissions; what was there stays until all is written.

    A link is followed. Raises OutputError where the folder is missing or may not be written to.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.")
        beside = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            if target.exists():
                shutil.copymode(target, beside)
            else:
                beside.chmod(0o666 & ~_umask())
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        what = f"this cannot be written: {error.strerror or error}"
        raise OutputError.at(
            str(path), what, "name a file in a folder that exists and that you may write to"
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
