// What the page shows is one object, and it lives in the address: Back is undo, a link shows the same thing.

import { nodes } from "./data.js";
import { FACETS } from "./facets.js";

const VIEWS = ["claims", "table"];
const THEMES = ["light", "dark"];

const listeners = [];
let current = parse(location.hash);

/** view, selected (a node's id or ""), theme ("" follows the system), sort, filters {facet: [values]} */
export function state() {
  return current;
}

/** Change some of the state; `replace` leaves no step to go Back to. */
export function change(part, { replace = false } = {}) {
  const next = { ...current, ...part };
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
    const wanted = said.getAll(facet.key).filter((value) => facet.values.includes(value));
    if (wanted.length) filters[facet.key] = [...new Set(wanted)];
  }
  const selected = said.get("selected") ?? "";
  return {
    view: one("view", VIEWS, "claims"),
    selected: nodes.has(selected) ? selected : "",
    theme: one("theme", THEMES, ""),
    sort: /^-?[a-z]+$/.test(said.get("sort") ?? "") ? said.get("sort") : "",
    filters,
  };
}

function write(value) {
  const said = new URLSearchParams();
  if (value.view !== "claims") said.set("view", value.view);
  if (value.selected) said.set("selected", value.selected);
  for (const facet of FACETS) for (const wanted of value.filters[facet.key] ?? []) said.append(facet.key, wanted);
  if (value.sort) said.set("sort", value.sort);
  if (value.theme) said.set("theme", value.theme);
  return `#${said}`;
}

/** The filters without, or with, one value. */
export function toggled(filters, key, value) {
  const before = filters[key] ?? [];
  const after = before.includes(value) ? before.filter((item) => item !== value) : [...before, value];
  const { [key]: _, ...others } = filters;
  return after.length ? { ...others, [key]: after } : others;
}
