// Listens for news of the page that it stands in: reloads it where its contents are new, and writes at its head what
// was found wrong. Only the preview's server adds it to a page.
(() => {
  const shown = document.currentScript.dataset.shown;
  const place = `planbook-preview:${location.pathname}`;
  const title = document.title;
  let notice = null;
  let source = null;

  const kept = sessionStorage.getItem(place);
  if (kept !== null) {
    sessionStorage.removeItem(place);
    scrollTo({ top: Number(kept), behavior: "instant" });
  }

  function reload() {
    source.close();
    tell([]);
    sessionStorage.setItem(place, String(scrollY));
    history.scrollRestoration = "manual";
    removeEventListener("pagehide", leave);
    location.reload();
  }

  // Not as soon as the page stands: until all of it is loaded the browser would still put its own place back.
  function leave() {
    source.close();
    history.scrollRestoration = "auto";
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  // The browser would put right at its next frame what a notice moves, which may be after the place has been read.
  function still(changed) {
    const main = document.querySelector("main") || document.body;
    const last = main.lastElementChild;
    const before = last.getBoundingClientRect().bottom;
    changed(main);
    if (scrollY > 0) scrollBy({ top: last.getBoundingClientRect().bottom - before, behavior: "instant" });
  }

  function tell(faults) {
    if (notice) still(() => notice.remove());
    notice = null;
    document.title = faults.length ? `Not built: ${title}` : title;
    if (!faults.length) return;
    notice = document.createElement("section");
    notice.className = "planbook-preview-faults";
    notice.setAttribute("role", "alert");
    const count = faults.length === 1 ? "one fault" : `${faults.length} faults`;
    notice.append(element("p", `Not built, ${count}. The page below is the last good one.`));
    const list = document.createElement("ol");
    for (const fault of faults) {
      const item = document.createElement("li");
      item.append(element("pre", fault));
      list.append(item);
    }
    notice.append(list);
    still(main => main.prepend(notice));
  }

  function listen() {
    source = new EventSource(`/planbook-preview/events?page=${encodeURIComponent(decodeURIComponent(location.pathname).slice(1))}`);
    source.onmessage = said => {
      const news = JSON.parse(said.data);
      if (news.digest === shown) tell(news.faults);
      else reload();
    };
    source.onopen = () => { document.documentElement.dataset.preview = "listening"; };
  }

  // A browser keeps few lines open to one server: a tab that nobody sees gives its line up.
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) source.close();
    else listen();
  });
  listen();
  addEventListener("pagehide", leave);
})();
