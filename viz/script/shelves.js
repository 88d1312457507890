// Cards arranged in the page itself: the claims of a topic in columns, islands side by side on shelves.

import { OUTCOMES } from "./words.js";

export const GUTTER = 14;

const GAP = 8;
const PADDING = 11;
const HEADING = 27;
const ASPECT = 1.2;

/** A node at another place than on the map of everything. */
export function at(node, x, y) {
  return Object.create(node, { x: { value: x, writable: true }, y: { value: y, writable: true } });
}

/** The island of a topic with its claims, from its own corner on: spots, the region, width and height. */
export function islandOf(label, claims) {
  const cards = [...claims].sort((one, two) => OUTCOMES.indexOf(one.standing) - OUTCOMES.indexOf(two.standing) || one.index - two.index);
  const size = cards[0].width;
  const total = cards.reduce((sum, card) => sum + card.height + GAP, 0);
  const columns = Math.max(1, Math.min(cards.length, Math.round(Math.sqrt((total * ASPECT) / size))));
  const heights = new Array(columns).fill(HEADING);
  const spots = cards.map((card) => {
    const column = heights.indexOf(Math.min(...heights));
    const spot = at(card, PADDING + column * (size + GAP) + size / 2, heights[column] + card.height / 2);
    heights[column] += card.height + GAP;
    return spot;
  });
  const width = columns * (size + GAP) - GAP + 2 * PADDING;
  const height = Math.max(...heights) - GAP + PADDING;
  return { width, height, spots, regions: [{ label, count: cards.length, x: width / 2, y: height / 2, width, height }] };
}

/** How wide some blocks should stand together, at least `least`. */
export function widthFor(blocks, least) {
  return Math.max(least, Math.sqrt(blocks.reduce((sum, part) => sum + (part.width + GUTTER) * (part.height + GUTTER), 0) * ASPECT));
}

/** Put blocks side by side into shelves that are about so wide. */
export function shelved(blocks, wide) {
  const shelves = [];
  let shelf = null;
  for (const block of blocks) {
    if (!shelf || shelf.width + GUTTER + block.width > wide * 1.08) {
      shelf = { width: -GUTTER, height: 0, spots: [], regions: [] };
      shelves.push(shelf);
    }
    const left = shelf.width + GUTTER;
    shelf.spots.push(...block.spots.map((spot) => moved(spot, left, 0)));
    shelf.regions.push(...block.regions.map((region) => ({ ...region, x: region.x + left })));
    shelf.width = left + block.width;
    shelf.height = Math.max(shelf.height, block.height);
  }
  return shelves;
}

/** Stack parts around 0, 0, each in the middle: spots, regions, and the size of the whole. */
export function stacked(parts) {
  const width = Math.max(...parts.map((part) => part.width), 1);
  const height = parts.reduce((sum, part) => sum + part.height + GUTTER, -GUTTER);
  const spots = [];
  const regions = [];
  let top = -height / 2;
  for (const part of parts) {
    const left = -part.width / 2;
    for (const spot of part.spots) spots.push(moved(spot, left, top));
    for (const region of part.regions) regions.push({ ...region, x: region.x + left, y: region.y + top });
    top += part.height + GUTTER;
  }
  return { spots, regions, width, height };
}

function moved(spot, x, y) {
  spot.x += x;
  spot.y += y;
  return spot;
}
