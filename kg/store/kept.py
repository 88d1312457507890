"""The values of a built database, kept in its folder once they have been read.

The engine needs ten microseconds for a triple, which makes minutes of 100,000 claims; their values alone are read in a
second. They lie beside the database in the build's folder, which the next build replaces, and are passed over where
they are not whole, not of this very database, or another version's. Nothing depends on them: they may be deleted.
"""

import hashlib
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
import pyoxigraph as ox

from kg import assets
from kg.claims import Claim, Corpus, Document, Entity, Event, Ledger, Link, Predicate, Resolution, Topic, Unit
from kg.collector import paused
from kg.store import folders

__all__ = ["holds", "keep", "kept"]

_DIGEST: Final = hashlib.sha256().digest_size
_ARRAY: Final = 0x90
"""How a short array begins in MessagePack, with its length in the lower half."""
_SHAPE: Final = 1
"""Counts up where what is kept of the same database would be something else, though the version stays."""


class _Values(msgspec.Struct, frozen=True, array_like=True):
    """What the file holds after its digest: of what these are the values, and the parts of a corpus."""

    of: str
    ledger: Ledger
    entities: tuple[Entity, ...]
    predicates: tuple[Predicate, ...]
    topics: tuple[Topic, ...]
    units: tuple[Unit, ...]
    events: tuple[Event, ...]
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    resolutions: tuple[Resolution, ...]


_PARTS: Final = _Values.__struct_fields__[1:]


def holds(build: Path, base: str, most: int) -> bool:
    """Tell whether a build has values of its database, under ``base``, in fewer than so many bytes.

    Only their beginning is read: :func:`kept` may still find that they are not whole.
    """
    begins = bytes([_ARRAY | len(_Values.__struct_fields__)]) + msgspec.msgpack.encode(_of(build, base))
    try:
        with (build / folders.VALUES).open("rb") as file:
            file.seek(_DIGEST)
            return file.read(len(begins)) == begins and file.seek(0, 2) < most
    except OSError:
        return False


def kept(build: Path, base: str) -> Corpus | None:
    """Return the values of a build's database, of instances under ``base``; None where none are kept that hold."""
    try:
        content = memoryview((build / folders.VALUES).read_bytes())
    except OSError:
        return None
    if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        return None
    try:
        with paused():
            found = msgspec.msgpack.decode(content[_DIGEST:], type=_Values)
    except msgspec.MsgspecError:  # of another version
        return None
    if found.of != _of(build, base):
        return None
    return Corpus(**{name: getattr(found, name) for name in _PARTS})


def keep(build: Path, base: str, corpus: Corpus) -> None:
    """Keep the values of a build's database, whole or not at all; where nothing can be written, nothing is done."""
    values = _Values(_of(build, base), **{name: getattr(corpus, name) for name in _PARTS})
    content = msgspec.msgpack.encode(values)
    with suppress(OSError), tempfile.NamedTemporaryFile(prefix=f"{folders.VALUES}.", dir=build, delete=False) as file:
        beside = Path(file.name)
        try:
            file.write(hashlib.sha256(content).digest() + content)
            file.close()
            beside.chmod(build.stat().st_mode & 0o666)
            beside.replace(build / folders.VALUES)
        except BaseException:
            beside.unlink()
            raise


def _of(build: Path, base: str) -> str:
    """Say what values are of: a database by its files, the instances in it, and whoever read it."""
    return repr((_SHAPE, assets.version(), ox.__version__, base, sorted(folders.sizes(build).items())))
