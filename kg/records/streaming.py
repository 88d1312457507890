"""A ledger read part by part, for whoever must not hold all of it at once."""

import pickle
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from kg.claims import (
    Appearance,
    Claim,
    Corpus,
    Document,
    Ledger,
    appearance_key,
    claim_key,
    link_path,
    resolution_path,
)
from kg.errors import Place, RecordError
from kg.output import temporary
from kg.records import shapes
from kg.records.files import LEDGER, misnamed, parse, record_files
from kg.records.reading import Reading, read, relayed
from kg.records.tables import Declared, RecordFile, Spot

__all__ = ["Part", "stream"]


class Part(NamedTuple):
    """Some records of a ledger: a corpus of them, with the ledger's own record, and what ties it to the rest.

    ``keys`` are the :func:`kg.claims.claim_key` of all claims read so far, by their ids; those that the part's links,
    resolutions and ``via`` name are among them. ``relayed`` are appearances of claims of other parts, by claim id.
    """

    corpus: Corpus
    keys: Mapping[str, str]
    relayed: tuple[tuple[str, Appearance], ...] = ()


def stream(folder: Path | str | Traversable) -> Iterator[Part]:
    """Yield a ledger's records part by part: what is shared, document by document, then what joins documents.

    All parts together are what :func:`kg.records.read` would give, but for places, and are held to the same rules; what
    stays in memory is the names of claims, appearances, links and resolutions. Raises RecordError as ``read`` does,
    with every problem: it is then ``read`` that looks for them, so that messages are made in one place. Raises
    OutputError where what joins documents cannot be put aside in a temporary file.
    """
    where: Traversable = Path(folder) if isinstance(folder, str) else folder
    try:
        with temporary():
            aside = tempfile.TemporaryFile()  # noqa: SIM115  (for the next line)
        with aside as held:
            yield from _Streaming(where).parts(held)
    except (_UnsoundError, OSError):
        read(where)
        what = "the records changed while they were read"
        raise RecordError.at(str(where), what, "do it again when nobody writes there") from None


class _UnsoundError(Exception):
    """Something is wrong in the records; what and where is for ``read`` to say."""


class _Promised(dict[str, Spot | Place]):
    """Ids of records that may stand in a file not read yet: each is taken to be there, and seen to in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def __contains__(self, name: object) -> bool:
        if not super().__contains__(name):
            self.asked.add(str(name))
        return True

    def kept(self) -> bool:
        return self.asked <= self.keys()


class _Streaming:
    """One passage through a ledger."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self.declared = Declared()
        self.ledger = Ledger("")
        self.keys: dict[str, str] = {}
        self.named: set[str] = set()
        """Appearances by their :func:`kg.claims.appearance_key`."""
        self.paths: set[str] = set()
        """Claims, links and resolutions by what their nodes are named after."""
        self.vias: set[str] = set()

    def parts(self, held: BinaryIO) -> Iterator[Part]:
        files = list(record_files(self.folder))
        shared = {name: self.parsed(name, file) for name, file in files if "/" not in name}
        if LEDGER not in shared or any(misnamed(self.folder)):
            raise _UnsoundError
        corpus = Reading(shared, self.declared).corpus()
        self.sound()
        self.ledger = corpus.ledger
        yield Part(corpus, self.keys)
        claims, documents = _Promised(), _Promised()
        self.declared.ids.update(claim=claims, document=documents)
        for name, file in files:
            if "/" in name:
                yield Part(self.document(name, self.parsed(name, file), held), self.keys)
        if not (claims.kept() and documents.kept()):
            raise _UnsoundError
        with temporary():
            held.seek(0)
        yield from self.joints(held)

    def sound(self) -> None:
        if self.declared.problems:
            raise _UnsoundError

    def parsed(self, name: str, file: Traversable) -> RecordFile:
        try:
            return parse(f"{self.folder}/{name}", file.read_bytes())
        except RecordError:
            raise _UnsoundError from None

    def document(self, name: str, file: RecordFile, held: BinaryIO) -> Corpus:
        """Read one file; put by what other files have to do with."""
        reading = Reading({name: file}, self.declared)
        documents = reading.values("document", Document, shapes.DOCUMENT)
        read_here, found = reading.claims()
        links, resolutions = reading.links(), reading.resolutions()
        self.sound()
        here: dict[str, list[Appearance]] = defaultdict(list)
        elsewhere: list[tuple[str, Appearance]] = []
        for claim, items in found.of.items():
            for item in items:
                self.once(appearance_key(claim, item.value), self.named)
                if item.via:
                    self.vias.add(item.via)
                if item.via is None and claim in read_here:
                    here[claim].append(item.value)
                else:
                    elsewhere.append((claim, replace(item.value, via=item.via)))
        if links or resolutions or elsewhere:
            with temporary():
                pickle.dump((links, resolutions, elsewhere), held, pickle.HIGHEST_PROTOCOL)
        for kind in ("claim", "document"):  # a spot would keep the whole file
            ids = self.declared.ids[kind]
            ids.update((spot.value["id"], Place(name)) for spot in reading.spots[kind])
        return Corpus(self.ledger, documents=documents, claims=self.claims(read_here, here))

    def claims(
        self, given: Mapping[str, tuple[Spot, dict[str, Any]]], here: Mapping[str, list[Appearance]]
    ) -> tuple[Claim, ...]:
        claims = tuple(Claim(**fields, appearance=tuple(here.get(name, ()))) for name, (_, fields) in given.items())
        for claim in claims:
            key = claim_key(claim)
            self.once(key, self.paths)
            self.keys[claim.id] = key
        return claims

    def joints(self, held: BinaryIO) -> Iterator[Part]:
        """Yield what was put by, now that every claim is known, and see that it is there once."""
        within: dict[str, list[str]] = defaultdict(list)
        for name in self.named:
            if (short := name.partition(":")[0]) in self.vias:
                within[short].append(name)
        while True:
            try:
                with temporary():
                    links, resolutions, elsewhere = pickle.load(held)  # noqa: S301  (our own, a moment ago)
            except EOFError:
                return
            for link in links:
                self.once(link_path(self.keys[link.subject], link, self.keys[link.object]), self.paths)
            for resolution in resolutions:
                self.once(resolution_path(self.keys[resolution.resolves], resolution), self.paths)
            whole = tuple((claim, self.whole(claim, item, within)) for claim, item in elsewhere)
            yield Part(Corpus(self.ledger, links=links, resolutions=resolutions), self.keys, whole)

    def whole(self, claim: str, item: Appearance, within: Mapping[str, list[str]]) -> Appearance:
        if item.via is None:
            return item
        via = relayed(item.via, within)
        if via not in self.named or via == appearance_key(claim, item):
            raise _UnsoundError
        return replace(item, via=via)

    def once(self, name: str, known: set[str]) -> None:
        if name in known:
            raise _UnsoundError
        known.add(name)
