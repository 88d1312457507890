// Leads from a panel to the Ask tab: a named question, filled in with what the panel is about, ready to run.

import { asking } from "./asking.js";
import { el } from "./dom.js";
import { filled } from "./filling.js";
import { change } from "./state.js";

/** A button that opens a question with these values, by their parameters' names; null in a page that cannot be asked. */
export function inquiry(name, given = {}) {
  const question = asking?.questions.find((one) => one.name === name);
  if (!question) return null;
  const values = Object.fromEntries(question.parameters.map((one) => [one.name, given[one.name] ?? one.value]));
  const { text } = filled(question, values);
  if (!text) return null;
  return el("button", { type: "button", class: "more", "data-act": `ask-${name}`, click: () => change({ view: "ask", query: text }) }, `Ask: ${question.title}`);
}
