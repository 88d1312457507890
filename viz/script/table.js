// The table: the same claims under the same filters, for screen readers, for print, and for who prefers it.

import { claims } from "./data.js";
import { count, day, el, figures, said } from "./dom.js";
import { outcomeMark } from "./glyphs.js";
import { inView } from "./inview.js";
import { open } from "./panelparts.js";
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

/** So many rows at a time: a browser takes seconds to lay out ten thousand. */
const ROWS = 200;

const holder = document.getElementById("table");
const heads = new Map();
const body = el("tbody");
const caption = el("caption");
const pages = el("nav", { class: "pages", "aria-label": "Pages of the table" });

export function start() {
  const head = el("tr", {}, ...COLUMNS.map(heading));
  holder.append(el("table", {}, caption, el("thead", {}, head), body), pages);
}

function heading(column) {
  const sort = () => change({ sort: state().sort === column.key ? `-${column.key}` : column.key, page: 1 }, { replace: true });
  const head = el("th", { scope: "col" }, el("button", { type: "button", click: sort }, column.title, el("span", { class: "arrow", "aria-hidden": "true" })));
  heads.set(column.key, head);
  return head;
}

function title(claim) {
  return el("button", { type: "button", class: "claim-link", click: () => open(claim.id) }, said(claim.label));
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

function row(claim) {
  const cells = COLUMNS.map((column) => el("td", { "data-label": column.title }, column.cell(claim)));
  return el("tr", { "data-claim": claim.id, class: claim.id === state().selected ? "selected" : null }, ...cells);
}

let sorted = { filters: null, focus: null, steps: 0, sort: null, order: [] };

/** The claims in view, in the order that was asked for. */
function ordered() {
  const { filters, focus, steps, sort } = state();
  if (["filters", "focus", "steps", "sort"].every((name) => sorted[name] === state()[name])) return sorted.order;
  const { shown } = inView(state());
  const order = claims.filter((claim) => shown[claim.row]);
  const column = COLUMNS.find((candidate) => candidate.key === sort.replace("-", ""));
  if (column) {
    const direction = sort.startsWith("-") ? -1 : 1;
    const key = new Map(order.map((claim) => [claim, column.sort(claim)]));
    const compare = (one, two) => (key.get(one) < key.get(two) ? -1 : key.get(one) > key.get(two) ? 1 : 0);
    order.sort((one, two) => direction * compare(one, two));
  }
  sorted = { filters, focus, steps, sort, order };
  return order;
}

/** Rows of the claims in view, a page at a time; the selected one marked. Nothing is made while the table is not seen. */
export function show() {
  if (state().view !== "table" && !printing) return;
  const { sort } = state();
  for (const [key, head] of heads) {
    if (sort.replace("-", "") === key) head.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
  const order = ordered();
  const most = printing ? MOST_PRINTED : ROWS;
  const last = Math.max(1, Math.ceil(order.length / most));
  const page = printing ? 1 : Math.min(state().page, last);
  const first = (page - 1) * most;
  const here = order.slice(first, first + most);
  const part = last > 1 ? `Rows ${figures(first + 1)} to ${figures(first + here.length)} of the ` : "";
  caption.textContent = `${part}${figures(order.length)} of ${count(claims.length, "claim")}.${printing ? "" : " Column headings sort."}`;
  body.replaceChildren(...here.map(row));
  pages.hidden = last === 1 || printing;
  pages.replaceChildren(turn("Previous", page - 1, page > 1), el("span", {}, `Page ${figures(page)} of ${figures(last)}`), turn("Next", page + 1, page < last));
}

function turn(words, page, can) {
  const go = () => {
    change({ page });
    holder.scrollTop = 0;
    holder.focus();
  };
  return el("button", { type: "button", disabled: !can, click: go }, words);
}

const MOST_PRINTED = 2000;
let printing = false;

/** Make the rows for paper, or those for the screen again. */
export function print(paper) {
  printing = paper;
  show();
}
