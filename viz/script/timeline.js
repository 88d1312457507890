// The timeline under the map: when claims were said against when they fall due, one mark a claim; stretches filter.

import { claims, nodes } from "./data.js";
import { count, el, said, svg } from "./dom.js";
import { FACETS, sifted } from "./facets.js";
import { outcomeMark } from "./glyphs.js";
import { around } from "./inview.js";
import { change, state, toggled } from "./state.js";
import { along, binOf, binsBetween } from "./timescale.js";
import { OUTCOMES, name } from "./words.js";

const STEP = 13;
const ROWS = 2;
const MOST_MARKS = 400;
const DRAGGED = 6;
const NO_DAY = "none";
const LANES = [
  { key: "said", title: "Said" },
  { key: "due", title: "Due" },
].map((lane) => ({ ...lane, day: FACETS.find((facet) => facet.key === lane.key).day }));
const NARROW = matchMedia("(max-width: 720px)");

const holder = document.getElementById("timeline");
const toggle = document.getElementById("to-timeline");

let open = !NARROW.matches;
let lanes = [];
let axis = null;
let made = "";
const contents = new WeakMap();
const link = svg("svg", { class: "link", "aria-hidden": "true" });
const tip = el("p", { class: "tip", hidden: true, "aria-hidden": "true" });

export function start() {
  const days = LANES.map((lane) => claims.map(lane.day).filter(Boolean));
  const saidDays = new Set(days[0]);
  lanes = LANES.filter((lane, place) => days[place].length && (lane.key === "due" || saidDays.size > 1));
  const all = LANES.flatMap((lane, place) => (lanes.includes(lane) ? days[place] : []));
  toggle.hidden = holder.hidden = !lanes.length;
  if (!lanes.length) return;
  const ends = all.reduce(([first, last], day) => [day < first ? day : first, day > last ? day : last], [all[0], all[0]]);
  axis = binsBetween(...ends);
  toggle.addEventListener("click", () => {
    open = !open;
    show();
  });
  holder.addEventListener("keydown", keys);
  for (const kind of ["pointerover", "focusin"]) holder.addEventListener(kind, tellMark);
  for (const kind of ["pointerout", "focusout"]) holder.addEventListener(kind, () => tip.toggleAttribute("hidden", true));
  new ResizeObserver(() => show()).observe(holder.parentElement);
}

/** Draw what the filters leave; only the marks of the selection change with it. */
export function show() {
  const { view, filters, focus, steps } = state();
  const drawn = view === "claims" || view === "who-to-what";
  holder.parentElement.classList.toggle("strip", drawn);
  if (!lanes.length) return;
  toggle.hidden = !drawn;
  toggle.setAttribute("aria-expanded", String(open));
  toggle.setAttribute("aria-label", open ? "Hide the timeline" : "Show the timeline");
  toggle.title = open ? "Hide the timeline" : "";
  holder.hidden = !drawn || !open;
  holder.parentElement.classList.toggle("timed", !holder.hidden);
  if (holder.hidden) return;
  const asked = JSON.stringify([filters, focus, steps, holder.clientWidth]);
  if (asked !== made) build(filters);
  made = asked;
  mark();
}

// Lanes.

function build(filters) {
  const focused = document.activeElement?.closest?.("#timeline [data-at]")?.dataset.at;
  const counted = lanes.map((lane) => counts(lane, filters));
  const marks = counted.flat().reduce((sum, bin) => sum + bin.length, 0);
  holder.replaceChildren(
    ...lanes.map((lane, place) => laneRow(lane, counted[place], filters, marks > MOST_MARKS)),
    el("div", { class: "axis", "aria-hidden": "true" }),
    link,
    tip,
  );
  fill();
  for (const bins of holder.querySelectorAll(".lane")) (bins.querySelector(".stretch") ?? bins).tabIndex = 0;
  if (focused) holder.querySelector(`[data-at="${CSS.escape(focused)}"]`)?.focus();
}

/** A lane's claims by bin, the last of them without a day, as the other facets and the focus leave them. */
function counts(lane, filters) {
  const { [lane.key]: _, ...others } = filters;
  const bins = Array.from({ length: axis.bins.length + 1 }, () => []);
  const [rows, near] = [sifted(others), around(state()).rows];
  for (const claim of claims) {
    if (!rows[claim.row] || near?.[claim.row] === 0) continue;
    const day = lane.day(claim);
    if (day === null) continue;
    bins[day ? binOf(axis, day) : axis.bins.length].push(claim);
  }
  return bins;
}

function laneRow(lane, bins, filters, crowded) {
  const cells = bins.map((bin, place) => cell(lane, bin, place, filters, crowded));
  const stretches = el("div", { class: "bins", pointerdown: (event) => drag(event, lane) }, ...bands(filters[lane.key]), ...cells.slice(0, -1));
  const group = { class: "lane", role: "group", "aria-label": lane.key === "due" ? "When claims fall due" : "When claims were said" };
  return el("div", group, el("span", { class: "lane-name" }, lane.title), stretches, cells.at(-1));
}

