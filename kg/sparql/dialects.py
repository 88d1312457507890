"""Where engines part from SPARQL 1.1, and what a query is turned into for them: the one place for that.

Every server is sent the prefixes that a query uses without declaring them. Virtuoso 7 gets more: it finds nothing by
a property path that repeats (``ac:supersedes+``) within MINUS, so that nothing is taken away, and cannot compile some
MINUS within MINUS; as an OPTIONAL that must not have been found both are right.

What else is different about it is no matter of a query's text, or cannot be turned into anything. The questions and
rules that ship keep clear of that; ``docs/engines.md`` lists it for those who write their own.
"""

from collections.abc import Mapping
from itertools import pairwise

from kg.sparql.lexing import tokens

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
    """Write every ``MINUS { … }`` as an OPTIONAL that must not have been found.

    That is the same wherever what is taken away shares a variable with what is there; where it shares none,
    MINUS takes nothing away.
    """
    pieces, done, count = [], 0, 0
    opened: list[tuple[int, str]] = []
    found = list(tokens(text))
    for index, token in enumerate(found):
        if token.text == "{":
            before, inner = found[index - 1 : index], found[index + 1 : index + 2]
            if before and before[0].kind == "word" and before[0].text.upper() == "MINUS":
                count += 1
                # a sub-select stands alone in its braces
                wrapped = "{ " if inner and inner[0].text.upper() == "SELECT" else ""
                pieces += [text[done : before[0].start], f"OPTIONAL {wrapped}"]
                done = token.start
                opened.append((count, " }" if wrapped else ""))
            else:
                opened.append((0, ""))
        elif token.text == "}" and opened:
            number, closing = opened.pop()
            if number:
                mark = f"?minus{number}"
                pieces += [text[done : token.start], f"{closing} BIND (true AS {mark}) }} FILTER (!BOUND({mark}))"]
                done = token.start + 1
    return "".join([*pieces, text[done:]])
