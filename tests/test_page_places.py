"""Pages read back: where everything stood, so that a ledger that grew keeps its look."""

import re

import pytest

from kg.claims import Corpus, Ledger
from kg.errors import FormatError
from kg.layout import place
from kg.network import derive
from kg.page import places, render
from kg.store import open as open_store
from tests.ledgers import hostile, made_up, small


@pytest.mark.parametrize(
    "corpus", [small(), made_up(), hostile(), made_up(500)], ids=["small", "made up", "hostile", "500"]
)
def test_a_page_says_where_everything_stood(corpus):
    store = open_store(corpus)
    network = derive(store)
    found = places(render(network, "A page", store))
    boxes = place(network).boxes
    assert set(found) == set(boxes)
    for iri, box in boxes.items():
        for side in ("x", "y", "width", "height"):
            assert getattr(found[iri], side) == pytest.approx(getattr(box, side), abs=0.051), (iri, side)


def test_an_empty_page_has_no_places():
    network = derive(open_store(Corpus(Ledger("Nothing yet"))))
    assert places(render(network, "Nothing yet")) == {}


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<html></html>", "this is no page of kg draw"),
        ('<script type="application/octet-stream" id="packed">AAAA</script>', "another version, or is damaged"),
    ],
)
def test_what_is_no_page_is_said_to_be_none(page, message):
    with pytest.raises(FormatError, match=re.escape(message)):
        places(page)


def test_draw_keeps_what_stood_on_an_earlier_page(kg, tmp_path, shipped):
    assert kg("draw", "--data", shipped, "-o", "old.html", "--no-sparql").returncode == 0
    document = shipped / "documents" / "the-decoder-meta-llama-4.toml"
    text = document.read_text(encoding="utf-8")
    first = text.index("[[claim]]")
    second = text.index("[[claim]]", first + 1)
    added = re.sub(r'id = "[^"]+"', 'id = "added-by-a-test"', text[first:second], count=1)
    added = re.sub(r'commitment = "[^"]+"', 'commitment = "reported"', added, count=1)
    document.write_text(text[:second] + added + text[second:], encoding="utf-8")
    grown = kg("draw", "--data", shipped, "-o", "new.html", "--no-sparql", "--keep", "old.html")
    assert grown.returncode == 0, grown.stderr
    old, new = (places((tmp_path / name).read_text(encoding="utf-8")) for name in ("old.html", "new.html"))
    assert len(new) == len(old) + 1
    shifts = sorted((new[iri].x - old[iri].x, new[iri].y - old[iri].y) for iri in old)
    middle = shifts[len(shifts) // 2]
    near = [abs(x - middle[0]) + abs(y - middle[1]) < 26 for x, y in shifts]  # less than a one-line card is high
    assert sum(near) >= 0.9 * len(near)


def test_draw_says_what_is_wrong_with_a_page_to_keep(kg, tmp_path):
    (tmp_path / "no-page.html").write_text("hello", encoding="utf-8")
    for name, words in (
        ("no-page.html", b"no-page.html: this is no page of kg draw"),
        ("none.html", b"cannot be read"),
    ):
        done = kg("draw", "--keep", name)
        assert done.returncode == 2
        assert words in done.stderr
        assert not (tmp_path / "claims.html").exists()
