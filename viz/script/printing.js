// What paper needs and the screen does not: the day, in words what narrows the view, and every row of the table.

import { today } from "./citation.js";
import { claims } from "./data.js";
import { count, day, el, said } from "./dom.js";
import { claimsInView, narrowedBy } from "./inview.js";
import * as table from "./table.js";

const printed = el("div", { class: "printed" });
const paper = matchMedia("print");

export function start() {
  document.querySelector(".name").append(printed);
  // A browser that prints says so before it lays out the paper, and waits; one that only shows paper says so by its medium.
  addEventListener("beforeprint", show);
  addEventListener("afterprint", () => table.print(false));
  paper.addEventListener("change", ({ matches }) => (matches ? show() : table.print(false)));
}

function show() {
  table.print(true);
  const shown = claimsInView().length;
  const lines = [`Printed ${day(today())}. ${shown === claims.length ? `All ${count(shown, "claim")}.` : `${shown} of ${count(claims.length, "claim")}.`}`, ...narrowedBy()];
  printed.replaceChildren(...lines.map((line) => el("p", {}, said(line))));
}
