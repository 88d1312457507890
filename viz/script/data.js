// The ledger inside this file: claims and entities (nodes), and what joins them (edges).

import { textFragment } from "./addresses.js";
import { unpack } from "./columns.js";

export const packed = await unpack("packed");
export const ledger = packed.head.ledger;
export const options = JSON.parse(document.getElementById("options").textContent);

/** What every node knows beside its fields. `index` is its place among all nodes. */
const known = (type, before) => ({
  type: () => type,
  index() {
    return before + this.row;
  },
  iri() {
    return this.id.includes(":") ? this.id : ledger.base + this.id;
  },
});

/** An appearance has its document's title, publisher and day, and an address that lands on the words. */
const appearance = {
  document() {
    return this.source.document;
  },
  publisher() {
    return this.source.publisher;
  },
  published() {
    return this.source.published;
  },
  url() {
    return textFragment(this.source.address, this.exact, this.prefix, this.suffix);
  },
};

export const claims = packed.table(packed.head.claims, { "": known("claim", 0), appearances: appearance });
export const entities = packed.table(packed.head.entities, { "": known("entity", claims.length) });

/** All nodes, claims first. */
export const all = [...claims, ...entities];

/** Every node by its id: its IRI, without the ledger's base. */
export const nodes = new Map(all.map((node) => [node.id, node]));

/** The indices of the nodes that each edge comes from, and goes to. */
export const ends = ["from", "to"].map((end) => {
  const column = packed.head.edges.fields[`${end}_node`];
  return column ? packed.numbers(column.of) : new Float64Array(0);
});
const end = (which) =>
  function () {
    return all[ends[which][this.row]].id;
  };

/** What joins nodes: `from` and `to` are ids, `id` is the edge's place. */
export const edges = packed.table(packed.head.edges, {
  "": {
    id() {
      return this.row;
    },
    from: end(0),
    to: end(1),
  },
});

// The edges at each node, as places in `edges`: node by node in one array, cut at `stops`.
const stops = new Int32Array(all.length + 1);
for (let row = 0; row < edges.length; row += 1) {
  stops[ends[0][row] + 1] += 1;
  if (ends[1][row] !== ends[0][row]) stops[ends[1][row] + 1] += 1;
}
for (let index = 0; index < all.length; index += 1) stops[index + 1] += stops[index];
const touching = new Int32Array(stops[all.length]);
const filled = stops.slice(0, all.length);
for (let row = 0; row < edges.length; row += 1) {
  touching[filled[ends[0][row]]++] = row;
  if (ends[1][row] !== ends[0][row]) touching[filled[ends[1][row]]++] = row;
}

/** All edges at a node, whichever way they point. */
export function edgesAt(id) {
  const index = nodes.get(id)?.index;
  return index === undefined ? [] : Array.from(touching.subarray(stops[index], stops[index + 1]), (row) => edges[row]);
}

/** How many edges a node has. */
export function degree(id) {
  const index = nodes.get(id)?.index;
  return index === undefined ? 0 : stops[index + 1] - stops[index];
}

/** The ids of the nodes at the far ends of a node's edges. */
export function neighbours(id) {
  return new Set(edgesAt(id).map((edge) => (edge.from === id ? edge.to : edge.from)));
}

/** Nodes that `id` points to (or, with `backwards`, that point to it) by edges of this kind, with the edge. */
export function joined(id, kind, { backwards = false } = {}) {
  const [near, far] = backwards ? ["to", "from"] : ["from", "to"];
  return edgesAt(id)
    .filter((edge) => edge.kind === kind && edge[near] === id)
    .map((edge) => ({ node: nodes.get(edge[far]), edge }));
}

/** Entities that more than a quarter of all claims are about: their lines say nothing until one asks. */
export const crowded = new Set(
  entities
    .filter((node) => degree(node.id) > Math.max(8, claims.length / 4))
    .filter((node) => joined(node.id, "about", { backwards: true }).length > Math.max(8, claims.length / 4))
    .map((node) => node.id),
);
