// The amounts of a claim as a small picture: a guidance, what replaced it and what it replaced, and the actual value on one axis.

import { joined } from "./data.js";
import { day, el, said, svg } from "./dom.js";
import { amount, extent, interval, inWords, magnitude, short, unitOf } from "./quantities.js";
import { lastOfEach } from "./records.js";

const MOST_ROWS = 12;
const WIDTH = 284;
const SIDE = 12;
const ROW = 38;
const HEAD = 4;
const BAR = 9;
const AXIS = 34;

/** The amount in words, and where there is something to compare it with, the picture. */
export function amounts(claim) {
  const words = inWords(claim.measure);
  return [words ? el("p", { class: "amount" }, said(words)) : null, picture(claim)];
}

/** A claim with all that it replaces and all that replace it, in the order in which they were said. */
function chain(claim) {
  const found = new Map([[claim.id, claim]]);
  const toLook = [claim];
  while (toLook.length) {
    const { id } = toLook.pop();
    for (const way of [{}, { backwards: true }]) {
      for (const { node } of joined(id, "supersedes", way)) {
        if (found.has(node.id)) continue;
        found.set(node.id, node);
        toLook.push(node);
      }
    }
  }
  const replaces = (one, two) => joined(one.id, "supersedes").some(({ node }) => node.id === two.id);
  const order = (one, two) => {
    if (one.claimed_on && two.claimed_on && one.claimed_on !== two.claimed_on) return one.claimed_on < two.claimed_on ? -1 : 1;
    return replaces(one, two) ? 1 : replaces(two, one) ? -1 : one.id < two.id ? -1 : 1;
  };
  return [...found.values()].sort(order);
}

/** What came of a chain of claims, once for each value, by the criteria of the claim itself where it has any. */
function actuals(claim, all) {
  const found = new Map();
  let elsewhere = 0;
  for (const one of [claim, ...all.filter((other) => other.id !== claim.id)]) {
    for (const resolution of lastOfEach(one.resolutions)) {
      const range = interval(resolution.actual);
      if (!range) continue;
      if (resolution.actual.unit !== claim.measure.unit) elsewhere += 1;
      else {
        const key = JSON.stringify([range, resolution.actual.change_rate]);
        if (!found.has(key)) found.set(key, { range, measure: resolution.actual, criterion: resolution.criterion, known: resolution.known_on });
      }
    }
  }
  return { came: [...found.values()], elsewhere };
}

function picture(claim) {
  if (!interval(claim.measure)) return null;
  const all = chain(claim);
  const rows = all.filter((one) => one.measure?.unit === claim.measure.unit && interval(one.measure)).map((one) => ({ claim: one, range: interval(one.measure) }));
  const { came, elsewhere } = actuals(claim, all);
  const own = rows.findIndex((row) => row.claim.id === claim.id);
  if (!came.length && rows.length === 1 && rows[own].range.point !== null) return null;
  const first = Math.max(0, Math.min(rows.length - MOST_ROWS, own - MOST_ROWS / 2));
  const shown = rows.slice(first, first + MOST_ROWS);
  const left = all.length - rows.length;
  const unit = unitOf(claim.measure);
  const notes = [
    rows.length > shown.length ? `${shown.length} of ${rows.length} revisions are drawn.` : "",
    left ? `${left} without an amount in this unit ${left === 1 ? "is" : "are"} left out.` : "",
    elsewhere ? `${elsewhere === 1 ? "One outcome is" : `${elsewhere} outcomes are`} in another unit and not drawn.` : "",
    came.length > 1 ? "Each outcome by its own criterion; none is an average." : "",
  ].filter(Boolean);
  return el(
    "figure",
    { class: "amounts" },
    drawing(claim, shown, came, unit),
    el(
      "figcaption",
      {},
      el("ul", {}, ...shown.map((row, index) => tell(row, shown[index - 1], unit)).filter(Boolean), ...came.map((one) => outcome(one))),
      notes.length ? el("p", { class: "aside" }, notes.join(" ")) : null,
    ),
  );
}

/** Midpoint, width and what moved since the one before, for a range with two ends. */
function tell({ claim, range }, before, unit) {
  if (range.point !== null || range.low === null || range.high === null) return null;
  const moved = before && before.range.point === null ? [move("low", before.range.low, range.low, unit), move("high", before.range.high, range.high, unit)].filter(Boolean) : [];
  const words = [`midpoint ${amount((range.low + range.high) / 2, unit)}`, `width ${amount(range.high - range.low, unit)}`, ...moved];
  return el("li", {}, el("strong", {}, claim.claimed_on ? day(claim.claimed_on) : "Undated"), ": ", said(words.join(", ")));
}

function move(end, from, to, unit) {
  if (from === null || to === null || from === to) return "";
  return `${end} moved ${to > from ? "up" : "down"} ${amount(Math.abs(to - from), unit)}`;
}

function outcome({ measure, criterion, known }) {
  return el("li", {}, "◆ ", el("strong", {}, said(inWords(measure))), known ? `, known on ${day(known)}` : "", criterion ? [": ", said(criterion)] : "");
}

