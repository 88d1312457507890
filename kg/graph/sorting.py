"""Puts more than fits into memory in order: sorted runs in temporary files, then merged."""

import heapq
import marshal
from collections.abc import Iterator
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, ClassVar, Final

from kg.output import temporary

__all__ = ["Part", "Runs"]

Part = tuple[bytes, bytes]
"""A key to sort by, and what comes with it."""

_OBJECTS: Final = 150
"""What Python needs for a part beside its bytes."""

_CHUNK: Final = 256


class Runs:
    """Parts in any number; they come back in order of key, then of what comes with it.

    ``most`` are the bytes that are held in memory before they are put aside. Raises OutputError where they cannot be.
    """

    most: ClassVar[int] = 1 << 26

    def __init__(self) -> None:
        self._held: list[Part] = []
        self._size = 0
        self._aside: list[IO[bytes]] = []

    def add(self, key: bytes, content: bytes) -> None:
        """Take a part."""
        self._held.append((key, content))
        self._size += len(key) + len(content) + _OBJECTS
        if self._size > self.most:
            self._put_aside()

    def __iter__(self) -> Iterator[Part]:
        """Yield all parts, once: their files go as they are read."""
        self._held.sort()
        held, self._held = self._held, []
        yield from heapq.merge(*map(_read, self._aside), held) if self._aside else held

    def _put_aside(self) -> None:
        self._held.sort()
        parts = iter(self._held)
        with temporary():
            file = TemporaryFile()  # noqa: SIM115  (closed when it has been read)
            while chunk := list(islice(parts, _CHUNK)):
                marshal.dump(chunk, file)
            file.seek(0)
        self._aside.append(file)
        self._held, self._size = [], 0


def _read(file: IO[bytes]) -> Iterator[Part]:
    with file:
        while True:
            try:
                with temporary():
                    chunk = marshal.load(file)  # noqa: S302  (written above, by this process, into a file without a name)
            except EOFError:
                return
            yield from chunk
