// Takes a picture from the camera, a file, the clipboard or a drop, and hands it to Streamlit's uploader.

import { shrunk } from "./shrink.js";

/**
 * As picker.py makes it: `number` counts the files that came, or did not.
 * @typedef {object} Data
 * @property {number} number
 * @property {boolean} isEmpty
 * @property {number} mostBytes
 * @property {{take: string, ways: string, reading: string, drop: string}} words
 */
/** @typedef {"too_large" | "no_picture" | "not_sent"} Refusal */
/** @typedef {import("../streamlit.js").ComponentArguments<Data, {refused: Refusal}, HTMLElement>} Arguments */

const UPLOADER = ".st-key-photo_transport";
const FAILED = `${UPLOADER} [aria-invalid=true]`;
const PLACE = ".st-key-photo";

class Picker {
  /**
   * @param {HTMLElement} parent
   * @param {HTMLElement} place where pictures can be dropped
   */
  constructor(parent, place) {
    this.place = place;
    const find = (/** @type {string} */ part) => /** @type {HTMLElement} */ (parent.querySelector(part));
    this.box = find(".picker");
    this.button = find(".take");
    this.ways = find(".ways");
    this.input = /** @type {HTMLInputElement} */ (find("input"));
    this.status = find(".reading");
    this.number = -1;
    this.mostBytes = 0;
    this.reading = "";
    /** @type {(reason: Refusal) => void} */
    this.refuse = () => {};
    this.listeners = new AbortController();
    this.failures = new MutationObserver(() => this.lookForFailure());
    this.listen();
  }

  listen() {
    const signal = this.listeners.signal;
    this.button.addEventListener("click", () => this.input.click(), { signal });
    this.input.addEventListener("change", () => this.take(this.input.files), { signal });
    document.addEventListener("paste", (event) => this.paste(event), { signal });
    for (const kind of /** @type {const} */ (["dragenter", "dragover", "dragleave", "drop"])) {
      this.place.addEventListener(kind, (event) => this.drag(event), { signal });
    }
  }

  stop() {
    this.listeners.abort();
    this.failures.disconnect();
    this.place.classList.remove("is-over", "is-reading");
  }

  /**
   * What Python says now; with another number it has done with the last file.
   * @param {Data} data
   */
  show({ number, isEmpty, mostBytes, words }) {
    this.mostBytes = mostBytes;
    this.reading = words.reading;
    this.box.hidden = !isEmpty;
    this.button.textContent = words.take;
    this.ways.textContent = words.ways;
    this.place.style.setProperty("--drop", JSON.stringify(words.drop));
    if (number !== this.number) this.wait(false);
    this.number = number;
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const files = event.clipboardData?.files;
    if (!files?.length || !this.place.getClientRects().length) return; // text, or another tab is open
    event.preventDefault();
    this.take(files);
  }

  /** @param {DragEvent} event */
  drag(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    const isLeaving = event.type === "dragleave" && !this.place.contains(/** @type {Node | null} */ (event.relatedTarget));
    this.place.classList.toggle("is-over", event.type !== "drop" && !isLeaving);
    if (event.type === "drop") this.take(event.dataTransfer.files);
  }

  /**
   * The first of these files, if it may be a picture.
   * @param {FileList | null} files
   */
  async take(files) {
    const file = files?.[0];
    if (!file) return;
    this.input.value = ""; // the same file can be chosen once more
    const isOther = file.type !== "" && !file.type.startsWith("image/");
    if (isOther || file.size > this.mostBytes) return this.refuse(isOther ? "no_picture" : "too_large");
    this.wait(true);
    handOver(await shrunk(file));
  }

  /** @param {boolean} isWaiting whether a file is on its way, or being read */
  wait(isWaiting) {
    this.place.classList.toggle("is-reading", isWaiting);
    this.status.textContent = isWaiting ? this.reading : "";
    this.failures.disconnect();
    const uploader = document.querySelector(UPLOADER);
    if (isWaiting && uploader) this.failures.observe(uploader, { subtree: true, childList: true, attributes: true });
  }

  lookForFailure() {
    if (!document.querySelector(FAILED)) return;
    this.wait(false);
    this.refuse("not_sent");
  }
}

/**
 * Give a file to Streamlit's uploader as if it had been chosen there.
 * @param {File} file
 */
function handOver(file) {
  const input = /** @type {HTMLInputElement | null} */ (document.querySelector(`${UPLOADER} input[type=file]`));
  if (!input) return; // somebody has gone back to the sheet
  const carried = new DataTransfer();
  carried.items.add(file);
  input.files = carried.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @type {WeakMap<HTMLElement, {picker: Picker, calls: number}>} */
const mounted = new WeakMap();

/**
 * Called by Streamlit when the component appears, and whenever Python has something new to say.
 * @param {Arguments} component
 * @returns {() => void} to be called when it disappears; Streamlit also calls that of a call that another has overtaken
 */
export default function mount({ data, parentElement, setTriggerValue }) {
  const place = /** @type {HTMLElement | null} */ (parentElement.closest(PLACE));
  if (!place) return () => {}; // somebody has gone back to the sheet before this was loaded
  const component = mounted.get(parentElement) ?? { picker: new Picker(parentElement, place), calls: 0 };
  mounted.set(parentElement, component);
  const call = ++component.calls;
  component.picker.refuse = (reason) => setTriggerValue("refused", reason);
  component.picker.show(data);
  return () => {
    if (call !== component.calls) return;
    component.picker.stop();
    mounted.delete(parentElement);
  };
}
