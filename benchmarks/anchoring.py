"""Anchoring against tomlkit: the time for a record of N made-up claims, and whether comments stay where they were.

    pip install tomlkit
    python benchmarks/anchoring.py [N …]

Both write the same offsets into the same file. Without N: 250, 500, 1,000 and 2,000 claims.
"""

import sys
import tempfile
import time
from pathlib import Path

import tomlkit

from kg.anchor import anchor

CLAIM = """
# Made up, number {number}: this comment belongs to the claim below it.
[[claim]]
id = "made-up-{number}"
subject = "acme"
predicate = "wants"
object = {{ text = "number {number}" }}
label = "Made up {number}"
text = "Made up."
kind = "goal"
commitment = "firm"
claimant = "acme"

[[claim.appearance]]
fragment = "fragment number {number} ends"
zone = "body"
mode = "unattributed"
"""


def by_tomlkit(record: str, text: str) -> str:
    """Write offsets with tomlkit alone, as its documentation shows: set the keys, dump the document."""
    content = tomlkit.parse(record)
    for claim in content["claim"]:
        for appearance in claim["appearance"]:
            start = text.index(appearance["fragment"])
            appearance["start"] = start
            appearance["end"] = start + len(appearance["fragment"])
    return tomlkit.dumps(content)


def kept(before: str, after: str) -> bool:
    """Whether every comment still stands right above the table that it stood above."""
    heads = [
        (one, two) for one, two in zip(before.splitlines(), before.splitlines()[1:], strict=False) if one[:1] == "#"
    ]
    found = after.splitlines()
    return all(found[found.index(one) + 1] == two for one, two in heads)


def main(sizes: list[int]) -> None:
    """Print a line for each size."""
    for size in sizes:
        record = '[document]\nid = "made-up"\ntitle = "Made up"\n' + "".join(
            CLAIM.format(number=n) for n in range(size)
        )
        text = " ".join(f"fragment number {number} ends." for number in range(size))
        start = time.perf_counter()
        theirs = by_tomlkit(record, text)
        tomlkit_seconds = time.perf_counter() - start
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "made-up.toml"
            path.write_text(record, encoding="utf-8")
            (Path(folder) / "made-up.txt").write_text(text, encoding="utf-8")
            start = time.perf_counter()
            anchor(path, Path(folder) / "made-up.txt")
            seconds = time.perf_counter() - start
            ours = path.read_text(encoding="utf-8")
        print(
            f"{size:>6} claims: kg anchor {seconds:.2f} s, comments kept: {kept(record, ours)}; tomlkit "
            f"{tomlkit_seconds:.2f} s ({tomlkit_seconds / seconds:.1f} x), comments kept: {kept(record, theirs)}"
        )


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [250, 500, 1000, 2000])
