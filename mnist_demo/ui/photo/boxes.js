// The boxes over a photo: a click on one tells Python its number.

import { FoundDigits } from "../../web/found_digits.js";

/** @type {WeakMap<HTMLElement, FoundDigits>} */
const shown = new WeakMap();

/**
 * Called by Streamlit when the component appears, and whenever Python has something new to show.
 * @param {import("../streamlit.js").ComponentArguments<
 *   [import("../../web/found_digits.js").Found & {aspect: number}], {chosen: number}, HTMLElement>} component
 */
export default function mount({ data: [data], parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".found-digits"));
  const digits = shown.get(root) ?? new FoundDigits(root);
  shown.set(root, digits);
  root.style.setProperty("--aspect", String(data.aspect));
  digits.onChoose = (number) => setTriggerValue("chosen", number);
  digits.show(data);
}
