// The map of claims: what the state lets one see, drawn on a surface, and what the hand and the keyboard do there.

import { cameraOf } from "./camera.js";
import { canvasSurface } from "./canvassurface.js";
import { draw, drawIslands, cardFont, measure, wrap } from "./cards.js";
import { edges, edgesAt, ledger, neighbours, nodes } from "./data.js";
import { everything, foldNamed, foldOf, nameOfFold } from "./folds.js";
import { edgesNear, inView } from "./inview.js";
import { colourOf, drawLine, isBetweenClaims, QUIET_ABOVE, visLine } from "./lines.js";
import { paintMarks } from "./marks.js";
import { neighbourhood } from "./neighbourhood.js";
import { palette } from "./palette.js";
import { change, state } from "./state.js";
import { STEPS, closest, nearest } from "./stepping.js";
import { visSurface } from "./vissurface.js";

const DIM_NODE = 0.13;
const GHOST = 0.55;
const MOST_LINES = 1500;
const BY_VIS = 150;
const MARGIN = { sides: 14, top: 12, bottom: 12 };
const LARGEST_FIT = 1.2;
const MOST_ZOOM = 3;
// How tall the name of a fold is on the screen, at least, for who would hit it.
const LEAST_HEADING = 18;

const HINTS = { fold: "Click to unfold", sheet: "Click to fold" };

const holder = document.getElementById("map");
const spoken = document.getElementById("spoken");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

let whole = null;
let opened = -1;
let current = null;
let leftOut = 0;
let surface = null;
let shownFor = null;
let colours;
let hovered = "";
// The fold, or the sheet of one that is open, to which the arrow keys have come.
let pointed = "";
let fitted = true;
let frames = 0;
let ready = null;

const camera = cameraOf({
  here: () => (fitted || !surface ? null : { ...surface.centre(), scale: surface.scale() }),
  go({ x, y, scale }) {
    fitted = false;
    surface.move({ x, y }, clamped(scale), true);
  },
  fit: () => fit({ still: true }),
});

export function start(onReady) {
  ready = onReady;
  colours = palette();
  holder.addEventListener("pointermove", hover);
  holder.addEventListener("pointerleave", () => setHovered(""));
  new ResizeObserver(() => {
    if (!surface) return;
    surface.resized();
    if (fitted) fit({ still: true });
    else camera.hold();
  }).observe(holder);
}

/** Whether our own canvas draws: vis-network draws every card and line anew for every frame, which is slow from some number on. */
function isVast(spots) {
  return !state().focus && spots.length > BY_VIS;
}

/** The scene of everything, with the fold open that the reader opened or that holds what is selected. */
function wholeScene() {
  const holding = foldOf(nodes.get(state().selected));
  const wanted = holding >= 0 ? holding : foldNamed(state().unfolded);
  if (!whole || wanted !== opened) whole = everything(wanted);
  opened = wanted;
  return whole;
}

/** Put the scene up that the state asks for: everything, or a neighbourhood. */
function stage() {
  const { focus, steps, filters } = state();
  const before = whole;
  const all = focus ? null : wholeScene();
  const key = focus ? JSON.stringify([focus, steps, filters]) : "";
  if (surface && all && key === shownFor && all !== before) refill(all);
  if (surface && key === shownFor) return false;
  shownFor = key;
  surface?.destroy();
  const found = focus ? neighbourhood(state()) : { scene: all, leftOut: 0 };
  current = found.scene;
  leftOut = found.leftOut;
  measure(colours.font, current.spots);
  raise();
  return true;
}

/** Put up the surface that draws the scene. */
function raise() {
  const hear = { click, doubleClick, moved, drawn: onDrawn, clamped };
  if (isVast(current.spots)) {
    surface = canvasSurface(holder, paintView, hear);
  } else {
    const paint = {
      under: (ctx, scale) => drawIslands(ctx, current.islands, scale, colours, inView(state()).near.size ? 0.45 : 1),
      spot: (ctx, spot, scale) => draw(ctx, spot, scale, colours, lookOf(spot)),
    };
    surface = visSurface(holder, current, linesOf().map((edge) => ({ ...visLine(edge, isWithinIsland(edge)), ...lineLook(edge) })), paint, hear);
  }
}

