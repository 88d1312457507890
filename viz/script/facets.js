// Facets: by what claims can be filtered, and how many each value would leave. They are the legend as well.

import { claims } from "./data.js";
import { AHEAD, OUTCOMES, name } from "./words.js";

const NO_TOPIC = "No topic";

const DEFINED = [
  { key: "outcome", title: "Outcome", of: (claim) => [claim.standing], order: OUTCOMES, label: (value) => name("outcome", value) },
  { key: "topic", title: "Topic", of: (claim) => (claim.topics.length ? claim.topics : [NO_TOPIC]), label: (value) => value },
  { key: "by", title: "Said by", of: (claim) => claim.claimants, label: (value) => value },
  { key: "kind", title: "Kind of claim", of: (claim) => [claim.kind], label: (value) => name("kind", value) },
  { key: "commitment", title: "How firmly", of: (claim) => [claim.commitment], label: (value) => name("commitment", value) },
  {
    key: "document",
    title: "Document",
    of: (claim) => [...new Set(claim.appearances.map((item) => item.document))],
    label: (value) => value,
  },
];

/**
 * A day on a claim's own time: when it falls due, and when it was said; "" where that is not given, null where there
 * can be none. Filtered by stretches, on the timeline.
 */
const STRETCHES = [
  { key: "due", title: "Due", day: (claim) => (AHEAD.includes(claim.kind) ? (claim.period?.latest ?? "") : null) },
  { key: "said", title: "Said", day: (claim) => claim.claimed_on },
];
const NO_DAY = "none";
const STRETCH = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/;

/**
 * All facets. Those with `values`, most frequent first, are ticked; those with a `day` take stretches
 * ("2024-01-01..2024-12-31") or "none". A facet that cannot tell this ledger's claims apart is left out.
 */
export const FACETS = [
  ...DEFINED.map((facet) => ({ ...facet, values: facet.order ?? frequent(facet) })).filter((facet) => facet.values.length > 1),
  ...STRETCHES,
];

/** The facets that are ticked, value by value. */
export const TICKED = FACETS.filter((facet) => facet.values);

/** Whether a facet has, or could have, this value. */
export function knows(facet, value) {
  return facet.values ? facet.values.includes(value) : value === NO_DAY || STRETCH.test(value);
}

function frequent(facet) {
  const tally = new Map();
  for (const claim of claims) for (const value of facet.of(claim)) tally.set(value, (tally.get(value) ?? 0) + 1);
  return [...tally].sort((one, two) => two[1] - one[1] || (one[0] < two[0] ? -1 : 1)).map(([value]) => value);
}

function passes(claim, facet, filters) {
  const wanted = filters[facet.key];
  if (!wanted) return true;
  if (facet.values) return facet.of(claim).some((value) => wanted.includes(value));
  const day = facet.day(claim);
  return day !== null && wanted.some((stretch) => (stretch === NO_DAY ? !day : between(day, stretch)));
}

function between(day, stretch) {
  const [, from, until] = STRETCH.exec(stretch);
  return day !== "" && from <= day && day <= until;
}

/** The claims that pass every facet, as a set of ids. */
export function matching(filters) {
  return new Set(claims.filter((claim) => FACETS.every((facet) => passes(claim, facet, filters))).map((claim) => claim.id));
}

/** For a ticked facet, how many claims each value would show beside what the other facets allow. */
export function tally(facet, filters) {
  const others = FACETS.filter((other) => other !== facet);
  const counts = new Map(facet.values.map((value) => [value, 0]));
  for (const claim of claims) {
    if (!others.every((other) => passes(claim, other, filters))) continue;
    for (const value of facet.of(claim)) counts.set(value, counts.get(value) + 1);
  }
  return counts;
}
