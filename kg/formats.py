"""File formats: each is one value that knows its name, suffix, media type and what it can carry."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.errors import FormatError

__all__ = ["FORMATS", "Format", "by_name", "by_suffix"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format a graph can be written in.

    ``named_graphs``: it keeps graphs apart (TriG), where others hold the ledger's one graph (Turtle).
    ``readable``: we read it back; GraphML and GEXF are for drawing programs and lose too much.
    """

    name: str
    label: str
    suffix: str
    media_type: str
    named_graphs: bool = False
    readable: bool = True


FORMATS: Final = (
    Format("turtle", "Turtle", ".ttl", "text/turtle"),
    Format("trig", "TriG", ".trig", "application/trig", named_graphs=True),
    Format("ntriples", "N-Triples", ".nt", "application/n-triples"),
    Format("nquads", "N-Quads", ".nq", "application/n-quads", named_graphs=True),
    Format("jsonld", "JSON-LD", ".jsonld", "application/ld+json", named_graphs=True),
    Format("xml", "RDF/XML", ".rdf", "application/rdf+xml"),
    Format("graphml", "GraphML", ".graphml", "application/graphml+xml", readable=False),
    Format("gexf", "GEXF", ".gexf", "application/gexf+xml", readable=False),
)


def by_name(name: str) -> Format:
    """Find a format by name; raise FormatError naming all."""
    for candidate in FORMATS:
        if candidate.name == name:
            return candidate
    names = ", ".join(candidate.name for candidate in FORMATS)
    raise FormatError.at(None, f'there is no format "{name}"', f"choose one of {names}")


def by_suffix(path: Path | str) -> Format:
    """Find a format by a file name's suffix; raise FormatError naming all that are known."""
    suffix = Path(path).suffix.lower()
    for candidate in FORMATS:
        if candidate.suffix == suffix:
            return candidate
    known = ", ".join(f"{candidate.suffix} ({candidate.label})" for candidate in FORMATS)
    found = f'the suffix "{suffix}" names no format' if suffix else "the name has no suffix to tell a format by"
    raise FormatError.at(str(path), found, f"use one of {known}, or name the format")
