"""What is left when things go wrong: killed processes, full disks, damaged files. All data here is made up.

Whatever happens, a database or a file is the old one or the new, or a message says what to do. Children are killed at
moments spread over a whole build; nothing here depends on which of them come before its end.
"""

import os
import random
import re
import resource
import signal
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from benchmarks.ledgers import ledger
from kg import store
from kg.errors import LedgerError, OutputError, StoreError
from kg.graph import lines
from kg.output import write_whole
from kg.store import folders

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals, locks and limits differ on Windows")

KILLED = -signal.SIGKILL
FORKS = get_context("forkserver")
FORKS.set_forkserver_preload(["tests.test_faults"])
STEPS = {"os.mkdir", "os.symlink", "os.rename", "os.remove", "os.rmdir"}


@pytest.fixture(scope="module")
def inputs(tmp_path_factory):
    """Two ledgers as N-Quads, and what a database of each holds."""
    folder = tmp_path_factory.mktemp("inputs")
    found = {}
    for name, size in (("old", 20), ("new", 200)):
        path = folder / f"{name}.nq"
        path.write_text("".join(lines(ledger(size))), encoding="utf-8")
        found[name] = path, held(path)
    return found


@pytest.fixture
def database(tmp_path, inputs):
    """A database of the old ledger."""
    store.build(tmp_path / "db", [inputs["old"][0]])
    return tmp_path / "db"


def held(where):
    with store.open(where) as found:
        return sorted(found.nquads().splitlines())


def state(where, inputs):
    """Tell which ledger a database holds, to the last quad."""
    found = held(where)
    return next((name for name, (_, expected) in inputs.items() if found == expected), "neither")


def leftovers(database):
    return sorted(path.name for path in database.iterdir() if path.name != (database / "current").readlink().name)


def build(target, source):
    store.build(target, [source])


def dying(step, act, *arguments):
    """Do something, and kill this process before the given step of its work on files."""
    left = step

    def count(event, _):
        nonlocal left
        if event in STEPS:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    act(*arguments)


def start(*arguments):
    child = FORKS.Process(target=arguments[0], args=arguments[1:])
    child.start()
    return child


def test_a_build_killed_at_any_moment_leaves_the_old_database_or_the_new(database, inputs, tmp_path):
    source = inputs["new"][0]
    whole = start(build, tmp_path / "whole", source)
    began = time.monotonic()
    whole.join()
    lasts = time.monotonic() - began
    moments = random.Random(4)  # noqa: S311  (nothing secret)
    ends, states = [], []
    for number in range(20):
        child = start(build, database, source)
        time.sleep((number + moments.random()) / 20 * lasts)
        child.kill()
        child.join()
        ends.append(child.exitcode)
        states.append(state(database, inputs))
        assert states[-1] in {"old", "new"}
        if states[-1] == "new":
            store.build(database, [inputs["old"][0]])
    assert KILLED in ends
    assert "old" in states
    store.build(database, [source], force=True)
    assert (state(database, inputs), leftovers(database)) == ("new", ["current"])


def test_a_build_killed_between_any_two_steps_leaves_the_old_database_or_the_new(database, inputs):
    seen = []
    for step in range(1, 7):  # a folder for the build, a link to it, the link in its place, what was there removed
        child = start(dying, step, build, database, inputs["new"][0])
        child.join()
        assert child.exitcode == KILLED
        seen.append(state(database, inputs))
        store.build(database, [inputs["old"][0]], force=True)
        assert leftovers(database) == ["current"]
    assert seen == ["old"] * 3 + ["new"] * 3


def test_a_first_build_that_was_killed_says_so_and_the_next_clears_up(tmp_path, inputs):
    child = start(dying, 3, build, tmp_path / "db", inputs["new"][0])  # before the link
    child.join()
    assert child.exitcode == KILLED
    with pytest.raises(StoreError, match="its first build was cut short; run kg build again"):
        store.open(tmp_path / "db")
    store.build(tmp_path / "db", [inputs["new"][0]])
    assert (state(tmp_path / "db", inputs), leftovers(tmp_path / "db")) == ("new", ["current"])


@pytest.mark.parametrize("step", [0, 1])
def test_a_file_whose_writing_is_killed_is_the_old_one_or_the_new(tmp_path, step):
    (tmp_path / "claims.ttl").write_bytes(b"old")
    child = start(dying, step, write_whole, tmp_path / "claims.ttl", b"new" * 100_000)
    child.join()
    assert child.exitcode == (KILLED if step else 0)
    assert (tmp_path / "claims.ttl").read_bytes() == (b"old" if step else b"new" * 100_000)


