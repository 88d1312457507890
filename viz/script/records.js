// The record of a person or company: what it answers for, and what came of that.

import { joined } from "./data.js";
import { AHEAD, OUTCOMES, SETTLED } from "./words.js";

/** The resolutions that no later one under the same criterion has replaced. */
export function lastOfEach(resolutions) {
  const later = (one, two) => two.known_on > one.known_on || (two.known_on === one.known_on && two.recorded_on > one.recorded_on);
  return resolutions.filter((one) => !resolutions.some((two) => two.criterion === one.criterion && later(one, two)));
}

/** Claims by what came of them, in the order of OUTCOMES. */
export function sorted(claims) {
  const groups = new Map(OUTCOMES.map((outcome) => [outcome, []]));
  for (const claim of claims) groups.get(claim.standing).push(claim);
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

/** The fewest resolved claims that have a rate; below, it would say more about chance than about the claimant. */
export const FEWEST = 5;

const RESOLVED = ["fulfilled", "partlyFulfilled", "notFulfilled"];
const UNSETTLED = ["pending", "notEvaluated", "annulled"];
const NORMAL = 1.959963984540054; // the 97.5th percentile of the standard normal distribution

/**
 * The hit rate of forecasts, plans, goals and guidance, as `kg record` has it: how many were resolved, how many of
 * these in full, and from FEWEST on the rate with Wilson's score interval at 95 percent. What criteria settle
 * differently, and what is ambiguous, is not among the resolved. What is said again counts once.
 */
export function hitRate(claims) {
  const ahead = claims.filter((claim) => AHEAD.includes(claim.kind));
  const results = saidOnce(ahead).map(result).filter((found) => RESOLVED.includes(found));
  const of = results.length;
  const hits = results.filter((found) => found === RESOLVED[0]).length;
  if (of < FEWEST) return { hits, of };
  const rate = hits / of;
  const square = NORMAL ** 2;
  const middle = rate + square / (2 * of);
  const reach = NORMAL * Math.sqrt((rate * (1 - rate)) / of + square / (4 * of ** 2));
  const whole = 1 + square / of;
  return { hits, of, rate, low: Math.max(0, (middle - reach) / whole), high: Math.min(1, (middle + reach) / whole) };
}

/**
 * Groups of claims that say the same: joined by restatements, with subject, predicate, polarity and last day in common.
 * The definition is that of `kg.history.originals`.
 */
function saidOnce(claims) {
  const left = new Map(claims.map((claim) => [claim.id, claim]));
  const same = (one, two) =>
    one.subject === two.subject &&
    one.predicate === two.predicate &&
    one.polarity === two.polarity &&
    (one.period?.latest ?? "") === (two.period?.latest ?? "");
  const groups = [];
  for (const claim of claims) {
    if (!left.delete(claim.id)) continue;
    const group = [claim];
    for (const one of group) {
      for (const backwards of [false, true]) {
        for (const { node } of joined(one.id, "restates", { backwards })) {
          if (left.has(node.id) && same(one, node)) {
            left.delete(node.id);
            group.push(node);
          }
        }
      }
    }
    groups.push(group);
  }
  return groups;
}

/** The outcome that the verdicts on claims that say the same come to, where those that stand and are settled have but one. */
function result(group) {
  const standing = group.flatMap((claim) => lastOfEach(claim.resolutions));
  const settled = new Set(standing.map((item) => item.outcome).filter((outcome) => !UNSETTLED.includes(outcome)));
  return settled.size === 1 ? [...settled][0] : "";
}
