// What every kind of panel is put together from: a heading, sections, lists of nodes, and what can be done with a node.

import { copyButton } from "./citation.js";
import { nodes } from "./data.js";
import { el, figures, said } from "./dom.js";
import { nodeMark, outcomeMark } from "./glyphs.js";
import { change, state } from "./state.js";
import { OUTCOMES, name } from "./words.js";

const MOST = 8;
const MORE = 50;

/** What the panel asks of the rest of the page; set when it starts. */
export const asks = { zoomTo: () => {}, pathTo: null };

/** The title of a panel; with `close`, a button that leaves it. */
export function heading(kicker, title, { close = false } = {}) {
  const leave = close ? act("close", "Close", () => change({ selected: "", path: "" }), { class: "more" }) : "";
  return el("header", {}, el("p", { class: "kicker" }, el("span", {}, ...[kicker].flat()), leave), el("h2", { tabindex: "-1" }, said(title)));
}

export function section(title, ...content) {
  const parts = content.flat().filter(Boolean);
  return parts.length ? el("section", {}, el("h3", {}, title), ...parts) : null;
}

/** One node as a button that selects it, with a note below its label. */
export function item(node, note) {
  return el(
    "button",
    { type: "button", class: "item", "data-node": node.id, click: () => open(node.id) },
    nodeMark(node),
    el("span", { class: "item-words" }, el("span", { class: "item-title" }, said(node.label)), note ? el("small", {}, said(note)) : ""),
  );
}

/** A list of nodes. `row` tells the { node, note, below } of each; beyond a few, the rest unfold, some at a time. */
export function list(items, row = (found) => found) {
  if (!items.length) return null;
  const rows = el("ul", { class: "items" });
  let next = 0;
  const add = (number) => {
    const first = rows.children.length;
    for (const found of items.slice(next, next + number)) {
      const { node, note, below } = row(found);
      rows.append(el("li", {}, item(node, note), below));
    }
    next = Math.min(items.length, next + number);
    return rows.children[first];
  };
  add(MOST);
  if (next === items.length) return rows;
  const left = () => items.length - next;
  const words = () => (left() > MORE ? `${MORE} more of ${left()}` : `${left()} more`);
  const unfold = (event) => {
    add(MORE).querySelector("button").focus();
    if (left()) event.target.textContent = words();
    else event.target.remove();
  };
  return el("div", {}, rows, el("button", { type: "button", class: "more", click: unfold }, words()));
}

/** Show another node here, and let the keyboard go on from its title. */
export function open(id) {
  change({ selected: id, path: "" });
  document.querySelector("#panel h2")?.focus();
}

function act(name, words, click, attributes = {}) {
  return el("button", { type: "button", "data-act": name, click, ...attributes }, words);
}

/** What can be done with a node. */
export function actions(node) {
  return el(
    "div",
    { class: "actions" },
    node.type === "claim" ? copyButton(node) : null,
    act("zoom", "Zoom to neighbours", () => asks.zoomTo(node.id)),
    focusButtons(node.id),
    asks.pathTo ? act("path", "Path to…", () => asks.pathTo(node.id), { "data-path-to": node.id }) : null,
  );
}

/** Buttons that show only a node's neighbourhood, or all again. */
export function focusButtons(id) {
  const { focus, steps } = state();
  const all = act("all", "Show all again", () => change({ focus: "", steps: 1 }));
  if (focus !== id) {
    const only = act("only", "Only its neighbourhood", () => change({ focus: id, steps: 1 }));
    return el("span", { class: "focusing" }, only, focus ? all : null);
  }
  const wide = (number, words) => act(`steps-${number}`, words, () => change({ steps: number }), { "aria-pressed": String(steps === number) });
  return el(
    "span",
    { class: "focusing", role: "group", "aria-label": "Only its neighbourhood" },
    wide(1, "One step"),
    wide(2, "Two steps"),
    all,
  );
}

/** A line that says that only a neighbourhood is shown, where nothing else in the panel does. */
export function focusLine() {
  const { focus } = state();
  if (!focus) return null;
  return el(
    "div",
    { class: "focus-line" },
    el("p", { class: "aside" }, "Only the neighbourhood of ", said(nodes.get(focus).label), " is shown."),
    el("div", { class: "actions" }, focusButtons(focus)),
  );
}

/** What RDF calls a node: last, for those who want to go on with it. */
export function address(node) {
  return el("footer", {}, el("code", { class: "iri" }, said(node.iri)));
}

/** A bar of outcomes, each part as wide as its share. `parts` are pairs of outcome and number. */
export function bar(parts) {
  const spans = parts.map(([outcome, number]) => {
    const span = el("span", { class: outcome });
    span.style.flexGrow = String(number);
    return span;
  });
  return el("div", { class: "bar", "aria-hidden": "true" }, ...spans);
}

/** A bar of outcomes, with the number and the word of each below. */
export function tally(claims) {
  const numbers = new Map(OUTCOMES.map((outcome) => [outcome, 0]));
  for (const claim of claims) numbers.set(claim.standing, numbers.get(claim.standing) + 1);
  const parts = [...numbers].filter(([, number]) => number);
  const words = parts.map(([outcome, number]) => el("li", {}, outcomeMark(outcome), `${figures(number)} ${name("outcome", outcome).toLowerCase()}`));
  return el("div", { class: "record" }, bar(parts), el("ul", {}, ...words));
}
