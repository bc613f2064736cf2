/* Sorts and filters the table of promises. Without this script the table is whole, in the plan's order. */
(() => {
  "use strict";
  const table = document.querySelector("table.pb-register");
  const form = document.getElementById("promise-filters");
  if (!table || !form) return;

  const KEPT = "planbook-mine";
  const MARK = "#show?";
  const NAMES = ["outcome", "status", "owner", "order"];
  const NOT_NAMED = "Not named in the report";
  const groups = [...table.tBodies].map(body => ({ body, head: body.rows[0], rows: [...body.rows].slice(1) }));
  const rows = groups.flatMap(group => group.rows);
  const heads = [...table.querySelectorAll("thead th[data-order]")];
  const told = form.querySelector("[role=status]");
  const act = name => form.querySelector(`[data-act=${name}]`);
  const sorted = document.createElement("tbody");
  table.append(sorted);

  /* The reader's own role: kept in this browser where it lets us, forgotten with the page where it does not. */
  let mine = "";
  const keep = role => {
    mine = role;
    try { localStorage.setItem(KEPT, role); } catch { /* storage is off */ }
  };
  try { mine = localStorage.getItem(KEPT) || ""; } catch { /* storage is off */ }

  const field = name => form.elements[name];
  const owners = row => row.dataset.owners.split("|");
  const state = () => Object.fromEntries(NAMES.map(name => [name, field(name).value]));

  const ORDERS = {
    status: (a, b) => a.dataset.rank - b.dataset.rank,
    owner: (a, b) => (owners(a)[0] === NOT_NAMED) - (owners(b)[0] === NOT_NAMED)
      || owners(a)[0].localeCompare(owners(b)[0], "en"),
    gap: (a, b) => b.dataset.gap - a.dataset.gap,
  };

  const shown = (row, wanted) => (!wanted.outcome || row.dataset.outcome === wanted.outcome)
    && (!wanted.status || [row.dataset.status, `group:${row.dataset.group}`].includes(wanted.status))
    && (!wanted.owner || owners(row).includes(wanted.owner));

  function place(order) {
    const [name, down] = order.split(":");
    const plain = !ORDERS[name];
    if (plain) {
      groups.forEach(({ body, rows: own }) => body.append(...own));
    } else {
      const last = name === "gap" ? row => !("gap" in row.dataset) : () => false;
      const turn = down ? -1 : 1;
      sorted.append(...[...rows].sort((a, b) => last(a) - last(b) || (last(a) ? 0 : turn * ORDERS[name](a, b))));
    }
    table.classList.toggle("pb-register--sorted", !plain);
    table.querySelectorAll(".pb-row-outcome").forEach(tag => { tag.hidden = plain; });
    heads.forEach(head => {
      const own = head.dataset.order === name;
      if (own) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    return plain;
  }

  function tell(visible) {
    const parts = visible.filter(row => row.classList.contains("pb-part")).length;
    const whole = visible.length - parts;
    const some = parts ? ` and ${parts} of ${told.dataset.parts} parts` : "";
    const order = field("order").selectedOptions[0].textContent;
    told.textContent = visible.length
      ? `Showing ${whole} of ${told.dataset.whole} promises${some}. Order: ${order.charAt(0).toLowerCase()}${order.slice(1)}.`
      : "No promise fits all of these choices.";
  }

  function buttons(wanted) {
    const changed = Object.values(wanted).some(Boolean);
    act("clear").disabled = !changed;
    act("remember").disabled = !wanted.owner || wanted.owner === mine;
    act("mine").hidden = !mine;
    act("mine").textContent = `Mine: ${mine}`;
    act("mine").setAttribute("aria-pressed", String(Boolean(mine) && wanted.owner === mine));
  }

  function show() {
    const wanted = state();
    const plain = place(wanted.order);
    rows.forEach(row => { row.hidden = !shown(row, wanted); });
    groups.forEach(({ head, rows: own }) => { head.hidden = !plain || own.every(row => row.hidden); });
    buttons(wanted);
    tell(rows.filter(row => !row.hidden));
    return wanted;
  }

  /* The address: a view can be sent, and going back in the browser goes back in the views. */
  function write(wanted) {
    const chosen = Object.entries(wanted).filter(([, value]) => value);
    const hash = chosen.length ? MARK + new URLSearchParams(chosen) : "#promises";
    if (hash !== location.hash) history.pushState(null, "", hash);
  }

  function choose(values) {
    NAMES.forEach(name => {
      const field_ = field(name);
      field_.value = values[name] || "";
      if (field_.selectedIndex < 0) field_.value = "";
    });
    return show();
  }

  function read() {
    if (!location.hash.startsWith(MARK)) return false;
    choose(Object.fromEntries(new URLSearchParams(location.hash.slice(MARK.length))));
    document.getElementById("promises").scrollIntoView();
    return true;
  }

  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("change", () => write(show()));
  act("clear").addEventListener("click", () => { write(choose({})); field("outcome").focus(); });
  act("remember").addEventListener("click", () => { keep(field("owner").value); show(); act("mine").focus(); });
  act("mine").addEventListener("click", () => {
    const on = act("mine").getAttribute("aria-pressed") === "true";
    write(choose({ ...state(), owner: on ? "" : mine }));
  });

  heads.forEach(head => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const name = head.dataset.order;
      const up = field("order").value === name && name;
      write(choose({ ...state(), order: up ? `${name}:down` : name }));
    });
  });

  document.querySelectorAll("[data-show]").forEach(link => link.addEventListener("click", event => {
    event.preventDefault();
    write(choose(Object.fromEntries(new URLSearchParams(link.dataset.show))));
    document.getElementById("promises").scrollIntoView();
    field("status").focus({ preventScroll: true });
  }));

  const moved = () => { if (!read() && (!location.hash || location.hash === "#promises")) choose({}); };
  addEventListener("popstate", moved);
  form.hidden = false;
  if (!read()) choose({});
})();
