// Who to what: vis-network keeps the view and draws the lines; names, records and numbers are drawn by us.

import { bundled } from "./bundles.js";
import { cameraOf } from "./camera.js";
import { options, nodes } from "./data.js";
import { el, svg } from "./dom.js";
import { inView } from "./inview.js";
import { outcomeMark } from "./glyphs.js";
import { faded, palette } from "./palette.js";
import { DIM_LINE, drawNumber, drawRow, nameOf, numberOn, numberSize, paint, rowBox } from "./rows.js";
import { MOST, NAME, arrange, lineNear, lineWidth, numbersAt, pointOn } from "./sides.js";
import { change, state } from "./state.js";
import { STEPS, closest, nearest } from "./stepping.js";

const MARGIN = { sides: 14, top: 4, bottom: 4 };
const READABLE = 11;
const LARGEST_FIT = 1.15;
const MOST_ZOOM = 3;
const REACH = 9;
const REST = 0.42;
const THINNEST_CORE = 1.5;
const LEVEL = { enabled: true, type: "cubicBezier", forceDirection: "horizontal", roundness: 0.5 };

const holder = document.getElementById("bundles");
const spoken = document.getElementById("spoken");
const status = document.getElementById("bundled");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let network = null;
let ends;
let curves;
let colours;
let found = null;
let picture = { rows: [], lines: [], width: 1, height: 1, totals: { who: 0, what: 0 } };
let numbers = new Map();
let hovered = null;
let place = "";
let fitted = true;
let asked = "";

const camera = cameraOf({
  here: () => (fitted || !network ? null : { ...network.getViewPosition(), scale: network.getScale() }),
  go({ x, y, scale }) {
    fitted = false;
    move({ x, y }, clamped(scale), true);
  },
  fit: () => fit({ still: true }),
});

export function start(ready) {
  colours = palette();
  ends = new vis.DataSet();
  curves = new vis.DataSet();
  network = new vis.Network(holder, { nodes: ends, edges: curves }, options);
  network.on("afterDrawing", drawOver);
  network.on("click", ({ pointer }) => press(pointer.canvas));
  network.on("zoom", () => {
    fitted = false;
    const scale = clamped(network.getScale());
    if (scale !== network.getScale()) move(network.getViewPosition(), scale, true);
    camera.settle();
  });
  network.on("dragStart", () => {
    fitted = false;
  });
  network.on("dragEnd", camera.settle);
  network.once("afterDrawing", ready);
  holder.addEventListener("pointermove", hover);
  holder.addEventListener("pointerleave", () => setHovered(null));
  new ResizeObserver(() => {
    if (!found || !holder.clientWidth) return;
    lay({ keep: !fitted });
    camera.hold();
  }).observe(holder);
  document.getElementById("bundle-key").append(...key());
  show();
}

/** What a line's width and core mean. */
function key() {
  const mark = (...paths) => svg("svg", { viewBox: "0 0 24 12", class: "line", "aria-hidden": "true" }, ...paths.map((name) => svg("path", { d: "M2 6H22", class: name })));
  return [
    el("span", {}, mark("wide"), "as wide as it has claims"),
    el("span", {}, mark("wide", "core"), outcomeMark("held-up"), "of these, settled and all alike"),
  ];
}

/** Draw the state: count the visible claims anew where the filters changed, then what is strong and what is quiet. */
export function show() {
  if (!network || state().view !== "who-to-what") {
    camera.leave();
    return;
  }
  colours = palette();
  const { selected, who, what, filters, focus, steps, more } = state();
  const wanted = [selected, who, what];
  const key = JSON.stringify([filters, focus, steps, more]);
  const hidden = wanted.some((id) => id && ["who", "what"].some((side) => found?.[side].has(id) && !picture.rows.some((row) => row.side === side && row.id === id)));
  if (key !== asked || hidden) {
    if (key !== asked) found = bundled(inView(state()).claims);
    asked = key;
    lay({ keep: !fitted });
  } else {
    look();
  }
  camera.follow();
}

/** How many rows beyond the first are shown of each side. */
function opened() {
  const [who, what] = (state().more || "0,0").split(",").map(Number);
  return { who, what };
}

