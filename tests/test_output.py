import os

import pytest

from kg.errors import OutputError
from kg.output import make_folder, write_together, write_whole


def test_a_new_file_has_the_usual_permissions(tmp_path):
    write_whole(tmp_path / "a.txt", b"new")
    (tmp_path / "b.txt").write_bytes(b"")
    assert (tmp_path / "a.txt").read_bytes() == b"new"
    assert (tmp_path / "a.txt").stat().st_mode == (tmp_path / "b.txt").stat().st_mode


def test_a_file_that_is_there_keeps_its_permissions_and_its_link(tmp_path):
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    (tmp_path / "link").symlink_to(target)
    write_whole(tmp_path / "link", b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link").is_symlink()


@pytest.mark.skipif(os.name == "nt", reason="there are no such pipes on Windows")
def test_a_pipe_is_written_to_and_stays_one(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"new")
    assert os.read(reader, 10) == b"new"
    os.close(reader)
    assert pipe.is_fifo()


def test_what_was_there_stays_when_writing_fails(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_bytes(b"old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fdopen", full)
    with pytest.raises(OutputError, match=r"a\.txt: this cannot be written: No space left on device; name a file"):
        write_whole(tmp_path / "a.txt", b"new")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"old")]


def test_what_was_there_stays_when_writing_part_by_part_fails(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"old")

    def parts(out):
        out.write(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OutputError, match="No space left on device"):
        write_whole(tmp_path / "a.txt", parts)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.txt", b"old")]
    write_whole(tmp_path / "a.txt", lambda out: out.writelines([b"n", b"ew"]))
    assert (tmp_path / "a.txt").read_bytes() == b"new"


@pytest.mark.parametrize("link", [False, True])
def test_a_write_protected_file_is_not_replaced(tmp_path, link):
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    target.chmod(0o444)
    if link:
        (tmp_path / "link").symlink_to(target)
    named = tmp_path / ("link" if link else "a.txt")
    with pytest.raises(OutputError, match=rf"^{named}: this file is write-protected .*; allow writing \(chmod u\+w\)"):
        write_together({tmp_path / "b.txt": b"new", named: b"new"})
    assert target.read_bytes() == b"old"
    assert target.stat().st_mode & 0o777 == 0o444
    assert not (tmp_path / "b.txt").exists()


@pytest.mark.parametrize(("name", "reason"), [("none/a.txt", "No such file or directory"), (".", "it is a folder")])
def test_a_target_that_cannot_be_written_is_named(tmp_path, name, reason):
    with pytest.raises(OutputError, match=f"this cannot be written: {reason}"):
        write_whole(tmp_path / name, b"")


def test_a_folder_is_made_with_those_above_it(tmp_path):
    make_folder(tmp_path / "a/b")
    make_folder(tmp_path / "a/b")
    assert (tmp_path / "a/b").is_dir()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(OutputError, match="a/b: this folder cannot be made: "):
        make_folder(tmp_path / "a/b")
