"""What a record says, put the way a reader meets it: an outcome as one word, a fragment as a link."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final
from urllib.parse import quote, urlsplit

from kg.claims import Kind, Outcome

__all__ = ["ENTITY_KINDS", "Status", "link", "status", "text_fragment"]

_AHEAD: Final = {Kind.FORECAST, Kind.PLAN, Kind.GOAL, Kind.GUIDANCE, Kind.OPINION}

ENTITY_KINDS: Final[Mapping[str, str]] = {
    "Person": "person",
    "Organization": "organisation",
    "Corporation": "organisation",
    "NewsMediaOrganization": "organisation",
    "GovernmentOrganization": "organisation",
    "NGO": "organisation",
    "SoftwareApplication": "product",
    "Product": "product",
    "Service": "product",
    "WebApplication": "product",
    "Place": "place",
    "Country": "place",
    "City": "place",
    "AdministrativeArea": "place",
    "Audience": "group",
    "PeopleAudience": "group",
    "BusinessAudience": "group",
}
"""Which of the page's shapes a schema.org class takes; anything else is a "concept"."""


class Status(StrEnum):
    """What came of a claim, in one word. Never "true" or "false": it held up, under a written criterion."""

    HELD_UP = "held-up"
    FAILED = "failed"
    DISPUTED = "disputed"
    OPEN = "open"
    NOT_CHECKED = "not-checked"


def status(kind: str, resolutions: Iterable[Mapping[str, Any]]) -> Status:
    """Sum up the resolutions of a claim of this kind (mappings with criterion, outcome, known_on, recorded_on).

    Of each criterion only the latest verdict counts. Verdicts that differ, and those that are partial or
    ambiguous, make the claim disputed; a criterion still pending keeps it open. Without any verdict, what
    looks ahead or is a view is open, and a report of what is or was has not been checked.
    """
    latest: dict[str, str] = {}
    for item in sorted(resolutions, key=lambda item: (item["known_on"], item["recorded_on"], item["outcome"])):
        latest[item["criterion"]] = item["outcome"]
    verdicts = set(latest.values()) - {Outcome.NOT_EVALUATED, Outcome.ANNULLED}
    settled = verdicts - {Outcome.PENDING}
    if len(settled) > 1 or settled & {Outcome.AMBIGUOUS, Outcome.PARTLY_FULFILLED}:
        return Status.DISPUTED
    if Outcome.PENDING in verdicts:
        return Status.OPEN
    if settled:
        return Status.HELD_UP if Outcome.FULFILLED in settled else Status.FAILED
    return Status.OPEN if kind in _AHEAD and not latest else Status.NOT_CHECKED


def link(address: str) -> str:
    """Return an address that a page may link to (http, https, mailto), or nothing."""
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return ""
    return address if scheme in {"http", "https", "mailto"} else ""


def text_fragment(url: str, exact: str, prefix: str = "", suffix: str = "") -> str:
    """Address the words ``exact`` on a page, by a text fragment (WICG Scroll to Text Fragment).

    Words that run over a line break are given by their first and last line, as a fragment cannot span
    blocks otherwise. An address that is no web page gives nothing.
    """
    page = link(url)
    if not page.startswith(("http:", "https:")):
        return ""
    lines = [line.strip() for line in exact.splitlines() if line.strip()]
    parts = [_escaped(part) for part in dict.fromkeys((*lines[:1], *lines[-1:]))]
    if prefix.strip():
        parts.insert(0, f"{_escaped(prefix.strip().splitlines()[-1].strip())}-")
    if suffix.strip():
        parts.append(f"-{_escaped(suffix.strip().splitlines()[0].strip())}")
    mark = "" if "#" in page else "#"
    return f"{page}{mark}:~:text={','.join(parts)}" if lines else page


def _escaped(words: str) -> str:
    """Percent-encode for a text directive, in which a hyphen, a comma and an ampersand have a meaning."""
    return quote(words, safe="", errors="replace").replace("-", "%2D")
