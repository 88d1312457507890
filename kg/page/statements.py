"""The graph as columns: every statement of a ledger in a page, in a fraction of the room of N-Quads.

Statements are grouped by graph and by their subject's classes. In such a group most subjects have the same
properties, so each property becomes a column of objects in the order of the subjects. IRIs are numbered in the
order of the page's nodes, what is part of a node after it, so that numbers differ by little from row to row, and
each is written as an earlier IRI and what follows it. ``viz/script/graph.js`` is the reader.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple

from kg.errors import FormatError
from kg.page.packing import Column, Packer

__all__ = ["Statement", "numbered", "pack", "statements", "within"]


class Statement(NamedTuple):
    """One line of N-Quads. ``kind`` is None for a node as object, else a datatype's IRI, or ``@`` and a language."""

    subject: str
    predicate: str
    object: str
    kind: str | None
    graph: str


_NODE: Final = r"<([^>]*)>|(_:[^ ]+)"
_LINE: Final = re.compile(
    rf'(?:{_NODE}) <([^>]*)> (?:{_NODE}|"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|(@[A-Za-z0-9-]+))?)(?: (?:{_NODE}))? \.'
)
_ESCAPE: Final = re.compile(r'\\(?:([tbnrf"\'\\])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))')
_MEANT: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_WHOLE: Final = re.compile(r"0|-?[1-9][0-9]{0,14}")
_ACCEPTED: Final = "graph/accepted"
_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


def statements(nquads: str) -> Iterator[Statement]:
    """Read N-Quads as an engine writes them, a statement a line (https://www.w3.org/TR/n-quads/).

    Raises FormatError at a line that is none.
    """
    for number, line in enumerate(nquads.split("\n"), 1):
        if not line:
            continue
        found = _LINE.fullmatch(line)
        if found is None:
            raise FormatError.at(None, f"line {number} of the graph is no N-Quads statement", "export it anew")
        subject, blank, predicate, thing, unnamed, text, datatype, language, graph, hidden = found.groups()
        if text is None:
            thing, kind = _plain(thing) if thing is not None else unnamed, None
        else:
            thing, kind = _plain(text), language or datatype or _STRING
        yield Statement(
            _plain(subject) if subject is not None else blank,
            _plain(predicate),
            thing,
            kind,
            _plain(graph) if graph is not None else hidden or "",
        )


def _plain(text: str) -> str:
    return _ESCAPE.sub(_meant, text) if "\\" in text else text


def _meant(escape: re.Match[str]) -> str:
    short, *codes = escape.groups()
    if short:
        return _MEANT.get(short, short)
    return chr(int(codes[0] or codes[1], 16))


_PART_OF: Final = (
    "http://www.w3.org/ns/oa#hasBody",
    "https://w3id.org/ai-claims/ns#resolves",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#subject",
)


def within(every: Iterable[Statement], claims: Iterable[str], others: Iterable[str]) -> list[Statement]:
    """Keep the statements on these claims: their appearances, resolutions and links, and whatever those name.

    ``others`` are the claims to leave out; a link to one of them is left out too. ``graph:accepted``, which joins all
    that is named, is not followed: of it is kept what joins two of the nodes.
    """
    found = list(every)
    by_subject: dict[str, list[Statement]] = defaultdict(list)
    parts: dict[str, list[str]] = defaultdict(list)
    for one in found:
        by_subject[one.subject].append(one)
        if one.predicate in _PART_OF:
            parts[one.object].append(one.subject)
    beyond = set(others)
    left_out = {one.subject for one in found if one.kind is None and one.object in beyond} - set(claims)
    left_out |= beyond
    todo = [*claims, *(part for claim in claims for part in parts[claim])]
    kept: set[str] = set()
    while todo:
        node = todo.pop()
        if node in kept or node in left_out:
            continue
        kept.add(node)
        todo += [one.object for one in by_subject[node] if one.kind is None and not one.graph.endswith(_ACCEPTED)]
    ledger = {one.subject for one in found if one.object == "http://rdfs.org/ns/void#Dataset"}
    kept |= ledger

    def stays(one: Statement) -> bool:
        if one.graph.endswith(_ACCEPTED) and one.kind is None:
            return one.object in kept
        return not (one.kind is None and one.object in left_out)

    return [one for one in found if one.subject in kept and stays(one)]


def numbered(every: Iterable[Statement], order: Iterable[str]) -> dict[str, int]:
    """Give IRIs numbers: those of ``order`` first, each followed by what is part of it, then all others."""
    roots = list(dict.fromkeys(order))
    iris = set(roots)
    for one in every:
        iris |= {one.subject, one.predicate, one.graph, one.object if one.kind is None else ""}
    place = {root: index for index, root in enumerate(roots)}

    def rank(iri: str) -> tuple[int, str]:
        cut = iri
        while cut and cut not in place:
            cut = cut.rpartition(".")[0]
        return (place.get(cut, len(roots)), iri)

    return {iri: number for number, iri in enumerate(sorted(iris - {""}, key=rank))}


