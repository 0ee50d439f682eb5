// A drawing in fewer points: what is sent after each stroke, and kept, is a tenth of what Fabric.js makes of it.

import { curve, withoutNeedless } from "../../web/lines.js";

const TOLERANCE = 0.25;

/** @typedef {import("../../web/lines.js").Point} Point */
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
  return { ...looks, path: commands(withoutNeedless(line, TOLERANCE)) };
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
