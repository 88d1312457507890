// What stands on the canvas: islands, cards and entities. Drawing only; it knows no drawing library.

import { figures } from "./dom.js";
import { drawEntity, drawOutcome, isFilled } from "./glyphs.js";
import { SETTLED } from "./words.js";

const PADDING = 10;
const BAR = 4;
const LINE = 1.155;
const RADIUS = 4;
const BADGE = 15;
const MOST_LETTERS = 400;

// The least size, in pixels on the screen, at which words are drawn as words.
export const READABLE = 7;
const SMALL_LABEL = 8;
const SMALLEST_NUMBER = 6;

const FITTING = 0.93;
const LARGEST = 15;
const SMALLEST = 9;
const STEP = 0.1;
const MOST_MEASURED = 150;

const context = document.createElement("canvas").getContext("2d");
let font = { family: "sans-serif", size: 13 };
const wrapped = new Map();

/** Measure the words on cards in this font: one size for all, the largest that fits nearly all of them. */
export function measure(family, spots) {
  const cards = spots.filter((spot) => spot.type === "claim");
  const stride = Math.ceil(cards.length / MOST_MEASURED);
  const some = cards.filter((_, place) => place % stride === 0);
  const fits = (size) => {
    wrapped.clear();
    font = { family, size };
    return some.filter((spot) => wrap(spot).whole).length >= some.length * FITTING;
  };
  let [low, high] = [SMALLEST, LARGEST];
  while (high - low > STEP) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  fits(low);
}

/** The size of words on cards, in units of the map. */
export function cardFont() {
  return font.size;
}

/** A card's lines in the font that is set, and whether they hold its whole label. */
export function wrap(node) {
  if (!wrapped.has(node.id)) {
    const most = Math.max(1, Math.floor((node.height - 7) / (font.size * LINE)));
    wrapped.set(node.id, lines(node.label, node.width - 2 * PADDING, most, onCards));
  }
  return wrapped.get(node.id);
}

const widths = new Map();

/** How wide words are in the font of cards. Each is measured once, whatever size is tried. */
function onCards(piece) {
  const words = piece.split(" ");
  return words.reduce((sum, word) => sum + wordWidth(word), wordWidth(" ") * (words.length - 1)) * font.size;
}

function wordWidth(word) {
  const key = `${font.family} ${word}`;
  if (!widths.has(key)) {
    context.font = `600 100px ${font.family}`;
    widths.set(key, context.measureText(word).width / 100);
  }
  return widths.get(key);
}

/** How wide words are in the font that the context has. */
function measured(piece) {
  return context.measureText(piece).width;
}

/** Wrap between words, and inside words wider than a line; the last line ends in an ellipsis where words are left. */
function lines(text, room, most, widthOf = measured) {
  const words = text.slice(0, MOST_LETTERS).split(/\s+/u).filter(Boolean);
  const found = [];
  let line = "";
  let broken = false;
  const fits = (piece) => widthOf(piece) <= room;
  while (words.length) {
    const word = words.shift();
    const longer = line ? `${line} ${word}` : word;
    if (fits(longer)) {
      line = longer;
    } else if (line) {
      found.push(line);
      line = "";
      words.unshift(word);
    } else {
      broken = true;
      const letters = [...word];
      let end = 1;
      while (end < letters.length && fits(letters.slice(0, end + 1).join(""))) end += 1;
      found.push(letters.slice(0, end).join(""));
      if (end < letters.length) words.unshift(letters.slice(end).join(""));
    }
  }
  if (line) found.push(line);
  const whole = found.length <= most && text.length <= MOST_LETTERS;
  const kept = found.slice(0, most);
  if (!whole) kept.push(shortened(kept.pop() ?? "", fits));
  return { lines: kept, whole, broken };
}

function shortened(line, fits) {
  const letters = [...line];
  while (letters.length && !fits(`${letters.join("").trimEnd()}…`)) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}

const HALO_NAME = 12;
const LEAST_NAMED = 44;

/** An island's name, with the sign of what can be unfolded before it where it holds many topics. */
function nameOfIsland({ label, topics }) {
  return topics?.length ? `+ ${label}` : label;
}

/** Whether an island is so small on the screen that its name stands over its cards. */
function isFar(island, scale) {
  return 14 * scale < 8 && island.width * scale >= LEAST_NAMED;
}

/** Draw the names of islands that are too small on the screen to have them above their cards, over what stands there. */
export function drawFarNames(ctx, islands, scale, colours) {
  for (const island of islands) {
    if (!island.label || !isFar(island, scale)) continue;
    const size = HALO_NAME / scale;
    ctx.font = `650 ${size}px ${font.family}`;
    const room = island.width - size;
    const fits = (words) => ctx.measureText(words).width <= room;
    const name = nameOfIsland(island);
    const full = `${name} ${figures(island.count)}`;
    const label = fits(full) ? full : shortened(name, fits);
    ctx.textAlign = "left";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    ctx.strokeStyle = colours.ground;
    ctx.lineWidth = size * 0.35;
    ctx.fillStyle = colours.ink;
    const [left, top] = [island.x - island.width / 2 + size / 2, island.y - island.height / 2 + size / 3];
    ctx.strokeText(label, left, top);
    ctx.fillText(label, left, top);
  }
}

