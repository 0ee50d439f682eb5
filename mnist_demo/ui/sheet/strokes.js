// Ends a stroke that the browser breaks off, where it was: Fabric.js waits for an end that never comes.

/**
 * The browser takes a finger away for a call, a notice or a gesture, or another button of the mouse is pressed.
 * @param {ShadowRoot} root of the canvas, whose listeners live as long as it does
 */
export function endStrokes(root) {
  root.addEventListener("touchcancel", (event) => liftFinger(/** @type {TouchEvent} */ (event)));
  root.addEventListener("mousedown", (event) => liftButton(/** @type {MouseEvent} */ (event)), { capture: true });
  root.addEventListener("pointercancel", (event) => {
    if (/** @type {PointerEvent} */ (event).pointerType !== "touch") liftButton(/** @type {PointerEvent} */ (event), 1);
  });
}

/**
 * What Fabric.js takes for the last finger's end. Not every browser lets a script make a TouchEvent.
 * @param {TouchEvent} event
 */
function liftFinger({ changedTouches }) {
  const end = new Event("touchend");
  document.dispatchEvent(Object.assign(end, { touches: [], changedTouches }));
}

/**
 * @param {MouseEvent} event
 * @param {number} [pressed] the button that ends the stroke: any but the one that draws
 */
function liftButton({ clientX, clientY, button }, pressed = button) {
  if (pressed !== 0) document.dispatchEvent(new MouseEvent("mouseup", { clientX, clientY }));
}
