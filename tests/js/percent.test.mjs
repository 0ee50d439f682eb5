// Probabilities read as in Python.

import assert from "node:assert/strict";
import { test } from "node:test";

import { percent } from "../../mnist_demo/web/percent.js";
import { read } from "./fixtures.mjs";

test("every probability reads as in Python, at ties too", () => {
  const cases = read("percents");
  assert.ok(cases.length > 100);
  assert.deepEqual(cases.map(({ share }) => percent(share)), cases.map(({ text }) => text));
});
