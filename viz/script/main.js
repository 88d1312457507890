// Start here: put the parts together, and let every change of the state go through all of them.

import * as ask from "./ask.js";
import { claims, entities, nodes } from "./data.js";
import { count } from "./dom.js";
import * as filters from "./filters.js";
import * as map from "./map.js";
import { onSystemTheme, otherTheme, wear } from "./palette.js";
import * as panel from "./panel.js";
import * as search from "./search.js";
import { change, onChange, state } from "./state.js";
import * as table from "./table.js";

const root = document.documentElement;
const byId = (id) => document.getElementById(id);

let mapStarted = false;

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
  } else if (view === "table" || view === "ask") {
    root.dataset.ready = "";
  }
}

function showAll() {
  showView();
  filters.show();
  table.show();
  ask.show();
  panel.show();
  map.recolour();
  const node = nodes.get(state().selected);
  if (node && state().view === "claims") map.reveal(node.id);
  byId("spoken").textContent = node ? `Selected: ${node.label}` : "";
}

/** Select what was searched for; the keyboard goes on from there. */
function select(id) {
  change({ selected: id });
  if (state().view === "claims") byId("map").focus();
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
    if (root.classList.contains("filtering")) toggleFilters();
    else change({ selected: "" });
  } else if (event.key === "/" && !typing) {
    event.preventDefault();
    search.focusSearch();
  }
}

function mapKeys(event) {
  if (map.step(event.key)) event.preventDefault();
  else if (event.key === "Enter" && state().selected) panel.focusPanel();
  else if (event.key === "+" || event.key === "=") map.zoom(1.25);
  else if (event.key === "-") map.zoom(0.8);
  else if (event.key === "0") map.fit();
}

function toggleFilters() {
  const open = root.classList.toggle("filtering");
  byId("to-filters").setAttribute("aria-expanded", String(open));
}

function begin() {
  root.dataset.script = "";
  wear(state().theme);
  byId("sum").textContent = `${count(claims.length, "claim")}, ${count(entities.length, "person, organisation or thing", "people, organisations and things")}`;
  filters.start();
  table.start();
  panel.start(map.zoomTo);
  search.start(select);
  for (const button of document.querySelectorAll("[data-to]")) button.addEventListener("click", () => change({ view: button.dataset.to }));
  byId("to-theme").addEventListener("click", () => change({ theme: otherTheme() }, { replace: true }));
  byId("to-link").addEventListener("click", copyLink);
  byId("to-filters").addEventListener("click", toggleFilters);
  byId("zoom-in").addEventListener("click", () => map.zoom(1.25));
  byId("zoom-out").addEventListener("click", () => map.zoom(0.8));
  byId("zoom-fit").addEventListener("click", () => map.fit());
  byId("map").addEventListener("keydown", mapKeys);
  addEventListener("keydown", keys);
  onSystemTheme(showAll);
  onChange(showAll);
  showAll();
}

begin();

// For tests, which cannot see into a canvas.
globalThis.ledgerPage = { drawn: map.drawn, state };
