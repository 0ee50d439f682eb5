// A component of an answer: shows what Python sends, and lets it follow the pen where it gets networks to run.

import { AnswerView } from "../../web/answer.js";
import { decodePicture } from "../../web/picture.js";
import { Live } from "./live.js";
import { Networks } from "./networks.js";
import { Status } from "../../web/status.js";

/**
 * @typedef {object} Data
 * @property {[number, number]} size width and height of the drawing in pixels
 * @property {string[]} networks where those are that answer in the browser; none where the answer stays as it is
 * @property {SentAnswer} answer its pictures in base64
 */
/**
 * @typedef {import("../../web/answer.js").Answer} Answer
 * @typedef {Omit<import("../../web/number.js").FoundDigit, "image"> & {image: string | null}} SentDigit
 * @typedef {Omit<Answer, "image" | "found"> & {image: string | null, found: {digits: SentDigit[], chosen: number} | null}} SentAnswer
 */

/** @typedef {import("./choice.js").Point} Point */
/** @typedef {(tell: (place: Point) => void) => import("./digits_on_sheet.js").DigitsOnSheet} MakeDigits */
/** @typedef {import("../streamlit.js").ComponentArguments<[Data], {place: Point}, HTMLElement>} Arguments */
/** @typedef {{live: Live, calls: number, tell: (place: Point) => void}} Mounted */

const networks = new Networks();
/** @type {WeakMap<HTMLElement, Mounted>} */
const mounted = new WeakMap();

/**
 * To be called by Streamlit when the component appears, and whenever Python has something new to say.
 * @param {Arguments} component
 * @param {MakeDigits} [makeDigits] where the sheet has room for several digits
 * @returns {() => void} to be called when it disappears; Streamlit also calls that of a call that another has overtaken
 */
export function mountAnswer({ data: [data], parentElement, setTriggerValue }, makeDigits) {
  const component = mounted.get(parentElement) ?? appear(parentElement, makeDigits);
  const call = ++component.calls;
  component.tell = (place) => setTriggerValue("place", place);
  component.live.take(decoded(data.answer), data);
  return () => {
    if (call !== component.calls) return;
    component.live.stop();
    mounted.delete(parentElement);
  };
}

/**
 * @param {HTMLElement} parent
 * @param {MakeDigits} [makeDigits]
 * @returns {Mounted}
 */
function appear(parent, makeDigits) {
  const [root, status] = [".answer-view", ".status"].map((name) => parent.querySelector(name));
  const live = new Live(
    new AnswerView(/** @type {HTMLElement} */ (root)),
    new Status(/** @type {HTMLElement} */ (status)),
    networks,
    makeDigits ? makeDigits((place) => component.tell(place)) : null,
  );
  /** @type {Mounted} */
  const component = { live, calls: 0, tell: () => {} };
  mounted.set(parent, component);
  return component;
}

/**
 * @param {SentAnswer} answer
 * @returns {Answer}
 */
function decoded({ image, found, ...rest }) {
  const digits = found?.digits.map((digit) => ({ ...digit, image: picture(digit.image) })) ?? [];
  return { ...rest, image: picture(image), found: found && { ...found, digits } };
}

/** @param {string | null} text */
function picture(text) {
  return text === null ? null : decodePicture(text);
}
