"""``kg diff``: ledgers in all their forms, git revisions, days. What is made up here says so."""

import contextlib
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from kg import assets, store
from kg.changes.git import revision
from kg.cli import main
from kg.errors import StoreError
from kg.records import dump, read
from tests.ledgers import small
from tests.test_cli import refused, table

SAID = "Llama is an open-source language model."


def claims():
    """Return a ledger that records can hold: fragments of ten words at most."""
    first, *rest = small().claims
    shorter = tuple(replace(each, prefix="") for each in first.appearance)
    return replace(small(), claims=(replace(first, appearance=shorter), *rest))


def git(folder, *words):
    """Run git apart from whatever this machine's user has set."""
    environment = {
        **os.environ,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Ada"),
        **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "ada@harbour.example"),
    }
    run = subprocess.run(["git", "-C", str(folder), *words], env=environment, capture_output=True, check=True)  # noqa: S607
    return run.stdout.decode().strip()


def edit(path, before, after):
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")


def write(folder, corpus):
    for name, content in dump(corpus).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


@pytest.fixture
def kg(tmp_path):
    """Run the command in this process, which is quicker; what it says of itself elsewhere, ``test_cli`` says."""

    def run(*words, stdin=None, cwd=tmp_path):
        with contextlib.chdir(cwd):
            result = CliRunner().invoke(main, [str(word) for word in words], input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return SimpleNamespace(returncode=result.exit_code, stdout=result.stdout_bytes, stderr=result.stderr_bytes)

    return run


@pytest.fixture
def repository(tmp_path):
    """A made-up ledger in ``claims`` of a repository: as it was at ``first``, then a sentence in other words."""
    top = tmp_path / "repository"
    write(top / "claims", claims())
    git(top.parent, "init", "-q", "-b", "main", str(top))
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "The ledger")
    git(top, "tag", "first")
    edit(top / "claims/documents/notes.toml", "The paper finds Orrery's revenue too low.", "Too low, it finds.")
    git(top, "commit", "-q", "-a", "-m", "In other words")
    return top


REWORDED = "1 claim reworded\n"


def heading(result):
    assert result.returncode == 0, result.stderr.decode()
    return result.stdout.decode().splitlines(keepends=True)[0]


class TestForms:
    @pytest.fixture(scope="class")
    @staticmethod
    def forms(tmp_path_factory):
        """One ledger in every form that --data takes."""
        folder = tmp_path_factory.mktemp("forms")
        write(folder / "records", claims())
        with store.open(claims()) as opened:
            for suffix, form in (("nq", "nquads"), ("ttl", "turtle"), ("jsonld", "jsonld"), ("rdf", "xml")):
                with (folder / f"claims.{suffix}").open("wb") as file:
                    opened.export(form, file)
        store.build(folder / "database", [folder / "claims.nq"])
        return folder

    @pytest.mark.parametrize("form", ["claims.nq", "claims.ttl", "claims.jsonld", "claims.rdf", "database"])
    def test_the_same_ledger_in_another_form_has_not_changed(self, kg, forms, form):
        result = kg("diff", "records", form, "--exit-code", cwd=forms)
        assert (result.returncode, result.stderr) == (0, b"")
        assert result.stdout.decode() == f"records → {form}: nothing has changed\n"

    def test_standard_input(self, kg, forms):
        data = (forms / "claims.nq").read_bytes()
        words = ("diff", "-", "records", "--data-format", "nquads")
        assert kg(*words, stdin=data, cwd=forms).stdout.endswith(b": nothing has changed\n")
        assert kg(*words, "-f", "patch", stdin=data, cwd=forms).stdout == b""

    @pytest.mark.parametrize("option", [("claims.ttl",), ("--data", "claims.ttl")])
    def test_where_the_newer_one_is_named(self, kg, forms, option):
        assert heading(kg("diff", "database", *option, cwd=forms)) == "database → claims.ttl: nothing has changed\n"

    def test_the_ledger_of_this_folder_is_the_newer_one_unless_named(self, kg, forms):
        result = kg("diff", "../claims.ttl", cwd=forms / "records")
        assert result.stdout.decode() == "../claims.ttl → this ledger: nothing has changed\n"


