"""What ships: the wheel holds the package, the ontology, the data and the page, and nothing else."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTENT = {
    "kg/ontology/": ROOT / "ontology",
    "kg/data/": ROOT / "data",
    "kg/viz/": ROOT / "viz",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def names(built):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        return set(wheel.namelist())


def test_only_kg_reaches_site_packages(names):
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"kg"}


@pytest.mark.parametrize("prefix", CONTENT)
def test_the_content_folders_ship_whole(names, prefix):
    folder = CONTENT[prefix]
    expected = {prefix + path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert expected
    assert {name for name in names if name.startswith(prefix)} == expected


def test_no_python_hides_in_the_content_folders(names):
    assert not [name for name in names if name.startswith(tuple(CONTENT)) and name.endswith((".py", ".pyc"))]


def test_it_says_that_it_is_typed_and_under_which_licences(names):
    assert "kg/py.typed" in names
    licences = {name.partition("/licenses/")[2] for name in names if "/licenses/" in name}
    vendored = {f"viz/vendor/{path.name}" for path in (ROOT / "viz/vendor").glob("*LICENSE*")}
    assert vendored
    assert licences == {"LICENSE", "data/LICENSE", "ontology/LICENSE", *vendored}


def test_the_sdist_holds_what_its_tests_need(built, tmp_path):
    with tarfile.open(next(built.glob("*.tar.gz"))) as sdist:
        sdist.extractall(tmp_path, filter="data")
    (inside,) = tmp_path.iterdir()
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()  # noqa: S607  (whichever git is there)
    assert [name for name in tracked if not (inside / name).exists()] == []
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "tests/test_readme.py",
        "-k",
        "run_py or links",
    ]
    finished = subprocess.run(command, cwd=inside, capture_output=True, check=False)
    assert finished.returncode == 0, finished.stdout.decode()
