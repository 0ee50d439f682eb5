// The drawing in the page's address, and the network: a link leads to both.

import { canLink, decodeDrawing, encodeDrawing } from "./drawing_link.js";

/** @typedef {import("./history.js").Stroke} Stroke */

/** Addresses of pages that were put into another one, or made in the browser: nobody can open them. */
const NO_ADDRESS = /^(about|blob|data):/;

/** What the address says: the text of a drawing, and the name of a network. */
export function inAddress() {
  const parts = new URLSearchParams(location.hash.slice(1));
  return { drawing: parts.get("drawing"), network: parts.get("network") };
}

/** @returns {Promise<Stroke[]>} the drawing in the address; rejected where it is damaged, or this browser cannot read it */
export async function drawingInAddress() {
  const { drawing } = inAddress();
  return drawing ? decodeDrawing(drawing) : [];
}

/**
 * @param {Stroke[]} strokes
 * @param {string | null} network null for the first of the page
 * @returns {Promise<{link: string | null, isWhole: boolean}>} null where the page has no address; `isWhole` unless the
 * drawing is too long for one
 */
export async function linkTo(strokes, network) {
  const drawing = canLink() ? await encodeDrawing(strokes) : null;
  const parts = new URLSearchParams();
  if (drawing) parts.set("drawing", drawing);
  if (network) parts.set("network", network);
  const [page] = location.href.split("#");
  const link = String(parts) ? `${page}#${parts}` : page;
  return { link: NO_ADDRESS.test(page) ? null : link, isWhole: !strokes.length || drawing !== null };
}

/**
 * Let the address say what is drawn, so that it outlives a reload. In some frames no page may: nothing is lost but that.
 * @param {string} link
 */
export function putIntoAddress(link) {
  try {
    history.replaceState(null, "", link);
  } catch {
    // The button for the link still makes one.
  }
}