def pack(packer: Packer, every: Sequence[Statement], numbers: Mapping[str, int], base: str) -> dict[str, Any]:
    """Add statements and the IRIs that ``numbers`` counts to a page's columns; return where they are.

    ``base`` is where the ledger's instances live: most IRIs begin with it.
    """
    groups = [_group(packer, numbers, graph, found) for graph, found in _grouped(every)]
    return {"iris": _iris(packer, list(numbers), base), "graph": groups}


def _group(packer: Packer, numbers: Mapping[str, int], graph: str, found: Iterable[Statement]) -> dict[str, Any]:
    """Add the statements on subjects of the same classes: a column for each property and kind of object."""
    objects: dict[tuple[str, str], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    subjects = set()
    for one in found:
        subject = numbers[one.subject]
        subjects.add(subject)
        objects[one.predicate, one.kind or ""][subject].append(one.object)
    in_order = sorted(subjects)
    columns = [
        {"predicate": numbers[predicate], **_objects(packer, numbers, in_order, objects[predicate, kind], kind)}
        for predicate, kind in sorted(objects)
    ]
    return {"graph": numbers[graph] if graph else -1, "subjects": packer.column(in_order), "columns": columns}


def _objects(
    packer: Packer, numbers: Mapping[str, int], subjects: Sequence[int], objects: Mapping[int, list[str]], kind: str
) -> Column:
    """Add one column of objects: numbers of IRIs or of strings, or whole numbers as they are."""
    whole = bool(kind) and all(_WHOLE.fullmatch(thing) for each in objects.values() for thing in each)
    number = int if whole else packer.text if kind else numbers.__getitem__
    found = [sorted(map(number, objects.get(subject, ()))) for subject in subjects]
    column: Column = {"counts": packer.column([len(each) for each in found])}
    flat = [one for each in found for one in each]
    if kind:
        return column | {"kind": packer.text(kind), "whole": whole, "objects": packer.column(flat)}
    near = [one - subject for subject, each in zip(subjects, found, strict=True) for one in each]
    # What is part of a node has a number near the node's own.
    if sum(map(abs, near)) < sum(abs(after - before) for before, after in pairwise(flat)):
        return column | {"near": packer.column(near)}
    return column | {"objects": packer.column(flat)}


def _grouped(every: Sequence[Statement]) -> Iterator[tuple[str, list[Statement]]]:
    """Group statements by graph and by the classes of their subjects there."""
    classes: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in every:
        if one.predicate == _TYPE:
            classes[one.graph, one.subject].append(one.object)
    named = {key: " ".join(sorted(found)) for key, found in classes.items()}

    def key(one: Statement) -> tuple[str, str]:
        return one.graph, named.get((one.graph, one.subject), "")

    # Sorted whole: the number of a string, and so the file, must not depend on the order of a store.
    in_order = sorted(every, key=lambda one: (key(one), one.predicate, one.subject, one.object, one.kind or ""))
    yield from ((graph, list(found)) for (graph, _), found in groupby(in_order, key=key))


_ENDS_IN_SPAN: Final = re.compile(r"(.*\.)([1-9][0-9]{0,14}|0)-([1-9][0-9]{0,14}|0)")
_NAMES_CLAIM: Final = re.compile(r"(\.[a-z]+\.)([0-9a-f]{8,})(\..*)?")
_CUTS: Final = re.compile(r"(?<=[/#])|(?=\.)")
SPAN: Final = "\x00"
CLAIM: Final = "\x01"


def _iris(packer: Packer, iris: Sequence[str], base: str) -> dict[str, Column]:
    """Write each IRI as one that stands before it, or the base, or nothing, and what follows.

    In what follows, a span (``12-40``) and the key of another claim are given as numbers.
    """
    known: dict[str, int] = {}
    keys = {iri.rpartition("/")[2]: number for number, iri in enumerate(iris) if iri.startswith(f"{base}claim/")}
    before: list[int] = []
    rest: list[int] = []
    spans: list[int] = []
    stops: list[int] = []
    claims: list[int] = []
    for number, iri in enumerate(iris):
        cuts = [found.start() for found in _CUTS.finditer(iri) if 0 < found.start() < len(iri)]
        parent = next((cut for cut in reversed(cuts) if iri[:cut] in known), 0)
        if parent:
            before.append(number - known[iri[:parent]] + 1)
        elif base and iri.startswith(base):
            parent = len(base)
            before.append(1)
        else:
            before.append(0)
        known[iri] = number
        follows = iri[parent:]
        span, named = _ENDS_IN_SPAN.fullmatch(follows), _NAMES_CLAIM.fullmatch(follows)
        if span:
            follows = f"{span[1]}{SPAN}"
            spans.append(int(span[2]))
            stops.append(int(span[3]))
        elif named and named[2] in keys:
            follows = f"{named[1]}{CLAIM}{named[3] or ''}"
            claims.append(keys[named[2]])
        rest.append(packer.text(follows))
    columns = {"before": before, "rest": rest, "starts": spans, "ends": stops, "claims": claims}
    return {name: packer.column(values) for name, values in columns.items()}
