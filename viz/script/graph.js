// The graph inside this file: its statements, as N-Quads and as Turtle. See kg/page/statements.py for how it is kept.

import { ledger, packed } from "./data.js";

const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const OA = "http://www.w3.org/ns/oa#";
const VOID = "http://rdfs.org/ns/void#";
const BATCH = 5000;
const LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/;
const SHORT = {
  [`${XSD}decimal`]: /^[+-]?[0-9]*\.[0-9]+$/,
  [`${XSD}integer`]: /^[+-]?[0-9]+$/,
  [`${XSD}boolean`]: /^(?:true|false)$/,
};

export const hasGraph = packed.head.graph.length > 0;

let kept = null;
let iriOf = null;

/** Groups of subjects with their properties; unpacked when first asked for. */
async function unpacked() {
  await packed.later();
  iriOf ??= packed.iris(packed.head.iris, ledger.base).of;
  kept ??= packed.head.graph.map((group) => ({
    graph: group.graph < 0 ? "" : iriOf(group.graph),
    subjects: packed.numbers(group.subjects),
    columns: group.columns.map((column) => ({
      predicate: iriOf(column.predicate),
      kind: column.kind === undefined ? null : packed.text(column.kind),
      near: column.near !== undefined,
      whole: column.whole === true,
      counts: packed.numbers(column.counts),
      objects: packed.numbers(column.near ?? column.objects),
    })),
  }));
  return kept;
}

/** Call `visit(subject, predicate, object, kind, graph)` for every statement, subject by subject; kind is null for nodes. */
async function each(visit) {
  for (const group of await unpacked()) {
    const at = group.columns.map(() => 0);
    group.subjects.forEach((subject, row) => {
      group.columns.forEach((column, index) => {
        for (let left = column.counts[row]; left > 0; left -= 1) {
          const found = column.objects[at[index]++];
          const object = column.kind === null ? iriOf(column.near ? found + subject : found) : column.whole ? String(found) : packed.text(found);
          visit(iriOf(subject), column.predicate, object, column.kind, group.graph);
        }
      });
    });
  }
}

const ESCAPES = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escape(sign) {
  return ESCAPES[sign] ?? `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0").toUpperCase()}`;
}

function node(iri) {
  return iri.startsWith("_:") ? iri : `<${iri.replace(/[\x00-\x20<>"{}|^`\\]/g, escape)}>`;
}

function literal(text, kind, name) {
  const quoted = `"${text.replace(/["\\\x00-\x1f\x7f]/g, escape)}"`;
  if (kind.startsWith("@")) return quoted + kind;
  return kind === `${XSD}string` ? quoted : `${quoted}^^${name(kind)}`;
}

/** All statements as N-Quads, in pieces of some thousand lines. */
export async function nquads() {
  const pieces = [];
  let lines = [];
  await each((subject, predicate, object, kind, graph) => {
    const thing = kind === null ? node(object) : literal(object, kind, node);
    lines.push(`${node(subject)} ${node(predicate)} ${thing}${graph ? ` ${node(graph)}` : ""} .`);
    if (lines.length === BATCH) {
      pieces.push(`${lines.join("\n")}\n`);
      lines = [];
    }
  });
  if (lines.length) pieces.push(`${lines.join("\n")}\n`);
  return pieces;
}

/**
 * The ledger's graph as Turtle, or the part of it that is about these claims (ids): their appearances, resolutions,
 * the links among them, and every person, thing and document these name.
 */
export async function turtle(ids = null) {
  const bySubject = new Map();
  const parts = new Map();
  const claims = new Set();
  const roots = [];
  await each((subject, predicate, object, kind, graph) => {
    if (graph && graph !== `${ledger.base}graph/ledger`) return;
    if (!bySubject.has(subject)) bySubject.set(subject, []);
    bySubject.get(subject).push([predicate, object, kind]);
    if (predicate === `${RDF}type` && object === "https://w3id.org/ai-claims/ns#Claim") claims.add(subject);
    if (predicate === `${RDF}type` && object === `${VOID}Dataset`) roots.push(subject);
    if ([`${OA}hasBody`, `${RDF}subject`, "https://w3id.org/ai-claims/ns#resolves"].includes(predicate)) {
      if (!parts.has(object)) parts.set(object, []);
      parts.get(object).push(subject);
    }
  });
  const wanted = ids === null ? claims : new Set(ids.map((id) => (id.includes(":") ? id : ledger.base + id)));
  const isOut = (iri) => claims.has(iri) && !wanted.has(iri);
  const kept = ids === null ? new Set(bySubject.keys()) : reached([...wanted, ...roots], bySubject, parts, isOut);
  return written(kept, bySubject, isOut);
}

/** What can be reached from some nodes: by their statements, and from a claim to what is part of it. */
function reached(from, bySubject, parts, isOut) {
  const kept = new Set();
  const todo = [...from];
  const start = new Set(from);
  while (todo.length) {
    const iri = todo.pop();
    if (kept.has(iri) || isOut(iri) || !bySubject.has(iri)) continue;
    const statements = bySubject.get(iri);
    // A link to a claim that is left out goes with it.
    if (!start.has(iri) && statements.some(([predicate, object, kind]) => kind === null && predicate === `${RDF}object` && isOut(object))) continue;
    kept.add(iri);
    for (const [, object, kind] of statements) if (kind === null) todo.push(object);
    if (start.has(iri)) todo.push(...(parts.get(iri) ?? []));
  }
  return kept;
}

function written(kept, bySubject, isOut) {
  const used = new Map();
  const prefixes = Object.entries(ledger.prefixes).sort(([, one], [, two]) => two.length - one.length);
  const names = new Map();
  const name = (iri) => {
    if (!names.has(iri)) names.set(iri, shortened(iri));
    return names.get(iri);
  };
  function shortened(iri) {
    for (const [prefix, space] of prefixes) {
      const local = iri.slice(space.length);
      if (!iri.startsWith(space) || !LOCAL.test(local)) continue;
      used.set(prefix, space);
      return `${prefix}:${local}`;
    }
    return node(iri);
  }
  const term = (object, kind) => (kind === null ? name(object) : SHORT[kind]?.test(object) ? object : literal(object, kind, name));
  const blocks = [];
  for (const [subject, statements] of bySubject) {
    if (!kept.has(subject)) continue;
    const shown = statements.filter(([, object, kind]) => kind !== null || !isOut(object));
    const lines = shown.map(([predicate, object, kind]) => `    ${predicate === `${RDF}type` ? "a" : name(predicate)} ${term(object, kind)}`);
    if (lines.length) blocks.push(`${name(subject)}\n${lines.join(" ;\n")} .\n`);
  }
  const head = [...used].sort().map(([prefix, space]) => `@prefix ${prefix}: <${space}> .\n`);
  return `${head.join("")}\n${blocks.join("\n")}`;
}
