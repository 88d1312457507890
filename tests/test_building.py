"""Database folders: what a build holds, of what it is built, when it is built again. All data here is made up."""

import gzip
import hashlib
import io
import json
from pathlib import Path

import pytest

from benchmarks.ledgers import ledger
from kg import formats, records, store
from kg.errors import FormatError, OutputError, RecordError, StoreError
from kg.graph import build as to_rdf
from kg.graph import recover, write
from kg.store import folders, loading
from tests.ledgers import small

KB = "https://w3id.org/ai-claims/id/"
LINE = "<x:a> <x:b> <x:c> .\n"
MADE = ledger(20)


def written(folder, corpus):
    for name, text in records.dump(corpus).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def held(where):
    with store.open(where) as found:
        return sorted(found.nquads().splitlines())


def asked(where, text):
    with store.open(where) as found:
        return found.query(text)


@pytest.mark.parametrize("form", [form for form in formats.FORMATS if form.readable], ids=lambda form: form.name)
@pytest.mark.parametrize("packed", [False, True])
def test_a_build_of_rdf_holds_what_opening_it_would(tmp_path, form, packed):
    content = write(to_rdf(small()), form)
    path = tmp_path / f"ledger{form.suffix}{'.gz' * packed}"
    path.write_bytes(gzip.compress(content) if packed else content)
    assert store.build(tmp_path / "db", [path]) is True
    assert held(tmp_path / "db") == held(path)
    with store.open(tmp_path / "db") as found:
        assert recover(found.dataset()) == small()


def test_a_build_of_records_holds_what_opening_them_would(tmp_path):
    folder = written(tmp_path / "records", MADE)
    store.build(tmp_path / "db", [folder])
    assert held(tmp_path / "db") == held(folder) == held(MADE)


def test_a_build_of_a_database_holds_the_same(tmp_path):
    store.build(tmp_path / "db", [written(tmp_path / "records", MADE)])
    store.build(tmp_path / "again", [tmp_path / "db"])
    assert held(tmp_path / "again") == held(tmp_path / "db")
    assert sorted(path.name for path in (tmp_path / "again" / "current").iterdir()) == [
        "build.json",
        "database",
        "kg-build",
    ]


def test_a_build_of_several_holds_all_of_them(tmp_path):
    (tmp_path / "more.nt").write_text(LINE, encoding="utf-8")
    (tmp_path / "named.nq").write_text("<x:d> <x:b> <x:c> <x:g> .\n<x:e> <x:b> <x:c> .\n", encoding="utf-8")
    folder = written(tmp_path / "records", MADE)
    store.build(tmp_path / "db", [folder, tmp_path / "more.nt", tmp_path / "named.nq"])
    graph = f"<{KB}graph/ledger>"
    more = {f"<x:a> <x:b> <x:c> {graph} .", f"<x:e> <x:b> <x:c> {graph} .", "<x:d> <x:b> <x:c> <x:g> ."}
    assert set(held(tmp_path / "db")) == set(held(folder)) | more


def test_inputs_that_live_apart_are_not_put_together(tmp_path):
    own = '<x:l> <{a}type> <{v}Dataset> ; <{v}uriSpace> "http://own.example/" .'
    names = {"a": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "v": "http://rdfs.org/ns/void#"}
    (tmp_path / "own.ttl").write_text(own.format(**names), encoding="utf-8")
    folder = written(tmp_path / "records", MADE)
    with pytest.raises(StoreError) as refused:
        store.build(tmp_path / "db", [folder, tmp_path / "own.ttl"])
    assert str(refused.value) == (
        f"{tmp_path / 'own.ttl'}: its instances live under http://own.example/, those of the inputs before it under "
        f"{KB}; build a database for each"
    )
    assert not (tmp_path / "db").exists()
    store.build(tmp_path / "db", [tmp_path / "own.ttl"])
    assert asked(tmp_path / "db", "ASK { GRAPH <http://own.example/graph/ledger> { <x:l> a void:Dataset } }") is True
    assert asked(tmp_path / "db", f"ASK {{ GRAPH <{KB}graph/ledger> {{ ?s ?p ?o }} }}") is False


