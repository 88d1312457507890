// Answers, as people read them: rows by name, yes or no in words, graphs as text; and as files to keep.

import { asking, prefixed } from "./asking.js";
import { nodes } from "./data.js";
import { anchor, el, said } from "./dom.js";
import { change } from "./state.js";

const XSD = "http://www.w3.org/2001/XMLSchema#";
const NUMBERS = ["integer", "decimal", "double", "float"].map((name) => XSD + name);
const GROUPED_FROM = 10000;
const SHORT = 22;

/** An answer of the engine as elements, and in one sentence. */
export function shown(answer, title) {
  if (answer.kind === "table") return answer.total ? rows(answer, title) : [];
  if (answer.kind === "graph") return answer.triples ? graph(answer) : [];
  return [el("p", { class: "verdict" }, answer.yes ? "Yes: the ledger has this." : "No: the ledger has nothing like this.")];
}

export function told(answer) {
  const took = `in ${time(answer.took)}`;
  if (answer.kind === "table") return answer.total ? `${number(answer.total, "row")} ${took}.` : `No rows ${took}: the ledger has nothing like this.`;
  if (answer.kind === "graph") return answer.triples ? `${number(answer.triples, "statement")} ${took}.` : `No statements ${took}: the ledger has nothing like this.`;
  return `${answer.yes ? "Yes" : "No"}, ${took}.`;
}

/** "1 row", "12,481 rows". */
export function number(many, one) {
  return `${many.toLocaleString("en")} ${one}${many === 1 ? "" : "s"}`;
}

export function time(milliseconds) {
  return milliseconds < 1000 ? `${Math.max(1, Math.round(milliseconds))} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function download(words, blob, file) {
  const keep = () => {
    const address = URL.createObjectURL(blob);
    el("a", { href: address, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  };
  return el("button", { type: "button", click: keep }, words);
}

function graph({ turtle, shown: text, lines, left }) {
  const rest = left ? `The first ${lines.toLocaleString("en")} of ${(lines + left).toLocaleString("en")} lines are shown.` : "";
  return [
    el("div", { class: "keep" }, download("Download Turtle", turtle, "answer.ttl"), rest ? el("span", {}, rest) : ""),
    el("pre", { class: "turtle", tabindex: 0, role: "region", "aria-label": "Answer as Turtle" }, said(text)),
  ];
}

// Rows.

function rows(answer, title) {
  const { variables, total, csv } = answer;
  const rest = answer.rows.length < total ? `The first ${answer.rows.length.toLocaleString("en")} of ${total.toLocaleString("en")} rows are shown; the file has all.` : "";
  const amounts = new Set(variables.filter((name) => answer.rows.some((row) => row[name]) && answer.rows.every((row) => !row[name] || isNumber(row[name]))));
  const head = el("tr", {}, ...variables.map((name) => el("th", { scope: "col", class: amounts.has(name) ? "amount" : null }, said(name))));
  const data = (name, term) => {
    const one = el("td", { class: amounts.has(name) ? "amount" : null }, cell(term, answer.labels));
    if (one.textContent.length <= SHORT) one.classList.add("whole");
    return one;
  };
  const body = answer.rows.map((row) => el("tr", {}, ...variables.map((name) => data(name, row[name]))));
  return [
    el("div", { class: "keep" }, download("Download CSV", csv, "answer.csv"), rest ? el("span", {}, rest) : ""),
    el(
      "div",
      { class: "answer", tabindex: 0, role: "region", "aria-label": "Answer" },
      el("table", {}, el("caption", {}, said(title)), el("thead", {}, head), el("tbody", {}, ...body)),
    ),
  ];
}

function isNumber(term) {
  return term.type === "literal" && NUMBERS.includes(term.datatype);
}

function cell(term, labels) {
  if (!term) return "";
  if (term.type === "uri") return node(term.value, labels.get(term.value));
  if (term.type === "bnode") return said(`_:${term.value}`);
  if (term.type === "triple") return el("span", {}, "<<( ", ...["subject", "predicate", "object"].flatMap((part) => [cell(term.value[part], labels), " "]), ")>>");
  if (isNumber(term)) return grouped(term.value);
  if (term.datatype === `${XSD}boolean`) return { true: "yes", false: "no" }[term.value] ?? said(term.value);
  const words = said(term.value);
  if (term["xml:lang"]) words.setAttribute("lang", term["xml:lang"]);
  return words;
}

/** What the page shows can be selected, what stands elsewhere can be opened, the rest is named. */
function node(iri, label) {
  const id = iri.startsWith(asking.base) ? iri.slice(asking.base.length) : iri;
  const known = nodes.get(id);
  if (known) return el("button", { type: "button", class: "claim-link", click: () => change({ selected: id }) }, said(known.label));
  const name = prefixed(iri) || iri;
  const words = el("span", { title: label?.trim() ? name : null }, said(label?.trim() ? label : name));
  return iri.startsWith(asking.base) || iri.startsWith(asking.prefixes.ac) ? words : anchor(iri, words);
}

/** 39,100,000,000 rather than 39100000000; years stay years. */
function grouped(text) {
  const parts = /^([+-]?)(\d+)(\.\d+)?$/.exec(text);
  if (!parts || Number(parts[2]) < GROUPED_FROM) return said(text);
  return said(`${parts[1]}${parts[2].replace(/\B(?=(?:\d{3})+$)/g, ",")}${parts[3] ?? ""}`);
}
