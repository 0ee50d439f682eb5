// Lines from point to point: curves sampled, and needless points left out.

const CURVE_STEPS = 8;

/** @typedef {[number, number]} Point x and y */

/**
 * A quadratic Bézier curve without its start.
 * @param {Point} start
 * @param {Point} control
 * @param {Point} end
 * @returns {Point[]}
 */
export function curve(start, control, end) {
  return Array.from({ length: CURVE_STEPS }, (_, step) => {
    const t = (step + 1) / CURVE_STEPS;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]];
  });
}

/**
 * Fewer points, such that none left out is farther than `tolerance` from the line (Douglas and Peucker, 1973); as
 * `pen.simplify`.
 * @param {Point[]} line
 * @param {number} tolerance
 * @returns {Point[]}
 */
export function withoutNeedless(line, tolerance) {
  const isKept = new Uint8Array(line.length);
  isKept[0] = isKept[line.length - 1] = 1;
  const waiting = [[0, line.length - 1]];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const [start, end] = part;
    const farthest = findFarthest(line, start, end, tolerance);
    if (!farthest) continue;
    isKept[farthest] = 1;
    waiting.push([start, farthest], [farthest, end]);
  }
  return line.filter((_, number) => isKept[number]);
}

/**
 * The point between two others that is farthest from the line between them; 0 where all are near.
 * @param {Point[]} line
 * @param {number} start
 * @param {number} end
 * @param {number} tolerance
 */
function findFarthest(line, start, end, tolerance) {
  let [farthest, most] = [0, tolerance];
  for (let number = start + 1; number < end; number++) {
    const distance = distanceFrom(line[number], line[start], line[end]);
    if (distance > most) [farthest, most] = [number, distance];
  }
  return farthest;
}

/**
 * @param {Point} point
 * @param {Point} start
 * @param {Point} end
 */
function distanceFrom(point, start, end) {
  const [along, across] = [end[0] - start[0], end[1] - start[1]];
  const [x, y] = [point[0] - start[0], point[1] - start[1]];
  const share = Math.min(1, Math.max(0, (x * along + y * across) / Math.max(along ** 2 + across ** 2, 1e-9)));
  return Math.hypot(x - share * along, y - share * across);
}
