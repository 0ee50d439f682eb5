// Keeps a token in this tab, and tells Python the one that is there when the page is loaded anew.

const KEY = "mnist-draw-training";

/**
 * Called by Streamlit when the page appears, and when there is another token to keep; null where there is none.
 * @param {import("../streamlit.js").ComponentArguments<{token: string | null}, {token: string}>} component
 */
export default function mount({ data, setTriggerValue }) {
  try {
    if (data.token) {
      sessionStorage.setItem(KEY, data.token);
      return;
    }
    const kept = sessionStorage.getItem(KEY);
    if (kept === null) return;
    sessionStorage.removeItem(KEY); // told once: Python gives it back where it knows it
    setTriggerValue("token", kept);
  } catch {
    // Storage may be forbidden: then the page is a stranger after it was loaded anew.
  }
}
