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
    history.scrollRestoration = "auto";
  }

  function reload() {
    source.close();
    history.scrollRestoration = "manual";
    sessionStorage.setItem(place, String(Math.max(0, scrollY - (notice ? notice.offsetHeight : 0))));
    location.reload();
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function tell(faults) {
    if (notice) notice.remove();
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
    (document.querySelector("main") || document.body).prepend(notice);
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
  addEventListener("pagehide", () => source.close());
})();
