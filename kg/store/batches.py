"""A ledger's graphs as lines of N-Triples that go out batch by batch, in memory that does not grow with them.

Each request has blank nodes of its own, so that one could not be sent in two parts, nor a part of it twice. They get
IRIs in their place, as RDF 1.1 Concepts has it (https://www.w3.org/TR/rdf11-concepts/#section-skolemization).
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from tempfile import TemporaryFile
from typing import IO, Final, cast
from urllib.parse import urlsplit

from rdflib.term import Node

from kg.errors import StoreError
from kg.formats import by_name
from kg.graph import accepted_graph, ledger_graph, stream
from kg.store.surface import Store
from kg.terms import ONTOLOGY

__all__ = ["Lines", "written"]

_LARGEST: Final = 1 << 23
"""How many bytes go into one request, unless a single statement has more."""

_BLANK: Final = re.compile(rb'^_:([^\s"]+)(?= )|(?<= )_:([^\s"]+)(?= \.$)', re.MULTILINE)
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Lines:
    """A graph's statements, each on a line of its own, in a file."""

    file: IO[bytes]
    count: int

    def batches(self, most: int) -> Iterator[tuple[bytes, int]]:
        """Yield so many of them at most, and their number."""
        self.file.seek(0)
        held: list[bytes] = []
        size = 0
        for line in self.file:
            if held and (len(held) == most or size + len(line) > _LARGEST):
                yield b"".join(held), len(held)
                held, size = [], 0
            held.append(line)
            size += len(line)
        if held:
            yield b"".join(held), len(held)


@contextmanager
def written(store: Store) -> Iterator[dict[str, Lines]]:
    """Give the graphs that a push loads, by name, in temporary files: sorted, each statement once, no blank nodes.

    Raises StoreError where there is no room for them.
    """
    accepted = accepted_graph(store.base)
    graphs: dict[str, Node | None] = {
        str(ONTOLOGY): ONTOLOGY,
        str(ledger_graph(store.base)): None,
        str(accepted): accepted,
    }
    with ExitStack() as files:
        try:
            found = {}
            for name, graph in graphs.items():
                file = files.enter_context(TemporaryFile())
                source = partial(_dumped, store, graph=graph)
                stream({None: source}, by_name("ntriples"), store.base, file)
                file.seek(0)
                found[name] = Lines(file, sum(block.count(b"\n") for block in iter(partial(file.read, _BLOCK), b"")))
        except OSError as reason:
            what = f"what is to be sent cannot be put aside ({reason.strerror or reason})"
            raise StoreError.at(None, what, "make room for temporary files, or name another folder (TMPDIR)") from None
        yield found


def _dumped(store: Store, out: IO[bytes], *, graph: Node | None) -> None:
    naming = _Naming(out, store.base)
    store.dump(cast("IO[bytes]", naming), graph)


class _Naming:
    """A file that names blank nodes in lines of N-Triples on their way to another."""

    def __init__(self, out: IO[bytes], base: str) -> None:
        self._out = out
        self._base = base
        parts = urlsplit(base)
        self._root = f"{parts.scheme}://{parts.netloc}/" if parts.netloc else base
        self._rest = b""

    def write(self, part: bytes) -> int:
        """Take a part, which may end within a line."""
        whole, end, self._rest = (self._rest + part).rpartition(b"\n")
        lines = whole + end
        self._out.write(_BLANK.sub(self._named, lines) if b"_:" in lines else lines)
        return len(part)

    def _named(self, found: re.Match[bytes]) -> bytes:
        label = (found[1] or found[2]).decode()
        return f"<{self._root}.well-known/genid/{sha256(f'{self._base} {label}'.encode()).hexdigest()[:32]}>".encode()
