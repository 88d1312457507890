// A neighbourhood as a scene of its own: its claims in topic islands, the entities in rows above them.

import { degree, edgesAt, ledger, nodes } from "./data.js";
import { inView } from "./inview.js";
import { sceneOf } from "./scene.js";
import { OUTCOMES } from "./words.js";

/** More nodes than this nobody reads at once, and vis-network draws slowly. */
export const MOST_NEIGHBOURS = 300;

const GAP = 8;
const PADDING = 11;
const HEADING = 27;
const GUTTER = 14;
const ASPECT = 1.2;

/**
 * The scene of what is around `focus` and passes the filters, and how many nodes were left out of it: those with
 * the fewest lines to the rest.
 */
export function neighbourhood(state) {
  const { claims, shown } = inView(state);
  const centre = nodes.get(state.focus);
  const around = new Set(claims);
  for (const id of claims) for (const edge of edgesAt(id)) for (const end of [edge.from, edge.to]) if (shown[nodes.get(end).index]) around.add(end);
  around.delete(centre.id);
  const direct = new Set(edgesAt(centre.id).flatMap((edge) => [edge.from, edge.to]));
  const ranked = [...around].sort((one, two) => Number(direct.has(two)) - Number(direct.has(one)) || degree(two) - degree(one) || (one < two ? -1 : 1));
  const kept = [centre, ...ranked.slice(0, MOST_NEIGHBOURS - 1).map((id) => nodes.get(id))];
  return { scene: arranged(centre, kept), leftOut: ranked.length + 1 - kept.length };
}

function arranged(centre, kept) {
  const islands = topicsOf(kept.filter((node) => node.type === "claim")).map(([topic, claims]) => island(topic, claims));
  const wide = Math.max(420, Math.sqrt(islands.reduce((sum, part) => sum + (part.width + GUTTER) * (part.height + GUTTER), 0) * ASPECT));
  const entities = kept.filter((node) => node.type === "entity");
  const rows = entityRows(entities, centre, wide);
  const shelves = shelved(islands, wide);
  const parts = [...rows, ...shelves];
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
  spots.sort((one, two) => one.index - two.index);
  return sceneOf(spots, regions, width, height);
}

/** A node at another place than on the map of everything. */
function at(node, x, y) {
  return Object.create(node, { x: { value: x, writable: true }, y: { value: y, writable: true } });
}

function moved(spot, x, y) {
  spot.x += x;
  spot.y += y;
  return spot;
}

function topicsOf(claims) {
  const topics = new Map();
  for (const claim of claims) {
    const topic = ledger.islands[claim.island]?.label ?? "";
    if (!topics.has(topic)) topics.set(topic, []);
    topics.get(topic).push(claim);
  }
  return [...topics].sort((one, two) => two[1].length - one[1].length || (one[0] < two[0] ? -1 : 1));
}

function island(label, claims) {
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
  return { width, height, spots, regions: [{ label, x: width / 2, y: height / 2, width, height }] };
}

/** Put blocks side by side into shelves that are about so wide. */
function shelved(blocks, wide) {
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

/** Entities in rows: the one in focus in the middle of the first, those with most lines nearest to it. */
function entityRows(entities, centre, wide) {
  const ranked = entities.filter((node) => node.id !== centre.id).sort((one, two) => degree(two.id) - degree(one.id) || one.index - two.index);
  if (centre.type === "entity") ranked.unshift(centre);
  const rows = [];
  let row = null;
  for (const node of ranked) {
    const width = node.width + GUTTER;
    if (!row || row.width + width > wide) {
      row = { width: 0, nodes: [] };
      rows.push(row);
    }
    if (row.nodes.length % 2) row.nodes.unshift(node);
    else row.nodes.push(node);
    row.width += width;
  }
  return rows.map(({ width, nodes: inRow }) => {
    const height = Math.max(...inRow.map((node) => node.height));
    let left = 0;
    const spots = inRow.map((node) => {
      left += node.width + GUTTER;
      return at(node, left - (node.width + GUTTER) / 2, node.height / 2);
    });
    return { width, height, spots, regions: [] };
  });
}
