// Where in its document a fragment stands: in which part, and how far in.

import { claims } from "./data.js";
import { el } from "./dom.js";
import { name } from "./words.js";

const ZONES = ["headline", "summary", "body", "bullets"];

let reached = null;

function documentOf(item) {
  return JSON.stringify([item.document, item.publisher, item.published]);
}

/** How far into its document the ledger reaches: the end of the furthest fragment that has a place there. */
function reach(item) {
  if (!reached) {
    reached = new Map();
    for (const claim of claims) {
      for (const one of claim.appearances) {
        if (one.end === null) continue;
        const key = documentOf(one);
        reached.set(key, Math.max(reached.get(key) ?? 0, one.end));
      }
    }
  }
  return reached.get(documentOf(item)) ?? 0;
}

/** A strip of the document's parts with the right one marked, and a rule that shows how far in; null where neither is known. */
export function place(item) {
  const known = ZONES.includes(item.zone);
  const furthest = reach(item);
  const measured = item.start !== null && furthest > 0;
  if (!known && !measured) return null;
  const share = measured ? item.start / furthest : 0;
  const parts = ZONES.map((zone) => el("span", { class: zone === item.zone ? "zone here" : "zone" }, zone === item.zone ? "▸ " : "", zone === "bullets" ? "bullets" : name("zone", zone)));
  return el(
    "div",
    { class: "place" },
    known ? el("div", { class: "zones", "aria-hidden": "true" }, ...parts) : null,
    measured ? el("div", { class: "rule", "aria-hidden": "true" }, pin(share, (item.end - item.start) / furthest)) : null,
    measured ? el("p", {}, `${known ? `In the ${name("zone", item.zone)}, ` : ""}${Math.round(share * 100)} % of the way to the furthest words known here`) : null,
  );
}

function pin(share, width) {
  const mark = el("span");
  mark.style.left = `${Math.min(share * 100, 98)}%`;
  mark.style.width = `${Math.max(width * 100, 1.5)}%`;
  return mark;
}
