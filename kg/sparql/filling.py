"""Puts values into a query: RDF terms written as SPARQL, in place of ``$name``.

Replacing tokens reaches every corner of a query, sub-selects included, where binding a variable from outside
does not. Values are written so that nothing in them can be read as SPARQL.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from kg.errors import QueryError
from kg.sparql.lexing import CLOSING, OPENING, Token, tokens

__all__ = ["bind", "fill", "literal", "marked", "pieces", "reference", "valued"]

_NOT_IN_IRI: Final = re.compile(r'[\x00-\x20<>"{}|^`\\\ud800-\udfff]')
_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_STARTS_NAME: Final = (
    "A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff0-9"
)
_VARNAME: Final = re.compile(rf"[{_STARTS_NAME}][{_STARTS_NAME}\u00B7\u0300-\u036F\u203F-\u2040]*")
"""A variable's name in SPARQL 1.1, without its sign (https://www.w3.org/TR/sparql11-query/#rVARNAME)."""

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def reference(iri: str) -> str:
    """Write an IRI as SPARQL; raise QueryError where it is relative or has characters that no IRI has."""
    if not _ABSOLUTE.match(iri) or _NOT_IN_IRI.search(iri):
        what = f"{iri!r} is not an absolute IRI"
        raise QueryError.at(None, what, "write it in full, percent-encoded, such as https://example.org/a%20b")
    return f"<{iri}>"


def literal(text: str, datatype: str | None = None, language: str | None = None) -> str:
    """Write a literal as SPARQL: a plain string, or one with a datatype's IRI or a language tag."""
    quoted = f'"{text.translate(_ESCAPES)}"'
    if language:
        return f"{quoted}@{language}"
    return f"{quoted}^^{reference(datatype)}" if datatype else quoted


def marked(text: str) -> list[str]:
    """List the names that a text marks with ``$``, each once, in order."""
    return list(dict.fromkeys(pieces(text)[1::2]))


def fill(text: str, terms: Mapping[str, str]) -> str:
    """Replace ``$name`` by the term of that name, written as SPARQL; other names stay variables.

    Raises QueryError for a name that no variable can have.
    """
    _check_names(terms)
    found = list(pieces(text))
    found[1::2] = [f" {terms[name]} " if name in terms else f"${name}" for name in found[1::2]]
    return "".join(found)


@lru_cache(maxsize=32)
def pieces(text: str) -> tuple[str, ...]:
    """Split a text at its ``$names``: text, name, text, …, text."""
    found, done = [], 0
    for token in tokens(text):
        if token.kind == "variable" and token.text[0] == "$":
            found += [text[done : token.start], token.text[1:]]
            done = token.start + len(token.text)
    return (*found, text[done:])


def bind(text: str, terms: Mapping[str, str]) -> str:
    """Bind variables of the outermost pattern to terms, as rdflib's ``initBindings`` do.

    The variables stay variables, and can be selected. Raises QueryError where a query has no pattern of its
    own to bind them in (``CONSTRUCT WHERE``, ``DESCRIBE`` of an IRI), and for a name that no variable can have.
    """
    if not terms:
        return text
    opening, closing = _outermost_pattern(text)
    start = opening.start + 1
    return f"{text[:start]}{valued(text[start : closing.start], terms)}{text[closing.start :]}"


def valued(pattern: str, terms: Mapping[str, str]) -> str:
    """Put the values of variables before what stands between a pattern's braces; QueryError as :func:`bind`."""
    if not terms:
        return pattern
    _check_names(terms)
    variables, values = " ".join(f"?{name}" for name in terms), " ".join(terms.values())
    block = f" VALUES ({variables}) {{ ({values}) }} "
    first = next(tokens(pattern), None)
    sub_select = first is not None and first.text.upper() == "SELECT"
    return f"{block}{{{pattern}}}" if sub_select else f"{block}{pattern}"


def _check_names(names: Iterable[str]) -> None:
    for name in names:
        if not _VARNAME.fullmatch(name):
            what = f"{name!r} is no name of a variable"
            raise QueryError.at(None, what, "use letters, digits and _, without spaces or signs")


def _outermost_pattern(text: str) -> tuple[Token, Token]:
    """Find the braces of a query's WHERE; a CONSTRUCT has those of its template before."""
    blocks: list[tuple[Token, Token]] = []
    depth, opening, form, before = 0, None, "", ""
    for token in tokens(text):
        if token.kind == "word" and not form and token.text.upper() in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
            form = token.text.upper()
        if token.text in OPENING:
            if not depth and token.text == "{":
                short = form == "CONSTRUCT" and not blocks and before == "WHERE"
                opening = None if short else token
            depth += 1
        elif token.text in CLOSING:
            depth -= 1
            if not depth and token.text == "}" and opening:
                blocks.append((opening, token))
        before = token.text.upper()
    wanted = 1 if form == "CONSTRUCT" else 0
    if len(blocks) <= wanted:
        raise QueryError.at(None, "this query has no WHERE pattern to bind variables in", "write WHERE { … }")
    return blocks[wanted]
