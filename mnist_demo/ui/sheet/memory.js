// Remembers the drawing for as long as the tab is open: it outlives a reload, and a server that was away.

const PLACE = "mnist-draw-sheet";

/**
 * @typedef {import("./simplify.js").Path} Path
 * What is kept; `width` is that of the sheet, in its own pixels.
 * @typedef {{visit: string, sheet: number, width: number, link: string, drawing: Path[]}} Memory
 */

/** Whether no sheet has appeared yet since the page was opened. */
let isOpening = true;

/**
 * What was drawn on this sheet, or on the one that it takes the place of; null where that is nothing. A sheet that
 * follows another in one visit is a fresh one, and the drawing before it is forgotten, as is one on a sheet of
 * another width.
 * @param {string} visit
 * @param {number} sheet
 * @param {number} width
 * @returns {Path[] | null}
 */
export function recall(visit, sheet, width) {
  const memory = read();
  const isOpened = isOpening;
  isOpening = false;
  if (!memory?.drawing?.length) return null;
  const isSame = memory.visit === visit ? memory.sheet === sheet : isGoingOn(memory, isOpened);
  if (isSame && memory.width === width) {
    keep(visit, sheet, width, memory.drawing);
    return memory.drawing;
  }
  forget();
  return null;
}

/**
 * @param {string} visit
 * @param {number} sheet
 * @param {number} width
 * @param {Path[]} drawing
 */
export function keep(visit, sheet, width, drawing) {
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ visit, sheet, width, link: link(), drawing }));
  } catch {
    // Full, or forbidden: then a reload empties the sheet.
  }
}

/**
 * Whether the page goes on that the drawing was made on. A link that somebody opens comes with a drawing of its own.
 * @param {Memory} memory
 * @param {boolean} isOpened
 */
function isGoingOn(memory, isOpened) {
  const [entry] = performance.getEntriesByType("navigation");
  const isNew = isOpened && /** @type {PerformanceNavigationTiming | undefined} */ (entry)?.type === "navigate";
  return memory.link === link() && !(isNew && link());
}

/** What the address lays on the first sheet. */
function link() {
  const address = new URLSearchParams(location.search);
  return ["drawing", "example"].map((name) => address.get(name) ?? "").join("");
}

/** @returns {Memory | null} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  } catch {
    return null;
  }
}

function forget() {
  try {
    sessionStorage.removeItem(PLACE);
  } catch {
    // There was nothing.
  }
}
