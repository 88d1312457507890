// The left column: facets with live counts, then what shapes and lines mean.

import { betweenClaims, claims, ends, entities, nodes } from "./data.js";
import { count, el, figures, said, svg } from "./dom.js";
import { tally, ticked } from "./facets.js";
import { ENTITY_KINDS, entityMark, outcomeMark } from "./glyphs.js";
import { around, inView } from "./inview.js";
import { change, state, toggled } from "./state.js";
import { filterWords } from "./timescale.js";
import { name } from "./words.js";

const FIRST_VALUES = 8;
const MOST_VALUES = 60;

const holder = document.getElementById("facets");
const status = document.getElementById("showing");
const boxes = [];

export function start() {
  holder.append(...ticked().map(facetGroup), ...legends());
  show();
}

function facetGroup(facet) {
  const group = el("fieldset", { class: "facet", "data-facet": facet.key }, el("legend", {}, facet.title));
  group.append(...facet.values.slice(0, FIRST_VALUES).map((value) => facetRow(facet, value)));
  if (facet.note) group.append(el("p", { class: "aside" }, facet.note));
  const others = facet.values.slice(FIRST_VALUES, MOST_VALUES);
  if (!others.length) return group;
  const open = (event) => {
    const rows = others.filter((value) => !boxOf(facet, value)).map((value) => facetRow(facet, value));
    event.target.replaceWith(...rows, facet.values.length > MOST_VALUES ? rarer(facet) : "");
    showCounts();
    rows[0]?.querySelector("input").focus();
  };
  group.append(el("button", { type: "button", class: "more", click: open }, `${figures(facet.values.length - FIRST_VALUES)} more`));
  return group;
}

function boxOf(facet, value) {
  return boxes.find((box) => box.facet === facet && box.value === value);
}

/** A field for the values that are too many to list: what is typed there is ticked as soon as it is one of them. */
function rarer(facet) {
  const known = new Map(facet.values.map((value) => [facet.label(value), value]));
  const take = (event) => {
    const value = known.get(event.target.value.trim());
    if (value === undefined) return;
    event.target.value = "";
    change({ filters: toggled(state().filters, facet.key, value) });
  };
  const hint = `${MOST_VALUES} of ${figures(facet.values.length)} are listed. Name another:`;
  return el("label", { class: "rarer" }, hint, el("input", { type: "text", autocomplete: "off", spellcheck: "false", input: take }));
}

function facetRow(facet, value) {
  const box = el("input", { type: "checkbox", change: () => change({ filters: toggled(state().filters, facet.key, value) }) });
  const number = el("span", { class: "number" });
  const mark = facet.key === "outcome" ? outcomeMark(value) : null;
  const row = el("label", { class: "row" }, box, mark, el("span", { class: "row-words" }, said(facet.label(value))), number);
  boxes.push({ facet, value, box, number, row });
  return row;
}

let counted = [];

/** Counts, ticks and the line that says what is hidden; `drawn` says what the map leaves out. */
export function show(drawn = { leftOut: 0 }) {
  const asked = [state().filters, around(state()).rows];
  if (asked.some((part, place) => part !== counted[place])) showCounts();
  counted = asked;
  showStatus(drawn);
}

function showCounts() {
  const { filters } = state();
  const facets = ticked();
  for (const facet of facets) {
    // What is ticked may be none of those that are listed.
    const unlisted = (filters[facet.key] ?? []).filter((value) => !boxOf(facet, value));
    if (unlisted.length) holder.querySelector(`[data-facet="${facet.key}"] legend`).after(...unlisted.map((value) => facetRow(facet, value)));
  }
  const counts = new Map(facets.map((facet) => [facet, tally(facet, filters, around(state()).rows)]));
  for (const { facet, value, box, number, row } of boxes) {
    const here = counts.get(facet)(value);
    box.checked = (filters[facet.key] ?? []).includes(value);
    number.textContent = figures(here);
    box.disabled = here === 0 && !box.checked;
    row.classList.toggle("empty", box.disabled);
  }
}

function showStatus({ leftOut, there }) {
  const { filters, focus } = state();
  const shown = inView(state()).count;
  const filtered = Object.keys(filters).length > 0;
  const around = nodes.get(focus);
  status.replaceChildren(
    el("span", {}, `Showing ${figures(shown)} of ${count(claims.length, "claim")}${filterWords(filters)}`, around ? [" around ", said(around.label)] : "", leftOut ? `; ${figures(there)} cards and names are drawn, ${figures(leftOut)} are not` : ""),
    around ? el("button", { type: "button", click: () => change({ focus: "", steps: 1 }) }, "Show everything") : "",
    filtered ? el("button", { type: "button", click: () => change({ filters: {} }) }, "Clear filters") : "",
  );
  status.classList.toggle("filtered", filtered || around !== undefined);
}

function legends() {
  const kinds = ENTITY_KINDS.map((kind) => [kind, entities.filter((node) => node.kind === kind).length]).filter(([, here]) => here);
  const shapes = kinds.map(([kind, here]) =>
    el("li", { class: "row" }, entityMark(kind), el("span", { class: "row-words" }, name("kind", kind)), el("span", { class: "number" }, String(here))),
  );
  const there = new Set(betweenClaims.map((edge) => edge.kind));
  for (let row = 0; row < ends[0].length && !(there.has("said") && there.has("about")); row += 1) {
    if (ends[0][row] >= claims.length) there.add("said");
    else if (ends[1][row] >= claims.length) there.add("about");
  }
  const lines = [
    ["said", ["said"], "said"],
    ["about", ["about"], "is about, or speaks for"],
    ["supports", ["supports", "causes"], "supports, is the cause"],
    ["disputes", ["disputes"], "pushes back on"],
    ["restates", ["restates", "echoes", "supersedes"], "restates, echoes, replaces"],
  ]
    .filter(([, kinds]) => kinds.some((kind) => there.has(kind)))
    .map(([style, , words]) => el("li", { class: "row" }, lineMark(style), el("span", { class: "row-words" }, words)));
  return [legend("Shapes", shapes), legend("Lines", lines)].filter(Boolean);
}

function legend(title, rows) {
  return rows.length ? el("section", { class: "facet" }, el("h2", {}, title), el("ul", {}, ...rows)) : null;
}

function lineMark(style) {
  const mark = svg("svg", { viewBox: "0 0 24 12", class: `line ${style}`, "aria-hidden": "true" }, svg("path", { d: "M2 6H22", class: "stroke" }));
  if (style === "supports") mark.append(svg("path", { d: "M17 2.5 22 6 17 9.5", class: "head" }));
  if (style === "disputes") mark.append(svg("path", { d: "M22 1.5V10.5", class: "head" }));
  return mark;
}
