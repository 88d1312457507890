// What is in view, taken away: a menu of files, and print.

import { claims, ledger } from "./data.js";
import { csv } from "./csv.js";
import { count, el } from "./dom.js";
import { hasGraph, turtle } from "./graph.js";
import { claimsInView, narrowedBy } from "./inview.js";
import { mapPicture } from "./mappicture.js";
import { palette } from "./palette.js";
import { state } from "./state.js";

const FINER = 2;
const MOST_PIXELS = 8192;

const button = document.getElementById("to-downloads");
const menu = el("ul", { id: "downloads", role: "menu", "aria-label": "Download what is in view", hidden: true });
const status = el("p", { class: "unseen", role: "status" });

const ITEMS = [
  { name: "csv", words: "Claims as a table", kind: "CSV", make: () => new Blob([csv(claimsInView())], { type: "text/csv;charset=utf-8" }) },
  { name: "ttl", words: "Claims as a graph", kind: "Turtle", make: graph },
  { name: "svg", words: "The map of claims", kind: "SVG", make: vectors },
  { name: "png", words: "This picture", kind: "PNG", make: picture, able: () => canvases().length > 0 },
  { name: "print", words: "Print", kind: "" },
];

export function start() {
  for (const item of ITEMS) {
    const words = el("span", {}, item.words);
    menu.append(el("li", { role: "none" }, el("button", { type: "button", role: "menuitem", tabindex: "-1", "data-file": item.name, click: () => take(item) }, words, el("small", {}, item.kind))));
  }
  const note = el("p", { class: "aside" });
  menu.append(el("li", { role: "none" }, note));
  button.after(menu, status);
  button.addEventListener("click", () => show(menu.hidden));
  button.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    show(true, event.key === "ArrowUp" ? -1 : 0);
  });
  menu.addEventListener("keydown", key);
  addEventListener("pointerdown", (event) => !menu.hidden && !event.target.closest?.("#downloads, #to-downloads") && show(false));
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && event.relatedTarget !== button && show(false));
}

function buttons() {
  return [...menu.querySelectorAll("[role=menuitem]")];
}

function show(open, at = 0) {
  menu.hidden = !open;
  button.setAttribute("aria-expanded", String(open));
  if (!open) return;
  for (const item of ITEMS) {
    const able = item.able?.() ?? true;
    menu.querySelector(`[data-file="${item.name}"]`).setAttribute("aria-disabled", String(!able));
  }
  const shown = claimsInView().length;
  menu.querySelector("p").textContent = shown === claims.length ? `All ${count(shown, "claim")}` : `In view: ${shown} of ${count(claims.length, "claim")}`;
  buttons().at(at).focus();
}

/** Close the menu and give the keyboard back to its button. */
function close() {
  show(false);
  button.focus();
}

function key(event) {
  const all = buttons();
  const at = all.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  if (event.key in steps) {
    event.preventDefault();
    all.at(steps[event.key] % all.length).focus();
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close();
  } else if (event.key === "Tab") {
    show(false);
  } else if (/^\p{L}$/u.test(event.key)) {
    const begins = (item) => item.textContent.toLowerCase().startsWith(event.key.toLowerCase());
    [...all.slice(at + 1), ...all].find(begins)?.focus();
  }
}

async function take(item) {
  if (item.able && !item.able()) {
    tell("There is no picture in this view.");
    return;
  }
  close();
  if (item.name === "print") {
    print();
    return;
  }
  try {
    save(await item.make(), `${named(ledger.title)}-${state().view}.${item.name}`);
    tell(`${item.kind} saved.`);
  } catch (error) {
    tell(`This file could not be made: ${error.message}.`);
  }
}

/** Say what came of it, to eyes and ears: on the button for a while, and as a status. */
function tell(words) {
  status.textContent = words;
  status.classList.remove("unseen");
  status.classList.add("told");
  setTimeout(() => {
    status.classList.add("unseen");
    status.classList.remove("told");
  }, 4000);
}

function save(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = el("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** A title as a file's name: letters and digits, short. */
function named(title) {
  const plain = title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return [...plain].slice(0, 60).join("").replace(/^-+|-+$/g, "") || "claims";
}

async function graph() {
  if (!hasGraph) throw new Error("this page was written without the graph");
  return new Blob([await turtle(claimsInView().map((claim) => claim.id))], { type: "text/turtle;charset=utf-8" });
}

function vectors() {
  return new Blob([mapPicture(narrowedBy())], { type: "image/svg+xml" });
}

/** The canvases that show: what the map is drawn on. */
function canvases() {
  return [...document.querySelectorAll("main canvas")].filter((canvas) => canvas.getClientRects().length && canvas.width && canvas.height);
}

/** What the screen shows of the map, on the ground's colour, twice as fine as the page measures it. */
async function picture() {
  const layers = canvases().map((canvas) => ({ canvas, box: canvas.getBoundingClientRect() }));
  const [left, top] = ["left", "top"].map((side) => Math.min(...layers.map(({ box }) => box[side])));
  const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...layers.map(({ box }) => box[side])));
  const finer = Math.min(FINER, MOST_PIXELS / (right - left), MOST_PIXELS / (bottom - top));
  const whole = el("canvas", { width: Math.round((right - left) * finer), height: Math.round((bottom - top) * finer) });
  const ctx = whole.getContext("2d");
  ctx.fillStyle = palette().ground;
  ctx.fillRect(0, 0, whole.width, whole.height);
  for (const { canvas, box } of layers) ctx.drawImage(canvas, (box.left - left) * finer, (box.top - top) * finer, box.width * finer, box.height * finer);
  const blob = await new Promise((done) => whole.toBlob(done, "image/png"));
  if (!blob) throw new Error("the picture is too large");
  return blob;
}
