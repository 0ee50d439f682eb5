// What lies on the sheet as the network's picture, and the answer to it as AnswerView draws it.

import { readOut, UNSURE } from "../note.js";
import { hasInk, prepare } from "../prepare.js";
import { SHEET_SIDE } from "./paper.js";

/** @typedef {import("../answer.js").Answer} Answer */
/** @typedef {import("../network.js").Network} Network */
/** @typedef {import("./data.js").PackedNetwork} PackedNetwork */
/** @typedef {import("./sheet.js").Sheet} Sheet */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {{image: Float32Array | null, label: number | null, isTooSmall: boolean}} Seen `label` is a test image's */

const PLACES = { name: "draw", answers: ["of-network"], picture: "network-input", bars: "probabilities" };

/**
 * @param {Sheet} sheet
 * @returns {Seen}
 */
export function see(sheet) {
  const { example } = sheet.content;
  if (example && !sheet.isDrawing) return { ...example, isTooSmall: false };
  const { pixels } = sheet;
  const image = prepare(pixels, SHEET_SIDE);
  const isTooSmall = !image && !sheet.isDrawing && hasInk(pixels, SHEET_SIDE, SHEET_SIDE); // every stroke begins small
  return { image, label: null, isTooSmall };
}

/**
 * @param {Seen} seen
 * @param {PackedNetwork} packed
 * @param {Network | null} network null as long as it is not unpacked
 * @param {Texts} texts
 * @returns {Answer}
 */
export function answerTo({ image, label, isTooSmall }, packed, network, texts) {
  const { name, threshold, classes } = packed;
  const probabilities = image && network ? network.predict(image) : null;
  const remark = probabilities && label !== null ? judged(probabilities, label, packed, texts) : "";
  return {
    sheet: 0,
    places: PLACES,
    classes,
    networks: [{ name, colour: null, threshold, probabilities, remark }],
    image,
    found: null,
    isEmpty: !probabilities,
    isTooSmall,
    covered: [],
    remarks: [],
    words: words(classes, texts, image && !network ? "home.opening" : "answer.empty"),
  };
}

/**
 * Whether the answer to a test image is right, in words.
 * @param {Float32Array} probabilities
 * @param {number} label
 * @param {PackedNetwork} packed
 * @param {Texts} texts
 */
function judged(probabilities, label, { threshold, classes, class_of_digit }, texts) {
  const { word } = readOut(probabilities, threshold, classes, { sure: "", alone: "", unsure: "", unknown: "" });
  const verdict = word === UNSURE ? "no_answer" : word === classes[class_of_digit[label]] ? "right" : "wrong";
  return texts.say(`answer.${verdict}`, { digit: String(label) });
}

/**
 * Of two classes the runner-up says nothing new.
 * @param {string[]} classes
 * @param {Texts} texts
 * @param {string} empty the id of what is said where there is no answer
 * @returns {Answer["words"]}
 */
function words(classes, texts, empty) {
  return {
    sure: texts.raw(classes.length > 2 ? "answer.sure" : "answer.sure_alone"),
    alone: texts.raw("answer.sure_alone"),
    unsure: texts.raw("answer.unsure"),
    unknown: texts.raw("answer.unknown"),
    empty: texts.raw(empty),
    tooSmall: texts.raw("answer.too_small"),
    covered: "",
    picture: texts.raw("answer.picture"),
    caption: texts.raw("answer.picture_caption"),
    digits: "",
    digit: "",
  };
}
