// Whether a key is meant for the page, or for a field in which somebody types.

const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";

/**
 * @param {KeyboardEvent} event
 * @returns {boolean} whether it is a plain key outside of all fields and dialogs
 */
export function isForThePage(event) {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  const [target] = event.composedPath();
  const isTyping = target instanceof Element && target.closest(FIELDS) !== null;
  return !isTyping && !document.querySelector("dialog[open], [role=dialog]");
}

/** @param {Element | null} element */
export function isShown(element) {
  return element !== null && element.getClientRects().length > 0 && getComputedStyle(element).visibility !== "hidden";
}
