// Says that the connection is gone, and closes Streamlit's dialog about it: that is for developers, covers the canvas,
// and takes the pen away. The browser answers on its own meanwhile, so there is no need to stop.

/** A shorter gap goes by without a word. */
const PATIENCE_MS = 1500;
const STATE = "data-test-connection-state";

/**
 * @param {import("../streamlit.js").ComponentArguments<{lost: string}>} component
 * @returns {() => void} to be called when it disappears
 */
export default function mount({ data, parentElement }) {
  const app = document.querySelector(`[${STATE}]`);
  const notice = parentElement.querySelector(".connection");
  if (!app || !notice) return () => {};
  /** @type {number | undefined} */
  let waiting;
  const follow = () => {
    clearTimeout(waiting);
    if (app.getAttribute(STATE) === "CONNECTED") notice.textContent = "";
    else if (!notice.textContent) waiting = setTimeout(() => (notice.textContent = data.lost), PATIENCE_MS);
  };
  const changes = new MutationObserver(follow);
  changes.observe(app, { attributeFilter: [STATE] });
  const dialogs = new MutationObserver(() => app.getAttribute(STATE) !== "CONNECTED" && closeDialog());
  dialogs.observe(document.body, { childList: true });
  follow();
  return () => {
    clearTimeout(waiting);
    changes.disconnect();
    dialogs.disconnect();
  };
}

/** Close what Streamlit itself has opened; a dialog of the page has blocks of elements in it. */
function closeDialog() {
  for (const dialog of document.querySelectorAll('[role="dialog"]')) {
    if (!dialog.querySelector('[data-testid="stVerticalBlock"]')) dialog.querySelector("button")?.click();
  }
}
