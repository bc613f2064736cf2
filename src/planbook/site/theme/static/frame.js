// The buttons of the banner: menu, contents, colours.
(() => {
  const root = document.documentElement;

  for (const button of document.querySelectorAll(".pb-control[aria-controls]")) {
    const list = document.getElementById(button.getAttribute("aria-controls"));
    const open = (yes) => {
      list.classList.toggle("pb-open", yes);
      button.setAttribute("aria-expanded", String(yes));
    };
    button.addEventListener("click", () => open(!list.classList.contains("pb-open")));
    list.addEventListener("click", (event) => event.target.closest("a") && open(false));
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !list.classList.contains("pb-open")) return;
      const inside = list.contains(document.activeElement);
      open(false);
      if (inside) button.focus();
    });
  }

  const modes = { auto: "Auto", light: "Light", dark: "Dark" };
  const colours = document.querySelector(".pb-scheme-button");
  const name = () => {
    colours.querySelector("[data-mode-name]").textContent = modes[root.dataset.mode];
  };
  colours.addEventListener("click", () => {
    const order = Object.keys(modes);
    root.dataset.mode = order[(order.indexOf(root.dataset.mode) + 1) % order.length];
    try {
      localStorage.setItem("mode", root.dataset.mode);
    } catch {
      // storage is off: the choice lasts as long as the page
    }
    root.dispatchEvent(new Event("planbook:scheme"));
    name();
  });
  name();

  // Whoever follows a link to something folded away finds it open.
  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let fold = target?.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (target?.closest("details")) target.scrollIntoView();
  };
  window.addEventListener("hashchange", unfold);
  unfold();

  const asked = new URLSearchParams(location.search).get("q");
  if (asked) document.querySelector(".pb-find input").value = asked;
})();