class TestGit:
    @pytest.mark.parametrize(
        ("words", "within"),
        [
            (["first:claims", "claims"], ""),
            (["first", "claims"], ""),
            (["HEAD~1", "HEAD:claims", "--data-format", "turtle"], "claims"),
            (["HEAD~1"], "claims"),
            (["first:./"], "claims"),
            (["first:claims", "main:claims"], "claims"),
            (["first", "main"], "claims"),
            (["first", "--data", "."], "claims"),
        ],
    )
    def test_revisions(self, kg, repository, words, within):
        assert heading(kg("diff", *words, cwd=repository / within)).endswith(f": {REWORDED}")

    def test_a_revision_against_what_is_not_committed(self, kg, repository):
        edit(repository / "claims/ledger.toml", "A made-up ledger.", "Made up.")
        assert heading(kg("diff", "HEAD", "claims", cwd=repository)) == "HEAD → claims: 1 ledger changed\n"

    def test_nothing_in_the_repository_is_touched(self, kg, repository):
        edit(repository / "claims/ledger.toml", "A made-up ledger.", "Made up.")
        (repository / "claims/ledger.toml").touch()

        def all_files():
            return {path: path.read_bytes() for path in repository.rglob("*") if path.is_file()}

        before = all_files()
        times = {path: path.stat().st_mtime_ns for path in before}
        assert (
            heading(kg("diff", "first:claims", "claims", cwd=repository))
            == "first:claims → claims: 1 claim reworded, 1 ledger changed\n"
        )
        assert all_files() == before
        assert {path: path.stat().st_mtime_ns for path in before} == times

    def test_a_path_that_exists_wins(self, kg, repository):
        write(repository / "first", claims())
        edit(repository / "first/ledger.toml", "A made-up ledger.", "Made up.")
        assert heading(kg("diff", "first", "first:claims", cwd=repository)).endswith(": 1 ledger changed\n")
        assert heading(kg("diff", "tags/first", "claims", cwd=repository)).endswith(f": {REWORDED}")

    def test_an_rdf_file_of_a_revision(self, kg, repository):
        assert kg("export", "--data", "claims", "-o", "claims.ttl", cwd=repository).returncode == 0
        git(repository, "add", "claims.ttl")
        git(repository, "commit", "-q", "-m", "Export")
        edit(repository / "claims/ledger.toml", "A made-up ledger.", "Made up.")
        assert kg("export", "--data", "claims", "-o", "claims.ttl", cwd=repository).returncode == 0
        assert heading(kg("diff", "HEAD:claims.ttl", "claims", cwd=repository)).endswith(": 1 ledger changed\n")
        assert heading(kg("diff", "HEAD", "claims.ttl", cwd=repository)).endswith(": 1 ledger changed\n")

    def test_the_bytes_of_the_repository_are_read(self, repository, monkeypatch):
        """No filter or attribute is applied, no link followed, and only record files are copied."""
        attributes = "* filter=spoil export-subst\nledger.toml export-ignore\n"
        (repository / ".gitattributes").write_text(attributes)
        (repository / "claims/link.toml").symlink_to("/etc/hostname")
        (repository / "claims/article.txt").write_text("Not ours to ship.")
        git(repository, "add", "-A")
        git(repository, "commit", "-q", "-m", "Attributes")
        git(repository, "config", "filter.spoil.smudge", "echo spoilt")
        monkeypatch.chdir(repository)
        with revision("HEAD:claims", Path()) as copy:
            assert not (copy / "link.toml").exists()
            assert not (copy / "article.txt").exists()
            read_back = read(copy)
        assert not copy.exists()
        assert read_back == read(repository / "claims")

    @pytest.mark.parametrize(
        ("words", "messages"),
        [
            (["nowhere", "claims"], ["nowhere: there is no such file or folder, and no git revision .nowhere."]),
            (["nowhere:claims", "claims"], ["no git revision .nowhere."]),
            (["HEAD:nowhere", "claims"], ["HEAD:nowhere: git revision .HEAD. has no .nowhere."]),
            (["HEAD:", "claims"], ["HEAD:: in that revision this folder is no ledger", "HEAD~1:data"]),
            (["HEAD:claims/documents", "claims"], ["is no ledger: it has no ledger.toml"]),
            ([":claims", "claims"], ["names no git revision"]),
            (["--", "--upload-pack=x", "claims"], ["names no git revision"]),
            (["x" * 300, "claims"], ["no such file or folder"]),
        ],
    )
    def test_what_is_no_revision(self, kg, repository, words, messages):
        refused(kg("diff", *words, cwd=repository), *messages)

    def test_records_that_are_broken_in_a_revision_are_named_by_it(self, kg, repository):
        edit(repository / "claims/documents/notes.toml", 'id = "revenue-guidance"', 'id = "Revenue Guidance"')
        git(repository, "commit", "-q", "-a", "-m", "Break it")
        refused(
            kg("diff", "HEAD:claims", "first:claims", cwd=repository), r"error: HEAD:claims/documents/notes\.toml:\d+: "
        )

    def test_outside_of_a_repository(self, kg, tmp_path):
        write(tmp_path / "claims", claims())
        refused(kg("diff", "HEAD~1", "claims"), "this is no git repository in which it could be a revision")

    def test_without_git(self, repository, monkeypatch):
        monkeypatch.setenv("PATH", str(repository))
        with pytest.raises(StoreError, match="git is not installed"), revision("HEAD", repository / "claims"):
            pass


