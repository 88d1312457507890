"""The page against pyvis, in a real Chromium, the same made-up network for all, in one run.

    pip install playwright        # and a Chromium that is on the path as "chromium"
    python benchmarks/page.py [--sizes N …] [--limit SECONDS] [--rounds N] [--no-default]

Sizes are numbers of nodes, claims and entities together, as pyvis has nodes and knows no claims: of 1,000 nodes some
860 are claims (see ``ledgers.py``). Without ``--sizes``: 300, 1,000, 3,000, 10,000 and 50,000. Of each size three pages
are measured:

ours
    what ``kg.render`` writes, as ``kg draw`` does, the graph and the Ask tab in it, with its Content-Security-Policy.
pyvis as it comes
    pyvis' own template and options: physics on, stabilised before it is shown. Links to a CDN are cut out, since the
    network is off. It is visited once a size, not ``--rounds`` times; ``--no-default`` leaves it out.
pyvis, placed
    the same with our positions (``kg.layout.place``) and physics off: what pyvis is like when it need not lay out.

Usable
    the seconds from the start of navigation to the end of the first frame after which a drag moves the view and a click
    selects. For all three that is the first frame in which the page has drawn everything and nothing lies over the map:
    ours says so by ``<html data-ready>``; pyvis as it comes by vis-network's ``stabilizationIterationsDone``, and its
    progress bar goes half a second later; placed by vis-network's first ``afterDrawing``. That a drag then moves the
    picture and a click selects is tried, each time, and the program stops where it does not.
Frames a second
    with the mouse held down and moved for three seconds, over all that there is. The browser is told of the next move
    as soon as it has dealt with the last one, which makes one move a frame, as from a hand, up to 60 a second;
    Playwright's own ``mouse.move`` comes to about half of that, and would limit what is counted. Counted is how often
    the map was painted: by vis-network's ``afterDrawing``, and by ``ledgerPage.frames()`` of ours. A page that has no
    such count is given its animation frames instead, marked with ``<=``: a frame in which nothing was painted counts
    there too, so that it says how often the map could have been painted at most.
MB, bytes a claim, written in
    the file's size in UTF-8; what a claim adds to it, beyond a page without any claim; and the seconds that
    ``kg.render`` takes for a network that is there already: layout, packing, filling the template.

Ours and pyvis placed are visited in turn, so that a busy machine slows all alike, each time in a new browser; the
figures are medians. What was not usable within ``--limit`` seconds is not tried at a larger size.
"""

import argparse
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, sin
from pathlib import Path
from typing import Any

import networkx as nx
from ledgers import CLAIMS_AN_ENTITY, MOST_ENTITIES, ledger
from playwright.sync_api import Error, Page, Playwright, ViewportSize, sync_playwright
from playwright.sync_api import TimeoutError as TooSlow
from pyvis.network import Network

import kg
from kg.layout import place

SIZES = (300, 1_000, 3_000, 10_000, 50_000)
WINDOW: ViewportSize = {"width": 1440, "height": 900}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
OURS, DEFAULT, PLACED = "ours", "pyvis as it comes", "pyvis, placed"
DRAWN_AT = {DEFAULT: "stabilizationIterationsDone", PLACED: "afterDrawing"}
"""The event of vis-network by which all is drawn."""

PAN_SECONDS = 3.0
PAN_RADIUS = 45
TRIES = 5

FROM_ELSEWHERE = re.compile(r'<link\s[^>]*href="https?:[^>]*>|<script\s[^>]*src="https?:[^>]*>\s*</script>')

