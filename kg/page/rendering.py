"""A network as one HTML file that needs nothing else: no server, no request, no other file.

pyvis holds what is drawn and fills our own template; vis-network, vendored, draws it, and from some number of nodes
on a canvas of our own. The template, the style and the script are in ``viz/`` and read when a page is written, so
that a changed line shows at once.

Ledger text is hostile until proven otherwise. It enters the file escaped, in HTML, or as packed data that no
browser runs; the file carries a Content-Security-Policy that allows the scripts and the style by their
digests and forbids everything else, requests included.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any, Final

import networkx as nx
from jinja2 import Environment, FunctionLoader, StrictUndefined
from pyvis.network import Network

from kg.assets import viz
from kg.claims import BASE, Corpus
from kg.collector import paused
from kg.errors import GraphError
from kg.graph import rule_graph
from kg.layout import Box, Layout, entity_size, glyph_size, place, silent
from kg.page import asking, content
from kg.page.answers import Answers, answers
from kg.page.scripts import bundled, inert, policy
from kg.standing import STANDINGS
from kg.store import Store
from kg.terms import prefixes

__all__ = ["OPTIONS", "render"]

OPTIONS: Final[Mapping[str, Any]] = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False, "randomSeed": 1},
    "interaction": {"dragNodes": False, "hover": False, "keyboard": False, "selectable": False, "zoomSpeed": 0.7},
    "nodes": {"chosen": False, "fixed": True},
    "edges": {"chosen": False, "hoverWidth": 0, "selectionWidth": 0},
}
"""How vis-network behaves: it moves the view, never the nodes."""

LIBRARIES: Final = ("vis-network.min.js",)
"""What others wrote that runs in the page."""

MOST_ROWS: Final = 200
"""How many claims the table for readers without scripts holds: it is HTML, which nothing compresses."""


def render(  # noqa: PLR0913  (options, each by its name)
    network: "nx.MultiDiGraph[str]",
    title: str,
    store: Store | None = None,
    *,
    corpus: Corpus | None = None,
    sparql: bool = True,
    before: Mapping[str, Box] | None = None,
    progress: Callable[[float], None] = silent,
) -> str:
    """Return a page showing a network from :func:`kg.network.derive`: the whole file, ready for UTF-8.

    From the ``store`` that the network was derived from the page takes its RDF, for Turtle and for SPARQL; a network
    that is a part of a ledger takes its part of the graph. What follows from the ledger (what drifted, what is due,
    scores, findings of an audit) is worked out from the ``corpus`` where it is at hand, else from the store, read back;
    without either, and for RDF that is no ledger, the page says that it lacks it. Without ``sparql`` the page cannot be
    asked, and is 2 MB smaller: those are the engine. ``before`` says where nodes stood on an earlier page
    (:func:`kg.page.places`): they stay there as far as that can be. ``progress`` is told the share of the layout that
    is done.
    """
    if store and "about" in network.graph:
        store = store.part(node for node, found in network.nodes.items() if found["type"] == "claim")
    layout = place(network, before=before, progress=progress)
    drawing = Network(directed=True, cdn_resources="in_line")
    # Assigned, not added one by one: pyvis' own methods check and copy each node, and escape nothing.
    drawing.nodes = list(_nodes(network, layout))
    drawing.edges = list(_edges(network))
    drawing.options = dict(OPTIONS)
    ledger = _ledger(network, title, layout)
    told = _told(network, store, corpus)
    drawing.templateEnv = _environment(
        viz(),
        title=title,
        claims=_rows(network),
        count=sum(found["type"] == "claim" for found in network.nodes.values()),
        packed=lambda nodes, edges: content.packed(nodes, edges, ledger, _said(store) if store else "", told),
        asking=asking.contents(store.dataset(), ledger["base"] or BASE) if store and sparql else None,
    )
    drawing.path = "template.html"
    html: str = drawing.generate_html()
    # A lone surrogate is legal in a Python string and nowhere else.
    return html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@paused()
def _told(network: "nx.MultiDiGraph[str]", store: Store | None, corpus: Corpus | None) -> Answers:
    """Work out what follows from the ledger that is drawn; nothing of RDF that cannot be read as one."""
    if corpus is None and store is not None:
        try:
            corpus = store.corpus()
        except GraphError:
            corpus = None
    if corpus is None:
        return Answers()
    only = {str(found["id"]) for found in network.nodes.values() if found["type"] == "claim"}
    return answers(corpus, only if "about" in network.graph else None)


def _said(store: Store) -> str:
    """Return a store's graphs as N-Quads, without those that a page does not carry: what follows from the ledger."""
    lines, derived = store.nquads(), f" <{rule_graph(store.base)}"
    if derived not in lines:
        return lines
    return "".join(
        line
        for line in lines.splitlines(keepends=True)
        if not line.rpartition("> .")[0].rpartition(" ")[2].startswith(derived[1:])
    )


