// Reads what packet.py packs.

/**
 * @typedef {object} Packet
 * @property {number} size side of the drawing in pixels
 * @property {{id: string, threshold: number, shapes: [number, number][], activation: string, isSent: boolean}[]} networks
 * @property {string[]} classes what the networks tell apart
 * @property {{sure: string, unsure: string, empty: string}} words with {first}, {sure}, {second}, {else_sure} in them
 */

/**
 * A length in four bytes, so much JSON, and the weights of each network that is sent.
 * @param {Uint8Array} bytes
 * @returns {{packet: Packet, weights: Map<string, Uint16Array>}}
 */
export function unpack(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const packet = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const values = new Uint16Array(bytes.slice(4 + length).buffer);
  let at = 0;
  const sent = packet.networks.filter((network) => network.isSent);
  const weights = sent.map(({ id, shapes }) => [id, values.subarray(at, (at += countWeights(shapes)))]);
  return { packet, weights: new Map(weights) };
}

function countWeights(shapes) {
  return shapes.reduce((count, [inputs, outputs]) => count + (inputs + 1) * outputs, 0);
}
