// The page's marks. Each is drawn from the same outline on the canvas and in the document.

import { svg } from "./dom.js";

// Outcomes, in a square of 16: a filled disc with a sign, or a ring, so that no one needs to see the colour.
const SIGNS = {
  "held-up": "M4.6 8.3 7 10.7 11.5 5.7",
  failed: "M5.4 5.4 10.6 10.6 M10.6 5.4 5.4 10.6",
  disputed: "M6.6 5.4 4 8 6.6 10.6 M9.4 5.4 12 8 9.4 10.6",
};
const DISC = "M8 1a7 7 0 1 1 0 14a7 7 0 1 1 0-14Z";
// Nothing can settle it: a ring with a bar.
const BAR = "M5.2 8H10.8";
const RING = "M8 2a6 6 0 1 1 0 12a6 6 0 1 1 0-12Z";

// Kinds of entity, in a square of 20.
const SHAPES = {
  person: "M10 1a9 9 0 1 1 0 18a9 9 0 1 1 0-18Z",
  organisation: "M5 1.5H15A3.5 3.5 0 0 1 18.5 5V15A3.5 3.5 0 0 1 15 18.5H5A3.5 3.5 0 0 1 1.5 15V5A3.5 3.5 0 0 1 5 1.5Z",
  product: "M5.4 2H14.6L19.2 10 14.6 18H5.4L0.8 10Z",
  place: "M10 0.6 19.4 10 10 19.4 0.6 10Z",
  group: "M10 1.5a8.5 8.5 0 1 1 0 17a8.5 8.5 0 1 1 0-17Z",
  concept: "M6 4H14A6 6 0 0 1 14 16H6A6 6 0 0 1 6 4Z",
};
const FILLED = ["person", "organisation"];

export const ENTITY_KINDS = Object.keys(SHAPES);

export function isFilled(kind) {
  return FILLED.includes(kind);
}

/** An outcome's mark as an element. */
export function outcomeMark(outcome) {
  const mark = svg("svg", { viewBox: "0 0 16 16", class: `mark ${outcome}`, "aria-hidden": "true" });
  if (SIGNS[outcome]) mark.append(svg("path", { d: DISC, class: "disc" }), svg("path", { d: SIGNS[outcome], class: "sign" }));
  else mark.append(svg("path", { d: outcome === "untestable" ? `${RING} ${BAR}` : RING, class: "ring" }));
  return mark;
}

/** An entity's shape as an element. */
export function entityMark(kind) {
  const shape = SHAPES[kind] ? kind : "concept";
  return svg("svg", { viewBox: "0 0 20 20", class: `mark entity ${shape}`, "aria-hidden": "true" }, svg("path", { d: SHAPES[shape] }));
}

/** The mark of any node. */
export function nodeMark(node) {
  return node.type === "claim" ? outcomeMark(node.standing) : entityMark(node.kind);
}

const outlines = new Map();

function outline(d) {
  // A drawing that is no canvas (drawnsvg.js) needs the outline in words.
  if (!outlines.has(d)) outlines.set(d, Object.assign(new Path2D(d), { d }));
  return outlines.get(d);
}

/** Draw an outcome's mark on a canvas, `size` wide, around a point. */
export function drawOutcome(ctx, outcome, x, y, size, colours) {
  ctx.save();
  ctx.translate(x - size / 2, y - size / 2);
  ctx.scale(size / 16, size / 16);
  ctx.lineCap = "round";
  ctx.lineJoin = "round";
  if (SIGNS[outcome]) {
    ctx.fillStyle = colours[outcome];
    ctx.fill(outline(DISC));
    ctx.strokeStyle = colours.card;
    ctx.lineWidth = 1.8;
    ctx.stroke(outline(SIGNS[outcome]));
  } else {
    ctx.strokeStyle = colours[outcome];
    ctx.lineWidth = 1.5;
    if (outcome === "not-checked") ctx.setLineDash([2.2, 1.6]);
    ctx.fillStyle = colours.card;
    ctx.fill(outline(RING));
    ctx.stroke(outline(RING));
    if (outcome === "untestable") ctx.stroke(outline(BAR));
  }
  ctx.restore();
}

/** Draw an entity's shape on a canvas, `size` wide, around a point. */
export function drawEntity(ctx, kind, x, y, size, colours) {
  ctx.save();
  ctx.translate(x - size / 2, y - size / 2);
  ctx.scale(size / 20, size / 20);
  const path = outline(SHAPES[kind] ?? SHAPES.concept);
  ctx.fillStyle = isFilled(kind) ? colours.navy : colours.card;
  ctx.strokeStyle = colours.navy;
  ctx.lineWidth = (1.5 * 20) / size;
  if (kind === "group") ctx.setLineDash([(4 * 20) / size, (2.5 * 20) / size]);
  ctx.fill(path);
  ctx.stroke(path);
  ctx.restore();
}
