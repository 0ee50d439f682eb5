// A grid of pictures; a click on one tells Python its id.

/** Called by Streamlit when the gallery appears, and whenever Python has something new to show. */
export default function mount({ data, parentElement, setTriggerValue }) {
  const gallery = parentElement.querySelector(".gallery");
  const focused = (parentElement.activeElement ?? document.activeElement)?.dataset?.id;
  gallery.style.setProperty("--size", `${data.size}px`);
  gallery.setAttribute("aria-label", data.label);
  gallery.replaceChildren(...data.pictures.map((picture) => makeButton(picture, data.chosen)));
  gallery.onclick = (event) => {
    const button = event.target.closest("button");
    if (button) setTriggerValue("clicked", button.dataset.id);
  };
  // New buttons have taken the old ones' place: whoever goes by keyboard stays where they were.
  if (focused !== undefined) find(gallery, focused)?.focus({ preventScroll: true });
  if (data.reveal) gallery.firstElementChild?.scrollIntoView({ block: "nearest", behavior: "smooth" });
}

function find(gallery, id) {
  return [...gallery.children].find((button) => button.dataset.id === id);
}

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

function makeCaption(text) {
  const caption = document.createElement("span");
  caption.textContent = text;
  return caption;
}
