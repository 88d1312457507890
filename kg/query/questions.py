"""Named questions: one ``.rq`` file each, whose first comment lines say what it asks and why.

::

    # number: 5
    # title: What is said of an entity, by whom, and how firmly?
    # why: The same product is promised by different people with different force,
    #   and only the firm promises can be held against them.
    # given about (entity) = kb:llama-4: the entity asked about
    # given by (date): the last day that counts

    SELECT … WHERE { ?claim rdf:subject $about … }

``number``, ``title`` and ``why`` are needed, each once. A ``given`` line declares a parameter: its name, its type
(see ``kg.query.parameters``), a default after ``=`` where it may be left out, and what it is for. The default
``*`` leaves the variable free, so that it matches anything. A comment line that is indented by two more spaces
continues the one before it; the first line that is no comment, or an empty comment, ends the header. The query
marks parameters by ``$``; variables are written with ``?``, so that the two cannot be mistaken for each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from kg import assets
from kg.errors import Place, QueryError
from kg.naming import did_you_mean
from kg.query.parameters import TYPES
from kg.sparql import marked

__all__ = ["Parameter", "Question", "find", "questions"]

_NAME: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_GIVEN: Final = re.compile(r"given (?P<name>\w+) \((?P<type>[a-z]+)\)(?: = (?P<default>.*?))?: (?P<meaning>\S.*)")
_FIELD: Final = re.compile(r"(?P<key>[a-z]+): *(?P<value>.*)")
_FIELDS: Final = ("number", "title", "why")
_EXAMPLE: Final = 'write, for example, "# given about (entity) = kb:llama-4: the entity asked about"'


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question needs to be told. ``default`` is None where it must be given."""

    name: str
    type: str
    meaning: str
    default: str | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.type})"


@dataclass(frozen=True, slots=True)
class Question:
    """A named query. ``name`` is that of its file, without ``.rq``; ``text`` is the whole file."""

    number: int
    name: str
    title: str
    why: str
    parameters: tuple[Parameter, ...]
    text: str


def questions(folder: Traversable | Path | str | None = None) -> list[Question]:
    """Read all questions of a folder, those that ship unless said otherwise, in the order of their numbers.

    Raises QueryError naming file and line where a header is malformed.
    """
    place = _folder(folder)
    if not place.is_dir():
        raise QueryError.at(str(place), "there is no such folder of questions", "name one that holds .rq files")
    found: dict[int, Question] = {}
    for file in sorted(place.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".rq"):
            question = _read(file)
            if question.number in found:
                what = f"question {question.number} is {found[question.number].name} already"
                raise QueryError.at(str(file), what, f"give it the number {max(found) + 1}")
            found[question.number] = question
    return [found[number] for number in sorted(found)]


def find(name: str, folder: Traversable | Path | str | None = None) -> Question:
    """Read the question of a name; raise QueryError, naming the nearest, where there is none."""
    file = _folder(folder).joinpath(f"{name}.rq")
    if _NAME.fullmatch(name) and file.is_file():
        return _read(file)
    near = did_you_mean(name, {question.name: "" for question in questions(folder)})
    instead = f"{near} All of them: kg query --list" if near else "see kg query --list"
    raise QueryError.at(None, f'there is no question "{name}"', instead)


def _folder(folder: Traversable | Path | str | None) -> Traversable:
    if folder is None:
        return _shipped()
    return Path(folder) if isinstance(folder, str) else folder


@cache
def _shipped() -> Traversable:
    return assets.ontology().joinpath("questions")


def _read(file: Traversable) -> Question:
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise QueryError.at(str(file), "the question is not UTF-8", "write it in UTF-8") from None
    except OSError as reason:
        what = f"the question cannot be read ({reason.strerror})"
        raise QueryError.at(str(file), what, "see that you may read it") from None
    return _parse(file.name.removesuffix(".rq"), text, str(file))


@lru_cache(maxsize=128)
def _parse(name: str, text: str, file: str) -> Question:
    """Read a question's file; raise QueryError at the line that is wrong."""
    if not _NAME.fullmatch(name):
        what = "a question's file is named in lower case letters, digits and hyphens"
        raise QueryError.at(file, what, "rename it, for example to who-said.rq")
    fields: dict[str, str] = {}
    parameters: dict[str, Parameter] = {}
    for line, entry in _header(text):
        place = Place(file, line)
        if entry.startswith("given"):
            parameter = _parameter(entry, place)
            if parameter.name in parameters:
                raise QueryError.at(place, f"{parameter.name} is declared twice", "give it another name")
            parameters[parameter.name] = parameter
            continue
        field = _FIELD.fullmatch(entry)
        if field is None or field["key"] not in _FIELDS:
            what = f'"{entry}" is no part of a question\'s header'
            raise QueryError.at(place, what, f"write {', '.join(_FIELDS)} or given; an empty comment ends the header")
        if field["key"] in fields:
            raise QueryError.at(place, f"{field['key']} is given twice", "keep one")
        if not field["value"] or (field["key"] == "number" and not re.fullmatch("[0-9]{1,6}", field["value"])):
            example = "number: 5" if field["key"] == "number" else f"{field['key']}: Who said what?"
            raise QueryError.at(place, f"{field['key']} has no fitting value", f'write, for example, "# {example}"')
        fields[field["key"]] = field["value"]
    for key in _FIELDS:
        if key not in fields:
            raise QueryError.at(Place(file, 1), f"the header lacks {key}", f'begin the file with "# {key}: …"')
    _agree(parameters, marked(text), file)
    number = int(fields["number"])
    return Question(number, name, fields["title"], fields["why"], tuple(parameters.values()), text)


def _header(text: str) -> Iterator[tuple[int, str]]:
    """Yield the entries of a header with the lines they begin on, continuations joined to them."""
    line, entry = 0, ""
    for number, raw in enumerate(text.splitlines(), 1):
        content = raw[1:].rstrip() if raw.startswith("#") else ""
        if not content:
            break
        if content.startswith("   ") and entry:
            entry = f"{entry} {content.strip()}"
        else:
            if entry:
                yield line, entry
            line, entry = number, content.strip()
    if entry:
        yield line, entry


def _parameter(entry: str, place: Place) -> Parameter:
    found = _GIVEN.fullmatch(entry)
    if found is None:
        raise QueryError.at(place, f'"{entry}" declares no parameter', _EXAMPLE)
    if found["type"] not in TYPES:
        raise QueryError.at(place, f"{found['type']} is not a type", f"choose one of {', '.join(TYPES)}")
    default = found["default"]
    return Parameter(found["name"], found["type"], found["meaning"], default)


def _agree(parameters: dict[str, Parameter], used: list[str], file: str) -> None:
    """Refuse a query whose ``$names`` are not those of its header."""
    for name in used:
        if name not in parameters:
            what = f"the query uses ${name}, which its header does not declare"
            raise QueryError.at(file, what, f'declare it with "# given {name} (…): …", or write ?{name}')
    for name in parameters:
        if name not in used:
            raise QueryError.at(file, f"the query does not use its parameter {name}", f"write ${name} where it belongs")
