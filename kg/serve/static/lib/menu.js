/**
 * A button that opens a small panel below it.
 */

import { el } from "./dom.js";

/** Closes on Escape, on a click elsewhere, and when the focus moves on. */
export function menu(label, { id }, ...children) {
  const made = el("details", { class: "menu", id },
    el("summary", { class: "button" }, label), el("div", { class: "menu-panel" }, children));
  made.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !made.open) return;
    event.stopPropagation();
    made.open = false;
    made.querySelector("summary").focus();
  });
  made.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !made.contains(relatedTarget)) made.open = false; });
  made.addEventListener("toggle", () => {
    const away = ({ target }) => { if (!made.contains(target)) made.open = false; };
    if (made.open) document.addEventListener("pointerdown", away, { signal: whenClosed(made) });
  });
  return made;
}

function whenClosed(details) {
  const closed = new AbortController();
  details.addEventListener("toggle", () => closed.abort(), { once: true });
  return closed.signal;
}
