/**
 * The editor of queries: a plain text area whose colours lie beneath it, with line numbers and a list of what may follow.
 *
 * The text area keeps all that a browser gives it: input methods, undo, selection, spelling of the keys. Tab leaves it; only
 * while the list is open and an entry is marked, Tab and Enter take that entry, and Escape closes the list.
 */

import { announce, classMark, el, number, t, vocabulary } from "../lib.js";
import { completions, wordAt } from "./completion.js";
import { declared, tokens } from "./tokens.js";

const LONGEST = 20000; // characters that are coloured; beyond that the text stays plain
let editors = 0;

/**
 * @param {{value: string, onrun: function(): void, onchange: function(): void, onquery: function(Object): void}} options
 *     `onrun`: Ctrl+Enter; `onchange`: the text is another; `onquery`: a named query was chosen from the list
 * @returns {{element: HTMLElement, area: HTMLTextAreaElement, value: function(): string, replace: function(string): void,
 *     insert: function(string): void, complain: function(number|null): void}}  `complain` marks a line, counted from 1, or none
 */
export function editor({ value, onrun, onchange, onquery }) {
  const id = `editor-${++editors}`;
  const rows = el("ul", { role: "listbox", id: `${id}-rows`, class: "completions", "aria-label": t("completions"), hidden: true });
  const area = el("textarea", {
    id, spellcheck: "false", autocapitalize: "off", autocomplete: "off", wrap: "off", rows: "1", "aria-label": t("query_text"),
    "aria-autocomplete": "list", "aria-controls": rows.id, "aria-haspopup": "listbox", "aria-describedby": `${id}-keys`,
  });
  const colours = el("pre", { class: "colours", "aria-hidden": "true" });
  const gutter = el("pre", { class: "gutter", "aria-hidden": "true" });
  const sheet = el("div", { class: "sheet" }, gutter, el("div", { class: "layers" }, colours, area));
  const element = el("div", { class: "editor" }, sheet, rows, el("p", { class: "soft hint", id: `${id}-keys` }, t("editor_keys")));
  const state = { element, sheet, area, colours, gutter, rows, entries: [], active: -1, place: null, wrong: null, quiet: false, onrun, onchange, onquery };
  area.value = value;
  area.addEventListener("input", (event) => changed(state, event));
  area.addEventListener("compositionend", () => follow(state));
  area.addEventListener("keydown", (event) => press(state, event));
  area.addEventListener("blur", () => close(state));
  area.addEventListener("click", () => close(state));
  colour(state);
  return {
    element, area, value: () => area.value,
    replace: (text) => write(state, text, 0, area.value.length),
    insert: (text) => write(state, text, area.selectionStart, area.selectionEnd),
    complain: (line) => { state.wrong = line; colour(state); },
  };
}

/* ---- text ---- */

function changed(state, event) {
  state.wrong = null;
  colour(state);
  state.onchange();
  if (event.isComposing || event.inputType === "insertFromPaste") close(state);
  else if (!state.quiet) follow(state);
}

/* Offers what may follow the word that is being written: a prefix or a variable, and any word once the list is open. */
function follow(state) {
  const place = wordAt(state.area.value, state.area.selectionStart);
  if (place?.word && (place.kind !== "plain" || !state.rows.hidden)) offer(state, place);
  else close(state);
}

/* Writes as the reader would, so that the browser's own undo takes it back. */
function write({ area }, text, begin, end) {
  area.focus();
  area.setSelectionRange(begin, end);
  const done = text ? document.execCommand("insertText", false, text) : begin === end || document.execCommand("delete");
  if (done) return;
  area.setRangeText(text, begin, end, "end");
  area.dispatchEvent(new InputEvent("input", { inputType: "insertText" }));
}

function colour({ area, colours, gutter, wrong }) {
  const text = area.value;
  const parts = [];
  let done = 0;
  for (const { kind, begin, end } of text.length > LONGEST ? [] : tokens(text)) {
    parts.push(text.slice(done, begin), el("span", { class: `token ${kind}` }, text.slice(begin, end)));
    done = end;
  }
  colours.replaceChildren(...parts, `${text.slice(done)}\n`);
  const lines = text.split("\n").length;
  gutter.replaceChildren(...Array.from({ length: lines }, (_, n) => el("span", { class: n + 1 === wrong ? "line wrong" : "line" }, `${n + 1}\n`)));
}

/* ---- list of what may follow ---- */

function offer(state, place, { asked = false } = {}) {
  const { area } = state;
  const entries = completions(area.value, place, area.selectionStart);
  if (!entries.length || (entries.length === 1 && entries[0].text === place.word)) {
    if (asked) announce(t("completions_none"));
    return close(state);
  }
  Object.assign(state, { entries, place });
  state.rows.replaceChildren(...entries.map((entry, n) => row(state, entry, n)));
  state.rows.hidden = false;
  lay(state);
  mark(state, asked || place.kind === "prefixed" ? 0 : -1);
  announce(t("completions_count", { count: number(entries.length) }));
}

