// The layers of a network side by side: a picture, a square for each hidden neuron, a bar for each output.

const HEIGHT = 358; // of the tallest layer where all stand side by side, in CSS pixels
const WIDEST = 16; // side of a square
const SMALLEST = 3;
const NARROW = 480; // where the layers stand below each other
const IMAGE = { wide: 112, narrow: 150 };
const OUTPUTS = 148;
const GAP = 26;
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
    this.shape = null; // of the network that the elements were made for
    this.observer = new ResizeObserver(() => this.data && this.paint());
    this.observer.observe(element);
  }

  stop() {
    this.observer.disconnect();
    clearTimeout(this.pausing);
  }

  show(data, choose) {
    this.data = data;
    this.choose = choose;
    clearTimeout(this.pausing);
    const shape = JSON.stringify([data.layers.map(({ values }) => values.length), data.outputs.length]);
    if (shape !== this.shape) this.build();
    this.shape = shape;
    this.paint();
  }

  build() {
    const { layers, outputs } = this.data;
    this.image = make("img", "", { alt: "The image that the network gets, 28×28 pixels" });
    this.layers = layers.map((_, number) => this.makeLayer(number));
    this.bars = outputs.map((_, unit) => this.makeOutput(unit));
    const list = make("div", "outputs");
    list.append(...this.bars.map(({ button }) => button));
    const figures = [
      figure("Image", "28×28 pixels", this.image),
      ...this.layers.map(({ canvas }, number) => figure(layers[number].title, "", canvas)),
      figure("Output", `${outputs.length} classes`, list),
    ];
    this.notes = figures.slice(1, -1).map((each) => each.querySelector(".note"));
    this.element.replaceChildren(...figures, this.links);
  }

  makeLayer(layer) {
    const canvas = make("canvas", "", { tabindex: "0", role: "slider" });
    canvas.dataset.layer = layer;
    canvas.onclick = (event) => this.choose([layer, this.unitAt(layer, event)]);
    canvas.onpointermove = (event) => (canvas.title = this.inWords(layer, this.unitAt(layer, event)));
    canvas.onkeydown = (event) => this.step(layer, event);
    return { canvas };
  }

  makeOutput(unit) {
    const button = make("button", "", { type: "button" });
    const [name, fill, percent] = ["name", "fill", "percent"].map((kind) => make("span", kind));
    const track = make("span", "track");
    track.append(fill);
    button.append(name, track, percent);
    button.onclick = () => this.choose([this.data.layers.length, unit]);
    return { button, name, fill, percent };
  }

  unitAt(layer, { offsetX, offsetY }) {
    const { side, columns, rows } = this.layers[layer];
    const column = Math.min(columns - 1, Math.max(0, Math.floor(offsetX / side)));
    const row = Math.min(rows - 1, Math.max(0, Math.floor(offsetY / side)));
    return Math.min(this.data.layers[layer].values.length - 1, row * columns + column);
  }

  inWords(layer, unit) {
    const { values, silent } = this.data.layers[layer];
    return `Neuron ${unit + 1}: ${silent.includes(unit) ? "switched off" : values[unit].toFixed(2)}`;
  }

  /** The arrow keys walk at once; Python is asked when they pause. */
  step(layer, event) {
    const { columns } = this.layers[layer];
    const last = this.data.layers[layer].values.length - 1;
    const unit = this.data.chosen[0] === layer ? this.data.chosen[1] : 0;
    const target = {
      ArrowLeft: unit - 1, ArrowRight: unit + 1, ArrowUp: unit - columns, ArrowDown: unit + columns,
      Home: 0, End: last, Enter: unit, " ": unit,
    }[event.key]; // prettier-ignore
    if (target === undefined) return;
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
    this.arrange(width);
    this.image.src = this.data.image;
    this.data.layers.forEach((layer, number) => this.paintLayer(layer, number));
    this.data.outputs.forEach((output, unit) => this.paintOutput(output, unit));
    this.paintLinks();
  }

  /** One size of squares for all layers: the largest with which they fit side by side, else below each other. */
  arrange(width) {
    const counts = this.data.layers.map(({ values }) => values.length);
    const left = width - IMAGE.wide - OUTPUTS - GAP * (counts.length + 1);
    const columnsAt = (side) => counts.map((count) => Math.ceil(count / Math.floor(HEIGHT / side)));
    let side = WIDEST;
    const fits = () => columnsAt(side).reduce((a, b) => a + b, 0) * side <= left;
    while (side > SMALLEST && !fits()) side--;
    const isNarrow = width < NARROW || !fits();
    this.element.classList.toggle("narrow", isNarrow);
    this.image.style.width = `${isNarrow ? IMAGE.narrow : IMAGE.wide}px`;
    if (isNarrow) side = Math.max(9, Math.min(WIDEST, Math.floor(Math.sqrt((width * 400) / Math.max(...counts, 1)))));
    const columns = isNarrow ? counts.map((count) => Math.min(count, Math.floor(width / side))) : columnsAt(side);
    this.layers.forEach((layer, number) => {
      Object.assign(layer, { side, columns: columns[number], rows: Math.ceil(counts[number] / columns[number]) });
    });
  }

  paintLayer({ title, note, values, silent }, number) {
    const { canvas, side, columns, rows } = this.layers[number];
    const [chosenLayer, chosen] = this.data.chosen;
    const pen = prepare(canvas, columns * side, rows * side);
    const highest = Math.max(...values.map(Math.abs), 1e-9);
    const off = new Set(silent);
    const gap = side > 5 ? 1 : 0;
    for (let unit = 0; unit < values.length; unit++) {
      const [x, y] = [(unit % columns) * side, Math.floor(unit / columns) * side];
      pen.fillStyle = "rgb(128 128 128 / 16%)";
      pen.fillRect(x, y, side - gap, side - gap);
      if (off.has(unit)) this.cross(pen, x, y, side - gap);
      else if (values[unit]) {
        pen.fillStyle = colour(this.data.colours[values[unit] > 0 ? "for" : "against"], brightness(values[unit] / highest));
        pen.fillRect(x, y, side - gap, side - gap);
      }
    }
    const isHere = chosenLayer === number;
    if (isHere) this.ring(pen, (chosen % columns) * side, Math.floor(chosen / columns) * side, side - gap);
    this.notes[number].textContent = note;
    label(canvas, title, values.length, isHere ? chosen : 0, this.inWords(number, isHere ? chosen : 0));
  }

  cross(pen, x, y, side) {
    pen.strokeStyle = "rgb(239 68 68 / 75%)";
    pen.lineWidth = Math.max(1, side / 8);
    pen.beginPath();
    for (const [from, to] of [[0.15, 0.85], [0.85, 0.15]]) {
      pen.moveTo(x + side * from, y + side * 0.15);
      pen.lineTo(x + side * to, y + side * 0.85);
    }
    pen.stroke();
  }

  ring(pen, x, y, side) {
    pen.strokeStyle = getComputedStyle(this.element).getPropertyValue("--st-text-color");
    pen.lineWidth = 2;
    pen.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
  }

  paintOutput({ name, share, percent }, unit) {
    const bar = this.bars[unit];
    const isHighest = share === Math.max(...this.data.outputs.map((output) => output.share));
    bar.name.textContent = name;
    bar.percent.textContent = percent;
    bar.fill.style.width = `${100 * share}%`;
    bar.button.classList.toggle("winner", isHighest);
    const [layer, chosen] = this.data.chosen;
    bar.button.setAttribute("aria-pressed", String(layer === this.data.layers.length && chosen === unit));
  }

  /** From the strongest inputs to the chosen neuron, the wider the more they add or take away. */
  paintLinks() {
    const { chosen, links, colours } = this.data;
    const pen = prepare(this.links, this.element.clientWidth, this.element.clientHeight);
    const [toX, toY] = this.middle(chosen[0], chosen[1]);
    const highest = Math.max(...links.map(([, adds]) => Math.abs(adds)), 1e-9);
    for (const [unit, adds] of links) {
      const [x, y] = this.middle(chosen[0] - 1, unit);
      const share = Math.abs(adds) / highest;
      pen.strokeStyle = colour(colours[adds > 0 ? "for" : "against"], 0.35 + 0.6 * share);
      pen.lineWidth = 0.75 + 2.25 * share;
      pen.beginPath();
      pen.moveTo(x, y);
      pen.lineTo(toX, toY);
      pen.stroke();
    }
  }

  /** Where a neuron is; layer -1 is the image, the one after the hidden ones the outputs. */
  middle(layer, unit) {
    const isImage = layer < 0;
    const element = isImage ? this.image : this.layers[layer]?.canvas ?? this.bars[unit].button;
    const [box, around] = [element, this.element].map((each) => each.getBoundingClientRect());
    const [left, top] = [box.left - around.left, box.top - around.top];
    if (!isImage && !this.layers[layer]) return [left, top + box.height / 2];
    const columns = isImage ? IMAGE_SIZE : this.layers[layer].columns;
    const side = isImage ? box.width / IMAGE_SIZE : this.layers[layer].side;
    return [left + ((unit % columns) + 0.5) * side, top + (Math.floor(unit / columns) + 0.5) * side];
  }
}

/** What puts out little is dim, but never as dim as what puts out nothing. */
function brightness(share) {
  return 0.15 + 0.85 * Math.abs(share) ** 0.7;
}

function colour([red, green, blue], opacity) {
  return `rgb(${red} ${green} ${blue} / ${opacity.toFixed(3)})`;
}

/** A canvas of this size in CSS pixels, empty and sharp on every screen. */
function prepare(canvas, width, height) {
  const scale = devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  return pen;
}

function label(canvas, title, count, chosen, words) {
  const values = { label: title, valuemin: 1, valuemax: count, valuenow: chosen + 1, valuetext: words };
  for (const [name, value] of Object.entries(values)) canvas.setAttribute(`aria-${name}`, value);
}

function figure(title, note, content) {
  const element = make("figure");
  const caption = make("figcaption");
  caption.append(Object.assign(make("b"), { textContent: title }), Object.assign(make("span", "note"), { textContent: note }));
  element.append(caption, content);
  return element;
}

function make(tag, kind = "", attributes = {}) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
