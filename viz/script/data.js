// The ledger inside this file: claims and entities (nodes), and what joins them (edges).

import { textFragment } from "./addresses.js";
import { unpack } from "./columns.js";

export const packed = unpack("packed");
export const ledger = packed.head.ledger;
export const options = JSON.parse(document.getElementById("options").textContent);

const iris = packed.iris(packed.head.iris, ledger.base);

/** The IRI of a number; those of entities are numbered as their rows. */
export const iriOf = iris.of;

/** How many IRIs there are. */
export const iriCount = iris.count;

/** What every node knows beside its fields. `index` is its place among all nodes; `id` is short for its IRI. */
const known = (type, first, number) => ({
  type: () => type,
  index() {
    return first + this.row;
  },
  iri() {
    return iriOf(number(this));
  },
  id() {
    return shortened(this.iri);
  },
});

function shortened(iri) {
  const short = iri.startsWith(ledger.base) ? iri.slice(ledger.base.length) : iri;
  return short.includes(":") ? iri : short;
}

const labelOf = (row) => (row === null ? "" : entities[row].label);

/** A claim's entities by their labels, as it has them by their rows. */
const tied = {
  claimants() {
    return this.said_by.map(labelOf);
  },
  holder() {
    return labelOf(this.held_by);
  },
  subject() {
    return labelOf(this.subject_row);
  },
  object() {
    return labelOf(this.object_row) || this.words;
  },
};

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

const { head } = packed;
export const claims = packed.table(head.claims, { "": { ...known("claim", 0, (claim) => claim.number), ...tied }, appearances: appearance });
export const entities = packed.table(head.entities, { "": known("entity", claims.length, (entity) => entity.row) });

/** All nodes, claims first. */
export const all = [...claims, ...entities];

/** Every node by its id: its IRI, without the ledger's base. */
export const nodes = new Map(all.map((node) => [node.id, node]));

const links = packed.table(head.links);

// Lines between claims and entities follow from the claims' own columns; an entity has one of each kind to a claim.
const lines = [];
for (const claim of claims) {
  const index = claim.row;
  const entity = (row) => claims.length + row;
  const speakers = claim.said_by;
  for (const row of speakers) lines.push([entity(row), index, "said", "claimant"]);
  if (claim.held_by !== null && !speakers.includes(claim.held_by)) lines.push([entity(claim.held_by), index, "said", "holder"]);
  const seen = new Set();
  const about = (row, role) => {
    if (row === null || seen.has(row)) return;
    seen.add(row);
    lines.push([index, entity(row), "about", role]);
  };
  about(claim.subject_row, "subject");
  about(claim.object_row, "object");
  for (const row of claim.also_about) about(row, "about");
}
for (const link of links) lines.push([link.from, link.to, link.kind, ""]);

/** The indices of the nodes that each edge comes from, and goes to. */
export const ends = [0, 1].map((end) => Int32Array.from(lines, (line) => line[end]));

/** What joins two nodes, by their ids. A link between claims says who asserts it, and why. */
class Edge {
  constructor(id) {
    this.id = id;
    [, , this.kind, this.role] = lines[id];
  }

  get from() {
    return all[ends[0][this.id]].id;
  }

  get to() {
    return all[ends[1][this.id]].id;
  }

  get asserted_by() {
    return this.link?.asserted_by ?? "";
  }

  get comment() {
    return this.link?.comment ?? "";
  }

  get link() {
    return links[this.id - lines.length + links.length];
  }
}

export const edges = lines.map((_, id) => new Edge(id));

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
