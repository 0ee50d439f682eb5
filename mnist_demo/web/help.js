// The list of the shortcuts.

/**
 * Show the shortcuts until somebody closes them.
 * @param {[string, string][]} shortcuts keys, and what they do
 * @param {{title: string, close: string}} words
 * @param {Element} host what it is put into
 */
export function showHelp(shortcuts, words, host) {
  const dialog = element("dialog", "");
  dialog.className = "shortcuts";
  dialog.setAttribute("aria-label", words.title);
  const list = element("dl", "");
  for (const [keys, does] of shortcuts) list.append(element("dt", keys), element("dd", does));
  const close = element("button", words.close);
  close.onclick = () => dialog.close();
  dialog.onclose = () => dialog.remove();
  dialog.append(element("h2", words.title), list, close);
  host.append(dialog);
  dialog.showModal();
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} text
 */
function element(tag, text) {
  return Object.assign(document.createElement(tag), { textContent: text });
}
