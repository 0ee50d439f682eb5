// Why a network gave its answer: what pixels and neurons add to the score of a class, as explanation.py computes it.

/** @typedef {import("./network.js").Activation} Activation */
/** @typedef {import("./network.js").Layer} Layer */
/** @typedef {import("./network.js").Network} Network */
/** @typedef {{pixels: Float32Array, constant: number, score: number}} Votes what 784 pixels and a constant add to a score */

/** The derivative of each activation, computed from what it puts out. @type {Record<Activation, (output: number) => number>} */
const SLOPES = {
  relu: (output) => (output > 0 ? 1 : 0),
  tanh: (output) => 1 - output ** 2,
  sigmoid: (output) => output * (1 - output),
};

/** Around one image. */
export class Explanation {
  /**
   * @param {Network} network
   * @param {Float32Array} image 28×28 from 0 to 1
   */
  constructor(network, image) {
    this.network = network;
    this.image = image;
    this.outputs = network.activations(image);
    const sums = this.outputs[this.outputs.length - 1];
    /** One for each class: the sigmoid of z is the softmax of -z/2 and z/2. */
    this.scores = sums.length > 1 ? sums : Float32Array.of(-sums[0] / 2, sums[0] / 2);
  }

  /**
   * What each pixel adds to the score of a class; with the constant they add up to it.
   * @param {number} number of the class
   * @returns {Votes}
   */
  votes(number) {
    const slopes = this.slopes(number, 0);
    const pixels = this.image.map((ink, place) => ink * slopes[place]);
    const score = this.scores[number];
    return { pixels, score, constant: score - pixels.reduce((sum, value) => sum + value, 0) };
  }

  /**
   * What each neuron of the first layer adds to the score of a class: its output times that score's slope. Without
   * hidden layers the first layer is the last: its scores.
   * @param {number} number of the class
   */
  relevance(number) {
    if (this.network.layers.length === 1) return this.scores;
    const slopes = this.slopes(number, 1);
    return this.outputs[0].map((output, unit) => output * slopes[unit]);
  }

  /**
   * How much the score of a class grows with each input of a layer.
   * @param {number} number of the class
   * @param {number} layer counted from 0
   */
  slopes(number, layer) {
    const { layers, activation } = this.network;
    const last = layers.length - 1;
    let found = this.weightsOf(number);
    for (let at = last - 1; at >= layer; at--) {
      const wanted = this.outputs[at].map((output, unit) => SLOPES[activation](output) * found[unit]);
      found = back(layers[at], wanted);
    }
    return found;
  }

  /**
   * The weights that the last layer gives to its inputs.
   * @param {number} number of the class
   */
  weightsOf(number) {
    const { kernel, bias } = this.network.layers[this.network.layers.length - 1];
    const isSingle = bias.length === 1;
    const factor = isSingle ? number - 0.5 : 1;
    return columnOf(kernel, bias.length, isSingle ? 0 : number).map((weight) => factor * weight);
  }
}

/**
 * What neurons of the first layer look for, as the weights that they give to the pixels.
 * @param {Network} network
 * @param {number} unit
 */
export function pattern(network, unit) {
  const [{ kernel, bias }] = network.layers;
  return columnOf(kernel, bias.length, unit);
}

/**
 * @param {Float32Array} kernel row by row
 * @param {number} columns
 * @param {number} column
 */
function columnOf(kernel, columns, column) {
  return Float32Array.from({ length: kernel.length / columns }, (_, row) => kernel[row * columns + column]);
}

/**
 * The kernel times a value for each unit.
 * @param {Layer} layer
 * @param {Float32Array} values
 */
function back({ kernel, bias: { length } }, values) {
  const result = new Float32Array(kernel.length / length);
  for (let row = 0, at = 0; row < result.length; row++) {
    let sum = 0;
    for (let unit = 0; unit < length; unit++, at++) sum += kernel[at] * values[unit];
    result[row] = sum;
  }
  return result;
}
