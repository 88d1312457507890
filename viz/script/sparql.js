// Reads SPARQL before and after the engine does: what a text asks for, and in plain words what is wrong with it.

import { asking } from "./asking.js";

const WORD = String.raw`\p{L}\p{N}_\u00B7\u0300-\u036F\u203F\u2040`;
const LOCAL = String.raw`[${WORD}:\-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=\/?#@%]`;

// As kg/sparql/lexing.py, which says why.
const TOKEN = new RegExp(
  [
    String.raw`(?<comment>#[^\r\n]*)`,
    String.raw`(?<space>[ \t\r\n]+)`,
    String.raw`(?<iri><[^\x00-\x20<>"{}|^\x60]*>)`,
    String.raw`(?<string>'''(?:[^'\\]|\\.|'(?!''))*'''|'(?!'')(?:[^'\\\r\n]|\\.)*'|"""(?:[^"\\]|\\.|"(?!""))*"""|"(?!"")(?:[^"\\\r\n]|\\.)*")`,
    String.raw`(?<variable>[?$][${WORD}]+)`,
    String.raw`(?<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)`,
    String.raw`(?<blank>_:[\p{L}\p{N}_](?:[${WORD}\-]|\.+(?=[${WORD}\-]))*)`,
    String.raw`(?<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+\-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)`,
    String.raw`(?<name>(?:\p{L}(?:[${WORD}\-]|\.+(?=[${WORD}\-])){0,200})?:(?:${LOCAL}|\.+(?=[${WORD}:%\\\-]))*)`,
    String.raw`(?<word>\p{L}[\p{L}\p{N}_]*)`,
    String.raw`(?<sign><<\(|\)>>|<<|>>|\{\||\|\}|&&|\|\||\^\^|!=|<=|>=|[{}()\[\];,.+\-*\/|^!=<>?$@:&~])`,
    String.raw`(?<unclosed>'''.*|""".*|['"][^\r\n]*)`,
    "(?<stray>.)",
  ].join("|"),
  "gsu",
);

const OPENING = { "{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}" };
const CLOSING = Object.fromEntries(Object.entries(OPENING).map(([open, close]) => [close, open]));
const FORMS = ["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"];
const UPDATES = ["INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"];

/** Kind, text and start of each token, comments and white space left out. */
export function tokens(text) {
  const found = [];
  for (const match of text.matchAll(TOKEN)) {
    const kind = Object.keys(match.groups).find((name) => match.groups[name] !== undefined);
    if (kind !== "comment" && kind !== "space") found.push({ kind, text: match[0], start: match.index });
  }
  return found;
}

/**
 * What a text is at its top: its form (SELECT, ASK …, or an update's first word, or ""), whether it names graphs
 * itself (`from`), whether it selects all variables (`all`), and all of these in the order of the text.
 */
export function outline(text) {
  const found = tokens(text);
  const words = found.filter((token) => ["word", "sign"].includes(token.kind)).map((token) => token.text.toUpperCase());
  const form = words.find((word) => FORMS.includes(word) || UPDATES.includes(word)) ?? "";
  const selected = words.slice(words.indexOf(form) + 1).find((word) => word !== "DISTINCT" && word !== "REDUCED");
  const variables = found.filter((token) => token.kind === "variable").map((token) => token.text.slice(1));
  return { form, from: words.includes("FROM"), all: form === "SELECT" && selected === "*", variables: [...new Set(variables)] };
}

/** What keeps a text from being handed to the engine, or null: { what, instead, at }. */
export function refusal(text) {
  const { form } = outline(text);
  if (!text.trim()) return { what: "there is nothing to run", instead: "choose a question, or write one", at: -1 };
  if (UPDATES.includes(form)) return { what: `this is an update (${form}), not a query`, instead: "the page can be asked, not changed", at: -1 };
  const service = tokens(text).find((token) => token.kind === "word" && token.text.toUpperCase() === "SERVICE");
  if (service) return { what: "SERVICE would open a connection, and this page never does", instead: "leave it out", at: service.start };
  return null;
}

/** The text with the usual prefixes before it, on a line of their own; a text's own declarations win. */
export function withPrefixes(text) {
  return `${Object.entries(asking.prefixes).map(([prefix, iri]) => `PREFIX ${prefix}: <${iri}>`).join(" ")}\n${text}`;
}

