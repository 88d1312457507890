"""Whether an answer is the one expected, blank nodes and the order of rows left out of it."""

import csv
import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

import pyoxigraph as ox
from rdflib import Namespace

RS: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
XSD: Final = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True)
class Rows:
    """A table: the names of its columns, sorted, and its rows, each a term or None a column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def parsed(path: Path, base: str) -> ox.Dataset:
    """Read a file of RDF to the letter."""
    form = ox.RdfFormat.from_extension(path.suffix[1:])
    return ox.Dataset(ox.parse(path=path, format=form, base_iri=base or None))


def read_csv(content: bytes) -> Rows:
    """Read CSV, in which a blank node is known by its ``_:``."""
    table = csv.DictReader(content.decode().splitlines())
    columns = tuple(sorted(table.fieldnames or ()))
    texts = ([row[name] for name in columns] for row in table)
    return Rows(columns, tuple(tuple(ox.BlankNode(x[2:]) if x[:2] == "_:" else x for x in row) for row in texts))


def read_rows(content: bytes, kind: str, form: Callable[[Any], Any]) -> Rows | bool:
    """Read a table or a yes or no."""
    kinds = {"json": "srj", "srj": "srj", "srx": "srx", "tsv": "tsv"}
    found = ox.parse_query_results(content, ox.QueryResultsFormat.from_extension(kinds[kind]))
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    columns = tuple(sorted(names))
    return Rows(columns, tuple(tuple(form(row[name]) for name in columns) for row in found))


def read_described(path: Path, form: Callable[[Any], Any]) -> Rows:
    """Read a table that is written as RDF."""
    graph = parsed(path, path.as_uri())

    def objects(subject: Any, name: str) -> Iterator[Any]:  # noqa: ANN401  (terms of the engine)
        predicate = ox.NamedNode(RS[name])
        return (quad.object for quad in graph if quad.subject == subject and quad.predicate == predicate)

    whole = next(quad.subject for quad in graph if quad.object == ox.NamedNode(RS.ResultSet))
    columns = tuple(sorted(name.value for name in objects(whole, "resultVariable")))
    rows = []
    for solution in objects(whole, "solution"):
        row = {
            next(objects(binding, "variable")).value: form(next(objects(binding, "value")))
            for binding in objects(solution, "binding")
        }
        rows.append(tuple(row.get(name) for name in columns))
    return Rows(columns, tuple(rows))


def valued(term: Any) -> Any:  # noqa: ANN401  (a term of the engine, or None)
    """Return a term with its number or its boolean in the one form that XSD calls canonical, or so."""
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(XSD):
        return term
    kind, text = term.datatype.value.removeprefix(XSD), term.value.strip()
    try:
        if kind == "decimal":
            number = Decimal(text).normalize()
            text = f"{number:f}"
        elif kind == "integer":
            text = str(int(text))
        elif kind in {"double", "float"}:
            number_ = float(text.replace("INF", "inf"))
            text = "NaN" if math.isnan(number_) else repr(number_)
        elif kind == "boolean":
            text = {"1": "true", "0": "false"}.get(text, text)
    except (ValueError, InvalidOperation):
        return term
    return ox.Literal(text, datatype=term.datatype)


def as_it_is(term: Any) -> Any:  # noqa: ANN401  (as above)
    """Return a term."""
    return term


def different_graphs(wanted: ox.Dataset, found: ox.Dataset, form: Callable[[Any], Any]) -> str:
    """Say how two datasets differ, blank nodes renamed (https://www.w3.org/TR/rdf-canon/); "" where they do not."""
    sides = []
    for dataset in (wanted, found):
        same = ox.Dataset(ox.Quad(q.subject, q.predicate, form(q.object), q.graph_name) for q in dataset)
        same.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
        sides.append({str(quad) for quad in same})
    missing, extra = sides[0] - sides[1], sides[1] - sides[0]
    return _difference(sorted(missing), sorted(extra))


def different_rows(wanted: Rows, found: Rows, *, in_order: bool = False) -> str:
    """Say how two tables differ, in any order unless said otherwise; "" where they do not."""
    if wanted.columns != found.columns:
        return f"its columns are {', '.join(found.columns)}, not {', '.join(wanted.columns)}"
    if _match(list(wanted.rows), list(found.rows), {}, in_order=in_order):
        return ""
    sides = [Counter(tuple(map(_shown, row)) for row in table.rows) for table in (wanted, found)]
    missing, extra = (sorted((one - other).elements()) for one, other in (sides, reversed(sides)))
    return _difference(missing, extra) or (
        "its rows are in another order" if in_order else "its blank nodes are not where they should be"
    )


def _difference(missing: Sequence[object], extra: Sequence[object]) -> str:
    parts = [("missing", missing), ("too many", extra)]
    return ", ".join(f"{name} {', '.join(map(str, some[:2]))}" for name, some in parts if some)


def _shown(term: Any) -> str:  # noqa: ANN401  (a term of the engine, a text, or None)
    return "_" if isinstance(term, ox.BlankNode) else str(term)


def _match(wanted: list[Any], found: list[Any], names: dict[Any, Any], *, in_order: bool) -> bool:
    """Tell whether rows can be paired so that each blank node stands for one and the same."""
    if len(wanted) != len(found):
        return False
    if not wanted:
        return True
    for place, row in enumerate(found[:1] if in_order else found):
        more = _paired(wanted[0], row, names)
        if more is not None and _match(wanted[1:], found[:place] + found[place + 1 :], more, in_order=in_order):
            return True
    return False


def _paired(wanted: Iterable[Any], found: Iterable[Any], names: dict[Any, Any]) -> dict[Any, Any] | None:
    names = dict(names)
    for one, other in zip(wanted, found, strict=True):
        if isinstance(one, ox.BlankNode) and isinstance(other, ox.BlankNode):
            if names.setdefault(one, other) != other or list(names.values()).count(other) > 1:
                return None
        elif one != other:
            return None
    return names
