// A box that narrows tables to the rows that hold all the words typed, and buttons that show the rows of one kind;
// without this script all rows stand.
(() => {
  for (const place of document.querySelectorAll("[data-filters]")) {
    const target = document.getElementById(place.dataset.filters);
    if (!target) continue;
    const label = document.createElement("label");
    const box = document.createElement("input");
    const said = document.createElement("output");
    box.type = "search";
    box.id = `${target.id}-words`;
    box.autocomplete = "off";
    label.htmlFor = box.id;
    label.textContent = place.dataset.label;
    place.append(label, box, said);
    const rows = [...target.querySelectorAll("tbody tr")].map(row => [row, row.textContent.toLowerCase()]);
    box.addEventListener("input", () => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const [row, text] of rows) {
        row.hidden = !words.every(word => text.includes(word));
        shown += !row.hidden;
      }
      for (const holder of target.querySelectorAll(".pb-table-wrap, section")) {
        holder.hidden = !holder.querySelector("tbody tr:not([hidden])");
      }
      said.textContent = words.length ? `${shown} of ${rows.length} rows` : "";
    });
  }
  for (const place of document.querySelectorAll("[data-kinds]")) {
    const rows = [...document.getElementById(place.dataset.kinds).querySelectorAll("tbody tr")];
    const buttons = [...place.querySelectorAll("button")];
    place.hidden = false;
    place.addEventListener("click", event => {
      const pressed = event.target.closest("button");
      if (!pressed) return;
      for (const button of buttons) button.setAttribute("aria-pressed", String(button === pressed));
      for (const row of rows) row.hidden = Boolean(pressed.dataset.kind) && row.dataset.kind !== pressed.dataset.kind;
      const shown = rows.filter(row => !row.hidden).length;
      place.querySelector("output").textContent = `${shown} of ${rows.length} rows`;
    });
  }
})();
