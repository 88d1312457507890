"""What follows from a ledger, as graphs of their own: ``graph:derived/…``, each by one rule, made anew at any time.

::

    facts        one thing that follows, as lines of RDF with the claims it rests on
    following    the rules, one function each, over the packages that know how
    registry     the rules by name, and what they give of a ledger

``docs/derived.md`` says what the graphs hold.
"""

from kg.derived.registry import DERIVATIONS, Derivation, chosen, lines, sources

__all__ = ["DERIVATIONS", "Derivation", "chosen", "lines", "sources"]
