// The trained network: the forward pass of inference.py.

/** A multilayer perceptron: ReLU after each hidden layer, softmax at the end. */
export class Network {
  /**
   * @param {Uint16Array} weights 16-bit floats: kernel, bias, kernel, ... one after another
   * @param {[number, number][]} shapes inputs and outputs of each layer
   */
  constructor(weights, shapes) {
    const values = toFloat32(weights);
    let at = 0;
    const take = (count) => values.subarray(at, (at += count));
    this.layers = shapes.map(([inputs, outputs]) => ({ kernel: take(inputs * outputs), bias: take(outputs) }));
  }

  /**
   * @param {Float32Array} image 28×28 from 0 to 1
   * @returns {Float32Array} ten probabilities
   */
  predict(image) {
    let signal = image;
    for (const layer of this.layers) signal = dense(signal, layer);
    return softmax(signal);
  }
}

/** Inputs that are not positive add nothing: paper, and hidden units that are negative, which is their ReLU. */
function dense(inputs, { kernel, bias }) {
  const outputs = Float32Array.from(bias);
  const width = outputs.length;
  for (let i = 0, at = 0; i < inputs.length; i++, at += width) {
    const input = inputs[i];
    if (input > 0) for (let j = 0; j < width; j++) outputs[j] += input * kernel[at + j];
  }
  return outputs;
}

function softmax(logits) {
  const highest = Math.max(...logits);
  const exponentials = logits.map((logit) => Math.exp(logit - highest));
  const total = exponentials.reduce((a, b) => a + b);
  return exponentials.map((value) => value / total);
}

/** Sign, exponent and fraction are moved to where 32-bit floats have them; the exponents start 112 apart. */
function toFloat32(halves) {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = ((halves[i] & 0x8000) << 16) | ((halves[i] & 0x7fff) << 13);
  const values = new Float32Array(bits.buffer);
  for (let i = 0; i < values.length; i++) values[i] *= 2 ** 112;
  return values;
}