/** Change what is on the map, and leave the view where it is: a fold opened or closed. */
function refill(scene) {
  const [centre, scale] = [surface.centre(), surface.scale()];
  current = scene;
  if (isVast(scene.spots)) return;
  surface.destroy();
  raise();
  surface.move(centre, scale, true);
}

function onDrawn() {
  frames += 1;
  ready();
}

/** The scene that is on the map, or would be if one looked: everything, or a neighbourhood. */
export function scene() {
  if (current && state().view === "claims") return current;
  return state().focus ? neighbourhood(state()).scene : wholeScene();
}

/** The lines between what is on the map. */
export function linesOf() {
  const { spots, has } = scene();
  return scene() === whole && !ledger.folds.length ? edges : spots.flatMap((spot) => edgesAt(spot.id).filter((edge) => edge.from === spot.id && has(edge.to)));
}

function isWithinIsland(edge) {
  if (!isBetweenClaims(edge)) return false;
  const inside = (spot, island) => Math.abs(spot.x - island.x) < island.width / 2 && Math.abs(spot.y - island.y) < island.height / 2;
  return current.islands.some((island) => [edge.from, edge.to].every((id) => inside(current.spot(id), island)));
}

function lineLook(edge) {
  const { near, shown, way } = inView(state());
  const { selected } = state();
  const visible = shown[nodes.get(edge.from).index] && shown[nodes.get(edge.to).index];
  const touches = way ? way.has(edge.id) : selected !== "" && (edge.from === selected || edge.to === selected);
  const colour = visible ? colourOf(edge, colours, { touches, focused: near.size > 0, quiet: current.spots.length > QUIET_ABOVE }) : null;
  return { hidden: colour === null, color: { color: colour ?? colours.line, highlight: colour, hover: colour, inherit: false } };
}

/** The lines a vast scene shows in a stretch: between claims where there are few, and those at what is selected. */
function paintLines(ctx, view) {
  const { near, shown } = inView(state());
  const touching = edgesNear(state());
  const quiet = current.spots.length > QUIET_ABOVE;
  const found = quiet ? current.within(view.left, view.top, view.right, view.bottom) : [];
  const rest = !quiet ? linesOf() : found.length <= MOST_LINES ? found.flatMap((number) => edgesAt(current.spots[number].id).filter((edge) => isBetweenClaims(edge) && edge.from === current.spots[number].id)) : [];
  for (const [some, touches] of [[rest, false], [touching.slice(0, MOST_LINES), true]]) {
    for (const edge of some) {
      const [from, to] = [current.spot(edge.from), current.spot(edge.to)];
      if (!from || !to || !shown[from.index] || !shown[to.index]) continue;
      const colour = colourOf(edge, colours, { touches, focused: near.size > 0, quiet });
      if (colour) drawLine(ctx, edge, from, to, colour, view.scale);
    }
  }
}

function paintView(ctx, view) {
  const { near, shown } = inView(state());
  paintMarks(ctx, view, current, colours, { near, shown, lookOf, lines: () => paintLines(ctx, view) });
}

function lookOf(spot) {
  const { near, shown } = inView(state());
  if (spot.index < 0) return { selected: pointed === spot.id, hovered: hovered === spot.id, alpha: near.size && spot.type === "fold" ? DIM_NODE : 1, ghost: false, near: false };
  const selected = state().selected === spot.id;
  const focused = near.size > 0;
  const isClaim = spot.type === "claim";
  const ghost = !shown[spot.index];
  const inFocus = near.has(spot.id);
  const alpha = focused && !inFocus ? DIM_NODE : ghost && isClaim && !selected ? GHOST : ghost ? DIM_NODE * 2 : 1;
  return { selected, hovered: hovered === spot.id && !isVast(current.spots), alpha, ghost: ghost && isClaim && !selected, near: focused && inFocus };
}

/** Draw the state: who is visible, who is near the selection, in which colours. */
export function show() {
  if (!ready || state().view !== "claims") {
    camera.leave();
    return;
  }
  if (stage()) {
    camera.follow({ anew: true });
    return;
  }
  if (!isVast(current.spots)) surface.setLines(linesOf().map((edge) => ({ id: edge.id, ...lineLook(edge) })));
  surface.redraw();
  camera.follow();
}

