// The ledger inside this file: claims and entities (nodes), and what joins them (edges).

function read(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

export const ledger = read("ledger");
export const edges = read("edges");
export const options = read("options");

/** Every node by its id: its IRI, without the ledger's base. */
export const nodes = new Map(read("nodes").map((node) => [node.id, node]));

export const claims = [...nodes.values()].filter((node) => node.type === "claim");
export const entities = [...nodes.values()].filter((node) => node.type === "entity");

const touching = new Map([...nodes.keys()].map((id) => [id, []]));
for (const edge of edges) {
  touching.get(edge.from).push(edge);
  if (edge.to !== edge.from) touching.get(edge.to).push(edge);
}

/** All edges at a node, whichever way they point. */
export function edgesAt(id) {
  return touching.get(id) ?? [];
}

/** The nodes at the far ends of a node's edges. */
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
    .filter((node) => joined(node.id, "about", { backwards: true }).length > Math.max(8, claims.length / 4))
    .map((node) => node.id),
);
