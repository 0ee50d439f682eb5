// The answer moves with the pen: reads the canvas when something happens to it, and shows what the networks say.

import { hasInk } from "../../web/prepare.js";
import { CanvasReader, findLayers } from "./canvas.js";
import { givesTruePixels } from "../../web/probe.js";
import { readDigit } from "./readings.js";

/** An update that takes longer is followed by as long a rest, in which the pen can move. */
const BRIEF_MS = 6;
const RETRY_MS = 200;
const RETRIES = 50;
const PAUSE_MS = 250;

/** @typedef {import("../../web/answer.js").Answer} Answer */

export class Live {
  /**
   * @param {import("../../web/answer.js").AnswerView} view
   * @param {import("../../web/status.js").Status} status
   * @param {import("./networks.js").Networks} networks
   * @param {import("./digits_on_sheet.js").DigitsOnSheet | null} digits where the sheet has room for several
   */
  constructor(view, status, networks, digits) {
    this.view = view;
    this.status = status;
    this.networks = networks;
    this.digits = digits;
    if (digits) digits.onChoose = (answer) => this.show(answer);
    /** What Python says. @type {Answer | null} */
    this.answer = null;
    /** Of the networks that are to run here. @type {string[]} */
    this.addresses = [];
    /** @type {CanvasReader | null} */
    this.reader = null;
    this.isDrawing = false;
    /** Whether the pen has moved on since Python answered. @type {"live" | "answered"} */
    this.state = "answered";
    /** When the next update may begin, as `performance.now()` counts. */
    this.rested = 0;
    this.hasShown = false; // something of this sheet, so that Python's answer is no longer in place
    this.canRead = givesTruePixels();
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.listeners = new AbortController();
    /** @type {number | undefined} */
    this.requested = undefined;
    /** @type {Record<string, number | undefined>} */
    this.timers = {};
    this.listen();
  }

  listen() {
    /** @type {(event: string, action: (event: Event) => void) => void} */
    const on = (event, action) =>
      document.addEventListener(event, action, { capture: true, passive: true, signal: this.listeners.signal });
    on("pointerdown", (event) => {
      this.isDrawing = this.addresses.length > 0 && isOnCanvas(event);
      if (!this.isDrawing) return;
      this.state = "live";
      if (this.reader) this.digits?.begin(/** @type {PointerEvent} */ (event), this.reader.size);
      this.request();
    });
    on("pointermove", (event) => {
      if (!this.isDrawing) return;
      if (this.reader) this.digits?.follow(/** @type {PointerEvent} */ (event), this.reader.size);
      this.request();
    });
    for (const end of ["pointerup", "pointercancel"]) on(end, () => this.isDrawing && this.finishStroke());
    on("visibilitychange", () => this.addresses.length > 0 && this.request());
  }

  stop() {
    this.listeners.abort();
    this.cancelRequest();
    this.digits?.remove();
    for (const timer of Object.values(this.timers)) clearTimeout(timer);
    this.status.say("");
  }

  /**
   * Python's answer, which counts unless the pen has moved on.
   * @param {Answer} answer
   * @param {{networks: string[], size: [number, number]}} page
   */
  take(answer, { networks, size }) {
    if (answer.sheet !== this.answer?.sheet) this.digits?.forget();
    this.answer = answer;
    this.addresses = this.canRead ? networks : [];
    if (String(this.reader?.size) !== String(size)) this.reader = new CanvasReader(size);
    this.hasShown = false;
    if (!this.isDrawing) this.state = "answered";
    if (!this.update()) this.show(answer);
    if (!this.isDrawing) this.digits?.correct(answer);
    clearTimeout(this.timers.finding);
    if (this.addresses.length) this.find(RETRIES);
  }

  /**
   * The canvas takes a while to appear. Weights are worth their way only where there is one that can be read.
   * @param {number} retries
   */
  find(retries) {
    const layers = this.findLayers();
    if (layers) {
      if (!this.hasShown) this.request();
      this.networks.fetch(this.addresses, () => {
        this.mark();
        this.request();
      });
    } else if (retries) {
      this.timers.finding = setTimeout(() => this.find(retries - 1), RETRY_MS);
    }
  }

  /** One update in the next frame; with reduced motion, when the pen pauses. */
  request() {
    if (this.calm.matches) {
      clearTimeout(this.timers.pausing);
      this.timers.pausing = setTimeout(() => this.update(), PAUSE_MS);
    } else {
      this.requested ??= requestAnimationFrame(() => this.updateIfRested());
    }
  }

  /** Several digits may take longer than a frame has: then every other moment is the pen's. */
  updateIfRested() {
    this.requested = undefined;
    const started = performance.now();
    if (started < this.rested) return this.request();
    this.update();
    const took = performance.now() - started;
    this.rested = this.digits && took > BRIEF_MS ? started + 2 * took : 0;
  }

  cancelRequest() {
    if (this.requested !== undefined) cancelAnimationFrame(this.requested);
    this.requested = undefined;
  }

  /**
   * The canvas is about to move the stroke from one layer to the other, which is done after the next frame: until then
   * there is nothing whole to read. Undo and redo take a frame as well.
   */
  finishStroke() {
    this.isDrawing = false;
    this.cancelRequest();
    this.update();
    requestAnimationFrame(() => requestAnimationFrame(() => this.request()));
  }

  /** The layers of the sheet that Python's answer is about. */
  findLayers() {
    return this.answer && findLayers(this.answer.sheet);
  }

  /**
   * Show what the networks say to the canvas as it is now.
   * @returns {boolean} whether that can be done
   */
  update() {
    const { answer, reader } = this;
    if (!answer || !reader || document.hidden || !this.addresses.length) return false;
    const [networks, layers] = [this.networks.all(this.addresses), this.findLayers()];
    if (!layers || !networks) return false;
    const pixels = reader.read(layers);
    const seen = (this.digits?.read ?? readDigit)(answer, pixels, reader.size, networks);
    const isTooSmall = seen.isEmpty && !this.isDrawing && hasInk(pixels, ...reader.size); // every stroke begins small
    if (seen.isEmpty && !isTooSmall && !this.hasShown) return false; // an untouched sheet is Python's: an example may lie there
    this.hasShown = true;
    this.show(isTooSmall ? { ...seen, isTooSmall } : seen);
    return true;
  }

  /** Note on the page, for scripts, who answered and how many networks are here. */
  mark() {
    Object.assign(this.view.root.dataset, { state: this.state, networks: this.networks.ready.size });
  }

  /** @param {Answer} answer */
  show(answer) {
    this.view.show(this.digits && this.reader ? this.digits.show(answer, this.reader.size) : answer);
    this.mark();
    const isNews = this.hasShown || !answer.isEmpty || answer.sheet > 0; // the first sheet of a page is no news
    this.status.say(isNews && !answer.covered.includes("answer") ? this.view.text : "");
  }
}

/** @param {Event} event */
function isOnCanvas(event) {
  return event.composedPath().some((node) => node instanceof Element && node.classList.contains("st-key-drawing"));
}
