"""Addresses of pages: which may be linked to, and how to land on words."""

from urllib.parse import quote, urlsplit

__all__ = ["link", "text_fragment"]


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
