// A claim as a citation in plain words, and the button that copies it.

import { ledger } from "./data.js";
import { day, el, safeAddress } from "./dom.js";
import { name, speakers } from "./words.js";

const TOLD = 1600;

/** A text on one line: a citation is pasted where line breaks are in the way. */
function flat(text) {
  return String(text ?? "").replace(/\s+/gu, " ").trim();
}

function stop(text) {
  return /[.!?…]$/u.test(text) ? text : `${text}.`;
}

/** Today by the reader's clock. */
export function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${String(now.getFullYear()).padStart(4, "0")}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Claimant, claim, fragments and where they stand, what came of it, ledger and address: plain text, one thing a line. */
export function citation(claim) {
  const label = flat(claim.label);
  const text = flat(claim.text);
  return [
    `${flat(speakers(claim)) || "Nobody named"}: ${stop(label)}${text && text !== label ? ` ${stop(text)}` : ""}`,
    ...claim.appearances.map(appearance),
    ...outcome(claim),
    `${flat(ledger.title)}: ${claim.iri}, accessed ${day(today())}`,
  ].join("\n");
}

function appearance(item) {
  const where = [item.document, item.publisher === item.document ? "" : item.publisher, day(item.published)].map(flat).filter(Boolean).join(", ");
  return [`“${flat(item.exact)}”`, where, safeAddress(item.url)].filter(Boolean).join(" – ");
}

function outcome(claim) {
  if (!claim.resolutions.length) return [`Outcome: ${name("outcome", claim.standing)}`];
  const sum = claim.resolutions.length > 1 ? [`In sum: ${name("outcome", claim.standing)}`] : [];
  return sum.concat(claim.resolutions.map((item) => {
    const evidence = item.evidence.map((document) => [flat(document.title), safeAddress(document.url)].filter(Boolean).join(" "));
    return [
      `Outcome: ${name("verdict", item.outcome)}${item.actual?.as_written ? `, ${flat(item.actual.as_written)}` : ""}`,
      item.criterion ? `criterion: ${flat(item.criterion).replace(/\.$/u, "")}` : "",
      evidence.length ? `evidence: ${evidence.join(", ")}` : "",
      item.known_on ? `known on ${day(item.known_on)}` : "",
    ]
      .filter(Boolean)
      .join("; ");
  }));
}

/** A button that copies a claim's citation. Where there is no clipboard, the text shows below it, selected. */
export function copyButton(claim) {
  const box = el("textarea", { class: "citation", readonly: true, rows: "7", "aria-label": "Citation, to be copied" });
  const button = el("button", { type: "button", "data-act": "cite" }, "Copy citation");
  const show = () => {
    box.value = citation(claim);
    button.parentElement.after(box);
    box.focus();
    box.select();
  };
  const tell = () => {
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy citation";
    }, TOLD);
  };
  button.addEventListener("click", () => {
    const copied = navigator.clipboard?.writeText(citation(claim)) ?? Promise.reject(new Error("no clipboard"));
    copied.then(tell, show);
  });
  return button;
}
