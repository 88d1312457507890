"""Whether a text may be handed to the engine.

Two dangers. Oxigraph parses and plans by recursion, so that a text which nests too deep, or is too long a
chain (ten thousand ``!`` or ``OPTIONAL {}`` in a row), overflows the C stack and kills the process: texts are
measured first. And SERVICE and LOAD open connections: they are looked for in the parsed query, since a text
can hide a word from any search for it.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from kg.errors import QueryError
from kg.sparql.explaining import mistake, pointed
from kg.sparql.lexing import CLOSING, OPENING, tokens

__all__ = ["FORMS", "LONGEST", "NESTING", "TOKENS", "UPDATES", "Outline", "refuse_connections", "survey"]

LONGEST: Final = 1_000_000
"""The most characters of a text."""

NESTING: Final = 100
"""The most brackets within brackets. With a stack of 8 MB the first form to fail does so at 860."""

TOKENS: Final = 1_500
"""The most words and signs outside lists of values. With a stack of 8 MB the first form to fail does so at 2,600."""

UPDATES: Final = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}
FORMS: Final = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_CODE_POINT: Final = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\\)")


class Outline(NamedTuple):
    """What a text is at its top: ``form`` is SELECT, ASK …, an update's first keyword, or "" where there is none.

    ``names_graphs``: it has a dataset clause (FROM, FROM NAMED). ``variables``: all of its variables in the order
    in which they occur, without their ``?``. ``selects_all``: it begins with SELECT ``*``. ``may_connect``: a word
    that opens a connection occurs somewhere, be it in a string or a comment.
    """

    form: str
    names_graphs: bool
    selects_all: bool
    variables: tuple[str, ...]
    may_connect: bool


@lru_cache(maxsize=32)
def survey(text: str) -> Outline:
    """Measure a text and outline it; raise QueryError where it is too long or too deep for the engine."""
    if len(text) > LONGEST:
        what = f"the query has {len(text):,} characters"
        raise QueryError.at(None, what, f"{LONGEST:,} are the most that are read")
    if found := re.search(r"[\ud800-\udfff]", text):
        what = f"the query has half a character (U+{ord(found[0]):04X}), which UTF-8 cannot write"
        raise QueryError.at(None, what, "write the whole character, or leave it out")
    _measure(text)
    words = [token.text.upper() for token in tokens(text) if token.kind in {"word", "sign"}]
    form = next((word for word in words if word in FORMS | UPDATES), "")
    projection = [word for word in words[words.index(form) :] if word not in {"DISTINCT", "REDUCED"}] if form else []
    variables = dict.fromkeys(token.text[1:] for token in tokens(text) if token.kind == "variable")
    decoded = _CODE_POINT.sub(_decode, text).casefold()
    may_connect = "service" in decoded or (form in UPDATES and "load" in decoded)
    return Outline(form, "FROM" in words, projection[:2] == ["SELECT", "*"], tuple(variables), may_connect)


def _measure(text: str) -> None:
    """Refuse a text that nests too deep or goes on too long; the lists of VALUES and INSERT DATA may be long."""
    depth, count, values = 0, 0, 0
    for token in tokens(text):
        if token.text in OPENING:
            depth += 1
        elif token.text in CLOSING:
            depth -= 1
            values = 0 if token.text == "}" and depth < values else values
        elif token.kind == "word" and token.text.upper() in {"VALUES", "DATA"}:
            values = depth + 1
        count += not values
        if depth > NESTING:
            raise pointed(text, token.start, f"brackets are nested more than {NESTING} deep", "write it flatter")
        if count > TOKENS:
            instead = "put long lists into a VALUES block, which may be as long as you like"
            raise pointed(text, token.start, f"the query goes on for more than {TOKENS:,} words and signs", instead)


def refuse_connections(text: str, known: Mapping[str, str]) -> None:
    r"""Raise QueryError where a query has a SERVICE, or an update a SERVICE or a LOAD.

    Most texts have neither word anywhere. Where one occurs, be it in a string or a comment, rdflib's parser
    decides, and what it cannot parse is refused too. Engines differ on escapes (``\u0022`` is a quotation
    mark to the standard wherever it stands, and part of a string to Oxigraph) and on what ends a comment,
    so the text is parsed as both would read it. ``known`` are the prefixes that need no declaration.
    """
    outline = survey(text)
    if not outline.may_connect:
        return
    lines = re.sub("\r\n?", "\n", text)
    for reading in sorted({lines, _CODE_POINT.sub("x", lines)}):
        word = _connection(reading, updates=outline.form in UPDATES)
        if word:
            what = f"{word} would open a connection, which needs to be allowed"
            raise QueryError.at(None, what, "leave it out, or allow it (--allow-service, allow_service=True)")
        if word is None:
            what = "the word SERVICE stands in a text that does not parse as SPARQL 1.1, which needs to be allowed"
            refusal = QueryError.at(
                None, what, "write SPARQL 1.1, leave the word out, or allow it (--allow-service, allow_service=True)"
            )
            raise mistake(text, known) or refusal


def _decode(escape: re.Match[str]) -> str:
    code = escape[0][2:]
    return chr(int(code, 16)) if code and int(code, 16) <= 0x10FFFF else escape[0]  # noqa: PLR2004  (Unicode's last)


def _connection(text: str, *, updates: bool) -> str | None:
    """Return SERVICE or LOAD where a text has it, "" where it has none, None where it does not parse."""
    from rdflib.plugins.sparql.parser import parseQuery, parseUpdate  # noqa: PLC0415  (slow to import, seldom needed)

    try:
        parsed = parseUpdate(text) if updates else parseQuery(text)
    except Exception:  # noqa: BLE001  (whatever stops the parser, the text is not known to be safe)
        return None
    if _has(parsed, "ServiceGraphPattern"):
        return "SERVICE"
    return "LOAD" if _has(parsed, "Load") else ""


def _has(node: object, name: str) -> bool:
    """Tell whether a parse tree has a node of a name."""
    if getattr(node, "name", None) == name:
        return True
    if isinstance(node, dict):
        return any(_has(value, name) for value in dict(node).values())
    return isinstance(node, Iterable) and not isinstance(node, str) and any(_has(value, name) for value in node)
