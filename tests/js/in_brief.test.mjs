// What stands at one of several digits, and what is said of it.

import assert from "node:assert/strict";
import test from "node:test";

import { inBrief, spokenOf } from "../../mnist_demo/web/in_brief.js";

const CLASSES = ["0", "1", "2"];
const WORDS = {
  sure: "**{sure}** sure\nrunner-up {second}: {else_sure}",
  alone: "**{sure}** sure",
  unsure: "**Not sure: {first} or {second}**",
  unknown: "**No digit that I know**",
};

test("a digit has the share that its answer has, and nothing where it is hidden or not sure", () => {
  const sure = inBrief([0.0004, 0.9996, 0], 0.7, CLASSES, WORDS);
  assert.deepEqual([sure.word, sure.share, sure.spoken], ["1", ">\u00a099.9\u00a0%", "1: >\u00a099.9\u00a0% sure"]);
  const unsure = inBrief([0.4, 0.6, 0], 0.7, CLASSES, WORDS);
  assert.deepEqual(unsure, { word: "?", share: "", spoken: "Not sure: 1 or 0" });
  assert.deepEqual(inBrief(null, 0.7, CLASSES, WORDS), { word: "?", share: "", spoken: "" });
});

test("it is said which of the digits it is, and what each network says", () => {
  const [first, hidden] = [inBrief([0, 0, 1], 0.7, CLASSES, WORDS), inBrief(null, 0.7, CLASSES, WORDS)];
  const spoken = `2: >\u00a099.9\u00a0% sure`;
  assert.equal(spokenOf("Digit {number} of {count}", 1, 3, [first, first]), `Digit 2 of 3. ${spoken}. ${spoken}`);
  assert.equal(spokenOf("Digit {number} of {count}", 0, 3, [hidden]), "Digit 1 of 3");
});
