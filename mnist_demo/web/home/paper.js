// Paper on a canvas: strokes are drawn on it as the app's canvas draws them, so that both read the same pixels.

import { IMAGE_SIZE } from "../constants.js";
import { INK, PAPER } from "./home_constants.js";

/** The side of the sheet in its own pixels, whatever its size on the screen. */
export const SHEET_SIDE = 400;

/** @typedef {import("./history.js").Content} Content */
/** @typedef {import("./history.js").Stroke} Stroke */

export class Paper {
  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} scale pixels of the canvas for each of the sheet
   * @param {CanvasRenderingContext2DSettings} [settings]
   */
  constructor(canvas, scale, settings) {
    this.finished = sized(document.createElement("canvas"), scale);
    this.layer = pen(this.finished, scale);
    this.context = pen(sized(canvas, scale), scale, settings);
  }

  /** @param {Content} content all that is finished */
  lay({ strokes, example }) {
    this.layer.fillStyle = PAPER;
    this.layer.fillRect(0, 0, SHEET_SIDE, SHEET_SIDE);
    if (example) layImage(this.layer, example.image);
    for (const stroke of strokes) draw(this.layer, stroke);
  }

  /** @param {Stroke | null} current the stroke in progress */
  show(current) {
    this.context.drawImage(this.finished, 0, 0, SHEET_SIDE, SHEET_SIDE);
    if (current) draw(this.context, current);
  }

  /** @returns {Uint8ClampedArray} RGBA, row by row */
  get pixels() {
    const { width, height } = this.finished;
    return this.context.getImageData(0, 0, width, height).data;
  }
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} scale
 */
function sized(canvas, scale) {
  canvas.width = canvas.height = SHEET_SIDE * scale;
  return canvas;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {number} scale
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
function pen(canvas, scale, settings) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", settings));
  context.scale(scale, scale);
  return Object.assign(context, { lineCap: "round", lineJoin: "round", imageSmoothingEnabled: false });
}

/**
 * A dot is a line of almost no length: browsers draw none of no length.
 * @param {CanvasRenderingContext2D} context
 * @param {Stroke} stroke
 */
function draw(context, { width, points: [[x, y], ...rest], isEraser }) {
  context.lineWidth = width;
  context.strokeStyle = isEraser ? PAPER : INK;
  context.beginPath();
  context.moveTo(x, y);
  if (!rest.length) context.lineTo(x + 0.01, y);
  for (const point of rest) context.lineTo(...point);
  context.stroke();
}

/**
 * A test image as ink on paper.
 * @param {CanvasRenderingContext2D} context
 * @param {Float32Array} image
 */
function layImage(context, image) {
  const small = Object.assign(document.createElement("canvas"), { width: IMAGE_SIZE, height: IMAGE_SIZE });
  const data = new ImageData(IMAGE_SIZE, IMAGE_SIZE);
  image.forEach((ink, place) => data.data.fill(Math.round(255 * (1 - ink)), 4 * place, 4 * place + 3));
  image.forEach((_, place) => (data.data[4 * place + 3] = 255));
  small.getContext("2d")?.putImageData(data, 0, 0);
  context.drawImage(small, 0, 0, SHEET_SIDE, SHEET_SIDE);
}
