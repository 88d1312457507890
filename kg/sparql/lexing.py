"""The tokens of a SPARQL text, after the grammar of SPARQL 1.1 (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).

Where the grammar is ambiguous without its context (``?a<b>`` may be a comparison or an IRI), the longest
token wins, as the standard says. Engines differ there, so nothing that must be safe rests on tokens alone:
see ``kg.sparql.safety``.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["CLOSING", "OPENING", "Token", "position", "tokens"]

OPENING: Final = {"{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
"""Brackets, SPARQL 1.2's included, and what closes each."""

CLOSING: Final = {close: opening for opening, close in OPENING.items()}

_WORD: Final = r"\w\u00B7\u0300-\u036F\u203F\u2040"
_LOCAL: Final = rf"[{_WORD}:\-]|%[0-9A-Fa-f]{{2}}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_PATTERN: Final = re.compile(
    rf"""
      (?P<comment>  \#[^\r\n]* )
    | (?P<space>    [ \t\r\n]+ )
    | (?P<iri>      <[^\x00-\x20<>"{{}}|^`]*> )
    | (?P<string>   '''(?:[^'\\]|\\.|'(?!''))*''' | '(?!'')(?:[^'\\\r\n]|\\.)*'
                  | \"""(?:[^"\\]|\\.|"(?!""))*\""" | "(?!"")(?:[^"\\\r\n]|\\.)*" )
    | (?P<variable> [?$][{_WORD}]+ )
    | (?P<language> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<blank>    _:\w(?:[{_WORD}\-]|\.+(?=[{_WORD}\-]))* )
    | (?P<number>   (?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+ | [0-9]*\.[0-9]+ | [0-9]+ )
    | (?P<name>     (?:[^\W\d_](?:[{_WORD}\-]|\.+(?=[{_WORD}\-])){{0,200}})?:
                    (?:{_LOCAL}|\.+(?=[{_WORD}:%\\\-]))* )
    | (?P<word>     [^\W\d_]\w* )
    | (?P<sign>     <<\(|\)>>|<<|>>|\{{\||\|\}}|&&|\|\||\^\^|!=|<=|>=|[{{}}()\[\];,.+\-*/|^!=<>?$@:&~] )
    | (?P<unclosed> '''.* | \""".* | ['"][^\r\n]* )
    | (?P<stray>    . )
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of a query: its kind, its text, and where it starts (from 0).

    Kinds are iri, string, variable, language, blank, number, name (with a prefix), word (a keyword, a
    function, ``a``), sign, unclosed (a quotation mark without its partner, and all that it swallows) and stray
    (no part of SPARQL).
    """

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a query or an update, comments and white space left out. Never fails."""
    for found in _PATTERN.finditer(text):
        kind = found.lastgroup or "stray"
        if kind not in {"comment", "space"}:
            yield Token(kind, found[0], found.start())


def position(text: str, index: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a character; only a line feed ends a line, as the engine counts."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)
