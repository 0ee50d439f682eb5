// What was read a moment ago is not read again, unless its ink or the network has changed.

import assert from "node:assert/strict";
import test from "node:test";

import { Network } from "../../mnist_demo/web/network.js";
import { ReadingMemory } from "../../mnist_demo/web/reading_memory.js";
import { readSeveral } from "../../mnist_demo/web/several.js";

const [WIDTH, HEIGHT] = [300, 100];

/** Says of every picture that it is a 1, and counts them. */
class Counting extends Network {
  constructor() {
    super([{ kernel: new Float32Array(784 * 2), bias: Float32Array.of(0, 5) }], "relu");
    this.count = 0;
  }

  /**
   * @override
   * @param {Float32Array} image
   */
  predict(image) {
    this.count++;
    return super.predict(image);
  }
}

/** @param {[number, number][]} bars left and top of each: upright, as wide as a pen, down to row 90 */
function sheet(...bars) {
  const pixels = new Uint32Array(WIDTH * HEIGHT).fill(0xffffffff);
  for (const [left, top] of bars) {
    for (let y = top; y < 90; y++) pixels.fill(0xff000000, y * WIDTH + left, y * WIDTH + left + 10);
  }
  return new Uint8ClampedArray(pixels.buffer);
}

test("only what is new on a sheet is read", () => {
  const [network, memory] = [new Counting(), new ReadingMemory()];
  /** @param {[number, number][]} bars */
  const read = (...bars) => {
    const before = network.count;
    const digits = readSeveral(sheet(...bars), WIDTH, HEIGHT, network, memory);
    assert.deepEqual(digits, readSeveral(sheet(...bars), WIDTH, HEIGHT, new Counting()));
    return network.count - before;
  };
  const [first, both] = [read([50, 10]), read([50, 10], [200, 10])];
  assert.ok(first > 0 && both > 0);
  assert.equal(read([50, 10], [200, 10]), 0);
  assert.equal(read([50, 10], [200, 20]), both); // the second one alone
  assert.equal(read([200, 20]), 0);
  assert.equal(read([50, 10], [200, 20]), first); // forgotten meanwhile
});

test("another network reads all of it", () => {
  const [one, other, memory] = [new Counting(), new Counting(), new ReadingMemory()];
  for (const network of [one, other]) readSeveral(sheet([50, 10]), WIDTH, HEIGHT, network, memory);
  assert.ok(one.count > 0 && other.count === one.count);
});
