"""Changes as a table: a row for each field that differs, and for each record that came or went."""

from collections.abc import Iterable, Iterator

from rdflib import Literal, URIRef

from kg.changes.outline import outline
from kg.changes.values import Changes, Field, How
from kg.tables import Table
from kg.terms import prefixes

__all__ = ["table"]

_COLUMNS = ("kind", "how", "record", "iri", "label", "field", "before", "after", "effect", "warning")


def table(changes: Changes) -> Table:
    """Write changes as a table; a record that came or went has what it says in ``after`` or ``before``."""
    rows = []
    for section in outline(changes):
        for item in section.items:
            same = (item.id, URIRef(item.iri) if item.iri else None, item.label)
            told = [
                (item.kind, item.how, *same, *rest) for rest in _rows(item.how, item.says, item.fields, item.warnings)
            ]
            for one in item.verdicts:
                told += [
                    ("resolution", one.how, *same, *rest) for rest in _rows(one.how, one.says, one.fields, one.warnings)
                ]
            rows += [
                tuple(Literal(cell) if isinstance(cell, str) and not isinstance(cell, URIRef) else cell for cell in row)
                for row in told
            ]
    return Table(_COLUMNS, rows, "What has changed", prefixes(changes.new.ledger.base))


def _rows(
    how: How, says: str, fields: Iterable[Field], warnings: Iterable[str]
) -> Iterator[tuple[str | None, str | None, str | None, str | None, str | None]]:
    warning = "; ".join(warnings) or None
    if how in {How.ADDED, How.GONE}:
        yield None, says if how is How.GONE else None, says if how is How.ADDED else None, None, warning
    for field in fields:
        yield field.name, field.before or None, field.after or None, field.effect, warning
