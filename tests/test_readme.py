"""The README's examples are run, and print what it says they print.

In a ``console`` block a line that begins with ``$ `` is run, the lines after it are its output; a line that is
``…`` alone stands for any number of lines. ``pytest --rewrite`` writes the outputs anew, cut after thirty lines.
"""

import re
import shlex
from pathlib import Path

import pytest

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MOST = 30


def examples(block):
    """Split a block into commands, each with the lines it is said to print."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return found


def matches(expected, printed):
    pattern = "\n".join(r"(?:.*\n?)*?" if line == "…" else re.escape(line) for line in expected)
    return re.fullmatch(pattern.replace("(?:.*\\n?)*?\n", "(?:.*\n)*?"), "\n".join(printed)) is not None


def run(kg, command, folder):
    words = shlex.split(command)
    assert words[0] == "kg"
    result = kg(*words[1:], cwd=folder)
    assert result.returncode in {0, 1}, result.stderr.decode()
    return [line.rstrip() for line in result.stdout.decode().rstrip("\n").splitlines()]


def test_the_console_examples_print_what_they_say(kg, tmp_path, request):
    text = README.read_text(encoding="utf-8")
    rewritten = text
    wrong = []
    for block in BLOCK.findall(text):
        lines = []
        for command, expected in examples(block):
            printed = run(kg, command, tmp_path)
            if not matches(expected, printed):
                wrong.append((command, printed))
            shown = printed if len(printed) <= MOST else [*printed[:MOST], "…"]
            lines += [f"$ {command}", *shown]
        rewritten = rewritten.replace(block, "".join(f"{line}\n" for line in lines))
    if request.config.getoption("--rewrite"):
        README.write_text(rewritten, encoding="utf-8")
        pytest.skip("README.md was written anew; read the difference")
    assert not wrong


def test_the_python_example_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (program,) = re.findall(r"^```python\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    names = {}
    exec(compile(program, str(README), "exec"), names)  # noqa: S102  (our own README)
    assert len(names["frame"]) == len(names["table"]) == 10
    assert names["turtle"].startswith(b"@prefix")
    assert "Llama 4" in names["page"]


def test_the_two_commands_are_those_that_run_py_knows():
    text = README.read_text(encoding="utf-8")
    assert "python3 run.py\npython3 run.py test\n" in text
    run_py = README.with_name("run.py").read_text(encoding="utf-8")
    assert "python3 run.py test" in run_py


def test_links_to_files_lead_somewhere():
    for document in [README, README.with_name("CONTRIBUTING.md"), *README.parent.glob("docs/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
