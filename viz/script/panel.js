// The right column. It answers "says who?" for what is selected, tells a path, or opens with findings.

import { bundleParts } from "./bundlepanel.js";
import { claimParts } from "./claimpanel.js";
import { nodes } from "./data.js";
import { entityParts } from "./entitypanel.js";
import { findings } from "./findings.js";
import { asks, focusButtons, focusLine } from "./panelparts.js";
import { pathParts } from "./pathpanel.js";
import { state } from "./state.js";

const holder = document.getElementById("panel");
let shown = "";
let narrowed = "";

/** Fill the panel. `zoomTo` and `pathTo` take the id of the node that is asked about; `pathTo` lets one choose the other end. */
export function start({ zoomTo, pathTo }) {
  Object.assign(asks, { zoomTo, pathTo });
  show();
}

/** Fill the panel for the state; a change of anything else leaves it alone. */
export function show() {
  const { selected, path, focus, steps, who, what, view, filters } = state();
  const node = nodes.get(selected);
  const bundles = view === "who-to-what" || (who && what && !selected);
  const wanted = JSON.stringify([selected, path, who, what, (bundles || path) && [view, filters, focus, steps]]);
  const near = JSON.stringify([focus, steps]);
  if (wanted !== shown) {
    holder.replaceChildren(...parts(node, nodes.get(path)).filter(Boolean));
    holder.classList.toggle("reading", Boolean(node));
    // Asked at first, it would lay the page out once more.
    if (shown) holder.scrollTop = 0;
  } else if (near !== narrowed) {
    narrow(node);
  }
  [shown, narrowed] = [wanted, near];
}

function parts(node, other) {
  if (node && other && node !== other) return pathParts(node, other);
  if (node) return node.type === "claim" ? claimParts(node) : entityParts(node);
  const { who, what } = state();
  return who && what ? bundleParts(who, what) : [focusLine(), ...findings()];
}

/** Bring what is said of the neighbourhood up to date, and keep the keyboard where it was. */
function narrow(node) {
  const before = holder.querySelector(node ? ".focusing" : ".focus-line");
  const after = node ? focusButtons(node.id) : focusLine();
  const pressed = before?.contains(document.activeElement) ? document.activeElement.dataset.act : null;
  if (before && after) before.replaceWith(after);
  else if (before) before.remove();
  else if (after && !node) holder.prepend(after);
  if (pressed !== null) (after?.querySelector(`[data-act="${pressed}"]`) ?? after?.querySelector("button") ?? holder.querySelector("h2")).focus();
}

/** Bring the keyboard into the panel. */
export function focusPanel() {
  holder.querySelector("h2")?.focus();
}
