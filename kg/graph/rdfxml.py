"""RDF/XML, always the same: rdflib's own writer changes the order of subjects from run to run."""

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from rdflib import BNode, Literal
from rdflib.term import Node

from kg.errors import FormatError
from kg.terms import RDF, XSD

__all__ = ["NOT_XML", "rdfxml"]

Triple = tuple[Node, Node, Node]

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*\Z")  # of XML's names those that every edition of XML has
_LAST_NAME: Final = re.compile(r"(.+?)([A-Za-z_][A-Za-z0-9_.-]*)\Z", re.DOTALL)
_NO_PROPERTIES: Final = {
    f"{RDF}{name}"
    for name in (
        *("RDF", "Description", "ID", "about", "parseType", "resource", "nodeID", "datatype", "li"),
        *("bagID", "aboutEach", "aboutEachPrefix"),
    )
}
"""What the grammar of RDF/XML keeps to itself, and ``rdf:li``, which is read back as ``rdf:_1``."""

_XMLNS: Final = "http://www.w3.org/2000/xmlns/"
"""The namespace of namespace declarations, which no prefix may be bound to."""

NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_KEPT: Final = {"\r": "&#13;"}


def rdfxml(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Write triples as RDF 1.1 XML Syntax, subjects and properties sorted.

    Raises FormatError for characters that XML 1.0 has no way to write, and for a property whose address does
    not end in an XML name (of ASCII letters, digits, ``_``, ``-`` and ``.``) or that RDF/XML keeps for its grammar.
    """
    names = _Names(prefixes)
    blocks = []
    for subject, statements in groupby(sorted(set(triples)), key=lambda triple: triple[0]):
        lines = [f"    {_property(names, predicate, item)}\n" for _, predicate, item in statements]
        blocks.append(f"  <rdf:Description {_reference('about', subject)}>\n{''.join(lines)}  </rdf:Description>\n")
    used = "".join(f"\n  xmlns:{prefix}={quoteattr(names.known[prefix])}" for prefix in sorted(names.used))
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF{used}>\n{"".join(blocks)}</rdf:RDF>\n'
    if found := NOT_XML.search(text):
        what = f"RDF/XML cannot carry the character U+{ord(found[0]):04X}"
        raise FormatError.at(None, what, "choose another format, such as turtle")
    return text


class _Names:
    """Turns properties into XML names; remembers which prefixes were used, and makes new ones where none fits."""

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.known = dict(prefixes)
        self.used = {"rdf"}
        self.cache: dict[str, str] = {}

    def __call__(self, predicate: Node) -> str:
        iri = str(predicate)
        if iri not in self.cache:
            if iri in _NO_PROPERTIES:
                raise _refusal(iri)
            self.cache[iri] = self._split(iri)
        return self.cache[iri]

    def _split(self, iri: str) -> str:
        for prefix, start in sorted(self.known.items(), key=lambda item: -len(item[1])):
            if iri.startswith(start) and _NAME.match(iri[len(start) :]):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(start) :]}"
        found = _LAST_NAME.match(iri)
        if not found or found[1] == _XMLNS:
            raise _refusal(iri)
        prefix = f"ns{sum(name.startswith('ns') for name in self.known) + 1}"
        self.known[prefix] = found[1]
        return self._split(iri)


def _refusal(iri: str) -> FormatError:
    what = f"RDF/XML cannot write the property <{iri}>"
    return FormatError.at(None, what, "choose another format, such as turtle")


def _reference(attribute: str, node: Node) -> str:
    if isinstance(node, BNode):
        return f"rdf:nodeID={quoteattr(f'b{node}')}"
    return f"rdf:{attribute}={quoteattr(str(node))}"


def _property(names: _Names, predicate: Node, item: Node) -> str:
    name = names(predicate)
    if not isinstance(item, Literal):
        return f"<{name} {_reference('resource', item)}/>"
    kind = ""
    if item.language:
        kind = f" xml:lang={quoteattr(item.language)}"
    elif item.datatype is not None and item.datatype != XSD.string:
        kind = f" rdf:datatype={quoteattr(str(item.datatype))}"
    return f"<{name}{kind}>{escape(str(item), _KEPT)}</{name}>"
