// From where a drawing is looked at, kept in the address: a link shows the same part of it, as large.

import { change, state } from "./state.js";

// Longer than any movement takes.
const SETTLE = 350;

/**
 * Keep the address and a drawing together. `drawing` has here(): {x, y, scale}, or null where all of it is in sight;
 * go({x, y, scale}); and fit(), to show all of it.
 */
export function cameraOf(drawing) {
  let known = "";
  let settling = 0;

  function now() {
    const here = drawing.here();
    return here ? [here.x.toFixed(1), here.y.toFixed(1), here.scale.toFixed(4)].map(Number).join(",") : "";
  }

  function go() {
    const [x, y, scale] = known.split(",").map(Number);
    drawing.go({ x, y, scale });
  }

  return {
    /** Go where the address says, if that is news or the drawing is a new one. */
    follow({ anew = false } = {}) {
      const said = state().camera;
      if (anew) clearTimeout(settling);
      else if (said === known) return;
      known = said;
      if (said) go();
      else drawing.fit();
    },
    /** The drawing has another size: look at the same middle, as large as before. */
    hold() {
      if (known && known === state().camera) go();
    },
    /** After a movement: when it has come to rest, say in the address where. */
    settle() {
      clearTimeout(settling);
      settling = setTimeout(() => {
        known = now();
        change({ camera: known }, { replace: true });
      }, SETTLE);
    },
    /** The drawing is out of sight: what it was about to say is not to be said. */
    leave() {
      clearTimeout(settling);
    },
  };
}
