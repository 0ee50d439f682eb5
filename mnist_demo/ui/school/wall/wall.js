// The drawings of a class, a row for each digit, newest first. It keeps the pictures it has: Python sends what changed.

/** An id, its digit, and whether it is hidden. @typedef {[number, number, boolean]} Row */
/**
 * As packet.py and component.py make it. `since` 0 means that nothing else is on the wall.
 * @typedef {{name: string, since: number, revision: number, columns: number, sprite: string, drawings: Row[],
 *   gone: number[], has_tools: boolean, words: Record<string, string>}} Packet
 */
/** @typedef {{id: number, do: string, digit?: number}} Act */
/** @typedef {{have: [string, number], act: Act}} Sent */
/** @typedef {import("../../streamlit.js").ComponentArguments<[Packet], Sent>} Arguments */
/**
 * `unsaid` counts the drawings that came since Python was told what the page has.
 * @typedef {{name: string, hasTools: boolean, revision: number, unsaid: number, tiles: Map<number, HTMLElement>,
 *   rows: HTMLElement[], urls: string[]}} Known
 */

const DIGITS = 10;
/** So many drawings are sent again before Python is told that they have come: telling runs the script. */
const UNSAID = 20;
/** @type {WeakMap<Element, Known>} */
const walls = new WeakMap();

/**
 * Called by Streamlit when the wall appears, and whenever Python has looked for something new.
 * @param {Arguments} component
 */
export default function mount(component) {
  const { data: [data], parentElement, setStateValue } = component;
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".wall"));
  let known = walls.get(root);
  const isOther = known?.name !== data.name || known.hasTools !== data.has_tools;
  if (data.since && (!known || isOther)) {
    setStateValue("have", [data.name, 0]); // changes, of a wall that this page has not: all of it, please
    return;
  }
  if (!known || isOther) {
    known = begin(root, data);
  } else if (data.revision <= known.revision) {
    return;
  }
  const focused = parentElement.activeElement;
  take(known, data);
  if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true }); // it may have moved
  listen(root, known, component);
  if (!data.since || known.unsaid >= UNSAID) {
    known.unsaid = 0;
    setStateValue("have", [data.name, data.revision]);
  }
}

/**
 * An empty wall.
 * @param {HTMLElement} root
 * @param {Packet} data
 */
function begin(root, { name, has_tools, words }) {
  walls.get(root)?.urls.forEach((url) => URL.revokeObjectURL(url));
  const rows = [...Array(DIGITS).keys()].map(makeRow);
  root.replaceChildren(...rows);
  /** @type {Known} */
  const known = { name, hasTools: has_tools, revision: 0, unsaid: 0, tiles: new Map(), rows, urls: [] };
  rows.forEach((row) => countRow(row, words));
  walls.set(root, known);
  return known;
}

/**
 * Put on the wall what came, and take away what is gone; all else stays where it is.
 * @param {Known} known
 * @param {Packet} data in which a drawing may stand that has come before
 */
function take(known, data) {
  const isFirst = known.revision === 0;
  const url = data.sprite ? toUrl(data.sprite) : "";
  const lines = Math.ceil(data.drawings.length / data.columns);
  const gone = data.since ? data.gone : without(known, data.drawings);
  if (url) known.urls.push(url);
  for (const id of gone) {
    known.tiles.get(id)?.remove();
    known.tiles.delete(id);
  }
  data.drawings.forEach((row, at) => {
    const tile = known.tiles.get(row[0]) ?? makeTile(known, row[0], !isFirst);
    if (!tile.style.backgroundImage) paint(tile, url, at, data.columns, lines);
    label(tile, row, data.words);
    place(known, tile, row);
  });
  known.unsaid += data.drawings.length;
  known.revision = data.revision;
  known.rows.forEach((row) => countRow(row, data.words));
  makeOneStop(known);
}

/**
 * The ids on the wall that are not among these drawings.
 * @param {Known} known
 * @param {Row[]} drawings
 */
function without(known, drawings) {
  const stay = new Set(drawings.map(([id]) => id));
  return [...known.tiles.keys()].filter((id) => !stay.has(id));
}

