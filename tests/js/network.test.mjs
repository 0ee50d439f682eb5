// Networks give the same probabilities as in Python, from weights of 16 bits.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Network } from "../../mnist_demo/web/network.js";
import { bytes, largestDifference, read } from "./fixtures.mjs";

const PIXELS = 28 * 28;

for (const { shapes, activation, weights, images, probabilities } of read("networks")) {
  test(`${activation}, layers of ${JSON.stringify(shapes)}`, () => {
    const network = new Network(new Uint16Array(bytes(weights).buffer), shapes, activation);
    const pixels = Float32Array.from(bytes(images), (value) => value / 255);
    assert.equal(pixels.length, PIXELS * probabilities.length);
    probabilities.forEach((/** @type {number[]} */ expected, /** @type {number} */ i) => {
      const actual = network.predict(pixels.subarray(PIXELS * i, PIXELS * (i + 1)));
      const difference = largestDifference(actual, expected);
      assert.ok(difference < 1e-5, `image ${i} differs by ${difference}`);
    });
  });
}

test("weights of 16 bits, from negative zero to the largest", () => {
  const halves = read("halves");
  const weights = Uint16Array.of(...halves.map(({ bits }) => bits), 0);
  const [{ kernel }] = new Network(weights, [[halves.length, 1]], "relu").layers;
  assert.deepEqual([...kernel], halves.map(({ value }) => value)); // strict: it tells -0 from 0
});
