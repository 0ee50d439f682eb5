// Where the digits of a sheet may lie: its ink in pieces, and these in lines. The twin of images/pieces.py.

import {
  ABOUT_AS_HIGH,
  BROKEN_BESIDE,
  BROKEN_GAP,
  BROKEN_OVERLAP,
  EDGE,
  EDGE_WIDTH,
  FIRM,
  MIN_CONTRAST,
  MIN_INSIDE,
  MOST_PIECES,
  ON_ONE_LINE,
  REACHING_IN,
  SMALLEST,
  SPECK,
  STACKED_GAP,
  STACKED_OVERLAP,
} from "./constants.js";
import { differenceFromPaper } from "./prepare.js";

/** @typedef {import("./prepare.js").Ink} Ink */
/**
 * Pixels of the sheet; `right` and `bottom` are the first ones beyond the box.
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */
/**
 * Ink that hangs together, or is taken as one: its own alone, cut to the box.
 * @typedef {{box: Box, ink: Ink}} Piece
 */
/**
 * How far each pixel is from paper, and the number of its piece, from 1; 0 where there is none.
 * @typedef {{difference: Uint8Array, labels: Int32Array, width: number, height: number, strongest: number}} Sheet
 */

/**
 * The pieces of a sheet, without specks.
 * @param {Uint8ClampedArray} rgba of each pixel, row by row
 * @param {number} width
 * @param {number} height
 * @returns {Piece[]}
 */
export function findPieces(rgba, width, height) {
  const { difference, rows } = differenceFromPaper(rgba, width, height);
  const strongest = rows.reduce((most, value) => Math.max(most, value), 0);
  if (strongest < MIN_CONTRAST) return [];
  const sheet = { difference, labels: new Int32Array(width * height), width, height, strongest };
  const boxes = withoutDirt(labelled(sheet, rows), sheet);
  growIntoSoftEdges(sheet, rows, boxes);
  return [...boxes].map(([number, box]) => ({ box, ink: ownInk(sheet, number, box) }));
}

/**
 * Firm ink side by side in a row, from the column `start` to before `end`; `origin` is an earlier run of its piece, or the
 * run itself.
 * @typedef {{y: number, start: number, end: number, origin: Run | null}} Run
 */

/**
 * Gives firm ink that hangs together, also by its corners, one number.
 * @param {Sheet} sheet its `labels` are filled in
 * @param {Uint8Array} rows the most in each row
 * @returns {Map<number, Box>} the box of each number
 */
function labelled(sheet, rows) {
  const runs = connectedRuns(sheet, rows);
  /** @type {Map<Run, number>} */
  const numbers = new Map();
  /** @type {Map<number, Box>} */
  const boxes = new Map();
  for (const run of runs) {
    const first = firstRun(run);
    const number = numbers.get(first) ?? numbers.size + 1;
    const box = boxes.get(number);
    if (box) widen(box, run.start, run.y, run.end, run.y + 1);
    else boxes.set(number, { left: run.start, top: run.y, right: run.end, bottom: run.y + 1 });
    numbers.set(first, number);
    sheet.labels.fill(number, run.y * sheet.width + run.start, run.y * sheet.width + run.end);
  }
  return boxes;
}

/**
 * The runs of all rows, those of one piece with one origin.
 * @param {Sheet} sheet
 * @param {Uint8Array} rows
 */
function connectedRuns(sheet, rows) {
  const firm = FIRM * sheet.strongest;
  /** @type {Run[]} */
  const runs = [];
  /** @type {Run[]} */
  let above = [];
  rows.forEach((most, y) => {
    const own = most < firm ? [] : runsOfRow(sheet, y, firm);
    connect(above, own);
    runs.push(...own);
    above = own;
  });
  return runs;
}

/**
 * @param {Sheet} sheet
 * @param {number} y
 * @param {number} firm
 */
function runsOfRow({ difference, width }, y, firm) {
  /** @type {Run[]} */
  const runs = [];
  for (let x = 0, row = y * width; x < width; x++) {
    if (difference[row + x] < firm) continue;
    const start = x;
    while (x < width && difference[row + x] >= firm) x++;
    runs.push({ y, start, end: x, origin: null });
  }
  return runs;
}

/**
 * Gives runs of two rows that touch, also by their corners, the same origin: the earlier of theirs.
 * @param {Run[]} above
 * @param {Run[]} below
 */
function connect(above, below) {
  let next = 0;
  for (const run of below) {
    while (next < above.length && above[next].end < run.start) next++;
    for (let at = next; at < above.length && above[at].start <= run.end; at++) {
      const [one, other] = [firstRun(above[at]), firstRun(run)];
      if (one !== other) isBefore(one, other) ? (other.origin = one) : (one.origin = other);
    }
  }
}

