// Going from one thing to the nearest one that way, by arrow keys.

export const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const WIDEST = 1.8;

/**
 * The candidate nearest to `from`, both with x and y, in the direction of an arrow key: straight ahead counts
 * more than aside, and what is too far aside not at all. null where there is none.
 */
export function nearest(from, candidates, key, widest = WIDEST) {
  const [across, down] = STEPS[key];
  return least(candidates, (candidate) => {
    const [dx, dy] = [candidate.x - from.x, candidate.y - from.y];
    const along = dx * across + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * across);
    return candidate === from || along <= 0 || aside > along * widest ? Infinity : along + 2 * aside;
  });
}

/** The candidate closest to a point, or null: where to begin. */
export function closest(point, candidates) {
  return least(candidates, (candidate) => Math.hypot(candidate.x - point.x, candidate.y - point.y));
}

function least(candidates, cost) {
  let [best, lowest] = [null, Infinity];
  for (const candidate of candidates) {
    const here = cost(candidate);
    if (here < lowest) [best, lowest] = [candidate, here];
  }
  return best;
}
