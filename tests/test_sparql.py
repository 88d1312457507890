"""SPARQL texts read without an engine. What the engine makes of them is asked of pyoxigraph itself."""

import re
import socket
import subprocess
import sys
from itertools import pairwise

import pyoxigraph as ox
import pytest
from hypothesis import event, example, given, reject, settings
from hypothesis import strategies as st
from rdflib.plugins.sparql.parser import parseQuery

from kg.errors import QueryError
from kg.sparql import (
    bind,
    declared,
    excerpt,
    explain,
    fill,
    literal,
    marked,
    reference,
    refuse_connections,
    survey,
    tokens,
    without_minus,
)

PREFIXES = {"ex": "http://made.example/", "xsd": "http://www.w3.org/2001/XMLSchema#"}


def pieces(text):
    return [(token.kind, token.text) for token in tokens(text)]


def test_tokens_are_told_apart():
    text = """PREFIX ex: <http://made.example/#a> # not "this"
    SELECT $a ?b (COUNT(*) AS ?n) { ?a ex:p.q '#'@en-GB, 1.5e3 , .5 . _:b ex:a\\#b true,
    ?x<=3&&!?y . ?s ^ex:p*/ex:q? 'it\\'s' }"""
    assert pieces(text) == [
        *[("word", "PREFIX"), ("name", "ex:"), ("iri", "<http://made.example/#a>")],
        *[("word", "SELECT"), ("variable", "$a"), ("variable", "?b")],
        *[("sign", "("), ("word", "COUNT"), ("sign", "("), ("sign", "*"), ("sign", ")")],
        *[("word", "AS"), ("variable", "?n"), ("sign", ")"), ("sign", "{")],
        *[("variable", "?a"), ("name", "ex:p.q"), ("string", "'#'"), ("language", "@en-GB"), ("sign", ",")],
        *[("number", "1.5e3"), ("sign", ","), ("number", ".5"), ("sign", ".")],
        *[("blank", "_:b"), ("name", "ex:a\\#b"), ("word", "true"), ("sign", ",")],
        *[("variable", "?x"), ("sign", "<="), ("number", "3"), ("sign", "&&"), ("sign", "!"), ("variable", "?y")],
        *[("sign", "."), ("variable", "?s"), ("sign", "^"), ("name", "ex:p"), ("sign", "*"), ("sign", "/")],
        *[("name", "ex:q"), ("sign", "?"), ("string", "'it\\'s'"), ("sign", "}")],
    ]


def test_long_strings_hold_quotation_marks_and_lines():
    assert pieces('"""a "b"\n""c\\""""?x') == [("string", '"""a "b"\n""c\\""""'), ("variable", "?x")]
    assert pieces("''''a'''") == [("string", "''''a'''")]
    assert pieces("''?x") == [("string", "''"), ("variable", "?x")]


def test_what_is_no_token_is_named():
    assert pieces('?x "open\n?y') == [("variable", "?x"), ("unclosed", '"open'), ("variable", "?y")]
    assert pieces("?x %") == [("variable", "?x"), ("stray", "%")]


@given(st.text(st.sampled_from("?$a: \n#<>\"'\\{}().|&^@_0e-é\0"), max_size=40))
def test_nothing_is_lost_between_tokens(text):
    found = [*tokens(text), (None, "", len(text))]
    assert all(text[start : start + len(piece)] == piece for _, piece, start in found)
    gaps = [text[a[2] + len(a[1]) : b[2]] for a, b in pairwise([(None, "", 0), *found])]
    assert all(re.fullmatch(r"(?:[ \t\r\n]|#[^\r\n]*(?=[\r\n]|$))*", gap) for gap in gaps)


# values


def test_values_take_the_place_of_marked_names_everywhere():
    text = "SELECT ?x { { SELECT ?x { ?x ex:p $v } LIMIT $n } FILTER(?v != '$v') } # $v"
    assert marked(text) == ["v", "n"]
    assert fill(text, {"v": "ex:a", "n": "5"}) == (
        "SELECT ?x { { SELECT ?x { ?x ex:p  ex:a  } LIMIT  5  } FILTER(?v != '$v') } # $v"
    )
    assert fill(text, {}) == text


