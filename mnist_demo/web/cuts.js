// Where digits that touch may be cut apart: ways from head to foot that cross little ink. The twin of images/cuts.py.

import { FIRM, FULL_CELL, LEAST_INK, NEAR, ROWS, SIDEWAYS, SLANTS, THICKEST } from "./constants.js";
import { roundHalfEven } from "./prepare.js";

/** @typedef {import("./pieces.js").Ink} Ink */
/** @typedef {import("./pieces.js").Piece} Piece */
/**
 * What it costs to cross each cell, a list for each row.
 * @typedef {number[][]} Grid
 */
/**
 * Columns of the grid, what they cost, and what the ways around cost together.
 * @typedef {{columns: number[], cost: number, around: number}} Way
 */
/**
 * For each row of a piece the first column on the right of the cut, and the ink on it in pixels.
 * @typedef {{columns: number[], crossed: number}} Cut
 */

/**
 * The ways along which a piece may be cut, from left to right.
 * @param {Piece} piece
 * @param {number} height of its line
 * @returns {Cut[]}
 */
export function findCuts({ ink }, height) {
  const cell = Math.max(1, Math.floor(height / ROWS));
  const grid = gridOf(ink, cell);
  const least = (2 * NEAR * height) / cell;
  const ways = SLANTS.flatMap((slant) => slantedWays(grid, slant, roundHalfEven(least / 2)));
  /** @type {Way[]} */
  const chosen = [];
  for (const way of ways.sort((a, b) => a.cost - b.cost || a.around - b.around)) {
    if (way.cost * cell > THICKEST * height * FULL_CELL) break;
    if (chosen.every((other) => distanceBetween(way, other) >= least)) chosen.push(way);
  }
  return chosen
    .sort((a, b) => total(a.columns) - total(b.columns))
    .map(({ columns, cost }) => ({ columns: perPixel(columns, cell), crossed: (cost * cell) / FULL_CELL }))
    .filter((cut) => partsEnough(ink, cut, LEAST_INK * height ** 2));
}

/**
 * The mean number of columns between two ways.
 * @param {Way} one
 * @param {Way} other
 */
function distanceBetween({ columns }, other) {
  let sum = 0;
  for (let row = 0; row < columns.length; row++) sum += Math.abs(columns[row] - other.columns[row]);
  return sum / columns.length;
}

/**
 * @param {Ink} ink
 * @param {number} cell pixels along a side of a cell
 * @returns {Grid}
 */
function gridOf({ data, width, height }, cell) {
  const [rows, columns] = [Math.ceil(height / cell), Math.ceil(width / cell)];
  const grid = Array.from({ length: rows }, () => new Array(columns).fill(0));
  for (let y = 0, i = 0; y < height; y++) {
    const row = grid[Math.floor(y / cell)];
    for (let x = 0; x < width; x++, i++) if (data[i] >= FIRM) row[Math.floor(x / cell)]++;
  }
  return grid.map((row) => row.map((count) => Math.floor((count * FULL_CELL) / cell ** 2)));
}

/**
 * The cheapest ways that lean about so much to the right, through each column halfway down.
 * @param {Grid} grid
 * @param {number} slant
 * @param {number} reach
 * @returns {Way[]}
 */
function slantedWays(grid, slant, reach) {
  const half = Math.floor(grid.length / 2);
  const shifts = grid.map((_, row) => Math.floor(slant * (half - row) + 0.5));
  const upright = grid.map((row, y) => row.map((_, x) => row[x + shifts[y]] ?? 0));
  const ways = cheapestWays(upright, half);
  return ways.map(({ columns, cost }, at) => ({
    columns: columns.map((column, row) => column + shifts[row]),
    cost,
    around: ways.slice(Math.max(0, at - reach), at + reach + 1).reduce((sum, way) => sum + way.cost, 0),
  }));
}

/**
 * For each column halfway down the cheapest way through it.
 * @param {Grid} grid
 * @param {number} half
 */
