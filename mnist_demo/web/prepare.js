// From the pixels of a drawing to a picture like those of MNIST: the steps of preprocessing.py, one for one.

import {
  BOX_SIZE,
  CENTER,
  DOT_EXTENT,
  DOT_FILL,
  DOT_RATIO,
  EDGE,
  IMAGE_SIZE,
  MIN_CONTRAST,
  MIN_EXTENT,
  MIN_STROKE,
  NUDGE,
} from "./constants.js";


/**
 * Ink from 0 (paper) to 1 (pen), row by row.
 * @typedef {{data: Float32Array, width: number, height: number}} Ink
 */
/**
 * How far each pixel is from paper, 0 to 255, and the most in each row and column.
 * @typedef {{difference: Uint8Array, rows: Uint8Array, columns: Uint8Array}} Marks
 */

/**
 * A drawing as the network wants it.
 * @param {Uint8ClampedArray} rgba of each pixel of a square drawing
 * @param {number} size its side in pixels
 * @returns {Float32Array | null} 28×28 from 0 to 1; null where (nearly) nothing is drawn
 */
export function prepare(rgba, size) {
  const cropped = cropToInk(differenceFromPaper(rgba, size, size), size);
  return cropped && normalised(cropped);
}

/**
 * The 28×28 picture of a digit alone.
 * @param {Ink} ink cut to the digit
 */
export function normalised(ink) {
  return center(fitToBox(thicken(ink)));
}

/**
 * Whether anything is drawn, be it too small for a digit.
 * @param {Uint8ClampedArray} rgba
 * @param {number} width
 * @param {number} height
 */
export function hasInk(rgba, width, height) {
  return Math.max(...differenceFromPaper(rgba, width, height).rows) >= MIN_CONTRAST;
}

/**
 * On a transparent canvas a pixel's distance is its opacity, else its difference from the colour along the border.
 * @param {Uint8ClampedArray} rgba
 * @param {number} width
 * @param {number} height
 * @returns {Marks}
 */
export function differenceFromPaper(rgba, width, height) {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height);
  const paper = Uint8Array.from(paperColour(rgba, pixels, width, height));
  const [empty] = new Uint32Array(paper.buffer);
  const difference = new Uint8Array(width * height);
  const [rows, columns] = [new Uint8Array(height), new Uint8Array(width)];
  let [last, value] = [empty, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const pixel = pixels[i];
      if (pixel === empty) continue; // most are, and the others are mostly alike
      if (pixel !== last) value = distance((last = pixel), paper);
      difference[i] = value;
      if (value > rows[y]) rows[y] = value;
      if (value > columns[x]) columns[x] = value;
    }
  }
  return { difference, rows, columns };
}

/**
 * How far a pixel is from the paper: its opacity where that is clear, else the difference in the channel with most.
 * @param {number} pixel as a little-endian number
 * @param {Uint8Array} paper its four channels
 */
function distance(pixel, paper) {
  if (paper[3] < 128) return pixel >>> 24;
  const [red, green, blue] = [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255];
  return Math.max(Math.abs(red - paper[0]), Math.abs(green - paper[1]), Math.abs(blue - paper[2]));
}

/**
 * The median of each channel along the border, where usually all pixels are alike.
 * @param {Uint8ClampedArray} rgba
 * @param {Uint32Array} pixels the same, a number each
 * @param {number} width
 * @param {number} height
 */
function paperColour(rgba, pixels, width, height) {
  const border = alongBorder(width, height);
  if (border.every((at) => pixels[at] === pixels[0])) return rgba.subarray(0, 4);
  return [0, 1, 2, 3].map((channel) => {
    const values = Uint8Array.from(border, (at) => rgba[4 * at + channel]).sort();
    return Math.floor((values[width + height - 1] + values[width + height]) / 2);
  });
}

/**
 * The places of the pixels along the four edges, corners twice.
 * @param {number} width
 * @param {number} height
 */
function alongBorder(width, height) {
  /** @type {number[]} */
  const border = [];
  for (let x = 0; x < width; x++) border.push(x, (height - 1) * width + x);
  for (let y = 0; y < height; y++) border.push(y * width, y * width + width - 1);
  return border;
}

/**
 * The rows and columns with ink, the strongest ink being 1.
 * @param {Marks} marks
 * @param {number} size
 * @returns {Ink | null}
 */
export function cropToInk({ difference, rows, columns }, size) {
  const strongest = Math.max(...rows);
  if (strongest < MIN_CONTRAST) return null;
  const isMarked = (/** @type {number} */ value) => value >= EDGE * strongest;
  const [top, bottom] = [rows.findIndex(isMarked), rows.findLastIndex(isMarked)];
  const [left, right] = [columns.findIndex(isMarked), columns.findLastIndex(isMarked)];
  const ink = blank(right - left + 1, bottom - top + 1);
  for (let y = 0, i = 0; y < ink.height; y++) {
    for (let x = 0, at = (top + y) * size + left; x < ink.width; x++, i++, at++) {
      ink.data[i] = difference[at] / strongest;
    }
  }
  const extent = Math.max(ink.width, ink.height) / size;
  return extent < MIN_EXTENT || (extent < DOT_EXTENT && isDot(ink)) ? null : ink;
}

/**
 * A tap of the pen leaves a dot: about as wide as high, and filled.
 * @param {Ink} ink
 */
export function isDot(ink) {
  const [shorter, longer] = [Math.min(ink.width, ink.height), Math.max(ink.width, ink.height)];
  return shorter >= DOT_RATIO * longer && sum(ink.data) / ink.data.length >= DOT_FILL;
}