/**
 * @param {Run} run
 * @returns {Run} the origin of its piece
 */
function firstRun(run) {
  while (run.origin) run = run.origin;
  return run;
}

/**
 * @param {Run} one
 * @param {Run} other
 */
function isBefore(one, other) {
  return one.y < other.y || (one.y === other.y && one.start < other.start);
}

/**
 * @param {Box} box becomes as wide and high as it must be to hold the other one
 * @param {number} left
 * @param {number} top
 * @param {number} right
 * @param {number} bottom
 */
function widen(box, left, top, right, bottom) {
  if (left < box.left) box.left = left;
  if (top < box.top) box.top = top;
  if (right > box.right) box.right = right;
  if (bottom > box.bottom) box.bottom = bottom;
}

/**
 * The boxes of what is not too small for a part of a digit, nor too large and reaches in from outside.
 * @param {Map<number, Box>} boxes
 * @param {Sheet} sheet
 */
function withoutDirt(boxes, { width, height }) {
  const every = [...boxes.values()];
  const isInside = (/** @type {Box} */ box) => !isAtEdge(box, width, height);
  const heights = every.filter(isInside).map(heightOf);
  const reachingIn = Math.max(0, ...every.filter((box) => !isInside(box)).map(longerSide));
  const longest = areDigits(heights, SMALLEST * Math.min(width, height), reachingIn)
    ? REACHING_IN * Math.max(...heights)
    : Infinity; // the digits themselves touch the edge
  const mayCount = (/** @type {Box} */ box) => isInside(box) || longerSide(box) <= longest;
  const counting = every.filter(mayCount);
  const least = SPECK * Math.max(...counting.map(heightOf));
  const large = counting.filter((box) => longerSide(box) >= least).sort((a, b) => longerSide(b) - longerSide(a));
  const kept = new Set(large.slice(0, MOST_PIECES));
  return new Map([...boxes].filter(([, box]) => kept.has(box)));
}

/**
 * Whether a box touches an edge of a sheet of that size.
 * @param {Box} box
 * @param {number} width
 * @param {number} height
 */
export function isAtEdge({ left, top, right, bottom }, width, height) {
  return left <= 0 || top <= 0 || right >= width || bottom >= height;
}

/**
 * Whether pieces inside the sheet are digits, and not specks beside one that touches the edge; several digits may be small
 * beside what reaches in.
 * @param {number[]} heights
 * @param {number} least the least height of a digit
 * @param {number} reachingIn the longer side of the longest piece at the edge
 */
function areDigits(heights, least, reachingIn) {
  const highest = Math.max(0, ...heights);
  const areSeveral = heights.filter((height) => height >= ABOUT_AS_HIGH * highest).length > 1;
  return highest >= least && (areSeveral || highest >= MIN_INSIDE * reachingIn);
}

/**
 * The numbers grow into the fainter ink around each piece, pixel by pixel, as far as EDGE_WIDTH.
 * @param {Sheet} sheet
 * @param {Uint8Array} rows the most in each row
 * @param {Map<number, Box>} boxes grow with them; pieces that are not among them are dropped
 */
function growIntoSoftEdges(sheet, rows, boxes) {
  const { labels, width, height } = sheet;
  let waiting = softPixels(sheet, rows, boxes);
  for (let round = 0; round < EDGE_WIDTH && waiting.length; round++) {
    const reached = waiting.map((i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      return Math.max(
        y > 0 ? labels[i - width] : 0,
        x > 0 ? labels[i - 1] : 0,
        x + 1 < width ? labels[i + 1] : 0,
        y + 1 < height ? labels[i + width] : 0,
      );
    });
    const left = waiting.filter((_, at) => reached[at] === 0);
    if (left.length === waiting.length) break;
    waiting.forEach((i, at) => {
      const box = boxes.get((labels[i] = reached[at]));
      const [x, y] = [i % width, Math.floor(i / width)];
      if (box) widen(box, x, y, x + 1, y + 1);
    });
    waiting = left;
  }
}

/**
 * @param {Sheet} sheet loses the numbers that are not among the boxes
 * @param {Uint8Array} rows
 * @param {Map<number, Box>} boxes
 * @returns {number[]} the places of all ink that is of no piece
 */
function softPixels({ difference, labels, width, height, strongest }, rows, boxes) {
  const soft = EDGE * strongest;
  /** @type {number[]} */
  const places = [];
  for (let y = 0; y < height; y++) {
    if (rows[y] < soft) continue;
    for (let i = y * width; i < (y + 1) * width; i++) {
      if (difference[i] < soft) continue;
      if (labels[i] && !boxes.has(labels[i])) labels[i] = 0;
      if (!labels[i]) places.push(i);
    }
  }
  return places;
}

