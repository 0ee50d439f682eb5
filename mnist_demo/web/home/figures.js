// Numbers as the app writes them: two decimals with the true minus, thousands separated, the digits that count.

/** @param {number} value */
export function decimals(value) {
  return withMinus(rounded(value).toFixed(2));
}

/** @param {number} value always with a sign */
export function signed(value) {
  return rounded(value) < 0 ? decimals(value) : `+${decimals(value)}`;
}

/**
 * @param {number} value
 * @param {number} [places] decimals
 */
export function grouped(value, places = 0) {
  return value.toLocaleString("en", { minimumFractionDigits: places, maximumFractionDigits: places });
}

/** @param {number} value in the two digits that count, as the end of a scale has it */
export function brief(value) {
  return String(Number(value.toPrecision(2)));
}

/**
 * A share with so many decimals.
 * @param {number} share 0 to 1
 * @param {number} places
 */
export function inPercent(share, places) {
  return `${(100 * share).toFixed(places)}\u00a0%`;
}

/**
 * The value that a share of all lies below, interpolated between two.
 * @param {Iterable<number>} values
 * @param {number} share
 */
export function quantile(values, share) {
  const sorted = Float32Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** @param {number} value to two decimals, and 0 without a sign */
function rounded(value) {
  return Math.round(100 * value) / 100 || 0;
}

/** @param {string} text */
function withMinus(text) {
  return text.replace("-", "\u2212");
}
