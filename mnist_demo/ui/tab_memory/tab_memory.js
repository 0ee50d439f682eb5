// Keeps a token and the teacher's key in this tab, and tells Python those that are there when the page is loaded anew.

const TOKEN = "mnist-draw-training";
const TEACHER = "mnist-draw-teacher";

/**
 * @typedef {object} Kept
 * @property {string | null} token to keep, null where there is none
 * @property {"none" | "taken" | "refused" | "left"} seat what became of the teacher's seat
 */

/** @typedef {import("../streamlit.js").ComponentArguments<Kept, {token: string, teacher: string}>} Arguments */

/** @type {AbortController | undefined} */
let listening;

/**
 * Called by Streamlit when the page appears, and when Python has something else to say.
 * @param {Arguments} component
 */
export default function mount({ data, setTriggerValue }) {
  listening?.abort();
  const current = (listening = new AbortController());
  const showKey = () => tell(TEACHER, (key) => setTriggerValue("teacher", key));
  addEventListener("mnist-draw-teacher", showKey, { signal: current.signal });
  try {
    if (data.seat === "refused" || data.seat === "left") sessionStorage.removeItem(TEACHER);
    if (data.seat === "none") showKey();
    if (data.token) sessionStorage.setItem(TOKEN, data.token);
    else {
      tell(TOKEN, (token) => setTriggerValue("token", token));
      sessionStorage.removeItem(TOKEN); // told once: Python gives it back where it knows it
    }
  } catch {
    // Storage may be forbidden: then the page is a stranger after it was loaded anew.
  }
  return () => current.abort();
}

/**
 * @param {string} name
 * @param {(kept: string) => void} to
 */
function tell(name, to) {
  const kept = sessionStorage.getItem(name);
  if (kept !== null) to(kept);
}
