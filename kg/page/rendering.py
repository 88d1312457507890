"""A network as one HTML file that needs nothing else: no server, no request, no other file.

pyvis holds what is drawn and fills our own template; vis-network, vendored, draws it. The template, the
style and the script are in ``viz/`` and read when a page is written, so that a changed line shows at once.

Ledger text is hostile until proven otherwise. It enters the file escaped, in HTML, or as JSON data that no
browser runs; the file carries a Content-Security-Policy that allows the scripts and the style by their
digests and forbids everything else, requests included.
"""

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any, Final

import networkx as nx
from jinja2 import Environment, FunctionLoader, StrictUndefined
from pyvis.network import Network
from rdflib import Dataset

from kg.assets import viz
from kg.claims import BASE
from kg.layout import Layout, glyph_size, place
from kg.page import asking
from kg.page.scripts import bundled, inert, policy
from kg.standing import STANDINGS

__all__ = ["OPTIONS", "render"]

OPTIONS: Final[Mapping[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"dragNodes": False, "hover": False, "keyboard": False, "selectable": False, "zoomSpeed": 0.7},
    "nodes": {"chosen": False, "fixed": True},
    "edges": {"chosen": False, "hoverWidth": 0, "selectionWidth": 0},
}
"""How vis-network behaves: it moves the view, never the nodes."""


def render(network: "nx.MultiDiGraph[str]", title: str, graph: Dataset | None = None, *, sparql: bool = True) -> str:
    """Return a page showing a network from :func:`kg.network.derive`: the whole file, ready for UTF-8.

    With a ledger's ``graph`` (``store.dataset()``) the page can be asked SPARQL, unless ``sparql`` is False: the
    engine for it makes the file 2 MB larger.
    """
    layout = place(network)
    base = network.graph.get("base", "")
    drawing = Network(directed=True, cdn_resources="in_line")
    # Assigned, not added one by one: pyvis' own methods check and copy each node, and escape nothing.
    drawing.nodes = list(_nodes(network, layout, base))
    drawing.edges = list(_edges(network, base))
    drawing.options = dict(OPTIONS)
    drawing.templateEnv = _environment(
        viz(),
        title=title,
        ledger=_ledger(network, title, layout),
        claims=_rows(network),
        asking=asking.contents(graph, base or BASE) if graph is not None and sparql else None,
        graph_stub=_stub(graph) if graph is not None and sparql else "",
    )
    drawing.path = "template.html"
    html: str = drawing.generate_html()
    # A lone surrogate is legal in a Python string and nowhere else.
    return html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _stub(graph: Dataset) -> str:
    """Write the whole graph, until the page has a more compact one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return graph.serialize(format="nquads")


def _short(node: str, base: str) -> str:
    return node.removeprefix(base) if base else node


def _nodes(network: "nx.MultiDiGraph[str]", layout: Layout, base: str) -> Iterator[dict[str, Any]]:
    for node, found in sorted(network.nodes.items(), key=_reading_order):
        box = layout.boxes[node]
        where = {"x": box.x, "y": box.y, "width": box.width, "height": box.height}
        if found["type"] == "entity" and found["kind"] != "concept":
            where["glyph"] = glyph_size(network.degree(node))
        shown = {name: value for name, value in found.items() if name != "id"}
        rounded = {name: round(value, 1) for name, value in where.items()}
        yield {"id": _short(node, base), "iri": node, "record": found["id"], **rounded, **shown}


def _reading_order(item: tuple[str, Mapping[str, Any]]) -> tuple[object, ...]:
    """Sort key: claims as they come in the documents, then entities by name."""
    node, found = item
    if found["type"] == "entity":
        return (1, found["label"], 0, node)
    first = min(((at["document"], at["start"] or 0) for at in found["appearances"]), default=("", 0))
    return (0, *first, node)


def _edges(network: "nx.MultiDiGraph[str]", base: str) -> Iterator[dict[str, Any]]:
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    for number, (source, target, _, found) in enumerate(edges):
        yield {"id": number, "from": _short(source, base), "to": _short(target, base), **found}


def _ledger(network: "nx.MultiDiGraph[str]", title: str, layout: Layout) -> dict[str, Any]:
    about = network.graph.get("about")
    return {
        "title": title,
        "description": network.graph.get("description", ""),
        "about": network.nodes[about]["label"] if about else "",
        "width": round(layout.width, 1),
        "height": round(layout.height, 1),
        "islands": [
            {
                "label": island.label,
                **{name: round(getattr(island.box, name), 1) for name in ("x", "y", "width", "height")},
            }
            for island in layout.islands
        ],
    }


def _rows(network: "nx.MultiDiGraph[str]") -> list[dict[str, Any]]:
    """List the claims for a reader without scripts."""
    claims = (found for _, found in sorted(network.nodes.items(), key=_reading_order) if found["type"] == "claim")
    return [
        found | {"outcome": STANDINGS[found["standing"]], "when": (found["period"] or {}).get("as_written", "")}
        for found in claims
    ]


def _environment(folder: Traversable, **content: object) -> Environment:
    """Make a template environment that escapes, with the style and the scripts, and the policy that allows them."""

    def read(name: str) -> str:
        return folder.joinpath(*name.split("/")).read_text(encoding="utf-8")

    ask = content.get("asking") is not None
    style = inert(read("style.css"), "style")
    library = inert(re.sub(r"(?m)^//# sourceMappingURL=.*$", "", read("vendor/vis-network.min.js")), "script")
    script = inert(bundled(lambda name: read(f"script/{name}.js")), "script")
    environment = Environment(loader=FunctionLoader(read), autoescape=True, undefined=StrictUndefined)
    environment.filters["fromjson"] = json.loads
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False, "separators": (",", ":")}
    environment.globals.update(
        content,
        style=style,
        library=library,
        script=script,
        policy=policy([library, script], style, compiles=ask),
        engine=asking.packed(folder) if ask else "",
        worker=asking.worker(read) if ask else "",
    )
    return environment