/** The axis: from where to where, and its round ticks. */
function axis(numbers) {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const span = most - least || Math.abs(most) * 0.2 || 1;
  // From afar, where the least is nearly nothing beside the most, nought belongs to the picture.
  const from = least > 0 && least < most / 4 ? 0 : least - span * 0.12;
  const to = most + span * 0.12;
  const power = 10 ** Math.floor(Math.log10((to - from) / 5));
  const ticksOf = (step) => {
    const first = Math.ceil(from / step);
    const number = Math.floor(to / step) - first + 1;
    return Array.from({ length: Math.max(0, number) }, (_, index) => (first + index) * step);
  };
  const choices = [1, 2, 2.5, 5, 10, 20].map((times) => ticksOf(times * power));
  return { from, to, ticks: choices.find((ticks) => ticks.length <= 5) ?? [] };
}

function drawing(claim, rows, came, unit) {
  const numbers = [...rows, ...came].flatMap(({ range }) => [range.low, range.high, range.point]).filter((value) => value !== null);
  const { from, to, ticks } = axis(numbers);
  const scale = magnitude(numbers);
  const x = (value) => SIDE + ((value - from) / (to - from)) * (WIDTH - 2 * SIDE);
  const bottom = HEAD + (rows.length + came.length) * ROW;
  const named = `${unit.before}${scale.sign}${unit.after}`.trim().replace(/\s+/gu, " ");
  const exact = [
    ...rows.map((row) => `${row.claim.claimed_on ? day(row.claim.claimed_on) : "undated"}${row.claim.id === claim.id ? ", this claim" : ""}: ${exactly(row.claim.measure)}`),
    ...came.map((one) => `came out at ${exactly(one.measure)}`),
  ];
  return svg(
    "svg",
    { viewBox: `0 0 ${WIDTH} ${bottom + AXIS}`, role: "img", "aria-label": `Amounts on one axis. ${exact.join("; ")}` },
    svg("title", {}, exact.join("\n")),
    ...ticks.map((tick) => svg("path", { class: "grid", d: `M${x(tick)} ${HEAD}V${bottom + 4}` })),
    ...came.map((one, index) => svg("path", { class: "drop", d: `M${x(middle(one.range))} ${HEAD}V${HEAD + (rows.length + index) * ROW + 26}` })),
    ...rows.map((row, index) => rowOf(row, HEAD + index * ROW, x, row.claim.id === claim.id, rows.length > 1)),
    ...came.map((one, index) => cameOf(one, HEAD + (rows.length + index) * ROW, x)),
    svg("path", { class: "axis", d: `M${SIDE} ${bottom + 4}H${WIDTH - SIDE}` }),
    ...ticks.map((tick) => svg("text", { x: x(tick), y: bottom + 18, class: "tick" }, short(tick / scale.by))),
    svg("text", { x: WIDTH - SIDE, y: bottom + 31, class: "unit" }, named ? `in ${named}` : ""),
  );
}

function exactly(measure) {
  const unit = measure.unit_label || measure.unit;
  const range = measure.low || measure.high ? [measure.low || "…", measure.high || "…"].join(" to ") : measure.value;
  return `${range}${measure.rounding && measure.value ? ` ± ${measure.rounding}` : ""} ${unit}`;
}

function middle({ low, high, point }) {
  return point ?? (low === null ? high : high === null ? low : (low + high) / 2);
}

/** One claim: its day and its amount in words, and below them the bar. */
function rowOf({ claim, range }, top, x, selected, several) {
  const label = `${claim.claimed_on ? day(claim.claimed_on) : "Undated"}${selected && several ? " · this claim" : ""}`;
  return svg("g", { class: selected ? "one selected" : "one" }, words(label, extent(claim.measure), top), ...shape(range, top + 26, x));
}

function cameOf({ range, measure }, top, x) {
  const at = x(middle(range));
  const y = top + 26;
  const diamond = svg("path", { class: "came", d: `M${at} ${y - 6}L${at + 6} ${y}L${at} ${y + 6}L${at - 6} ${y}Z` });
  const open = range.point === null || ["atLeast", "atMost"].includes(measure.approximation) ? shape({ ...range, point: null }, y, x) : [];
  return svg("g", { class: "one outcome-row" }, words("Came out at", extent(measure), top), ...open, diamond);
}

function words(left, right, top) {
  return [svg("text", { x: SIDE, y: top + 14, class: "left" }, left), svg("text", { x: WIDTH - SIDE, y: top + 14, class: "right" }, right)];
}

/** A bar from low to high, a dot with whiskers for a rounded value, an arrow where an end is open. */
function shape({ low, high, point }, y, x) {
  const start = low === null ? SIDE : x(low);
  const end = high === null ? WIDTH - SIDE : x(high);
  const arrow = (at, way) => svg("path", { class: "open", d: `M${at - 5 * way} ${y - 4}L${at} ${y}L${at - 5 * way} ${y + 4}` });
  if (low === null || high === null) {
    const from = x(low ?? high);
    return [svg("path", { class: "whisker", d: `M${start} ${y}H${end}M${from} ${y - 5}V${y + 5}` }), low === null ? arrow(start, -1) : arrow(end, 1)];
  }
  if (point === null) return [svg("rect", { class: "range", x: start, y: y - BAR / 2, width: Math.max(2, end - start), height: BAR, rx: 2 })];
  const ends = [start, end].map((at) => `M${at} ${y - 4}V${y + 4}`).join("");
  const whiskers = end - start > 1 ? [svg("path", { class: "whisker", d: `M${start} ${y}H${end}${ends}` })] : [];
  return [...whiskers, svg("circle", { class: "dot", cx: x(point), cy: y, r: 4.5 })];
}
