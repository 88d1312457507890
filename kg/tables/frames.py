"""Results as data frames, for analysts: numbers to calculate with, days as days, short names."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from rdflib import Literal, URIRef
from rdflib.term import Node

from kg.errors import QueryError
from kg.store import Row
from kg.tables.naming import INTEGERS, shorten
from kg.terms import XSD

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # its stubs are a package of their own
    import polars as pl

__all__ = ["to_pandas", "to_polars"]

_LARGEST: Final = 2**63
_KINDS: Final[dict[URIRef | None, str]] = {
    **dict.fromkeys(INTEGERS, "integer"),
    **dict.fromkeys((XSD.decimal, XSD.double, XSD.float), "number"),
    XSD.boolean: "boolean",
    XSD.date: "date",
}


def to_pandas(columns: Sequence[str], rows: Sequence[Row], prefixes: Mapping[str, str]) -> "pd.DataFrame":
    """Build a pandas data frame; see :meth:`kg.tables.Table.to_pandas`."""
    try:
        import pandas as pd  # noqa: PLC0415  (an extra, and slow to import)
    except ImportError as reason:
        raise _absent(reason) from None
    types = {
        "integer": "Int64",
        "number": "float64",
        "date": "datetime64[s]",
        "moment": "datetime64[us, UTC]",
        "local": "datetime64[us]",
        "boolean": "boolean",
        "text": "string",
    }
    frame = {}
    for name, (kind, values) in _typed(columns, rows, prefixes).items():
        frame[name] = pd.Series(values, dtype=types[kind])
    return pd.DataFrame(frame, columns=list(columns))


def to_polars(columns: Sequence[str], rows: Sequence[Row], prefixes: Mapping[str, str]) -> "pl.DataFrame":
    """Build a polars data frame; see :meth:`kg.tables.Table.to_polars`."""
    try:
        import polars as pl  # noqa: PLC0415  (an extra, and slow to import)
    except ImportError as reason:
        raise _absent(reason) from None
    types: dict[str, Any] = {
        "integer": pl.Int64,
        "number": pl.Float64,
        "date": pl.Date,
        "moment": pl.Datetime("us", "UTC"),
        "local": pl.Datetime("us"),
        "boolean": pl.Boolean,
        "text": pl.String,
    }
    return pl.DataFrame(
        [pl.Series(name, values, dtype=types[kind]) for name, (kind, values) in _typed(columns, rows, prefixes).items()]
    )


def _absent(reason: ImportError) -> QueryError:
    return QueryError.at(None, f"{reason.name} is not installed", f'run: pip install "ai-claims-kg[{reason.name}]"')


def _typed(
    columns: Sequence[str], rows: Sequence[Row], prefixes: Mapping[str, str]
) -> dict[str, tuple[str, list[Any]]]:
    """Give each column one kind, and its values as Python has them."""
    found: dict[str, tuple[str, list[Any]]] = {}
    for index, name in enumerate(columns):
        terms = [row[index] for row in rows]
        kinds = {_kind(term) for term in terms if term is not None}
        kind = kinds.pop() if len(kinds) == 1 else "number" if kinds == {"integer", "number"} else "text"
        values = [term.value if isinstance(term, Literal) else None for term in terms]
        if kind == "integer" and any(value is not None and abs(value) >= _LARGEST for value in values):
            kind = "number"
        if kind == "text":
            values = [None if term is None else shorten(term, prefixes) for term in terms]
        elif kind == "number":
            values = [None if value is None else float(value) for value in values]
        found[name] = kind, values
    return found


def _kind(term: Node) -> str:
    """Name the kind of a term: text where it is no literal, or its text is not of its datatype."""
    if not isinstance(term, Literal) or term.value is None:
        return "text"
    if term.datatype == XSD.dateTime:
        return "moment" if term.value.tzinfo else "local"
    return _KINDS.get(term.datatype, "text")
