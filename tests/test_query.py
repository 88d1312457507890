"""Asking: free SPARQL and named questions, their parameters, and what is said when something is wrong.

The questions here are made up; those that ship are held to their answers in test_questions.py.
"""

import pytest
from rdflib import Graph, Literal, URIRef

from kg import store
from kg.errors import QueryError
from kg.query import TYPES, Parameter, Question, ask, questions
from kg.tables import Table
from kg.terms import XSD
from tests.ledgers import small

KB = "https://w3id.org/ai-claims/id/"
ORRERY, SEXTANT = URIRef(f"{KB}orrery"), URIRef(f"{KB}sextant")

ABOUT = """\
# number: 3
# title: What is said of something?
# why: Because people ask,
#   and ask again.
# given about (entity) = kb:sextant: what is spoken of
# given day (date) = 2036-01-01: the last day
#
# A remark that is no part of the header.

SELECT ?id ?about ?day WHERE {
  BIND($about AS ?about)
  BIND($day AS ?day)
  { SELECT ?id { ?claim rdf:subject $about ; dct:identifier ?id } }
} ORDER BY ?id
"""


@pytest.fixture(scope="module")
def opened():
    with store.open(small()) as found:
        yield found


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "about.rq").write_text(ABOUT, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a question", encoding="utf-8")
    return tmp_path


def refusal(*args, **kwargs):
    with pytest.raises(QueryError) as refused:
        ask(*args, **kwargs)
    return str(refused.value)


# free SPARQL


def test_a_select_gives_a_table(opened):
    table = ask(opened, "SELECT ?name ?none { kb:orrery rdfs:label ?name OPTIONAL { kb:orrery ac:cue ?none } }")
    assert isinstance(table, Table)
    assert table.columns == ("name", "none")
    assert list(table) == [(Literal("Orrery Labs"), None)]
    assert len(table) == 1
    assert table.title == ""
    assert table.prefixes["kb"] == KB


def test_a_construct_gives_a_graph_and_an_ask_a_bool(opened):
    graph = ask(opened, "CONSTRUCT { ?x rdfs:label ?name } WHERE { ?x a ac:Entity ; rdfs:label ?name }")
    assert isinstance(graph, Graph)
    assert (ORRERY, URIRef("http://www.w3.org/2000/01/rdf-schema#label"), Literal("Orrery Labs")) in graph
    assert ask(opened, "ASK { kb:orrery a ac:Entity }") is True
    assert ask(opened, "ASK { kb:nobody a ac:Entity }") is False


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("<http://made.example/é>", URIRef("http://made.example/é")),
        (URIRef("http://made.example/"), URIRef("http://made.example/")),
        ("kb:orrery", ORRERY),
        ("claim:0a", URIRef(f"{KB}claim/0a")),
        ("2024-07-31", Literal("2024-07-31", datatype=XSD.date)),
        ("-5", Literal(-5)),
        ("0.25", Literal("0.25", datatype=XSD.decimal)),
        ("true", Literal(True)),  # noqa: FBT003  (the literal)
        ("open source", Literal("open source")),
        ("unknown:prefix", Literal("unknown:prefix")),
        ("kb: with a space", Literal("kb: with a space")),
        ("10:30", Literal("10:30")),
        ('"5"', Literal("5")),
        ('"', Literal('"')),
        ("", Literal("")),
        ('") } DROP ALL #', Literal('") } DROP ALL #')),
    ],
)
def test_a_given_value_has_the_type_it_looks_like(opened, value, term):
    ((found,),) = ask(opened, "SELECT (?y AS ?x) { { SELECT ?y { BIND($v AS ?y) } } }", {"v": value})
    assert found == term
    assert type(found) is type(term)


def test_a_number_can_be_given_for_a_limit(opened):
    assert len(ask(opened, "SELECT * { ?s ?p ?o } LIMIT $n", {"n": "7"})) == 7


def test_a_name_that_is_given_must_be_in_the_query(opened):
    assert refusal(opened, "ASK { ?x ?p $y }", {"x": "1"}) == "the query has no $x to give a value to; it has $y"
    assert refusal(opened, "ASK { ?x ?p '$x' }", {"x": "1"}) == (
        "the query has no $x to give a value to; write $x where it belongs"
    )
    assert ask(opened, "ASK { kb:orrery ?p $anything }") is True
    assert ask(opened, "ASK { kb:orrery ?p $anything }", {"anything": "*"}) is True


