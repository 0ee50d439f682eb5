// Several digits as one number, and the places of their answers.

import assert from "node:assert/strict";
import test from "node:test";

import { Choice } from "../../mnist_demo/ui/answer/choice.js";
import { asNumber, spread } from "../../mnist_demo/web/number.js";

const WORDS = { sure: "", alone: "", unsure: "", unknown: "" };

/**
 * @param {number} left
 * @param {number} right
 */
function box(left, right) {
  return { left, right, top: 100, bottom: 300 };
}

/** @param {number[]} shares */
function digit(...shares) {
  return { box: box(0, 10), image: null, probabilities: [shares] };
}

test("a number has a ? in the place of a digit that nobody is sure of", () => {
  const classes = ["0", "1", "2"];
  const digits = [digit(0.1, 0, 0.9), digit(0.4, 0.6, 0), digit(1, 0, 0)];
  assert.equal(asNumber(digits, 0, 0.7, classes, WORDS), "2?0");
  assert.equal(asNumber(digits, 0, 0.5, classes, WORDS), "210");
  assert.equal(asNumber(digits, 0, 0.7, ["even", "odd", "zero"], WORDS), "zero ? even");
});

test("answers stand where their digits are, unless they would lie over each other or beside the row", () => {
  assert.deepEqual(spread([100, 300, 500], 60, 1000), [100, 300, 500]);
  assert.deepEqual(spread([100, 110], 60, 1000), [100, 160]);
  assert.deepEqual(spread([110, 100], 60, 1000), [160, 100]);
  assert.deepEqual(spread([5, 995], 60, 1000), [30, 970]);
  assert.deepEqual(spread([980, 990], 60, 1000), [910, 970]);
  assert.deepEqual(spread([0, 0, 0, 0], 60, 100), [12.5, 37.5, 62.5, 87.5]); // a narrow row
  assert.deepEqual(spread([], 60, 100), []);
});

test("the digit nearest to the stroke is looked at", () => {
  const boxes = [box(100, 200), box(300, 400), box(350, 380)];
  const choice = new Choice();
  assert.equal(choice.among(boxes, 1), 1); // nobody has drawn
  choice.begin([210, 200]);
  assert.equal(choice.among(boxes, 1), 0);
  for (const x of [260, 300, 330]) choice.follow([x, 200]);
  assert.equal(choice.among(boxes, 0), 1);
  choice.begin([365, 200]); // in two boxes, and in the middle of one
  assert.equal(choice.among(boxes, 0), 2);
  assert.equal(choice.among([], 0), -1);
  choice.forget();
  assert.equal(choice.among(boxes, 0), 0);
});
