// The weights of the first layer as pictures, those first that matter most for the drawing.

import { line } from "../answer.js";
import { make } from "../elements.js";
import { pattern } from "../explanation.js";
import { quantile, signed } from "./figures.js";
import { showLegend } from "./legend.js";
import { PixelMap } from "./pixel_map.js";

/** @typedef {import("../explanation.js").Explanation} Explanation */
/** @typedef {import("../network.js").Network} Network */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {{note: HTMLElement, legend: HTMLElement, grid: HTMLElement, more: HTMLElement}} FirstLayerPlaces */

const SHOWN = 48;
/** How many are framed, as the strongest. */
const STRONGEST = 6;
/** Few weights are beyond the end of the colour scale, and they would darken all others. */
const END_OF_SCALE_OF_WEIGHTS = 0.995;

class NeuronPicture {
  constructor() {
    this.map = new PixelMap();
    this.caption = make("figcaption", "");
    this.element = make("li", "", make("figure", "", this.map.element, this.caption));
  }

  /**
   * @param {Network} network
   * @param {number} unit
   * @param {number} limit of the colours
   */
  show(network, unit, limit) {
    this.map.showSigned(pattern(network, unit), limit);
  }
}

export class FirstLayerView {
  /**
   * @param {FirstLayerPlaces} places
   * @param {Texts} texts
   */
  constructor(places, texts) {
    this.places = places;
    this.texts = texts;
    /** @type {NeuronPicture[]} */
    this.pictures = [];
    this.count = SHOWN;
    this.limit = 1;
    /** @type {Network | null} */
    this.network = null;
    /** @type {Explanation | null} */
    this.explanation = null;
    /** @type {string[]} */
    this.classes = [];
    places.more.addEventListener("click", () => {
      this.count += SHOWN;
      this.update();
    });
  }

  /**
   * @param {Network} network
   * @param {string[]} classes
   * @param {Explanation | null} explanation of what is drawn; null where nothing is
   */
  show(network, classes, explanation) {
    if (network !== this.network) {
      this.count = SHOWN;
      this.limit = quantile(network.layers[0].kernel.map(Math.abs), END_OF_SCALE_OF_WEIGHTS);
    }
    Object.assign(this, { network, classes, explanation });
    this.update();
  }

  update() {
    const { network, explanation, places, texts } = this;
    if (!network) return;
    const answer = explanation ? explanation.scores.indexOf(Math.max(...explanation.scores)) : 0;
    const relevance = explanation?.relevance(answer) ?? null;
    const units = ordered(relevance, network.layers[0].bias.length);
    this.arrange(Math.min(this.count, units.length));
    this.pictures.forEach((picture, place) => this.showUnit(picture, network, units[place], place, relevance));
    const note = relevance ? "inside.weights.note" : "home.weights_note";
    const lines = texts.lines(note, { class_name: this.classes[answer] });
    places.note.replaceChildren(...lines.map((runs) => line(runs)));
    showLegend(places.legend, texts.say("inside.weights.orange"), this.limit, texts.say("inside.weights.blue"));
    places.more.hidden = this.count >= units.length;
    places.more.textContent = texts.say("home.more", { count: String(units.length) });
  }

  /** @param {number} count of the pictures */
  arrange(count) {
    while (this.pictures.length < count) this.pictures.push(new NeuronPicture());
    this.pictures.length = count;
    this.places.grid.replaceChildren(...this.pictures.map(({ element }) => element));
  }

  /**
   * @param {NeuronPicture} picture
   * @param {Network} network
   * @param {number} unit
   * @param {number} place counted from the strongest
   * @param {Float32Array | null} relevance
   */
  showUnit(picture, network, unit, place, relevance) {
    picture.show(network, unit, this.limit);
    const neuron = this.texts.say("inside.neuron_name", { unit: String(unit + 1), layer: "1" });
    const adds = relevance ? signed(relevance[unit]) : "";
    picture.map.describe(adds ? this.texts.say("inside.weights.description", { neuron, adds }) : neuron);
    picture.caption.textContent = adds;
    const isStrong = relevance !== null && place < STRONGEST && relevance[unit] !== 0;
    picture.element.className = isStrong ? `strong ${relevance[unit] > 0 ? "for" : "against"}` : "";
  }
}

/**
 * All units, the strongest first; in their own order where nothing is drawn.
 * @param {Float32Array | null} relevance
 * @param {number} count
 */
function ordered(relevance, count) {
  const units = Array.from({ length: count }, (_, unit) => unit);
  return relevance ? units.sort((a, b) => Math.abs(relevance[b]) - Math.abs(relevance[a])) : units;
}
