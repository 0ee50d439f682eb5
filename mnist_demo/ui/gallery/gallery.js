// A grid of pictures; a click on one tells Python its id.

/** @typedef {{id: string, src: string, caption: string, description: string}} Picture */
/**
 * As component.py makes it: `size` is the width of a picture in CSS pixels, `chosen` the id of one.
 * @typedef {{pictures: Picture[], size: number, label: string, chosen: string | null, reveal: boolean}} Gallery
 */

/**
 * Called by Streamlit when the gallery appears, and whenever Python has something new to show.
 * @param {import("../streamlit.js").ComponentArguments<Gallery, {clicked: string}>} component
 */
export default function mount({ data, parentElement, setTriggerValue }) {
  const gallery = /** @type {HTMLElement} */ (parentElement.querySelector(".gallery"));
  const focused = idOf(parentElement.activeElement ?? document.activeElement);
  gallery.style.setProperty("--size", `${data.size}px`);
  gallery.setAttribute("aria-label", data.label);
  gallery.replaceChildren(...data.pictures.map((picture) => makeButton(picture, data.chosen)));
  gallery.onclick = (event) => {
    const id = idOf(/** @type {Element} */ (event.target).closest("button"));
    if (id !== undefined) setTriggerValue("clicked", id);
  };
  // New buttons have taken the old ones' place: whoever goes by keyboard stays where they were.
  if (focused !== undefined) find(gallery, focused)?.focus({ preventScroll: true });
  if (data.reveal) gallery.firstElementChild?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

/**
 * @param {HTMLElement} gallery
 * @param {string} id
 */
function find(gallery, id) {
  return [...gallery.querySelectorAll("button")].find((button) => idOf(button) === id);
}

/** @param {Element | null} element */
function idOf(element) {
  return element instanceof HTMLElement ? element.dataset.id : undefined;
}

/**
 * @param {Picture} picture
 * @param {string | null} chosen
 */
function makeButton({ id, src, caption, description }, chosen) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.id = id;
  button.title = description;
  if (chosen !== null) button.setAttribute("aria-pressed", String(id === chosen));
  const image = document.createElement("img");
  image.src = src;
  image.alt = description;
  button.append(image);
  if (caption) button.append(makeCaption(caption));
  return button;
}

/** @param {string} text */
function makeCaption(text) {
  const caption = document.createElement("span");
  caption.textContent = text;
  return caption;
}
