// The map of claims as a picture in vectors: islands, lines, cards and entities, drawn by the code that draws the map.

import { draw, drawIslands } from "./cards.js";
import { claims, crowded, edges, ledger, neighbours, nodes } from "./data.js";
import { day, svg } from "./dom.js";
import { drawnInto, plain } from "./drawnsvg.js";
import { faded, palette } from "./palette.js";
import { today } from "./citation.js";

const MARGIN = 24;
// Above so many claims only what joins claims is drawn, and above the other, cards shrink to their marks.
const QUIET_ABOVE = 400;
const MARKS_ABOVE = 3000;
const FAR = 0.1;
const DASHED = ["restates", "echoes", "supersedes"];
const CURVE = 0.12;

/** The map with these claims, and the people and things around them, as the text of an SVG file. */
export function mapPicture(shown, sentences) {
  const colours = palette();
  const [width, height] = [(ledger.width || 1) + 2 * MARGIN, (ledger.height || 1) + 2 * MARGIN];
  const [left, top] = [-width / 2, -height / 2];
  const root = svg("svg", {
    viewBox: [left, top, width, height].map((number) => Math.round(number * 10) / 10).join(" "),
    width: Math.round(width),
    height: Math.round(height),
  });
  const left_out = shown.length > MARKS_ABOVE ? [`More than ${MARKS_ABOVE} claims: each is drawn as its mark.`] : [];
  root.append(
    svg("title", {}, plain(ledger.title)),
    svg("desc", {}, plain([`${shown.length} of ${claims.length} claims, as of ${day(today())}.`, ...sentences, ...left_out].join(" "))),
  );
  const ctx = drawnInto(root);
  const scale = shown.length > MARKS_ABOVE ? FAR : 1;
  ctx.fillStyle = colours.ground;
  ctx.fillRect(left, top, width, height);
  drawIslands(ctx, scale, colours, 1);
  const seen = new Set(shown.map((claim) => claim.id));
  for (const claim of shown) for (const id of neighbours(claim.id)) if (nodes.get(id).type === "entity") seen.add(id);
  for (const edge of edges) if (seen.has(edge.from) && seen.has(edge.to)) drawLine(ctx, edge, colours);
  const look = { selected: false, hovered: false, alpha: 1, ghost: false, near: false };
  for (const node of nodes.values()) if (seen.has(node.id)) draw(ctx, node, scale, colours, look);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}

/** A line between two nodes, in one of the five styles of the legend. */
function drawLine(ctx, edge, colours) {
  const plainTie = ["said", "about"].includes(edge.kind);
  if (plainTie && claims.length > QUIET_ABOVE) return;
  if (edge.kind === "about" && crowded.has(edge.to)) return;
  const [from, to] = [middle(nodes.get(edge.from)), middle(nodes.get(edge.to))];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const bend = plainTie ? CURVE : 0;
  const over = { x: (from.x + to.x) / 2 + dy * bend, y: (from.y + to.y) / 2 - dx * bend };
  const pushes = edge.kind === "disputes";
  const style = pushes ? faded(colours.disputed, 0.85) : plainTie ? faded(colours.line, 0.5) : faded(colours.muted, 0.6);
  ctx.save();
  ctx.strokeStyle = style;
  ctx.lineWidth = pushes ? 2.4 : plainTie ? 1 : 1.5;
  if (edge.kind === "about" || edge.role === "holder") ctx.setLineDash([1.5, 4]);
  else if (DASHED.includes(edge.kind)) ctx.setLineDash([7, 5]);
  ctx.beginPath();
  ctx.moveTo(from.x, from.y);
  ctx.quadraticCurveTo(over.x, over.y, to.x, to.y);
  ctx.stroke();
  ctx.setLineDash([]);
  if (!plainTie && !DASHED.includes(edge.kind)) drawEnd(ctx, over, to, pushes);
  ctx.restore();
}

/** Where lines to a node end: the middle of its card or tag, or of the shape over its name. */
function middle(node) {
  const y = node.glyph ? node.y - node.height / 2 + node.glyph / 2 : node.y;
  return { x: node.x, y, across: (node.glyph ?? node.width) / 2, down: (node.glyph ?? node.height) / 2 };
}

/** A bar or an arrowhead where a line comes to the border of what it points at. */
function drawEnd(ctx, from, to, bar) {
  const [dx, dy] = [from.x - to.x, from.y - to.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const inside = Math.min(to.across / (Math.abs(ux) || 1e-9), to.down / (Math.abs(uy) || 1e-9)) + 2;
  const tip = { x: to.x + ux * inside, y: to.y + uy * inside };
  const wing = (along, aside) => [tip.x + ux * along - uy * aside, tip.y + uy * along + ux * aside];
  ctx.beginPath();
  ctx.moveTo(...(bar ? wing(0, 7) : wing(8, 4.5)));
  if (!bar) ctx.lineTo(tip.x, tip.y);
  ctx.lineTo(...(bar ? wing(0, -7) : wing(8, -4.5)));
  ctx.stroke();
}
