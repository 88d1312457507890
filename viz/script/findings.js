// The panel with nothing selected: what a reader would want to know first.

import { disagreeing } from "./audited.js";
import { today } from "./citation.js";
import { betweenClaims, claims, ledger, nodes, packed } from "./data.js";
import { count, day, el, said } from "./dom.js";
import { heading, list, section, tally } from "./panelparts.js";
import { AHEAD, due, name } from "./words.js";

export function findings() {
  const speaking = new Set(packed.coded(packed.head.claims, ["said_by"]).codes).size;
  const ends = (edge) => [nodes.get(edge.from), nodes.get(edge.to)];
  const linked = (kind, words) => {
    const some = betweenClaims.filter((edge) => edge.kind === kind);
    return list(some, (edge) => ({ node: ends(edge)[0], note: `${words}: ${ends(edge)[1].label}` }));
  };
  return [
    heading(said(ledger.about ? `Around ${ledger.about}` : ledger.title), "Who claimed what, on what evidence"),
    ledger.description ? el("p", { class: "sentence" }, said(ledger.description)) : null,
    claims.length
      ? section(`${count(claims.length, "claim")} by ${count(speaking, "speaker")}`, tally(claims))
      : el("p", { class: "sentence" }, "This ledger holds no claims yet."),
    section("Where claims disagree", linked("disputes", "pushes back on")),
    disagreeing(),
    ...byDueDate(),
    section("Revised", linked("supersedes", "replaces")),
    ledger.told ? null : el("p", { class: "aside untold" }, "What drifted, falls due, was scored and disagrees is not in this page: it was drawn without a ledger that can be read whole."),
  ];
}

/** What looks ahead: overdue and still open, coming due, and what has been judged. "Now" is the reader's clock, and said. */
function byDueDate() {
  const now = today();
  const ahead = claims.filter((claim) => AHEAD.includes(claim.kind));
  const latest = (claim) => claim.period?.latest ?? "";
  const dated = ahead.filter(latest).sort((one, two) => (latest(one) < latest(two) ? -1 : latest(one) > latest(two) ? 1 : 0));
  const open = dated.filter((claim) => claim.standing === "open");
  const judged = dated.filter((claim) => claim.standing !== "open");
  const overdue = open.filter((claim) => latest(claim) < now);
  const coming = open.filter((claim) => latest(claim) >= now);
  const undated = ahead.length - dated.length;
  const row = (claim) => ({ node: claim, note: [`Due ${due(claim)}`, name("outcome", claim.standing)].join(" · ") });
  const none = undated ? el("p", { class: "aside" }, `${undated} more ${undated === 1 ? "names" : "name"} no date.`) : null;
  return [
    section("Overdue and still open", overdue.length ? asOf(now) : null, list(overdue, row)),
    section("Coming due", coming.length ? asOf(now) : null, list(coming, row)),
    section("Predictions and plans judged so far, by due date", list(judged, row), none),
  ];
}

function asOf(now) {
  return el("p", { class: "aside" }, `As of ${day(now)}, by your clock.`);
}
