"""The named questions, each held to a table that was checked by hand against the article.

``tests/questions/<question>/<parameters>.csv`` is what a question answers with those parameters
(``all`` where it takes none, ``&`` between two). Claims stand under their names in the records. To add a case,
write a table; no code is needed.
"""

import csv
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from rdflib import Literal, URIRef

from kg import assets, store
from kg.claims import claim_key
from kg.query import ask, questions
from kg.records import read
from kg.terms import prefixes

CASES = sorted((Path(__file__).parent / "questions").glob("*/*.csv"))


@pytest.fixture(scope="module")
def ledger():
    return read(assets.data())


@pytest.fixture(scope="module")
def opened(ledger):
    with store.open(ledger) as found:
        yield found


@pytest.fixture(scope="module")
def written(ledger):
    """How a term stands in the expected tables."""
    names = {f"{ledger.ledger.base}claim/{claim_key(claim)}": f"claim:{claim.id}" for claim in ledger.claims}
    known = sorted(prefixes(ledger.ledger.base).items(), key=lambda item: -len(item[1]))

    def write(term):
        if term is None:
            return ""
        if isinstance(term, URIRef) and str(term) not in names:
            return next(f"{name}:{term[len(iri) :]}" for name, iri in known if term.startswith(iri))
        if isinstance(term, Literal) and term.datatype and term.datatype.endswith("#decimal"):
            return f"{term.toPython().normalize():f}"
        return names.get(str(term), str(term))

    return write


def given(case):
    return {} if case.stem == "all" else dict(parse_qsl(case.stem))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}?{case.stem}")
def test_a_question_has_the_answer_that_was_checked_by_hand(case, opened, written):
    with case.open(newline="", encoding="utf-8") as lines:
        expected = list(csv.reader(lines))
    answer = ask(opened, case.parent.name, given(case))
    assert [list(answer.columns), *([written(term) for term in row] for row in answer.rows)] == expected


def test_there_are_twenty_questions_and_each_has_a_table():
    found = {question.number: question.name for question in questions()}
    assert sorted(found) == list(range(1, 21))
    assert {case.parent.name for case in CASES} == set(found.values())


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_question_says_what_it_is_for(question):
    assert question.title.endswith("?")
    assert question.why
    assert all(parameter.meaning for parameter in question.parameters)
