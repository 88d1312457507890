// What stands where: spots (nodes with a place), islands, and an index that finds what is at a point or in a stretch.

const CELL = 320;

/**
 * A scene of spots: nodes, or what inherits from one and has a place of its own. `islands` have a label, a place
 * and a size; the whole is `width` by `height` around 0, 0. Spots that come later lie above.
 */
export function sceneOf(spots, islands, width, height) {
  const count = spots.length;
  const [x, y, w, h] = ["x", "y", "width", "height"].map((name) => Float64Array.from(spots, (spot) => spot[name]));
  const byId = new Map(spots.map((spot, number) => [spot.id, number]));
  const cells = new Map();
  for (let number = 0; number < count; number += 1) {
    eachCell(x[number] - w[number] / 2, y[number] - h[number] / 2, x[number] + w[number] / 2, y[number] + h[number] / 2, (key) => {
      if (!cells.has(key)) cells.set(key, []);
      cells.get(key).push(number);
    });
  }

  /** The numbers of all spots that reach into a rectangle, in their order. */
  function within(left, top, right, bottom) {
    const reaches = (number) =>
      x[number] + w[number] / 2 >= left && x[number] - w[number] / 2 <= right && y[number] + h[number] / 2 >= top && y[number] - h[number] / 2 <= bottom;
    const found = [];
    if ((right - left) * (bottom - top) > 0.6 * width * height) {
      for (let number = 0; number < count; number += 1) if (reaches(number)) found.push(number);
      return found;
    }
    const seen = new Set();
    eachCell(left, top, right, bottom, (key) => {
      for (const number of cells.get(key) ?? []) if (!seen.has(number) && reaches(number)) seen.add(number);
    });
    return [...seen].sort((one, two) => one - two);
  }

  return {
    spots,
    islands,
    width,
    height,
    x,
    y,
    w,
    h,
    within,
    has: (id) => byId.has(id),
    spot: (id) => spots[byId.get(id)],
    /** The topmost spot at a point of which `counts` says that it may be hit, or null. */
    at(px, py, counts = () => true) {
      const hit = within(px, py, px, py).filter((number) => counts(spots[number]));
      return hit.length ? spots[hit.at(-1)] : null;
    },
  };
}

function eachCell(left, top, right, bottom, visit) {
  for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row += 1) {
    for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column += 1) visit(row * 65536 + column);
  }
}
