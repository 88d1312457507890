"""The public surface, held still: a name that goes or comes is a decision."""

import subprocess
import sys

import kg


def test_the_public_names():
    names = [
        *("Corpus", "LedgerError", "ask", "audit", "build", "check", "derive", "drift", "open", "read", "recover"),
        *("render", "write"),
    ]
    assert kg.__all__ == names
    assert dir(kg) == names
    assert [name for name in names if not callable(getattr(kg, name))] == []


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(kg, "nonsense")


def test_importing_kg_loads_no_graph_library():
    heavy = {"rdflib", "pyoxigraph", "networkx", "pyvis", "jinja2", "click", "rich", "pyshacl"}
    program = f"import sys, kg; print(sorted({heavy!r} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout.strip() == b"[]"


def test_help_loads_click_alone():
    heavy = {"rdflib", "pyoxigraph", "networkx", "pyvis", "jinja2", "rich", "pyshacl"}
    program = (
        "import sys\nfrom kg.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stderr.strip() == b"[]"
