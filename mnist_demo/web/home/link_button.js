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
  else if (await isCopied(link)) message.say(texts.say(whatIsCopied(strokes)));
  else message.say(texts.say("home.link_by_hand"), link);
}

/**
 * The id of what is said of a copied link.
 * @param {Stroke[]} strokes
 */
function whatIsCopied(strokes) {
  if (!strokes.length) return "home.link_of_page";
  return location.protocol === "file:" ? "home.link_of_file" : "home.link_copied";
}

/**
 * Frames, and pages without encryption, may not copy. Chromium complains in its console where one tries.
 * @param {string} text
 */
async function isCopied(text) {
  const { featurePolicy } = /** @type {{featurePolicy?: {allowsFeature: (name: string) => boolean}}} */ (document);
  if (featurePolicy?.allowsFeature("clipboard-write") === false) return false;
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
