// What stands on the canvas of who-to-what: rows of names with their records, and numbers on lines. Drawing only.

import { nodes } from "./data.js";
import { drawEntity, drawOutcome } from "./glyphs.js";
import { NAME, SHAPE } from "./sides.js";
import { OUTCOMES, SETTLED } from "./words.js";

export const DIM_LINE = 0.06;
const DIM_NODE = 0.13;
const GAP = 6;
const NUMBER = 12;
const BAR = { longest: 84, least: 7, high: 4 };
const ROOMY = 36;
const SIGN = 12;
const MOST_LETTERS = 300;

const context = document.createElement("canvas").getContext("2d");
const measured = new Map();

function widthIn(text, font) {
  context.font = font;
  return context.measureText(text).width;
}

function nameFont(row, colours) {
  return `${row.side === "who" ? 600 : 500} ${NAME}px ${colours.font}`;
}

/** What stands for a row, and how wide it is with its number: "Meta 32", "+ 1,234 more". */
export function nameOf(row, colours) {
  const label = row.id ? row.node.label.slice(0, MOST_LETTERS).replace(/\s+/gu, " ") : `+ ${row.number.toLocaleString("en")} more`;
  const number = row.id ? row.number.toLocaleString("en") : "";
  const key = `${row.side} ${label} ${number}`;
  if (!measured.has(key)) {
    const numberWidth = number ? widthIn(number, `400 ${NUMBER}px ${colours.font}`) + GAP : 0;
    measured.set(key, { text: label, number, size: NAME, own: widthIn(label, nameFont(row, colours)), numberWidth });
  }
  const name = measured.get(key);
  return { ...name, width: name.own + name.numberWidth };
}

/** The name as it fits beside the lines, with an ellipsis where it is cut. */
function fitted(row, picture, colours) {
  const name = nameOf(row, colours);
  const room = picture.names[row.side] - name.numberWidth;
  if (name.own <= room) return name;
  const key = `${row.key} ${Math.floor(room)}`;
  if (!measured.has(key)) {
    const letters = [...name.text];
    const font = nameFont(row, colours);
    let [low, high] = [0, letters.length];
    while (low < high) {
      const half = Math.ceil((low + high) / 2);
      if (widthIn(`${letters.slice(0, half).join("").trimEnd()}…`, font) <= room) low = half;
      else high = half - 1;
    }
    const text = `${letters.slice(0, low).join("").trimEnd()}…`;
    measured.set(key, { text, own: widthIn(text, font) });
  }
  return { ...name, ...measured.get(key), width: measured.get(key).own + name.numberWidth };
}

/** The box of a row: its shape and its name, all that can be pressed. */
export function rowBox(row, picture, colours) {
  const width = SHAPE + GAP + fitted(row, picture, colours).width;
  const height = Math.min(row.pitch, row.side === "who" && row.pitch >= ROOMY ? ROOMY : NAME + 8) - 0.5;
  return row.side === "who" ? { left: row.x - width, right: row.x, y: row.y, height } : { left: row.x, right: row.x + width, y: row.y, height };
}

/** Draw something, faintly where it is not near what is selected. */
export function paint(ctx, faint, drawing) {
  ctx.globalAlpha = faint ? DIM_NODE : 1;
  drawing();
  ctx.globalAlpha = 1;
}

export function drawRow(ctx, row, picture, colours, look) {
  const left = row.side === "who";
  const sign = left ? -1 : 1;
  const middle = row.x + (sign * SHAPE) / 2;
  const name = fitted(row, picture, colours);
  const roomy = left && row.pitch >= ROOMY;
  const y = row.y - (roomy ? 7 : left && row.id ? 2 : 0);
  if (look.chosen || look.hovered) outline(ctx, rowBox(row, picture, colours), colours, look);
  if (row.id) drawEntity(ctx, row.node.kind, middle, row.y, SHAPE, colours);
  const start = row.x + sign * (SHAPE + GAP);
  ctx.textBaseline = "middle";
  ctx.textAlign = left ? "right" : "left";
  words(ctx, name.number, start + (left ? 0 : name.own + GAP), y, `400 ${NUMBER}px ${colours.font}`, colours.muted, colours);
  words(ctx, name.text, start - (left ? name.numberWidth : 0), y, nameFont(row, colours), row.id ? colours.ink : colours.focus, colours);
  if (left && row.id) record(ctx, row, start, roomy ? row.y + 8 : row.y + NAME / 2 - 0.5, roomy, picture, colours);
}

function words(ctx, text, x, y, font, colour, colours) {
  if (!text) return;
  ctx.font = font;
  ctx.lineJoin = "round";
  ctx.lineWidth = 4;
  ctx.strokeStyle = colours.ground;
  ctx.strokeText(text, x, y);
  ctx.fillStyle = colour;
  ctx.fillText(text, x, y);
}

/** A speaker's record: a bar as long as the number of claims, its parts what came of them. */
function record(ctx, row, right, y, roomy, picture, colours) {
  const longest = Math.min(BAR.longest, picture.names.who);
  const length = Math.max(BAR.least, (longest * row.number) / picture.most);
  const high = roomy ? BAR.high + 2 : BAR.high - 1;
  let x = right - length;
  for (const outcome of OUTCOMES) {
    const part = (length * (row.outcomes[outcome] ?? 0)) / row.number;
    if (!part) continue;
    ctx.fillStyle = SETTLED.includes(outcome) ? colours[outcome] : outcome === "open" ? colours.outline : colours.border;
    if (outcome === "not-checked") hatched(ctx, x, y, part, high);
    else ctx.fillRect(x, y, part, high);
    x += part;
  }
}

function hatched(ctx, x, y, width, height) {
  for (let at = x; at < x + width; at += 3) ctx.fillRect(at, y, Math.min(1.5, x + width - at), height);
}

function outline(ctx, box, colours, look) {
  ctx.beginPath();
  ctx.roundRect(box.left - 4, box.y - box.height / 2, box.right - box.left + 8, box.height, 6);
  ctx.fillStyle = colours.ground;
  ctx.fill();
  ctx.lineWidth = (look.chosen ? 2.2 : 1.2) / Math.min(1, look.scale);
  ctx.strokeStyle = look.chosen ? colours.focus : colours.navy;
  ctx.stroke();
}

/** The number on a line: of its claims; with an outcome's sign before it, of how many it is true. "" where the sign says all. */
export function numberOn({ ids, outcome }) {
  const all = ids.length.toLocaleString("en");
  if (!signed({ outcome })) return all;
  const settled = ids.filter((id) => nodes.get(id).standing === outcome).length;
  return settled === ids.length ? (settled > 1 ? all : "") : `${settled.toLocaleString("en")} of ${all}`;
}

/** How much room a line's number takes, with its outcome's sign where all that is settled came out alike. */
export function numberSize(line, colours) {
  const words = numberOn(line);
  const digits = words ? widthIn(words, `600 ${NUMBER}px ${colours.font}`) : 0;
  return { width: digits + (signed(line) ? SIGN : 0) + 5, height: NUMBER + 3 };
}

function signed(line) {
  return line.outcome && line.outcome !== "mixed";
}

export function drawNumber(ctx, line, spot, colours) {
  const size = numberSize(line, colours);
  let x = spot.x - size.width / 2 + 2;
  if (signed(line)) {
    drawOutcome(ctx, line.outcome, x + SIGN / 2 - 0.5, spot.y, SIGN - 1, colours);
    x += SIGN;
  }
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  words(ctx, numberOn(line), x + 1, spot.y + 0.5, `600 ${NUMBER}px ${colours.font}`, colours.ink, colours);
}
