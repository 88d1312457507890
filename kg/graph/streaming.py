"""Turtle, TriG and sorted lines, made of lines of N-Triples without holding them all."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import IO, Final, cast

from kg.graph.sorting import Runs
from kg.terms import AC, DCTERMS, OA, RDF, RDFS, SCHEMA, SKOS, UNIT, XSD, prefixes

__all__ = ["sorted_lines", "turtle"]

_ORDER: Final = [
    RDF.type, DCTERMS.identifier, DCTERMS.title, DCTERMS.description, RDFS.label, SKOS.prefLabel, SCHEMA.text,
    RDF.subject, RDF.predicate, RDF.object, AC.kind, AC.commitment, AC.polarity, AC.claimant, AC.holder, AC.madeAt,
    AC.claimedOn, AC.measure, AC.period, AC.condition, AC.topic, AC.about, AC.resolves, AC.outcome, AC.criterion,
    AC.evidence, AC.actual, AC.knownOn, AC.recordedOn, OA.hasBody, OA.hasTarget, OA.hasSource, OA.hasSelector,
    OA.exact, OA.prefix, OA.suffix, OA.start, OA.end, AC.mode, AC.zone, AC.cue,
]  # fmt: skip
_RANK: Final = {f"<{predicate}>": rank for rank, predicate in enumerate(_ORDER)}

_SHORT_NUMBERS: Final = {
    f"<{XSD.decimal}>": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"<{XSD.integer}>": re.compile(r"[+-]?[0-9]+"),
    f"<{XSD.boolean}>": re.compile(r"(true|false)"),
}
_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_TYPE: Final = f"<{RDF.type}>"
_APPEARANCE: Final = f"<{AC.Appearance}>"
_IDENTIFIER: Final = f"<{DCTERMS.identifier}>"
_MOST_NAMES: Final = 1 << 16

Source = Callable[[IO[bytes]], None]
Described = Mapping[str, Mapping[str, set[str]]]
"""Subjects, their predicates, and the objects of those, all as N-Triples writes them."""


def sorted_lines(graphs: Mapping[str, Source], out: IO[bytes]) -> None:
    """Write sorted N-Triples, or N-Quads where graphs have names, each line once."""
    runs = Runs()

    def add(subject: bytes, lines: bytes, *, end: bytes) -> None:
        runs.add(subject, (lines + b"\n").replace(b" .\n", end))  # a line feed stands nowhere else

    for name, source in graphs.items():
        _read(source, partial(add, end=f" {name} .\n".encode() if name else b" .\n"))
    for _, parts in groupby(runs, key=itemgetter(0)):
        out.writelines(sorted(set(b"".join(lines for _, lines in parts).splitlines(keepends=True))))


def turtle(graphs: Mapping[str, Source], base: str, out: IO[bytes]) -> None:
    """Write Turtle, or TriG where graphs have names."""
    names = _Names(base)
    arranged = [(names(name) if name else "", _arranged(source, base, names)) for name, source in graphs.items()]
    known = prefixes(base)
    between = b""
    if names.used:
        out.writelines(f"@prefix {prefix}: <{known[prefix]}> .\n".encode() for prefix in sorted(names.used))
        between = b"\n"
    for name, blocks in arranged:
        out.write(between + (f"{name} {{\n\n".encode() if name else b""))
        out.writelines(_headed(blocks))
        out.write(b"\n}\n" if name else b"")
        between = b"\n"


class _Subjects:
    """A file that hands on its lines, those of one subject together as far as they stand together."""

    def __init__(self, add: Callable[[bytes, bytes], None]) -> None:
        self._add = add
        self._rest = b""

    def write(self, part: bytes) -> int:
        """Take a part, which may end within a line."""
        *lines, self._rest = (self._rest + part).split(b"\n")
        for subject, found in groupby(lines, key=_subject):
            self._add(subject, b"\n".join(found))
        return len(part)

    def writelines(self, lines: Iterable[bytes]) -> None:
        """Take parts."""
        self.write(b"".join(lines))


def _read(source: Source, add: Callable[[bytes, bytes], None]) -> None:
    source(cast("IO[bytes]", _Subjects(add)))


def _subject(line: bytes) -> bytes:
    return line[: line.index(b" ")]


def _arranged(source: Source, base: str, names: "_Names") -> Runs:
    """Put blocks of Turtle into order, each after a line with the heading of its section."""
    # A claim and its parts stand together, where it first appears in a document: they are brought together first.
    gathered, claim = Runs(), f"<{base}claim/".encode()

    def gather(subject: bytes, lines: bytes) -> None:
        key = subject[len(claim) - 1 :].partition(b".")[0].rstrip(b">") if subject.startswith(claim) else subject
        gathered.add(key, lines)

    _read(source, gather)
    blocks = Runs()
    for _, parts in groupby(gathered, key=itemgetter(0)):
        described = _described(b"\n".join(lines for _, lines in parts).decode())
        places = _places(described, base)
        found = sorted((_place(subject, places, base), subject) for subject in described)
        written = "\n".join(_block(subject, described[subject], names) for _, subject in found)
        where, first = found[0]
        blocks.add(where.encode(), f"{_section(first, base, described)}\n{written}".encode())
    return blocks


def _described(lines: str) -> Described:
    described: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for line in lines.split("\n"):
        subject, predicate, item = line.split(" ", 2)
        described[subject][predicate].add(item[:-2])
    return described


def _headed(blocks: Runs) -> Iterator[bytes]:
    """Yield blocks with an empty line between them, each section under its heading."""
    section, between = b"", b""
    for _, block in blocks:
        heading, _, written = block.partition(b"\n")
        if heading and heading != section:
            section = heading
            yield between + b"# " + heading + b"\n"
            between = b"\n"
        yield between + written
        between = b"\n"


class _Names:
    """Shortens IRIs by a ledger's prefixes and remembers which prefixes were used."""

    def __init__(self, base: str) -> None:
        # A local name has neither / nor #, so that its prefix ends at the last of them.
        self.known = {iri: prefix for prefix, iri in reversed(prefixes(base).items())}
        self.used: set[str] = set()
        self.cache: dict[str, str] = {}

    def __call__(self, term: str) -> str:
        found = self.cache.get(term)
        if found is None:
            if len(self.cache) > _MOST_NAMES:
                self.cache.clear()
            found = self.cache[term] = self._write(term)
        return found

    def _write(self, term: str) -> str:
        if term[0] == '"':
            if term[-1] != ">":
                return term
            text, _, datatype = term.rpartition("^^")
            short = _SHORT_NUMBERS.get(datatype)
            return text[1:-1] if short and short.fullmatch(text[1:-1]) else f"{text}^^{self(datatype)}"
        cut = max(term.rfind("/"), term.rfind("#")) + 1
        prefix = self.known.get(term[1:cut])
        if prefix and _LOCAL.fullmatch(term[cut:-1]):
            self.used.add(prefix)
            return f"{prefix}:{term[cut:-1]}"
        return term


