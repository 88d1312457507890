"""Links that land on the words, and addresses that are no links."""

import pytest

from kg.addresses import link, text_fragment


@pytest.mark.parametrize(
    ("url", "words", "expected"),
    [
        ("https://e.org/a", ("one two", "", ""), "https://e.org/a#:~:text=one%20two"),
        ("https://e.org/a#part", ("one", "", ""), "https://e.org/a#part:~:text=one"),
        ("https://e.org/a", ("b", "a", "c"), "https://e.org/a#:~:text=a-,b,-c"),
        ("https://e.org/a", ("long-term, R&D", "", ""), "https://e.org/a#:~:text=long%2Dterm%2C%20R%26D"),
        ("https://e.org/a", ("first line\n\nlast line", "", ""), "https://e.org/a#:~:text=first%20line,last%20line"),
        ("mailto:a@e.org", ("one", "", ""), ""),
        ("javascript:alert(1)", ("one", "", ""), ""),
        ("https://[broken", ("one", "", ""), ""),
        ("", ("one", "", ""), ""),
    ],
)
def test_a_link_lands_on_the_words(url, words, expected):
    assert text_fragment(url, *words) == expected


@pytest.mark.parametrize(
    "address", ["https://a.example/", "http://a.example/", "mailto:a@b.example", "HTTPS://A.example"]
)
def test_pages_and_mail_are_links(address):
    assert link(address) == address


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "", "//a.example", "https://[", " javascript:x"]
)
def test_anything_else_is_not(address):
    assert link(address) == ""
