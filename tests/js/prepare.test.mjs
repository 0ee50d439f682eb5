// Drawings become the same images as in Python.

import assert from "node:assert/strict";
import { test } from "node:test";

import { hasInk, prepare } from "../../mnist_demo/web/prepare.js";
import { bytes, largestDifference, read } from "./fixtures.mjs";

const cases = read("drawings");

for (const { name, size, rgba, image } of cases) {
  test(name, () => {
    const actual = prepare(new Uint8ClampedArray(bytes(rgba).buffer), size);
    if (image === null) {
      assert.equal(actual, null);
    } else {
      assert.ok(actual, "taken for an empty sheet");
      const difference = largestDifference(actual, new Float32Array(bytes(image).buffer));
      assert.ok(difference < 1e-4, `differs by ${difference}`);
    }
  });
}

for (const { name, size, rgba } of cases.filter(({ image }) => image === null)) {
  test(`${name}: too small, or nothing at all`, () => {
    const isThere = hasInk(new Uint8ClampedArray(bytes(rgba).buffer), size, size);
    assert.equal(isThere, /^(speck|tap|broad tap),/.test(name));
  });
}

test("a drawing may be a part of a larger buffer", () => {
  const { size, rgba, image } = cases[0];
  const drawing = bytes(rgba);
  const padded = new Uint8ClampedArray(drawing.length + 8);
  padded.set(drawing, 8);
  const actual = prepare(padded.subarray(8), size);
  assert.ok(actual && largestDifference(actual, new Float32Array(bytes(image).buffer)) < 1e-4);
});
