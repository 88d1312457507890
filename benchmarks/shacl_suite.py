"""What each SHACL engine passes of the W3C's test suite, and what it fails.

    python benchmarks/shacl_suite.py FOLDER [ENGINE …]

FOLDER is ``data-shapes-test-suite/tests`` of a copy of https://github.com/w3c/data-shapes; engines are ``shacl`` and
``pyshacl``. A test passes where the results are the expected ones: focus node, path, value, component and severity
of each, blank nodes alike. A test that expects a failure passes where the engine raises an error.
"""

import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyshacl
import shacl
from rdflib import RDF, SH, BNode, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT = Namespace("http://www.w3.org/ns/shacl-test#")
PARTS = (SH.focusNode, SH.resultPath, SH.value, SH.sourceConstraintComponent, SH.resultSeverity)
PATHS = (SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)


def by_shacl(data: Path, shapes: Path) -> Graph:
    """Return a report by ``shacl``."""
    report = shacl.Shapes.from_text(shapes.read_text(), base=shapes.as_uri()).validate_text(
        data.read_text(), base=data.as_uri()
    )
    return Graph().parse(data=report.serialize("ntriples"), format="nt")


def by_pyshacl(data: Path, shapes: Path) -> Graph:
    """Return a report by pySHACL."""
    read = [Graph().parse(file, publicID=file.as_uri()) for file in (data, shapes)]
    report = pyshacl.validate(read[0], shacl_graph=read[1], inference="none", advanced=False, meta_shacl=False)[1]
    if not isinstance(report, Graph):
        raise report
    return report


ENGINES = {"shacl": by_shacl, "pyshacl": by_pyshacl}


def shown(graph: Graph, node: Node | None) -> str:
    """Write a term so that terms that mean the same look the same: a path by its parts, a blank node by its place."""
    if not isinstance(node, BNode):
        return "" if node is None else node.n3()
    if (node, RDF.first, None) in graph:
        return f"({' '.join(shown(graph, part) for part in Collection(graph, node))})"
    parts = [(path, graph.value(node, path)) for path in PATHS if (node, path, None) in graph]
    return " ".join(f"{path.n3()} {shown(graph, part)}" for path, part in parts) or "_"


def results(graph: Graph, report: Node) -> Counter[tuple[str, ...]]:
    """Count the results of a report."""
    return Counter(
        tuple(shown(graph, graph.value(result, part)) for part in PARTS) for result in graph.objects(report, SH.result)
    )


def tests(manifest: Path) -> Iterator[tuple[str, Graph, Node, Path]]:
    """Yield each test of a manifest and of those that it includes: name, graph, node, file."""
    graph = Graph().parse(manifest, publicID=manifest.as_uri())
    for included in sorted(graph.objects(None, MF.include)):
        yield from tests(Path(str(included).removeprefix("file://")))
    for test in sorted(graph.subjects(RDF.type, SHT.Validate)):
        yield f"{manifest.parent.parent.name}/{manifest.parent.name}/{manifest.stem}", graph, test, manifest


def passes(engine: str, graph: Graph, test: Node, file: Path) -> str:
    """Run a test; return what is wrong, or nothing."""
    action, expected = graph.value(test, MF.action), graph.value(test, MF.result)
    data, shapes = (graph.value(action, name) for name in (SHT.dataGraph, SHT.shapesGraph))
    files = [Path(str(name).removeprefix("file://")) if isinstance(name, URIRef) else file for name in (data, shapes)]
    try:
        report = ENGINES[engine](*files)
    except Exception as error:  # noqa: BLE001  (whatever an engine does instead of answering)
        return "" if expected == SHT.Failure else f"{type(error).__name__}: {str(error)[:120]}"
    if expected == SHT.Failure:
        return "no failure"
    wanted = results(graph, expected)
    found = results(report, report.value(predicate=RDF.type, object=SH.ValidationReport))
    missing, extra = wanted - found, found - wanted
    return "" if wanted == found else f"missing {list(missing)}, too many {list(extra)}"


def main(folder: Path, engines: list[str]) -> None:
    """Print what fails, and how many pass."""
    warnings.simplefilter("ignore")
    for engine in engines:
        passed: Counter[str] = Counter()
        every: Counter[str] = Counter()
        for name, graph, test, file in tests(folder.resolve() / "manifest.ttl"):
            part = file.relative_to(folder.resolve()).parts[0]
            every[part] += 1
            wrong = passes(engine, graph, test, file)
            passed[part] += not wrong
            if wrong:
                print(f"{engine}: {name}: {wrong}")
        print(f"{engine}: " + ", ".join(f"{part} {passed[part]} of {count}" for part, count in every.items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or list(ENGINES))
