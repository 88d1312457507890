// When a claim that looks ahead can be judged, and what no day will judge: as `kg due` tells it, by the reader's clock.

import { today } from "./citation.js";
import { day, el, said } from "./dom.js";
import { inquiry } from "./inquiring.js";
import { list, section } from "./panelparts.js";
import { lastOfEach } from "./records.js";

/** How a claim waits: overdue, due, undated, untestable; "" where it does not. */
export function waiting(claim) {
  if (!claim.waits) return "";
  const last = claim.period?.latest;
  return last ? (last < today() ? "overdue" : "due") : claim.waits.as;
}

/** "no date, no measure and no criterion" */
function lacking({ lacks }) {
  const words = lacks.map((one) => `no ${one}`);
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : words.join("");
}

function since(claim, how) {
  return ` ${how === "overdue" ? "since" : "on"} ${day(claim.period.latest)}`;
}

export function asOf() {
  return el("p", { class: "aside" }, `As of ${day(today())}, by your clock.`);
}

/** The day on which a claim can be judged, what it is held to, and what it lacks for that. */
export function judging(claim) {
  const how = waiting(claim);
  if (!how) return null;
  const dated = how === "overdue" || how === "due";
  const lacks = claim.waits.lacks.length ? `It has ${lacking(claim.waits)}.` : "";
  const criteria = [...new Set(lastOfEach(claim.resolutions).map(({ criterion }) => criterion))].filter(Boolean);
  const when = dated ? [el("strong", {}, how), since(claim, how)] : [el("strong", {}, how), ": no day will judge it"];
  return section(
    "When it can be judged",
    el("p", { class: "waiting", "data-waiting": how }, ...when, ". ", lacks),
    dated ? asOf() : null,
    criteria.map((criterion) => el("p", { class: "aside criterion" }, "Held to: ", said(criterion))),
  );
}

/** What is open of some claims, overdue first, and apart what no day will judge. */
export function waitingLists(claims) {
  const order = ["overdue", "due", "undated", "untestable"];
  const found = claims.map((claim) => ({ claim, how: waiting(claim) })).filter(({ how }) => how);
  const last = ({ claim }) => claim.period?.latest ?? "";
  const compared = (one, two) => (one < two ? -1 : one > two ? 1 : 0);
  found.sort((one, two) => compared(last(one), last(two)) || order.indexOf(one.how) - order.indexOf(two.how) || compared(one.claim.record, two.claim.record));
  const row = ({ claim, how }) => ({
    node: claim,
    note: [last({ claim }) ? how + since(claim, how) : how, lacking(claim.waits)].filter(Boolean).join(" · "),
  });
  const dated = found.filter(last);
  const never = found.filter((one) => !last(one));
  return [
    section("What is open, by the day on which it can be judged", dated.length ? asOf() : null, list(dated, row), dated.length ? inquiry("due", { by: last(dated.at(-1)) }) : null),
    section("What no day will judge, and what it lacks for that", list(never, row), never.length ? inquiry("untestable") : null),
  ];
}
