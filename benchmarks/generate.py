"""Write a made-up ledger of any size, for measurements: as a folder of record files, or as N-Quads.

    python benchmarks/generate.py 100000 --records FOLDER
    python benchmarks/generate.py 1000000 --nquads FILE.nq.gz [--seed 2]

The same number and seed give the same files. Every file says in a comment that it is made up. ``ledgers.py`` says what
a ledger is made of. A large one is made of chunks of 50,000 claims, so that memory stays flat: all share the entities,
topics, predicates and units of the first, so that one power law holds for all; links and revisions stay within a chunk.
"""

import argparse
import gzip
from pathlib import Path
from typing import TextIO, cast

from ledgers import chunks

from kg.graph import lines
from kg.records import dump

__all__ = ["comment", "write_nquads", "write_records"]


def comment(claims: int, seed: int) -> str:
    """Say what a file is, in a line that TOML and N-Quads pass over."""
    return (
        f"# Made up by benchmarks/generate.py for measurement ({claims:,} claims, seed {seed}): none of this is so.\n"
    )


def write_records(claims: int, folder: Path, seed: int = 1) -> None:
    """Write record files, which ``kg check --data FOLDER`` accepts, into a new folder."""
    folder.mkdir(parents=True)
    for number, chunk in enumerate(chunks(claims, seed)):
        for name, text in dump(chunk).items():
            if "/" in name or not number:
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_text(comment(claims, seed) + text, encoding="utf-8")
            elif name == "events.toml":
                with (folder / name).open("a", encoding="utf-8") as file:
                    file.write(f"\n{text}")


def write_nquads(claims: int, path: Path, seed: int = 1) -> None:
    """Write N-Quads, packed where the name ends in ``.gz``."""
    with cast(
        "TextIO", gzip.open(path, "wt", 1, "utf-8") if path.suffix == ".gz" else path.open("w", encoding="utf-8")
    ) as file:
        file.write(comment(claims, seed))
        for chunk in chunks(claims, seed):
            file.writelines(lines(chunk))


def main() -> None:
    """Read the command line and write."""
    parser = argparse.ArgumentParser(description="Write a made-up ledger, for measurements.")
    parser.add_argument("claims", type=int)
    parser.add_argument("--records", type=Path, metavar="FOLDER")
    parser.add_argument("--nquads", type=Path, metavar="FILE")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.records is None and given.nquads is None:
        parser.error("say where to: --records FOLDER or --nquads FILE")
    if given.records is not None:
        write_records(given.claims, given.records, given.seed)
    if given.nquads is not None:
        write_nquads(given.claims, given.nquads, given.seed)


if __name__ == "__main__":
    main()
