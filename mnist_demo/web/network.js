// The trained network: the forward pass of inference.py.

/** @typedef {{kernel: Float32Array, bias: Float32Array}} Layer its kernel row by row, a row for each input */
/** @typedef {"relu" | "tanh" | "sigmoid"} Activation */

/** @type {Record<Activation, (sum: number) => number>} */
const ACTIVATIONS = {
  relu: (sum) => Math.max(sum, 0),
  tanh: Math.tanh,
  sigmoid: (sum) => 1 / (1 + Math.exp(-sum)),
};

/** A multilayer perceptron: an activation after each hidden layer, softmax or a single sigmoid at the end. */
export class Network {
  /**
   * @param {Layer[]} layers
   * @param {Activation} activation
   */
  constructor(layers, activation) {
    this.layers = layers;
    this.activation = activation;
  }

  /**
   * @param {Float32Array} image 28×28 from 0 to 1
   * @returns {Float32Array} a probability for each class
   */
  predict(image) {
    const logits = this.activations(image)[this.layers.length - 1];
    return softmax(logits.length > 1 ? logits : Float32Array.of(0, logits[0])); // a sigmoid is the softmax of these
  }

  /**
   * @param {Float32Array} image 28×28 from 0 to 1
   * @returns {Float32Array[]} what each layer puts out; of the last one the sums, before softmax or sigmoid
   */
  activations(image) {
    const last = this.layers.length - 1;
    let signal = image;
    return this.layers.map((layer, number) => {
      const sums = dense(signal, layer);
      return (signal = number < last ? sums.map(ACTIVATIONS[this.activation]) : sums);
    });
  }
}

/**
 * Inputs that are 0 add nothing: paper, and what ReLU has cut off. The others are added four at a time, which takes
 * half as long: most of the work is to read and write the sums.
 * @param {Float32Array} inputs
 * @param {Layer} layer
 */
export function dense(inputs, { kernel, bias }) {
  const sums = Float32Array.from(bias);
  /** @type {Float32Array[]} */
  const rows = [];
  /** @type {number[]} */
  const values = [];
  for (let i = 0; i < inputs.length; i++) {
    if (inputs[i] === 0) continue;
    rows.push(kernel.subarray(i * sums.length, (i + 1) * sums.length));
    values.push(inputs[i]);
  }
  for (; rows.length % 4; values.push(0)) rows.push(rows[0]);
  for (let i = 0; i < rows.length; i += 4) {
    const [a, b, c, d] = rows.slice(i, i + 4);
    const [p, q, r, s] = values.slice(i, i + 4);
    for (let j = 0; j < sums.length; j++) sums[j] += p * a[j] + q * b[j] + r * c[j] + s * d[j];
  }
  return sums;
}

/** @param {Float32Array} logits */
function softmax(logits) {
  const highest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - highest));
  const total = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / total);
}
