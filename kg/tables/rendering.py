"""A table on a terminal."""

import io
from collections.abc import Iterator, Mapping, Sequence
from shutil import get_terminal_size
from typing import Final, Literal, NamedTuple

from rdflib import URIRef
from rich import box
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console
from rich.segment import Segments
from rich.style import Style
from rich.table import Table as Grid
from rich.text import Text

from kg.tables.naming import is_number, readable
from kg.tables.table import Table

__all__ = ["render"]

_NARROWEST: Final = 16
"""A column of text is not squeezed below its longest word, or this."""

_BETWEEN: Final = "   "

_CONTROLS: Final = dict.fromkeys([*range(10), *range(11, 32), *range(127, 160)], "\N{REPLACEMENT CHARACTER}")
"""What could move a terminal's cursor or change its colours; line feeds stay."""


def render(
    table: Table, labels: Mapping[URIRef, str] | None = None, *, width: int | None = None, color: bool = False
) -> str:
    """Write a table for a terminal of ``width`` columns (its own, 80 where there is none), nothing cut off.

    IRIs are shown by their labels (the table's own, unless given), long text is wrapped, numbers are grouped
    and stand to the right. Where the columns do not fit side by side, each row becomes a list of its values.
    ``color`` is for terminals only.
    """
    known = table.labels if labels is None else labels
    cells = [[readable(term, known, table.prefixes).translate(_CONTROLS) for term in row] for row in table.rows]
    columns = [
        _Column(name, [row[i] for row in cells], all(is_number(row[i]) or row[i] is None for row in table.rows))
        for i, name in enumerate(table.columns)
    ]
    text = io.StringIO()
    console = Console(
        file=text,
        width=width or get_terminal_size().columns,
        color_system="standard" if color else None,
        force_terminal=color,
    )
    if table.title:
        console.print(table.title.translate(_CONTROLS), style="bold", markup=False, highlight=False)
    if not cells:
        console.print("(no rows)")
    elif (laid_out := _grid(columns, console)) is not None:
        console.print(laid_out)
    else:
        text.writelines(_list(columns, console))
    return "".join(f"{line.rstrip()}\n" for line in text.getvalue().rstrip("\n").split("\n"))


class _Column(NamedTuple):
    """A column as it is shown."""

    name: str
    cells: list[str]
    numbers: bool

    @property
    def narrowest(self) -> int:
        """How wide it must be: numbers are never broken, nor are words of ordinary length."""
        longest = max(len(word) for cell in [self.name, *self.cells] for word in cell.split() or [""])
        return longest if self.numbers else min(longest, _NARROWEST)


def _grid(columns: Sequence[_Column], console: Console) -> Segments | None:
    """Lay columns out side by side; None where they do not fit."""
    if sum(column.narrowest + 3 for column in columns) - 3 > console.width:
        return None
    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold")
    for column in columns:
        side: Literal["left", "right"] = "right" if column.numbers else "left"
        grid.add_column(Text(column.name), justify=side, overflow="fold", min_width=column.narrowest)
    for row in zip(*(column.cells for column in columns), strict=True):
        grid.add_row(*map(Text, row))
    laid_out = list(console.render(grid))
    lines = "".join(segment.text for segment in laid_out).split("\n")
    # rich, short of room, may lay out more than the console is wide, and cut it off
    return Segments(laid_out) if all(cell_len(line.rstrip()) <= console.width for line in lines) else None


def _list(columns: Sequence[_Column], console: Console) -> Iterator[str]:
    """Yield the lines of each row, a name and its value; not by rich, which takes half a millisecond for a row."""
    widest = max((cell_len(column.name) for column in columns if any(column.cells)), default=0)
    room = max(console.width - widest - len(_BETWEEN), 1)
    bold = Style(bold=True)
    color = None if console.color_system is None else ColorSystem.STANDARD
    names = [bold.render(" " * (widest - cell_len(n)) + n, color_system=color) for n, _, _ in columns]
    rows = (row for row in zip(*(column.cells for column in columns), strict=True) if any(row))
    for position, row in enumerate(rows):
        if position:
            yield "\n"
        for name, cell in zip(names, row, strict=True):
            if not cell:
                continue
            fits = "\n" not in cell and cell_len(cell) <= room
            first, *rest = [cell] if fits else [line.plain for line in Text(cell).wrap(console, room, overflow="fold")]
            yield f"{name}{_BETWEEN}{first}\n"
            yield from (f"{'':{widest}}{_BETWEEN}{line}\n" for line in rest)
