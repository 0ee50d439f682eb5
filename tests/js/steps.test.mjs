// Each step of the preparation makes of a drawing what it does in Python.

import assert from "node:assert/strict";
import { test } from "node:test";

import { preparationSteps } from "../../mnist_demo/web/steps.js";
import { bytes, largestDifference, read } from "./fixtures.mjs";

for (const { name, size, rgba, steps } of read("steps")) {
  test(name, () => {
    const made = preparationSteps(new Uint8ClampedArray(bytes(rgba).buffer), size);
    assert.deepEqual(
      made.map(({ id, ink: { width, height } }) => ({ id, width, height })),
      steps.map((/** @type {any} */ { id, width, height }) => ({ id, width, height })),
    );
    made.forEach(({ id, ink }, number) => {
      const difference = largestDifference(ink.data, new Float32Array(bytes(steps[number].ink).buffer));
      assert.ok(difference < 1e-4, `${id} differs by ${difference}`);
    });
  });
}
