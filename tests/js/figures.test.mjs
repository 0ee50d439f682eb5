// Numbers read as they do in the app.

import assert from "node:assert/strict";
import { test } from "node:test";

import { brief, decimals, grouped, quantile, signed } from "../../mnist_demo/web/home/figures.js";

test("two decimals, the true minus, and a 0 without a sign", () => {
  assert.deepEqual([1.005, -0.25, -0.001].map(decimals), ["1.00", "\u22120.25", "0.00"]);
  assert.deepEqual([0.5, -3, 0].map(signed), ["+0.50", "\u22123.00", "+0.00"]);
});

test("thousands are separated, and scales end with two digits", () => {
  assert.deepEqual([grouped(118282), grouped(12.34, 1), brief(0.3271), brief(2)], ["118,282", "12.3", "0.33", "2"]);
});

test("a quantile lies between two values, as NumPy's does", () => {
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  assert.equal(quantile([7], 0.995), 7);
});
