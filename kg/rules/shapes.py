"""SHACL (https://www.w3.org/TR/shacl/), through one of two engines that read the ledger as N-Triples.

``shacl`` is fast: it needs seconds where pySHACL, the reference implementation, needs minutes. pySHACL judges it in
the tests and stands in where there is no build of it. What either fails of the W3C's suite is in ``docs/shacl.md``.
This is the only module that knows them: another engine needs only to give the same results.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg import assets
from kg.rules.findings import Severity
from kg.terms import RDF, SH

__all__ = ["Engine", "Result", "Violation", "by_pyshacl", "by_shacl", "shapes", "violations"]

_SEVERITIES: Final[dict[Node | None, Severity]] = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
_TOO_FEW: Final = {SH.MinCountConstraintComponent, SH.QualifiedMinCountConstraintComponent}
_TOO_MANY: Final = {SH.MaxCountConstraintComponent, SH.QualifiedMaxCountConstraintComponent}


class Result(NamedTuple):
    """What an engine reports of one node (sh:ValidationResult): terms, and None where it has no such property."""

    shape: Node | None
    severity: Node | None
    focus: Node | None
    component: Node | None
    path: Node | None
    value: Node | None


Engine = Callable[[Path, str], Iterable[Result]]
"""Holds a file of N-Triples against shapes in Turtle. Nothing is inferred, imported or fetched."""


class Violation(NamedTuple):
    """One shape that one node breaks: the shape's name, how bad that is, the node, what should be so, how to mend it.

    ``values`` are what is there instead, empty where something is missing; None where the shape looks at
    more than one property.
    """

    shape: str
    severity: Severity
    focus: Node
    message: str
    remedy: str
    values: tuple[Node, ...] | None


def shapes() -> Graph:
    """Return the ontology's shapes."""
    text = assets.ontology().joinpath("shapes.ttl").read_text(encoding="utf-8")
    return Graph().parse(data=text, format="turtle")


def violations(ledger: Path, constraints: Graph, engine: Engine | None = None) -> Iterator[Violation]:
    """Yield every violation of named shapes by a file of N-Triples, each with its sh:message and sh:description.

    ``engine`` is the fastest that is installed unless said otherwise.
    """
    found = [
        result
        for result in (engine or _fastest())(ledger, constraints.serialize(format="turtle"))
        # Else it is a part of a named shape, which has a result of its own.
        if isinstance(result.shape, URIRef) and result.focus is not None
    ]
    several = _objects(ledger, {(one.focus, one.path) for one in found if one.component in _TOO_MANY})
    for one in found:
        yield Violation(
            shape=str(one.shape).rpartition("#")[2],
            severity=_SEVERITIES[one.severity],
            focus=one.focus or BNode(),
            message=str(constraints.value(one.shape, SH.message)),
            remedy=str(constraints.value(one.shape, SH.description)),
            values=_values(one, several),
        )


def by_pyshacl(ledger: Path, constraints: str) -> Iterator[Result]:
    """Ask pySHACL (https://github.com/RDFLib/pySHACL)."""
    from pyshacl import validate  # noqa: PLC0415  (slow to import, seldom needed)

    data, shapes_ = Graph().parse(ledger, format="nt"), Graph().parse(data=constraints, format="turtle")
    answer: Any = validate(
        data, shacl_graph=shapes_, inference="none", advanced=False, meta_shacl=False, do_owl_imports=False
    )
    report: Graph = answer[1]
    for result in report.subjects(RDF.type, SH.ValidationResult):
        names = ("sourceShape", "resultSeverity", "focusNode", "sourceConstraintComponent", "resultPath", "value")
        yield Result(*(report.value(result, SH[name]) for name in names))


def by_shacl(ledger: Path, constraints: str) -> Iterator[Result]:
    """Ask ``shacl`` (https://github.com/pwin/SHACL_Engine)."""
    import shacl  # noqa: PLC0415  (there is not a build of it everywhere)

    for result in shacl.Shapes.from_turtle(constraints).validate_file(str(ledger)).results:
        terms = (result.source_shape, f"<{result.severity_iri}>", result.focus_node, f"<{result.component_iri}>")
        yield Result(*(_term(term) if term else None for term in (*terms, result.path, result.value)))


def _fastest() -> Engine:
    try:
        import shacl  # noqa: F401, PLC0415  (as above)
    except ImportError:
        return by_pyshacl
    return by_shacl


_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_MEANT: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_LITERAL: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(?:\^\^<([^>]*)>|@(.+))?', re.DOTALL)


def _term(text: str) -> Node:
    """Read a term of N-Triples; what is none of its terms, such as a path in SPARQL, becomes a name for itself."""
    if found := _LITERAL.fullmatch(text):
        value, datatype, language = found.groups()
        return Literal(_plain(value), language, datatype and URIRef(datatype), normalize=False)
    return URIRef(_plain(text[1:-1])) if text.startswith("<") else BNode(text.removeprefix("_:"))


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: _meant(*found.groups()), text) if "\\" in text else text


def _meant(short: str | None, long: str | None, sign: str) -> str:
    code = short or long
    return chr(int(code, 16)) if code else _MEANT.get(sign, sign)


def _objects(ledger: Path, wanted: set[tuple[Node | None, Node | None]]) -> dict[tuple[str, str], list[Node]]:
    """Find the objects of subjects and predicates, for results that count them and say no more."""
    found: dict[tuple[str, str], list[Node]] = defaultdict(list)
    names = {tuple(node.n3() for node in pair if isinstance(node, URIRef | BNode)) for pair in wanted}
    if names:
        with ledger.open(encoding="utf-8") as file:
            for line in file:
                subject, predicate, rest = line.split(" ", 2)
                if (subject, predicate) in names:
                    found[subject, predicate].append(_term(rest.rstrip(" .\n")))
    return found


def _values(one: Result, several: dict[tuple[str, str], list[Node]]) -> tuple[Node, ...] | None:
    if one.component in _TOO_FEW:
        return ()
    if one.component in _TOO_MANY and isinstance(one.path, URIRef) and isinstance(one.focus, URIRef | BNode):
        return tuple(sorted(several[one.focus.n3(), one.path.n3()], key=str))
    return None if one.value is None or one.value == one.focus else (one.value,)
