// The choice among the networks of the page, if there are several.

import { make } from "../elements.js";

/** @typedef {import("./data.js").PackedNetwork} PackedNetwork */

export class NetworkChoice {
  /**
   * @param {HTMLElement} place
   * @param {PackedNetwork[]} networks
   * @param {(packed: PackedNetwork) => void} onChoose
   */
  constructor(place, networks, onChoose) {
    place.hidden = networks.length < 2;
    /** @type {Map<PackedNetwork, HTMLInputElement>} */
    this.buttons = new Map();
    for (const network of networks) place.append(this.option(network, onChoose));
  }

  /**
   * @param {PackedNetwork} network
   * @param {(packed: PackedNetwork) => void} onChoose
   */
  option(network, onChoose) {
    const input = Object.assign(make("input", ""), { type: "radio", name: "network" });
    input.addEventListener("change", () => onChoose(network));
    this.buttons.set(network, input);
    return make("label", "", input, make("span", "", document.createTextNode(network.name)));
  }

  /** @param {PackedNetwork} network the one in use */
  show(network) {
    const input = this.buttons.get(network);
    if (input) input.checked = true;
  }
}
