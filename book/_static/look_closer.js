// Look closer: the points of a chart by arrow keys, pointer and tap, in words from the chart's own table;
// and one switch for the quarterly, monthly and yearly charts of a measure. Without it every chart and table stands.
"use strict";

(() => {
  const LEAVE_AFTER = 300;
  const NARROW = 480;
  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  const make = (tag, attributes = {}, text = "") => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };

  // Points ------------------------------------------------------------------------------------------

  let open = null;

  class Points {
    constructor(figure, frame) {
      this.frame = frame;
      this.svg = frame.querySelector("svg");
      const box = this.svg.viewBox.baseVal;
      this.spots = frame.dataset.spots.split(" ").map((pair) => pair.split(",").map(Number));
      this.size = [box.width, box.height];
      this.heads = [...figure.querySelectorAll("thead th")].map((head) => head.textContent);
      const rows = [...figure.querySelectorAll("tbody tr")];
      this.rows = rows.map((row) => [...row.cells].map((cell) => cell.textContent));
      this.receipts = rows.map((row) => row.querySelector("th a.pb-claim"));
      if (this.rows.length !== this.spots.length) return;
      this.place = this.spots.length - 1;
      this.shown = false;
      this.build(figure.querySelector(".pb-figure-title").textContent);
      this.listen();
    }

    build(title) {
      this.list = make("div", {
        role: "listbox",
        class: "pb-points",
        "aria-orientation": "horizontal",
        "aria-label": `Points of the chart: ${title}. Arrow keys move, Escape closes.`,
      });
      this.options = this.rows.map((row, place) => {
        const option = make("span", {
          role: "option",
          class: "pb-point",
          tabindex: place === this.place ? "0" : "-1",
          "aria-selected": "false",
          "aria-label": `${row[0]}, ${place + 1} of ${this.rows.length}`,
        });
        option.style.left = `${(100 * this.spots[place][0]) / this.size[0]}%`;
        option.style.top = `${(100 * this.spots[place][1]) / this.size[1]}%`;
        this.list.append(option);
        return option;
      });
      this.panel = make("div", { class: "pb-point-panel", "aria-live": "polite" });
      this.frame.classList.add("pb-closer");
      this.frame.append(this.list, this.panel);
    }

    listen() {
      this.list.addEventListener("keydown", (event) => this.key(event));
      this.list.addEventListener("focusin", (event) => {
        const place = this.options.indexOf(event.target);
        if (place >= 0 && !this.pressed) this.show(place);
      });
      this.list.addEventListener("focusout", () => this.leave());
      this.frame.addEventListener("pointerdown", (event) => {
        this.pressed = true;
        if (event.target.closest(".pb-point-panel")) return;
        this.show(this.nearest(event));
      });
      this.frame.addEventListener("pointerup", () => { this.pressed = false; });
      this.frame.addEventListener("pointercancel", () => { this.pressed = false; });
      this.frame.addEventListener("pointermove", (event) => {
        clearTimeout(this.timer);
        if (event.pointerType === "mouse" && !event.target.closest(".pb-point-panel")) this.hover(event);
      });
      this.frame.addEventListener("pointerleave", (event) => {
        this.dismissed = -1;
        if (event.pointerType === "mouse") this.leave();
      });
    }

    key(event) {
      if (event.key === "Enter") this.receipts[this.place]?.click();
      const last = this.rows.length - 1;
      const wanted = { Home: 0, End: last }[event.key] ?? this.place + STEPS[event.key];
      if (!Number.isInteger(wanted) || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      this.options[Math.max(0, Math.min(last, wanted))].focus({ preventScroll: true });
    }

    hover(event) {
      const place = this.nearest(event);
      if (place !== this.dismissed) this.show(place);
    }

    nearest(event) {
      const box = this.svg.getBoundingClientRect();
      const x = ((event.clientX - box.left) / box.width) * this.size[0];
      const y = ((event.clientY - box.top) / box.height) * this.size[1];
      const far = ([px, py]) =>
        ({ x: Math.abs(px - x), y: Math.abs(py - y), xy: Math.hypot(px - x, py - y) })[this.frame.dataset.along ?? "x"];
      return this.spots.reduce((best, spot, place) => (far(spot) < far(this.spots[best]) ? place : best), 0);
    }

    show(place) {
      clearTimeout(this.timer);
      this.dismissed = -1;
      if (this.shown && place === this.place) return;
      this.options[this.place].tabIndex = -1;
      this.options[this.place].setAttribute("aria-selected", "false");
      this.place = place;
      this.shown = true;
      if (open !== this) open?.hide();
      open = this;
      this.options[place].tabIndex = 0;
      this.options[place].setAttribute("aria-selected", "true");
      this.fill(place);
      this.put(place);
    }

    fill(place) {
      const [name, ...values] = this.rows[place];
      const items = make("dl");
      values.forEach((value, column) => {
        const pair = make("div");
        pair.append(make("dt", {}, this.heads[column + 1]), make("dd", {}, value));
        items.append(pair);
      });
      const parts = [make("p", { class: "pb-point-name" }, name), items];
      if (this.receipts[place]) parts.push(this.link(this.receipts[place], name));
      this.panel.replaceChildren(...parts);
      this.panel.classList.add("pb-shown");
    }

    link(receipt, name) {
      const link = make("a", { href: receipt.href, class: "pb-point-receipt" }, `Receipt of ${name}`);
      link.addEventListener("focusout", () => this.leave());
      return link;
    }

    put(place) {
      const box = this.svg.getBoundingClientRect();
      const [x, y] = this.spots[place].map((side, axis) => (side / this.size[axis]) * [box.width, box.height][axis]);
      const { offsetWidth: wide, offsetHeight: tall } = this.panel;
      const sides = [x - 20 - wide, x + 20].filter((left) => left >= 0 && left + wide <= box.width);
      const under = sides.length === 0 || box.width < NARROW;
      const left = under ? Math.max(0, Math.min(box.width - wide, x - wide / 2)) : sides[x > box.width / 2 ? 0 : sides.length - 1];
      const top = under ? box.height : Math.max(0, Math.min(box.height - tall, y - tall / 2));
      this.panel.style.left = `${left}px`;
      this.panel.style.top = `${top}px`;
    }

    leave() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        const held = this.list.contains(document.activeElement) && document.activeElement.matches(":focus-visible");
        if (!held && !this.panel.contains(document.activeElement) && !this.panel.matches(":hover")) this.hide();
      }, LEAVE_AFTER);
    }

    dismiss() {
      if (this.panel.contains(document.activeElement)) this.options[this.place].focus({ preventScroll: true });
      this.dismissed = this.place;
      this.hide();
    }

    hide() {
      this.shown = false;
      this.options[this.place].setAttribute("aria-selected", "false");
      this.panel.classList.remove("pb-shown");
      this.panel.replaceChildren();
    }
  }

  // Views -------------------------------------------------------------------------------------------

  const VIEWS = { level: "Quarterly", months: "Monthly", years: "Yearly" };

  class Views {
    constructor(first, name) {
      this.figures = { level: first };
      for (const kind of ["months", "years"]) {
        const figure = document.getElementById(`${name}-${kind}`);
        if (figure) this.figures[kind] = figure;
      }
      this.why = document.getElementById(`${name}-no-months`);
      if (Object.keys(this.figures).length > 1) this.build(first, name);
    }

    build(first, name) {
      this.field = make("fieldset", { class: "pb-views" });
      this.field.append(make("legend", {}, "View"));
      for (const [kind, word] of Object.entries(VIEWS)) {
        const there = kind in this.figures;
        if (!there && !(kind === "months" && this.why)) continue;
        const label = make("label");
        const radio = make("input", { type: "radio", name: `${name}-view`, value: kind });
        radio.checked = kind === "level";
        radio.disabled = !there;
        if (!there) radio.setAttribute("aria-describedby", this.why.id);
        radio.addEventListener("change", () => this.choose(kind));
        label.append(radio, make("span", {}, word));
        this.field.append(label);
      }
      first.before(this.field);
      let last = first;
      for (const [kind, figure] of Object.entries(this.figures)) {
        if (kind === "level") continue;
        last.after(figure);
        last = figure;
      }
      if (this.why) this.field.append(this.why);
      this.choose("level");
      this.follow();
      window.addEventListener("hashchange", () => this.follow());
    }

    choose(kind) {
      for (const [other, figure] of Object.entries(this.figures)) figure.classList.toggle("pb-view-off", other !== kind);
      this.field.querySelector(`[value="${kind}"]`).checked = true;
    }

    follow() {
      const wanted = Object.keys(this.figures).find((kind) => `#${this.figures[kind].id}` === location.hash);
      if (wanted && wanted !== "level") {
        this.choose(wanted);
        this.figures[wanted].scrollIntoView();
      }
    }
  }

  const start = () => {
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && open?.shown) open.dismiss();
    });
    document.addEventListener("pointerdown", (event) => {
      if (open?.shown && !open.frame.contains(event.target)) open.hide();
    });
    for (const frame of document.querySelectorAll(".pb-figure [data-spots]")) {
      new Points(frame.closest(".pb-figure"), frame);
    }
    for (const figure of document.querySelectorAll('.pb-figure[id$="-level"]')) {
      new Views(figure, figure.id.replace(/-level$/, ""));
    }
  };

  window.planbookPoints = Points;
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
