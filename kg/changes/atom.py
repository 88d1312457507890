"""Changes of claims as a feed (The Atom Syndication Format, RFC 4287)."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Final
from xml.etree import ElementTree as ET

from kg.changes.outline import SIGNS, Item, counted, outline
from kg.changes.values import Changes, Field
from kg.claims import Corpus
from kg.errors import QueryError
from kg.graph.rdfxml import NOT_XML

__all__ = ["atom", "newest"]

_ATOM: Final = "http://www.w3.org/2005/Atom"
_XHTML: Final = "http://www.w3.org/1999/xhtml"


def atom(changes: Changes, day: dt.date | None = None) -> bytes:
    """Write an entry for each claim that was added, is gone, was reworded or was re-resolved.

    An entry's id is the claim's IRI with what became of it and a digest of that, so that a feed that is made again,
    also over a longer time, has the same entry and no other. It was updated on the day that the new record gives
    (a claim's, or a verdict's), else on ``day``, else on the newest day on which either ledger was written
    (:func:`newest`): never by the clock, so that the same ledgers give the same bytes.

    Raises QueryError where a day is needed and there is none.
    """
    items = [item for section in outline(changes) for item in section.items if item.kind == "claim"]
    otherwise = day or newest(changes.new) or newest(changes.old)
    days = [otherwise, *(item.day for item in items)]
    latest = max((each for each in days if each), default=None)
    if latest is None or (otherwise is None and any(item.day is None for item in items)):
        raise QueryError.at(None, "nothing in these ledgers says when they were written", "give a day with --today")
    title = changes.new.ledger.title
    feed = ET.Element("feed", {"xmlns": _ATOM})
    _text(feed, "id", f"{changes.new.ledger.base}ledger#changes")
    _text(feed, "title", f"{title}: what has changed")
    _text(feed, "subtitle", counted(changes))
    _text(feed, "updated", _moment(latest))
    _text(ET.SubElement(feed, "author"), "name", title.strip() or "a ledger of claims")
    _text(feed, "generator", "kg diff")
    for item in items:
        _entry(feed, item, item.day or latest)
    ET.indent(feed)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def newest(corpus: Corpus) -> dt.date | None:
    """Return the newest day on which something in a ledger was recorded; None where nothing says."""
    days = chain(
        (claim.recorded_on for claim in corpus.claims),
        (document.recorded_on for document in corpus.documents),
        (one.recorded_on for one in corpus.resolutions),
    )
    return max((day for day in days if day), default=None)


def _moment(day: dt.date) -> str:
    """Write a day as RFC 3339 does; its beginning in UTC, since records know no hours."""
    return f"{day.isoformat()}T00:00:00Z"


def _text(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, tag).text = NOT_XML.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def _entry(feed: ET.Element, item: Item, day: dt.date) -> None:
    said = repr((item.says, item.became, item.fields, item.verdicts, item.warnings))
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    entry = ET.SubElement(feed, "entry")
    _text(entry, "id", f"{item.iri}#{item.how}-{digest}")
    _text(entry, "title", f"{item.how.capitalize()}: {item.label}")
    _text(entry, "updated", _moment(day))
    ET.SubElement(entry, "category", {"term": item.how})
    body = ET.SubElement(ET.SubElement(entry, "content", {"type": "xhtml"}), "div", {"xmlns": _XHTML})
    for line in filter(None, (item.says, item.became, *item.warnings)):
        _text(body, "p", line)
    _list(body, _fields(item.fields))
    for verdict in item.verdicts:
        _text(body, "p", f"{SIGNS[verdict.how]} {verdict.says}")
        _list(body, (*verdict.warnings, *_fields(verdict.fields)))


def _fields(fields: Iterable[Field]) -> Iterator[str]:
    for field in fields:
        effect = f" ({field.effect})" if field.effect else ""
        yield f"{field.name}: {field.before or '–'} → {field.after or '–'}{effect}"


def _list(parent: ET.Element, lines: Iterable[str]) -> None:
    found = list(lines)
    if found:
        items = ET.SubElement(parent, "ul")
        for line in found:
            _text(items, "li", line)