class TestDays:
    def test_what_the_shipped_ledger_has_learnt(self, kg):
        """Three claims were recorded on the 25th of November 2026, two of them with a verdict; two on the 26th."""
        result = kg("diff", "--since", "2026-11-24", "--recorded-as-of", "2026-11-25", "-f", "csv")
        rows = [(row["kind"], row["how"], row["record"]) for row in table(result) if row["kind"] != "link"]
        assert rows == [
            ("claim", "added", "capex-grows-in-2025"),
            ("resolution", "added", "capex-grows-in-2025"),
            ("claim", "added", "llama-4-likely-ten-times-compute"),
            ("claim", "added", "meta-ai-most-used-in-the-world"),
            ("resolution", "added", "meta-ai-most-used-in-the-world"),
        ]
        assert (
            heading(kg("diff", "--since", "2026-11-26"))
            == "recorded by 2026-11-26 → the shipped ledger: nothing has changed\n"
        )
        until = kg("diff", "--since", "2026-11-22", "--recorded-as-of", "2026-11-24")
        assert heading(until).startswith("recorded by 2026-11-22 → the shipped ledger: 86 claims added, ")

    def test_claims_that_bear_no_day_were_not_learnt_since(self, kg, shipped):
        document = shipped / "documents/the-decoder-meta-llama-4.toml"
        edit(document, "recorded_on = 2026-11-23\n", "")
        result = kg("diff", "--since", "2026-11-24", shipped)
        assert "5 claims added" in heading(result)
        assert b"claims are left out: nothing says when each was recorded" in result.stderr
        assert result.stderr.count(b"left out") == 1

    def test_two_ledgers_as_they_were(self, kg, shipped):
        edit(shipped / "documents/the-decoder-meta-llama-4.toml", SAID, "In other words.")
        assert heading(kg("diff", shipped, "--data", shipped)).endswith(": nothing has changed\n")
        day = ("--recorded-as-of", "2026-11-22")
        assert heading(kg("diff", str(assets.data()), shipped)).endswith(f": {REWORDED}")
        assert heading(kg("diff", str(assets.data()), shipped, *day)).endswith(": nothing has changed\n")

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ([], "there is no ledger to compare with; give OLD and NEW, OLD alone, or --since DAY"),
            (["a", "b", "c"], "there are more than two ledgers"),
            (["a", "b", "--data", "c"], "there are more than two ledgers"),
            (["a", "b", "--since", "2026-11-24"], "--since compares one ledger with itself"),
            (["--since", "lately"], "--since .lately. is no day of the calendar"),
            (["a", "--today", "now"], "--today .now. is no day of the calendar"),
            (["-", "-", "--data-format", "turtle"], "standard input can't be both ledgers"),
            (["-"], "name it with --data-format"),
            (
                ["a", "-o", "changes.html"],
                r"changes\.html: the suffix names no format of answers; use one of \.txt, \.md",
            ),
        ],
    )
    def test_a_call_that_cannot_be_carried_out(self, kg, words, message):
        refused(kg("diff", *words), message)


def test_exit_status_and_files(kg, repository):
    for name, start in (
        ("changes.txt", b"first \xe2\x86\x92 claims: 1 claim reworded\n"),
        ("changes.md", b"**1 claim reworded**, from first to claims.\n"),
        ("changes.atom", b"<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns="),
        ("changes.ru", b"DELETE DATA {\n  GRAPH <https://w3id.org/ai-claims/id/graph/ledger> {\n"),
        ("changes.csv", b"kind,how,record,iri,label,field,before,after,effect,warning\r\n"),
        ("changes.json", b'{"head": {"vars": ["kind",'),
    ):
        result = kg("diff", "first", "claims", "-o", name, "--exit-code", cwd=repository)
        assert (result.returncode, result.stdout, result.stderr) == (1, b"", b"")
        assert (repository / name).read_bytes().startswith(start)
    assert kg("diff", "first", "claims", cwd=repository).returncode == 0
    assert kg("diff", "main", "claims", "--exit-code", cwd=repository).returncode == 0


def test_nothing_that_steers_a_terminal_is_printed(kg, tmp_path):
    first, *rest = claims().claims
    spoilt = replace(claims(), claims=(replace(first, text="\x1b[2J and \u202eback"), *rest))
    for name, corpus in (("old.nq", claims()), ("new.nq", spoilt)):
        with (tmp_path / name).open("wb") as file, store.open(corpus) as opened:
            opened.export("nquads", file)
    said = kg("diff", "old.nq", "new.nq").stdout.decode()
    assert "\ufffd[2J and \ufffdback" in said
    assert not {"\x1b", "\u202e"} & set(said)
