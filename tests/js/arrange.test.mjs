// How the layers of a network are laid out in "Look inside".

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange } from "../../mnist_demo/ui/inside/layers/arrange.js";

const NETWORKS = [[], [1], [16], [128], [128, 128], [784, 784], [512, 256, 128, 64], [4096]];
const WIDTHS = [260, 320, 358, 390, 479, 480, 600, 768, 1024, 1280, 1920];
const [IMAGE, OUTPUTS, GAP, HEIGHT] = [112, 148, 26, 358]; // what stands beside the layers, and their greatest height

/** @param {{side: number, columns: number}[]} layers */
const widthOf = (layers) =>
  IMAGE + OUTPUTS + GAP * (layers.length + 1) + layers.reduce((total, { side, columns }) => total + side * columns, 0);

for (const counts of NETWORKS) {
  test(`layers of [${counts}] neurons fit into every width`, () => {
    for (const width of WIDTHS) {
      const { isNarrow, layers } = arrange(width, counts);
      assert.equal(layers.length, counts.length);
      layers.forEach(({ side, columns, rows }, i) => {
        assert.ok(columns * rows >= counts[i] && columns * (rows - 1) < counts[i], `rows in ${width} pixels`);
        assert.ok(Number.isInteger(side) && side >= (isNarrow ? 9 : 3) && side <= 22, `squares in ${width} pixels`);
        assert.ok(isNarrow ? columns * side <= width : rows * side <= HEIGHT, `a layer in ${width} pixels`);
      });
      assert.ok(isNarrow || widthOf(layers) <= width, `all side by side in ${width} pixels`);
    }
  });
}

test("two layers of 128 on a laptop: the largest squares that fit", () => {
  // 900 - 112 - 148 - 3 * 26 = 562 pixels for both; at 22 pixels 16 squares are above each other, in 8 columns each.
  const layer = { side: 22, columns: 8, rows: 16 };
  assert.deepEqual(arrange(900, [128, 128]), { isNarrow: false, image: 112, layers: [layer, layer] });
});

test("squares shrink before layers go below each other", () => {
  // 600 - 338 = 262 pixels: at 19 pixels 18 are above each other, 8 columns each take 304; at 18 pixels 7 take 252.
  const layer = { side: 18, columns: 7, rows: 19 };
  assert.deepEqual(arrange(600, [128, 128]), { isNarrow: false, image: 112, layers: [layer, layer] });
});

test("on a phone the layers stand below each other, with a larger image and squares for a finger", () => {
  // sqrt(390 * 400 / 128) = 34.9, but at most 22; 17 squares of 22 pixels fit side by side.
  assert.deepEqual(arrange(390, [128]), { isNarrow: true, image: 150, layers: [{ side: 22, columns: 17, rows: 8 }] });
});