/** Draw islands under their names: all of them, or those that reach into a view; `far`: some get theirs by `drawFarNames`. */
export function drawIslands(ctx, islands, scale, colours, alpha, { view = null, far = false } = {}) {
  for (const island of islands) {
    const left = island.x - island.width / 2;
    const top = island.y - island.height / 2;
    if (view && (left > view.right || left + island.width < view.left || top > view.bottom || top + island.height < view.top)) continue;
    ctx.fillStyle = colours.island;
    ctx.beginPath();
    ctx.roundRect(left, top, island.width, island.height, 10);
    ctx.fill();
    if (!island.label || (far && isFar(island, scale))) continue;
    ctx.font = `600 14px ${font.family}`;
    const name = nameOfIsland(island);
    const natural = ctx.measureText(name).width;
    const size = Math.min(Math.max(14, 11.5 / scale), (14 * (island.width - 2 * PADDING)) / natural, 26);
    if (size * scale < 5) continue;
    ctx.globalAlpha = alpha;
    ctx.font = `600 ${size}px ${font.family}`;
    ctx.fillStyle = colours.muted;
    ctx.textAlign = "left";
    ctx.textBaseline = "alphabetic";
    ctx.fillText(name, left + PADDING, top + 19);
    ctx.globalAlpha = 1;
  }
}

/**
 * Draw a node as `look` says: selected, hovered, alpha, near (to what is selected), and for a claim ghost
 * (filtered out: an outline keeps its place).
 */
export function draw(ctx, node, scale, colours, look) {
  ctx.globalAlpha = look.alpha;
  if (node.type === "sheet") drawSheet(ctx, node, scale, colours, look);
  else if (node.heading) drawHeading(ctx, node, scale, colours, look);
  else if (node.type === "claim") drawCard(ctx, node, scale, colours, look);
  else if (node.glyph) drawShape(ctx, node, scale, colours, look);
  else drawTag(ctx, node, scale, colours, look);
  ctx.globalAlpha = 1;
}

function drawCard(ctx, node, scale, colours, look) {
  const left = node.x - node.width / 2;
  const top = node.y - node.height / 2;
  const settled = SETTLED.includes(node.standing);
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, node.height, RADIUS);
  if (!look.ghost) {
    ctx.fillStyle = colours.card;
    ctx.fill();
  }
  ctx.lineWidth = Math.max(1, 0.8 / scale);
  ctx.strokeStyle = colours.border;
  if (node.standing === "not-checked") ctx.setLineDash([3.5, 3]);
  if (!settled) ctx.strokeStyle = colours.outline;
  ctx.stroke();
  ctx.setLineDash([]);
  if (look.ghost) return;
  if (settled) {
    ctx.save();
    ctx.clip();
    ctx.fillStyle = colours[node.standing];
    ctx.fillRect(left, top, BAR, node.height);
    ctx.restore();
  }
  ctx.beginPath();
  ctx.roundRect(left, top, node.width, node.height, RADIUS);
  outline(ctx, scale, colours, look);
  if (font.size * scale >= READABLE) {
    const text = wrap(node).lines;
    const step = font.size * LINE;
    ctx.font = `600 ${font.size}px ${font.family}`;
    ctx.fillStyle = colours.ink;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    const first = node.y - ((text.length - 1) * step) / 2;
    text.forEach((line, index) => ctx.fillText(line, left + PADDING, first + index * step + 0.5));
    if (settled) {
      ctx.fillStyle = colours.card;
      ctx.beginPath();
      ctx.arc(left + node.width - 2, top + 2, BADGE / 2 + 0.5, 0, 2 * Math.PI);
      ctx.fill();
      drawOutcome(ctx, node.standing, left + node.width - 2, top + 2, BADGE, colours);
    }
  } else {
    drawOutcome(ctx, node.standing, node.x, node.y, Math.min(node.height * 0.6, 30), colours);
  }
}

/** Stroke the path that is set where the pointer or the selection is. */
function outline(ctx, scale, colours, look) {
  if (!look.selected && !look.hovered) return;
  ctx.lineWidth = (look.selected ? 2.2 : 1.4) / Math.min(1, scale);
  ctx.strokeStyle = look.selected ? colours.focus : colours.navy;
  ctx.stroke();
}

/** The letters inside an entity's shape: EU, 3.1, MZ. */
function monogram(label) {
  const words = label.split(/[\s/–-]+/u).filter(Boolean);
  const last = words.at(-1) ?? "";
  if (words.length > 1 && /^\d[\d.]{0,3}$/u.test(last)) return last;
  if (/^\p{Lu}[\p{Lu}\d]{1,2}$/u.test(last)) return last;
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}

