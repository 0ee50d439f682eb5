// Networks give the same probabilities as in Python, from the same file.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readNetwork } from "../../mnist_demo/web/network_file.js";
import { bytes, largestDifference, read } from "./fixtures.mjs";

const PIXELS = 28 * 28;

for (const { shapes, activation, file, images, probabilities } of read("networks")) {
  test(`${activation}, layers of ${JSON.stringify(shapes)}`, () => {
    const network = readNetwork(bytes(file).buffer);
    const pixels = Float32Array.from(bytes(images), (value) => value / 255);
    assert.equal(pixels.length, PIXELS * probabilities.length);
    probabilities.forEach((/** @type {number[]} */ expected, /** @type {number} */ i) => {
      const actual = network.predict(pixels.subarray(PIXELS * i, PIXELS * (i + 1)));
      const difference = largestDifference(actual, expected);
      assert.ok(difference < 1e-5, `image ${i} differs by ${difference}`);
    });
  });
}
