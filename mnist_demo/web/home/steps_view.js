// The way of a drawing to the network, a picture for each step.

import { line } from "../answer.js";
import { make } from "../elements.js";
import { preparationSteps } from "../steps.js";
import { SHEET_SIDE } from "./paper.js";
import { BLANK, PixelMap } from "./pixel_map.js";

/** @typedef {import("../prepare.js").Ink} Ink */
/** @typedef {import("./sheet.js").Sheet} Sheet */
/** @typedef {import("./texts.js").Texts} Texts */

const STEPS = /** @type {const} */ (["ink", "crop", "scale", "center"]);

class StepPicture {
  /**
   * @param {typeof STEPS[number]} id
   * @param {number} number counted from 1
   * @param {Texts} texts
   */
  constructor(id, number, texts) {
    this.number = number;
    this.texts = texts;
    this.title = texts.say(`step.${id}.title`);
    this.map = new PixelMap();
    this.heading = make("p", "heading");
    const sentence = make("p", "sentence");
    sentence.textContent = texts.say(`step.${id}.sentence`);
    this.element = make("li", "", this.map.element, this.heading, sentence);
  }

  /**
   * @param {Ink} ink
   * @param {boolean} isThere whether anything is drawn
   */
  show(ink, isThere) {
    this.map.showInk(ink);
    const [width, height] = [ink.width, ink.height].map((side) => (isThere ? String(side) : "–"));
    const places = { step: this.title, number: String(this.number), width, height };
    this.map.describe(isThere ? this.texts.say("step.picture", places) : this.title);
    this.heading.replaceChildren(...this.texts.lines("step.heading", places).map((runs) => line(runs)));
  }
}

export class StepsView {
  /**
   * @param {HTMLElement} list
   * @param {HTMLElement} note says why there is nothing to see
   * @param {Texts} texts
   */
  constructor(list, note, texts) {
    this.note = note;
    this.texts = texts;
    this.pictures = STEPS.map((id, number) => new StepPicture(id, number + 1, texts));
    list.replaceChildren(...this.pictures.map(({ element }) => element));
  }

  /** @param {Sheet} sheet */
  show(sheet) {
    const isExample = sheet.content.example !== null;
    const steps = isExample ? [] : preparationSteps(sheet.pixels, SHEET_SIDE);
    this.pictures.forEach((picture, number) => picture.show(steps[number]?.ink ?? BLANK, steps.length > 0));
    this.note.textContent = steps.length ? "" : this.texts.say(isExample ? "draw.steps_of_example" : "draw.no_steps");
  }
}
