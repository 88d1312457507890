// What paper needs and the screen does not: the day, and in words what narrows the view.

import { today } from "./citation.js";
import { claims } from "./data.js";
import { count, day, el, said } from "./dom.js";
import { claimsInView, narrowedBy } from "./inview.js";

const printed = el("div", { class: "printed" });
const paper = matchMedia("print");

export function start() {
  document.querySelector(".name").append(printed);
  addEventListener("beforeprint", show);
  paper.addEventListener("change", (event) => event.matches && show());
}

function show() {
  const shown = claimsInView().length;
  const lines = [`Printed ${day(today())}. ${shown === claims.length ? `All ${count(shown, "claim")}.` : `${shown} of ${count(claims.length, "claim")}.`}`, ...narrowedBy()];
  printed.replaceChildren(...lines.map((line) => el("p", {}, said(line))));
}
