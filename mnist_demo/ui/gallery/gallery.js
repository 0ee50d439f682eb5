// A grid of pictures; a click on one tells Python its id.

/** @typedef {{id: string, src: string, caption: string, description: string}} Picture */
/**
 * As component.py makes it: `size` is the width of a picture in CSS pixels, `chosen` the id of one.
 * @typedef {{pictures: Picture[], size: number, label: string, chosen: string | null, reveal: boolean}} Gallery
 */

/**
 * Called by Streamlit when the gallery appears, and whenever Python has something new to show.
 * @param {import("../streamlit.js").ComponentArguments<[Gallery], {clicked: string}>} component
 */
export default function mount({ data: [data], parentElement, setTriggerValue }) {
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
  makeOneStop(gallery, focused ?? data.chosen ?? undefined);
  if (focused !== undefined) find(gallery, focused)?.focus({ preventScroll: true });
  if (data.reveal) gallery.firstElementChild?.scrollIntoView({ block: "nearest", behavior: isCalm() ? "auto" : "smooth" });
}

function isCalm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/**
 * One stop for the Tab key, however many pictures there are: the arrow keys go from one to the next.
 * @param {HTMLElement} gallery
 * @param {string | undefined} id of the picture at which Tab arrives, the first one if there is none
 */
function makeOneStop(gallery, id) {
  const buttons = [...gallery.querySelectorAll("button")];
  const start = buttons.find((button) => idOf(button) === id) ?? buttons[0];
  for (const button of buttons) button.tabIndex = button === start ? 0 : -1;
  gallery.onkeydown = (event) => {
    const at = buttons.findIndex((button) => button.matches(":focus"));
    const next = buttons[targetOf(event.key, at, buttons)];
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey || !next) return;
    event.preventDefault();
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
}

/**
 * Where a key leads; a picture that is not there for any other key, and beyond the ends.
 * @param {string} key
 * @param {number} at
 * @param {HTMLElement[]} buttons in rows of equal length
 */
function targetOf(key, at, buttons) {
  const below = buttons.findIndex(({ offsetTop }) => offsetTop > buttons[0].offsetTop);
  const columns = below < 0 ? buttons.length : below;
  /** @type {Record<string, number>} */
  const targets = {
    ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: at - columns, ArrowDown: at + columns,
    Home: 0, End: buttons.length - 1,
  };
  return targets[key] ?? -1;
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
  image.alt = description === caption ? "" : description; // which would be read twice
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
