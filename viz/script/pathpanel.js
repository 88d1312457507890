// The panel of a path: from one node to another, each step in words.

import { sentence } from "./connections.js";
import { claims } from "./data.js";
import { count, el, said } from "./dom.js";
import { inquiry } from "./inquiring.js";
import { claimsInView } from "./inview.js";
import { actions, heading, item } from "./panelparts.js";
import { chained } from "./paths.js";
import { change } from "./state.js";
import { LINKS } from "./words.js";

/** What a step says, read onwards from the node before it. */
function step({ node, edge }) {
  if (!edge) return "";
  const onwards = edge.to === node.id;
  if (edge.kind === "said" && edge.role === "holder") return onwards ? "holds, in the words of others" : "is the position of";
  if (edge.kind === "said") return onwards ? "said" : "was said by";
  if (edge.kind === "about") return onwards ? "is about" : "is what this is about";
  const link = LINKS.find((one) => one.kind === edge.kind);
  return link ? (onwards ? link.forwards : link.backwards).toLowerCase() : edge.kind;
}

export function pathParts(from, to) {
  const { way, steps: chain, bridges } = chained(from.id, to.id);
  const told = new Map(chain.map((one) => [one.claim, sentence(one)]));
  const seen = claimsInView();
  const inView = seen.length === claims.length ? null : new Set(seen.map((claim) => claim.id));
  const hidden = (node) => inView !== null && node.type === "claim" && !inView.has(node.id);
  const steps = way.map((one) =>
    el("li", {}, step(one) ? el("p", { class: "verb" }, step(one)) : null, item(one.node, [told.get(one.node) ?? "", hidden(one.node) ? "not in view under the filters" : ""].filter(Boolean).join(" · "))),
  );
  const around = from.type === "entity" && to.type === "entity" && way.length && !chain.length;
  const clear = el("button", { type: "button", "data-act": "clear", click: () => change({ path: "" }) }, "Clear path");
  const swap = el("button", { type: "button", "data-act": "swap", click: () => change({ selected: to.id, path: from.id }) }, "The other way round");
  return [
    heading("Path", `${from.label} → ${to.label}`, { close: true }),
    el("p", { class: "sentence" }, way.length ? `${count(way.length - 1, "step")}.` : "Nothing in this ledger joins the two."),
    around ? el("p", { class: "aside" }, "No chain of claims connects them, but for an outlet that prints their words, or what one claim says of another.") : null,
    ...bridges.map((bridge) => el("p", { class: "bridge" }, "Every chain between them passes ", said(bridge.label), ".")),
    way.length ? el("ol", { class: "items way" }, ...steps) : null,
    chain.length ? inquiry("path", { from: from.iri, to: to.iri }) : null,
    el("div", { class: "actions" }, clear, way.length ? swap : null),
  ];
}
