// What lies on the sheet of the page to take home can be taken back, and the pen's line is smooth and short.

import assert from "node:assert/strict";
import { test } from "node:test";

import { NOTHING, SheetHistory } from "../../mnist_demo/web/home/history.js";
import { PenLine } from "../../mnist_demo/web/home/pen_line.js";

/** @param {number} x */
const dot = (x) => ({ width: 24, points: /** @type {[number, number][]} */ ([[x, 0]]), isEraser: false });

test("strokes are taken back and brought back, and a new one ends what can be brought back", () => {
  const history = new SheetHistory();
  history.add(dot(1));
  history.add(dot(2));
  history.undo();
  assert.deepEqual(history.now.strokes, [dot(1)]);
  history.redo();
  assert.deepEqual(history.now.strokes, [dot(1), dot(2)]);
  history.undo();
  history.add(dot(3));
  assert.equal(history.canRedo, false);
  history.redo();
  assert.deepEqual(history.now.strokes, [dot(1), dot(3)]);
});

test("a test image makes way for a stroke, and comes back", () => {
  const history = new SheetHistory();
  const example = { image: new Float32Array(784), label: 7 };
  history.put({ strokes: [], example });
  history.add(dot(1));
  assert.equal(history.now.example, null);
  history.undo();
  assert.equal(history.now.example, example);
  history.undo();
  assert.deepEqual([history.now, history.canUndo, history.isEmpty], [NOTHING, false, true]);
  history.undo();
  assert.equal(history.now, NOTHING);
});

test("a line begins and ends where the pen did, and passes between its points", () => {
  const line = new PenLine(24, false, [0, 0]);
  line.add([100, 0]);
  line.add([100, 0]); // a pen at rest
  line.add([100, 100]);
  const { points } = line.finished;
  assert.deepEqual([points[0], points.at(-1)], [[0, 0], [100, 100]]);
  assert.ok(points.some(([x, y]) => x === 50 && y === 0) && points.some(([x, y]) => x === 100 && y === 50));
  assert.ok(points.every(([x, y]) => x >= 0 && x <= 100 && y >= 0 && y <= 100));
});

test("a straight line needs two points, and a tap one", () => {
  const line = new PenLine(12, true, [0, 0]);
  assert.deepEqual(line.finished, { width: 12, isEraser: true, points: [[0, 0]] });
  for (let x = 1; x <= 200; x++) line.add([x, x]);
  assert.deepEqual(line.finished.points, [[0, 0], [200, 200]]);
});
