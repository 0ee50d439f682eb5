// A row of answers, one above each digit that was found, and a frame round each: of them one is chosen.

import { make } from "./elements.js";
import { inBrief, spokenOf, written } from "./in_brief.js";
import { UNSURE } from "./note.js";
import { spread } from "./number.js";

/** @typedef {import("./answer.js").Answer} Answer */
/** @typedef {import("./in_brief.js").Brief} Brief */
/** @typedef {import("./number.js").FoundDigit} FoundDigit */

/** Keys, and how far each goes along the row. @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };

/** The answer above one digit, which chooses it, and the frame round it. */
class Tag {
  constructor() {
    this.button = make("button", "tag");
    this.button.type = "button";
    this.button.setAttribute("role", "radio");
    this.frame = make("div", "frame");
    this.shown = "";
  }

  /**
   * @param {FoundDigit} digit
   * @param {Answer} answer
   * @param {number} number which of so many digits it is
   * @param {number} count
   */
  say({ probabilities }, { networks, classes, covered, words }, number, count) {
    const known = covered.includes("answer") ? [] : probabilities;
    const answers = networks.map(({ threshold }, each) => inBrief(known[each] ?? null, threshold, classes, words));
    const label = spokenOf(words.digit, number, count, answers);
    const shown = JSON.stringify([label, networks.map(({ colour }) => colour)]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.button.setAttribute("aria-label", label);
    this.button.replaceChildren(...answers.map((answer, each) => reading(answer, networks[each].colour)));
  }

  /**
   * @param {FoundDigit} digit
   * @param {[number, number]} size of the sheet
   */
  surround({ box: { left, top, right, bottom } }, [width, height]) {
    const sides = { left: left / width, top: top / height, width: (right - left) / width, height: (bottom - top) / height };
    for (const [side, share] of Object.entries(sides)) this.frame.style.setProperty(side, `${100 * share}%`);
  }

  /** @param {boolean} isChosen */
  choose(isChosen) {
    this.button.setAttribute("aria-checked", String(isChosen));
    this.button.tabIndex = isChosen ? 0 : -1;
    this.frame.classList.toggle("chosen", isChosen);
  }
}

export class DigitRow {
  /** @param {(number: number) => void} choose called with the number of the digit that somebody chooses */
  constructor(choose) {
    /** @type {Tag[]} */
    this.tags = [];
    this.chosen = -1;
    this.choose = choose;
    /** Where the answers would best stand, in pixels of the sheet, which is so wide. @type {number[]} */
    this.wanted = [];
    this.across = 1;
    this.row = make("div", "digit-row");
    this.row.setAttribute("role", "radiogroup");
    this.frames = make("div", "frames");
    this.frames.setAttribute("aria-hidden", "true");
    // To ask the row for its width in each frame would have the browser lay the whole page out each time.
    this.measures = { row: 0, tag: 0 };
    this.observer = new ResizeObserver((entries) => this.measure(entries));
    this.observer.observe(this.row);
    this.row.addEventListener("click", (event) => this.click(event));
    this.row.addEventListener("keydown", (event) => this.press(event));
  }

  /** @param {MouseEvent} event */
  click({ target }) {
    const number = this.tags.findIndex(({ button }) => button.contains(/** @type {Node} */ (target)));
    if (number >= 0) this.choose(number);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const number = Math.min(this.tags.length - 1, Math.max(0, this.chosen + step));
    this.choose(number);
    this.tags[number].button.focus();
  }

  /**
   * Elements are moved where they can be: the one with the focus keeps it, and nothing flickers.
   * @param {Answer} answer
   * @param {[number, number]} size width and height of the sheet
   */
  show(answer, size) {
    const { digits, chosen } = answer.found ?? { digits: [], chosen: -1 };
    this.chosen = chosen;
    this.adjust(digits.length);
    this.row.setAttribute("aria-label", answer.words.digits);
    digits.forEach((digit, number) => {
      this.tags[number].say(digit, answer, number, digits.length);
      this.tags[number].surround(digit, size);
      this.tags[number].choose(number === chosen);
    });
    [this.across] = size;
    this.wanted = digits.map(({ box }) => (box.left + box.right) / 2);
    this.place();
  }

  /** Each answer above its digit, and none over another. */
  place() {
    const { row, tag } = this.measures;
    const places = spread(this.wanted, row ? (tag * this.across) / row : 0, this.across);
    this.tags.forEach(({ button }, number) => (button.style.left = `${(100 * places[number]) / this.across}%`));
  }

  /** @param {ResizeObserverEntry[]} entries of the row and of its first answer */
  measure(entries) {
    for (const { target, borderBoxSize: [{ inlineSize }] } of entries) {
      this.measures[target === this.row ? "row" : "tag"] = inlineSize;
    }
    this.place();
  }

  /** @param {number} count of digits */
  adjust(count) {
    for (const { button, frame } of this.tags.splice(count)) {
      this.observer.unobserve(button);
      button.remove();
      frame.remove();
    }
    while (this.tags.length < count) {
      const tag = new Tag();
      if (!this.tags.length) this.observer.observe(tag.button);
      this.tags.push(tag);
      this.row.append(tag.button);
      this.frames.append(tag.frame);
    }
  }
}

/**
 * @param {Brief} answer
 * @param {string | null} colour of the network
 */
function reading(answer, colour) {
  const element = make("span", answer.word === UNSURE ? "reading none" : "reading", ...written(answer));
  if (colour) element.style.setProperty("--network", colour);
  return element;
}
