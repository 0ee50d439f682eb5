// The confusion matrix as a table: numbers that can be read out, on a ground that is the stronger the more there are.

import { make } from "../elements.js";
import { grouped } from "./figures.js";

/** @typedef {import("./texts.js").Texts} Texts */

/**
 * @param {number[][]} confusion a row for each true class, in it how often each class was the answer
 * @param {string[]} classes
 * @param {Texts} texts
 * @returns {HTMLElement} which can be scrolled where it is too wide
 */
export function matrixTable(confusion, classes, texts) {
  const caption = make("caption", "", document.createTextNode(texts.say("home.matrix")));
  const columns = make("tr", "", header(texts.say("home.meant_answered"), "col"), ...classes.map((name) => header(name, "col")));
  const rows = confusion.map((counts, row) => {
    const most = Math.max(1, ...confusion.flatMap((each, at) => each.filter((_, column) => column !== at)));
    const cells = counts.map((count, column) => cell(count, row === column, row === column ? 1 : count / most));
    return make("tr", "", header(classes[row], "row"), ...cells);
  });
  const table = make("table", "matrix", caption, make("thead", "", columns), make("tbody", "", ...rows));
  const scroller = make("div", "scroller", table);
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", texts.say("home.matrix_title"));
  return scroller;
}

/**
 * @param {string} text
 * @param {"row" | "col"} scope
 */
function header(text, scope) {
  const element = make("th", "", document.createTextNode(text));
  element.scope = scope;
  return element;
}

/**
 * @param {number} count
 * @param {boolean} isRight
 * @param {number} share of the most frequent mistake
 */
function cell(count, isRight, share) {
  const element = make("td", isRight ? "right" : "wrong", document.createTextNode(grouped(count)));
  element.style.setProperty("--share", `${(100 * Math.sqrt(share)).toFixed(0)}%`);
  return element;
}
