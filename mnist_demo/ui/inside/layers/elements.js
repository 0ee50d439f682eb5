// What the page is made of: elements, labelled for eyes and for ears.

/**
 * An element with a class and attributes.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} kind
 * @param {Record<string, string>} attributes
 */
export function make(tag, kind = "", attributes = {}) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/**
 * A part of the network with its title and a note, which may change.
 * @param {string} title
 * @param {string} text
 * @param {HTMLElement} content
 */
export function makeFigure(title, text, content) {
  const [figure, caption, note] = [make("figure"), make("figcaption"), make("span", "note")];
  note.textContent = text;
  caption.append(Object.assign(make("b"), { textContent: title }), note);
  figure.append(caption, content);
  return { figure, note };
}

/** One output: a button with name, bar and percentage. */
export function makeOutput() {
  const button = make("button", "", { type: "button" });
  const [name, fill, percent] = ["name", "fill", "percent"].map((kind) => make("span", kind));
  const track = make("span", "track");
  track.append(fill);
  button.append(name, track, percent);
  return { button, name, fill, percent };
}

/**
 * For screen readers a layer is a slider that goes from neuron to neuron.
 * @param {HTMLCanvasElement} canvas
 * @param {string} title
 * @param {number} count neurons of the layer
 * @param {number} unit the neuron at which the slider stands, from 0
 * @param {string} words what it says there
 */
export function label(canvas, title, count, unit, words) {
  const values = { label: title, valuemin: 1, valuemax: count, valuenow: unit + 1, valuetext: words };
  for (const [name, value] of Object.entries(values)) canvas.setAttribute(`aria-${name}`, String(value));
}
