// What the page holds, as Python wrote it into the file; page_data.py makes it.

/**
 * @typedef {object} Trained
 * @property {string | null} date as 2026-11-29
 * @property {string} on what it learned from, in words
 * @property {[string, string][]} settings their names and values, in words
 * @property {number} parameters
 * @property {number[]} layers units of each, from the pixels to the outputs
 * @property {number | null} seconds that it took
 * @property {Record<string, string>} versions of what it was trained with
 * @property {string | null} by version of MNIST Draw
 */
/**
 * @typedef {object} Tested
 * @property {number} images
 * @property {number} accuracy
 * @property {[number, number]} interval in which the accuracy lies with 95 % confidence
 * @property {number[][]} confusion a row for each true class, in it how often each class was the answer
 */
/**
 * `class_of_digit` has the class of each digit from 0 to 9; `file` is what network_file.py packs, in base64.
 * @typedef {object} PackedNetwork
 * @property {string} name
 * @property {string} file
 * @property {number} threshold the smallest probability that is an answer
 * @property {string[]} classes
 * @property {number[]} class_of_digit
 * @property {Trained} trained
 * @property {Tested | null} test
 */
/** @typedef {{image: string, label: number}} Example 28×28 bytes in base64, and the digit that it shows */
/**
 * @typedef {object} PageData
 * @property {string} title
 * @property {string} version of MNIST Draw that made the page
 * @property {string} made as 2026-11-29
 * @property {Record<string, string>} texts by their ids
 * @property {PackedNetwork[]} networks one to four
 * @property {Example[]} examples
 */

/** @returns {PageData} */
export function readData() {
  return JSON.parse(document.getElementById("data")?.textContent ?? "");
}
