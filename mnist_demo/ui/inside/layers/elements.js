// What the page is made of: elements, labelled for eyes and for ears.

/** An element with a class and attributes. */
export function make(tag, kind = "", attributes = {}) {
  const element = document.createElement(tag);
  if (kind) element.className = kind;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** A part of the network with its title and a note. */
export function figure(title, note, content) {
  const element = make("figure");
  const caption = make("figcaption");
  const parts = [Object.assign(make("b"), { textContent: title }), Object.assign(make("span", "note"), { textContent: note })];
  caption.append(...parts);
  element.append(caption, content);
  return element;
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

/** For screen readers a layer is a slider that goes from neuron to neuron. */
export function label(canvas, title, count, unit, words) {
  const values = { label: title, valuemin: 1, valuemax: count, valuenow: unit + 1, valuetext: words };
  for (const [name, value] of Object.entries(values)) canvas.setAttribute(`aria-${name}`, value);
}
