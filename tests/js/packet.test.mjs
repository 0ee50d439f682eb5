// What Python packs is what arrives.

import assert from "node:assert/strict";
import { test } from "node:test";

import { unpack } from "../../mnist_demo/web/packet.js";
import { bytes, read } from "./fixtures.mjs";

const cases = read("packets");

for (const { bytes: packed, packet, weights } of cases) {
  const sent = Object.keys(weights);
  test(`with the weights of ${sent.join(" and ") || "no network"}`, () => {
    const unpacked = unpack(bytes(packed));
    assert.deepEqual(unpacked.packet, packet);
    assert.deepEqual([...unpacked.weights.keys()], sent);
    for (const [id, values] of unpacked.weights) {
      assert.deepEqual(values, new Uint16Array(bytes(weights[id]).buffer));
    }
  });
}

test("a packet may lie anywhere in a buffer, at an odd place too", () => {
  const { bytes: packed, packet, weights } = cases[cases.length - 1];
  const whole = bytes(packed);
  const padded = new Uint8Array(whole.length + 4);
  padded.set(whole, 3);
  const unpacked = unpack(padded.subarray(3, -1));
  assert.deepEqual(unpacked.packet, packet);
  assert.equal(unpacked.weights.size, Object.keys(weights).length);
});
