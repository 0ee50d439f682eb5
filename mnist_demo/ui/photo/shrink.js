// A camera's photo made small before it travels: a class on one Wi-Fi, and its server, have a tenth to carry, and where the
// photo was taken, which cameras write into the file, stays here.

import { givesTruePixels } from "../../web/probe.js";

/** What cameras make. Others are small, or may be transparent. */
const CAMERAS = ["image/jpeg", "image/heic", "image/heif"];
/** The longer side in pixels: more than the page shows of a photo, and reads. */
const LONGER_SIDE = 1600;
const QUALITY = 0.9;
/** Bytes of what may be unpacked here: pictures of larger files take more memory than some phones have. */
const MOST_BYTES = 15e6;

/**
 * @param {File} file
 * @returns {Promise<File>} the photo upright, as a JPEG; the file itself where it cannot be made smaller here
 */
export async function shrunk(file) {
  if (!CAMERAS.includes(file.type) || file.size > MOST_BYTES || !givesTruePixels()) return file;
  try {
    const photo = await createImageBitmap(file);
    const small = await reduced(photo);
    photo.close();
    return small && small.size < file.size ? new File([small], "photo.jpg", { type: small.type }) : file;
  } catch {
    return file; // HEIC in most browsers, and what is no picture: the server says so
  }
}

/**
 * @param {ImageBitmap} photo
 * @returns {Promise<Blob | null>}
 */
function reduced(photo) {
  const scale = Math.min(1, LONGER_SIDE / Math.max(photo.width, photo.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(scale * photo.width));
  canvas.height = Math.max(1, Math.round(scale * photo.height));
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingQuality = "high";
  context.drawImage(photo, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
}
