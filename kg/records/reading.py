"""From record files to values, with every problem that can be found."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

from kg.claims import (
    Appearance,
    Claim,
    Corpus,
    Document,
    Entity,
    Event,
    Ledger,
    Link,
    Predicate,
    Resolution,
    Text,
    Topic,
    Unit,
    appearance_key,
    appearance_path,
    claim_key,
    claim_path,
    link_path,
    resolution_path,
)
from kg.errors import Place, Problem, RecordError
from kg.records import shapes
from kg.records.files import LEDGER, TABLES, misnamed, parse, record_files
from kg.records.tables import HOMES, Declared, RecordFile, Shape, Spot, fields, tables

__all__ = ["Appearances", "Reading", "read", "relayed"]

_SINGLE: Final = ("ledger", "document")
_FOLDERS: Final = {"entity": "", **{kind: f"{kind}/" for kind in ("predicate", "topic", "unit", "event", "document")}}
"""Where under the ledger's base the identifiers of each kind live."""
_EXPECTED: Final = {"entity": "an entity", "measure": "a measure", "text": "a text"}
_REMEDIES: Final = {
    "entity": 'write object = "…", the id of an entity',
    "measure": 'write measure = "…" and no object: the measure is the object',
    "text": 'write object = { text = "…" }',
}

T = TypeVar("T")


def read(folder: Path | str | Traversable) -> Corpus:
    """Read the ledger in a folder of record files; ``docs/records.md`` is the format.

    The corpus has a place for each record: file (as ``folder`` names it) and line. Raises RecordError with
    every problem that was found in all files; each has the file, the line, the record, what is wrong and
    what would be right. Files that are not TOML are reported first, alone.
    """
    where: Traversable = Path(folder) if isinstance(folder, str) else folder
    declared = Declared()
    files = _parsed(where, declared.problems)
    if not declared.problems:
        corpus = Reading(files, declared).corpus()
    if declared.problems:
        raise RecordError(*sorted(declared.problems, key=lambda problem: problem.place or Place("")))
    return corpus


def _parsed(folder: Traversable, problems: list[Problem]) -> dict[str, RecordFile]:
    """Parse all record files, by their path within the folder."""
    files: dict[str, RecordFile] = {}
    name = ""
    try:
        for name, file in record_files(folder):
            try:
                files[name] = parse(f"{folder}/{name}", file.read_bytes())
            except RecordError as error:
                problems.extend(error.problems)
        problems.extend(misnamed(folder))
    except OSError as error:
        what = f"this cannot be read: {error.strerror or error}"
        problems.append(Problem(Place(f"{folder}/{name}" if name else str(folder)), what, "see that you may read it"))
    if not files and not problems:
        problems.append(Problem(Place(str(folder)), "the folder holds no records", "start a ledger with kg new"))
    elif LEDGER not in files and not problems:
        instead = 'write it: [ledger] and, below that, title = "…"'
        problems.append(Problem(Place(f"{folder}/{LEDGER}"), "the file is missing", instead))
    return files


class _Found(NamedTuple):
    """An appearance, where it stands, and what it says of the one it relays."""

    value: Appearance
    spot: Spot
    via: str | None


