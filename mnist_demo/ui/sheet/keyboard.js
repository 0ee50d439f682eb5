// Keys for the sheet: Ctrl+Z and Ctrl+Shift+Z for undo and redo, on a Mac with ⌘; Delete for Clear, E, F.

import { isTaken } from "../../web/typing.js";

const TOOLS = new Map([["e", ".eraser"], ["f", ".fullScreen"]]);

let isListening = false;

/** Listen for as long as the page is open, once for all its sheets. */
export function listenToKeys() {
  if (isListening) return;
  isListening = true;
  document.addEventListener("keydown", (event) => {
    const button = isTaken(event) ? null : buttonFor(event);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
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
  if (isCommand || shiftKey) return null;
  if (key === "Delete") return document.querySelector(".st-key-clear button:enabled");
  return TOOLS.has(key) ? sheet.shadowRoot?.querySelector(`.tool${TOOLS.get(key)}`) : null;
}
