// Reads several digits at once: the surest way to put parts of ink together to digits. The twin of network/several.py.

import {
  CUT_FROM,
  DOT_EXTENT,
  ENOUGH,
  FIRM,
  LEAST_INK,
  LEAST_OF_ALL,
  LEAST_SIDE,
  LEAST_UNREAD,
  LEFT_WHOLE,
  MOST_CUTS,
  MOST_PARTS,
  READ_FROM,
  SMALLEST,
  WIDEST,
  WIDEST_GAP,
} from "./constants.js";
import { cutOut, findCuts } from "./cuts.js";
import { findLines, findPieces, heightOf, isAtEdge, joinedPieces, longerSide, widthOf } from "./pieces.js";
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
 * Where a digit may begin or end: before a piece of the line, or at a cut through it.
 * @typedef {{piece: number, cut: import("./cuts.js").Cut | null}} Border
 */
/** @typedef {{top: number, height: number}} Place where a line lies on the sheet */

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
  const found = lines.flatMap((line) => line.filter((digit) => isLargeEnough(digit, line, side)));
  const highest = Math.max(0, ...found.filter(isRead).map((digit) => heightOf(digit.box)));
  return found.filter((digit) => !isDirt(digit, highest, width, height));
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
 * @param {ReadInk} digit
 * @returns {boolean}
 */
function isRead({ probabilities }) {
  return Math.max(...probabilities) >= READ_FROM;
}

/**
 * Whether it is too small beside the highest digit that is read; or hardly read, and small or at an edge of the sheet.
 * @param {ReadInk} digit
 * @param {number} highest 0 where none is read, and nothing dirt
 * @param {number} width
 * @param {number} height
 */
function isDirt(digit, highest, width, height) {
  const side = longerSide(digit.box);
  if (isRead(digit)) return side < LEAST_OF_ALL * highest;
  return side < LEAST_UNREAD * highest || (highest > 0 && isAtEdge(digit.box, width, height));
}

/**
 * The surest reading of a line.
 * @param {Piece[]} pieces from left to right
 * @param {Memory} memory
 */
function readLine(pieces, memory) {
  const place = placeOfLine(pieces);
  const borders = bordersOf(pieces, place.height);
  const open = openOf(borders, pieces, place, memory);
  /** @type {{score: number, digits: ReadInk[]}[]} */
  const surest = borders.map((_, number) => ({ score: number ? -Infinity : 0, digits: [] }));
  for (const end of open) {
    for (const start of open) {
      if (start >= end || end - start > MOST_CUTS + 1) continue;
      const own = borders.slice(start, end + 1);
      const parts = partsBetween(pieces, own);
      if (!mayBeOne(parts, own, place.height)) continue;
      const digit = memory.read(joinedPieces(parts));
      const score = surest[start].score + oddsOf(digit, parts, own, place);
      if (score > surest[end].score) surest[end] = { score, digits: [...surest[start].digits, digit] };
    }
  }
  return surest[borders.length - 1].digits;
}

/**
 * @param {Piece[]} pieces of a line
 * @returns {Place}
 */
function placeOfLine(pieces) {
  const boxes = pieces.map(({ box }) => box);
  return { top: Math.min(...boxes.map((box) => box.top)), height: Math.max(...boxes.map(heightOf)) };
}

/**
 * Where digits may begin or end, from left to right: at both ends of each piece, and where it may be cut.
 * @param {Piece[]} pieces
 * @param {number} height of the line
 * @returns {Border[]}
 */
function bordersOf(pieces, height) {
  const ofPieces = pieces.flatMap((piece, number) => [
    { piece: number, cut: null },
    ...cutsOf(piece, height).map((cut) => ({ piece: number, cut })),
  ]);
  return [...ofPieces, { piece: pieces.length, cut: null }];
}

/**
 * The numbers of the borders but for cuts through pieces that are so surely whole that they need not be cut.
 * @param {Border[]} borders
 * @param {Piece[]} pieces
 * @param {Place} place
 * @param {Memory} memory
 * @returns {number[]}
 */
