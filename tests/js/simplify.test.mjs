// A drawing in fewer points is the same drawing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { simplified } from "../../mnist_demo/ui/sheet/simplify.js";

/** @param {[string, ...number[]][]} path */
const stroke = (path, more = {}) => ({ type: "Path", path, strokeWidth: 24, stroke: "#111827", fill: null, ...more });

test("a circle in curves keeps within a quarter of a pixel, in a fraction of the points", () => {
  const at = (/** @type {number} */ turn) => [200 + 100 * Math.cos(turn), 200 + 100 * Math.sin(turn)];
  const turns = Array.from({ length: 400 }, (_, step) => (step / 400) * 2 * Math.PI);
  const path = turns.map((turn) => /** @type {[string, ...number[]]} */ (["Q", ...at(turn), ...at(turn + Math.PI / 400)]));
  const [{ path: simple }] = simplified([stroke([["M", 300, 200], ...path])]);
  assert.ok(simple.length < 100);
  for (const [, x, y] of simple) assert.ok(Math.abs(Math.hypot(x - 200, y - 200) - 100) < 0.3);
});

test("a dot stays a line, however short", () => {
  const [{ path }] = simplified([stroke([["M", 99.988, 50], ["Q", 99.988, 50, 100, 50], ["L", 100.012, 50]])]);
  assert.deepEqual(path, [["M", 99.99, 50], ["L", 100.01, 50]]);
});

test("what the edit tool did stays, and what nobody moved says nothing of its place", () => {
  const line = /** @type {[string, ...number[]][]} */ ([["M", 0, 0], ["L", 100, 100]]);
  const [unmoved, moved] = simplified([stroke(line, { left: 50, top: 50 }), stroke(line, { left: 90, top: 50, scaleX: 2 })]);
  assert.deepEqual([unmoved.left, unmoved.scaleX], [undefined, undefined]);
  assert.deepEqual([moved.left, moved.top, moved.scaleX], [90, 50, 2]);
});

test("what is no line is left out", () => {
  assert.deepEqual(simplified([/** @type {any} */ ({ type: "Circle" })]), []);
});
