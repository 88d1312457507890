"""One broken rule at one place, as a value."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kg.errors import Place, Problem

__all__ = ["Finding", "Severity", "fails", "order"]


class Severity(StrEnum):
    """How bad a finding is, worst first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that is broken at one node.

    ``rule`` is a rule's or a property shape's name, ``focus`` the node's IRI, ``record`` what the records
    call it (``claim "q3-revenue-guidance"``). ``what`` is wrong, ``remedy`` mends it. ``place`` is None
    where the ledger was not read from records.
    """

    rule: str
    severity: Severity
    focus: str
    what: str
    remedy: str
    record: str = ""
    place: Place | None = None

    def __str__(self) -> str:
        """Write place, severity, record, what is wrong and how to mend it, and the rule's name, in one line."""
        problem = Problem(None, self.what, self.remedy, self.record)
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.severity}: {problem} [{self.rule}]"


def order(finding: Finding) -> tuple[object, ...]:
    """Sort key: severity, worst first; file and line, findings without a place last; record, rule, words."""
    place = finding.place or Place("")
    where = (finding.place is None, place.file, place.line)
    return (_RANKS[finding.severity], *where, finding.record, finding.focus, finding.rule, finding.what)


def fails(findings: Iterable[Finding], level: Severity) -> bool:
    """Tell whether any finding is as bad as ``level``, or worse."""
    return any(_RANKS[finding.severity] <= _RANKS[level] for finding in findings)
