// Probabilities as text.

const SPACE = "\u00a0";

/** @param {number} share a probability that reads as more than 0 % */
export const readsAsMore = (share) => 100 * share >= 0.05;

/**
 * One decimal, rounded half up, and no more certain than it is ("> 99.9 %"); `probability` in numbers.py does the same.
 * @param {number} share a probability, 0 to 1
 * @returns {string}
 */
export function percent(share) {
  const value = 100 * share;
  if (!readsAsMore(share)) return `0${SPACE}%`;
  return value < 99.95 ? `${value.toFixed(1)}${SPACE}%` : `>${SPACE}99.9${SPACE}%`;
}
