// Whether this browser gives a canvas's pixels as they are: some give noise, or white, so that nobody is recognised.

const SIDE = 16;

/** @returns {boolean} */
export function givesTruePixels() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIDE;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d", { willReadFrequently: true }));
  const wanted = Array.from({ length: SIDE }, (_, column) => (column % 2 ? 230 : 20));
  wanted.forEach((level, column) => {
    context.fillStyle = `rgb(${level} ${level} ${level})`;
    context.fillRect(column, 0, 1, SIDE);
  });
  const { data } = context.getImageData(0, 0, SIDE, SIDE);
  return data.every((value, place) => Math.abs(value - (place % 4 === 3 ? 255 : wanted[(place >> 2) % SIDE])) < 8);
}