/** Line and column, both from 1. */
export function position(text, at) {
  const before = text.slice(0, at);
  return { line: before.split("\n").length, column: [...before.slice(before.lastIndexOf("\n") + 1)].length + 1 };
}

/** What is wrong with a text that the engine did not take: { what, instead, at }; `at` is -1 where no place is known. */
export function explain(text, complaint) {
  const found = tokens(text);
  return unclosed(found) ?? unbalanced(found) ?? unknownWord(found) ?? undeclared(found) ?? relative(found) ?? complained(text, found, complaint);
}

function unclosed(found) {
  const token = found.find((one) => one.kind === "unclosed");
  if (!token) return null;
  const mark = /^('''|""")/.test(token.text) ? token.text.slice(0, 3) : token.text[0];
  return { at: token.start, what: "this string is never closed", instead: `end it with ${mark}` };
}

function unbalanced(found) {
  const open = [];
  for (const token of found) {
    if (Object.hasOwn(OPENING, token.text)) open.push(token);
    else if (Object.hasOwn(CLOSING, token.text)) {
      const last = open.pop();
      if (!last) return { at: token.start, what: `nothing is open that this ${token.text} could close`, instead: "leave it out" };
      const due = OPENING[last.text];
      if (token.text !== due) return { at: token.start, what: `${token.text} where ${due} should close the ${last.text}`, instead: `write ${due} before it` };
    }
  }
  const last = open.pop();
  return last ? { at: last.start, what: `this ${last.text} is never closed`, instead: `write ${OPENING[last.text]} where it ends` } : null;
}

function unknownWord(found) {
  const token = found.find((one) => one.kind === "word" && !asking.words.includes(one.text.toUpperCase()));
  return token ? { at: token.start, what: `${token.text} is not a word of SPARQL`, instead: "names need a prefix or < >, texts need quotation marks" } : null;
}

function undeclared(found) {
  const known = new Set(Object.keys(asking.prefixes));
  for (const [place, token] of found.entries()) {
    if (token.kind !== "name") continue;
    const prefix = token.text.slice(0, token.text.indexOf(":"));
    if (found[place - 1]?.text.toUpperCase() === "PREFIX") known.add(prefix);
    else if (!known.has(prefix)) return { at: token.start, what: `the prefix ${prefix}: is not declared`, instead: `declare it, or use one of ${[...known].sort().join(":, ")}:` };
  }
  return null;
}

function relative(found) {
  if (found.some((token) => token.kind === "word" && token.text.toUpperCase() === "BASE")) return null;
  const token = found.find((one) => one.kind === "iri" && !/^<[A-Za-z][A-Za-z0-9+.\-]*:/.test(one.text));
  return token ? { at: token.start, what: `${token.text} is a relative IRI`, instead: "write it in full, or with a prefix such as kb:" } : null;
}

/** Read the engine's own words: a sentence, or where it gave up, which is one line further down for our prefixes. */
function complained(text, found, complaint) {
  const place = /error at (\d+):(\d+): expected (?:one of )?(.*)/s.exec(complaint);
  if (!place) return { at: -1, what: complaint, instead: "" };
  const before = text.split("\n").slice(0, Number(place[1]) - 2);
  const line = text.split("\n")[before.length] ?? "";
  const index = before.reduce((sum, one) => sum + one.length + 1, 0) + [...line].slice(0, Number(place[2]) - 1).join("").length;
  const sentence = /[A-Z][a-z]+ (?:[A-Za-z]+,? ){2,}[A-Za-z]+/.exec(place[3]);
  if (sentence) {
    const at = found.find((token) => token.text.toUpperCase() === "SELECT")?.start ?? index;
    return { at, what: sentence[0][0].toLowerCase() + sentence[0].slice(1), instead: "change what is selected" };
  }
  const at = found.find((token) => token.start + token.text.length > index);
  if (at) return { at: at.start, what: `unexpected ${at.text.slice(0, 100)}`, instead: "something is missing before it, or too much" };
  const last = found.at(-1);
  if (last && Object.hasOwn(CLOSING, last.text)) return { at: last.start, what: `something is missing at or before this ${last.text}`, instead: "complete it" };
  return { at: Math.min(index, text.length), what: "the query ends too early", instead: "it needs a form (SELECT, ASK, CONSTRUCT, DESCRIBE) and a pattern { … }" };
}
