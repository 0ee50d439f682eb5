// Says to screen readers what is shown, once it has settled.

const SETTLED_MS = 700;

export class Status {
  /** @param {HTMLElement} element with the role "status" */
  constructor(element) {
    this.element = element;
    /** @type {number | undefined} */
    this.settling = undefined;
  }

  /**
   * @param {string} text said unless something else is to be said soon; "" takes back at once what was said
   */
  say(text) {
    clearTimeout(this.settling);
    if (text) this.settling = setTimeout(() => (this.element.textContent = text), SETTLED_MS);
    else this.element.textContent = "";
  }
}
