// Starts the page: first the sheet, on which one can draw at once, then the network, which takes longer to unpack.

import { givesTruePixels } from "../probe.js";
import { readData } from "./data.js";
import { LiveAnswer } from "./live_answer.js";
import { canUnpack, UnpackedNetworks } from "./networks.js";
import { Sheet } from "./sheet.js";
import { Texts } from "./texts.js";

/** @param {string} id */
const element = (id) => /** @type {HTMLElement} */ (document.getElementById(id));

async function start() {
  const data = readData();
  const texts = new Texts(data.texts);
  texts.write();
  const answer = new LiveAnswer(element("answer"), element("status"), texts, () => {});
  const sheet = new Sheet(/** @type {HTMLCanvasElement} */ (element("sheet")), {
    onInk: () => answer.request(),
    onSettled: () => {},
  });
  answer.sheet = sheet;
  const [packed] = data.networks;
  answer.use(packed, null);
  await nextPaint();
  const networks = new UnpackedNetworks();
  if (canUnpack() && givesTruePixels()) answer.use(packed, await networks.get(packed));
}

/** Until the page has been shown. */
function nextPaint() {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

start();
