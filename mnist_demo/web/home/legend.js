// The colour scale that pictures share.

import { make } from "../elements.js";
import { brief } from "./figures.js";
import { SCALE } from "./pixel_map.js";

/**
 * From minus `limit` to `limit`.
 * @param {HTMLElement} place
 * @param {string} against
 * @param {number} limit
 * @param {string} inFavour
 */
export function showLegend(place, against, limit, inFavour) {
  const scale = make("span", "scale");
  scale.style.background = SCALE;
  const [low, high] = [make("span", ""), make("span", "")];
  low.textContent = `${against} \u2212${brief(limit)}`;
  high.textContent = `+${brief(limit)} ${inFavour}`;
  place.replaceChildren(low, scale, high);
}
