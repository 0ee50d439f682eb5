// What lies on the sheet, and what lay there before: each state can be brought back.

/** @typedef {import("../lines.js").Point} Point in pixels of the sheet, which has 400 across and down */
/** @typedef {{width: number, points: Point[], isEraser: boolean}} Stroke from pen-down to pen-up; at least one point */
/** @typedef {{image: Float32Array, label: number}} LaidExample a test image, 28×28 in [0, 1], and its digit */
/** @typedef {{strokes: Stroke[], example: LaidExample | null}} Content a drawing, or a test image in its place */

/** @type {Content} */
export const NOTHING = { strokes: [], example: null };

export class SheetHistory {
  constructor() {
    this.states = [NOTHING];
    this.at = 0;
  }

  get now() {
    return this.states[this.at];
  }

  get isEmpty() {
    return !this.now.strokes.length && !this.now.example;
  }

  get canUndo() {
    return this.at > 0;
  }

  get canRedo() {
    return this.at < this.states.length - 1;
  }

  /** @param {Content} content takes the place of what lies there, and of all that was taken back */
  put(content) {
    this.states.splice(++this.at, Infinity, content);
  }

  /** @param {Stroke} stroke the first one takes a test image away */
  add(stroke) {
    this.put({ strokes: [...this.now.strokes, stroke], example: null });
  }

  undo() {
    if (this.canUndo) this.at--;
  }

  redo() {
    if (this.canRedo) this.at++;
  }
}
