// Reads the fixtures that Python writes; see tests/twins.

import { readFileSync } from "node:fs";
import { inflateSync } from "node:zlib";

/**
 * @param {"drawings" | "explanations" | "links" | "networks" | "percents" | "reader" | "sheets" | "steps" | "verdicts"} name
 * @returns {any[]} its cases
 */
export function read(name) {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), "utf8"));
}

/**
 * @param {string} text an array as the fixtures have it
 * @returns {Uint8Array<ArrayBuffer>} its bytes
 */
export function bytes(text) {
  return Uint8Array.from(inflateSync(Buffer.from(text, "base64")));
}

/**
 * The largest difference between two arrays of the same length.
 * @param {ArrayLike<number>} actual
 * @param {ArrayLike<number>} expected
 */
export function largestDifference(actual, expected) {
  if (actual.length !== expected.length) return Infinity;
  return Array.from(actual).reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
}
