// What the state lets one see: the claims that pass the filters and the focus, the entities they are by and about,
// and what is near the selection. The map, the table, the panel and the downloads all ask here.

import { all, claims, edgesAt, ends, neighbours, nodes } from "./data.js";
import { sifted } from "./facets.js";

let asked = null;
let answer = null;

/**
 * `shown` (by node index: 1 where visible), `count` (of visible claims), `claims` (their ids, as a set) and `near`
 * (ids around what is selected).
 */
export function inView(state) {
  if (state === asked) return answer;
  const same = asked && asked.filters === state.filters && asked.focus === state.focus && asked.steps === state.steps;
  const visible = same ? answer.visible : visibleIn(state);
  answer = {
    visible,
    shown: visible.shown,
    count: visible.count,
    get claims() {
      visible.ids ??= new Set(claims.filter((claim) => visible.shown[claim.row]).map((claim) => claim.id));
      return visible.ids;
    },
    near: nearTo(state),
  };
  asked = state;
  return answer;
}

function visibleIn({ filters, focus, steps }) {
  const shown = new Uint8Array(all.length);
  shown.set(sifted(filters));
  const around = focus ? within(focus, steps) : null;
  if (around) for (let row = 0; row < claims.length; row += 1) if (shown[row] && !around.has(claims[row].id)) shown[row] = 0;
  let count = 0;
  for (let row = 0; row < claims.length; row += 1) count += shown[row];
  for (let row = 0; row < ends[0].length; row += 1) {
    const [from, to] = [ends[0][row], ends[1][row]];
    if (to >= claims.length && shown[from]) shown[to] = 1;
    else if (from >= claims.length && shown[to]) shown[from] = 1;
  }
  if (around) for (let index = claims.length; index < all.length; index += 1) if (!around.has(all[index].id)) shown[index] = 0;
  if (focus) shown[nodes.get(focus).index] = 1;
  return { shown, count, ids: null };
}

/** The ids of what is at most so many lines away. */
export function within(id, steps) {
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

function nearTo({ selected }) {
  return selected ? neighbours(selected).add(selected) : new Set();
}

/** The edges that touch what is selected. */
export function edgesNear({ selected }) {
  return selected ? edgesAt(selected) : [];
}
