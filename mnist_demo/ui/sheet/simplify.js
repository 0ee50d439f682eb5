// A drawing in fewer points: what is sent after each stroke, and kept, is a tenth of what Fabric.js makes of it.

const TOLERANCE = 0.25;
const CURVE_STEPS = 8;

/** @typedef {[number, number]} Point */
/**
 * A stroke as Fabric.js keeps it: commands of an SVG path, and how they look.
 * @typedef {{type: string, path: [string, ...number[]][], strokeWidth: number} & Record<string, unknown>} Path
 */

const LOOKS = ["type", "strokeWidth", "stroke", "fill", "strokeLineCap", "strokeLineJoin"];
/** How the canvas's edit tool has changed it, and how it is where nobody has. */
const CHANGES = Object.entries({ scaleX: 1, scaleY: 1, flipX: false, flipY: false, angle: 0 });
/** How far a stroke's place may be from the middle of its line, by rounding. */
const UNMOVED = 1;

/**
 * @param {Path[]} objects
 * @returns {Path[]} straight lines, none farther than TOLERANCE from what was drawn
 */
export function simplified(objects) {
  return objects.filter(({ path }) => path?.length).map(simpler);
}

/**
 * @param {Path} object
 * @returns {Path}
 */
function simpler(object) {
  const line = points(object.path);
  const changes = CHANGES.filter(([name, usual]) => name in object && object[name] !== usual).map(([name]) => name);
  const kept = [...LOOKS, ...changes, ...(isMoved(object, line) ? ["left", "top"] : [])];
  const looks = /** @type {Path} */ (Object.fromEntries(kept.map((name) => [name, object[name]])));
  return { ...looks, path: commands(withoutNeedless(line)) };
}

/**
 * @param {Path} object
 * @param {Point[]} line
 */
function isMoved({ left, top }, line) {
  return [left, top].some((place, axis) => {
    const values = line.map((point) => point[axis]);
    const middle = (Math.min(...values) + Math.max(...values)) / 2;
    return Math.abs(Number(place ?? middle) - middle) > UNMOVED;
  });
}

/**
 * @param {[string, ...number[]][]} path of M, L and Q
 * @returns {Point[]} its curves sampled
 */
function points(path) {
  /** @type {Point[]} */
  const line = [];
  for (const [, ...numbers] of path) {
    const end = /** @type {Point} */ (numbers.slice(-2));
    const start = line.at(-1);
    if (numbers.length === 4 && start) line.push(...curve(start, /** @type {Point} */ (numbers.slice(0, 2)), end));
    else line.push(end);
  }
  return line;
}

/**
 * A quadratic Bézier curve without its start.
 * @param {Point} start
 * @param {Point} control
 * @param {Point} end
 * @returns {Point[]}
 */
function curve(start, control, end) {
  return Array.from({ length: CURVE_STEPS }, (_, step) => {
    const t = (step + 1) / CURVE_STEPS;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return [a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]];
  });
}

/**
 * Douglas and Peucker, 1973; as `pen.simplify`.
 * @param {Point[]} line
 * @returns {Point[]}
 */
function withoutNeedless(line) {
  const isKept = new Uint8Array(line.length);
  isKept[0] = isKept[line.length - 1] = 1;
  const waiting = [[0, line.length - 1]];
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const [start, end] = part;
    const farthest = findFarthest(line, start, end);
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
 */
function findFarthest(line, start, end) {
  let [farthest, most] = [0, TOLERANCE];
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

/**
 * @param {Point[]} line
 * @returns {[string, ...number[]][]}
 */
function commands(line) {
  return line.map(([x, y], number) => [number ? "L" : "M", rounded(x), rounded(y)]);
}

/** @param {number} value */
function rounded(value) {
  return Math.round(100 * value) / 100;
}
