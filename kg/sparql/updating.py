"""Confines an update to one graph, and binds its variables: what rdflib asks of a store, written as SPARQL.

An update is a sequence of operations between semicolons (https://www.w3.org/TR/sparql11-update/), each of which
is rewritten by itself. Only braces are counted, since no reading of a text can hide them in an IRI.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from kg.errors import QueryError
from kg.sparql.filling import valued
from kg.sparql.lexing import Token, tokens
from kg.sparql.safety import UPDATES

__all__ = ["confine", "data"]

_BACKSLASH: Final = re.compile(r"\\\\([uU])|\\.")


def data(turtle: str) -> str:
    r"""Write N-Triples or Turtle as data in an update, for engines that decode escapes first and for others.

    In ``\\u0022`` the first would find the end of a string; with the ``u`` escaped, each finds what is meant.
    """
    return _BACKSLASH.sub(lambda found: f"\\\\\\u{ord(found[1]):04X}" if found[1] else found[0], turtle)


def confine(text: str, graph: str | None, terms: Mapping[str, str]) -> str:
    """Rewrite an update to run on one graph (an IRI as SPARQL; None: as it stands), with variables bound to terms.

    The graph takes the place of the default graph, to read and to write; other graphs are still reached by
    their names in patterns and templates. Operations on data have no variables to bind. Raises QueryError for
    operations on whole graphs (CLEAR, COPY …) where a graph is given, and for what is no variable's name.
    """
    if graph is None and not terms:
        return text
    pieces, done = [], 0
    for operation in _operations(text):
        start = operation[0].start
        stop = operation[-1].start + len(operation[-1].text)
        pieces += [text[done:start], _rewritten(text[start:stop], graph, terms)]
        done = stop
    return "".join([*pieces, text[done:]])


def _operations(text: str) -> Iterator[list[Token]]:
    """Yield each operation's tokens, from its first keyword on: without its prologue, without the semicolon."""
    operation: list[Token] = []
    depth = 0
    for token in tokens(text):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if operation and token.text == ";" and not depth:
            yield operation
            operation = []
        elif operation or (token.kind == "word" and token.text.upper() in UPDATES):
            operation.append(token)
    if operation:
        yield operation


def _rewritten(operation: str, graph: str | None, terms: Mapping[str, str]) -> str:
    form, second = ([token.text.upper() for token in tokens(operation)] + ["", ""])[:2]
    blocks = _blocks(operation)
    if not blocks or form not in {"INSERT", "DELETE", "WITH"}:
        if graph is None or (not blocks and form in {"INSERT", "DELETE", "WITH"}):  # no SPARQL: the engine says why
            return operation
        raise QueryError.at(
            None, f"{form} is about whole graphs, not about what one holds", "call the dataset's update"
        )
    start, stop = blocks[-1]
    body = operation[start:stop]
    if second == "DATA":
        if graph is None:
            return operation
        if any(token.kind == "word" and token.text.upper() == "GRAPH" for token in tokens(body)):
            what = f"{form} DATA names a graph in an update of another"
            raise QueryError.at(None, what, "call the dataset's update")
        return f"{operation[:start]} GRAPH {graph} {{{body}}} {operation[stop:]}"
    pattern = valued(body, terms)
    if form == "DELETE" and second == "WHERE":  # the short form takes neither WITH nor VALUES
        whole = f"DELETE {{{body}}} WHERE {{{pattern}}}{operation[stop + 1 :]}"
    else:
        whole = f"{operation[:start]}{pattern}{operation[stop:]}"
    return whole if graph is None or form == "WITH" else f"WITH {graph} {whole}"


def _blocks(operation: str) -> list[tuple[int, int]]:
    """List where the outermost braces of an operation open (just behind) and close (just before)."""
    found, depth, start = [], 0, 0
    for token in tokens(operation):
        if token.text == "{":
            start = start if depth else token.start + 1
            depth += 1
        elif token.text == "}":
            depth -= 1
            if not depth:
                found.append((start, token.start))
    return found
