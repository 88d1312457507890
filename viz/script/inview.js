// What the state lets one see: the claims that pass the filters and the focus, the entities they are by and about,
// and what is near the selection. The map, the table, the panel and the downloads all ask here.

import { all, claims, edgesAt, ends, joined, neighbours, nodes } from "./data.js";
import { FACETS, sifted } from "./facets.js";
import { shortest } from "./paths.js";
import { state } from "./state.js";

let asked = null;
let answer = null;

/**
 * `shown` (by node index: 1 where visible), `count` (of visible claims), `claims` (their ids, as a set), `near` (ids
 * around what is selected, or on the way that is shown) and `way` (the ids of that way's edges, or null).
 */
export function inView(now) {
  if (now === asked) return answer;
  const same = asked && asked.filters === now.filters && asked.focus === now.focus && asked.steps === now.steps;
  const visible = same ? answer.visible : visibleIn(now);
  answer = {
    visible,
    shown: visible.shown,
    count: visible.count,
    get claims() {
      visible.ids ??= new Set(claims.filter((claim) => visible.shown[claim.row]).map((claim) => claim.id));
      return visible.ids;
    },
    near: nearTo(now),
    way: wayOf(now),
  };
  asked = now;
  return answer;
}

let focused = { key: "", ids: null, rows: null };

/** The neighbourhood in focus: the ids in it, and 1 or 0 for each claim by its row; both null where all is looked at. */
export function around({ focus, steps }) {
  const key = focus && `${steps} ${focus}`;
  if (key !== focused.key) {
    const ids = focus ? within(focus, steps) : null;
    focused = { key, ids, rows: ids && Uint8Array.from(claims, (claim) => Number(ids.has(claim.id))) };
  }
  return focused;
}

function visibleIn({ filters, focus, steps }) {
  const shown = new Uint8Array(all.length);
  shown.set(sifted(filters));
  const { ids, rows } = around({ focus, steps });
  if (ids) for (let row = 0; row < claims.length; row += 1) shown[row] &= rows[row];
  let count = 0;
  for (let row = 0; row < claims.length; row += 1) count += shown[row];
  for (let row = 0; row < ends[0].length; row += 1) {
    const [from, to] = [ends[0][row], ends[1][row]];
    if (to >= claims.length && shown[from]) shown[to] = 1;
    else if (from >= claims.length && shown[to]) shown[from] = 1;
  }
  if (ids) for (let index = claims.length; index < all.length; index += 1) if (!ids.has(all[index].id)) shown[index] = 0;
  if (focus) shown[nodes.get(focus).index] = 1;
  return { shown, count, ids: null };
}

/** The ids of what is at most so many lines away. */
function within(id, steps) {
  let edge = new Set([id]);
  const found = new Set(edge);
  for (let step = 0; step < steps; step += 1) {
    const next = new Set();
    for (const from of edge) for (const other of neighbours(from)) if (!found.has(other)) next.add(other);
    for (const other of next) found.add(other);
    edge = next;
  }
  return found;
}

/** The ids around what is selected, or on the way that is shown. */
function nearTo({ selected, path }) {
  if (!selected) return new Set();
  return path ? new Set([selected, path, ...shortest(selected, path).map(({ node }) => node.id)]) : neighbours(selected).add(selected);
}

/** The edges of the way between what is selected and the other end, by their ids. */
function wayOf({ selected, path }) {
  return selected && path ? new Set(shortest(selected, path).flatMap(({ edge }) => (edge ? [edge.id] : []))) : null;
}

/** The edges that are to be seen first: those of the way that is shown, or at what is selected. */
export function edgesNear({ selected, path }) {
  if (!selected) return [];
  return path ? shortest(selected, path).flatMap(({ edge }) => (edge ? [edge] : [])) : edgesAt(selected);
}

/** The claims in view, in reading order: within the bundle that is open, where that is what is looked at. */
export function claimsInView() {
  const { view, who, what } = state();
  const { shown } = inView(state());
  const bundle = view === "who-to-what" && who && what ? between(who, what) : null;
  return claims.filter((claim) => shown[claim.row] && (!bundle || bundle.has(claim.id)));
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
