// Moves the answer that Python put on the page: its class, words, bars, picture.

import { IMAGE_SIZE } from "../../web/prepare.js";

// What is covered carries no mark, and stays as Python put it.
const ANSWERS = [".st-key-prediction [data-drawing]", ".st-key-other_prediction [data-drawing]"];
const ALL_BARS = ".st-key-probabilities [data-drawing]";
const PICTURE = ".st-key-network_input [data-drawing] .picture";
const BARS = [".line.first", ".line.second"];

/**
 * Which sheet Python shows the answer to, if it is that of these networks; null while the page is being rebuilt.
 * @param {string} networks their ids
 * @returns {number | null}
 */
export function shownSheet(networks) {
  const marks = new Set([...document.querySelectorAll("[data-drawing]")].map((element) => element.dataset.drawing));
  const [mark] = marks;
  return marks.size === 1 && mark.slice(mark.indexOf(" ") + 1) === networks ? parseInt(mark) : null;
}

/** Whether people see the answer, so that it may be said to those who hear it. */
export function isAnswerShown() {
  return document.querySelector(ANSWERS[0]) !== null;
}

/**
 * @param {Float32Array | null} image 28×28; null for an empty sheet
 * @param {Float32Array[]} answers a probability for each class, of each network; unused for an empty sheet
 * @param {import("../../web/packet.js").Packet} packet
 * @returns {string} what is shown, in words
 */
export function show(image, answers, { networks, classes, words }) {
  showPicture(image);
  const said = networks.map(({ threshold }, number) => {
    const probabilities = image ? answers[number] : null;
    showBars(BARS[number], probabilities);
    const { word, note } = probabilities
      ? inWords(probabilities, threshold, classes, words)
      : { word: "?", note: words.empty };
    showAnswer(document.querySelector(ANSWERS[number]), word, note);
    return `${word === "?" ? "" : word}: ${note}`;
  });
  return said.join(". ").replace(/<[^>]*>/g, " ");
}

function inWords(probabilities, threshold, classes, words) {
  const best = [...probabilities.keys()].sort((a, b) => probabilities[b] - probabilities[a]);
  const [first, second] = best.map((number) => classes[number]);
  const [sure, elseSure] = best.map((number) => percent(probabilities[number]));
  const isSure = probabilities[best[0]] >= threshold;
  const values = { first, second, sure, else_sure: elseSure };
  const note = (isSure ? words.sure : words.unsure).replace(/\{(\w+)\}/g, (_, name) => values[name]);
  return { word: isSure ? first : "?", note };
}

function showAnswer(container, word, note) {
  if (!container) return;
  const big = container.querySelector(".answer");
  big.textContent = word;
  big.style.setProperty("--letters", word.length);
  big.classList.toggle("none", word === "?");
  container.querySelector(".note").innerHTML = note;
}

function showBars(bars, probabilities) {
  const lines = document.querySelectorAll(`${ALL_BARS} ${bars}`);
  if (!lines.length) return;
  const highest = probabilities ? Math.max(...probabilities) : Infinity;
  lines.forEach((line, number) => {
    const value = probabilities?.[number] ?? 0;
    line.classList.toggle("winner", value === highest);
    line.setAttribute("aria-valuenow", (100 * value).toFixed(2));
    line.querySelector(".fill").style.width = `${(100 * value).toFixed(2)}%`;
    line.querySelector(".percent").textContent = probabilities ? percent(value) : "–";
  });
}

function showPicture(image) {
  const shown = document.querySelector(PICTURE);
  if (!shown) return;
  const canvas = shown.tagName === "CANVAS" ? shown : replaceByCanvas(shown);
  const pixels = new Uint32Array(IMAGE_SIZE * IMAGE_SIZE);
  for (let i = 0; i < pixels.length; i++) pixels[i] = 0xff000000 | (0x010101 * Math.round(255 * (image?.[i] ?? 0)));
  const data = new ImageData(new Uint8ClampedArray(pixels.buffer), IMAGE_SIZE, IMAGE_SIZE);
  canvas.getContext("2d").putImageData(data, 0, 0);
}

function replaceByCanvas(shown) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = IMAGE_SIZE;
  canvas.className = "picture";
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", shown.getAttribute("alt") ?? shown.getAttribute("aria-label"));
  shown.replaceWith(canvas);
  return canvas;
}

/** As in charts.py: no more certain than it is. */
function percent(share) {
  if (share < 0.0005) return "0\u00a0%";
  return share > 0.9995 ? "> 99.9\u00a0%" : `${(100 * share).toFixed(1)}\u00a0%`;
}
