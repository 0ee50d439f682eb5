// The digits of a sheet are found and read as in Python.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readNetwork } from "../../mnist_demo/web/network_file.js";
import { readSeveral } from "../../mnist_demo/web/several.js";
import { bytes, largestDifference, read } from "./fixtures.mjs";

const network = readNetwork(bytes(read("reader")[0].file).buffer);

for (const { name, width, height, rgba, digits } of read("sheets")) {
  test(name, () => {
    const actual = readSeveral(new Uint8ClampedArray(bytes(rgba).buffer), width, height, network);
    assert.deepEqual(
      actual.map(({ box }) => box),
      digits.map((/** @type {{box: object}} */ { box }) => box),
    );
    actual.forEach(({ image, probabilities }, number) => {
      const expected = digits[number];
      assert.ok(largestDifference(image, new Float32Array(bytes(expected.image).buffer)) < 1e-3, `image ${number}`);
      assert.ok(largestDifference(probabilities, expected.probabilities) < 1e-3, `probabilities ${number}`);
    });
  });
}
