"""JSON-LD 1.1 that reads in plain words, from ``ontology/context.jsonld`` alone.

rdflib's own writer is not used: it changes its order from run to run and does not know a property's own
context, so that ``"kind": "forecast"`` would come out as an address.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from kg import assets
from kg.errors import FormatError
from kg.terms import RDF, XSD

__all__ = ["jsonld"]

Triple = tuple[Node, Node, Node]

_KEYWORDS: Final = ("@id", "@type")
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(//)?")


@dataclass(frozen=True, slots=True)
class _Key:
    """How a property is written: its key, what its values are coerced to, and words for some of them."""

    name: str
    kind: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    vocabulary: str = ""


class _Context:
    """The bundled context, turned round: from IRIs to keys, words and short names."""

    def __init__(self, base: str) -> None:
        text = assets.ontology().joinpath("context.jsonld").read_text(encoding="utf-8")
        context: dict[str, Any] = json.loads(text)["@context"]
        self.prefixes = {
            name: value for name, value in context.items() if isinstance(value, str) and value.endswith(("/", "#"))
        }
        self.prefixes["kb"] = base
        self.document = {**context, "kb": base}
        self.longest = sorted(self.prefixes.items(), key=lambda item: -len(item[1]))
        self.keys: dict[str, _Key] = {}
        self.classes: dict[str, str] = {}
        for name, value in context.items():
            if not name.startswith("@") and name not in self.prefixes and value not in _KEYWORDS:
                self._define(name, {"@id": value} if isinstance(value, str) else value)

    def _define(self, name: str, definition: Mapping[str, Any]) -> None:
        iri = self._expand(definition["@id"])
        kind = definition.get("@type", "")
        scoped = definition.get("@context", {})
        words = {self._expand(value): word for word, value in scoped.items() if word != "@vocab"}
        coerced = kind if kind.startswith("@") or not kind else self._expand(kind)
        self.keys[iri] = _Key(name, coerced, words, scoped.get("@vocab", ""))
        if name[0].isupper():
            self.classes[iri] = name

    def _expand(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self.prefixes[prefix] + local if colon else name

    def name(self, node: Node) -> str:
        """Shorten an IRI by the longest prefix that fits; raise FormatError where it would be read as another."""
        if isinstance(node, BNode):
            return f"_:{node}"
        iri = str(node)
        for prefix, start in self.longest:
            local = iri.removeprefix(start)
            if local and local != iri and not local.startswith("//"):
                return f"{prefix}:{local}"
        found = _SCHEME.match(iri)
        if not found:
            raise FormatError.at(
                None, f"JSON-LD cannot write the relative IRI <{iri}>", "write it in full, or choose another format"
            )
        if found[1] in self.prefixes and not found[2]:
            what = f"JSON-LD cannot write <{iri}>, since {found[1]}: is short for {self.prefixes[found[1]]}"
            raise FormatError.at(None, what, "choose another format, such as turtle")
        return iri

    def value(self, node: Node, key: _Key) -> str | bool | int | dict[str, str]:
        """Write a property's value as its key lets it be read back."""
        if isinstance(node, Literal):
            return self._literal(node, key)
        if key.kind == "@vocab" and isinstance(node, URIRef):
            if word := key.words.get(str(node)) or (not key.vocabulary and self.classes.get(str(node))):
                return word
            local = str(node).removeprefix(key.vocabulary)
            plain = local.replace("_", "").replace("-", "").isalnum() and local not in self.document
            if key.vocabulary and local != str(node) and plain:
                return local
        return self.name(node) if key.kind in {"@id", "@vocab"} else {"id": self.name(node)}

    def _literal(self, literal: Literal, key: _Key) -> str | bool | int | dict[str, str]:
        text = str(literal)
        if literal.language:
            return {"@value": text, "@language": literal.language}
        datatype = "" if literal.datatype in {None, XSD.string} else str(literal.datatype)
        if datatype != key.kind:
            return {"@value": text, **({"@type": self.name(URIRef(datatype))} if datatype else {})}
        if datatype == str(XSD.boolean) and text in {"true", "false"}:
            return text == "true"
        if datatype == str(XSD.nonNegativeInteger) and text.isdecimal() and str(int(text)) == text:
            return int(text)
        return text


def jsonld(graphs: Mapping[URIRef | None, Iterable[Triple]], base: str) -> str:
    """Write graphs as one JSON-LD document, nodes and values sorted; a graph without a name is the default graph.

    Raises FormatError for IRIs that would be read back as others: relative ones, and those whose scheme is one
    of the prefixes (``<schema:x>``), which JSON-LD has no way to escape.
    """
    context = _Context(base)
    found: list[dict[str, Any]] = []
    for name, triples in graphs.items():
        nodes = _nodes(triples, context)
        found.extend(nodes if name is None else [{"id": context.name(name), "@graph": nodes}])
    return json.dumps({"@context": context.document, "@graph": found}, indent=2, ensure_ascii=False) + "\n"


def _nodes(triples: Iterable[Triple], context: _Context) -> list[dict[str, Any]]:
    nodes: dict[Node, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, item in sorted(set(triples)):
        if predicate == RDF.type and not isinstance(item, Literal):
            nodes[subject]["type"].append(context.classes.get(str(item)) or context.name(item))
        else:
            key = context.keys.get(str(predicate)) or _Key(context.name(predicate))
            nodes[subject][key.name].append(context.value(item, key))
    return [
        {
            "id": context.name(subject),
            **{key: values[0] if len(values) == 1 else values for key, values in keys.items()},
        }
        for subject, keys in nodes.items()
    ]
