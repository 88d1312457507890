"""Terms as N-Triples writes them (https://www.w3.org/TR/n-triples/)."""

import re
from typing import Final

from rdflib import BNode, Literal
from rdflib.term import Node

from kg.terms import XSD

__all__ = ["line", "quoted", "reference", "term"]

_IN_STRING: Final = re.compile(r'["\\\x00-\x1f\x7f\ud800-\udfff]')
_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def line(subject: Node, predicate: Node, item: Node) -> str:
    """Write a triple, with its line feed."""
    return f"{term(subject)} {term(predicate)} {term(item)} .\n"


def term(node: Node) -> str:
    """Write a term as N-Triples does."""
    if isinstance(node, Literal):
        if node.language:
            return f"{quoted(str(node))}@{node.language}"
        if node.datatype is None or node.datatype == XSD.string:
            return quoted(str(node))
        return f"{quoted(str(node))}^^{term(node.datatype)}"
    if isinstance(node, BNode):
        return f"_:{node}"
    return reference(str(node))


def reference(iri: str) -> str:
    """Write an IRI as N-Triples does."""
    return f"<{_IN_IRI.sub(_in_iri, iri)}>"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def _in_iri(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04X}"


def quoted(text: str) -> str:
    """Write plain text as N-Triples does."""
    return f'"{_IN_STRING.sub(_escape, text)}"'
