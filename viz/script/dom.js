// Elements from data. Text goes in as text only: nothing here, or anywhere else, parses markup.

const SVG = "http://www.w3.org/2000/svg";

/** Done when the whole file has been read: its largest parts stand behind the script. */
export const allRead = new Promise((done) => {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", done, { once: true });
  else done();
});

/** Make an element. Children are nodes or strings; null, undefined and false are left out. */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return element;
}

/** Words of the ledger, kept apart from what surrounds them whatever their direction. */
export function said(text) {
  return el("bdi", {}, String(text));
}

/** A link, or plain words where the address is not one that a page may open. */
export function anchor(url, ...children) {
  const address = safeAddress(url);
  if (!address) return el("span", {}, ...children);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, ...children);
}

/** An address as it is where a page may open it, else "". */
export function safeAddress(url) {
  try {
    return ["http:", "https:", "mailto:"].includes(new URL(url).protocol) ? url : "";
  } catch {
    return "";
  }
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** 2024-10-30 as 30 Oct 2024; anything else as it is. */
export function day(iso) {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso ?? "");
  return parts ? `${Number(parts[3])} ${MONTHS[Number(parts[2]) - 1] ?? parts[2]} ${parts[1]}` : (iso ?? "");
}

/** A number as people write it: 12,481. */
export function figures(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 claim", "2 claims". */
export function count(number, one, many = `${one}s`) {
  return `${figures(number)} ${number === 1 ? one : many}`;
}
