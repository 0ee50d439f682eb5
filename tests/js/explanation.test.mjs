// Pixels and neurons add to the scores what they do in Python.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Explanation, pattern } from "../../mnist_demo/web/explanation.js";
import { readNetwork } from "../../mnist_demo/web/network_file.js";
import { bytes, largestDifference, read } from "./fixtures.mjs";

for (const { activation, shapes, file, image, pixels, constants, relevance } of read("explanations")) {
  const network = readNetwork(bytes(file).buffer);
  const explanation = new Explanation(network, Float32Array.from(bytes(image), (value) => value / 255));

  test(`${activation}, layers of ${JSON.stringify(shapes)}`, () => {
    assert.equal(explanation.scores.length, pixels.length);
    pixels.forEach((/** @type {string} */ text, /** @type {number} */ number) => {
      const votes = explanation.votes(number);
      const differences = [
        largestDifference(votes.pixels, new Float32Array(bytes(text).buffer)),
        Math.abs(votes.constant - constants[number]),
        largestDifference(explanation.relevance(number), relevance[number]),
      ];
      assert.ok(Math.max(...differences) < 1e-3, `class ${number} differs by ${differences}`);
    });
  });
}

test("what a neuron looks for is its column of the first kernel", () => {
  const network = readNetwork(bytes(read("explanations")[0].file).buffer);
  const [{ kernel, bias }] = network.layers;
  assert.equal(pattern(network, 2)[3], kernel[3 * bias.length + 2]);
});
