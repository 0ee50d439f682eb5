// Draws an answer from data: digits, notes, bars and the picture. The only place that does, with a server or without.

import { Bars } from "./bars.js";
import { cover, make } from "./elements.js";
import { asSentence, fill, readOut, standsOut, UNSURE } from "./note.js";
import { asNumber } from "./number.js";
import { Picture } from "./picture.js";

/**
 * What one network says. `remark` stands below the note.
 * @typedef {object} Reading
 * @property {string} name
 * @property {string | null} colour that tells it from another; null where it stands alone
 * @property {number} threshold the smallest probability that is an answer
 * @property {ArrayLike<number> | null} probabilities one for each class; null where there is nothing to read
 * @property {string} remark
 */

/**
 * The classes by which stylesheets and scripts find the parts; null for a part that is not shown.
 * @typedef {object} Places
 * @property {string} name of the arrangement, a class as well
 * @property {string[]} answers one for each network
 * @property {string | null} picture
 * @property {string | null} bars
 */

/**
 * `digits` and `digit` name a row of them, and which one of them it is.
 * @typedef {{
 *   empty: string, tooSmall: string, covered: string, picture: string, caption: string, digits: string, digit: string,
 * }} Labels
 */

/**
 * All that is shown. The words may have places, such as {first}; `note.js` says how they are written.
 * @typedef {object} Answer
 * @property {number} sheet the sheet of paper that was read
 * @property {Places} places
 * @property {string[]} classes what the networks tell apart
 * @property {Reading[]} networks one or two
 * @property {Float32Array | null} image 28×28 in [0, 1]
 * @property {import("./number.js").Found | null} found all digits, where there may be several; `networks` and `image`
 * are of the chosen one
 * @property {boolean} isEmpty nothing was drawn that could be read
 * @property {boolean} isTooSmall something was, but it is no more than a dot
 * @property {("answer" | "bars" | "input")[]} covered the parts that a lesson hides
 * @property {{text: string, places: Record<string, string>}[]} remarks lines below all of it
 * @property {import("./note.js").Words & Labels} words
 */

/** One network's answer: a large word with a note. */
class Verdict {
  /**
   * @param {string} place
   * @param {string} title
   */
  constructor(place, title) {
    this.word = make("div", "answer");
    this.word.dataset.testid = "live-digit";
    this.note = make("div", "note");
    this.element = make("div", `verdict ${place}`, this.word, this.note);
    this.title = title;
    if (title) {
      this.element.append(line([{ text: title, isStrong: false }], "title"));
      this.element.setAttribute("role", "group");
      this.element.setAttribute("aria-label", title);
    }
    this.shown = "";
    this.text = "";
  }

  /**
   * @param {string} word
   * @param {import("./note.js").Run[][]} lines
   */
  show(word, lines) {
    const shown = asSentence(word, lines);
    if (shown === this.shown) return;
    this.shown = shown;
    this.text = this.title ? `${this.title}: ${shown}` : shown;
    this.word.textContent = word;
    this.word.classList.toggle("none", word === UNSURE);
    this.word.style.setProperty("--letters", String(word.length));
    this.note.replaceChildren(...lines.map((runs) => line(runs)));
  }
}

export class AnswerView {
  /** @param {HTMLElement} root an empty element */
  constructor(root) {
    this.root = root;
    this.form = "";
    /** @type {Verdict[]} */
    this.verdicts = [];
    /** @type {Bars | null} */
    this.bars = null;
    /** @type {Picture | null} */
    this.picture = null;
    this.remarks = make("div", "remarks");
  }

  /** @param {Answer} answer takes the place of what is shown */
  show(answer) {
    this.arrange(answer);
    answer.networks.forEach((reading, number) => this.showReading(reading, number, answer));
    this.picture?.show(answer.covered.includes("input") ? null : answer.image);
    this.root.dataset.sheet = String(answer.sheet);
  }

  /** What is shown, for those who hear it. */
  get text() {
    return this.verdicts.map(({ text }) => text).join(". ");
  }

