// The map of claims: vis-network keeps the view, draws the lines and hears the pointer; cards are drawn by us.

import { draw, drawIslands, cardFont, measure, wrap } from "./cards.js";
import { claims, crowded, edges, edgesAt, ledger, neighbours, nodes, options } from "./data.js";
import { matching } from "./facets.js";
import { faded, palette } from "./palette.js";
import { change, state } from "./state.js";
import { STEPS, closest, nearest } from "./stepping.js";

const DIM_NODE = 0.13;
const DIM_LINE = 0.06;
const GHOST = 0.55;
const QUIET_ABOVE = 400;
const MARGIN = { sides: 14, top: 12, bottom: 12 };
const LARGEST_FIT = 1.2;
const MOST_ZOOM = 3;
const PUSHES = ["disputes"];
const DASHED = ["restates", "echoes", "supersedes"];

const holder = document.getElementById("map");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let network;
let lines;
let colours;
let visible = new Set();
let near = new Set();
let hovered = "";
let fitted = true;

export function start(ready) {
  colours = palette();
  measure(colours.font);
  lines = new vis.DataSet(edges.map((edge) => ({ ...lineShape(edge), ...lineLook(edge) })));
  const dots = [...nodes.values()].map((node) => ({ id: node.id, ...middle(node), shape: "custom", ctxRenderer: drawNode }));
  network = new vis.Network(holder, { nodes: new vis.DataSet(dots), edges: lines }, options);
  network.on("beforeDrawing", (ctx) => drawIslands(ctx, network.getScale(), colours, near.size ? 0.45 : 1));
  network.on("click", ({ pointer }) => change({ selected: at(pointer.canvas) }));
  network.on("doubleClick", ({ pointer }) => at(pointer.canvas) && zoomTo(at(pointer.canvas)));
  network.on("zoom", () => {
    fitted = false;
    keepZoom();
  });
  network.on("dragStart", () => {
    fitted = false;
  });
  network.once("afterDrawing", ready);
  holder.addEventListener("pointermove", hover);
  holder.addEventListener("pointerleave", () => setHovered(""));
  new ResizeObserver(() => fitted && fit({ still: true })).observe(holder);
  show();
  fit({ still: true });
}

/** Where a line to a node ends: the middle of its card or tag, or of the shape over its name. */
function middle(node) {
  return { x: node.x, y: node.glyph ? node.y - node.height / 2 + node.glyph / 2 : node.y };
}

function drawNode({ ctx, id }) {
  const node = nodes.get(id);
  const look = lookOf(node);
  const scale = network ? network.getScale() : 1;
  const size = node.glyph ? { width: node.glyph, height: node.glyph } : { width: node.width, height: node.height };
  return {
    drawNode: () => draw(ctx, node, scale, colours, look),
    nodeDimensions: size,
  };
}

function lookOf(node) {
  const selected = state().selected === node.id;
  const focused = near.size > 0;
  const ghost = !visible.has(node.id);
  const inFocus = near.has(node.id);
  const alpha = focused && !inFocus ? DIM_NODE : ghost && node.type === "claim" && !selected ? GHOST : ghost ? DIM_NODE * 2 : 1;
  return { selected, hovered: hovered === node.id, alpha, ghost: ghost && node.type === "claim" && !selected, near: focused && inFocus };
}

/** What never changes about a line: its ends, its curve, its style. Styles are five, and shown in the legend. */
function lineShape(edge) {
  const between = nodes.get(edge.from).type === nodes.get(edge.to).type;
  const shape = {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    smooth: between && sameIsland(edge) ? false : { enabled: true, type: "curvedCW", roundness: 0.12 },
  };
  if (edge.kind === "about" || edge.role === "holder") return { ...shape, width: 1, dashes: [1.5, 4] };
  if (edge.kind === "said") return { ...shape, width: 1 };
  if (PUSHES.includes(edge.kind)) return { ...shape, width: 2.4, arrows: { to: { enabled: true, type: "bar", scaleFactor: 0.5 } } };
  if (DASHED.includes(edge.kind)) return { ...shape, width: 1.5, dashes: [7, 5] };
  return { ...shape, width: 1.5, arrows: { to: { enabled: true, type: "arrow", scaleFactor: 0.24 } } };
}

function sameIsland(edge) {
  return ledger.islands.some((island) => [edge.from, edge.to].every((id) => inside(nodes.get(id), island)));
}

function inside(node, island) {
  return Math.abs(node.x - island.x) < island.width / 2 && Math.abs(node.y - island.y) < island.height / 2;
}

/** What changes about a line: how strongly it shows. */
function lineLook(edge) {
  const { selected } = state();
  const touches = selected && (edge.from === selected || edge.to === selected);
  const claimToClaim = !["said", "about"].includes(edge.kind);
  const hidden =
    !(visible.has(edge.from) && visible.has(edge.to)) ||
    (!touches && !claimToClaim && claims.length > QUIET_ABOVE) ||
    (!touches && edge.kind === "about" && crowded.has(edge.to));
  const hue = PUSHES.includes(edge.kind) ? colours.disputed : claimToClaim ? colours.muted : colours.line;
  const rest = PUSHES.includes(edge.kind) ? 0.85 : claimToClaim ? 0.6 : edge.kind === "said" ? 0.42 : 0.5;
  const strong = PUSHES.includes(edge.kind) ? hue : colours.navy;
  const colour = touches ? faded(strong, 0.9) : faded(hue, near.size ? DIM_LINE : rest);
  return { hidden, color: { color: colour, highlight: colour, hover: colour, inherit: false } };
}

