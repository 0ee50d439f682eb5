// A test image that lies on the sheet until somebody draws there.

const STYLE = `
  position: absolute; inset: 0; z-index: 11; width: 100%; height: 100%; box-sizing: border-box;
  border: 1px solid var(--st-border-color, lightgrey); image-rendering: pixelated; pointer-events: none;`;

/** @typedef {{src: string, text: string}} Example */

/**
 * Lay an image on the sheet, or take it away.
 * @param {ShadowRoot} root of the canvas, which is there
 * @param {Example | null} example
 */
export function layExample(root, example) {
  root.querySelector(".example")?.remove();
  if (example) root.querySelector(".dc-container")?.append(picture(example));
}

/**
 * The first stroke takes the image away before Python knows of it.
 * @param {ShadowRoot} root
 */
export function makeWay(root) {
  root.addEventListener("pointerdown", (event) => {
    const isOnSheet = event.target instanceof Element && event.target.closest(".dc-container");
    if (isOnSheet) layExample(root, null);
  });
}

/** @param {Example} example */
function picture({ src, text }) {
  const image = document.createElement("img");
  image.className = "example";
  image.style.cssText = STYLE;
  image.draggable = false;
  return Object.assign(image, { src, alt: text });
}
