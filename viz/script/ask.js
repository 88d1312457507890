// The tab in which the ledger is asked: named questions with their fields, the query itself, and its answer.

import { asking } from "./asking.js";
import * as engine from "./engine.js";
import { filled } from "./filling.js";
import { fields } from "./fields.js";
import { el, said } from "./dom.js";
import { number, shown, time, told } from "./results.js";
import { explain, outline, position, refusal, withPrefixes } from "./sparql.js";
import { change, state } from "./state.js";

const MOST_IN_ADDRESS = 20000;
const WIDE = 700;
const [FEWEST_LINES, MOST_LINES] = [6, 13];

const holder = document.getElementById("ask");
const title = el("h2", { id: "ask-title", tabindex: -1 });
const why = el("p", { class: "why" });
const form = el("form", { class: "fields", submit: (event) => { event.preventDefault(); run(); } });
const note = el("p", { class: "detached", hidden: true });
const editor = el("textarea", { id: "query", spellcheck: "false", autocomplete: "off", autocapitalize: "off", wrap: "off", "aria-describedby": "query-keys" });
const runs = el("button", { type: "button", class: "run", click: () => run() }, "Run");
const stops = el("button", { type: "button", disabled: true, click: () => engine.stop() }, "Stop");
const status = el("p", { class: "status", role: "status" });
const keys = navigator.platform.startsWith("Mac") ? "⌘ Enter" : "Ctrl Enter";
const bar = el("div", { class: "bar-of-query" }, runs, stops, el("span", { id: "query-keys", class: "aside" }, `${keys} runs it.`), status);
const results = el("div", { class: "results" });
const alert = el("div", { class: "alert", role: "alert" });
const list = el("ul");
const known = el("details", { class: "questions" }, el("summary", {}, ""), list);

let started = false;
let running = false;
let question = null;
let values = {};
let query = null;

/** Show the tab as the state has it. What a link brings is shown and not run. */
export function show() {
  document.documentElement.classList.toggle("selecting", Boolean(state().selected));
  if (state().view !== "ask") return;
  if (!started) start();
  if (asking && state().query !== query) {
    query = state().query;
    if (query && query !== editor.value) own(query);
  }
}

function start() {
  started = true;
  if (!asking) {
    holder.append(el("p", { class: "why" }, "This page was written without SPARQL. Draw it again without --no-sparql to ask it questions."));
    return;
  }
  known.open = holder.clientWidth > WIDE;
  known.firstChild.append(`${number(asking.questions.length, "question")}, ready to run`);
  list.append(...asking.questions.map((one) => el("li", {}, el("button", { type: "button", "data-question": one.name, "aria-pressed": "false", click: () => pick(one) }, one.title))));
  holder.append(
    el(
      "div",
      { class: "asking" },
      known,
      el(
        "div",
        { class: "work" },
        title,
        why,
        form,
        note,
        el("label", { for: "query", class: "query-label" }, "Query, in SPARQL"),
        editor,
        bar,
        prefixes(),
        alert,
        results,
      ),
    ),
  );
  editor.addEventListener("input", () => question && detach());
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run();
  });
  if (!state().query) choose(asking.questions[0]);
  engine.load(loading).then((size) => running || say(`Ready: ${number(size, "statement")}.`), failed);
}

function prefixes() {
  const names = Object.entries(asking.prefixes).sort().flatMap(([prefix, iri]) => [el("dt", {}, `${prefix}:`), el("dd", {}, said(iri))]);
  const graphs = "A query sees what was claimed, and the ontology. What the ledger itself asserts is in GRAPH graph:accepted.";
  return el("details", { class: "prefixes" }, el("summary", {}, "Prefixes and graphs that need no declaration"), el("p", {}, graphs), el("dl", {}, ...names));
}

// The question and the query.

function pick(one) {
  choose(one);
  if (holder.clientWidth <= WIDE) known.open = false;
  title.focus();
}

function choose(one) {
  question = one;
  values = Object.fromEntries(one.parameters.map(({ name, value }) => [name, value]));
  title.textContent = one.title;
  why.textContent = one.why;
  note.hidden = true;
  form.replaceChildren(...fields(one, values, fill));
  form.hidden = !one.parameters.length;
  mark();
  clear();
  fill();
}