# the disk


def command(*words, **options):
    program = [sys.executable, "-m", "kg", *map(str, words)]
    return subprocess.run(program, capture_output=True, check=False, **options)


def mounted(path, *options):
    """Mount a file system in memory; skip where that is not allowed."""
    path.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", *options, "tmpfs", path], capture_output=True, check=False).returncode:  # noqa: S607
        pytest.skip("file systems may not be mounted here")
    return path


@pytest.mark.parametrize("limit", ["of the disk", "of a file"])
def test_a_full_disk_leaves_the_old_database_and_says_so(tmp_path, inputs, limit):
    options = {}
    if limit == "of the disk":
        disk = mounted(tmp_path / "disk", "-o", "size=2m")
    else:
        disk = tmp_path
        size = 200_000  # of the new database's files some are larger, none of the old one's
        options = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))}
    try:
        store.build(disk / "db", [inputs["old"][0]])
        result = command("build", "-o", disk / "db", inputs["new"][0], **options)
        assert result.returncode == 2, result.stderr
        assert b"the database cannot be written (" in result.stderr
        assert b"; choose a folder that you may write to, with room in it" in result.stderr
        assert b"Traceback" not in result.stderr
        assert (state(disk / "db", inputs), leftovers(disk / "db")) == ("old", ["current"])
    finally:
        if disk != tmp_path:
            subprocess.run(["umount", disk], check=True)  # noqa: S607


@pytest.mark.parametrize("kind", ["a file above it", "a file system"])
def test_where_nothing_may_be_written_it_is_said(tmp_path, inputs, kind):
    """As root nothing is forbidden by permissions: what cannot be a folder, and a read-only mount, hold for all."""
    if kind == "a file above it":
        folder = tmp_path / "file"
        folder.touch()
    else:
        folder = mounted(tmp_path / "disk", "-o", "ro")
    try:
        with pytest.raises(OutputError, match=r"db: the database cannot be written \(.*\); choose a folder that you"):
            store.build(folder / "db", [inputs["old"][0]])
    finally:
        if kind == "a file system":
            subprocess.run(["umount", folder], check=True)  # noqa: S607


# two at once


def test_of_two_builds_at_once_the_second_is_refused(database, inputs):
    with folders.replacing(database):
        result = command("build", "-o", database, inputs["new"][0])
        assert result.returncode == 2
        message = f"error: {database}: another build of this database is under way; wait until it has ended\n"
        assert result.stderr.decode() == message
        assert state(database, inputs) == "old"
    store.build(database, [inputs["new"][0]])
    assert state(database, inputs) == "new"


def test_builds_that_race_leave_a_whole_database(database, inputs):
    racing = [start(build, database, inputs["new"][0]) for _ in range(3)]
    for child in racing:
        child.join()
    assert 0 in {child.exitcode for child in racing}
    assert (state(database, inputs), leftovers(database)) == ("new", ["current"])


def test_a_reader_keeps_what_it_reads_while_it_is_replaced(database, inputs):
    with store.open(database) as reader:
        store.build(database, [inputs["new"][0]])
        assert sorted(reader.nquads().splitlines()) == inputs["old"][1]
        assert state(database, inputs) == "new"
        assert len(leftovers(database)) == 2
    store.build(database, [inputs["old"][0]])
    assert (state(database, inputs), leftovers(database)) == ("old", ["current"])


def test_whoever_opens_while_builds_go_on_finds_the_old_or_the_new(database, inputs):
    builder = start(replace_again_and_again, database, *(inputs[name][0] for name in ("new", "old")))
    seen = set()
    while builder.is_alive():
        seen.add(state(database, inputs))
    builder.join()
    assert builder.exitcode == 0
    assert seen <= {"old", "new"}
    assert seen


def replace_again_and_again(database, *sources):
    for number in range(6):
        store.build(database, [sources[number % 2]])


# damage


