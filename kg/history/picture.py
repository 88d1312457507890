"""Revisions as a picture: SVG 1.1 that needs nothing else, and that screen readers can tell."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from kg.claims import Corpus
from kg.errors import QueryError
from kg.history.figures import Figure
from kg.history.revisions import Chain
from kg.naming import find_entity, find_predicate

__all__ = ["picture"]

_COLUMN: Final = 130
_LEFT, _RIGHT = 100, 30
_TOP, _PLOT, _FOOT = 84, 230, 64
_LEAST: Final = 480
_TICKS: Final = 4
_INK, _RULE, _RANGE, _CAME = "#1f2937", "#d1d5db", "#1d4ed8", "#9a3412"
"""Each stands out from white by 4.5 to 1 or more, but for the rules, which carry nothing alone."""

_MIDDLE: Final = {"text-anchor": "middle"}
_CAME_TEXT: Final = {**_MIDDLE, "fill": _CAME}

_SCALES: Final = tuple((Decimal(10) ** power, f" {name}") for power, name in ((12, "T"), (9, "B"), (6, "M"), (3, "k")))


def picture(corpus: Corpus, subject: str, predicate: str, chains: Sequence[Chain]) -> bytes:
    """Draw chains of revisions below each other; the same chains give the same bytes.

    A bar is a range, dashed lines lead from its ends to those of the one that revises it, a diamond is what came. All
    of it is told in words in ``desc``. Raises QueryError where there is nothing to draw.
    """
    who, what = find_entity(corpus, subject), find_predicate(corpus, predicate)
    if not chains:
        raise QueryError.at(
            None, f'there is no guidance of "{what.id}" of "{who.id}"', "kg query guidance shows what there is"
        )
    units = {unit.id: unit.label for unit in corpus.units}
    width = max(_LEAST, _LEFT + _RIGHT + _COLUMN * max(len(chain.steps) + len(chain.actual) for chain in chains))
    height = (_TOP + _PLOT + _FOOT) * len(chains)
    name = f"revisions-{who.id}-{what.id}"
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {width} {height}",
            "width": str(width),
            "height": str(height),
            "role": "img",
            "aria-labelledby": f"{name}-title {name}-desc",
            "font-family": "system-ui, sans-serif",
            "font-size": "14",
        },
    )
    title = f"{who.label} {what.label}: how guidance was revised"
    SubElement(root, "title", {"id": f"{name}-title"}).text = _plain(title)
    told = " ".join(_told(chain, units.get(chain.unit, chain.unit)) for chain in chains)
    SubElement(root, "desc", {"id": f"{name}-desc"}).text = _plain(told)
    SubElement(root, "rect", {"width": str(width), "height": str(height), "fill": "#ffffff"})
    for number, chain in enumerate(chains):
        group = SubElement(root, "g", {"transform": f"translate(0 {(_TOP + _PLOT + _FOOT) * number})"})
        _panel(group, chain, f"{who.label} {what.label}, {chain.name}", units.get(chain.unit, chain.unit), width)
    indent(root)
    return f"{tostring(root, encoding='unicode')}\n".encode()


def _panel(group: Element, chain: Chain, heading: str, unit: str, width: int) -> None:
    """Draw one chain."""
    values = [end for step in chain.steps for end in (step.low, step.high)]
    values += [end for figure in chain.actual for end in _ends(figure)]
    ticks = _ticks(min(values), max(values))
    least, most = ticks[0], ticks[-1]

    def y(value: Decimal) -> str:
        return _round(_TOP + _PLOT * (most - value) / (most - least))

    def x(column: int) -> int:
        return _LEFT + _COLUMN * column + _COLUMN // 2

    _text(group, heading, _LEFT, 24, {"font-weight": "bold"})
    _text(group, unit, _LEFT, 44, {})
    for tick in ticks:
        _line(group, (str(_LEFT), y(tick)), (str(width - _RIGHT), y(tick)), _RULE)
        _text(group, _short(tick), _LEFT - 10, y(tick), {"text-anchor": "end", "dy": "0.35em"})
    places = {step.claim.id: column for column, step in enumerate(chain.steps)}
    for column, step in enumerate(chain.steps):
        if step.revises is not None:
            old = chain.steps[places[step.revises]]
            start, end = str(x(places[step.revises]) + 14), str(x(column) - 14)
            for before, now in ((old.low, step.low), (old.high, step.high)):
                _line(group, (start, y(before)), (end, y(now)), _RANGE, dashed=True)
    for column, step in enumerate(chain.steps):
        tall = max(Decimal(y(step.low)) - Decimal(y(step.high)), Decimal(2))
        bar = {"x": str(x(column) - 14), "y": y(step.high), "width": "28", "height": str(tall), "fill": _RANGE}
        SubElement(group, "rect", bar)
        _line(group, (str(x(column) - 14), y(step.midpoint)), (str(x(column) + 14), y(step.midpoint)), "#ffffff")
        _text(group, _short(step.high), x(column), str(Decimal(y(step.high)) - 6))
        if step.width:
            _text(group, _short(step.low), x(column), str(Decimal(y(step.low)) + 18))
        _text(group, str(step.day or "no day"), x(column), _TOP + _PLOT + 30)
        _text(group, ", ".join(step.how[-1:]) or "first", x(column), _TOP + _PLOT + 50)
    for column, figure in enumerate(chain.actual, len(chain.steps)):
        low, high = _ends(figure)
        middle, at = y((low + high) / 2), x(column)
        _line(group, (str(_LEFT), middle), (str(at), middle), _CAME, dashed=True)
        up, down = Decimal(middle) - 9, Decimal(middle) + 9
        SubElement(
            group, "path", {"d": f"M{at} {up} L{at + 9} {middle} L{at} {down} L{at - 9} {middle} Z", "fill": _CAME}
        )
        _text(group, _short((low + high) / 2), at, str(up - 5), _CAME_TEXT)
        _text(group, str(figure.known_on or "no day"), at, _TOP + _PLOT + 30)
        _text(group, "what came", at, _TOP + _PLOT + 50, _CAME_TEXT)


def _told(chain: Chain, unit: str) -> str:
    """Tell a chain in sentences."""

    def sentences() -> Iterator[str]:
        for step in chain.steps:
            how = f" ({', '.join(step.how)})" if step.how else ""
            yield f"{_day(step.day)}: {_short(step.low)} to {_short(step.high)}{how}"
        for figure in chain.actual:
            low, high = _ends(figure)
            amount = _short(low) if low == high else f"{_short(low)} to {_short(high)}"
            under = f" (under the criterion: {figure.criterion.rstrip('.')})" if figure.criterion else ""
            yield f"{_day(figure.known_on)}: {amount} came{under}"

    return f"Guidance for {chain.name}, in {unit}. {'; '.join(sentences())}."


def _day(day: dt.date | None) -> str:
    return str(day or "no day")


def _ends(figure: Figure) -> tuple[Decimal, Decimal]:
    measure = figure.measure
    low = measure.low if measure.value is None else measure.value
    high = measure.high if measure.value is None else measure.value
    return low or Decimal(0), high or Decimal(0)


def _ticks(least: Decimal, most: Decimal) -> list[Decimal]:
    """Return some round numbers from at most ``least`` to at least ``most``, the ends apart."""
    span = (most - least) or abs(most) or Decimal(1)
    rough = span / _TICKS
    unit = Decimal(1).scaleb(rough.adjusted())
    step = next(unit * factor for factor in (1, 2, 5, 10) if unit * factor >= rough)
    low = (least / step).to_integral_value(rounding="ROUND_FLOOR") * step
    count = max(1, int(((most - low) / step).to_integral_value(rounding=ROUND_CEILING)))
    return [low + step * number for number in range(count + 1)]


def _short(number: Decimal) -> str:
    """Write a number with a scale letter: 38.5 B."""
    size, letter = next(((size, letter) for size, letter in _SCALES if abs(number) >= size), (Decimal(1), ""))
    digits = f"{number / size:,.3f}".rstrip("0").rstrip(".")
    return f"{digits}{letter}"


def _round(number: Decimal) -> str:
    return str(number.quantize(Decimal("0.1")))


def _plain(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable())


def _text(group: Element, text: str, x: int, y: str | int, style: Mapping[str, str] = _MIDDLE) -> None:
    SubElement(group, "text", {"x": str(x), "y": str(y), "fill": _INK, **style}).text = _plain(text)


def _line(group: Element, start: tuple[str, str], end: tuple[str, str], stroke: str, *, dashed: bool = False) -> None:
    given = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1], "stroke": stroke, "stroke-width": "1.5"}
    SubElement(group, "line", {**given, **({"stroke-dasharray": "4 4"} if dashed else {})})
