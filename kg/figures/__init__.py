"""Audits a ledger's figures: what follows from them, and which of them cannot all be true.

An amount is the interval of values that its words allow, and what follows from intervals is an interval again,
rounded outwards: if the claims are right, the true value lies in it. Nothing is averaged.

::

    findings       the values: a figure, and what was found of one or two of them
    deriving       what follows: the period before, margins, shares of a year, what remains of it
    confronting    figure against figure, claim against denial, claim against outcome
    auditing       the whole, in order
    reporting      findings as a table, derived figures as RDF
"""

from kg.figures.auditing import audit
from kg.figures.findings import Figure, Finding, Rule, Verdict
from kg.figures.reporting import derived_graph, ends, figure_node, figures_graph, tabulate

__all__ = [
    "Figure",
    "Finding",
    "Rule",
    "Verdict",
    "audit",
    "derived_graph",
    "ends",
    "figure_node",
    "figures_graph",
    "tabulate",
]