function fill() {
  const { text, wrong = {} } = filled(question, values);
  for (const { name } of question.parameters) {
    const field = form.elements.namedItem(`given-${name}`);
    field.setAttribute("aria-invalid", String(Boolean(wrong[name])));
    document.getElementById(`wrong-${name}`).textContent = wrong[name] ?? "";
  }
  runs.disabled = running || text === undefined;
  if (text !== undefined) write(text);
}

function write(text) {
  editor.value = text;
  editor.rows = Math.min(MOST_LINES, Math.max(FEWEST_LINES, text.split("\n").length));
}

/** Once it is edited, a query no longer follows the fields. */
function detach() {
  const before = question;
  note.replaceChildren("Begun from: ", said(before.title), " ", el("button", { type: "button", class: "more", click: () => { choose(before); editor.focus(); } }, "Start again from it"));
  note.hidden = false;
  form.hidden = true;
  question = null;
  title.textContent = "Your query";
  why.textContent = "";
  runs.disabled = running;
  mark();
}

function own(text) {
  question = null;
  title.textContent = "Your query";
  why.textContent = "";
  note.hidden = form.hidden = true;
  form.replaceChildren();
  runs.disabled = running;
  write(text);
  clear();
  mark();
}

function mark() {
  for (const button of list.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.question === question?.name));
}

// The answer.

function say(words) {
  status.textContent = words;
}

function clear() {
  alert.replaceChildren();
  results.replaceChildren();
  if (!running && status.textContent.startsWith("Ready") === false) say("");
}

function loading(done, total) {
  say(done ? `Loading ${done.toLocaleString("en")} of ${number(total, "statement")}…` : `Loading ${number(total, "statement")}…`);
}

async function run() {
  if (running || runs.disabled) return;
  const text = editor.value;
  clear();
  const refused = refusal(text);
  if (refused) {
    complain(text, refused);
    return;
  }
  query = text.length <= MOST_IN_ADDRESS ? text : "";
  change({ query }, { replace: true });
  busy(true);
  const begun = performance.now();
  const clock = setInterval(() => say(`Running for ${time(performance.now() - begun)}…`), 500);
  const name = title.textContent;
  try {
    say("Running…");
    const answer = await engine.answer(withPrefixes(text), outline(text), loading);
    say(told(answer) + (query ? "" : " The query is too long for the address: a link will not show it."));
    results.replaceChildren(...shown(answer, name));
    reveal();
  } catch (reason) {
    if (reason.message === "stopped") say(`Stopped after ${time(performance.now() - begun)}.`);
    else failed(reason, text);
  } finally {
    clearInterval(clock);
    busy(false);
  }
}

/** An answer that begins below what can be seen is brought up, with the button that asked for it. */
function reveal() {
  if (results.getBoundingClientRect().top > holder.getBoundingClientRect().bottom - 160) bar.scrollIntoView({ block: "start" });
}

/** A button that can't be pressed loses the keyboard: the other one takes it. */
function busy(now) {
  running = now;
  const [before, after] = now ? [runs, stops] : [stops, runs];
  after.disabled = false;
  if (document.activeElement === before) after.focus();
  before.disabled = true;
  results.setAttribute("aria-busy", String(now));
}

function failed(reason, text = "") {
  if (reason.message === "stopped") return;
  say("");
  complain(text, /^error at /.test(reason.message) ? explain(text, reason.message) : { what: reason.message, instead: "", at: -1 });
}

/** Say what is wrong, where, with the line itself and a mark under the place. */
function complain(text, { what, instead, at }) {
  const sentence = `${what[0].toUpperCase()}${what.slice(1)}${instead ? `: ${instead}` : ""}.`;
  if (at < 0) {
    alert.replaceChildren(el("p", {}, said(sentence)));
    return;
  }
  const { line, column } = position(text, at);
  const go = () => {
    editor.focus();
    editor.setSelectionRange(at, at + 1);
  };
  const words = text.split("\n")[line - 1];
  const start = Math.max(0, column - 60);
  alert.replaceChildren(
    el("p", {}, el("strong", {}, `Line ${line}, column ${column}. `), said(sentence)),
    el("pre", { "aria-hidden": "true" }, `${[...words].slice(start, start + 90).join("")}\n${" ".repeat(column - 1 - start)}^`),
    el("button", { type: "button", click: go }, `Go to line ${line}`),
  );
}
