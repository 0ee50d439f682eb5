// The same of several digits: what the networks say to each, and the answer with one of them chosen.

import { readSeveral } from "../../web/several.js";
import { isSame } from "./readings.js";

/** @typedef {import("../../web/answer.js").Answer} Answer */

/**
 * The first network tells the digits apart, and the other one reads the same.
 * @param {Answer} answer Python's
 * @param {Uint8ClampedArray} pixels
 * @param {[number, number]} size width and height of the sheet
 * @param {import("../../web/network.js").Network[]} networks
 * @returns {Answer}
 */
export function readNumber(answer, pixels, [width, height], [network, ...others]) {
  const digits = readSeveral(pixels, width, height, network).map(({ box, image, probabilities }) => ({
    box,
    image,
    probabilities: [probabilities, ...others.map((other) => other.predict(image))],
  }));
  const known = answer.found?.digits ?? [];
  const isKnown = digits.length === known.length && digits.every(({ image }, place) => isSame(image, known[place].image));
  if (digits.length && isKnown) return answer;
  return { ...answer, found: { digits, chosen: digits.length - 1 }, isEmpty: !digits.length, isTooSmall: false };
}

/**
 * The answer with the bars and the picture of the chosen one of its digits.
 * @param {Answer} answer
 * @param {import("../../web/number.js").Found} found its digits
 * @param {number} chosen
 * @returns {Answer}
 */
export function withChosen(answer, found, chosen) {
  const digit = found.digits.at(chosen);
  const networks = answer.networks.map((reading, number) => ({
    ...reading,
    probabilities: digit?.probabilities[number] ?? null,
  }));
  return { ...answer, found: { ...found, chosen }, image: digit?.image ?? null, networks };
}
