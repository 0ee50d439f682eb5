// The teacher's link ends in #teacher=<key>, which a browser sends to nobody. Before anything else of the page runs, the
// key leaves the address bar and the browser's history for the memory of this tab, where tab_memory.js finds it.
(() => {
  const takeKey = () => {
    const key = new URLSearchParams(location.hash.slice(1)).get("teacher");
    if (key === null) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    try {
      sessionStorage.setItem("mnist-draw-teacher", key);
    } catch {
      return; // Storage may be forbidden: then this tab cannot be a teacher's.
    }
    dispatchEvent(new Event("mnist-draw-teacher"));
  };
  takeKey();
  addEventListener("hashchange", takeKey); // the link was opened in a tab that has the page already
})();