# Runs before any script of the page, by the browser's own debugging interface, which no policy of the page concerns.
WATCH = """
(() => {
  let painted = 0, animated = 0, counting = false, network;
  const count = () => { animated += 1; requestAnimationFrame(count); };
  const afterFrame = (then) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(0);
  });
  const drawn = () => afterFrame(() => {
    const at = performance.now();
    const map = document.querySelector("#map, #mynetwork");
    const { left, top, width, height } = map.getBoundingClientRect();
    if (!map.contains(document.elementFromPoint(left + width / 2, top + height / 2))) drawn();
    else document.documentElement.dataset.usable = at / 1000;
  });
  new MutationObserver((changes, observer) => {
    if (!document.documentElement.hasAttribute("data-ready")) return;
    observer.disconnect();
    drawn();
  }).observe(document, { attributes: true, attributeFilter: ["data-ready"], subtree: true });
  // The script of pyvis assigns to a global variable of this name.
  Object.defineProperty(globalThis, "network", {
    get: () => network,
    set(found) {
      network = found;
      network.on("afterDrawing", () => { painted += 1; });
      network.once("DRAWN_AT", drawn);
    },
  });
  const exact = () => network ? painted : globalThis.ledgerPage?.frames?.();
  globalThis.watch = {
    frames() {
      if (!counting) requestAnimationFrame(count);
      counting = true;
      const paints = exact();
      return { at: performance.now() / 1000, count: paints ?? animated, exact: paints !== undefined };
    },
    // Where a drag moves the view: pyvis lets nodes be dragged out of their places.
    ground() {
      const { left, top, width, height } = document.querySelector("#map, #mynetwork").getBoundingClientRect();
      for (let down = 0.5; down < 0.9; down += 0.02) {
        for (let across = 0.5; across < 0.9; across += 0.01) {
          const spot = { x: across * width, y: down * height };
          if (!network || network.getNodeAt(spot) === undefined) return [left + spot.x, top + spot.y];
        }
      }
      return [left + width / 2, top + height / 2];
    },
    // Where a click finds a node.
    node() {
      const { left, top, right, bottom } = document.querySelector("#map, #mynetwork").getBoundingClientRect();
      const inside = ([x, y]) => x > left + 60 && y > top + 60 && x < right - 60 && y < bottom - 90;
      if (!network) {
        return ledgerPage.drawn().boxes.filter((box) => box.type === "claim").map((box) => [box.x, box.y]).find(inside);
      }
      for (const [id, at] of Object.entries(network.getPositions())) {
        const spot = network.canvasToDOM(at);
        const point = [left + spot.x, top + spot.y];
        if (network.getNodeAt(spot) !== undefined && inside(point)) return point;
      }
      return null;
    },
    selected: () => network ? network.getSelectedNodes().length > 0 : Boolean(ledgerPage.state().selected),
  };
})();
"""


@dataclass(frozen=True)
class Visit:
    """What one visit of a page found; ``usable`` is None where it was not, within the limit."""

    usable: float | None
    frames: float = 0.0
    exact: bool = True


@dataclass(frozen=True)
class Made:
    """A network as three files, and what is known of them without a browser."""

    nodes: int
    claims: int
    files: Mapping[str, Path]
    bytes_a_claim: float
    seconds: float


