// The networks that this page has fetched. The browser keeps the files, so that a later visit fetches none.

import { readNetwork } from "../../web/network_file.js";

export class Networks {
  constructor() {
    /** By their addresses. @type {Map<string, import("../../web/network.js").Network>} */
    this.ready = new Map();
    /** @type {Set<string>} */
    this.asked = new Set();
  }

  /**
   * @param {string[]} addresses
   * @returns {import("../../web/network.js").Network[] | null} the networks; null unless all of them are here
   */
  all(addresses) {
    const found = addresses.flatMap((address) => this.ready.get(address) ?? []);
    return found.length === addresses.length ? found : null;
  }

  /**
   * Fetch those that are not here yet. One that cannot be fetched is asked for again next time; until then Python
   * answers.
   * @param {string[]} addresses
   * @param {() => void} onReady called for each that has come
   */
  fetch(addresses, onReady) {
    for (const address of addresses) {
      if (this.asked.has(address)) continue;
      this.asked.add(address);
      load(address)
        .then((network) => this.ready.set(address, network))
        .then(onReady)
        .catch(() => this.asked.delete(address));
    }
  }
}

/** @param {string} address */
async function load(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return readNetwork(await response.arrayBuffer());
}
