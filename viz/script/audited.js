// What an audit finds of a claim's figures, as `kg audit` tells it, and the claims that it was confronted with.

import { claims, ledger, packed } from "./data.js";
import { count, el, said } from "./dom.js";
import { inquiry } from "./inquiring.js";
import { item, list, section } from "./panelparts.js";
import { grouped, unitOf } from "./quantities.js";
import { name } from "./words.js";

export const TITLE = "What follows from its figures, and which disagree";
const GRAVE = ["contradiction", "tension"];

let known = null;

/** All findings, gravest first, and the places of those of each claim. */
function all() {
  if (!known) {
    const found = packed.table(packed.head.findings);
    const of = new Map();
    for (const finding of found) {
      for (const row of finding.claims) of.set(row, [...(of.get(row) ?? []), finding]);
    }
    known = { found, of };
  }
  return known;
}

function range(low, high, unit) {
  const one = (text) => `${text.startsWith("-") ? "−" : ""}${unit.before}${grouped(text.replace("-", ""))}${unit.after}`;
  if (!low && !high) return "any amount";
  if (!low) return `at most ${one(high)}`;
  if (!high) return `at least ${one(low)}`;
  return low === high ? one(low) : `${one(low)} to ${one(high)}`;
}

/** The ends of a finding's figure, and of the one that it was confronted with; "" where it has none. */
function ends(finding) {
  if (!finding.low && !finding.high) return "";
  const like = finding.claims.map((row) => claims[row].measure).find((measure) => measure?.unit === finding.unit);
  const unit = finding.unit === "UNITLESS" ? { before: "", after: "" } : unitOf(like ?? { unit: finding.unit, unit_label: "" });
  const beside = finding.other_low || finding.other_high ? ` – beside ${range(finding.other_low, finding.other_high, unit)}` : "";
  return range(finding.low, finding.high, unit) + beside;
}

function amounts(finding) {
  const told = ends(finding);
  const what = [finding.rule ? name("rule", finding.rule) : "", finding.when].filter(Boolean).join(", ");
  return told ? el("p", { class: "numbers" }, said(what), `: ${told}`) : null;
}

function part(finding, claim) {
  const others = finding.claims.map((row) => claims[row]).filter((other) => other !== claim);
  return el(
    "li",
    { class: `finding ${finding.verdict}`, "data-finding": finding.row },
    el("p", {}, el("strong", {}, name("finding", finding.verdict)), ": ", said(finding.why)),
    amounts(finding),
    finding.missing ? el("p", { class: "missing" }, "Missing: ", said(finding.missing)) : null,
    ...others.map((other) => item(other, other.claimants.join(" and "))),
  );
}

/** What was found of one claim. */
export function audited(claim) {
  const found = all().of.get(claim.row) ?? [];
  const cut = ledger.left_out ? el("p", { class: "aside" }, `This page carries the gravest findings of its ledger; ${count(ledger.left_out, "more is", "more are")} told by kg audit.`) : null;
  return section(TITLE, unfolded(found, (finding) => part(finding, claim)), cut, found.length ? inquiry("implied-figures") : null);
}

const MOST = 6;

function unfolded(found, row) {
  if (!found.length) return null;
  const rows = el("ul", { class: "findings" }, ...found.slice(0, MOST).map(row));
  const rest = found.slice(MOST);
  if (!rest.length) return rows;
  const more = (event) => {
    const parts = rest.map(row);
    rows.append(...parts);
    parts[0].tabIndex = -1;
    parts[0].focus();
    event.target.remove();
  };
  return el("div", {}, rows, el("button", { type: "button", class: "more", click: more }, `${rest.length} more`));
}

/** The figures of a ledger that disagree, for the panel that opens: each by its first claim. */
export function disagreeing() {
  const found = all().found.filter(({ verdict }) => GRAVE.includes(verdict));
  return section(
    "What an audit of the claims finds",
    list(found, (finding) => {
      const [one, ...others] = finding.claims.map((row) => claims[row]);
      const found = `${name("finding", finding.verdict)}: ${finding.why}`;
      return { node: one, note: [found, ends(finding), ...others.map(({ label }) => label)].filter(Boolean).join(" · ") };
    }),
  );
}