def claims_of(size: int) -> int:
    """Return how many claims make so many nodes, together with the entities of their ledger."""
    return size - min(MOST_ENTITIES, size // (CLAIMS_AN_ENTITY + 1))


# Making the pages.


def drawing(network: "nx.MultiDiGraph[str]", *, placed: bool) -> str:
    """Write a network as pyvis does, but for what it would fetch."""
    page = Network(directed=True, cdn_resources="in_line")
    boxes = place(network).boxes if placed else {}
    # What add_node and add_edge would put there, without the time that they take.
    page.nodes = [
        {
            "id": node,
            "label": found["label"],
            "shape": "dot",
            "color": "#97c2fc",
            "title": found["text"] if found["type"] == "claim" else found["definition"],
            # What our page folds too far down to give it a place stands in the middle here.
            **({"x": boxes[node].x, "y": boxes[node].y} if node in boxes else {"x": 0, "y": 0} if placed else {}),
        }
        for node, found in network.nodes.items()
    ]
    page.edges = [
        {"from": source, "to": target, "title": found["kind"], "arrows": "to"}
        for source, target, found in network.edges(data=True)
    ]
    if placed:
        page.toggle_physics(status=False)
    html: str = page.generate_html()
    return FROM_ELSEWHERE.sub("", html)


def make(size: int, folder: Path, *, default: bool) -> Made:
    """Make the pages of a size in a folder."""
    claims = claims_of(size)
    corpus = ledger(claims)
    said(f"{size:,} nodes: {claims:,} claims made")
    store, nothing = kg.open(corpus), kg.open(ledger(0))
    network = kg.derive(store)
    said(f"{size:,} nodes: network derived")
    start = time.perf_counter()
    pages = {OURS: kg.render(network, corpus.ledger.title, store, corpus=corpus)}
    seconds = time.perf_counter() - start
    empty = kg.render(kg.derive(nothing), corpus.ledger.title, nothing)
    each = (len(pages[OURS].encode()) - len(empty.encode())) / claims
    pages[PLACED] = drawing(network, placed=True)
    if default:
        pages[DEFAULT] = drawing(network, placed=False)
    files: dict[str, Path] = {}
    for name, page in pages.items():
        files[name] = folder / f"{size}-{len(files)}.html"
        files[name].write_text(page, encoding="utf-8", newline="")
    said(f"{size:,} nodes: pages written")
    return Made(len(network), claims, files, each, seconds)


# Visiting them.


def visit(playwright: Playwright, made: Made, name: str, limit: float) -> Visit:
    """Open a page in a new browser; wait until it is usable, use it, and count its frames."""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(QUIET))
    try:
        context = browser.new_context(viewport=WINDOW, offline=True)
        context.set_default_timeout(limit * 1000)
        context.add_init_script(WATCH.replace("DRAWN_AT", DRAWN_AT.get(name, "")))
        page = context.new_page()
        address = made.files[name].as_uri()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        try:
            page.goto(address, wait_until="commit")
            page.wait_for_selector("html[data-usable]", state="attached")
        except TooSlow:
            return Visit(None)
        usable = float(page.get_attribute("html", "data-usable") or "nan")
        frames = panned(page, name)
        selects(page, name)
        if set(requests) != {address}:
            sys.exit(f"{name} asked for more than its file: {requests}")
        return Visit(usable, *frames)
    finally:
        browser.close()


def panned(page: Page, name: str) -> tuple[float, bool]:
    """Drag the map about; return the frames a second, and whether they were paints."""
    x, y = page.evaluate("watch.ground()")
    before = page.screenshot()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + PAN_RADIUS, y)
    hand = page.context.new_cdp_session(page)
    start = page.evaluate("watch.frames()")
    end = time.perf_counter() + PAN_SECONDS
    turn = 0.0
    while time.perf_counter() < end:
        turn += 0.1
        move = {"x": x + PAN_RADIUS * cos(turn), "y": y + PAN_RADIUS * sin(turn), "button": "left", "buttons": 1}
        hand.send("Input.dispatchMouseEvent", {"type": "mouseMoved", **move})
    last = page.evaluate("watch.frames()")
    if page.screenshot() == before:
        sys.exit(f"{name} does not move when it is dragged")
    page.mouse.up()
    return (last["count"] - start["count"]) / (last["at"] - start["at"]), last["exact"]


def selects(page: Page, name: str) -> None:
    """Click on a node; stop where nothing is selected. What physics still moves may be missed a few times."""
    for _ in range(TRIES):
        spot = page.evaluate("watch.node()")
        if spot:
            page.mouse.click(*spot)
            page.wait_for_timeout(200)
            if page.evaluate("watch.selected()"):
                return
    sys.exit(f"{name} selects nothing at a click")


# The table.


def said(words: str) -> None:
    """Tell how far it is, beside the table."""
    print(f"{time.strftime('%H:%M:%S')}  {words}", file=sys.stderr, flush=True)


