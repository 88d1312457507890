// What moves when a claim is said again, as `kg drift` tells it: between its own appearances, and in a restatement.

import { ledger } from "./data.js";
import { day, el, said } from "./dom.js";
import { inquiry } from "./inquiring.js";
import { section } from "./panelparts.js";
import { name } from "./words.js";

const LADDER = ["body", "bullets", "summary", "headline"];

/** A bullet or headline that quotes a word or two is no quote. */
function quotes(appearance) {
  return appearance.mode === "directQuote" && appearance.zone === "body";
}

function kindOf(appearance) {
  return quotes(appearance) ? "quote" : appearance.zone === "body" ? "prose" : appearance.zone;
}

/** How far from the words a claim stands: a quote, prose, bullets, summary, headline. */
export function distance(claim) {
  if (claim.appearances.some(quotes)) return -1;
  const zones = claim.appearances.map(({ zone }) => LADDER.indexOf(zone)).filter((rank) => rank >= 0);
  return zones.length ? Math.min(...zones) : 0;
}

/** From where to where: "quote → headline", with the documents where there are several. */
function way(before, after) {
  const alone = new Set([...before, ...after].map(({ document }) => document)).size === 1;
  const places = (some) => [...new Set(some.map((one) => (alone ? kindOf(one) : `${kindOf(one)}, ${one.document}`)))].join("; ");
  return el("p", { class: "way-moved" }, said(places(before)), " → ", said(places(after)));
}

/** What a restatement, or an echo that came first, changes of the claim that was said before. */
export function moved(before, after, { differences }) {
  if (!differences) return null;
  return el("div", { class: "moved" }, way(before.appearances, after.appearances), told(differences));
}

/** Where a claim's own appearances differ. */
export function rewordings(claim) {
  const pairs = claim.reworded ?? [];
  const all = claim.appearances;
  const cut = ledger.told && all.length > ledger.compared;
  return section(
    "What moved from one place to the other",
    pairs.map(({ one, other, differences }) => el("div", { class: "moved" }, way([all[one]], [all[other]]), told(differences))),
    cut ? el("p", { class: "aside" }, `Of its ${all.length} appearances the first ${ledger.compared} in the records are compared here, by kg drift all.`) : null,
    pairs.length ? inquiry("restatements") : null,
  );
}

function told(differences) {
  const lines = differences.map((one) => {
    const [how, effect] = [el("span", { class: "how" }, said(one.how)), el("span", { class: "effect" }, name("effect", one.effect))];
    return el("li", {}, el("span", { class: "aspect" }, one.aspect), ": ", ends(one), how, " – ", effect);
  });
  return el("ul", { "aria-label": "What moved" }, ...(lines.length ? lines : [el("li", {}, "nothing differs")]));
}

/** The values at both ends, where how they differ does not name them. */
function ends({ aspect, before, after, how }) {
  if (how.includes("“") || (how.includes(before) && how.includes(after) && (before || after))) return "";
  const words = (value) => (aspect === "order" ? day(value) : aspect === "claimant" ? name("mode", value) : `“${value}”`);
  const values = [before, after].filter(Boolean).map(words);
  return values.length ? [said(values.join(" → ")), ", "] : "";
}
