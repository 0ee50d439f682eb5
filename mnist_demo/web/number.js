// Several digits as one number.

import { readOut } from "./note.js";

/**
 * A digit on a sheet with several, in the sheet's own pixels.
 * @typedef {object} FoundDigit
 * @property {{left: number, top: number, right: number, bottom: number}} box right and bottom are just outside
 * @property {Float32Array | null} image 28×28 in [0, 1]; null where a lesson hides it
 * @property {(ArrayLike<number> | null)[]} probabilities of each network, one for each class; null where they are hidden
 */
/** @typedef {{digits: FoundDigit[], chosen: number}} Found in reading order; the chosen one has the bars and the picture */

/**
 * What a network reads, with "?" in the place of a digit that it is not sure of.
 * @param {FoundDigit[]} digits
 * @param {number} network
 * @param {number} threshold the smallest probability that is an answer
 * @param {string[]} classes
 * @param {import("./note.js").Words} words
 */
export function asNumber(digits, network, threshold, classes, words) {
  const read = digits.flatMap(({ probabilities }) => {
    const shares = probabilities[network];
    return shares ? [readOut(shares, threshold, classes, words).word] : [];
  });
  return read.join(read.every(({ length }) => length === 1) ? "" : " ");
}

/**
 * Places along a row for things of one width, as near as can be to where they are wanted, and none over another.
 * @param {number[]} wanted their middles
 * @param {number} width
 * @param {number} room the length of the row; where it is too short they lie closer
 * @returns {number[]}
 */
export function spread(wanted, width, room) {
  const step = Math.min(width, room / wanted.length);
  const order = [...wanted.keys()].sort((one, other) => wanted[one] - wanted[other]);
  const places = [...wanted];
  let least = step / 2;
  for (const number of order) {
    places[number] = Math.max(places[number], least);
    least = places[number] + step;
  }
  let most = room - step / 2;
  for (const number of order.reverse()) {
    places[number] = Math.min(places[number], most);
    most = places[number] - step;
  }
  return places;
}