@given(st.text(st.characters(exclude_categories=["Cs"])))
@example('"} DROP ALL #')
@example("\\")
@example("\r\n\t\"'\\u0022")
def test_a_text_stays_that_text_whatever_it_holds(text):
    query = f"SELECT ({literal(text)} AS ?x) {{}}"
    assert next(ox.Store().query(query))["x"] == ox.Literal(text)


def test_literals_keep_datatype_and_language():
    assert literal("x", language="en-GB") == '"x"@en-GB'
    assert literal("1", PREFIXES["xsd"] + "byte") == '"1"^^<http://www.w3.org/2001/XMLSchema#byte>'


@pytest.mark.parametrize("iri", ["a", "", "http://made.example/ b", "http://made.example/>", "x:\\u003e", "x:\ud800"])
def test_only_absolute_iris_are_references(iri):
    with pytest.raises(QueryError, match="is not an absolute IRI; write it in full"):
        reference(iri)


def test_an_iri_is_a_reference():
    assert reference("http://made.example/é(1)'") == "<http://made.example/é(1)'>"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?x { ?s ?p ?x }", {"2"}),
        ("SELECT ?x WHERE { { SELECT ?x ?p { ?s ?p ?x } } }", {"2"}),
        ("SELECT ?x { SELECT ?x ?p { ?s ?p ?x } }", {"2"}),
        ("SELECT (COUNT(?x) AS ?n) (EXISTS { ?a ?b ?c } AS ?y) { ?s ?p ?x FILTER(?p = ex:q) }", {"1"}),
    ],
)
def test_variables_are_bound_from_outside(query, expected):
    store = ox.Store()
    store.update("PREFIX ex: <http://made.example/> INSERT DATA { ex:a ex:p 1 ; ex:q 2 }")
    rows = store.query(bind(query, {"p": "ex:q"}), prefixes=PREFIXES)
    assert {row[0].value for row in rows} == expected


@pytest.mark.parametrize("name", ["", "a b", "x) { (1) } VALUES (?y", "a-b", "?x", "a²", "\u00b7a", "a\n"])
def test_what_no_variable_is_called_is_refused(name):
    for put in (bind, fill):
        with pytest.raises(QueryError, match="is no name of a variable; use letters, digits and _"):
            put("SELECT * { ?s ?p $o }", {name: "1"})


@pytest.mark.parametrize("name", ["x", "1", "_", "a1_\u00b7", "é", "名"])
def test_what_a_variable_may_be_called_is_bound(name):
    rows = ox.Store().query(bind(f"SELECT ?{name} {{ }}", {name: "1"}))
    assert [row[0].value for row in rows] == ["1"]
    assert fill(f"ASK {{ ?s ?p ${name} }}", {name: "1"}) == "ASK { ?s ?p  1  }"


def test_a_construct_binds_in_its_pattern_not_in_its_template():
    assert bind("CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p ?o }", {"o": "ex:a"}) == (
        "CONSTRUCT { ?s ?p 1 } WHERE { VALUES (?o) { (ex:a) }  ?s ?p ?o }"
    )
    for text in ("CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE ex:a"):
        with pytest.raises(QueryError, match=r"no WHERE pattern to bind variables in; write WHERE \{ … \}"):
            bind(text, {"o": "ex:a"})
        assert bind(text, {}) == text


# limits


def refusal(text):
    with pytest.raises(QueryError) as found:
        survey(text)
    return str(found.value)


def test_a_query_may_nest_a_hundred_deep_and_no_more():
    assert survey("SELECT * " + "{" * 100 + "}" * 100).form == "SELECT"
    assert refusal("SELECT *\n" + "{" * 101 + "}" * 101) == (
        "line 2, column 101: brackets are nested more than 100 deep; write it flatter\n"
        f"  2 | …{'{' * 66}{'}' * 34}…\n    | {' ' * 66}^"
    )


@pytest.mark.parametrize(
    "opening", ["{", "(", "[", "<<", "<<(", "{| ", "STR(", "OPTIONAL { ", "FILTER EXISTS {", "[ ex:p "]
)
def test_every_bracket_counts(opening):
    assert "nested more than 100 deep" in refusal("SELECT * { " + opening * 101)


