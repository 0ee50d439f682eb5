// What the networks say to the pixels of a sheet, as an answer like Python's.

import { prepare } from "../../web/prepare.js";

/** @typedef {import("../../web/answer.js").Answer} Answer */
/** @typedef {import("../../web/network.js").Network} Network */

/**
 * The same page with another drawing, or Python's answer where it is about the same one.
 * @param {Answer} answer Python's
 * @param {Uint8ClampedArray} pixels of a square sheet
 * @param {[number, number]} size its width and height
 * @param {Network[]} networks
 * @returns {Answer}
 */
export function readDigit(answer, pixels, [side], networks) {
  const image = prepare(pixels, side);
  if (image && isSame(image, answer.image)) return answer;
  const readings = answer.networks.map((reading, number) => ({
    ...reading,
    probabilities: image && networks[number].predict(image),
    remark: "",
  }));
  return { ...answer, image, networks: readings, isEmpty: !image, isTooSmall: false };
}

/**
 * Whether two pictures are of the same drawing: Python's and ours differ by two levels of grey at most.
 * @param {Float32Array} one
 * @param {Float32Array | null} other
 */
export function isSame(one, other) {
  return other !== null && one.every((value, place) => Math.abs(value - other[place]) < 3 / 255);
}
