"""What falls due, as a calendar (iCalendar, RFC 5545)."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from kg.claims import Corpus, claim_key
from kg.errors import QueryError
from kg.history.days import Days
from kg.history.due import Due
from kg.history.verdicts import responsible

__all__ = ["calendar"]

_OCTETS: Final = 75
"""The most octets of a line, its end not counted (RFC 5545, 3.1)."""

_SIGNS: Final = {"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"}


def calendar(corpus: Corpus, dues: Iterable[Due]) -> bytes:
    """Write an all-day event for each claim that has a day; the same ledger gives the same bytes.

    An event's UID is the claim's IRI, so that a calendar that is read again moves events instead of doubling them; its
    DTSTAMP is the day on which the claim had been made, else the day it is due. Raises QueryError where nothing has a
    day: a calendar has one component at least (RFC 5545, 3.6).
    """
    labels = {entity.id: entity.label for entity in corpus.entities}
    days = Days(corpus)
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//ai-claims-kg//kg due//EN", "CALSCALE:GREGORIAN"),
        f"X-WR-CALNAME:{_text(f'{corpus.ledger.title}: due')}",
    ]
    start = len(lines)
    for each in dues:
        if each.day is not None:
            lines += _event(corpus.ledger.base, each, str(days.made(each.claim) or each.day), labels)
    if len(lines) == start:
        what = "nothing in this list has a day, and a calendar needs an event"
        raise QueryError.at(None, what, "give a later day, another claimant, or another format")
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(base: str, each: Due, stamp: str, labels: dict[str, str]) -> Iterator[str]:
    claim, day = each.claim, str(each.day).replace("-", "")
    iri = f"{base}claim/{claim_key(claim)}"
    who = ", ".join(labels.get(name, name) for name in responsible(claim))
    criteria = each.criteria or ("There is no criterion yet.",)
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(iri)}"
    yield f"DTSTAMP:{stamp.replace('-', '')}T000000Z"
    yield f"DTSTART;VALUE=DATE:{day}"
    yield f"SUMMARY:{_text(f'Due: {claim.label}')}"
    yield "DESCRIPTION:" + _text("\n".join((f"{who}: {claim.text}", *criteria)))
    yield f"CATEGORIES:{_text(claim.kind)}"
    yield f"URL:{iri}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(value: str) -> str:
    """Escape text (RFC 5545, 3.3.11); controls, which it may not hold, are left out."""
    plain = "".join(sign for sign in value.replace("\r\n", "\n") if sign == "\n" or unicodedata.category(sign) != "Cc")
    return re.sub(r"[\\;,\n]", lambda found: _SIGNS[found[0]], plain)


def _folded(line: str) -> bytes:
    """Fold a line into parts of at most 75 octets, no character cut in two, each ending in CR LF."""
    parts, part = [], ""
    for sign in line:
        if len(f"{part}{sign}".encode()) > _OCTETS:
            parts.append(part)
            part = " "
        part += sign
    return "".join(f"{part}\r\n" for part in [*parts, part]).encode()
