// "Copy link": the address of the page with what is drawn.

import { canLink } from "./drawing_link.js";
import { linkTo } from "./address.js";

/** @typedef {import("./history.js").Stroke} Stroke */
/** @typedef {import("./message.js").Message} Message */
/** @typedef {import("./texts.js").Texts} Texts */

/**
 * Copy the link, and say what it does, or why there is none.
 * @param {Stroke[]} strokes
 * @param {string | null} network
 * @param {Message} message
 * @param {Texts} texts
 */
export async function copyLink(strokes, network, message, texts) {
  const { link, isWhole } = await linkTo(strokes, network);
  if (!link) message.say(texts.say("home.link_none"));
  else if (!canLink()) message.say(texts.say("home.cannot_link"));
  else if (!isWhole) message.say(texts.say("home.link_too_long"));
  else if (await isCopied(link)) message.say(texts.say(isFile() ? "home.link_of_file" : "home.link_copied"));
  else message.say(texts.say("home.link_by_hand"), link);
}

/**
 * Frames, and pages without encryption, may not copy.
 * @param {string} text
 */
async function isCopied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function isFile() {
  return location.protocol === "file:";
}
