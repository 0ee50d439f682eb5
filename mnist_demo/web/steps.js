// The preparation of a drawing step by step, as preparation_steps in preprocessing.py has it.

import { IMAGE_SIZE } from "./constants.js";
import { center, cropToInk, differenceFromPaper, fitToBox, thicken } from "./prepare.js";

/** @typedef {import("./prepare.js").Ink} Ink */
/** @typedef {{id: "ink" | "crop" | "scale" | "center", ink: Ink}} PreparationStep */

/**
 * @param {Uint8ClampedArray} rgba of each pixel of a square drawing
 * @param {number} size its side in pixels
 * @returns {PreparationStep[]} the last one has the 28×28 picture; none where (nearly) nothing is drawn
 */
export function preparationSteps(rgba, size) {
  const marks = differenceFromPaper(rgba, size, size);
  const cropped = cropToInk(marks, size);
  if (!cropped) return [];
  const strongest = Math.max(...marks.rows);
  const whole = Float32Array.from(marks.difference, (value) => value / strongest);
  const boxed = fitToBox(thicken(cropped));
  return [
    { id: "ink", ink: { data: whole, width: size, height: size } },
    { id: "crop", ink: cropped },
    { id: "scale", ink: boxed },
    { id: "center", ink: { data: center(boxed), width: IMAGE_SIZE, height: IMAGE_SIZE } },
  ];
}
