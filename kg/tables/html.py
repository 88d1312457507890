"""A table in a notebook."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from rdflib import URIRef
from rdflib.term import Node

from kg.store import Row
from kg.tables.naming import is_number, readable

__all__ = ["page"]

_MOST: Final = 200


def page(
    columns: Sequence[str], rows: Sequence[Row], title: str, prefixes: Mapping[str, str], labels: Mapping[URIRef, str]
) -> str:
    """Write an HTML table of the first rows; everything that comes from data is escaped."""

    def cell(term: Node | None) -> str:
        shown = escape(readable(term, labels, prefixes))
        if isinstance(term, URIRef):
            shown = f'<span title="{escape(term)}">{shown}</span>'
        return f'<td style="text-align: {"right" if is_number(term) else "left"}">{shown}</td>'

    caption = f"<caption>{escape(title)}</caption>" if title else ""
    head = "".join(f'<th scope="col" style="text-align: left">{escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{''.join(map(cell, row))}</tr>" for row in rows[:_MOST])
    more = f"<p>… and {len(rows) - _MOST:,} more rows</p>" if len(rows) > _MOST else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