@pytest.mark.parametrize("value", ["<http://made.example/a b>", "<relative>", "<>"])
def test_a_given_iri_must_be_one(opened, value):
    assert refusal(opened, "ASK { ?x ?p $y }", {"y": value}) == (
        f"{value[1:-1]!r} is not an absolute IRI; write it in full, percent-encoded, such as https://example.org/a%20b"
    )


def test_a_given_day_must_be_in_the_calendar(opened):
    assert refusal(opened, "ASK { ?x ?p $y }", {"y": "2024-02-30"}) == (
        '"2024-02-30" is not a day; write year, month and day, such as 2024-07-31'
    )


def test_what_the_store_refuses_is_refused(opened):
    assert "this is an update (DROP), not a query" in refusal(opened, "DROP ALL")
    assert "SERVICE would open a connection" in refusal(opened, "ASK { SERVICE <http://made.example/> { ?s ?p ?o } }")
    assert "could not be answered" in refusal(
        opened, "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", allow_service=True
    )
    assert "the query ends too early" in refusal(opened, "")


# named questions


def test_a_question_is_read_from_its_file(folder):
    assert questions(folder) == [
        Question(
            3,
            "about",
            "What is said of something?",
            "Because people ask, and ask again.",
            (
                Parameter("about", "entity", "what is spoken of", "kb:sextant"),
                Parameter("day", "date", "the last day", "2036-01-01"),
            ),
            ABOUT,
        )
    ]


def test_questions_are_listed_by_number(folder):
    (folder / "z.rq").write_text("# number: 1\n# title: A?\n# why: b\n\nASK {}\n", encoding="utf-8")
    assert [(question.number, question.name) for question in questions(str(folder))] == [(1, "z"), (3, "about")]


def test_a_question_is_asked_by_name_with_its_defaults(opened, folder):
    table = ask(opened, "about", folder=folder)
    day = Literal("2036-01-01", datatype=XSD.date)
    assert table.title == "What is said of something?"
    assert list(table) == [
        (Literal("sextant-never-sold"), SEXTANT, day),
        (Literal("sextant-runs-offline"), SEXTANT, day),
    ]


@pytest.mark.parametrize("value", ["orrery", "kb:orrery", f"<{KB}orrery>", f"{KB}orrery", ORRERY])
def test_a_record_may_be_named_in_several_ways(opened, folder, value):
    assert [str(row[0]) for row in ask(opened, " about ", {"about": value}, folder=folder)] == [
        "revenue-guidance",
        "revenue-too-low",
    ]


def test_a_parameter_may_be_left_free(opened, folder):
    text = ABOUT.replace("  BIND($about AS ?about)\n", "").replace("?id ?about", "?id").replace("kb:sextant", "*")
    (folder / "about.rq").write_text(text, encoding="utf-8")
    assert len(ask(opened, "about", folder=folder)) == 4
    assert len(ask(opened, "about", {"about": "orrery"}, folder=folder)) == 2
    assert len(ask(opened, "about", {"about": "*"}, folder=folder)) == 4


def of_type(folder, kind):
    text = f"# number: 1\n# title: A?\n# why: b\n# given x ({kind}): c\n\nSELECT (?y AS ?z) {{ BIND($x AS ?y) }}\n"
    (folder / "typed.rq").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("entity", "sextant", SEXTANT),
        ("predicate", "says", URIRef(f"{KB}predicate/says")),
        ("topic", "money", URIRef(f"{KB}topic/money")),
        ("document", "report", URIRef(f"{KB}document/report")),
        ("date", "2024-07-31", Literal("2024-07-31", datatype=XSD.date)),
        ("integer", "-5", Literal(-5)),
        ("decimal", "5", Literal("5.0", datatype=XSD.decimal)),
        ("decimal", "-.250", Literal("-0.25", datatype=XSD.decimal)),
        ("text", "kb:sextant", Literal("kb:sextant")),
        ("text", "2024-07-31", Literal("2024-07-31")),
        ("period", "Q2 2024", Literal("2024-34")),
        ("period", "2024-34", Literal("2024-34")),
    ],
)
def test_each_type_makes_its_kind_of_term(opened, folder, kind, value, term):
    of_type(folder, kind)
    ((found,),) = ask(opened, "typed", {"x": value}, folder=folder)
    assert found == term
    assert type(found) is type(term)