/** Put everything in its place. Names keep a size that can be read: what does not fit so folds, or waits below. */
function lay({ keep = false } = {}) {
  const { selected, who, what } = state();
  const across = holder.clientWidth - 2 * MARGIN.sides;
  const down = holder.clientHeight - MARGIN.top - MARGIN.bottom;
  if (across <= 0) return;
  const least = READABLE / NAME;
  const settings = { opened: opened(), wanted: [selected, who, what], widthOf: (row) => nameOf(row, colours).width };
  const tall = arrange(found, { ...settings, room: { width: across / least, height: down / least } }).height;
  const scale = Math.min(LARGEST_FIT, Math.max(least, down / tall));
  picture = arrange(found, { ...settings, room: { width: across / scale, height: down / least } });
  numbers = numbersAt(picture.lines.filter((line) => line.ids.length > 1 || coloured(line)), (line) => numberSize(line, colours));
  ends.clear();
  curves.clear();
  ends.add(picture.rows.map((row) => ({ id: row.key, x: row.x, y: row.y, shape: "custom", ctxRenderer: nothing })));
  curves.add(picture.lines.flatMap((line) => strands(line).map((strand) => ({ from: line.from.key, to: line.to.key, smooth: LEVEL, ...strand }))));
  tell();
  if (!keep) fit({ still: true });
  look();
}

/** Where a line ends; the row itself is drawn over it. */
function nothing() {
  return { drawNode: () => {}, nodeDimensions: { width: 1, height: 1 } };
}

function coloured(line) {
  return line.outcome && line.outcome !== "mixed";
}

/** What is near: rows and lines of the selected entity, of the selected bundle, or of the bundles that hold the selected claim. */
function focus() {
  const { selected, who, what } = state();
  const node = nodes.get(selected);
  const test = node
    ? node.type === "entity"
      ? (line) => line.from.id === selected || line.to.id === selected
      : (line) => line.ids.includes(selected)
    : who && what
      ? (line) => line.from.id === who && line.to.id === what
      : null;
  if (!test) return null;
  const near = picture.lines.filter(test);
  const rows = new Set(near.flatMap((line) => [line.from.key, line.to.key]));
  for (const row of picture.rows) if (selected && row.id === selected) rows.add(row.key);
  return { lines: new Set(near.map((line) => line.key)), rows };
}

let near = null;

function look() {
  near = focus();
  curves.update(picture.lines.flatMap(strands));
  network.redraw();
}

/** A line is grey; what is settled of it, where it all came out alike, is a core in that outcome's hue, as wide as its share. */
function strands(line) {
  const strong = near?.lines.has(line.key) || hovered === line;
  const width = lineWidth(line.ids.length);
  const strand = (id, size, hue, rest) => {
    const colour = faded(hue, strong ? 0.95 : near ? DIM_LINE : rest);
    return { id, width: size, color: { color: colour, highlight: colour, hover: colour, inherit: false } };
  };
  const whole = strand(line.key, width, strong && !coloured(line) ? colours.navy : colours.line, line.ids.length ? REST : REST / 2);
  if (!coloured(line)) return [whole];
  const share = line.ids.filter((id) => nodes.get(id).standing === line.outcome).length / line.ids.length;
  return [whole, strand(`${line.key} core`, Math.max(THINNEST_CORE, width * share), colours[line.outcome], 0.9)];
}

function drawOver(ctx) {
  const { selected, who, what } = state();
  const scale = network.getScale();
  for (const [line, spot] of numbers) if (!near || near.lines.has(line.key)) drawNumber(ctx, line, spot, colours);
  for (const row of picture.rows) {
    const ofBundle = who && what && (row.side === "who" ? row.id === who : row.id === what);
    const chosen = row.id ? row.id === selected || (!selected && ofBundle) : !selected && row.key === place;
    paint(ctx, near && !near.rows.has(row.key), () => drawRow(ctx, row, picture, colours, { chosen, hovered: hovered === row, scale }));
  }
}

function tell() {
  const { totals, rows } = picture;
  const shown = (side) => rows.filter((row) => row.side === side && row.id).length;
  const part = (side, words) => (shown(side) < totals[side] ? `${shown(side).toLocaleString("en")} of ${totals[side].toLocaleString("en")} ${words}` : `${totals[side].toLocaleString("en")} ${words}`);
  status.textContent = `Showing ${part("who", totals.who === 1 ? "speaker" : "speakers")}, ${part("what", "spoken of")}`;
}

function rowAt({ x, y }) {
  return picture.rows.find((row) => {
    const box = rowBox(row, picture, colours);
    return x >= box.left && x <= box.right && Math.abs(y - box.y) <= box.height / 2;
  });
}

/** The line under a point, with room around it for an unsteady hand. */
function lineAt(point) {
  return lineNear(picture.lines, point, REACH / network.getScale());
}

function press(point) {
  const row = rowAt(point);
  const line = row ? null : lineAt(point);
  place = "";
  if (row && !row.id) unfold(row);
  else if (row) choose(row);
  else change({ selected: "", who: line?.from.id ?? "", what: line?.to.id ?? "" });
}

function choose(row) {
  place = row.key;
  change({ selected: row.id, who: "", what: "" });
}

/** Show the next most frequent of a side. */
function unfold({ side }) {
  const shown = opened();
  shown[side] += MOST;
  change({ more: `${shown.who},${shown.what}` });
}

