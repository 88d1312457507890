"""Finds what ships beside the code: the ontology, the data and the page's parts; and which version that is.

In a checkout they are folders next to ``kg``; in a wheel they lie inside it. Nothing else needs to know.
"""

from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

__all__ = ["data", "ontology", "version", "viz"]


def _content(name: str) -> Traversable:
    packaged = files("kg").joinpath(name)
    if packaged.is_dir():
        return packaged
    return Path(__file__).resolve().parent.parent / name


def ontology() -> Traversable:
    """Return the folder of ``claims.ttl``, ``shapes.ttl``, ``context.jsonld``, rules and questions."""
    return _content("ontology")


def data() -> Traversable:
    """Return the folder of the shipped ledger's records."""
    return _content("data")


def viz() -> Traversable:
    """Return the folder of the page's template, style, script and vendored libraries."""
    return _content("viz")


def version() -> str:
    """Return the installed version; empty for a checkout that is not installed."""
    try:
        return metadata.version("ai-claims-kg")
    except metadata.PackageNotFoundError:
        return ""
