// Focus stays near what was pressed where that goes away: otherwise who goes by keyboard begins at the top of the page.

import { isShown } from "../../web/typing.js";

const PATIENCE_MS = 20_000;
const OPEN_TAB = ".st-key-tabs [role=tab][aria-selected=true]";
/** What is pressed, and what takes its place: the first that is shown. @type {[string, string[]][]} */
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
      const found = SUCCESSORS.find(([selector]) => path.some((node) => node.matches(selector)));
      if (!pressed || !found) return;
      stop();
      stop = waitFor(pressed, found[1], signal);
    },
    { capture: true, signal },
  );
}

/**
 * Focus a successor as soon as focus has fallen to the page, unless somebody has gone elsewhere by then.
 * @param {Element} pressed
 * @param {string[]} successors
 * @param {AbortSignal} signal
 * @returns {() => void} gives up
 */
function waitFor(pressed, successors, signal) {
  const look = () => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (!isLost) return isOn(pressed) ? undefined : stop();
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

/**
 * Whether an element has focus, also within a shadow root.
 * @param {Element} element
 */
function isOn(element) {
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
  return "activeElement" in root && root.activeElement === element;
}
