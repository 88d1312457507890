// The ledger's whole graph, as the text of N-Quads.

/** Chunks of the text; together they are all of it. */
export async function nquads() {
  return [JSON.parse(document.getElementById("graph-stub").textContent)];
}
