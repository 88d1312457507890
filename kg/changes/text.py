"""Changes as plain text, for a terminal."""

from collections.abc import Iterable, Iterator
from textwrap import fill
from typing import Final

from kg.changes.outline import SIGNS, Item, counted, outline
from kg.changes.values import Changes, Field
from kg.collector import paused

__all__ = ["text"]

_WIDTH: Final = 100
_NAME: Final = 12


@paused()
def text(changes: Changes, old: str, new: str) -> str:
    """Write what has changed between the ledgers called ``old`` and ``new``; the same ledgers give the same text."""
    return "".join(f"{line}\n" for line in _lines(changes, old, new))


def _lines(changes: Changes, old: str, new: str) -> Iterator[str]:
    yield f"{old} → {new}: {counted(changes)}"
    if changes.warned:
        yield f"! marks {changes.warned} claim{'' if changes.warned == 1 else 's'} to look at"
    for section in outline(changes):
        yield ""
        yield f"{section.title} ({len(section.items)})"
        for item in section.items:
            yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    name = f"  [{_line(item.id)}]" if item.id else ""
    became = f"  {item.became}" if item.became else ""
    yield f"  {SIGNS[item.how]} {_line(item.label)}{name}{became}"
    yield from _warnings(item.warnings, 6)
    if item.says:
        yield _filled(item.says, 6)
    yield from _fields(item.fields, 6)
    for verdict in item.verdicts:
        yield _filled(f"{SIGNS[verdict.how]} {verdict.says}", 6, 8)
        yield from _warnings(verdict.warnings, 8)
        yield from _fields(verdict.fields, 8)


def _warnings(warnings: Iterable[str], indent: int) -> Iterator[str]:
    return (_filled(f"! {warning}", indent, indent + 2) for warning in warnings)


def _fields(fields: Iterable[Field], indent: int) -> Iterator[str]:
    """Write a field on one line where it fits, else what was and what is below each other."""
    for field in fields:
        effect = f"  ({field.effect})" if field.effect else ""
        before, after = _line(field.before), _line(field.after)
        short = f"{' ' * indent}{field.name:<{_NAME}} {before or '–'} → {after or '–'}{effect}"
        if len(short) <= _WIDTH:
            yield short
            continue
        yield f"{' ' * indent}{field.name}{effect}"
        yield from (
            _filled(f"{sign} {each}", indent + 2, indent + 4)
            for sign, each in zip("-+", (before, after), strict=True)
            if each
        )


def _filled(written: str, indent: int, further: int = 0) -> str:
    line = _line(written)
    if len(line) <= _WIDTH - indent:
        return f"{' ' * indent}{line}"
    return fill(
        line,
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (further or indent),
        break_on_hyphens=False,
        break_long_words=False,
    )


def _line(written: str) -> str:
    return " ".join(written.split())
