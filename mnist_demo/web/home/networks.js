// The networks of the page, unpacked when they are first asked for.

import { readNetwork } from "../network_file.js";
import { fromBase64, through } from "./packed.js";

/** @typedef {import("../network.js").Network} Network */
/** @typedef {import("./data.js").PackedNetwork} PackedNetwork */

/** Whether this browser can unpack them. */
export const canUnpack = () => typeof DecompressionStream === "function";

export class UnpackedNetworks {
  constructor() {
    /** @type {Map<PackedNetwork, Promise<Network>>} */
    this.known = new Map();
  }

  /**
   * @param {PackedNetwork} packed
   * @returns {Promise<Network>}
   */
  get(packed) {
    const known = this.known.get(packed) ?? unpack(packed);
    this.known.set(packed, known);
    return known;
  }
}

/** @param {PackedNetwork} packed */
async function unpack({ file }) {
  return readNetwork(await through(fromBase64(file), new DecompressionStream("gzip")));
}
