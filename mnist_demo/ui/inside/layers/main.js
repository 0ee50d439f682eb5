// The layers of a network side by side: a picture, a square for each hidden neuron, a bar for each output.

import { IMAGE_SIZE } from "../../../web/constants.js";
import { arrange } from "./arrange.js";
import { label, make, makeFigure, makeOutput } from "./elements.js";
import { paintLine, paintRing, paintSquares, prepare } from "./paint.js";

const PAUSE_MS = 250;

/** @typedef {[number, number]} Place a layer and a unit in it; the outputs come after the hidden layers */
/** @typedef {{title: string, note: string, values: number[], silent: number[]}} Layer */
/** @typedef {{name: string, share: number, percent: string}} Output */
/**
 * As component.py makes it: `image` is an address, `links` are the inputs of the chosen neuron with what each adds.
 * @typedef {object} Scene
 * @property {string} image
 * @property {Layer[]} layers
 * @property {Output[]} outputs
 * @property {Place} chosen
 * @property {[number, number][]} links
 * @property {import("./paint.js").Colours} colours
 * @property {Record<"image" | "image_note" | "image_picture" | "output" | "output_note" | "neuron" | "neuron_off", string>} words
 */

/** @type {WeakMap<ShadowRoot, Way>} */
const mounted = new WeakMap();

/**
 * Called by Streamlit when the component appears, and whenever Python has something new to show.
 * @param {import("../../streamlit.js").ComponentArguments<[Scene], {clicked: Place}>} component
 */
export default function mount({ data: [data], parentElement, setTriggerValue }) {
  const element = /** @type {HTMLElement} */ (parentElement.querySelector(".way"));
  const way = mounted.get(parentElement) ?? new Way(element, data);
  mounted.set(parentElement, way);
  way.show(data, (place) => setTriggerValue("clicked", place));
  return () => {
    way.stop();
    mounted.delete(parentElement);
  };
}

class Way {
  /**
   * @param {HTMLElement} element holds everything
   * @param {Scene} data
   */
  constructor(element, data) {
    this.element = element;
    this.data = data;
    /** @type {(place: Place) => void} */
    this.choose = () => {};
    this.links = /** @type {HTMLCanvasElement} */ (element.querySelector(".links"));
    this.made = ""; // the network that the elements were made for
    this.image = make("img", "", { alt: "The image that the network gets, 28×28 pixels" });
    /** @type {HTMLCanvasElement[]} */
    this.canvases = [];
    /** @type {HTMLElement[]} */
    this.notes = [];
    /** @type {ReturnType<typeof makeOutput>[]} */
    this.bars = [];
    /** @type {import("./arrange.js").Shape[]} */
    this.shapes = [];
    this.pausing = 0;
    this.observer = new ResizeObserver(() => this.paint());
    this.observer.observe(element);
  }

  stop() {
    this.observer.disconnect();
    clearTimeout(this.pausing);
  }

  /**
   * @param {Scene} data
   * @param {(place: Place) => void} choose tells Python which neuron was chosen
   */
  show(data, choose) {
    this.data = data;
    this.choose = choose;
    clearTimeout(this.pausing);
    const network = JSON.stringify([data.layers.map(({ values }) => values.length), data.outputs.length]);
    if (network !== this.made) this.build();
    this.made = network;
    this.paint();
  }

  build() {
    const { layers, outputs, words } = this.data;
    this.canvases = layers.map((_, layer) => this.makeLayer(layer));
    this.bars = outputs.map(makeOutput);
    this.bars.forEach(({ button }, unit) => (button.onclick = () => this.pick([layers.length, unit])));
    const list = make("div", "outputs");
    list.append(...this.bars.map(({ button }) => button));
    const parts = this.canvases.map((canvas, layer) => makeFigure(layers[layer].title, "", canvas));
    this.notes = parts.map(({ note }) => note);
    this.image.alt = words.image_picture;
    parts.unshift(makeFigure(words.image, words.image_note, this.image));
    parts.push(makeFigure(words.output, words.output_note, list));
    this.element.replaceChildren(...parts.map(({ figure }) => figure), this.links);
  }

  /** @param {number} layer */
  makeLayer(layer) {
    const canvas = make("canvas", "", { tabindex: "0", role: "slider" });
    canvas.dataset.layer = String(layer);
    canvas.onclick = (event) => this.pick([layer, this.unitAt(layer, event)]);
    canvas.onpointermove = (event) => (canvas.title = this.inWords(layer, this.unitAt(layer, event)));
    canvas.onkeydown = (event) => this.step(layer, event);
    return canvas;
  }

  /**
   * Where the layers stand below each other, what Python says of the neuron is far below: go there.
   * @param {Place} place
   */
  pick(place) {
    this.choose(place);
    if (!this.element.classList.contains("narrow")) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    document.querySelector(".st-key-neuron")?.scrollIntoView({ behavior });
  }

