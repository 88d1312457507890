"""Tables: files in the W3C's formats, read back by two libraries; data frames; what people see. All made up."""

import csv
import datetime as dt
import io
import json
import sys

import pandas as pd
import polars as pl
import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Literal, URIRef, Variable
from rdflib.query import Result

from kg import store
from kg.errors import QueryError
from kg.query import ask
from kg.tables import Table, labels, render
from kg.terms import DCTERMS, RDFS, SKOS, XSD
from tests.ledgers import small

KB = "https://w3id.org/ai-claims/id/"
ORRERY = URIRef(f"{KB}orrery")
PREFIXES = {"kb": KB, "claim": f"{KB}claim/", "xsd": str(XSD)}


def typed(text, name):
    return Literal(text, datatype=XSD[name], normalize=False)


TERMS = (
    URIRef("http://made.example/é?a=b&c='d'"),
    BNode("b0"),
    Literal("plain"),
    Literal(""),
    Literal('a "quoted", \\ text\r\nof\ttwo lines'),
    Literal("bonjour", lang="fr"),
    typed("39100000000.0", "decimal"),
    typed("-.5", "decimal"),
    typed("7", "decimal"),
    typed("042", "integer"),
    typed("1.5E3", "double"),
    typed("true", "boolean"),
    typed("2024-07-31", "date"),
    typed("a & b", "normalizedString"),
)
EVERYTHING = Table(("term", "none"), tuple((term, None) for term in TERMS))


@pytest.fixture(scope="module")
def opened():
    with store.open(small()) as found:
        yield found


# files


def by_rdflib(content, form):
    return [row.get(Variable("term")) for row in Result.parse(io.BytesIO(content), format=form).bindings]


def by_oxigraph(content, form):
    return [row["term"] for row in ox.parse_query_results(content, form)]


def as_oxigraph(term):
    if isinstance(term, URIRef):
        return ox.NamedNode(term)
    if isinstance(term, BNode):
        return ox.BlankNode(term)
    if term.language:
        return ox.Literal(term, language=term.language)
    return ox.Literal(term, datatype=term.datatype and ox.NamedNode(term.datatype))


def test_json_is_read_back_to_the_letter():
    content = EVERYTHING.to_json()
    assert by_oxigraph(content, ox.QueryResultsFormat.JSON) == [as_oxigraph(term) for term in TERMS]
    assert list(map(type, by_rdflib(content, "json"))) == list(map(type, TERMS))
    assert json.loads(content)["head"] == {"vars": ["term", "none"]}
    assert json.loads(content)["results"]["bindings"][5] == {
        "term": {"type": "literal", "value": "bonjour", "xml:lang": "fr"}
    }


def test_tsv_is_read_back_to_the_letter():
    content = EVERYTHING.to_tsv()
    found = by_oxigraph(content, ox.QueryResultsFormat.TSV)
    assert [str(term) for term in found] == [str(as_oxigraph(term)) for term in TERMS]
    assert content.startswith(b"?term\t?none\n<http://made.example/\xc3\xa9?a=b&c='d'>\t\n_:b0\t\n\"plain\"\t\n")
    assert b'\n39100000000.0\t\n-.5\t\n"7"^^<' in content


def test_csv_has_bare_values():
    content = EVERYTHING.to_csv()
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    assert rows[0] == ["term", "none"]
    assert rows[1:] == [[f"_:{term}" if isinstance(term, BNode) else str(term), ""] for term in TERMS]
    assert content.startswith(b"term,none\r\n")
    assert b'\r\n"a ""quoted"", \\ text\r\nof\ttwo lines",\r\n' in content


def test_an_answer_is_written_as_the_engine_writes_it(opened):
    text = "SELECT ?x ?p ?o FROM graph:ledger { ?x a ac:Measure ; ?p ?o } ORDER BY ?x ?p ?o"
    table = ask(opened, text)
    assert len(table) > 8

    def engine(form):
        return opened.engine.query(text, prefixes=opened.prefixes).serialize(format=form)

    pointless = table.to_csv().replace(b"000.0", b"000"), table.to_json().replace(b'000.0"', b'000"')
    assert pointless[0].splitlines() == engine(ox.QueryResultsFormat.CSV).splitlines()
    assert json.loads(pointless[1]) == json.loads(engine(ox.QueryResultsFormat.JSON))


