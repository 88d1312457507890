// Where everything stands in who-to-what: who speaks on the left, what is spoken of on the right. No drawing.

import { sharedOutcome } from "./bundles.js";
import { nodes } from "./data.js";

/** Sizes in units of the drawing. */
const PITCH = 22;
export const NAME = 14;
export const SHAPE = 18;
const TALLEST = 74;
const BESIDE = 8;
// Begins as no id does, so that an entity called "more" is another row.
const FOLD = ":more";

/** How many of a side are shown before the rest folds, and by how many more it unfolds. */
export const MOST = 40;
const FEWEST = 8;

const WIDEST_LINE = 7;

/** Into how many straight parts a line is cut to find whether a point is on it. */
const PARTS = 28;

/**
 * Arrange what `bundled` found in a room {width, height}, both in units; `opened` says how many more have been
 * unfolded on each side, `wanted` who must be shown whatever their number, `widthOf` measures a name.
 * Returns rows (`id` "" for what is folded), lines between rows, and how many there are of each side.
 */
export function arrange(found, { room, opened, wanted, widthOf }) {
  const fitting = Math.min(MOST, Math.max(FEWEST, Math.floor(room.height / PITCH) - 1));
  const who = side("who", found.who, fitting + opened.who, wanted);
  const what = side("what", found.what, fitting + opened.what, wanted);
  const height = Math.max(who.length, what.length, 1) * PITCH;
  const names = { who: widest(who, widthOf, room.width), what: widest(what, widthOf, room.width) };
  stand(who, height, -room.width / 2 + names.who + SHAPE + BESIDE);
  order(what, found, who);
  stand(what, height, room.width / 2 - names.what - SHAPE - BESIDE);
  return {
    rows: [...who, ...what],
    lines: lines(found, who, what),
    width: room.width,
    height,
    names,
    most: Math.max(1, ...who.filter((row) => row.id).map((row) => row.number)),
    totals: { who: found.who.size, what: found.what.size },
  };
}

/** One side's rows, most frequent first, and the row that stands for the rest. */
function side(name, tallies, most, wanted) {
  const all = [...tallies].map(([id, tally]) => ({ key: `${name} ${id}`, side: name, id, node: nodes.get(id), ...tally }));
  all.sort((one, two) => two.number - one.number || (one.node.label < two.node.label ? -1 : 1));
  if (all.length <= most + 1) return all;
  const rows = all.filter((row, place) => place < most || wanted.includes(row.id));
  const folded = all.length - rows.length;
  return folded ? [...rows, { key: `${name} ${FOLD}`, side: name, id: "", node: null, number: folded }] : rows;
}

function widest(rows, widthOf, room) {
  return Math.min(Math.max(0, ...rows.map((row) => widthOf(row))) + BESIDE, room * 0.36);
}

/** Rows on the right stand by the middle of those who speak of them, so that few lines cross. */
function order(what, found, who) {
  const places = new Map(what.map((row) => [row.id, { sum: 0, weight: 0 }]));
  for (const speaker of who) {
    for (const [thing, ids] of found.bundles.get(speaker.id) ?? []) {
      const place = places.get(thing);
      if (!place) continue;
      place.sum += speaker.y * ids.length;
      place.weight += ids.length;
    }
  }
  const middle = ({ id }) => (id && places.get(id).weight ? places.get(id).sum / places.get(id).weight : Infinity);
  const keys = new Map(what.map((row) => [row, middle(row)]));
  what.sort((one, two) => (!one.id ? 1 : !two.id ? -1 : keys.get(one) === keys.get(two) ? two.number - one.number : keys.get(one) < keys.get(two) ? -1 : 1));
}

/** Spread rows evenly over the height, in the middle of it; `x` is where their lines end. */
function stand(rows, height, x) {
  const pitch = Math.min(TALLEST, height / Math.max(rows.length, 1));
  rows.forEach((row, place) => Object.assign(row, { x, y: (place - (rows.length - 1) / 2) * pitch, pitch }));
}

/** A line for each bundle; bundles with what is folded are put into one line, which only says that there are some. */
function lines(found, who, what) {
  const rowOf = (rows) => new Map(rows.map((row) => [row.id, row]));
  const [left, right] = [rowOf(who), rowOf(what)];
  const whole = [];
  const folded = new Map();
  for (const [speaker, row] of found.bundles) {
    const from = left.get(speaker) ?? left.get("");
    for (const [thing, ids] of row) {
      const to = right.get(thing) ?? right.get("");
      const key = `${from.key} ${to.key}`;
      if (from.id && to.id) whole.push({ key, from, to, ids, outcome: sharedOutcome(ids) });
      else if (from.id || to.id) folded.set(key, { key, from, to, ids: [], outcome: "mixed" });
    }
  }
  return [...folded.values(), ...whole];
}

/** 1 to 7 px: wide lines grow slowly, so that one prolific speaker does not bury the others. */
export function lineWidth(number) {
  return number ? Math.min(WIDEST_LINE, 1 + 1.25 * Math.log2(number)) : 1;
}

/** A point of a line, `t` from 0 to 1: the curve that vis-network draws for a level cubic Bézier with roundness 0.5. */
export function pointOn({ from, to }, t) {
  const middle = (from.x + to.x) / 2;
  const [a, b, c, d] = [(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t ** 2, t ** 3];
  return { x: a * from.x + (b + c) * middle + d * to.x, y: (a + b) * from.y + (c + d) * to.y };
}

/** The line nearest to a point, of those that pass it within `reach`, or null. */
export function lineNear(lines, point, reach) {
  let [best, least] = [null, Infinity];
  for (const line of lines) {
    const { from, to } = line;
    const most = reach + lineWidth(line.ids.length) / 2;
    const beside = point.y < Math.min(from.y, to.y) - most || point.y > Math.max(from.y, to.y) + most;
    if (!line.ids.length || beside || point.x < from.x || point.x > to.x) continue;
    for (let part = 0; part < PARTS; part += 1) {
      const away = distance(point, pointOn(line, part / PARTS), pointOn(line, (part + 1) / PARTS));
      if (away <= most && away < least) [best, least] = [line, away];
    }
  }
  return best;
}

function distance(point, from, to) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const t = Math.min(1, Math.max(0, ((point.x - from.x) * dx + (point.y - from.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(point.x - from.x - t * dx, point.y - from.y - t * dy);
}

const MOST_NUMBERS = 300;
const SPOTS = [0.8, 0.72, 0.87, 0.64, 0.56, 0.48, 0.4, 0.32];

/** Where the numbers of lines stand: on their line, where lines have parted and no other number is. Wide lines choose first. */
export function numbersAt(some, sizeOf) {
  const taken = [];
  const spots = new Map();
  for (const line of [...some].sort((one, two) => two.ids.length - one.ids.length)) {
    const size = sizeOf(line);
    if (spots.size >= MOST_NUMBERS) break;
    for (const t of SPOTS) {
      const spot = pointOn(line, t);
      const clear = taken.every((other) => Math.abs(other.x - spot.x) > (other.width + size.width) / 2 || Math.abs(other.y - spot.y) > (other.height + size.height) / 2);
      if (!clear) continue;
      taken.push({ ...spot, ...size });
      spots.set(line, spot);
      break;
    }
  }
  return spots;
}
