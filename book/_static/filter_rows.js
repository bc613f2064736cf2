// A box that narrows tables to the rows that hold all the words typed; without this script all rows stand.
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
})();