def test_empty_tables_are_written_with_their_head():
    table = Table(("a", "b"), ())
    assert table.to_csv() == b"a,b\r\n"
    assert table.to_tsv() == b"?a\t?b\n"
    assert json.loads(table.to_json()) == {"head": {"vars": ["a", "b"]}, "results": {"bindings": []}}


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n\r\"'\\,"))
literals = st.builds(Literal, texts) | st.builds(Literal, texts, lang=st.sampled_from(["en", "de-at"]))
iris = st.builds(lambda tail: URIRef(f"http://made.example/{tail}"), st.text("aé0;,/'()", max_size=5))


@given(st.lists(literals | iris | st.none(), max_size=5))
def test_whatever_a_table_holds_comes_back(terms):
    table = Table(("term", "other"), tuple((term, Literal("x")) for term in terms))
    for content, form in (
        (table.to_json(), ox.QueryResultsFormat.JSON),
        (table.to_tsv(), ox.QueryResultsFormat.TSV),
    ):
        assert by_oxigraph(content, form) == [None if term is None else as_oxigraph(term) for term in terms]
    assert by_rdflib(table.to_json(), "json") == list(terms)


# data frames

COLUMNS = {
    "day": [typed("2024-07-31", "date"), None],
    "when": [typed("2024-07-31T12:30:00Z", "dateTime"), None],
    "local": [typed("2024-07-31T12:30:00", "dateTime"), None],
    "whole": [typed("39100000000", "integer"), None],
    "offset": [typed("40", "nonNegativeInteger"), None],
    "amount": [typed("39100000000.5", "decimal"), None],
    "mixed_numbers": [typed("1", "integer"), typed("2.5", "double")],
    "huge": [typed("9223372036854775808", "integer"), None],
    "yes": [typed("true", "boolean"), None],
    "node": [ORRERY, URIRef("http://made.example/")],
    "text": [Literal("a", lang="en"), None],
    "mixed": [typed("1", "integer"), Literal("one")],
    "no_day": [typed("2024-02-30", "date"), None],
    "nothing": [None, None],
}
FRAME = Table(tuple(COLUMNS), tuple(zip(*COLUMNS.values(), strict=True)), prefixes=PREFIXES)
VALUES = {
    "day": dt.date(2024, 7, 31),
    "when": dt.datetime(2024, 7, 31, 12, 30, tzinfo=dt.UTC),
    "local": dt.datetime(2024, 7, 31, 12, 30),  # noqa: DTZ001  (it has none)
    "whole": 39100000000,
    "offset": 40,
    "amount": 39100000000.5,
    "mixed_numbers": 1.0,
    "huge": 9223372036854775808.0,
    "yes": True,
    "node": "kb:orrery",
    "text": "a",
    "mixed": "1",
    "no_day": "2024-02-30",
    "nothing": None,
}


def test_a_pandas_frame_has_types_to_calculate_with():
    frame = FRAME.to_pandas()
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "day": "datetime64[s]",
        "when": "datetime64[us, UTC]",
        "local": "datetime64[us]",
        "whole": "Int64",
        "offset": "Int64",
        "amount": "float64",
        "mixed_numbers": "float64",
        "huge": "float64",
        "yes": "boolean",
        **dict.fromkeys(["node", "text", "mixed", "no_day", "nothing"], "string"),
    }
    first = frame.iloc[0].to_dict()
    assert first.pop("day") == pd.Timestamp("2024-07-31")
    assert pd.isna(first.pop("nothing"))
    assert first == {name: value for name, value in VALUES.items() if name not in {"day", "nothing"}}
    assert list(frame["node"]) == ["kb:orrery", "http://made.example/"]
    assert list(frame["mixed"]) == ["1", "one"]
    assert frame.iloc[1].isna().to_dict() == {
        name: name not in {"mixed_numbers", "node", "mixed"} for name in frame.columns
    }


def test_a_polars_frame_has_types_to_calculate_with():
    frame = FRAME.to_polars()
    assert dict(frame.schema) == {
        "day": pl.Date,
        "when": pl.Datetime("us", "UTC"),
        "local": pl.Datetime("us"),
        "whole": pl.Int64,
        "offset": pl.Int64,
        "amount": pl.Float64,
        "mixed_numbers": pl.Float64,
        "huge": pl.Float64,
        "yes": pl.Boolean,
        **dict.fromkeys(["node", "text", "mixed", "no_day", "nothing"], pl.String),
    }
    assert frame.row(0, named=True) == VALUES
    assert frame["mixed_numbers"].to_list() == [1.0, 2.5]
    assert frame["amount"].sum() == 39100000000.5


