// The layers of a network side by side: a picture, a square for each hidden neuron, a bar for each output.

import { arrange } from "./arrange.js";
import { figure, label, make, makeOutput } from "./elements.js";
import { paintLine, paintRing, paintSquares, prepare } from "./paint.js";

const IMAGE_SIZE = 28;
const PAUSE_MS = 250;

/** @type {WeakMap<Element, Way>} */
const mounted = new WeakMap();

/** Called by Streamlit when the component appears, and whenever Python has something new to show. */
export default function mount({ data, parentElement, setTriggerValue }) {
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Way(parentElement.querySelector(".way")));
  const way = mounted.get(parentElement);
  way.show(data, (place) => setTriggerValue("clicked", place));
  return () => {
    way.stop();
    mounted.delete(parentElement);
  };
}

class Way {
  /** @param {HTMLElement} element holds everything */
  constructor(element) {
    this.element = element;
    this.links = element.querySelector(".links");
    this.made = null; // the network that the elements were made for
    this.observer = new ResizeObserver(() => this.data && this.paint());
    this.observer.observe(element);
  }

  stop() {
    this.observer.disconnect();
    clearTimeout(this.pausing);
  }

  /**
   * @param {object} data as component.py makes it
   * @param {(place: [number, number]) => void} choose tells Python which neuron was chosen: layer and unit
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
    this.image = make("img", "", { alt: words.image_picture });
    this.canvases = layers.map((_, layer) => this.makeLayer(layer));
    this.bars = outputs.map(makeOutput);
    this.bars.forEach(({ button }, unit) => (button.onclick = () => this.pick([layers.length, unit])));
    const list = make("div", "outputs");
    list.append(...this.bars.map(({ button }) => button));
    const figures = this.canvases.map((canvas, layer) => figure(layers[layer].title, "", canvas));
    this.notes = figures.map((each) => each.querySelector(".note"));
    const image = figure(words.image, words.image_note, this.image);
    this.element.replaceChildren(image, ...figures, figure(words.output, words.output_note, list), this.links);
  }

  makeLayer(layer) {
    const canvas = make("canvas", "", { tabindex: "0", role: "slider" });
    canvas.dataset.layer = layer;
    canvas.onclick = (event) => this.pick([layer, this.unitAt(layer, event)]);
    canvas.onpointermove = (event) => (canvas.title = this.inWords(layer, this.unitAt(layer, event)));
    canvas.onkeydown = (event) => this.step(layer, event);
    return canvas;
  }

  /** Where the layers stand below each other, what Python says of the neuron is far below: go there. */
  pick(place) {
    this.choose(place);
    if (!this.element.classList.contains("narrow")) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    document.querySelector(".st-key-neuron")?.scrollIntoView({ behavior });
  }

  unitAt(layer, { offsetX, offsetY }) {
    const { side, columns, rows } = this.shapes[layer];
    const column = Math.min(columns - 1, Math.max(0, Math.floor(offsetX / side)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor(offsetY / side)));
    return Math.min(this.data.layers[layer].values.length - 1, row * columns + column);
  }

  inWords(layer, unit) {
    const { values, silent } = this.data.layers[layer];
    const { neuron, neuron_off } = this.data.words;
    const words = silent.includes(unit) ? neuron_off : neuron;
    return words.replace("{unit}", String(unit + 1)).replace("{output}", values[unit].toFixed(2));
  }

  /** The arrow keys walk at once; Python is asked when they pause. */
  step(layer, event) {
    const { columns } = this.shapes[layer];
    const last = this.data.layers[layer].values.length - 1;
    const unit = this.data.chosen[0] === layer ? this.data.chosen[1] : 0;
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns, Home: -unit, End: last - unit };
    const isChoice = event.key === "Enter" || event.key === " ";
    const target = unit + (isChoice ? 0 : steps[event.key]);
    if (Number.isNaN(target)) return;
    event.preventDefault();
    if (target < 0 || target > last) return;
    this.data = { ...this.data, chosen: [layer, target], links: [] };
    this.paint();
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => this.choose([layer, target]), PAUSE_MS);
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

  /** Where a neuron is; layer -1 is the image, the one after the hidden ones the outputs. */
  middle(layer, unit) {
    const element = layer < 0 ? this.image : (this.canvases[layer] ?? this.bars[unit].button);
    const [box, around] = [element, this.element].map((each) => each.getBoundingClientRect());
    const [left, top] = [box.left - around.left, box.top - around.top];
    if (layer >= this.canvases.length) return [left, top + box.height / 2];
    const { side, columns } = layer < 0 ? { side: box.width / IMAGE_SIZE, columns: IMAGE_SIZE } : this.shapes[layer];
    return [left + ((unit % columns) + 0.5) * side, top + (Math.floor(unit / columns) + 0.5) * side];
  }
}
