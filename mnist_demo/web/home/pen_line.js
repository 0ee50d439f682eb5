// The line of a pen: smooth, through the middles between the points that it passed, as the app's canvas draws it.

import { curve, withoutNeedless } from "../lines.js";

/** How far a finished line may be from what was drawn, in pixels of the sheet. */
const ACCURACY = 0.1;

/** @typedef {import("../lines.js").Point} Point */
/** @typedef {import("./history.js").Stroke} Stroke */

export class PenLine {
  /**
   * @param {number} width
   * @param {boolean} isEraser
   * @param {Point} start
   */
  constructor(width, isEraser, start) {
    this.width = width;
    this.isEraser = isEraser;
    this.last = start;
    /** As far as it will stay as it is. */
    this.settled = [start];
  }

  /** @param {Point} point */
  add(point) {
    const [before, end] = [this.settled[this.settled.length - 1], middle(this.last, point)];
    if (point[0] === this.last[0] && point[1] === this.last[1]) return;
    this.settled.push(...curve(before, this.last, end));
    this.last = point;
  }

  /** @returns {Stroke} as it is now */
  get stroke() {
    return this.as(this.points);
  }

  /** @returns {Stroke} in few points */
  get finished() {
    return this.as(withoutNeedless(this.points, ACCURACY));
  }

  /** A tap is a single point. */
  get points() {
    return this.settled.length > 1 ? [...this.settled, this.last] : this.settled;
  }

  /** @param {Point[]} points */
  as(points) {
    return { width: this.width, isEraser: this.isEraser, points };
  }
}

/**
 * @param {Point} one
 * @param {Point} other
 * @returns {Point}
 */
function middle(one, other) {
  return [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
}