/** Draw the state: who is visible, who is near the selection, in which colours. */
export function show() {
  if (!network) return;
  const { selected, filters } = state();
  visible = matching(filters);
  for (const node of nodes.values()) {
    if (node.type === "entity" && edgesAt(node.id).some((edge) => visible.has(edge.from === node.id ? edge.to : edge.from))) {
      visible.add(node.id);
    }
  }
  near = selected ? neighbours(selected).add(selected) : new Set();
  lines.update(edges.map((edge) => ({ id: edge.id, ...lineLook(edge) })));
  network.redraw();
}

/** Take the style sheet's colours again after a change of theme. */
export function recolour() {
  colours = palette();
  if (network) show();
}

/** The node under a point of the map, or "": entities before cards, as they are drawn after them. */
function at({ x, y }) {
  let found = "";
  for (const node of nodes.values()) {
    const hit = Math.abs(node.x - x) <= node.width / 2 && Math.abs(node.y - y) <= node.height / 2;
    if (hit && visible.has(node.id)) found = node.id;
  }
  return found;
}

function hover(event) {
  const bounds = holder.getBoundingClientRect();
  setHovered(at(network.DOMtoCanvas({ x: event.clientX - bounds.left, y: event.clientY - bounds.top })));
}

function setHovered(id) {
  if (id === hovered) return;
  hovered = id;
  holder.style.cursor = id ? "pointer" : "";
  network.redraw();
}

function scaleFor(width, height) {
  const across = (holder.clientWidth - 2 * MARGIN.sides) / width;
  const down = (holder.clientHeight - MARGIN.top - MARGIN.bottom) / height;
  return Math.max(0.01, Math.min(across, down));
}

/** Show everything. */
export function fit({ still = false } = {}) {
  if (!network || !holder.clientWidth) return;
  fitted = true;
  const scale = Math.min(scaleFor(ledger.width || 1, ledger.height || 1), LARGEST_FIT);
  const y = (MARGIN.bottom - MARGIN.top) / 2 / scale;
  move({ x: 0, y }, scale, still);
}

function move(position, scale, still = false) {
  const animation = still || calm.matches ? false : { duration: 260, easingFunction: "easeInOutQuad" };
  network.moveTo({ position, scale, animation });
}

export function zoom(factor) {
  fitted = false;
  move(network.getViewPosition(), clamped(network.getScale() * factor));
}

function clamped(scale) {
  const least = scaleFor(ledger.width || 1, ledger.height || 1) / 2;
  return Math.min(MOST_ZOOM, Math.max(least, scale));
}

function keepZoom() {
  const scale = network.getScale();
  if (clamped(scale) !== scale) move(network.getViewPosition(), clamped(scale), true);
}

/** Bring a node and its neighbours close. */
export function zoomTo(id) {
  const group = [...neighbours(id), id].map((other) => nodes.get(other));
  const left = Math.min(...group.map((node) => node.x - node.width / 2));
  const right = Math.max(...group.map((node) => node.x + node.width / 2));
  const top = Math.min(...group.map((node) => node.y - node.height / 2));
  const bottom = Math.max(...group.map((node) => node.y + node.height / 2));
  fitted = false;
  const scale = clamped(Math.min(scaleFor(right - left, bottom - top), 1.6));
  move({ x: (left + right) / 2, y: (top + bottom) / 2 + (MARGIN.bottom - MARGIN.top) / 2 / scale }, scale);
}

/** Move a node that is out of sight into it; one in sight stays where it is. */
export function reveal(id) {
  if (!network || !nodes.has(id)) return;
  const node = nodes.get(id);
  const spot = network.canvasToDOM({ x: node.x, y: node.y });
  const inSight = spot.x > 40 && spot.y > 30 && spot.x < holder.clientWidth - 40 && spot.y < holder.clientHeight - 30;
  if (inSight) return;
  fitted = false;
  move({ x: node.x, y: node.y }, network.getScale());
}

/** Select the nearest visible node that way; from nothing, the first card. Tells whether the key was one of ours. */
export function step(key) {
  if (!STEPS[key]) return false;
  const from = nodes.get(state().selected);
  const others = [...nodes.values()].filter((node) => visible.has(node.id));
  const next = from ? nearest(from, others, key) : closest({ x: -ledger.width / 2, y: -ledger.height / 2 }, others);
  if (next) change({ selected: next.id });
  return true;
}

/** For tests: what stands where on the screen, in pixels of the window. */
export function drawn() {
  if (!network) return null;
  const bounds = holder.getBoundingClientRect();
  const scale = network.getScale();
  const boxes = [...nodes.values()].map((node) => {
    const spot = network.canvasToDOM({ x: node.x, y: node.y });
    return {
      id: node.id,
      type: node.type,
      visible: visible.has(node.id),
      x: bounds.left + spot.x,
      y: bounds.top + spot.y,
      width: node.width * scale,
      height: node.height * scale,
      whole: node.type !== "claim" || wrap(node).whole,
    };
  });
  return { scale, cardText: cardFont() * scale, boxes };
}