/**
 * @param {Sheet} sheet
 * @param {number} number of the piece
 * @param {Box} box
 * @returns {Ink}
 */
function ownInk({ difference, labels, width, strongest }, number, box) {
  const ink = { data: new Float32Array(widthOf(box) * heightOf(box)), width: widthOf(box), height: heightOf(box) };
  for (let y = box.top, i = 0; y < box.bottom; y++) {
    for (let at = y * width + box.left; at < y * width + box.right; at++, i++) {
      if (labels[at] === number) ink.data[i] = difference[at] / strongest;
    }
  }
  return ink;
}

/**
 * All the ink of at least one piece as one.
 * @param {Piece[]} pieces
 * @returns {Piece}
 */
export function joinedPieces(pieces) {
  if (pieces.length === 1) return pieces[0];
  const box = { ...pieces[0].box };
  for (const { box: other } of pieces) widen(box, other.left, other.top, other.right, other.bottom);
  const [width, height] = [widthOf(box), heightOf(box)];
  const data = new Float32Array(width * height);
  for (const { box: own, ink } of pieces) {
    for (let y = 0, i = 0; y < ink.height; y++) {
      let at = (own.top - box.top + y) * width + own.left - box.left;
      for (let x = 0; x < ink.width; x++, i++, at++) if (ink.data[i] > data[at]) data[at] = ink.data[i];
    }
  }
  return { box, ink: { data, width, height } };
}

/**
 * Pieces in lines from top to bottom, each from left to right; those that lie on top of each other are joined.
 * @param {Piece[]} pieces
 * @returns {Piece[][]}
 */
export function findLines(pieces) {
  const whole = grouped(pieces, areStacked).map(joinedPieces);
  const lines = grouped(whole, areOnOneLine).map((line) => line.sort((a, b) => middleAcross(a) - middleAcross(b)));
  const middle = (/** @type {Piece[]} */ line) => line.reduce((sum, piece) => sum + middleDown(piece), 0) / line.length;
  return lines.sort((a, b) => middle(a) - middle(b));
}

/**
 * Pieces in groups: in one with each that it belongs together with, and so on.
 * @param {Piece[]} pieces
 * @param {(one: Box, other: Box) => boolean} belongTogether
 */
function grouped(pieces, belongTogether) {
  /** @type {Piece[][]} */
  let groups = [];
  for (const piece of pieces) {
    const own = groups.filter((group) => group.some((other) => belongTogether(piece.box, other.box)));
    groups = groups.filter((group) => !own.includes(group));
    groups.push([piece, ...own.flat()]);
  }
  return groups;
}

/**
 * Whether two boxes are parts of one digit: the bar of a 5, the loops of an 8.
 * @param {Box} one
 * @param {Box} other
 */
function areStacked(one, other) {
  const [across, down] = [overlapAcross(one, other), overlapDown(one, other)];
  const [lower, higher] = [heightOf(one), heightOf(other)].sort((a, b) => a - b);
  const narrower = Math.min(widthOf(one), widthOf(other));
  if (across >= STACKED_OVERLAP * narrower && -down <= STACKED_GAP * higher) {
    return lower < ABOUT_AS_HIGH * higher || down < ON_ONE_LINE * lower;
  }
  return across >= BROKEN_OVERLAP * narrower && -down <= BROKEN_GAP * higher && down < BROKEN_BESIDE * lower;
}

/**
 * @param {Box} one
 * @param {Box} other
 */
function areOnOneLine(one, other) {
  return overlapDown(one, other) >= ON_ONE_LINE * Math.min(heightOf(one), heightOf(other));
}

/**
 * How many columns two boxes share; below 0, minus the gap between them.
 * @param {Box} one
 * @param {Box} other
 */
function overlapAcross(one, other) {
  return Math.min(one.right, other.right) - Math.max(one.left, other.left);
}

/**
 * How many rows two boxes share; below 0, minus the gap between them.
 * @param {Box} one
 * @param {Box} other
 */
function overlapDown(one, other) {
  return Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
}

/** @param {Box} box */
export function widthOf(box) {
  return box.right - box.left;
}

/** @param {Box} box */
export function heightOf(box) {
  return box.bottom - box.top;
}

/** @param {Box} box */
export function longerSide(box) {
  return Math.max(widthOf(box), heightOf(box));
}

/** @param {Piece} piece */
function middleAcross({ box }) {
  return (box.left + box.right) / 2;
}

/** @param {Piece} piece */
function middleDown({ box }) {
  return (box.top + box.bottom) / 2;
}
