"""Tables of results: kept as values, written as files, turned into data frames, shown to people."""

from kg.tables.labelling import labels
from kg.tables.rendering import render
from kg.tables.table import Table
from kg.tables.writing import boolean

__all__ = ["Table", "boolean", "labels", "render"]
