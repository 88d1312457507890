// Facets: by what claims can be filtered, and how many each value would leave. They are the legend as well.
// All goes by columns of small numbers, so that fifty thousand claims are sifted between two frames.

import { claims, entities, packed } from "./data.js";
import { AHEAD, OUTCOMES, name } from "./words.js";

const NO_TOPIC = "No topic";

const DEFINED = [
  { key: "outcome", title: "Outcome", path: ["standing"], order: OUTCOMES, label: (value) => name("outcome", value), note: "Open: it looks ahead, or a verdict is pending. Untestable: it looks ahead and names neither a last day nor a number. Not checked: a report or a view that nobody has compared with evidence." },
  { key: "topic", title: "Topic", path: ["topics"], none: NO_TOPIC, label: (value) => value },
  { key: "by", title: "Said by", path: ["said_by"], meaning: (row) => entities[row].label, label: (value) => value },
  { key: "kind", title: "Kind of claim", path: ["kind"], label: (value) => name("kind", value) },
  { key: "commitment", title: "How firmly", path: ["commitment"], label: (value) => name("commitment", value) },
  { key: "document", title: "Document", path: ["appearances", "source", "document"], label: (value) => value },
];

/**
 * A day on a claim's own time: when it falls due (null where it does not look ahead), and when it was said. Filtered by
 * stretches, on the timeline.
 */
const STRETCHES = [
  { key: "due", title: "Due", day: (claim) => (AHEAD.includes(claim.kind) ? (claim.period?.latest ?? "") : null) },
  { key: "said", title: "Said", day: (claim) => claim.claimed_on },
];
const NO_DAY = "none";
const STRETCH = /^(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)$/;

/** All facets. Those with a `day` take stretches ("2024-01-01..2024-12-31") or "none"; the others are ticked, value by value. */
export const FACETS = [...DEFINED, ...STRETCHES];

/** The facets that are ticked, with their `values`, most frequent first. What cannot tell this ledger's claims apart is left out. */
export function ticked() {
  return DEFINED.map(counted).filter((facet) => facet.values.length > 1);
}

/** Whether a facet has, or could have, this value. */
export function knows(facet, value) {
  if (facet.day) return value === NO_DAY || STRETCH.test(value);
  const { values, places } = counted(facet);
  return values.length > 1 && places.has(value);
}

const made = new Map();

/** A facet with its values, the place of each, how many claims have it, and the places each claim has: once it is asked for. */
function counted(facet) {
  if (!made.has(facet.key)) made.set(facet.key, count(facet));
  return made.get(facet.key);
}

function count(facet) {
  const { stops, codes, meaning } = packed.coded(packed.head.claims, facet.path);
  const tally = new Map();
  const each = (row, visit) => {
    const [first, last] = stops ? [row ? stops[row - 1] : 0, stops[row]] : [row, row + 1];
    if (first === last && facet.none) visit(-1);
    for (let place = first; place < last; place += 1) {
      // A document may hold several of a claim's appearances.
      let again = false;
      for (let before = first; before < place && !again; before += 1) again = codes[before] === codes[place];
      if (!again) visit(codes[place]);
    }
  };
  for (let row = 0; row < claims.length; row += 1) each(row, (code) => tally.set(code, (tally.get(code) ?? 0) + 1));
  const worded = new Map();
  const words = (code) => (code < 0 ? facet.none : (facet.meaning ?? meaning)(code));
  for (const [code, number] of tally) worded.set(words(code), (worded.get(words(code)) ?? 0) + number);
  const frequent = [...worded].sort((one, two) => two[1] - one[1] || (one[0] < two[0] ? -1 : 1)).map(([value]) => value);
  const values = facet.order ?? frequent;
  const places = new Map(values.map((value, place) => [value, place]));
  const placeOf = new Map([...tally.keys()].map((code) => [code, places.get(words(code))]));
  return {
    ...facet,
    values,
    places,
    totals: Int32Array.from(values, (value) => worded.get(value) ?? 0),
    eachPlace: (row, visit) => each(row, (code) => visit(placeOf.get(code))),
  };
}

/** For a facet and what is wanted of it: whether a claim, by its row, passes. */
function sieve(facet, wanted) {
  if (!facet.day) {
    const { values, places, eachPlace } = counted(facet);
    const passes = new Uint8Array(values.length);
    for (const value of wanted) passes[places.get(value)] = 1;
    return (row) => {
      let found = false;
      eachPlace(row, (place) => {
        found ||= passes[place] === 1;
      });
      return found;
    };
  }
  const within = (day, stretch) => {
    const [, from, until] = STRETCH.exec(stretch);
    return day !== "" && from <= day && day <= until;
  };
  return (row) => {
    const day = facet.day(claims[row]);
    return day !== null && wanted.some((stretch) => (stretch === NO_DAY ? !day : within(day, stretch)));
  };
}

function sieves(filters, except = "") {
  return FACETS.filter((facet) => facet.key !== except && filters[facet.key]).map((facet) => sieve(facet, filters[facet.key]));
}

const known = new WeakMap();

/** Which claims pass every facet: 1 or 0 for each row. */
export function sifted(filters) {
  if (known.has(filters)) return known.get(filters);
  const all = sieves(filters);
  const passing = new Uint8Array(claims.length).fill(1);
  if (all.length) for (let row = 0; row < claims.length; row += 1) passing[row] = Number(all.every((passes) => passes(row)));
  known.set(filters, passing);
  return passing;
}

/**
 * For a ticked facet, how many claims each value would show beside what the other facets allow; of all claims, or of
 * those that `rows` has a 1 for.
 */
export function tally(facet, filters, rows = null) {
  const others = sieves(filters, facet.key);
  if (rows) others.unshift((row) => rows[row] === 1);
  if (!others.length) return (value) => facet.totals[facet.places.get(value)];
  const counts = new Int32Array(facet.values.length);
  const add = (place) => {
    counts[place] += 1;
  };
  for (let row = 0; row < claims.length; row += 1) if (others.every((passes) => passes(row))) facet.eachPlace(row, add);
  return (value) => counts[facet.places.get(value)];
}