  /**
   * @param {number} layer
   * @param {MouseEvent} event
   */
  unitAt(layer, { offsetX, offsetY }) {
    const { side, columns, rows } = this.shapes[layer];
    const column = Math.min(columns - 1, Math.max(0, Math.floor(offsetX / side)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor(offsetY / side)));
    return Math.min(this.data.layers[layer].values.length - 1, row * columns + column);
  }

  /**
   * @param {number} layer
   * @param {number} unit
   */
  inWords(layer, unit) {
    const { values, silent } = this.data.layers[layer];
    const { neuron, neuron_off } = this.data.words;
    const words = silent.includes(unit) ? neuron_off : neuron;
    return words.replace("{unit}", String(unit + 1)).replace("{output}", values[unit].toFixed(2));
  }

  /**
   * The arrow keys walk at once; Python is asked when they pause.
   * @param {number} layer
   * @param {KeyboardEvent} event
   */
  step(layer, event) {
    const { columns } = this.shapes[layer];
    const last = this.data.layers[layer].values.length - 1;
    const unit = this.data.chosen[0] === layer ? this.data.chosen[1] : 0;
    const [Home, End] = [-unit, last - unit];
    /** @type {Record<string, number>} */
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home, End };
    const isChoice = event.key === "Enter" || event.key === " ";
    const target = unit + (isChoice ? 0 : steps[event.key]);
    if (Number.isNaN(target)) return;
    event.preventDefault();
    if (target < 0 || target > last) return;
    /** @type {Place} */
    const place = [layer, target];
    this.data = { ...this.data, chosen: place, links: [] };
    this.paint();
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => this.choose(place), PAUSE_MS);
  }

  paint() {
    const width = this.element.clientWidth;
    if (!width) return; // in a tab that is not shown
    const { isNarrow, image, layers } = arrange(width, this.data.layers.map(({ values }) => values.length));
    this.shapes = layers;
    this.element.classList.toggle("narrow", isNarrow);
    this.image.style.width = this.image.style.height = `${image}px`;
    this.image.src = this.data.image;
    this.data.layers.forEach((layer, number) => this.paintLayer(layer, number));
    this.paintOutputs();
    this.paintLinks();
  }

  /**
   * @param {Layer} layer
   * @param {number} number
   */
  paintLayer(layer, number) {
    const [canvas, shape] = [this.canvases[number], this.shapes[number]];
    const pen = prepare(canvas, shape.columns * shape.side, shape.rows * shape.side);
    paintSquares(pen, shape, layer, this.data.colours);
    const isHere = this.data.chosen[0] === number;
    const unit = isHere ? this.data.chosen[1] : 0;
    if (isHere) paintRing(pen, shape, unit, getComputedStyle(this.element).color);
    this.notes[number].textContent = layer.note;
    label(canvas, layer.title, layer.values.length, unit, this.inWords(number, unit));
  }

  paintOutputs() {
    const highest = Math.max(...this.data.outputs.map(({ share }) => share));
    const [layer, chosen] = this.data.chosen;
    this.data.outputs.forEach(({ name, share, percent }, unit) => {
      const bar = this.bars[unit];
      bar.name.textContent = name;
      bar.percent.textContent = percent;
      bar.fill.style.width = `${100 * share}%`;
      bar.button.classList.toggle("winner", share === highest);
      bar.button.setAttribute("aria-pressed", String(layer === this.data.layers.length && chosen === unit));
    });
  }

  /** From the strongest inputs to the chosen neuron, the wider the more they add or take away. */
  paintLinks() {
    const { chosen, links, colours } = this.data;
    const pen = prepare(this.links, this.element.clientWidth, this.element.clientHeight);
    const highest = Math.max(...links.map(([, adds]) => Math.abs(adds)), 1e-9);
    const to = this.middle(chosen[0], chosen[1]);
    for (const [unit, adds] of links) paintLine(pen, this.middle(chosen[0] - 1, unit), to, colours, adds / highest);
  }

  /**
   * Where a neuron is; layer -1 is the image, the one after the hidden ones the outputs.
   * @param {number} layer
   * @param {number} unit
   * @returns {[number, number]} x and y
   */
  middle(layer, unit) {
    const element = layer < 0 ? this.image : (this.canvases[layer] ?? this.bars[unit].button);
    const [box, around] = [element, this.element].map((each) => each.getBoundingClientRect());
    const [left, top] = [box.left - around.left, box.top - around.top];
    if (layer >= this.canvases.length) return [left, top + box.height / 2];
    const { side, columns } = layer < 0 ? { side: box.width / IMAGE_SIZE, columns: IMAGE_SIZE } : this.shapes[layer];
    return [left + ((unit % columns) + 0.5) * side, top + (Math.floor(unit / columns) + 0.5) * side];
  }
}
