// The shortest chain of claims between two entities, and who cannot be gone around: as `kg path` tells it.

import { edgesAt, entities, nodes } from "./data.js";

/**
 * The way from one entity to another by claims that are by or about both their ends: the steps, as { start, end, claim },
 * and the entities that every chain passes. Of several shortest ones the first by name. An outlet does not connect those
 * whose words it prints, unless it is an end, or spoken of.
 */
export function connection(from, to) {
  const ties = new Map();
  const tied = (claim) => {
    if (!ties.has(claim)) ties.set(claim, tiesOf(claim, new Set([from, to])));
    return ties.get(claim);
  };
  const found = distances(from, to, tied);
  if (!found.has(from)) return { steps: [], bridges: [] };
  const steps = walked(from, found, tied);
  const bridges = steps.slice(0, -1).map(({ end }) => end).filter((between) => !distances(from, to, tied, between).has(from));
  return { steps, bridges };
}

/** The entities that a claim joins. */
function tiesOf(claim, ends) {
  const spoken = [claim.subject_row, claim.object_row, claim.held_by, ...claim.also_about].filter((row) => row !== null);
  const outlets = new Set(claim.appearances.map(({ publisher }) => publisher));
  const speakers = claim.said_by.filter((row) => spoken.includes(row) || !outlets.has(entities[row].label) || ends.has(entities[row]));
  return [...new Set([...spoken, ...speakers])].map((row) => entities[row]);
}

/** The claims that an entity is joined by. */
function claimsOf(entity, tied) {
  const near = edgesAt(entity.id).map((edge) => nodes.get(edge.from === entity.id ? edge.to : edge.from));
  return [...new Set(near)].filter((claim) => tied(claim).includes(entity));
}

/** How far entities and claims are from an end, breadth first, until the other one is reached; `without` is closed. */
function distances(from, to, tied, without = null) {
  const found = new Map([[to, 0]]);
  let frontier = [to];
  while (frontier.length && !found.has(from)) {
    const next = [];
    for (const node of frontier) {
      const near = node.type === "claim" ? tied(node) : claimsOf(node, tied);
      for (const far of near) {
        if (found.has(far) || far === without) continue;
        found.set(far, found.get(node) + 1);
        next.push(far);
      }
    }
    frontier = next;
  }
  return found;
}

function walked(from, left, tied) {
  const steps = [];
  const nearer = (far, here) => left.has(far) && left.get(far) < left.get(here);
  const before = (one, two) => (one.end.record === two.end.record ? one.claim.record < two.claim.record : one.end.record < two.end.record);
  for (let here = from; left.get(here); here = steps.at(-1).end) {
    let best = null;
    for (const claim of claimsOf(here, tied).filter((far) => nearer(far, here))) {
      for (const end of tied(claim).filter((far) => nearer(far, claim))) {
        const step = { start: here, end, claim };
        if (!best || before(step, best)) best = step;
      }
    }
    steps.push(best);
  }
  return steps;
}

/** One step as a sentence: who speaks, for whom, of whom. */
export function sentence({ start, end, claim }) {
  const speaks = (entity) => claim.said_by.some((row) => entities[row] === entity);
  const on = (speaker, thing) => `${speaker.label}${claim.held_by !== null && entities[claim.held_by] === thing ? ", for" : " on"} ${thing.label}`;
  if (speaks(start) && speaks(end)) return `${start.label} and ${end.label} alike: ${claim.text}`;
  if (speaks(start)) return `${on(start, end)}: ${claim.text}`;
  if (speaks(end)) return `${on(end, start)}: ${claim.text}`;
  const speakers = claim.claimants.join(" and ");
  const holder = claim.held_by === null ? null : entities[claim.held_by];
  if (holder === start || holder === end) return `${speakers}, for ${holder.label}, on ${(holder === start ? end : start).label}: ${claim.text}`;
  return `${speakers} on ${start.label} and ${end.label}: ${claim.text}`;
}