/** @param {string} dataUri of a PNG; a short address for it, since a thousand elements have it in their style */
function toUrl(dataUri) {
  const bytes = Uint8Array.from(atob(dataUri.slice(dataUri.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
}

/** @param {number} digit */
function makeRow(digit) {
  const row = document.createElement("div");
  row.className = "row";
  row.dataset.digit = String(digit);
  const name = document.createElement("div");
  name.className = "name";
  name.setAttribute("aria-hidden", "true"); // the label of the row says it
  const word = document.createElement("b");
  word.textContent = String(digit);
  const tiles = document.createElement("div");
  tiles.className = "tiles";
  tiles.setAttribute("role", "group");
  name.append(word, document.createElement("span"));
  row.append(name, tiles);
  return row;
}

/**
 * @param {HTMLElement} row
 * @param {Record<string, string>} words
 */
function countRow(row, words) {
  const count = row.querySelectorAll(".tile:not(.hidden)").length;
  const number = /** @type {HTMLElement} */ (row.querySelector(".name span"));
  number.textContent = `× ${count}`;
  row.querySelector(".tiles")?.setAttribute("aria-label", fill(words.row, { digit: row.dataset.digit ?? "", count }));
}

/**
 * @param {Known} known
 * @param {number} id
 * @param {boolean} isNew
 */
function makeTile(known, id, isNew) {
  const tile = document.createElement(known.hasTools ? "button" : "div");
  tile.className = isNew ? "tile new" : "tile";
  tile.dataset.id = String(id);
  if (tile instanceof HTMLButtonElement) tile.type = "button";
  else tile.setAttribute("role", "img");
  known.tiles.set(id, tile);
  return tile;
}

/**
 * Show the picture `at` of a file with so many columns and lines of them.
 * @param {HTMLElement} tile
 * @param {string} url
 * @param {number} at
 * @param {number} columns
 * @param {number} lines
 */
function paint(tile, url, at, columns, lines) {
  const x = (100 * (at % columns)) / Math.max(1, columns - 1);
  const y = (100 * Math.floor(at / columns)) / Math.max(1, lines - 1);
  tile.style.backgroundImage = `url("${url}")`;
  tile.style.backgroundSize = `${100 * columns}% ${100 * lines}%`;
  tile.style.backgroundPosition = `${x}% ${y}%`;
}

/**
 * @param {HTMLElement} tile
 * @param {Row} row
 * @param {Record<string, string>} words
 */
function label(tile, [id, digit, isHidden], words) {
  tile.classList.toggle("hidden", isHidden);
  tile.setAttribute("aria-label", fill(isHidden ? words.hidden_drawing : words.drawing, { digit, number: id }));
}

/**
 * Into the row of its digit, where newer ones stand before it; it is not moved where it stands there already.
 * @param {Known} known
 * @param {HTMLElement} tile
 * @param {Row} row
 */
function place(known, tile, [id, digit]) {
  const tiles = /** @type {HTMLElement} */ (known.rows[digit].querySelector(".tiles"));
  if (tile.parentElement === tiles) return;
  let before = tiles.firstElementChild;
  while (before && idOf(before) > id) before = before.nextElementSibling;
  tiles.insertBefore(tile, before);
}

/** @param {Element | null} element */
function idOf(element) {
  return element instanceof HTMLElement ? Number(element.dataset.id) : -1;
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} places
 */
function fill(text, places) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(places[name]));
}

// For teachers: a drawing is chosen by click or keyboard, and its tools open beside it.

/**
 * One stop for the Tab key, however many drawings there are: the arrow keys go from one to the next.
 * @param {Known} known
 */
function makeOneStop({ tiles, rows, hasTools }) {
  if (!hasTools) return;
  const all = [...tiles.values()];
  if (all.filter((tile) => tile.tabIndex === 0).length === 1) return;
  for (const tile of all) tile.tabIndex = -1;
  const first = rows.map((row) => row.querySelector("button")).find((tile) => tile !== null);
  if (first) first.tabIndex = 0;
}

/**
 * @param {HTMLElement} root
 * @param {Known} known
 * @param {Arguments} component
 */
function listen(root, known, component) {
  if (!known.hasTools) return;
  root.onclick = (event) => {
    const tile = /** @type {Element} */ (event.target).closest("button");
    if (tile) openTools(root, tile, component);
  };
  root.onkeydown = (event) => {
    const from = /** @type {HTMLElement} */ (event.target);
    const next = event.ctrlKey || event.metaKey || event.altKey ? null : target(event.key, from, known);
    if (!next) return;
    event.preventDefault();
    for (const tile of known.tiles.values()) tile.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  };
}

/**
 * Where a key leads: along all drawings, or to the same place in the next row that has any.
 * @param {string} key
 * @param {HTMLElement} from
 * @param {Known} known
 * @returns {HTMLElement | null | undefined}
 */
function target(key, from, { rows }) {
  const all = rows.map((row) => [...row.querySelectorAll("button")]);
  const row = all.findIndex((tiles) => tiles.some((tile) => tile === from));
  if (row < 0) return null;
  const at = all[row].findIndex((tile) => tile === from);
  const flat = all.flat();
  const step = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (step) return flat[flat.findIndex((tile) => tile === from) + step];
  if (key === "Home") return all[row][0];
  if (key === "End") return all[row].at(-1);
  const others = { ArrowUp: all.slice(0, row).reverse(), ArrowDown: all.slice(row + 1) }[key] ?? [];
  const next = others.find((tiles) => tiles.length);
  return next?.[Math.min(at, next.length - 1)];
}

/**
 * @param {HTMLElement} root
 * @param {HTMLElement} tile
 * @param {Arguments} component
 */
function openTools(root, tile, { data: [data], parentElement, setTriggerValue }) {
  const tools = /** @type {HTMLElement} */ (parentElement.querySelector(".tools"));
  const digit = Number(tile.closest(".row")?.getAttribute("data-digit"));
  /** @param {Omit<Act, "id">} what */
  const act = (what) => {
    tools.hidePopover?.();
    tools.replaceChildren();
    setTriggerValue("act", { id: idOf(tile), ...what });
  };
  tools.replaceChildren(...makeTools(data.words, digit, tile.classList.contains("hidden"), act));
  tools.setAttribute("aria-label", fill(data.words.tools, { digit }));
  root.querySelector(".chosen")?.classList.remove("chosen");
  tile.classList.add("chosen");
  tools.ontoggle = (event) => {
    if (/** @type {ToggleEvent} */ (event).newState === "closed") tile.classList.remove("chosen");
  };
  tools.showPopover?.(); // browsers before 2024 show it as long as there is something in it
  put(tools, tile.getBoundingClientRect());
  tools.querySelector("button")?.focus({ preventScroll: true });
}

/**
 * Below the drawing, or above it where there is no room; never beyond the screen.
 * @param {HTMLElement} tools
 * @param {DOMRect} beside
 */
function put(tools, beside) {
  const { offsetWidth: width, offsetHeight: height } = tools;
  const below = beside.bottom + 6;
  const top = below + height > innerHeight ? Math.max(6, beside.top - height - 6) : below;
  tools.style.left = `${Math.max(6, Math.min(beside.left, innerWidth - width - 8))}px`;
  tools.style.top = `${top}px`;
}

/**
 * @param {Record<string, string>} words
 * @param {number} digit
 * @param {boolean} isHidden
 * @param {(what: Omit<Act, "id">) => void} act
 */
function makeTools(words, digit, isHidden, act) {
  const title = document.createElement("p");
  title.textContent = words.relabel;
  const digits = document.createElement("div");
  digits.className = "digits";
  for (const other of Array(DIGITS).keys()) {
    const button = makeButton(String(other), () => act({ do: "relabel", digit: other }));
    button.setAttribute("aria-pressed", String(other === digit));
    digits.append(button);
  }
  const acts = document.createElement("div");
  acts.className = "acts";
  const remove = makeButton(words.delete, () => {
    if (remove.classList.contains("sure")) act({ do: "delete" });
    remove.classList.add("sure");
    remove.textContent = words.really_delete;
  });
  acts.append(makeButton(isHidden ? words.show : words.hide, () => act({ do: isHidden ? "show" : "hide" })), remove);
  return [title, digits, acts];
}

/**
 * @param {string} text
 * @param {() => void} press
 */
function makeButton(text, press) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = text;
  button.onclick = press;
  return button;
}
