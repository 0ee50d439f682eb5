// Several digits that were read at once, each a button with its answer over the picture.

import { make } from "./elements.js";
import { inBrief, spokenOf, written } from "./in_brief.js";
import { UNSURE } from "./note.js";

/**
 * One digit. `box` has its left, top, right and bottom edges as shares of the picture; `probabilities` are null where a
 * lesson hides them.
 * @typedef {{box: number[], probabilities: ArrayLike<number> | null}} FoundDigit
 */

/**
 * All digits, in reading order, and the number of the chosen one. Screen readers say the words: `digits` of all, `digit` of
 * one with {number} and {count}, the others of its answer.
 * @typedef {object} Found
 * @property {FoundDigit[]} found
 * @property {number | null} chosen
 * @property {string[]} classes what the network tells apart
 * @property {number} threshold the smallest probability that is an answer
 * @property {import("./note.js").Words & {digits: string, digit: string}} words
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
    const { found, chosen, classes, threshold, words } = digits;
    this.root.setAttribute("aria-label", words.digits);
    while (this.buttons.length < found.length) this.add();
    for (const button of this.buttons.splice(found.length)) button.remove();
    this.buttons.forEach((button, number) => {
      const answer = inBrief(found[number].probabilities, threshold, classes, words);
      button.replaceChildren(make("span", "label", ...written(answer)));
      button.setAttribute("aria-label", spokenOf(words.digit, number, found.length, [answer]));
      button.setAttribute("aria-pressed", String(number === chosen));
      button.classList.toggle("unsure", answer.word === UNSURE);
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
