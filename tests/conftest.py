"""Options and fixtures that several test modules share."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


def pytest_addoption(parser):
    parser.addoption("--rewrite", action="store_true", help="write expected output anew instead of comparing with it")


@pytest.fixture
def kg(tmp_path):
    """Run the installed command in an empty folder; return what it printed and its status."""
    program = Path(sys.executable).parent / ("kg.exe" if os.name == "nt" else "kg")
    environment = {**os.environ, "COLUMNS": "120", "NO_COLOR": "1", "PYTHONWARNINGS": "error::ResourceWarning"}
    environment.pop("FORCE_COLOR", None)

    def run(*words, stdin=None, cwd=tmp_path):
        command = [str(program), *(str(word) for word in words)]
        data = stdin.encode() if isinstance(stdin, str) else stdin
        return subprocess.run(command, cwd=cwd, input=data or b"", capture_output=True, env=environment, check=False)

    return run


@pytest.fixture
def shipped(tmp_path):
    """A copy of the shipped records that a test may spoil."""
    from kg import assets

    folder = tmp_path / "ledger"
    shutil.copytree(str(assets.data()), folder)
    return folder
