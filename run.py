"""Sets everything up in ``.venv`` and runs the main job, or the tests. Needs Python 3.11 or newer, nothing else.

    python3 run.py          check the shipped ledger, write claims.ttl and claims.html
    python3 run.py test     run all tests; further words go to pytest

The browser tests drive Chromium, others ask a Virtuoso that they start. Where one is missing and this runs as root on
Debian, it is installed.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(*command: str | Path) -> None:
    """Run a command in this folder; end with its status where it fails."""
    finished = subprocess.run([str(word) for word in command], cwd=HERE, check=False)
    if finished.returncode:
        sys.exit(finished.returncode)


def install(*what: str) -> None:
    """Install into the environment, which is made first where it is missing."""
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--upgrade", "pip>=25.1")
    run(*pip, *what)


def ensure(program: str, tests: str, *packages: str) -> None:
    """Install Debian's packages with a program that tests need, where that is possible; say so where it is not."""
    if shutil.which(program):
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        run("apt-get", "update", "-qq")
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)
    else:
        print(f"{program} is not on the path: install it, or leave its tests out with -m 'not {tests}'")


def main(words: list[str]) -> None:
    """Run the main job, or the tests."""
    if not words:
        install("--editable", ".")
        run(PYTHON, "-m", "kg", "publish")
    elif words[0] == "test":
        ensure("chromium", "browser", "chromium", "fonts-liberation")
        # the server of virtuoso-opensource-7 by itself: the package around it would start one as a service
        ensure("virtuoso-t", "servers", "virtuoso-opensource-7-bin")
        install("--editable", ".", "--group", "dev")
        run(PYTHON, "-m", "pytest", *words[1:])
    elif words[0] in {"-h", "--help"}:
        print(__doc__)
    else:
        print(__doc__, file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1:])
