// The right column. It answers "says who?" for what is selected; with nothing selected it opens with findings.

import { bundleLists, bundleParts } from "./bundlepanel.js";
import { claims, edges, entities, joined, ledger, nodes } from "./data.js";
import { anchor, count, day, el, said } from "./dom.js";
import { nodeMark, outcomeMark } from "./glyphs.js";
import { change, state } from "./state.js";
import { AHEAD, LINKS, OUTCOMES, VERDICT_GLYPHS, due, name, speakers } from "./words.js";

const MOST = 8;

const holder = document.getElementById("panel");
let zoomTo = () => {};

export function start(zoom) {
  zoomTo = zoom;
  show();
}

let shown = null;

/** Fill the panel for the state; a change of anything but the selection leaves it alone. */
export function show() {
  const { selected, who, what, view, filters } = state();
  const bundles = view === "who-to-what" || (who && what && !selected);
  const asked = JSON.stringify([selected, who, what, bundles && [view, filters]]);
  if (asked === shown) return;
  shown = asked;
  const node = nodes.get(selected);
  const rest = who && what ? bundleParts(who, what, { heading, section, record, list }) : findings();
  holder.replaceChildren(...(node ? (node.type === "claim" ? claimParts(node) : entityParts(node)) : rest).filter(Boolean));
  holder.scrollTop = 0;
}

/** Bring the keyboard into the panel. */
export function focusPanel() {
  holder.querySelector("h2")?.focus();
}

function heading(kicker, title) {
  return el("header", {}, el("p", { class: "kicker" }, kicker), el("h2", { tabindex: "-1" }, said(title)));
}

function section(title, ...content) {
  const parts = content.flat().filter(Boolean);
  return parts.length ? el("section", {}, el("h3", {}, title), ...parts) : null;
}

/** A list of nodes, each a button that selects it; beyond a few, the rest unfold. */
function list(items) {
  const rows = items.map(({ node, note }) =>
    el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: "item", "data-node": node.id, click: () => open(node.id) },
        nodeMark(node),
        el("span", { class: "item-words" }, el("span", { class: "item-title" }, said(node.label)), note ? el("small", {}, said(note)) : ""),
      ),
    ),
  );
  if (!rows.length) return null;
  const shownRows = el("ul", { class: "items" }, ...rows.slice(0, MOST));
  const others = rows.slice(MOST);
  if (!others.length) return shownRows;
  const unfold = (event) => {
    shownRows.append(...others);
    event.target.remove();
    others[0].querySelector("button").focus();
  };
  return el("div", {}, shownRows, el("button", { type: "button", class: "more", click: unfold }, `${others.length} more`));
}

/** Show another node here, and let the keyboard go on from its title. */
function open(id) {
  change({ selected: id });
  focusPanel();
}

function note(claim) {
  return speakers(claim);
}

// A claim.

function claimParts(claim) {
  return [
    heading([name("kind", claim.kind), " by ", said(speakers(claim))], claim.label),
    verdict(claim),
    claim.text ? el("p", { class: "sentence" }, said(claim.text)) : null,
    section("Evidence, word for word", claim.appearances.map(appearance)),
    section("What came of it", settledFirst(claim.resolutions).map(resolution)),
    ...LINKS.flatMap((link) => [
      section(link.backwards, linked(claim, link.kind, { backwards: true })),
      section(link.forwards, linked(claim, link.kind)),
    ]),
    section("In detail", facts(claim)),
    section("Who and what", list(ties(claim))),
    actions(claim),
  ];
}

function verdict(claim) {
  const when = due(claim);
  const words = [name("outcome", claim.standing)];
  if (when) words.push(AHEAD.includes(claim.kind) && claim.period.latest ? `due ${when}` : when);
  return el("p", { class: `verdict ${claim.standing}` }, outcomeMark(claim.standing), el("span", {}, words[0]), when ? el("span", { class: "when" }, said(words[1])) : "");
}

function appearance(item) {
  const place = [
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
      el("span", {}, said([...place, item.cue ? `“${item.cue}”` : "", offsets].filter(Boolean).join(" · "))),
      item.url ? anchor(item.url, "Read these words in place ↗") : "",
    ),
  );
}

/** Resolutions as they became known; of one day, verdicts before what is still open. */
function settledFirst(resolutions) {
  const rank = (item) => OUTCOMES.indexOf(VERDICT_GLYPHS[item.outcome]);
  return [...resolutions].sort((one, two) => (one.known_on < two.known_on ? -1 : one.known_on > two.known_on ? 1 : rank(one) - rank(two)));
}

function resolution(item) {
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
      item.comment ? el("p", { class: "aside" }, said(item.comment)) : "",
      el("p", { class: "aside" }, days.join(", ")),
      ...item.evidence.map((document) => el("p", { class: "aside" }, anchor(document.url, said(document.title)))),
    ),
  );
}

