// Probabilities say the same as in Python: an answer, a guess, or that it is no digit.

import assert from "node:assert/strict";
import { test } from "node:test";

import { asText, readOut, standsOut, UNSURE } from "../../mnist_demo/web/note.js";
import { read } from "./fixtures.mjs";

const CLASSES = [..."0123456789"];
const WORDS = { sure: "sure", alone: "sure", unsure: "guess", unknown: "none" };

test("every answer, guess and doubt is Python's", () => {
  const cases = read("verdicts");
  assert.ok(cases.length > 100);
  for (const { probabilities, threshold, answer, stands_out } of cases) {
    const { word, lines } = readOut(probabilities, threshold, CLASSES, WORDS);
    const where = `highest ${Math.max(...probabilities)}, threshold ${threshold}`;
    assert.equal(word, answer === null ? UNSURE : CLASSES[answer], where);
    assert.equal(asText(lines), answer !== null ? "sure" : stands_out ? "guess" : "none", where);
    assert.equal(standsOut(probabilities, threshold), stands_out, where);
  }
});
