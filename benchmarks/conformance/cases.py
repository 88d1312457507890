"""The W3C's tests, read from their manifests, and how each class of them is run and judged."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from benchmarks.conformance.comparing import (
    Rows,
    different_graphs,
    different_rows,
    parsed,
    read_csv,
    read_described,
    read_rows,
)
from benchmarks.conformance.sides import PEER, Dataset, Refused, Side

MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT: Final = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")

NOT_OURS: Final = {
    "ProtocolTest": "it asks a server, and kg serves none",
    "GraphStoreProtocolTest": "it asks a server, and kg serves none",
    "ServiceDescriptionTest": "it asks a server, and kg serves none",
    "PositiveEntailmentTest": "it is about entailment, and kg answers from what is stated",
    "NegativeEntailmentTest": "it is about entailment, and kg answers from what is stated",
}
REGIME: Final = "it is about an entailment regime, and kg answers from what is stated"
FEDERATED: Final = "it needs servers at addresses that do not exist"


@dataclass(frozen=True)
class Case:
    """A test: the folder of its manifest, its name there, its class, and where the manifest says what to do.

    ``form`` is what terms are compared by: :func:`valued` or :func:`as_it_is`.
    """

    category: str
    name: str
    kind: str
    graph: Graph
    node: Node
    folder: Path
    base: str
    form: Callable[[Any], Any]

    def file(self, node: Node | None) -> Path:
        """Return the file that an IRI of the manifest stands for."""
        return self.folder / str(node).removeprefix(self.base)

    def value(self, *path: Node) -> Node | None:
        """Follow properties from the test on."""
        node: Node | None = self.node
        for step in path:
            node = None if node is None else self.graph.value(node, step)
        return node


def cases(manifest: Path, form: Callable[[Any], Any]) -> Iterator[Case]:
    """Yield each test that a manifest, or one that it includes, has among its entries."""
    here = manifest.parent.as_uri() + "/"
    graph = Graph().parse(manifest, publicID=manifest.as_uri(), format="turtle")
    for included in graph.objects(None, MF.include):
        for node in Collection(graph, included):
            yield from cases(manifest.parent / str(node).removeprefix(here), form)
    for entries in graph.objects(None, MF.entries):
        for node in Collection(graph, entries):
            name = str(node).rpartition("#")[2]
            kind = str(graph.value(node, RDF.type)).rpartition("#")[2].removesuffix("11")
            yield Case(manifest.parent.name, name, kind, graph, node, manifest.parent, here, form)


def judged(case: Case, side: Side) -> tuple[str, str]:
    """Run a test; return "passed", "failed" or "not ours", and why it did not pass."""
    if reason := _not_ours(case):
        return "not ours", reason
    run = next((run for pattern, run in KINDS if re.fullmatch(pattern, case.kind)), None)
    if run is None:
        return "failed", f"there is no way to run a {case.kind}"
    try:
        wrong = run(case, side)
    except Refused as error:
        wrong = f"refused: {error}"
    except Exception as error:  # noqa: BLE001  (whatever comes instead of an answer)
        wrong = f"{type(error).__name__}: {error}"
    return ("failed", " ".join(wrong.split())[:200]) if wrong else ("passed", "")


def _not_ours(case: Case) -> str:
    if case.value(MF.action, SD.entailmentRegime):
        return REGIME
    federated = case.value(MF.feature) == SD.BasicFederatedQuery and case.kind == "QueryEvaluationTest"
    return FEDERATED if federated else NOT_OURS.get(case.kind, "")


# SPARQL


def _text(path: Path) -> tuple[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return file.read(), path.as_uri()


def _dataset(case: Case, node: Node | None, names: Namespace, text: str = "") -> Dataset:
    """Gather the files of a test, and those that its query names in FROM: nothing is fetched when it runs."""
    graph = case.graph
    found: list[tuple[Path, ox.NamedNode | ox.DefaultGraph, str]] = []
    for file in graph.objects(node, names.data):
        path = case.file(file)
        found.append((path, ox.DefaultGraph(), path.as_uri()))
    for named in graph.objects(node, names.graphData):
        file = graph.value(named, names.graph) or named
        label = graph.value(named, RDFS.label)
        path = case.file(file)
        found.append((path, ox.NamedNode(str(label) if label else path.as_uri()), path.as_uri()))
    for name in re.findall(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", text):
        path = case.folder / name
        if path.is_file():
            found.append((path, ox.NamedNode(path.as_uri()), path.as_uri()))
    return Dataset(tuple(found))


def _evaluates(case: Case, side: Side) -> str:
    action = case.value(MF.action)
    text, base = _text(case.file(case.graph.value(action, QT.query)))
    expected = case.file(case.value(MF.result))
    form = {".csv": "csv", ".tsv": "tsv"}.get(expected.suffix, "json")
    answer = side.query(_dataset(case, action, QT, text), text, base, form)
    if form == "csv":
        return different_rows(read_csv(expected.read_bytes()), read_csv(answer.content))
    in_order = bool(re.search(r"\bORDER\s+BY\b", text[text.rfind("}") :], re.IGNORECASE))
    if answer.form == "nt":
        triples = ox.parse(answer.content, ox.RdfFormat.N_TRIPLES)
        return different_graphs(parsed(expected, expected.as_uri()), ox.Dataset(triples), case.form)
    found = read_rows(answer.content, answer.form, case.form)
    if expected.suffix == ".ttl":
        wanted: Rows | bool = read_described(expected, case.form)
    else:
        wanted = read_rows(expected.read_bytes(), expected.suffix[1:], case.form)
    if isinstance(wanted, bool) or isinstance(found, bool):
        return "" if wanted == found else f"it says {found}"
    return different_rows(wanted, found, in_order=in_order)


def _updates(case: Case, side: Side) -> str:
    action = case.value(MF.action)
    text, base = _text(case.file(case.graph.value(action, UT.request)))
    left = side.update(_dataset(case, action, UT), text, base)
    return different_graphs(PEER.read(_dataset(case, case.value(MF.result), UT)), left, case.form)


def _taken(case: Case, side: Side) -> str:
    path = case.file(case.value(MF.action))
    (side.takes_update if path.suffix == ".ru" else side.takes_query)(*_text(path))
    return ""


def _refuses(run: Callable[[Case, Side], object], otherwise: str) -> Callable[[Case, Side], str]:
    def judge(case: Case, side: Side) -> str:
        try:
            run(case, side)
        except Refused:
            return ""
        return otherwise

    return judge


# RDF


def _read(case: Case, side: Side) -> ox.Dataset:
    path = case.file(case.value(MF.action))
    assumed = next(case.graph.objects(None, MF.assumedTestBase), None)
    base = f"{assumed}{path.relative_to(case.folder).as_posix()}" if assumed else path.as_uri()
    return side.read(Dataset(((path, ox.DefaultGraph(), base),)))


def _reads(case: Case, side: Side) -> str:
    found = _read(case, side)
    result = case.value(MF.result)
    return different_graphs(parsed(case.file(result), ""), found, case.form) if result else ""


KINDS: Final[tuple[tuple[str, Callable[[Case, Side], str]], ...]] = (
    ("QueryEvaluationTest|CSVResultFormatTest", _evaluates),
    ("UpdateEvaluationTest", _updates),
    ("Positive(Update)?SyntaxTest", _taken),
    ("Negative(Update)?SyntaxTest", _refuses(_taken, "it is taken, and is wrong")),
    ("Test(Turtle|Trig|NTriples|NQuads|XML)(Eval|PositiveSyntax)", _reads),
    ("Test(Turtle|Trig|NTriples|NQuads|XML)NegativeSyntax", _refuses(_read, "it is read, and is wrong")),
)
