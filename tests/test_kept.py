"""The values of a built database, kept beside it: when they are read, and when they are passed over. All made up."""

from contextlib import closing
from dataclasses import replace

import pytest

from benchmarks.ledgers import ledger
from kg import records, store
from kg.derived import lines
from kg.graph import build as to_rdf
from kg.graph import write
from kg.store import embedded
from tests.ledgers import small

MADE = ledger(30)


@pytest.fixture
def database(tmp_path):
    """A database of made-up claims that no command has read whole."""
    (tmp_path / "ledger.nq").write_bytes(write(to_rdf(MADE), "nquads"))
    store.build(tmp_path / "db", [tmp_path / "ledger.nq"])
    return tmp_path / "db"


@pytest.fixture
def readings(monkeypatch):
    """Count how often the engine is asked for all that a ledger says."""
    count = []
    said = embedded.Store.statements

    def counted(self):
        count.append(self)
        return said(self)

    monkeypatch.setattr(embedded.Store, "statements", counted)
    return count


def values(where):
    with closing(store.open(where)) as found:
        return found.corpus()


def test_values_are_read_from_the_engine_once(database, readings):
    first, second = values(database), values(database)
    assert first == second == MADE
    assert records.dump(second) == records.dump(MADE)  # to the letter: a decimal's point, a day
    assert len(readings) == 1


def test_what_is_kept_has_all_kinds_of_values(tmp_path, readings):
    (tmp_path / "small.ttl").write_bytes(write(to_rdf(small()), "turtle"))
    store.build(tmp_path / "db", [tmp_path / "small.ttl"])
    values(tmp_path / "db")
    assert records.dump(values(tmp_path / "db")) == records.dump(small())
    assert len(readings) == 1


def test_a_build_that_derives_keeps_the_values_that_it_took(tmp_path, readings):
    (tmp_path / "small.ttl").write_bytes(write(to_rdf(small()), "turtle"))
    store.build(tmp_path / "db", [tmp_path / "small.ttl"], derive=lines)
    assert len(readings) == 1
    assert values(tmp_path / "db") == small()
    assert len(readings) == 1


def test_a_file_of_rdf_keeps_nothing(tmp_path, readings):
    path = tmp_path / "small.ttl"
    path.write_bytes(write(to_rdf(small()), "turtle"))
    assert values(path) == values(path) == small()
    assert len(readings) == 2
    assert [each.name for each in tmp_path.iterdir()] == ["small.ttl"]


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: content[:-1],
        lambda content: content[:20],
        lambda _: b"",
        lambda content: content[:100] + bytes([content[100] ^ 1]) + content[101:],
        lambda content: bytes([content[0] ^ 1]) + content[1:],
    ],
    ids=["cut at the end", "cut within the digest", "empty", "a bit of a value", "a bit of the digest"],
)
def test_what_is_not_whole_is_passed_over_and_kept_anew(database, readings, harm):
    values(database)
    file = database / "current" / "values"
    file.write_bytes(harm(file.read_bytes()))
    assert values(database) == MADE
    assert values(database) == MADE
    assert len(readings) == 2


def test_what_another_version_kept_is_passed_over(database, readings, monkeypatch):
    values(database)
    monkeypatch.setattr("kg.assets.version", lambda: "99.0.0")
    assert values(database) == MADE
    assert len(readings) == 2


def test_what_is_of_another_shape_is_passed_over(database, readings):
    import hashlib

    import msgspec

    values(database)
    other = msgspec.msgpack.encode(["of", {"title": 7}])
    (database / "current" / "values").write_bytes(hashlib.sha256(other).digest() + other)
    assert values(database) == MADE
    assert len(readings) == 2


def test_what_was_kept_of_another_database_is_passed_over(database, tmp_path, readings):
    values(database)
    (tmp_path / "small.nq").write_bytes(write(to_rdf(small()), "nquads"))
    store.build(tmp_path / "other", [tmp_path / "small.nq"])
    (tmp_path / "other" / "current" / "values").write_bytes((database / "current" / "values").read_bytes())
    assert values(tmp_path / "other") == small()
    assert len(readings) == 2


def test_a_database_built_anew_is_read_anew(database, tmp_path):
    values(database)
    (tmp_path / "small.nq").write_bytes(write(to_rdf(small()), "nquads"))
    store.build(database, [tmp_path / "small.nq"])
    assert values(database) == small()


def test_another_base_has_values_of_its_own(database, readings):
    from kg.errors import GraphError

    values(database)
    with closing(store.open(database, base="https://example.org/")) as found, pytest.raises(GraphError):
        found.corpus()
    assert len(readings) == 2


def test_where_nothing_can_be_written_values_are_read_all_the_same(database, readings, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.store.kept.tempfile.NamedTemporaryFile", full)
    before = sorted(each.name for each in (database / "current").iterdir())
    assert values(database) == values(database) == MADE
    assert len(readings) == 2
    assert sorted(each.name for each in (database / "current").iterdir()) == before


def test_a_disk_that_fills_up_leaves_nothing_behind(database, monkeypatch):
    from pathlib import Path

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    before = sorted(each.name for each in (database / "current").iterdir())
    assert values(database) == MADE
    assert sorted(each.name for each in (database / "current").iterdir()) == before


def test_a_claim_is_shown_before_an_entity_of_its_name_wherever_it_is_read(tmp_path, kg):
    claim = replace(small().claims[0], id="sextant")
    corpus = replace(small(), claims=(claim,), links=(), resolutions=())
    (tmp_path / "small.ttl").write_bytes(write(to_rdf(corpus), "turtle"))
    store.build(tmp_path / "db", [tmp_path / "small.ttl"])
    shown = kg("show", "sextant", "--data", "small.ttl").stdout
    assert claim.text.split()[0].encode() in shown
    assert kg("show", "sextant", "--data", "db").stdout == shown
    values(tmp_path / "db")
    assert kg("show", "sextant", "--data", "db").stdout == shown


def test_only_values_of_this_database_are_at_hand(database):
    def at_hand():
        with closing(store.open(database)) as found:
            return found.at_hand

    assert not at_hand()
    values(database)
    assert at_hand()
    (database / "current" / "values").write_bytes(b"rubbish")
    assert not at_hand()


def test_a_build_of_the_same_stays_free_and_is_not_called_damaged(database, tmp_path):
    values(database)
    assert store.build(database, [tmp_path / "ledger.nq"]) is False
    assert store.damage(database) == []
