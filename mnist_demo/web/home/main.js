// Starts the page: first the sheet, on which one can draw at once, then the network, which takes longer to unpack.

import { Explanation } from "../explanation.js";
import { givesTruePixels } from "../probe.js";
import { drawingInAddress, inAddress, linkTo, putIntoAddress } from "./address.js";
import { readData } from "./data.js";
import { Examples } from "./examples.js";
import { FirstLayerView } from "./first_layer_view.js";
import { listenToKeyboard, showShortcuts } from "./keys.js";
import { copyLink } from "./link_button.js";
import { LiveAnswer } from "./live_answer.js";
import { Message } from "./message.js";
import { NetworkChoice } from "./network_choice.js";
import { canUnpack, UnpackedNetworks } from "./networks.js";
import { showQuality } from "./quality_view.js";
import { Sheet } from "./sheet.js";
import { StepsView } from "./steps_view.js";
import { Texts } from "./texts.js";
import { SheetToolbar } from "./toolbar.js";
import { WhyView } from "./why_view.js";

/** @typedef {import("../network.js").Network} Network */
/** @typedef {import("./data.js").PackedNetwork} PackedNetwork */
/** @typedef {import("./reading.js").Seen} Seen */

/** @param {string} id */
const byId = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** @param {string} id */
const button = (id) => /** @type {HTMLButtonElement} */ (byId(id));

/**
 * What can wait until the page has shown what it has now.
 * @param {() => void} act
 */
const afterPaint = (act) => requestAnimationFrame(() => setTimeout(act));

class HomePage {
  /** @param {import("./data.js").PageData} data */
  constructor(data) {
    this.data = data;
    const texts = (this.texts = new Texts(data.texts));
    texts.write();
    byId("title").textContent = data.title;
    byId("made").textContent = texts.say("home.made", { version: data.version, date: data.made });
    this.lack = ""; // the id of what is said of a browser that cannot show an answer
    /** @type {{steps: StepsView, why: WhyView, layer: FirstLayerView} | undefined} */
    this.views = undefined;
    this.isChanged = false; // what is drawn, or the network, since the page was opened
    this.message = new Message(byId("message"));
    this.networks = new UnpackedNetworks();
    this.packed = data.networks.find(({ name }) => name === inAddress().network) ?? data.networks[0];
    this.answer = new LiveAnswer(byId("answer"), byId("status"), texts, (seen, network) => this.rest(seen, network));
    this.sheet = this.answer.sheet = new Sheet(/** @type {HTMLCanvasElement} */ (byId("sheet")), {
      onInk: () => this.answer.request(),
      onSettled: () => this.settle(),
    });
    const [undo, redo, eraser, fullScreen, clear] = ["undo", "redo", "eraser", "full_screen", "clear"].map(button);
    this.toolbar = new SheetToolbar({ undo, redo, eraser, fullScreen, clear }, this.sheet);
    this.answer.use(this.packed, null);
    this.offerTools();
  }

  offerTools() {
    const { data, sheet, texts, toolbar } = this;
    const brush = /** @type {HTMLInputElement} */ (byId("brush"));
    brush.addEventListener("input", () => (sheet.brush = Number(brush.value)));
    const examples = new Examples(byId("examples"), data.examples, texts, (example) =>
      sheet.put({ strokes: [], example }),
    );
    const tool = (/** @type {import("./toolbar.js").Tool} */ name) => () => toolbar.use(name);
    const actions = {
      undo: tool("undo"), redo: tool("redo"), clear: tool("clear"), eraser: tool("eraser"), fullScreen: tool("fullScreen"),
      digit: (/** @type {number} */ digit) => examples.choose(digit),
    };
    listenToKeyboard(sheet, byId("paper"), byId("pen_status"), actions, texts);
    button("link").addEventListener("click", () => copyLink(sheet.content.strokes, this.nameInAddress, this.message, texts));
    button("help").addEventListener("click", () => showShortcuts(texts));
    addEventListener("hashchange", () => this.followAddress());
    this.choice = new NetworkChoice(byId("networks"), data.networks, (packed) => {
      this.isChanged = true;
      this.choose(packed);
    });
    this.choice.show(this.packed);
  }

  /** What takes longer, once the sheet is there. */
  async open() {
    this.lack = !canUnpack() ? "home.cannot_unpack" : givesTruePixels() ? "" : "home.cannot_read";
    if (this.lack) {
      this.message.say(this.texts.say(this.lack));
      showQuality(byId("quality"), this.packed, this.texts);
      this.answer.request();
    } else {
      await Promise.all([this.followAddress(), this.choose(this.packed)]);
    }
  }

  /** All that stands below the answer, which comes first. */
  showViews() {
    const { texts } = this;
    this.views ??= {
      steps: new StepsView(byId("steps"), byId("steps_note"), texts),
      why: new WhyView(places(["heading", "sentence", "choice", "legend", "maps"], "why"), texts),
      layer: new FirstLayerView(places(["note", "legend", "grid", "more"], "layer"), texts),
    };
    return this.views;
  }

  /** @param {PackedNetwork} packed */
  async choose(packed) {
    this.packed = packed;
    this.choice?.show(packed);
    this.answer.use(packed, null);
    const network = await this.networks.get(packed);
    if (this.packed !== packed) return;
    this.answer.use(packed, network);
    afterPaint(() => showQuality(byId("quality"), this.packed, this.texts));
  }

  /** Lay the drawing of the address on the sheet, as when a link is pasted. */
  async followAddress() {
    const found = this.data.networks.find(({ name }) => name === inAddress().network);
    if (found && found !== this.packed) this.choose(found);
    try {
      const strokes = await drawingInAddress();
      if (strokes.length) this.sheet.put({ strokes, example: null });
    } catch {
      this.message.say(this.texts.say("home.bad_link"));
    }
  }

  settle() {
    this.isChanged = true;
    this.toolbar.update();
    if (!this.lack) this.message.close();
    const invitation = this.sheet.content.example ? "draw.invitation_to_go_on" : "draw.invitation";
    byId("invitation").textContent = this.texts.say(invitation);
  }

  /**
   * The pen rests: show what the drawing is to the network, and put it into the address.
   * @param {Seen} seen
   * @param {Network | null} network
   */
  async rest({ image }, network) {
    if (!network && !this.lack) return; // it is on its way
    const views = this.showViews();
    views.steps.show(this.sheet);
    if (network) this.explain(views, network, image);
    if (!this.isChanged) return;
    const { link } = await linkTo(this.sheet.content.strokes, this.nameInAddress);
    if (link) putIntoAddress(link);
  }

  /**
   * @param {ReturnType<HomePage["showViews"]>} views
   * @param {Network} network
   * @param {Float32Array | null} image
   */
  explain(views, network, image) {
    const { classes } = this.packed;
    const explanation = image && new Explanation(network, image);
    views.why.show(classes, explanation);
    views.layer.show(network, classes, explanation);
  }

  /** The network's, unless it is the one that the page opens with. */
  get nameInAddress() {
    return this.packed === this.data.networks[0] ? null : this.packed.name;
  }
}

/**
 * The elements of a part of the page.
 * @template {string} Name
 * @param {Name[]} names
 * @param {string} part
 */
function places(names, part) {
  return /** @type {Record<Name, HTMLElement>} */ (
    Object.fromEntries(names.map((name) => [name, byId(`${part}_${name}`)]))
  );
}

const page = new HomePage(readData());
afterPaint(() => page.open());
