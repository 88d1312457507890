"""Writes a report as Markdown: CommonMark with GitHub's tables and footnotes.

Whatever is in a ledger stays text: signs that would begin markup are escaped, and so is what GitHub takes for an
address or a formula. Only http, https and mailto addresses are linked to.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from kg.addresses import link
from kg.report.document import (
    Block,
    Grid,
    Heading,
    Inline,
    Items,
    Line,
    Link,
    Mark,
    Paragraph,
    Picture,
    Quotation,
    Reference,
    Report,
    Strong,
)
from kg.wording import plain

__all__ = ["markdown"]

_SIGNS: Final = re.compile(r"[\\`*_\[\]<>|~$]|&(?=[#A-Za-z0-9])|!$|:(?=//)|(?<=www)\.", re.IGNORECASE)
_START: Final = re.compile(r"^()([#+\-=:])|^(\d{1,9})([.)])(?=\s|$)")
_KEPT: Final = "%/:?#[]@!$'*+,;=~.-_"


def markdown(report: Report, pictures: Mapping[str, str] | None = None) -> str:
    """Write a report as Markdown; the same report gives the same text.

    ``pictures`` says where the file of each picture is, by its name; those it lacks are left out: the table above one
    holds all that it shows. (A picture inside the text, as a data URI, is dropped by GitHub and most editors.)
    """
    found = pictures or {}
    parts = [f"# {_text(report.title)}"]
    bullet = "-"
    for block in report.blocks:
        bullet = "*" if isinstance(block, Items) and bullet == "-" else "-"  # two lists in a row would be one
        parts.append(_block(block, bullet, found))
    parts += [f"[^{number}]: {_line(note)}" for number, note in enumerate(report.notes, 1)]
    return "".join(f"{part}\n\n" for part in parts if part).removesuffix("\n")


def _block(block: Block, bullet: str, pictures: Mapping[str, str]) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {_text(text)}"
        case Paragraph(line):
            return _line(line)
        case Quotation(words, address, source):
            return f"> {_link(f'“{plain(words)}”', address)} – {_line(source)}"
        case Items(items):
            return "\n".join(f"{bullet} {_line(item)}" for item in items)
        case Grid(caption, columns, rows):
            cells = [[_text(column) for column in columns], ["---"] * len(columns)]
            cells += [[_line(cell) for cell in row] for row in rows]
            return "\n".join([_inline(Strong(caption)), "", *(f"| {' | '.join(row)} |" for row in cells)])
        case Picture(name, shows):
            return f"![{_text(shows)}]({quote(pictures[name])})" if name in pictures else ""


def _line(line: Line) -> str:
    """Write inline parts, so that no text among them begins a block."""
    return _START.sub(r"\1\3\\\2\4", "".join(map(_inline, line)).strip())


def _inline(part: Inline) -> str:
    match part:
        case Strong(text):
            return f"**{words}**" if (words := _text(text)) else ""
        case Link(text, address):
            return _link(text, address)
        case Reference(text):
            return f"“{_text(text)}”"
        case Mark(number):
            return f"[^{number}]"
        case str():
            start, end = (" " if part[place : place + 1 or None].isspace() else "" for place in (0, -1))
            return f"{start}{_text(part)}{end}" if part.strip() else part


def _text(words: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", plain(words))


def _link(text: str, address: str) -> str:
    """Link words to an address, as far as that may be."""
    target = quote(plain(link(address)), safe=_KEPT + "&()").replace("&", "&amp;")
    target = target.replace("(", "%28").replace(")", "%29")
    if not target:
        return _text(text)
    return f"<{target}>" if text in {address, ""} else f"[{_text(text)}]({target})"
