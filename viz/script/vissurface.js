// A surface that vis-network draws: it keeps the view, draws the lines and hears the pointer; spots are drawn by us.

import { options } from "./data.js";
import { middle } from "./lines.js";

/**
 * Show a scene in an element. `paint` has under(ctx, scale) for what lies below the lines and spot(ctx, spot, scale);
 * `hear` has click(point, event), doubleClick(point), moved(), drawn(). Lines are vis-network's edges.
 */
export function visSurface(holder, scene, lines, paint, hear) {
  const edges = new vis.DataSet(lines);
  let network = null;
  const scale = () => (network ? network.getScale() : 1);
  const dots = scene.spots.map((spot) => ({
    id: spot.id,
    ...middle(spot),
    shape: "custom",
    ctxRenderer: ({ ctx }) => ({
      drawNode: () => paint.spot(ctx, spot, scale()),
      nodeDimensions: spot.glyph ? { width: spot.glyph, height: spot.glyph } : { width: spot.width, height: spot.height },
    }),
  }));
  network = new vis.Network(holder, { nodes: new vis.DataSet(dots), edges }, options);
  network.on("beforeDrawing", (ctx) => paint.under(ctx, scale()));
  network.on("afterDrawing", hear.drawn);
  network.on("click", ({ pointer, event }) => hear.click(pointer.canvas, event.srcEvent ?? event));
  network.on("doubleClick", ({ pointer }) => hear.doubleClick(pointer.canvas));
  for (const event of ["zoom", "dragEnd"]) network.on(event, hear.moved);
  network.on("dragStart", hear.moved);
  return {
    scale,
    centre: () => network.getViewPosition(),
    move(position, to, still) {
      network.moveTo({ position, scale: to, animation: still ? false : { duration: 260, easingFunction: "easeInOutQuad" } });
    },
    toScreen: (point) => network.canvasToDOM(point),
    toMap: (point) => network.DOMtoCanvas(point),
    redraw: () => network.redraw(),
    setLines: (changes) => edges.update(changes),
    /** vis-network looks at its element's size only now and then, and then moves the view. */
    resized() {
      network.setSize("100%", "100%");
      network.redraw();
    },
    canvas: () => holder.querySelector("canvas"),
    destroy: () => network.destroy(),
  };
}
