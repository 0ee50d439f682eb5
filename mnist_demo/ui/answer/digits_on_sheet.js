// What an answer needs on a sheet for several digits: all are read, and one is chosen, by the pen, a click or a key.

import { DigitRow } from "../../web/digit_row.js";
import { Choice, middleOf } from "./choice.js";
import { readNumber, withChosen } from "./number_readings.js";

/** @typedef {import("../../web/answer.js").Answer} Answer */
/** @typedef {import("./choice.js").Point} Point */
/** @typedef {[number, number]} Size width and height of the sheet in its own pixels */

export class DigitsOnSheet {
  /** @param {(place: Point) => void} tell called with a point of the digit that Python is to look at */
  constructor(tell) {
    this.tell = tell;
    this.told = "";
    this.choice = new Choice();
    this.view = new DigitRow((number) => this.choose(number));
    /** Called when somebody has chosen another digit, with what is to be shown anew. @type {(answer: Answer) => void} */
    this.onChoose = () => {};
    /** What is shown. @type {Answer | null} */
    this.shown = null;
    this.read = readNumber;
  }

  /**
   * The pen decides which digit is looked at.
   * @param {PointerEvent} event
   * @param {Size} size
   */
  begin(event, size) {
    const place = placeOf(event, size);
    if (place) this.choice.begin(place);
  }

  /**
   * @param {PointerEvent} event
   * @param {Size} size
   */
  follow(event, size) {
    const place = placeOf(event, size);
    if (place) this.choice.follow(place);
  }

  /** There is a fresh sheet. */
  forget() {
    this.choice.forget();
  }

  /**
   * Show the row above the sheet, and the frames on it.
   * @param {Answer} answer
   * @param {Size} size
   * @returns {Answer} with the digit that is chosen here
   */
  show(answer, size) {
    const found = answer.found ?? { digits: [], chosen: -1 };
    const chosen = this.choice.among(found.digits.map(({ box }) => box), found.chosen);
    this.shown = withChosen(answer, found, chosen);
    const { row, frames } = this.view;
    const [above, sheet] = [document.querySelector(".digit-answers"), document.querySelector(".st-key-drawing")];
    if (above && row.parentElement !== above) above.replaceChildren(row);
    if (sheet && frames.parentElement !== sheet) sheet.append(frames);
    this.view.show(this.shown, size);
    return this.shown;
  }

  remove() {
    this.view.row.remove();
    this.view.frames.remove();
  }

  /** @param {number} number of the digit that somebody wants to look at */
  choose(number) {
    const digit = this.shown?.found?.digits[number];
    if (!this.shown || !digit) return;
    this.choice.begin(middleOf(digit.box));
    this.onChoose(this.shown);
    this.tell(middleOf(digit.box));
  }

  /**
   * Python takes the digit that the last stroke belongs to; where the pen says another one, Python is told, once.
   * @param {Answer} answer Python's
   */
  correct(answer) {
    const [known, shown] = [answer.found, this.shown?.found];
    if (!known || !shown || known.digits.length !== shown.digits.length) return;
    const place = shown.chosen === known.chosen ? null : middleOf(shown.digits[shown.chosen].box);
    if (place && String(place) !== this.told) this.tell(place);
    this.told = String(place);
  }
}

/**
 * Where the pen is on the sheet; null elsewhere, as on its buttons.
 * @param {PointerEvent} event
 * @param {Size} size
 * @returns {Point | null}
 */
function placeOf(event, [across, down]) {
  const [target] = event.composedPath();
  if (!(target instanceof HTMLCanvasElement)) return null;
  const { left, top, width, height } = target.getBoundingClientRect();
  return [((event.clientX - left) / width) * across, ((event.clientY - top) / height) * down];
}