def test_blank_nodes_are_one_within_a_file_and_apart_between_files(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_PART", 100)
    filler = "".join(f"<x:{number}> <x:b> <x:c> .\n" for number in range(50))
    for name in ("one.nt", "two.nt"):
        (tmp_path / name).write_text(f'{filler}_:n <x:p> "{name}" .\n{filler}_:n <x:q> "{name}" .\n', encoding="utf-8")
    store.build(tmp_path / "db", [tmp_path / "one.nt", tmp_path / "two.nt"])
    rows = asked(tmp_path / "db", "SELECT ?p ?q { ?n <x:p> ?p ; <x:q> ?q } ORDER BY ?p")
    assert [tuple(map(str, row)) for row in rows] == [("one.nt", "one.nt"), ("two.nt", "two.nt")]


def test_lines_are_counted_through_all_parts(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_PART", 100)
    (tmp_path / "a.nt").write_text(LINE * 40 + "<x:a> oops\n" + LINE, encoding="utf-8")
    with pytest.raises(FormatError, match=r"a\.nt:41: column 7: .*\n  41 \| <x:a> oops\n"):
        store.build(tmp_path / "db", [tmp_path / "a.nt"])
    assert not (tmp_path / "db").exists()


@pytest.mark.parametrize("name", ["a.nt", "a.nt.gz"])
def test_a_line_without_end_is_not_held_in_memory(tmp_path, name, monkeypatch):
    monkeypatch.setattr(loading, "_PART", 100)
    monkeypatch.setattr(loading, "_LONGEST", 1000)
    monkeypatch.setattr(loading, "_BLOCK", 7)

    def write(size):
        content = f'{LINE * 12}<x:a> <x:p> "{"x" * size}" .\n{LINE}'.encode()
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)

    write(1000)
    store.build(tmp_path / "sound", [tmp_path / name])
    write(4000)
    with pytest.raises(FormatError, match=rf"{name}:13: this line goes on for more than 1,000 bytes"):
        store.build(tmp_path / "db", [tmp_path / name])
    assert not (tmp_path / "db").exists()


def test_what_is_not_safe_is_found_across_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_BLOCK", 7)
    (tmp_path / "a.rdf").write_text("<?xml?>\n\n   <!DOCTYPE r []><r/>", encoding="utf-8")
    with pytest.raises(FormatError, match=r"a\.rdf:3: RDF/XML with a DOCTYPE"):
        store.build(tmp_path / "db", [tmp_path / "a.rdf"])
    quoted = r"\"[[{\\" * 100
    (tmp_path / "a.jsonld").write_text(f'{{"@id": "x:a", "x:p": "{quoted}"}}', encoding="utf-8")
    store.build(tmp_path / "db", [tmp_path / "a.jsonld"])
    (tmp_path / "b.jsonld").write_text(
        f'{{"x:p": ["{quoted}", {"[" * 99}1{"]" * 99}]}}'.replace("x:p", "@graph"), encoding="utf-8"
    )
    with pytest.raises(FormatError, match=r"b\.jsonld: its objects and lists are nested more than 100 deep"):
        store.build(tmp_path / "db", [tmp_path / "b.jsonld"])


# when there is nothing to do


def test_a_rebuild_of_the_unchanged_does_nothing(tmp_path):
    folder = written(tmp_path / "records", MADE)
    (tmp_path / "a.nt").write_text(LINE, encoding="utf-8")
    inputs = [folder, tmp_path / "a.nt"]
    assert store.build(tmp_path / "db", inputs) is True
    first = (tmp_path / "db" / "current").resolve()
    assert store.build(tmp_path / "db", inputs) is False
    assert (tmp_path / "db" / "current").resolve() == first
    assert store.build(tmp_path / "db", inputs, force=True) is True
    assert (tmp_path / "db" / "current").resolve() != first
    assert not first.exists()


@pytest.mark.parametrize("change", ["input", "records", "fewer", "version", "ontology", "base", "damage"])
def test_what_has_changed_is_built_anew(tmp_path, change, monkeypatch):
    folder = written(tmp_path / "records", MADE)
    (tmp_path / "a.nt").write_text(LINE, encoding="utf-8")
    inputs, options = [folder, tmp_path / "a.nt"], {}
    store.build(tmp_path / "db", inputs)
    match change:
        case "input":
            (tmp_path / "a.nt").write_text(LINE.replace("x:a", "x:z"), encoding="utf-8")
        case "records":
            (folder / "topics.toml").write_text('[[topic]]\nid = "new"\nlabel = "New"\n', encoding="utf-8")
            inputs = [folder]
        case "fewer":
            inputs = [folder]
        case "version":
            monkeypatch.setattr("kg.assets.version", lambda: "99.0.0")
        case "ontology":
            ontology = tmp_path / "ontology"
            ontology.mkdir()
            from kg import assets

            for name in ("claims.ttl", "accepted.rq"):
                text = assets.ontology().joinpath(name).read_text(encoding="utf-8")
                (ontology / name).write_text(f"# changed\n{text}", encoding="utf-8")
            monkeypatch.setattr("kg.assets.ontology", lambda: ontology)
        case "base":
            options = {"base": KB}
        case "damage":
            file = next((tmp_path / "db" / "current" / "database").glob("*.sst"))
            file.write_bytes(file.read_bytes()[:-1])
    if change == "records":
        with pytest.raises(RecordError):
            store.build(tmp_path / "db", inputs)
    else:
        assert store.build(tmp_path / "db", inputs, **options) is True
        assert store.damage(tmp_path / "db") == []


def test_what_a_build_is_made_of_is_written_down(tmp_path):
    (tmp_path / "a.nt.gz").write_bytes(gzip.compress(LINE.encode()))
    store.build(tmp_path / "db", [tmp_path / "a.nt.gz"])
    record = json.loads((tmp_path / "db" / "current" / "build.json").read_bytes())
    assert record["inputs"][0]["kind"] == "ntriples gz"
    assert set(record) == {"made_by", "ontology", "base", "inputs", "derived", "files"}
    assert {name.rpartition(".")[2] for name in record["files"]} > {"sst", "CURRENT"}


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("name", ["a.nt", "a.nt.gz", "a.ttl", "a.ttl.gz"])
def test_the_digest_of_a_file_is_of_all_its_bytes(tmp_path, name, before, monkeypatch):
    monkeypatch.setattr(loading, "_PART", 100)
    content = before + LINE.encode() * 1000
    path = tmp_path / name
    path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    store.build(tmp_path / "db", [path])
    record = json.loads((tmp_path / "db" / "current" / "build.json").read_bytes())
    assert record["inputs"][0]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert store.build(tmp_path / "db", [path]) is False


@pytest.mark.parametrize("name", ["a.nt", "a.ttl"])
def test_a_file_that_changes_while_it_is_loaded_is_loaded_again(tmp_path, name):
    path = tmp_path / name
    path.write_text(LINE, encoding="utf-8")
    later = LINE.replace("x:a", "x:z")
    assert store.build(tmp_path / "db", [path], told=lambda _: path.write_text(later, encoding="utf-8")) is True
    assert asked(tmp_path / "db", "ASK { <x:a> ?p ?o }") is True
    assert store.build(tmp_path / "db", [path]) is True
    assert asked(tmp_path / "db", "ASK { <x:z> ?p ?o }") is True


# what is not overwritten, and what is said


def test_nothing_but_a_database_of_ours_is_replaced(tmp_path):
    import pyoxigraph as ox

    (tmp_path / "a.nt").write_text(LINE, encoding="utf-8")
    other = ox.Store(tmp_path / "other")
    other.flush()
    del other
    for name, message in (
        (".", "this is not a database, and would be overwritten; name a folder that does not exist yet"),
        ("a.nt", "this is not a database, and would be overwritten; name a folder that does not exist yet"),
        ("other", "this is a database that kg has not built; name another folder, or remove it"),
        ("none/db", r"the database cannot be written \(No such file or directory\); choose a folder"),
        ("a.nt/db", r"the database cannot be written \(Not a directory\); choose a folder"),
    ):
        with pytest.raises(OutputError, match=message):
            store.build(tmp_path / name, [tmp_path / "a.nt"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nt", "other"]


def test_builds_of_others_are_not_taken_for_ours(kg, tmp_path):
    """``current`` and ``build-…`` are names that whoever deploys programs gives, too."""
    (tmp_path / "a.nt").write_text(LINE, encoding="utf-8")
    for name in ("deploy/build-16", "deploy/build-17", "work/build-linux"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "program").write_text("not ours", encoding="utf-8")
    (tmp_path / "deploy" / "current").symlink_to("build-17")
    before = sorted(tmp_path.rglob("*"))
    for name in ("deploy", "work"):
        with pytest.raises(OutputError, match="this is not a database, and would be overwritten"):
            store.build(tmp_path / name, [tmp_path / "a.nt"])
        assert b"cut short" not in kg("query", "denials", "--data", name).stderr
    assert sorted(tmp_path.rglob("*")) == before


def test_an_address_is_no_input_and_not_repeated(kg):
    result = kg("build", "-o", "db", "https://me:s3cret@example.org/sparql")
    assert result.returncode == 2
    assert b"an address is no input of a build" in result.stderr
    assert b"s3cret" not in result.stderr


def test_a_failed_build_leaves_what_was_there(tmp_path):
    (tmp_path / "a.nt").write_text(LINE, encoding="utf-8")
    store.build(tmp_path / "db", [tmp_path / "a.nt"])
    before = sorted(path.name for path in (tmp_path / "db").iterdir())
    (tmp_path / "a.nt").write_text("oops", encoding="utf-8")
    (tmp_path / "a.nt.gz").write_bytes(gzip.compress(LINE.encode())[:-9])
    for name, error in (("a.nt", FormatError), ("a.nt.gz", FormatError), ("b.nt", StoreError)):
        with pytest.raises(error):
            store.build(tmp_path / "db", [tmp_path / name])
    assert sorted(path.name for path in (tmp_path / "db").iterdir()) == before
    assert asked(tmp_path / "db", "ASK { <x:a> ?p ?o }") is True


class Broken(io.BytesIO):
    """A file on a disk that fails, or that is full."""

    def read(self, _=-1):
        raise OSError(5, "Input/output error")

    def write(self, _):
        raise OSError(28, "No space left on device")


@pytest.mark.parametrize("name", ["one.ttl", "records", "before"])
def test_an_input_that_cannot_be_read_while_it_is_digested_is_named(tmp_path, name, monkeypatch):
    (tmp_path / "one.ttl").write_text(LINE, encoding="utf-8")
    written(tmp_path / "records", MADE)
    store.build(tmp_path / "before", [tmp_path / "one.ttl"])
    store.build(tmp_path / "db", [tmp_path / name])  # a file's digest alone is taken where one build follows another

    def fails(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(folders, "digest", fails)
    with pytest.raises(StoreError, match=rf"{name}.*: it cannot be read \(Input/output error\)"):
        store.build(tmp_path / "db", [tmp_path / name])


@pytest.mark.parametrize(("name", "content"), [("a.nq", ""), ("a.ttl", "# nothing\n"), ("a.jsonld", '{"a": 1}')])
def test_an_input_without_a_triple_replaces_nothing(tmp_path, name, content):
    (tmp_path / "one.nt").write_text(LINE, encoding="utf-8")
    (tmp_path / name).write_text(content, encoding="utf-8")
    store.build(tmp_path / "db", [tmp_path / "one.nt"])
    before = held(tmp_path / "db")
    with pytest.raises(StoreError, match=rf"{name}: it holds no triple"):
        store.build(tmp_path / "db", [tmp_path / name])
    assert held(tmp_path / "db") == before


@pytest.mark.parametrize("name", ["one.ttl", "one.nt"])
def test_an_input_that_cannot_be_read_while_it_is_loaded_is_named(tmp_path, name, monkeypatch):
    (tmp_path / name).write_text(LINE, encoding="utf-8")
    monkeypatch.setattr(loading, "_refuse", lambda *_: None)
    monkeypatch.setattr(loading, "_opened", lambda *_: Broken())
    with pytest.raises(StoreError, match=rf"{name}: it cannot be read \(Input/output error\)"):
        store.build(tmp_path / "db", [tmp_path / name])


def test_a_database_is_not_blamed_where_its_copy_finds_no_room(tmp_path, monkeypatch):
    (tmp_path / "one.ttl").write_text(LINE, encoding="utf-8")
    store.build(tmp_path / "before", [tmp_path / "one.ttl"])
    opened = Path.open
    monkeypatch.setattr(
        Path, "open", lambda path, *mode, **how: Broken() if mode == ("wb",) else opened(path, *mode, **how)
    )
    with pytest.raises(OutputError, match=r"/db: the database cannot be written \(No space left on device\)"):
        store.build(tmp_path / "db", [tmp_path / "before"])


def test_kg_build_says_what_it_did_and_its_database_is_read_by_the_others(kg):
    first, second = kg("build", "-o", "db"), kg("build", "-o", "db")
    assert (first.returncode, first.stdout, first.stderr) == (0, b"", b"built db\n")
    assert second.stderr == b"db is up to date: nothing has changed, and nothing was built\n"
    for words in (["query", "denials", "-f", "csv"], ["show", "meta"], ["export"], ["check", "--quiet"]):
        assert kg(*words, "--data", "db").stdout == kg(*words).stdout
    assert kg("build", "-o", "db", "--force").stderr == b"built db\n"
    checked = kg("check", "--deep", "db")
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, b"", b"no damage\n")


def test_kg_build_names_what_is_wrong_in_its_inputs(kg, tmp_path, shipped):
    (shipped / "topics.toml").write_text("[[topic]\n", encoding="utf-8")
    (tmp_path / "bad.nq").write_text(LINE + "oops", encoding="utf-8")
    for name, message in (("ledger", "ledger/topics.toml:1: "), ("bad.nq", "bad.nq:2: column 1: ")):
        result = kg("build", "-o", "db", name)
        assert (result.returncode, result.stdout) == (2, b"")
        assert f"error: {message}" in result.stderr.decode()
    assert kg("check", "--deep", "bad.nq").returncode == 2
    assert not (tmp_path / "db").exists()


def test_a_build_tells_how_far_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(loading, "_PART", 100)
    (tmp_path / "a.nt").write_text(LINE * 30, encoding="utf-8")
    (tmp_path / "b.ttl").write_text(LINE, encoding="utf-8")
    told = []
    store.build(tmp_path / "db", [tmp_path / "a.nt", tmp_path / "b.ttl"], told=told.append)
    assert told[:3] == [6 / 31, 12 / 31, 18 / 31]  # parts of a hundred bytes and the line after, of 31 lines in all
    assert told == sorted(told)
    assert told[-1] == 1


def test_a_build_of_records_tells_how_far_it_is(tmp_path):
    told = []
    store.build(tmp_path / "db", [written(tmp_path / "records", MADE)], told=told.append)
    assert told == sorted(told)
    assert 0 < told[0] < 0.5 < told[-1] <= 1


def test_terms_that_are_no_rdf_are_named():
    from kg.claims import Corpus, Entity, Ledger

    broken = Corpus(
        Ledger("Made up"), entities=(Entity("ada", "Ada", "Person", exact_match=("http://made.example/a b",)),)
    )
    with pytest.raises(StoreError, match=r"this is not RDF: .*; mend it where it comes from"):
        store.open(broken)
