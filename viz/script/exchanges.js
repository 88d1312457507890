// Whose claims bear on whose, and who said it first: as `kg chains` tells it, worked out when it is asked for.

import { edgesAt, entities, joined, nodes } from "./data.js";
import { count, day, el, said } from "./dom.js";
import { inquiry } from "./inquiring.js";
import { list, section } from "./panelparts.js";
import { LINKS, speakers } from "./words.js";

/** How many claims that are joined to one are followed. */
const MOST = 300;

/** The claim of a link that was said on the earlier day; null where a day is not known, or both are of one day. */
function first({ node, other }) {
  const [day, otherDay] = [node.claimed_on, other.claimed_on];
  return !day || !otherDay || day === otherDay ? null : day < otherDay ? node : other;
}

/** All claims that are joined to one, however far, along links of any kind and direction. */
function joinedTo(claim) {
  const found = new Map([[claim.id, claim]]);
  for (const { id } of found.values()) {
    for (const edge of edgesAt(id)) {
      if (!edge.link) continue;
      if (found.size >= MOST) return { found: [...found.values()], cut: true };
      for (const end of [edge.from, edge.to]) found.set(end, nodes.get(end));
    }
  }
  return { found: [...found.values()], cut: false };
}

function verb(kind) {
  return LINKS.find((link) => link.kind === kind)?.forwards.toLowerCase() ?? kind;
}

/** The claims that are joined to one in the order in which they were said, each with what it does to others. */
export function chain(claim) {
  const { found, cut } = joinedTo(claim);
  if (found.length < 2) return null;
  const compared = (one, two) => (one < two ? -1 : one > two ? 1 : 0);
  const when = (node) => node.claimed_on || "9999";
  found.sort((one, two) => compared(when(one), when(two)) || one.index - two.index);
  const among = new Set(found);
  const row = (node) => ({
    node,
    note: [node.claimed_on ? day(node.claimed_on) : "day not known", speakers(node), node === claim ? "this claim" : ""].filter(Boolean).join(" · "),
    below: bearings(node, among),
  });
  return section(
    "Who said it first, and who answers",
    el("p", { class: "earliest" }, ...earliest(found)),
    unfolding(count(found.length, "claim") + (found.some((node) => node.claimed_on) ? ", in the order in which they were said" : ""), () => list(found, row), { class: "chain" }),
    cut ? el("p", { class: "aside" }, `Only ${MOST} of the claims that are joined to it are followed here; kg chains ${claim.record} follows all.`) : null,
    inquiry("support"),
  );
}

/** Who was first, of claims in the order in which they were said, as far as their days are known. */
function earliest(found) {
  const dated = found.filter((node) => node.claimed_on);
  const missing = found.length - dated.length;
  const rest = missing && dated.length ? ` ${count(missing, "claim has", "claims have")} no day.` : "";
  if (!dated.length) return ["None of these claims has a day: who was first is not known."];
  const [first] = dated;
  if (first.claimed_on === dated.at(-1).claimed_on) return [dated.length > 1 ? `All were said on ${day(first.claimed_on)}.` : `One was said on ${day(first.claimed_on)}.`, rest];
  const earlier = dated.filter((node) => node.claimed_on === first.claimed_on);
  return ["First said on ", day(first.claimed_on), " by ", said([...new Set(earlier.map(speakers))].join("; ")), ".", rest];
}

/** What one claim does to others, with which of the two was said first. */
function bearings(node, among) {
  const lines = LINKS.flatMap(({ kind }) => joined(node.id, kind).map(({ node: other, edge }) => ({ node, other, edge })))
    .filter(({ other }) => among.has(other))
    .map((one) => {
      const earlier = first(one);
      const order = earlier === null ? "" : earlier === node ? "said before it" : "said after it";
      return el("li", { "data-link": `${node.record} ${one.edge.kind} ${one.other.record}` }, `${verb(one.edge.kind)} `, said(`“${one.other.label}”`), order ? [" – ", el("span", { class: "effect" }, order)] : "");
    });
  return lines.length ? el("ul", { class: "moved", "aria-label": "What it does to others" }, ...lines) : null;
}

/** Who answers whom: for each other claimant and each kind of link, how many claims, and how many were said first. */
export function answering(entity) {
  const own = new Set(joined(entity.id, "said").filter(({ edge }) => edge.role === "claimant").map(({ node }) => node.id));
  const touching = new Set([...own].flatMap((id) => edgesAt(id).filter((edge) => edge.link)));
  const groups = new Map();
  for (const edge of [...touching].sort((one, two) => one.id - two.id)) {
    const [node, other] = [nodes.get(edge.from), nodes.get(edge.to)];
    for (const who of node.said_by) {
      for (const whom of other.said_by) {
        if (entities[who] !== entity && entities[whom] !== entity) continue;
        const key = [who, edge.kind, whom].join(" ");
        if (!groups.has(key)) groups.set(key, { who: entities[who], kind: edge.kind, whom: entities[whom], pairs: new Map() });
        groups.get(key).pairs.set(`${edge.from} ${edge.to}`, { node, other });
      }
    }
  }
  const words = ({ who, kind }) => (who === entity ? verb(kind) : LINKS.find((link) => link.kind === kind)?.backwards.toLowerCase() ?? kind);
  const order = (group) => [group.who === entity ? 0 : 1, LINKS.findIndex((link) => link.kind === group.kind)];
  const rows = [...groups.values()].sort((one, two) => {
    const [a, b] = [order(one), order(two)];
    return a[0] - b[0] || a[1] - b[1] || (one.who.id + one.whom.id < two.who.id + two.whom.id ? -1 : 1);
  });
  return section(
    "Who answers whom",
    list(rows, (group) => {
      const pairs = [...group.pairs.values()];
      const before = pairs.filter((pair) => first(pair) === pair.node).length;
      const far = group.who === entity ? group.whom : group.who;
      const note = `${words(group)} · ${count(pairs.length, "claim")}${before ? `, ${before} said first` : ""}`;
      const row = ({ node, other }) => ({ node, note: `${verb(group.kind)} “${other.label}”` });
      const key = `${group.who.record} ${group.kind} ${group.whom.record}`;
      return { node: far, note, below: unfolding("Which", () => list(pairs, row), { class: "pairs", "data-group": key }) };
    }),
  );
}

/** A part that unfolds, and is made when it first does. */
function unfolding(words, make, attributes) {
  const region = el("div", { class: "unfolded" });
  const show = ({ target }) => {
    if (target.open && !region.childElementCount) region.append(make());
  };
  return el("details", { ...attributes, toggle: show }, el("summary", {}, words), region);
}