class Reading:
    """One reading of a ledger. Names are gathered first, so that records may stand in any order."""

    def __init__(self, files: Mapping[str, RecordFile], declared: Declared) -> None:
        self.declared = declared
        self.places: dict[str, Spot] = {}
        self.spots: dict[str, list[Spot]] = defaultdict(list)
        self.keys: dict[str, str] = {}
        """The claim_key of each claim that was read, by its id."""
        for name, file in files.items():
            self._gather(name, file)

    def _gather(self, name: str, file: RecordFile) -> None:
        """List a file's records by kind, and note their ids."""
        allowed = TABLES[name.split("/", maxsplit=1)[0]]
        top = Spot(file, (), file.content, "", self.declared)
        for kind in file.content:
            spot = top.inside(kind)
            if kind not in allowed:
                home = next((home for home, kinds in TABLES.items() if kind in kinds), None)
                closest = self.declared.closest(kind, allowed)
                known = f"the tables here are {', '.join(allowed)}"
                instead = f"it belongs in {home}" if home else f'did you mean "{closest}"?' if closest else known
                spot.wrong(f'there is no table "{kind}" in this file', instead)
            elif kind not in _SINGLE:
                for place, record in enumerate(tables(spot, f"[[{kind}]]"), start=1):
                    self._note(kind, record._replace(record=_label(kind, record.value, place)))
            elif spot.is_a(dict, "one table", f"write [{kind}], once in a file"):
                self._note(kind, spot._replace(record=_label(kind, spot.value)))
        for kind in _SINGLE:
            if kind in allowed and kind not in file.content:
                top.wrong(f"there is no [{kind}]", f'begin the file with [{kind}] and, below that, title = "…"')

    def _note(self, kind: str, spot: Spot) -> None:
        self.spots[kind].append(spot)
        name = spot.value.get("id")
        if kind in HOMES and isinstance(name, str):
            if first := self.declared.ids[kind].get(name):
                spot.wrong(f"the id is taken, see {first}", "give one of the two another id")
            else:
                self.declared.ids[kind][name] = spot

    def corpus(self) -> Corpus:
        """Read everything that was gathered; the result counts only if no problem was noted."""
        ledger = self.values("ledger", Ledger, shapes.LEDGER)
        self.declared.units = self.values("unit", Unit, shapes.UNIT)
        predicates = self.values("predicate", Predicate, shapes.PREDICATE)
        self.declared.predicates = {predicate.id: predicate for predicate in predicates}
        return Corpus(
            ledger=ledger[0] if ledger else Ledger(""),
            entities=self.values("entity", Entity, shapes.ENTITY),
            predicates=predicates,
            topics=self.values("topic", Topic, shapes.TOPIC),
            units=self.declared.units,
            events=self.values("event", Event, shapes.EVENT),
            documents=self.values("document", Document, shapes.DOCUMENT),
            claims=self._claims(),
            links=self.links(),
            resolutions=self.resolutions(),
            places=MappingProxyType({name: spot.place for name, spot in self.places.items()}),
        )

    def values(self, kind: str, make: Callable[..., T], shape: Shape) -> tuple[T, ...]:
        """Read the records of a kind that has nothing to do with others."""
        values = []
        for spot in self.spots[kind]:
            if given := fields(spot, shape):
                values.append(make(**given))
                self.places[kind if kind == "ledger" else f"{_FOLDERS[kind]}{given['id']}"] = spot
        return tuple(values)

    def _claims(self) -> tuple[Claim, ...]:
        read, found = self.claims()
        relaying = found.relaying()
        claims = []
        for name, (spot, given) in read.items():
            claim = Claim(**given, appearance=tuple(relaying[name]))
            self._identify(claim, spot, found)
            claims.append(claim)
        return tuple(claims)

    def claims(self) -> "tuple[dict[str, tuple[Spot, dict[str, Any]]], Appearances]":
        """Read claims, each with where it stands, and apart from them the appearances."""
        read: dict[str, tuple[Spot, dict[str, Any]]] = {}
        found = Appearances()
        for spot in self.spots["claim"]:
            given = fields(spot, shapes.CLAIM)
            name = spot.value.get("id")
            inner = tables(spot.inside("appearance"), "[[claim.appearance]]") if "appearance" in spot.value else ()
            for place, table in enumerate(inner, start=1):
                record = f"appearance {place} of {spot.record}"
                self._appearance(found, table._replace(record=record), shapes.APPEARANCE, name)
            if given is not None:
                given.pop("appearance", None)
                _meets(spot, given, self.declared.predicates.get(given["predicate"]))
                read[given["id"]] = spot, given
        for spot in self.spots["appearance"]:
            self._appearance(found, spot, shapes.RELAYED, spot.value.get("claim"))
        return read, found

    def _appearance(self, found: "Appearances", spot: Spot, shape: Shape, claim: object) -> None:
        own = spot.file.content.get("document")
        document = own.get("id") if isinstance(own, dict) else None
        read = shapes.appearance(spot, shape, document if isinstance(document, str) else "")
        if not isinstance(claim, str):
            return
        if read is None or not read[0].document:
            found.unsound.add(claim)
        else:
            found.add(claim, spot, *read)

    def _identify(self, claim: Claim, spot: Spot, found: "Appearances") -> None:
        """Note where a claim stands under the name of its node, which no other claim may have."""
        key = claim_key(claim)
        if first := self.places.get(claim_path(key)):
            what = f"this claims the same as another claim, see {first}"
            spot.wrong(what, "merge the two into one claim with several appearances")
        self.keys[claim.id] = key
        self.places[claim_path(key)] = spot
        for item in found.of[claim.id]:
            self.places[appearance_path(key, item.value)] = item.spot

    def links(self) -> tuple[Link, ...]:
        """Read links; that none is there twice is seen among claims that have been read."""
        links = []
        for spot in self.spots["link"]:
            given = fields(spot, shapes.LINK)
            if given is None:
                continue
            link = Link(**given)
            if link.subject == link.object:
                spot.wrong("the claim is linked to itself", "name two claims")
            if link.subject in self.keys and link.object in self.keys:
                self._once(spot, link_path(self.keys[link.subject], link, self.keys[link.object]), "link")
            links.append(link)
        return tuple(links)

    def resolutions(self) -> tuple[Resolution, ...]:
        """Read resolutions; that none is there twice is seen among claims that have been read."""
        resolutions = []
        for spot in self.spots["resolution"]:
            given = fields(spot, shapes.RESOLUTION)
            if given is None:
                continue
            resolution = Resolution(**given)
            if resolution.resolves in self.keys:
                self._once(spot, resolution_path(self.keys[resolution.resolves], resolution), "resolution")
            resolutions.append(resolution)
        return tuple(resolutions)

    def _once(self, spot: Spot, path: str, kind: str) -> None:
        if first := self.places.get(path):
            spot.wrong(f"this {kind} is recorded already, see {first}", "remove one of the two")
        self.places[path] = spot


