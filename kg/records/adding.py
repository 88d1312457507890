"""Adds resolutions to the record files of a ledger, below what is there."""

import codecs
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from kg.claims import Corpus, Resolution, claim_key, resolution_path
from kg.errors import Place, RecordError
from kg.output import lock, make_folder, write_together
from kg.records import shapes
from kg.records.files import LEDGER, RESOLUTIONS, parse
from kg.records.tables import HOMES, Declared, RecordFile, Spot, fields
from kg.records.writing import toml

__all__ = ["add_resolutions"]

_HEADER: Final = "[[resolution]]"
_TELLING: Final = re.compile(r"[^\W_]|[<>]|(?<=\d)\.(?=\d)|(?<!\w)-(?=\d)")


def add_resolutions(folder: Path, corpus: Corpus, given: Sequence[Mapping[str, Any]]) -> list[Place]:
    """Write resolutions below those of a ledger's record files; return where each stands.

    ``corpus`` is what the folder holds; its verdicts are read again once nobody else can add any, so that of two who
    add the same at once the second is refused. Each of ``given`` has the keys of a ``[[resolution]]``
    (``docs/records.md``).
    It goes into the file that has the claim's other verdicts, else into the only file of resolutions, else into one
    called after the claim's document. What is there stays to the letter, comments and line ends too; all files are
    written or none.

    Raises RecordError with every problem: what a record file may not hold either, no evidence, a verdict that is
    recorded already, a criterion that is nearly an earlier one, days in the wrong order. Raises OutputError where a
    file cannot be written.
    """
    if not (folder / LEDGER).is_file():
        raise RecordError.at(str(folder), "the folder holds no ledger", "name the folder that holds ledger.toml")
    texts: dict[str, list[str]] = defaultdict(list)
    ids = {kind: _ids(corpus, kind) for kind in HOMES}
    with _alone(folder):  # nobody writes between what is read here and what replaces it
        there = _There(folder, corpus, Declared(ids, corpus.units))
        for record in given:
            home = there.home(str(record.get("resolves")))
            texts[home].append("".join(f"{key} = {toml(value)}\n" for key, value in record.items()))
        contents: dict[Path | str, bytes] = {}
        declared = Declared(ids, corpus.units)
        places = []
        for name, records in texts.items():
            raw = _bytes(folder / name)
            try:
                contents[folder / name] = _below(raw, records)
            except UnicodeEncodeError:
                what = "the resolution has bytes that are no text"
                raise RecordError.at(None, what, "write it in UTF-8") from None
            file = parse(f"{folder}/{name}", contents[folder / name])
            before = len(_resolutions(parse(f"{folder}/{name}", raw)))
            for number in range(before, len(_resolutions(file))):
                spot = Spot(file, ("resolution", number), file.content["resolution"][number], "", declared)
                there.judge(spot._replace(record=f'resolution of "{spot.value.get("resolves", "?")}"'))
                places.append(spot.place)
        if declared.problems:  # nothing is written yet, so a line of the file would lead nowhere
            raise RecordError(*(replace(problem, place=None) for problem in declared.problems))
        make_folder(folder / RESOLUTIONS)
        write_together(contents)
        return places


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Wait until nobody else adds to a ledger, and keep others waiting."""
    descriptor = os.open(folder / LEDGER, os.O_RDONLY)
    try:
        lock(descriptor, exclusive=True, wait=True)
        yield
    finally:
        os.close(descriptor)


class _There:
    """What a ledger holds already, looked up by claim."""

    def __init__(self, folder: Path, corpus: Corpus, declared: Declared) -> None:
        self.folder = folder
        self.claims = {claim.id: claim for claim in corpus.claims}
        self.days = {event.id: event.date for event in corpus.events}
        self.verdicts: dict[str, list[Resolution]] = defaultdict(list)
        self.places: dict[str, Place] = {}
        self.files = sorted(file.name for file in (folder / RESOLUTIONS).glob("[!.]*.toml"))
        for name in self.files:
            file = parse(f"{folder}/{RESOLUTIONS}/{name}", _bytes(folder / RESOLUTIONS / name))
            for number, value in enumerate(_resolutions(file)):
                spot = Spot(file, ("resolution", number), value, "", declared)
                if values := fields(spot, shapes.RESOLUTION):  # what is wrong in what others wrote, kg check says
                    one = Resolution(**values)
                    self.verdicts[one.resolves].append(one)
                    self.places[resolution_path(claim_key(self.claims[one.resolves]), one)] = spot.place

    def judge(self, spot: Spot) -> None:
        """Note what is wrong with a resolution, by itself and beside those of its claim."""
        values = fields(spot, shapes.RESOLUTION)
        if values is None:
            return
        resolution = Resolution(**values)
        claim = self.claims[resolution.resolves]
        made = claim.claimed_on or self.days.get(claim.made_at or "")
        known, recorded = resolution.known_on, resolution.recorded_on
        if made and known and known < made:
            what = f"known_on is {known}, and the claim was made on {made}"
            spot.wrong(what, "give the day on which the evidence came out")
        if known and recorded and recorded < known:
            spot.wrong(f"recorded_on is {recorded}, before known_on", "give the day on which you write it down")
        path = resolution_path(claim_key(claim), resolution)
        for other in self.verdicts[claim.id]:
            if resolution_path(claim_key(claim), other) == path:
                where = self.places.get(path)
                spot.wrong(f"this verdict is recorded already{f', see {where}' if where else ''}", "leave it at that")
            elif other.criterion != resolution.criterion and _alike(other.criterion) == _alike(resolution.criterion):
                what = f"the criterion is nearly an earlier one, {toml(other.criterion)}"
                spot.wrong(what, "write that one to the letter, or put another reading into other words")
        self.verdicts[claim.id].append(resolution)

    def home(self, name: str) -> str:
        """Return the path within the folder of the file that a claim's next verdict belongs into."""
        claim = self.claims.get(name)
        for verdict in reversed(self.verdicts.get(name, [])):
            place = claim and self.places.get(resolution_path(claim_key(claim), verdict))
            if place:
                return place.file.removeprefix(f"{self.folder}/")
        if len(self.files) == 1:
            return f"{RESOLUTIONS}/{self.files[0]}"
        documents = [each.document for each in claim.appearance] if claim else []
        return f"{RESOLUTIONS}/{documents[0] if documents else 'outcomes'}.toml"


def _alike(criterion: str) -> str:
    """Reduce a criterion to its letters and digits, and to the signs that make another number or test of it."""
    return "".join(_TELLING.findall(criterion.casefold()))


def _ids(corpus: Corpus, kind: str) -> dict[str, Spot | Place]:
    """Return the ids of a kind of record."""
    records: Iterable[Any] = getattr(corpus, {"entity": "entities"}.get(kind, f"{kind}s"))
    return {record.id: Place("") for record in records}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        what = f"this cannot be read: {error.strerror or error}"
        raise RecordError.at(str(path), what, "see that it is a file that you may read") from error


def _resolutions(file: RecordFile) -> list[Any]:
    found = file.content.get("resolution", [])
    return found if isinstance(found, list) else []


def _below(raw: bytes, records: Iterable[str]) -> bytes:
    """Put records below a file's text, each under its header and after an empty line, with the file's line ends."""
    text = raw.removeprefix(codecs.BOM_UTF8)
    end = b"\r\n" if b"\r\n" in text else b"\n"
    added = [f"{_HEADER}\n{record}".encode().replace(b"\n", end) for record in records]
    before = raw if not text or text.endswith(b"\n") else raw + end
    return before + (end if text else b"") + end.join(added)
