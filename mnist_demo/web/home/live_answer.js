// The answer that moves with the pen, and what follows once the pen rests.

import { AnswerView } from "../answer.js";
import { Status } from "../status.js";
import { answerTo, see } from "./reading.js";

/** What takes longer than a frame follows when the pen has rested for so long. */
const RESTED_MS = 120;

/** @typedef {import("../network.js").Network} Network */
/** @typedef {import("./data.js").PackedNetwork} PackedNetwork */
/** @typedef {import("./reading.js").Seen} Seen */

export class LiveAnswer {
  /**
   * @param {HTMLElement} root of the answer
   * @param {HTMLElement} status says it to screen readers
   * @param {import("./texts.js").Texts} texts
   * @param {(seen: Seen, network: Network | null) => void} onRest
   */
  constructor(root, status, texts, onRest) {
    this.view = new AnswerView(root);
    this.status = new Status(status);
    this.texts = texts;
    this.onRest = onRest;
    /** @type {import("./sheet.js").Sheet | null} */
    this.sheet = null;
    /** @type {PackedNetwork | null} */
    this.packed = null;
    /** @type {Network | null} */
    this.network = null;
    /** @type {number | undefined} */
    this.requested = undefined;
    /** @type {number | undefined} */
    this.resting = undefined;
  }

  /**
   * @param {PackedNetwork} packed
   * @param {Network | null} network null until it is unpacked
   */
  use(packed, network) {
    [this.packed, this.network] = [packed, network];
    this.view.root.dataset.networks = network ? "1" : "0"; // for scripts
    this.request();
  }

  /** Once in the next frame, however often the pen has moved. */
  request() {
    this.requested ??= requestAnimationFrame(() => this.update());
  }

  update() {
    this.requested = undefined;
    if (!this.sheet || !this.packed) return;
    const seen = see(this.sheet);
    const answer = answerTo(seen, this.packed, this.network, this.texts);
    this.view.show(answer);
    this.status.say(seen.image || seen.isTooSmall ? this.view.text : "");
    clearTimeout(this.resting);
    if (!this.sheet.isDrawing) this.resting = setTimeout(() => this.onRest(seen, this.network), RESTED_MS);
  }
}
