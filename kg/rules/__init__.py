"""Finds what is wrong with a ledger: SHACL shapes for single nodes, queries for whatever needs two.

::

    findings     one broken rule at one place; order and severity
    queries      rules written in SPARQL, one a file, the head of which is its documentation
    shapes       SHACL, through pySHACL
    naming       what a node is called in the records, and where it stands there
    checking     all of it over a store, and the anchors over texts
"""

from kg.rules.checking import anchors, check
from kg.rules.findings import Finding, Severity, fails, order
from kg.rules.queries import Rule, rules

__all__ = ["Finding", "Rule", "Severity", "anchors", "check", "fails", "order", "rules"]
