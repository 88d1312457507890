// The record of a person or company: what it answers for, and what came of that.

import { joined } from "./data.js";
import { AHEAD } from "./words.js";

/** What can have come of a claim, in the order in which a record tells it. */
const RECORD = ["held-up", "failed", "disputed", "open", "untestable", "not-checked"];

const SETTLED = ["held-up", "failed", "disputed"];
const NO_VERDICT = ["pending", "notEvaluated"];

/**
 * Whether a claim looks ahead and can never be checked: it has neither a latest day nor a number, and no verdict
 * stands. The definition is that of the question "untestable".
 */
export function untestable(claim) {
  if (!AHEAD.includes(claim.kind) || claim.period?.latest) return false;
  const measure = claim.measure;
  if (measure && (measure.value || measure.low || measure.high || measure.change_rate)) return false;
  return !lastOfEach(claim.resolutions).some((item) => !NO_VERDICT.includes(item.outcome));
}

/** The resolutions that no later one under the same criterion has replaced. */
export function lastOfEach(resolutions) {
  const later = (one, two) => two.known_on > one.known_on || (two.known_on === one.known_on && two.recorded_on > one.recorded_on);
  return resolutions.filter((one) => !resolutions.some((two) => two.criterion === one.criterion && later(one, two)));
}

/** Claims by what came of them, in the order of RECORD. */
export function sorted(claims) {
  const groups = new Map(RECORD.map((outcome) => [outcome, []]));
  for (const claim of claims) groups.get(untestable(claim) ? "untestable" : claim.standing).push(claim);
  return groups;
}

/**
 * What an entity said. Who is responsible answers for it: `own` is what it said for itself, `held` its position in
 * the words of others, `relayed` what it said for somebody else, who answers for that.
 */
export function saidBy(entity) {
  const found = { own: [], held: [], relayed: [] };
  for (const { node, edge } of joined(entity.id, "said")) {
    if (edge.role === "holder") found.held.push(node);
    else if (node.holder && node.holder !== entity.label) found.relayed.push(node);
    else found.own.push(node);
  }
  return found;
}

/** How many claims are settled, and how many of those held up. */
export function hits(claims) {
  const settled = claims.filter((claim) => SETTLED.includes(claim.standing));
  return { settled: settled.length, held: settled.filter((claim) => claim.standing === "held-up").length };
}
