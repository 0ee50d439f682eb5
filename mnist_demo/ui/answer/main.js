// The component of an answer: shows what Python sends, and lets it follow the pen where it gets networks to run.

import { AnswerView } from "../../web/answer.js";
import { decodePicture } from "../../web/picture.js";
import { Live } from "./live.js";
import { Networks } from "./networks.js";
import { Status } from "./status.js";

/**
 * @typedef {object} Data
 * @property {number} size side of the drawing in pixels
 * @property {string[]} networks where those are that answer in the browser; none where the answer stays as it is
 * @property {Omit<import("../../web/answer.js").Answer, "image"> & {image: string | null}} answer its picture in base64
 */

const networks = new Networks();
/** @type {WeakMap<HTMLElement, {live: Live, calls: number}>} */
const mounted = new WeakMap();

/**
 * Called by Streamlit when the component appears, and whenever Python has something new to say.
 * @param {import("../streamlit.js").ComponentArguments<[Data], Record<string, never>, HTMLElement>} component
 * @returns {() => void} to be called when it disappears; Streamlit also calls that of a call that another has overtaken
 */
export default function mount({ data: [data], parentElement }) {
  const component = mounted.get(parentElement) ?? { live: makeLive(parentElement), calls: 0 };
  mounted.set(parentElement, component);
  const call = ++component.calls;
  const { image } = data.answer;
  component.live.take({ ...data.answer, image: image === null ? null : decodePicture(image) }, data);
  return () => {
    if (call !== component.calls) return;
    component.live.stop();
    mounted.delete(parentElement);
  };
}

/** @param {HTMLElement} parent */
function makeLive(parent) {
  const [root, status] = [".answer-view", ".status"].map((name) => parent.querySelector(name));
  return new Live(
    new AnswerView(/** @type {HTMLElement} */ (root)),
    new Status(/** @type {HTMLElement} */ (status)),
    networks,
  );
}
