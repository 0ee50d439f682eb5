// Focus stays near what was pressed where that goes away: otherwise who goes by keyboard begins at the top of the page.

import { isShown } from "../../web/typing.js";

const PATIENCE_MS = 20_000;
const OPEN_TAB = ".st-key-tabs [role=tab][aria-selected=true]";
/** Where one presses, and what takes its place: the first that is shown. @type {[string, string[]][]} */
const SUCCESSORS = [
  [".st-key-retrain", [".st-key-cancel button:enabled", ".st-key-retrain button"]],
  [".st-key-cancel", [".st-key-retrain button"]],
  [".st-key-present", [".st-key-leave button"]],
  [".st-key-leave", [".st-key-present button", "[data-testid=stExpandSidebarButton] button", OPEN_TAB]],
  [".gallery", [OPEN_TAB, ".st-key-choose button"]],
];

/** @param {AbortSignal} signal ends it */
export function keepFocus(signal) {
  let stop = () => {};
  document.addEventListener(
    "click",
    (event) => {
      const path = event.composedPath().filter((node) => node instanceof Element);
      const pressed = path.find((node) => node.matches("button"));
      const found = SUCCESSORS.find(([place]) => path.some((node) => node.matches(place)));
      if (!pressed || !found) return;
      stop();
      stop = waitFor(pressed, found, signal);
    },
    { capture: true, signal },
  );
}

/**
 * Focus a successor as soon as focus has fallen to the page, unless somebody has gone elsewhere by then. The place
 * may be drawn again meanwhile, and focus be on the new button.
 * @param {Element} pressed
 * @param {[string, string[]]} found where it is, and its successors
 * @param {AbortSignal} signal
 * @returns {() => void} gives up
 */
function waitFor(pressed, [place, successors], signal) {
  const look = () => {
    const focused = focusedElement();
    if (focused !== null) return isWithin(focused, place) ? undefined : stop();
    const next = successors.map((selector) => document.querySelector(selector)).find(isShown);
    if (!(next instanceof HTMLElement) || next === pressed) return;
    next.focus({ preventScroll: true });
    if (document.activeElement === next) stop();
  };
  const looking = setInterval(look, 100);
  const stop = () => clearInterval(looking);
  setTimeout(stop, PATIENCE_MS);
  signal.addEventListener("abort", stop);
  return stop;
}

/** @returns {Element | null} what has focus, also within shadow roots; null where that is the page */
function focusedElement() {
  let focused = document.activeElement;
  if (focused === document.body) return null;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}

/**
 * @param {Element} element
 * @param {string} place selects an element around it, or itself, across shadow roots
 * @returns {boolean}
 */
function isWithin(element, place) {
  if (element.closest(place)) return true;
  const root = element.getRootNode();
  return root instanceof ShadowRoot && isWithin(root.host, place);
}
