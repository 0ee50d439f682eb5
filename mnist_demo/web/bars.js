// A horizontal bar for each class, on a fixed scale of 0 to 100 %, for one network or two.

import { make } from "./elements.js";
import { percent } from "./percent.js";

/** The networks whose bars stand side by side: CSS class, and what it adds to the names that scripts find bars by. */
const KINDS = [
  { kind: "first", suffix: "" },
  { kind: "second", suffix: "-other" },
];

class Bar {
  /**
   * @param {string} name for those who hear it
   * @param {number} number of the class
   * @param {{kind: string, suffix: string}} network
   */
  constructor(name, number, { kind, suffix }) {
    this.fill = make("span", "fill");
    this.percent = make("span", "percent");
    this.element = make("div", `line ${kind}`, make("span", "track", this.fill), this.percent);
    this.element.dataset.testid = `live-bar${suffix}-${number}`;
    const values = { role: "meter", "aria-label": name, "aria-valuemin": "0", "aria-valuemax": "100" };
    for (const [attribute, value] of Object.entries(values)) this.element.setAttribute(attribute, value);
    this.shown = "";
  }

  /**
   * @param {number | null} share null for a bar without a value
   * @param {boolean} isHighest
   */
  show(share, isHighest) {
    const value = (100 * (share ?? 0)).toFixed(2);
    const text = share === null ? "–" : percent(share);
    const shown = `${text} ${value} ${isHighest}`;
    if (shown === this.shown) return;
    this.shown = shown;
    this.element.setAttribute("aria-valuenow", value);
    this.element.classList.toggle("winner", isHighest);
    this.fill.style.setProperty("--share", `${value}%`);
    this.percent.textContent = text;
  }
}

export class Bars {
  /**
   * @param {string[]} classes
   * @param {string[]} titles of the networks, one or two; the second's bars stand below the first's
   */
  constructor(classes, titles) {
    this.networks = titles.map((title, network) =>
      classes.map((name, number) => new Bar(title ? `${name}, ${title}` : name, number, KINDS[network])),
    );
    this.element = make("div", "bars", ...classes.map((name, number) => this.row(name, number)));
    this.element.style.setProperty("--letters", String(Math.max(...classes.map(({ length }) => length))));
  }

  /**
   * @param {string} name
   * @param {number} number
   */
  row(name, number) {
    const label = make("span", "class");
    label.textContent = name;
    return make("div", "bar", label, make("div", "lines", ...this.networks.map((bars) => bars[number].element)));
  }

  /**
   * @param {number} network
   * @param {string} colour
   */
  paint(network, colour) {
    for (const bar of this.networks[network]) bar.element.style.setProperty("--network", colour);
  }

  /**
   * @param {number} network
   * @param {ArrayLike<number> | null} probabilities one for each class; null for bars without values
   * @param {boolean} isMarked whether the highest is; it is not where no class stands out
   */
  show(network, probabilities, isMarked) {
    const highest = probabilities && isMarked ? Math.max(...Array.from(probabilities)) : NaN;
    const winner = probabilities ? Array.from(probabilities).indexOf(highest) : -1;
    this.networks[network].forEach((bar, number) =>
      bar.show(probabilities && probabilities[number], number === winner),
    );
  }
}
