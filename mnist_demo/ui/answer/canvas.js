// Finds the canvas that people draw on and reads its ink, the stroke in progress included.

/**
 * Where the drawing is: streamlit-drawable-canvas keeps finished strokes and the stroke in progress on two layers.
 * @typedef {{finished: HTMLCanvasElement, current: HTMLCanvasElement}} Layers
 */

/**
 * The layers of a sheet; null where there is no such canvas, or one that is built in another way. What the component
 * calls the background is a canvas of its own, for images, and empty here: the paper is part of the finished strokes.
 * @param {number} sheet as counted in canvas.py
 * @returns {Layers | null}
 */
export function findLayers(sheet) {
  const host = document.querySelector(`.st-key-canvas-${sheet} [data-testid=stBidiComponentIsolated]`);
  /** @type {(kind: string) => HTMLCanvasElement | null | undefined} */
  const find = (kind) => host?.shadowRoot?.querySelector(`canvas.dc-canvas.${kind}`);
  const [finished, current] = [find("lower-canvas"), find("upper-canvas")];
  return finished?.width && current?.width ? { finished, current } : null;
}

/** Reads drawings of one size in pixels, whatever the screen's resolution. */
export class CanvasReader {
  /** @param {[number, number]} size width and height */
  constructor(size) {
    this.size = size;
    const [width, height] = size;
    const scratch = Object.assign(document.createElement("canvas"), { width, height });
    this.context = /** @type {CanvasRenderingContext2D} */ (scratch.getContext("2d", { willReadFrequently: true }));
  }

  /**
   * The drawing as RGBA, row by row.
   * @param {Layers} layers
   * @returns {Uint8ClampedArray}
   */
  read({ finished, current }) {
    const { size: [width, height], context } = this;
    context.clearRect(0, 0, width, height);
    context.drawImage(finished, 0, 0, width, height);
    context.drawImage(current, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  }
}
