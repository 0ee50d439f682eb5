// Says a sentence to screen readers, once.

/**
 * Called by Streamlit when the component appears, and whenever Python has something new to say.
 * @param {import("../streamlit.js").ComponentArguments<{text: string}, Record<string, never>, HTMLElement>} component
 */
export default function mount({ data, parentElement }) {
  const spoken = /** @type {HTMLElement} */ (parentElement.querySelector(".spoken"));
  if (spoken.textContent !== data.text) spoken.textContent = data.text;
}
