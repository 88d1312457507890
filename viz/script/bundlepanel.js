// The panel's part on bundles: what one says of another, and with an entity selected, of whom it speaks and who of it.

import { bundled, bundlesOf, idsBetween } from "./bundles.js";
import { nodes } from "./data.js";
import { count, el, said } from "./dom.js";
import { nodeMark } from "./glyphs.js";
import { inView } from "./inview.js";
import { heading, list, section, tally } from "./panelparts.js";
import { change, state } from "./state.js";
import { OUTCOMES, name } from "./words.js";

const MOST = 8;
const MOST_ROWS = 200;

/** The claims of one about the other, as the filters leave them. */
export function bundleParts(who, what) {
  const all = idsBetween(who, what);
  const visible = inView(state()).claims;
  const shown = all.filter((id) => visible.has(id)).map((id) => nodes.get(id));
  shown.sort((one, two) => OUTCOMES.indexOf(one.standing) - OUTCOMES.indexOf(two.standing));
  const [speaker, thing] = [nodes.get(who).label, nodes.get(what).label];
  const itself = who === what;
  const hidden = all.length - shown.length;
  return [
    heading("Who says it, and what it is about", itself ? `${speaker} on itself` : `${speaker} on ${thing}`),
    section(
      count(shown.length, "claim"),
      shown.length ? tally(shown) : null,
      list(shown.slice(0, MOST_ROWS).map((claim) => ({ node: claim, note: [name("kind", claim.kind), heldBy(claim, speaker)].filter(Boolean).join(", ") }))),
      shown.length > MOST_ROWS ? el("p", { class: "aside" }, `Listed: ${MOST_ROWS} of ${shown.length.toLocaleString("en")}.`) : null,
      hidden ? el("p", { class: "aside" }, `${hidden} more ${hidden === 1 ? "is" : "are"} hidden by filters.`) : null,
    ),
    section("Who and what", list((itself ? [who] : [who, what]).map((id) => ({ node: nodes.get(id), note: name("kind", nodes.get(id).kind) })))),
    el("footer", { class: "actions" }, el("button", { type: "button", click: () => change({ who: "", what: "" }) }, "Close")),
  ];
}

/** Whose position it is, where that is not who says it. */
function heldBy(claim, speaker) {
  return claim.holder && claim.holder !== speaker ? `for ${claim.holder}` : "";
}

/** For the keyboard and for who cannot see lines: an entity's bundles as buttons. In who-to-what only. */
export function bundleLists(entity) {
  if (state().view !== "who-to-what" || entity.type !== "entity") return [];
  const found = bundled(inView(state()).claims);
  return [
    section("Speaks of", buttons(bundlesOf(entity.id, "who", found), "what")),
    section("Is spoken of by", buttons(bundlesOf(entity.id, "what", found), "who")),
  ];
}

function buttons(bundles, far) {
  const rows = bundles.slice(0, MOST_ROWS).map(({ who, what, ids }) => {
    const node = nodes.get(far === "who" ? who : what);
    const words = el("span", { class: "item-words" }, el("span", { class: "item-title" }, said(node.label)), el("small", {}, count(ids.length, "claim")));
    return el("li", {}, el("button", { type: "button", class: "item", "data-bundle": node.id, click: () => change({ selected: "", who, what }) }, nodeMark(node), words));
  });
  if (!rows.length) return null;
  const shown = el("ul", { class: "items" }, ...rows.slice(0, MOST));
  const others = rows.slice(MOST);
  const cut = bundles.length - rows.length;
  const rest = cut > 0 ? el("p", { class: "aside" }, `Listed: ${MOST_ROWS} of ${bundles.length.toLocaleString("en")}.`) : "";
  if (!others.length) return shown;
  const unfold = (event) => {
    shown.append(...others);
    event.target.remove();
    others[0].querySelector("button").focus();
  };
  return el("div", {}, shown, el("button", { type: "button", class: "more", click: unfold }, `${others.length} more`), rest);
}
