"""What a SPARQL text holds, found before any engine runs it.

Reads texts, never graphs: the tokens of a query, whether it is safe to hand to the engine, where values go
in place of ``$name``, how an update is kept to one graph, what it is turned into for an engine that needs it, and what
a person should be told when it does not parse.
"""

from kg.sparql.dialects import declared, without_minus
from kg.sparql.explaining import WORDS, excerpt, explain
from kg.sparql.filling import bind, fill, literal, marked, pieces, reference
from kg.sparql.lexing import Token, tokens
from kg.sparql.safety import UPDATES, Outline, refuse_connections, survey
from kg.sparql.updating import confine, data

__all__ = [
    "UPDATES",
    "WORDS",
    "Outline",
    "Token",
    "bind",
    "confine",
    "data",
    "declared",
    "excerpt",
    "explain",
    "fill",
    "literal",
    "marked",
    "pieces",
    "reference",
    "refuse_connections",
    "survey",
    "tokens",
    "without_minus",
]
