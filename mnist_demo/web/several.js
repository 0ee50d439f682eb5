// Reads several digits at once: the surest way to put parts of ink together to digits. The twin of network/several.py.

import {
  CUT_FROM,
  DOT_EXTENT,
  ENOUGH,
  LEAST_SIDE,
  LEFT_WHOLE,
  MOST_CUTS,
  MOST_PARTS,
  SMALLEST,
  WIDEST,
  WIDEST_GAP,
} from "./constants.js";
import { cutApart, findCuts } from "./cuts.js";
import { findLines, findPieces, heightOf, joinedPieces, longerSide, widthOf } from "./pieces.js";
import { isDot, normalised } from "./prepare.js";
import { logOdds } from "./wholeness.js";

/** @typedef {import("./pieces.js").Box} Box */
/** @typedef {import("./pieces.js").Piece} Piece */
/** @typedef {import("./prepare.js").Ink} Ink */
/** @typedef {import("./network.js").Network} Network */
/**
 * A digit where it was found: its 28×28 picture and a probability for each class.
 * @typedef {{box: Box, image: Float32Array, probabilities: Float32Array}} FoundDigit
 */
/** @typedef {FoundDigit & {ink: Ink}} ReadInk its own ink alone, cut to the box */
/**
 * A piece, or what lies between two cuts; `crossed` is the ink on the cut before it, in pixels, null without one.
 * @typedef {{piece: Piece, crossed: number | null}} Part
 */

/**
 * The digits on a sheet, lines from top to bottom, each from left to right.
 * @param {Uint8ClampedArray} rgba of each pixel, row by row
 * @param {number} width
 * @param {number} height
 * @param {Network} network
 * @returns {FoundDigit[]}
 */
export function readSeveral(rgba, width, height, network) {
  const memory = memoryOf(network);
  const lines = findLines(findPieces(rgba, width, height)).map((line) => readLine(line, memory));
  memory.forgetOld();
  const side = Math.min(width, height);
  return lines.flatMap((line) => line.filter((digit) => isLargeEnough(digit, line, side)));
}

/**
 * Whether it is no dirt, no tap of the pen and no full stop.
 * @param {ReadInk} digit
 * @param {ReadInk[]} line
 * @param {number} side the shorter one of the sheet
 */
function isLargeEnough({ box, ink }, line, side) {
  const own = longerSide(box);
  const least = Math.max(SMALLEST * side, LEAST_SIDE * Math.max(...line.map((other) => heightOf(other.box))));
  return own >= least && (own >= DOT_EXTENT * side || !isDot(ink));
}

/**
 * The surest reading of a line.
 * @param {Piece[]} pieces from left to right
 * @param {Memory} memory
 */
function readLine(pieces, memory) {
  const height = Math.max(...pieces.map(({ box }) => heightOf(box)));
  const parts = partsOf(pieces, height, memory);
  /** @type {{score: number, digits: ReadInk[]}[]} */
  const surest = [{ score: 0, digits: [] }];
  for (let end = 1; end <= parts.length; end++) {
    surest.push({ score: -Infinity, digits: [] });
    for (let start = Math.max(0, end - MOST_PARTS); start < end; start++) {
      const own = parts.slice(start, end);
      if (own.length > 1 && !mayBeOne(own, height)) continue;
      const digit = memory.read(joinedPieces(own.map(({ piece }) => piece)));
      const odds = logOdds(digit.image, digit.probabilities, lieOf(digit.box, own, parts[end], height));
      const score = surest[start].score + odds;
      if (score > surest[end].score) surest[end] = { score, digits: [...surest[start].digits, digit] };
    }
  }
  return surest[parts.length].digits;
}

/**
 * Pieces from left to right, cut wherever digits may touch.
 * @param {Piece[]} pieces
 * @param {number} height of the line
 * @param {Memory} memory
 * @returns {Part[]}
 */
function partsOf(pieces, height, memory) {
  const parts = pieces.flatMap((piece) => {
    if (isWhole(piece, height, memory)) return [{ piece, crossed: null }];
    const found = findCuts(piece, height);
    const cuts = found.length <= MOST_CUTS ? found : [];
    const crossed = [null, ...cuts.map((cut) => cut.crossed)];
    return cutApart(piece, cuts).flatMap((part, at) => (part ? [{ piece: part, crossed: crossed[at] }] : []));
  });
  return parts.sort((a, b) => a.piece.box.left + a.piece.box.right - b.piece.box.left - b.piece.box.right);
}

