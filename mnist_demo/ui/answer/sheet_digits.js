// The answers to several digits on the page: their row above the sheet, and the frames on it.

import { DigitRow } from "../../web/digit_row.js";

export class SheetDigits {
  /** @param {(number: number) => void} choose called with the number of the digit that somebody chooses */
  constructor(choose) {
    this.view = new DigitRow(choose);
  }

  /**
   * @param {import("../../web/answer.js").Answer} answer
   * @param {[number, number]} size width and height of the sheet
   */
  show(answer, size) {
    const { row, frames } = this.view;
    const [above, sheet] = [document.querySelector(".digit-answers"), document.querySelector(".st-key-drawing")];
    if (!answer.found || !above || !sheet) return this.remove();
    if (row.parentElement !== above) above.replaceChildren(row);
    if (frames.parentElement !== sheet) sheet.append(frames);
    this.view.show(answer, size);
  }

  remove() {
    this.view.row.remove();
    this.view.frames.remove();
  }
}
