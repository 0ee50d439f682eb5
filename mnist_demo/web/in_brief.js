// What is said of one among several digits: the class and how sure, in few letters, and a sentence for screen readers.

import { make } from "./elements.js";
import { asSentence, asText, fill, readOut, UNSURE } from "./note.js";
import { percent } from "./percent.js";

/** `share` is empty where there is none to tell, `spoken` where nothing is. @typedef {{word: string, share: string, spoken: string}} Brief */

/**
 * What a network says to a digit.
 * @param {ArrayLike<number> | null} probabilities one for each class; null where they are hidden
 * @param {number} threshold the smallest probability that is an answer
 * @param {string[]} classes
 * @param {import("./note.js").Words} words
 * @returns {Brief}
 */
export function inBrief(probabilities, threshold, classes, words) {
  if (!probabilities) return { word: UNSURE, share: "", spoken: "" };
  const { word, lines } = readOut(probabilities, threshold, classes, words);
  const share = word === UNSURE ? "" : percent(Math.max(...Array.from(probabilities)));
  return { word, share, spoken: asSentence(word, lines) };
}

/**
 * Which of the digits it is, and what is said of it.
 * @param {string} template with {number} and {count}
 * @param {number} number from 0
 * @param {number} count
 * @param {Brief[]} answers of each network
 */
export function spokenOf(template, number, count, answers) {
  const place = asText(fill(template, { number: String(number + 1), count: String(count) }));
  return [place, ...answers.map(({ spoken }) => spoken)].filter(Boolean).join(". ");
}

/**
 * The word and its share.
 * @param {Brief} answer
 */
export function written({ word, share }) {
  const [digit, sure] = [make("span", "digit"), make("span", "share")];
  [digit.textContent, sure.textContent] = [word, share];
  return [digit, sure];
}
