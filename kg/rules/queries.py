"""Rules written in SPARQL, one a file: a query that finds violations, under a head that documents it.

A head is made of comment lines at the top of the file, each a key and a text that may run on in indented
comment lines::

    # problem: Two claims have the same identifier.
    # message: the identifier {id} belongs to another claim too
    # why: Links, resolutions and people name a claim by it.
    # remedy: give one of the two another id
    # severity: error

``message`` is what a finding says, with the row's values for ``{variable}``; without it, that is the problem.
The remedy may have such places too. The query is a SELECT whose ``?focus`` is the node that is wrong; a row is
a violation, no row means that all is well. Prefixes need not be declared (see :func:`kg.terms.prefixes`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from rdflib.term import Node

from kg import assets
from kg.errors import Place, QueryError
from kg.rules.findings import Severity
from kg.store import Solutions, Store

__all__ = ["Rule", "filled", "rules", "violations"]

_KEYS: Final = ("problem", "message", "why", "remedy", "severity")
_ENTRY: Final = re.compile(r"#\s*([a-z]+):\s*(.*)")
_MORE: Final = re.compile(r"#\s{2,}(\S.*)")
_HOLE: Final = re.compile(r"\{([^{}]*)\}")
_VARIABLE: Final = re.compile(r"[?$](\w+)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its name (the file's), what its head says, its query, and the file it stands in.

    The severity is a default; ``dataclasses.replace`` gives the same rule another.
    """

    name: str
    problem: str
    message: str
    why: str
    remedy: str
    severity: Severity
    query: str
    file: str


def rules(folder: Path | str | Traversable | None = None) -> list[Rule]:
    """Read the rules of a folder, by name; those of the ontology where none is given.

    Raises QueryError with file and line where a head is incomplete or malformed.
    """
    where = Path(folder) if isinstance(folder, str) else folder or assets.ontology().joinpath("rules")
    if not where.is_dir():
        raise QueryError.at(str(where), "there is no such folder", "name a folder of rules, files that end in .rq")
    files = sorted((file for file in where.iterdir() if file.name.endswith(".rq")), key=lambda file: file.name)
    return [_read(file, f"{where}/{file.name}") for file in files]


def _read(file: Traversable, shown: str) -> Rule:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise QueryError.at(
            shown, f"this is not text in UTF-8 (byte {error.start})", "save the file as UTF-8"
        ) from None
    except OSError as error:
        what = f"this cannot be read: {error.strerror or error}"
        raise QueryError.at(shown, what, "see that you may read it") from None
    head, lines = _head(text, shown)
    query = "\n".join(text.split("\n")[len(lines) :]).strip()
    for key in _KEYS:
        if key not in head and key != "message":
            raise QueryError.at(Place(shown, 1), f'the rule has no "{key}"', f"add a comment line, # {key}: …")
    severities = ", ".join(Severity)
    if head["severity"] not in set(Severity):
        line = lines.index("severity") + 1
        what = f'there is no severity "{head["severity"]}"'
        raise QueryError.at(Place(shown, line), what, f"choose one of {severities}")
    named = set(_VARIABLE.findall(query))
    if "focus" not in named:
        place = Place(shown, len(lines) + 1)
        raise QueryError.at(place, "the query has no ?focus", "SELECT the node that is wrong as ?focus")
    problem = head["problem"].removesuffix(".")
    head.setdefault("message", f"{problem[0].lower()}{problem[1:]}")
    for key in ("message", "remedy"):
        for hole in _HOLE.findall(head[key]):
            if hole not in named:
                line = lines.index(key if key in lines else "problem") + 1
                raise QueryError.at(
                    Place(shown, line), f"the query has no ?{hole}", f"SELECT it, or leave {{{hole}}} out"
                )
    return Rule(
        name=file.name.removesuffix(".rq"),
        problem=head["problem"],
        message=head["message"],
        why=head["why"],
        remedy=head["remedy"],
        severity=Severity(head["severity"]),
        query=query,
        file=shown,
    )


def _head(text: str, shown: str) -> tuple[dict[str, str], list[str]]:
    """Return what a head says by key, and for each of its lines the key that it belongs to."""
    head: dict[str, str] = {}
    lines: list[str] = []
    for line in text.split("\n"):
        place = Place(shown, len(lines) + 1)
        if not line.startswith("#"):
            break
        entry, more = _ENTRY.fullmatch(line.rstrip()), _MORE.fullmatch(line.rstrip())
        if entry and entry[1] in _KEYS:
            if entry[1] in head:
                raise QueryError.at(place, f'"{entry[1]}" stands here twice', "keep one of the two")
            if not entry[2]:
                raise QueryError.at(place, f'"{entry[1]}" is empty', "say it in one sentence")
            lines.append(entry[1])
            head[entry[1]] = entry[2]
        elif more and lines:
            lines.append(lines[-1])
            head[lines[-1]] += f" {more[1]}"
        else:
            what = f"this is no part of a rule's head: {line.strip()}"
            raise QueryError.at(place, what, f"begin it with one of {', '.join(_KEYS)}, or indent it to go on")
    return head, lines


def violations(rule: Rule, store: Store) -> Iterator[dict[str, Node]]:
    """Yield each row that a rule finds, by variable; unbound ones are left out.

    Raises QueryError naming the rule's file where its query does not parse or is no SELECT of ``?focus``.
    """
    try:
        found = store.query(rule.query)
    except QueryError as error:
        problem = error.problems[0]
        raise QueryError.at(rule.file, problem.what, problem.instead, f"rule {rule.name}") from error
    if not isinstance(found, Solutions) or "focus" not in found.variables:
        raise QueryError.at(rule.file, "the query is no SELECT of ?focus", "SELECT the node that is wrong as ?focus")
    for row in found:
        values = {name: term for name, term in zip(found.variables, row, strict=True) if term is not None}
        if "focus" in values:
            yield values


def filled(template: str, words: dict[str, str]) -> str:
    """Put a row's values, as words, into a message or a remedy; what a row leaves unbound is shown as a dash."""
    return _HOLE.sub(lambda hole: words.get(hole[1], "–"), template)