def _block(subject: str, statements: Mapping[str, set[str]], names: _Names) -> str:
    lines = []
    for predicate in sorted(statements, key=lambda name: (_RANK.get(name, len(_RANK)), name[1:-1])):
        verb = "a" if predicate == _TYPE else names(predicate)
        items = sorted(map(names, statements[predicate]))
        lines.append(f"    {verb} {f',{chr(10)}        '.join(items)}")
    return f"{names(subject)}\n{f' ;{chr(10)}'.join(lines)} .\n"


_SECTIONS: Final = ("predicate", "topic", "event", "document", "claim")


def _part(node: str, base: str) -> tuple[str, str]:
    """Split a node's name under the base into its part ("claim", or "" for an entity) and the rest."""
    if not node.startswith(f"<{base}"):
        return "", ""
    part, slash, rest = node[len(base) + 1 : -1].partition("/")
    return (part, rest) if slash else ("entity", part)


def _section(node: str, base: str, described: Described) -> str:
    if node.startswith(f"<{UNIT}"):
        return "units"
    part, rest = _part(node, base)
    match part:
        case "claim":
            claim = f"<{base}claim/{rest.partition('.')[0]}>"
            named = described.get(claim, {}).get(_IDENTIFIER)
            name = min(map(_text, named)) if named else claim[1:-1]
            return " ".join(f"claim {name}".split())
        case "document":
            return f"document {rest}"
        case "entity" if rest not in {"ledger", "topics"}:
            return "entities"
        case "predicate" | "topic" | "event":
            return f"{part}s"
    return ""


def _text(term: str) -> str:
    """Return what a literal says, as far as it stands in one line."""
    text = term[1 : term.rindex('"')]
    return re.sub(r"\\(?:([tnr])|u([0-9A-F]{4})|(.))", _meant, text) if "\\" in text else text


def _meant(escape: re.Match[str]) -> str:
    return " " if escape[1] else chr(int(escape[2], 16)) if escape[2] else escape[3]


def _places(described: Described, base: str) -> dict[str, tuple[str, int, str]]:
    """Map a claim's key to where it stands first: document, offset, and its own name in the records."""
    places: dict[str, tuple[str, int, str]] = {}
    for node, statements in described.items():
        if _APPEARANCE not in statements.get(_TYPE, ()):
            continue
        key, _, rest = _part(node, base)[1].partition(".at.")
        document, _, span = rest.rpartition(".")
        start = span.partition("-")[0]
        offset = int(start) if "-" in span and start.isdecimal() else 2**31
        found = (document, offset, key)
        places[key] = min(found, places.get(key, found))
    return places


def _place(node: str, places: Mapping[str, tuple[str, int, str]], base: str) -> str:
    """Sort key of a subject: the ledger, declarations by kind, each document with its claims as they stand in it."""
    part, rest = _part(node, base)
    name = node[1:-1] if node[0] == "<" else node[2:]
    if part == "claim":
        key, dot, tail = rest.partition(".")
        document, offset, _ = places.get(key, ("\U0010ffff", 0, key))
        kinds = ("measure", "period", "at.", "", "resolution")
        rank = next((index for index, kind in enumerate(kinds, 1) if kind and tail.startswith(kind)), 4) if dot else 0
        return f"8{document}\0{offset + 1:020}{key}\0{rank}{name}"
    if node == f"<{base}ledger>":
        return "0"
    if part == "entity":
        return f"{4 if rest == 'topics' else 1}{name}"
    if part == "document":
        return f"8{rest}\0{0:020}{name}"
    if part in _SECTIONS:
        return f"{({'predicate': 3, 'topic': 5, 'event': 6})[part]}{name}"
    return f"2{name}"