function linked(claim, kind, way = {}) {
  return list(joined(claim.id, kind, way).map(({ node, edge }) => ({ node, note: [note(node), edge.comment].filter(Boolean).join(" · ") })));
}

function facts(claim) {
  const said_on = [claim.claimed_on ? day(claim.claimed_on) : "", claim.event].filter(Boolean).join(", ");
  const period = claim.period;
  const when = period ? [due(claim), period.inferred ? "the year is not in the text" : "", period.as_written ? `“${period.as_written}”` : ""].filter(Boolean).join(" · ") : "";
  const rows = [
    ["Said by", claim.claimants.join(", ")],
    ["Position of", claim.holder],
    ["Said on", said_on],
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

function actions(node) {
  return el(
    "footer",
    { class: "actions" },
    el("button", { type: "button", click: () => zoomTo(node.id) }, "Zoom to neighbours"),
    el("button", { type: "button", click: () => change({ selected: "" }) }, "Close"),
    el("code", { class: "iri" }, said(node.iri)),
  );
}

// An entity.

function entityParts(entity) {
  const spoken = asWhat(entity, "claimant");
  const held = asWhat(entity, "holder").filter((claim) => !spoken.includes(claim));
  const about = joined(entity.id, "about", { backwards: true }).map(({ node }) => node);
  const row = (claim) => ({ node: claim, note: name("kind", claim.kind) });
  return [
    heading(name("kind", entity.kind), entity.label),
    entity.definition ? el("p", { class: "sentence" }, said(entity.definition)) : null,
    ...bundleLists(entity, { section }),
    spoken.length ? section(`${count(spoken.length, "claim")} made`, record(spoken), list(inOrder(spoken).map(row))) : null,
    held.length ? section("Its position, in the words of others", record(held), list(inOrder(held).map((claim) => ({ node: claim, note: note(claim) })))) : null,
    about.length ? section([`${count(about.length, "claim")} about `, said(entity.label)], list(inOrder(about).map((claim) => ({ node: claim, note: note(claim) })))) : null,
    section("The same elsewhere", entity.matches.map((match) => el("p", { class: "aside" }, anchor(match, said(match))))),
    actions(entity),
  ];
}

/** The claims that an entity made, or those that others made for it: words are never put into its mouth. */
function asWhat(entity, role) {
  return joined(entity.id, "said").filter(({ edge }) => edge.role === role).map(({ node }) => node);
}

function inOrder(some) {
  return [...some].sort((one, two) => OUTCOMES.indexOf(one.standing) - OUTCOMES.indexOf(two.standing));
}

/** A bar of outcomes, each part as wide as its share, with its number and word below. */
function record(some) {
  const parts = OUTCOMES.map((outcome) => [outcome, some.filter((claim) => claim.standing === outcome).length]).filter(([, number]) => number);
  const bar = el("div", { class: "bar", "aria-hidden": "true" }, ...parts.map(([outcome, number]) => weighted(el("span", { class: outcome }), number)));
  const words = parts.map(([outcome, number]) => el("li", {}, outcomeMark(outcome), `${number} ${name("outcome", outcome).toLowerCase()}`));
  return el("div", { class: "record" }, bar, el("ul", {}, ...words));
}

function weighted(element, weight) {
  element.style.flexGrow = String(weight);
  return element;
}

// Nothing selected.

function findings() {
  const speaking = entities.filter((node) => asWhat(node, "claimant").length).length;
  const disagreeing = edges.filter((edge) => edge.kind === "disputes").map((edge) => {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    return { node: from, note: `pushes back on: ${to.label}` };
  });
  const ahead = claims.filter((claim) => AHEAD.includes(claim.kind));
  const dated = ahead.filter((claim) => claim.period?.latest).sort((one, two) => (one.period.latest < two.period.latest ? -1 : 1));
  const revised = edges.filter((edge) => edge.kind === "supersedes").map((edge) => ({ node: nodes.get(edge.from), note: `replaces: ${nodes.get(edge.to).label}` }));
  const undated = ahead.length - dated.length;
  return [
    heading(said(ledger.about ? `Around ${ledger.about}` : ledger.title), "Who claimed what, on what evidence"),
    ledger.description ? el("p", { class: "sentence" }, said(ledger.description)) : null,
    claims.length ? section(`${count(claims.length, "claim")} by ${count(speaking, "speaker")}`, record(claims)) : el("p", { class: "sentence" }, "This ledger holds no claims yet."),
    section("Where claims disagree", list(disagreeing)),
    section(
      "Predictions and plans, by due date",
      list(dated.map((claim) => ({ node: claim, note: [`Due ${due(claim)}`, name("outcome", claim.standing)].join(" · ") }))),
      undated ? el("p", { class: "aside" }, `${undated} more ${undated === 1 ? "names" : "name"} no date.`) : null,
    ),
    section("Revised", list(revised)),
  ];
}
