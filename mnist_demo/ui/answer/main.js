// The component of an answer to one digit.

import { mountAnswer } from "./mounting.js";

/** @param {import("./mounting.js").Arguments} component */
export default function mount(component) {
  return mountAnswer(component);
}
