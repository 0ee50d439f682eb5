// The keyboard's component: shortcuts of the page, and the pen of the arrow keys.

import { keepFocus } from "./focus.js";
import { ArrowPen } from "../../web/arrow_pen.js";
import { showHelp } from "../../web/help.js";
import { SheetSurface } from "./surface.js";
import { isForThePage, isShown } from "../../web/typing.js";

/**
 * @typedef {object} Keys
 * @property {number} sheet
 * @property {[number, number]} size width and height of a sheet in pixels
 * @property {import("../../web/arrow_pen.js").PenWords & {title: string, close: string}} words
 * @property {[string, string][]} shortcuts
 */

/** @type {WeakMap<HTMLElement, Keyboard>} */
const keyboards = new WeakMap();

/**
 * Called by Streamlit when the component appears, and whenever Python has something new to say.
 * @param {import("../streamlit.js").ComponentArguments<[Keys], {digit: number}, HTMLElement>} component
 */
export default function mount({ data: [data], parentElement, setTriggerValue }) {
  const keyboard = keyboards.get(parentElement) ?? new Keyboard(parentElement);
  keyboards.set(parentElement, keyboard);
  const call = keyboard.take(data, (digit) => setTriggerValue("digit", digit));
  return () => {
    if (call !== keyboard.calls) return; // of a call that another has overtaken
    keyboard.listening.abort();
    keyboards.delete(parentElement);
  };
}

class Keyboard {
  /** @param {HTMLElement} parent */
  constructor(parent) {
    this.calls = 0;
    /** @type {Keys | null} */
    this.data = null;
    /** @type {(digit: number) => void} */
    this.choose = () => {};
    this.listening = new AbortController();
    const status = /** @type {HTMLElement} */ (parent.querySelector(".pen-status"));
    status.dataset.isListening = "true"; // for scripts that press keys
    this.surface = new SheetSurface();
    this.pen = new ArrowPen(status, this.surface);
    const { signal } = this.listening;
    keepFocus(signal);
    document.addEventListener("keydown", (event) => this.press(event), { signal });
    document.addEventListener("focusout", ({ target }) => target === this.pen.paper && this.pen.lift(), { signal });
  }

  /**
   * @param {Keys} data
   * @param {(digit: number) => void} choose
   */
  take(data, choose) {
    [this.data, this.choose] = [data, choose];
    Object.assign(this.surface, { sheet: data.sheet, size: data.size });
    this.pen.take(data.sheet, data.size, data.words);
    return ++this.calls;
  }

  /** @param {Keys} data */
  showHelp({ shortcuts, words }) {
    showHelp(shortcuts, words, document.querySelector(".stApp") ?? document.body);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (!this.data || !isForThePage(event)) return;
    this.pen.press(event);
    if (event.key === "?") this.showHelp(this.data);
    else if (/^[0-9]$/.test(event.key) && isShown(this.pen.paper)) this.choose(Number(event.key));
  }
}
