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
    return { kernel: Float32Array.from(codes, (code, place) => code * scales[place % outputs]), bias };
  });
  return new Network(layers, activation);
}
