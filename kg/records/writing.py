"""From values to record files, written the way a person would."""

import dataclasses
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from kg.amounts import parse_amount
from kg.claims import Corpus, Measure, Period, Text, Unit, plain_decimal
from kg.errors import NotationError, RecordError
from kg.periods import parse_period, period_of_edtf
from kg.records.files import DOCUMENTS, LEDGER, RESOLUTIONS
from kg.records.values import WIKIDATA

__all__ = ["dump", "toml"]

_FIRST: Final = ("id", "claim", "fragment", "start", "end", "subject", "predicate", "object")
"""Keys that come first in their table, in this order; the others follow as the value has them."""

_WIKIDATA_ITEM: Final = re.compile(rf"^{re.escape(WIKIDATA)}(Q[1-9][0-9]*)$")


def dump(corpus: Corpus) -> dict[str, str]:
    """Write a corpus as record files: path within the ledger's folder → TOML text.

    Reading the files back gives an equal corpus, provided that it keeps what ``docs/records.md`` asks of
    records. A claim stands in the file of the first document it appears in; where it appears in another,
    that one's file holds the appearance alone. Raises RecordError where a record belongs into the file of a
    document that is not declared.
    """
    files: dict[str, list[str]] = defaultdict(list)
    for name, header, record in _records(corpus):
        files[name].append(_table(header, record, corpus.units))
    for name, written in files.items():
        if name.startswith(f"{DOCUMENTS}/") and not written[0].startswith("[document]"):
            raise RecordError.at(name, "the document of these records is not declared", "add it to the ledger")
    return {name: "\n".join(written) for name, written in files.items()}


def _records(corpus: Corpus) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield file, header and content of each table, in order."""
    yield LEDGER, "[ledger]", _given(corpus.ledger)
    for entity in corpus.entities:
        identities = tuple(_WIKIDATA_ITEM.sub(r"wd:\1", identity) for identity in entity.exact_match)
        yield "entities.toml", "[[entity]]", _given(dataclasses.replace(entity, exact_match=identities))
    for name, header, records in (
        ("predicates.toml", "[[predicate]]", corpus.predicates),
        ("topics.toml", "[[topic]]", corpus.topics),
        ("units.toml", "[[unit]]", corpus.units),
        ("events.toml", "[[event]]", corpus.events),
    ):
        yield from ((name, header, _given(record)) for record in records)
    for document in corpus.documents:
        yield _file(document.id), "[document]", _given(document)
    elsewhere = corpus.documents[0].id if corpus.documents else "claims"
    homes = {claim.id: claim.appearance[0].document if claim.appearance else elsewhere for claim in corpus.claims}
    relayed = []
    for claim in corpus.claims:
        home = _file(homes[claim.id])
        yield home, "[[claim]]", _given(claim, but="appearance")
        for item in claim.appearance:
            appearance = {"fragment": item.exact, **_given(item, but="exact")}
            where = _file(appearance.pop("document"))
            if where == home:
                yield home, "[[claim.appearance]]", appearance
            else:
                relayed.append((where, "[[appearance]]", {"claim": claim.id, **appearance}))
    yield from relayed
    for link in corpus.links:
        kind, _, asserting = link.asserted_by.partition(":")
        home = _file(asserting if kind == "document" else homes.get(link.subject, elsewhere))
        yield home, "[[link]]", _given(link)
    for resolution in corpus.resolutions:
        name = f"{RESOLUTIONS}/{homes.get(resolution.resolves, elsewhere)}.toml"
        yield name, "[[resolution]]", _given(resolution)


def _file(document: str) -> str:
    return f"{DOCUMENTS}/{document}.toml"


def _given(record: Any, but: str = "") -> dict[str, Any]:  # noqa: ANN401  (any of our values)
    """List the fields of a value that differ from their default."""
    values = {field.name: (getattr(record, field.name), field.default) for field in dataclasses.fields(record)}
    return {
        name: value
        for name, (value, default) in values.items()
        if value is not None and value != default and name != but
    }


def _table(header: str, record: Mapping[str, Any], units: tuple[Unit, ...]) -> str:
    keys = sorted(record, key=lambda key: _FIRST.index(key) if key in _FIRST else len(_FIRST))
    lines = (f"{key} = {toml(_written(record[key], units))}\n" for key in keys)
    return f"{header}\n{''.join(lines)}"


def _written(value: Any, units: tuple[Unit, ...]) -> Any:  # noqa: ANN401  (from what a field holds to what TOML can)
    match value:
        case Text():
            return {"text": value.value}
        case Measure():
            return _measure(value, units)
        case Period():
            return _period(value)
        case tuple():
            return value[0] if len(value) == 1 else list(value)
    return value


def _measure(measure: Measure, units: tuple[Unit, ...]) -> str | dict[str, Any]:
    """Write a measure as its words alone where the notation reads them as just that."""
    try:
        plain = parse_amount(measure.as_written, units) == measure
    except NotationError:
        plain = False
    return measure.as_written if plain else _given(measure)


def _period(period: Period) -> str | dict[str, Any]:
    """Write a period as its words alone, or without its days, where the rest follows from what is left."""
    given = _given(period)
    try:
        if parse_period(period.as_written) == period:
            return period.as_written
    except NotationError:
        pass  # words that only this claim's reader understood
    if period.edtf and period_of_edtf(period.edtf, period.as_written, period.inferred) == period:
        return {key: value for key, value in given.items() if key not in {"earliest", "latest"}}
    return given


def toml(value: Any) -> str:  # noqa: ANN401  (whatever TOML can hold)
    """Write a value in TOML 1.0, on one line."""
    match value:
        case bool():
            written = "true" if value else "false"
        case str():
            # TOML's basic strings are JSON's, but for one control character
            written = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case Decimal():
            written = plain_decimal(value)
        case dict():
            written = f"{{ {', '.join(f'{key} = {toml(item)}' for key, item in value.items())} }}"
        case list():
            written = f"[{', '.join(map(toml, value))}]"
        case _:  # whole numbers and dates
            written = str(value)
    return written
