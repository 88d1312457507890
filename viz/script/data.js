// The ledger inside this file: claims and entities (nodes), and what joins them (edges).

import { textFragment } from "./addresses.js";
import { unpack } from "./columns.js";

export const packed = await unpack("packed");
export const ledger = packed.head.ledger;
export const options = JSON.parse(document.getElementById("options").textContent);

/** What every node knows beside its fields: `index` is its place among all nodes; its id is short for its IRI. */
const every = (type, first) => ({
  type: () => type,
  index() {
    return first + this.row;
  },
  iri() {
    return this.id.includes(":") ? this.id : ledger.base + this.id;
  },
});

const labelOf = (row) => (row === null ? "" : entities[row].label);

/** A claim's entities by their labels: it has them by their rows, or by their words where a part of a ledger lacks them. */
const tied = {
  claimants() {
    return [...this.said_by.map(labelOf), ...this.also_said_by];
  },
  holder() {
    return labelOf(this.held_by) || this.holder_words;
  },
  subject() {
    return labelOf(this.subject_row) || this.subject_words;
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
export const claims = packed.table(head.claims, { "": { ...every("claim", 0), ...tied }, appearances: appearance });
export const entities = packed.table(head.entities, { "": every("entity", claims.length) });

/** All nodes, claims first. */
export const all = [...claims, ...entities];

/** Every node by its id: its IRI, without the ledger's base. Made when first asked: most never are, in a large ledger. */
export const nodes = {
  get: (id) => (id ? byId().get(id) : undefined),
  has: (id) => id !== "" && byId().has(id),
  keys: () => byId().keys(),
  values: () => all.values(),
  [Symbol.iterator]: () => byId()[Symbol.iterator](),
  get size() {
    return all.length;
  },
};

let known = null;

function byId() {
  known ??= new Map(all.map((node) => [node.id, node]));
  return known;
}

const links = packed.table(head.links);
const KINDS = ["said", "about"];
const ROLES = ["claimant", "holder", "subject", "object", "about"];

/** A claim's column of entities by rows, whether it holds one, several or none. */
function entitiesOf(name) {
  const { stops, codes } = packed.coded(head.claims, [name]);
  return { from: (row) => (stops ? (row ? stops[row - 1] : 0) : row), until: (row) => (stops ? stops[row] : Math.min(row + 1, codes.length)), codes };
}

// Lines between claims and entities follow from the claims' own columns; an entity has one of each kind to a claim.
// `ends` are the indices of the nodes that each edge comes from, and goes to; links between claims come last.
const roles = [];
export const ends = tiesOf();

function tiesOf() {
  const froms = [];
  const tos = [];
  const columns = ["said_by", "held_by", "subject_row", "object_row", "also_about"].map(entitiesOf);
  const first = claims.length;
  for (let claim = 0; claim < claims.length; claim += 1) {
    let begun = tos.length;
    columns.forEach(({ from, until, codes }, role) => {
      if (role === 2) begun = tos.length;
      for (let place = from(claim); place < until(claim); place += 1) {
        const entity = first + codes[place];
        const side = role < 2 ? froms : tos;
        if (side.indexOf(entity, begun) >= 0) continue;
        froms.push(role < 2 ? entity : claim);
        tos.push(role < 2 ? claim : entity);
        roles.push(role);
      }
    });
  }
  for (const link of links) {
    froms.push(link.from);
    tos.push(link.to);
  }
  return [Int32Array.from(froms), Int32Array.from(tos)];
}

/** What joins two nodes, by their ids. A link between claims says who asserts it, and why. */
class Edge {
  constructor(id) {
    this.id = id;
  }

  get from() {
    return all[ends[0][this.id]].id;
  }

  get to() {
    return all[ends[1][this.id]].id;
  }

  get kind() {
    return this.link ? this.link.kind : KINDS[Number(roles[this.id] > 1)];
  }

  get role() {
    return this.link ? "" : ROLES[roles[this.id]];
  }

  get asserted_by() {
    return this.link?.asserted_by ?? "";
  }

  get comment() {
    return this.link?.comment ?? "";
  }

  /** What a restatement changes of the claim that it restates, and an echo that came first; null where nobody compared. */
  get differences() {
    return this.link?.differences ?? null;
  }

  get link() {
    return links[this.id - roles.length];
  }
}

export const edges = Array.from({ length: ends[0].length }, (_, id) => new Edge(id));

/** The edges that join claims. */
export const betweenClaims = edges.slice(roles.length);

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
    .filter((_, row) => stops[claims.length + row + 1] - stops[claims.length + row] > Math.max(8, claims.length / 4))
    .map((entity) => entity.id)
    .filter((id) => joined(id, "about", { backwards: true }).length > Math.max(8, claims.length / 4)),
);