@pytest.mark.parametrize("link", ["!", "- ", "ex:a/", "1+", "true||", "?s ?p ?o . ", "OPTIONAL {} ", "UNION {} "])
def test_long_chains_are_refused(link):
    message = refusal("SELECT * { " + link * 1500)
    assert "the query goes on for more than 1,500 words and signs; put long lists into a VALUES block" in message


def test_lists_of_values_may_be_long():
    survey("SELECT * { VALUES (?x ?y) { " + "(1 2) " * 50_000 + "} ?s ?p ?x }")
    survey("INSERT DATA { " + "<x:a> <x:b> 1 . " * 20_000 + "}")
    assert "1,500" in refusal("SELECT * { VALUES ?x { 1 } " + "! " * 1500 + "}")


def test_a_text_of_more_than_a_million_characters_is_refused():
    assert refusal("#" * 1_000_001) == "the query has 1,000,001 characters; 1,000,000 are the most that are read"


def test_half_a_character_is_refused():
    assert refusal('ASK { ?s ?p "\ud800" }') == (
        "the query has half a character (U+D800), which UTF-8 cannot write; write the whole character, or leave it out"
    )


def test_the_engine_survives_whatever_passes():
    """Each form as long and as deep as it passes; a stack overflow would kill the process that tries them."""
    program = """
from kg.sparql import survey
from kg.errors import QueryError
import pyoxigraph as ox

forms = [
    lambda n: "SELECT * " + "{" * n + "}" * n,
    lambda n: "SELECT * { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    lambda n: "SELECT * { FILTER(" + "!" * n + "true) }",
    lambda n: "SELECT * { FILTER(" + "STR(" * n + "1" + ")" * n + ") }",
    lambda n: "SELECT * { FILTER(" + "IF(true,1," * n + "1" + ")" * n + ") }",
    lambda n: "SELECT * { FILTER(" + "1+" * n + "1) }",
    lambda n: "SELECT * { " + "FILTER EXISTS { " * n + "?s ?p ?o" + "}" * n + "}",
    lambda n: "SELECT * { " + ("FILTER(" + "!" * 30 + "EXISTS { ") * n + "?s ?p ?o" + "})" * n + "}",
    lambda n: "SELECT * { " + "OPTIONAL { ?s ?p ?o " * n + "}" * n + "}",
    lambda n: "SELECT * { " + "{SELECT * { " * n + "?s ?p ?o" + "}}" * n + "}",
    lambda n: "SELECT * { " + "MINUS {} " * n + "}",
    lambda n: "SELECT * { {} " + "UNION {} " * n + "}",
    lambda n: "SELECT " + "".join(f"(1 AS ?v{i}) " for i in range(n)) + "{}",
    lambda n: "SELECT * { ?s " + "(" * n + "<x:a>" + ")" * n + " ?o }",
    lambda n: "DESCRIBE " + "<x:a> " * n,
]

def passes(text):
    try:
        survey(text)
    except QueryError:
        return False
    return True

for form in forms:
    least, most = 1, 5000
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if passes(form(middle)) else (least, middle)
    list(ox.Store().query(form(least)))
    print(least)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    depths = [int(line) for line in done.stdout.split()]
    assert len(depths) == 15
    assert depths[0] == 100


# what a text is


@pytest.mark.parametrize(
    ("text", "form", "names_graphs"),
    [
        ("PREFIX select: <x:> # ASK\nCONSTRUCT FROM ex:g WHERE { ?s ?p 'SELECT' }", "CONSTRUCT", True),
        ("select * from named <x:g> { GRAPH ?g { ?s ?p ?o } }", "SELECT", True),
        ("SELECT * { ?from ex:from 'FROM', <x:FROM> } # FROM", "SELECT", False),
        ("PREFIX ex: <x:> DELETE WHERE { ?s ?p ?o }", "DELETE", False),
        ("nonsense", "", False),
    ],
)
def test_a_text_is_outlined(text, form, names_graphs):
    outline = survey(text)
    assert (outline.form, outline.names_graphs) == (form, names_graphs)


# connections


@pytest.fixture(scope="module")
def closed():
    """A port of this machine where nobody answers."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        yield listener.getsockname()[1]


