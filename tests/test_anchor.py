"""Fragments are found in texts, offsets written into records, and both compared. All texts are made up."""

import os
import re
import stat
import tempfile
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.anchor import Mismatch, Placed, anchor, find_texts, text_at, verify
from kg.anchor.passages import nearest, occurrences, quotations
from kg.claims import (
    Appearance,
    Claim,
    Commitment,
    Corpus,
    Document,
    Kind,
    Ledger,
    Mode,
    Zone,
    appearance_key,
    canonical_text,
    text_digest,
)
from kg.errors import AnchorError, LedgerError, OutputError, RecordError
from kg.records import toml

ARTICLE = """\
Robots for everyone

Acme will sell robots 🤖 from May. "Robots are for everyone," said Ada, who leads Acme.

“They will cook, they will clean,

“and they will never tire,” she said. Robots are for everyone: Acme says so often.
"""

RECORD = """\
# What the article says.
[document]
id = "robots"    # made up
title = "Robots"

[[claim]]
id = "sale"   # the main one
    [[claim.appearance]]
    # where it stands
    fragment = "sell robots 🤖"  # with a picture
    mode = "unattributed"

# --- the quotation ---
[[claim]]
id = "everyone"
appearance = [ { fragment = "for everyone", suffix = ",", mode = "directQuote" } ]

[[appearance]]
claim = "tireless"
fragment = '''
never
tire'''
mode = "directQuote"
document = "another"

[[appearance]]
claim = "tireless"
fragment = "never tire\""""


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return put(tmp_path / "robots.toml", RECORD)


@pytest.fixture
def article(tmp_path: Path) -> Path:
    return put(tmp_path / "robots.txt", ARTICLE)


def put(path: Path, content: str) -> Path:
    path.write_bytes(content.encode())
    return path


def document(*appearances: str) -> str:
    claims = "".join(f'\n[[claim]]\nid = "one"\n[[claim.appearance]]\n{lines}\n' for lines in appearances)
    return f'[document]\nid = "robots"\n{claims}'


def complaint(record: Path, text: Path, kind: type[LedgerError] = AnchorError) -> list[str]:
    """Return what is said of a record that cannot be anchored; it and its folder stay as they were."""
    before, names = record.read_bytes(), sorted(record.parent.iterdir())
    with pytest.raises(kind) as caught:
        anchor(record, text)
    assert record.read_bytes() == before
    assert sorted(record.parent.iterdir()) == names
    return [str(problem).replace(f"{record.parent}/", "") for problem in caught.value.problems]


def test_offsets_and_digest_are_written_and_nothing_else_changes(record: Path, article: Path) -> None:
    report = anchor(record, article)
    assert report.placed == (
        Placed("sale", "sell robots 🤖", 31, 44),
        Placed("everyone", "for everyone", 67, 79),
        Placed("tireless", "never tire", 159, 169),
    )
    assert report.unchanged == ()
    assert report.text_digest == text_digest(ARTICLE)
    expected = (
        RECORD.replace('title = "Robots"\n', f'title = "Robots"\ntext_digest = "{text_digest(ARTICLE)}"\n')
        .replace("# with a picture\n", "# with a picture\n    start = 31\n    end = 44\n")
        .replace('fragment = "for everyone"', 'fragment = "for everyone", start = 67, end = 79')
        .replace('"never tire"', '"never tire"\nstart = 159\nend = 169')
    )
    assert record.read_bytes().decode() == expected
    assert [ARTICLE[item.start : item.end] for item in report.placed] == [item.fragment for item in report.placed]
    assert str(report) == (
        f'sale: 31-44 "sell robots 🤖"\neveryone: 67-79 "for everyone"\ntireless: 159-169 "never tire"\n'
        f"{record}: 3 placed, 0 as they were; {text_digest(ARTICLE)}"
    )


