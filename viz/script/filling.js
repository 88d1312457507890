// Puts values into a named question: what a person gives, written as SPARQL so that nothing in it can be read as more.

import { asking, prefixed } from "./asking.js";
import { nodes } from "./data.js";

export const ANYTHING = "*";

const ID = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const IRI = /^<?([A-Za-z][A-Za-z0-9+.-]*:\/\/[^\x00-\x20<>"{}|^`\\]+)>?$/;
const XSD_DATE = "xsd:date";

/** A value of a parameter's type as SPARQL: { term }, or { wrong } in plain words. `*` has no term: it stays a variable. */
export function term(type, value) {
  const text = value.trim();
  if (text === ANYTHING) return {};
  if (type === "text") return { term: quoted(value) };
  if (!text) return { wrong: type === "date" ? "Choose a day." : "Give a value, or * for anything." };
  if (Object.hasOwn(asking.records, type)) return record(type, text);
  if (type === "date") return Number.isNaN(Date.parse(text)) || !/^\d{4}-\d\d-\d\d$/.test(text) ? { wrong: "This is not a day, such as 2024-07-31." } : { term: `${quoted(text)}^^${XSD_DATE}` };
  if (type === "integer") return /^[+-]?\d+$/.test(text) ? { term: text } : { wrong: "This is not a whole number." };
  if (type === "decimal") return /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)$/.test(text) ? { term: text } : { wrong: "This is not a number, such as 0.25." };
  return { term: quoted(type === "period" ? period(text) : text) };
}

/** A question's text with values in it: { text }, or { wrong: { name: words } }. */
export function filled(question, values) {
  const wrong = {};
  const terms = {};
  for (const { name, type } of question.parameters) {
    const found = term(type, values[name] ?? "");
    if (found.wrong) wrong[name] = found.wrong;
    terms[name] = found.term ?? `?${name}`;
  }
  const pieces = question.text.map((piece, place) => (place % 2 ? terms[piece] : piece));
  return Object.keys(wrong).length ? { wrong } : { text: pieces.join("") };
}

function quoted(text) {
  const escapes = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  return `"${text.replace(/[\\"\n\r\t]/g, (sign) => escapes[sign])}"`;
}

/** A quarter as people write it (Q2 2024) in EDTF; anything else as it stands. */
function period(text) {
  const quarter = /^Q([1-4]) (\d{4})$/i.exec(text);
  return quarter ? `${quarter[2]}-3${Number(quarter[1]) + 2}` : text;
}

function record(type, text) {
  const { under, known } = asking.records[type];
  const whole = IRI.exec(text);
  if (whole) return { term: reference(whole[1]) };
  const iri = known ? listed(known, under, text) : unlisted(type, under, text);
  return iri ? { term: reference(iri) } : { wrong: `This ledger has no ${type} “${text}”.` };
}

function reference(iri) {
  return prefixed(iri) || `<${iri}>`;
}

function listed(known, under, text) {
  return known.some(([id]) => id === text) ? asking.base + under + text : undefined;
}

/** Where records are too many for a list: an id of the right shape, or what the page shows by that id or name. */
function unlisted(type, under, text) {
  if (ID.test(text) && (nodes.has(under + text) || !["entity", "claim"].includes(type))) return asking.base + under + text;
  for (const node of nodes.values()) if (node.type === type && (node.record === text || node.label === text)) return node.iri;
  return undefined;
}
