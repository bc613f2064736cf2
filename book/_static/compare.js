// Compare forces: the reader chooses a measure and up to five forces; the chart and the table follow.
// All numbers come from the data block of the page; the choice stands in the address.
"use strict";

(() => {
  const MOST = 5;
  const WIDE = { width: 720, height: 380, right: 190, text: 13, every: 70 };
  const NARROW = { width: 336, height: 330, right: 14, text: 12.5, every: 66 };
  const FROM = 544;
  const LEFT = 50;
  const TOP = 34;
  const FOOT = 48;
  const SVG = "http://www.w3.org/2000/svg";
  const SHAPES = ["Circle", "Square", "Triangle", "Diamond", "Star", "Wye"];
  const SIGNS = ["●", "■", "▲", "◆", "★", "Y"];
  const DASHES = ["", "7 3", "2 3", "9 3 2 3", "12 4", "4 4"];

  const data = JSON.parse(document.getElementById("pb-compare-data").textContent);
  const home = document.getElementById("pb-compare");
  const names = data.areas.map((pair) => pair[1]);
  const ids = data.areas.map((pair) => pair[0]);
  const own = ids.indexOf(data.own);

  const make = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };

  const draw = (tag, attributes, text = "") => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };

  const written = (value, places) =>
    value === null ? "[x]" : value.toLocaleString("en-GB", { minimumFractionDigits: places, maximumFractionDigits: places });

  // What is chosen ----------------------------------------------------------------------------------

  const state = { measure: data.measures[0].id, show: "rate", forces: [] };

  const measure = () => data.measures.find((one) => one.id === state.measure);

  const read = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (data.measures.some((one) => one.id === asked.get("measure"))) state.measure = asked.get("measure");
    if (["rate", "count"].includes(asked.get("show"))) state.show = asked.get("show");
    const named = (asked.get("with")?.split(",") ?? data.group).map((id) => ids.indexOf(id));
    state.forces = named.filter((place) => place >= 0 && place !== own).slice(0, MOST);
  };

  const write = () => {
    const chosen = state.forces.map((place) => ids[place]).join(",");
    history.replaceState(null, "", `#measure=${state.measure}&show=${state.show}&with=${chosen}`);
  };

  const values = (place) => {
    const counts = data.counts[state.measure][place];
    if (state.show === "count") return counts;
    const people = data.people[measure().whom][place];
    return counts.map((count, quarter) => (count === null ? null : (1000 * count) / people[data.year[quarter]]));
  };

  // The chooser -------------------------------------------------------------------------------------

  const radio = (value, words) => {
    const input = make("input", { type: "radio", name: "pb-show", value });
    input.addEventListener("change", () => change({ show: value }));
    return make("label", {}, input, make("span", {}, words));
  };

  const select = make("select", { id: "pb-measure" });
  const whom = make("span");
  const boxes = make("div", { class: "pb-choices" });
  const summary = make("summary");
  const status = make("p", { class: "pb-note", role: "status" });
  const place = make("div");

  const change = (part) => {
    Object.assign(state, part);
    write();
    show();
  };

  const build = () => {
    for (const one of data.measures) select.append(make("option", { value: one.id }, one.label));
    select.addEventListener("change", () => change({ measure: select.value }));
    const rate = radio("rate", "");
    rate.lastChild.append(whom);
    const kind = make("fieldset", { class: "pb-views" }, make("legend", {}, "Show"), rate, radio("count", "Counts"));
    ids.forEach((id, force) => {
      if (force === own) return;
      const input = make("input", { type: "checkbox", value: id });
      input.addEventListener("change", () => {
        const kept = state.forces.filter((other) => other !== force);
        change({ forces: input.checked ? [...kept, force] : kept });
      });
      boxes.append(make("label", {}, input, make("span", {}, names[force])));
    });
    const forces = make("details", { class: "pb-fold" }, summary,
      make("fieldset", { class: "pb-force-choice" }, make("legend", {}, `Forces beside ${names[own]}, at most five`), boxes));
    const line = make("div", { class: "pb-choose" }, make("label", { for: "pb-measure" }, "Measure"), select);
    home.replaceChildren(line, kind, forces, status, place);
  };

  // The chart and its table -------------------------------------------------------------------------

  const colour = (series) => `var(--pb-series-${series + 1})`;

  const scaleOf = (rows) => {
    const high = Math.max(...rows.flatMap((row) => row.values.filter((value) => value !== null)), 0);
    const ticks = d3.ticks(0, high * 1.05 || 1, 5);
    const step = ticks[1] - ticks[0];
    const top = ticks[ticks.length - 1] >= high ? ticks[ticks.length - 1] : ticks[ticks.length - 1] + step;
    return { top, ticks: top > ticks[ticks.length - 1] ? [...ticks, top] : ticks, places: step < 0.1 ? 2 : step < 1 ? 1 : 0 };
  };

  const axes = (svg, frame, scale, x, y) => {
    const group = draw("g", { "font-size": frame.text, fill: "var(--pb-chart-muted)" });
    for (const tick of scale.ticks) {
      group.append(draw("path", { d: `M${LEFT} ${y(tick)}H${frame.width - frame.right}`, stroke: "var(--pb-chart-grid)" }));
      group.append(draw("text", { x: LEFT - 8, y: y(tick) + 4, "text-anchor": "end" }, written(tick, scale.places)));
    }
    const room = frame.width - frame.right - LEFT;
    const years = data.quarters.map((words, at) => at).filter((at) => data.quarters[at].startsWith("Apr"));
    const every = Math.max(1, Math.ceil((years.length * frame.every) / room));
    years.filter((_, at) => at % every === 0).forEach((at) => {
      const [first, year] = data.quarters[at].split(" ");
      group.append(draw("text", { x: x(at), y: frame.height - FOOT + 20, "text-anchor": "middle" }, first));
      group.append(draw("text", { x: x(at), y: frame.height - FOOT + 36, "text-anchor": "middle" }, year));
    });
    group.append(draw("path", { d: `M${LEFT} ${y(0)}H${frame.width - frame.right}`, stroke: "var(--pb-chart-axis)" }));
    group.append(draw("text", { x: 2, y: 14 }, unit()));
    svg.append(group);
  };

  const unit = () => {
    const one = measure();
    const words = state.show === "rate" ? `${one.unit} per 1,000 ${one.whom}` : one.unit;
    return `${words[0].toUpperCase()}${words.slice(1)} a quarter`;
  };

  const line = (svg, row, series, frame, x, y) => {
    const points = row.values.map((value, at) => [x(at), value === null ? null : y(value)]);
    const path = d3.line().defined((point) => point[1] !== null);
    const weight = series === 0 ? 3 : 1.8;
    const style = { fill: "none", stroke: colour(series), "stroke-width": weight, "stroke-dasharray": DASHES[series] };
    svg.append(draw("path", { d: path(points) ?? "", ...style }));
    const every = Math.max(1, Math.ceil(points.length / 14));
    const mark = d3.symbol(d3[`symbol${SHAPES[series]}`], series === 0 ? 56 : 48)();
    points.forEach(([px, py], at) => {
      if (py === null || (points.length - 1 - at) % every) return;
      svg.append(draw("path", { d: mark, transform: `translate(${px} ${py})`, fill: colour(series), stroke: "var(--pb-chart-paper)" }));
    });
  };

  const labels = (svg, rows, frame, y) => {
    const gap = frame.text * 1.25;
    const ends = rows
      .map((row, series) => ({ row, series, at: y(row.values.filter((value) => value !== null).at(-1) ?? 0) }))
      .sort((a, b) => a.at - b.at);
    ends.forEach((end, at) => { if (at) end.at = Math.max(end.at, ends[at - 1].at + gap); });
    const over = ends.length ? ends[ends.length - 1].at - (frame.height - FOOT) : 0;
    for (const end of ends) {
      const words = `${SIGNS[end.series]} ${end.row.name}`;
      const style = { "font-size": frame.text, fill: colour(end.series), "font-weight": end.series ? 400 : 700 };
      svg.append(draw("text", { x: frame.width - frame.right + 12, y: end.at + 4 - Math.max(0, over), ...style }, words));
    }
  };

  const chart = (frame, rows, words) => {
    const scale = scaleOf(rows);
    const room = frame.width - frame.right - LEFT;
    const x = (at) => Math.round((LEFT + (room * (at + 0.5)) / data.quarters.length) * 10) / 10;
    const y = (value) => Math.round((frame.height - FOOT - ((frame.height - FOOT - TOP) * value) / scale.top) * 10) / 10;
    const svg = draw("svg", { viewBox: `0 0 ${frame.width} ${frame.height}`, width: "100%", role: "img", "aria-label": words });
    axes(svg, frame, scale, x, y);
    rows.forEach((row, series) => line(svg, row, series, frame, x, y));
    if (frame.right > 100) labels(svg, rows, frame, y);
    const spots = data.quarters.map((_, at) => `${Math.round(x(at))},${Math.round(y(rows[0].values[at] ?? 0))}`);
    return [svg, spots.join(" ")];
  };

  const tableOf = (rows, caption, places) => {
    const head = make("tr", {}, ...["Quarter", ...rows.map((row) => row.name)].map((words) => make("th", { scope: "col" }, words)));
    const body = data.quarters.map((quarter, at) =>
      make("tr", {}, make("th", { scope: "row" }, quarter),
        ...rows.map((row) => make("td", { class: "pb-number" }, written(row.values[at], places)))));
    const table = make("table", {}, make("caption", {}, caption), make("thead", {}, head), make("tbody", {}, ...body));
    const wrap = make("div", { class: "pb-table-wrap", role: "region", tabindex: "0", "aria-label": caption }, table);
    return make("details", { class: "pb-figure-more" }, make("summary", {}, "The same figures as a table"), wrap);
  };

  const legend = (rows) =>
    make("ul", { class: "pb-series" }, ...rows.map((row, series) => {
      const sign = make("span", { class: `pb-series-${series + 1}`, "aria-hidden": "true" }, `${SIGNS[series]} `);
      return make("li", {}, sign, row.name);
    }));

  const show = () => {
    const one = measure();
    select.value = state.measure;
    whom.textContent = `Rates per 1,000 ${one.whom}`;
    home.querySelector(`[name="pb-show"][value="${state.show}"]`).checked = true;
    for (const box of boxes.querySelectorAll("input")) {
      box.checked = state.forces.includes(ids.indexOf(box.value));
      box.disabled = !box.checked && state.forces.length >= MOST;
    }
    summary.textContent = `Choose other forces: ${state.forces.length} chosen, at most ${MOST}`;
    const rows = [own, ...state.forces].map((force) => ({ name: names[force], values: values(force) }));
    const places = state.show === "rate" ? 2 : 0;
    const last = data.quarters.at(-1);
    const said = rows.map((row) => `${row.name} ${written(row.values.at(-1), places)}`).join(", ");
    status.textContent = `${one.label}, ${unit().toLowerCase()}, ${last}: ${said}.`;
    const title = `${one.label}: ${rows.map((row) => row.name).join(", ")}`;
    const caption = `${unit()}, ${data.quarters[0]} to ${last}`;
    const narrow = home.clientWidth < FROM;
    const [svg, spots] = chart(narrow ? NARROW : WIDE, rows, `Line chart. ${status.textContent}`);
    const frame = make("div", { class: narrow ? "pb-drawn pb-drawn-narrow" : "pb-drawn", "data-spots": spots }, svg);
    const figure = make("figure", { class: "pb-figure", id: "pb-compare-figure" },
      make("figcaption", {}, make("p", { class: "pb-figure-title" }, title), make("p", { class: "pb-figure-subtitle" }, caption)),
      ...(narrow ? [legend(rows)] : []), frame, tableOf(rows, caption, places));
    place.replaceChildren(figure);
    new window.planbookPoints(figure, frame);
  };

  let seen = 0;
  const turned = () => {
    const narrow = home.clientWidth < FROM;
    if (seen !== narrow) show();
    seen = narrow;
  };

  read();
  build();
  turned();
  window.addEventListener("resize", turned);
  window.addEventListener("hashchange", () => { read(); show(); });
})();
