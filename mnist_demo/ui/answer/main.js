// The component of an answer: shows what Python sends, and lets it follow the pen where it gets networks to run.

import { AnswerView } from "../../web/answer.js";
import { Network } from "../../web/network.js";
import { unpack } from "../../web/packet.js";
import { decodePicture } from "../../web/picture.js";
import { Live } from "./live.js";
import { Status } from "./status.js";

/** The networks that this page has received, by their ids. @type {Map<string, Network>} */
const networks = new Map();
/** @type {WeakMap<HTMLElement, {live: Live, calls: number}>} */
const mounted = new WeakMap();

/**
 * Called by Streamlit when the component appears, and whenever Python has something new to say.
 * @param {{
 *   data: Uint8Array,
 *   parentElement: HTMLElement,
 *   setStateValue: (name: string, value: unknown) => void,
 * }} component
 * @returns {() => void} to be called when it disappears; Streamlit also calls that of a call that another has overtaken
 */
export default function mount({ data, parentElement, setStateValue }) {
  const { packet, weights } = unpack(data);
  for (const { id, shapes, activation } of packet.networks) {
    const values = weights.get(id);
    if (values) networks.set(id, new Network(values, shapes, activation));
  }
  const component = mounted.get(parentElement) ?? { live: makeLive(parentElement), calls: 0 };
  mounted.set(parentElement, component);
  const call = ++component.calls;
  const { image } = packet.answer;
  component.live.take({ ...packet.answer, image: image === null ? null : decodePicture(image) }, packet, (ids) =>
    setStateValue("received", ids),
  );
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
