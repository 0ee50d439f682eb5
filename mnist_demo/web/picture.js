// The 28×28 picture that a network gets, as white on black.

import { IMAGE_SIZE } from "./constants.js";
import { make } from "./elements.js";

export class Picture {
  /** @param {string} description what it shows, for those who do not see it */
  constructor(description) {
    this.element = make("canvas", "picture");
    this.element.width = this.element.height = IMAGE_SIZE;
    this.element.setAttribute("role", "img");
    this.element.setAttribute("aria-label", description);
    this.context = /** @type {CanvasRenderingContext2D} */ (this.element.getContext("2d"));
  }

  /** @param {Float32Array | null} image 28×28 in [0, 1], row by row; null for an empty frame */
  show(image) {
    const pixels = new Uint32Array(IMAGE_SIZE ** 2);
    for (let i = 0; i < pixels.length; i++) {
      pixels[i] = 0xff000000 | (0x010101 * Math.round(255 * (image ? image[i] : 0)));
    }
    const data = new ImageData(new Uint8ClampedArray(pixels.buffer), IMAGE_SIZE, IMAGE_SIZE);
    this.context.putImageData(data, 0, 0);
  }
}

/**
 * A picture that came as text.
 * @param {string} text 28×28 bytes, 0 to 255, in base64
 * @returns {Float32Array} in [0, 1]
 */
export function decodePicture(text) {
  return Float32Array.from(atob(text), (character) => character.charCodeAt(0) / 255);
}
