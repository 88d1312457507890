// The claims as RDF.

/** These claims as Turtle. */
export async function turtle(claimIds) {
  throw new Error(`no graph of ${claimIds.length} claims in this file`);
}
