// Folds: where many minor entities stand as one tag with their number, and unfold in place when it is clicked.

import { all, claims, entities, ledger } from "./data.js";
import { figures } from "./dom.js";
import { sceneOf } from "./scene.js";

const folds = ledger.folds.map((fold, number) => ({ ...fold, id: `fold:${number}`, number, type: "fold", kind: "concept", index: -1 }));
const placed = (node) => node.x !== null && node.x !== undefined;

/** The fold an entity is in, by its number, or -1. */
export function foldOf(node) {
  return node?.type === "entity" ? (node.fold ?? -1) : -1;
}

/** Everything, with the fold of this number opened (-1: none): its entities on a sheet above the rest. */
export function everything(opened = -1) {
  const standing = folds.length ? [...claims, ...entities.filter((node) => foldOf(node) < 0 && placed(node))] : all;
  const spots = [...standing, ...folds.filter((fold) => fold.number !== opened)];
  if (opened >= 0) {
    spots.push(sheet(folds[opened]));
    spots.push(...entities.filter((node) => foldOf(node) === opened && placed(node)));
  }
  return sceneOf(spots, ledger.islands, ledger.width || 1, ledger.height || 1);
}

/** What opened entities stand on, and what is said of those that do not fit: "200 of 1,204". */
function sheet(fold) {
  const label = fold.listed < fold.count ? `${figures(fold.listed)} of ${figures(fold.count)}; search finds the others` : `${figures(fold.count)} more`;
  return { ...fold, ...fold.opened, id: `sheet:${fold.number}`, type: "sheet", label };
}
