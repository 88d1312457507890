"""The runner of the W3C's tests, on a sample of our own; on a copy of theirs where KG_RDF_TESTS names one.

In the sample a test's name says what must become of it: one that says "fails" is there to see that the runner can fail.
"""

import os
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.conformance.__main__ import PARTS, failures, main, results, table
from benchmarks.conformance.comparing import Rows, as_it_is, different_rows, valued
from benchmarks.conformance.sides import KG, PEER

SAMPLE = Path(__file__).parent / "conformance"
DOCS = Path(__file__).parent.parent / "docs" / "conformance.md"
COPY = os.environ.get("KG_RDF_TESTS")
SIDES = [KG, PEER]


def run(folder, form=valued):
    return results([folder / manifest for manifest in PARTS.values()], SIDES, form)


@pytest.fixture(scope="module")
def sample():
    return run(SAMPLE)


def due(name, side):
    if "not-ours" in name:
        return "not ours"
    return "failed" if re.search(r"-fails?\b", name) and not (side is PEER and "with-kg" in name) else "passed"


def test_every_test_of_the_sample_ends_as_its_name_says(sample):
    ends = {(result.name, side.name): by[0] for result in sample for side, by in zip(SIDES, result.by, strict=True)}
    assert ends == {(result.name, side.name): due(result.name, side) for result in sample for side in SIDES}
    assert len(sample) == 55


def test_what_did_not_pass_says_why(sample):
    reasons = {result.name: result.by[0][1] for result in sample}
    assert all(bool(reason) == (due(name, KG) != "passed") for name, reason in reasons.items())
    assert reasons["queries/order-fails"] == "its rows are in another order"
    assert reasons["queries/blank-nodes-fail"] == "its blank nodes are not where they should be"
    assert reasons["queries/csv-fails"] == "missing ('Ada', ''), too many ('Ada', '2.5')"
    assert reasons["queries/ask-fails"] == "it says False"
    assert reasons["queries/wrong-syntax-fails"] == "it is taken, and is wrong"
    assert reasons["queries/unheard-of-fails"] == "there is no way to run a TestOfAnotherKind"
    assert reasons["queries/protocol-is-not-ours"] == "it asks a server, and kg serves none"
    assert reasons["turtle/wrong-syntax-fails"] == "it is read, and is wrong"
    assert reasons["other/xml-fails"] == (
        'missing <http://made.example/a> <http://made.example/b> "d", '
        'too many <http://made.example/a> <http://made.example/b> "c"'
    )


def test_the_table_counts_by_folder(sample):
    assert table(sample, SIDES) == (
        "|  | tests | not ours | kg | pyoxigraph |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| queries | 28 | 3 | 14 | 14 |\n"
        "| updates | 8 | 0 | 3 | 3 |\n"
        "| turtle | 7 | 0 | 4 | 4 |\n"
        "| other | 12 | 1 | 6 | 7 |\n"
        "| all | 55 | 4 | 27 | 28 |\n"
    )


def test_to_the_letter_numbers_fail_that_pass_by_value():
    by_value = {result.name for result in run(SAMPLE, as_it_is) if result.by[0][0] == "failed"}
    assert {"turtle/number-passes-by-value", "queries/number-passes-by-value"} <= by_value


def test_the_program_prints_both_and_tells_by_its_status_whether_kg_is_below(capsys):
    assert main([str(SAMPLE), "--peer", "--part", "rdf"]) == 1
    printed = capsys.readouterr().out
    assert "kg: other/doctype-fails-with-kg: refused: " in printed
    assert "pyoxigraph: other/doctype" not in printed
    assert printed.endswith("| all | 19 | 1 | 10 | 11 |\n")
    assert main([str(SAMPLE), "--peer", "--part", "sparql"]) == 0
    assert main([str(SAMPLE), "--part", "sparql"]) == 0
    assert "pyoxigraph" not in capsys.readouterr().out.rpartition("\n\n")[2]


TERMS = st.none() | st.sampled_from([ox.BlankNode(name) for name in "abc"] + [ox.Literal("x"), ox.Literal("y")])


@given(st.lists(st.tuples(TERMS, TERMS), max_size=5), st.randoms(use_true_random=False))
def test_rows_are_the_same_in_any_order_and_under_any_names_of_blank_nodes(rows, random):
    names = dict(zip("abc", random.sample("pqr", 3), strict=True))
    renamed = [
        tuple(ox.BlankNode(names[term.value]) if isinstance(term, ox.BlankNode) else term for term in row)
        for row in random.sample(rows, len(rows))
    ]
    wanted = Rows(("x", "y"), tuple(rows))
    assert different_rows(wanted, Rows(("x", "y"), tuple(renamed))) == ""
    assert different_rows(wanted, Rows(("x", "y"), (*renamed, (None, None)))) != ""


@pytest.mark.skipif(not COPY, reason="KG_RDF_TESTS names no copy of https://github.com/w3c/rdf-tests")
def test_of_the_w3c_as_many_pass_as_the_docs_say():
    done = run(Path(COPY).resolve())
    written = DOCS.read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([\w./-]+)` \|", written, re.MULTILINE))
    assert {result.name for result in done if result.by[0][0] == "failed"} == listed, failures(done, SIDES)
    assert not [result.name for result in done if result.by[0][0] == "failed" and result.by[1][0] == "passed"]
    assert table(done, SIDES) in written
