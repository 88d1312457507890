"""Reads amounts as people write them: "$37-40 billion", "nearly 10x", "$39.1 billion, up 22% yoy".

Arithmetic is exact: numbers are decimal from the first digit on. ``docs/notation.md`` lists what can be
written. The grammar is small and closed on purpose: what it does not cover is an error, because a guessed
number is worse than none ("8,5 billion" is refused; it is neither 85 nor 8.5 for certain).

::

    phrases      a whole phrase: hedge, amount, change
    quantities   the amount in it: number, scale, unit; one or a range; how far it is rounded
    intervals    which values a measure is compatible with
    arithmetic   what follows from such values, rounded outwards
"""

from kg.amounts.arithmetic import Interval, allowed, change, stated
from kg.amounts.intervals import HEDGE, interval
from kg.amounts.phrases import parse_amount

__all__ = ["HEDGE", "Interval", "allowed", "change", "interval", "parse_amount", "stated"]
