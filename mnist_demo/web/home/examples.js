// A few test images to try, as buttons with their pictures.

import { make } from "../elements.js";
import { decodePicture } from "../picture.js";
import { PixelMap } from "./pixel_map.js";

/** @typedef {import("./history.js").LaidExample} LaidExample */

export class Examples {
  /**
   * @param {HTMLElement} place
   * @param {import("./data.js").Example[]} examples
   * @param {import("./texts.js").Texts} texts
   * @param {(example: LaidExample) => void} onChoose
   */
  constructor(place, examples, texts, onChoose) {
    this.onChoose = onChoose;
    this.examples = examples.map(({ image, label }) => ({ image: decodePicture(image), label }));
    this.last = -1;
    place.replaceChildren(...this.examples.map((example) => this.button(example, texts)));
  }

  /**
   * @param {LaidExample} example
   * @param {import("./texts.js").Texts} texts
   */
  button(example, texts) {
    const map = new PixelMap();
    map.showInk({ data: example.image, width: 28, height: 28 });
    map.element.setAttribute("aria-hidden", "true");
    const button = make("button", "example", map.element);
    const label = texts.say("home.example", { digit: String(example.label) });
    Object.assign(button, { type: "button", title: label, onclick: () => this.onChoose(example) });
    button.setAttribute("aria-label", label);
    return button;
  }

  /** @param {number} digit of which the next example is chosen, if there is one */
  choose(digit) {
    const count = this.examples.length;
    const order = this.examples.map((_, step) => (this.last + 1 + step) % count);
    const found = order.find((place) => this.examples[place].label === digit);
    if (found === undefined) return;
    this.last = found;
    this.onChoose(this.examples[found]);
  }
}
