"""SHACL (https://www.w3.org/TR/shacl/), through pySHACL, its reference implementation.

This is the only module that knows the engine: another needs only to give the same results graph.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from pyshacl import validate
from rdflib import Graph, URIRef
from rdflib.term import Node

from kg import assets
from kg.rules.findings import Severity
from kg.terms import RDF, SH

__all__ = ["Violation", "shapes", "violations"]

_SEVERITIES: Final[dict[Node | None, Severity]] = {
    SH.Violation: Severity.ERROR,
    SH.Warning: Severity.WARNING,
    SH.Info: Severity.INFO,
}
_TOO_FEW: Final = {SH.MinCountConstraintComponent, SH.QualifiedMinCountConstraintComponent}
_TOO_MANY: Final = {SH.MaxCountConstraintComponent, SH.QualifiedMaxCountConstraintComponent}


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


def violations(ledger: Graph, constraints: Graph) -> Iterator[Violation]:
    """Yield every violation of named shapes, each with its sh:message and sh:description."""
    report = _validate(ledger, constraints)
    for result in report.subjects(RDF.type, SH.ValidationResult):
        shape = report.value(result, SH.sourceShape)
        focus = report.value(result, SH.focusNode)
        if not isinstance(shape, URIRef) or focus is None:
            continue  # a part of a named shape, which has a result of its own
        yield Violation(
            shape=shape.rpartition("#")[2],
            severity=_SEVERITIES[report.value(result, SH.resultSeverity)],
            focus=focus,
            message=str(constraints.value(shape, SH.message)),
            remedy=str(constraints.value(shape, SH.description)),
            values=_values(report, result, ledger, focus),
        )


def _values(report: Graph, result: Node, ledger: Graph, focus: Node) -> tuple[Node, ...] | None:
    component = report.value(result, SH.sourceConstraintComponent)
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    if component in _TOO_FEW:
        return ()
    if component in _TOO_MANY and isinstance(path, URIRef):
        return tuple(sorted(ledger.objects(focus, path), key=str))
    return None if value is None or value == focus else (value,)


def _validate(ledger: Graph, constraints: Graph) -> Graph:
    """Return the results graph. Nothing is inferred, imported or fetched, and the ledger stays as it is."""
    answer: Any = validate(
        ledger, shacl_graph=constraints, inference="none", advanced=False, meta_shacl=False, do_owl_imports=False
    )
    report: Graph = answer[1]
    return report
