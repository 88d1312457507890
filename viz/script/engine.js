// Oxigraph, in a worker of its own: nothing is unpacked before it is asked for, and a query that never ends can be stopped.

import { asking, defaultGraphs } from "./asking.js";
import { allRead } from "./dom.js";
import { nquads } from "./graph.js";

let worker = null;
let loaded = null;
let asked = null;
let tell = () => {};

/** Unpack the engine and load the graph, if that has not been done. `progress(done, total)` is called now and then. */
export function load(progress) {
  tell = progress ?? tell;
  loaded ??= launch();
  return loaded;
}

/** Answer a query as outlined by `sparql.js`: rows, a graph, or yes or no. Rejects with the engine's complaint. */
export async function answer(text, outline, progress) {
  await load(progress);
  const { form, from, all, variables } = outline;
  return new Promise((resolve, reject) => {
    asked = { resolve, reject };
    worker.postMessage({ text, form, graphs: from ? null : defaultGraphs(), variables: all ? variables : [], prefixes: asking.prefixes });
  });
}

/** Give up what is being answered or loaded. The next query finds a fresh engine. */
export function stop(reason = "stopped") {
  worker?.terminate();
  worker = null;
  loaded = null;
  asked?.reject(new Error(reason));
  asked = null;
}

async function launch() {
  await allRead;
  const program = document.getElementById("oxigraph-worker").textContent;
  const address = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const fresh = new Worker(address);
  worker = fresh;
  const chunks = await nquads().finally(() => URL.revokeObjectURL(address));
  if (worker !== fresh) throw new Error("stopped");
  return new Promise((resolve, reject) => {
    asked = { resolve, reject };
    fresh.addEventListener("message", ({ data }) => worker === fresh && hear(data));
    fresh.addEventListener("error", (event) => worker === fresh && stop(event.message || "this browser does not let the engine start"));
    fresh.postMessage({ engine: document.getElementById("oxigraph-wasm").textContent, chunks });
  });
}

function hear({ loaded: done, total, ready, answer: found, failed, broken }) {
  if (total !== undefined) tell(done, total);
  if (total !== undefined || !asked) return;
  const { resolve, reject } = asked;
  asked = null;
  if (failed === undefined) resolve(found ?? ready);
  else {
    if (broken) stop();
    reject(new Error(broken ? `the engine gave up: ${failed}` : failed));
  }
}
