"""One thing that follows from claims, as lines of N-Triples."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kg.graph.ntriples import quoted, reference
from kg.terms import DCTERMS, PROV, RDF, RDFS

__all__ = ["DERIVED_FROM", "Fact", "described"]

_reference = lru_cache(maxsize=1 << 14)(reference)

_TYPE, _STATEMENT, _ENTITY = (reference(str(term)) for term in (RDF.type, RDF.Statement, PROV.Entity))
_SUBJECT, _PREDICATE, _OBJECT = (reference(str(term)) for term in (RDF.subject, RDF.predicate, RDF.object))
_KIND, _LABEL, _COMMENT = (reference(str(term)) for term in (DCTERMS.type, RDFS.label, RDFS.comment))
DERIVED_FROM: Final = reference(str(PROV.wasDerivedFrom))


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that follows: quoted, as a claim is, by subject, predicate and object, and resting on other nodes.

    ``subject`` and what is in ``rests_on`` are IRIs. ``predicate`` and ``kinds`` are names of ours, such as
    "contradicts", which become nodes with that label under ``derived/``, or IRIs. ``object`` is a name of ours, an IRI,
    or a term as N-Triples writes it. ``why`` says it in words.
    """

    kinds: tuple[str, ...]
    subject: str
    predicate: str
    object: str
    rests_on: tuple[str, ...]
    why: str = ""


def described(base: str, facts: Iterable[Fact]) -> Iterator[str]:
    """Yield facts as lines of N-Triples, each a node whose IRI is a hash of what it says, and the names they use."""
    named: dict[str, str] = {}

    def term(name: str) -> str:
        """Write a name of ours, an IRI, or what is written already."""
        if name.startswith(("<", '"')):
            return name
        if ":" in name:
            return _reference(name)
        return named.setdefault(name, reference(f"{base}derived/{name}"))

    for fact in facts:
        subject, predicate, item = _reference(fact.subject), term(fact.predicate), term(fact.object)
        kinds = tuple(map(term, fact.kinds))
        content = [kinds, subject, predicate, item, fact.why, sorted(fact.rests_on)]
        digest = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
        node = f"<{base}derived/{digest[:20]}>"
        yield f"{node} {_TYPE} {_STATEMENT} .\n{node} {_TYPE} {_ENTITY} .\n"
        yield f"{node} {_SUBJECT} {subject} .\n{node} {_PREDICATE} {predicate} .\n{node} {_OBJECT} {item} .\n"
        yield from (f"{node} {_KIND} {kind} .\n" for kind in kinds)
        yield from (f"{node} {DERIVED_FROM} {_reference(one)} .\n" for one in fact.rests_on)
        if fact.why:
            yield f"{node} {_COMMENT} {quoted(fact.why)} .\n"
    yield from (f"{node} {_LABEL} {quoted(name.replace('-', ' '))} .\n" for name, node in named.items())
