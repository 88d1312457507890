// What can be asked: the prefixes, the named questions and what they take; null in a page written without SPARQL.

const holder = document.getElementById("asking");

export const asking = holder && JSON.parse(holder.textContent);

const LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/;
const spaces = Object.entries(asking?.prefixes ?? {}).sort((one, two) => two[1].length - one[1].length);

/** An IRI as a prefixed name where one fits, else "". */
export function prefixed(iri) {
  for (const [prefix, space] of spaces) {
    if (iri.startsWith(space) && LOCAL.test(iri.slice(space.length))) return `${prefix}:${iri.slice(space.length)}`;
  }
  return "";
}

/** The graphs that a query sees unless it names others: what was claimed, and the ontology; not what is accepted. */
export function defaultGraphs() {
  return [`${asking.base}graph/ledger`, asking.prefixes.ac.replace("#", "")];
}
