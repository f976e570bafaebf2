/**
 * The search box: a combobox with a list of things, as the ARIA Authoring Practices describe it.
 */

import { api } from "./api.js";
import { announce, el } from "./dom.js";
import { classMark } from "./marks.js";
import { classLabel, nameElement, number, t } from "./text.js";

const PAUSE = 60; // milliseconds after the last key before the server is asked
const ROWS = 12;
let boxes = 0;

/**
 * A search box that asks the server while the reader types.
 * @param {{onchoose: function(Object): void, label?: string, hint?: string, id?: string}} options
 *     `onchoose` gets the chosen hit
 * @returns {HTMLElement}
 */
export function searchBox({ onchoose, label = t("search"), hint = t("search_hint"), id = `search-${++boxes}` }) {
  const rows = el("ul", { role: "listbox", id: `${id}-rows`, class: "hits", "aria-label": label, hidden: true });
  const input = el("input", {
    id, type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", placeholder: hint, "aria-label": label,
    "aria-expanded": "false", "aria-controls": rows.id, "aria-autocomplete": "list", enterkeyhint: "search",
  });
  const state = { input, rows, onchoose, hits: [], active: -1, timer: 0, request: null, wanted: false };
  input.addEventListener("input", () => ask(state));
  input.addEventListener("focus", () => { if (input.value.trim()) ask(state); });
  input.addEventListener("blur", () => close(state));
  input.addEventListener("keydown", (event) => press(state, event));
  return el("div", { class: "search", role: "search" }, input, rows);
}

/* The server is asked for the text as it stands; an answer to an earlier text is dropped and its rows cannot be chosen. */
function ask(state) {
  clearTimeout(state.timer);
  state.request?.abort();
  Object.assign(state, { hits: [], active: -1, wanted: false });
  const text = state.input.value.trim();
  if (!text) return close(state);
  state.timer = setTimeout(() => answer(state, text), PAUSE);
}

async function answer(state, text) {
  state.request = new AbortController();
  try {
    const { hits, more } = await api("search", { q: text, limit: ROWS }, { signal: state.request.signal });
    offer(state, hits, more);
  } catch (error) {
    if (error.name !== "AbortError") complain(state, error);
  }
}

function offer(state, hits, more) {
  if (document.activeElement !== state.input) return;
  Object.assign(state, { hits, active: -1 });
  state.rows.replaceChildren(...hits.map((hit, n) => row(state, hit, n)));
  if (!hits.length) state.rows.append(el("li", { class: "none", role: "presentation" }, t("no_results")));
  if (more) state.rows.append(el("li", { class: "none", role: "presentation" }, t("more_results")));
  open(state);
  mark(state, hits.length ? 0 : -1);
  announce(hits.length ? t("results", { count: number(hits.length) }) : t("no_results"));
  if (state.wanted && hits.length) choose(state, hits[0]);
}

function row(state, hit, n) {
  const shown = nameElement(hit);
  const other = hit.matched && hit.matched !== shown.textContent ? el("span", { class: "matched" }, hit.matched) : null;
  return el("li", {
    role: "option", id: `${state.input.id}-${n}`, "aria-selected": "false", dataset: { iri: hit.iri },
    onmousedown: (event) => { event.preventDefault(); if (!event.button) choose(state, hit); },
    onmousemove: () => mark(state, n),
  }, classMark(hit.cls), el("span", { class: "hit" }, shown, other), el("small", {}, classLabel(hit.cls)),
  el("small", { class: "count", title: t("mentions", { count: number(hit.mentions) }) }, number(hit.mentions)));
}

function complain(state, error) {
  state.hits = [];
  state.rows.replaceChildren(el("li", { class: "none", role: "presentation" }, error.message));
  open(state);
  announce(error.message);
}

function mark(state, n) {
  state.active = n;
  const rows = [...state.rows.querySelectorAll("[role=option]")];
  rows.forEach((one, i) => one.setAttribute("aria-selected", String(i === n)));
  if (!rows[n]) return state.input.removeAttribute("aria-activedescendant");
  state.input.setAttribute("aria-activedescendant", rows[n].id);
  rows[n].scrollIntoView({ block: "nearest" });
}

function open(state) {
  state.rows.hidden = false;
  state.input.setAttribute("aria-expanded", "true");
}

function close(state) {
  clearTimeout(state.timer);
  state.request?.abort();
  Object.assign(state, { hits: [], active: -1, wanted: false });
  state.rows.hidden = true;
  state.input.setAttribute("aria-expanded", "false");
  state.input.removeAttribute("aria-activedescendant");
}

function choose(state, hit) {
  state.input.value = "";
  close(state);
  state.onchoose(hit);
}

/* While an input method composes a syllable, its keys are its own. */
function press(state, event) {
  if (event.isComposing || event.keyCode === 229) return;
  const { hits, active } = state;
  if (event.key === "ArrowDown" && hits.length) mark(state, (active + 1) % hits.length);
  else if (event.key === "ArrowUp" && hits.length) mark(state, (active - 1 + hits.length) % hits.length);
  else if (event.key === "Enter" && hits[active]) choose(state, hits[active]);
  else if (event.key === "Enter" && state.input.value.trim()) state.wanted = true; // chosen as soon as the answer comes
  else if (event.key === "Escape" && (state.input.value || !state.rows.hidden)) { state.input.value = ""; close(state); }
  else return;
  event.preventDefault();
}