/** After a movement by hand: keep the zoom within its ends, and say in the address where it came to rest. */
function moved() {
  fitted = false;
  const scale = surface.scale();
  if (clamped(scale) !== scale) surface.move(surface.centre(), clamped(scale), true);
  camera.settle();
}

/** Take the style sheet's colours again after a change of theme. */
export function recolour() {
  colours = palette();
  show();
}

/** How many nodes of the neighbourhood were left out, and how many are there. */
export function shortfall() {
  return current && state().focus && state().view === "claims" ? { leftOut, there: current.spots.length } : { leftOut: 0, there: 0 };
}

function spotAt(point) {
  const { shown } = inView(state());
  return headingAt(point) ?? current.at(point.x, point.y, (spot) => spot.index < 0 || shown[spot.index] === 1);
}

/** The name of the island of many topics, at a point: from afar it is written over its cards, larger than its strip. */
function headingAt({ x, y }) {
  const tall = LEAST_HEADING / surface.scale();
  return current.spots.find((spot) => spot.heading && tall > spot.height && Math.abs(x - spot.x) < spot.width / 2 && y >= spot.y - spot.height / 2 && y <= spot.y - spot.height / 2 + tall);
}

function click(point, event) {
  const spot = spotAt(point);
  const { selected } = state();
  pointed = "";
  if (spot && spot.index < 0) unfold(spot);
  else if (event.shiftKey && spot && selected && spot.id !== selected) change({ path: spot.id });
  else change({ selected: spot ? spot.id : "", path: "", who: "", what: "", ...(spot ? {} : { unfolded: "" }) });
}

/** Open a fold, or close the sheet of one. What is selected and would be hidden by that is no longer selected. */
function unfold({ type, number }) {
  const hidden = foldOf(nodes.get(state().selected)) >= 0;
  change({ unfolded: type === "fold" ? nameOfFold(number) : "", ...(hidden ? { selected: "", path: "" } : {}) });
}

function doubleClick(point) {
  const spot = spotAt(point);
  if (spot && spot.index >= 0) zoomTo(spot.id);
}

function hover(event) {
  if (!surface) return;
  const bounds = holder.getBoundingClientRect();
  setHovered(spotAt(surface.toMap({ x: event.clientX - bounds.left, y: event.clientY - bounds.top }))?.id ?? "");
}

function setHovered(id) {
  if (id === hovered || !surface) return;
  hovered = id;
  holder.style.cursor = id ? "pointer" : "";
  holder.title = id && isVast(current.spots) ? (nodes.get(id)?.label ?? HINTS[current.spot(id)?.type] ?? "") : "";
  if (!isVast(current.spots)) surface.redraw();
}

function scaleFor(width, height) {
  const across = (holder.clientWidth - 2 * MARGIN.sides) / width;
  const down = (holder.clientHeight - MARGIN.top - MARGIN.bottom) / height;
  return Math.max(0.001, Math.min(across, down));
}

/** Show everything. */
export function fit({ still = false } = {}) {
  if (!surface || !holder.clientWidth) return;
  fitted = true;
  const scale = Math.min(scaleFor(current.width, current.height), LARGEST_FIT);
  move({ x: 0, y: (MARGIN.bottom - MARGIN.top) / 2 / scale }, scale, still);
  if (state().camera) camera.settle();
}

function move(position, scale, still = false) {
  surface.move(position, scale, still || calm.matches);
}

export function zoom(factor) {
  fitted = false;
  move(surface.centre(), clamped(surface.scale() * factor));
  camera.settle();
}

function clamped(scale) {
  return Math.min(MOST_ZOOM, Math.max(scaleFor(current.width, current.height) / 2, scale));
}