def test_a_claim_goes_by_its_name_or_its_key(opened, folder):
    of_type(folder, "claim")
    ((node,),) = ask(opened, "typed", {"x": "sextant-never-sold"}, folder=folder)
    assert ask(opened, f"ASK {{ <{node}> dct:identifier 'sextant-never-sold' }}") is True
    key = node.removeprefix(f"{KB}claim/")
    assert list(ask(opened, "typed", {"x": key}, folder=folder)) == [(node,)]
    assert list(ask(opened, "typed", {"x": f"claim:{key}"}, folder=folder)) == [(node,)]


@pytest.mark.parametrize(
    ("kind", "value", "message"),
    [
        ("entity", "sextent", 'there is no entity "sextent"; did you mean sextant (Sextant 2)?'),
        ("entity", "Ada Quil", 'there is no entity "Ada Quil"; did you mean ada-quill (Ada Quill)?'),
        ("entity", "zzz", 'there is no entity "zzz"; give the id of one, such as ada-quill'),
        ("entity", "report", 'there is no entity "report"; give the id of one, such as ada-quill'),
        ("entity", "", 'there is no entity ""; give the id of one, such as ada-quill'),
        ("entity", "a> . ?x ?y <b", 'there is no entity "a> . ?x ?y <b"; give the id of one, such as ada-quill'),
        ("predicate", "say", 'there is no predicate "say"; did you mean says (says of it)?'),
        ("topic", "mone", 'there is no topic "mone"; did you mean money (Money)?'),
        ("topic", "firm", 'there is no topic "firm"; give the id of one, such as machines'),
        (
            "document",
            "reports",
            'there is no document "reports"; did you mean report (Annual report of Orrery Labs)?',
        ),
        (
            "claim",
            "sextant-never-solt",
            ('there is no claim "sextant-never-solt"; did you mean sextant-never-sold (Sextant 2 will not be sold)?'),
        ),
        ("date", "31 July", '"31 July" is not a day; write year, month and day, such as 2024-07-31'),
        ("date", "2024-02-30", '"2024-02-30" is not a day; write year, month and day, such as 2024-07-31'),
        ("date", "20240731", '"20240731" is not a day; write year, month and day, such as 2024-07-31'),
        ("integer", "5.0", '"5.0" is not a whole number; write digits alone, such as 5'),
        ("decimal", "1,000", '"1,000" is not a number; write digits and a point, such as 0.25'),
    ],
)
def test_a_value_that_does_not_fit_says_what_would(opened, folder, kind, value, message):
    of_type(folder, kind)
    assert refusal(opened, "typed", {"x": value}, folder=folder) == f'question "typed": x ({kind}): {message}'


def test_a_period_that_is_none_says_what_can_be_written(opened, folder):
    of_type(folder, "period")
    message = refusal(opened, "typed", {"x": "someday"}, folder=folder)
    assert message.startswith('question "typed": x (period): ')
    assert '"Q2 2024"' in message


def test_a_missing_parameter_is_named_with_its_type_and_an_example(opened, folder):
    for kind in TYPES:
        of_type(folder, kind)
        message = refusal(opened, "typed", folder=folder)
        assert message.startswith(f'question "typed": the parameter x ({kind}) is missing; give it, for example x=')


def test_an_unknown_parameter_names_those_there_are(opened, folder):
    assert refusal(opened, "about", {"abut": "sextant"}, folder=folder) == (
        'question "about": there is no parameter abut; did you mean about? It takes about (entity), day (date)'
    )
    (folder / "none.rq").write_text("# number: 1\n# title: A?\n# why: b\n\nASK {}\n", encoding="utf-8")
    assert refusal(opened, "none", {"x": "1"}, folder=folder) == (
        'question "none": there is no parameter x; it takes none'
    )


