"""Every part of a TOML text is found where it stands. The texts are made up."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.records import toml
from kg.records.places import Path, Span, locate, nearest

TRAPS = '''\
# [comment]
title = "a # in [text]"  # "and a quotation mark
a.b . "c.d" = 1
when = 1979-05-27 07:32:00 # a space within
quoted = """
[[claim]]
x = "1" \\""" still
"""
literal = \'\'\'
# [[claim]]'\'\'\'
list = [ 1, [ "]", # ]
  2 ], { x = 'y', z.w = [] }, ]
empty = {}
[[claim]]
id = "first"
[claim.measure]
value = 1
[[claim.appearance]]
fragment = """"two"""""
[[claim.appearance]]
[[claim]]
\t[[claim.appearance]]
\tfragment = \'\'
[ other . 'x y' ]\r
end = true'''

LINES = {
    ("title",): 2,
    ("a", "b", "c.d"): 3,
    ("when",): 4,
    ("quoted",): 5,
    ("literal",): 9,
    ("list",): 11,
    ("list", 0): 11,
    ("list", 1): 11,
    ("list", 1, 0): 11,
    ("list", 1, 1): 12,
    ("list", 2): 12,
    ("list", 2, "x"): 12,
    ("list", 2, "z", "w"): 12,
    ("empty",): 13,
    ("claim", 0): 14,
    ("claim", 0, "id"): 15,
    ("claim", 0, "measure"): 16,
    ("claim", 0, "measure", "value"): 17,
    ("claim", 0, "appearance", 0): 18,
    ("claim", 0, "appearance", 0, "fragment"): 19,
    ("claim", 0, "appearance", 1): 20,
    ("claim", 1): 21,
    ("claim", 1, "appearance", 0): 22,
    ("claim", 1, "appearance", 0, "fragment"): 23,
    ("other", "x y"): 24,
    ("other", "x y", "end"): 25,
}


def at(content: Any, path: Path) -> Any:
    for part in path:
        content = content[part]
    return content


def assert_spans_hold(text: str) -> None:
    """Each span's text, read alone, is what the whole has at that path; a header's names a table."""
    content = tomllib.loads(text)
    for path, span in locate(text).items():
        written = text[span.start : span.end]
        value = at(content, path)
        assert span.line == text.count("\n", 0, span.start) + 1
        if written.startswith("[") and isinstance(value, dict):
            assert written.endswith("]")
        else:
            assert tomllib.loads(f"value = {written}")["value"] == value


def test_strings_comments_and_brackets_hide_nothing() -> None:
    assert {path: span.line for path, span in locate(TRAPS).items()} == LINES
    assert_spans_hold(TRAPS)


@pytest.mark.parametrize("text", ["", "\n# nothing\n", "[a]", "a=1", "[a]\n[a.b]\n[[a.c]]\n[[a.c]]\nd = ''''''''"])
def test_small_texts(text: str) -> None:
    assert_spans_hold(text)


def test_what_has_no_place_of_its_own_takes_that_around_it() -> None:
    spans = locate("a.b = 1\n[c.d]\ne = 2\n")
    assert nearest(spans, ("c", "d", "missing", 3)) == Span(2, 8, 13)
    assert nearest(spans, ("a",)) is None
    assert nearest(spans, ()) is None


keys = st.sampled_from(["a", "claim", "1", "a-b", "x y", "", "ä", 'say "it"', "[[claim]]", "a.b"])
strings = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\"'\\[]{}#=,"), max_size=12)
scalars = st.one_of(
    strings, st.booleans(), st.integers(-99, 99), st.floats(-9, 9), st.dates(), st.datetimes(), st.times()
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=6
)
trees = st.dictionaries(keys, values | st.lists(st.dictionaries(keys, values, max_size=3), min_size=1, max_size=3))


def written(draw: st.DrawFn, value: Any) -> str:
    """Write a value in one of the ways TOML has for it."""
    gap = draw(st.sampled_from(["", " ", "\n", " # ] } [[x]]\n"]))
    match value:
        case str() if draw(st.booleans()):
            literal = "'''" not in value and not value.startswith("\n")
            return f"'''{value}'''" if literal else f'"""\n{toml(value)[1:-1]}"""'
        case dict():
            return "{" + ",".join(f" {toml(key)} = {written(draw, item)}" for key, item in value.items()) + "}"
        case list():
            return f"[{gap}" + f",{gap}".join(written(draw, item) for item in value) + f"{gap}]"
        case float():
            return f"{value:f}"
    return toml(value)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A TOML text with inline and headed tables, comments, and strings that look like either."""
    tree = draw(trees)
    headed = {key for key, value in tree.items() if _is_list_of_tables(value) and draw(st.booleans())}
    lines = [f"{toml(key)} = {written(draw, tree[key])} # [x]" for key in tree if key not in headed]
    for key in headed:
        for table in tree[key]:
            lines += [
                "",
                f"  [[ {toml(key)} ]] # '''",
                *(f"{toml(name)}={written(draw, table[name])}" for name in table),
            ]
    return draw(st.sampled_from(["\n", "\r\n"])).join(lines)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


@settings(deadline=None, max_examples=150)
@given(documents())
def test_any_text_is_walked_as_the_standard_library_reads_it(text: str) -> None:
    assert_spans_hold(text)
    assert leaves(tomllib.loads(text)) <= set(locate(text))


def leaves(value: Any, path: Path = ()) -> set[Path]:
    """List the paths of all values that are neither table nor list."""
    if not isinstance(value, dict | list):
        return {path}
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    return {leaf for key, item in inner for leaf in leaves(item, (*path, key))}
