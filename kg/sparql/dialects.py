"""Where engines part from SPARQL 1.1, and what a query is turned into for them: the one place for that.

Every server is sent the prefixes that a query uses without declaring them. Virtuoso 7 gets more: it finds nothing by
a property path that repeats (``ac:supersedes+``) within MINUS, so that nothing is taken away, and cannot compile some
MINUS within MINUS; as an OPTIONAL that must not have been found both are right. The two are not the same wherever they
stand: MINUS does not see the variables around it, and takes nothing away where it shares none with what is there. So
what is in it gets names of its own, but for what is shared (https://www.w3.org/TR/sparql11-query/#variableScope), and
it is turned into an OPTIONAL only where one shared variable is bound on both sides in every solution.

What else is different about it is no matter of a query's text, or cannot be turned into anything. The questions and
rules that ship keep clear of that; ``docs/engines.md`` lists it for those who write their own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from kg.sparql.explaining import pointed
from kg.sparql.lexing import CLOSING, OPENING, tokens

__all__ = ["declared", "without_minus"]


def declared(text: str, known: Mapping[str, str]) -> str:
    """Declare the prefixes that a query uses and does not declare, all on its first line."""
    found = list(tokens(text))
    used = [token.text.partition(":")[0] for token in found if token.kind == "name"]
    own = {
        name.text.partition(":")[0]
        for word, name in pairwise(found)
        if word.kind == "word" and word.text.upper() == "PREFIX"
    }
    missing = [prefix for prefix in dict.fromkeys(used) if prefix in known and prefix not in own]
    return "".join(f"PREFIX {prefix}: <{known[prefix]}> " for prefix in missing) + text


def without_minus(text: str) -> str:
    """Write each ``MINUS { … }`` as an OPTIONAL that must not have been found, wherever that is the same.

    Where it may not be, MINUS stays, and QueryError is raised where a path repeats in it. The names that come in are of
    no variable of the text, and ``SELECT *`` gives what it gave. A text that does not parse stays as it is.
    """
    reading = _Reading(text)
    try:
        reading.query()
    except LookupError:
        return text
    return reading.written()


@dataclass
class _Seen:
    """Variables of a pattern: in scope, bound in every solution, named in its own FILTERs; whether a path repeats."""

    scope: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    filtered: set[str] = field(default_factory=set)
    repeats: bool = False

    def join(self, other: "_Seen", *, optional: bool = False) -> None:
        self.scope |= other.scope
        self.bound |= set() if optional else other.bound
        self.repeats |= other.repeats


class _Reading:
    """One passage through a query. Each method begins at ``at``, and ends behind what it is named after."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = list(tokens(text))
        self.names = {place: [token.text[1:]] for place, token in enumerate(self.found) if token.kind == "variable"}
        """What stands, or is to stand, at the place of a variable, and of the ``*`` of a SELECT."""
        self.order = list(dict.fromkeys(name for (name,) in self.names.values()))
        self.put: dict[int, str] = {}
        """What is to stand in the place of other tokens."""
        self.stem = "minus"
        while any(name.startswith(self.stem) for name in self.order):
            self.stem += "_"
        self.at = self.count = 0

    def written(self) -> str:
        pieces, done = [], 0
        for place, token in enumerate(self.found):
            names = self.names.get(place, [token.text[1:]])
            new = token.text if names == [token.text[1:]] else " ".join(f"?{name}" for name in names)
            pieces += [self.text[done : token.start], self.put.get(place, new)]
            done = token.start + len(token.text)
        return "".join([*pieces, self.text[done:]])

    def word(self) -> str:
        token = self.found[self.at]
        if token.kind == "stray" or (token.kind == "iri" and token.text[1] in "?$"):  # read in two ways: <?a&&?b>
            raise LookupError
        return token.text.upper() if token.kind in {"word", "sign"} else ""

    def query(self) -> None:
        while (form := self.word()) not in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
            self.at += 1
        if form == "SELECT":
            self.select(rewrites=True)
            return
        self.at += 1
        if form == "CONSTRUCT" and self.word() == "{":
            self.brackets()
        while self.word() != "{":
            self.at += 1
        self.group(rewrites=True)

    def select(self, *, rewrites: bool) -> _Seen:
        """Read a SELECT with all that belongs to it."""
        self.at += 1
        if self.word() in {"DISTINCT", "REDUCED"}:
            self.at += 1
        star, before = self.at, self.count
        chosen: set[str] = set()
        made: set[str] = set()
        while (word := self.word()) != "{":
            if word == "(":
                self.brackets()
                made.update(self.names[self.at - 2])
            else:
                chosen.update(self.names.get(self.at, ()))
                self.at += 1
        where = self.group(rewrites=rewrites)
        while self.at < len(self.found) and (word := self.word()) != "}":
            if word == "VALUES":
                self.values(where)
            elif word in OPENING:
                self.brackets()
            else:
                self.at += 1
        if self.found[star].text != "*":
            return _Seen(chosen | made, chosen & where.bound, repeats=where.repeats)
        if self.count > before and where.scope:
            self.names[star] = [name for name in self.order if name in where.scope]
        return _Seen(where.scope, where.bound, repeats=where.repeats)

    def group(self, *, rewrites: bool) -> _Seen:
        """Read a group in its braces."""
        self.at += 1
        seen = _Seen()
        if self.word() == "SELECT":
            seen.join(self.select(rewrites=rewrites))
        while (word := self.word()) != "}":
            if word == "{":
                seen.join(self.union(rewrites=rewrites))
                continue
            self.at += 1
            match word:
                case "OPTIONAL":
                    seen.join(self.group(rewrites=rewrites), optional=True)
                case "MINUS":
                    self.minus(seen, rewrites=rewrites)
                case "FILTER":
                    seen.filtered |= self.brackets()
                case "BIND":
                    self.brackets()
                    seen.scope.update(self.names[self.at - 2])
                case "VALUES":
                    self.at -= 1
                    self.values(seen)
                case "SERVICE" | "LATERAL":
                    raise LookupError
                case _:  # part of a triple, or GRAPH before its group
                    names = self.names.get(self.at - 1, ())
                    seen.scope.update(names)
                    seen.bound.update(names)
                    seen.repeats |= word == "*" or (word == "+" and not self.signs())
        self.at += 1
        return seen

    def signs(self) -> bool:
        """Tell whether the + before belongs to a number."""
        return self.found[self.at].kind == "number" and self.found[self.at].start == self.found[self.at - 1].start + 1

    def union(self, *, rewrites: bool) -> _Seen:
        """Read a group, or several with UNION between them."""
        seen = self.group(rewrites=rewrites)
        while self.word() == "UNION":
            self.at += 1
            other = self.group(rewrites=rewrites)
            seen.bound &= other.bound
            seen.join(other, optional=True)
        return seen

    def values(self, seen: _Seen) -> None:
        """Read VALUES with its table."""
        self.at += 1
        start = self.at
        names = self.brackets() if self.word() == "(" else set()
        names |= self.brackets()
        undefined = any(token.text.upper() == "UNDEF" for token in self.found[start : self.at] if token.kind == "word")
        seen.join(_Seen(names, names), optional=undefined)

    def brackets(self) -> set[str]:
        """Read to the end of the first brackets, or of EXISTS and its group; return the variables in that."""
        start, depth = self.at, 0
        while True:
            word = self.word()
            self.at += 1
            if word == "EXISTS":  # the solutions outside are put into it, and engines differ on what MINUS then shares
                self.group(rewrites=False)
            depth += (word in OPENING) - (word in CLOSING)
            if not depth and (word == "EXISTS" or word in CLOSING):
                return {name for place in range(start, self.at) for name in self.names.get(place, ())}

    def minus(self, seen: _Seen, *, rewrites: bool) -> None:
        """Read the group of a MINUS, and turn it into an OPTIONAL where that is the same."""
        opening = self.at
        selects = self.found[opening + 1].text.upper() == "SELECT"
        inner = self.group(rewrites=rewrites)
        closing = self.at - 1
        seen.repeats |= inner.repeats
        shared = seen.scope & inner.scope
        if not rewrites or (shared and not shared & seen.bound & inner.bound):
            if inner.repeats:
                what = "a path that repeats (+ or *) stands in a MINUS, where Virtuoso finds nothing by it"
                instead = "write MINUS outside EXISTS, with a variable that is bound on both sides wherever it stands"
                raise pointed(self.text, self.found[opening - 1].start, what, instead)
            return
        if not shared:  # it takes nothing away
            self.put.update(dict.fromkeys(range(opening - 1, self.at), ""))
            return
        self.count += 1
        mark = f"{self.stem}{self.count}"
        for place in range(opening, closing):
            if place in self.names:
                self.names[place] = [
                    name if name in shared or name.startswith(self.stem) else f"{mark}_{name}"
                    for name in self.names[place]
                ]
        # a sub-select stands alone in its braces; a FILTER would see in an OPTIONAL what is bound around it
        wrapped = selects or not inner.filtered & shared <= inner.bound
        self.put[opening - 1] = "OPTIONAL"
        self.put[opening] = "{ {" if wrapped else "{"
        self.put[closing] = f"{' }' if wrapped else ''} BIND (true AS ?{mark}) }} FILTER (!BOUND(?{mark}))"
