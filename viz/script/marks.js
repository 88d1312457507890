// The map from afar: each claim a small mark coloured by its outcome, drawn in batches; cards and words as one comes near.

import { cardFont, draw, drawFarNames, drawIslands, READABLE } from "./cards.js";
import { drawOutcome } from "./glyphs.js";
import { faded } from "./palette.js";
import { OUTCOMES, SETTLED } from "./words.js";

const GLYPH_FROM = 9;
const MOST_GLYPHS = 4000;
const LEAST_ENTITY = 5;
const DIM = 0.13;
const GHOST = 0.35;

const codes = new WeakMap();

/** For each spot of a scene, which outcome its claim has, entities none of them; and from which spot on a sheet lies over the rest. */
function outcomes(scene) {
  if (!codes.has(scene)) {
    const known = Uint8Array.from(scene.spots, (spot) => (spot.type === "claim" ? OUTCOMES.indexOf(spot.standing) : OUTCOMES.length));
    const raised = scene.spots.findIndex((spot) => spot.type === "sheet");
    codes.set(scene, { known, raised: raised < 0 ? Infinity : raised });
  }
  return codes.get(scene);
}

/**
 * Draw what reaches into `view`. `lookOf(spot)` says how a spot looks (see cards.js); `lines(ctx)` draws what lies
 * between islands and cards; `shown` and `near` are those of inview.js.
 */
export function paintMarks(ctx, view, scene, colours, { shown, near, lookOf, lines }) {
  const { scale } = view;
  const found = scene.within(view.left, view.top, view.right, view.bottom);
  const far = cardFont() * scale < READABLE;
  const [low, high] = [scene.islands.filter((island) => !island.raised), scene.islands.filter((island) => island.raised)];
  drawIslands(ctx, low, scale, colours, near.size ? 0.45 : 1, { view, far });
  lines(ctx);
  if (!far) {
    for (const number of found) draw(ctx, scene.spots[number], scale, colours, lookOf(scene.spots[number]));
    return;
  }
  const { raised } = outcomes(scene);
  const glyphs = scene.h[found[0] ?? 0] * scale >= GLYPH_FROM && found.length <= MOST_GLYPHS;
  const layers = [
    [found.filter((number) => number < raised), low],
    [found.filter((number) => number >= raised), high],
  ];
  for (const [layer, islands] of layers) {
    paintLayer(ctx, layer, scene, colours, { scale, shown, near, lookOf, glyphs });
    drawFarNames(ctx, islands, scale, colours);
  }
}

/** Draw what lies under a sheet, or the sheet and what lies on it. */
function paintLayer(ctx, found, scene, colours, { scale, shown, near, lookOf, glyphs }) {
  const { known } = outcomes(scene);
  const paint = (number) => draw(ctx, scene.spots[number], scale, colours, lookOf(scene.spots[number]));
  found.filter((number) => scene.spots[number].type === "sheet").forEach(paint);
  const batches = new Map();
  const entities = [];
  for (const number of found) {
    if (known[number] === OUTCOMES.length) {
      const { index, type } = scene.spots[number];
      if (type !== "sheet" && (index < 0 || scene.w[number] * scale >= LEAST_ENTITY)) entities.push(number);
      continue;
    }
    const spot = scene.spots[number];
    const visible = shown[spot.index] === 1;
    const dim = near.size > 0 && !near.has(spot.id);
    const key = known[number] + (visible ? 0 : 10) + (dim ? 100 : 0);
    if (!batches.has(key)) batches.set(key, []);
    batches.get(key).push(number);
  }
  for (const [key, numbers] of batches) paintBatch(ctx, key, numbers, scene, colours, scale, glyphs);
  entities.forEach(paint);
  if (near.size) found.filter((number) => scene.spots[number].type === "claim" && near.has(scene.spots[number].id)).forEach(paint);
}

function paintBatch(ctx, key, numbers, scene, colours, scale, glyphs) {
  const outcome = OUTCOMES[key % 10];
  const ghost = key % 100 >= 10;
  ctx.globalAlpha = key >= 100 ? DIM : ghost ? GHOST : 1;
  const settled = SETTLED.includes(outcome);
  ctx.fillStyle = ghost ? colours.border : settled ? colours[outcome] : outcome === "open" ? colours.outline : faded(colours.outline, 0.45);
  // A gap of less than a pixel would only blur.
  const gap = Math.min(0, 1 - 3 * scale) / scale / 2;
  ctx.beginPath();
  for (const number of numbers) {
    const [width, height] = [scene.w[number] + gap, scene.h[number] + gap];
    ctx.rect(scene.x[number] - width / 2, scene.y[number] - height / 2, width, height);
  }
  if (glyphs && !ghost) {
    ctx.fillStyle = colours.card;
    ctx.fill();
    for (const number of numbers) drawOutcome(ctx, outcome, scene.x[number], scene.y[number], Math.min(scene.h[number] * 0.62, 30), colours);
  } else {
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}
