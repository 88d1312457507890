// The map of claims as a picture in vectors: islands, lines, cards and entities, drawn by the code that draws the map.

import { draw, drawIslands, measure } from "./cards.js";
import { today } from "./citation.js";
import { claims, ledger } from "./data.js";
import { count, day, figures, svg } from "./dom.js";
import { drawnInto, plain } from "./drawnsvg.js";
import { inView } from "./inview.js";
import { colourOf, drawLine, QUIET_ABOVE } from "./lines.js";
import { linesOf, scene } from "./map.js";
import { palette } from "./palette.js";
import { state } from "./state.js";

const MARGIN = 24;
// Above so many claims cards shrink to their marks.
const MARKS_ABOVE = 3000;
const FAR = 0.1;

/** What the map shows, all of it, as the text of an SVG file; `sentences` say what narrows the view. */
export function mapPicture(sentences) {
  const colours = palette();
  const { spots, islands, width, height } = scene();
  measure(colours.font, spots);
  const { shown, count: number } = inView(state());
  const [wide, high] = [width + 2 * MARGIN, height + 2 * MARGIN];
  const root = svg("svg", {
    viewBox: [-wide / 2, -high / 2, wide, high].map((length) => Math.round(length * 10) / 10).join(" "),
    width: Math.round(wide),
    height: Math.round(high),
  });
  const left_out = number > MARKS_ABOVE ? [`More than ${figures(MARKS_ABOVE)} claims: each is drawn as its mark.`] : [];
  root.append(
    svg("title", {}, plain(ledger.title)),
    svg("desc", {}, plain([`${figures(number)} of ${count(claims.length, "claim")}, as of ${day(today())}.`, ...sentences, ...left_out].join(" "))),
  );
  const ctx = drawnInto(root);
  const scale = number > MARKS_ABOVE ? FAR : 1;
  ctx.fillStyle = colours.ground;
  ctx.fillRect(-wide / 2, -high / 2, wide, high);
  // Those of topics that are unfolded are drawn with the sheet they stand on.
  drawIslands(ctx, islands.filter((island) => !island.raised), scale, colours, 1);
  const seen = new Map(spots.filter((spot) => spot.index < 0 || shown[spot.index]).map((spot) => [spot.id, spot]));
  for (const edge of linesOf()) {
    const [from, to] = [seen.get(edge.from), seen.get(edge.to)];
    const colour = from && to ? colourOf(edge, colours, { touches: false, focused: false, quiet: spots.length > QUIET_ABOVE }) : null;
    if (colour) drawLine(ctx, edge, from, to, colour, 1);
  }
  const look = { selected: false, hovered: false, alpha: 1, ghost: false, near: false };
  for (const spot of seen.values()) draw(ctx, spot, scale, colours, look);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(root)}\n`;
}
