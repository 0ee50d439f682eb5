// The component of an answer to several digits: it needs more than twice as much to read them.

import { DigitsOnSheet } from "./digits_on_sheet.js";
import { mountAnswer } from "./mounting.js";

/** @param {import("./mounting.js").Arguments} component */
export default function mount(component) {
  return mountAnswer(component, (tell) => new DigitsOnSheet(tell));
}
