// Every word the page uses for the ledger's controlled values. An unknown value is shown as it stands.

import { day } from "./dom.js";

export const OUTCOMES = ["held-up", "failed", "disputed", "open", "untestable", "not-checked"];

/** Those of them that say something of the claim: they have a colour, the others are outlines. */
export const SETTLED = ["held-up", "failed", "disputed"];

const NAMES = {
  outcome: {
    "held-up": "Held up",
    failed: "Failed",
    disputed: "Disputed",
    open: "Open",
    untestable: "Untestable",
    "not-checked": "Not checked",
  },
  verdict: {
    fulfilled: "Held up",
    partlyFulfilled: "Held up in part",
    notFulfilled: "Failed",
    pending: "Still open",
    ambiguous: "Can be read either way",
    annulled: "No longer applies",
    notEvaluated: "Not checked",
  },
  kind: {
    figure: "Figure",
    fact: "Stated fact",
    event: "Event",
    relation: "Relation",
    forecast: "Forecast",
    plan: "Plan",
    goal: "Goal",
    guidance: "Guidance",
    opinion: "Opinion",
    cause: "Cause",
    role: "Role",
    person: "Person",
    organisation: "Organisation",
    product: "Product",
    place: "Place",
    group: "Group",
    concept: "Concept",
  },
  commitment: {
    firm: "Stated firmly",
    expected: "Expected",
    hedged: "Hedged",
    conditional: "On a condition",
    presupposed: "Taken for granted",
    distanced: "Kept at a distance",
    reported: "Reported",
  },
  mode: {
    directQuote: "word for word",
    indirectSpeech: "in indirect speech",
    unattributed: "in the document’s own voice",
    agentless: "without naming who says so",
    ambiguousScope: "with unclear scope",
  },
  effect: { strengthens: "strengthens it", weakens: "weakens it", shifts: "shifts it" },
  finding: {
    contradiction: "Contradiction",
    tension: "Tension",
    definition: "Definition",
    agreement: "Agreement",
    derived: "Derived",
    missing: "Missing",
  },
  rule: {
    claimed: "claimed",
    actual: "came out",
    before: "before",
    margin: "margin",
    share: "share",
    remainder: "remainder",
    sum: "sum",
  },
  zone: { summary: "summary", body: "body", bullets: "bullet points", headline: "headline" },
};

/** What came of a claim, as the outcome glyph of a single verdict. */
export const VERDICT_GLYPHS = {
  fulfilled: "held-up",
  partlyFulfilled: "disputed",
  notFulfilled: "failed",
  pending: "open",
  ambiguous: "disputed",
  annulled: "not-checked",
  notEvaluated: "not-checked",
};

export function name(group, value) {
  return Object.hasOwn(NAMES[group], value) ? NAMES[group][value] : value;
}

/** How links between claims are told, from either end, in the order they are told in. */
export const LINKS = [
  { kind: "disputes", forwards: "Pushes back on", backwards: "Pushed back on by" },
  { kind: "supports", forwards: "Supports", backwards: "Supported by" },
  { kind: "supersedes", forwards: "Replaces", backwards: "Replaced by" },
  { kind: "causes", forwards: "Is given as the cause of", backwards: "Said to be caused by" },
  { kind: "echoes", forwards: "Echoes", backwards: "Echoed by" },
  { kind: "restates", forwards: "Says in other words", backwards: "Said in other words" },
];

/** Kinds of claim that look ahead and so can come due. */
export const AHEAD = ["forecast", "plan", "goal", "guidance"];

/** Who says it: "Mark Zuckerberg, for Meta". */
export function speakers(claim) {
  const names = claim.claimants.join(" and ");
  const other = claim.holder && !claim.claimants.includes(claim.holder);
  return other ? `${names}, for ${claim.holder}` : names;
}

/** A claim's time, in plain words where its date is known, else in the document's. */
export function due(claim) {
  const period = claim.period;
  if (!period) return "";
  return readable(period.edtf) || period.as_written;
}

const QUARTERS = { 33: "Q1", 34: "Q2", 35: "Q3", 36: "Q4" };

function readable(edtf) {
  const quarter = /^(\d{4})-(3[3-6])$/.exec(edtf);
  if (quarter) return `${QUARTERS[quarter[2]]} ${quarter[1]}`;
  if (/^\d{4}$/.test(edtf)) return edtf;
  if (/^\d{4}-\d\d-\d\d$/.test(edtf)) return day(edtf);
  return /^\.\.\/\d{4}$/.test(edtf) ? `by the end of ${edtf.slice(3)}` : "";
}
