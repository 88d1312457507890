// Addresses that land on words, as kg/addresses.py makes them: the file keeps the document's address alone.

const BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;

/** Address the words `exact` on a page, by a text fragment; nothing for an address that is no web page. */
export function textFragment(address, exact, prefix, suffix) {
  if (!/^https?:/i.test(address)) return "";
  const lines = linesOf(exact);
  if (!lines.length) return address;
  const parts = [...new Set([lines[0], lines.at(-1)].map(escaped))];
  if (prefix.trim()) parts.unshift(`${escaped(linesOf(prefix).at(-1))}-`);
  if (suffix.trim()) parts.push(`-${escaped(linesOf(suffix)[0])}`);
  return `${address}${address.includes("#") ? "" : "#"}:~:text=${parts.join(",")}`;
}

function linesOf(words) {
  return words.split(BREAK).map((line) => line.trim()).filter(Boolean);
}

/** Percent-encode for a text directive, in which a hyphen, a comma and an ampersand have a meaning. */
function escaped(words) {
  return encodeURIComponent(words).replace(/[-!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
