// The fields of a named question: one for each thing it takes.

import { asking } from "./asking.js";
import { el, said } from "./dom.js";
import { ANYTHING } from "./filling.js";

const TYPES = { date: "date", integer: "text", decimal: "text", text: "text", period: "text" };

/** Labelled fields that keep `values` up to date and call `changed` whenever one of them does. */
export function fields(question, values, changed) {
  return question.parameters.map(({ name, type, meaning }) => {
    const take = (event) => {
      values[name] = event.target.value;
      changed();
    };
    const own = { id: `given-${name}`, name: `given-${name}`, "aria-describedby": `wrong-${name}`, input: take };
    const known = asking.records[type]?.known;
    const field = known ? choice(known, own) : entry(type, name, own);
    field.value = values[name];
    return el(
      "div",
      { class: "field" },
      el("label", { for: own.id }, capital(meaning)),
      field,
      type === "period" ? suggestions(name) : "",
      el("p", { id: `wrong-${name}`, class: "wrong", role: "status" }),
    );
  });
}

function choice(known, own) {
  const options = known.map(([id, label]) => el("option", { value: id }, label.trim() ? label : id));
  return el("select", own, ...options, el("option", { value: ANYTHING }, "— anything —"));
}

function entry(type, name, own) {
  const record = Object.hasOwn(asking.records, type);
  return el("input", {
    ...own,
    type: TYPES[type] ?? "text",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: record ? `id or name of a ${type}; ${ANYTHING} is anything` : null,
    list: type === "period" ? `known-${name}` : null,
  });
}

function suggestions(name) {
  return el("datalist", { id: `known-${name}` }, ...asking.periods.map(([edtf, words]) => el("option", { value: edtf }, said(words))));
}

function capital(words) {
  return words[0].toUpperCase() + words.slice(1);
}
