// A drawing as text that fits a web address, in the form of drawing_link.py: links of the app lead to the same drawing.

import { withoutNeedless } from "../lines.js";
import { ERASER, FORMAT, GRID, MARGIN, MAX_BYTES, MAX_LENGTH, MAX_POINTS, TOLERANCES } from "./home_constants.js";
import { fromBase64, through } from "./packed.js";

/** @typedef {import("../lines.js").Point} Point */
/** @typedef {import("./history.js").Stroke} Stroke */

const HEAD = 3; // bytes before the points of a stroke: its width, and how many points there are
const POINT = 4; // bytes

/** Whether this browser can make and read such text. */
export const canLink = () => typeof CompressionStream === "function";

/**
 * @param {Stroke[]} strokes
 * @returns {Promise<string | null>} letters, digits, - and _; null where it would be too long, or nothing is drawn
 */
export async function encodeDrawing(strokes) {
  const points = strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
  if (!strokes.length || points > MAX_POINTS) return null;
  for (const tolerance of TOLERANCES) {
    const text = await asLink(strokes.map((stroke) => ({ ...stroke, points: withoutNeedless(stroke.points, tolerance) })));
    if (text.length <= MAX_LENGTH) return text;
  }
  return null;
}

/**
 * @param {string} text
 * @returns {Promise<Stroke[]>} at least one; rejected for what `encodeDrawing` did not make
 */
export async function decodeDrawing(text) {
  if (text.length > MAX_LENGTH) throw new RangeError("too long");
  const packed = fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  const body = await through(packed, new DecompressionStream("deflate"));
  if (body.byteLength < 2 || body.byteLength > MAX_BYTES) throw new RangeError("no drawing");
  return unpackStrokes(new DataView(body));
}

/** @param {Stroke[]} strokes */
async function asLink(strokes) {
  const packed = new Uint8Array(await through(packStrokes(strokes), new CompressionStream("deflate")));
  const text = btoa(String.fromCharCode(...packed));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @param {Stroke[]} strokes */
function packStrokes(strokes) {
  const sizes = strokes.map(({ points }) => HEAD + POINT * points.length);
  const body = new DataView(new ArrayBuffer(sizes.reduce((sum, size) => sum + size, 1)));
  body.setUint8(0, FORMAT);
  let at = 1;
  strokes.forEach((stroke, number) => {
    packStroke(body, at, stroke);
    at += sizes[number];
  });
  return new Uint8Array(body.buffer);
}

/**
 * The first point as it is, the others as steps from the one before; negative steps wrap around.
 * @param {DataView} body
 * @param {number} at where it begins
 * @param {Stroke} stroke
 */
function packStroke(body, at, { width, points, isEraser }) {
  body.setUint8(at, Math.min(Math.max(Math.round(width), 1), 255));
  body.setUint16(at + 1, points.length + (isEraser ? ERASER : 0), true);
  let before = [0, 0];
  points.forEach((point, number) => {
    const place = point.map((value) => Math.min(Math.max(Math.round((value + MARGIN) / GRID), 0), 65535));
    place.forEach((value, axis) => body.setUint16(at + HEAD + POINT * number + 2 * axis, value - before[axis], true));
    before = place;
  });
}

/** @param {DataView} body */
function unpackStrokes(body) {
  if (body.getUint8(0) !== FORMAT) throw new RangeError("another format");
  const strokes = [];
  for (let at = 1; at < body.byteLength; ) {
    const stroke = unpackStroke(body, at);
    strokes.push(stroke);
    at += HEAD + POINT * stroke.points.length;
  }
  return strokes;
}

/**
 * @param {DataView} body
 * @param {number} at where it begins
 * @returns {Stroke}
 */
function unpackStroke(body, at) {
  const [width, marked] = [body.getUint8(at), body.getUint16(at + 1, true)]; // a RangeError where it is cut off
  const count = marked % ERASER;
  if (!width || !count) throw new RangeError("no stroke");
  let [x, y] = [0, 0];
  const points = Array.from({ length: count }, (_, number) => {
    const place = at + HEAD + POINT * number;
    x = (x + body.getUint16(place, true)) % 65536;
    y = (y + body.getUint16(place + 2, true)) % 65536;
    return /** @type {Point} */ ([x * GRID - MARGIN, y * GRID - MARGIN]);
  });
  return { width, points, isEraser: marked >= ERASER };
}
