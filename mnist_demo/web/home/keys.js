// The keyboard: the app's shortcuts, and its pen for the arrow keys.

import { ArrowPen } from "../arrow_pen.js";
import { showHelp } from "../help.js";
import { isForThePage, isTaken } from "../typing.js";
import { SHEET_SIDE } from "./paper.js";

/** @typedef {import("./sheet.js").Sheet} Sheet */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {{undo: () => void, redo: () => void, clear: () => void, eraser: () => void, fullScreen: () => void, digit: (digit: number) => void}} Actions */

const SHORTCUTS = ["digit", "undo", "redo", "clear", "eraser", "full_screen", "sheet", "pen", "help"];

/**
 * Listen to the keys for as long as the page is open.
 * @param {Sheet} sheet
 * @param {HTMLElement} paper what has the focus when the sheet has
 * @param {HTMLElement} status says whether the pen of the arrow keys is down
 * @param {Actions} actions
 * @param {Texts} texts
 */
export function listenToKeyboard(sheet, paper, status, actions, texts) {
  const pen = new ArrowPen(status, onSheet(sheet, paper));
  const [sheet_label, pen_down, pen_up] = ["sheet_label", "pen_down", "pen_up"].map((id) => texts.say(`keyboard.${id}`));
  pen.take(0, [SHEET_SIDE, SHEET_SIDE], { sheet_label, pen_down, pen_up });
  paper.addEventListener("focusout", () => pen.lift());
  document.addEventListener("keydown", (event) => {
    const action = isTaken(event) ? null : actionOf(event, actions);
    if (action) {
      event.preventDefault();
      action();
    } else if (isForThePage(event)) {
      pen.press(event);
      if (event.key === "?") showShortcuts(texts);
    }
  });
}

/** @param {Texts} texts */
export function showShortcuts(texts) {
  const shortcuts = SHORTCUTS.map((name) => [texts.say(`keyboard.${name}.keys`), texts.say(`keyboard.${name}.does`)]);
  const words = { title: texts.say("keyboard.title"), close: texts.say("keyboard.close") };
  showHelp(/** @type {[string, string][]} */ (shortcuts), words, document.body);
}

/**
 * @param {KeyboardEvent} event
 * @param {Actions} actions
 * @returns {(() => void) | null}
 */
function actionOf({ key, ctrlKey, metaKey, shiftKey, altKey }, actions) {
  if (altKey) return null;
  if (ctrlKey || metaKey) return key.toLowerCase() === "z" ? (shiftKey ? actions.redo : actions.undo) : null;
  if (/^[0-9]$/.test(key)) return () => actions.digit(Number(key));
  if (shiftKey) return null;
  const single = { Delete: actions.clear, e: actions.eraser, f: actions.fullScreen };
  return single[/** @type {keyof typeof single} */ (key)] ?? null;
}

/**
 * @param {Sheet} sheet
 * @param {HTMLElement} paper
 * @returns {import("../arrow_pen.js").Surface}
 */
function onSheet(sheet, paper) {
  return {
    paper: () => paper,
    isThere: () => true,
    act(what, x, y, isDown) {
      if (what === "down") sheet.begin([x, y]);
      else if (what === "up") sheet.end();
      else if (isDown) sheet.goOn([[x, y]]);
    },
  };
}
