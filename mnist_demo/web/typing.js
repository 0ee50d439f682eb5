// Whether a key is meant for the page, or for a field in which somebody types.

const FIELDS = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable]";

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether it is a plain key outside of all fields and dialogs
 */
export function isForThePage(event) {
  return !(event.ctrlKey || event.metaKey || event.altKey) && !isTaken(event);
}

/**
 * Whether somebody writes, or is asked something, or has dealt with the key.
 * @param {KeyboardEvent} event
 */
export function isTaken(event) {
  const [target] = event.composedPath();
  const isTyping = target instanceof Element && target.closest(FIELDS) !== null;
  return event.defaultPrevented || event.isComposing || isTyping || isAsked();
}

function isAsked() {
  return document.querySelector("dialog[open], [role=dialog]") !== null;
}

/** @param {Element | null} element */
export function isShown(element) {
  return element !== null && element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
}
