// Reads what network_file.py packs.

import { Network } from "./network.js";

/**
 * A length in four bytes, so much JSON, the scales and biases of each layer as 32-bit floats, their weights in 8 bits.
 * @param {ArrayBuffer} file
 * @returns {Network}
 */
export function readNetwork(file) {
  const length = new DataView(file).getUint32(0, true);
  /** @type {{shapes: [number, number][], activation: import("./network.js").Activation}} */
  const { shapes, activation } = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, length)));
  let at = 4 + length;
  const units = shapes.map(([, outputs]) => {
    const [scales, bias] = [new Float32Array(file, at, outputs), new Float32Array(file, at + 4 * outputs, outputs)];
    at += 8 * outputs;
    return { scales, bias };
  });
  const layers = shapes.map(([inputs, outputs], number) => {
    const codes = new Int8Array(file, at, inputs * outputs);
    at += codes.length;
    const { scales, bias } = units[number];
    return { kernel: multiplied(codes, scales), bias };
  });
  return new Network(layers, activation);
}

/**
 * A loop: Float32Array.from would take ten times as long, and there may be millions of weights.
 * @param {Int8Array} codes row by row
 * @param {Float32Array} scales one for each column
 */
function multiplied(codes, scales) {
  const kernel = new Float32Array(codes.length);
  for (let at = 0; at < codes.length; at += scales.length) {
    for (let column = 0; column < scales.length; column++) kernel[at + column] = codes[at + column] * scales[column];
  }
  return kernel;
}
