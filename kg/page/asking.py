"""What the page needs so that it can be asked: the engine, the prefixes, and the named questions, ready to run.

A question comes in pieces, cut here where a value belongs, so that the page joins and never has to read SPARQL to
fill it in. Each of its parameters has a value to begin with: its default, else one that this ledger has, and of
these the first that gets an answer, so that every question shows at one click what it is good for.
"""

import base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from itertools import islice, product
from typing import Any, Final, cast

from markupsafe import Markup
from rdflib import Dataset

from kg.page.scripts import inert, plain
from kg.query import ANYTHING, EXAMPLES, RECORDS, Parameter, Question, questions
from kg.sparql import WORDS, fill, literal, pieces, reference
from kg.terms import XSD, prefixes

__all__ = ["contents", "packed", "worker"]

MOST_LISTED: Final = 500
"""The most records of a type that the page offers in a list; of more it takes the id."""

_MOST_TRIED: Final = 24
_MOST_OF_A_KIND: Final = 8
_MOST_CLAIMS: Final = 400
"""Above, trying values on the ledger would take longer than all the rest of the page."""

_USED: Final = """
    SELECT ?node (SAMPLE(?text) AS ?label) (COUNT(DISTINCT ?user) AS ?uses) WHERE {{
      ?node a {type}
      FILTER STRSTARTS(STR(?node), {start})
      OPTIONAL {{ ?node rdfs:label|skos:prefLabel|dct:title ?text }}
      OPTIONAL {{ ?user ?property ?node }}
    }} GROUP BY ?node
"""
_PERIODS: Final = """
    SELECT ?edtf (MIN(?text) AS ?label) (COUNT(DISTINCT ?claim) AS ?uses) WHERE {
      ?claim ac:period ?period . ?period ac:edtf ?edtf . OPTIONAL { ?period ac:asWritten ?text }
    } GROUP BY ?edtf
"""
_LAST_DAY: Final = "SELECT (MAX(?day) AS ?last) WHERE { ?node ac:latest|ac:claimedOn|ac:knownOn ?day }"
_CLAIMS: Final = "SELECT (COUNT(*) AS ?claims) WHERE { ?claim a ac:Claim }"

Found = Sequence[tuple[str, str]]
"""Values of a type with their labels, those that are used most first."""


def contents(graph: Dataset, base: str, asked: Iterable[Question] | None = None) -> dict[str, Any]:
    """Describe what can be asked of a ledger, as plain JSON data.

    ``base`` and ``prefixes`` as in :func:`kg.terms.prefixes`. ``records``: by type, where its nodes live under the
    base, and, unless they are too many, those there are (id and label, by label). ``periods``: as in EDTF, and as
    written. ``words``: those that SPARQL has, in capitals. ``questions``: name, title, why, text (in pieces, every
    other one a parameter's name) and parameters (name, type, meaning, the value to begin with). ``asked`` are the
    questions that ship unless said otherwise.
    """
    asked = list(questions() if asked is None else asked)
    types = sorted({parameter.type for question in asked for parameter in question.parameters})
    known = {type_: _values(graph, base, type_) for type_ in types}
    few = int(_rows(graph, _CLAIMS)[0][0]) <= _MOST_CLAIMS
    records = {type_: found for type_, found in known.items() if type_ in RECORDS}
    return {
        "base": base,
        "prefixes": prefixes(base),
        "records": {type_: {"under": RECORDS[type_][1], "known": _listed(found)} for type_, found in records.items()},
        "words": sorted(WORDS),
        "periods": _listed(known.get("period", ())) or [],
        "questions": [
            {
                "name": question.name,
                "title": question.title,
                "why": question.why,
                "text": pieces(_body(question)),
                "parameters": [
                    {"name": parameter.name, "type": parameter.type, "meaning": parameter.meaning, "value": value}
                    for parameter, value in zip(
                        question.parameters, _start(graph, base, question, known, few=few), strict=True
                    )
                ],
            }
            for question in asked
        ],
    }


def packed(folder: Traversable) -> str:
    """Return the engine's WebAssembly, still compressed, as base64."""
    return base64.b64encode(folder.joinpath("vendor", "oxigraph.wasm.gz").read_bytes()).decode()


def worker(read: Callable[[str], str]) -> Markup:
    """Return the program that answers: the engine's own code with ours behind it, as one script."""
    return inert(f"{plain(read('vendor/oxigraph.web.js'))}\n{read('worker/answering.js')}", "script")


