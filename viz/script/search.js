// Search as one types: claims, who says them, the words of fragments, and entities.

import { claims, entities, nodes } from "./data.js";
import { el, figures, said } from "./dom.js";
import { nodeMark } from "./glyphs.js";
import { name, speakers } from "./words.js";

const MOST = 9;

const input = document.getElementById("search");
const list = document.getElementById("found");

/** Made when it is first needed: folding every word of a large ledger takes a moment. */
let index = null;

function indexed() {
  index ??= [
    ...entities.map((node) => ({ node, title: fold(node.label), rest: fold(node.definition) })),
    ...claims.map((node) => ({ node, title: fold(node.label), rest: fold(claimWords(node)) })),
  ];
  return index;
}

let found = [];
let active = -1;
let choose = () => {};

export function start(onChoice) {
  choose = onChoice;
  input.addEventListener("input", open);
  input.addEventListener("focus", open);
  input.addEventListener("keydown", key);
  input.addEventListener("blur", () => setTimeout(close, 120));
}

export function focusSearch() {
  input.focus();
  input.select();
}

function claimWords(claim) {
  const fragments = claim.appearances.flatMap((item) => [item.prefix, item.exact, item.suffix]);
  return [claim.text, claim.holder, claim.subject, claim.object, ...claim.claimants, ...claim.topics, ...fragments].join(" ");
}

/** Letters alone: no case, no accents. */
function fold(text) {
  // What is plain already needs no more than that; most of a large ledger is.
  if (!/[^\x00-\x7f]/.test(text)) return text.toLowerCase();
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Whether some word of the text begins so; a part within a word would find too much. */
function beginsWord(text, part) {
  for (let place = text.indexOf(part); place >= 0; place = text.indexOf(part, place + 1)) {
    if (place === 0 || /[^\p{L}\p{N}]/u.test(text[place - 1])) return true;
  }
  return false;
}

/**
 * Best first: in the title at its start, in the title at a word (of a name any is as good as the first), in the title,
 * at a word elsewhere. Every word must be found.
 */
export function find(query) {
  const words = fold(query).split(/\s+/u).filter(Boolean);
  if (!words.length) return [];
  const ranked = [];
  for (const entry of indexed()) {
    let rank = 0;
    for (const word of words) {
      const place = entry.title.indexOf(word);
      const named = entry.node.type === "entity";
      if (place === 0) rank += named ? 0 : 1;
      else if (place > 0 && /[^\p{L}\p{N}]/u.test(entry.title[place - 1])) rank += named ? 0.5 : 2;
      else if (place > 0) rank += 4;
      else if (beginsWord(entry.rest, word)) rank += 6;
      else rank = Infinity;
    }
    if (rank < Infinity) ranked.push({ node: entry.node, rank });
  }
  return ranked.sort((one, two) => one.rank - two.rank).map((entry) => entry.node);
}

function open() {
  const all = find(input.value);
  found = all.slice(0, MOST);
  active = found.length ? 0 : -1;
  const words = input.value.trim().split(/\s+/u).filter(Boolean);
  list.replaceChildren(
    ...found.map((node, place) =>
      el(
        "li",
        { id: `found-${place}`, role: "option", "data-node": node.id, pointerdown: (event) => take(event, node) },
        nodeMark(node),
        el("span", { class: "item-words" }, el("span", { class: "item-title" }, marked(node.label, words)), el("small", {}, said(describe(node)))),
      ),
    ),
  );
  if (input.value.trim() && !found.length) list.append(el("li", { class: "none", role: "option", "aria-disabled": "true" }, "Nothing found"));
  if (all.length > found.length) {
    list.append(el("li", { class: "none", role: "option", "aria-disabled": "true" }, `Showing ${found.length} of ${figures(all.length)}`));
  }
  const shown = list.children.length > 0 && document.activeElement === input;
  list.hidden = !shown;
  input.setAttribute("aria-expanded", String(shown));
  highlight();
}

function describe(node) {
  if (node.type === "entity") return name("kind", node.kind);
  return `${name("kind", node.kind)} by ${speakers(node)}`;
}

/** A label with the words that were typed marked in it. */
function marked(label, words) {
  const folded = fold(label);
  if (folded.length !== label.length) return said(label);
  const spans = words
    .map((word) => ({ start: folded.indexOf(fold(word)), length: fold(word).length }))
    .filter((span) => span.start >= 0 && span.length > 0)
    .sort((one, two) => one.start - two.start);
  const pieces = el("bdi");
  let end = 0;
  for (const span of spans) {
    if (span.start < end) continue;
    pieces.append(label.slice(end, span.start), el("mark", {}, label.slice(span.start, span.start + span.length)));
    end = span.start + span.length;
  }
  pieces.append(label.slice(end));
  return pieces;
}

function highlight() {
  [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
  if (active >= 0) input.setAttribute("aria-activedescendant", `found-${active}`);
  else input.removeAttribute("aria-activedescendant");
}

function key(event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    const step = event.key === "ArrowDown" ? 1 : -1;
    if (found.length) active = (active + step + found.length) % found.length;
    highlight();
    event.preventDefault();
  } else if (event.key === "Enter" && active >= 0) {
    take(event, found[active]);
  } else if (event.key === "Escape") {
    if (input.value) input.value = "";
    else input.blur();
    close();
    event.stopPropagation();
  }
}

function take(event, node) {
  event.preventDefault();
  input.value = "";
  input.blur();
  close();
  if (nodes.has(node.id)) choose(node.id);
}

function close() {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}
