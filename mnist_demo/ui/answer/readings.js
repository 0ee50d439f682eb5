// What the networks say to the pixels of a sheet, as an answer like Python's.

import { ReadingMemory } from "../../web/reading_memory.js";
import { prepare } from "../../web/prepare.js";
import { readSeveral } from "../../web/several.js";

/** @typedef {import("../../web/answer.js").Answer} Answer */
/** @typedef {import("../../web/network.js").Network} Network */
/** @typedef {import("../../web/number.js").FoundDigit} FoundDigit */

/** What the first network read a moment ago. */
const memory = new ReadingMemory();

/**
 * The same page with another drawing, or Python's answer where it is about the same one.
 * @param {Answer} answer Python's
 * @param {Uint8ClampedArray} pixels of the sheet
 * @param {[number, number]} size its width and height
 * @param {Network[]} networks
 * @returns {Answer}
 */
export function read(answer, pixels, size, networks) {
  return answer.found ? readNumber(answer, pixels, size, networks) : readDigit(answer, pixels, size[0], networks);
}

/**
 * @param {Answer} answer
 * @param {Uint8ClampedArray} pixels
 * @param {number} side
 * @param {Network[]} networks
 * @returns {Answer}
 */
function readDigit(answer, pixels, side, networks) {
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
 * The first network tells the digits apart, and the other one reads the same.
 * @param {Answer} answer
 * @param {Uint8ClampedArray} pixels
 * @param {[number, number]} size
 * @param {Network[]} networks
 * @returns {Answer}
 */
function readNumber(answer, pixels, [width, height], [network, ...others]) {
  const digits = readSeveral(pixels, width, height, network, memory).map(({ box, image, probabilities }) => ({
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
 * @param {import("./choice.js").Choice} choice
 * @returns {Answer}
 */
export function withChosen(answer, choice) {
  if (!answer.found) return answer;
  const chosen = choice.among(answer.found.digits.map(({ box }) => box), answer.found.chosen);
  const digit = answer.found.digits.at(chosen);
  const networks = answer.networks.map((reading, number) => ({
    ...reading,
    probabilities: digit?.probabilities[number] ?? null,
  }));
  return { ...answer, found: { ...answer.found, chosen }, image: digit?.image ?? null, networks };
}

/**
 * Whether two pictures are of the same drawing: Python's and ours differ by two levels of grey at most.
 * @param {Float32Array} one
 * @param {Float32Array | null} other
 */
function isSame(one, other) {
  return other !== null && one.every((value, place) => Math.abs(value - other[place]) < 3 / 255);
}
