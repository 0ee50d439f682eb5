// The answer moves with the pen: reads the canvas when something happens to it, and shows what the networks say.

import { CanvasReader, findLayers } from "./canvas.js";
import { Network } from "../../web/network.js";
import { unpack } from "../../web/packet.js";
import { prepare } from "../../web/prepare.js";
import { tidyToolbar } from "./toolbar.js";
import { isAnswerShown, show, shownSheet } from "./view.js";

/** The networks that this page has received, by their ids. @type {Map<string, Network>} */
const networks = new Map();
/** @type {WeakMap<Element, Live>} */
const mounted = new WeakMap();
const RETRY_MS = 200;
const RETRIES = 50;
const PAUSE_MS = 250;
const SETTLED_MS = 700;
/** What Python puts in place: an answer, or a cover over it. */
const MARKED = "[data-drawing], [data-cover]";

/** Called by Streamlit when the component appears, and whenever Python has something new to say. */
export default function mount({ data, parentElement, setStateValue }) {
  const { packet, weights } = unpack(data);
  for (const { id, shapes, activation } of packet.networks) {
    if (weights.has(id)) networks.set(id, new Network(weights.get(id), shapes, activation));
  }
  takeColour(parentElement.host);
  if (!mounted.has(parentElement)) mounted.set(parentElement, new Live(parentElement.querySelector(".status")));
  const live = mounted.get(parentElement);
  live.take(packet, (ids) => setStateValue("received", ids));
  return () => {
    live.stop();
    mounted.delete(parentElement);
  };
}

/** The theme's colours are known to components alone: the highest bar takes its from here. */
function takeColour(host) {
  const colour = getComputedStyle(host).getPropertyValue("--st-primary-color");
  document.documentElement.style.setProperty("--winner", colour);
}

class Live {
  /** @param {HTMLElement} status says to screen readers what is shown, when the pen rests */
  constructor(status) {
    this.status = status;
    this.packet = null;
    this.ids = []; // of the networks that are shown
    this.reader = null;
    this.reported = null; // the ids of the networks that Python knows to be here
    this.isDrawing = false;
    this.hasShown = false; // something of this sheet, so that Python's answer is no longer in place
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.listen();
  }

  listen() {
    this.listeners = new AbortController();
    const on = (event, action) =>
      document.addEventListener(event, action, { capture: true, passive: true, signal: this.listeners.signal });
    on("pointerdown", (event) => {
      this.isDrawing = event.composedPath().some((node) => node.classList?.contains("st-key-drawing"));
      if (this.isDrawing) this.request();
    });
    on("pointermove", () => this.isDrawing && this.request());
    for (const end of ["pointerup", "pointercancel"]) on(end, () => this.isDrawing && this.finishStroke());
    on("visibilitychange", () => this.packet && this.request());
    this.observer = new MutationObserver((changes) => this.notice(changes));
    this.observer.observe(document.body, { childList: true, subtree: true });
  }

  stop() {
    this.listeners.abort();
    this.observer.disconnect();
    cancelAnimationFrame(this.requested);
    for (const timer of [this.retrying, this.pausing, this.settling]) clearTimeout(timer);
  }

  /**
   * @param {import("../../web/packet.js").Packet} packet what to show from now on
   * @param {(ids: string[]) => void} report tells Python which networks are here; it sends those that are not
   */
  take(packet, report) {
    this.packet = packet;
    this.ids = packet.networks.map(({ id }) => id);
    if (this.reader?.size !== packet.size) this.reader = new CanvasReader(packet.size);
    clearTimeout(this.retrying);
    this.ask(report, RETRIES);
    this.request();
  }

  /** Weights are worth their way only where there is a canvas that can be read; it takes a while to appear. */
  ask(report, retries) {
    const ids = [...networks.keys()];
    if (ids.join() === this.reported) return;
    if (this.findLayers()) {
      this.reported = ids.join();
      report(ids);
    } else if (retries) {
      this.retrying = setTimeout(() => this.ask(report, retries - 1), RETRY_MS);
    }
  }

  /** Python has put its answer in place: for the same drawing ours is as good, and newer if the pen has moved on. */
  notice(changes) {
    const added = changes.flatMap(({ addedNodes }) => [...addedNodes]);
    if (added.some((node) => node.matches?.(MARKED) || node.querySelector?.(MARKED))) {
      this.hasShown = false;
      this.update();
    }
  }

  /** One update in the next frame; with reduced motion, when the pen pauses. */
  request() {
    if (this.calm.matches) {
      clearTimeout(this.pausing);
      this.pausing = setTimeout(() => this.update(), PAUSE_MS);
    } else {
      this.requested ??= requestAnimationFrame(() => {
        this.requested = undefined;
        this.update();
      });
    }
  }

  /**
   * The canvas is about to move the stroke from one layer to the other, which is done after the next frame: until then
   * there is nothing whole to read. Undo and redo take a frame as well.
   */
  finishStroke() {
    this.isDrawing = false;
    cancelAnimationFrame(this.requested);
    this.requested = undefined;
    this.update();
    requestAnimationFrame(() => requestAnimationFrame(() => this.request()));
  }

  /** The layers of the sheet that Python's answer is about; null where the page is not, or not yet, ours to move. */
  findLayers() {
    const sheet = shownSheet(this.ids.join(" "));
    const layers = sheet === null ? null : findLayers(sheet);
    if (layers) tidyToolbar(layers.finished);
    return layers;
  }

  update() {
    if (!isAnswerShown()) this.say("");
    if (document.hidden || !this.ids.every((id) => networks.has(id))) return;
    const layers = this.findLayers();
    if (!layers) return;
    const image = prepare(this.reader.read(layers), this.reader.size);
    if (!image && !this.hasShown) return; // an untouched sheet is Python's: it may show an example
    this.hasShown = true;
    const answers = image ? this.ids.map((id) => networks.get(id).predict(image)) : [];
    const words = show(image, answers, this.packet);
    clearTimeout(this.settling);
    if (isAnswerShown()) this.settling = setTimeout(() => this.say(words), SETTLED_MS);
  }

  /** To screen readers. */
  say(words) {
    clearTimeout(this.settling);
    this.status.textContent = words;
  }
}
