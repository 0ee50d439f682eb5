// Squares and lines on canvases.

const DARK = "rgb(128 128 128 / 16%)";
const OFF = "rgb(239 68 68 / 75%)";

/** A canvas of this size in CSS pixels, empty and sharp on every screen. */
export function prepare(canvas, width, height) {
  const scale = devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  return pen;
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {{side: number, columns: number}} shape
 * @param {{values: number[], silent: number[]}} layer
 * @param {{for: number[], against: number[]}} colours
 */
export function paintSquares(pen, { side, columns }, { values, silent }, colours) {
  const highest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  const off = new Set(silent);
  const size = side > 5 ? side - 1 : side;
  values.forEach((value, unit) => {
    const [x, y] = [(unit % columns) * side, Math.floor(unit / columns) * side];
    pen.fillStyle = DARK;
    pen.fillRect(x, y, size, size);
    if (off.has(unit)) {
      cross(pen, x, y, size);
    } else if (value) {
      pen.fillStyle = colour(colours[value > 0 ? "for" : "against"], brightness(value / highest));
      pen.fillRect(x, y, size, size);
    }
  });
}

/** Marks the chosen neuron. */
export function paintRing(pen, { side, columns }, unit, stroke) {
  const size = side > 5 ? side - 1 : side;
  pen.strokeStyle = stroke;
  pen.lineWidth = 2;
  pen.strokeRect((unit % columns) * side + 0.5, Math.floor(unit / columns) * side + 0.5, size - 1, size - 1);
}

/** A line of an input to a neuron; `share` is how much it adds, 1 for the strongest. */
export function paintLine(pen, from, to, colours, share) {
  const strength = Math.abs(share);
  pen.strokeStyle = colour(colours[share > 0 ? "for" : "against"], 0.35 + 0.6 * strength);
  pen.lineWidth = 0.75 + 2.25 * strength;
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}

function cross(pen, x, y, size) {
  const [near, far] = [0.15 * size, 0.85 * size];
  pen.strokeStyle = OFF;
  pen.lineWidth = Math.max(1, size / 8);
  pen.beginPath();
  pen.moveTo(x + near, y + near);
  pen.lineTo(x + far, y + far);
  pen.moveTo(x + far, y + near);
  pen.lineTo(x + near, y + far);
  pen.stroke();
}

/** A small output is dim, but never as dim as none. */
function brightness(share) {
  return 0.2 + 0.8 * Math.abs(share) ** 0.7;
}

function colour([red, green, blue], opacity) {
  return `rgb(${red} ${green} ${blue} / ${opacity.toFixed(3)})`;
}