CONNECTING = {
    "plain": "SELECT * { SERVICE <IRI> { ?s ?p ?o } }",
    "lower case, silent": "ASK { service silent <IRI> { ?s ?p ?o } }",
    "in a sub-select": "SELECT * { { SELECT ?s { OPTIONAL { SERVICE <IRI> { ?s ?p ?o } } } } }",
    "after a comment that ends with a carriage return": "SELECT * { # harmless\rSERVICE <IRI> { ?s ?p ?o } }",
    "behind an escaped quotation mark": (
        r'SELECT * { FILTER("a\u0022 != ") SERVICE <IRI> { ?s ?p ?o } FILTER(" || \u0022x") }'
    ),
    "between quotation marks that belong to a comparison": (
        "SELECT * { BIND('a' AS ?a) FILTER(?a<'x>')SERVICE <IRI> { ?s ?p ?o } FILTER('x'='x') }"
    ),
}


@pytest.mark.parametrize("query", CONNECTING.values(), ids=CONNECTING.keys())
def test_a_service_is_refused_however_it_hides(query, closed):
    text = query.replace("IRI", f"http://127.0.0.1:{closed}/")
    with pytest.raises(QueryError, match=r"SERVICE would open a connection, which needs to be allowed; leave it out"):
        refuse_connections(text, PREFIXES)
    if "silent" not in text:  # the engine does connect: were it not refused, this is what would happen
        with pytest.raises(OSError, match="refused"):
            list(ox.Store().query(text))


def test_a_word_spelt_in_escapes_is_read_as_the_standard_reads_it():
    with pytest.raises(QueryError, match="SERVICE would open a connection"):
        refuse_connections(r"SELECT * { \u0053ERVICE <http://made.example/> { ?s ?p ?o } }", PREFIXES)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ex:service 'a SERVICE <x:y> { }', <x:SERVICE>, ?service } # SERVICE <x:y> { }",
        r"SELECT * { ?s ?p 'caf\u00e9 service' }",
        "SELECT * { ?s ?p 'load' }",
        "ASK { LATERAL { ?s ?p ?o } }",
    ],
)
def test_the_word_alone_is_not_refused(text):
    refuse_connections(text, PREFIXES)


def test_an_update_that_loads_is_refused():
    with pytest.raises(QueryError, match="LOAD would open a connection"):
        refuse_connections("LOAD <http://made.example/>", PREFIXES)
    with pytest.raises(QueryError, match="SERVICE would open a connection"):
        refuse_connections("INSERT { ?s ?p 1 } WHERE { SERVICE <x:y> { ?s ?p ?o } }", PREFIXES)
    refuse_connections("INSERT DATA { ex:workload ex:p 'load' }", PREFIXES)


def test_what_cannot_be_checked_is_refused():
    with pytest.raises(QueryError, match=r"SERVICE stands in a text that does not parse as SPARQL 1\.1"):
        refuse_connections("SELECT * { LATERAL { ?s ?p 'service' } }", PREFIXES)


def test_a_mistake_is_shown_rather_than_the_refusal_it_leads_to():
    with pytest.raises(QueryError, match=r"column 10: this \{ is never closed"):
        refuse_connections("SELECT * { ?s ?p 'service'", PREFIXES)