def damaged(file, how, place):
    content = bytearray(file.read_bytes())
    if how == "flipped":
        content[place * len(content) // 10] ^= 0x10
    else:
        del content[place * len(content) // 10 :]
    file.write_bytes(content)


def read_all(database, expected):
    """End with 0 where a damaged database gives what it held, or one of our errors; with another status else."""
    try:
        found = held(database)
    except LedgerError:
        return
    except RuntimeError as reason:  # of the engine's own reading: commands make a message of it
        sys.exit(0 if str(reason).startswith("Corruption") else 8)
    sys.exit(0 if found == expected else 9)


@pytest.mark.parametrize("how", ["flipped", "cut"])
def test_damage_to_any_file_is_found(database, how):
    files = sorted((database / "current" / "database").iterdir())
    checked = [file for file in files if file.stat().st_size and file.name not in {"LOG", "LOCK"}]
    assert {file.suffix for file in checked} >= {".sst", ""}
    for number, file in enumerate(checked):
        whole = file.read_bytes()
        damaged(file, how, number % 10)
        (problem,) = store.damage(database)
        assert str(problem.place) == str(database / "current" / "database" / file.name)
        assert problem.instead == "build it anew: kg build --force"
        file.write_bytes(whole)
    assert store.damage(database) == []
    checked[0].unlink()
    (problem,) = store.damage(database)
    assert problem.what == "this file is missing"


def test_check_deep_names_the_file_and_build_mends_it(kg, database, inputs):
    file = max((database / "current" / "database").glob("*.sst"), key=lambda path: path.stat().st_size)
    damaged(file, "flipped", 5)
    result = kg("check", "--deep", database)
    assert result.returncode == 1
    path = database / "current" / "database" / file.name
    assert result.stdout.decode() == (
        f"error: {path}: this file holds other bytes than it was built with; build it anew: kg build --force\n"
    )
    assert result.stderr == b"1 file damaged\n"
    assert kg("build", "-o", database, inputs["old"][0], "--force").returncode == 0
    assert kg("check", "--deep", database).returncode == 0


@pytest.mark.parametrize("record", [b"{", b"[]", b'{"files": {"x": 5}}', b'{"files": {"x": [1, 2]}}'])
def test_a_record_that_is_damaged_itself_is_named(database, inputs, record):
    (database / "current" / "build.json").write_bytes(record)
    (problem,) = store.damage(database)
    assert str(problem) == (
        f"{database / 'current' / 'build.json'}: it is not what a build writes; build it anew: kg build --force"
    )
    assert store.build(database, [inputs["old"][0]])  # whatever it says, it is not taken for up to date


@pytest.mark.parametrize("how", ["flipped", "cut"])
def test_reading_damaged_files_ends_in_an_answer_or_a_message(database, how, inputs):
    files = sorted((database / "current" / "database").glob("*.sst"), key=lambda path: -path.stat().st_size)[:3]
    for file in files:
        whole = file.read_bytes()
        for place in (1, 5, 9):
            damaged(file, how, place)
            child = start(read_all, database, inputs["old"][1])
            child.join()
            assert child.exitcode == 0, (file.name, place)
            file.write_bytes(whole)


def test_a_command_that_meets_damage_says_so(database):
    for file in (database / "current" / "database").glob("*.sst"):
        content = bytearray(file.read_bytes())
        if len(content) > 20_000:  # what opening a database reads is at the end of each file
            content[50 : len(content) // 2 : 500] = b"?" * len(range(50, len(content) // 2, 500))
            file.write_bytes(content)
    memory = 4 << 30  # for a query, that is: there, an engine of today goes on until it has no more
    limited = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory)), "timeout": 60}
    result = command("export", "--data", database, **limited)
    assert result.returncode == 2
    said = result.stderr.decode()
    assert re.search(r"^error: .*/db: the database (cannot be read|is damaged) \(Corruption: .*\); .* anew", said)
    assert "Traceback" not in said


def test_damage_to_a_database_from_elsewhere_is_found_where_the_engine_can(tmp_path):
    import pyoxigraph as ox

    engine = ox.Store(tmp_path / "db")
    engine.bulk_load("".join(f'<x:{n}> <x:p> "{n * 7919}" .\n' for n in range(5000)), ox.RdfFormat.N_QUADS)
    engine.flush()
    del engine
    assert store.damage(tmp_path / "db") == []
    for file in sorted((tmp_path / "db").glob("*.sst"), key=lambda path: -path.stat().st_size)[:4]:
        damaged(file, "flipped", 3)
    (problem,) = store.damage(tmp_path / "db")
    assert "the database cannot be read (" in problem.what
    assert problem.instead == "make it anew from its records or from RDF"
    assert Path(str(problem.place)) == tmp_path / "db"
