"""Asks a store a question."""

import re
from collections.abc import Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from rdflib import Graph

from kg.errors import QueryError
from kg.naming import did_you_mean
from kg.query.parameters import ANYTHING, example, guess, term
from kg.query.questions import Question, find
from kg.sparql import fill, marked
from kg.store import Solutions, Store
from kg.tables import Table
from kg.tables.labelling import Labels

__all__ = ["ask"]

_NAME: Final = re.compile(r"[\w-]+")


def ask(
    store: Store,
    text_or_name: str,
    given: Mapping[str, str] | None = None,
    *,
    allow_service: bool = False,
    folder: Traversable | Path | str | None = None,
) -> Table | Graph | bool:
    """Answer SPARQL 1.1, or the named question of a folder (those that ship unless said otherwise).

    ``given`` holds values for what the text marks with ``$name``: of the types that the question declares, or,
    in free SPARQL, by their looks (see ``kg.query.parameters``). SELECT gives a table, CONSTRUCT and DESCRIBE
    a graph, ASK a bool. SERVICE is refused unless ``allow_service``; an update always.

    Raises QueryError saying where and why: no such question, a parameter that is missing, unknown or no
    value of its type, a text that does not parse, is refused, or fails.
    """
    name = text_or_name.strip()
    if not _NAME.fullmatch(name):
        return _answer(store, fill(text_or_name, _guessed(store, text_or_name, given or {})), "", allow_service)
    question = find(name, folder)
    try:
        return _answer(store, fill(question.text, _terms(store, question, given or {})), question.title, allow_service)
    except QueryError as error:
        raise QueryError(*(replace(problem, record=f'question "{name}"') for problem in error.problems)) from None


def _answer(store: Store, text: str, title: str, allow_service: bool) -> Table | Graph | bool:  # noqa: FBT001  (ours)
    answer = store.query(text, allow_service=allow_service)
    if not isinstance(answer, Solutions):
        return answer
    return Table(answer.variables, answer, title, store.prefixes, Labels(store, answer))


def _guessed(store: Store, text: str, given: Mapping[str, str]) -> dict[str, str]:
    known = marked(text)
    for name in given:
        if name not in known:
            instead = (
                f"it has {', '.join(f'${name}' for name in known)}" if known else f"write ${name} where it belongs"
            )
            raise QueryError.at(None, f"the query has no ${name} to give a value to", instead)
    return {name: guess(store, value) for name, value in given.items() if value != ANYTHING}


def _terms(store: Store, question: Question, given: Mapping[str, str]) -> dict[str, str]:
    """Write a question's parameters as SPARQL, those that are not given by their defaults."""
    declared = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in declared:
            near = did_you_mean(name, dict.fromkeys(declared, ""))
            takes = f"takes {', '.join(map(str, question.parameters)) or 'none'}"
            instead = f"{near} It {takes}" if near else f"it {takes}"
            raise QueryError.at(None, f"there is no parameter {name}", instead)
    terms = {}
    for parameter in question.parameters:
        value = given.get(parameter.name, parameter.default)
        if value is None:
            instead = f"give it, for example {parameter.name}={example(store, parameter.type)}"
            raise QueryError.at(None, f"the parameter {parameter} is missing", instead)
        if value == ANYTHING:
            continue
        try:
            terms[parameter.name] = term(store, parameter.type, value)
        except QueryError as error:
            raise QueryError(
                *(replace(problem, what=f"{parameter}: {problem.what}") for problem in error.problems)
            ) from None
    return terms