# mistakes


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("SELECT ?s\nWHERE { ?s ?p ?o", 2, 7, "this { is never closed; write } where it ends"),
        ("SELECT ?s { ?s ?p ?o } }", 1, 24, "nothing is open that this } could close; leave it out"),
        ("ASK { FILTER(1 = (2) }", 1, 22, "} where ) should close the (; write ) before it"),
        ("ASK { ?s ?p 'é and so on\n}", 1, 13, "this string is never closed; end it with '"),
        ('ASK { ?s ?p """a\n}', 1, 13, 'this string is never closed; end it with """'),
        ("SELEC ?s { ?s ?p ?o }", 1, 1, "SELEC is not a word of SPARQL; did you mean SELECT?"),
        (
            "ASK { ?s ?p ?o FILTER(zzz(?o)) }",
            *(1, 23),
            "zzz is not a word of SPARQL; names need a prefix or < >, texts need quotation marks",
        ),
        (
            "PREFIX own: <x:> ASK { ?s own:p zz:o }",
            *(1, 33),
            "the prefix zz: is not declared; declare it, or use one of ex:, own:, xsd:",
        ),
        (
            "ASK { ?s <p> ?o }",
            *(1, 10),
            "<p> is a relative IRI; write it in full, or with a prefix such as kb:meta",
        ),
        ("ASK { ?s 'é𝒳' ?o }", 1, 15, "unexpected ?o; something is missing before it, or too much"),
        ("SELECT * { ?s ?p ?o }\n LIMIT ?n", 2, 8, "unexpected ?n; something is missing before it, or too much"),
        (
            "PREFIX a: <x:> SELECT ?a ?a { }",
            *(1, 16),
            "duplicated variable name in SELECT; change what is selected",
        ),
        ("ASK { ?s ?p }", 1, 13, "something is missing at or before this }; complete it"),
        (
            "",
            *(1, 1),
            "the query ends too early; it needs a form (SELECT, ASK, CONSTRUCT, DESCRIBE) and a pattern { … }",
        ),
    ],
)
def test_a_mistake_is_said_plainly_and_shown(text, line, column, message):
    with pytest.raises(SyntaxError) as reason:
        ox.Store().query(text, prefixes=PREFIXES)
    assert str(explain(text, str(reason.value), PREFIXES)).split("\n") == [
        f"line {line}, column {column}: {message}",
        f"  {line} | {text.split(chr(10))[line - 1]}",
        f"    | {' ' * (column - 1)}^",
    ]


def test_a_message_of_another_form_is_passed_on():
    assert str(explain("ASK {}", "out of luck", {})) == (
        "line 1, column 1: out of luck; change the query\n  1 | ASK {}\n    | ^"
    )


def test_a_long_line_is_cut_to_a_window_around_the_column():
    shown, caret = excerpt("a" * 300 + "X" + "b" * 300, 7, 301).split("\n")
    assert shown == f"  7 | …{'a' * 65}X{'b' * 34}…"
    assert shown.index("X") == caret.index("^")


def test_a_line_cannot_move_the_cursor():
    assert (
        excerpt("a\x1b[2Jb\tc\r", 1, 8)
        == "  1 | a\N{REPLACEMENT CHARACTER}[2Jb c\N{REPLACEMENT CHARACTER}\n    |        ^"
    )


def test_rdflib_parses_what_is_filled():
    parseQuery(fill("SELECT * { ?s ?p $v FILTER(?x < $n) } LIMIT $n", {"v": literal('a"\n'), "n": "5"}))


# What other engines are sent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASK { ?s ?p 'ac:x' }", "ASK { ?s ?p 'ac:x' }"),
        ("ASK { ?s ac:p kb:o ; ac:q 1 }", "PREFIX ac: <a:> PREFIX kb: <k:> ASK { ?s ac:p kb:o ; ac:q 1 }"),
        ("PREFIX kb: <x:> ASK { kb:s a ac:C }", "PREFIX ac: <a:> PREFIX kb: <x:> ASK { kb:s a ac:C }"),
        ("# ac:x\nASK { ?s other:p ?o }", "# ac:x\nASK { ?s other:p ?o }"),
    ],
)
def test_prefixes_that_are_used_are_declared_on_the_first_line(text, expected):
    assert declared(text, {"ac": "a:", "kb": "k:", "no": "n:"}) == expected


TURTLE = ox.RdfFormat.TURTLE
LEDGER = """
    @prefix : <x:> .
    :a :next :b ; :said "MINUS { }" . :b :next :c . :c :next :d . :x :next :y . :a :no :b . :c :no :d . :d :yes :c .
"""


def all_rows(store, text):
    """Return the names of columns, and the rows in some order, with empty columns left out."""
    found = store.query(text)
    columns = [variable.value for variable in found.variables]
    rows = [sorted((name, str(row[name])) for name in columns if row[name] is not None) for row in found]
    return sorted(columns), sorted(rows)


