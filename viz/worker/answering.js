// Runs in a worker of its own, behind Oxigraph's code in the same script: loads the graph, then answers one query at a time.

const MOST_ROWS = 1000;
const MOST_LINES = 2000;
const BATCH = 2000;
const LABELS = `SELECT ?node ?rank ?label WHERE {
  VALUES (?property ?rank) { (<http://www.w3.org/2000/01/rdf-schema#label> 1) (<http://www.w3.org/2004/02/skos/core#prefLabel> 2) (<http://purl.org/dc/terms/title> 3) }
  ?node ?property ?label
  VALUES ?node { `;

let store = null;

self.addEventListener("message", async ({ data }) => {
  try {
    if (data.engine) await begin(data);
    else self.postMessage({ answer: answer(data) });
  } catch (reason) {
    // The engine's own complaints are plain errors; anything else means that it cannot go on.
    const broken = Object.getPrototypeOf(reason) !== Error.prototype || !store;
    self.postMessage({ failed: String(reason?.message ?? reason), broken });
  }
});

async function begin({ engine, chunks }) {
  const packed = Uint8Array.from(atob(engine), (letter) => letter.charCodeAt(0));
  const unpacked = new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
  await __wbg_init({ module_or_path: await unpacked.arrayBuffer() });
  const fresh = new Store();
  const total = chunks.reduce((sum, chunk) => sum + lines(chunk), 0);
  // One load for all chunks: a blank node keeps its name within a load and no further.
  fresh.load(told(chunks, total), { format: "application/n-quads", lenient: true });
  store = fresh;
  self.postMessage({ ready: store.size });
}

function* told(chunks, total) {
  let done = 0;
  for (const chunk of chunks) {
    self.postMessage({ loaded: done, total });
    done += lines(chunk);
    yield chunk;
  }
}

function lines(text) {
  let number = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) number += 1;
  return number;
}

/** `form` as found in the text; `graphs` make up the default graph (null: the query names them itself). */
function answer({ text, form, graphs, variables, prefixes }) {
  const options = graphs ? { default_graph: graphs.map((iri) => namedNode(iri)) } : {};
  const begun = performance.now();
  const done = () => performance.now() - begun;
  if (form === "CONSTRUCT" || form === "DESCRIBE") {
    const quads = store.query(text, options);
    return { ...graph(quads, prefixes), took: done() };
  }
  const found = JSON.parse(store.query(text, { ...options, results_format: "json" }));
  if (typeof found.boolean === "boolean") return { kind: "yes or no", yes: found.boolean, took: done() };
  return { ...table(found, variables, options), took: done() };
}

// Rows.

/** `order` puts the variables of SELECT * into the order of the text; the engine has them by name. */
function table({ head, results }, order, options) {
  const rows = results.bindings;
  const variables = order.length === head.vars.length ? order : head.vars;
  const shown = rows.slice(0, MOST_ROWS);
  return { kind: "table", variables, rows: shown, total: rows.length, labels: labels(shown, options), csv: csv(variables, rows) };
}

function labels(rows, options) {
  const nodes = new Set();
  for (const row of rows) for (const term of Object.values(row)) if (term.type === "uri") nodes.add(term.value);
  const found = new Map();
  const all = [...nodes];
  for (let start = 0; start < all.length; start += BATCH) {
    const values = all.slice(start, start + BATCH).map((iri) => `<${iri}>`).join(" ");
    const answered = JSON.parse(store.query(`${LABELS}${values} } }`, { ...options, results_format: "json" }));
    for (const { node, rank, label } of answered.results.bindings) {
      const foreign = ![undefined, "en"].includes(label["xml:lang"]);
      const candidate = [Number(rank.value), foreign, label.value];
      const before = found.get(node.value);
      if (!before || precedes(candidate, before)) found.set(node.value, candidate);
    }
  }
  return new Map([...found].map(([iri, [, , label]]) => [iri, label]));
}

function precedes(one, two) {
  for (const at of one.keys()) if (one[at] !== two[at]) return one[at] < two[at];
  return false;
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/** All rows, with values alone. What a spreadsheet would take for a formula begins with an apostrophe. */
function csv(variables, rows) {
  const parts = [`${variables.join(",")}\r\n`];
  for (let start = 0; start < rows.length; start += BATCH) {
    const some = rows.slice(start, start + BATCH);
    parts.push(some.map((row) => `${variables.map((name) => field(row[name])).join(",")}\r\n`).join(""));
  }
  return new Blob(parts, { type: "text/csv" });
}

function field(term) {
  const text = plain(term);
  const guarded = /^[=+\-@\t\r]/.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function plain(term) {
  if (!term) return "";
  if (term.type === "bnode") return `_:${term.value}`;
  if (term.type !== "triple") return term.value;
  return `<<( ${["subject", "predicate", "object"].map((part) => plain(term.value[part])).join(" ")} )>>`;
}

// Graphs, as Turtle.

const LOCAL = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?$/;
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const XSD = "http://www.w3.org/2001/XMLSchema#";

function graph(quads, prefixes) {
  const used = new Set();
  const known = Object.entries(prefixes).sort((one, two) => two[1].length - one[1].length);

  function named(node) {
    for (const [prefix, iri] of known) {
      if (node.value.startsWith(iri) && LOCAL.test(node.value.slice(iri.length))) {
        used.add(prefix);
        return `${prefix}:${node.value.slice(iri.length)}`;
      }
    }
    return node.toString();
  }

  function written(term) {
    if (term.termType === "NamedNode") return named(term);
    if (term.termType !== "Literal" || term.language || term.datatype.value === `${XSD}string`) return term.toString();
    if (term.datatype.value === `${XSD}integer` && /^[+-]?\d+$/.test(term.value)) return term.value;
    if (term.datatype.value === `${XSD}boolean` && /^(?:true|false)$/.test(term.value)) return term.value;
    return `${literal(term.value)}^^${named(term.datatype)}`;
  }

  const subjects = new Map();
  for (const { subject, predicate, object } of quads) {
    const about = written(subject);
    if (!subjects.has(about)) subjects.set(about, new Set());
    subjects.get(about).add(`${predicate.value === TYPE ? "a" : named(predicate)} ${written(object)}`);
  }
  const triples = [...subjects.values()].reduce((sum, some) => sum + some.size, 0);
  const body = [...subjects].map(([about, some]) => `${about}\n    ${[...some].join(" ;\n    ")} .\n`);
  const head = known.filter(([prefix]) => used.has(prefix)).sort().map(([prefix, iri]) => `@prefix ${prefix}: <${iri}> .\n`);
  const turtle = [head.join(""), ...body].filter(Boolean).join("\n");
  const all = turtle.split("\n");
  return {
    kind: "graph",
    triples,
    shown: all.slice(0, MOST_LINES).join("\n"),
    lines: Math.min(all.length, MOST_LINES),
    left: Math.max(0, all.length - MOST_LINES),
    turtle: new Blob([turtle], { type: "text/turtle" }),
  };
}
