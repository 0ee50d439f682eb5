// The canvas's own toolbar: undo and redo are what people look for, and a finger cannot hover to find them.

const STYLE = `
  .dc-icon-button:is([aria-label^=Update], [aria-label=Edit], [aria-label^=Reset]), .dc-toolbar-separator {
    display: none;
  }
  .dc-root > .dc-toolbar {
    top: auto !important; bottom: calc(100% + var(--tags, 0rem) / var(--zoom, 1)); right: calc(var(--clear, 0px) / var(--zoom, 1)) !important;
    transform: scale(calc(1 / var(--zoom, 1))); transform-origin: bottom right;
  }
  @media (hover: none) {
    .dc-root > .dc-toolbar { opacity: 1; }
    .dc-icon-button { padding: 0.5rem; }
    .dc-icon-button svg { width: 1.3rem; height: 1.3rem; }
  }`;
/** @type {WeakSet<ShadowRoot>} */
const tidied = new WeakSet();

/**
 * Leave undo and redo in the toolbar of a sheet, large and always there on a touch screen.
 * @param {Element} canvas a part of the sheet
 */
export function tidyToolbar(canvas) {
  const root = /** @type {ShadowRoot} */ (canvas.getRootNode());
  if (tidied.has(root)) return;
  tidied.add(root);
  const style = document.createElement("style");
  style.textContent = STYLE;
  root.append(style);
}
