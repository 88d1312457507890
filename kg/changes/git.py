"""A ledger as a revision of a git repository has it, read without touching the work tree or the index."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from kg.errors import StoreError

__all__ = ["revision"]

_QUIET: Final = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
"""Messages that can be told apart, nothing written beside, nothing fetched."""

_ELSEWHERE: Final = "name one that exists, or go into the repository and write REV:PATH, such as HEAD~1:data"

_FILES: Final = ("100644", "100755")
"""Modes of files; a link or another repository is none."""


@contextlib.contextmanager
def revision(name: str, near: Path) -> Iterator[Path]:
    """Give a copy of the ledger that a revision has, as a folder of records or an RDF file, which goes in the end.

    ``name`` is ``REV:PATH`` as git reads it (from the top of the repository that this folder is in; ``REV:./PATH`` from
    this folder), or ``REV`` alone: then it is what stands at ``near``, a folder or a file, in that revision. ``REV`` is
    whatever gitrevisions(7) names. Bytes are those of the repository: no filter or attribute of it is applied.

    Raises StoreError where git or a repository is missing, and where there is no such revision or no ledger in it.
    """
    rev, colon, path = name.partition(":")
    folder, within = (Path(), path) if colon else (near, "./") if near.is_dir() else (near.parent, f"./{near.name}")
    tree = _object(name, folder, rev, within)
    with TemporaryDirectory() as temporary:
        copy = Path(temporary, "ledger")
        if _git(name, folder, "cat-file", "-t", tree).strip() == b"tree":
            _copy_records(name, folder, tree, copy)
        else:
            copy = copy.with_name(f"ledger{''.join(Path(within).suffixes)}")
            copy.write_bytes(_git(name, folder, "cat-file", "blob", tree))
        yield copy


def _object(name: str, folder: Path, rev: str, within: str) -> str:
    """Find the object that a path is in a revision; say what is missing where there is none."""
    no_repository = "there is no such file or folder, and this is no git repository in which it could be a revision"
    _git(name, folder, "rev-parse", "--git-dir", what=no_repository, instead=_ELSEWHERE)
    if not rev or rev.startswith("-"):
        raise StoreError.at(name, "this names no git revision", "write it as HEAD~1, or as v1.0:data")
    verify = ("rev-parse", "--verify", "--quiet", "--end-of-options")
    no_revision = f'there is no such file or folder, and no git revision "{rev}"'
    _git(name, folder, *verify, f"{rev}^{{commit}}", what=no_revision)
    found = _git(name, folder, *verify, f"{rev}:{within}", what=f'git revision "{rev}" has no "{within}" here')
    return found.decode().strip()


def _copy_records(name: str, folder: Path, tree: str, copy: Path) -> None:
    """Write a tree's record files into a new folder."""
    listed = (
        _git(name, folder, "ls-tree", "-r", "-z", "--full-tree", tree).decode("utf-8", "surrogateescape").split("\0")
    )
    blobs: dict[str, str] = {}
    for entry in filter(None, listed):
        about, _, path = entry.partition("\t")
        mode, _, found = about.split(" ")
        if mode in _FILES and path.endswith(".toml") and ".." not in path.split("/"):
            blobs[path] = found
    if "ledger.toml" not in blobs:
        what = "in that revision this folder is no ledger: it has no ledger.toml"
        raise StoreError.at(name, what, "name the ledger's folder, such as HEAD~1:data")
    asked = "".join(f"{found}\n" for found in blobs.values()).encode()
    answer = _git(name, folder, "cat-file", "--batch", given=asked)
    start = 0
    for path in blobs:
        head, start = answer[start : (end := answer.index(b"\n", start))], end + 1
        size = int(head.split(b" ")[2])
        target = copy / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(answer[start : start + size])
        start += size + 1


def _git(
    name: str,
    folder: Path,
    *words: str,
    what: str | None = None,
    instead: str = "see git help gitrevisions",
    given: bytes = b"",
) -> bytes:
    """Run git; raise StoreError saying ``what``, else what git said, where it fails."""
    program = shutil.which("git")
    if program is None:
        raise StoreError.at(name, "there is no such file or folder, and git is not installed", "name one that exists")
    run = subprocess.run(  # noqa: S603  (git, with an object's name for the most part; no shell)
        [program, "-C", str(folder), *words],
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, **_QUIET},
    )
    if run.returncode:
        said = run.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        dubious = "dubious ownership" in said
        reason = said.splitlines()[0] if said and (what is None or dubious) else what or "git failed"
        raise StoreError.at(name, reason, instead if what else "")
    return run.stdout
