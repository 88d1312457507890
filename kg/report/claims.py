"""One claim in a report: what it says, whose it is, in which words, what came of it, what bears on it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kg.addresses import text_fragment
from kg.claims import FRAGMENT_WORDS, Appearance, Claim, Link, Mode, Resolution, Zone
from kg.history import AHEAD, Result, result
from kg.report.document import Block, Heading, Items, Line, Paragraph, Quotation, Strong
from kg.report.naming import Naming
from kg.standing import standing_verdicts
from kg.wording import COMMITMENTS, LINKS, MODES, OUTCOMES, amount, count, date, period, plain

__all__ = ["RESULTS", "claim_blocks", "result_of"]

RESULTS: Final[Mapping[Result | None, str]] = {
    Result.FULFILLED: "held up",
    Result.PARTLY_FULFILLED: "partly held up",
    Result.NOT_FULFILLED: "failed",
    Result.SPLIT: "split",
    Result.AMBIGUOUS: "ambiguous",
    Result.ANNULLED: "annulled",
    Result.OPEN: "open",
    Result.UNTESTABLE: "untestable",
    Result.NOT_EVALUATED: "not checked",
    None: "not checked",
}
"""What the verdicts on a claim come to, in words."""

_WHY: Final[Mapping[Result | None, str]] = {
    Result.SPLIT: "It is settled differently under two criteria.",
    Result.OPEN: "It waits for its verdict.",
    Result.UNTESTABLE: "It names neither a last day nor a number.",
    None: "It reports what is or was, and nobody has checked it here.",
}


def result_of(claim: Claim, verdicts: Sequence[Resolution]) -> Result | None:
    """Say what all that was resolved of a claim comes to."""
    return result(claim, standing_verdicts(verdicts))


def claim_blocks(
    naming: Naming, claim: Claim, verdicts: Sequence[Resolution], links: Sequence[Link]
) -> Iterator[Block]:
    """Tell of one claim, with the verdicts on it and the links from and to it."""
    yield Heading(3, claim.label, naming.anchor(claim))
    yield Paragraph((claim.text,))
    yield Paragraph(_said(naming, claim))
    yield Paragraph((_content(naming, claim),))
    for appearance in claim.appearance:
        yield _quotation(naming, appearance)
    yield from _outcome(naming, claim, verdicts)
    if links:
        yield Items(tuple(_bearing(naming, claim, link) for link in links))


def _said(naming: Naming, claim: Claim) -> Line:
    event = naming.events.get(claim.made_at or "")
    day, exact = naming.said_on(claim)
    on = (f", on {date(day)}" if exact else f", by {date(day)} at the latest") if day else "; no day is recorded"
    return (Strong(naming.whose(claim)), f"{on}{f', at {event.label}' if event else ''}.")


def _content(naming: Naming, claim: Claim) -> str:
    kind = [claim.kind.capitalize(), COMMITMENTS[claim.commitment], *([] if claim.polarity else ["a denial"])]
    when = claim.period
    about = [amount(claim.measure, naming.corpus.units)] if claim.measure else []
    if when:
        about.append(f"time: {period(when)}{' (the year is not in the text)' if when.inferred else ''}")
    told = [", ".join(kind) + (f": {'; '.join(about)}" if about else "")]
    if when and when.latest and claim.kind in AHEAD:
        told.append(f"due {date(when.latest)}")
    if claim.condition:
        told.append(f"condition: {claim.condition.rstrip('.')}")
    return ". ".join([*(each[:1].upper() + each[1:] for each in told), f"Record: {claim.id}"])


def _quotation(naming: Naming, appearance: Appearance) -> Quotation:
    document = naming.documents.get(appearance.document)
    words = plain(appearance.exact).split()
    whole = len(words) <= FRAGMENT_WORDS
    exact = appearance.exact if whole else " ".join(words[:FRAGMENT_WORDS])
    context = (appearance.prefix, appearance.suffix) if whole else ("", "")
    address = text_fragment(document.url, exact, *context) if document and document.url else ""
    zone = "" if appearance.zone is Zone.BODY else f", {appearance.zone}"
    cue = f" (“{appearance.cue}”)" if appearance.cue and appearance.mode is not Mode.DIRECT_QUOTE else ""
    via = naming.relayed(appearance)
    relaying: Line = (", relaying", naming.mark(via)) if via else ()
    unseen = "" if appearance.start is not None else "; its place was not verified, as the text was not at hand"
    title = document.title if document else appearance.document
    source: Line = (
        *(title, naming.mark(appearance.document), f"{zone}, {MODES[appearance.mode]}{cue}"),
        *(*relaying, *([unseen] if unseen else [])),
    )
    language = document.language if document else None
    return Quotation(exact if whole else f"{exact} …", address, source, language)


def _outcome(naming: Naming, claim: Claim, verdicts: Sequence[Resolution]) -> Iterator[Block]:
    standing = standing_verdicts(verdicts)
    came_to = result(claim, standing)
    word = RESULTS[came_to].capitalize()
    if len(verdicts) == 1 and RESULTS[came_to] == OUTCOMES[verdicts[0].outcome]:
        yield Paragraph((Strong(word), *_verdict(naming, verdicts[0], replaced=False)))
        return
    why = "" if came_to is None and verdicts else _WHY.get(came_to, "")
    told = f", the sum of {count(len(verdicts), 'verdict')}" if verdicts else ""
    yield Paragraph((Strong(word), f"{told}.{f' {why}' if why else ''}"))
    if verdicts:
        items = (
            (Strong(OUTCOMES[one.outcome].capitalize()), *_verdict(naming, one, replaced=one not in standing))
            for one in verdicts
        )
        yield Items(tuple(items))


def _verdict(naming: Naming, one: Resolution, *, replaced: bool = False) -> Line:
    """Tell of a verdict, but for the word for it: day, criterion, amount, comment, what it rests on, evidence."""
    known = f"known on {date(one.known_on)}" if one.known_on else "on no day that is recorded"
    told = [f", {known}{', replaced by a later verdict' if replaced else ''}", f"Criterion: {_ended(one.criterion)}"]
    if one.actual:
        told.append(f"What came: {amount(one.actual, naming.corpus.units)}")
    if one.comment:
        told.append(_ended(one.comment))
    if one.derived_from:
        rests = (naming.claims[name].label if name in naming.claims else name for name in one.derived_from)
        told.append(f"Worked out from: {'; '.join(rests)}")
    return (f"{'. '.join(told)}. Evidence: ", *naming.marks(one.evidence))


def _ended(sentence: str) -> str:
    """Return a sentence without the full stop that follows it here."""
    return sentence.strip().removesuffix(".")


def _bearing(naming: Naming, claim: Claim, link: Link) -> Line:
    forth, back = LINKS[link.predicate]
    verb, name = (forth, link.object) if link.subject == claim.id else (back, link.subject)
    other = naming.claims.get(name)
    found: Line = (naming.claim(other), f" ({naming.whose(other)})") if other else (name,)
    comment = f". {link.comment}" if link.comment else ""
    return (f"{verb.capitalize()}: ", *found, *naming.asserting(link.asserted_by), comment)