/**
 * Whether a piece is narrow, or so surely one whole digit that it need not be cut.
 * @param {Piece} piece
 * @param {number} height of the line
 * @param {Memory} memory
 */
function isWhole(piece, height, memory) {
  if (widthOf(piece.box) / height < CUT_FROM) return true;
  const { image, probabilities } = memory.read(piece);
  return logOdds(image, probabilities, lieOf(piece.box, [{ piece, crossed: null }], undefined, height)) > LEFT_WHOLE;
}

/**
 * Whether parts side by side may be one digit.
 * @param {Part[]} parts
 * @param {number} height of the line
 */
function mayBeOne(parts, height) {
  const [left, right] = [parts.map(({ piece }) => piece.box.left), parts.map(({ piece }) => piece.box.right)];
  const width = Math.max(...right) - Math.min(...left);
  return width <= WIDEST * height && Math.max(...gapsBetween(parts)) <= WIDEST_GAP * height;
}

/**
 * The columns without ink between each part and the next; below 0 where they overlap.
 * @param {Part[]} parts
 */
function gapsBetween(parts) {
  return parts.slice(1).map(({ piece }, before) => piece.box.left - parts[before].piece.box.right);
}

/**
 * How parts lie in their line.
 * @param {Box} box around them
 * @param {Part[]} parts
 * @param {Part | undefined} next what follows them
 * @param {number} height of the line
 * @returns {import("./wholeness.js").Lie}
 */
function lieOf(box, parts, next, height) {
  const within = parts.slice(1).flatMap(({ crossed }) => (crossed === null ? [] : [crossed]));
  const share = (/** @type {number | null} */ length) => (length === null ? null : length / height);
  return {
    width: widthOf(box) / height,
    height: heightOf(box) / height,
    gap: gapsBetween(parts).reduce((sum, gap) => sum + Math.max(0, gap), 0) / height,
    before: share(parts[0].crossed),
    after: share(next ? next.crossed : null),
    within: share(within.length ? Math.min(...within) : null),
    cutsWithin: within.length,
  };
}

/** What a network read a moment ago, so that in each frame it reads only the ink that has changed. */
class Memory {
  /** @param {Network} network */
  constructor(network) {
    this.network = network;
    /** @type {Map<string, ReadInk>} */
    this.before = new Map();
    /** @type {Map<string, ReadInk>} */
    this.now = new Map();
  }

  /**
   * @param {Piece} piece
   * @returns {ReadInk}
   */
  read(piece) {
    const key = keyOf(piece);
    const digit = this.now.get(key) ?? this.before.get(key) ?? readPiece(piece, this.network);
    this.now.set(key, digit);
    return digit;
  }

  /** What was not read since the last time is forgotten. */
  forgetOld() {
    [this.before, this.now] = [this.now, new Map()];
  }
}

/** @type {WeakMap<Network, Memory>} */
const memories = new WeakMap();

/** @param {Network} network */
function memoryOf(network) {
  const memory = memories.get(network) ?? new Memory(network);
  memories.set(network, memory);
  return memory;
}

/**
 * The same for the same ink at the same place, and practically only for it: FNV-1a over its bits.
 * @param {Piece} piece
 */
function keyOf({ box, ink }) {
  let hash = 0x811c9dc5;
  for (const bits of new Uint32Array(ink.data.buffer, ink.data.byteOffset, ink.data.length)) {
    hash = Math.imul(hash ^ bits, 0x01000193);
  }
  return [box.left, box.top, box.right, box.bottom, hash].join();
}

/**
 * @param {Piece} piece
 * @param {Network} network
 * @returns {ReadInk}
 */
function readPiece({ box, ink }, network) {
  const image = normalised(reduced(ink));
  return { box, ink, image, probabilities: network.predict(image) };
}

/**
 * Ink in blocks of their mean, so large that ENOUGH and more pixels are left of the longer side; the strongest being 1.
 * @param {Ink} ink
 * @returns {Ink}
 */
function reduced({ data, width, height }) {
  const block = Math.max(1, Math.floor(Math.max(width, height) / ENOUGH));
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const means = new Float32Array(columns * rows);
  let strongest = 0;
  for (let y = 0, i = 0; y < height; y++) {
    const row = Math.floor(y / block) * columns;
    for (let x = 0; x < width; x++, i++) {
      const value = data[i];
      if (value === 0) continue;
      if (value > strongest) strongest = value;
      means[row + Math.floor(x / block)] += value;
    }
  }
  for (let i = 0; i < means.length; i++) means[i] /= strongest * block * block;
  return { data: means, width: columns, height: rows };
}
