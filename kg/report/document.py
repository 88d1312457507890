"""A report as a document: blocks in the order in which they are read.

Every string is text, whatever signs are in it; what is markup is up to the writers.
"""

from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "Block",
    "Grid",
    "Heading",
    "Inline",
    "Items",
    "Line",
    "Link",
    "Mark",
    "Paragraph",
    "Picture",
    "Quotation",
    "Reference",
    "Report",
    "Strong",
]


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address; only to one that a page may link to (:func:`kg.addresses.link`)."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Reference:
    """The name of a claim; it leads to the heading of this anchor, where the report has it ("": it has none)."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a footnote, by its number."""

    number: int


Inline: TypeAlias = str | Strong | Link | Reference | Mark
Line: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 2 or 3; the title is the only one of level 1."""

    level: int
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody else's words in their language (BCP 47; None: unknown), the address that lands on them, their source."""

    words: str
    address: str
    source: Line
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture (SVG), what it shows in words, and a name that no other picture of the report has."""

    name: str
    shows: str
    svg: bytes


Block: TypeAlias = Heading | Paragraph | Quotation | Items | Grid | Picture


@dataclass(frozen=True, slots=True)
class Report:
    """A report: footnote 1 is the first of ``notes``, and so on in the order in which they are marked first."""

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[Line, ...]

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))
