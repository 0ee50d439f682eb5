// Reads what packet.py packs.

/**
 * @typedef {object} Packet
 * @property {number} size side of the drawing in pixels
 * @property {{
 *   id: string, shapes: [number, number][], activation: "relu" | "tanh" | "sigmoid", isSent: boolean
 * }[]} networks those that answer in the browser
 * @property {Omit<import("./answer.js").Answer, "image"> & {image: string | null}} answer with the picture in base64
 */

/**
 * A length in four bytes, so much JSON, and the weights of each network that is sent.
 * @param {Uint8Array} bytes
 * @returns {{packet: Packet, weights: Map<string, Uint16Array>}}
 */
export function unpack(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  /** @type {Packet} */
  const packet = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const values = new Uint16Array(bytes.slice(4 + length).buffer);
  let at = 0;
  const sent = packet.networks.filter((network) => network.isSent);
  /** @type {Map<string, Uint16Array>} */
  const weights = new Map();
  for (const { id, shapes } of sent) weights.set(id, values.subarray(at, (at += countWeights(shapes))));
  return { packet, weights };
}

/** @param {[number, number][]} shapes */
function countWeights(shapes) {
  return shapes.reduce((count, [inputs, outputs]) => count + (inputs + 1) * outputs, 0);
}