def test_a_frame_of_no_rows_keeps_its_columns():
    table = Table(("a", "b"), ())
    assert list(table.to_pandas().columns) == ["a", "b"]
    assert table.to_polars().columns == ["a", "b"]


@pytest.mark.parametrize(("library", "convert"), [("pandas", Table.to_pandas), ("polars", Table.to_polars)])
def test_a_library_that_is_absent_is_named_with_its_extra(monkeypatch, library, convert):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(QueryError) as absent:
        convert(FRAME)
    assert str(absent.value) == f'{library} is not installed; run: pip install "ai-claims-kg[{library}]"'


# what people see


def test_labels_are_found_for_every_iri(opened):
    pattern = "?x ac:kind ?kind ; ac:topic ?topic OPTIONAL { ?x ac:measure ?m } BIND(document:notes AS ?at)"
    table = ask(opened, f"SELECT * {{ {pattern} }}")
    found = labels(opened, table)
    assert {str(label) for label in found.values()} == {
        *("Revenue will be $2–3 M in 2031", "Revenue is too low", "Sextant 2 runs without a network"),
        *("Sextant 2 will not be sold", "guidance", "opinion", "fact", "plan", "Money", "Machines"),
        "Notes from the harbour hall",
    }
    assert found[URIRef(f"{KB}topic/money")] == "Money"
    assert dict(table.labels) == found


def test_of_several_labels_the_first_kind_wins_and_the_plain_or_english():
    a, b, c = (URIRef(f"http://made.example/{name}") for name in "abc")
    with store.open(small()) as own:
        graph = own.dataset().graph(URIRef(f"{KB}graph/ledger"))
        graph.add((a, DCTERMS.title, Literal("A title")))
        graph.add((a, SKOS.prefLabel, Literal("B preferred")))
        graph.add((a, RDFS.label, Literal("C label")))
        graph.add((b, RDFS.label, Literal("Eins", lang="de")))
        graph.add((b, RDFS.label, Literal("One", lang="en")))
        graph.add((c, DCTERMS.title, Literal("Titel", lang="de")))
        assert labels(own, [(a, None), (b, c)]) == {a: "C label", b: "One", c: "Titel"}


def test_many_labels_are_found_in_parts():
    many = [URIRef(f"http://made.example/{number}") for number in range(4500)]
    with store.open(small()) as own:
        graph = own.dataset().graph(URIRef(f"{KB}graph/ledger"))
        graph += [(node, DCTERMS.title, Literal(node[-4:])) for node in many]
        assert len(labels(own, [(node,) for node in many])) == 4500


def test_labels_of_a_closed_store_are_absent():
    with store.open(small()) as own:
        table = ask(own, "SELECT (kb:orrery AS ?x) {}")
    assert dict(table.labels) == {}
    assert len(table.labels) == 0
    assert "kb:orrery" in table._repr_html_()
    assert list(table) == [(ORRERY,)]


TABLE = Table(
    ("who", "amount", "year", "day", "words"),
    (
        (
            ORRERY,
            typed("39100000000.0", "decimal"),
            typed("2031", "integer"),
            typed("2031-02-01", "date"),
            Literal("said"),
        ),
        (
            URIRef(f"{KB}nobody"),
            typed("-0.50", "decimal"),
            None,
            None,
            Literal("a long sentence that does not fit into what is left of the line"),
        ),
    ),
    "Who said how much?",
    PREFIXES,
    {ORRERY: "Orrery Labs"},
)


def test_a_terminal_shows_labels_numbers_and_wrapped_text():
    assert (
        render(TABLE, width=78)
        == """\
Who said how much?
who                   amount   year   day          words
──────────────────────────────────────────────────────────────────────────────
Orrery Labs   39,100,000,000   2031   2031-02-01   said
kb:nobody               -0.5                       a long sentence that does
                                                   not fit into what is left
                                                   of the line
"""
    )