/** An entity: its shape at the top of its box, its name below. Names grow as one goes further away. */
function drawShape(ctx, node, scale, colours, look) {
  const size = node.glyph;
  const y = node.y - node.height / 2 + size / 2;
  drawEntity(ctx, node.kind, node.x, y, size, colours);
  ctx.beginPath();
  ctx.arc(node.x, y, size / 2 + 4, 0, 2 * Math.PI);
  outline(ctx, scale, colours, look);
  const letters = monogram(node.label);
  const letterSize = size * (letters.length > 2 ? 0.3 : 0.38);
  if (letterSize * scale >= 5) {
    ctx.font = `600 ${letterSize}px ${font.family}`;
    ctx.fillStyle = isFilled(node.kind) ? colours.card : colours.navy;
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(letters, node.x, y + letterSize * 0.06);
  }
  const label = entityLabel(node);
  const labelSize = Math.max(Math.min(label.size, Math.max(12.5, 11.5 / scale)), look.near ? 11 / scale : 0);
  if (labelSize * scale < SMALL_LABEL) return;
  ctx.font = `${look.near || size > 44 ? 600 : 500} ${labelSize}px ${font.family}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.strokeStyle = colours.ground;
  ctx.lineWidth = labelSize * 0.28;
  ctx.fillStyle = colours.ink;
  const top = node.y - node.height / 2 + size + 4;
  label.lines.forEach((line, index) => {
    ctx.strokeText(line, node.x, top + index * labelSize * 1.13);
    ctx.fillText(line, node.x, top + index * labelSize * 1.13);
  });
}

/** The ground on which what a fold held is laid out, with its number at the top. */
function drawSheet(ctx, node, scale, colours, look) {
  ctx.beginPath();
  ctx.roundRect(node.x - node.width / 2, node.y - node.height / 2, node.width, node.height, 10);
  ctx.fillStyle = node.islet ? colours.island : colours.ground;
  ctx.fill();
  if (!node.islet) {
    ctx.strokeStyle = colours.navy;
    ctx.lineWidth = Math.max(1, 1 / scale);
    ctx.stroke();
    outline(ctx, scale, colours, look);
  }
  if (14 * scale < 5) return;
  ctx.font = `600 14px ${font.family}`;
  ctx.fillStyle = colours.muted;
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillText(node.label, node.x - node.width / 2 + PADDING, node.y - node.height / 2 + 19);
}

/** The strip in which an island of many topics has its name, where the pointer or the keyboard is on it. */
function drawHeading(ctx, node, scale, colours, look) {
  ctx.beginPath();
  ctx.roundRect(node.x - node.width / 2, node.y - node.height / 2, node.width, Math.max(node.height, HALO_NAME / scale), 10);
  outline(ctx, scale, colours, look);
}

/** A concept: a tag around its name. */
function drawTag(ctx, node, scale, colours, look) {
  ctx.beginPath();
  ctx.roundRect(node.x - node.width / 2, node.y - node.height / 2, node.width, node.height, Math.min(node.height / 2, 14));
  ctx.fillStyle = colours.ground;
  ctx.fill();
  ctx.strokeStyle = colours.navy;
  ctx.lineWidth = 1.3;
  ctx.stroke();
  outline(ctx, scale, colours, look);
  const label = entityLabel(node);
  const labelSize = Math.min(label.size, Math.max(12.5, 11.5 / scale));
  if (labelSize * scale < SMALL_LABEL) {
    if (node.type === "fold") drawFoldsNumber(ctx, node, scale, colours);
    return;
  }
  ctx.font = `${look.near ? 600 : 500} ${labelSize}px ${font.family}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colours.ink;
  const step = labelSize * 1.13;
  label.lines.forEach((line, index) => ctx.fillText(line, node.x, node.y + (index - (label.lines.length - 1) / 2) * step + 0.5));
}

/** From afar a fold's tag has room for its number alone. */
function drawFoldsNumber(ctx, node, scale, colours) {
  const words = `+${figures(node.count)}`;
  ctx.font = `600 100px ${font.family}`;
  const size = Math.min(node.height - 4, (100 * (node.width - 10)) / ctx.measureText(words).width);
  if (size * scale < SMALLEST_NUMBER) return;
  ctx.font = `600 ${size}px ${font.family}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = colours.ink;
  ctx.fillText(words, node.x, node.y + 0.5);
}

const LABEL = 14;
const SMALLEST_NAME = 10.5;

function entityLabel(node) {
  if (!wrapped.has(node.id)) {
    const most = Math.max(1, Math.round((node.height - (node.glyph ?? 8) - 3) / 16));
    context.font = `600 ${LABEL}px ${font.family}`;
    // A font wider than the table of widths makes a name smaller, never wider than its box.
    const room = Math.max(30, node.glyph ? node.width : node.width - 14);
    let size = LABEL;
    let text = lines(node.label, room, most);
    while ((!text.whole || text.broken) && size > SMALLEST_NAME) {
      size -= 0.5;
      context.font = `600 ${size}px ${font.family}`;
      text = lines(node.label, room, most);
    }
    wrapped.set(node.id, { ...text, size });
  }
  return wrapped.get(node.id);
}
