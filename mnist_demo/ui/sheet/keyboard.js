// Keys for the sheet: Ctrl+Z and Ctrl+Shift+Z for undo and redo, Delete for Clear; on a Mac with ⌘.

const TYPING = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=dialog]";

let isListening = false;

/** Listen for as long as the page is open, once for all its sheets. */
export function listenToKeys() {
  if (isListening) return;
  isListening = true;
  document.addEventListener("keydown", (event) => {
    const button = isTyped(event) ? null : buttonFor(event);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

/**
 * Whether somebody writes, or is asked something.
 * @param {KeyboardEvent} event
 */
function isTyped(event) {
  const [target] = event.composedPath();
  return target instanceof Element && target.closest(TYPING) !== null;
}

/**
 * What the keys stand for, if it is on the page and can be seen.
 * @param {KeyboardEvent} event
 * @returns {HTMLElement | null | undefined}
 */
function buttonFor({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const sheet = [...document.querySelectorAll(".st-key-drawing [data-testid=stBidiComponentIsolated]")].at(-1);
  if (altKey || !sheet?.checkVisibility()) return null;
  const isCommand = ctrlKey || metaKey;
  if (isCommand && key.toLowerCase() === "z") {
    return sheet.shadowRoot?.querySelector(`[aria-label=${shiftKey ? "Redo" : "Undo"}]:enabled`);
  }
  return key === "Delete" && !isCommand && !shiftKey ? document.querySelector(".st-key-clear button:enabled") : null;
}
