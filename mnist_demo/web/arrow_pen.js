// A pen for the arrow keys: while the sheet has focus they move it, and the space bar lifts and lowers it.

const STEP = 10;
const SMALL_STEP = 2;
/** @type {Record<string, [number, number]>} */
const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @typedef {{sheet_label: string, pen_down: string, pen_up: string}} PenWords */
/**
 * What the pen draws on: `paper` has the focus when the sheet has, `act` does there what a mouse would.
 * @typedef {object} Surface
 * @property {() => HTMLElement | null} paper
 * @property {() => boolean} isThere whether it can be drawn on
 * @property {(what: "down" | "move" | "up", x: number, y: number, isDown: boolean) => void} act
 */

export class ArrowPen {
  /**
   * @param {HTMLElement} status says whether the pen is down
   * @param {Surface} surface
   */
  constructor(status, surface) {
    this.status = status;
    this.surface = surface;
    this.width = this.height = 0;
    this.sheet = -1;
    this.words = { sheet_label: "", pen_down: "", pen_up: "" };
    [this.x, this.y] = [0, 0];
    this.isDown = false;
    this.mark = document.createElement("span");
    this.mark.className = "pen-mark";
    this.mark.setAttribute("aria-hidden", "true");
  }

  /**
   * Stand above the middle of a fresh sheet.
   * @param {number} sheet
   * @param {[number, number]} size its width and height in pixels
   * @param {PenWords} words
   */
  take(sheet, [width, height], words) {
    this.words = words;
    if (sheet !== this.sheet) Object.assign(this, { sheet, width, height, x: width / 2, y: height / 4, isDown: false });
    const { paper } = this;
    if (!paper) return;
    const looks = { tabindex: "0", role: "application", "aria-label": words.sheet_label };
    for (const [name, value] of Object.entries(looks)) paper.setAttribute(name, value);
    if (!paper.contains(this.mark)) paper.append(this.mark);
    this.place();
  }

  get paper() {
    return this.surface.paper();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    if (document.activeElement !== this.paper || event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    if (direction) this.move(direction, event.shiftKey ? SMALL_STEP : STEP);
    else if (event.key === " ") this.turn();
    else return;
    event.preventDefault();
  }

  /**
   * @param {[number, number]} direction
   * @param {number} step in pixels
   */
  move([right, down], step) {
    this.x = Math.min(this.width - 1, Math.max(1, this.x + right * step));
    this.y = Math.min(this.height - 1, Math.max(1, this.y + down * step));
    this.place();
    if (this.isDown) this.act("move");
  }

  /** Lower the pen, or lift it. */
  turn() {
    if (!this.surface.isThere()) return;
    this.isDown = !this.isDown;
    this.act("move");
    this.act(this.isDown ? "down" : "up");
    this.status.textContent = this.isDown ? this.words.pen_down : this.words.pen_up;
    this.place();
  }

  lift() {
    if (this.isDown) this.turn();
  }

  /** @param {"down" | "move" | "up"} what */
  act(what) {
    this.surface.act(what, this.x, this.y, this.isDown);
  }

  place() {
    this.mark.style.setProperty("--x", String(this.x / this.width));
    this.mark.style.setProperty("--y", String(this.y / this.height));
    this.mark.classList.toggle("down", this.isDown);
  }
}
