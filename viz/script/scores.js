// The scores of a record as `kg record` has them: rates, guidance beside what came, probabilities that were stated.

import { claims, joined, ledger } from "./data.js";
import { el, said } from "./dom.js";
import { inquiry } from "./inquiring.js";
import { list, section } from "./panelparts.js";
import { grouped } from "./quantities.js";

// Told above the scores, with its interval.
const TOLD = "hit rate: forecasts, plans, goals, guidance";

/** Each score with how many it is over; no value of a few. */
export function scores(entity) {
  const rows = (entity.scores ?? []).filter(({ score }) => score !== TOLD);
  const parts = rows.map((one) => {
    const over = one.hits === null ? `of ${one.of}` : `${one.hits} of ${one.of}`;
    const interval = one.low ? ` (${one.low} to ${one.high})` : "";
    return [
      el("dt", {}, one.score),
      el("dd", {}, one.value ? [el("strong", {}, one.value), interval, ", "] : "", over, el("small", {}, one.note)),
    ];
  });
  const part = ledger.about ? el("p", { class: "aside" }, "Of the claims on this page, which are a part of the ledger.") : null;
  return section("Scores", parts.length ? part : null, parts.length ? [el("dl", { class: "scores" }, ...parts.flat()), inquiry("record", { of: entity.iri })] : null);
}

/** Where what came lies in the range of a guidance. */
function place({ actual, where, position, width, relative_width: share }) {
  const words = [`${grouped(actual)} came`, position ? `position ${position}` : "", `width ${grouped(width)}`, share ? `${share} of the midpoint` : ""];
  return [el("strong", {}, where), `: ${words.filter(Boolean).join(", ")}`];
}

/** Where an outcome of a guidance lies in its range; null where there is no range, or another verdict stands. */
export function placed(claim, resolution) {
  const found = (claim.came ?? []).find((one) => ["criterion", "known_on", "recorded_on"].every((part) => one[part] === (resolution[part] ?? "")));
  return found ? el("p", { class: "came" }, ...place(found)) : null;
}

/** All guidance of some claims beside what came. */
export function guidanceList(some) {
  const found = some.filter((claim) => claim.came);
  return section(
    "Guidance beside what came",
    list(found, (claim) => ({ node: claim, below: el("ul", { class: "came" }, ...claim.came.map((one) => el("li", {}, ...place(one), el("small", {}, said(one.criterion))))) })),
    found.length ? el("p", { class: "aside" }, "Position 0 is the low end of the range, 1 the high end.") : null,
  );
}

function chance({ stated, happened, brier, log }) {
  return `stated ${stated}, ${happened ? "happened" : "did not happen"}: Brier ${brier}, log ${log}`;
}

/** The probabilities that an entity stated and that were settled, with their scores. */
export function chances(entity) {
  return section("Probabilities stated", list(entity.chances ?? [], (one) => ({ node: claims[one.claim], note: chance(one) })));
}

/** What a claim's own probability scored. */
export function chanceOf(claim) {
  const speakers = joined(claim.id, "said", { backwards: true }).flatMap(({ node }) => node.chances ?? []);
  const found = speakers.find((one) => claims[one.claim] === claim);
  return section("Its probability", found ? el("p", { class: "chance" }, chance(found)) : null);
}
