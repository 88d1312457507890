"""Compares what a ledger says of its documents with their texts."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kg.anchor.passages import between_marks, borders, line_of, occurrences
from kg.anchor.placing import text_at
from kg.claims import Appearance, Corpus, Document, Mode, appearance_key, text_digest
from kg.errors import AnchorError

__all__ = ["Mismatch", "find_texts", "verify"]

_ANCHOR = "run kg anchor with the record file and this text"


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One way in which a ledger and a text disagree.

    ``claim`` is a claim's id and ``appearance`` its :func:`~kg.claims.appearance_key`; both are empty where the
    document as a whole is meant.
    """

    document: str
    claim: str
    appearance: str
    what: str
    instead: str


def find_texts(corpus: Corpus, folder: Path) -> dict[str, str]:
    """Return the canonical text of each document that has one in a folder, by the document's id.

    It is the file named by the id with the suffix ``.txt`` or else any ``.txt`` file with the document's
    digest. Raises AnchorError where the folder or a file so named cannot be read.
    """
    try:
        files = {path.name: path for path in sorted(folder.iterdir()) if path.suffix == ".txt"}
    except OSError as error:
        what = f"this cannot be read: {error.strerror or error}"
        raise AnchorError.at(str(folder), what, "name the folder that holds the texts") from error
    texts = {one.id: text_at(files[f"{one.id}.txt"]) for one in corpus.documents if f"{one.id}.txt" in files}
    named = {f"{document}.txt" for document in texts}
    by_digest = {}
    for name, path in files.items():
        if name not in named:
            with suppress(AnchorError):  # no text of ours: nothing in the ledger names this file
                text = text_at(path)
                by_digest[text_digest(text)] = text
    found = {one.id: by_digest[one.text_digest] for one in corpus.documents if one.text_digest in by_digest}
    return {**found, **texts}


def verify(corpus: Corpus, texts: Mapping[str, str]) -> list[Mismatch]:
    """Compare each document whose canonical text is at hand, and each appearance in it, with that text.

    Nothing is moved: an appearance whose words are elsewhere by now is reported as it stands.
    """
    mismatches: list[Mismatch] = []
    for document in corpus.documents:
        if document.id in texts:
            mismatches.extend(_digest(document, texts[document.id]))
    for claim in corpus.claims:
        for item in claim.appearance:
            if item.document in texts:
                name = appearance_key(claim.id, item)
                found = _appearance(item, texts[item.document])
                mismatches.extend(Mismatch(item.document, claim.id, name, *problem) for problem in found)
    return mismatches


def _digest(document: Document, text: str) -> Iterator[Mismatch]:
    if document.text_digest is None:
        what = "the document has no text_digest"
    elif document.text_digest != text_digest(text):
        what = "the text is not the one that the document's offsets count: its digest differs"
    else:
        return
    yield Mismatch(document.id, "", "", what, f"find the text that was anchored, or {_ANCHOR}")


def _appearance(item: Appearance, text: str) -> Iterator[tuple[str, str]]:
    if item.start is None or item.end is None:
        yield "the appearance has no offsets", _ANCHOR
    elif text[item.start : item.end] != item.exact:
        there = [f"{start}-{start + len(item.exact)}" for start in occurrences(text, item.exact)]
        elsewhere = f"they stand at {' and '.join(there[:5])}; {_ANCHOR}" if there else "look the words up again"
        yield f"the text from {item.start} to {item.end} is not the fragment's words", elsewhere
    elif not borders(text, item.start, item.end, item.prefix, item.suffix):
        yield (
            "prefix or suffix is not what stands beside the fragment",
            f"mend them, see line {line_of(text, item.start)}",
        )
    elif item.mode is Mode.DIRECT_QUOTE and not between_marks(text, item.start, item.end):
        what = f"the direct quote does not stand between quotation marks (line {line_of(text, item.start)})"
        yield what, "choose words within the quotation, or another mode"