HEAD = (
    "nodes (claims)",
    "ours: usable, s",
    "frames/s",
    "MB",
    "bytes a claim",
    "written in, s",
    "pyvis as it comes: usable, s",
    "frames/s",
    "MB",
    "pyvis, placed: usable, s",
    "frames/s",
    "usable, as it comes : placed : ours",
    "frames, ours : placed",
)

BEYOND, AT_MOST = "not within ", "<= "


def usable(visits: list[Visit] | str, limit: float) -> str:
    """Write the median time, or why there is none."""
    if isinstance(visits, str):
        return visits
    found = [one.usable for one in visits if one.usable is not None]
    return f"{statistics.median(found):.2f}" if len(found) == len(visits) else f"{BEYOND}{limit:g} s"


def frames(visits: list[Visit] | str) -> str:
    """Write the median frames a second."""
    if isinstance(visits, str) or any(one.usable is None for one in visits):
        return ""
    sign = "" if all(one.exact for one in visits) else AT_MOST
    return f"{sign}{statistics.median(one.frames for one in visits):.0f}"


def ratio(one: str, other: str) -> str:
    """Write how many times the one figure is of the other; at least how many, where the one ran into the limit."""
    above, one = (">", one.removeprefix(BEYOND).removesuffix(" s")) if one.startswith(BEYOND) else ("", one)
    try:
        return f"{above}{float(one.removeprefix(AT_MOST)) / float(other.removeprefix(AT_MOST)):.1f}"
    except (ValueError, ZeroDivisionError):
        return "?"


def row(made: Made, found: Mapping[str, list[Visit] | str], limit: float) -> list[str]:
    """Write one size's figures."""
    seconds = {name: usable(visits, limit) for name, visits in found.items()}
    rates = {name: frames(visits) for name, visits in found.items()}
    megabytes = {name: f"{file.stat().st_size / 1e6:.1f}" for name, file in made.files.items()}
    return [
        f"{made.nodes:,} ({made.claims:,})",
        *(seconds[OURS], rates[OURS], megabytes[OURS], f"{made.bytes_a_claim:,.0f}", f"{made.seconds:.1f}"),
        *(seconds[DEFAULT], rates[DEFAULT], megabytes.get(DEFAULT, "")),
        *(seconds[PLACED], rates[PLACED]),
        f"{ratio(seconds[DEFAULT], seconds[OURS])} : {ratio(seconds[PLACED], seconds[OURS])} : 1",
        ratio(rates[OURS], rates[PLACED]),
    ]


def compare(sizes: list[int], limit: float, rounds: int, *, default: bool) -> None:
    """Print the table, a line as soon as its size is done."""
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}", flush=True)
    slow: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        for size in sizes:
            made = make(size, Path(folder), default=default)
            found: dict[str, Any] = defaultdict(list)
            for turn in range(rounds):
                for name in made.files:
                    if name in slow and name not in found:
                        found[name] = f"not tried: {slow[name]:,} took longer than the limit"
                    if name in slow or (turn and name == DEFAULT):
                        continue
                    one = visit(playwright, made, name, limit)
                    said(f"{size:,} nodes: {name}: {one}")
                    found[name].append(one)
                    if one.usable is None:
                        slow[name] = size
            found.setdefault(DEFAULT, "left out")
            print(f"| {' | '.join(row(made, found, limit))} |", flush=True)
            for file in made.files.values():
                file.unlink()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Measure the page against pyvis in Chromium.")
    parser.add_argument("--sizes", nargs="+", type=int, default=list(SIZES), help="numbers of nodes, smallest first")
    parser.add_argument("--limit", type=float, default=150, help="seconds after which a page is given up")
    parser.add_argument("--rounds", type=int, default=3, help="visits of each page, but for pyvis as it comes")
    parser.add_argument("--no-default", action="store_true", help="leave out pyvis as it comes, which is slow")
    words = parser.parse_args()
    try:
        compare(sorted(words.sizes), words.limit, words.rounds, default=not words.no_default)
    except Error as error:
        sys.exit(f"the browser failed: {error}")


if __name__ == "__main__":
    main()
