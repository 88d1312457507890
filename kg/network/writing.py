"""A network as a file for drawing programs."""

import re
from io import BytesIO
from typing import Any, Final

import networkx as nx

from kg.errors import FormatError
from kg.formats import Format

__all__ = ["write"]

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WRITTEN_ON: Final = re.compile(rb' lastmodifieddate="[^"]*"')


def write(network: "nx.MultiDiGraph[str]", chosen: Format) -> bytes:
    """Return a network as GraphML or GEXF. Same network, same bytes.

    These formats hold single values: lists of words are joined, a measure and a period are given as they
    were written, and appearances and resolutions are left out. Raises FormatError for another format.
    """
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, found in sorted(network.nodes.items()):
        flat.add_node(_plain(node), **_flat(found))
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (source, target, _, found) in enumerate(edges):
        flat.add_edge(_plain(source), _plain(target), key=str(number), **_flat(found))
    out = BytesIO()
    match chosen.name:
        case "graphml":
            nx.write_graphml_xml(flat, out)
        case "gexf":
            nx.write_gexf(flat, out)
        case name:
            raise FormatError.at(None, f"a network cannot be written as {name}", "choose graphml or gexf")
    return _WRITTEN_ON.sub(b"", out.getvalue())


def _flat(found: dict[str, Any]) -> dict[str, str | bool]:
    flat: dict[str, str | bool] = {}
    for name, value in found.items():
        match value:
            case bool():
                flat[name] = value
            case str():
                flat[name] = _plain(value)
            case {"as_written": str(words)}:
                flat[name] = _plain(words)
            case [str(), *_]:
                flat[name] = _plain("; ".join(value))
    # GEXF takes "kind" of an edge for its own; both formats then agree on another name.
    return {("is_a" if name == "type" else name): value for name, value in flat.items()}


def _plain(words: str) -> str:
    """Leave out what XML cannot carry."""
    return _NOT_XML.sub("", words)
