// Several digits that were read at once, each a button with its answer over the picture.

import { make } from "./elements.js";
import { fill, asText, UNSURE } from "./note.js";

/**
 * One digit. `box` has its left, top, right and bottom edges as shares of the picture; `probabilities` are null where a
 * lesson hides them.
 * @typedef {{box: number[], probabilities: ArrayLike<number> | null}} FoundDigit
 */

/**
 * All digits, in reading order, and the number of the chosen one. The words are what screen readers say: `digits` of all,
 * `place` of one with {number} and {count}, `sure` with {digit} and {share}, `unsure`.
 * @typedef {object} Found
 * @property {FoundDigit[]} found
 * @property {number | null} chosen
 * @property {string[]} classes what the network tells apart
 * @property {number} threshold the smallest probability that is an answer
 * @property {{digits: string, place: string, sure: string, unsure: string}} words
 */

/** Below this share of the picture from its top there is no room for an answer above a box. */
const HEADROOM = 0.12;

export class FoundDigits {
  /** @param {HTMLElement} root an empty element */
  constructor(root) {
    this.root = root;
    root.setAttribute("role", "group");
    /** @type {HTMLButtonElement[]} */
    this.buttons = [];
    /** Called with the number of the digit that somebody chose. @type {(number: number) => void} */
    this.onChoose = () => {};
    root.addEventListener("click", (event) => this.choose(this.numberAt(event.target)));
    root.addEventListener("keydown", (event) => this.go(event));
  }

  /** @param {Found} digits takes the place of what is shown; who goes by keyboard stays where they were */
  show(digits) {
    const { found, chosen, words } = digits;
    this.root.setAttribute("aria-label", words.digits);
    while (this.buttons.length < found.length) this.add();
    for (const button of this.buttons.splice(found.length)) button.remove();
    this.buttons.forEach((button, number) => {
      const { word, share, text } = inWords(found[number].probabilities, digits);
      const place = { number: String(number + 1), count: String(found.length) };
      button.replaceChildren(...label(word, share));
      button.setAttribute("aria-label", spoken(words.place, place) + (text && `: ${text}`));
      button.setAttribute("aria-pressed", String(number === chosen));
      button.classList.toggle("unsure", word === UNSURE);
      lay(button, found[number].box);
    });
  }

  add() {
    const button = make("button", "found");
    button.type = "button";
    button.dataset.testid = `found-${this.buttons.length}`;
    this.buttons.push(button);
    this.root.append(button);
  }

  /** @param {EventTarget | null} target */
  numberAt(target) {
    return this.buttons.findIndex((button) => target instanceof Node && button.contains(target));
  }

  /** @param {number} number marked at once: whoever is told may take a while */
  choose(number) {
    if (number < 0) return;
    this.buttons.forEach((button, each) => button.setAttribute("aria-pressed", String(each === number)));
    this.onChoose(number);
  }

  /** @param {KeyboardEvent} event an arrow key chooses the digit before or after */
  go(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = this.numberAt(event.target) + (step ?? 0);
    if (!step || !this.buttons[next] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.buttons[next].focus();
    this.choose(next);
  }
}

/**
 * A digit's answer: the word, how sure it is, and both as they are spoken.
 * @param {ArrayLike<number> | null} probabilities
 * @param {Found} digits
 */
function inWords(probabilities, { classes, threshold, words }) {
  if (!probabilities) return { word: "", share: "", text: "" };
  const values = Array.from(probabilities);
  const highest = Math.max(...values);
  if (highest < threshold) return { word: UNSURE, share: "", text: words.unsure };
  const [digit, share] = [classes[values.indexOf(highest)], wholePercent(highest)];
  return { word: digit, share, text: spoken(words.sure, { digit, share }) };
}

/**
 * What stands at a digit; nothing where it is hidden.
 * @param {string} word
 * @param {string} share
 */
function label(word, share) {
  if (!word) return [];
  const [digit, sure] = [make("b", "word"), make("span", "share")];
  digit.textContent = word;
  sure.textContent = share;
  return [make("span", "label", digit, document.createTextNode(" "), sure)]; // two words, as they are spoken
}

/**
 * A probability in few letters, and no more certain than it is.
 * @param {number} share
 */
function wholePercent(share) {
  return `${Math.min(99, Math.floor(100 * share))}\u00a0%`;
}

/**
 * @param {string} template
 * @param {Record<string, string>} places
 */
function spoken(template, places) {
  return asText(fill(template, places));
}

/**
 * @param {HTMLElement} button
 * @param {number[]} box
 */
function lay(button, box) {
  const [left, top, right, bottom] = box.map((edge) => 100 * edge);
  Object.assign(button.style, {
    left: `${left}%`,
    top: `${top}%`,
    width: `${right - left}%`,
    height: `${bottom - top}%`,
  });
  button.classList.toggle("below", box[1] < HEADROOM);
}
