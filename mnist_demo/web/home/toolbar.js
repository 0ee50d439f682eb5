// The buttons of the sheet.

/** @typedef {import("./keys.js").Actions} Actions */
/** @typedef {import("./sheet.js").Sheet} Sheet */

/** @typedef {"undo" | "redo" | "eraser" | "fullScreen" | "clear"} Tool */

export class SheetToolbar {
  /**
   * @param {Record<Tool, HTMLButtonElement>} buttons
   * @param {Sheet} sheet
   */
  constructor(buttons, sheet) {
    this.buttons = buttons;
    this.sheet = sheet;
    buttons.fullScreen.hidden = !document.fullscreenEnabled;
    for (const tool of /** @type {Tool[]} */ (Object.keys(buttons))) buttons[tool].addEventListener("click", () => this.use(tool));
    this.update();
  }

  /** @param {Tool} tool */
  use(tool) {
    const { sheet } = this;
    if (tool === "fullScreen") toggleWholeScreen();
    else if (tool === "eraser") sheet.isErasing = !sheet.isErasing;
    else sheet[tool]();
    this.update();
  }

  /** Show what can be done. */
  update() {
    const { history, isErasing } = this.sheet;
    this.buttons.undo.disabled = !history.canUndo;
    this.buttons.redo.disabled = !history.canRedo;
    this.buttons.clear.disabled = history.isEmpty;
    this.buttons.eraser.setAttribute("aria-pressed", String(isErasing));
  }
}

/** Browsers allow that after a click or a key alone. */
function toggleWholeScreen() {
  if (!document.fullscreenEnabled) return;
  const change = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  change.catch(() => {}); // somebody refused: the page stays as it is
}
