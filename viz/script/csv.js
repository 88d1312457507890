// Claims as CSV for a spreadsheet: RFC 4180, with a byte order mark, because Excel takes a file without one for Latin-1.

import { safeAddress } from "./dom.js";
import { name } from "./words.js";

const MARK = "\ufeff";

const COLUMNS = [
  ["id", (claim) => claim.record],
  ["iri", (claim) => claim.iri],
  ["label", (claim) => claim.label],
  ["sentence", (claim) => claim.text],
  ["claimants", (claim) => claim.claimants],
  ["holder", (claim) => claim.holder],
  ["kind", (claim) => claim.kind],
  ["commitment", (claim) => claim.commitment],
  ["polarity", (claim) => (claim.polarity ? "affirmed" : "denied")],
  ["condition", (claim) => claim.condition],
  ["subject", (claim) => claim.subject],
  ["predicate", (claim) => claim.predicate],
  ["object", (claim) => claim.object],
  ["amount", (claim) => claim.measure?.as_written],
  ["value", (claim) => claim.measure?.value],
  ["low", (claim) => claim.measure?.low],
  ["high", (claim) => claim.measure?.high],
  ["unit", (claim) => claim.measure?.unit],
  ["period", (claim) => claim.period?.as_written],
  ["earliest", (claim) => claim.period?.earliest],
  ["latest", (claim) => claim.period?.latest],
  ["claimed on", (claim) => claim.claimed_on],
  ["outcome", (claim) => name("outcome", claim.standing)],
  ["topics", (claim) => claim.topics],
  ["documents", (claim) => [...new Set(claim.appearances.map((item) => item.document))]],
  ["fragments", (claim) => claim.appearances.map((item) => item.exact)],
  ["urls", (claim) => claim.appearances.map((item) => safeAddress(item.url)).filter(Boolean)],
];

/** One row for each claim, in the order given; several values of one cell stand on lines of their own. */
export function csv(claims) {
  const rows = [COLUMNS.map(([title]) => title), ...claims.map((claim) => COLUMNS.map(([, of]) => of(claim)))];
  return MARK + rows.map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

function cell(value) {
  const text = guarded([value ?? ""].flat().map(String).join("\n"));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A cell that a spreadsheet would run as a formula becomes one that it shows; a plain negative number stays a number. */
function guarded(text) {
  return /^[=+\-@\t\r]/.test(text) && !/^-\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
}
