"""What has changed between two ledgers: claims added, gone, reworded, re-resolved, and everything around them.

:func:`compare` takes two :class:`kg.claims.Corpus`, however they were kept, and gives a value.

::

    values       a change, and all of them
    matching     which claim of the one is which of the other
    fields       which fields differ, written for people
    comparing    from two ledgers to what has changed
    outline      that in the order and the words in which people read it
    text         as plain text
    markdown     for a pull request
    atom         as a feed
    tabulating   as a table, a row a field
    patch        as an update that makes the one of the other
    git          a ledger as a revision of a git repository has it
"""

from kg.changes.comparing import compare
from kg.changes.text import text
from kg.changes.values import Change, Changes, ClaimChange, Field, How

__all__ = ["Change", "Changes", "ClaimChange", "Field", "How", "compare", "text"]
