// How large the squares are and how they stand, for the room there is. All lengths are CSS pixels.

const OUTPUTS = 148; // least width of the bars
const IMAGE = { wide: 112, narrow: 150 };
const HEIGHT = 358; // of the tallest layer where all stand side by side
const LARGEST_SQUARE = 22; // side of a square
const SMALLEST_SQUARE = 3;
const NARROW = 480; // where the layers stand below each other
const ON_A_PHONE = { area: 400, smallest: 9 };
const GAP = 26;

/**
 * The squares of a layer: the side of one, and how many stand beside and below each other.
 * @typedef {{side: number, columns: number, rows: number}} Shape
 */

/**
 * One size of squares for all layers: the largest with which they fit side by side, else below each other.
 * @param {number} width of all
 * @param {number[]} counts neurons of each hidden layer
 * @returns {{isNarrow: boolean, image: number, layers: Shape[]}}
 */
export function arrange(width, counts) {
  const room = width - IMAGE.wide - OUTPUTS - GAP * (counts.length + 1);
  const columnsAt = (/** @type {number} */ side) => counts.map((count) => Math.ceil(count / Math.floor(HEIGHT / side)));
  const fits = (/** @type {number} */ side) => columnsAt(side).reduce((a, b) => a + b, 0) * side <= room;
  let side = LARGEST_SQUARE;
  while (side > SMALLEST_SQUARE && !fits(side)) side--;
  const isNarrow = width < NARROW || !fits(side);
  if (isNarrow) side = sideOnAPhone(width, Math.max(...counts, 1));
  const columns = isNarrow ? counts.map((count) => Math.min(count, Math.floor(width / side))) : columnsAt(side);
  const layers = counts.map((count, layer) => ({ side, columns: columns[layer], rows: Math.ceil(count / columns[layer]) }));
  return { isNarrow, image: isNarrow ? IMAGE.narrow : IMAGE.wide, layers };
}

/**
 * So that the largest layer is not much higher than wide, and a finger finds a square.
 * @param {number} width
 * @param {number} most neurons of the largest layer
 */
function sideOnAPhone(width, most) {
  const side = Math.floor(Math.sqrt((width * ON_A_PHONE.area) / most));
  return Math.max(ON_A_PHONE.smallest, Math.min(LARGEST_SQUARE, side));
}
