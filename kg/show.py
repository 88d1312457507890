"""One claim or one entity as a page of plain text: what a reader asks before using it."""

from collections.abc import Iterable, Iterator
from textwrap import fill

from kg.addresses import text_fragment
from kg.claims import Appearance, Claim, Corpus, Entity, Measure, Period, Resolution, Text, claim_key
from kg.naming import find_name
from kg.standing import STANDING_OF, STANDINGS, result, standing_verdicts
from kg.wording import LINKS, OUTCOMES, digits

__all__ = ["SHOWN", "amount", "period", "show"]

WIDTH = 100

SHOWN = ("claim", "entity")
"""What is shown, and which of two that have one id."""


def show(corpus: Corpus, what: str) -> str:
    """Describe the entity or claim that is called ``what``, see :func:`kg.naming.find`.

    Raises QueryError, with the nearest names, where there is neither.
    """
    found = find_name(corpus, what, *SHOWN)
    if found.kind == "entity":
        return _lines(_entity(corpus, next(entity for entity in corpus.entities if entity.id == found.id)))
    return _lines(_claim(corpus, next(claim for claim in corpus.claims if claim.id == found.id)))


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _row(name: str, value: str) -> str:
    indent = " " * 14
    return fill(f"{name:<14}{value}", WIDTH, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def _label(corpus: Corpus, identifier: str) -> str:
    return next((entity.label for entity in corpus.entities if entity.id == identifier), identifier)


def _claim(corpus: Corpus, claim: Claim) -> Iterator[str]:
    yield claim.label
    yield "=" * len(claim.label)
    yield fill(claim.text, WIDTH)
    yield ""
    yield _row("claim", f"{claim.id}  ({corpus.ledger.base}claim/{claim_key(claim)})")
    yield _row("claimant", ", ".join(_label(corpus, claimant) for claimant in claim.claimant))
    if claim.holder:
        yield _row("holder", _label(corpus, claim.holder))
    said = [claim.kind, claim.commitment, *([] if claim.polarity else ["denied"])]
    yield _row("kind", ", ".join(said))
    if claim.condition:
        yield _row("condition", claim.condition)
    if claim.claimed_on:
        event = next((event.label for event in corpus.events if event.id == claim.made_at), "")
        yield _row("claimed on", f"{claim.claimed_on}{f', {event}' if event else ''}")
    yield _row("says", _triple(corpus, claim))
    if claim.measure:
        yield _row("amount", amount(claim.measure, corpus))
    if claim.period:
        yield _row("period", period(claim.period))
    yield ""
    for appearance in claim.appearance:
        yield from _appearance(corpus, appearance)
    yield from _resolutions(corpus, claim)
    yield from _links(corpus, claim)


def _triple(corpus: Corpus, claim: Claim) -> str:
    verb = next(
        (predicate.label for predicate in corpus.predicates if predicate.id == claim.predicate), claim.predicate
    )
    match claim.object:
        case Text(value):
            item = f'"{value}"'
        case str(entity):
            item = _label(corpus, entity)
        case None:
            item = "the amount below"
    return f"{_label(corpus, claim.subject)} – {verb} – {item}"


def amount(measure: Measure, corpus: Corpus) -> str:
    """Write a measure for people: number or range, unit, rounding, change, and the document's words."""
    unit = next((unit.label for unit in corpus.units if unit.id == measure.unit), measure.unit)
    number = "no number"
    if measure.value is not None:
        number = digits(measure.value)
    elif measure.low is not None and measure.high is not None:
        number = f"{digits(measure.low)} to {digits(measure.high)}"
    parts = [f"{number} {unit}"]
    if measure.approximation != "exact":
        parts.append(measure.approximation)
    if measure.rounding:
        parts.append(f"± {digits(measure.rounding)}")
    if measure.change_rate is not None:
        sign = "+" if measure.change_rate > 0 else ""
        parts.append(f"{sign}{digits(measure.change_rate * 100)} % {measure.change_basis or ''}".rstrip())
    if measure.as_written:
        parts.append(f"“{measure.as_written}”")
    return ", ".join(parts)


def period(period: Period) -> str:
    """Write a period for people: its date, its first and last day, and the document's words."""
    parts = [period.edtf or "no date"]
    if period.earliest or period.latest:
        parts.append(f"{period.earliest or '…'} to {period.latest or '…'}")
    if period.inferred:
        parts.append("year inferred")
    if period.as_written:
        parts.append(f"“{period.as_written}”")
    return ", ".join(parts)


def _appearance(corpus: Corpus, appearance: Appearance) -> Iterator[str]:
    document = next((each for each in corpus.documents if each.id == appearance.document), None)
    place = f"{appearance.start}–{appearance.end}" if appearance.start is not None else "not anchored"
    cue = f", cue “{appearance.cue}”" if appearance.cue else ""
    yield _row("appears", f"“{appearance.exact}”")
    yield _row(
        "", f"{document.title if document else appearance.document}, {appearance.zone}, {place}, {appearance.mode}{cue}"
    )
    if document and document.url:
        yield f"{'':<14}{text_fragment(document.url, appearance.exact, appearance.prefix, appearance.suffix)}"


def _resolutions(corpus: Corpus, claim: Claim) -> Iterator[str]:
    found = [resolution for resolution in corpus.resolutions if resolution.resolves == claim.id]
    if len(found) > 1:
        yield ""
        yield _row("in sum", _standing(corpus, claim))
    for resolution in found:
        yield ""
        yield from _resolution(corpus, resolution)
    if not found:
        yield ""
        yield _row("outcome", _standing(corpus, claim))


def _resolution(corpus: Corpus, resolution: Resolution) -> Iterator[str]:
    yield _row("outcome", f"{OUTCOMES[resolution.outcome]}, known on {resolution.known_on}")
    yield _row("criterion", resolution.criterion)
    if resolution.actual:
        yield _row("actual", amount(resolution.actual, corpus))
    if resolution.comment:
        yield _row("comment", resolution.comment)
    for identifier in resolution.evidence:
        document = next((each for each in corpus.documents if each.id == identifier), None)
        yield _row("evidence", f"{document.title}  {document.url or ''}" if document else identifier)


def _links(corpus: Corpus, claim: Claim) -> Iterator[str]:
    labels = {each.id: each.label for each in corpus.claims}
    first = True
    for link in corpus.links:
        if claim.id not in {link.subject, link.object}:
            continue
        forth, back = LINKS[link.predicate]
        verb, other = (forth, link.object) if link.subject == claim.id else (back, link.subject)
        if first:
            yield ""
            first = False
        yield fill(f"{verb}: {labels.get(other, other)}  [{other}]", WIDTH, subsequent_indent=" " * 14)


def _entity(corpus: Corpus, entity: Entity) -> Iterator[str]:
    yield entity.label
    yield "=" * len(entity.label)
    if entity.definition:
        yield fill(entity.definition, WIDTH)
    yield ""
    yield _row("entity", f"{entity.id}  ({corpus.ledger.base}{entity.id})")
    yield _row("type", entity.type)
    if entity.alias:
        yield _row("also", ", ".join(entity.alias))
    for match in entity.exact_match:
        yield _row("same as", match)
    said = [claim for claim in corpus.claims if entity.id in claim.claimant]
    held = [claim for claim in corpus.claims if entity.id == claim.holder and entity.id not in claim.claimant]
    about = [claim for claim in corpus.claims if entity.id in {claim.subject, claim.object, *claim.about}]
    for heading, claims in (("said", said), ("held, said by others", held), ("spoken of", about)):
        if claims:
            yield ""
            yield f"{heading} ({len(claims)})"
            for claim in claims:
                yield f"  {_standing(corpus, claim):<15}{claim.label}  [{claim.id}]"


def _standing(corpus: Corpus, claim: Claim) -> str:
    verdicts = [one for one in corpus.resolutions if one.resolves == claim.id]
    return STANDINGS[STANDING_OF[result(claim, standing_verdicts(verdicts))]].lower()