/** One bin: a button that filters its stretch, over it a mark for each claim, or a bar where there are too many. */
function cell(lane, bin, place, filters, crowded) {
  const { value, label } = axis.bins[place] ?? { value: NO_DAY, label: "no date given" };
  const pressed = (filters[lane.key] ?? []).some((wanted) => covers(wanted, value));
  const outcomes = OUTCOMES.map((outcome) => [outcome, bin.filter((claim) => claim.standing === outcome).length]).filter(([, number]) => number);
  const parts = outcomes.map(([outcome, number]) => `${number} ${name("outcome", outcome).toLowerCase()}`);
  const words = [`${lane.title} ${label}: ${count(bin.length, "claim")}`, ...parts].join(", ");
  const at = `${lane.key} ${place}`;
  const attributes = { type: "button", class: "stretch", tabindex: -1, "data-at": at, "aria-pressed": String(pressed), "aria-label": words };
  const button = el("button", { ...attributes, click: () => press(lane.key, value) });
  const faint = bin.length > 0 && filters[lane.key] && !pressed;
  const inside = el("div", { class: `cell-marks${faint ? " faint" : ""}` });
  contents.set(inside, { bin, outcomes, crowded });
  return el("div", { class: place < axis.bins.length ? "cell" : "cell undated", "data-bin": at }, button, inside);
}

/** Put marks or bars into the cells, now that their widths are known, and words under them where they have room. */
function fill() {
  const most = Math.max(1, ...[...holder.querySelectorAll(".cell-marks")].map((inside) => contents.get(inside).bin.length));
  // All widths first: to ask between one change and the next would lay the page out each time.
  const cells = [...holder.querySelectorAll(".cell-marks")].map((inside) => [inside, inside.clientWidth]);
  for (const [inside, width] of cells) {
    const { bin, outcomes, crowded } = contents.get(inside);
    const room = Math.max(1, Math.floor((width - 2) / STEP)) * ROWS;
    if (!bin.length) continue;
    if (!crowded && bin.length <= room) inside.append(...inOrder(bin).map(dot));
    else inside.append(...bar(bin.length, outcomes, most));
  }
  const bins = holder.querySelector(".bins");
  const scale = holder.querySelector(".axis");
  scale.append(...axisWords(bins.clientWidth).map(({ place, words }) => placed(el("span", {}, words), (place + 0.5) / axis.bins.length, bins, scale)));
  const undated = holder.querySelector(".undated");
  scale.append(placed(el("span", {}, "No date given"), 0.5, undated, scale));
}

function placed(element, share, bins, scale) {
  element.style.left = `${bins.offsetLeft - scale.offsetLeft + share * bins.clientWidth}px`;
  return element;
}

const context = document.createElement("canvas").getContext("2d");

/** Words under the bins: all of them, or as many as stand apart, years first. */
function axisWords(width) {
  context.font = `11.5px ${getComputedStyle(document.body).fontFamily}`;
  const { bins, unit } = axis;
  const each = width / bins.length;
  const room = Math.max(...bins.map((bin) => context.measureText(bin.label).width)) + 12;
  if (each >= room) return bins.map((bin, place) => ({ place, words: bin.label }));
  const inYear = unit < 12 ? 12 / unit : 1;
  const years = bins.map((bin, place) => ({ place, words: unit < 12 ? bin.from.slice(0, 4) : bin.label })).filter(({ place }) => bins[place].first);
  const apart = unit < 12 ? context.measureText("2024").width + 12 : room;
  const every = Math.ceil(apart / (each * inYear));
  const kept = years.filter((_, place) => place % every === 0);
  const begins = !kept.length || kept[0].place * each >= apart;
  return begins ? [{ place: 0, words: bins[0].from.slice(0, 4) }, ...kept] : kept;
}

function inOrder(bin) {
  return [...bin].sort((one, two) => OUTCOMES.indexOf(one.standing) - OUTCOMES.indexOf(two.standing));
}

function dot(claim) {
  const attributes = { type: "button", class: "dot", tabindex: -1, "data-claim": claim.id, "aria-label": `${claim.label}: ${name("outcome", claim.standing)}` };
  return el("button", { ...attributes, click: () => change({ selected: claim.id, who: "", what: "" }) }, outcomeMark(claim.standing));
}

function bar(number, outcomes, most) {
  const parts = outcomes.map(([outcome, share]) => {
    const part = el("span", { class: outcome });
    part.style.flexGrow = String(share);
    return part;
  });
  const whole = el("div", { class: "bar" }, ...parts);
  whole.style.width = `${Math.max(8, (100 * number) / most)}%`;
  return [el("span", { class: "number" }, number > 9999 ? `${Math.round(number / 1000)}k` : String(number)), whole];
}

