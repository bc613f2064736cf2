// Loaded by every published page from the root of the library. PLANBOOK_PAGES and PLANBOOK_EDITIONS stand above.
// It says what an older page cannot know, and lists the other editions. Without it the page's own links remain.
(() => {
  const strip = document.querySelector("[data-pb-edition]");
  if (!strip) return;
  const library = strip.dataset.pbLibrary;
  const page = strip.dataset.pbPage;
  const here = PLANBOOK_EDITIONS.find((one) => one.address === strip.dataset.pbEdition);
  if (!here) return;
  const made = (tag, text, attributes = {}) => {
    const element = Object.assign(document.createElement(tag), { textContent: text });
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const way = (one) => `${library}${one.address}/${PLANBOOK_PAGES[one.pages].includes(page) ? page : one.front}`;
  const linked = (one, text) => made("a", text, { href: way(one) });

  const same = PLANBOOK_EDITIONS.filter((one) => one.edition === here.edition);
  const own = PLANBOOK_EDITIONS.filter((one) => one.force === here.force && one.latest);
  const newest = same[same.length - 1];
  const later = own.filter((one) => one.kind === here.kind && one.end > here.end && !one.as_at).pop();
  const warn = (words, one, text) => {
    const box = made("p", `${words} `, { class: "pb-editions__older" });
    box.append(linked(one, text));
    strip.prepend(box);
  };
  if (newest !== here) {
    const why = newest.reason ? ` The reason: ${newest.reason}` : "";
    warn(`You are reading an older revision of this edition.${why}`, newest, `Read revision ${newest.revision}.`);
  } else if (later) {
    warn("You are reading an older edition.", later, `Read the edition for ${later.label}.`);
  }

  if (PLANBOOK_EDITIONS.length < 2) return;
  const fold = made("details", "", { class: "pb-editions__switch" });
  fold.append(made("summary", "Other periods and revisions"));
  const list = made("ul", "");
  for (const one of [...own, ...same.filter((each) => !each.latest)].reverse()) {
    const item = made("li", "");
    const name = one.edition === here.edition ? `${one.label}, revision ${one.revision}` : one.label;
    const text = one.draft ? `${name} (draft)` : name;
    if (one === here) item.append(made("b", `${text} (this one)`, { "aria-current": "true" }));
    else item.append(linked(one, text));
    list.append(item);
  }
  fold.append(list);
  strip.append(fold);
})();
