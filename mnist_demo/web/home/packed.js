// Packed bytes: base64, and what the browser itself compresses and unpacks.

/**
 * @param {string} text base64
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase64(text) {
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = characters.charCodeAt(i); // Uint8Array.from takes ten times as long
  return bytes;
}

/**
 * Bytes through a CompressionStream or a DecompressionStream.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {GenericTransformStream} stream
 * @returns {Promise<ArrayBuffer>} rejected where they are damaged
 */
export function through(bytes, stream) {
  return new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer();
}
