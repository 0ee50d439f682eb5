// How good a network is, and where it comes from.

import { line } from "../answer.js";
import { make } from "../elements.js";
import { grouped, inPercent } from "./figures.js";
import { matrixTable } from "./matrix_table.js";

/** @typedef {import("./data.js").PackedNetwork} PackedNetwork */
/** @typedef {import("./texts.js").Texts} Texts */

/**
 * @param {HTMLElement} place
 * @param {PackedNetwork} network
 * @param {Texts} texts
 */
export function showQuality(place, network, texts) {
  const { test, classes } = network;
  const found = test ? accuracy(test, texts) : [sentence(texts, "home.untested")];
  const matrix = test ? [matrixTable(test.confusion, classes, texts)] : [];
  place.replaceChildren(make("div", "facts", ...found, facts(network, texts), settings(network, texts)), ...matrix);
}

/**
 * @param {import("./data.js").Tested} test
 * @param {Texts} texts
 */
function accuracy({ accuracy: share, images, interval: [low, high] }, texts) {
  const large = make("p", "accuracy");
  large.textContent = inPercent(share, 2);
  const places = { images: grouped(images), low: inPercent(low, 2), high: inPercent(high, 2) };
  return [large, sentence(texts, "home.accuracy", places)];
}

/**
 * @param {PackedNetwork} network
 * @param {Texts} texts
 */
function facts({ trained, threshold }, texts) {
  const known = {
    on: trained.on,
    date: trained.date,
    by: trained.by && `MNIST Draw ${trained.by}`,
    layers: trained.layers.map((units) => grouped(units)).join(" → "),
    parameters: grouped(trained.parameters),
    time: trained.seconds === null ? null : duration(trained.seconds, texts),
    threshold: threshold > 0 ? inPercent(threshold, 0) : null,
  };
  const named = Object.entries(known).map(([name, value]) => [texts.say(`home.fact.${name}`), value]);
  return pairs(/** @type {[string, string][]} */ (named.filter(([, value]) => value)));
}

/**
 * @param {PackedNetwork} network
 * @param {Texts} texts
 */
function settings({ trained }, texts) {
  const summary = make("summary", "");
  summary.textContent = texts.say("home.settings");
  const versions = /** @type {[string, string][]} */ (Object.entries(trained.versions));
  return make("details", "", summary, pairs([...trained.settings, ...versions]));
}

/** @param {[string, string][]} named */
function pairs(named) {
  const cells = named.flatMap(([name, value]) => {
    const [term, definition] = [make("dt", ""), make("dd", "")];
    [term.textContent, definition.textContent] = [name, value];
    return [term, definition];
  });
  return make("dl", "", ...cells);
}

/**
 * @param {number} seconds
 * @param {Texts} texts
 */
function duration(seconds, texts) {
  if (seconds < 100) return texts.say("home.seconds", { count: grouped(seconds) });
  return texts.say("home.minutes", { count: grouped(seconds / 60) });
}

/**
 * @param {Texts} texts
 * @param {string} id
 * @param {Record<string, string>} [places]
 */
function sentence(texts, id, places) {
  return make("p", "", ...texts.lines(id, places).map((runs) => line(runs)));
}