function row(state, entry, n) {
  const cls = entry.kind === "class" ? entry.text.slice(entry.text.indexOf(":") + 1) : null;
  return el("li", {
    role: "option", id: `${state.area.id}-${n}`, "aria-selected": "false",
    onmousedown: (event) => { event.preventDefault(); take(state, n); },
  }, cls && Object.hasOwn(vocabulary().classes, cls) ? classMark(cls) : el("span", { class: "no-mark" }), el("span", { class: "text" }, entry.text), el("span", { class: "soft words" }, entry.words),
  el("small", { class: "soft" }, t(`completion_${entry.kind}`)));
}

/* Below the word: lines have one height, and what stands before the word on its line has the width that a canvas measures. */
function lay({ area, rows, element, sheet, place }) {
  const style = getComputedStyle(area);
  const before = area.value.slice(0, place.begin).split("\n");
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${style.fontSize} ${style.fontFamily}`;
  const inner = area.getBoundingClientRect();
  const outer = element.getBoundingClientRect();
  const left = inner.left - outer.left + parseFloat(style.paddingLeft) + pen.measureText(before.at(-1)).width;
  const top = inner.top - outer.top + parseFloat(style.paddingTop) + before.length * parseFloat(style.lineHeight);
  rows.style.top = `${Math.min(top, sheet.offsetHeight) + 2}px`;
  rows.style.left = `${Math.max(0, Math.min(left, outer.width - rows.offsetWidth))}px`;
}

function mark(state, n) {
  state.active = n;
  const rows = [...state.rows.children];
  rows.forEach((one, i) => one.setAttribute("aria-selected", String(i === n)));
  if (!rows[n]) return state.area.removeAttribute("aria-activedescendant");
  state.area.setAttribute("aria-activedescendant", rows[n].id);
  rows[n].scrollIntoView({ block: "nearest" });
}

function close(state) {
  state.rows.hidden = true;
  Object.assign(state, { entries: [], active: -1 });
  state.area.removeAttribute("aria-activedescendant");
}

function take(state, n) {
  const entry = state.entries[n];
  const { begin } = state.place;
  close(state);
  if (entry.query) {
    state.quiet = true;
    write(state, "", begin, state.area.selectionStart);
    state.quiet = false;
    return state.onquery(entry.query);
  }
  state.quiet = true; // what was chosen is not completed again
  write(state, entry.text, begin, state.area.selectionStart);
  if (entry.prefix && entry.kind !== "prefix") declare(state, entry.prefix);
  state.quiet = false;
}

/* A prefix that the text does not declare yet is declared, in front of all. */
function declare(state, prefix) {
  const { area } = state;
  const iri = vocabulary().prefixes[prefix];
  if (!iri || declared(area.value).has(prefix)) return;
  const line = `PREFIX ${prefix}: <${iri}>\n`;
  const at = area.selectionStart;
  const head = /^(?:[ \t]*#[^\n]*\n|\s*\n)*/.exec(area.value)[0].length; // behind the comments at the top
  write(state, line, head, head);
  area.setSelectionRange(at + line.length, at + line.length);
}

/* ---- keys ---- */

function press(state, event) {
  if (event.isComposing || event.keyCode === 229) return;
  const { area, entries, active } = state;
  const open = entries.length > 0;
  const chosen = open && active >= 0;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { close(state); state.onrun(); }
  else if (event.key === " " && event.ctrlKey) ask(state);
  else if (open && event.key === "ArrowDown") mark(state, (active + 1) % entries.length);
  else if (open && event.key === "ArrowUp") mark(state, (active - 1 + entries.length) % entries.length);
  else if (open && event.key === "Escape") close(state);
  else if (chosen && !event.shiftKey && (event.key === "Enter" || event.key === "Tab")) take(state, active);
  else if (event.key === "Enter" && !event.shiftKey && !event.altKey) indent(state, area);
  else {
    if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) close(state);
    return;
  }
  event.preventDefault();
}

function ask(state) {
  const { area } = state;
  const place = wordAt(area.value, area.selectionStart);
  if (place) offer(state, place, { asked: true });
}

/* A new line begins below the one before it, a step further in behind an opening brace. */
function indent(state, area) {
  close(state);
  const line = area.value.slice(0, area.selectionStart).split("\n").at(-1);
  const deeper = /\{\s*$/.test(line) ? "  " : "";
  state.quiet = true;
  write(state, `\n${/^[ \t]*/.exec(line)[0]}${deeper}`, area.selectionStart, area.selectionEnd);
  state.quiet = false;
}
