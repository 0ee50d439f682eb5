// Reads several digits at once: the surest way to part pieces of ink into digits. The twin of network/several.py.

import { MOST_PARTS, SPREAD, WIDEST, WIDEST_GAP } from "./constants.js";
import { findLines, findPieces, heightOf, joinedPieces } from "./pieces.js";
import { normalised } from "./prepare.js";
import { ReadingMemory } from "./reading_memory.js";

/** @typedef {import("./pieces.js").Box} Box */
/** @typedef {import("./pieces.js").Piece} Piece */
/** @typedef {import("./network.js").Network} Network */
/**
 * A digit where it was found: its 28×28 picture and a probability for each class.
 * @typedef {{box: Box, image: Float32Array, probabilities: Float32Array}} FoundDigit
 */

/**
 * The digits on a sheet, lines from top to bottom, each from left to right.
 * @param {Uint8ClampedArray} rgba of each pixel, row by row
 * @param {number} width
 * @param {number} height
 * @param {Network} network
 * @param {ReadingMemory} memory where sheets follow each other, what was read of the one before
 * @returns {FoundDigit[]}
 */
export function readSeveral(rgba, width, height, network, memory = new ReadingMemory()) {
  memory.turn(network);
  return findLines(findPieces(rgba, width, height)).flatMap((line) => readLine(line, network, memory));
}

/**
 * The surest reading of a line.
 * @param {Piece[]} pieces from left to right
 * @param {Network} network
 * @param {ReadingMemory} memory
 */
function readLine(pieces, network, memory) {
  const lineHeight = Math.max(...pieces.map(({ box }) => heightOf(box)));
  /** @type {{score: number, digits: FoundDigit[]}[]} */
  const surest = [{ score: 0, digits: [] }];
  for (let end = 1; end <= pieces.length; end++) {
    surest.push({ score: -Infinity, digits: [] });
    for (let start = Math.max(0, end - MOST_PARTS); start < end; start++) {
      const parts = pieces.slice(start, end);
      if (parts.length > 1 && !mayBeOne(parts, lineHeight)) continue;
      const piece = joinedPieces(parts);
      const digit = memory.digitOf(piece, () => readPiece(piece, network));
      const score = surest[start].score + scoreOf(digit, parts);
      if (score > surest[end].score) surest[end] = { score, digits: [...surest[start].digits, digit] };
    }
  }
  return surest[pieces.length].digits;
}

/**
 * Whether pieces side by side may be one digit.
 * @param {Piece[]} pieces
 * @param {number} lineHeight
 */
function mayBeOne(pieces, lineHeight) {
  const width = Math.max(...pieces.map(({ box }) => box.right)) - pieces[0].box.left;
  return width <= WIDEST * lineHeight && Math.max(...gaps(pieces)) <= WIDEST_GAP * lineHeight;
}

/**
 * The columns without ink between each piece and the next; below 0 where they overlap.
 * @param {Piece[]} pieces
 */
function gaps(pieces) {
  return pieces.slice(1).map(({ box }, before) => box.left - pieces[before].box.right);
}

/**
 * How sure it is that the pieces are this digit: the logarithm of a probability.
 * @param {FoundDigit} digit
 * @param {Piece[]} pieces
 */
function scoreOf({ probabilities, box }, pieces) {
  const gap = gaps(pieces).reduce((sum, each) => sum + Math.max(0, each), 0) / heightOf(box);
  return Math.log(Math.max(...probabilities)) - SPREAD * gap;
}

/**
 * @param {Piece} piece
 * @param {Network} network
 * @returns {FoundDigit}
 */
function readPiece({ box, ink }, network) {
  const strongest = ink.data.reduce((most, value) => Math.max(most, value), 0);
  const image = normalised({ ...ink, data: ink.data.map((value) => value / strongest) });
  return { box, image, probabilities: network.predict(image) };
}
