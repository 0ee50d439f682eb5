// Which of several digits is looked at: the one that is being drawn, or was last, or that somebody has chosen.

/** @typedef {[number, number]} Point in pixels of the sheet */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/** How much the way to the middle counts beside that to the box; as in images/nearest_box.py. */
const INSIDE = 1e-3;

export class Choice {
  constructor() {
    /** Along the last stroke, or in the middle of what was chosen. @type {Point[]} */
    this.points = [];
  }

  /** @param {Point} point where a stroke begins, or the middle of a digit */
  begin(point) {
    this.points = [point];
  }

  /** @param {Point} point where the stroke goes on */
  follow(point) {
    this.points.push(point);
  }

  forget() {
    this.points = [];
  }

  /**
   * @param {Box[]} boxes of the digits
   * @param {number} usual the number of the digit while nobody has drawn or chosen one
   * @returns {number}
   */
  among(boxes, usual) {
    if (!this.points.length) return usual;
    const distances = boxes.map((box) => this.points.reduce((sum, point) => sum + distanceFrom(point, box), 0));
    return distances.indexOf(Math.min(...distances));
  }
}

/**
 * How far a point is from a box; of two boxes that it lies in, the one whose middle is nearer is nearer.
 * @param {Point} point
 * @param {Box} box
 */
function distanceFrom([x, y], box) {
  const { left, top, right, bottom } = box;
  const [across, down] = middleOf(box);
  const outside = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
  return outside + INSIDE * Math.hypot(x - across, y - down);
}

/**
 * @param {Box} box
 * @returns {Point}
 */
export function middleOf({ left, top, right, bottom }) {
  return [(left + right) / 2, (top + bottom) / 2];
}