/** The stretches that are filtered, as bands on a lane. */
function bands(wanted) {
  return (wanted ?? [])
    .filter((value) => value !== NO_DAY)
    .map((value) => {
      const [from, until] = value.split("..");
      return band(Math.max(0, along(axis, from)), Math.min(1, along(axis, until, true)));
    });
}

function band(from, until) {
  const element = el("div", { class: "band" });
  element.style.left = `${100 * Math.min(from, 1)}%`;
  element.style.width = `${100 * Math.max(0, until - from)}%`;
  return element;
}

// Filtering.

function covers(wanted, value) {
  if (wanted === NO_DAY || value === NO_DAY) return wanted === value;
  const [[from, until], [first, last]] = [wanted.split(".."), value.split("..")];
  return from <= first && last <= until;
}

/** A bin goes in or out; pressed inside a longer stretch, it takes that one's place. */
function press(key, value) {
  const { filters } = state();
  const before = filters[key] ?? [];
  const longer = before.filter((wanted) => wanted !== value && covers(wanted, value));
  const kept = longer.length ? { ...filters, [key]: before.filter((wanted) => !longer.includes(wanted) && wanted !== value) } : filters;
  change({ filters: toggled(kept, key, value) });
}

/** Select a stretch by pulling across the bins of a lane. */
function drag(event, lane) {
  if (event.button !== 0) return;
  const row = event.currentTarget;
  const bounds = row.getBoundingClientRect();
  const binAt = (x) => Math.min(axis.bins.length - 1, Math.max(0, Math.floor(((x - bounds.left) / bounds.width) * axis.bins.length)));
  let preview = null;
  let ends = null;
  const moved = ({ clientX }) => {
    if (!preview && Math.abs(clientX - event.clientX) < DRAGGED) return;
    const [first, last] = [binAt(event.clientX), binAt(clientX)].sort((one, two) => one - two);
    ends = [first, last];
    preview?.remove();
    preview = band(first / axis.bins.length, (last + 1) / axis.bins.length);
    row.prepend(preview);
  };
  const over = ({ type }) => {
    removeEventListener("pointermove", moved);
    removeEventListener("pointerup", over);
    removeEventListener("pointercancel", over);
    preview?.remove();
    if (!ends || type === "pointercancel") return;
    // The click that ends a pull is no click on what lies under it.
    const swallow = (click) => click.stopPropagation();
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, { capture: true }));
    const [first, last] = ends.map((place) => axis.bins[place]);
    change({ filters: { ...state().filters, [lane.key]: [`${first.from}..${last.until}`] } });
  };
  addEventListener("pointermove", moved);
  addEventListener("pointerup", over);
  addEventListener("pointercancel", over);
}

// The selection, the keyboard, and what a mark stands for.

/** Mark the selected claim in each lane, and join its day with its due date. */
function mark() {
  const { selected } = state();
  for (const one of holder.querySelectorAll(".chosen")) one.classList.remove("chosen");
  link.replaceChildren();
  const claim = nodes.get(selected);
  if (claim?.type !== "claim") return;
  const bounds = holder.getBoundingClientRect();
  const points = [];
  for (const lane of lanes) {
    const day = lane.day(claim);
    if (day === null) continue;
    const at = holder.querySelector(`[data-bin="${lane.key} ${day ? binOf(axis, day) : axis.bins.length}"]`);
    const found = at.querySelector(`[data-claim="${CSS.escape(selected)}"]`) ?? at;
    found.classList.add("chosen");
    const box = found.getBoundingClientRect();
    points.push([box.left - bounds.left + box.width / 2, box.top - bounds.top + box.height / 2]);
  }
  if (points.length === 2) link.append(svg("path", { d: `M${points[0].join(" ")}L${points[1].join(" ")}` }));
}

/** Left and right go along a lane, down and up through the marks of a bin. */
function keys(event) {
  const here = event.target.closest(".cell");
  if (!here) return;
  const row = [...here.closest(".lane").querySelectorAll(".cell")];
  const inside = [...here.querySelectorAll("button")];
  const aside = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const down = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const next = aside ? row[row.indexOf(here) + aside]?.querySelector(".stretch") : down ? inside[inside.indexOf(event.target) + down] : null;
  if (aside || down) event.preventDefault();
  if (!next) return;
  for (const one of here.closest(".lane").querySelectorAll("button")) one.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function tellMark(event) {
  const found = event.target.closest?.(".dot, .stretch");
  if (!found) return;
  tip.replaceChildren(said(found.getAttribute("aria-label")));
  tip.hidden = false;
  const [bounds, box] = [holder.getBoundingClientRect(), found.getBoundingClientRect()];
  const half = tip.offsetWidth / 2;
  tip.style.left = `${Math.min(Math.max(box.left + box.width / 2 - bounds.left, half + 4), Math.max(half + 4, bounds.width - half - 4))}px`;
}
