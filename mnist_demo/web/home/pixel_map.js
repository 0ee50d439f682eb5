// Pictures of numbers, a pixel each: ink in grey, and what adds or takes away in blue and orange.

import { make } from "../elements.js";
import { AGAINST, FOR } from "./home_constants.js";

/** @typedef {import("../prepare.js").Ink} Ink */

export class PixelMap {
  constructor() {
    this.element = make("canvas", "picture");
    this.element.setAttribute("role", "img");
    this.context = /** @type {CanvasRenderingContext2D} */ (this.element.getContext("2d"));
  }

  /** @param {string} text for those who do not see it */
  describe(text) {
    this.element.setAttribute("aria-label", text);
  }

  /** @param {Ink} ink white on black */
  showInk({ data, width, height }) {
    this.paint(width, height, (place) => {
      const level = Math.round(255 * data[place]);
      return [level, level, level];
    });
  }

  /**
   * @param {Float32Array} values of a square
   * @param {number} limit what is beyond gets the limit's colour
   */
  showSigned(values, limit) {
    const side = Math.sqrt(values.length);
    this.paint(side, side, (place) => {
      const strength = Math.min(1, Math.abs(values[place]) / Math.max(limit, 1e-9));
      return (values[place] > 0 ? FOR : AGAINST).map((channel) => Math.round(strength * channel));
    });
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {(place: number) => number[]} colour red, green and blue of each pixel
   */
  paint(width, height, colour) {
    const image = new ImageData(width, height);
    for (let place = 0; place < width * height; place++) image.data.set([...colour(place), 255], 4 * place);
    Object.assign(this.element, { width, height });
    this.context.putImageData(image, 0, 0);
  }
}

/** The colour of nothing, 28×28. */
export const BLANK = { data: new Float32Array(28 * 28), width: 28, height: 28 };

/** The colours from the strongest against to the strongest for, as a background in CSS. */
export const SCALE = `linear-gradient(90deg, rgb(${AGAINST}), black, rgb(${FOR}))`;
