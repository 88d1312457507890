// Start here: put the parts together, and let every change of the state go through all of them.

import * as ask from "./ask.js";
import { all, claims, edges, entities, nodes } from "./data.js";
import { count } from "./dom.js";
import * as downloads from "./downloads.js";
import * as filters from "./filters.js";
import { nquads, turtle } from "./graph.js";
import * as map from "./map.js";
import { onSystemTheme, otherTheme, wear } from "./palette.js";
import * as panel from "./panel.js";
import * as printing from "./printing.js";
import * as search from "./search.js";
import { change, onChange, state } from "./state.js";
import * as table from "./table.js";
import * as timeline from "./timeline.js";
import * as whoToWhat from "./whotowhat.js";

const root = document.documentElement;
const byId = (id) => document.getElementById(id);

let mapStarted = false;
let bundlesStarted = false;
let themed = "";

function showView() {
  const { view, theme } = state();
  wear(theme);
  root.dataset.view = view;
  for (const button of document.querySelectorAll("[data-to]")) button.setAttribute("aria-pressed", String(button.dataset.to === view));
  if (view === "claims" && !mapStarted) {
    mapStarted = true;
    map.start(() => {
      root.dataset.ready = "";
    });
  } else if (view === "who-to-what" && !bundlesStarted) {
    bundlesStarted = true;
    whoToWhat.start(() => {
      root.dataset.ready = "";
    });
  } else if (view === "table" || view === "ask") {
    root.dataset.ready = "";
  }
}

let revealed = null;

function showAll() {
  showView();
  table.show();
  ask.show();
  panel.show();
  if (themed !== root.dataset.theme) map.recolour();
  else map.show();
  themed = root.dataset.theme;
  filters.show(map.shortfall());
  whoToWhat.show();
  timeline.show();
  const { selected, view, focus, camera } = state();
  const node = nodes.get(selected);
  // What is newly selected comes into sight; a view that was moved, or that a link brings, stays.
  const wanted = [view, selected, focus].join(" ");
  const placed = revealed === null && camera !== "";
  if (node && wanted !== revealed && !placed && ["claims", "who-to-what"].includes(view)) drawing().reveal(node.id);
  revealed = wanted;
  byId("spoken").textContent = node ? `Selected: ${node.label}` : "";
}

/** The drawing that is in view. */
function drawing() {
  return state().view === "who-to-what" ? whoToWhat : map;
}

let pathFrom = "";

/** Let the search choose where a path from this node leads. */
function pathTo(id) {
  pathFrom = id;
  search.focusSearch();
}

/** Select what was searched for, or show the path to it; the keyboard goes on from there. */
function select(id) {
  change(pathFrom && pathFrom === state().selected && pathFrom !== id ? { path: id } : { selected: id, path: "" });
  pathFrom = "";
  if (state().view === "claims") {
    map.approach(id);
    byId("map").focus();
  } else if (state().view === "who-to-what") byId("bundles").focus();
  else panel.focusPanel();
}

function copyLink(event) {
  const button = event.currentTarget;
  const words = button.textContent;
  const told = (text) => {
    button.textContent = text;
    setTimeout(() => {
      button.textContent = words;
    }, 1600);
  };
  const copied = navigator.clipboard?.writeText(location.href) ?? Promise.reject(new Error("no clipboard"));
  copied.then(() => told("Copied"), () => told("Copy it from the address bar"));
}

function keys(event) {
  const typing = event.target.closest?.("input, textarea, select");
  if (event.key === "Escape") {
    pathFrom = "";
    if (root.classList.contains("filtering")) toggleFilters();
    else leave();
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    search.focusSearch();
  }
}

/** Select nothing. Where the keyboard was in the panel, it goes back to what was selected. */
function leave() {
  const { view, selected } = state();
  const reading = byId("panel").contains(document.activeElement);
  change({ selected: "", path: "", who: "", what: "", unfolded: "" });
  if (!reading) return;
  const row = view === "table" ? document.querySelector(`#table [data-claim="${CSS.escape(selected)}"] button`) : null;
  (row ?? byId({ "who-to-what": "bundles", claims: "map" }[view] ?? view)).focus();
}

function mapKeys(event) {
  if (drawing().step(event.key) || (event.key === "Enter" && drawing().enter())) event.preventDefault();
  else if (event.key === "Enter" && (state().selected || state().who)) panel.focusPanel();
  else if (event.key === "+" || event.key === "=") drawing().zoom(1.25);
  else if (event.key === "-") drawing().zoom(0.8);
  else if (event.key === "0") drawing().fit();
}

function toggleFilters() {
  const open = root.classList.toggle("filtering");
  byId("to-filters").setAttribute("aria-expanded", String(open));
}

/** From so many claims on, the map is drawn before what stands around it is counted. */
const MAP_FIRST = 3000;

function begin() {
  root.dataset.script = "";
  wear(state().theme);
  themed = root.dataset.theme;
  byId("sum").textContent = `${count(claims.length, "claim")}, ${count(entities.length, "person, organisation or thing", "people, organisations and things")}`;
  if (claims.length > MAP_FIRST && state().view === "claims") {
    showView();
    map.show();
    requestAnimationFrame(() => setTimeout(surround));
  } else {
    surround();
  }
}

/** Start what stands around the map, and let every change of the state go through all of it. */
function surround() {
  filters.start();
  table.start();
  panel.start({ zoomTo: (id) => drawing().zoomTo(id), pathTo });
  timeline.start();
  downloads.start();
  printing.start();
  search.start(select);
  for (const button of document.querySelectorAll("[data-to]")) button.addEventListener("click", () => change({ view: button.dataset.to }));
  byId("to-theme").addEventListener("click", () => change({ theme: otherTheme() }, { replace: true }));
  byId("to-link").addEventListener("click", copyLink);
  byId("to-filters").addEventListener("click", toggleFilters);
  byId("zoom-in").addEventListener("click", () => drawing().zoom(1.25));
  byId("zoom-out").addEventListener("click", () => drawing().zoom(0.8));
  byId("zoom-fit").addEventListener("click", () => drawing().fit());
  for (const id of ["map", "bundles"]) byId(id).addEventListener("keydown", mapKeys);
  addEventListener("keydown", keys);
  onSystemTheme(showAll);
  onChange(showAll);
  showAll();
}

begin();

// For tests, which cannot see into a canvas, nor into columns.
globalThis.ledgerPage = { drawn: map.drawn, bundles: whoToWhat.drawn, frames: map.framesDrawn, state, nodes: () => all.map(fieldsOf), edges: () => edges.map(fieldsOf), nquads, turtle };

/** What a view of a record shows, as an object of its own. */
function fieldsOf(value) {
  if (Array.isArray(value)) return value.map(fieldsOf);
  if (value === null || typeof value !== "object") return value;
  const found = {};
  for (const name of fieldNames(value)) found[name] = fieldsOf(value[name]);
  return found;
}

function fieldNames(value) {
  const own = Object.keys(value);
  const kept = Object.getOwnPropertyNames(Object.getPrototypeOf(value)).filter((name) => name !== "constructor" && name !== "link");
  return Object.getPrototypeOf(value) === Object.prototype ? own : [...own, ...kept];
}
