// The panel of a person, company or thing: its record with the claims behind each number, and what others say of it.

import { bundleLists } from "./bundlepanel.js";
import { joined } from "./data.js";
import { anchor, count, el, said } from "./dom.js";
import { answering } from "./exchanges.js";
import { outcomeMark } from "./glyphs.js";
import { actions, address, bar, heading, list, section } from "./panelparts.js";
import { FEWEST, hitRate, hits, saidBy, sorted } from "./records.js";
import { chances, guidanceList, scores } from "./scores.js";
import { waitingLists } from "./waiting.js";
import { OUTCOMES, name, speakers } from "./words.js";

const FEW = 8;
const AT_ONCE = ["held-up", "failed", "disputed"];

export function entityParts(entity) {
  const { own, held, relayed } = saidBy(entity);
  const about = joined(entity.id, "about", { backwards: true }).map(({ node }) => node);
  const kindOf = (claim) => ({ node: claim, note: name("kind", claim.kind) });
  const byWhom = (claim) => ({ node: claim, note: speakers(claim) });
  return [
    heading(name("kind", entity.kind), entity.label, { close: true }),
    entity.definition ? el("p", { class: "sentence" }, said(entity.definition)) : null,
    rate([...own, ...held]),
    foresight([...own, ...held]),
    actions(entity),
    ...bundleLists(entity),
    own.length ? section(`${count(own.length, "claim")} made`, record(own, "own", kindOf)) : null,
    held.length ? section("Its position, in the words of others", record(held, "held", byWhom)) : null,
    relayed.length
      ? section(
          `${count(relayed.length, "claim")} made for others`,
          el("p", { class: "aside" }, "Whose position it is answers for it: not counted here."),
          list(inOrder(relayed), byWhom),
        )
      : null,
    scores(entity),
    guidanceList([...own, ...held]),
    chances(entity),
    ...waitingLists([...own, ...held, ...relayed]),
    answering(entity),
    about.length ? section([`${count(about.length, "claim")} about `, said(entity.label)], list(inOrder(about), byWhom)) : null,
    section("The same elsewhere", entity.matches.map((match) => el("p", { class: "aside" }, anchor(match, said(match))))),
    address(entity),
  ];
}

function inOrder(some) {
  return [...some].sort((one, two) => OUTCOMES.indexOf(one.standing) - OUTCOMES.indexOf(two.standing));
}

/** How many settled claims held up, and of how many; nothing where none is settled. */
function rate(claims) {
  const { settled, held } = hits(claims);
  if (!settled) return null;
  return el("p", { class: "rate" }, el("strong", {}, `${held} of ${settled}`), " settled held up", el("small", {}, "Settled: held up, failed or disputed; what is said again counts again."));
}

/** The hit rate of what looked ahead, with its denominator and interval; no rate of a few. */
function foresight(claims) {
  const { hits: held, of, rate: share, low, high } = hitRate(claims);
  if (!of) return null;
  const percent = (number) => `${Math.round(100 * number)}%`;
  const words = share === undefined ? `too few for a rate, below ${FEWEST}` : `${percent(share)}, 95% interval ${percent(low)} to ${percent(high)}`;
  return el("p", { class: "aside foresight" }, `Forecasts, plans, goals and guidance that held up: ${held} of ${of} (${words})`);
}

/** A bar of outcomes, each part as wide as its share; below it each number is a button that unfolds its claims. */
function record(claims, which, row) {
  const groups = [...sorted(claims)].filter(([, some]) => some.length);
  const unfolded = claims.length <= FEW ? groups.map(([outcome]) => outcome) : AT_ONCE;
  const lists = new Map(groups.map(([outcome, some]) => [outcome, behind(which, outcome, some)]));
  const buttons = groups.map(([outcome, some]) => {
    const region = lists.get(outcome);
    const show = (open) => {
      if (open && !region.childElementCount) region.append(...contents(outcome, some, row));
      region.hidden = !open;
      button.setAttribute("aria-expanded", String(open));
    };
    const button = el(
      "button",
      { type: "button", class: "tally", "aria-controls": region.id, click: () => show(region.hidden) },
      outcomeMark(outcome),
      `${some.length} ${word(outcome)}`,
    );
    show(unfolded.includes(outcome));
    return button;
  });
  return el("div", { class: "record" }, bar(groups.map(([outcome, some]) => [outcome, some.length])), el("div", { class: "tallies", role: "group", "aria-label": "What came of them" }, ...buttons), ...lists.values());
}

function behind(which, outcome, some) {
  return el("div", { class: "behind", id: `behind-${which}-${outcome}`, role: "group", "aria-label": `${some.length} ${word(outcome)}` });
}

function contents(outcome, some, row) {
  const why = outcome === "untestable" ? el("p", { class: "aside" }, "Untestable: looks ahead, but names neither a latest day nor a number, and nobody has judged it.") : "";
  return [why, list(some, row)].filter(Boolean);
}

function word(outcome) {
  return name("outcome", outcome).toLowerCase();
}