def _body(question: Question) -> str:
    """Take a question's text without the header, which the page shows in words; its title stays, as a comment."""
    lines = iter(question.text.splitlines())
    rest = next((line for line in lines if line.strip() and not line.startswith("#")), "")
    return "\n".join([f"# {question.title}", rest, *lines])


def _listed(found: Found) -> list[tuple[str, str]] | None:
    if len(found) > MOST_LISTED:
        return None
    return sorted(found, key=lambda item: (item[1].casefold(), item[0]))


def _rows(graph: Dataset, query: str) -> list[tuple[str, ...]]:
    rows = cast("Iterable[Iterable[object]]", graph.query(query))
    return [tuple("" if term is None else str(term) for term in row) for row in rows]


def _values(graph: Dataset, base: str, type_: str) -> Found:
    """Return the values of a type that a ledger has, for a type that is no record one or two that will do."""
    if type_ in RECORDS:
        class_, part = RECORDS[type_]
        start = base + part
        rows = _rows(graph, _USED.format(type=reference(class_), start=literal(start)))
        rows = [(node.removeprefix(start), label, uses) for node, label, uses in rows]
        if type_ == "entity":  # other records live further down under the base
            rows = [row for row in rows if "/" not in row[0]]
    elif type_ == "period":
        rows = _rows(graph, _PERIODS)
    elif type_ == "date":
        rows = [(last, "", "1") for (last,) in _rows(graph, _LAST_DAY) if last]
    else:
        rows = []
    ranked = sorted(rows, key=lambda row: (-int(row[2]), row[0]))
    found = [(value, label or value) for value, label, _ in ranked]
    return found or ([(EXAMPLES[type_], "")] if type_ in EXAMPLES else [])


def _start(graph: Dataset, base: str, question: Question, known: Mapping[str, Found], *, few: bool) -> list[str]:
    """Choose the values that a question begins with: the first that get an answer, if trying is cheap, else the first.

    Two records of one type are never the same: nobody asks for the way from somewhere to where they are.
    """
    defaults = [_default(base, parameter) for parameter in question.parameters]
    choices = [
        [value for value, _ in known[parameter.type][:_MOST_OF_A_KIND]] if default is None else [default]
        for parameter, default in zip(question.parameters, defaults, strict=True)
    ]
    if not choices or not all(choices):
        return [default or "" for default in defaults]
    places = sorted(product(*(range(len(choice)) for choice in choices)), key=lambda places: (sum(places), places))
    tries = list(islice(_sensible(question, choices, places), _MOST_TRIED))
    if few and None in defaults:
        for values in tries:
            if _answered(graph, base, question, values):
                return values
    return tries[0] if tries else [choice[0] for choice in choices]


def _sensible(
    question: Question, choices: Sequence[Sequence[str]], places: Iterable[tuple[int, ...]]
) -> Iterator[list[str]]:
    types = [parameter.type for parameter in question.parameters]
    for place in places:
        values = [choice[at] for choice, at in zip(choices, place, strict=True)]
        records = [item for item in zip(types, values, strict=True) if item[0] in RECORDS and item[1] != ANYTHING]
        if len(set(records)) == len(records):
            yield values


def _answered(graph: Dataset, base: str, question: Question, values: Iterable[str]) -> bool:
    named = zip(question.parameters, values, strict=True)
    terms = {parameter.name: _term(base, parameter.type, value) for parameter, value in named if value != ANYTHING}
    answer = graph.query(fill(question.text, terms))
    if answer.type == "ASK":
        return bool(answer.askAnswer)
    return len(answer.graph) > 0 if answer.graph is not None else len(answer) > 0


def _term(base: str, type_: str, value: str) -> str:
    """Write a value that is known to be of its type as SPARQL. The page does the same (``filling.js``)."""
    if type_ in RECORDS:
        return reference(f"{base}{RECORDS[type_][1]}{value}")
    if type_ in {"integer", "decimal"}:
        return value
    return literal(value, str(XSD.date) if type_ == "date" else None)


def _default(base: str, parameter: Parameter) -> str | None:
    """Return a parameter's default as the page's fields hold it: a record by its id, without prefix or base."""
    value = parameter.default
    if value is None or value == ANYTHING or parameter.type not in RECORDS:
        return value
    prefix, colon, local = value.strip("<>").partition(":")
    known = prefixes(base)
    iri = known[prefix] + local if colon and prefix in known else value.strip("<>")
    return iri.removeprefix(base + RECORDS[parameter.type][1])
