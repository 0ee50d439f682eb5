// Digits that were read a moment ago: while one is drawn, the others stay as they are and need not be read again.

/** @typedef {import("./pieces.js").Piece} Piece */
/** @typedef {import("./several.js").FoundDigit} FoundDigit */
/** @typedef {Map<string, {piece: Piece, digit: FoundDigit}>} Known by their boxes */

export class ReadingMemory {
  constructor() {
    /** Of the sheet before, and of this one. @type {[Known, Known]} */
    this.sheets = [new Map(), new Map()];
    /** @type {import("./network.js").Network | null} */
    this.network = null;
  }

  /**
   * Another sheet, or the same one a moment later, is about to be read.
   * @param {import("./network.js").Network} network
   */
  turn(network) {
    this.sheets = [network === this.network ? this.sheets[1] : new Map(), new Map()];
    this.network = network;
  }

  /**
   * @param {Piece} piece
   * @param {() => FoundDigit} read reads it, where it is not known
   * @returns {FoundDigit}
   */
  digitOf(piece, read) {
    const [before, now] = this.sheets;
    const place = Object.values(piece.box).join();
    const known = before.get(place);
    const digit = known && isSameInk(known.piece, piece) ? known.digit : read();
    now.set(place, { piece, digit });
    return digit;
  }
}

/**
 * @param {Piece} one
 * @param {Piece} other in a box of the same size
 */
function isSameInk({ ink: { data } }, { ink: { data: others } }) {
  for (let i = 0; i < data.length; i++) if (data[i] !== others[i]) return false;
  return true;
}
