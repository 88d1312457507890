"""New ledgers and document records are read at once, and their examples are good records."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kg import records
from kg.amounts import parse_amount
from kg.anchor import anchor, find_texts, verify
from kg.claims import BASE, Corpus, Ledger, text_digest
from kg.errors import AnchorError, LedgerError, OutputError, RecordError
from kg.scaffold import new_document, new_ledger

ARTICLE = "A made-up article. It holds up to ten words, exactly as the text has them, and more.\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    new_ledger(tmp_path / "ledger", "Made-up claims")
    return tmp_path / "ledger"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "acme-report.txt"
    path.write_text(ARTICLE)
    return path


def test_a_new_ledger_is_read_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "ledger"
    written = new_ledger(folder, 'What "Acme"\n says {today}')
    names = ["ledger", "entities", "predicates", "topics", "units", "events", "resolutions/outcomes"]
    assert written == [*(folder / f"{name}.toml" for name in names), folder / "README.md"]
    assert all(path.is_file() for path in written)
    assert (folder / "documents").is_dir()
    corpus = records.read(folder)
    assert corpus == Corpus(Ledger('What "Acme" says {today}', BASE), units=corpus.units)
    assert written[-1].read_text().startswith('# What "Acme" says {today}\n')


@pytest.mark.parametrize(
    ("written", "unit", "value"),
    [
        ("$8.5 billion", "CCY_USD", "8.5e9"),
        ("3 million euros", "CCY_EUR", "3e6"),
        ("£5", "CCY_GBP", "5"),
        ("200 yuan", "CCY_CNY", "200"),
        ("¥200", "CCY_JPY", "200"),
        ("22%", "PERCENT", "22"),
        ("10x", "UNITLESS", "10"),
        ("700 million", "UNITLESS", "7e8"),
        ("3 hours", "HR", "3"),
        ("3 years", "YR", "3"),
        ("5 GW", "GigaW", "5"),
        ("150 megawatts", "MegaW", "150"),
        ("40 GWh", "GigaW-HR", "40"),
    ],
)
def test_common_units_are_declared(written: str, unit: str, value: str, ledger: Path) -> None:
    measure = parse_amount(written, records.read(ledger).units)
    assert (measure.unit, measure.value) == (unit, Decimal(value))


def test_the_record_of_a_document_is_read_at_once(ledger: Path, article: Path) -> None:
    path = new_document(ledger, article)
    assert path == ledger / "documents" / "acme-report.toml"
    (document,) = records.read(ledger).documents
    assert (document.id, document.title) == ("acme-report", "Acme report")
    assert document.text_digest == text_digest(ARTICLE)
    assert "acme-report.txt" in path.read_text()


def test_id_and_title_may_be_given(ledger: Path, article: Path) -> None:
    assert new_document(ledger, article, id="letter", title='"Why"\nAda wrote') == ledger / "documents" / "letter.toml"
    (document,) = records.read(ledger).documents
    assert (document.id, document.title) == ("letter", '"Why" Ada wrote')


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Acme's Höhe – 2024.txt", "acme-s-hohe-2024"), ("__A__.b.txt", "a-b"), ("line\nbreak.txt", "line-break")],
)
def test_an_id_is_made_of_the_name(name: str, expected: str, ledger: Path, article: Path) -> None:
    assert new_document(ledger, article.rename(article.with_name(name))).stem == expected
    assert [document.id for document in records.read(ledger).documents] == [expected]


def test_every_example_is_a_good_record(ledger: Path, article: Path, tmp_path: Path) -> None:
    path = new_document(ledger, article)
    for file in ledger.rglob("*.toml"):
        file.write_text(re.sub(r"^#(?=\S)", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    anchor(path, article)
    corpus = records.read(ledger)
    for part in ("entities", "predicates", "topics", "events", "documents", "claims", "resolutions"):
        assert getattr(corpus, part), part
    assert corpus.ledger.base == "https://example.org/claims/"
    assert verify(corpus, find_texts(corpus, tmp_path)) == []


def refusal(kind: type[LedgerError], folder: Path, call: object, *arguments: object, **named: object) -> str:
    with pytest.raises(kind) as caught:
        call(*arguments, **named)  # type: ignore[operator]
    return str(caught.value).replace(f"{folder}/", "")


def test_what_is_there_is_not_overwritten(ledger: Path, article: Path, tmp_path: Path) -> None:
    assert refusal(OutputError, tmp_path, new_ledger, ledger, "Again") == (
        "ledger: the folder holds a ledger already; choose another folder"
    )
    assert records.read(ledger).ledger.title == "Made-up claims"
    assert refusal(OutputError, tmp_path.parent, new_ledger, tmp_path, "Here") == (
        f"{tmp_path.name}: the folder is not empty; choose a new or an empty folder"
    )
    path = new_document(ledger, article)
    path.write_text(path.read_text() + "# mine\n")
    assert refusal(OutputError, tmp_path, new_document, ledger, article) == (
        "ledger/documents/acme-report.toml: there is a file of this name already; "
        "choose another name, or edit that file"
    )
    assert path.read_text().endswith("# mine\n")


def test_hidden_files_do_not_count(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert new_ledger(tmp_path, "Here")


def test_what_cannot_be_started_is_refused(ledger: Path, article: Path, tmp_path: Path) -> None:
    assert refusal(RecordError, tmp_path, new_ledger, tmp_path / "new", " \n") == (
        "the title is empty; say what the ledger is called"
    )
    assert not (tmp_path / "new").exists()
    assert refusal(OutputError, tmp_path, new_ledger, article / "new", "T") == (
        "acme-report.txt/new: this cannot be written: Not a directory; choose a place you may write to"
    )
    assert refusal(RecordError, tmp_path, new_document, tmp_path / "nowhere", article) == (
        "nowhere: the folder holds no ledger; name the folder that holds ledger.toml, or start one with kg new"
    )
    assert refusal(RecordError, tmp_path, new_document, ledger, article, id="A b") == (
        '"A b" is no id; give one of lower case letters, digits and single hyphens'
    )
    assert refusal(RecordError, tmp_path, new_document, ledger, tmp_path / "文.txt") == (
        "no id can be made of the name 文.txt; give one of lower case letters, digits and single hyphens"
    )
    assert refusal(AnchorError, tmp_path, new_document, ledger, tmp_path / "no.txt") == (
        "no.txt: this cannot be read: No such file or directory; name a file that exists and that you may read"
    )
    assert list((ledger / "documents").iterdir()) == []


def test_nothing_is_left_of_a_ledger_that_cannot_be_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def full(path: Path, *arguments: str, **named: str) -> object:
        if path.name == "units.toml":
            raise OSError(28, "No space left on device", str(path))
        return opened(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", full)
    assert refusal(OutputError, tmp_path, new_ledger, tmp_path / "new", "T") == (
        "new/units.toml: this cannot be written: No space left on device; choose a place you may write to"
    )
    assert [path for path in (tmp_path / "new").rglob("*") if path.is_file()] == []