  /**
   * Elements are made when something else than values changes: a pen moves those that are there.
   * @param {Answer} answer
   */
  arrange({ places, classes, networks, covered, remarks, words }) {
    const titles = networks.map(({ name }) => (networks.length > 1 ? name : ""));
    const colours = networks.map(({ colour }) => colour);
    const form = JSON.stringify([places, classes, titles, colours, covered, remarks, words]);
    if (form === this.form) return;
    this.form = form;
    this.verdicts = titles.map((title, number) => new Verdict(places.answers[number], title));
    this.bars = places.bars === null ? null : new Bars(classes, titles);
    colours.forEach((colour, number) => colour && this.paint(colour, number));
    this.picture = places.picture === null ? null : new Picture(words.picture);
    const lines = remarks.flatMap((remark) => fill(remark.text, remark.places));
    this.remarks.replaceChildren(...lines.map((runs) => line(runs)));
    this.root.className = `answer-view ${places.name}`;
    this.root.replaceChildren(...this.parts(places, words.caption));
    for (const { element } of this.verdicts) cover(element, covered.includes("answer"));
    if (this.bars) cover(this.bars.element, covered.includes("bars"));
    if (this.picture) cover(this.picture.element, covered.includes("input"));
  }

  /**
   * Give a network its colour.
   * @param {string} colour
   * @param {number} number of the network
   */
  paint(colour, number) {
    this.verdicts[number].element.style.setProperty("--network", colour);
    this.bars?.paint(number, colour);
  }

  /**
   * @param {Places} places
   * @param {string} caption of the picture
   */
  parts(places, caption) {
    const answers = make("div", "verdicts", ...this.verdicts.map(({ element }) => element));
    if (this.picture) {
      const below = caption ? [line([{ text: caption, isStrong: false }], "caption")] : [];
      answers.append(make("div", `input ${places.picture}`, this.picture.element, ...below));
    }
    const bars = this.bars ? [make("div", `shares ${places.bars}`, this.bars.element)] : [];
    return [answers, ...bars, this.remarks];
  }

  /**
   * @param {Reading} reading
   * @param {number} number
   * @param {Answer} answer
   */
  showReading(reading, number, answer) {
    const { probabilities, threshold } = reading;
    const isMarked = probabilities !== null && standsOut(probabilities, threshold);
    this.bars?.show(number, answer.covered.includes("bars") ? null : probabilities, isMarked);
    const isTold = probabilities !== null && !answer.covered.includes("answer");
    const { word, lines } = isTold ? said(reading, probabilities, number, answer) : untold(answer);
    this.verdicts[number].show(word, lines);
  }
}

/** @typedef {{word: string, lines: import("./note.js").Run[][]}} Said */

/**
 * An answer; of several digits the whole number, and how sure the chosen one is.
 * @param {Reading} reading
 * @param {ArrayLike<number>} probabilities its own
 * @param {number} number of the network
 * @param {Answer} answer
 * @returns {Said}
 */
function said({ threshold, remark }, probabilities, number, { classes, found, words }) {
  const { word, lines } = readOut(probabilities, threshold, classes, words);
  if (!found || found.digits.length < 2) {
    return { word, lines: remark ? [...lines, [{ text: remark, isStrong: false }]] : lines };
  }
  const place = { number: String(found.chosen + 1), count: String(found.digits.length) };
  return { word: asNumber(found.digits, number, threshold, classes, words), lines: [...fill(words.digit, place), ...lines] };
}

/**
 * Why there is no answer.
 * @param {Answer} answer
 * @returns {Said}
 */
function untold({ isTooSmall, isEmpty, words }) {
  return { word: UNSURE, lines: fill(isTooSmall ? words.tooSmall : isEmpty ? words.empty : words.covered) };
}

/**
 * A line of text, its strong parts in bold.
 * @param {import("./note.js").Run[]} runs
 * @param {string} kind
 */
export function line(runs, kind = "") {
  const content = runs.flatMap(({ text, isStrong }) => (isStrong ? [make("b", "", ...isolated(text))] : isolated(text)));
  return make("div", kind, ...content);
}

const SHARE = /((?:>\u00a0)?\d[\d.]*\u00a0%)/;

/**
 * Text in which shares, such as "> 99.9 %", read from left to right on every page.
 * @param {string} text
 * @returns {Node[]}
 */
function isolated(text) {
  return text.split(SHARE).map((part, number) => {
    const node = document.createTextNode(part);
    return number % 2 ? Object.assign(make("bdi", "", node), { dir: "ltr" }) : node;
  });
}
