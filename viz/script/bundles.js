// Who speaks of what: bundles of claims, from those who say them to what they are about. Data only.

import { edges, edgesAt, nodes } from "./data.js";
import { SETTLED } from "./words.js";

let known = null;

/** For each claim, who says it (never the holder, whose words they are not) and what it is about. */
function ends() {
  if (known) return known;
  known = { who: new Map(), what: new Map() };
  const put = (map, claim, entity) => (map.has(claim) ? map.get(claim).push(entity) : map.set(claim, [entity]));
  for (const edge of edges) {
    if (edge.kind === "said" && edge.role === "claimant") put(known.who, edge.to, edge.from);
    else if (edge.kind === "about") put(known.what, edge.from, edge.to);
  }
  return known;
}

/**
 * Bundle the claims of these ids: `who` and `what` are Maps from an entity to its tally {number, outcomes},
 * `bundles` a Map from who to a Map from what to the ids of the claims.
 */
export function bundled(ids) {
  const { who, what } = ends();
  const found = { who: new Map(), what: new Map(), bundles: new Map() };
  for (const id of ids) {
    const [speakers, things] = [who.get(id), what.get(id)];
    if (!speakers || !things) continue;
    const { standing } = nodes.get(id);
    for (const speaker of speakers) count(found.who, speaker, standing);
    for (const thing of things) count(found.what, thing, standing);
    for (const speaker of speakers) {
      if (!found.bundles.has(speaker)) found.bundles.set(speaker, new Map());
      const row = found.bundles.get(speaker);
      for (const thing of things) {
        if (row.has(thing)) row.get(thing).push(id);
        else row.set(thing, [id]);
      }
    }
  }
  return found;
}

function count(side, entity, outcome) {
  if (!side.has(entity)) side.set(entity, { number: 0, outcomes: {} });
  const tally = side.get(entity);
  tally.number += 1;
  tally.outcomes[outcome] = (tally.outcomes[outcome] ?? 0) + 1;
}

/** What an entity is tied to: the bundles of which it is the one who speaks, or with side "what" the one spoken of. */
export function bundlesOf(entity, side, { bundles }) {
  const found =
    side === "who"
      ? [...(bundles.get(entity) ?? [])].map(([what, ids]) => ({ who: entity, what, ids }))
      : [...bundles].filter(([, row]) => row.has(entity)).map(([who, row]) => ({ who, what: entity, ids: row.get(entity) }));
  const label = (bundle) => nodes.get(side === "who" ? bundle.what : bundle.who).label;
  return found.sort((one, two) => two.ids.length - one.ids.length || (label(one) < label(two) ? -1 : 1));
}

/** The ids of all claims that one makes about the other, or about itself. */
export function idsBetween(who, what) {
  const made = edgesAt(who).filter((edge) => edge.kind === "said" && edge.role === "claimant").map((edge) => edge.to);
  return made.filter((id) => edgesAt(id).some((edge) => edge.kind === "about" && edge.to === what));
}

/** The outcome that all settled claims share; "mixed" where they differ, "" where none is settled. */
export function sharedOutcome(ids) {
  const found = new Set();
  for (const id of ids) {
    const { standing } = nodes.get(id);
    if (SETTLED.includes(standing)) found.add(standing);
  }
  return found.size > 1 ? "mixed" : ([...found][0] ?? "");
}