def _nodes(network: "nx.MultiDiGraph[str]", layout: Layout) -> Iterator[dict[str, Any]]:
    """Yield nodes in reading order; what folded too far down to be shown has a size and no place."""
    islands = {claim: {"island": number} for number, island in enumerate(layout.islands) for claim in island.claims}
    parts = {
        claim: {"part": number}
        for island in layout.islands
        if len(island.topics) > 1
        for number, claims in enumerate(island.topics.values())
        for claim in claims
    }
    folds = {node: {"fold": number} for number, fold in enumerate(layout.folds) for node in fold.nodes}
    for node, found in sorted(network.nodes.items(), key=_reading_order):
        box = layout.boxes.get(node)
        if box:
            where: dict[str, float] = _place(box)
        else:
            where = dict(zip(("width", "height"), _size(network, node), strict=True))
        if found["type"] == "entity" and found["kind"] != "concept":
            where["glyph"] = round(glyph_size(network.degree(node)), 1)
        where |= islands.get(node, {}) | parts.get(node, {}) | folds.get(node, {})
        yield {**found, "id": node, "record": found["id"], **where}


def _place(box: Box) -> dict[str, float]:
    return {name: round(getattr(box, name), 1) for name in ("x", "y", "width", "height")}


def _size(network: "nx.MultiDiGraph[str]", node: str) -> tuple[float, float]:
    found = network.nodes[node]
    width, height = entity_size(found["kind"], found["label"], network.degree(node))
    return round(width, 1), round(height, 1)


def _reading_order(item: tuple[str, Mapping[str, Any]]) -> tuple[object, ...]:
    """Sort key: claims as they come in the documents, then entities by name."""
    node, found = item
    if found["type"] == "entity":
        return (1, found["label"], 0, node)
    first = min(((at["document"], at["start"] or 0) for at in found["appearances"]), default=("", 0))
    return (0, *first, node)


def _edges(network: "nx.MultiDiGraph[str]") -> Iterator[dict[str, Any]]:
    edges = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    yield from ({"from": source, "to": target, **found} for source, target, _, found in edges)


def _ledger(network: "nx.MultiDiGraph[str]", title: str, layout: Layout) -> dict[str, Any]:
    about = network.graph.get("about")
    return {
        "title": title,
        "base": network.graph.get("base", ""),
        "prefixes": prefixes(network.graph.get("base", "")),
        "description": network.graph.get("description", ""),
        "about": network.nodes[about]["label"] if about else "",
        "width": round(layout.width, 1),
        "height": round(layout.height, 1),
        "islands": [
            {
                "label": island.label,
                "count": len(island.claims),
                "topics": list(island.topics) if len(island.topics) > 1 else [],
                **_place(island.box),
            }
            for island in layout.islands
        ],
        "folds": [
            {
                "label": fold.label,
                "count": len(fold.nodes),
                "listed": len(fold.shown),
                **_place(fold.box),
                "opened": _place(fold.opened),
            }
            for fold in layout.folds
        ],
    }


def _rows(network: "nx.MultiDiGraph[str]") -> list[dict[str, Any]]:
    """List the claims for a reader without scripts, the first :data:`MOST_ROWS` of them."""
    found = sorted((item for item in network.nodes.items() if item[1]["type"] == "claim"), key=_reading_order)
    claims = [claim for _, claim in found[:MOST_ROWS]]
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
    libraries = [
        inert(re.sub(r"(?m)^//# sourceMappingURL=.*$", "", read(f"vendor/{name}")), "script") for name in LIBRARIES
    ]
    script = inert(bundled(lambda name: read(f"script/{name}.js")), "script")
    environment = Environment(loader=FunctionLoader(read), autoescape=True, undefined=StrictUndefined)
    environment.filters["fromjson"] = json.loads
    environment.policies["json.dumps_kwargs"] = {"sort_keys": False, "separators": (",", ":")}
    environment.globals.update(
        content,
        style=style,
        libraries=libraries,
        script=script,
        policy=policy([*libraries, script], style, compiles=ask),
        engine=asking.packed(folder) if ask else "",
        worker=asking.worker(read) if ask else "",
    )
    return environment