@pytest.mark.parametrize(
    "pattern",
    [
        "?s :next ?o MINUS { ?s :no ?o }",
        "?s :next ?o minus{?s :next+ :d}",
        "?s :next ?o MINUS { ?s :no ?o MINUS { ?o :yes ?s } }",
        "?s :next ?o MINUS { SELECT ?o WHERE { ?any :no ?o } } OPTIONAL { ?o :next ?then }",
        "?s :next ?o MINUS { { ?s :no ?o } UNION { ?s :next :y } } MINUS { ?o :next ?s } # MINUS { ?s ?p ?o }",
        "?s :said 'MINUS { }' MINUS { ?s :said 'MINUS' }",
        "?s :next ?o MINUS { ?s :no ?any FILTER (?o = :b) }",
        "?s :next ?o OPTIONAL { ?s :no ?b } MINUS { ?s :next ?c OPTIONAL { ?s :yes ?b } FILTER (BOUND(?b)) }",
        "?s :next ?o MINUS { ?s :no ?then } BIND (1 AS ?then)",
        "?s :next ?o MINUS { ?s :no ?minus1 } OPTIONAL { ?o :next ?minus1 }",
        "?s :next ?o MINUS { ?o :no ?s . ?minus :no+ ?minus_1 } FILTER (?o != :z)",
    ],
)
def test_without_minus_a_query_has_the_same_answers(pattern):
    store = ox.Store()
    store.load(LEDGER.encode(), ox.RdfFormat.TURTLE)
    for chosen in ("?s ?o", "*"):
        text = f"PREFIX : <x:> SELECT {chosen} WHERE {{ {pattern}\n}}"
        rewritten = without_minus(text)
        assert "OPTIONAL" in rewritten
        answers, expected = all_rows(store, rewritten), all_rows(store, text)
        assert answers == expected
        assert expected[1]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("?s :next ?o MINUS { ?any :no+ :d }", "?s :next ?o "),  # no variable is shared: it takes nothing away
        ("?s :next ?o MINUS { :a :no+ :d }", "?s :next ?o "),
        ("MINUS { ?s :no ?o } ?s :next ?o", " ?s :next ?o"),
        ("OPTIONAL { ?s :no ?o } MINUS { ?s :yes ?o }", None),  # what is shared may not be bound
        ("?s :next ?o FILTER NOT EXISTS { ?o :next ?s MINUS { ?o :no ?s } }", None),
        ("?s :next ?o MINUS { BIND (:a AS ?s) }", None),
        ("?s :next ?o MINUS { VALUES (?s ?o) { (:a UNDEF) (UNDEF :b) } }", None),
        ("?s :next ?o MINUS { SERVICE <x:there> { ?s :no ?o } }", None),
        ("?s :next ?o FILTER (?s<?o&&?o>?s) MINUS { ?s :no ?o }", None),
    ],
)
def test_minus_goes_where_it_takes_nothing_and_stays_where_optional_would_take_more(pattern, expected):
    text = f"PREFIX : <x:> SELECT * WHERE {{ {pattern} }}"
    assert " ".join(without_minus(text).split()) == " ".join(text.replace(pattern, expected or pattern).split())


@pytest.mark.parametrize(
    "pattern",
    [
        "OPTIONAL { ?s :next ?o } MINUS { ?s :no+ ?o }",
        "?s :next ?o FILTER (?s = ?o || NOT EXISTS { ?s :next ?o MINUS { ?s :no* ?o } })",
        "?s :next ?o MINUS { VALUES (?s ?o) { (:a UNDEF) } MINUS { ?s :no+ ?o } }",
    ],
)
def test_a_minus_that_would_find_nothing_is_refused(pattern):
    with pytest.raises(QueryError, match=r"line 2, column \d+: a path that repeats .* stands in a MINUS[^^]*\^$"):
        without_minus(f"PREFIX : <x:>\nASK {{ {pattern} }}")


@pytest.mark.parametrize(
    "text", ["SELECT * { ?s ?p ?o MINUS", "MINUS {", "SELECT *", "ASK { ?s ?p +", "", "\\u007B MINUS"]
)
def test_what_does_not_parse_stays_as_it_is(text):
    assert without_minus(text) == text


