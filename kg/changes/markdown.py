"""Changes as Markdown, for a pull request: GitHub Flavored Markdown, which GitLab and Forgejo read as well.

Nothing in a ledger becomes markup. Forges look for mentions, references and addresses after they have read Markdown,
when a backslash is gone, and hear of no escape (https://github.com/github/cmark-gfm/issues/181): an empty comment
stops them, which is no part of the text that a reader sees or copies.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.changes.outline import SIGNS, Item, Section, Verdict, counted, outline
from kg.changes.values import Changes, Field

__all__ = ["escaped", "markdown"]

_NOTHING: Final = "<!-- -->"
_UNSEEN: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Controls, half characters, and what turns the direction of writing round."""

_MARKUP: Final = str.maketrans(
    {**{sign: f"\\{sign}" for sign in "\\`*_[]~|!#^="}, "<": "&lt;", ">": "&gt;", "&": "&amp;", "$": "<span>$</span>"}
)
_FIRST: Final = re.compile(r"^(\d*)([-+.):])")
"""What would make a list of a line that begins with it."""

_LINKED: Final = re.compile(
    r"""
    @                                           # somebody, or an address of mail
    | \#(?=\w) | ![ ]?(?=\d) | [%~&](?=\w)      # an issue; of GitLab's, a merge request, a milestone, a label, an epic
    | \bGH-(?=\d)
    | \b[0-9a-f]{6}(?=[0-9a-f])                 # a commit
    | \b(?:https?|ftp|mailto|xmpp):
    | \bwww(?=\.)
    | :(?=[\w+-]+:)                             # a picture
    """,
    re.VERBOSE | re.IGNORECASE,
)


def escaped(text: str) -> str:
    """Write text so that it is read as just that, wherever it stands in a line; spaces are made one."""
    line = _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))
    parts, start = [], 0
    for found in _LINKED.finditer(line):
        parts += [line[start : found.end()].translate(_MARKUP), _NOTHING]
        start = found.end()
    return _FIRST.sub(r"\1\\\2", "".join([*parts, line[start:].translate(_MARKUP)]))


def markdown(changes: Changes, old: str, new: str) -> bytes:
    """Write what has changed between the ledgers called ``old`` and ``new``: counts first, then details that fold."""
    return "".join(f"{line}\n" for line in _lines(changes, old, new)).encode()


def _lines(changes: Changes, old: str, new: str) -> Iterator[str]:
    yield f"**{escaped(counted(changes)).capitalize()}**, from {escaped(old)} to {escaped(new)}."
    if changes.warned:
        yield ""
        yield f"⚠ marks {changes.warned} claim{'' if changes.warned == 1 else 's'} to look at."
    for section in outline(changes):
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    """Write a section that folds; it is open where something in it is to be looked at."""
    flagged = any(item.warnings or any(one.warnings for one in item.verdicts) for item in section.items)
    yield ""
    yield f"<details{' open' if flagged else ''}><summary>{section.title} ({len(section.items)})</summary>"
    yield ""
    for item in section.items:
        yield from _item(item)
    yield ""
    yield "</details>"


def _item(item: Item) -> Iterator[str]:
    sign = f"\\{SIGNS[item.how]} "
    name = f" ({escaped(item.id)})" if item.id else ""
    became = f": {escaped(item.became)}" if item.became else ""
    yield f"- {sign}**{escaped(item.label) or 'no label'}**{name}{became}"
    yield from (f"  - ⚠ **{escaped(warning)}**" for warning in item.warnings)
    if item.says:
        yield f"  - {escaped(item.says)}"
    yield from (f"  - {_field(field)}" for field in item.fields)
    for verdict in item.verdicts:
        yield from _verdict(verdict)


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield f"  - \\{SIGNS[verdict.how]} {escaped(verdict.says)}"
    yield from (f"    - ⚠ **{escaped(warning)}**" for warning in verdict.warnings)
    yield from (f"    - {_field(field)}" for field in verdict.fields)


def _field(field: Field) -> str:
    effect = f" ({field.effect})" if field.effect else ""
    return f"**{escaped(field.name)}**: {escaped(field.before) or '–'} → {escaped(field.after) or '–'}{effect}"
