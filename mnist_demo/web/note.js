// An answer in words: which class it is, and how sure the network is.

import { STANDS_OUT } from "./constants.js";
import { readsAsMore, percent } from "./percent.js";

/**
 * Text of one kind within a line.
 * @typedef {{text: string, isStrong: boolean}} Run
 */

/**
 * The words for an answer, with places such as {first}; **words** are strong, and a line break begins a new line.
 * `alone` is for an answer whose runner-up has no share that could be shown.
 * @typedef {{sure: string, alone: string, unsure: string, unknown: string}} Words
 */

/** Shown in place of a class where the network is not sure, or knows none. */
export const UNSURE = "?";

/**
 * What probabilities say: the class, and the lines below it.
 * @param {ArrayLike<number>} probabilities one for each class
 * @param {number} threshold the smallest probability that is an answer
 * @param {string[]} classes
 * @param {Words} words
 * @returns {{word: string, lines: Run[][]}}
 */
export function readOut(probabilities, threshold, classes, words) {
  const numbers = Array.from(probabilities, (_, number) => number);
  const [best, next] = numbers.sort((a, b) => probabilities[b] - probabilities[a]);
  const isSure = probabilities[best] >= threshold;
  const sure = readsAsMore(probabilities[next]) ? words.sure : words.alone;
  const unsure = standsOut(probabilities, threshold) ? words.unsure : words.unknown;
  const lines = fill(isSure ? sure : unsure, {
    first: classes[best],
    second: classes[next],
    sure: percent(probabilities[best]),
    else_sure: percent(probabilities[next]),
  });
  return { word: isSure ? classes[best] : UNSURE, lines };
}

/**
 * Whether some class is an answer or at least a guess; `stands_out` in network/inference.py does the same.
 * @param {ArrayLike<number>} probabilities one for each class
 * @param {number} threshold the smallest probability that is an answer
 */
export function standsOut(probabilities, threshold) {
  return Math.max(...Array.from(probabilities)) >= Math.min(threshold, STANDS_OUT);
}

/**
 * A text of the table with its places filled in. What stands in a place is text, whatever it looks like.
 * @param {string} template
 * @param {Record<string, string>} [places]
 * @returns {Run[][]} the lines
 */
export function fill(template, places = {}) {
  return template.split("\n").map((line) =>
    line.split("**").map((part, number) => ({
      text: part.replace(/\{(\w+)\}/g, (_, /** @type {string} */ name) => places[name]),
      isStrong: number % 2 === 1,
    })),
  );
}

/**
 * An answer as it is spoken.
 * @param {string} word
 * @param {Run[][]} lines
 */
export function asSentence(word, lines) {
  return `${word === UNSURE ? "" : `${word}: `}${asText(lines)}`;
}

/**
 * Lines as they are spoken.
 * @param {Run[][]} lines
 */
export function asText(lines) {
  return lines.map((line) => line.map(({ text }) => text).join("")).join(" ");
}