/** Enter on what is folded: show more of it. Tells whether the arrow keys had come to a fold. */
export function enter() {
  const row = state().selected ? null : picture.rows.find((candidate) => candidate.key === place && !candidate.id);
  if (!row) return false;
  unfold(row);
  return true;
}

function hover(event) {
  const bounds = holder.getBoundingClientRect();
  const point = network.DOMtoCanvas({ x: event.clientX - bounds.left, y: event.clientY - bounds.top });
  setHovered(rowAt(point) ?? lineAt(point));
}

function setHovered(thing) {
  if (thing === hovered) return;
  const changed = [hovered, thing].filter((one) => one?.from);
  hovered = thing;
  holder.style.cursor = thing ? "pointer" : "";
  curves.update(changed.filter((line) => picture.lines.includes(line)).flatMap(strands));
  network.redraw();
}

/** Show everything where its names can still be read; else its beginning. */
export function fit({ still = false } = {}) {
  if (!network || !holder.clientWidth) return;
  fitted = true;
  const down = holder.clientHeight - MARGIN.top - MARGIN.bottom;
  const scale = (holder.clientWidth - 2 * MARGIN.sides) / picture.width;
  const over = Math.max(0, picture.height - down / scale);
  move({ x: 0, y: (MARGIN.bottom - MARGIN.top) / 2 / scale - over / 2 }, scale, still);
  if (state().camera) camera.settle();
}

function move(position, scale, still = false) {
  network.moveTo({ position, scale, animation: still || calm.matches ? false : { duration: 260, easingFunction: "easeInOutQuad" } });
}

function clamped(scale) {
  const whole = Math.min(holder.clientHeight / picture.height, holder.clientWidth / picture.width);
  return Math.min(MOST_ZOOM, Math.max(whole / 2, scale));
}

export function zoom(factor) {
  fitted = false;
  move(network.getViewPosition(), clamped(network.getScale() * factor));
  camera.settle();
}

/** Bring a selected entity's row into sight. */
export function reveal(id) {
  const row = picture.rows.find((candidate) => candidate.key === place && candidate.id === id) ?? picture.rows.find((candidate) => candidate.id === id);
  if (!network || !row) return;
  const spot = network.canvasToDOM(row);
  if (spot.x > 0 && spot.y > 20 && spot.x < holder.clientWidth && spot.y < holder.clientHeight - 40) return;
  fitted = false;
  move({ x: network.getViewPosition().x, y: row.y }, network.getScale());
  camera.settle();
}

/** An entity's neighbours are all in the other column: its row in sight is as close as one gets. */
export function zoomTo(id) {
  reveal(id);
}

/**
 * Select the nearest entity that way, or come to what is folded there; from nothing, the first speaker. Tells whether
 * the key was one of ours.
 */
export function step(key) {
  if (!STEPS[key]) return false;
  const { rows } = picture;
  const { selected } = state();
  const from = rows.find((row) => row.key === place && row.id === selected) ?? rows.find((row) => row.id && row.id === selected);
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  const others = rows.filter((row) => !from || (row.side === from.side) !== sideways);
  const next = from ? nearest(from, others, key, Infinity) : closest({ x: -picture.width / 2, y: -picture.height / 2 }, rows);
  if (next?.id) choose(next);
  else if (next) comeTo(next);
  return true;
}

function comeTo(row) {
  choose(row);
  network.redraw();
  spoken.textContent = `${nameOf(row, colours).text}: Enter shows them`;
}

/** For tests: what stands where on the screen, in pixels of the window. */
export function drawn() {
  if (!network) return null;
  const bounds = holder.getBoundingClientRect();
  const scale = network.getScale();
  const onScreen = (point) => {
    const spot = network.canvasToDOM(point);
    return { x: bounds.left + spot.x, y: bounds.top + spot.y };
  };
  const boxes = picture.rows.map((row) => {
    const box = rowBox(row, picture, colours);
    const spot = onScreen({ x: (box.left + box.right) / 2, y: box.y });
    const name = nameOf(row, colours);
    return { side: row.side, id: row.id, number: row.number, ...spot, width: (box.right - box.left) * scale, height: box.height * scale, text: name.size * scale, label: name.text, dim: near ? !near.rows.has(row.key) : false };
  });
  const lines = picture.lines.map((line) => ({ who: line.from.id, what: line.to.id, number: line.ids.length, words: numberOn(line), outcome: line.outcome, width: lineWidth(line.ids.length), ...onScreen(numbers.get(line) ?? pointOn(line, 0.8)), dim: near ? !near.lines.has(line.key) : false }));
  const labels = [...numbers].map(([line, spot]) => ({ key: line.key, ...onScreen(spot) }));
  return { scale, boxes, lines, labels };
}