function openOf(borders, pieces, place, memory) {
  const ends = borders.flatMap(({ cut }, number) => (cut ? [] : [number]));
  const isWhole = pieces.map((piece, number) => {
    const own = borders.slice(ends[number], ends[number + 1] + 1);
    return oddsOf(memory.read(piece), [piece], own, place) > LEFT_WHOLE;
  });
  return borders.flatMap(({ piece, cut }, number) => (cut && isWhole[piece] ? [] : [number]));
}

/**
 * @param {Piece} piece
 * @param {number} height of the line
 */
function cutsOf(piece, height) {
  const cuts = widthOf(piece.box) >= CUT_FROM * height ? findCuts(piece, height) : [];
  return cuts.length <= MOST_CUTS ? cuts : [];
}

/**
 * What lies of each piece between the first and the last border; [] where that is too much or nothing at all.
 * @param {Piece[]} pieces
 * @param {Border[]} borders
 * @returns {Piece[]}
 */
function partsBetween(pieces, borders) {
  if (borders.length > MOST_PARTS + 1 && !isPiece(borders)) return [];
  const [start, end] = [borders[0], borders[borders.length - 1]];
  const own = pieces.slice(start.piece, end.cut ? end.piece + 1 : end.piece);
  const parts = own.flatMap((piece, at) => {
    const number = start.piece + at;
    return cutOut(piece, number === start.piece ? start.cut : null, number === end.piece ? end.cut : null) ?? [];
  });
  return parts.length === own.length ? parts : [];
}

/**
 * Whether it is a whole piece that lies between these borders.
 * @param {Border[]} borders
 */
function isPiece(borders) {
  const [start, end] = [borders[0], borders[borders.length - 1]];
  return !start.cut && !end.cut && end.piece === start.piece + 1;
}

/**
 * Whether parts may be a digit; a whole piece always may, so that there is a way through all of the line.
 * @param {Piece[]} parts
 * @param {Border[]} borders from the first to the last
 * @param {number} height of the line
 */
function mayBeOne(parts, borders, height) {
  if (!parts.length) return false;
  if (isPiece(borders)) return true;
  const [left, right] = [parts.map(({ box }) => box.left), parts.map(({ box }) => box.right)];
  const width = Math.max(...right) - Math.min(...left);
  if (width > WIDEST * height || Math.max(0, ...gapsBetween(parts)) > WIDEST_GAP * height) return false;
  return parts.reduce((sum, { ink }) => sum + firmInk(ink), 0) >= LEAST_INK * height ** 2;
}

/** @param {Ink} ink */
function firmInk({ data }) {
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] >= FIRM) count++;
  return count;
}

/**
 * The columns without ink between each part and the next; below 0 where they overlap.
 * @param {Piece[]} parts
 */
function gapsBetween(parts) {
  return parts.slice(1).map(({ box }, before) => box.left - parts[before].box.right);
}

/**
 * The log odds that parts are one whole digit.
 * @param {ReadInk} digit as what they were read
 * @param {Piece[]} parts
 * @param {Border[]} borders from the first to the last
 * @param {Place} place
 */
function oddsOf({ box, image, probabilities }, parts, borders, place) {
  return logOdds(image, probabilities, lieOf(box, parts, borders, place));
}

/**
 * How parts lie in their line.
 * @param {Box} box around them
 * @param {Piece[]} parts
 * @param {Border[]} borders from the first to the last
 * @param {Place} place
 * @returns {import("./wholeness.js").Lie}
 */
function lieOf(box, parts, borders, { top, height }) {
  const crossed = borders.map(({ cut }) => (cut ? cut.crossed : null));
  const within = crossed.slice(1, -1).flatMap((ink) => (ink === null ? [] : [ink]));
  const share = (/** @type {number | null} */ length) => (length === null ? null : length / height);
  return {
    width: widthOf(box) / height,
    height: heightOf(box) / height,
    top: (box.top - top) / height,
    gap: gapsBetween(parts).reduce((sum, gap) => sum + Math.max(0, gap), 0) / height,
    before: share(crossed[0]),
    after: share(crossed[crossed.length - 1]),
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
