// What the page shows is one object, and it lives in the address: Back is undo, a link shows the same thing.

import { nodes } from "./data.js";
import { FACETS, knows } from "./facets.js";
import { foldNamed } from "./folds.js";

const VIEWS = ["claims", "who-to-what", "table", "ask"];
const THEMES = ["light", "dark"];
const NODES = ["selected", "path", "focus", "who", "what"];
const STEPS = ["1", "2"];
const MORE = /^\d{1,5},\d{1,5}$/;
const CAMERA = /^-?\d{1,7}(?:\.\d{1,2})?,-?\d{1,7}(?:\.\d{1,2})?,\d{1,3}(?:\.\d{1,5})?$/;
const MOST_LETTERS = 20000;

const listeners = [];
let current = parse(location.hash);

/**
 * view; theme ("" follows the system); filters {facet: [values]}; sort and page (of the table, from 1);
 * selected, path (a second node: the way to it is shown), focus (only its neighbourhood is shown, `steps` wide),
 * who and what (entities: the claims of the one about the other are shown): node ids or "";
 * unfolded (the fold that is open on the map, by its name in folds.js); more (how many rows beyond the first are
 * shown of each side in who to what: "40,0"); camera ("x,y,scale"; "" shows all); query (SPARQL).
 */
export function state() {
  return current;
}

/** Change some of the state; `replace` leaves no step to go Back to. */
export function change(part, { replace = false } = {}) {
  // Another picture begins with all of it in sight.
  const turned = ["view", "focus", "steps"].some((name) => name in part && part[name] !== current[name]);
  // A path belongs to what is selected, a page of the table to what it holds.
  const ended = { ...("selected" in part ? { path: "" } : {}), ...("filters" in part || "focus" in part ? { page: 1 } : {}) };
  const next = { ...current, ...(turned ? { camera: "" } : {}), ...ended, ...part };
  const hash = write(next);
  if (hash === write(current)) return;
  if (replace) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
  current = next;
  announce();
}

export function onChange(listener) {
  listeners.push(listener);
}

function announce() {
  for (const listener of listeners) listener(current);
}

for (const event of ["popstate", "hashchange"]) {
  addEventListener(event, () => {
    const next = parse(location.hash);
    if (write(next) === write(current)) return;
    current = next;
    announce();
  });
}

/** Read an address. Whatever it says that this ledger does not know is dropped. */
function parse(hash) {
  const said = new URLSearchParams(hash.replace(/^#/, ""));
  const one = (name, known, otherwise) => (known.includes(said.get(name)) ? said.get(name) : otherwise);
  const filters = {};
  for (const facet of FACETS) {
    const wanted = said.getAll(facet.key).filter((value) => knows(facet, value));
    if (wanted.length) filters[facet.key] = [...new Set(wanted)];
  }
  const node = (name) => (nodes.has(said.get(name) ?? "") ? said.get(name) : "");
  const shaped = (name, shape) => (shape.test(said.get(name) ?? "") ? said.get(name) : "");
  return {
    view: one("view", VIEWS, "claims"),
    ...Object.fromEntries(NODES.map((name) => [name, node(name)])),
    steps: Number(one("steps", STEPS, "1")),
    theme: one("theme", THEMES, ""),
    sort: shaped("sort", /^-?[a-z]+$/),
    page: Number(shaped("page", /^[1-9]\d{0,5}$/) || 1),
    unfolded: foldNamed(said.get("unfolded") ?? "") >= 0 ? said.get("unfolded") : "",
    more: shaped("more", MORE),
    camera: shaped("camera", CAMERA),
    query: (said.get("query") ?? "").slice(0, MOST_LETTERS),
    filters,
  };
}

function write(value) {
  const said = new URLSearchParams();
  const tell = (name, usual = "") => value[name] !== usual && said.set(name, value[name]);
  tell("view", "claims");
  for (const name of NODES) tell(name);
  if (value.focus) tell("steps", 1);
  for (const facet of FACETS) for (const wanted of value.filters[facet.key] ?? []) said.append(facet.key, wanted);
  tell("sort");
  tell("page", 1);
  tell("theme");
  tell("unfolded");
  tell("more");
  tell("camera");
  tell("query");
  return `#${said}`;
}

/** The filters without, or with, one value. */
export function toggled(filters, key, value) {
  const before = filters[key] ?? [];
  const after = before.includes(value) ? before.filter((item) => item !== value) : [...before, value];
  const { [key]: _, ...others } = filters;
  return after.length ? { ...others, [key]: after } : others;
}