def test_a_sub_select_of_everything_names_it():
    text = "SELECT * { { SELECT  * { ?s :p ?o MINUS { ?s :q ?o . { SELECT * { ?o :r ?t MINUS { ?o :r ?x } } } } } } }"
    assert without_minus(text) == (
        "SELECT ?s ?o { { SELECT  ?s ?o { ?s :p ?o OPTIONAL { ?s :q ?o . { SELECT ?o ?minus2_t { ?o :r ?minus2_t "
        "OPTIONAL { ?o :r ?minus1_x  BIND (true AS ?minus1) } FILTER (!BOUND(?minus1)) } }  "
        "BIND (true AS ?minus2) } FILTER (!BOUND(?minus2)) } } }"
    )


NAMES = st.sampled_from("stu")
NODES = st.sampled_from([":a", ":b", ":c"])
TRIPLES = st.builds(
    "?{} :{} {} .".format,
    NAMES,
    st.sampled_from(["p", "q", "p+"]),
    st.one_of(NAMES.map("?{}".format), NODES),
)
CONDITIONS = st.one_of(
    st.builds("(?{} {} {})".format, NAMES, st.sampled_from(["=", "!="]), st.one_of(NAMES.map("?{}".format), NODES)),
    st.builds("({}BOUND(?{}))".format, st.sampled_from(["", "!"]), NAMES),
    st.builds("NOT EXISTS {{ {} }}".format, TRIPLES),
)
LEAVES = st.one_of(
    TRIPLES,
    TRIPLES,
    CONDITIONS.map("FILTER {}".format),
    st.builds("BIND ({} AS ?{})".format, NODES, st.sampled_from("stuwx")),
    st.builds("VALUES (?{} ?{}) {{ ({} UNDEF) (UNDEF {}) }}".format, NAMES, st.sampled_from("wx"), NODES, NODES),
    st.builds("VALUES ?{} {{ {} {} }}".format, NAMES, NODES, NODES),
)


def patterns(inner):
    group = st.lists(inner, min_size=1, max_size=3).map(" ".join)
    return st.one_of(
        group.map("MINUS {{ {} }}".format),
        group.map("MINUS {{ {} }}".format),
        group.map("OPTIONAL {{ {} }}".format),
        st.builds("{{ {} }} UNION {{ {} }}".format, group, group),
        group.map("{{ SELECT * WHERE {{ {} }} }}".format),
        group.map("{{ SELECT DISTINCT ?s ?t WHERE {{ {} }} }}".format),
        st.builds("{{ SELECT ?{} (COUNT(*) AS ?n) WHERE {{ {} }} GROUP BY ?s ?t ?u }}".format, NAMES, group),
    )


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("pq"), NODES), min_size=3, max_size=9),
    TRIPLES,
    st.lists(st.recursive(LEAVES, patterns, max_leaves=6), max_size=3).map(" ".join),
    st.lists(st.recursive(LEAVES, patterns, max_leaves=6), min_size=1, max_size=3).map(" ".join),
    st.recursive(LEAVES, patterns, max_leaves=4),
    st.sampled_from(["*", "DISTINCT *", "?s ?t", "?s (COUNT(DISTINCT ?u) AS ?n)"]),
)
def test_minus_as_optional_has_the_same_answers_in_any_query(facts, first, before, taken, after, chosen):
    store = ox.Store()
    store.load(
        " ".join(f":{s} :{p} {o} ." for s, p, o in facts).join(["@prefix : <x:> . ", ""]).encode(), format=TURTLE
    )
    group = " GROUP BY ?s" if "COUNT" in chosen else ""
    text = f"PREFIX : <x:> SELECT {chosen} WHERE {{ {first} {before} MINUS {{ {taken} }} {after} }}{group}"
    try:
        expected = all_rows(store, text)
    except SyntaxError:  # a BIND to a variable that is in scope
        reject()
    try:
        rewritten = without_minus(text)
    except QueryError:  # of which there is a test above
        return
    event(f"rewritten: {rewritten != text}")
    assert all_rows(store, rewritten) == expected


def test_a_query_without_minus_stays_as_it_is():
    assert without_minus(text := "SELECT * WHERE { ?s ?p 'MINUS {' }") == text
