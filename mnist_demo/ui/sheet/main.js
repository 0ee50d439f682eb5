// The component of the sheet: starts the canvas's own script, and keeps what is drawn.

import { layExample, makeWay } from "./example.js";
import { listenToKeys } from "./keyboard.js";
import { keep, recall } from "./memory.js";
import { simplified } from "./simplify.js";
import { endStrokes } from "./strokes.js";
import { offerTools } from "./tools.js";

/** @typedef {import("./simplify.js").Path} Path */
/**
 * What the canvas takes and sends. `visit` is one person's time with the server, `sheet` counts the sheets in it.
 * @typedef {object} Data
 * @property {{objects: object[]}} initialDrawing
 * @property {string} visit
 * @property {number} sheet
 * @property {number} canvasWidth
 * @property {import("./example.js").Example | null} example
 * @property {{strokeWidth: number, strokeColor: string}} eraser what takes the place of the pen's looks
 * @property {import("./tools.js").ToolWords} words
 */
/**
 * @typedef {{raw: {objects: Path[]}, data: string | null}} Drawing
 */
/**
 * @typedef {object} Sheet
 * @property {number} calls
 * @property {Path[] | null} beginning what is laid on it when it appears; null for what Python sends
 * @property {boolean} isLaid whether it is there
 * @property {Path[] | null} drawing what is on it now; null where nobody has drawn
 * @property {string} visit
 * @property {boolean} isErasing
 * @property {() => void} refresh tells the canvas what the pen is now
 */
/** @typedef {import("../streamlit.js").ComponentArguments<Data, {drawing: Drawing}>} Arguments */

/** @type {WeakMap<ShadowRoot, Sheet>} */
const sheets = new WeakMap();

/**
 * Called by Streamlit when the sheet appears, and whenever Python has something new to say of it.
 * @param {import("../streamlit.js").ComponentArguments<[Data], {drawing: Drawing}>} called
 * @returns {Promise<() => void>} to be called when it disappears; Streamlit also calls that of an overtaken call
 */
export default async function mount(called) {
  const { parentElement, data: [data] } = called;
  const component = { ...called, data };
  const sheet = sheets.get(parentElement) ?? appear(component);
  const call = ++sheet.calls;
  const start = await canvasScript(parentElement);
  if (call !== sheet.calls) return () => {};
  sheet.refresh = () => show(start, sheet, component);
  const end = show(start, sheet, component);
  offerTools(parentElement, component.data.words, () => toggleEraser(sheet));
  layExample(parentElement, sheet.beginning || sheet.drawing ? null : component.data.example);
  return () => {
    if (call !== sheet.calls) return;
    sheets.delete(parentElement);
    // What is being laid on it is finished first: the canvas cannot break that off.
    setTimeout(() => sheets.has(parentElement) || end());
  };
}

/**
 * @param {Arguments} component
 * @returns {Sheet}
 */
function appear({ parentElement, data: { visit, sheet: number, canvasWidth } }) {
  const beginning = recall(visit, number, canvasWidth);
  const sheet = { calls: 0, beginning, isLaid: false, drawing: null, visit, isErasing: false, refresh: () => {} };
  sheets.set(parentElement, sheet);
  endStrokes(parentElement);
  makeWay(parentElement);
  listenToKeys();
  return sheet;
}

/** @param {Sheet} sheet */
function toggleEraser(sheet) {
  sheet.isErasing = !sheet.isErasing;
  sheet.refresh();
  return sheet.isErasing;
}

/**
 * @param {ShadowRoot} parent
 * @returns {Promise<(component: Arguments) => () => void>}
 */
async function canvasScript(parent) {
  const root = /** @type {HTMLElement} */ (parent.querySelector(".canvas-root"));
  const script = await import(new URL(root.dataset.script ?? "", document.baseURI).href);
  return script.default;
}

/**
 * Start the canvas, or tell it what is new.
 * @param {(component: Arguments) => () => void} start
 * @param {Sheet} sheet
 * @param {Arguments} component
 */
function show(start, sheet, component) {
  const data = sheet.isErasing ? { ...component.data, ...component.data.eraser } : component.data;
  if (sheet.drawing && sheet.visit !== data.visit) keep(data.visit, data.sheet, data.canvasWidth, sheet.drawing);
  sheet.visit = data.visit;
  const setStateValue = sending(sheet, component);
  if (!sheet.beginning) return start({ ...component, data, setStateValue });
  // The canvas sends a drawing that takes the place of another, but not the one that it begins with.
  if (!sheet.isLaid) start({ ...component, data, setStateValue });
  sheet.isLaid = true;
  const initialDrawing = { ...data.initialDrawing, objects: sheet.beginning };
  return start({ ...component, data: { ...data, initialDrawing }, setStateValue });
}

/**
 * Sends what is drawn, in fewer points, and keeps it.
 * @param {Sheet} sheet
 * @param {Arguments} component
 * @returns {Arguments["setStateValue"]}
 */
function sending(sheet, { parentElement, data, setStateValue }) {
  return (name, value) => {
    if (sheets.get(parentElement) !== sheet) return; // it is gone
    if (name !== "drawing") return setStateValue(name, value);
    sheet.drawing = simplified(value.raw.objects);
    keep(data.visit, data.sheet, data.canvasWidth, sheet.drawing);
    setStateValue(name, { raw: { objects: sheet.drawing }, data: value.data });
  };
}