class Appearances:
    """Appearances by claim and by name, as they are found."""

    def __init__(self) -> None:
        self.of: dict[str, list[_Found]] = defaultdict(list)
        self.named: dict[str, _Found] = {}
        self.within: dict[str, list[str]] = defaultdict(list)
        """Names by claim and document (``claim@document``)."""
        self.unsound: set[str] = set()
        """Claims with an appearance that could not be read."""

    def add(self, claim: str, spot: Spot, value: Appearance, via: str | None) -> None:
        """Note an appearance; a problem where one of that name is there already."""
        found = _Found(value, spot, via)
        name = appearance_key(claim, value)
        if first := self.named.get(name):
            what = f"this appearance is recorded already, see {first.spot}"
            spot.wrong(what, "remove one of the two, or run kg anchor where they stand at two places of the text")
        self.of[claim].append(found)
        self.named[name] = found
        self.within[f"{claim}@{value.document}"].append(name)

    def relaying(self) -> dict[str, list[Appearance]]:
        """Return the appearances of each claim, ``via`` made whole."""
        whole: dict[str, list[Appearance]] = defaultdict(list)
        for claim, items in self.of.items():
            for item in items:
                via = item.via and self._relayed(item.spot.inside("via"), appearance_key(claim, item.value))
                whole[claim].append(replace(item.value, via=via))
        return whole

    def _relayed(self, spot: Spot, own: str) -> str | None:
        """Find the appearance that ``via`` names."""
        named = relayed(str(spot.value), self.within)
        claim = named.partition("@")[0]
        if named == own:
            spot.wrong("the appearance relays itself", "name the one that it was taken from")
        elif named in self.named:
            return named
        elif claim not in self.unsound:
            there = self.within.get(named.partition(":")[0]) or [
                name for name in self.named if name.startswith(f"{claim}@")
            ]
            instead = (
                f"write {' or '.join(there[:5])}" if there else "write claim@document, or claim@document:start-end"
            )
            spot.wrong(f'"via": there is no one appearance "{named}"', instead)
        return None


def relayed(via: str, within: Mapping[str, Sequence[str]]) -> str:
    """Make a ``via`` whole, where it names claim and document alone and the claim appears there once."""
    names = within.get(via, ())
    return names[0] if len(names) == 1 else via


def _label(kind: str, record: Mapping[str, Any], place: int = 1) -> str:
    """Name a record for messages."""
    if kind == "link":
        return " ".join(("link", *(str(record.get(key, "?")) for key in ("subject", "predicate", "object"))))
    name = record.get({"resolution": "resolves", "appearance": "claim"}.get(kind, "id"), place)
    of = {"resolution": "resolution of ", "appearance": "appearance of "}.get(kind, f"{kind} ")
    return f'{of}"{name}"' if isinstance(name, str) else f"{kind} {place}" if kind not in _SINGLE else kind


def _meets(spot: Spot, given: Mapping[str, Any], predicate: Predicate | None) -> None:
    """Note where a claim has no object, or one that its predicate does not expect."""
    item, amount = given.get("object"), given.get("measure")
    if item is None and amount is None:
        spot.wrong("there is neither an object nor a measure", 'add object = "…" or measure = "…"')
    elif predicate is not None and predicate.expects != "any":
        found = "measure" if item is None else "text" if isinstance(item, Text) else "entity"
        if found != predicate.expects:
            what = f'the predicate "{predicate.id}" expects {_EXPECTED[predicate.expects]}, and the object is'
            spot.wrong(f"{what} {_EXPECTED[found]}", _REMEDIES[predicate.expects])
