// The left column: facets with live counts, then what shapes and lines mean.

import { claims, edges, entities } from "./data.js";
import { count, el, said, svg } from "./dom.js";
import { TICKED, matching, tally } from "./facets.js";
import { ENTITY_KINDS, entityMark, outcomeMark } from "./glyphs.js";
import { change, state, toggled } from "./state.js";
import { filterWords } from "./timescale.js";
import { name } from "./words.js";

const MOST_VALUES = 8;

const holder = document.getElementById("facets");
const status = document.getElementById("showing");
const boxes = [];

export function start() {
  holder.append(...TICKED.map(facetGroup), ...legends());
  show();
}

function facetGroup(facet) {
  const rows = facet.values.map((value) => facetRow(facet, value));
  const group = el("fieldset", { class: "facet" }, el("legend", {}, facet.title), ...rows.slice(0, MOST_VALUES));
  const others = rows.slice(MOST_VALUES);
  if (others.length) {
    const more = el("div", { hidden: true }, ...others);
    const open = (event) => {
      more.hidden = false;
      event.target.remove();
    };
    group.append(more, el("button", { type: "button", class: "more", click: open }, `${others.length} more`));
  }
  return group;
}

function facetRow(facet, value) {
  const box = el("input", { type: "checkbox", change: () => change({ filters: toggled(state().filters, facet.key, value) }) });
  const number = el("span", { class: "number" });
  const mark = facet.key === "outcome" ? outcomeMark(value) : null;
  const row = el("label", { class: "row" }, box, mark, el("span", { class: "row-words" }, said(facet.label(value))), number);
  boxes.push({ facet, value, box, number, row });
  return row;
}

/** Counts, ticks and the line that says what is hidden. */
export function show() {
  const { filters } = state();
  const counts = new Map(TICKED.map((facet) => [facet, tally(facet, filters)]));
  for (const { facet, value, box, number, row } of boxes) {
    const here = counts.get(facet).get(value);
    box.checked = (filters[facet.key] ?? []).includes(value);
    number.textContent = String(here);
    box.disabled = here === 0 && !box.checked;
    row.classList.toggle("empty", box.disabled);
  }
  const shown = matching(filters).size;
  const filtered = Object.keys(filters).length > 0;
  status.replaceChildren(
    el("span", {}, `Showing ${shown} of ${count(claims.length, "claim")}${filterWords(filters)}`),
    filtered ? el("button", { type: "button", click: () => change({ filters: {} }) }, "Clear filters") : "",
  );
  status.classList.toggle("filtered", filtered);
}

function legends() {
  const kinds = ENTITY_KINDS.map((kind) => [kind, entities.filter((node) => node.kind === kind).length]).filter(([, here]) => here);
  const shapes = kinds.map(([kind, here]) =>
    el("li", { class: "row" }, entityMark(kind), el("span", { class: "row-words" }, name("kind", kind)), el("span", { class: "number" }, String(here))),
  );
  const lines = [
    ["said", ["said"], "said"],
    ["about", ["about"], "is about, or speaks for"],
    ["supports", ["supports", "causes"], "supports, is the cause"],
    ["disputes", ["disputes"], "pushes back on"],
    ["restates", ["restates", "echoes", "supersedes"], "restates, echoes, replaces"],
  ]
    .filter(([, kinds]) => edges.some((edge) => kinds.includes(edge.kind)))
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
