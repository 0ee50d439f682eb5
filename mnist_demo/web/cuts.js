// Where digits that touch may be cut apart: ways from head to foot that cross little ink. The twin of images/cuts.py.

import { AROUND, FIRM, FULL_CELL, INK_BETWEEN, LEAST_INK, ROWS, SIDEWAYS, THICKEST, THROUGH } from "./constants.js";

/** @typedef {import("./pieces.js").Ink} Ink */
/** @typedef {import("./pieces.js").Piece} Piece */
/**
 * What it costs to cross each cell, a list for each row.
 * @typedef {number[][]} Grid
 */
/**
 * Columns of the grid and the ink on their left in each row, what they cost, and what the ways around cost together.
 * @typedef {{columns: number[], left: number[], cost: number, around: number}} Way
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
  const chosen = chosenOf(grid, (THICKEST * height * FULL_CELL) / cell, (height ** 2 * FULL_CELL) / cell ** 2);
  return chosen
    .sort((a, b) => total(a.left) - total(b.left))
    .map(({ columns, cost }) => ({ columns: perPixel(columns, cell), crossed: (cost * cell) / FULL_CELL }));
}

/**
 * The cheapest ways that part the ink differently.
 * @param {Grid} grid
 * @param {number} dearest what they may cost
 * @param {number} area the squared height of the line
 */
function chosenOf(grid, dearest, area) {
  const ink = total(grid.map(total));
  /** @type {Way[]} */
  const chosen = [];
  for (const way of waysThrough(grid).sort((a, b) => a.cost - b.cost || a.around - b.around)) {
    if (way.cost > dearest) break;
    const left = total(way.left);
    if (Math.min(left, ink - left) < LEAST_INK * area) continue;
    if (chosen.every((other) => inkBetween(way, other) >= INK_BETWEEN * area)) chosen.push(way);
  }
  return chosen;
}

/**
 * The ink between two ways.
 * @param {Way} one
 * @param {Way} other
 */
function inkBetween({ left }, other) {
  let sum = 0;
  for (let row = 0; row < left.length; row++) sum += Math.abs(left[row] - other.left[row]);
  return sum;
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
 * The cheapest way through each cell of the rows THROUGH.
 * @param {Grid} grid
 * @returns {Way[]}
 */
function waysThrough(grid) {
  const last = grid.length - 1;
  const [down, up] = [descend(grid), descend([...grid].reverse())];
  const leftOf = grid.map(sumsBefore);
  return THROUGH.map((share) => Math.floor(share * grid.length)).flatMap((row) => {
    const costs = grid[row].map((cost, x) => down.costs[row][x] + up.costs[last - row][x] - cost);
    return costs.map((cost, x) => {
      const above = followed(down.steps, row, x).reverse();
      const columns = [...above, ...followed(up.steps, last - row, x).slice(1)];
      const left = columns.map((column, y) => leftOf[y][column]);
      return { columns, left, cost, around: total(costs.slice(Math.max(0, x - AROUND), x + AROUND + 1)) };
    });
  });
}

/**
 * What the cheapest way from the first row to each cell costs, and its column in the row before.
 * @param {Grid} grid
 */
function descend(grid) {
  const costs = [grid[0]];
  const steps = [grid[0].map((_, x) => x)];
  for (const row of grid.slice(1)) {
    const above = costs[costs.length - 1];
    const own = row.map((cost, x) => above[x] + cost);
    const from = row.map((_, x) => x);
    for (let x = 1; x < row.length; x++) goAside(own, from, row, x, x - 1);
    for (let x = row.length - 2; x >= 0; x--) goAside(own, from, row, x, x + 1);
    costs.push(own);
    steps.push(from);
  }
  return { costs, steps };
}

/**
 * Reach a cell from the one beside it where that is cheaper.
 * @param {number[]} costs
 * @param {number[]} from
 * @param {number[]} row
 * @param {number} x
 * @param {number} beside
 */
function goAside(costs, from, row, x, beside) {
  const cost = costs[beside] + SIDEWAYS + row[x];
  if (cost >= costs[x]) return;
  costs[x] = cost;
  from[x] = from[beside];
}

/**
 * The columns of the way that ends in a cell, from there to the first row.
 * @param {number[][]} steps
 * @param {number} row
 * @param {number} column
 */
function followed(steps, row, column) {
  const columns = [column];
  for (; row > 0; row--) columns.push((column = steps[row][column]));
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
 * The part of a piece between two cuts, of which either may be the end of the piece; null if it has no ink.
 * @param {Piece} piece
 * @param {Cut | null} before
 * @param {Cut | null} after
 * @returns {Piece | null}
 */
export function cutOut({ box, ink }, before, after) {
  if (!before && !after) return { box, ink };
  const first = before ? Math.min(...before.columns) : 0;
  const end = after ? Math.min(Math.max(...after.columns), ink.width) : ink.width;
  if (first >= end) return null;
  const own = { data: new Float32Array((end - first) * ink.height), width: end - first, height: ink.height };
  for (let y = 0; y < ink.height; y++) {
    const from = before ? before.columns[y] : 0;
    const to = after ? Math.min(after.columns[y], ink.width) : ink.width;
    if (from < to) own.data.set(ink.data.subarray(y * ink.width + from, y * ink.width + to), y * own.width + from - first);
  }
  return cutToInk(own, box.left + first, box.top);
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

/**
 * The sum of the values before each.
 * @param {number[]} values
 */
function sumsBefore(values) {
  let sum = 0;
  return values.map((value) => (sum += value) - value);
}

/** @param {number[]} values */
function total(values) {
  return values.reduce((sum, value) => sum + value, 0);
}
