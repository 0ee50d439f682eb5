// Buttons beside the canvas's undo and redo: an eraser, and the full screen.

const ICONS = {
  eraser: ["m7 21-4.3-4.3a2 2 0 0 1 0-2.8L12.9 3.7a2 2 0 0 1 2.8 0l5.6 5.6a2 2 0 0 1 0 2.8L12.4 21H7Z", "m7.8 8.8 7.4 7.4M12 21h9"],
  fullScreen: ["M8 3H3v5M16 3h5v5M21 16v5h-5M3 16v5h5"],
};

/** @typedef {{eraser: string, fullScreen: string}} ToolWords */

/**
 * Put them into the toolbar, once.
 * @param {ShadowRoot} root of the canvas, which is there
 * @param {ToolWords} words
 * @param {() => boolean} toggleEraser returns whether the pen erases now
 */
export function offerTools(root, words, toggleEraser) {
  const card = root.querySelector(".dc-toolbar-card");
  if (!card || card.querySelector(".tool")) return;
  const eraser = button("eraser", words.eraser, () => press(eraser, toggleEraser()));
  card.append(eraser);
  if (document.fullscreenEnabled) card.append(button("fullScreen", words.fullScreen, toggleFullScreen));
}

/** Give the page the whole screen, or give it back; browsers allow that after a click or a key alone. */
export function toggleFullScreen() {
  const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  change.catch(() => {}); // somebody refused: the page stays as it is
}

/**
 * @param {keyof typeof ICONS} icon
 * @param {string} label
 * @param {() => void} act
 */
function button(icon, label, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = `dc-icon-button tool ${icon}`;
  element.title = label;
  element.setAttribute("aria-label", label);
  if (icon === "eraser") press(element, false);
  element.append(drawing(ICONS[icon]));
  element.addEventListener("click", act);
  return element;
}

/**
 * @param {Element} element
 * @param {boolean} isPressed
 */
function press(element, isPressed) {
  element.setAttribute("aria-pressed", String(isPressed));
}

/** @param {string[]} lines */
function drawing(lines) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const looks = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linejoin": "round" };
  for (const [name, value] of Object.entries(looks)) svg.setAttribute(name, value);
  for (const d of lines) svg.appendChild(document.createElementNS(svg.namespaceURI, "path")).setAttribute("d", d);
  return svg;
}
