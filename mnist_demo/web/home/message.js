// A sentence that the page says above its lower edge, until it is closed or another takes its place.

export class Message {
  /** @param {HTMLElement} root with a place for the text, a field for a link, and a button that closes it */
  constructor(root) {
    this.root = root;
    const find = (/** @type {string} */ kind) => /** @type {HTMLElement} */ (root.querySelector(kind));
    this.text = find("p");
    this.field = /** @type {HTMLInputElement} */ (find("input"));
    find("button").addEventListener("click", () => this.close());
  }

  /**
   * @param {string} text
   * @param {string} [link] shown as well, chosen so that it can be copied
   */
  say(text, link = "") {
    this.root.hidden = false;
    this.text.textContent = text;
    this.field.hidden = !link;
    this.field.value = link;
    if (link) this.field.select();
  }

  close() {
    this.root.hidden = true;
    this.text.textContent = "";
  }
}
