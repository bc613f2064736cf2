// The search page: looks in the index that the build wrote, and shows what it finds by kind.
(() => {
  const { kinds, entries } = window.planbookSearch;
  const MOST = 12;
  const AROUND = 90;
  const PASSED_OVER = new Set(["a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "was"]);
  const field = document.getElementById("search-words");
  const count = document.getElementById("search-count");
  const found = document.getElementById("search-found");

  const engine = new MiniSearch({
    fields: ["title", "text", "status"],
    processTerm: (word) => (PASSED_OVER.has(word.toLowerCase()) ? null : word.toLowerCase()),
    searchOptions: {
      boost: { title: 4, status: 1.5 },
      combineWith: "AND",
      fuzzy: (word) => (word.length > 7 ? 2 : word.length > 3 ? 1 : false),
      prefix: (word) => word.length > 2,
    },
  });
  engine.addAll(entries);

  const made = (name, text, className) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  // The words around the first match, with every match marked.
  const excerpt = (text, words) => {
    const lower = text.toLowerCase();
    const places = words.map((word) => lower.indexOf(word)).filter((at) => at >= 0);
    const at = places.length ? Math.min(...places) : 0;
    const start = at > AROUND ? lower.lastIndexOf(" ", at - AROUND / 2) + 1 : 0;
    const last = lower.lastIndexOf(" ", start + 2 * AROUND);
    const end = text.length <= start + 2 * AROUND ? text.length : Math.max(last, at);
    const line = made("p");
    if (start) line.append("… ");
    let here = start;
    while (here < end) {
      const next = words
        .map((word) => ({ at: lower.indexOf(word, here), size: word.length }))
        .filter((one) => one.at >= 0 && one.at < end)
        .sort((one, other) => one.at - other.at || other.size - one.size)[0];
      if (!next) break;
      line.append(text.slice(here, next.at), made("mark", text.slice(next.at, next.at + next.size)));
      here = next.at + next.size;
    }
    line.append(text.slice(here, Math.max(here, end)));
    if (end < text.length) line.append(" …");
    return line;
  };

  const item = (hit) => {
    const entry = entries[hit.id];
    const line = made("li");
    const link = made("a", entry.title);
    link.href = entry.address;
    line.append(link);
    if (entry.status) line.append(" ", made("span", entry.status, "pb-found-status"));
    line.append(excerpt(entry.text, Object.keys(hit.match)));
    return line;
  };

  const group = (heading, hits) => {
    const list = made("ul", "", "pb-found");
    list.append(...hits.slice(0, MOST).map(item));
    const head = made("h2", `${heading} (${hits.length})`);
    const rest = hits.length > MOST ? [made("p", `The first ${MOST} are shown. Another word narrows them down.`, "pb-search-count")] : [];
    return [head, list, ...rest];
  };

  const look = () => {
    const words = field.value.trim();
    found.replaceChildren();
    document.getElementById("search-lists").hidden = false;
    count.textContent = "";
    if (words.length < 2) return;
    let hits = engine.search(words);
    if (!hits.length) hits = engine.search(words, { combineWith: "OR" });
    for (const [kind, heading] of kinds) {
      const mine = hits.filter((hit) => entries[hit.id].kind === kind);
      if (mine.length) found.append(...group(heading, mine));
    }
    count.textContent = hits.length
      ? `${hits.length} ${hits.length === 1 ? "result" : "results"} for “${words}”`
      : `Nothing found for “${words}”. Try another word, or the lists below.`;
    document.getElementById("search-lists").hidden = hits.length > 0;
  };

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });
  document.getElementById("search-form").addEventListener("submit", (event) => {
    event.preventDefault();
    look();
  });
  document.getElementById("search-off").remove();
  document.getElementById("search-form").hidden = false;
  field.value = new URLSearchParams(location.search).get("q") || "";
  look();
})();
