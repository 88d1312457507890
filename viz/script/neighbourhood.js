// A neighbourhood as a scene of its own: its claims in topic islands, the entities in rows above them.

import { degree, edgesAt, nodes } from "./data.js";
import { topicOf } from "./folds.js";
import { inView } from "./inview.js";
import { sceneOf } from "./scene.js";
import { GUTTER, at, islandOf, shelved, stacked, widthFor } from "./shelves.js";

/** More nodes than this nobody reads at once, and vis-network draws slowly. */
const MOST_NEIGHBOURS = 300;

const LEAST_WIDTH = 420;

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
  const islands = topicsOf(kept.filter((node) => node.type === "claim")).map(([topic, claims]) => islandOf(topic, claims));
  const wide = widthFor(islands, LEAST_WIDTH);
  const entities = kept.filter((node) => node.type === "entity");
  const { spots, regions, width, height } = stacked([...entityRows(entities, centre, wide), ...shelved(islands, wide)]);
  spots.sort((one, two) => one.index - two.index);
  return sceneOf(spots, regions, width, height);
}

function topicsOf(claims) {
  const topics = new Map();
  for (const claim of claims) {
    const topic = topicOf(claim);
    if (!topics.has(topic)) topics.set(topic, []);
    topics.get(topic).push(claim);
  }
  return [...topics].sort((one, two) => two[1].length - one[1].length || (one[0] < two[0] ? -1 : 1));
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
