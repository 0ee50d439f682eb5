// The sheet: takes the strokes of mouse, pen and finger, shows them, and gives their pixels.

import { NOTHING, SheetHistory } from "./history.js";
import { Paper, SHEET_SIDE } from "./paper.js";
import { PenLine } from "./pen_line.js";

/** The sheet on the screen has twice as many pixels, so that it is sharp on most. */
const SHARPNESS = 2;
/** Of the pen's width: what the eraser passes once should be gone. */
const ERASER_WIDTH = 1.5;

/** @typedef {import("./history.js").Content} Content */
/** @typedef {import("../lines.js").Point} Point */

export class Sheet {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{onInk: () => void, onSettled: () => void}} listener told when there is ink to read; and when the pen rests
   */
  constructor(canvas, listener) {
    this.canvas = canvas;
    this.listener = listener;
    this.history = new SheetHistory();
    this.brush = 24;
    this.isErasing = false;
    /** @type {PenLine | null} */
    this.line = null;
    this.seen = new Paper(canvas, SHARPNESS);
    this.read = new Paper(document.createElement("canvas"), 1, { willReadFrequently: true });
    this.lay();
    this.listen();
  }

  /** @returns {Content} what lies there, without a stroke in progress */
  get content() {
    return this.history.now;
  }

  get isDrawing() {
    return this.line !== null;
  }

  /** @returns {Uint8ClampedArray} the RGBA of 400×400 pixels, the stroke in progress included */
  get pixels() {
    this.read.show(this.line?.stroke ?? null);
    return this.read.pixels;
  }

  listen() {
    /** The pointer that draws: the first one, others wait. @type {number | null} */
    let drawing = null;
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => {
      if (drawing !== null || event.button !== 0) return;
      drawing = event.pointerId;
      hold(canvas, drawing);
      this.begin(this.place(event));
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.pointerId === drawing) this.goOn(passed(event).map((each) => this.place(each)));
    });
    for (const end of /** @type {const} */ (["pointerup", "pointercancel", "lostpointercapture"])) {
      canvas.addEventListener(end, (event) => {
        if (event.pointerId !== drawing) return;
        drawing = null;
        this.end();
      });
    }
    canvas.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false }); // Safari would zoom
  }

  /** @param {Point} point where the pen is put down */
  begin(point) {
    this.end();
    this.line = new PenLine(this.isErasing ? ERASER_WIDTH * this.brush : this.brush, this.isErasing, point);
    if (this.content.example) for (const paper of [this.seen, this.read]) paper.lay(NOTHING); // it makes way
    this.show();
  }

  /** @param {Point[]} points that the pen has passed since */
  goOn(points) {
    for (const point of points) this.line?.add(point);
    this.show();
  }

  /** The pen is lifted. */
  end() {
    if (!this.line) return;
    this.history.add(this.line.finished);
    this.line = null;
    this.settle();
  }

  undo() {
    this.change(() => this.history.undo());
  }

  redo() {
    this.change(() => this.history.redo());
  }

  clear() {
    if (!this.history.isEmpty || this.line) this.put(NOTHING);
  }

  /** @param {Content} content takes the place of what lies there */
  put(content) {
    this.change(() => this.history.put(content));
  }

  /** @param {() => void} act */
  change(act) {
    this.end();
    act();
    this.settle();
  }

  settle() {
    this.lay();
    this.listener.onInk();
    this.listener.onSettled();
  }

  lay() {
    for (const paper of [this.seen, this.read]) paper.lay(this.content);
    this.seen.show(null);
  }

  show() {
    this.seen.show(this.line?.stroke ?? null);
    this.listener.onInk();
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point} where it is on the sheet
   */
  place({ clientX, clientY }) {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [((clientX - left) / width) * SHEET_SIDE, ((clientY - top) / height) * SHEET_SIDE];
  }
}

/**
 * All places since the last event: browsers tell of a fast pen once a frame.
 * @param {PointerEvent} event
 */
function passed(event) {
  const events = event.getCoalescedEvents?.() ?? [];
  return events.length ? events : [event];
}

/**
 * Follow a pointer also where it leaves the sheet; a script may have made it, and then there is none to hold.
 * @param {Element} element
 * @param {number} pointer
 */
function hold(element, pointer) {
  try {
    element.setPointerCapture(pointer);
  } catch {
    // It draws as long as it stays above the sheet.
  }
}