def test_an_unknown_question_names_the_nearest(opened, folder):
    assert refusal(opened, "abouts", folder=folder) == (
        'there is no question "abouts"; did you mean about? All of them: kg query --list'
    )
    assert refusal(opened, "zzz", folder=folder) == 'there is no question "zzz"; see kg query --list'
    assert refusal(opened, "who-sayd") == (
        'there is no question "who-sayd"; did you mean who-said? All of them: kg query --list'
    )
    assert refusal(opened, "zzz", folder=folder / "none") == (
        f"{folder / 'none'}: there is no such folder of questions; name one that holds .rq files"
    )


def test_a_mistake_in_a_questions_query_names_the_question(opened, folder):
    (folder / "broken.rq").write_text("# number: 1\n# title: A?\n# why: b\n\nASK { ?s ?p\n", encoding="utf-8")
    assert refusal(opened, "broken", folder=folder) == (
        'question "broken": line 5, column 5: this { is never closed; write } where it ends\n'
        "  5 | ASK { ?s ?p\n    |     ^"
    )


# malformed headers

HEADER = "# number: 1\n# title: A?\n# why: b\n"
GIVEN = f"{HEADER}# given x (date): c\n"
TYPE_NAMES = "entity, predicate, topic, document, claim, date, integer, decimal, text, period"


@pytest.mark.parametrize(
    ("text", "place", "what", "instead"),
    [
        ("SELECT", ":1", "the header lacks number", 'begin the file with "# number: …"'),
        ("# number: 1\n# why: b\nASK {}", ":1", "the header lacks title", 'begin the file with "# title: …"'),
        (
            f"{HEADER}#\n# given x (date): c\nASK {{ $x }}",
            "",
            "the query uses $x, which its header does not declare",
            'declare it with "# given x (…): …", or write ?x',
        ),
        (f"{GIVEN}ASK {{ ?x }}", "", "the query does not use its parameter x", "write $x where it belongs"),
        (
            f"{HEADER}# given x date: c\nASK {{ $x }}",
            ":4",
            '"given x date: c" declares no parameter',
            'write, for example, "# given about (entity) = kb:llama-4: the entity asked about"',
        ),
        (f"{HEADER}# given x (day): c\nASK {{ $x }}", ":4", "day is not a type", f"choose one of {TYPE_NAMES}"),
        (f"{GIVEN}# given x (date): d\nASK {{ $x }}", ":5", "x is declared twice", "give it another name"),
        (
            f"{HEADER}# when: c\nASK {{}}",
            ":4",
            '"when: c" is no part of a question\'s header',
            "write number, title, why or given; an empty comment ends the header",
        ),
        (f"{HEADER}# why: c\nASK {{}}", ":4", "why is given twice", "keep one"),
        ("# number: one\nASK {}", ":1", "number has no fitting value", 'write, for example, "# number: 5"'),
        (
            "# number: 1\n# title:\nASK {}",
            ":2",
            "title has no fitting value",
            'write, for example, "# title: Who said what?"',
        ),
    ],
)
def test_a_malformed_header_names_file_and_line(opened, tmp_path, text, place, what, instead):
    (tmp_path / "bad.rq").write_text(text, encoding="utf-8")
    for attempt in (lambda: questions(tmp_path), lambda: ask(opened, "bad", folder=tmp_path)):
        with pytest.raises(QueryError) as refused:
            attempt()
        assert str(refused.value).endswith(f"{tmp_path / 'bad.rq'}{place}: {what}; {instead}")


def test_two_questions_cannot_have_one_number(folder):
    (folder / "other.rq").write_text(ABOUT, encoding="utf-8")
    with pytest.raises(QueryError) as refused:
        questions(folder)
    assert str(refused.value) == f"{folder / 'other.rq'}: question 3 is about already; give it the number 4"


def test_a_file_that_is_no_question_is_named(tmp_path):
    def message():
        with pytest.raises(QueryError) as refused:
            questions(tmp_path)
        return str(refused.value)

    (tmp_path / "bad.rq").write_bytes(b"# number: \xff")
    assert message() == f"{tmp_path / 'bad.rq'}: the question is not UTF-8; write it in UTF-8"
    (tmp_path / "Bad.rq").write_text(ABOUT, encoding="utf-8")
    assert message() == (
        f"{tmp_path / 'Bad.rq'}: a question's file is named in lower case letters, digits and hyphens; "
        "rename it, for example to who-said.rq"
    )
