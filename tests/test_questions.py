"""The named questions, each held to tables that were worked out by hand from the records.

``tests/questions/<ledger>/<question>/<parameters>.csv`` is what a question answers with those parameters
(``all`` where it takes none, ``&`` between two). The ledger ``shipped`` comes with the package; any other has its
records beside its tables, in a folder ``ledger``. Claims stand under their names in the records. To add a case,
write a table; no code is needed.
"""

import csv
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from rdflib import Literal, URIRef

from kg import assets, store
from kg.claims import claim_key
from kg.query import ask, questions
from kg.records import read
from kg.terms import prefixes

QUESTIONS = Path(__file__).parent / "questions"
SHIPPED = "shipped"
LEDGERS = sorted(folder.name for folder in QUESTIONS.iterdir())
CASES = sorted(QUESTIONS.glob("*/*/*.csv"))


@pytest.fixture(scope="module")
def ledger():
    """The records of a ledger by its name, read once."""
    return cache(lambda name: read(assets.data() if name == SHIPPED else QUESTIONS / name / "ledger"))


@pytest.fixture(scope="module")
def opened(ledger):
    """The store of a ledger by its name, opened once."""
    found = {}

    def opened(name):
        if name not in found:
            found[name] = store.open(ledger(name))
        return found[name]

    yield opened
    for one in found.values():
        one.close()


def writer(ledger):
    """How a term stands in the expected tables."""
    claims = f"{ledger.ledger.base}claim/"
    names = {claim_key(claim): claim.id for claim in ledger.claims}
    known = sorted(prefixes(ledger.ledger.base).items(), key=lambda item: -len(item[1]))

    def write(term):
        if term is None:
            return ""
        if isinstance(term, URIRef) and term.startswith(claims):
            key, dot, part = term.removeprefix(claims).partition(".")
            return f"claim:{names[key]}{dot}{part}"
        if isinstance(term, URIRef):
            return next(f"{name}:{term[len(iri) :]}" for name, iri in known if term.startswith(iri))
        if isinstance(term, Literal) and term.datatype and term.datatype.endswith("#decimal"):
            return f"{term.toPython().normalize():f}"
        return str(term)

    return write


def given(case):
    return {} if case.stem == "all" else dict(parse_qsl(case.stem))


def named(case):
    return f"{case.parent.parent.name}:{case.parent.name}?{case.stem}"


@pytest.mark.parametrize("case", CASES, ids=named)
def test_a_question_has_the_answer_that_was_worked_out_by_hand(case, ledger, opened):
    with case.open(newline="", encoding="utf-8") as lines:
        expected = list(csv.reader(lines))
    name = case.parent.parent.name
    answer, write = ask(opened(name), case.parent.name, given(case)), writer(ledger(name))
    assert expected == [list(answer.columns), *([write(term) for term in row] for row in answer.rows)]


@pytest.mark.parametrize("name", LEDGERS)
def test_there_are_twenty_questions_and_each_has_a_table_of_every_ledger(name):
    found = {question.number: question.name for question in questions()}
    assert sorted(found) == list(range(1, 21))
    assert {case.parent.name for case in CASES if case.parent.parent.name == name} == set(found.values())


@pytest.mark.parametrize("file", sorted(QUESTIONS.glob("*/ledger/**/*.toml")), ids=lambda file: file.name)
def test_records_for_the_tables_say_that_they_are_made_up(file):
    assert file.read_text(encoding="utf-8").startswith("# Made up")


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_question_says_what_it_is_for(question):
    assert question.title.endswith("?")
    assert question.why
    assert all(parameter.meaning for parameter in question.parameters)
