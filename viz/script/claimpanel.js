// The panel of a claim: who says so, in which words, where, what came of it, and what else bears on it.

import { amounts } from "./amounts.js";
import { audited } from "./audited.js";
import { joined } from "./data.js";
import { anchor, day, el, said } from "./dom.js";
import { distance, moved, rewordings } from "./drifting.js";
import { chain } from "./exchanges.js";
import { outcomeMark } from "./glyphs.js";
import { actions, address, heading, list, section } from "./panelparts.js";
import { place } from "./place.js";
import { chanceOf, placed } from "./scores.js";
import { judging } from "./waiting.js";
import { AHEAD, LINKS, OUTCOMES, VERDICT_GLYPHS, due, name, speakers } from "./words.js";

export function claimParts(claim) {
  return [
    heading([name("kind", claim.kind), " by ", said(speakers(claim))], claim.label, { close: true }),
    verdict(claim),
    claim.text ? el("p", { class: "sentence" }, said(claim.text)) : null,
    section("Evidence, word for word", claim.appearances.map(appearance)),
    actions(claim),
    rewordings(claim),
    judging(claim),
    section("Amounts", amounts(claim)),
    chanceOf(claim),
    section("What came of it", settledFirst(claim.resolutions).map((item) => resolution(item, claim))),
    ...LINKS.flatMap((link) => [
      section(link.backwards, linked(claim, link.kind, { backwards: true })),
      section(link.forwards, linked(claim, link.kind)),
    ]),
    chain(claim),
    audited(claim),
    section("In detail", facts(claim)),
    section("Who and what", list(ties(claim))),
    address(claim),
  ];
}

function verdict(claim) {
  const when = due(claim);
  const ahead = AHEAD.includes(claim.kind);
  const words = when ? (ahead && claim.period.latest ? `due ${when}` : when) : "";
  return el(
    "div",
    {},
    el(
      "p",
      { class: `verdict ${claim.standing}` },
      outcomeMark(claim.standing),
      el("span", {}, name("outcome", claim.standing)),
      words ? el("span", { class: "when" }, said(words)) : "",
    ),
    claim.standing === "untestable" ? el("p", { class: "aside untestable" }, "Untestable: it names neither a latest day nor a number.") : null,
  );
}

function appearance(item) {
  const where = [
    item.publisher && item.publisher !== item.document ? item.publisher : "",
    item.published ? day(item.published) : "",
    item.zone ? name("zone", item.zone) : "",
    item.mode ? name("mode", item.mode) : "",
  ].filter(Boolean);
  const offsets = item.start === null ? "" : `characters ${item.start}–${item.end}`;
  return el(
    "figure",
    { class: "evidence" },
    el(
      "blockquote",
      {},
      el("bdi", {}, item.prefix ? `…${item.prefix} ` : "", el("mark", {}, item.exact), item.suffix ? ` ${item.suffix}…` : ""),
    ),
    el(
      "figcaption",
      {},
      el("span", {}, said(item.document)),
      el("span", {}, said([...where, item.cue ? `“${item.cue}”` : "", offsets].filter(Boolean).join(" · "))),
      place(item),
      item.url ? anchor(item.url, "Read these words in place ↗") : "",
    ),
  );
}

/** Resolutions as they became known; of one day, verdicts before what is still open. */
function settledFirst(resolutions) {
  const rank = (item) => OUTCOMES.indexOf(VERDICT_GLYPHS[item.outcome]);
  return [...resolutions].sort((one, two) => (one.known_on < two.known_on ? -1 : one.known_on > two.known_on ? 1 : rank(one) - rank(two)));
}

function resolution(item, claim) {
  const days = [
    item.known_on ? `Known on ${day(item.known_on)}` : "",
    item.recorded_on ? `recorded ${day(item.recorded_on)}` : "",
  ].filter(Boolean);
  return el(
    "div",
    { class: "resolution" },
    outcomeMark(VERDICT_GLYPHS[item.outcome] ?? "open"),
    el(
      "div",
      {},
      el("p", {}, el("strong", {}, name("verdict", item.outcome)), item.actual?.as_written ? [": ", said(item.actual.as_written)] : ""),
      item.criterion ? el("p", {}, said(item.criterion)) : "",
      placed(claim, item),
      item.comment ? el("p", { class: "aside" }, said(item.comment)) : "",
      el("p", { class: "aside" }, days.join(", ")),
      ...item.evidence.map((document) => el("p", { class: "aside" }, anchor(document.url, said(document.title)))),
    ),
  );
}

function linked(claim, kind, way = {}) {
  // Restatements as they stand farther and farther from the words: a quote, prose, bullets, summary, headline.
  const found = joined(claim.id, kind, way).sort((one, two) => (kind === "restates" ? distance(one.node) - distance(two.node) : 0));
  return list(found, ({ node, edge }) => {
    const [before, after] = way.backwards ? [claim, node] : [node, claim];
    return { node, note: [speakers(node), edge.comment].filter(Boolean).join(" · "), below: moved(before, after, edge) };
  });
}

function facts(claim) {
  const saidOn = [claim.claimed_on ? day(claim.claimed_on) : "", claim.event].filter(Boolean).join(", ");
  const period = claim.period;
  const when = period ? [due(claim), period.inferred ? "the year is not in the text" : "", period.as_written ? `“${period.as_written}”` : ""].filter(Boolean).join(" · ") : "";
  const rows = [
    ["Said by", claim.claimants.join(", ")],
    ["Position of", claim.holder],
    ["Said on", saidOn],
    ["How firmly", name("commitment", claim.commitment)],
    ["Denial", claim.polarity ? "" : "It says that this is not so."],
    ["Condition", claim.condition],
    ["Amount", claim.measure?.as_written ?? ""],
    ["When", when],
    ["Topic", claim.topics.join(", ")],
  ].filter(([, value]) => value);
  return el("dl", {}, ...rows.flatMap(([term, value]) => [el("dt", {}, term), el("dd", {}, said(value))]));
}

function ties(claim) {
  const who = joined(claim.id, "said", { backwards: true }).map(({ node, edge }) => ({ node, note: edge.role === "holder" ? "whose position it is" : "said it" }));
  const what = joined(claim.id, "about").map(({ node }) => ({ node, note: "is about" }));
  const roles = new Map();
  for (const { node, note: role } of [...who, ...what]) roles.set(node, [...(roles.get(node) ?? []), role]);
  return [...roles].map(([node, words]) => ({ node, note: words.join(", ") }));
}
