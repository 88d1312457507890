// Lines between nodes: five styles, how strongly each shows, and how they are drawn where no library does it.

import { crowded } from "./data.js";
import { faded } from "./palette.js";

/** Up to so many nodes all lines show at rest; above, only lines between claims do. */
export const QUIET_ABOVE = 400;

const PUSHES = ["disputes"];
const DASHED = ["restates", "echoes", "supersedes"];
const DIM = 0.06;
const HEAD = 9;

/** The styles, as the legend names them. */
function styleOf(edge) {
  if (edge.kind === "about" || edge.role === "holder") return "about";
  if (edge.kind === "said") return "said";
  if (PUSHES.includes(edge.kind)) return "disputes";
  return DASHED.includes(edge.kind) ? "restates" : "supports";
}

const STYLES = {
  said: { width: 1, dashes: [], head: "" },
  about: { width: 1, dashes: [1.5, 4], head: "" },
  supports: { width: 1.5, dashes: [], head: "arrow" },
  disputes: { width: 2.4, dashes: [], head: "bar" },
  restates: { width: 1.5, dashes: [7, 5], head: "" },
};

export function isBetweenClaims(edge) {
  return edge.kind !== "said" && edge.kind !== "about";
}

/**
 * How a line shows: its colour, or null where it is hidden. `touches`: it is at what is selected or on the way that
 * is shown; `focused`: something is selected; `quiet`: only lines between claims show unasked.
 */
export function colourOf(edge, colours, { touches, focused, quiet }) {
  const between = isBetweenClaims(edge);
  if (!touches && ((quiet && !between) || (edge.kind === "about" && crowded.has(edge.to)))) return null;
  const pushes = PUSHES.includes(edge.kind);
  const hue = pushes ? colours.disputed : between ? colours.muted : colours.line;
  if (touches) return faded(pushes ? hue : colours.navy, 0.9);
  return faded(hue, focused ? DIM : pushes ? 0.85 : between ? 0.6 : edge.kind === "said" ? 0.42 : 0.5);
}

/** What never changes about a line, for vis-network: its ends, its curve, its style. */
export function visLine(edge, straight) {
  const { width, dashes, head } = STYLES[styleOf(edge)];
  const scaleFactor = head === "bar" ? 0.5 : 0.24;
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    width,
    dashes: dashes.length ? dashes : false,
    smooth: straight ? false : { enabled: true, type: "curvedCW", roundness: 0.12 },
    ...(head ? { arrows: { to: { enabled: true, type: head, scaleFactor } } } : {}),
  };
}

/** Where a line to a spot ends: the middle of its card or tag, or of the shape over its name. */
export function middle(spot) {
  return { x: spot.x, y: spot.glyph ? spot.y - spot.height / 2 + spot.glyph / 2 : spot.y };
}

/** Draw a line on a canvas: a slight curve, clipped at what it joins. */
export function drawLine(ctx, edge, from, to, colour, scale) {
  const [start, end] = [middle(from), middle(to)];
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  if (length < 1) return;
  const bend = { x: (start.x + end.x) / 2 - (end.y - start.y) * 0.06, y: (start.y + end.y) / 2 + (end.x - start.x) * 0.06 };
  const [first, last] = [border(from, start, bend), border(to, end, bend)];
  const { width, dashes, head } = STYLES[styleOf(edge)];
  const unit = Math.max(1, 0.7 / scale);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width * unit;
  ctx.setLineDash(dashes.map((part) => part * unit));
  ctx.beginPath();
  ctx.moveTo(first.x, first.y);
  ctx.quadraticCurveTo(bend.x, bend.y, last.x, last.y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (head) drawHead(ctx, head, last, Math.atan2(last.y - bend.y, last.x - bend.x), unit);
}

function drawHead(ctx, head, { x, y }, angle, unit) {
  const [across, along] = [HEAD * 0.5 * unit, HEAD * unit];
  const point = (back, aside) => [x - back * Math.cos(angle) - aside * Math.sin(angle), y - back * Math.sin(angle) + aside * Math.cos(angle)];
  ctx.beginPath();
  if (head === "bar") {
    ctx.moveTo(...point(0, -across));
    ctx.lineTo(...point(0, across));
  } else {
    ctx.moveTo(...point(along, -across));
    ctx.lineTo(x, y);
    ctx.lineTo(...point(along, across));
  }
  ctx.stroke();
}

/** Where the way from a spot's middle to a point leaves the spot. */
function border(spot, from, towards) {
  const [dx, dy] = [towards.x - from.x, towards.y - from.y];
  if (spot.glyph) {
    const share = (spot.glyph / 2 + 2) / (Math.hypot(dx, dy) || 1);
    return { x: from.x + dx * share, y: from.y + dy * share };
  }
  const share = Math.min(spot.width / 2 / Math.abs(dx || 1e-9), spot.height / 2 / Math.abs(dy || 1e-9), 1);
  return { x: from.x + dx * share, y: from.y + dy * share };
}