def test_a_second_run_does_not_touch_the_file(record: Path, article: Path) -> None:
    first = anchor(record, article)
    before, content = record.stat(), record.read_bytes()
    second = anchor(record, article)
    assert (second.placed, second.unchanged) == ((), first.placed)
    assert record.read_bytes() == content
    assert (record.stat().st_ino, record.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_old_offsets_are_overwritten_where_they_stand(tmp_path: Path) -> None:
    text = put(tmp_path / "t.txt", "Now: Acme sells.")
    record = put(
        tmp_path / "r.toml",
        '[document]\ntext_digest = "sha256:00" # old\nid = "robots"\n'
        '[[appearance]]\nend = 1_0 # end\nfragment = "Acme"\nstart = 0\n',
    )
    report = anchor(record, text)
    assert report.placed == (Placed("None", "Acme", 5, 9),)
    digest = text_digest("Now: Acme sells.")
    assert record.read_text() == (
        f'[document]\ntext_digest = "{digest}" # old\nid = "robots"\n'
        '[[appearance]]\nend = 9 # end\nfragment = "Acme"\nstart = 5\n'
    )


def test_a_write_protected_record_is_not_replaced(tmp_path: Path, article: Path) -> None:
    record = put(tmp_path / "r.toml", document('fragment = "from May"'))
    before = record.read_bytes()
    record.chmod(0o444)
    with pytest.raises(OutputError, match=r"r\.toml: this file is write-protected"):
        anchor(record, article)
    assert record.read_bytes() == before


def test_line_breaks_mark_and_mode_of_the_file_stay(tmp_path: Path, article: Path) -> None:
    content = "\ufeff" + document('fragment = "from May"').replace("\n", "\r\n")
    record = put(tmp_path / "r.toml", content)
    record.chmod(0o640)
    anchor(record, article)
    start = ARTICLE.index("from May")
    expected = content.replace('"robots"\r\n', f'"robots"\r\ntext_digest = "{text_digest(ARTICLE)}"\r\n')
    expected = expected.replace('May"\r\n', f'May"\r\nstart = {start}\r\nend = {start + 8}\r\n')
    assert record.read_bytes().decode() == expected
    assert stat.S_IMODE(record.stat().st_mode) == 0o640


def test_a_link_to_the_file_stays_a_link(tmp_path: Path, article: Path, record: Path) -> None:
    link = tmp_path / "folder" / "link.toml"
    link.parent.mkdir()
    link.symlink_to(record)
    anchor(link, article)
    assert link.is_symlink()
    assert "start = 31" in record.read_text()


def test_offsets_count_the_canonical_text(tmp_path: Path) -> None:
    text = tmp_path / "t.txt"
    text.write_bytes("\ufeffCafe\N{COMBINING ACUTE ACCENT}\r\nAcme\rsells".encode())
    record = put(tmp_path / "r.toml", document('fragment = "Café\\nAcme"', 'fragment = "e\N{COMBINING ACUTE ACCENT}"'))
    assert [(item.start, item.end) for item in anchor(record, text).placed] == [(0, 9), (3, 4)]
    assert anchor(record, text).text_digest == text_digest("Café\nAcme\nsells")


@pytest.mark.parametrize(
    ("lines", "start"),
    [
        ('fragment = "Robots are"\noccurrence = 1', 56),
        ('fragment = "Robots are"\noccurrence = 2', 182),
        ('fragment = "Robots are"\nprefix = "May. \\""', 56),
        ('fragment = "everyone"\nprefix = "Robots are for"\nsuffix = ":"', 197),
        ('fragment = "everyone"\nprefix = "Robots are for "\nsuffix = ": Acme"', 197),
        ('fragment = "everyone"\nsuffix = "Acme will"', 11),
    ],
)
def test_what_stands_more_than_once_can_be_told_apart(lines: str, start: int, tmp_path: Path, article: Path) -> None:
    placed = anchor(put(tmp_path / "r.toml", document(lines)), article).placed
    assert [item.start for item in placed] == [start]


WRONG = {
    "not in the text": (
        'fragment = "Acme will sell robot cats from May"',
        (
            'r.toml:7: appearance of "one": the fragment "Acme will sell robot cats from May" is not in robots.txt; '
            'the nearest is "Acme will sell robots 🤖 from May. \\"Robots" in line 3'
        ),
    ),
    "in other marks": (
        'fragment = "They will cook; they will clean"',
        (
            'r.toml:7: appearance of "one": the fragment "They will cook; they will clean" is not in robots.txt; '
            'the nearest is "“They will cook, they will clean," in line 5'
        ),
    ),
    "nothing like it": (
        'fragment = "Zzz xyz"',
        (
            'r.toml:7: appearance of "one": the fragment "Zzz xyz" is not in robots.txt; '
            "copy it from the text, with its punctuation"
        ),
    ),
    "more than once": (
        'fragment = "Acme"',
        (
            'r.toml:7: appearance of "one": the fragment "Acme" stands 3 times in robots.txt: line 3 (offset 21), '
            "line 3 (offset 102), line 7 (offset 207); lengthen it, or add prefix or suffix; "
            "where ten words cannot do, say which: occurrence = 1"
        ),
    ),
    "many times": (
        'fragment = "e"',
        (
            'r.toml:7: appearance of "one": the fragment "e" stands 25 times in robots.txt: line 1 (offset 11), '
            "line 1 (offset 13), line 1 (offset 18), line 3 (offset 24), line 3 (offset 32), …; "
            "lengthen it, or add prefix or suffix; where ten words cannot do, say which: occurrence = 1"
        ),
    ),
    "beside other words": (
        'fragment = "sell"\nprefix = "Acme shall"',
        (
            'r.toml:7: appearance of "one": the fragment "sell" stands in robots.txt, but not between this prefix and '
            "suffix; copy the words around it from line 3 (offset 31)"
        ),
    ),
    "not so often": (
        'fragment = "Robots are"\noccurrence = 3',
        (
            'r.toml:7: appearance of "one": there is no occurrence 3 of "Robots are" in robots.txt; '
            "it stands at line 3 (offset 56), line 7 (offset 182)"
        ),
    ),
    "not quoted": (
        'fragment = "said Ada"\nmode = "directQuote"',
        (
            'r.toml:7: appearance of "one": the direct quote "said Ada" is not between quotation marks in robots.txt: '
            "line 3 (offset 82); choose words within the quotation, or another mode"
        ),
    ),
    "half quoted": (
        'fragment = "everyone,\\" said"\nmode = "directQuote"',
        (
            'r.toml:7: appearance of "one": the direct quote "everyone,\\" said" is not between quotation marks in '
            "robots.txt: line 3 (offset 71); choose words within the quotation, or another mode"
        ),
    ),
    "no fragment": (
        'zone = "body"',
        'r.toml:6: appearance of "one": there is no fragment; add fragment = "…" with words of the document',
    ),
    "a fragment that is none": (
        "fragment = 5",
        'r.toml:7: appearance of "one": there is no fragment; add fragment = "…" with words of the document',
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_placed_is_said_with_a_hint(case: str, tmp_path: Path, article: Path) -> None:
    lines, expected = WRONG[case]
    assert complaint(put(tmp_path / "r.toml", document(lines)), article) == [expected]


def test_all_problems_are_named_at_once_and_nothing_is_written(tmp_path: Path, article: Path) -> None:
    record = put(tmp_path / "r.toml", document('fragment = "from May"', 'fragment = "Acme"', 'fragment = "June"'))
    assert [line.partition(": ")[0] for line in complaint(record, article)] == ["r.toml:12", "r.toml:17"]


def test_what_is_no_record_of_a_document_is_refused(tmp_path: Path, article: Path) -> None:
    expected = ["r.toml: there is no [document] with an id; name the record file of a document"]
    for content in ("", '[[entity]]\nid = "a"', "document = 1", '[document]\ntitle = "T"'):
        assert complaint(put(tmp_path / "r.toml", content), article) == expected
    record = put(tmp_path / "r.toml", "[document")
    assert complaint(record, article, RecordError)[0].startswith("r.toml:1: this is not TOML (at the end of the file)")


def test_layouts_that_cannot_be_written_to_are_refused(tmp_path: Path, article: Path) -> None:
    record = put(tmp_path / "r.toml", 'document.id = "robots"\nother = 1\n')
    assert complaint(record, article) == [
        (
            "r.toml: offsets cannot be written here without disturbing other keys; "
            "write each table under a header of its own, as docs/records.md does"
        )
    ]


def test_files_that_cannot_be_read_are_named(tmp_path: Path, record: Path) -> None:
    unread = "this cannot be read: No such file or directory; name a file that exists and that you may read"
    assert complaint(record, tmp_path / "no.txt") == [f"no.txt: {unread}"]
    with pytest.raises(AnchorError) as caught:
        anchor(tmp_path / "no.toml", record)
    assert str(caught.value) == f"{tmp_path}/no.toml: {unread}"
    binary = tmp_path / "article.pdf"
    for content, what in (
        (b"%PDF\xff", "this is not text in UTF-8 (byte 4); save the article's text as UTF-8"),
        (b"%PDF\0", "this is no text; save the article's text there, as UTF-8"),
        (b" \n", "the file is empty; save the article's text there, as UTF-8"),
    ):
        binary.write_bytes(content)
        assert complaint(record, binary) == [f"article.pdf: {what}"]


@pytest.mark.parametrize("step", ["mkstemp", "copymode", "replace"])
def test_a_failed_write_leaves_the_file_as_it_was(
    step: str, record: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(
        {"mkstemp": "tempfile.mkstemp", "copymode": "shutil.copymode"}.get(step, "pathlib.Path.replace"), fail
    )
    assert complaint(record, article, OutputError) == [
        (
            "robots.toml: this cannot be written: No space left on device; "
            "name a file in a folder that exists and that you may write to"
        )
    ]


def test_ten_thousand_claims_in_one_file(tmp_path: Path) -> None:
    record = put(tmp_path / "r.toml", document(*(f'fragment = "robot {n} sings"' for n in range(10_000))))
    text = put(tmp_path / "t.txt", "\n\n".join(f"Then robot {n} sings." for n in range(10_000)))
    assert len(anchor(record, text).placed) == 10_000


texts = (
    st.text('ab é🤖"“”\n', min_size=1, max_size=40)
    .map(lambda text: canonical_text(text.encode()))
    .filter(lambda text: text.strip())
)
remarks = st.sampled_from(["", "  # fragment = 'x'", "\n\n# [[claim]]", '\nzone = """\n[[claim]] # """'])


@settings(deadline=None, max_examples=100)
@given(texts, st.data())
def test_any_span_is_placed_and_every_other_line_stays(text: str, data: st.DataObject) -> None:
    tables, starts = [], []
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text) - 1))
        exact = text[start : data.draw(st.integers(start + 1, len(text)))]
        if exact.strip():
            number = occurrences(text, exact).index(start) + 1
            tables.append(f"fragment = {toml(exact)}{data.draw(remarks)}\noccurrence = {number}")
            starts.append(start)
    with tempfile.TemporaryDirectory() as folder:
        record = put(Path(folder) / "r.toml", document(*tables))
        placed = anchor(record, put(Path(folder) / "t.txt", text)).placed
        written = record.read_text(encoding="utf-8")
    assert [item.start for item in placed] == starts
    found = [claim["appearance"][0] for claim in tomllib.loads(written).get("claim", ())]
    assert [text[item["start"] : item["end"]] for item in found] == [item["fragment"] for item in found]
    kept = [line for line in written.split("\n") if not re.match(r"(start|end|text_digest) = ", line)]
    assert "\n".join(kept) == document(*tables)


def test_quotations_end_with_their_paragraph_unless_the_next_goes_on() -> None:
    def quoted(text: str) -> list[str]:
        return [text[start:end] for start, end in quotations(text)]

    assert quoted(ARTICLE) == [
        "Robots are for everyone,",
        "They will cook, they will clean,",
        "and they will never tire,",
    ]
    assert quoted('one "two\nthree" four') == ["two\nthree"]
    assert quoted('an inch is 1"\n\nnot "two" three') == ["two"]
    assert quoted("„eins“ «deux» “three „four“ five”") == ["eins", "deux", "three „four“ five"]
    assert quoted("“never closed\n\nnext") == []


def test_the_nearest_words_are_whole_and_at_most_ten() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve"
    assert nearest(text, "wo three four five six seven eight nine ten eleven twelv") == (
        4,
        "two three four five six seven eight nine ten eleven",
    )
    assert nearest(text, "Q") is None


def corpus(*appearances: Appearance, digest: str | None = text_digest(ARTICLE)) -> Corpus:
    claim = Claim(
        id="one",
        subject="acme",
        predicate="says",
        label="L",
        text="T",
        kind=Kind.FACT,
        commitment=Commitment.FIRM,
        claimant=("acme",),
        appearance=appearances,
    )
    documents = (Document("robots", "Robots", text_digest=digest), Document("other", "Other"))
    return Corpus(Ledger("Made up"), documents=documents, claims=(claim,))


def appearance(exact: str, start: int | None, mode: Mode = Mode.UNATTRIBUTED, **more: str) -> Appearance:
    end = None if start is None else start + len(exact)
    return Appearance("robots", exact, mode, Zone.BODY, start, end, **more)


def test_what_is_anchored_is_verified() -> None:
    good = corpus(
        appearance("from May", ARTICLE.index("from May"), prefix="🤖", suffix="."),
        appearance("Robots are", 56, Mode.DIRECT_QUOTE),
        Appearance("other", "unseen", Mode.UNATTRIBUTED, Zone.BODY),
    )
    assert verify(good, {"robots": ARTICLE}) == []
    assert verify(corpus(appearance("nowhere", 3), digest=None), {}) == []


REANCHOR = "run kg anchor with the record file and this text"


@pytest.mark.parametrize(
    ("item", "what", "instead"),
    [
        (appearance("from May", None), "the appearance has no offsets", REANCHOR),
        (
            appearance("from May", 3),
            "the text from 3 to 11 is not the fragment's words",
            f"they stand at 45-53; {REANCHOR}",
        ),
        (appearance("from June", 3), "the text from 3 to 12 is not the fragment's words", "look the words up again"),
        (
            appearance("from May", 45, prefix="not"),
            "prefix or suffix is not what stands beside the fragment",
            "mend them, see line 3",
        ),
        (
            appearance("from May", 45, suffix="not"),
            "prefix or suffix is not what stands beside the fragment",
            "mend them, see line 3",
        ),
        (
            appearance("from May", 45, Mode.DIRECT_QUOTE),
            "the direct quote does not stand between quotation marks (line 3)",
            "choose words within the quotation, or another mode",
        ),
    ],
)
def test_an_appearance_that_its_text_contradicts_is_reported(item: Appearance, what: str, instead: str) -> None:
    name = f"one@robots:{item.start}-{item.end}" if item.start is not None else appearance_key("one", item)
    assert verify(corpus(item), {"robots": ARTICLE}) == [Mismatch("robots", "one", name, what, instead)]


def test_a_document_whose_text_is_another_is_reported() -> None:
    instead = f"find the text that was anchored, or {REANCHOR}"
    differs = "the text is not the one that the document's offsets count: its digest differs"
    item = appearance("from May", 45)
    assert verify(corpus(item), {"robots": ARTICLE + "."}) == [Mismatch("robots", "", "", differs, instead)]
    missing = Mismatch("robots", "", "", "the document has no text_digest", instead)
    assert verify(corpus(item, digest=None), {"robots": ARTICLE}) == [missing]


def test_texts_are_found_by_name_or_by_digest(tmp_path: Path) -> None:
    put(tmp_path / "article.txt", ARTICLE)
    (tmp_path / "picture.txt").write_bytes(b"\xff")
    (tmp_path / "notes.md").write_text("no text of a document")
    assert find_texts(corpus(), tmp_path) == {"robots": ARTICLE}
    put(tmp_path / "robots.txt", "Another text.")
    assert find_texts(corpus(), tmp_path) == {"robots": "Another text."}
    assert find_texts(corpus(digest=None), tmp_path) == {"robots": "Another text."}


def test_texts_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    with pytest.raises(AnchorError, match="nowhere: this cannot be read: No such file or directory; name the folder"):
        find_texts(corpus(), tmp_path / "nowhere")
    (tmp_path / "robots.txt").write_bytes(b"\xff")
    with pytest.raises(AnchorError, match=r"robots\.txt: this is not text in UTF-8"):
        find_texts(corpus(), tmp_path)


def test_a_text_is_read_as_offsets_count_it(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes(b"\xef\xbb\xbfe\xcc\x81\r\n")
    assert text_at(tmp_path / "t.txt") == "é\n"
