// Links of the app lead to the same drawing on the page to take home, and the other way round.

import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeDrawing, encodeDrawing } from "../../mnist_demo/web/home/drawing_link.js";
import { read } from "./fixtures.mjs";

const cases = read("links");

for (const { name, strokes, text } of cases) {
  test(`${name}: the app's link`, async () => assert.deepEqual(await decodeDrawing(text), strokes));
  test(`${name}: there and back`, async () => {
    const own = await encodeDrawing(strokes);
    assert.match(own ?? "", /^[\w-]+$/);
    assert.deepEqual(await decodeDrawing(own ?? ""), strokes);
  });
}

test("an empty sheet has no link", async () => assert.equal(await encodeDrawing([]), null));

test("a drawing that is too long loses points before it loses its link", async () => {
  const line = (/** @type {number} */ count, /** @type {number} */ wave) =>
    Array.from({ length: count }, (_, i) => /** @type {[number, number]} */ ([i % 400, 200 + wave * Math.sin(i * i)]));
  const shaky = await encodeDrawing([{ width: 24, points: line(3000, 2), isEraser: false }]);
  assert.ok(shaky && shaky.length <= 1800);
  assert.equal(await encodeDrawing([{ width: 24, points: line(9000, 90), isEraser: false }]), null);
});

test("what is no drawing is refused", async () => {
  const [{ text }] = cases;
  for (const bad of ["", "!", "abc", text.slice(0, -5), text.slice(4), "A".repeat(1801), "eJxjBAAAAgAC"]) {
    await assert.rejects(decodeDrawing(bad), Error, bad);
  }
});
