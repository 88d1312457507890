"""Readers of single values: text, names, days, numbers, words of a vocabulary."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from kg.errors import NotationError
from kg.records.tables import HOMES, Reader, Spot

__all__ = [
    "SLUG",
    "WIKIDATA",
    "choice",
    "day",
    "digest",
    "flag",
    "fraction",
    "identity",
    "language",
    "many",
    "name_of",
    "notation",
    "number",
    "one_of",
    "short",
    "slug",
    "text",
    "unit_name",
    "web_address",
    "whole",
    "words",
]

T = TypeVar("T")
Vocabulary = TypeVar("Vocabulary", bound=StrEnum)

SLUG: Final = "[a-z0-9]+(-[a-z0-9]+)*"
"""The pattern of an id."""

WIKIDATA: Final = "http://www.wikidata.org/entity/"
"""What ``wd:`` stands for in ``exact_match``."""

_DIGITS: Final = 50
"""The most digits of a number, and before or after its point: far more than any amount has."""

# XML, and so RDF/XML, cannot hold the others
_UNPRINTABLE: Final = re.compile("[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_IN_ADDRESS: Final = r"(?:[^\x00-\x20\x7f-\xa0<>\"{}|\\^`\[\]#?%\s]|%[0-9A-Fa-f]{2})"
_ADDRESS: Final = rf"https?://{_IN_ADDRESS}+(\?({_IN_ADDRESS}|\?)*)?(#({_IN_ADDRESS}|\?)*)?"


def text(spot: Spot) -> str | None:
    """Read text that is not blank and that every RDF format can carry."""
    if not spot.is_a(str, "text", "write it in quotation marks"):
        return None
    value: str = spot.value
    if not value.strip():
        spot.wrong(f"{spot.key} is empty", "write it, or leave the key out where it is optional")
    elif found := _UNPRINTABLE.search(value):
        spot.wrong(f"{spot.key} holds the character U+{ord(found.group()):04X}", "leave that character out")
    else:
        return value
    return None


def words(spot: Spot) -> str | None:
    """Read words of a document, in the normal form that its offsets count."""
    value = text(spot)
    return None if value is None else unicodedata.normalize("NFC", value)


def short(most: int) -> Reader[str]:
    """Read text of at most so many characters."""

    def read(spot: Spot) -> str | None:
        value = text(spot)
        if value is not None and len(value) > most:
            spot.wrong(f"{spot.key} has {len(value)} characters", f"shorten it to {most}")
        return value

    return read


def _shaped(pattern: str, what: str, instead: str) -> Reader[str]:
    compiled = re.compile(pattern)

    def read(spot: Spot) -> str | None:
        value = text(spot)
        if value is not None and not compiled.fullmatch(value):
            spot.wrong(f'{spot.key} is "{value}", which is no {what}', instead)
        return value

    return read


slug = _shaped(SLUG, "id", "use lower case letters, digits and single hyphens, as in meta-ai")
unit_name = _shaped(
    "[A-Za-z][A-Za-z0-9]*([_-][A-Za-z0-9]+)*", "name of a unit", "use QUDT's local name, such as CCY_USD"
)
language = _shaped("[a-z]{2,3}(-[A-Za-z0-9]{1,8})*", "language tag", "write it as in en or pt-BR")
digest = _shaped("sha256:[0-9a-f]{64}", "digest", "let kg anchor write it")
web_address = _shaped(_ADDRESS, "web address", "write it whole, from https:// on, with %20 for a space")
_match = _shaped(rf"wd:Q[1-9][0-9]*|{_ADDRESS}", "identity", "write a Wikidata item as wd:Q380, or a whole address")


def identity(spot: Spot) -> str | None:
    """Read the address of the same thing elsewhere; ``wd:`` is Wikidata."""
    value = _match(spot)
    return value and re.sub("^wd:", WIKIDATA, value)


def flag(spot: Spot) -> bool | None:
    """Read true or false."""
    good = spot.is_a(bool, "true or false", "write true or false, without quotation marks")
    return bool(spot.value) if good else None


def day(spot: Spot) -> date | None:
    """Read a date without a time."""
    instead = "write a day of the calendar as in 2024-07-31, without quotation marks"
    if isinstance(spot.value, str):
        spot.wrong(f'{spot.key} is the text "{spot.value}", not a date', instead)
        return None
    found: date = spot.value
    return found if spot.is_a(date, "a date", instead) else None


def number(spot: Spot) -> Decimal | None:
    """Read a number of at most fifty digits."""
    if type(spot.value) is not int and not spot.is_a(Decimal, "a number", "write digits, without quotation marks"):
        return None
    found = Decimal(spot.value)
    if found.is_finite() and abs(found.adjusted()) <= _DIGITS and len(found.as_tuple().digits) <= _DIGITS:
        return found
    spot.wrong(f"{spot.key} is out of range", f"write a number of at most {_DIGITS} digits")
    return None


def fraction(spot: Spot) -> Decimal | None:
    """Read a number from 0 to 1."""
    found = number(spot)
    if found is not None and not 0 <= found <= 1:
        spot.wrong(f"{spot.key} is {found}", "write a number from 0 to 1")
    return found


def whole(least: int) -> Reader[int]:
    """Read a whole number, at least so large."""

    def read(spot: Spot) -> int | None:
        if not spot.is_a(int, "a whole number", "write digits alone"):
            return None
        found: int = spot.value
        if found < least:
            spot.wrong(f"{spot.key} is {found}", f"write {least} or more")
        return found

    return read


def many(read: Reader[T], least: int = 0) -> Reader[tuple[T, ...]]:
    """Read one value or a list of them, at least so many."""

    def read_all(spot: Spot) -> tuple[T, ...]:
        if not isinstance(spot.value, list):
            one = read(spot)
            return () if one is None else (one,)
        if len(spot.value) < least:
            spot.wrong(f"{spot.key} is an empty list", "name at least one")
        items = (read(spot.inside(position)) for position in range(len(spot.value)))
        return tuple(item for item in items if item is not None)

    return read_all


def one_of(allowed: Sequence[str]) -> Reader[str]:
    """Read one of a few words."""

    def read(spot: Spot) -> str | None:
        if not spot.is_a(str, "text", "write it in quotation marks"):
            return None
        value = str(spot.value)
        if value not in allowed:
            closest = spot.declared.closest(value, allowed)
            hint = f'did you mean "{closest}"? It is' if closest else "it is"
            spot.wrong(f'{spot.key} is "{value}"', f"{hint} one of {', '.join(allowed)}")
            return None
        return value

    return read


def choice(vocabulary: type[Vocabulary]) -> Reader[Vocabulary]:
    """Read one of the words of a controlled vocabulary."""
    read_word = one_of([word.value for word in vocabulary])

    def read(spot: Spot) -> Vocabulary | None:
        word = read_word(spot)
        return None if word is None else vocabulary(word)

    return read


def name_of(kind: str) -> Reader[str]:
    """Read the id of a record of this kind that the ledger declares."""

    def read(spot: Spot) -> str | None:
        if not spot.is_a(str, "text", f"write the id of the {kind} in quotation marks"):
            return None
        known, value = spot.declared.ids[kind], str(spot.value)
        if value in known:
            return value
        closest = spot.declared.closest(value, known)
        instead = f'did you mean "{closest}"?' if closest else f"declare it in {HOMES[kind]}"
        spot.wrong(f'{spot.key}: there is no {kind} "{value}"', instead)
        return None

    return read


def notation(spot: Spot, read: Callable[[str], T]) -> T | None:
    """Read text by a notation of ours; what that says of it is passed on, with the place."""
    written = text(spot)
    if written is None:
        return None
    try:
        return read(written)
    except NotationError as error:
        for problem in error.problems:
            spot.wrong(f"{spot.key}: {problem.what}", problem.instead)
    return None
