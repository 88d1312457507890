"""The answer to a question, as a value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rdflib import Graph, URIRef

from kg.store import Row
from kg.tables import frames, html, writing

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # its stubs are a package of their own
    import polars as pl

__all__ = ["Table"]


@dataclass(frozen=True)
class Table:
    """Rows of RDF terms under named columns; None where a variable is unbound.

    ``rows`` is a sequence of tuples, as long as ``columns`` each. ``prefixes`` and ``labels`` (of IRIs) serve
    people: files in the W3C's formats have the terms as they are.
    """

    columns: tuple[str, ...]
    rows: Sequence[Row]
    title: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    labels: Mapping[URIRef, str] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def to_csv(self) -> bytes:
        """Write SPARQL 1.1 results as CSV (https://www.w3.org/TR/sparql11-results-csv-tsv/): bare values, UTF-8."""
        return writing.csv(self.columns, self.rows)

    def to_tsv(self) -> bytes:
        """Write SPARQL 1.1 results as TSV: terms as Turtle has them, so that nothing is lost."""
        return writing.tsv(self.columns, self.rows)

    def to_json(self) -> bytes:
        """Write SPARQL 1.1 results as JSON (https://www.w3.org/TR/sparql11-results-json/)."""
        return writing.json(self.columns, self.rows)

    def to_graph(self) -> Graph:
        """Describe the table in the result set vocabulary of the W3C's SPARQL tests, for RDF formats."""
        return writing.graph(self.columns, self.rows)

    def to_pandas(self) -> "pd.DataFrame":
        """Return a pandas data frame.

        Integers are ``Int64``, other numbers ``float64``, days and times ``datetime64``, booleans ``boolean``; all
        else is ``string``, IRIs as prefixed names. A column of several kinds is ``string``. Raises QueryError
        where pandas is not installed.
        """
        return frames.to_pandas(self.columns, self.rows, self.prefixes)

    def to_polars(self) -> "pl.DataFrame":
        """Return a polars data frame, with ``Int64``, ``Float64``, ``Date``, ``Datetime``, ``Boolean`` and ``String``.

        Columns are typed as by :meth:`to_pandas`. Raises QueryError where polars is not installed.
        """
        return frames.to_polars(self.columns, self.rows, self.prefixes)

    def _repr_html_(self) -> str:
        return html.page(self.columns, self.rows, self.title, self.prefixes, self.labels)
