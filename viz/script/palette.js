// The colours of the style sheet, as the canvas needs them, and which theme is on.

import { OUTCOMES } from "./words.js";

const TOKENS = ["ground", "island", "card", "ink", "muted", "border", "navy", "line", "outline", "focus", ...OUTCOMES];

const system = matchMedia("(prefers-color-scheme: dark)");

/** Put a theme on; "" follows the system. */
export function wear(theme) {
  document.documentElement.dataset.theme = theme || (system.matches ? "dark" : "light");
}

/** The other theme than the one that is on. */
export function otherTheme() {
  return document.documentElement.dataset.theme === "dark" ? "light" : "dark";
}

export function onSystemTheme(listener) {
  system.addEventListener("change", listener);
}

/** The colour tokens of the theme that is on, and the page's font. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const colours = Object.fromEntries(TOKENS.map((token) => [token, style.getPropertyValue(`--${token}`).trim()]));
  return { ...colours, font: getComputedStyle(document.body).fontFamily };
}

/** A #rrggbb colour with some transparency. */
export function faded(colour, alpha) {
  return colour + Math.round(alpha * 255).toString(16).padStart(2, "0");
}
