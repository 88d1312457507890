"""The text of a document, as offsets and digests count it."""

import hashlib
import unicodedata
from typing import Final

__all__ = ["FRAGMENT_WORDS", "canonical_text", "text_digest"]

FRAGMENT_WORDS: Final = 10
"""The most words of a document that an appearance may keep (fragment, prefix and suffix together)."""


def canonical_text(raw: bytes) -> str:
    """Decode a document's text as offsets count it: UTF-8 without a byte order mark, NFC, line feeds.

    Raises ``UnicodeDecodeError`` where the bytes are not UTF-8.
    """
    return unicodedata.normalize("NFC", raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"))


def text_digest(text: str) -> str:
    """Return ``sha256:`` and the hex digest of a canonical text."""
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
