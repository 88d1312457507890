"""Appearances and the texts they stand in: offsets are found once, and can be checked by whoever has the text.

::

    passages     words in a text: where they stand, what lies between quotation marks
    placing      writes the offsets into a record file
    verifying    compares a ledger with texts
"""

from kg.anchor.placing import AnchorReport, Placed, anchor, text_at
from kg.anchor.verifying import Mismatch, find_texts, verify

__all__ = ["AnchorReport", "Mismatch", "Placed", "anchor", "find_texts", "text_at", "verify"]