function cheapestWays(grid, half) {
  const above = descend(grid.slice(0, half + 1));
  const below = descend(grid.slice(half).reverse());
  return grid[half].map((cost, column) => ({
    columns: [...followed(above.steps, column).reverse(), ...followed(below.steps, column).slice(1)],
    cost: above.costs[column] + below.costs[column] - cost,
  }));
}

/**
 * The cost of the cheapest way from the first row to each cell of the last, and the step to each cell: -1, 0, 1.
 * @param {Grid} grid
 */
function descend(grid) {
  let costs = grid[0];
  const steps = [costs.map(() => 0)];
  for (const row of grid.slice(1)) {
    /** @type {number[]} */
    const step = [];
    costs = row.map((cost, x) => {
      const [left, right] = [(costs[x - 1] ?? Infinity) + SIDEWAYS, (costs[x + 1] ?? Infinity) + SIDEWAYS];
      const best = Math.min(costs[x], left, right);
      step.push(best === costs[x] ? 0 : best === left ? 1 : -1);
      return best + cost;
    });
    steps.push(step);
  }
  return { costs, steps };
}

/**
 * The columns of the way that ends in a column of the last row, from there to the first.
 * @param {number[][]} steps
 * @param {number} column
 */
function followed(steps, column) {
  const columns = [column];
  for (let row = steps.length - 1; row > 0; row--) columns.push((column -= steps[row][column]));
  return columns;
}

/**
 * @param {number[]} columns of cells
 * @param {number} cell
 */
function perPixel(columns, cell) {
  return columns.flatMap((column) => new Array(cell).fill(column * cell + Math.floor(cell / 2)));
}

/**
 * @param {Ink} ink
 * @param {Cut} cut
 * @param {number} least firm ink on both sides, in pixels
 */
function partsEnough({ data, width, height }, { columns }, least) {
  let [left, right] = [0, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] < FIRM) continue;
      if (x < columns[y]) left++;
      else right++;
    }
  }
  return Math.min(left, right) >= least;
}

/**
 * The parts between the cuts, from left to right; null for an empty one.
 * @param {Piece} piece
 * @param {Cut[]} cuts
 * @returns {(Piece | null)[]}
 */
export function cutApart({ box, ink }, cuts) {
  // Cuts may cross: a pixel is of the part that has as many cuts on its left, whichever these are.
  const bounds = Array.from({ length: ink.height }, (_, y) => {
    const between = cuts.map(({ columns }) => Math.min(Math.max(columns[y], 0), ink.width)).sort((a, b) => a - b);
    return [0, ...between, ink.width];
  });
  return Array.from({ length: cuts.length + 1 }, (_, part) => {
    const from = Math.min(...bounds.map((row) => row[part]));
    const to = Math.max(...bounds.map((row) => row[part + 1]));
    const own = { data: new Float32Array((to - from) * ink.height), width: to - from, height: ink.height };
    bounds.forEach((row, y) => {
      const inRow = ink.data.subarray(y * ink.width + row[part], y * ink.width + row[part + 1]);
      own.data.set(inRow, y * own.width + row[part] - from);
    });
    return cutToInk(own, box.left + from, box.top);
  });
}

/**
 * @param {Ink} ink
 * @param {number} left where it lies on the sheet
 * @param {number} top
 * @returns {Piece | null}
 */
function cutToInk({ data, width, height }, left, top) {
  let [first, last, highest, lowest] = [width, -1, height, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] === 0) continue;
      first = Math.min(first, x);
      last = Math.max(last, x);
      highest = Math.min(highest, y);
      lowest = y;
    }
  }
  if (last < 0) return null;
  const [columns, rows] = [last + 1 - first, lowest + 1 - highest];
  const own = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    const at = (highest + y) * width + first;
    own.set(data.subarray(at, at + columns), y * columns);
  }
  const box = { left: left + first, top: top + highest, right: left + last + 1, bottom: top + lowest + 1 };
  return { box, ink: { data: own, width: columns, height: rows } };
}

/** @param {number[]} values */
function total(values) {
  return values.reduce((sum, value) => sum + value, 0);
}
