// Folds: many minor entities behind one tag, many small topics on one island. Each says how many, and unfolds in place.

import { all, claims, entities, ledger, nodes } from "./data.js";
import { figures } from "./dom.js";
import { sceneOf } from "./scene.js";
import { islandOf, shelved, stacked, widthFor } from "./shelves.js";

const TOPICS = "topics";
const HEADING = 27;
const PADDING = 11;

const placed = (node) => node.x !== null && node.x !== undefined;

const tags = ledger.folds.map((fold, number) => ({ ...fold, id: `fold:${number}`, number, type: "fold", kind: "concept", index: -1 }));

/** The island of many topics, by its number, or -1; its heading is what unfolds it. */
const shared = ledger.islands.findIndex((island) => island.topics.length);
const folds = shared < 0 ? tags : [...tags, heading(ledger.islands[shared], tags.length)];

function heading(island, number) {
  const y = island.y - island.height / 2 + HEADING / 2;
  return { id: `fold:${number}`, number, type: "fold", heading: true, index: -1, label: island.label, x: island.x, y, width: island.width, height: HEADING };
}

/** The fold an entity is in, by its number, or -1. */
export function foldOf(node) {
  return node?.type === "entity" ? (node.fold ?? -1) : -1;
}

/** The topic by which a claim is grouped, also where it stands among many. */
export function topicOf(claim) {
  const island = ledger.islands[claim.island];
  return island ? (island.topics[claim.part] ?? island.label) : "";
}

/** The name of a fold, for the address: "topics", or the id of an entity in it. A larger ledger may number them anew. */
export function nameOfFold(number) {
  return number < tags.length ? entities.find((node) => foldOf(node) === number).id : TOPICS;
}

/** The number of the fold with this name, or -1. */
export function foldNamed(name) {
  if (name === TOPICS) return shared < 0 ? -1 : tags.length;
  return name ? foldOf(nodes.get(name)) : -1;
}

/** Everything, with the fold of this number opened (-1: none): what it holds is on a sheet above the rest. */
export function everything(opened = -1) {
  const rest = folds.filter((fold) => fold.number !== opened);
  const { islands, width, height } = ledger;
  if (opened >= 0 && folds[opened].heading) {
    const elsewhere = claims.filter((claim) => claim.island !== shared);
    const open = topicsOpened(folds[opened]);
    const spots = [...elsewhere, ...standing(), ...rest, ...open.spots];
    return sceneOf(spots, [...islands.filter((_, place) => place !== shared), ...open.islands], ...roomFor(open.spots[0]));
  }
  if (opened >= 0) {
    const inside = entities.filter((node) => foldOf(node) === opened && placed(node));
    const ground = sheet(folds[opened]);
    return sceneOf([...claims, ...standing(), ...rest, ground, ...inside], islands, ...roomFor(ground));
  }
  return sceneOf(tags.length ? [...claims, ...standing(), ...rest] : [...all, ...rest], islands, width || 1, height || 1);
}

/** The entities that no fold holds. */
function standing() {
  return entities.filter((node) => foldOf(node) < 0 && placed(node));
}

/** The size of the whole, with room for a sheet that is larger. */
function roomFor({ x, y, width, height }) {
  return [Math.max(ledger.width, 2 * Math.abs(x) + width), Math.max(ledger.height, 2 * Math.abs(y) + height)];
}

/** What opened entities stand on, and what is said of those that do not fit: "200 of 1,204". */
function sheet(fold) {
  const label = fold.listed < fold.count ? `${figures(fold.listed)} of ${figures(fold.count)}; search finds the others` : `${figures(fold.count)} more`;
  return { ...fold, ...fold.opened, id: `sheet:${fold.number}`, type: "sheet", label };
}

/** A sheet over the island of many topics, on it an island for each of them with its claims. */
function topicsOpened(fold) {
  const island = ledger.islands[shared];
  const members = island.topics.map(() => []);
  for (const claim of claims) if (claim.island === shared) members[claim.part].push(claim);
  const parts = members.map((some, part) => islandOf(island.topics[part], some));
  const inner = stacked(shelved(parts, widthFor(parts, 0)));
  const [width, height] = [inner.width + 2 * PADDING, inner.height + HEADING + PADDING];
  const within = (middle, size, whole) => Math.max(-Math.max(0, whole - size) / 2, Math.min(Math.max(0, whole - size) / 2, middle));
  const [x, y] = [within(island.x, width, ledger.width), within(island.y, height, ledger.height)];
  const top = y - height / 2 + HEADING + inner.height / 2;
  const islands = inner.regions.map((region) => ({ ...region, x: region.x + x, y: region.y + top, topics: [], raised: true }));
  const grounds = islands.map((region, part) => ({ ...region, id: `topic:${part}`, number: fold.number, type: "sheet", islet: true, index: -1 }));
  for (const spot of inner.spots) {
    spot.x += x;
    spot.y += top;
  }
  return { spots: [{ ...fold, id: `sheet:${fold.number}`, type: "sheet", heading: false, x, y, width, height }, ...grounds, ...inner.spots], islands };
}
