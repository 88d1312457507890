// What is in view: the claims that pass the filters and stand in the neighbourhood that is shown.

import { claims, joined, neighbours, nodes } from "./data.js";
import { FACETS, matching } from "./facets.js";
import { state } from "./state.js";

/** The claims in view, in reading order. */
export function claimsInView() {
  const { filters, focus, steps, view, who, what } = state();
  const shown = matching(filters);
  const near = focus ? around(focus, steps) : null;
  const bundle = view === "who-to-what" && who && what ? between(who, what) : null;
  return claims.filter(({ id }) => shown.has(id) && (!near || near.has(id)) && (!bundle || bundle.has(id)));
}

/** The ids within some steps of a node, itself included. */
export function around(id, steps) {
  const found = new Set([id]);
  let edge = [id];
  for (let step = 0; step < steps; step += 1) {
    const next = [];
    for (const from of edge) {
      for (const to of neighbours(from)) {
        if (found.has(to)) continue;
        found.add(to);
        next.push(to);
      }
    }
    edge = next;
  }
  return found;
}

function between(who, what) {
  const about = new Set(joined(what, "about", { backwards: true }).map(({ node }) => node.id));
  return new Set(joined(who, "said").map(({ node }) => node.id).filter((id) => about.has(id)));
}

/** What narrows the view, in words: one sentence for each filter, none where all is in view. */
export function narrowedBy() {
  const { filters, focus, steps, view, who, what } = state();
  const label = (facet, value) => (facet.label ? facet.label(value) : value === "none" ? "no date" : value.replace("..", " to "));
  const sentences = FACETS.filter((facet) => filters[facet.key]).map(
    (facet) => `${facet.title}: ${filters[facet.key].map((value) => label(facet, value)).join(" or ")}`,
  );
  if (focus) sentences.push(`Only within ${steps === 1 ? "one step" : "two steps"} of: ${nodes.get(focus).label}`);
  if (view === "who-to-what" && who && what) sentences.push(`Only what ${nodes.get(who).label} said about ${nodes.get(what).label}`);
  return sentences;
}
