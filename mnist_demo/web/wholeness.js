// How likely ink is one whole digit: the twin of network/wholeness.py.

import { HALF, IMAGE_SIZE, MANY_CUTS, NUM_CLASSES, UNCUT_WITHIN } from "./constants.js";
import { dense } from "./network.js";
import { WHOLENESS } from "./wholeness_layers.js";

/**
 * How ink lies in its line; all but the number of cuts within it as shares of the height of the line. `before`, `after`
 * and `within` are the ink that cuts cross, null where there is no cut.
 * @typedef {{width: number, height: number, top: number, gap: number, before: number | null,
 *   after: number | null, within: number | null, cutsWithin: number}} Lie
 */

/** @type {import("./network.js").Layer[] | undefined} */
let wholenessLayers;

/**
 * The logarithm of the odds that some ink is one whole digit.
 * @param {Float32Array} image 28×28
 * @param {Float32Array} probabilities
 * @param {Lie} lie
 */
export function logOdds(image, probabilities, lie) {
  wholenessLayers ??= WHOLENESS.map(unpackedLayer);
  const [hidden, last] = wholenessLayers;
  return dense(dense(knownOf(image, probabilities, lie), hidden).map((sum) => Math.max(sum, 0)), last)[0];
}

/**
 * @param {Float32Array} image
 * @param {Float32Array} probabilities
 * @param {Lie} lie
 */
function knownOf(image, probabilities, { width, height, top, gap, before, after, within, cutsWithin }) {
  const known = new Float32Array(HALF * HALF + NUM_CLASSES + 10);
  for (let i = 0; i < image.length; i++) {
    known[Math.floor(i / IMAGE_SIZE / 2) * HALF + Math.floor((i % IMAGE_SIZE) / 2)] += image[i] / 4;
  }
  known.set(probabilities, HALF * HALF);
  const ends = [before, after].flatMap((end) => [end === null ? 0 : 1, end ?? 0]);
  known.set([width, height, top, gap, ...ends, within ?? UNCUT_WITHIN, cutsWithin / MANY_CUTS], HALF * HALF + NUM_CLASSES);
  return known;
}

/**
 * @param {{codes: string, scales: number[], bias: number[]}} stored weights of 8 bits as text, base64
 * @returns {import("./network.js").Layer}
 */
function unpackedLayer({ codes, scales, bias }) {
  const bytes = Int8Array.from(atob(codes), (char) => char.charCodeAt(0));
  const kernel = Float32Array.from(bytes, (code, place) => code * scales[place % scales.length]);
  return { kernel, bias: Float32Array.from(bias) };
}
