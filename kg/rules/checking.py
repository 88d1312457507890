"""All rules over a store, and the anchors over texts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

from rdflib import URIRef
from rdflib.term import Node

from kg.anchor import verify
from kg.claims import Corpus, appearance_key, appearance_path, claim_key
from kg.errors import Place
from kg.output import temporary
from kg.rules import queries, shapes
from kg.rules.findings import Finding, Severity, order
from kg.rules.naming import Names, place_of
from kg.sparql import reference
from kg.store import Solutions, Store

__all__ = ["anchors", "check"]

_IDENTIFIERS = """
    SELECT ?claim (MIN(STR(?id)) AS ?name) WHERE {
      VALUES ?claim { %s }
      ?claim a ac:Claim ; dct:identifier ?id
    } GROUP BY ?claim
"""
_BATCH = 1_000
"""How many claims are asked for at a time."""
_SHOWN = 80
"""The most characters of a value that a finding repeats."""


def check(
    store: Store, rules: Sequence[queries.Rule] | None = None, *, places: Mapping[str, Place] | None = None
) -> list[Finding]:
    """Check a store's ledger against the ontology's shapes and rules, or against the given rules alone.

    ``places`` are a corpus's: with them, findings name the file and line of their record. Findings come
    in :func:`~kg.rules.findings.order`. Raises QueryError where a rule cannot be read or its query not be run.
    """
    rows = [
        (rule, row) for rule in (queries.rules() if rules is None else rules) for row in queries.violations(rule, store)
    ]
    broken = _broken_shapes(store) if rules is None else []
    nodes = {node for _, row in rows for node in row.values()}
    nodes.update(node for found in broken for node in (found.focus, *(found.values or ())))
    names = Names(store.base, _identifiers(store, nodes))
    findings = [_of_row(rule, row, names) for rule, row in rows] + [_of_shape(found, names) for found in broken]
    return sorted((_located(finding, names, places or {}) for finding in findings), key=order)


def anchors(corpus: Corpus, texts: Mapping[str, str]) -> list[Finding]:
    """Check every appearance whose document's canonical text is at hand, by document id, against that text.

    What is not anchored yet is left to the rules ``unanchored`` and ``document-without-digest``.
    """
    base = corpus.ledger.base
    names = Names(base, {claim_key(claim): claim.id for claim in corpus.claims})
    nodes = {
        appearance_key(claim.id, item): f"{base}{appearance_path(claim_key(claim), item)}"
        for claim in corpus.claims
        for item in claim.appearance
        if item.start is not None
    }
    nodes |= {document.id: f"{base}document/{document.id}" for document in corpus.documents if document.text_digest}
    found = []
    for mismatch in verify(corpus, texts):
        focus = nodes.get(mismatch.appearance or mismatch.document)
        if focus:
            finding = Finding("anchor", Severity.ERROR, focus, mismatch.what, mismatch.instead)
            found.append(_located(finding, names, corpus.places))
    return sorted(found, key=order)


def _located(finding: Finding, names: Names, places: Mapping[str, Place]) -> Finding:
    return replace(finding, record=names.record(finding.focus), place=place_of(finding.focus, names.base, places))


def _identifiers(store: Store, nodes: Iterable[Node]) -> dict[str, str]:
    """Return the identifiers of claims that nodes are, are part of or join, by the claims' keys."""
    under = f"{store.base}claim/"
    paths = (str(node).removeprefix(under) for node in nodes if isinstance(node, URIRef) and node.startswith(under))
    keys = sorted({key for path in paths for key in path.split(".") if key})
    found: dict[str, str] = {}
    for start in range(0, len(keys), _BATCH):
        claims = " ".join(reference(under + key) for key in keys[start : start + _BATCH])
        for claim, name in cast("Solutions", store.query(_IDENTIFIERS % claims)):
            found[str(claim).removeprefix(under)] = str(name)
    return found


def _of_row(rule: queries.Rule, row: Mapping[str, Node], names: Names) -> Finding:
    words = {name: names.term(term) for name, term in row.items()}
    what, remedy = (queries.filled(template, words) for template in (rule.message, rule.remedy))
    return Finding(rule.name, rule.severity, str(row["focus"]), what, remedy)


def _broken_shapes(store: Store) -> list[shapes.Violation]:
    with temporary():
        aside = TemporaryDirectory()
    with aside as folder:
        ledger = Path(folder, "ledger.nt")
        with temporary(), ledger.open("wb") as file:
            store.dump(file)
        return list(shapes.violations(ledger, shapes.shapes()))


def _of_shape(found: shapes.Violation, names: Names) -> Finding:
    what = found.message if found.values is None else f"{found.message}; {_there_is(found.values, names)}"
    return Finding(found.shape, found.severity, str(found.focus), what, found.remedy)


def _there_is(values: tuple[Node, ...], names: Names) -> str:
    shown = ", ".join(names.term(value) for value in values)
    shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
    return f"it has {shown}" if values else "it has none"
