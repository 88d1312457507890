"""Says in plain words, with the line itself, why a query does not parse.

A recursive parser fails where it got farthest, and lists all that it would have taken there. The usual slips
are found in the tokens instead; where there is none, the engine's position is shown.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Final

from kg.errors import QueryError
from kg.sparql.lexing import CLOSING, OPENING, Token, position, tokens

__all__ = ["WORDS", "excerpt", "explain", "mistake", "pointed"]

Slip = tuple[int, str, str]
"""Where (an index into the text), what is wrong, what would be right."""

_WIDTH: Final = 100
_PLACE: Final = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SENTENCE: Final = re.compile(r"[A-Z][a-z]+ (?:[A-Za-z]+,? ){2,}[A-Za-z]+")
_CONTROLS: Final = dict.fromkeys([*range(32), *range(127, 160)], "\N{REPLACEMENT CHARACTER}")

WORDS: Final = frozenset(
    """
    A ABS ADD ADJUST ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS
    COPY COUNT CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER
    FLOOR FROM GRAPH GROUP GROUP_CONCAT HASLANG HASLANGDIR HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL
    ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES LATERAL LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE
    NAMED NOT NOW OBJECT OFFSET OPTIONAL ORDER PREDICATE PREFIX RAND REDUCED REGEX REPLACE ROUND SAMETERM SAMEVALUE
    SAMPLE SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER STRBEFORE STRDT STRENDS
    STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT SUBSTR SUM TIMEZONE TO TRIPLE TRUE TZ UCASE UNDEF UNION
    URI USING UUID VALUES VERSION WHERE WITH YEAR
    """.split()  # noqa: SIM905  (a hundred words read better without quotation marks)
)
"""Words that SPARQL 1.1 and the engine's extensions know, in capitals."""


def excerpt(line: str, number: int, column: int) -> str:
    """Show a line with a caret under a column (both from 1), cut to a window where it is long."""
    start = max(0, column - _WIDTH * 2 // 3) if len(line) > _WIDTH else 0
    before, after = "…" if start else "", "…" if len(line) > start + _WIDTH else ""
    shown = line[start : start + _WIDTH].translate({**_CONTROLS, 9: " "}).rstrip()
    gutter = f"  {number} | "
    return f"{gutter}{before}{shown}{after}\n{'| '.rjust(len(gutter))}{' ' * (column - 1 - start + len(before))}^"


def explain(text: str, reason: str, known: Mapping[str, str]) -> QueryError:
    """Turn an engine's complaint into an error with line, column, the line and a caret.

    ``reason`` is the engine's message; ``known`` are the prefixes that need no declaration.
    """
    return mistake(text, known) or pointed(text, *_complaint(text, reason))


def mistake(text: str, known: Mapping[str, str]) -> QueryError | None:
    """Find a usual mistake in a text that does not parse, or None."""
    found = list(tokens(text))
    for check in (_strings, _brackets, _words, lambda found: _prefixes(found, known), _iris):
        if slip := check(found):
            return pointed(text, *slip)
    return None


def pointed(text: str, index: int, what: str, instead: str) -> QueryError:
    """Make an error that gives line and column of a character (an index), and shows it."""
    line, column = position(text, index)
    shown = excerpt(text.split("\n")[line - 1], line, column)
    where = f"line {line}, column {column}"
    return QueryError.at(None, f"{where}: {what}", f"{instead}\n{shown}")


def _strings(found: list[Token]) -> Slip | None:
    for token in found:
        if token.kind == "unclosed":
            quote = token.text[:3] if token.text[:3] in {'"""', "'''"} else token.text[0]
            return token.start, "this string is never closed", f"end it with {quote}"
    return None


def _brackets(found: list[Token]) -> Slip | None:
    stack: list[Token] = []
    for token in found:
        if token.text in OPENING:
            stack.append(token)
        elif token.text in CLOSING:
            if not stack:
                return token.start, f"nothing is open that this {token.text} could close", "leave it out"
            due = OPENING[stack[-1].text]
            if token.text != due:
                return (
                    token.start,
                    f"{token.text} where {due} should close the {stack[-1].text}",
                    f"write {due} before it",
                )
            stack.pop()
    if stack:
        return (
            stack[-1].start,
            f"this {stack[-1].text} is never closed",
            f"write {OPENING[stack[-1].text]} where it ends",
        )
    return None


def _words(found: list[Token]) -> Slip | None:
    for token in found:
        if token.kind == "word" and token.text.upper() not in WORDS:
            near = get_close_matches(token.text.upper(), sorted(WORDS), n=1)
            instead = f"did you mean {near[0]}?" if near else "names need a prefix or < >, texts need quotation marks"
            return token.start, f"{token.text} is not a word of SPARQL", instead
    return None


def _prefixes(found: list[Token], known: Mapping[str, str]) -> Slip | None:
    declared = set(known)
    for before, token in zip([None, *found], found, strict=False):
        if token.kind == "name":
            prefix = token.text.partition(":")[0]
            if before and before.kind == "word" and before.text.upper() == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                names = ", ".join(f"{name}:" for name in sorted(declared))
                return token.start, f"the prefix {prefix}: is not declared", f"declare it, or use one of {names}"
    return None


def _iris(found: list[Token]) -> Slip | None:
    if any(token.kind == "word" and token.text.upper() == "BASE" for token in found):
        return None
    for token in found:
        if token.kind == "iri" and not re.match(r"<[A-Za-z][A-Za-z0-9+.\-]*:", token.text):
            return token.start, f"{token.text} is a relative IRI", "write it in full, or with a prefix such as kb:meta"
    return None


def _complaint(text: str, reason: str) -> Slip:
    """Read the engine's own message: a sentence of its own, or what stands where it gave up."""
    place = _PLACE.match(reason)
    if place is None:
        return 0, reason, "change the query"
    line, column = int(place[1]), int(place[2])
    index = min(sum(len(part) + 1 for part in text.split("\n")[: line - 1]) + column - 1, len(text))
    if sentence := _SENTENCE.search(place[3]):  # about the whole SELECT, wherever the engine stood
        index = next((token.start for token in tokens(text) if token.text.upper() == "SELECT"), index)
        return index, f"{sentence[0][0].lower()}{sentence[0][1:]}", "change what is selected"
    found = list(tokens(text))
    at = next((token for token in found if token.start + len(token.text) > index), None)
    if at is not None:
        shown = at.text if len(at.text) <= _WIDTH else f"{at.text[:_WIDTH]}…"
        return at.start, f"unexpected {shown}", "something is missing before it, or too much"
    if found and found[-1].text in CLOSING:  # the engine looks past a bracket before it finds a gap
        return found[-1].start, f"something is missing at or before this {found[-1].text}", "complete it"
    return index, "the query ends too early", "it needs a form (SELECT, ASK, CONSTRUCT, DESCRIBE) and a pattern { … }"
