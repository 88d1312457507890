"""How a claim moves when it is said again: what a summary, a headline or another document changes of it, and which way.

::

    differences    the values, and claim against claim
    tracing        the restatements, echoes and repeated appearances of a ledger, as a table too
"""

from kg.restatements.differences import Aspect, Difference, Effect, compare
from kg.restatements.tracing import Drift, drift, linked, repeated, tabulate

__all__ = ["Aspect", "Difference", "Drift", "Effect", "compare", "drift", "linked", "repeated", "tabulate"]