/** Bring a node and its neighbours close; where they are too far apart to be read, show them by themselves. */
export function zoomTo(id) {
  const group = current ? [...neighbours(id), id].filter((other) => current.has(other)).map((other) => current.spot(other)) : [];
  if (!group.length || !holder.clientWidth) {
    change({ view: "claims", focus: id, steps: 1, selected: id });
    return;
  }
  const left = Math.min(...group.map((spot) => spot.x - spot.width / 2));
  const right = Math.max(...group.map((spot) => spot.x + spot.width / 2));
  const top = Math.min(...group.map((spot) => spot.y - spot.height / 2));
  const bottom = Math.max(...group.map((spot) => spot.y + spot.height / 2));
  const wanted = Math.min(scaleFor(right - left, bottom - top), 1.6);
  if (current === whole && isVast(current.spots) && wanted * cardFont() < 9) {
    change({ focus: id, steps: 1, selected: id });
    return;
  }
  fitted = false;
  const scale = clamped(wanted);
  move({ x: (left + right) / 2, y: (top + bottom) / 2 + (MARGIN.bottom - MARGIN.top) / 2 / scale }, scale);
  camera.settle();
}

/** Move a node that is out of sight into it; one in sight stays where it is. */
export function reveal(id) {
  if (!surface || fitted || !current.has(id)) return;
  const spot = current.spot(id);
  const at = surface.toScreen(spot);
  const inSight = at.x > 40 && at.y > 30 && at.x < holder.clientWidth - 40 && at.y < holder.clientHeight - 30;
  if (inSight) return;
  fitted = false;
  move({ x: spot.x, y: spot.y }, surface.scale());
  camera.settle();
}

/** Come near enough to a node that it can be read. */
export function approach(id) {
  if (!surface || !current.has(id)) return;
  reveal(id);
  if (surface.scale() * cardFont() >= 8) return;
  fitted = false;
  move(current.spot(id), clamped(11 / cardFont()));
  camera.settle();
}

/**
 * Select the nearest visible node that way, or come to a fold there; from nothing, the first of them. Tells whether
 * the key was one of ours.
 */
export function step(key) {
  if (!STEPS[key] || !current) return false;
  const { shown } = inView(state());
  const here = current.has(state().selected) ? state().selected : current.has(pointed) ? pointed : "";
  const others = current.spots.filter((spot) => (spot.index < 0 ? spot.type === "fold" : shown[spot.index]));
  const corner = (spot) => ({ x: spot.x - spot.width / 2, y: spot.y - spot.height / 2 });
  const from = here ? current.spot(here) : null;
  const next = !from
    ? closest({ x: -current.width / 2, y: -current.height / 2 }, others)
    : from.type === "sheet"
      ? closest(corner(from), others.filter((spot) => Math.abs(spot.x - from.x) < from.width / 2 && Math.abs(spot.y - from.y) < from.height / 2 && spot.type !== "fold"))
      : nearest(from, others, key);
  if (next) goTo(next);
  return true;
}

function goTo(spot) {
  pointed = spot.index < 0 ? spot.id : "";
  change({ selected: pointed ? "" : spot.id, path: "" });
  if (!pointed) return;
  reveal(pointed);
  surface.redraw();
  spoken.textContent = `${spot.label}, folded: Enter unfolds`;
}

/** Enter: unfold the fold to which the arrow keys have come, or fold it again. Tells whether there was one. */
export function enter() {
  if (state().selected || !current?.has(pointed)) return false;
  const spot = current.spot(pointed);
  pointed = `${spot.type === "fold" ? "sheet" : "fold"}:${spot.number}`;
  unfold(spot);
  spoken.textContent = spot.type === "fold" ? `${spot.label}, unfolded: arrow keys go through it, Enter or Escape folds it again` : "Folded again";
  return true;
}

/** For tests: what stands where on the screen, in pixels of the window; and how often the map was painted. */
export function drawn() {
  if (!surface) return null;
  const bounds = holder.getBoundingClientRect();
  const scale = surface.scale();
  const { shown } = inView(state());
  const boxes = current.spots.map((spot) => {
    const at = surface.toScreen({ x: spot.x, y: spot.y });
    return {
      id: spot.id,
      type: spot.type,
      visible: spot.index < 0 || shown[spot.index] === 1,
      x: bounds.left + at.x,
      y: bounds.top + at.y,
      width: spot.width * scale,
      height: spot.height * scale,
      whole: spot.type !== "claim" || wrap(spot).whole,
    };
  });
  return { scale, cardText: cardFont() * scale, boxes };
}

export function framesDrawn() {
  return frames;
}
