// The texts of the page, which come with its data: one table for each language.

import { asText, fill } from "../note.js";

export class Texts {
  /** @param {Record<string, string>} table texts by their ids */
  constructor(table) {
    this.table = table;
  }

  /**
   * @param {string} id
   * @returns {string} the text as it stands in the table, with its places and marks
   */
  raw(id) {
    return this.table[id] ?? id;
  }

  /**
   * @param {string} id
   * @param {Record<string, string>} [places] what is filled in
   * @returns {import("../note.js").Run[][]} lines of plain and strong text
   */
  lines(id, places) {
    return fill(this.raw(id), places);
  }

  /**
   * @param {string} id
   * @param {Record<string, string>} [places]
   * @returns {string} all of it as plain text
   */
  say(id, places) {
    return asText(this.lines(id, places));
  }

  /**
   * Write them into the markup: `data-text` has the id of an element's own text, `data-label` of what it is called for
   * those who do not see it; on a button that is a hint for the mouse as well.
   */
  write() {
    for (const element of withAttribute("data-text")) element.textContent = this.say(element.dataset.text ?? "");
    for (const element of withAttribute("data-label")) {
      const label = this.say(element.dataset.label ?? "");
      element.setAttribute("aria-label", label);
      if (element.matches("button")) element.title = label;
    }
  }
}

/** @param {string} attribute */
function withAttribute(attribute) {
  return /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(`[${attribute}]`));
}
