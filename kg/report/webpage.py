"""Writes a report as one HTML page that needs nothing else: no script, no request, readable on paper and in the dark.

Whatever is in a ledger stays text, and only http, https and mailto addresses are linked to. A Content-Security-Policy
in the page allows its own style, by its digest, and nothing more.
"""

import base64
import hashlib
from collections.abc import Iterator
from html import escape

from kg.addresses import link
from kg.assets import viz
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

__all__ = ["webpage"]


def webpage(report: Report) -> str:
    """Write a report as a page; the same report gives the same text."""
    style = viz().joinpath("report.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    writer = _Writer()
    lines = [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_text(report.title)}</title>",
        f"<style>{style}</style>",
        "</head>",
        "<body>",
        "<main>",
        f"<h1>{_text(report.title)}</h1>",
        *map(writer.block, report.blocks),
        *writer.notes(report),
        "</main>",
        "</body>",
        "</html>",
    ]
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    """Writes blocks, and keeps which footnotes were marked, so that the first mark of each can be led back to."""

    def __init__(self) -> None:
        self._marked: set[int] = set()

    def block(self, block: Block) -> str:
        """Write a block."""
        match block:
            case Heading(level, text, anchor):
                return f"<h{level}{_attribute('id', anchor)}>{_text(text)}</h{level}>"
            case Paragraph(line):
                return f"<p>{self.line(line)}</p>"
            case Quotation(words, address, source, language):
                quoted = f"<q{_attribute('lang', language or '')}>{_link(f'“{plain(words)}”', address)}</q>"
                return f"<blockquote>\n<p>{quoted}</p>\n<footer>{self.line(source)}</footer>\n</blockquote>"
            case Items(items):
                return "\n".join(["<ul>", *(f"<li>{self.line(item)}</li>" for item in items), "</ul>"])
            case Grid():
                return "\n".join(self._table(block))
            case Picture(_, shows, svg):
                return f"<figure>\n{svg.decode()}<figcaption>{_text(shows)}</figcaption>\n</figure>"

    def _table(self, grid: Grid) -> Iterator[str]:
        caption = _text(grid.caption)
        yield f'<div class="table" role="region" aria-label="{caption}" tabindex="0">'
        yield f"<table>\n<caption>{caption}</caption>"
        heads = "".join(f'<th scope="col">{_text(each)}</th>' for each in grid.columns)
        yield f"<thead><tr>{heads}</tr></thead>"
        yield "<tbody>"
        for row in grid.rows:
            yield f"<tr>{''.join(f'<td>{self.line(cell)}</td>' for cell in row)}</tr>"
        yield "</tbody>\n</table>\n</div>"

    def line(self, line: Line) -> str:
        """Write inline parts."""
        return "".join(map(self._inline, line)).strip()

    def _inline(self, part: Inline) -> str:
        match part:
            case Strong(text):
                return f"<strong>{_text(text)}</strong>"
            case Link(text, address):
                return _link(text, address)
            case Reference(text, anchor):
                words = f"“{_text(text)}”"
                return f'<a href="#{_text(anchor)}">{words}</a>' if anchor else words
            case Mark(number):
                first = "" if number in self._marked else f' id="mark-{number}"'
                self._marked.add(number)
                return f'<sup><a{first} href="#note-{number}" role="doc-noteref">{number}</a></sup>'
            case str():
                start, end = (" " if part[place : place + 1 or None].isspace() else "" for place in (0, -1))
                return f"{start}{_text(part)}{end}" if part.strip() else part

    def notes(self, report: Report) -> Iterator[str]:
        """Write the footnotes."""
        if report.notes:
            yield '<section role="doc-endnotes" aria-labelledby="notes">\n<h2 id="notes">Notes</h2>\n<ol>'
            for number, note in enumerate(report.notes, 1):
                back = f'<a href="#mark-{number}" role="doc-backlink" aria-label="Back to the text">↩</a>'
                yield f'<li id="note-{number}">{self.line(note)} {back}</li>'
            yield "</ol>\n</section>"


def _attribute(name: str, value: str) -> str:
    return f' {name}="{_text(value)}"' if value else ""


def _text(words: str) -> str:
    return escape(plain(words))


def _link(text: str, address: str) -> str:
    """Link words to an address, as far as that may be."""
    target = plain(link(address))
    return f'<a href="{_text(target)}">{_text(text) or _text(target)}</a>' if target else _text(text)
