// Before the page is drawn: the scheme that the reader chose, or the device's; and whenever the device changes.
(() => {
  const root = document.documentElement;
  const device = matchMedia("(prefers-color-scheme: dark)");
  let mode = null;
  try {
    mode = localStorage.getItem("mode");
  } catch {
    // storage is off: the device decides
  }
  root.dataset.mode = ["light", "dark", "auto"].includes(mode) ? mode : "auto";
  const show = () => {
    const dark = root.dataset.mode === "auto" ? device.matches : root.dataset.mode === "dark";
    root.dataset.theme = dark ? "dark" : "light";
  };
  device.addEventListener("change", show);
  root.addEventListener("planbook:scheme", show);
  show();
})();
