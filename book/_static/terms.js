// Glossary terms: a tip on hover, on focus, and on the first tap; the second tap follows the link.
// The tip stays while the pointer is on it, and Escape closes it (WCAG 2.2, 1.4.13).
(() => {
  const EDGE = 12;
  let open = null;
  let waiting = 0;

  const tipOf = (term) => document.getElementById(term.getAttribute("aria-describedby"));

  const place = (term, tip) => {
    const line = term.getClientRects()[0] || term.getBoundingClientRect();
    tip.hidden = false;
    const widest = document.documentElement.clientWidth - 2 * EDGE;
    tip.style.maxWidth = `${Math.min(widest, 420)}px`;
    const size = tip.getBoundingClientRect();
    const left = Math.max(EDGE, Math.min(line.left, widest + EDGE - size.width));
    const below = line.bottom + size.height + EDGE < window.innerHeight || line.top < size.height + EDGE;
    tip.style.left = `${left}px`;
    tip.style.top = `${below ? line.bottom : line.top - size.height}px`;
  };

  const close = () => {
    clearTimeout(waiting);
    if (open) tipOf(open).hidden = true;
    open = null;
  };

  const show = (term) => {
    clearTimeout(waiting);
    if (open === term) return;
    close();
    const tip = tipOf(term);
    if (!tip) return;
    open = term;
    place(term, tip);
  };

  const closeSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(close, 200);
  };

  for (const tip of document.querySelectorAll(".pb-tip")) {
    document.querySelector("main").append(tip); // outside every box that clips, inside the landmark
    tip.addEventListener("pointerenter", () => clearTimeout(waiting));
    tip.addEventListener("pointerleave", closeSoon);
  }
  for (const term of document.querySelectorAll(".pb-term")) {
    let byTouch = false;
    term.addEventListener("pointerdown", (event) => {
      byTouch = event.pointerType !== "mouse";
    });
    term.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(term));
    term.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && closeSoon());
    term.addEventListener("focus", () => byTouch || show(term));
    term.addEventListener("blur", () => tipOf(term)?.matches(":hover") || close());
    term.addEventListener("click", (event) => {
      if (byTouch && open !== term) {
        event.preventDefault();
        show(term);
      }
      byTouch = false;
    });
  }
  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  document.addEventListener("pointerdown", (event) => {
    if (open && !event.target.closest(".pb-tip, .pb-term")) close();
  });
  window.addEventListener("resize", close);
  window.addEventListener("scroll", () => open && place(open, tipOf(open)), { passive: true, capture: true });
})();
