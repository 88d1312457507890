// The table: the same claims under the same filters, for screen readers, for print, and for who prefers it.

import { claims } from "./data.js";
import { count, day, el, said } from "./dom.js";
import { matching } from "./facets.js";
import { outcomeMark } from "./glyphs.js";
import { change, state } from "./state.js";
import { OUTCOMES, due, name, speakers } from "./words.js";

const COLUMNS = [
  { key: "claim", title: "Claim", sort: (claim) => claim.label.toLowerCase(), cell: title },
  { key: "by", title: "Said by", sort: (claim) => speakers(claim).toLowerCase(), cell: (claim) => said(speakers(claim)) },
  { key: "kind", title: "Kind", sort: (claim) => name("kind", claim.kind), cell: (claim) => name("kind", claim.kind) },
  { key: "outcome", title: "Outcome", sort: (claim) => OUTCOMES.indexOf(claim.standing), cell: outcome },
  { key: "when", title: "When", sort: (claim) => claim.period?.latest || "9999", cell: (claim) => said(due(claim) || "–") },
  { key: "evidence", title: "Evidence", sort: (claim) => claim.appearances[0]?.document ?? "", cell: evidence },
];

const holder = document.getElementById("table");
const rows = new Map();
const heads = new Map();
const body = el("tbody");
const caption = el("caption");

export function start() {
  const head = el("tr", {}, ...COLUMNS.map(heading));
  holder.append(el("table", {}, caption, el("thead", {}, head), body));
  for (const claim of claims) {
    rows.set(claim.id, el("tr", { "data-claim": claim.id }, ...COLUMNS.map((column) => el("td", { "data-label": column.title }, column.cell(claim)))));
  }
  show();
}

function heading(column) {
  const sort = () => change({ sort: state().sort === column.key ? `-${column.key}` : column.key }, { replace: true });
  const head = el("th", { scope: "col" }, el("button", { type: "button", click: sort }, column.title, el("span", { class: "arrow", "aria-hidden": "true" })));
  heads.set(column.key, head);
  return head;
}

function title(claim) {
  return el("button", { type: "button", class: "claim-link", click: () => change({ selected: claim.id }) }, said(claim.label));
}

function outcome(claim) {
  return el("span", { class: "outcome" }, outcomeMark(claim.standing), name("outcome", claim.standing));
}

function evidence(claim) {
  const [first, ...others] = claim.appearances;
  if (!first) return "–";
  const where = [first.document, first.published && day(first.published)].filter(Boolean).join(", ");
  const more = others.length ? `, and ${others.length} more` : "";
  return el("span", {}, el("q", { class: "words" }, said(first.exact)), el("small", {}, said(where + more)));
}

/** Rows that pass the filters, in the order that was asked for; the selected one marked. */
export function show() {
  const { filters, sort, selected } = state();
  const shown = matching(filters);
  const column = COLUMNS.find((candidate) => candidate.key === sort.replace("-", ""));
  const order = claims.filter((claim) => shown.has(claim.id));
  if (column) {
    const direction = sort.startsWith("-") ? -1 : 1;
    const key = new Map(order.map((claim) => [claim.id, column.sort(claim)]));
    const compare = (one, two) => (key.get(one.id) < key.get(two.id) ? -1 : key.get(one.id) > key.get(two.id) ? 1 : 0);
    order.sort((one, two) => direction * compare(one, two));
  }
  for (const [key, head] of heads) {
    const on = column?.key === key;
    if (on) head.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
  for (const [id, row] of rows) row.classList.toggle("selected", id === selected);
  caption.textContent = `${shown.size} of ${count(claims.length, "claim")}. Column headings sort.`;
  body.replaceChildren(...order.map((claim) => rows.get(claim.id)));
}