def test_columns_that_do_not_fit_become_a_list():
    assert (
        render(TABLE, width=40)
        == """\
Who said how much?
   who   Orrery Labs
amount   39,100,000,000
  year   2031
   day   2031-02-01
 words   said

   who   kb:nobody
amount   -0.5
 words   a long sentence that does not
         fit into what is left of the
         line
"""
    )


def test_a_list_leaves_out_what_is_empty_and_counts_wide_letters_twice():
    rows = (
        (None, None, None),
        (Literal("two\nlines"), Literal("名前 and words that go on"), None),
        (Literal("x"), None, None),
    )
    assert render(Table(("列", "name", "never filled"), rows), width=21) == (
        "  列   two\n"
        "       lines\n"
        "name   名前 and words\n"
        "       that go on\n"
        "\n"
        "  列   x\n"
    )  # fmt: skip


def test_nothing_is_cut_off_at_any_width():
    words = [
        "two long sentences of words " * 2,
        "two long sentences of words " * 2,
        "quote, some-document-here",
        "scope",
    ]
    words += ["is the most used assistant in the world", "is the most used assistant", "shifts", "something dropped"]
    table = Table(tuple("abcdefgh"), [tuple(map(Literal, words))])
    for width in range(60, 200):
        assert "dropped" in render(table, width=width), width


def test_labels_can_be_given_and_the_width_be_the_terminals(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert "The Labs" in render(TABLE, {ORRERY: "The Labs"})
    assert render(Table(("a",), ())) == "(no rows)\n"
    assert "a long sentence that does not fit into what is left of the line" in render(TABLE)


def test_colour_is_for_terminals_only():
    assert "\x1b[" not in render(TABLE, width=78)
    assert "\x1b[1m" in render(TABLE, width=78, color=True)
    assert "\x1b[" not in render(TABLE, width=40)
    assert "\x1b[1m" in render(TABLE, width=40, color=True)


def test_data_cannot_write_to_the_terminal():
    hostile = Table(("x",), ((Literal("a\x1b[2J\x07\rb[bold]c[/bold]\nd"),),), "\x1b]0;owned\x07[red]T")
    shown = render(hostile, width=40)
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "[bold]c[/bold]" in shown
    assert "[red]T" in shown


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (typed("9999", "integer"), "9999"),
        (typed("10000", "integer"), "10,000"),
        (typed("-41000000000.0", "decimal"), "-41,000,000,000"),
        (typed("0.334", "decimal"), "0.334"),
        (typed("0.333333333333333333", "decimal"), "0.333333"),
        (typed("1.5E3", "double"), "1500"),
        (typed("1E300", "double"), "1E300"),
        (typed("NaN", "double"), "NaN"),
        (typed("many", "integer"), "many"),
        (Literal("39100000000"), "39100000000"),
        (typed("2024-07-31", "date"), "2024-07-31"),
        (URIRef(f"{KB}claim/0a.measure"), "claim:0a.measure"),
        (URIRef(f"{KB}claim/0a/b"), f"{KB}claim/0a/b"),
        (URIRef("http://made.example/"), "http://made.example/"),
        (BNode("b0"), "_:b0"),
    ],
)
def test_terms_are_readable(term, shown):
    assert render(Table(("x",), ((term,),), prefixes=PREFIXES), width=100).splitlines()[2].strip() == shown


def test_a_notebook_shows_escaped_html():
    evil = '<script>alert("x")</script>'
    table = Table((evil,), ((Literal(evil),), (URIRef("javascript:alert('x')"),), (typed("10000", "integer"),)), evil)
    html = table._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;") == 3
    assert "href" not in html
    assert '<td style="text-align: right">10,000</td>' in html
    assert f'<span title="{ORRERY}">Orrery Labs</span>' in TABLE._repr_html_()


def test_a_notebook_shows_the_first_rows_of_many():
    html = Table(("x",), tuple((Literal(number),) for number in range(1201)))._repr_html_()
    assert html.count("<tr>") == 201
    assert html.endswith("<p>… and 1,001 more rows</p>")


def test_the_longest_prefix_that_fits_is_used():
    table = Table(
        ("x",),
        ((URIRef("http://made.example/bc"),),),
        prefixes={"a": "http://made.example/", "b": "http://made.example/b"},
    )
    assert list(table.to_polars()["x"]) == ["b:c"]
