// The shortest way between two nodes, over who said what about whom. The same two ends always give the same way.

import { connection } from "./connections.js";
import { claims, edgesAt, nodes } from "./data.js";

// Of two ways of equal length the dearer one loses: that a claim is about something ties less than who said it, or what it answers.
const ABOUT = 1;
// So many steps more are better than a way through an outlet, which does not connect those whose words it prints.
const AROUND = 2;

let outlets = null;
let last = { from: "", to: "", way: [], steps: [], bridges: [] };

/** Whether an entity publishes documents in which others speak. */
function relays(id) {
  const node = nodes.get(id);
  if (node.type !== "entity") return false;
  if (!outlets) {
    outlets = new Set();
    for (const claim of claims) {
      for (const { publisher } of claim.appearances) {
        if (publisher && publisher !== claim.holder && (claim.holder || !claim.claimants.includes(publisher))) outlets.add(publisher);
      }
    }
  }
  return outlets.has(node.label);
}

/**
 * The way from one node to another as a list of { node, edge }, the first without an edge; empty where there is none.
 * Between two entities it is the chain of claims that `kg path` finds, where it finds one.
 */
export function shortest(from, to) {
  return known(from, to).way;
}

/** The chain of claims between two entities: its steps, and who cannot be gone around; both empty where there is none. */
export function chained(from, to) {
  return known(from, to);
}

function known(from, to) {
  if (last.from !== from || last.to !== to) {
    const ends = [nodes.get(from), nodes.get(to)];
    const entities = from !== to && ends.every((node) => node?.type === "entity");
    const { steps, bridges } = entities ? connection(...ends) : { steps: [], bridges: [] };
    last = { from, to, steps, bridges, way: steps.length ? along(steps) : chosen(from, to) };
  }
  return last;
}

/** The nodes of a chain with the edges between them; who said it before what it is about. */
function along(steps) {
  const edge = (claim, entity) =>
    edgesAt(claim.id)
      .filter((one) => one.from === entity.id || one.to === entity.id)
      .sort((one, two) => two.kind.localeCompare(one.kind))[0];
  return [
    { node: steps[0].start, edge: null },
    ...steps.flatMap(({ start, end, claim }) => [
      { node: claim, edge: edge(claim, start) },
      { node: end, edge: edge(claim, end) },
    ]),
  ];
}

function chosen(from, to) {
  if (!nodes.has(from) || !nodes.has(to) || from === to) return [];
  const any = walked(from, to, () => false);
  if (!any.slice(1, -1).some(({ node }) => relays(node.id))) return any;
  const around = walked(from, to, relays, any.length + AROUND);
  return around.length ? around : any;
}

/** Breadth first, and never on from a node that `closed` names. */
function walked(from, to, closed, most = Infinity) {
  const reached = new Map([[from, { steps: 0, cost: 0, before: "", edge: null }]]);
  let frontier = [from];
  for (let steps = 1; frontier.length && !reached.has(to) && steps < most; steps += 1) {
    const next = [];
    for (const id of frontier) {
      if (id !== from && closed(id)) continue;
      const spent = reached.get(id).cost;
      for (const edge of edgesAt(id)) {
        const far = edge.from === id ? edge.to : edge.from;
        const cost = spent + (edge.kind === "about" ? ABOUT : 0);
        const known = reached.get(far);
        if (!known) {
          reached.set(far, { steps, cost, before: id, edge });
          next.push(far);
        } else if (known.steps === steps && cost < known.cost) {
          known.cost = cost;
          known.before = id;
          known.edge = edge;
        }
      }
    }
    frontier = next;
  }
  const way = [];
  for (let id = reached.has(to) ? to : ""; id; id = reached.get(id).before) way.unshift({ node: nodes.get(id), edge: reached.get(id).edge });
  return way;
}