/**
 * Widen strokes that would be too thin to see in the 20×20 box.
 * @param {Ink} ink
 */
export function thicken(ink) {
  const needed = (MIN_STROKE * Math.max(ink.width, ink.height)) / BOX_SIZE;
  const missing = roundHalfEven((needed - strokeWidth(ink)) / 2);
  if (missing < 1) return ink;
  const padded = pad(ink, missing);
  for (let i = 0; i < padded.data.length; i++) padded.data[i] = Math.round(padded.data[i] * 255) / 255;
  return transposed(maximumAlongRows(transposed(maximumAlongRows(padded, missing)), missing));
}

/**
 * Mean width of the strokes in pixels: twice the area over the length of the outline.
 * @param {Ink} ink
 */
function strokeWidth({ data, width, height }) {
  let [area, outline] = [0, 0];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0, before = 0; x < width; x++, i++) {
      const value = data[i];
      area += value;
      outline += Math.abs(value - before) + Math.abs(value - (y ? data[i - width] : 0));
      before = value;
      if (x === width - 1) outline += value;
      if (y === height - 1) outline += value;
    }
  }
  return (2 * area) / Math.max((outline * Math.PI) / 4, 1e-9);
}

/**
 * Each pixel becomes the highest of those at most `reach` columns away: ink spreads, and most pixels have none.
 * @param {Ink} ink
 * @param {number} reach
 */
function maximumAlongRows({ data, width, height }, reach) {
  const result = blank(width, height);
  for (let i = 0; i < data.length; i++) {
    if (data[i] === 0) continue;
    const x = i % width;
    const end = i + Math.min(reach, width - 1 - x);
    for (let at = i - Math.min(reach, x); at <= end; at++) if (data[i] > result.data[at]) result.data[at] = data[i];
  }
  return result;
}

/**
 * Scaled with anti-aliasing so that the longer side is 20.
 * @param {Ink} ink
 */
export function fitToBox(ink) {
  const scale = BOX_SIZE / Math.max(ink.width, ink.height);
  const [width, height] = [ink.width, ink.height].map((side) => Math.max(1, roundHalfEven(side * scale)));
  const boxed = transposed(resizeRows(transposed(resizeRows(ink, width)), height));
  for (let i = 0; i < boxed.data.length; i++) boxed.data[i] = Math.min(Math.max(boxed.data[i], 0), 1);
  return boxed;
}

/**
 * Every row resized to `width` pixels, with Pillow's filter HAMMING.
 * @param {Ink} ink
 * @param {number} width
 */
function resizeRows(ink, width) {
  const result = blank(width, ink.height);
  const scale = ink.width / width;
  const reach = Math.max(scale, 1);
  for (let x = 0; x < width; x++) {
    const middle = (x + 0.5) * scale;
    const from = Math.max(Math.trunc(middle - reach + 0.5), 0);
    const to = Math.min(Math.trunc(middle + reach + 0.5), ink.width);
    const weights = Float64Array.from({ length: to - from }, (_, i) => hamming((from + i - middle + 0.5) / reach));
    const total = sum(weights);
    for (let y = 0; y < ink.height; y++) {
      let value = 0;
      for (let i = from; i < to; i++) value += ink.data[y * ink.width + i] * weights[i - from];
      result.data[y * width + x] = value / total;
    }
  }
  return result;
}

/** @param {number} x */
function hamming(x) {
  if (x === 0) return 1;
  if (Math.abs(x) >= 1) return 0;
  const angle = Math.PI * x;
  return (Math.sin(angle) / angle) * (0.54 + 0.46 * Math.cos(angle));
}

/**
 * Placed in 28×28 so that the centre of mass is nearest to the centre.
 * @param {Ink} ink
 */
export function center({ data, width, height }) {
  let [total, byRow, byColumn] = [0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    total += data[i];
    byRow += data[i] * Math.floor(i / width);
    byColumn += data[i] * (i % width);
  }
  const [top, left] = [placed(byRow / total, height), placed(byColumn / total, width)];
  const image = new Float32Array(IMAGE_SIZE * IMAGE_SIZE);
  for (let y = 0; y < height; y++) {
    image.set(data.subarray(y * width, (y + 1) * width), (top + y) * IMAGE_SIZE + left);
  }
  return image;
}

/**
 * The row or column where ink begins in the image.
 * @param {number} mass its centre of mass along this axis
 * @param {number} side its extent along this axis
 */
function placed(mass, side) {
  return Math.min(Math.max(roundHalfEven(CENTER - mass + NUDGE), 0), IMAGE_SIZE - side);
}

/**
 * @param {number} width
 * @param {number} height
 * @returns {Ink}
 */
function blank(width, height) {
  return { data: new Float32Array(width * height), width, height };
}

/**
 * @param {Ink} ink
 * @param {number} margin
 */
function pad(ink, margin) {
  const result = blank(ink.width + 2 * margin, ink.height + 2 * margin);
  for (let y = 0; y < ink.height; y++) {
    const row = ink.data.subarray(y * ink.width, (y + 1) * ink.width);
    result.data.set(row, (y + margin) * result.width + margin);
  }
  return result;
}

/** @param {Ink} ink */
function transposed({ data, width, height }) {
  const result = blank(height, width);
  for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) result.data[x * height + y] = data[i];
  return result;
}

/** @param {Float32Array | Float64Array} values */
function sum(values) {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/**
 * As Python's round().
 * @param {number} x
 */
export function roundHalfEven(x) {
  const below = Math.floor(x);
  if (x - below !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
