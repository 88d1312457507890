// What the state lets one see: the claims that pass the filters and the focus, the entities they are by and about,
// and what is near the selection. The map, the table, the panel and the downloads all ask here.

import { all, claims, edges, edgesAt, ends, neighbours, nodes } from "./data.js";
import { matching } from "./facets.js";

let asked = null;
let answer = null;

/** `claims` (ids that are visible), `shown` (by node index: 1 where visible), `near` (ids around what is selected). */
export function inView(state) {
  if (state === asked) return answer;
  const same = asked && asked.filters === state.filters && asked.focus === state.focus && asked.steps === state.steps;
  const visible = same ? answer : visibleIn(state);
  answer = { claims: visible.claims, shown: visible.shown, near: nearTo(state) };
  asked = state;
  return answer;
}

function visibleIn({ filters, focus, steps }) {
  let passing = matching(filters);
  const around = focus ? within(focus, steps) : null;
  if (around) passing = new Set([...passing].filter((id) => around.has(id)));
  const shown = new Uint8Array(all.length);
  for (const id of passing) shown[nodes.get(id).index] = 1;
  for (let row = 0; row < edges.length; row += 1) {
    const [from, to] = [ends[0][row], ends[1][row]];
    if (to >= claims.length && shown[from]) shown[to] = 1;
    else if (from >= claims.length && shown[to]) shown[from] = 1;
  }
  if (around) for (let index = claims.length; index < all.length; index += 1) if (!around.has(all[index].id)) shown[index] = 0;
  if (focus) shown[nodes.get(focus).index] = 1;
  return { claims: passing, shown };
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
