// The app's sheet as what the pen of the arrow keys draws on.

export class SheetSurface {
  constructor() {
    this.sheet = -1;
    /** @type {[number, number]} */
    this.size = [1, 1];
  }

  /** @returns {HTMLElement | null} */
  paper() {
    return document.querySelector(".st-key-drawing");
  }

  isThere() {
    return Boolean(this.layer);
  }

  /** The layer of the sheet that takes what the mouse does. */
  get layer() {
    const host = document.querySelector(`.st-key-canvas-${this.sheet} [data-testid=stBidiComponentIsolated]`);
    return host?.shadowRoot?.querySelector("canvas.dc-canvas.upper-canvas");
  }

  /**
   * Do to the sheet what a mouse would: the canvas listens to the mouse, the answer to the pointer.
   * @param {"down" | "move" | "up"} what
   * @param {number} x
   * @param {number} y
   * @param {boolean} isDown
   */
  act(what, x, y, isDown) {
    const { layer, size } = this;
    const box = layer?.getBoundingClientRect();
    if (!layer || !box) return;
    const [right, down] = [x / size[0], y / size[1]];
    const at = { clientX: box.left + right * box.width, clientY: box.top + down * box.height };
    const looks = { ...at, button: 0, buttons: isDown ? 1 : 0, bubbles: true, composed: true, cancelable: true };
    layer.dispatchEvent(new PointerEvent(`pointer${what}`, { ...looks, pointerType: "mouse", isPrimary: true }));
    layer.dispatchEvent(new MouseEvent(`mouse${what}`, looks));
  }
}
