// Why 3 and not 8? What each pixel says to one class, to another, and to the choice between the two.

import { line } from "../answer.js";
import { make } from "../elements.js";
import { decimals, grouped, quantile, signed } from "./figures.js";
import { showLegend } from "./legend.js";
import { BLANK, PixelMap } from "./pixel_map.js";

/** @typedef {import("../explanation.js").Explanation} Explanation */
/** @typedef {import("../explanation.js").Votes} Votes */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {{heading: HTMLElement, sentence: HTMLElement, choice: HTMLElement, legend: HTMLElement, maps: HTMLElement}} WhyPlaces */

/** Few pixels are beyond the end of the colour scale: they would darken all others. */
const END_OF_SCALE = 0.995;
const SUMS = /** @type {const} */ (["pixels_for", "pixels_against", "constant", "sum"]);

/** One map with the sum below it. */
class VoteMap {
  /** @param {Texts} texts */
  constructor(texts) {
    this.texts = texts;
    this.title = make("b", "");
    this.map = new PixelMap();
    this.cells = SUMS.map(() => make("td", ""));
    const rows = SUMS.map((name, number) => {
      const label = make("th", "");
      label.scope = "row";
      label.textContent = texts.say(`inside.why.${name}`);
      return make("tr", name, label, this.cells[number]);
    });
    this.element = make("div", "votes", this.title, this.map.element, make("table", "", make("tbody", "", ...rows)));
  }

  /**
   * @param {string} title
   * @param {Votes | null} votes
   * @param {number} limit of the colours
   */
  show(title, votes, limit) {
    this.title.textContent = title;
    this.map.describe(this.texts.say("inside.why.map_picture", { title }));
    this.map.showSigned(votes?.pixels ?? BLANK.data, limit);
    const sums = votes && [total(votes.pixels, 1), total(votes.pixels, -1), votes.constant];
    const texts = sums ? [...sums.map(signed), decimals(/** @type {Votes} */ (votes).score)] : [];
    this.cells.forEach((cell, number) => (cell.textContent = texts[number] ?? "–"));
  }
}

export class WhyView {
  /**
   * @param {WhyPlaces} places
   * @param {Texts} texts
   */
  constructor(places, texts) {
    this.places = places;
    this.texts = texts;
    /** @type {string[]} */
    this.classes = [];
    this.maps = [1, 2, 3].map(() => new VoteMap(texts));
    places.maps.replaceChildren(...this.maps.map(({ element }) => element));
    this.lists = [make("select", ""), make("select", "")];
    for (const list of this.lists) list.addEventListener("change", () => this.update());
    places.choice.replaceChildren(
      ...this.lists.map((list, number) => make("label", "", document.createTextNode(texts.say(NAMES[number])), list)),
    );
    /** @type {Explanation | null} */
    this.explanation = null;
  }

  /**
   * @param {string[]} classes
   * @param {Explanation | null} explanation around what is drawn; null where nothing is
   */
  show(classes, explanation) {
    if (String(classes) !== String(this.classes)) this.offer(classes);
    this.explanation = explanation;
    this.update();
  }

  /** @param {string[]} classes those that can be chosen, beside the first choice, which is the answer or the runner-up */
  offer(classes) {
    this.classes = classes;
    this.lists.forEach((list, number) => {
      const names = [this.texts.say(USUAL[number]), ...classes];
      list.replaceChildren(...names.map((name, place) => new Option(name, place ? String(place - 1) : "")));
    });
  }

  update() {
    const { explanation, places, texts } = this;
    const pair = explanation && this.pair(explanation.scores);
    const [first, second] = pair ? pair.map((number) => this.classes[number]) : ["?", "?"];
    const heading = pair ? texts.say("inside.why.heading", { first, second }) : texts.say("inside.view.why");
    places.heading.textContent = heading;
    const sentences = explanation && pair ? this.sentences(explanation, pair) : texts.lines("home.why_empty");
    places.sentence.replaceChildren(...sentences.map((runs) => line(runs)));
    const votes = explanation && pair ? asMaps(explanation.votes(pair[0]), explanation.votes(pair[1])) : [null, null, null];
    const limit = quantile(votes.flatMap((each) => (each ? [...each.pixels].map(Math.abs) : 0)), END_OF_SCALE) || 1;
    showLegend(places.legend, texts.say("inside.why.against"), limit, texts.say("inside.why.in_favour"));
    const titles = [
      texts.say("inside.why.map_for", { class_name: first }),
      texts.say("inside.why.map_for", { class_name: second }),
      texts.say("inside.why.map_difference", { first, second }),
    ];
    this.maps.forEach((map, number) => map.show(titles[number], votes[number], limit));
  }

  /**
   * The two classes to compare: unless somebody chose, the answer and the runner-up, whatever they are by now.
   * @param {Float32Array} scores
   */
  pair(scores) {
    const ranking = [...scores.keys()].sort((a, b) => scores[b] - scores[a]);
    const [wanted, other] = this.lists.map(({ value }) => (value ? Number(value) : null));
    const first = wanted ?? ranking[0];
    const next = /** @type {number} */ (ranking.find((number) => number !== first));
    return [first, other === null || other === first ? next : other];
  }

  /**
   * @param {Explanation} explanation
   * @param {number[]} pair
   */
  sentences({ scores }, pair) {
    const [one, two] = pair[0] !== pair[1] && scores[pair[0]] < scores[pair[1]] ? [pair[1], pair[0]] : pair;
    const ahead = scores[one] - scores[two];
    const places = { first: this.classes[one], second: this.classes[two], ahead: decimals(ahead) };
    const odds = grouped(Math.exp(ahead), ahead > 2.5 ? 0 : 1);
    const id = ahead > Math.log(1e6) ? "inside.why.odds_huge" : "inside.why.odds";
    return [...this.texts.lines("inside.why.votes"), ...this.texts.lines(id, { ...places, odds })];
  }
}

const NAMES = ["inside.why.for", "inside.why.not"];
const USUAL = ["inside.why.automatic_for", "inside.why.automatic_not"];

/**
 * The maps of two classes, and of their difference.
 * @param {Votes} first
 * @param {Votes} second
 */
function asMaps(first, second) {
  const difference = {
    pixels: first.pixels.map((value, place) => value - second.pixels[place]),
    constant: first.constant - second.constant,
    score: first.score - second.score,
  };
  return [first, second, difference];
}

/**
 * The sum of what adds, or of what takes away.
 * @param {Float32Array} values
 * @param {1 | -1} sign
 */
function total(values, sign) {
  return values.reduce((sum, value) => (sign * value > 0 ? sum + value : sum), 0);
}
